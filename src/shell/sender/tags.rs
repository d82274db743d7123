//! Which number Telegram gave to which asking of a question, for edits that know the question only.
//!
//! Bounded and in memory: after a restart, or when much has been said since, an edit finds nothing and is dropped.

use std::collections::{HashMap, VecDeque};

use crate::engine::letter::Tag;
use crate::ids::{ChatId, MessageId};

/// About 5 MB when full.
const MOST: usize = 50_000;

#[derive(Default)]
pub(super) struct Tags {
    known: HashMap<(ChatId, Tag), MessageId>,
    oldest: VecDeque<(ChatId, Tag)>,
}

impl Tags {
    pub(super) fn learn(&mut self, chat: ChatId, tag: Tag, message: MessageId) {
        if self.known.insert((chat, tag), message).is_some() {
            return;
        }
        self.oldest.push_back((chat, tag));
        if self.oldest.len() > MOST
            && let Some(first) = self.oldest.pop_front()
        {
            self.known.remove(&first);
        }
    }

    pub(super) fn find(&self, chat: ChatId, tag: Tag) -> Option<MessageId> {
        self.known.get(&(chat, tag)).copied()
    }
}
