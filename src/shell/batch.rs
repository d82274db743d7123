//! What the desk hands to the store in one piece, and the letters in it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::engine::chat::Chat;
use crate::engine::diary::Entry;
use crate::engine::letter::Outgoing;
use crate::ids::ChatId;

/// Everything that becomes true at once: written in one sled batch, synced once.
#[derive(Debug, Default)]
pub struct Batch {
    pub rows: Vec<Row>,
    /// Letters that are new with this batch; they share one row.
    pub letters: Vec<Letter>,
    /// Letters that have left, or never will.
    pub settled: Vec<LetterId>,
    /// Reminders whose request is about to leave: at most once from here on.
    pub marked: Vec<LetterId>,
    /// The next `getUpdates` offset.
    pub offset: Option<i64>,
}

/// What becomes of one chat; at most one row a chat and batch.
#[derive(Debug)]
pub struct Row {
    pub chat: ChatId,
    pub change: Change,
}

#[derive(Debug)]
pub enum Change {
    Keep {
        chat: Box<Chat>,
        entries: Vec<Entry>,
        /// The due row as it stands, and as it shall stand.
        ring_before: Option<Timestamp>,
        ring: Option<Timestamp>,
    },
    /// Chat, diary, due row and waiting letters of this person are removed.
    Forget { ring_before: Option<Timestamp> },
}

/// The batch it was written with, and its place there: the order of sending inside a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LetterId {
    pub batch: u64,
    pub index: u32,
}

/// One thing to say, to one chat, that outlives the process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Letter {
    pub id: LetterId,
    pub chat: ChatId,
    pub body: Outgoing,
    pub written: Timestamp,
    /// Its request has left or is about to (reminders only).
    #[serde(default)]
    pub marked: bool,
}
