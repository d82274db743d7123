//! Names moments of a diary: on the clock that the person had at the time, and as the night they belong to.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::engine::bout;
use crate::engine::exchange::Exchange;
use crate::library::words::Blank;

/// `night of 21 to 22 Nov, 03:12`; by day `22 Nov, 14:05`. Travel moves no entry.
pub(super) fn when(ex: &Exchange<'_>, (at, offset): (Timestamp, i32)) -> String {
    let local = bout::local(at, offset);
    let clock = ex.wall(local.time());
    let day = if bout::is_at_night(local) { night(ex, ex.night_of(local)) } else { date(ex, local.date()) };
    format!("{day}, {clock}")
}

/// `night of 21 to 22 Nov`, by the date of its evening.
pub(super) fn night(ex: &Exchange<'_>, evening: Date) -> String {
    let (from, to) = ends(ex, evening);
    ex.phrase("night-of", &[("from", Blank::Text(&from)), ("to", Blank::Text(&to))])
}

/// `21` and `22 Nov`; the month of the evening where it is another one.
pub(super) fn ends(ex: &Exchange<'_>, evening: Date) -> (String, String) {
    let morning = evening.tomorrow().unwrap_or(evening);
    let format = if evening.month() == morning.month() { "%-d" } else { "%-d %b" };
    (evening.strftime(format).to_string(), date(ex, morning))
}

/// `22 Nov`; with the year where it is another one than now.
pub(super) fn date(ex: &Exchange<'_>, date: Date) -> String {
    let is_of_this_year = date.year() == now(ex).year();
    date.strftime(if is_of_this_year { "%-d %b" } else { "%-d %b %Y" }).to_string()
}

/// The person's own clock by now.
pub(super) fn now(ex: &Exchange<'_>) -> DateTime {
    ex.local(ex.now).datetime()
}
