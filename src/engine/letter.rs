//! What leaves the bot: messages, edits and acknowledgements, as values.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::chart::Chart;
use crate::ids::{ConversationId, MessageId, PictureId, PressId, SubjectId, Visit};

/// One thing to be said. Texts are Telegram HTML.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outgoing {
    Message(Message),
    /// A change to a message that is already there: a settled question, a tick. Cosmetic: may be dropped.
    Edit(Edit),
    /// The spinner on a pressed button ends; the toast says nothing that matters.
    Acknowledge {
        press: PressId,
        toast: Option<String>,
    },
    /// A reaction under a message of the person. Cosmetic: may be dropped.
    React {
        message: MessageId,
        emoji: String,
    },
    /// Out of a group.
    Leave,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    pub class: Class,
    pub text: String,
    #[serde(default, skip_serializing_if = "Keyboard::is_none")]
    pub keyboard: Keyboard,
    /// Without a sound.
    #[serde(default)]
    pub silent: bool,
    /// So that a later edit finds the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<Tag>,
    /// A file or a picture that goes with it; the text is then its caption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Attachment>,
    /// Of no use when it has not left by then: a reminder that would come too late, or at night.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// How many UTF-16 units Telegram shows under a file or a picture.
pub const LONGEST_CAPTION: usize = 1024;

/// A file as a recipe: a letter is one small stored value, so the bytes are made when it leaves, by
/// [`attachment::make`](super::attachment::make). The same recipe gives the same file as long as diary and content are
/// the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attachment {
    /// The page for a doctor.
    Report(Period),
    /// The nights of a week or of a month.
    Chart(Box<Chart>),
    /// The diary for its owner.
    Diary(Copy),
    /// A drawing of the content.
    Picture(PictureId),
}

/// A copy of the diary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Copy {
    pub form: Form,
    /// The date it was asked for, which is in the file's name.
    pub asked_on: Date,
    /// Entries with a higher number were written after it was asked for.
    pub up_to: u32,
    pub made: Timestamp,
}

/// In which form a diary is copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// For a spreadsheet.
    Table,
    /// Everything, for another Charley.
    Whole,
}

/// What a report is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Period {
    /// About whom: the writer, or somebody they care for.
    #[serde(default, skip_serializing_if = "SubjectId::is_writer")]
    pub subject: SubjectId,
    /// Its first and last evening, on the person's clock.
    pub from: Date,
    pub until: Date,
    /// The date it was asked for, which is in the file's name.
    pub asked_on: Date,
    /// Entries with a higher number were written after it was asked for.
    pub up_to: u32,
    /// With the person's own words.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub notes: bool,
    pub made: Timestamp,
}

/// Which message an edit means, before Telegram has given it a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Tag {
    pub conversation: ConversationId,
    pub visit: Visit,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    pub target: Target,
    /// `None` leaves the text and changes the buttons only.
    pub text: Option<String>,
    pub buttons: Vec<Vec<Button>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    Message(MessageId),
    Tag(Tag),
}

/// In which order letters of one chat leave: a higher class overtakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// The emergency card and first aid.
    Emergency,
    /// Answers to what a person did. Delivered at least once.
    Answer,
    /// What nobody asked for just now. Delivered at most once, after all answers of all chats.
    Reminder,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keyboard {
    /// Leaves whatever keyboard is there.
    #[default]
    None,
    /// Buttons under the message.
    Inline(Vec<Vec<Button>>),
    /// The keys that stay below the input line.
    Keys(Vec<Vec<String>>),
}

impl Keyboard {
    pub fn is_none(&self) -> bool {
        *self == Keyboard::None
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Button {
    pub label: String,
    /// At most 64 bytes.
    pub data: String,
}
