//! A backup on its way: written bit by bit, so that whoever has the store can do other things in between, then proved
//! where nobody waits for it. Without a name until it is proved; what is given up leaves nothing behind.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::error::{BackupError, at};
use super::file::{Count, Writer};
use super::{Taken, count_store, fill};
use crate::shell::folder;
use crate::shell::seal::Keyring;
use crate::shell::store::Store;

/// Rows written at a time: a millisecond or two.
const ROWS_OF_A_STEP: usize = 128;

/// A file that is being written. It holds the moment at which it was begun, whatever is committed meanwhile.
pub struct Copying {
    file: PathBuf,
    partial: Partial,
    writer: Writer,
    taken: Timestamp,
}

/// A written file that is not proved yet, and does not have its name yet.
#[derive(Debug)]
pub struct Unproved {
    file: PathBuf,
    partial: Partial,
    written: File,
    count: Count,
}

/// The file under its first name; removed unless it gets another.
#[derive(Debug)]
struct Partial(PathBuf);

impl Drop for Partial {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

impl Copying {
    /// Begins a new file. One store is copied once at a time: an earlier copy cannot go on. `now` is written into it.
    pub fn begin(store: &Store, file: &Path, now: Timestamp) -> Result<Copying, BackupError> {
        if file.exists() {
            return Err(BackupError::AlreadyThere { path: file.to_path_buf() });
        }
        let path = partial(file);
        let writer = Writer::begin(&path, store.keyring().clone())?;
        store.begin_snapshot();
        Ok(Copying { file: file.to_path_buf(), partial: Partial(path), writer, taken: now })
    }

    /// Writes some rows more; true once all are written.
    pub fn step(&mut self, store: &Store) -> Result<bool, BackupError> {
        let written = self.write_some(store);
        if written.is_err() {
            store.end_snapshot();
        }
        written
    }

    fn write_some(&mut self, store: &Store) -> Result<bool, BackupError> {
        let Some(rows) = store.rows_of_snapshot(ROWS_OF_A_STEP)? else { return Ok(true) };
        rows.iter().try_for_each(|row| self.writer.row(row))?;
        Ok(false)
    }

    /// After the last step.
    pub fn end(self) -> Result<Unproved, BackupError> {
        let (written, count) = self.writer.end(self.taken)?;
        Ok(Unproved { file: self.file, partial: self.partial, written, count })
    }
}

impl Unproved {
    /// Brings the file to the disk, restores it into a scratch folder beside it, compares, and gives it its name. On
    /// failure nothing is left. Takes about as long as restoring it would.
    pub fn prove(self, keyring: &Keyring) -> Result<Taken, BackupError> {
        let scratch = scratch(&self.file);
        let proved = self.prove_in(&scratch, keyring);
        let _ = fs::remove_dir_all(&scratch);
        proved
    }

    fn prove_in(&self, scratch: &Path, keyring: &Keyring) -> Result<Taken, BackupError> {
        let partial = &self.partial.0;
        self.written.sync_all().map_err(at(partial))?;
        if scratch.exists() {
            fs::remove_dir_all(scratch).map_err(at(scratch))?;
        }
        let count = fill(partial, scratch, keyring, |_| true)?.count;
        let found = count_store(scratch, keyring, count.taken)?;
        if found != self.count || count != self.count {
            return Err(BackupError::Differs { expected: self.count.rows, found: found.rows });
        }
        let bytes = fs::metadata(partial).map_err(at(partial))?.len();
        fs::rename(partial, &self.file).map_err(at(&self.file))?;
        above(&self.file).and_then(|above| folder::sync(&above)).map_err(at(&self.file))?;
        Ok(Taken { rows: found.rows, people: found.people, bytes })
    }
}

/// Takes away what a process that was killed has left of a backup.
pub(super) fn sweep(file: &Path) {
    let _ = fs::remove_file(partial(file));
    let _ = fs::remove_dir_all(scratch(file));
}

fn partial(file: &Path) -> PathBuf {
    beside(file, "partial")
}

fn scratch(file: &Path) -> PathBuf {
    beside(file, "proof")
}

fn beside(file: &Path, what: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(what);
    PathBuf::from(name)
}

fn above(file: &Path) -> io::Result<PathBuf> {
    let whole = std::path::absolute(file)?;
    Ok(whole.parent().unwrap_or(&whole).to_path_buf())
}
