//! A backup: every row of the store in one file, sealed again, and proved by restoring it before it gets its name.
//!
//! The file is a line of text, sixteen random bytes, then records: a length of four bytes and a sealed record, bound to
//! the file and its place in it, so that none can be left out, doubled or moved. The last record counts the others.
//! Never copies the folder of a running store, and never opens a row with a key that is not given.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use blake2::{Blake2b, Digest, digest::consts::U32};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::folder;
use super::hex::hex;
use super::keys::{IDENTITY, Kind};
use super::seal::{KeyId, Keyring, SealError};
use super::store::{Filling, OpenRow, Store, StoreError, lock, store_folder};

/// Begins every backup; the number is that of the layout.
const HEAD: &[u8] = b"charley backup 1\n";
const HEAD_OF_ANY: &[u8] = b"charley backup ";
/// No record is longer; a damaged length is noticed before memory is asked for.
const LONGEST_RECORD: usize = 1024 * 1024;
const CACHE_BYTES: u64 = 64 * 1024 * 1024;

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{} cannot be used: {source}.", .path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("{} is there already. A backup never replaces a file; choose another name.", .path.display())]
    AlreadyThere { path: PathBuf },
    #[error("{} is not a backup of Charley.", .path.display())]
    NotABackup { path: PathBuf },
    #[error("{} was made by a newer version of Charley. Restore it with that version.", .path.display())]
    Newer { path: PathBuf },
    #[error("The backup {} is sealed with key {needed}, and the key given is {given}. Give the key it was made with, after the one that shall write from now on.", .path.display())]
    WrongKey { path: PathBuf, needed: KeyId, given: KeyId },
    #[error("The backup {} is damaged or incomplete. Nothing was changed; take an older one.", .path.display())]
    Damaged { path: PathBuf },
    #[error("The backup could not be proved: restored, it holds {found} rows instead of {expected}, or other ones. It was thrown away; look at the disk and make another.")]
    Differs { expected: u64, found: u64 },
    #[error("There is a store in {} already. Restoring would put it aside; to do so, say --overwrite.", .folder.display())]
    NotEmpty { folder: PathBuf },
}

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
    /// Rows of letters that waited when the backup was made. They were left out: they are old by now, and most were sent.
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

/// Stands in the last record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Count {
    v: u8,
    taken: Timestamp,
    rows: u64,
    people: u64,
    /// Over all rows but the identity, which a restore writes anew.
    digest: String,
}

/// Backs up a running store into a new file and proves it. `now` is written into it.
pub fn backup(store: &Store, file: &Path, now: Timestamp) -> Result<Taken, BackupError> {
    copy(store, file, now)?.prove(store.keyring())
}

/// The part of a backup that needs the store. Between two commits it sees one moment; [`Unproved::prove`] may then run on
/// another thread.
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
    /// Restores the file into a scratch folder beside it, compares, and gives it its name. On failure nothing is left.
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

/// Puts a backup in place as the store of a data folder. With `overwrite`, a store that is there is kept beside it under
/// another name, which `now` gives. All is proved before the first is moved.
pub fn restore(file: &Path, data: &Path, keyring: &Keyring, overwrite: bool, now: Timestamp) -> Result<Restored, BackupError> {
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

fn restore_in(scratch: &Path, file: &Path, data: &Path, keyring: &Keyring, replaced: &str) -> Result<Restored, BackupError> {
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

/// Counts rows as they pass.
#[derive(Default)]
struct Tally {
    rows: u64,
    people: u64,
    digest: Blake2b<U32>,
}

impl Tally {
    fn add(&mut self, row: &OpenRow) {
        self.rows += 1;
        self.people += u64::from(Kind::of(&row.key) == Some(Kind::Chat));
        if row.key != IDENTITY {
            for part in [&row.key, &row.value] {
                self.digest.update((part.len() as u64).to_be_bytes());
                self.digest.update(part);
            }
        }
    }

    fn count(self, taken: Timestamp) -> Count {
        Count { v: 1, taken, rows: self.rows, people: self.people, digest: hex(&self.digest.finalize()) }
    }
}

struct Writer<'a> {
    path: PathBuf,
    file: BufWriter<File>,
    keyring: &'a Keyring,
    place: Place,
}

impl<'a> Writer<'a> {
    fn begin(path: &Path, keyring: &'a Keyring) -> Result<Writer<'a>, BackupError> {
        let mut id = [0; 16];
        getrandom::fill(&mut id).map_err(|_| sealing(SealError::NoRandomness))?;
        let mut file = BufWriter::new(create_private(path).map_err(at(path))?);
        file.write_all(HEAD).and_then(|()| file.write_all(&id)).map_err(at(path))?;
        Ok(Writer { path: path.to_path_buf(), file, keyring, place: Place { id, number: 0 } })
    }

    fn all(mut self, store: &Store, taken: Timestamp) -> Result<Count, BackupError> {
        let mut tally = Tally::default();
        for row in store.each() {
            let row = row?;
            tally.add(&row);
            self.record(&row.key, &row.value)?;
        }
        let count = tally.count(taken);
        let json = serde_json::to_vec(&count).map_err(|_| StoreError::Misshapen("the count does not serialise"))?;
        self.record(b"", &json)?;
        let file = self.file.into_inner().map_err(|error| at(&self.path)(error.into_error()))?;
        file.sync_all().map_err(at(&self.path))?;
        Ok(count)
    }

    fn record(&mut self, key: &[u8], value: &[u8]) -> Result<(), BackupError> {
        let plain = [&[key.len() as u8], key, value].concat();
        let sealed = self.keyring.seal(&self.place.next(), &plain).map_err(sealing)?;
        let length = (sealed.len() as u32).to_be_bytes();
        self.file.write_all(&length).and_then(|()| self.file.write_all(&sealed)).map_err(at(&self.path))
    }
}

struct Reader<'a> {
    path: PathBuf,
    file: BufReader<File>,
    keyring: &'a Keyring,
    place: Place,
    /// What the last record said, once it was read.
    count: Option<Count>,
}

impl<'a> Reader<'a> {
    fn begin(path: &Path, keyring: &'a Keyring) -> Result<Reader<'a>, BackupError> {
        let mut file = BufReader::new(File::open(path).map_err(at(path))?);
        let (mut head, mut id) = ([0; HEAD.len()], [0; 16]);
        let begun = file.read_exact(&mut head).and_then(|()| file.read_exact(&mut id));
        match begun {
            Ok(()) if head == HEAD => {}
            Ok(()) if head.starts_with(HEAD_OF_ANY) => return Err(BackupError::Newer { path: path.to_path_buf() }),
            Ok(()) => return Err(BackupError::NotABackup { path: path.to_path_buf() }),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Err(BackupError::NotABackup { path: path.to_path_buf() }),
            Err(error) => return Err(at(path)(error)),
        }
        Ok(Reader { path: path.to_path_buf(), file, keyring, place: Place { id, number: 0 }, count: None })
    }

    /// The next row; `None` after the last.
    fn row(&mut self) -> Result<Option<OpenRow>, BackupError> {
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
    fn end(mut self) -> Result<Count, BackupError> {
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

fn at(path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.to_path_buf();
    |source| BackupError::File { path, source }
}

fn sealing(source: SealError) -> BackupError {
    BackupError::Store(StoreError::Sealed { kind: "backup", source })
}
