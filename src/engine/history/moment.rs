//! Moments of the past as people type them where one was asked for: "3am", "yesterday 23:30", "3 Nov at 2".
//!
//! Only what stands alone is read here. Never gives a moment to come, nor one before the diary can reach.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};

use crate::engine::bout::NightEnd;
use crate::engine::dates::{self, Unit};
use crate::engine::exchange::Exchange;
use crate::engine::place;
use crate::engine::reminder::clock;
use crate::engine::reply::normalise;

/// As far back as anything is counted.
const MOST_YEARS: i32 = 5;

/// A day, or the night that begins on its evening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    Date(Date),
    Night(Date),
    /// "Last night" of what is still to come was the night before.
    LastNight(Date),
    /// 31 February.
    Impossible,
}

/// What was said; never neither of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    pub day: Option<Day>,
    pub time: Option<Time>,
}

/// Why a moment cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    Future,
    TooOld,
    NoSuchDay,
    NoTime,
}

impl Refused {
    pub(super) fn phrase(self) -> &'static str {
        match self {
            Refused::Future => "when-future",
            Refused::TooOld => "when-too-old",
            Refused::NoSuchDay => "when-no-such-day",
            Refused::NoTime => "when-no-time",
        }
    }
}

/// A moment that the diary takes.
pub(super) fn possible(ex: &Exchange<'_>, at: Timestamp) -> Result<Timestamp, Refused> {
    let oldest = ex.local(ex.now).checked_sub(MOST_YEARS.years()).map_or(Timestamp::MIN, |then| then.timestamp());
    match at {
        _ if at > ex.now => Err(Refused::Future),
        _ if at < oldest => Err(Refused::TooOld),
        _ => Ok(at),
    }
}

/// Reads a day, a time, or both, on the clock of a zone or on the person's own.
pub(super) fn read(ex: &Exchange<'_>, text: &str, zone: Option<&str>) -> Option<Said> {
    let (now, end) = (ex.now.to_zoned(zone_of(ex, zone)).datetime(), ex.chat.profile.night_end());
    let day = |said: &str, now: DateTime| day(said, now, end);
    let is_date = text.trim().ends_with('.');
    let said = normalise(text).replace(',', " ");
    let said = said.trim_start_matches("on ").trim();
    if let Some(time) = clock(said).filter(|_| !is_date) {
        return Some(Said { day: None, time: Some(time) });
    }
    if let Some(day) = day(said, now) {
        return Some(Said { day: Some(day), time: None });
    }
    let words: Vec<&str> = said.split_whitespace().collect();
    let split = |at: usize| Some((words.get(..at)?.join(" "), words.get(at..)?.join(" ")));
    let late = |(head, tail): (String, String)| Some((day(&head, now)?, clock(&tail)?));
    let early = |(head, tail): (String, String)| Some((day(&tail, now)?, clock(&head)?));
    let mut places = 1..words.len();
    let found = places.clone().find_map(|at| split(at).and_then(late));
    let found = found.or_else(|| places.find_map(|at| split(at).and_then(early)));
    found.map(|(day, time)| Said { day: Some(day), time: Some(time) })
}

impl Said {
    /// The instant that is meant. `base`: the moment that is there, with its zone; a time alone is then the one next to
    /// it, a day alone keeps its time. Without one, a time alone is the last one that has passed.
    pub(super) fn instant(self, ex: &Exchange<'_>, base: Option<(Timestamp, &str)>) -> Result<Timestamp, Refused> {
        let zone = zone_of(ex, base.map(|(_, zone)| zone));
        let now = ex.now.to_zoned(zone.clone()).datetime();
        let before = base.map(|(at, _)| at.to_zoned(zone.clone()).datetime());
        let local = match (self.day, self.time.or(before.map(DateTime::time))) {
            (Some(Day::Impossible), _) => return Err(Refused::NoSuchDay),
            (_, None) => return Err(Refused::NoTime),
            (Some(day), Some(time)) => day.at(time, now, ex.chat.profile.night_end()),
            (None, Some(time)) => before.map_or_else(|| newest(now, time), |before| nearest(before, now, time)),
        };
        local.to_zoned(zone).map_err(|_| Refused::NoSuchDay).map(|at| at.timestamp())
    }
}

impl Day {
    /// A time of a night lies before its end on the day after.
    fn at(self, time: Time, now: DateTime, end: NightEnd) -> DateTime {
        let is_of_evening = time.hour().unsigned_abs() >= end.hour();
        let of_night = |evening: Date| if is_of_evening { evening } else { evening.tomorrow().unwrap_or(evening) };
        match self {
            Day::Date(date) => date.to_datetime(time),
            Day::Night(evening) => of_night(evening).to_datetime(time),
            Day::LastNight(evening) => {
                let at = of_night(evening).to_datetime(time);
                if at > now { back(at.date(), 1).to_datetime(time) } else { at }
            }
            Day::Impossible => now,
        }
    }
}

