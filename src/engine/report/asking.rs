//! Asking for the page: from a card, by `/report`, with a choice of period and of notes.

use jiff::ToSpan;

use crate::engine::bout::night_of;
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Attachment, Button, Keyboard, Period};
use crate::engine::press;
use crate::library::words::Blank;

/// Months a page looks back on, unless told otherwise.
const USUAL_MONTHS: i32 = 3;
/// Periods offered.
const MONTHS: [i32; 3] = [1, 3, 12];
const MOST_MONTHS: i32 = 24;
/// On the buttons: with the person's own words.
const WITH_NOTES: &str = "notes";

/// `/report`, `/report 6`: the page with its choices.
pub fn report(ex: &mut Exchange<'_>, argument: &str) {
    match read(argument) {
        Some((months, notes)) => send(ex, months, notes, true),
        None => {
            let text = ex.phrase("report-which", &[("most", Blank::Number(f64::from(MOST_MONTHS)))]);
            ex.say(text, Keyboard::None);
        }
    }
}

/// "Save for my doctor": without buttons, so that those of the card stay.
pub fn save(ex: &mut Exchange<'_>) {
    send(ex, USUAL_MONTHS, false, false);
}

/// `6`, `6 months`, `6 notes`, nothing. Absent when it is something else or too much.
fn read(argument: &str) -> Option<(i32, bool)> {
    let said = argument.to_lowercase();
    let mut words: Vec<&str> = said.split([' ', '.']).filter(|word| !word.is_empty()).collect();
    let before = words.len();
    words.retain(|word| *word != WITH_NOTES);
    let notes = words.len() < before;
    let months = match words.as_slice() {
        [] => USUAL_MONTHS,
        [number] | [number, "month" | "months"] => number.parse().ok()?,
        _ => return None,
    };
    (1..=MOST_MONTHS).contains(&months).then_some((months, notes))
}

fn send(ex: &mut Exchange<'_>, months: i32, notes: bool, choices: bool) {
    if ex.diary.count() + ex.entries.len() == 0 {
        let text = ex.phrase(if ex.chat.has_consent() { "diary-empty" } else { "diary-needs-consent" }, &[]);
        return ex.say(text, Keyboard::None);
    }
    let now = ex.local(ex.now).datetime();
    let until = night_of(now);
    let from = until.checked_sub(months.months()).unwrap_or(until);
    let up_to = ex.chat.counters.entries;
    let recipe = Attachment::Report(Period { from, until, asked_on: now.date(), up_to, notes, made: ex.now });
    let key = match (choices, notes) {
        (false, _) => "report-saved",
        (true, false) => "report-made",
        (true, true) => "report-made-notes",
    };
    let text = ex.phrase(key, &[("months", Blank::Number(f64::from(months)))]);
    let keyboard = if choices { Keyboard::Inline(buttons(ex, months, notes)) } else { Keyboard::None };
    ex.say_with(recipe, text, keyboard);
}

/// The other choices: notes or none, another period.
fn buttons(ex: &Exchange<'_>, months: i32, notes: bool) -> Vec<Vec<Button>> {
    let data = |months: i32, notes: bool| {
        let argument = if notes { format!("{months}.{WITH_NOTES}") } else { months.to_string() };
        press::menu_data("report", Some(&argument))
    };
    let other = ex.phrase(if notes { "button-without-notes" } else { "button-with-notes" }, &[]);
    let periods = MONTHS.into_iter().filter(|other| *other != months).map(|other| Button {
        label: ex.phrase("button-months", &[("months", Blank::Number(f64::from(other)))]),
        data: data(other, notes),
    });
    vec![vec![Button { label: other, data: data(months, !notes) }], periods.collect()]
}
