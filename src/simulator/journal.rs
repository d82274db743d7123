//! The journal: every call of the Bot API with its answer, for the page to show and for tests to judge by.
//!
//! Bounded, in memory only. Never changes an answer.

use std::collections::VecDeque;

use serde::Serialize;
use serde_json::Value;

const KEPT: usize = 5_000;

/// One call.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Entry {
    pub(super) number: u64,
    /// Monotonic milliseconds since the simulator started, when the call was decided.
    pub(super) at_ms: u64,
    pub(super) civil: i64,
    pub(super) method: String,
    pub(super) chat: Option<i64>,
    pub(super) parameters: Value,
    /// Whether Telegram took the call, whatever the client then got to hear.
    pub(super) accepted: bool,
    pub(super) answer: Value,
    pub(super) violation: Option<String>,
    /// What a fault rule did to this call.
    pub(super) fault: Option<String>,
}

/// The last calls.
#[derive(Debug, Default)]
pub(super) struct Journal {
    last: u64,
    entries: VecDeque<Entry>,
}

impl Journal {
    pub(super) fn last(&self) -> u64 {
        self.last
    }

    pub(super) fn write(&mut self, mut entry: Entry) {
        self.last += 1;
        entry.number = self.last;
        self.entries.push_back(entry);
        if self.entries.len() > KEPT {
            self.entries.pop_front();
        }
    }

    pub(super) fn since(&self, number: u64) -> impl DoubleEndedIterator<Item = &Entry> {
        let from = self.entries.partition_point(|entry| entry.number <= number);
        self.entries.range(from..)
    }

    pub(super) fn clear(&mut self) {
        self.entries.clear();
    }
}
