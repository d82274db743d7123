//! Start: reads the command line and hands over.
use std::path::Path;
fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let code = match arguments.get(1).map(String::as_str) {
        Some("check") => charley::tools::check::run(Path::new("dialogues")),
        Some("talk") => {
            let library = charley::library::load::folder(Path::new("dialogues"));
            match library {
                Ok(library) => charley::tools::talk::run(&library, arguments.get(2).map_or("cramp", String::as_str), jiff::Timestamp::now()).map_or(1, |()| 0),
                Err(_) => 1,
            }
        }
        Some("triage") => {
            let Ok(library) = charley::library::load::folder(Path::new("dialogues")) else { std::process::exit(1) };
            i32::from(!charley::tools::triage::run(&library, std::io::stdin().lock(), std::io::stdout().lock()).unwrap_or(false))
        }
        Some("rehearse") => {
            let Ok(library) = charley::library::load::folder(Path::new("dialogues")) else { std::process::exit(1) };
            let dialogue = library.dialogues.get(arguments.get(2).map_or("cramp", String::as_str)).unwrap_or_else(|| std::process::exit(1));
            i32::from(!charley::tools::rehearse::run(&library, dialogue, jiff::Timestamp::now(), std::io::stdin().lock(), std::io::stdout().lock()).unwrap_or(false))
        }
        _ => 2,
    };
    std::process::exit(code);
}
