//! Adds to the row of a day, and takes back from it.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::engine::day;
use crate::engine::diary::{Day, Done, Drunk};
use crate::engine::exchange::Exchange;
use crate::engine::recent::Record;

/// The middle of a day is on its date in whatever zone it was begun.
const NOON: SignedDuration = SignedDuration::from_hours(12);

/// Changes the row of a date.
pub fn change(ex: &mut Exchange<'_>, date: Date, change: impl FnOnce(&mut Day)) {
    let noon = date.to_zoned(ex.zone()).ok().and_then(|start| start.timestamp().checked_add(NOON).ok());
    day::change(ex, noon.unwrap_or(ex.now), change);
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
    let date = day::date(ex, at);
    let message = ex.message;
    let (mut place, mut instead_of) = (0, Vec::new());
    day::change(ex, at, |day| {
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
    let date = day::date(ex, at);
    let message = ex.message;
    let mut place = 0;
    day::change(ex, at, |day| {
        place = day.done.len();
        day.done.push(Done { at, kind: kind.to_owned(), minutes, message, undone: false });
    });
    ex.chat.note_written(ex.now, Record::Done { date, place })
}
