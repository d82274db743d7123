//! What numbers say together with the words round them: lengths of time, amounts, times of day, scores.
//!
//! Only what is written; what a bare hour means is left to the one who asks for it.

use super::digits::Digits;
use super::hours;
use super::message::{Break, Message, Span};

/// Something measured, from one place to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Measure {
    pub what: Quantity,
    pub start: usize,
    pub end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Quantity {
    Number(f64),
    /// Minutes.
    Duration(f64),
    /// Millilitres.
    Amount(f64),
    /// Out of ten.
    Score(f64),
    Clock(Clock),
    /// Minutes ago.
    Since(f64),
    Year(u32),
}

/// A time of day as it was said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Clock {
    pub hour: u32,
    pub minute: u32,
    pub half: Half,
    /// Behind "at" or the like, and without am, pm or minutes.
    pub bare: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Am,
    Pm,
    /// Neither was said.
    Open,
    /// 24 hours: 21:30, noon.
    Fixed,
}

/// Finds all, and enters them as lists so that patterns can name them.
pub(super) fn find(message: &mut Message<'_>) -> Vec<Measure> {
    let mut found = Vec::new();
    for at in 0..message.tokens.len() {
        let number = number_at(message, at);
        found.extend(number.map(|(number, end)| Measure { what: Quantity::Number(number), start: at, end }));
        found.extend(year_at(message, at));
        found.extend(score_at(message, at));
        found.extend(hours::clock_at(message, at));
        found.extend(amount_at(message, at));
        if let Some((minutes, end)) = duration_at(message, at) {
            found.push(Measure { what: Quantity::Duration(minutes), start: at, end });
            found.extend(since_at(message, at, minutes, end));
        }
    }
    for measure in &found {
        if let Some(list) = message.dictionary.list(measure.what.list()) {
            let span = Span { list, value: 0, start: measure.start, end: measure.end };
            message.spans[measure.start].push(span);
        }
    }
    found
}

impl Quantity {
    fn list(self) -> &'static str {
        match self {
            Quantity::Number(_) => "number",
            Quantity::Duration(_) => "duration",
            Quantity::Amount(_) => "amount",
            Quantity::Score(_) => "score",
            Quantity::Clock(_) => "clock",
            Quantity::Since(_) => "since",
            Quantity::Year(_) => "year",
        }
    }
}

pub(super) fn together(message: &Message<'_>, at: usize) -> bool {
    message.tokens.get(at).is_some_and(|token| token.before == Break::None)
}

/// Digits, number words, halves: `2`, `two and a half`, `half a`, `twenty five`, `5-10` (the higher).
pub(super) fn number_at(message: &Message<'_>, at: usize) -> Option<(f64, usize)> {
    let (mut number, mut end) = simple_number(message, at)?;
    let tens = number >= 20.0 && number % 10.0 == 0.0 && message.tokens[at].digits.is_none();
    let ones =
        simple_number(message, end).filter(|(ones, _)| tens && together(message, end) && (1.0..10.0).contains(ones));
    if let Some((ones, next)) = ones {
        (number, end) = (number + ones, next);
    }
    if let Some(higher) = higher_end(message, end, number) {
        return Some(higher);
    }
    if message.text(end) == "and" && matches!(message.text(end + 1), "a" | "half") && together(message, end) {
        let half = end + 1 + usize::from(message.text(end + 1) == "a");
        if message.text(half) == "half" {
            return Some((number + 0.5, half + 1));
        }
    }
    Some((number, end))
}

/// "Five or six", "5 to 10 minutes": the higher one counts.
fn higher_end(message: &Message<'_>, end: usize, number: f64) -> Option<(f64, usize)> {
    let between = message.text(end);
    let joined = together(message, end) && matches!(between, "or" | "to") && together(message, end + 1);
    let (higher, next) = simple_number(message, end + 1).filter(|(higher, _)| joined && *higher > number)?;
    (between == "or" || message.value_at("time_unit", next).is_some()).then_some((higher, next))
}

pub(super) fn simple_number(message: &Message<'_>, at: usize) -> Option<(f64, usize)> {
    match message.tokens.get(at)?.digits {
        Some(Digits::Number(number)) => return Some((number, at + 1)),
        Some(Digits::Range(_, higher)) => return Some((higher, at + 1)),
        Some(_) => return None,
        None => {}
    }
    if let Some((_, end)) = message.value_at("half", at) {
        let article = usize::from(matches!(message.text(end), "a" | "an") && together(message, end));
        return Some((0.5, end + article));
    }
    let (value, end) = message.value_at("number_word", at)?;
    Some((value.parse().ok()?, end))
}

/// `30 sec`, `half an hour`, `an hour and a half`, `1 hour 20 min`, in minutes.
pub(super) fn duration_at(message: &Message<'_>, at: usize) -> Option<(f64, usize)> {
    let (first, end) = one_duration(message, at)?;
    if matches!(message.text(end), "and") && message.text(end + 1) == "a" && message.text(end + 2) == "half" {
        let (_, unit) = unit_before(message, end)?;
        return Some((first + unit / 2.0, end + 3));
    }
    let next = end + usize::from(message.text(end) == "and");
    if together(message, end) && together(message, next) && first >= 60.0 {
        let more = one_duration(message, next).filter(|(more, _)| *more < 60.0);
        if let Some((more, end)) = more {
            return Some((first + more, end));
        }
    }
    Some((first, end))
}

