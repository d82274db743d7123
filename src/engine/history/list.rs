//! The diary as a plain list: five bouts to a page, newest first, each with what is known of it.
//!
//! What was never asked is not mentioned here; the card of an entry says it.

use super::naming;
use super::shelf;
use super::{button, data};
use crate::engine::bout::Bout;
use crate::engine::card::menu_button;
use crate::engine::care;
use crate::engine::exchange::{Exchange, escape};
use crate::engine::letter::{Button, Keyboard};
use crate::engine::nights;
use crate::engine::summary;
use crate::engine::understanding::meaning::Period;
use crate::ids::{EpisodeId, SubjectId};
use crate::library::rule::Urgency;
use crate::library::value::Value;
use crate::library::words::Blank;

/// Bouts on a page.
const ON_A_PAGE: usize = 5;
/// Bouts shown in one message when so many were asked for.
const MOST_BOUTS: usize = 10;
/// Longest note shown, in characters.
const MOST_OF_A_NOTE: usize = 100;

/// The writer's, with the way to that of someone they care for.
pub fn show(ex: &mut Exchange<'_>) {
    show_of(ex, SubjectId::WRITER);
}

pub fn show_of(ex: &mut Exchange<'_>, subject: SubjectId) {
    ex.turned_to(subject, |ex| page(ex, ""));
}

/// Cramps alone or all bouts, of a period or of any time, at most so many.
pub fn show_some(ex: &mut Exchange<'_>, subject: SubjectId, cramps: bool, period: Option<Period>, limit: Option<u32>) {
    if !cramps && period.is_none() && limit.is_none() {
        return show_of(ex, subject);
    }
    ex.turned_to(subject, |ex| some(ex, cramps, period, limit));
}

fn some(ex: &mut Exchange<'_>, cramps: bool, period: Option<Period>, limit: Option<u32>) {
    let stretch = period.map(|period| summary::stretch_of(ex, period));
    let is_wanted = |bout: &Bout| {
        let evening = bout.local().map(|local| ex.night_of(local));
        let is_in = stretch.as_ref().is_none_or(|wanted| evening.is_some_and(|at| wanted.evenings.contains(&at)));
        is_in && (bout.cramp || !cramps)
    };
    let most = limit.map_or(MOST_BOUTS, |limit| (limit as usize).clamp(1, MOST_BOUTS));
    let (mut bouts, _) = shelf::bouts(ex, |found| found.iter().filter(|(_, bout)| is_wanted(bout)).count() >= most);
    bouts.retain(|(_, bout)| is_wanted(bout));
    bouts.truncate(most);
    say(ex, &bouts, Vec::new(), true);
}

/// One page: `p12` has bout 12 on it, `o12` is what is older than it, `n12` what is newer; anything else is the first.
pub(super) fn page(ex: &mut Exchange<'_>, place: &str) {
    let (side, number) = place.split_at_checked(1).unwrap_or(("", ""));
    let wanted: Option<EpisodeId> = number.parse().ok().map(EpisodeId);
    let place_of = |found: &[(EpisodeId, Bout)]| found.iter().position(|(id, _)| Some(*id) == wanted);
    let from = |found: &[(EpisodeId, Bout)]| match (side, place_of(found)) {
        ("p", Some(place)) => place / ON_A_PAGE * ON_A_PAGE,
        ("o", Some(place)) => place + 1,
        ("n", Some(place)) => place.saturating_sub(ON_A_PAGE),
        _ => 0,
    };
    let is_enough = |found: &[(EpisodeId, Bout)]| {
        (wanted.is_none() || place_of(found).is_some()) && found.len() > from(found) + ON_A_PAGE
    };
    let (bouts, _) = shelf::bouts(ex, is_enough);
    // Beyond the oldest there is the last page.
    let from = from(&bouts).min(bouts.len().saturating_sub(1) / ON_A_PAGE * ON_A_PAGE);
    let shown: Vec<_> = bouts.iter().skip(from).take(ON_A_PAGE).cloned().collect();
    let mut turning = Vec::new();
    if let Some((last, _)) = shown.last().filter(|_| bouts.len() > from + ON_A_PAGE) {
        turning.push(button(ex, "button-older", "diary", &format!("o{}", last.0)));
    }
    if let Some((first, _)) = shown.first().filter(|_| from > 0) {
        turning.push(button(ex, "button-newer", "diary", &format!("n{}", first.0)));
    }
    say(ex, &shown, turning, from == 0);
}

