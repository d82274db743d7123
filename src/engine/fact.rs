//! A fact: one recorded answer, where it came from, and whether it was taken back.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{ConversationId, DialogueId, EpisodeId, FindingKey, NodeId, SubjectId};
use crate::library::value::Value;

/// One answer as it was given. Facts are never changed, only withdrawn or followed by newer ones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    #[serde(default, skip_serializing_if = "is_writer")]
    pub subject: SubjectId,
    /// Absent for what is true of the person and not of one bout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub episode: Option<EpisodeId>,
    pub finding: FindingKey,
    pub value: Value,
    pub source: Source,
    pub at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Timestamp>,
}

/// Who said so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// An answer at a node.
    Node { conversation: ConversationId, dialogue: DialogueId, node: NodeId },
    /// Typed without being asked.
    Text,
    /// Counted from the diary.
    Diary,
    /// Noted by the bot itself, such as the minutes until "It let go".
    Clock,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn is_writer(subject: &SubjectId) -> bool {
    *subject == SubjectId(0)
}
