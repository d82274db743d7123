//! Moments of the past as people type them where one was asked for: "3am", "yesterday 23:30", "3 Nov at 2".
//!
//! Only what stands alone is read here. Never gives a moment to come, nor one before the diary can reach.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};

use super::hours::{Hour, hour};
use crate::engine::bout::NightEnd;
use crate::engine::dates::{self, Unit};
use crate::engine::exchange::Exchange;
use crate::engine::place;
use crate::engine::reply::normalise;

/// As far back as anything is counted.
const MOST_YEARS: i32 = 5;
/// "3rd of march 2025".
const MOST_WORDS_OF_A_DATE: usize = 4;
/// Words beside a moment that only say that it is not exact.
const HEDGES: [&str; 18] = [
    "about",
    "around",
    "round",
    "roughly",
    "approximately",
    "approx",
    "circa",
    "ca",
    "maybe",
    "perhaps",
    "probably",
    "sometime",
    "think",
    "guess",
    "like",
    "earlier",
    "it",
    "was",
];
/// Hours of a night that are said without their half of the day and lie before midnight.
const LATE: std::ops::RangeInclusive<i8> = 8..=11;

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
    /// Nobody said which half of the day the time is of.
    pub open: bool,
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
    let said = plain(&normalise(text).replace(',', " "));
    let said = said.trim_start_matches("on ").trim();
    if let Some(hour) = hour(said).filter(|_| !is_date) {
        return Some(Said::new(None, Some(hour)));
    }
    if let Some(day) = day(said, now) {
        return Some(Said::new(Some(day), None));
    }
    let words: Vec<&str> = said.split_whitespace().collect();
    let split = |at: usize| Some((words.get(..at)?.join(" "), words.get(at..)?.join(" ")));
    let late = |(head, tail): (String, String)| Some((day(&head, now)?, hour(&tail)?));
    let early = |(head, tail): (String, String)| Some((day(tail.trim_start_matches("on "), now)?, hour(&head)?));
    let mut places = 1..words.len();
    let found = places.clone().find_map(|at| split(at).and_then(late));
    let found = found.or_else(|| places.find_map(|at| split(at).and_then(early)));
    found.map(|(day, hour)| Said::new(Some(day), Some(hour)))
}

/// A date with the name of its month, or in full digits, anywhere in words that say more: "a cramp on 2 march at 3am".
pub fn date_in(text: &str, today: Date) -> Option<Result<Date, &'static str>> {
    let said = normalise(text).replace([',', ';'], " ");
    let words: Vec<&str> = said.split_whitespace().collect();
    let has_month = |part: &[&str]| part.len() > 1 && part.iter().any(|word| dates::month_named(word).is_some());
    let is_whole = |part: &[&str]| part.len() == 1 && part[0].parse::<Date>().is_ok();
    let windows = (1..=MOST_WORDS_OF_A_DATE).rev().flat_map(|most| words.windows(most));
    let found =
        windows.filter(|part| has_month(part) || is_whole(part)).find_map(|part| dates::read(&part.join(" ")))?;
    Some(match found.last(today) {
        None => Err(Refused::NoSuchDay.phrase()),
        Some(date) if date > today => Err(Refused::Future.phrase()),
        Some(date) if date < today.saturating_sub(Span::new().years(MOST_YEARS)) => Err(Refused::TooOld.phrase()),
        Some(date) => Ok(date),
    })
}

/// Without what only says that it is not exact: "around 3ish or so" is 3, "between 2 and 3" is 2.
fn plain(said: &str) -> String {
    let said = said.replace(" or so", "").replace('~', "");
    let mut words: Vec<&str> = said.split_whitespace().filter(|word| !HEDGES.contains(word) && *word != "i").collect();
    if let Some(from) = words.iter().position(|word| *word == "between")
        && words.get(from + 2) == Some(&"and")
    {
        words.drain(from + 2..(from + 4).min(words.len()));
        words.remove(from);
    }
    let bare = |word: &str| {
        let hour = word.strip_suffix("ish").map(|hour| hour.trim_end_matches('-'));
        hour.filter(|hour| !hour.is_empty()).unwrap_or(word).to_owned()
    };
    words.into_iter().map(bare).collect::<Vec<_>>().join(" ")
}

impl Said {
    fn new(day: Option<Day>, hour: Option<Hour>) -> Self {
        Said { day, time: hour.map(|hour| hour.time), open: hour.is_some_and(|hour| hour.open) }
    }

    /// The instant that is meant. `base`: the moment that is there, with its zone; a time alone is then the one next to
    /// it, a day alone keeps its time. Without one, a time alone is the last one that has passed.
    pub(super) fn instant(self, ex: &Exchange<'_>, base: Option<(Timestamp, &str)>) -> Result<Timestamp, Refused> {
        let zone = zone_of(ex, base.map(|(_, zone)| zone));
        let now = ex.now.to_zoned(zone.clone()).datetime();
        let before = base.map(|(at, _)| at.to_zoned(zone.clone()).datetime());
        let local = match (self.day, self.time.or(before.map(DateTime::time))) {
            (Some(Day::Impossible), _) => return Err(Refused::NoSuchDay),
            (_, None) => return Err(Refused::NoTime),
            (Some(day), Some(time)) => {
                let open = self.open && self.time.is_some();
                day.at(if open { day.hour_of(time) } else { time }, now, ex.chat.profile.night_end())
            }
            (None, Some(time)) => before.map_or_else(|| newest(now, time), |before| nearest(before, now, time)),
        };
        local.to_zoned(zone).map_err(|_| Refused::NoSuchDay).map(|at| at.timestamp())
    }
}

