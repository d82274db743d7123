//! The memory: one tree of sled, every value sealed, one atomic batch and one data sync a commit.
//!
//! Lives on one thread. A verb either succeeds or says in a sentence what an operator can do; after a failed write
//! the store takes and gives nothing any more. Never reads the clock, never logs, never decides what a row means to
//! a person.

mod commit;
mod confirmed;
pub mod error;
mod fill;
mod open;
mod outbox;
mod snapshot;
pub mod value;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::engine::chat::Chat;
use crate::engine::diary::Entry;
use crate::ids::{ChatId, SubjectId};
use crate::shell::batch::Letter;
use crate::shell::keys::{self, ChatHash, ChatHasher, Kind};
use crate::shell::seal::Keyring;

pub use commit::Sync;
use confirmed::Confirmed;
pub use error::StoreError;
pub(crate) use fill::Filling;
pub use open::{FORMAT, MOST_BYTES};
pub(crate) use open::{is_held, lock, store_folder};
use outbox::Outbox;
use snapshot::Snapshot;
use value::{Due, Left, Progress};

/// The opened store of one data folder.
pub struct Store {
    folder: PathBuf,
    db: sled::Db,
    /// Our own descriptor of sled's file.
    file: File,
    _lock: File,
    keyring: Keyring,
    hasher: ChatHasher,
    outbox: Outbox,
    progress: Progress,
    confirmed: Confirmed,
    /// Chats read as [`Stored::Unreadable`] and not replaced yet, with what stood there.
    unreadable: RefCell<BTreeMap<ChatHash, Vec<u8>>>,
    /// Due rows handed out and not answered yet. They go with the next word about their chat, whatever that says of
    /// the ring before: a due row that nobody removes would ring for ever.
    rung: RefCell<BTreeSet<(ChatHash, Timestamp)>>,
    /// Rows of the diary and the outbox that were passed over because their layout is unknown.
    passed_over: Cell<u64>,
    /// While a backup is being written.
    snapshot: RefCell<Option<Snapshot>>,
    poisoned: bool,
    sync_data: SyncData,
}

/// Where an entry stands in a diary: subject, instant, number.
pub type EntryPlace = (SubjectId, Timestamp, u32);

/// Brings what was written to a file to the disk.
pub type SyncData = Box<dyn Fn(&File) -> io::Result<()> + Send>;

/// What is stored about a chat.
#[derive(Debug, Clone, PartialEq)]
pub enum Stored {
    Nobody,
    Chat(Box<Chat>),
    /// It opened, but is of no layout known here. When the chat is next kept, the old value is set aside, not lost.
    Unreadable,
}

/// One row, opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRow {
    pub key: Vec<u8>,
    /// JSON; for the identity row it holds the hash key, so it is not for printing.
    pub value: Vec<u8>,
}

impl Store {
    /// Opens the store of a data folder, making one where there is none. `cache_bytes` bounds what sled keeps in
    /// memory; `now` names the folder that a store which will not open is set aside as.
    pub fn open(folder: &Path, keyring: Keyring, cache_bytes: u64, now: Timestamp) -> Result<Store, StoreError> {
        let opened = open::open(folder, &keyring, cache_bytes, now)?;
        let mut store = Store {
            folder: folder.to_path_buf(),
            db: opened.db,
            file: opened.file,
            _lock: opened.lock,
            keyring,
            hasher: ChatHasher::new(&opened.hash_key),
            outbox: Outbox::default(),
            progress: Progress { v: 1, offset: None, batch: 1, commits: 0 },
            confirmed: opened.confirmed,
            unreadable: RefCell::default(),
            rung: RefCell::default(),
            passed_over: Cell::new(0),
            snapshot: RefCell::default(),
            poisoned: false,
            sync_data: Box::new(File::sync_data),
        };
        store.take_stock()?;
        Ok(store)
    }

    /// Syncs another way from here on, such as that of a slower disk.
    pub fn sync_with(&mut self, sync_data: SyncData) {
        self.sync_data = sync_data;
    }

    /// What is stored about a chat.
    pub fn chat(&self, id: ChatId) -> Result<Stored, StoreError> {
        let hash = self.hasher.hash(id);
        let Some(json) = self.get(&keys::chat(&hash))? else { return Ok(Stored::Nobody) };
        if let Some(chat) = value::chat(&json) {
            return Ok(Stored::Chat(Box::new(chat)));
        }
        self.unreadable.borrow_mut().insert(hash, json);
        Ok(Stored::Unreadable)
    }

