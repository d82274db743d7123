//! Opens the folder: lock, sled, format, identity. Sets aside what will not open; never deletes, never starts
//! empty where a store was.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;

use super::confirmed::Confirmed;
use super::error::StoreError;
use super::value::{self, Identity};
use crate::shell::folder;
use crate::shell::hex::{from_hex, hex};
use crate::shell::keys;
use crate::shell::seal::{KeyId, Keyring, SealError, key_id};

/// The newest layout of the store that this version writes and reads.
pub const FORMAT: u32 = 1;

/// sled writes a page of more than a quarter of a segment into a file of its own and never syncs that file. A page
/// holds up to about twenty rows, so segments of this size keep every page of rows of [`MOST_BYTES`] inside the log.
const SEGMENT_BYTES: usize = 4 * 1024 * 1024;

/// The longest sealed value that is kept.
pub const MOST_BYTES: usize = 48 * 1024;

/// A process that was just killed keeps its lock until its last write has ended.
const DYING_MILLISECONDS: u32 = 500;
/// Far longer than it ever takes.
const RELEASE_MILLISECONDS: u32 = 5000;
/// Begins what sled says of a file that somebody holds; it gives no kind of its own for it.
const SLED_IS_LOCKED: &str = "could not acquire lock";

const LOCK: &str = "lock";

/// Begins the name of a store that was set aside.
const ASIDE: &str = "store.unreadable-";

/// An opened folder.
pub struct Opened {
    pub db: sled::Db,
    /// Our own descriptor of sled's file: syncing it syncs what sled wrote.
    pub file: File,
    pub hash_key: [u8; 32],
    pub confirmed: Confirmed,
    /// Held for as long as the store is open.
    pub lock: File,
}

/// The folder of sled inside a data folder.
pub fn store_folder(folder: &Path) -> PathBuf {
    folder.join("store")
}

/// Opens or makes the store in `folder`. `now` names the folder that a broken store is set aside as.
pub fn open(folder: &Path, keyring: &Keyring, cache_bytes: u64, now: Timestamp) -> Result<Opened, StoreError> {
    let lock = lock(folder)?;
    let store = store_folder(folder);
    refuse_beside_a_broken_one(folder, &store)?;
    let (db, file) = match open_sled(&store, cache_bytes)? {
        Ok(opened) => opened,
        Err(why) => return Err(set_aside(&store, why, now)),
    };
    let hash_key = match format(&db)? {
        Some(FORMAT) => known(folder, &db, &file, keyring)?,
        Some(found) => return Err(StoreError::Newer { folder: folder.to_path_buf(), found, known: FORMAT }),
        None if Confirmed::is_in(&store) || !db.is_empty() => {
            drop(db);
            return Err(set_aside(&store, "what it held is not there".to_owned(), now));
        }
        None => make(&db, &file, keyring)?,
    };
    let confirmed = Confirmed::open(folder, &store).map_err(|source| StoreError::folder(folder, source))?;
    Ok(Opened { db, file, hash_key, confirmed, lock })
}

/// Takes the data folder for this process, making it where it is not.
pub fn lock(folder: &Path) -> Result<File, StoreError> {
    let refuse = |source| StoreError::folder(folder, source);
    folder::make_private(folder).map_err(refuse)?;
    let path = folder.join(LOCK);
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(refuse)?;
    match held(&file, DYING_MILLISECONDS).map_err(refuse)? {
        true => Err(StoreError::AlreadyRunning { folder: folder.to_path_buf() }),
        false => Ok(file),
    }
}

/// Whether somebody works in the data folder just now. A process that is just starting may be told so for nothing, and
/// tries again.
pub fn is_held(folder: &Path) -> std::io::Result<bool> {
    match File::open(folder.join(LOCK)) {
        Ok(file) => held(&file, 1),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether somebody else holds the lock on a file, and still holds it after a while.
fn held(file: &File, milliseconds: u32) -> std::io::Result<bool> {
    for _ in 0..milliseconds {
        match file.try_lock() {
            Ok(()) => return Ok(false),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(1)),
            Err(TryLockError::Error(source)) => return Err(source),
        }
    }
    Ok(true)
}

/// Opens sled's files. A store that was just closed in this process lets go of them a moment later: sled's own threads
/// still hold them, and so does a program that is just being started beside it. Our lock is ours already, so nobody else
/// can mean to keep them.
fn once_released(config: &sled::Config) -> sled::Result<sled::Db> {
    for _ in 0..RELEASE_MILLISECONDS {
        match config.open() {
            Err(sled::Error::Io(source)) if source.to_string().starts_with(SLED_IS_LOCKED) => {
                std::thread::sleep(Duration::from_millis(1));
            }
            opened => return opened,
        }
    }
    config.open()
}

/// The inner error says why what is there is no store that sled can read.
pub fn open_sled(store: &Path, cache_bytes: u64) -> Result<Result<(sled::Db, File), String>, StoreError> {
    let config =
        sled::Config::new().path(store).cache_capacity(cache_bytes).segment_size(SEGMENT_BYTES).flush_every_ms(None);
    // sled meets some kinds of damage with a panic instead of an error.
    let db = match catch_unwind(AssertUnwindSafe(|| once_released(&config))) {
        Ok(Ok(db)) => db,
        Ok(Err(error)) if is_damage(&error) => return Ok(Err(plainly(&error))),
        Ok(Err(sled::Error::Io(source))) => return Err(StoreError::folder(store, source)),
        Ok(Err(error)) => return Err(StoreError::disk("opening the store", error)),
        Err(_) => return Ok(Err("its contents do not fit together".to_owned())),
    };
    let file = File::open(store.join("db")).map_err(|source| StoreError::folder(store, source))?;
    Ok(Ok((db, file)))
}

fn is_damage(error: &sled::Error) -> bool {
    match error {
        sled::Error::Corruption { .. } | sled::Error::ReportableBug(_) => true,
        sled::Error::Io(error) => matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::InvalidData),
        _ => false,
    }
}

