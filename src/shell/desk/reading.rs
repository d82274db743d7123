//! What the files that somebody asked for are made of, read for the sender a part at a time: nobody's answer waits for
//! more than a few hundred rows.
//!
//! Only reads what is on disk; makes no file.

use std::sync::Arc;

use super::{Content, Desk};
use crate::engine::chat::Chat;
use crate::engine::diary::Entry;
use crate::ids::ChatId;
use crate::shell::store::{EntryPlace, StoreError, Stored};

/// Entries read in one go: about ten milliseconds.
const MOST_ENTRIES: usize = 500;

/// Which entries are wanted.
#[derive(Debug, Clone, Copy)]
pub enum Wanted {
    None,
    First,
    Behind(EntryPlace),
}

/// A part of what is known of a chat.
#[derive(Clone)]
pub struct Part {
    pub content: Arc<Content>,
    /// Absent for somebody who is not, or no longer, known.
    pub chat: Option<Box<Chat>>,
    /// Of all subjects, in the order of the store.
    pub entries: Vec<Entry>,
    /// There may be more behind the last.
    pub more: bool,
}

impl Desk {
    pub(super) fn read(&self, chat: ChatId, wanted: Wanted) -> Result<Part, StoreError> {
        let content = self.content.clone();
        let Stored::Chat(known) = self.store.chat(chat)? else {
            return Ok(Part { content, chat: None, entries: Vec::new(), more: false });
        };
        let entries = match wanted {
            Wanted::None => Vec::new(),
            Wanted::First => self.store.entries_after(chat, None, MOST_ENTRIES)?,
            Wanted::Behind(place) => self.store.entries_after(chat, Some(place), MOST_ENTRIES)?,
        };
        let more = entries.len() == MOST_ENTRIES;
        Ok(Part { content, chat: Some(known), entries, more })
    }
}
