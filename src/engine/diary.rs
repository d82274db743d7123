//! The diary: entries, append-only, and the questions the engine may ask of it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::fact::Fact;
use super::medicines::kept::Medicine;
use crate::ids::{ConditionKey, EpisodeId, MessageId, RuleId, SubjectId};
use crate::library::rule::Urgency;

/// One thing remembered for good (until its owner is deleted).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Layout of this value; old ones stay readable.
    pub v: u8,
    #[serde(default)]
    pub subject: SubjectId,
    /// Number within the chat, counted from 1; what an undo or an edit refers to.
    pub number: u32,
    /// The instant it is about.
    pub at: Timestamp,
    /// IANA zone of the person at the time, and its offset then, in seconds.
    pub zone: String,
    pub offset_seconds: i32,
    /// The person's message that said so, where one did: who edits it edits this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    pub what: What,
}

impl Entry {
    /// Whether both stand in the same row: the later one replaces the earlier.
    pub fn is_row_of(&self, other: &Entry) -> bool {
        (self.subject, self.at, self.number) == (other.subject, other.at, other.number)
    }
}

/// Adds entries in the order in which they were written; a row that is written anew takes the place of the old.
pub fn add(entries: &mut Vec<Entry>, new: impl IntoIterator<Item = Entry>) {
    for entry in new {
        match entries.iter_mut().find(|old| old.is_row_of(&entry)) {
            Some(old) => *old = entry,
            None => entries.push(entry),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A cramp began. On disk before the first word of help leaves.
    Cramp { episode: EpisodeId },
    /// The cramp let go; minutes are absent when unknown.
    LetGo { episode: EpisodeId, minutes: Option<f64> },
    /// The cramp still held so many minutes after it began: all that is known when nobody says when it let go.
    Held { episode: EpisodeId, minutes: f64 },
    /// What was answered in a conversation that has ended, withdrawn answers included.
    Answers { episode: Option<EpisodeId>, facts: Vec<Fact> },
    /// How urgent it was judged, with all that is needed to show the same card again.
    Assessed(Assessed),
    /// Free words.
    Note { episode: Option<EpisodeId>, text: String },
    /// A night without a cramp.
    QuietNight,
    /// The entry of this number is taken back; taking this one back brings it back.
    Undone { number: u32 },
    /// The bout was changed from its card; the changes are entries of their own, after which this one stands.
    Edited { episode: EpisodeId },
    /// The frequent small things of one day, in one row: each addition writes the row anew, under the same instant
    /// and number.
    Day(Day),
    /// A medicine or supplement as it is now; the newest of a number counts.
    Medicine(Medicine),
}

/// What was drunk and done on one day of the person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Day {
    pub date: Date,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drunk: Vec<Drunk>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub done: Vec<Done>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drunk {
    pub at: Timestamp,
    pub millilitres: u32,
    /// Absent for water.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drink: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    /// Taken back; kept, like everything in the diary.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undone: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Done {
    pub at: Timestamp,
    /// Name of the kind: `stretch`, `elevate`, `move`.
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undone: bool,
}

/// A stored assessment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessed {
    pub episode: Option<EpisodeId>,
    pub urgency: Urgency,
    pub rules: Vec<RuleId>,
    pub names: Vec<ConditionKey>,
    /// Hash of the content it was made with.
    pub content: String,
    pub facts: Vec<Fact>,
    /// The card as it was sent.
    pub card: String,
}

/// Most entries read at once: ten years of a cramp every night.
pub const MOST_ENTRIES: usize = 20_000;

/// What the engine may ask of a diary. Infallible: the shell's version remembers its first failure,
/// and the desk then throws the whole batch away.
pub trait Diary {
    /// The newest entries of a subject, newest first, at most `most`.
    fn newest(&self, subject: SubjectId, most: usize) -> Vec<Entry>;
    /// The entries of a subject at or after an instant, oldest first, at most 1,000.
    fn since(&self, subject: SubjectId, at: Timestamp) -> Vec<Entry>;
    /// How many entries there are, of all subjects.
    fn count(&self) -> usize;

    /// The same as `since` without its limit, up to [`MOST_ENTRIES`].
    fn all_since(&self, subject: SubjectId, at: Timestamp) -> Vec<Entry> {
        let mut all: Vec<Entry> = Vec::new();
        let mut from = at;
        while all.len() < MOST_ENTRIES {
            let mut page = self.since(subject, from);
            let seen: BTreeSet<u32> = all.iter().rev().take(page.len()).map(|entry| entry.number).collect();
            page.retain(|entry| !seen.contains(&entry.number));
            let Some(last) = page.last().map(|entry| entry.at) else { break };
            from = last;
            all.append(&mut page);
        }
        all
    }
}
