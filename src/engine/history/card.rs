//! The card of one entry: all that was told about it, with what was not asked, not sure and none kept apart.

use super::field::{Field, in_words};
use super::list::{advice, at_least, quoted};
use super::shelf::Found;
use super::shown::{self, Rows};
use super::{button, naming};
use crate::engine::acting::undo;
use crate::engine::bout::{self, Bout};
use crate::engine::exchange::Exchange;
use crate::engine::letter::Button;
use crate::engine::recent::Record;
use crate::ids::FindingKey;
use crate::library::value::Value;
use crate::library::words::Blank;

/// Whether the cramps spoil sleep and the next day; told of them together, so the number of this one goes before it.
const DISTURBED: &str = "sleep_disrupted";

/// Asked of few, and never one after the other.
const SELDOM: [Field; 3] = [Field::Sleep, Field::Sore, Field::Tried];

pub(super) fn show(ex: &mut Exchange<'_>, found: &Found) {
    let text = text(ex, &found.bout);
    put(ex, found, text);
}

/// The same below a line.
pub(super) fn show_under(ex: &mut Exchange<'_>, found: &Found, line: &str) {
    let text = under(ex, found, line);
    put(ex, found, text);
}

fn put(ex: &mut Exchange<'_>, found: &Found, text: String) {
    let rows = buttons(ex, found);
    shown::say(ex, found.episode, text, Rows { rows, amounts: false });
    shown::is_here(ex, found.episode);
}

pub(super) fn under(ex: &Exchange<'_>, found: &Found, line: &str) -> String {
    format!("{line}\n\n{}", text(ex, &found.bout))
}

/// The Undo of what was written last about the entry, as long as it works.
pub(super) fn undo(ex: &Exchange<'_>, found: &Found) -> Option<Button> {
    let is_of_it = |record: &Record| match record {
        Record::Cramp { entries } => found.entries.iter().any(|entry| entries.contains(&entry.number)),
        Record::Edited { episode, .. } | Record::Bout { episode, .. } | Record::LetGo { episode, .. } => {
            *episode == found.episode
        }
        _ => false,
    };
    let mut written = ex.chat.written.iter().rev().filter(|written| !written.undone && undo::works(ex, written));
    let number = written.find(|written| is_of_it(&written.what))?.number;
    undo::buttons(ex, number).next()
}

pub(super) fn buttons(ex: &Exchange<'_>, found: &Found) -> Vec<Vec<Button>> {
    let number = found.episode.0;
    let mut ways = vec![button(ex, "button-to-diary", "diary", &format!("p{number}"))];
    ways.extend(undo(ex, found));
    vec![
        vec![
            button(ex, "button-edit", "entry", &format!("{number}.edit")),
            button(ex, "button-delete-entry", "entry", &format!("{number}.delete")),
        ],
        ways,
    ]
}

pub(super) fn text(ex: &Exchange<'_>, bout: &Bout) -> String {
    let when = bout.at.map(|at| naming::when(ex, at)).unwrap_or_default();
    let head = if bout.cramp { "entry-head-cramp" } else { "entry-head-checkup" };
    let mut lines = vec![ex.phrase(head, &[("when", Blank::Text(&when))])];
    if ex.chat.profile.zone.as_deref().is_some_and(|zone| zone != bout.zone) {
        lines.push(ex.phrase("entry-clock", &[("zone", Blank::Text(&bout.zone))]));
    }
    let asked = [Field::Where, Field::Side, Field::Pain, Field::Minutes];
    lines.extend(asked.into_iter().filter(|field| bout.cramp || *field != Field::Minutes).map(|it| line(ex, bout, it)));
    lines.extend(seldom_asked(ex, bout));
    lines.extend(never_asked(ex, bout));
    lines.push(notes(ex, bout));
    lines.extend(bout.urgency.map(|urgency| capital_line(&advice(ex, urgency))));
    lines.extend(bout.edited.map(|(at, offset)| {
        let on = naming::date(ex, bout::local(at, offset).date());
        ex.phrase("entry-edited", &[("date", Blank::Text(&on))])
    }));
    lines.join("\n")
}

/// `Side: left`, `Side: not sure`, `Side: not asked`.
fn line(ex: &Exchange<'_>, bout: &Bout, field: Field) -> String {
    let value = told(ex, bout, field).unwrap_or_else(|| {
        let is_over = field == Field::Minutes && bout.has_ended;
        ex.phrase(if is_over { "entry-not-known" } else { "entry-not-asked" }, &[])
    });
    labelled(ex, field.name(), &value)
}

/// What was answered, also "not sure"; nothing for what was not asked.
fn told(ex: &Exchange<'_>, bout: &Bout, field: Field) -> Option<String> {
    let finding = field.finding()?;
    let measured = bout.length().map(Value::Number).filter(|_| field == Field::Minutes);
    match measured.as_ref().or(bout.known.get(&finding)) {
        Some(value) => Some(in_words(ex, field, value)),
        None if bout.unsure.contains(&finding) => Some(ex.phrase("entry-not-sure", &[])),
        None => bout.shortest().filter(|_| field == Field::Minutes).map(|minutes| at_least(ex, minutes)),
    }
}

fn labelled(ex: &Exchange<'_>, what: &str, value: &str) -> String {
    ex.phrase("entry-line", &[("what", Blank::Text(what)), ("value", Blank::Text(value))])
}

/// Sleep, soreness and what was tried, where something was told of them.
fn seldom_asked(ex: &Exchange<'_>, bout: &Bout) -> Vec<String> {
    let spoilt = match bout.known.get(&FindingKey::from(DISTURBED)) {
        Some(Value::Flag(true)) => Some("entry-disturbed"),
        Some(Value::Flag(false)) => Some("entry-not-disturbed"),
        _ => None,
    };
    let spoilt = spoilt.map(|phrase| labelled(ex, "nights", &ex.phrase(phrase, &[])));
    let told = SELDOM.into_iter().filter_map(|field| Some(labelled(ex, field.name(), &told(ex, bout, field)?)));
    told.chain(spoilt).collect()
}

/// The others of them in one line, for a cramp: "not asked" is no "none".
fn never_asked(ex: &Exchange<'_>, bout: &Bout) -> Option<String> {
    let unasked = SELDOM.into_iter().filter(|field| bout.cramp && told(ex, bout, *field).is_none());
    let names: Vec<String> =
        unasked.map(|field| ex.phrase("entry-unasked", &[("field", Blank::Text(field.name()))])).collect();
    (!names.is_empty()).then(|| labelled(ex, "unasked", &names.join(", ")))
}

fn notes(ex: &Exchange<'_>, bout: &Bout) -> String {
    let notes: Vec<String> = bout.notes.iter().map(|note| quoted(note)).collect();
    let notes = if notes.is_empty() { ex.phrase("entry-none", &[]) } else { notes.join(" ") };
    labelled(ex, "note", &notes)
}

fn capital_line(line: &str) -> String {
    let mut letters = line.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
