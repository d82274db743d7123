//! What was done last on the person's word, so that it can be taken back: an alarm that stands, and what was written.
//!
//! Shapes only; `acting` fills and reads them.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::chat::Chat;
use super::medicines::kept::Medicine;
use crate::ids::{EpisodeId, FindingKey, SubjectId};
use crate::library::rule::Urgency;

/// An alarm counts this long, like any other answer about a bout of trouble.
const ALARM_HOLDS: SignedDuration = SignedDuration::from_hours(24);
/// How many things that were written can be taken back, newest first.
const MOST_WRITTEN: usize = 10;

/// A warning sign in the person's own words that was not taken back. Until then no advice is below its level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alarm {
    pub since: Timestamp,
    /// About whom it is.
    #[serde(default, skip_serializing_if = "SubjectId::is_writer")]
    pub subject: SubjectId,
    /// The level that holds whatever the rules say.
    pub least: Urgency,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub findings: BTreeSet<FindingKey>,
    /// The bout that was opened for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<EpisodeId>,
    /// Numbers of the diary entries that came of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<u32>,
}

/// One thing that was written on the person's word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Written {
    /// Counted from 1; what the Undo button names.
    pub number: u32,
    /// In whose diary.
    #[serde(default, skip_serializing_if = "SubjectId::is_writer")]
    pub subject: SubjectId,
    pub at: Timestamp,
    #[serde(flatten)]
    pub what: Record,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undone: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    /// A cramp of the past: the entries it consists of.
    Cramp { entries: Vec<u32> },
    /// A cramp as it was lived, or a check-up: the whole bout, whatever was told of it since.
    Bout { episode: EpisodeId, cramp: bool },
    /// A cramp let go: the entries that say so.
    LetGo { episode: EpisodeId, entries: Vec<u32> },
    /// A note: the number of its entry.
    Note { entry: u32 },
    /// The drink at this place of its day, and those it has replaced.
    Drunk {
        date: Date,
        place: usize,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        instead_of: Vec<usize>,
    },
    /// What was done at this place of its day.
    Done { date: Date, place: usize },
    /// A change of an entry: the entries it consists of.
    Edited { episode: EpisodeId, entries: Vec<u32> },
    /// An entry of the diary was taken back by these.
    Deleted { episode: EpisodeId, entries: Vec<u32> },
    /// A night without a cramp: the number of its entry.
    QuietNight { entry: u32 },
    /// The quiet hours as they were before; absent: the usual ones.
    QuietHours {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<(u8, u8)>,
    },
    /// Facts about the person, recorded or withdrawn at `Written::at`.
    Facts { findings: Vec<FindingKey> },
    /// Lines of the list of medicines: as they were before (one that was not there as removed), the entries, and the
    /// facts that came with them.
    Medicines { before: Vec<Medicine>, entries: Vec<u32>, findings: Vec<FindingKey> },
}

impl Chat {
    /// The level below which no advice goes while an alarm stands.
    pub fn least(&self, now: Timestamp) -> Option<Urgency> {
        self.alarm_that_holds(now).map(|alarm| alarm.least)
    }

    /// The alarm, unless it is long past.
    pub fn alarm_that_holds(&self, now: Timestamp) -> Option<&Alarm> {
        self.alarm
            .as_ref()
            .filter(|alarm| alarm.subject == self.about && now.duration_since(alarm.since) <= ALARM_HOLDS)
    }

    /// The bout that a conversation was about is written: what an undo takes back. Noted once, as the newest thing.
    pub fn note_bout(&mut self, at: Timestamp, episode: EpisodeId, cramp: bool) -> u32 {
        let is_it = |written: &Written| matches!(written.what, Record::Bout { episode: of, .. } if of == episode);
        self.written.retain(|written| !is_it(written));
        self.note_written(at, Record::Bout { episode, cramp })
    }

    /// Notes what was written, for an undo; gives its number.
    pub fn note_written(&mut self, at: Timestamp, what: Record) -> u32 {
        self.counters.written += 1;
        if self.written.len() == MOST_WRITTEN {
            self.written.remove(0);
        }
        self.written.push(Written { number: self.counters.written, subject: self.about, at, what, undone: false });
        self.counters.written
    }
}
