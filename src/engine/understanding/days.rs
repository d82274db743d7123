//! Days of the week by name: those of a text that says nothing else, and those between two.
//!
//! Never says which Friday is meant.

use jiff::civil::Weekday;

use super::message::Message;
use crate::engine::dates::{self, Written};

const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// "Mon, wed and fri", "tuesday to thursday", "not on sundays", "every day". Absent where another word stands between.
pub(super) fn alone(message: &Message<'_>) -> Option<Vec<Weekday>> {
    let (mut days, mut taken) = (Vec::new(), Vec::new());
    let (mut at, mut without, mut ranges) = (0, false, false);
    while at < message.tokens.len() {
        if let Some((found, end)) = at_place(message, at) {
            let before = if without { &mut taken } else { &mut days };
            let first = before.last().copied().filter(|_| ranges);
            match (first, found.first()) {
                (Some(first), Some(last)) => before.extend(between(first, *last)),
                _ => before.extend(found),
            }
            (at, ranges) = (end, false);
            continue;
        }
        match message.text(at) {
            "except" | "not" | "no" | "without" | "but" => without = true,
            "to" | "till" | "til" | "until" | "through" | "thru" => ranges = true,
            "and" | "on" | "only" | "just" | "the" | "every" | "each" | "or" | "at" | "plus" | "please" | "all" => {}
            _ if message.tokens[at].filler => {}
            _ => return None,
        }
        at += 1;
    }
    if taken.is_empty() {
        return (!days.is_empty()).then_some(days);
    }
    let all = if days.is_empty() { WEEK.to_vec() } else { days };
    Some(all.into_iter().filter(|day| !taken.contains(day)).collect())
}

/// All days of a text, whatever else it says.
pub(super) fn within(message: &Message<'_>) -> Vec<Weekday> {
    let at = |at: usize| message.value_at("weekday", at).map(|(names, _)| names.split(' ').filter_map(named));
    (0..message.tokens.len()).filter_map(at).flatten().collect()
}

/// A day, or several under one name, and where the name ends.
fn at_place(message: &Message<'_>, at: usize) -> Option<(Vec<Weekday>, usize)> {
    if let Some((names, end)) = message.value_at("weekday", at) {
        return Some((names.split(' ').filter_map(named).collect(), end));
    }
    let whole = matches!((message.text(at), message.text(at + 1)), ("every" | "each", "day"));
    match message.text(at) {
        "everyday" | "daily" => Some((WEEK.to_vec(), at + 1)),
        _ if whole => Some((WEEK.to_vec(), at + 2)),
        word => Some((vec![named(word)?], at + 1)),
    }
}

/// By its name or the beginning of it.
fn named(name: &str) -> Option<Weekday> {
    match dates::read(name) {
        Some(Written::Weekday(day)) => Some(day),
        _ => None,
    }
}

/// From behind one day up to another, over the end of the week if need be.
fn between(first: Weekday, last: Weekday) -> Vec<Weekday> {
    let mut day = first.next();
    let mut days = vec![day];
    while day != last {
        day = day.next();
        days.push(day);
    }
    days
}
