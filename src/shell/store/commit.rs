//! Makes a batch true: all of it or nothing, on disk before the answer.
//!
//! What can be refused (a value that is too large, a letter with a wrong number) is refused before anything is
//! changed; what fails later poisons the store, because after a failed sync nobody knows what the disk holds.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;

use super::outbox::Change as OutboxChange;
use super::value::{self, Due, Left};
use super::{MOST_BYTES, Store, StoreError, name, reading};
use crate::engine::chat::Chat;
use crate::engine::diary::Entry;
use crate::ids::ChatId;
use crate::shell::batch::{Batch, Change, Letter, LetterId, Row};
use crate::shell::keys::{self, ChatHash, Place};

/// When a commit returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sync {
    /// Once it would survive a power cut. For everything that is confirmed or said afterwards.
    Now,
    /// Once it would survive a crash of the process. For settlements only: after a power cut what was just sent may
    /// be sent once more.
    Later,
}

/// The letter rows of a batch, as they stand in the outbox.
type LetterRows = Vec<(Place, Vec<Letter>)>;

impl Store {
    /// Writes all of a batch, or nothing of it. What is refused ([`StoreError::TooLarge`], [`StoreError::Misshapen`])
    /// leaves the store as it was; what failed while writing poisons it, and the process should stop.
    pub fn commit(&mut self, batch: Batch, sync: Sync) -> Result<(), StoreError> {
        self.healthy()?;
        let mut draft = Draft { store: self, rows: sled::Batch::default() };
        for row in &batch.rows {
            draft.row(row)?;
        }
        let letters = draft.letters(batch.letters)?;
        let rows = draft.rows;
        let forgotten = batch.rows.iter().filter(|row| matches!(row.change, Change::Forget { .. })).map(|row| row.chat);
        let leaving = Leaving { settled: batch.settled, marked: batch.marked, forgotten: forgotten.collect() };
        let written = self.write(rows, letters, &leaving, batch.offset, sync);
        self.poisoned = written.is_err();
        written?;
        self.answered(&batch.rows);
        Ok(())
    }

    fn write(
        &mut self,
        mut rows: sled::Batch,
        letters: LetterRows,
        leaving: &Leaving,
        offset: Option<i64>,
        sync: Sync,
    ) -> Result<(), StoreError> {
        let changes = self.outbox.change(&leaving.settled, &leaving.marked, &leaving.forgotten);
        self.progress.commits += 1;
        self.progress.batch += u64::from(!letters.is_empty());
        self.progress.offset = offset.or(self.progress.offset);
        for (place, letters) in letters {
            self.outbox.add(place, &letters, &Left::default());
        }
        let mut draft = Draft { store: self, rows };
        for (place, change) in changes {
            draft.outbox(place, change)?;
        }
        draft.put_json(keys::PROGRESS.to_vec(), &self.progress, ChatId(0))?;
        rows = draft.rows;
        self.put_on_disk(rows, sync)
    }

    /// sled's own flush leaves the data in the system's hands; only the sync on the file brings it to the disk.
    fn put_on_disk(&mut self, rows: sled::Batch, sync: Sync) -> Result<(), StoreError> {
        let failed = |error| StoreError::disk("keeping what people told", error);
        self.db.apply_batch(rows).map_err(failed)?;
        self.db.flush().map_err(failed)?;
        if sync == Sync::Now {
            (self.sync_data)(&self.file).map_err(StoreError::sync)?;
            self.confirmed.note(self.progress.commits).map_err(StoreError::sync)?;
        }
        Ok(())
    }

    fn answered(&self, rows: &[Row]) {
        let (mut unreadable, mut rung) = (self.unreadable.borrow_mut(), self.rung.borrow_mut());
        if unreadable.is_empty() && rung.is_empty() {
            return;
        }
        let hashes: BTreeSet<ChatHash> = rows.iter().map(|row| self.hasher.hash(row.chat)).collect();
        unreadable.retain(|hash, _| !hashes.contains(hash));
        rung.retain(|(hash, _)| !hashes.contains(hash));
    }
}

/// What happens to letters of earlier batches.
struct Leaving {
    settled: Vec<LetterId>,
    marked: Vec<LetterId>,
    forgotten: BTreeSet<ChatId>,
}

/// Sealed rows that are not written yet.
struct Draft<'a> {
    store: &'a Store,
    rows: sled::Batch,
}