fn say(ex: &mut Exchange<'_>, bouts: &[(EpisodeId, Bout)], turning: Vec<Button>, is_newest: bool) {
    if !ex.chat.has_consent() {
        return super::needs_consent(ex);
    }
    let ways_on = ways_on(ex);
    if bouts.is_empty() {
        let text = ex.phrase("diary-empty", &[]);
        return ex.say(text, Keyboard::Inline(ways_on));
    }
    let head = match (ex.chat.about.is_writer(), is_newest) {
        (true, true) => ex.phrase("diary", &[]),
        (true, false) => ex.phrase("diary-older", &[]),
        (false, _) => ex.phrase("diary-of-other", &[]),
    };
    let lines = bouts.iter().zip(1..).map(|((_, bout), number)| format!("{number} {}", line(ex, bout)));
    let text = lines.fold(head, |text, line| format!("{text}\n\n{line}"));
    let text = format!("{text}\n\n{}", ex.phrase("diary-open", &[]));
    let numbers = bouts.iter().zip(1..).map(|((episode, _), number)| Button {
        label: format!("{number}"),
        data: data(ex, "entry", &episode.0.to_string()),
    });
    let numbers: Vec<Button> = numbers.collect();
    let mut rows: Vec<Vec<Button>> = numbers.chunks(ON_A_PAGE).map(<[Button]>::to_vec).collect();
    rows.extend((!turning.is_empty()).then_some(turning));
    rows.extend(ways_on);
    ex.say_list(text, bouts.len(), Keyboard::Inline(rows));
}

/// A quiet night, while last night is not logged; to the months, to adding, and from one diary to the other when there
/// are two.
fn ways_on(ex: &Exchange<'_>) -> Vec<Vec<Button>> {
    let quiet = nights::quiet_button(ex).filter(|_| ex.chat.about.is_writer());
    let mut rows: Vec<Vec<Button>> = quiet.into_iter().map(|quiet| vec![quiet]).collect();
    rows.push(vec![button(ex, "button-month", "month", ""), button(ex, "button-add", "add", "")]);
    if care::has_diary(ex) {
        let is_writers = ex.chat.about.is_writer();
        rows.push(vec![if is_writers { care::diary_button(ex) } else { menu_button(ex, "button-diary", "diary") }]);
    }
    rows
}

fn line(ex: &Exchange<'_>, bout: &Bout) -> String {
    let time = bout.at.map(|at| naming::when(ex, at)).unwrap_or_default();
    let what = ex.phrase(if bout.cramp { "entry-cramp" } else { "entry-checkup" }, &[]);
    let mut parts = vec![what];
    parts.extend(["cramp_sites", "side", "pain_score"].iter().filter_map(|finding| known(ex, bout, finding)));
    let minutes = bout.length();
    parts.extend(minutes.map(|minutes| length(ex, minutes)));
    parts.extend(bout.shortest().map(|minutes| at_least(ex, minutes)));
    if bout.known.is_empty() && minutes.is_none() && bout.at_least.is_none() {
        parts.push(ex.phrase("entry-unknown", &[]));
    }
    parts.extend(bout.urgency.map(|urgency| advice(ex, urgency)));
    let notes: String = bout.notes.iter().map(|note| format!("\n{}", quoted(note))).collect();
    format!("<b>{time}</b>  {}{notes}", parts.join(", "))
}

pub(super) fn quoted(note: &str) -> String {
    format!("“{}”", escape(&note.chars().take(MOST_OF_A_NOTE).collect::<String>()))
}

/// What is known of one finding, in a word or two.
pub(super) fn known(ex: &Exchange<'_>, bout: &Bout, finding: &str) -> Option<String> {
    match (finding, bout.known.get(finding)?) {
        ("cramp_sites", Value::Words(sites)) if sites.is_empty() => None,
        ("cramp_sites", Value::Words(sites)) => {
            let sites = sites.iter().map(|site| ex.phrase("entry-site", &[("site", Blank::Text(site))]));
            Some(sites.collect::<Vec<_>>().join(", "))
        }
        ("side", Value::Word(side)) => Some(ex.phrase("entry-side", &[("side", Blank::Text(side))])),
        ("pain_score", Value::Number(pain)) => Some(ex.phrase("entry-pain", &[("pain", Blank::Number(*pain))])),
        _ => None,
    }
}

pub(super) fn length(ex: &Exchange<'_>, minutes: f64) -> String {
    if minutes < 1.0 {
        return ex.phrase("entry-under-a-minute", &[]);
    }
    ex.phrase("entry-minutes", &[("minutes", Blank::Number(minutes.round()))])
}

/// What is known of the length of a cramp that nobody saw the end of.
pub(super) fn at_least(ex: &Exchange<'_>, minutes: f64) -> String {
    ex.phrase("entry-at-least", &[("length", Blank::Text(&length(ex, minutes.floor())))])
}

pub(super) fn advice(ex: &Exchange<'_>, urgency: Urgency) -> String {
    match urgency {
        Urgency::Emergency => ex.phrase("entry-emergency", &[]),
        Urgency::Urgent => ex.phrase("entry-urgent", &[]),
        Urgency::Routine => ex.phrase("entry-routine", &[]),
        Urgency::SelfCare => ex.phrase("entry-self-care", &[]),
    }
}