fn zone_of(ex: &Exchange<'_>, zone: Option<&str>) -> TimeZone {
    zone.and_then(place::zone).unwrap_or_else(|| ex.zone())
}

fn newest(now: DateTime, time: Time) -> DateTime {
    let today = now.date().to_datetime(time);
    if today > now { back(now.date(), 1).to_datetime(time) } else { today }
}

/// The one within half a day of what is there; an earlier one where that is still to come.
fn nearest(before: DateTime, now: DateTime, time: Time) -> DateTime {
    let same = before.date();
    let all = [back(same, 1), same, same.tomorrow().unwrap_or(same)].map(|date| date.to_datetime(time));
    let passed = all.into_iter().filter(|at| *at <= now);
    let distance = |at: &DateTime| before.duration_until(*at).abs();
    passed.min_by_key(distance).unwrap_or_else(|| same.to_datetime(time))
}

fn back(date: Date, days: u32) -> Date {
    date.checked_sub(Span::new().days(days.min(36_500))).unwrap_or(date)
}

/// `yesterday`, `last night`, `2 nights ago`, `friday`, or a date.
fn day(said: &str, now: DateTime, end: NightEnd) -> Option<Day> {
    let today = now.date();
    match said {
        "today" | "this morning" | "this afternoon" | "this evening" => return Some(Day::Date(today)),
        "yesterday" => return Some(Day::Date(back(today, 1))),
        "the day before yesterday" | "day before yesterday" => return Some(Day::Date(back(today, 2))),
        "tonight" => return Some(Day::Night(end.night_of(now))),
        "last night" => return Some(Day::LastNight(back(today, 1))),
        _ => {}
    }
    if let Some((count, unit)) = dates::ago(said) {
        return match unit {
            Unit::Days => Some(Day::Date(back(today, count))),
            Unit::Nights => Some(Day::Night(back(today, count))),
            Unit::Weeks => Some(Day::Date(back(today, count.saturating_mul(7)))),
            // Nobody knows a night of months ago by its hour.
            Unit::Months | Unit::Years => None,
        };
    }
    let written = dates::read(said.strip_prefix("last ").unwrap_or(said))?;
    Some(written.last(today).map_or(Day::Impossible, Day::Date))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date as on, datetime, time};

    use super::{Day, NightEnd, nearest};

    fn day(said: &str, now: jiff::civil::DateTime) -> Option<Day> {
        super::day(said, now, NightEnd::default())
    }

    #[test]
    fn days_as_people_write_them() {
        let now = datetime(2026, 11, 22, 8, 0, 0, 0);
        for said in ["3 nov", "nov 3", "november 3rd", "2026-11-03", "3.11.", "3.11.2026", "3 november 2026"] {
            assert_eq!(day(said, now), Some(Day::Date(on(2026, 11, 3))), "{said}");
        }
        assert_eq!(day("24 dec", now), Some(Day::Date(on(2025, 12, 24))), "the last one that has been");
        assert_eq!(day("sunday", now), Some(Day::Date(on(2026, 11, 15))), "today is a Sunday");
        assert_eq!(day("2 nights ago", now), Some(Day::Night(on(2026, 11, 20))));
        assert_eq!(day("31 feb", now), Some(Day::Impossible));
        for none in ["3/11", "soon", "", "marching 3", "13"] {
            assert_eq!(day(none, now), None, "{none}");
        }
    }

    #[test]
    fn last_night_is_the_one_that_has_been() {
        let last = |now| day("last night", now).unwrap();
        let (eight, one) = (datetime(2026, 11, 22, 8, 0, 0, 0), datetime(2026, 11, 22, 1, 0, 0, 0));
        let noon = NightEnd::default();
        assert_eq!(last(eight).at(time(3, 0, 0, 0), eight, noon), datetime(2026, 11, 22, 3, 0, 0, 0));
        assert_eq!(last(eight).at(time(23, 0, 0, 0), eight, noon), datetime(2026, 11, 21, 23, 0, 0, 0));
        assert_eq!(last(one).at(time(3, 0, 0, 0), one, noon), datetime(2026, 11, 21, 3, 0, 0, 0));
    }

    #[test]
    fn a_time_alone_is_the_one_next_to_what_is_there() {
        let now = datetime(2026, 11, 22, 8, 0, 0, 0);
        let before = datetime(2026, 11, 21, 0, 30, 0, 0);
        assert_eq!(nearest(before, now, time(23, 45, 0, 0)), datetime(2026, 11, 20, 23, 45, 0, 0));
        assert_eq!(nearest(before, now, time(2, 0, 0, 0)), datetime(2026, 11, 21, 2, 0, 0, 0));
    }
}