    /// The newest diary entries of a subject, newest first, at most `most`.
    pub fn newest(&self, chat: ChatId, subject: SubjectId, most: usize) -> Result<Vec<Entry>, StoreError> {
        self.healthy()?;
        let rows = self.db.scan_prefix(keys::diary_of(&self.hasher.hash(chat), subject));
        self.entries(rows.rev(), most)
    }

    /// The diary entries of a subject at or after an instant, oldest first, at most `most`.
    pub fn since(
        &self,
        chat: ChatId,
        subject: SubjectId,
        at: Timestamp,
        most: usize,
    ) -> Result<Vec<Entry>, StoreError> {
        self.healthy()?;
        let hash = self.hasher.hash(chat);
        let from = keys::diary_from(&hash, subject, at);
        let prefix = keys::diary_of(&hash, subject);
        let rows = self.db.range(from..);
        self.entries(
            rows.take_while(|row| row.as_ref().is_ok_and(|(key, _)| key.starts_with(&prefix)) || row.is_err()),
            most,
        )
    }

    /// The diary entries of all subjects behind a place, in the order of the store, at most `most`. One that cannot be
    /// read is passed over.
    pub fn entries_after(
        &self,
        chat: ChatId,
        after: Option<EntryPlace>,
        most: usize,
    ) -> Result<Vec<Entry>, StoreError> {
        self.healthy()?;
        let hash = self.hasher.hash(chat);
        let prefix = keys::diary(&hash);
        let from = match after {
            Some((subject, at, number)) => Bound::Excluded(keys::entry(&hash, subject, at, number)),
            None => Bound::Included(prefix.clone()),
        };
        let rows = self.db.range::<Vec<u8>, _>((from, Bound::Unbounded));
        self.entries(
            rows.take_while(|row| row.as_ref().is_ok_and(|(key, _)| key.starts_with(&prefix)) || row.is_err()),
            most,
        )
    }

    /// How many diary entries a chat has, of all subjects.
    pub fn count(&self, chat: ChatId) -> Result<usize, StoreError> {
        self.healthy()?;
        self.count_of(&keys::diary(&self.hasher.hash(chat)))
    }

    /// Whether a row of the diary stands where this entry would be written.
    pub fn has_entry(&self, chat: ChatId, entry: &Entry) -> Result<bool, StoreError> {
        self.healthy()?;
        let key = keys::entry(&self.hasher.hash(chat), entry.subject, entry.at, entry.number);
        self.db.contains_key(key).map_err(reading)
    }

    /// How many people are stored. Walks over all of them.
    pub fn people(&self) -> Result<usize, StoreError> {
        self.healthy()?;
        self.count_of(keys::CHATS)
    }

    /// The number that the letters of the next batch carry.
    pub fn next_batch(&self) -> u64 {
        self.progress.batch
    }

    /// What the next `getUpdates` asks from; `None` before the first.
    pub fn offset(&self) -> Option<i64> {
        self.progress.offset
    }

    /// All letters that wait, in the order they were written; those whose request may have left are marked.
    pub fn letters(&self) -> Result<Vec<Letter>, StoreError> {
        let mut letters = Vec::new();
        self.letter_rows(|_, row, left| {
            letters.extend(row.into_iter().filter(|letter| !left.settled.contains(&letter.id.index)).map(|letter| {
                let marked = letter.marked || left.marked.contains(&letter.id.index);
                Letter { marked, ..letter }
            }));
        })?;
        Ok(letters)
    }

    /// How many letters wait.
    pub fn waiting(&self) -> usize {
        self.outbox.waiting()
    }

    /// When the next ring is due.
    pub fn next_ring(&self) -> Result<Option<Timestamp>, StoreError> {
        self.healthy()?;
        let first = self.db.scan_prefix(keys::DUE).keys().next().transpose();
        Ok(first.map_err(reading)?.and_then(|key| keys::due_instant(&key)))
    }

    /// The rings due at or before `now`, soonest first, at most `most`. The next row about such a chat answers its
    /// ring; a chat that is nobody by now is answered with [`Forget`](crate::shell::batch::Change::Forget).
    pub fn rings_due(&self, now: Timestamp, most: usize) -> Result<Vec<(Timestamp, ChatId)>, StoreError> {
        self.healthy()?;
        let mut rings = Vec::new();
        for row in self.db.scan_prefix(keys::DUE).take(most) {
            let (key, sealed) = row.map_err(reading)?;
            let Some(at) = keys::due_instant(&key).filter(|at| *at <= now) else { break };
            match value::plain::<Due>(&self.opened(&key, &sealed)?) {
                Some(due) => {
                    self.rung.borrow_mut().insert((self.hasher.hash(due.chat), at));
                    rings.push((at, due.chat));
                }
                None => self.pass_over(),
            }
        }
        Ok(rings)
    }