impl Day {
    /// "11" of a night is 11 in the evening, and "12" is midnight.
    fn hour_of(self, time: Time) -> Time {
        let hour = match (self, time.hour()) {
            (Day::Night(_) | Day::LastNight(_), hour) if LATE.contains(&hour) => hour + 12,
            (Day::Night(_) | Day::LastNight(_), 12) => 0,
            (_, hour) => hour,
        };
        Time::new(hour, time.minute(), time.second(), 0).unwrap_or(time)
    }

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
    let said =
        ["the ", "during ", "in ", "on "].iter().fold(said, |said, lead| said.strip_prefix(lead).unwrap_or(said));
    let said = said.strip_prefix("the ").unwrap_or(said);
    match said {
        "today" | "this morning" | "this afternoon" | "this evening" => return Some(Day::Date(today)),
        "yesterday" | "yesterday morning" | "yesterday afternoon" | "yesterday evening" => {
            return Some(Day::Date(back(today, 1)));
        }
        "the day before yesterday" | "day before yesterday" => return Some(Day::Date(back(today, 2))),
        "tonight" => return Some(Day::Night(end.night_of(now))),
        "last night" | "yesterday night" | "night" | "middle of the night" => {
            return Some(Day::LastNight(back(today, 1)));
        }
        "night before last" => return Some(Day::Night(back(today, 2))),
        _ => {}
    }
    if let Some(night) = night(said, today) {
        return Some(night);
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
    let part = [" morning", " afternoon", " evening"].iter().find_map(|part| said.strip_suffix(part));
    last(part.unwrap_or(said), today).map(|date| date.map_or(Day::Impossible, Day::Date))
}

/// `tuesday night`, `night of 3 nov`, `night of 4 to 5 mar`, `night to 5 mar`.
fn night(said: &str, today: Date) -> Option<Day> {
    let evening = |said: &str| last(said, today);
    let morning = |said: &str| last(said, today).map(|date| date.and_then(|date| date.yesterday().ok()));
    let of = said.strip_prefix("night of ").or_else(|| said.strip_prefix("night from "));
    let found = match (said.strip_suffix(" night"), of, said.strip_prefix("night to ")) {
        (Some(day), ..) => evening(day),
        (_, Some(nights), _) => match nights.split_once(" to ") {
            Some((_, day)) => morning(day),
            None => evening(nights),
        },
        (.., Some(day)) => morning(day),
        (None, None, None) => None,
    };
    found.map(|evening| evening.map_or(Day::Impossible, Day::Night))
}

/// The last such day; absent inside: there is none.
fn last(said: &str, today: Date) -> Option<Option<Date>> {
    let said = said.strip_prefix("the ").unwrap_or(said);
    dates::read(said.strip_prefix("last ").unwrap_or(said)).map(|written| written.last(today))
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
        for (said, evening) in [
            ("tuesday night", 17),
            ("last tuesday night", 17),
            ("the night before last", 20),
            ("night of 3 nov", 3),
            ("the night of 4 to 5 nov", 4),
            ("night to 5 nov", 4),
        ] {
            assert_eq!(day(said, now), Some(Day::Night(on(2026, 11, evening))), "{said}");
        }
        assert_eq!(day("in the middle of the night", now), Some(Day::LastNight(on(2026, 11, 21))));
        assert_eq!(day("friday morning", now), Some(Day::Date(on(2026, 11, 20))));
        for none in ["3/11", "soon", "", "marching 3", "13", "tomorrow night", "good night"] {
            assert_eq!(day(none, now), None, "{none}");
        }
    }

    #[test]
    fn a_date_inside_other_words() {
        let today = on(2026, 11, 22);
        for said in ["i had a cramp at 3am on 3 november, left calf", "nov 3rd at 2 cramp", "cramp 2026-11-03"] {
            assert_eq!(super::date_in(said, today), Some(Ok(on(2026, 11, 3))), "{said}");
        }
        for none in ["cramp 7/10 at 3.11", "i may have had 3 cramps", "10/10 pain at 3am", "march on"] {
            assert_eq!(super::date_in(none, today), None, "{none}");
        }
        assert!(super::date_in("a cramp on 31 feb", today).is_some_and(|date| date.is_err()));
    }

    #[test]
    fn what_says_that_it_is_not_exact_goes() {
        for (said, bare) in [
            ("two nights ago around 4", "two nights ago 4"),
            ("around 3ish or so", "3"),
            ("4 march between 2 and 3", "4 march 2"),
            ("i think it was about 3-ish", "3"),
        ] {
            assert_eq!(super::plain(said), bare, "{said}");
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
