//! What several tests of the shell begin with.

use std::path::Path;

use charley::library::Library;
use charley::library::load::{self, SourceFile};
use charley::shell::seal::{Keyring, Secret};
use charley::shell::store::Store;

/// A store in that folder, with a key that every test uses.
pub fn store(folder: &Path) -> Store {
    let now = "2026-11-22T03:12:00Z".parse().unwrap();
    Store::open(folder, Keyring::new(&Secret([7; 32]), &[]), 1 << 24, now).unwrap()
}

const RULE: &str = r#"
[[rule]]
id = "short-of-breath"
urgency = "emergency"
names = ["pulmonary_embolism"]
when = "breathless"
because = "Trouble breathing can be dangerous."
do = "Call the emergency number now."
source = "NHS"
source_read = "2026-11-22"
"#;

/// The conversations with a single rule: the desk does not care what is judged.
pub fn library() -> Library {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("dialogues");
    let mut files = vec![SourceFile { path: "rules/one.toml".to_owned(), text: RULE.to_owned() }];
    for part in ["", "articles", "pictures", "understanding", "words"] {
        for entry in std::fs::read_dir(folder.join(part)).unwrap() {
            let path = entry.unwrap().path();
            // How one asks about somebody else names texts of rules that are left out here.
            let is_left_out = path.to_string_lossy().ends_with(".other.toml");
            if path.is_file() && !is_left_out {
                let name = path.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
                files.push(SourceFile { path: name, text: std::fs::read_to_string(&path).unwrap() });
            }
        }
    }
    load::sources(&files).unwrap_or_else(|mistakes| panic!("{}", mistakes[0]))
}
