//! The content that is shipped is sound.

use std::path::Path;

use charley::library::load;

#[test]
fn the_shipped_content_has_no_mistake() {
    match load::folder(Path::new("dialogues")) {
        Ok(library) => print!("{}", library.notes),
        Err(mistakes) => {
            let list: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
            panic!("{} mistakes:\n{}", list.len(), list.join("\n"));
        }
    }
}
