//! Bouts of trouble put together from the diary's entries: one cramp or check-up, with all that was told about it.
//!
//! Reads entries only; never words them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

use super::diary::{Entry, What};
use super::fact::{Fact, Source};
use crate::ids::{EpisodeId, FindingKey};
use crate::library::rule::Urgency;
use crate::library::value::Value;

/// Hours at which a night can end: somebody who sleeps by day ends it in the evening.
pub const NIGHT_ENDS: RangeInclusive<u8> = 8..=20;
/// Hours in bed where nobody told otherwise, as the quiet hours have it: from, to.
const IN_BED: (i8, i8) = (22, 7);

/// The hour of the clock at which one night ends and the next begins: noon, unless somebody chose another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NightEnd(u8);

impl NightEnd {
    /// At a full hour; absent for an hour at which no night can end.
    pub fn at(hour: u8) -> Option<Self> {
        NIGHT_ENDS.contains(&hour).then_some(NightEnd(hour))
    }

    /// 0 to 23.
    pub fn hour(self) -> u8 {
        self.0
    }

    /// The evening's date of the night that a local time belongs to: 03:00 on the 22nd is the night of the 21st.
    pub fn night_of(self, local: DateTime) -> Date {
        let turned = local.checked_sub(jiff::Span::new().hours(i64::from(self.0)));
        turned.map_or(local.date(), DateTime::date)
    }
}

impl Default for NightEnd {
    fn default() -> Self {
        NightEnd(12)
    }
}

/// One bout of trouble put together from its entries.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bout {
    /// When it began, and the offset of the person's clock then, in seconds.
    pub at: Option<(Timestamp, i32)>,
    /// IANA zone of the person at the time.
    pub zone: String,
    pub cramp: bool,
    /// Until it let go; absent when unknown.
    pub minutes: Option<f64>,
    /// It still held after so many minutes.
    pub at_least: Option<f64>,
    /// It is known to have let go, whatever is known of when.
    pub has_ended: bool,
    pub known: BTreeMap<FindingKey, Value>,
    /// Asked, and the answer was "not sure". What is neither here nor known was not asked.
    pub unsure: BTreeSet<FindingKey>,
    pub urgency: Option<Urgency>,
    pub notes: Vec<String>,
    /// When its card was last used to change it, and the offset of the person's clock then, in seconds.
    pub edited: Option<(Timestamp, i32)>,
}

impl Bout {
    /// Takes the newest answers in. "Not sure" takes no answer away, unless it was said to change one; withdrawn
    /// ones tell nothing.
    pub fn know(&mut self, facts: &[Fact]) {
        for fact in facts.iter().filter(|fact| fact.withdrawn.is_none()) {
            if fact.value != Value::Unsure {
                self.unsure.remove(&fact.finding);
                self.known.insert(fact.finding.clone(), fact.value.clone());
            } else if fact.source == Source::Edit || !self.known.contains_key(&fact.finding) {
                self.known.remove(&fact.finding);
                self.unsure.insert(fact.finding.clone());
            }
        }
    }

    /// Minutes it held, measured or told.
    pub fn length(&self) -> Option<f64> {
        self.minutes.or(self.number("duration_minutes"))
    }

    /// Minutes it held at the least, where its length is not known.
    pub fn shortest(&self) -> Option<f64> {
        self.at_least.filter(|_| self.length().is_none())
    }

    pub fn number(&self, finding: &str) -> Option<f64> {
        match self.known.get(finding) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// On the clock that the person had at the time.
    pub fn local(&self) -> Option<DateTime> {
        self.at.map(|(at, offset)| local(at, offset))
    }
}

/// The bouts that entries tell of, by their numbers. What was undone is left out.
pub fn bouts<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> BTreeMap<EpisodeId, Bout> {
    let mut entries: Vec<&Entry> = entries.into_iter().collect();
    entries.sort_by_key(|entry| entry.number);
    let undone = undone(entries.iter().copied());
    let mut bouts: BTreeMap<EpisodeId, Bout> = BTreeMap::new();
    for entry in entries.into_iter().filter(|entry| !undone.contains(&entry.number)) {
        if let Some(episode) = episode_of(entry) {
            add(bouts.entry(episode).or_default(), entry);
        }
    }
    bouts.retain(|_, bout| bout.at.is_some());
    bouts
}

/// Numbers of the entries that were taken back. What took something back and was taken back itself counts no more.
pub fn undone<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> BTreeSet<u32> {
    let backs = entries
        .into_iter()
        .filter_map(|entry| if let What::Undone { number } = entry.what { Some((entry.number, number)) } else { None });
    let mut backs: Vec<(u32, u32)> = backs.collect();
    // The later ones first: each is taken back by a later one, or stands.
    backs.sort_unstable_by_key(|(own, _)| std::cmp::Reverse(*own));
    let mut undone = BTreeSet::new();
    for (own, number) in backs {
        if !undone.contains(&own) {
            undone.insert(number);
        }
    }
    undone
}

/// What the diary holds of one bout and was not taken back, in the order of writing.
pub fn entries_of<'e>(entries: impl IntoIterator<Item = &'e Entry>, episode: EpisodeId) -> Vec<&'e Entry> {
    let entries: Vec<&Entry> = entries.into_iter().collect();
    let undone = undone(entries.iter().copied());
    let is_of_it = |entry: &&Entry| episode_of(entry) == Some(episode) && !undone.contains(&entry.number);
    let mut found: Vec<&Entry> = entries.into_iter().filter(is_of_it).collect();
    found.sort_by_key(|entry| entry.number);
    found
}

/// The person's own clock at an instant.
pub fn local(at: Timestamp, offset_seconds: i32) -> DateTime {
    Offset::from_seconds(offset_seconds).unwrap_or(Offset::UTC).to_datetime(at)
}

/// Whether people are in bed at that hour, unless they told otherwise.
pub fn is_at_night(local: DateTime) -> bool {
    local.hour() >= IN_BED.0 || local.hour() < IN_BED.1
}

/// The bout that an entry is about.
pub fn episode_of(entry: &Entry) -> Option<EpisodeId> {
    match &entry.what {
        What::Cramp { episode }
        | What::LetGo { episode, .. }
        | What::Held { episode, .. }
        | What::Edited { episode } => Some(*episode),
        What::Answers { episode, .. } | What::Note { episode, .. } => *episode,
        What::Assessed(assessed) => assessed.episode,
        What::QuietNight | What::Undone { .. } | What::Day(_) | What::Medicine(_) => None,
    }
}

fn add(bout: &mut Bout, entry: &Entry) {
    let here = (entry.at, entry.offset_seconds);
    match &entry.what {
        What::Cramp { .. } => {
            bout.at = Some(here);
            bout.zone.clone_from(&entry.zone);
            bout.cramp = true;
        }
        What::LetGo { minutes, .. } => {
            bout.minutes = *minutes;
            bout.has_ended = true;
        }
        What::Held { minutes, .. } => {
            bout.at_least = Some(bout.at_least.map_or(*minutes, |before| before.max(*minutes)));
        }
        What::Answers { facts, .. } => bout.know(facts),
        What::Assessed(assessed) => {
            if bout.at.is_none() {
                bout.at = Some(here);
                bout.zone.clone_from(&entry.zone);
            }
            bout.urgency = Some(assessed.urgency);
        }
        What::Note { text, .. } => bout.notes.push(text.clone()),
        What::Edited { .. } => bout.edited = Some(here),
        What::QuietNight | What::Undone { .. } | What::Day(_) | What::Medicine(_) => {}
    }
}
