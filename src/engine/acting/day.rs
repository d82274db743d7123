//! The row of a day: found by its date, added to, written anew under the same instant and number.

use jiff::civil::Date;
use jiff::{Span, Timestamp};

use crate::engine::diary::{Day, Done, Drunk, Entry, What};
use crate::engine::exchange::Exchange;
use crate::engine::recent::Record;
use crate::ids::SubjectId;

/// Around midnight a change of zones moves a date by up to a day.
const MARGIN_HOURS: i64 = 26;

/// The row of a date, if there is one.
pub fn find(ex: &Exchange<'_>, date: Date) -> Option<Entry> {
    let is_it = |entry: &&Entry| matches!(&entry.what, What::Day(day) if day.date == date);
    let begins = begin(ex, date).checked_sub(Span::new().hours(MARGIN_HOURS)).unwrap_or(Timestamp::MIN);
    let new = ex.entries.iter().find(is_it).cloned();
    new.or_else(|| ex.diary.since(SubjectId(0), begins).iter().find(is_it).cloned())
}

/// What the row of a date holds.
pub fn of(ex: &Exchange<'_>, date: Date) -> Day {
    match find(ex, date).map(|entry| entry.what) {
        Some(What::Day(day)) => day,
        _ => Day { date, drunk: Vec::new(), done: Vec::new() },
    }
}

/// Changes the row of a date, which is written for the first time or anew.
pub fn change(ex: &mut Exchange<'_>, date: Date, change: impl FnOnce(&mut Day)) {
    let mut day = of(ex, date);
    change(&mut day);
    match find(ex, date) {
        Some(row) => ex.rewrite(Entry { what: What::Day(day), ..row }),
        None => {
            let begins = begin(ex, date);
            ex.remember(begins, What::Day(day));
            // The row is of many messages; each line of it remembers its own.
            if let Some(row) = ex.entries.last_mut() {
                row.message = None;
            }
        }
    }
}

fn begin(ex: &Exchange<'_>, date: Date) -> Timestamp {
    date.to_zoned(ex.zone()).map_or(ex.now, |at| at.timestamp())
}

/// Millilitres of a day that count.
pub fn drunk(day: &Day) -> u32 {
    day.drunk.iter().filter(|one| !one.undone).map(|one| one.millilitres).sum()
}

/// How often a kind was done on a day.
pub fn times(day: &Day, kind: &str) -> usize {
    day.done.iter().filter(|one| one.kind == kind && !one.undone).count()
}

/// Adds a drink; one that says the day's sum so far takes the place of the others. Gives its number for an undo.
pub fn add_drink(ex: &mut Exchange<'_>, at: Timestamp, millilitres: u32, drink: Option<String>, total: bool) -> u32 {
    let date = ex.local(at).date();
    let message = ex.message;
    let (mut place, mut instead_of) = (0, Vec::new());
    change(ex, date, |day| {
        if total {
            instead_of = (0..day.drunk.len()).filter(|place| !day.drunk[*place].undone).collect();
            instead_of.iter().for_each(|place| day.drunk[*place].undone = true);
        }
        place = day.drunk.len();
        day.drunk.push(Drunk { at, millilitres, drink, message, undone: false });
    });
    ex.chat.note_written(ex.now, Record::Drunk { date, place, instead_of })
}

/// Adds what was done. Gives its number for an undo.
pub fn add_done(ex: &mut Exchange<'_>, at: Timestamp, kind: &str, minutes: Option<f64>) -> u32 {
    let date = ex.local(at).date();
    let message = ex.message;
    let mut place = 0;
    change(ex, date, |day| {
        place = day.done.len();
        day.done.push(Done { at, kind: kind.to_owned(), minutes, message, undone: false });
    });
    ex.chat.note_written(ex.now, Record::Done { date, place })
}
