//! Times of day from an interval, or from a number a day.
//!
//! Only reckons; whether they can be is judged elsewhere.

use jiff::SignedDuration;
use jiff::civil::Time;

use super::limits::{self, Refused};
use super::{name, water};
use crate::engine::exchange::Exchange;
use crate::engine::understanding::meaning::Kind;
use crate::library::words::Blank;

/// Between the first and the last of "every two hours", where none was said.
const USUAL_DAY: (Time, Time) = (Time::constant(9, 0, 0, 0), Time::constant(21, 0, 0, 0));

/// So many times a day: the usual ones, or as many spread over it.
pub fn a_day(ex: &Exchange<'_>, kind: Option<Kind>, count: u32) -> Result<Vec<Time>, String> {
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    if !(1..=usize::from(limits::MOST_A_DAY)).contains(&count) {
        return Err(ex.phrase("plan-a-day-range", &[("most", Blank::Number(f64::from(limits::MOST_A_DAY)))]));
    }
    let usual = kind.and_then(|kind| ex.library.reminder(name(kind))).map(|kind| kind.times.clone());
    Ok(usual.filter(|times| times.len() == count).unwrap_or_else(|| water::evenly(ex, count)))
}

/// "Every two hours from nine to six."
pub fn every(ex: &Exchange<'_>, minutes: u32, from: Option<Time>, to: Option<Time>) -> Result<Vec<Time>, String> {
    let step = SignedDuration::from_mins(i64::from(minutes));
    let (from, to) = (from.unwrap_or(USUAL_DAY.0), to.unwrap_or(USUAL_DAY.1));
    if step < limits::CLOSEST {
        return Err(limits::explain(ex, &Refused::TooClose));
    }
    if from >= to {
        let (from, to) = (ex.wall(from), ex.wall(to));
        return Err(ex.phrase("plan-from-to", &[("from", Blank::Text(&from)), ("to", Blank::Text(&to))]));
    }
    let mut times = vec![from];
    while let Some(next) = times.last().and_then(|last| last.checked_add(step).ok()).filter(|next| *next <= to) {
        times.push(next);
    }
    Ok(times)
}
