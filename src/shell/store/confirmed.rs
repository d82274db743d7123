//! How many commits were confirmed, noted beside sled's log, so that a log that came back shorter is noticed.
//!
//! sled takes damage near the end of its log for a write that a crash cut off, and drops what follows; a log that was
//! emptied it opens as a new one. The note is written after the data sync and never synced itself: it may lag behind
//! the log, after a power cut, but never runs ahead of what is on disk.

use std::fs::File;
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

use crate::shell::folder;

/// The open note.
pub struct Confirmed {
    file: File,
    pub path: PathBuf,
    /// What it said when it was opened.
    pub commits: u64,
}

impl Confirmed {
    /// Whether a store was ever finished in this folder.
    pub fn is_in(store: &Path) -> bool {
        store.join("confirmed").exists()
    }

    /// Opens the note, or begins it in a store that is new; then the folders are made durable too, once, because after
    /// that only the contents of files change.
    pub fn open(folder: &Path, store: &Path) -> io::Result<Confirmed> {
        let (path, new) = (store.join("confirmed"), !Confirmed::is_in(store));
        let commits = std::fs::read_to_string(&path).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
        let file = File::options().create(true).truncate(false).write(true).open(&path)?;
        let mut confirmed = Confirmed { file, path, commits };
        if new {
            confirmed.note(0)?;
            confirmed.file.sync_all()?;
            folder::sync(store)?;
            folder::sync(folder)?;
            // The folder above is often the system's and may be closed to us; then the operator made ours, long before.
            folder.canonicalize()?.parent().map(folder::sync);
        }
        Ok(confirmed)
    }

    /// Notes that so many commits are on disk. Always as long, so that it is overwritten in place.
    pub fn note(&mut self, commits: u64) -> io::Result<()> {
        self.file.rewind()?;
        self.file.write_all(format!("{commits:020}\n").as_bytes())
    }
}
