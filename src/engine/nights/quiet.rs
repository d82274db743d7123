//! One night, logged from the morning after: without a cramp in one tap, or with one at about an hour.
//!
//! A night that is logged already stays as it is.

use jiff::ToSpan;
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};

use super::button;
use crate::engine::acting::{cramp, lacks_consent, undo};
use crate::engine::bout::{self, Bout, NightEnd, bouts};
use crate::engine::derived::is_in_bed;
use crate::engine::diary::{Entry, What};
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::press::menu_data;
use crate::engine::recent::Record;
use crate::engine::reminder::schedule;
use crate::engine::standing::{self, Topic};
use crate::ids::SubjectId;
use crate::library::value::Findings;
use crate::library::words::Blank;

/// A quiet night is written down at this time of its morning.
const MORNING: Time = Time::constant(6, 0, 0, 0);
/// Entries of a night lie within so long of its evening, on whatever clock the person had.
const AROUND: SignedDuration = SignedDuration::from_hours(48);
/// Hours offered for a cramp of the night.
const HOURS: [i8; 12] = [21, 22, 23, 0, 1, 2, 3, 4, 5, 6, 7, 8];
/// An hour of the evening from here on lies before midnight.
const NOON: i8 = 12;
/// The question for the hour can be answered for the rest of the day.
const HOUR_STANDS: SignedDuration = SignedDuration::from_hours(12);

/// What the diary knows of one night.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Known {
    Nothing,
    Quiet,
    /// A cramp in bed, and when it began.
    Cramp(Timestamp),
}

/// The evening of the night that is over: until four in the morning that is the night before this one.
pub fn last_night(ex: &Exchange<'_>) -> Option<Date> {
    schedule::night(ex.local(ex.happened).datetime()).yesterday().ok()
}

pub fn known(ex: &Exchange<'_>, evening: Date) -> Known {
    let entries = entries(ex, evening);
    let end = ex.chat.profile.night_end();
    let is_of_it = |at: Timestamp, offset| end.night_of(bout::local(at, offset)) == evening;
    let mut cramps: Vec<Timestamp> =
        bouts(&entries).values().filter_map(|bout| cramp_in_bed(bout, evening, end)).collect();
    cramps.sort();
    if let Some(at) = cramps.first() {
        return Known::Cramp(*at);
    }
    let undone = bout::undone(&entries);
    let is_quiet = |entry: &Entry| {
        entry.what == What::QuietNight && !undone.contains(&entry.number) && is_of_it(entry.at, entry.offset_seconds)
    };
    if entries.iter().any(is_quiet) { Known::Quiet } else { Known::Nothing }
}

fn cramp_in_bed(bout: &Bout, evening: Date, end: NightEnd) -> Option<Timestamp> {
    let (at, offset) = bout.at?;
    (bout.cramp && is_in_bed(bout) && end.night_of(bout::local(at, offset)) == evening).then_some(at)
}

fn entries(ex: &Exchange<'_>, evening: Date) -> Vec<Entry> {
    let begin = evening.to_zoned(ex.zone()).ok().and_then(|begin| begin.timestamp().checked_sub(AROUND).ok());
    let mut entries = ex.diary.all_since(SubjectId::WRITER, begin.unwrap_or(ex.now));
    entries.extend(ex.entries.iter().filter(|entry| entry.subject.is_writer()).cloned());
    entries
}

/// The night that is over was without a cramp.
pub fn log_last(ex: &mut Exchange<'_>) {
    if let Some(evening) = last_night(ex) {
        log(ex, evening);
    }
}

/// Nothing is written of words that may mean another time; the last night can be logged with one tap.
pub fn offer(ex: &mut Exchange<'_>) {
    let text = ex.phrase("night-denied", &[]);
    let keyboard = super::quiet_button(ex).map_or(Keyboard::None, |button| Keyboard::Inline(vec![vec![button]]));
    ex.say(text, keyboard);
}