impl Draft<'_> {
    fn row(&mut self, row: &Row) -> Result<(), StoreError> {
        let hash = self.store.hasher.hash(row.chat);
        let answered = self.answer(&hash)?;
        match &row.change {
            Change::Keep { chat, entries, ring_before, ring } => {
                self.keep(&hash, chat, entries)?;
                if ring_before != ring || answered {
                    ring_before.iter().try_for_each(|at| self.remove(keys::due(*at, &hash)))?;
                    ring.iter()
                        .try_for_each(|at| self.put_json(keys::due(*at, &hash), &Due::new(row.chat), row.chat))?;
                }
            }
            Change::Forget { ring_before } => {
                ring_before.iter().try_for_each(|at| self.remove(keys::due(*at, &hash)))?;
                self.forget(&hash)?;
            }
        }
        Ok(())
    }

    /// Removes the due rows of a chat that were handed out; whether there were any.
    fn answer(&mut self, hash: &ChatHash) -> Result<bool, StoreError> {
        let rung = self.store.rung.borrow();
        let mut of_chat = rung.range((*hash, Timestamp::MIN)..=(*hash, Timestamp::MAX)).peekable();
        let any = of_chat.peek().is_some();
        of_chat.try_for_each(|(_, at)| self.remove(keys::due(*at, hash)))?;
        Ok(any)
    }

    fn keep(&mut self, hash: &ChatHash, chat: &Chat, entries: &[Entry]) -> Result<(), StoreError> {
        if let Some(json) = self.store.unreadable.borrow().get(hash) {
            self.put(keys::set_aside(hash, self.store.progress.batch), json, chat.id)?;
        }
        self.put_json(keys::chat(hash), chat, chat.id)?;
        for entry in entries {
            self.put_json(keys::entry(hash, entry.subject, entry.at, entry.number), entry, chat.id)?;
        }
        Ok(())
    }

    fn forget(&mut self, hash: &ChatHash) -> Result<(), StoreError> {
        self.remove(keys::chat(hash))?;
        for prefix in [keys::diary(hash), keys::set_aside_of(hash)] {
            for key in self.store.db.scan_prefix(prefix).keys() {
                self.remove(key.map_err(reading)?.to_vec())?;
            }
        }
        Ok(())
    }

    /// Seals the letters of this batch, in as many rows as they need.
    fn letters(&mut self, mut letters: Vec<Letter>) -> Result<LetterRows, StoreError> {
        let batch = self.store.progress.batch;
        let numbered =
            letters.iter().zip(0..).all(|(letter, index)| (letter.id.batch, letter.id.index) == (batch, index));
        if !numbered {
            return Err(StoreError::Misshapen("its letters do not carry its number, counted from 0"));
        }
        let rows = value::letter_rows(&letters).map_err(|_| StoreError::Misshapen("a letter does not serialise"))?;
        let mut places = Vec::new();
        for (first, json) in rows.into_iter().rev() {
            let place = Place { batch, first };
            let letters = letters.split_off(first as usize);
            self.put(keys::letters(place), &json, letters.first().map_or(ChatId(0), |letter| letter.chat))?;
            places.push((place, letters));
        }
        Ok(places)
    }

    fn outbox(&mut self, place: Place, change: OutboxChange) -> Result<(), StoreError> {
        match change {
            OutboxChange::Remove => {
                self.remove(keys::letters(place))?;
                self.remove(keys::left(place))
            }
            OutboxChange::Left(left) => self.put_json(keys::left(place), &left, ChatId(0)),
            OutboxChange::Rewrite { without, left } => {
                self.rewrite(place, &without)?;
                self.put_json(keys::left(place), &left, ChatId(0))
            }
        }
    }

    fn rewrite(&mut self, place: Place, without: &BTreeSet<ChatId>) -> Result<(), StoreError> {
        let key = keys::letters(place);
        let json = self.store.get(&key)?.unwrap_or_default();
        let mut letters = value::letters(&json).unwrap_or_default();
        letters.retain(|letter| !without.contains(&letter.chat));
        let rows = value::letter_rows(&letters).map_err(|_| StoreError::Misshapen("a letter does not serialise"))?;
        rows.iter().try_for_each(|(_, json)| self.put(key.clone(), json, ChatId(0)))
    }

    fn put_json(&mut self, key: Vec<u8>, value: &impl Serialize, chat: ChatId) -> Result<(), StoreError> {
        let json = serde_json::to_vec(value).map_err(|_| StoreError::Misshapen("a value does not serialise"))?;
        self.put(key, &json, chat)
    }

    fn put(&mut self, key: Vec<u8>, json: &[u8], chat: ChatId) -> Result<(), StoreError> {
        let kind = name(&key);
        let sealed = self.store.keyring.seal(&key, json).map_err(|source| StoreError::Sealed { kind, source })?;
        if sealed.len() > MOST_BYTES {
            return Err(StoreError::TooLarge { kind, chat, bytes: sealed.len(), most: MOST_BYTES });
        }
        self.store.put_by(&key)?;
        self.rows.insert(key, sealed);
        Ok(())
    }

    fn remove(&mut self, key: Vec<u8>) -> Result<(), StoreError> {
        self.store.put_by(&key)?;
        self.rows.remove(key);
        Ok(())
    }
}
