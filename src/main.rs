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
        _ => 2,
    };
    std::process::exit(code);
}
