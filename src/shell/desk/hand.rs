//! The batch in hand: chats and entries as they will be, and what will be said once they are.
//!
//! Every turn of the batch reads through it, so that the second tap of a chat sees what the first has done. Reads and
//! writes nothing itself.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::oneshot;

use crate::engine::chat::Chat;
use crate::engine::diary::Entry;
use crate::engine::letter::Outgoing;
use crate::ids::ChatId;
use crate::shell::batch::{Batch, Change, Letter, LetterId, Row};
use crate::shell::sender::queue::Parcel;

#[derive(Default)]
pub(super) struct Hand {
    pub(super) drafts: HashMap<ChatId, Draft>,
    pub(super) said: Vec<Said>,
    pub(super) settled: Vec<LetterId>,
    pub(super) marked: Vec<LetterId>,
    pub(super) offset: Option<i64>,
    pub(super) forgotten: Vec<ChatId>,
    /// Told when all of it is on disk.
    pub(super) done: Vec<oneshot::Sender<()>>,
    /// Turns so far.
    pub(super) events: usize,
}

/// One chat as the batch will leave it.
pub(super) struct Draft {
    pub(super) chat: Box<Chat>,
    /// Nobody of this name is in the store.
    pub(super) is_new: bool,
    pub(super) entries: Vec<Entry>,
    pub(super) ring_before: Option<Timestamp>,
    pub(super) ring: Option<Timestamp>,
    pub(super) fate: Fate,
}

/// What the batch does with the row of a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Only read so far.
    Read,
    Keep,
    Forget,
}

/// One thing to be said after the commit.
pub(super) struct Said {
    chat: ChatId,
    body: Outgoing,
    /// It outlives the process.
    kept: bool,
    id: Option<LetterId>,
}

impl Said {
    pub(super) fn parcel(self, now: Timestamp) -> Parcel {
        let left = super::left(&self.body, now);
        Parcel { id: self.id, chat: self.chat, body: self.body, age: Duration::ZERO, left }
    }
}

impl Hand {
    pub(super) fn say(&mut self, chat: ChatId, body: Outgoing, kept: bool) {
        // Acknowledgements and edits are worth nothing after a restart.
        let outlives = match &body {
            Outgoing::Message(_) | Outgoing::Leave => kept,
            Outgoing::Edit(_) | Outgoing::React { .. } | Outgoing::Acknowledge { .. } => false,
        };
        self.said.push(Said { chat, body, kept: outlives, id: None });
    }

    /// Whatever was to be said to this chat stays unsaid, except the end of spinners.
    pub(super) fn unsay(&mut self, chat: ChatId) {
        self.said.retain(|said| said.chat != chat || matches!(said.body, Outgoing::Acknowledge { .. }));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.settles_only() && self.settled.is_empty()
    }

    /// Nothing else is to be written.
    pub(super) fn settles_only(&self) -> bool {
        self.offset.is_none()
            && self.marked.is_empty()
            && !self.said.iter().any(|said| said.kept)
            && self.drafts.values().all(|draft| draft.fate == Fate::Read)
    }

    /// Undoes the turns of a chat in this batch; false when there is nothing to undo.
    pub(super) fn drop_changes(&mut self, chat: ChatId) -> bool {
        let had = self.drafts.remove(&chat).is_some() || self.said.iter().any(|said| said.chat == chat && said.kept);
        self.unsay(chat);
        had
    }

    /// The value for the store; numbers the letters.
    pub(super) fn batch(&mut self, number: u64, now: Timestamp) -> Batch {
        let kept = self.said.iter_mut().filter(|said| said.kept);
        let letters = kept.zip(0..).map(|(said, index)| {
            let id = LetterId { batch: number, index };
            said.id = Some(id);
            Letter { id, chat: said.chat, body: said.body.clone(), written: now, marked: false }
        });
        Batch {
            letters: letters.collect(),
            rows: self.drafts.iter().filter_map(|(chat, draft)| draft.row(*chat)).collect(),
            settled: self.settled.clone(),
            marked: self.marked.clone(),
            offset: self.offset,
        }
    }
}

impl Draft {
    fn row(&self, chat: ChatId) -> Option<Row> {
        let change = match self.fate {
            Fate::Read => return None,
            Fate::Keep => Change::Keep {
                chat: self.chat.clone(),
                entries: self.entries.clone(),
                ring_before: self.ring_before,
                ring: self.ring,
            },
            Fate::Forget => Change::Forget { ring_before: self.ring_before },
        };
        Some(Row { chat, change })
    }
}
