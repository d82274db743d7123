//! An amount that stands by itself: "half a gallon", "about two and a half litres a day", "8 cups".
//!
//! Where an amount is wanted, these words answer; with a word of drinking beside them they are a drink that was had.

use super::measures::{Measure, Quantity};
use super::reading::Reading;

/// What stands alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Alone {
    /// Millilitres.
    Amount(f64),
    /// A number without a unit.
    Number(f64),
}

/// The amounts of a text that holds nothing else, added up; otherwise its only number.
pub(super) fn read(reading: &Reading<'_>) -> Option<Alone> {
    let amounts = chosen(reading, |what| match what {
        Quantity::Amount(millilitres) => Some(millilitres),
        _ => None,
    });
    if !amounts.is_empty() && covers(reading, &amounts) {
        return Some(Alone::Amount(amounts.iter().map(|(_, millilitres)| millilitres).sum()));
    }
    let numbers = chosen(reading, |what| match what {
        Quantity::Number(number) => Some(number),
        _ => None,
    });
    match numbers.as_slice() {
        [(_, number)] if covers(reading, &numbers) => Some(Alone::Number(*number)),
        _ => None,
    }
}

/// From the left, the longest first, none inside another.
fn chosen<'r>(reading: &'r Reading<'_>, of: impl Fn(Quantity) -> Option<f64>) -> Vec<(&'r Measure, f64)> {
    let mut found: Vec<(&Measure, f64)> =
        reading.measures.iter().filter_map(|measure| Some((measure, of(measure.what)?))).collect();
    found.sort_by_key(|(measure, _)| (measure.start, std::cmp::Reverse(measure.end)));
    let mut end = 0;
    found.retain(|(measure, _)| {
        let is_free = measure.start >= end;
        end = if is_free { measure.end } else { end };
        is_free
    });
    found
}

/// Whether every word belongs to one of these or says nothing of its own.
fn covers(reading: &Reading<'_>, found: &[(&Measure, f64)]) -> bool {
    let message = &reading.message;
    let mut at = 0;
    while at < message.tokens.len() {
        let measured = found.iter().find(|(measure, _)| measure.start == at).map(|(measure, _)| measure.end);
        let said = message.value_at("amount_talk", at).map(|(_, end)| end);
        match measured.or(said) {
            Some(end) => at = end,
            None if message.tokens[at].filler => at += 1,
            None => return false,
        }
    }
    true
}
