//! Makes a store out of rows that were opened elsewhere, sealing each with the key that writes. Never opens a store
//! that is there already.

use std::fs::File;
use std::path::Path;

use super::error::StoreError;
use super::open::{lock, meta, open_sled, store_folder};
use super::value::{self, Identity};
use super::{OpenRow, name};
use crate::shell::keys;
use crate::shell::seal::{Keyring, SealError};

const CACHE_BYTES: u64 = 64 * 1024 * 1024;
const ROWS_AT_ONCE: usize = 256;

/// A store being filled. It is one only after [`finish`](Filling::finish).
pub struct Filling<'a> {
    db: sled::Db,
    file: File,
    _lock: File,
    keyring: &'a Keyring,
    rows: sled::Batch,
    waiting: usize,
    identity: Option<Identity>,
}

impl<'a> Filling<'a> {
    /// Begins a store in a data folder that has none.
    pub fn new(folder: &Path, keyring: &'a Keyring) -> Result<Filling<'a>, StoreError> {
        let lock = lock(folder)?;
        let (db, file) = open_sled(&store_folder(folder), CACHE_BYTES)?
            .map_err(|_| StoreError::Misshapen("a folder to be filled was not empty"))?;
        Ok(Filling { db, file, _lock: lock, keyring, rows: sled::Batch::default(), waiting: 0, identity: None })
    }

    /// Takes in a row.
    pub fn put(&mut self, row: &OpenRow) -> Result<(), StoreError> {
        if row.key == keys::FORMAT {
            return Ok(());
        }
        if row.key == keys::IDENTITY {
            self.identity = value::plain(&row.value);
            return Ok(());
        }
        let sealed = self.keyring.seal(&row.key, &row.value);
        self.rows.insert(&*row.key, sealed.map_err(|source| StoreError::Sealed { kind: name(&row.key), source })?);
        self.waiting += 1;
        if self.waiting == ROWS_AT_ONCE { self.write() } else { Ok(()) }
    }

    /// Writes what is still held and, last of all, the rows that make it a store.
    pub fn finish(mut self) -> Result<(), StoreError> {
        let nameless = StoreError::Sealed { kind: "identity", source: SealError::Damaged };
        let identity = self.identity.take().ok_or(nameless)?;
        self.write()?;
        self.rows = meta(self.keyring, &Identity { keys: vec![self.keyring.current().to_string()], ..identity })?;
        self.write()?;
        self.db.flush().map_err(failed)?;
        self.file.sync_data().map_err(StoreError::sync)
    }

    fn write(&mut self) -> Result<(), StoreError> {
        self.waiting = 0;
        self.db.apply_batch(std::mem::take(&mut self.rows)).map_err(failed)
    }
}

fn failed(error: sled::Error) -> StoreError {
    StoreError::disk("filling a store", error)
}
