//! What the next typed words are for, while the list of medicines has asked for some.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::engine::chat::Awaits;
use crate::engine::exchange::Exchange;

/// Words that come later are about something else.
const HOLDS: SignedDuration = SignedDuration::from_hours(1);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    pub since: Timestamp,
    pub what: Typed,
}

/// By the number of the medicine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Typed {
    /// The list was shown: a line about one of it, or about one more.
    Line,
    /// Name and dose of one more.
    New,
    /// Name and dose in the place of those that are there.
    Words(u32),
    Began(u32),
    Ended(u32),
}

impl Wanted {
    pub fn is_stale(&self, now: Timestamp) -> bool {
        now.duration_since(self.since) > HOLDS
    }
}

/// From here on. False in the middle of a conversation, where words answer its question.
pub(super) fn want(ex: &mut Exchange<'_>, what: Typed) -> bool {
    let is_free = ex.chat.conversation.is_none();
    if is_free {
        ex.chat.awaits = Some(Awaits::Medicine(Wanted { since: ex.now, what }));
    }
    is_free
}

/// Any other thing that is done ends it.
pub fn forget(ex: &mut Exchange<'_>) {
    ex.chat.awaits.take_if(|awaits| matches!(awaits, Awaits::Medicine(_)));
}
