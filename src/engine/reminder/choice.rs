//! Answers in words where a question about reminders stands with its buttons: how many a day, which days, how often.
//!
//! The question is read off the buttons that are on the screen. Words that do not answer it are left to the others, and
//! it stays open.

use jiff::civil::Weekday;

use super::{limits, overview, repeating};
use crate::engine::exchange::Exchange;
use crate::engine::letter::Keyboard;
use crate::engine::press::{self, Press};
use crate::engine::reply::{self, Reply, is_among, normalise};
use crate::engine::understanding::alone::Alone;
use crate::engine::understanding::{amount_alone, days_alone};
use crate::library::words::Blank;

/// Answers the question whose buttons are on the screen. False for words that do not.
pub fn typed(ex: &mut Exchange<'_>, text: &str) -> bool {
    let (Some(argument), None) = (question(ex), &ex.chat.conversation) else {
        return false;
    };
    let parts: Vec<&str> = argument.split('.').collect();
    match parts.as_slice() {
        ["cap", _] => cap(ex, text),
        ["days", kind, _] => days(ex, kind, text),
        ["again", kind, _] => again(ex, kind, text),
        _ => false,
    }
}

/// What the first of several buttons carries; one alone asks nothing.
fn question(ex: &Exchange<'_>) -> Option<String> {
    let button = ex.chat.offered.first().filter(|_| ex.chat.offered.len() > 1)?;
    match press::read(&button.data) {
        Press::Menu { name, argument } if name == "reminders" => argument,
        _ => None,
    }
}

/// "4", "two a day", "max 4, please": numbers here are messages and never the place of a button.
fn cap(ex: &mut Exchange<'_>, text: &str) -> bool {
    let Some(number) = number(ex, text) else {
        return false;
    };
    set_cap(ex, number);
    true
}

/// So many messages a day at most, where there can be so many.
pub fn set_cap(ex: &mut Exchange<'_>, number: f64) {
    if number.fract() == 0.0 && (1.0..=f64::from(limits::MOST_A_DAY)).contains(&number) {
        ex.clear_menu();
        return overview::set_cap(ex, &number.to_string());
    }
    let line = ex.phrase("cap-range", &[("most", Blank::Number(f64::from(limits::MOST_A_DAY)))]);
    ex.say(line, Keyboard::None);
}

/// The only number of a text that says nothing else.
fn number(ex: &Exchange<'_>, text: &str) -> Option<f64> {
    let said = without(ex, text, "words-around-cap");
    match amount_alone(&said, ex.library)? {
        Alone::Number(number) => Some(if said.starts_with('-') { -number } else { number }),
        Alone::Amount(_) => None,
    }
}

/// A text without the words of a list.
fn without(ex: &Exchange<'_>, text: &str, list: &str) -> String {
    let list = ex.phrase(list, &[]);
    let said = normalise(text);
    said.split(' ').filter(|word| !is_among(word, &list)).collect::<Vec<_>>().join(" ")
}

/// "Mon, wed and fri", "not on sundays", "every day".
fn days(ex: &mut Exchange<'_>, kind: &str, text: &str) -> bool {
    let Some(days) = days_alone(text, ex.library) else {
        return false;
    };
    if days.is_empty() {
        let line = ex.phrase("days-none", &[]);
        ex.say(line, Keyboard::None);
        return true;
    }
    ex.clear_menu();
    overview::keep_days(ex, kind, numbers(&days));
    true
}

/// Days of the week as they are kept: from 1, none for all seven.
pub fn numbers(days: &[Weekday]) -> Vec<i8> {
    let mut days: Vec<i8> = days.iter().map(|day| day.to_monday_one_offset()).collect();
    days.sort_unstable();
    days.dedup();
    if days.len() == 7 { Vec::new() } else { days }
}

/// "Every 15 minutes", "half an hour", "never". A small number is the place of a button.
fn again(ex: &mut Exchange<'_>, kind: &str, text: &str) -> bool {
    let said = without(ex, text, "words-around-repeat");
    let minutes = match reply::length(&said, 1.0) {
        Reply::Number(minutes) => minutes,
        _ if said.starts_with('-') => -1.0,
        _ if is_among(&said, &ex.phrase("typed-never", &[])) => 0.0,
        _ => return false,
    };
    let is_button = said.parse::<usize>().is_ok_and(|place| (1..=ex.chat.offered.len()).contains(&place));
    if is_button {
        return false;
    }
    if minutes == 0.0 && !said.contains(|c: char| c.is_ascii_digit()) || repeating::is_possible(minutes) {
        ex.clear_menu();
        repeating::choose(ex, kind, &minutes.to_string());
    } else {
        let line = ex.phrase("repeat-range", &[]);
        ex.say(line, Keyboard::None);
    }
    true
}
