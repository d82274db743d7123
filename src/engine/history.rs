//! The diary as a plain list: the last bouts, newest first, each with what is known of it.
//!
//! Unknown, none and not asked are printed differently: what was never asked is not mentioned.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use super::diary::{Entry, What};
use super::exchange::{Exchange, escape};
use super::fact::Fact;
use super::letter::Keyboard;
use crate::ids::{EpisodeId, FindingKey, SubjectId};
use crate::library::rule::Urgency;
use crate::library::value::Value;
use crate::library::words::Blank;

/// Bouts shown in one message.
const MOST_BOUTS: usize = 10;
/// Entries read for them: a bout has about five.
const MOST_ENTRIES: usize = 120;
/// Longest note shown, in characters.
const MOST_OF_A_NOTE: usize = 100;

/// One bout of trouble put together from its entries.
#[derive(Default)]
struct Bout {
    at: Option<(Timestamp, i32)>,
    cramp: bool,
    minutes: Option<f64>,
    known: BTreeMap<FindingKey, Value>,
    urgency: Option<Urgency>,
    notes: Vec<String>,
}

pub fn show(ex: &mut Exchange<'_>) {
    let bouts = bouts(ex);
    if bouts.is_empty() {
        let text = ex.phrase(if ex.chat.has_consent() { "diary-empty" } else { "diary-needs-consent" }, &[]);
        return ex.say(text, Keyboard::None);
    }
    let lines = bouts.iter().take(MOST_BOUTS).map(|bout| line(ex, bout));
    let text = lines.fold(ex.phrase("diary", &[]), |text, line| format!("{text}\n\n{line}"));
    ex.say(text, Keyboard::None);
}

/// All bouts that the newest entries tell of, newest first.
fn bouts(ex: &Exchange<'_>) -> Vec<Bout> {
    let mut entries = ex.diary.newest(SubjectId(0), MOST_ENTRIES);
    entries.reverse();
    entries.extend(ex.entries.iter().cloned());
    entries.sort_by_key(|entry| entry.number);
    let undone: Vec<u32> = entries
        .iter()
        .filter_map(|entry| if let What::Undone { number } = entry.what { Some(number) } else { None })
        .collect();
    let mut bouts: BTreeMap<EpisodeId, Bout> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| !undone.contains(&entry.number)) {
        if let Some(episode) = episode_of(entry) {
            add(bouts.entry(episode).or_default(), entry);
        }
    }
    add_running(ex, &mut bouts);
    let mut bouts: Vec<Bout> = bouts.into_values().filter(|bout| bout.at.is_some()).collect();
    bouts.sort_by_key(|bout| std::cmp::Reverse(bout.at));
    bouts
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
        What::Answers { facts, .. } => know(bout, facts),
        What::Assessed(assessed) => {
            bout.at.get_or_insert(here);
            bout.urgency = Some(assessed.urgency);
        }
        What::Note { text, .. } => bout.notes.push(text.clone()),
        What::QuietNight | What::Undone { .. } | What::Day(_) => {}
    }
}

/// The open conversation's answers belong to its bout although they are not in the diary yet.
fn add_running(ex: &Exchange<'_>, bouts: &mut BTreeMap<EpisodeId, Bout>) {
    let Some(bout) = ex.chat.episode.as_ref().and_then(|episode| bouts.get_mut(&episode.id)) else {
        return;
    };
    let facts: Vec<Fact> = ex.chat.facts.iter().filter(|fact| fact.episode.is_some()).cloned().collect();
    know(bout, &facts);
}

fn know(bout: &mut Bout, facts: &[Fact]) {
    for fact in facts.iter().filter(|fact| fact.withdrawn.is_none() && fact.value != Value::Unsure) {
        bout.known.insert(fact.finding.clone(), fact.value.clone());
    }
}

fn line(ex: &Exchange<'_>, bout: &Bout) -> String {
    let time = bout.at.map(|(at, offset)| when(at, offset)).unwrap_or_default();
    let what = ex.phrase(if bout.cramp { "entry-cramp" } else { "entry-checkup" }, &[]);
    let mut parts = vec![what];
    if let Some(Value::Words(sites)) = bout.known.get("cramp_sites") {
        parts.extend(sites.iter().map(|site| ex.phrase("entry-site", &[("site", Blank::Text(site))])));
    }
    if let Some(Value::Word(side)) = bout.known.get("side") {
        parts.push(ex.phrase("entry-side", &[("side", Blank::Text(side))]));
    }
    if let Some(Value::Number(pain)) = bout.known.get("pain_score") {
        parts.push(ex.phrase("entry-pain", &[("pain", Blank::Number(*pain))]));
    }
    let minutes = bout.minutes.or(match bout.known.get("duration_minutes") {
        Some(Value::Number(minutes)) => Some(*minutes),
        _ => None,
    });
    match minutes {
        Some(minutes) if minutes < 1.0 => parts.push(ex.phrase("entry-under-a-minute", &[])),
        Some(minutes) => parts.push(ex.phrase("entry-minutes", &[("minutes", Blank::Number(minutes.round()))])),
        None => {}
    }
    if bout.known.is_empty() && minutes.is_none() {
        parts.push(ex.phrase("entry-unknown", &[]));
    }
    parts.extend(bout.urgency.map(|urgency| advice(ex, urgency)));
    let notes: String = bout
        .notes
        .iter()
        .map(|note| format!("\n“{}”", escape(&note.chars().take(MOST_OF_A_NOTE).collect::<String>())))
        .collect();
    format!("<b>{time}</b>  {}{notes}", parts.join(", "))
}

fn advice(ex: &Exchange<'_>, urgency: Urgency) -> String {
    match urgency {
        Urgency::Emergency => ex.phrase("entry-emergency", &[]),
        Urgency::Urgent => ex.phrase("entry-urgent", &[]),
        Urgency::Routine => ex.phrase("entry-routine", &[]),
        Urgency::SelfCare => ex.phrase("entry-self-care", &[]),
    }
}

/// On the clock that the person had at the time: travel moves no entry.
fn when(at: Timestamp, offset_seconds: i32) -> String {
    let offset = Offset::from_seconds(offset_seconds).unwrap_or(Offset::UTC);
    at.to_zoned(TimeZone::fixed(offset)).strftime("%-d %b %H:%M").to_string()
}
