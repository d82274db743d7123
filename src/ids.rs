//! The names of things: newtypes, so that a chat, an update and a message are never mixed up.
//!
//! Knows nothing of what the names stand for.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A private chat, as Telegram numbers it. Never printed: `Debug` and logs show nothing of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ChatId(pub i64);

impl fmt::Debug for ChatId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChatId(…)")
    }
}

/// One update of Telegram's queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct UpdateId(pub u32);

/// A message inside a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MessageId(pub i32);

/// A button press waiting for its acknowledgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PressId(pub String);

/// Whom a fact is about: 0 is the writer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SubjectId(pub u32);

impl SubjectId {
    pub const WRITER: SubjectId = SubjectId(0);
    /// Somebody the writer cares for.
    pub const OTHER: SubjectId = SubjectId(1);

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes it so")]
    pub fn is_writer(&self) -> bool {
        *self == SubjectId::WRITER
    }
}

/// One bout of trouble of one chat, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EpisodeId(pub u32);

/// One run of a dialogue in one chat, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ConversationId(pub u32);

/// One asking of a question inside a conversation; asking again is another visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Visit(pub u32);

/// A name as it stands in a file, with its mark.
struct Read(u64, Arc<str>);

struct AnyName;

impl Visitor<'_> for AnyName {
    type Value = Read;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Read, E> {
        Ok(Read(mark(name), Arc::from(name)))
    }
}

/// Eight bytes at a time; nobody outside this process sees it.
fn mark(name: &str) -> u64 {
    name.as_bytes().chunks(8).fold(name.len() as u64, |mark, chunk| {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        (mark.rotate_left(5) ^ u64::from_le_bytes(bytes)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name {
            mark: u64,
            name: Arc<str>,
        }

        impl $name {
            pub fn new(name: &str) -> Self {
                Self { mark: mark(name), name: Arc::from(name) }
            }
            pub fn as_str(&self) -> &str {
                &self.name
            }
            /// Differs for nearly all names that differ, and is compared before them: triage asks for names all the time.
            pub fn mark(&self) -> u64 {
                self.mark
            }
        }
        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                self.name.cmp(&other.name)
            }
        }
        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.name.hash(state);
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.name)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(AnyName).map(|name: Read| Self { mark: name.0, name: name.1 })
            }
        }
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.name
            }
        }
        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self::new(name)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.name)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.name)
            }
        }
    )*};
}

names! {
    /// A dialogue: the stem of its file's name.
    DialogueId,
    /// A node inside a dialogue.
    NodeId,
    /// An answer offered by a node; for a recording node the finding's value.
    ChoiceId,
    /// A triage rule.
    RuleId,
    /// A finding of the vocabulary.
    FindingKey,
    /// A condition or reason that a rule names.
    ConditionKey,
    /// An article: the stem of its file's name.
    ArticleId,
    /// A picture: the stem of its file's name.
    PictureId,
}
