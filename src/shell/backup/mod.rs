//! A backup: every row of the store in one file, sealed again, and proved by restoring it before it gets its name.
//!
//! `copying` writes and proves it, `file` is its layout, `tray` lets another process ask a running bot for one, `night`
//! says when one is due and which are kept, and `keeper` is the task that makes them. Never copies the folder of a
//! running store, and never opens a row with a key that is not given.

mod copying;
mod error;
mod file;
pub(super) mod keeper;
pub mod night;
pub mod tray;

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::folder;
use super::keys::Kind;
use super::seal::Keyring;
use super::store::{Filling, OpenRow, Store, lock, store_folder};

pub use copying::{Copying, Unproved};
pub use error::BackupError;
use error::at;
use file::{Count, Reader, Tally};

const CACHE_BYTES: u64 = 64 * 1024 * 1024;

/// What a proved backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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

/// Backs up a store into a new file and proves it. `now` is written into it.
pub fn backup(store: &Store, file: &Path, now: Timestamp) -> Result<Taken, BackupError> {
    copy(store, file, now)?.prove(store.keyring())
}

/// The part of a backup that needs the store, at one go.
pub fn copy(store: &Store, file: &Path, now: Timestamp) -> Result<Unproved, BackupError> {
    let mut copying = Copying::begin(store, file, now)?;
    while !copying.step(store)? {}
    copying.end()
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
