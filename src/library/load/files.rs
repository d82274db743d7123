//! The files themselves: from a folder on disk, or from the copy inside the binary; and their hash.

use std::fs;
use std::path::Path;

use blake2::digest::consts::U8;
use blake2::{Blake2b, Digest};
use include_dir::{Dir, include_dir};

use super::mistake;
use crate::library::mistake::{Mistake, Place};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/dialogues");

/// A content file in memory.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Inside the content folder, with `/`: `rules/clots.toml`.
    pub path: String,
    pub text: String,
}

pub(super) fn in_folder(folder: &Path) -> Result<Vec<SourceFile>, Vec<Mistake>> {
    let (mut files, mut mistakes) = (Vec::new(), Vec::new());
    gather(folder, "", &mut files, &mut mistakes);
    if mistakes.is_empty() { Ok(files) } else { Err(mistakes) }
}

fn gather(folder: &Path, inside: &str, files: &mut Vec<SourceFile>, mistakes: &mut Vec<Mistake>) {
    let mut wrong = |path: &Path, what: String| {
        mistakes.push(mistake(Place::top(&path.display().to_string()), what, "is the path right?"));
    };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return wrong(folder, format!("this folder cannot be read: {error}")),
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{inside}{name}");
        if name.starts_with('.') {
            continue;
        }
        if entry.path().is_dir() {
            gather(&entry.path(), &format!("{path}/"), files, mistakes);
            continue;
        }
        if !is_content(&name) {
            continue;
        }
        match fs::read(entry.path()) {
            Ok(bytes) => add(files, mistakes, (path, &entry.path().display().to_string()), bytes),
            Err(error) => {
                let place = Place::top(&entry.path().display().to_string());
                mistakes.push(mistake(place, format!("this file cannot be read: {error}"), ""));
            }
        }
    }
}

pub(super) fn embedded() -> Result<Vec<SourceFile>, Vec<Mistake>> {
    let (mut files, mut mistakes) = (Vec::new(), Vec::new());
    let mut folders = vec![&EMBEDDED];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            if is_content(&path) {
                let shown = format!("dialogues/{path}");
                add(&mut files, &mut mistakes, (path, &shown), file.contents().to_vec());
            }
        }
    }
    if mistakes.is_empty() { Ok(files) } else { Err(mistakes) }
}

fn is_content(name: &str) -> bool {
    [".toml", ".ftl", ".svg"].iter().any(|ending| name.ends_with(ending))
}

fn add(files: &mut Vec<SourceFile>, mistakes: &mut Vec<Mistake>, (path, shown): (String, &str), bytes: Vec<u8>) {
    match String::from_utf8(bytes) {
        Ok(text) => files.push(SourceFile { path, text }),
        Err(error) => {
            let good = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]).into_owned();
            let line = good.matches('\n').count() + 1;
            let column = good.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
            let place = Place { file: shown.to_owned(), line, column };
            mistakes.push(mistake(place, "this is not UTF-8".to_owned(), "save the file as UTF-8"));
        }
    }
}

/// 16 hexadecimal characters over the names and bytes of all files, in the order of their names.
pub(super) fn hash(files: &[&SourceFile]) -> String {
    let mut hasher = Blake2b::<U8>::new();
    for file in files {
        for part in [&file.path, &file.text] {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