/// Without sled's internals, which could quote bytes of the store.
fn plainly(error: &sled::Error) -> String {
    match error {
        sled::Error::Io(error) => format!("a file ends too early: {}", error.kind()),
        _ => "it is damaged".to_owned(),
    }
}

/// What was set aside stays the operator's to decide on: a supervisor that starts Charley again must not make it go on
/// as if it had never known anybody.
fn refuse_beside_a_broken_one(folder: &Path, store: &Path) -> Result<(), StoreError> {
    if store.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder).map_err(|source| StoreError::folder(folder, source))?.flatten() {
        if entry.file_name().to_string_lossy().starts_with(ASIDE) {
            return Err(StoreError::SetAside { why: "at an earlier start".to_owned(), moved_to: entry.path() });
        }
    }
    Ok(())
}

fn set_aside(store: &Path, why: String, now: Timestamp) -> StoreError {
    let time = now.strftime("%Y-%m-%dT%H-%M-%SZ");
    let moved_to = store.with_file_name(format!("{ASIDE}{time}"));
    match fs::rename(store, &moved_to) {
        Ok(()) => StoreError::SetAside { why, moved_to },
        Err(source) => StoreError::NotSetAside { store: store.to_path_buf(), why, source },
    }
}

/// The layout number of the store; `None` where there is none. Not sealed: any key may read it.
fn format(db: &sled::Db) -> Result<Option<u32>, StoreError> {
    let Some(row) = db.get(keys::FORMAT).map_err(|error| StoreError::disk("opening the store", error))? else {
        return Ok(None);
    };
    // A format that is not even a number is a newer one.
    Ok(Some(std::str::from_utf8(&row).ok().and_then(|text| text.parse().ok()).unwrap_or(u32::MAX)))
}

/// Proves the keys and opens the hash key. When the key that writes is new to the store, it is noted there.
fn known(folder: &Path, db: &sled::Db, file: &File, keyring: &Keyring) -> Result<[u8; 32], StoreError> {
    let row = db.get(keys::IDENTITY).map_err(|error| StoreError::disk("opening the store", error))?.unwrap_or_default();
    let refuse = |needed| StoreError::WrongKey { folder: folder.to_path_buf(), needed, given: keyring.current() };
    let damaged = StoreError::Sealed { kind: "identity", source: SealError::Damaged };
    let json = match keyring.open(keys::IDENTITY, &row) {
        Ok(json) => json,
        Err(SealError::UnknownKey(needed)) => return Err(refuse(needed)),
        Err(source) => return Err(StoreError::Sealed { kind: "identity", source }),
    };
    let Some(mut identity) = value::plain::<Identity>(&json) else { return Err(damaged) };
    let Some(hash_key) = from_hex(&identity.hash_key) else { return Err(damaged) };
    let ids: Vec<KeyId> = identity.keys.iter().filter_map(|text| from_hex(text).map(KeyId)).collect();
    if let Some(missing) = ids.iter().find(|id| !keyring.ids().contains(id)) {
        return Err(refuse(*missing));
    }
    if key_id(&row) != Ok(keyring.current()) {
        let current = keyring.current().to_string();
        identity.keys.retain(|id| *id != current);
        identity.keys.push(current);
        write_meta(db, file, keyring, &identity)?;
    }
    Ok(hash_key)
}

/// The first rows of a new store.
fn make(db: &sled::Db, file: &File, keyring: &Keyring) -> Result<[u8; 32], StoreError> {
    let mut hash_key = [0; 32];
    let no_randomness = StoreError::Sealed { kind: "identity", source: SealError::NoRandomness };
    getrandom::fill(&mut hash_key).map_err(|_| no_randomness)?;
    let identity = Identity { v: 1, hash_key: hex(&hash_key), keys: vec![keyring.current().to_string()] };
    write_meta(db, file, keyring, &identity)?;
    Ok(hash_key)
}

fn write_meta(db: &sled::Db, file: &File, keyring: &Keyring, identity: &Identity) -> Result<(), StoreError> {
    let failed = |error| StoreError::disk("making the store", error);
    db.apply_batch(meta(keyring, identity)?).map_err(failed)?;
    db.flush().map_err(failed)?;
    file.sync_data().map_err(StoreError::sync)
}

/// The rows that make a tree a store, sealed with the key that writes.
pub fn meta(keyring: &Keyring, identity: &Identity) -> Result<sled::Batch, StoreError> {
    let json = serde_json::to_vec(identity).map_err(|_| StoreError::Misshapen("the identity does not serialise"))?;
    let sealed = keyring.seal(keys::IDENTITY, &json);
    let sealed = sealed.map_err(|source| StoreError::Sealed { kind: "identity", source })?;
    let mut batch = sled::Batch::default();
    batch.insert(keys::FORMAT, FORMAT.to_string().as_bytes());
    batch.insert(keys::IDENTITY, sealed);
    Ok(batch)
}
