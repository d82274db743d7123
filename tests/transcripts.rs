//! Plays `tests/transcripts/*.txt` through `engine::turn` in memory, and again through a real store that is closed
//! and reopened before every event; both must give the text of the file. `UPDATE=1` rewrites the right-hand sides.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::difference::difference;
use support::memory::Memory;
use support::script::play;
use support::stored::Stored;
use support::world::World;

#[test]
fn in_memory() {
    let update = std::env::var_os("UPDATE").is_some();
    all_agree(update, || Box::new(Memory::new()));
}

#[test]
fn through_a_store_reopened_before_every_event() {
    if std::env::var_os("UPDATE").is_none() {
        all_agree(false, || Box::new(Stored::new()));
    }
}

fn all_agree(update: bool, world: impl Fn() -> Box<dyn World>) {
    let mut wrong = Vec::new();
    for path in transcripts() {
        let written = fs::read_to_string(&path).unwrap();
        let played = play(&path.display().to_string(), &written, world().as_mut());
        if update {
            fs::write(&path, &played).unwrap();
        }
        if played.contains("(WRONG: ") {
            let lines: Vec<&str> = played.lines().filter(|line| line.contains("(WRONG: ")).collect();
            wrong.push(format!("{}\n{}\n", path.display(), lines.join("\n")));
        } else if !update && played != written {
            wrong.push(format!("{}\n{}", path.display(), difference(&written, &played)));
        }
    }
    assert!(wrong.is_empty(), "{} transcripts differ (UPDATE=1 rewrites them):\n\n{}", wrong.len(), wrong.join("\n"));
}

fn transcripts() -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(Path::new("tests/transcripts"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    paths
}
