//! The diary as a plain list: the last bouts, newest first, each with what is known of it.
//!
//! Unknown, none and not asked are printed differently: what was never asked is not mentioned.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::bout::{self, Bout};
use super::card::menu_button;
use super::care;
use super::exchange::{Exchange, escape};
use super::fact::Fact;
use super::letter::{Button, Keyboard};
use super::nights;
use super::summary;
use super::understanding::meaning::Period;
use crate::ids::{EpisodeId, SubjectId};
use crate::library::rule::Urgency;
use crate::library::value::Value;
use crate::library::words::Blank;

/// Bouts shown in one message.
const MOST_BOUTS: usize = 10;
/// Entries read for them: a bout has about five.
const MOST_ENTRIES: usize = 120;
/// Longest note shown, in characters.
const MOST_OF_A_NOTE: usize = 100;

/// The writer's, with the way to that of someone they care for.
pub fn show(ex: &mut Exchange<'_>) {
    show_of(ex, SubjectId::WRITER);
}

pub fn show_of(ex: &mut Exchange<'_>, subject: SubjectId) {
    show_some(ex, subject, false, None, None);
}

/// Cramps alone or all bouts, of a period or of any time, at most so many.
pub fn show_some(ex: &mut Exchange<'_>, subject: SubjectId, cramps: bool, period: Option<Period>, limit: Option<u32>) {
    let stretch = period.map(|period| summary::stretch(period, &ex.local(ex.now)));
    let is_wanted = |bout: &Bout| {
        let evening = bout.local().map(bout::night_of);
        let is_in = stretch.as_ref().is_none_or(|wanted| evening.is_some_and(|at| wanted.evenings.contains(&at)));
        is_in && (bout.cramp || !cramps)
    };
    let bouts: Vec<Bout> = newest_bouts(ex, subject).into_iter().filter(is_wanted).collect();
    let most = limit.map_or(MOST_BOUTS, |limit| (limit as usize).clamp(1, MOST_BOUTS));
    if bouts.is_empty() {
        let text = ex.phrase(if ex.chat.has_consent() { "diary-empty" } else { "diary-needs-consent" }, &[]);
        return ex.say(text, ways_on(ex, subject));
    }
    let lines = bouts.iter().take(most).map(|bout| line(ex, bout));
    let head = if subject.is_writer() { ex.phrase("diary", &[]) } else { ex.phrase("diary-of-other", &[]) };
    let text = lines.fold(head, |text, line| format!("{text}\n\n{line}"));
    let keyboard = ways_on(ex, subject);
    ex.say(text, keyboard);
}

/// A quiet night, while last night is not logged; from one diary to the other, when there are two.
fn ways_on(ex: &Exchange<'_>, subject: SubjectId) -> Keyboard {
    let mut rows: Vec<Vec<Button>> = Vec::new();
    if subject.is_writer() {
        rows.extend(nights::quiet_button(ex).map(|button| vec![button]));
    }
    if care::has_diary(ex) {
        let other = if subject.is_writer() { care::diary_button(ex) } else { menu_button(ex, "button-diary", "diary") };
        rows.push(vec![other]);
    }
    if rows.is_empty() { Keyboard::None } else { Keyboard::Inline(rows) }
}

/// All bouts that the newest entries tell of, newest first.
fn newest_bouts(ex: &Exchange<'_>, subject: SubjectId) -> Vec<Bout> {
    let stored = ex.diary.newest(subject, MOST_ENTRIES);
    let mut bouts = bout::bouts(stored.iter().chain(ex.entries.iter().filter(|entry| entry.subject == subject)));
    add_running(ex, &mut bouts);
    let mut bouts: Vec<Bout> = bouts.into_values().collect();
    bouts.sort_by_key(|bout| std::cmp::Reverse(bout.at));
    bouts
}

/// The open conversation's answers belong to its bout although they are not in the diary yet.
fn add_running(ex: &Exchange<'_>, bouts: &mut BTreeMap<EpisodeId, Bout>) {
    for (id, bout) in bouts {
        let facts: Vec<Fact> = ex.chat.facts.iter().filter(|fact| fact.episode == Some(*id)).cloned().collect();
        bout.know(&facts);
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
    let minutes = bout.length();
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
    bout::local(at, offset_seconds).strftime("%-d %b %H:%M").to_string()
}
