//! Decides. Pure, synchronous, cannot fail: event, chat, diary and library in, one [`Turn`] out.
//!
//! Never reads a clock, a file or the network, never logs, never waits. Nothing has happened when
//! [`turn`](turn::turn) returns: throw the value away and the world is unchanged.

pub mod acting;
pub mod attachment;
pub mod bout;
pub mod card;
pub mod care;
pub mod chart;
pub mod chat;
pub mod command;
pub mod conversation;
pub mod customs;
pub mod dates;
pub mod day;
pub mod derived;
pub mod diary;
pub mod event;
pub mod exchange;
pub mod export;
pub mod fact;
pub mod figures;
pub mod first_aid;
pub mod forgetting;
pub mod history;
pub mod hold;
pub mod letter;
pub mod listed;
pub mod medicines;
pub mod menu;
pub mod monthly;
pub mod nights;
pub mod period;
pub mod phrases;
pub mod picture;
pub mod place;
pub mod press;
pub mod question;
pub mod reading;
pub mod recent;
pub mod reminder;
pub mod reply;
pub mod report;
pub mod ring;
pub mod setup;
pub mod standing;
pub mod stretch;
pub mod summary;
pub mod triage;
pub mod turn;
pub mod understanding;
pub mod week;
pub mod worsening;

use chat::Chat;
use diary::Entry;
use letter::Outgoing;

/// Everything that follows from one event: what to remember and what to say.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    pub chat: Fate,
    pub entries: Vec<Entry>,
    pub outbox: Vec<Outgoing>,
}

/// What becomes of the chat's row.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// Kept, in this state. Boxed: a chat is far larger than the other cases.
    Keep(Box<Chat>),
    /// Nothing is written about this person (a stranger, a group).
    Untouched,
    /// Chat, diary, rings and letters go in the same batch; the outbox of this turn still leaves.
    Forget,
}