/// The night of this evening was without a cramp.
pub fn log(ex: &mut Exchange<'_>, evening: Date) {
    if !is_over(ex, evening) {
        return say(ex, "night-not-over");
    }
    if lacks_consent(ex) {
        return;
    }
    standing::over(ex, Topic::Night);
    match known(ex, evening) {
        Known::Quiet => say_of(ex, "night-quiet-already", evening, None),
        Known::Cramp(at) => say_of(ex, "night-has-cramp", evening, Some(at)),
        Known::Nothing => {
            let at = on_morning(ex, evening).map_or(ex.happened, |at| at.min(ex.happened));
            ex.remember(at, What::QuietNight);
            let number = ex.chat.note_written(ex.now, Record::QuietNight { entry: ex.chat.counters.entries });
            let text = line(ex, "night-kept", evening, None);
            let keyboard = undo::button(ex, number);
            ex.say(text, keyboard);
        }
    }
}

/// A night can be logged once its morning has come.
fn is_over(ex: &Exchange<'_>, evening: Date) -> bool {
    last_night(ex).is_some_and(|last| evening <= last)
}

fn on_morning(ex: &Exchange<'_>, evening: Date) -> Option<Timestamp> {
    schedule::instant(evening.tomorrow().ok()?, MORNING, &ex.zone())
}

/// With a cramp: at about which hour?
pub fn ask_hour(ex: &mut Exchange<'_>, evening: Date) {
    if !is_over(ex, evening) {
        return say(ex, "night-not-over");
    }
    if lacks_consent(ex) {
        return;
    }
    standing::over(ex, Topic::Night);
    let button = |hour: &i8| Button {
        label: ex.wall_hour(hour.unsigned_abs()),
        data: menu_data("night", Some(&format!("at.{evening}.{hour}"))),
    };
    let rows = HOURS.chunks(4).map(|hours| hours.iter().map(button).collect()).collect();
    let text = ex.phrase("night-ask-hour", &[]);
    ex.say(text, Keyboard::Inline(rows));
    standing::ask(ex, Topic::Night, ex.now.checked_add(HOUR_STANDS).unwrap_or(ex.now));
}

pub fn log_cramp(ex: &mut Exchange<'_>, evening: Date, hour: Option<i8>) {
    let at = hour.filter(|_| is_over(ex, evening)).and_then(|hour| {
        let date = if hour >= NOON { evening } else { evening.checked_add(1.days()).ok()? };
        schedule::instant(date, Time::new(hour, 0, 0, 0).ok()?, &ex.zone())
    });
    match at {
        None => say(ex, "night-not-over"),
        Some(_) if lacks_consent(ex) => {}
        Some(at) => {
            standing::over(ex, Topic::Night);
            cramp::write(ex, at.min(ex.happened), &Findings::default());
        }
    }
}

fn line(ex: &Exchange<'_>, phrase: &str, evening: Date, cramp: Option<Timestamp>) -> String {
    let morning = ex.date(evening.tomorrow().unwrap_or(evening));
    let time = cramp.map(|at| ex.clock(at)).unwrap_or_default();
    ex.phrase(phrase, &[("morning", Blank::Text(&morning)), ("time", Blank::Text(&time))])
}

fn say_of(ex: &mut Exchange<'_>, phrase: &str, evening: Date, cramp: Option<Timestamp>) {
    let text = line(ex, phrase, evening, cramp);
    ex.say(text, Keyboard::None);
}

fn say(ex: &mut Exchange<'_>, phrase: &str) {
    let text = ex.phrase(phrase, &[]);
    ex.say(text, Keyboard::None);
}

/// The buttons of the morning question.
pub fn buttons(ex: &Exchange<'_>, evening: Date) -> Vec<Vec<Button>> {
    let quiet = button(ex, "button-quiet-night", &format!("quiet.{evening}"));
    let cramp = button(ex, "button-night-cramp", &format!("cramp.{evening}"));
    vec![vec![quiet], vec![cramp], vec![button(ex, "button-night-off", "ask.off")]]
}
