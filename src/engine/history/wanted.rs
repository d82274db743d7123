//! What the next typed words are for, while the diary has asked for some.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::field::Field;
use crate::engine::chat::Awaits;
use crate::engine::exchange::Exchange;
use crate::ids::{EpisodeId, SubjectId};

/// Words that come later are about something else.
const HOLDS: SignedDuration = SignedDuration::from_hours(1);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Whose diary it is.
    #[serde(default, skip_serializing_if = "SubjectId::is_writer")]
    pub subject: SubjectId,
    pub since: Timestamp,
    pub what: Typed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Typed {
    /// One thing about an entry; `fills`: it was just added, and the next question follows.
    Field {
        episode: EpisodeId,
        field: Field,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        fills: bool,
    },
    /// When the cramp was that is to be added.
    Day,
    /// At which time of that day, or of the night that begins on its evening.
    Hour { date: Date, night: bool },
}

impl Wanted {
    pub fn is_stale(&self, now: Timestamp) -> bool {
        now.duration_since(self.since) > HOLDS
    }
}

impl Typed {
    /// What is said of words that are none of this.
    pub(super) fn unclear(self) -> &'static str {
        match self {
            Typed::Field { field, .. } => field.unclear(),
            Typed::Day | Typed::Hour { .. } => "when-unclear",
        }
    }
}

/// From here on; in the middle of a conversation words answer its question.
pub(super) fn want(ex: &mut Exchange<'_>, what: Typed) {
    if ex.chat.conversation.is_none() {
        ex.chat.awaits = Some(Awaits::Diary(Wanted { subject: ex.chat.about, since: ex.now, what }));
    }
}

/// Any other thing that is done ends it.
pub fn forget(ex: &mut Exchange<'_>) {
    ex.chat.awaits.take_if(|awaits| matches!(awaits, Awaits::Diary(_)));
}
