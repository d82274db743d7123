//! Asking for the page: from a card, by `/report`, with a choice of period and of notes.

use jiff::ToSpan;

use crate::engine::exchange::Exchange;
use crate::engine::letter::{Attachment, Button, Keyboard, Period};
use crate::engine::press;
use crate::ids::SubjectId;
use crate::library::words::Blank;

/// Months a page looks back on, unless told otherwise.
const USUAL_MONTHS: i32 = 3;
/// Periods offered.
const MONTHS: [i32; 3] = [1, 3, 12];
const MOST_MONTHS: i32 = 24;
/// On the buttons: with the person's own words.
const WITH_NOTES: &str = "notes";
/// On the buttons: about somebody the writer cares for.
const OTHER: &str = "other";

/// What is wished for.
#[derive(Clone, Copy)]
struct Wish {
    subject: SubjectId,
    months: i32,
    notes: bool,
}

/// `/report`, `/report 6`: the page with its choices.
pub fn report(ex: &mut Exchange<'_>, argument: &str) {
    match read(argument) {
        Some(wish) => send(ex, wish, true),
        None => {
            let text = ex.phrase("report-which", &[("most", Blank::Number(f64::from(MOST_MONTHS)))]);
            ex.say(text, Keyboard::None);
        }
    }
}

/// "Save for my doctor": without buttons, so that those of the card stay.
pub fn save(ex: &mut Exchange<'_>) {
    send(ex, Wish { subject: ex.chat.about, months: USUAL_MONTHS, notes: false }, false);
}

/// `6`, `6 months`, `6 notes`, `other`, nothing. Absent when it is something else or too much.
fn read(argument: &str) -> Option<Wish> {
    let said = argument.to_lowercase();
    let words: Vec<&str> = said.split([' ', '.']).filter(|word| !word.is_empty()).collect();
    let (notes, other) = (words.contains(&WITH_NOTES), words.contains(&OTHER));
    let rest: Vec<&str> = words.into_iter().filter(|word| ![WITH_NOTES, OTHER].contains(word)).collect();
    let months = match rest.as_slice() {
        [] => USUAL_MONTHS,
        [number] | [number, "month" | "months"] => number.parse().ok()?,
        _ => return None,
    };
    let subject = if other { SubjectId::OTHER } else { SubjectId::WRITER };
    (1..=MOST_MONTHS).contains(&months).then_some(Wish { subject, months, notes })
}

fn send(ex: &mut Exchange<'_>, wish: Wish, choices: bool) {
    let Wish { subject, months, notes } = wish;
    let is_new = ex.entries.iter().any(|entry| entry.subject == subject);
    if ex.diary.newest(subject, 1).is_empty() && !is_new {
        let text = ex.phrase(if ex.chat.has_consent() { "diary-empty" } else { "diary-needs-consent" }, &[]);
        return ex.say(text, Keyboard::None);
    }
    let now = ex.local(ex.now).datetime();
    let until = ex.night_of(now);
    let from = until.checked_sub(months.months()).unwrap_or(until);
    let up_to = ex.chat.counters.entries;
    let period = Period { subject, from, until, asked_on: now.date(), up_to, notes, made: ex.now };
    let key = match (choices, notes) {
        (false, _) => "report-saved",
        (true, false) => "report-made",
        (true, true) => "report-made-notes",
    };
    let text = ex.phrase(key, &[("months", Blank::Number(f64::from(months)))]);
    let keyboard = if choices { Keyboard::Inline(buttons(ex, wish)) } else { Keyboard::None };
    ex.say_with(Attachment::Report(period), text, keyboard);
}

/// The other choices: notes or none, another period.
fn buttons(ex: &Exchange<'_>, wish: Wish) -> Vec<Vec<Button>> {
    let other = ex.phrase(if wish.notes { "button-without-notes" } else { "button-with-notes" }, &[]);
    let periods = MONTHS.into_iter().filter(|other| *other != wish.months).map(|months| Button {
        label: ex.phrase("button-months", &[("months", Blank::Number(f64::from(months)))]),
        data: data(Wish { months, ..wish }),
    });
    vec![vec![Button { label: other, data: data(Wish { notes: !wish.notes, ..wish }) }], periods.collect()]
}

fn data(wish: Wish) -> String {
    let mut argument = wish.months.to_string();
    for (word, is_wished) in [(WITH_NOTES, wish.notes), (OTHER, !wish.subject.is_writer())] {
        if is_wished {
            argument.push('.');
            argument.push_str(word);
        }
    }
    press::menu_data("report", Some(&argument))
}
