//! The shipped content, and variants of it: the files of `tests/variants/NAME` laid over `dialogues`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, OnceLock};

use charley::library::Library;
use charley::library::load::{self, SourceFile};

/// The content of that name, loaded once; an empty name is the shipped content.
pub fn content(variant: &str) -> &'static Library {
    static LOADED: OnceLock<Mutex<BTreeMap<String, &'static Library>>> = OnceLock::new();
    let mut loaded = LOADED.get_or_init(Mutex::default).lock().unwrap();
    if let Some(library) = loaded.get(variant) {
        return library;
    }
    let library: &'static Library = Box::leak(Box::new(read(variant)));
    loaded.insert(variant.to_owned(), library);
    library
}

/// A file of the variant that is empty takes the shipped one away.
fn read(variant: &str) -> Library {
    let mut files = BTreeMap::new();
    gather(Path::new("dialogues"), "", &mut files);
    if !variant.is_empty() {
        gather(&Path::new("tests/variants").join(variant), "", &mut files);
    }
    let sources: Vec<SourceFile> = files
        .into_iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(path, text)| SourceFile { path, text })
        .collect();
    load::sources(&sources).unwrap_or_else(|mistakes| {
        let list: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        panic!("the content {variant:?} has mistakes:\n{}", list.join("\n"))
    })
}

fn gather(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            gather(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}
