//! The file of a backup: a line of text, sixteen random bytes, then records of a length of four bytes and a sealed
//! body.
//!
//! A record is bound to its file and its place there, so that none can be left out, doubled or moved; the last one
//! counts the others. Never knows where the rows go.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use blake2::{Blake2b, Digest, digest::consts::U32};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::error::{BackupError, at, sealing};
use crate::shell::hex::hex;
use crate::shell::keys::{IDENTITY, Kind};
use crate::shell::seal::{Keyring, SealError};
use crate::shell::store::{OpenRow, StoreError};

/// Begins every backup; the number is that of the layout.
const HEAD: &[u8] = b"charley backup 1\n";
const HEAD_OF_ANY: &[u8] = b"charley backup ";
/// No record is longer; a damaged length is noticed before memory is asked for.
const LONGEST_RECORD: usize = 1024 * 1024;

/// Stands in the last record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    pub v: u8,
    pub taken: Timestamp,
    pub rows: u64,
    pub people: u64,
    /// Over all rows but the identity, which a restore writes anew.
    pub digest: String,
}

/// Counts rows as they pass.
#[derive(Default)]
pub struct Tally {
    rows: u64,
    people: u64,
    digest: Blake2b<U32>,
}

impl Tally {
    pub fn add(&mut self, row: &OpenRow) {
        self.rows += 1;
        self.people += u64::from(Kind::of(&row.key) == Some(Kind::Chat));
        if row.key != IDENTITY {
            for part in [&row.key, &row.value] {
                self.digest.update((part.len() as u64).to_be_bytes());
                self.digest.update(part);
            }
        }
    }

    pub fn count(self, taken: Timestamp) -> Count {
        Count { v: 1, taken, rows: self.rows, people: self.people, digest: hex(&self.digest.finalize()) }
    }
}

pub struct Writer {
    path: PathBuf,
    file: BufWriter<File>,
    keyring: Keyring,
    place: Place,
    tally: Tally,
}

impl Writer {
    pub fn begin(path: &Path, keyring: Keyring) -> Result<Writer, BackupError> {
        let mut id = [0; 16];
        getrandom::fill(&mut id).map_err(|_| sealing(SealError::NoRandomness))?;
        let mut file = BufWriter::new(create_private(path).map_err(at(path))?);
        file.write_all(HEAD).and_then(|()| file.write_all(&id)).map_err(at(path))?;
        Ok(Writer { path: path.to_path_buf(), file, keyring, place: Place { id, number: 0 }, tally: Tally::default() })
    }

    pub fn row(&mut self, row: &OpenRow) -> Result<(), BackupError> {
        self.tally.add(row);
        self.record(&row.key, &row.value)
    }

    /// The last record. The file is not on disk yet.
    pub fn end(mut self, taken: Timestamp) -> Result<(File, Count), BackupError> {
        let count = std::mem::take(&mut self.tally).count(taken);
        let json = serde_json::to_vec(&count).map_err(|_| StoreError::Misshapen("the count does not serialise"))?;
        self.record(b"", &json)?;
        let file = self.file.into_inner().map_err(|error| at(&self.path)(error.into_error()))?;
        Ok((file, count))
    }

    fn record(&mut self, key: &[u8], value: &[u8]) -> Result<(), BackupError> {
        let plain = [&[key.len() as u8], key, value].concat();
        let sealed = self.keyring.seal(&self.place.next(), &plain).map_err(sealing)?;
        let length = (sealed.len() as u32).to_be_bytes();
        self.file.write_all(&length).and_then(|()| self.file.write_all(&sealed)).map_err(at(&self.path))
    }
}

pub struct Reader<'a> {
    path: PathBuf,
    file: BufReader<File>,
    keyring: &'a Keyring,
    place: Place,
    /// What the last record said, once it was read.
    count: Option<Count>,
}

impl<'a> Reader<'a> {
    pub fn begin(path: &Path, keyring: &'a Keyring) -> Result<Reader<'a>, BackupError> {
        let mut file = BufReader::new(File::open(path).map_err(at(path))?);
        let (mut head, mut id) = ([0; HEAD.len()], [0; 16]);
        let begun = file.read_exact(&mut head).and_then(|()| file.read_exact(&mut id));
        match begun {
            Ok(()) if head == HEAD => {}
            Ok(()) if head.starts_with(HEAD_OF_ANY) => return Err(BackupError::Newer { path: path.to_path_buf() }),
            Ok(()) => return Err(BackupError::NotABackup { path: path.to_path_buf() }),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                return Err(BackupError::NotABackup { path: path.to_path_buf() });
            }
            Err(error) => return Err(at(path)(error)),
        }
        Ok(Reader { path: path.to_path_buf(), file, keyring, place: Place { id, number: 0 }, count: None })
    }

    /// The next row; `None` after the last.
    pub fn row(&mut self) -> Result<Option<OpenRow>, BackupError> {
        let plain = self.record()?;
        let Some((length, rest)) = plain.split_first() else { return Err(self.damaged()) };
        let Some((key, value)) = rest.split_at_checked(usize::from(*length)) else { return Err(self.damaged()) };
        if !key.is_empty() {
            return Ok(Some(OpenRow { key: key.to_vec(), value: value.to_vec() }));
        }
        self.count = Some(serde_json::from_slice(value).map_err(|_| self.damaged())?);
        Ok(None)
    }

    /// The count of the last record, after which nothing may follow.
    pub fn end(mut self) -> Result<Count, BackupError> {
        match self.file.read(&mut [0]) {
            Ok(0) => self.count.take().ok_or_else(|| self.damaged()),
            Ok(_) => Err(self.damaged()),
            Err(error) => Err(at(&self.path)(error)),
        }
    }

    fn record(&mut self) -> Result<Vec<u8>, BackupError> {
        let mut length = [0; 4];
        self.exactly(&mut length)?;
        let length = u32::from_be_bytes(length) as usize;
        if length > LONGEST_RECORD {
            return Err(self.damaged());
        }
        let mut sealed = vec![0; length];
        self.exactly(&mut sealed)?;
        self.keyring.open(&self.place.next(), &sealed).map_err(|error| match error {
            SealError::UnknownKey(needed) => {
                BackupError::WrongKey { path: self.path.clone(), needed, given: self.keyring.current() }
            }
            SealError::NoRandomness | SealError::UnknownFormat | SealError::Damaged => self.damaged(),
        })
    }

    fn exactly(&mut self, bytes: &mut [u8]) -> Result<(), BackupError> {
        self.file.read_exact(bytes).map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof => self.damaged(),
            _ => at(&self.path)(error),
        })
    }

    fn damaged(&self) -> BackupError {
        BackupError::Damaged { path: self.path.clone() }
    }
}

/// What a record is sealed for: this file, and its place in it.
struct Place {
    id: [u8; 16],
    number: u64,
}

impl Place {
    fn next(&mut self) -> Vec<u8> {
        let place = [b"backup".as_slice(), &self.id, &self.number.to_be_bytes()].concat();
        self.number += 1;
        place
    }
}

fn create_private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
