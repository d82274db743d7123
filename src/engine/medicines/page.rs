//! The list as its owner sees it, and one medicine of it with what can be changed.

use jiff::civil::Date;

use super::FINDING;
use super::change::list as all;
use super::kept::{Day, Medicine};
use super::wanted::{Typed, want};
use crate::engine::exchange::{Exchange, escape};
use crate::engine::letter::{Button, Keyboard};
use crate::engine::press::menu_data;
use crate::engine::{card, care};
use crate::ids::FindingKey;
use crate::library::value::Value;
use crate::library::words::Blank;

const IN_A_ROW: usize = 6;

pub(super) fn list(ex: &mut Exchange<'_>) {
    let medicines = all(ex);
    let mut text = ex.phrase(if medicines.is_empty() { "medicines-empty" } else { "medicines-title" }, &[]);
    for (medicine, place) in medicines.iter().zip(1..) {
        text = format!("{text}\n{place} {}", in_words(medicine, &|key, blanks| ex.phrase(key, blanks), Style::Screen));
    }
    if let Some(facts) = from_answers(ex) {
        let line = ex.phrase("medicines-from-answers", &[("facts", Blank::Text(&facts))]);
        text = format!("{text}\n\n{line}");
    }
    if care::has_diary(ex) || ex.chat.conversation.as_ref().is_some_and(|open| !open.subject.is_writer()) {
        text = format!("{text}\n\n{}", ex.phrase("medicines-own", &[]));
    }
    text = format!("{text}\n\n{}", ex.phrase("medicines-foot", &[]));
    let numbers = medicines
        .iter()
        .zip(1..)
        .map(|(medicine, place)| Button { label: format!("{place}"), data: data(&medicine.number.to_string()) });
    let numbers: Vec<Button> = numbers.collect();
    let mut rows: Vec<Vec<Button>> = numbers.chunks(IN_A_ROW).map(<[Button]>::to_vec).collect();
    rows.push(vec![button(ex, "button-medicine-add", "add")]);
    ex.say_list(text, medicines.len(), Keyboard::Inline(rows));
    want(ex, Typed::Line);
}

/// What answers to questions say is taken, and nothing on the list stands for.
fn from_answers(ex: &Exchange<'_>) -> Option<String> {
    let key = FindingKey::from(FINDING);
    let known = ex.chat.findings(&ex.library.vocabulary, ex.now);
    let Some(Value::Words(told)) = known.get(&key) else { return None };
    let is_listed = |kind: &&String| ex.chat.medicines.iter().any(|one| one.is_taken() && one.kinds.contains(*kind));
    let rest = told.iter().filter(|kind| !is_listed(kind)).cloned().collect();
    card::in_words(ex, &key, &Value::Words(rest))
}

/// One of the list; `first` goes before it.
pub(super) fn card(ex: &mut Exchange<'_>, medicine: &Medicine, first: Option<String>) {
    let number = medicine.number;
    let line = in_words(medicine, &|key, blanks| ex.phrase(key, blanks), Style::Screen);
    let text = first.map_or(line.clone(), |first| format!("{first}\n{line}"));
    let verb = |phrase: &str, verb: &str| button(ex, phrase, &format!("{number}.{verb}"));
    let first =
        if medicine.is_taken() { verb("button-medicine-stop", "stop") } else { verb("button-medicine-again", "again") };
    let rows = vec![
        vec![first],
        vec![verb("button-medicine-words", "words"), verb("button-medicine-since", "since")],
        vec![verb("button-medicine-remove", "remove"), button(ex, "button-medicines", "")],
    ];
    ex.say(text, Keyboard::Inline(rows));
}

/// For whom a line is written: on the screen days are short, on paper they are ISO.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Screen,
    Paper,
}

/// Words of a phrase with its blanks.
type Say<'a> = dyn Fn(&str, &[(&str, Blank<'_>)]) -> String + 'a;

/// `magnesium 300 mg: since 21 Nov 2026`.
pub fn in_words(medicine: &Medicine, say: &Say<'_>, style: Style) -> String {
    let part = |key: &str, day: Day| {
        let (how, day) = named(day, style);
        say(key, &[("how", Blank::Text(how)), ("day", Blank::Text(&day))])
    };
    let text =
        if style == Style::Screen { format!("<b>{}</b>", escape(&medicine.text)) } else { medicine.text.clone() };
    let began = part("medicine-began", medicine.began);
    match medicine.ended {
        None => format!("{text}: {began}"),
        Some(ended) => format!("{text}: {began}, {}", part("medicine-ended", ended)),
    }
}

/// How well a day is known, and the day.
fn named(day: Day, style: Style) -> (&'static str, String) {
    let as_day = |date: Date| match style {
        Style::Screen => date.strftime("%-d %b %Y").to_string(),
        Style::Paper => date.to_string(),
    };
    let as_month = |date: Date| match style {
        Style::Screen => date.strftime("%b %Y").to_string(),
        Style::Paper => date.strftime("%Y-%m").to_string(),
    };
    match day {
        Day::Unsure => ("unsure", String::new()),
        Day::On(date) => ("on", as_day(date)),
        Day::About(date) => ("about", as_day(date)),
        Day::Month(date) => ("in", as_month(date)),
        Day::Year(date) => ("in", date.year().to_string()),
        Day::Before(date) => ("before", as_day(date)),
    }
}

pub(super) fn button(ex: &Exchange<'_>, phrase: &str, what: &str) -> Button {
    Button { label: ex.phrase(phrase, &[]), data: data(what) }
}

pub(super) fn data(what: &str) -> String {
    menu_data("medicine", Some(what).filter(|what| !what.is_empty()))
}

/// A day on a button: `o2026-11-22` (on), `a…` (about), `b…` (before), `u` (not sure).
pub(super) fn day_name(day: Day) -> String {
    match day {
        Day::On(date) => format!("o{date}"),
        Day::About(date) => format!("a{date}"),
        Day::Before(date) => format!("b{date}"),
        Day::Month(_) | Day::Year(_) | Day::Unsure => "u".to_owned(),
    }
}

/// The day of a button.
pub(super) fn day_of(name: &str) -> Option<Day> {
    let (kind, date) = name.split_at_checked(1)?;
    match (kind, date.parse()) {
        ("o", Ok(date)) => Some(Day::On(date)),
        ("a", Ok(date)) => Some(Day::About(date)),
        ("b", Ok(date)) => Some(Day::Before(date)),
        ("u", _) => Some(Day::Unsure),
        _ => None,
    }
}
