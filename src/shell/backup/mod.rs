//! A backup: every row of the store in one file, sealed again, and proved by restoring it before it gets its name.
//!
//! Never copies the folder of a running store, and never opens a row with a key that is not given.

mod error;
mod file;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::folder;
use super::keys::Kind;
use super::seal::Keyring;
use super::store::{Filling, OpenRow, Store, lock, store_folder};

pub use error::BackupError;
use error::at;
use file::{Count, Reader, Tally, Writer};

const CACHE_BYTES: u64 = 64 * 1024 * 1024;

/// What a proved backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    pub rows: u64,
    pub people: u64,
    pub bytes: u64,
}

/// What a restore put in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    pub rows: u64,
    pub people: u64,
    /// Rows of letters that waited when the backup was made. They were left out: they are old by now, and most were
    /// sent.
    pub letter_rows_left_out: u64,
    /// Where the store went that was there before.
    pub replaced: Option<PathBuf>,
}

/// A written file that is not proved yet, and does not have its name yet.
#[derive(Debug)]
pub struct Unproved {
    file: PathBuf,
    partial: PathBuf,
    count: Count,
}

/// Backs up a running store into a new file and proves it. `now` is written into it.
pub fn backup(store: &Store, file: &Path, now: Timestamp) -> Result<Taken, BackupError> {
    copy(store, file, now)?.prove(store.keyring())
}

/// The part of a backup that needs the store. Between two commits it sees one moment; [`Unproved::prove`] may then
/// run on another thread.
pub fn copy(store: &Store, file: &Path, now: Timestamp) -> Result<Unproved, BackupError> {
    if file.exists() {
        return Err(BackupError::AlreadyThere { path: file.to_path_buf() });
    }
    let partial = beside(file, "partial");
    let writing = Writer::begin(&partial, store.keyring());
    let written = writing.and_then(|writer| writer.all(store, now));
    match written {
        Ok(count) => Ok(Unproved { file: file.to_path_buf(), partial, count }),
        Err(error) => {
            let _ = fs::remove_file(&partial);
            Err(error)
        }
    }
}

impl Unproved {
    /// Restores the file into a scratch folder beside it, compares, and gives it its name. On failure nothing is
    /// left.
    pub fn prove(self, keyring: &Keyring) -> Result<Taken, BackupError> {
        let scratch = beside(&self.file, "proof");
        let proved = self.prove_in(&scratch, keyring);
        let _ = fs::remove_dir_all(&scratch);
        if proved.is_err() {
            let _ = fs::remove_file(&self.partial);
        }
        proved
    }

    fn prove_in(&self, scratch: &Path, keyring: &Keyring) -> Result<Taken, BackupError> {
        if scratch.exists() {
            fs::remove_dir_all(scratch).map_err(at(scratch))?;
        }
        let count = fill(&self.partial, scratch, keyring, |_| true)?.count;
        let found = count_store(scratch, keyring, count.taken)?;
        if found != self.count || count != self.count {
            return Err(BackupError::Differs { expected: self.count.rows, found: found.rows });
        }
        let bytes = fs::metadata(&self.partial).map_err(at(&self.partial))?.len();
        fs::rename(&self.partial, &self.file).map_err(at(&self.file))?;
        above(&self.file).and_then(|above| folder::sync(&above)).map_err(at(&self.file))?;
        Ok(Taken { rows: found.rows, people: found.people, bytes })
    }
}

/// Puts a backup in place as the store of a data folder. With `overwrite`, a store that is there is kept beside it
/// under another name, which `now` gives. All is proved before the first is moved.
pub fn restore(
    file: &Path,
    data: &Path,
    keyring: &Keyring,
    overwrite: bool,
    now: Timestamp,
) -> Result<Restored, BackupError> {
    let _lock = lock(data)?;
    let store = store_folder(data);
    if store.exists() && !overwrite {
        return Err(BackupError::NotEmpty { folder: data.to_path_buf() });
    }
    let time = now.strftime("%Y-%m-%dT%H-%M-%SZ");
    let scratch = data.join(format!("restoring-{time}"));
    let restored = restore_in(&scratch, file, data, keyring, &format!("store.replaced-{time}"));
    let _ = fs::remove_dir_all(&scratch);
    restored
}

fn restore_in(
    scratch: &Path,
    file: &Path,
    data: &Path,
    keyring: &Keyring,
    replaced: &str,
) -> Result<Restored, BackupError> {
    let is_letter = |kind| matches!(kind, Some(Kind::Letters | Kind::Left));
    let filled = fill(file, scratch, keyring, |row| !is_letter(Kind::of(&row.key)))?;
    let found = count_store(scratch, keyring, filled.count.taken)?;
    if found.rows + filled.left_out != filled.count.rows || found.people != filled.count.people {
        return Err(BackupError::Differs { expected: filled.count.rows, found: found.rows });
    }
    let (store, aside) = (store_folder(data), data.join(replaced));
    let there = store.exists();
    if there {
        fs::rename(&store, &aside).map_err(at(&store))?;
    }
    fs::rename(store_folder(scratch), &store).map_err(at(&store))?;
    folder::sync(data).map_err(at(data))?;
    let replaced = there.then_some(aside);
    Ok(Restored { rows: found.rows, people: found.people, letter_rows_left_out: filled.left_out, replaced })
}

struct Filled {
    count: Count,
    left_out: u64,
}

/// Makes a store in `folder` of the rows of a file that `keep` keeps.
fn fill(file: &Path, folder: &Path, keyring: &Keyring, keep: impl Fn(&OpenRow) -> bool) -> Result<Filled, BackupError> {
    let mut reader = Reader::begin(file, keyring)?;
    let mut filling = Filling::new(folder, keyring)?;
    let mut tally = Tally::default();
    let mut left_out = 0;
    while let Some(row) = reader.row()? {
        tally.add(&row);
        match keep(&row) {
            true => filling.put(&row)?,
            false => left_out += 1,
        }
    }
    let count = reader.end()?;
    if tally.count(count.taken) != count {
        return Err(BackupError::Damaged { path: file.to_path_buf() });
    }
    filling.finish()?;
    Ok(Filled { count, left_out })
}

fn count_store(folder: &Path, keyring: &Keyring, taken: Timestamp) -> Result<Count, BackupError> {
    let store = Store::open(folder, keyring.clone(), CACHE_BYTES, taken)?;
    let mut tally = Tally::default();
    for row in store.each() {
        tally.add(&row?);
    }
    Ok(tally.count(taken))
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
