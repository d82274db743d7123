//! Turns a moment of the past, as people say it, into an instant on their clock. Never gives one in the future.

use jiff::civil::{Date, DateTime, Time, Weekday, time};
use jiff::{SignedDuration, Span, Timestamp};

use crate::engine::exchange::Exchange;
use crate::engine::understanding::meaning::{Day, When};

/// Hours that stand for a part of the day, as the catalogue of words has them; a night without an hour is 03:00.
const MORNING: Time = time(8, 0, 0, 0);
const NOON: Time = time(12, 0, 0, 0);
const AFTERNOON: Time = time(15, 0, 0, 0);
const EVENING: Time = time(19, 0, 0, 0);
const BEDTIME: Time = time(22, 0, 0, 0);
const IN_THE_NIGHT: Time = time(3, 0, 0, 0);

/// The instant that is meant; now where nothing was said.
pub fn instant(ex: &Exchange<'_>, when: Option<When>, at_night: bool) -> Timestamp {
    let now = ex.local(ex.happened).datetime();
    let meant = match when {
        None => return ex.happened,
        Some(When::MinutesAgo(minutes)) => {
            let ago = SignedDuration::from_mins(i64::from(minutes));
            return ex.happened.checked_sub(ago).unwrap_or(ex.happened);
        }
        Some(When::DaysAgo(days)) => back(now.date(), days).to_datetime(if at_night { IN_THE_NIGHT } else { NOON }),
        Some(When::At(time)) => newest(now, now.date().to_datetime(time)),
        Some(When::On(day, time)) => on(now, day, time, at_night),
    };
    let meant = if meant > now { now } else { meant };
    meant.to_zoned(ex.zone()).map_or(ex.happened, |at| at.timestamp().min(ex.happened))
}

/// The same of a date that was written out: what else was said gives its time.
pub fn on_date(ex: &Exchange<'_>, date: Date, when: Option<When>, at_night: bool) -> Timestamp {
    let time = match when {
        Some(When::At(time) | When::On(_, Some(time))) => time,
        Some(When::MinutesAgo(_) | When::DaysAgo(_) | When::On(_, None)) | None if at_night => IN_THE_NIGHT,
        Some(When::MinutesAgo(_) | When::DaysAgo(_) | When::On(_, None)) | None => NOON,
    };
    date.to_datetime(time).to_zoned(ex.zone()).map_or(ex.happened, |at| at.timestamp().min(ex.happened))
}

fn on(now: DateTime, day: Day, time: Option<Time>, at_night: bool) -> DateTime {
    let (today, yesterday) = (now.date(), back(now.date(), 1));
    match day {
        Day::Today => today.to_datetime(time.unwrap_or(if at_night { IN_THE_NIGHT } else { now.time() })),
        Day::Yesterday => yesterday.to_datetime(time.unwrap_or(if at_night { BEDTIME } else { NOON })),
        Day::LastNight => last_night(now, time.unwrap_or(IN_THE_NIGHT)),
        Day::Tonight => newest(now, today.to_datetime(time.unwrap_or(BEDTIME))),
        Day::ThisMorning => today.to_datetime(time.unwrap_or(MORNING)),
        Day::ThisAfternoon => today.to_datetime(time.unwrap_or(AFTERNOON)),
        Day::ThisEvening => today.to_datetime(time.unwrap_or(EVENING)),
        Day::NightOf(weekday) => night_of(last(today, weekday), time.unwrap_or(IN_THE_NIGHT)),
        Day::Week(weekday) => {
            let hour = time.unwrap_or(if at_night { BEDTIME } else { NOON });
            last(now.date(), weekday).to_datetime(hour)
        }
    }
}

/// The evening hours belong to yesterday, the small ones to this morning.
fn last_night(now: DateTime, time: Time) -> DateTime {
    let this_morning = now.date().to_datetime(time);
    if time >= NOON || this_morning > now { back(now.date(), 1).to_datetime(time) } else { this_morning }
}

/// The small hours belong to the day after the evening.
fn night_of(evening: Date, time: Time) -> DateTime {
    let date = if time >= NOON { evening } else { evening.tomorrow().unwrap_or(evening) };
    date.to_datetime(time)
}

/// Today's, or yesterday's where today's is still to come.
fn newest(now: DateTime, today: DateTime) -> DateTime {
    if today > now { back(today.date(), 1).to_datetime(today.time()) } else { today }
}

/// The last such day before today.
fn last(today: Date, weekday: Weekday) -> Date {
    (1..=7).map(|days| back(today, days)).find(|date| date.weekday() == weekday).unwrap_or(today)
}

fn back(date: Date, days: u32) -> Date {
    date.checked_sub(Span::new().days(days.min(36_500))).unwrap_or(date)
}
