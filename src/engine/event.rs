//! All that can happen to the bot: one closed list.

use jiff::Timestamp;

use super::letter::Tag;
use crate::ids::{MessageId, PressId, UpdateId};

/// One thing that happened in one private chat.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Telegram's number; a ring has none.
    pub update: Option<UpdateId>,
    /// When the person did it, where Telegram says so (not for presses).
    pub happened: Option<Timestamp>,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// A text message. `language` is the client's tag, for the first greeting.
    Said { message: MessageId, text: String, language: Option<String> },
    /// A button; `data` is what the button carried, whoever made it.
    Pressed { press: PressId, message: Option<MessageId>, data: String },
    /// The person changed an earlier message of theirs.
    Edited { message: MessageId, text: String },
    /// A sticker, a photo, a voice note: something we cannot read.
    Showed { message: MessageId, kind: Media },
    /// The person's place, in degrees north and east; used once and kept nowhere.
    Located { latitude: f64, longitude: f64 },
    /// The bot was blocked, or a letter came back as "blocked".
    Blocked,
    /// The bot was unblocked.
    Returned,
    /// An hour that the chat asked to be woken at has come.
    Rang,
    /// A reminder never left, or nobody knows whether it arrived.
    Lost { tag: Tag },
    /// Written to by somebody who is not on the operator's list.
    Stranger { language: Option<String> },
    /// Added to, or addressed in, a group; nothing is stored there.
    Group { asked_to_leave: bool, language: Option<String> },
}

impl Event {
    /// The message whose words these are.
    pub fn words(&self) -> Option<MessageId> {
        match self.what {
            What::Said { message, .. } | What::Edited { message, .. } => Some(message),
            What::Pressed { .. }
            | What::Showed { .. }
            | What::Located { .. }
            | What::Blocked
            | What::Returned
            | What::Rang
            | What::Lost { .. }
            | What::Stranger { .. }
            | What::Group { .. } => None,
        }
    }

    /// Whether the person did this in the chat, or unblocked it.
    pub fn is_from_person(&self) -> bool {
        match self.what {
            What::Said { .. }
            | What::Pressed { .. }
            | What::Edited { .. }
            | What::Showed { .. }
            | What::Located { .. }
            | What::Returned => true,
            What::Blocked | What::Rang | What::Lost { .. } | What::Stranger { .. } | What::Group { .. } => false,
        }
    }
}

/// What kind of thing was sent that is not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    Voice,
    Picture,
    Sticker,
    Location,
    Other,
}
