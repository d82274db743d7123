//! The diary as a turn sees it: what is in the store, and what the batch in hand adds.
//!
//! Its questions cannot fail; the first failure of the store is kept for the desk, which then throws the batch away.

use std::cell::RefCell;

use jiff::Timestamp;

use crate::engine::diary::{self, Diary, Entry};
use crate::ids::{ChatId, SubjectId};
use crate::shell::store::{Store, StoreError};

/// The most that one question about a stretch of time gives.
const MOST_SINCE: usize = 1000;

pub(super) struct DeskDiary<'a> {
    store: &'a Store,
    chat: ChatId,
    /// Entries of this batch.
    added: &'a [Entry],
    failure: RefCell<Option<StoreError>>,
}

impl<'a> DeskDiary<'a> {
    pub(super) fn new(store: &'a Store, chat: ChatId, added: &'a [Entry]) -> Self {
        DeskDiary { store, chat, added, failure: RefCell::new(None) }
    }

    /// The first failure, if there was one: then every answer since is worth nothing.
    pub(super) fn failure(self) -> Option<StoreError> {
        self.failure.into_inner()
    }

    fn or_keep<T: Default>(&self, answer: Result<T, StoreError>) -> T {
        answer.unwrap_or_else(|error| {
            self.failure.borrow_mut().get_or_insert(error);
            T::default()
        })
    }

    fn added(&self, subject: SubjectId) -> impl Iterator<Item = Entry> + '_ {
        self.added.iter().filter(move |entry| entry.subject == subject).cloned()
    }

    /// Rows that the batch writes anew, and that the store has already.
    fn rewritten(&self) -> usize {
        self.added.iter().filter(|entry| self.or_keep(self.store.has_entry(self.chat, entry))).count()
    }
}

impl Diary for DeskDiary<'_> {
    fn newest(&self, subject: SubjectId, most: usize) -> Vec<Entry> {
        let mut entries = self.or_keep(self.store.newest(self.chat, subject, most));
        diary::add(&mut entries, self.added(subject));
        entries.sort_by_key(|entry| std::cmp::Reverse((entry.at, entry.number)));
        entries.truncate(most);
        entries
    }

    fn since(&self, subject: SubjectId, at: Timestamp) -> Vec<Entry> {
        let mut entries = self.or_keep(self.store.since(self.chat, subject, at, MOST_SINCE));
        diary::add(&mut entries, self.added(subject).filter(|entry| entry.at >= at));
        entries.sort_by_key(|entry| (entry.at, entry.number));
        entries.truncate(MOST_SINCE);
        entries
    }

    fn count(&self) -> usize {
        (self.or_keep(self.store.count(self.chat)) + self.added.len()).saturating_sub(self.rewritten())
    }
}