fn one_duration(message: &Message<'_>, at: usize) -> Option<(f64, usize)> {
    if let Some((number, after)) = number_at(message, at).filter(|(_, end)| together(message, *end)) {
        let after = after + usize::from(message.text(after) == "of" && message.text(at) != "half");
        if let Some((unit, end)) = unit_at(message, after) {
            return Some((number * unit, end));
        }
    }
    // "For the past hour"
    let before = at.checked_sub(1).map_or("", |at| message.text(at));
    if matches!(before, "past" | "last")
        && let Some((unit, end)) = unit_at(message, at).filter(|(unit, _)| *unit <= 60.0)
    {
        return Some((unit, end));
    }
    // "hour and a half", "quarter of an hour"
    if message.text(at) == "quarter" && message.text(at + 1) == "of" {
        let hour = at + 2 + usize::from(message.text(at + 2) == "an");
        return unit_at(message, hour).filter(|(unit, _)| *unit >= 60.0).map(|(unit, end)| (unit / 4.0, end));
    }
    let (unit, end) = unit_at(message, at)?;
    (message.text(end) == "and" && message.text(end + 1) == "a" && message.text(end + 2) == "half")
        .then_some((unit, end))
}

fn unit_at(message: &Message<'_>, at: usize) -> Option<(f64, usize)> {
    let (value, end) = message.value_at("time_unit", at)?;
    Some((value.parse().ok()?, end))
}

fn unit_before(message: &Message<'_>, end: usize) -> Option<(usize, f64)> {
    let (unit, _) = unit_at(message, end.checked_sub(1)?)?;
    Some((end - 1, unit))
}

fn since_at(message: &Message<'_>, at: usize, minutes: f64, end: usize) -> Option<Measure> {
    let (_, end) = message.value_at("ago", end).filter(|_| together(message, end))?;
    Some(Measure { what: Quantity::Since(minutes), start: at, end })
}

fn year_at(message: &Message<'_>, at: usize) -> Option<Measure> {
    let token = message.tokens.get(at)?;
    let is_year =
        token.text.len() == 4 && matches!(token.digits, Some(Digits::Number(n)) if (1930.0..2035.0).contains(&n));
    // A four-digit number behind "at" is a time, before a unit an amount.
    let measured = message.value_at("volume", at + 1).is_some() || message.value_at("time_unit", at + 1).is_some();
    let year: u32 = token.text.parse().ok()?;
    let is_time = at > 0 && message.text(at - 1) == "at";
    (is_year && !measured && !is_time).then_some(Measure { what: Quantity::Year(year), start: at, end: at + 1 })
}

/// `7/10`, `7 out of 10`, `pain 7`.
fn score_at(message: &Message<'_>, at: usize) -> Option<Measure> {
    if let Some(Digits::Score(score)) = message.tokens.get(at)?.digits {
        return Some(Measure { what: Quantity::Score(score), start: at, end: at + 1 });
    }
    let (number, end) = number_at(message, at)?;
    let of = end + usize::from(message.text(end) == "out");
    let ten = of + usize::from(message.text(of) == "of");
    (ten > end && number_at(message, ten).is_some_and(|(ten, _)| ten == 10.0)).then_some(Measure {
        what: Quantity::Score(number),
        start: at,
        end: ten + 1,
    })
}

/// `half a glass`, `2 big glasses`, `500 ml`, `cup`, in millilitres.
fn amount_at(message: &Message<'_>, at: usize) -> Option<Measure> {
    let (number, mut next) = match number_at(message, at).filter(|(_, end)| together(message, *end)) {
        Some((number, end)) => (number, end),
        None => (1.0, at),
    };
    let mut times = number;
    // "Quarter litre"
    if next == at && message.text(at) == "quarter" {
        (times, next) = (0.25, at + 1);
    }
    // "2 x 500 ml", "2 500 ml bottles"
    let each = next + usize::from(message.text(next) == "x");
    if next > at
        && let Some((each, end)) =
            number_at(message, each).filter(|(ml, _)| each > next || *ml >= 50.0 && number <= 12.0)
        && message.tokens.get(next).is_some_and(|token| token.digits.is_some() || token.text == "x")
    {
        (times, next) = (number * each, end);
    }
    while ["of", "more", "another", "full", "whole", "extra", "a"].contains(&message.text(next))
        && together(message, next)
        && next > at
    {
        next += 1;
    }
    let (millilitres, end) = volume_at(message, next)?;
    // "A litre and a half", and a unit without a number is no amount.
    // "Can you remind me" holds no can.
    if next == at && message.text(at) == "can" && message.text(end) != "of" {
        return None;
    }
    let unit = message.value_at("container", next).is_none() && message.value_at("sized", next).is_none();
    if next == at && unit && !(millilitres >= 500.0 && message.text(end) == "of") {
        return None;
    }
    let half = message.text(end) == "and" && message.text(end + 1) == "a" && message.text(end + 2) == "half";
    let (times, end) = if half { (times + 0.5, end + 3) } else { (times, end) };
    Some(Measure { what: Quantity::Amount(times * millilitres), start: at, end })
}

/// One container or unit: its millilitres, changed by its size.
fn volume_at(message: &Message<'_>, at: usize) -> Option<(f64, usize)> {
    let (value, end) = ["sized", "container", "volume"].into_iter().find_map(|list| message.value_at(list, at))?;
    let (usual, american) = value.split_once('|').unwrap_or((value, value));
    let is_american = usual != american && message.has("us_units", &message.whole());
    let millilitres = if is_american { american } else { usual };
    Some((millilitres.parse().ok()?, end))
}