    /// Every row, opened, in the order of keys. A backup, a check and a test read them; nobody prints them.
    pub fn each(&self) -> impl Iterator<Item = Result<OpenRow, StoreError>> + '_ {
        let refused = self.healthy().err().map(Err);
        let rows = if refused.is_some() { None } else { Some(self.db.iter()) };
        refused.into_iter().chain(rows.into_iter().flatten().map(|row| {
            let (key, sealed) = row.map_err(reading)?;
            Ok(OpenRow { value: self.opened(&key, &sealed)?, key: key.to_vec() })
        }))
    }

    /// How many rows were met since the start whose layout is unknown here. They were passed over and are still
    /// there.
    pub fn passed_over(&self) -> u64 {
        self.passed_over.get()
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The keys this store writes and reads with.
    pub fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// Reads once, at the start, what is kept in memory.
    fn take_stock(&mut self) -> Result<(), StoreError> {
        let mut outbox = Outbox::default();
        self.letter_rows(|place, letters, left| outbox.add(place, &letters, left))?;
        if let Some(progress) = self.get(keys::PROGRESS)?.and_then(|json| value::plain(&json)) {
            self.progress = progress;
        }
        self.progress.batch = self.progress.batch.max(outbox.next_batch());
        self.outbox = outbox;
        if self.progress.commits < self.confirmed.commits {
            let (found, confirmed) = (self.progress.commits, self.confirmed.commits);
            return Err(StoreError::Shorter { found, confirmed, note: self.confirmed.path.clone() });
        }
        self.passed_over.set(0);
        Ok(())
    }

    /// Calls `visit` with every letter row and what became of its letters.
    fn letter_rows(&self, mut visit: impl FnMut(keys::Place, Vec<Letter>, &Left)) -> Result<(), StoreError> {
        self.healthy()?;
        for row in self.db.scan_prefix(keys::OUTBOX) {
            let (key, sealed) = row.map_err(reading)?;
            let Some(place) = keys::place(&key).filter(|_| Kind::of(&key) == Some(Kind::Letters)) else { continue };
            let Some(letters) = value::letters(&self.opened(&key, &sealed)?) else {
                self.pass_over();
                continue;
            };
            let left = self.get(&keys::left(place))?.and_then(|json| value::plain(&json)).unwrap_or_default();
            visit(place, letters, &left);
        }
        Ok(())
    }

    fn entries(
        &self,
        rows: impl Iterator<Item = sled::Result<(sled::IVec, sled::IVec)>>,
        most: usize,
    ) -> Result<Vec<Entry>, StoreError> {
        let mut entries = Vec::new();
        for row in rows {
            if entries.len() == most {
                break;
            }
            let (key, sealed) = row.map_err(reading)?;
            match value::entry(&self.opened(&key, &sealed)?) {
                Some(entry) => entries.push(entry),
                None => self.pass_over(),
            }
        }
        Ok(entries)
    }

    fn count_of(&self, prefix: &[u8]) -> Result<usize, StoreError> {
        self.db.scan_prefix(prefix).keys().try_fold(0, |count, key| key.map(|_| count + 1)).map_err(reading)
    }

    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.healthy()?;
        let sealed = self.db.get(key).map_err(reading)?;
        sealed.map(|sealed| self.opened(key, &sealed)).transpose()
    }

    /// The format row is not sealed: any version and any key may read it.
    fn opened(&self, key: &[u8], sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        if key == keys::FORMAT {
            return Ok(sealed.to_vec());
        }
        self.keyring.open(key, sealed).map_err(|source| StoreError::Sealed { kind: name(key), source })
    }

    fn healthy(&self) -> Result<(), StoreError> {
        if self.poisoned { Err(StoreError::Poisoned) } else { Ok(()) }
    }

    fn pass_over(&self) {
        self.passed_over.set(self.passed_over.get() + 1);
    }
}

fn reading(error: sled::Error) -> StoreError {
    StoreError::disk("reading the store", error)
}

/// What an operator calls a row.
fn name(key: &[u8]) -> &'static str {
    match Kind::of(key) {
        Some(Kind::Chat) => "chat",
        Some(Kind::Entry) => "diary entry",
        Some(Kind::Due) => "ring",
        Some(Kind::Letters) => "letters",
        Some(Kind::Left) => "letters that left",
        Some(Kind::SetAside) => "set aside",
        Some(Kind::Meta) => "meta",
        None => "unknown",
    }
}
