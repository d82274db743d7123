//! The row of one day: what was drunk and done, gathered in one entry of the diary.
//!
//! Each addition writes the row anew under the same instant and number; nothing is taken out of it.

use jiff::Timestamp;
use jiff::civil::Date;

use super::diary::{Day, Entry, What};
use super::exchange::Exchange;
use crate::ids::SubjectId;

/// A day of the person may have begun on a clock that is up to a day away from the one they live by now.
const LOOK_BACK_DAYS: i64 = 2;

/// The person's day at an instant.
pub fn date(ex: &Exchange<'_>, at: Timestamp) -> Date {
    ex.local(at).date()
}

/// What is known of a day; empty when nothing is.
pub fn of(ex: &Exchange<'_>, date: Date) -> Day {
    match row(ex, date).map(|entry| entry.what) {
        Some(What::Day(day)) => day,
        Some(_) | None => Day { date, drunk: Vec::new(), done: Vec::new() },
    }
}

/// Changes the row of the day at an instant; before consent nothing is kept.
pub fn change(ex: &mut Exchange<'_>, at: Timestamp, change: impl FnOnce(&mut Day)) {
    let date = date(ex, at);
    let mut day = of(ex, date);
    change(&mut day);
    if let Some(entry) = row(ex, date) {
        ex.rewrite(Entry { what: What::Day(day), ..entry });
    } else {
        ex.remember(at, What::Day(day));
    }
}

/// Of several versions the fullest is the newest: a row only grows.
fn row(ex: &Exchange<'_>, date: Date) -> Option<Entry> {
    if let Some(entry) = ex.entries.iter().find(|entry| is_of(entry, date)) {
        return Some(entry.clone());
    }
    let begin = date.checked_sub(jiff::Span::new().days(LOOK_BACK_DAYS)).ok()?.to_zoned(ex.zone()).ok()?;
    let known = ex.diary.since(SubjectId::WRITER, begin.timestamp());
    known.into_iter().filter(|entry| is_of(entry, date)).max_by_key(|entry| fullness(&entry.what))
}

fn is_of(entry: &Entry, date: Date) -> bool {
    matches!(&entry.what, What::Day(day) if day.date == date)
}

fn fullness(what: &What) -> (usize, usize) {
    let What::Day(day) = what else {
        return (0, 0);
    };
    let undone =
        day.drunk.iter().filter(|drunk| drunk.undone).count() + day.done.iter().filter(|done| done.undone).count();
    (day.drunk.len() + day.done.len(), undone)
}
