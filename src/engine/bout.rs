//! Bouts of trouble put together from the diary's entries: one cramp or check-up, with all that was told about it.
//!
//! Reads entries only; never words them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

use super::diary::{Entry, What};
use super::fact::Fact;
use crate::ids::{EpisodeId, FindingKey};
use crate::library::rule::Urgency;
use crate::library::value::Value;

/// A night is counted from noon to noon.
const NIGHT_TURNS_AT: i64 = 12;

/// One bout of trouble put together from its entries.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bout {
    /// When it began, and the offset of the person's clock then, in seconds.
    pub at: Option<(Timestamp, i32)>,
    pub cramp: bool,
    /// Until it let go; absent when unknown.
    pub minutes: Option<f64>,
    pub known: BTreeMap<FindingKey, Value>,
    pub urgency: Option<Urgency>,
    pub notes: Vec<String>,
}

impl Bout {
    /// Takes the newest answers in; "not sure" and withdrawn ones tell nothing.
    pub fn know(&mut self, facts: &[Fact]) {
        for fact in facts.iter().filter(|fact| fact.withdrawn.is_none() && fact.value != Value::Unsure) {
            self.known.insert(fact.finding.clone(), fact.value.clone());
        }
    }

    /// Minutes it held, measured or told.
    pub fn length(&self) -> Option<f64> {
        self.minutes.or(self.number("duration_minutes"))
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

/// Numbers of the entries that were taken back.
pub fn undone<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> BTreeSet<u32> {
    entries
        .into_iter()
        .filter_map(|entry| if let What::Undone { number } = entry.what { Some(number) } else { None })
        .collect()
}

/// The person's own clock at an instant.
pub fn local(at: Timestamp, offset_seconds: i32) -> DateTime {
    Offset::from_seconds(offset_seconds).unwrap_or(Offset::UTC).to_datetime(at)
}

/// The evening's date of the night that a local time belongs to: 03:00 on the 22nd is the night of the 21st.
pub fn night_of(local: DateTime) -> Date {
    let turned = local.checked_sub(jiff::Span::new().hours(NIGHT_TURNS_AT));
    turned.map_or(local.date(), DateTime::date)
}

fn episode_of(entry: &Entry) -> Option<EpisodeId> {
    match &entry.what {
        What::Cramp { episode } | What::LetGo { episode, .. } => Some(*episode),
        What::Answers { episode, .. } | What::Note { episode, .. } => *episode,
        What::Assessed(assessed) => assessed.episode,
        What::QuietNight | What::Undone { .. } | What::Day(_) => None,
    }
}

fn add(bout: &mut Bout, entry: &Entry) {
    let here = (entry.at, entry.offset_seconds);
    match &entry.what {
        What::Cramp { .. } => {
            bout.at = Some(here);
            bout.cramp = true;
        }
        What::LetGo { minutes, .. } => bout.minutes = *minutes,
        What::Answers { facts, .. } => bout.know(facts),
        What::Assessed(assessed) => {
            bout.at.get_or_insert(here);
            bout.urgency = Some(assessed.urgency);
        }
        What::Note { text, .. } => bout.notes.push(text.clone()),
        What::QuietNight | What::Undone { .. } | What::Day(_) => {}
    }
}
