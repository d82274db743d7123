//! Days as people write them: a weekday, a day with its month, with a year or without, or "2 weeks ago".
//!
//! Knows how they are written and no more: whether the last or the next such day is meant is for the caller to say.

use jiff::civil::{Date, Weekday};

/// Fewer letters are no name of a month or a weekday.
const FEWEST_LETTERS: usize = 3;
/// A first number up to this may be a month: half the world reads 3/11 the other way round.
const MONTHS_OF_A_YEAR: i8 = 12;
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A day as it was written; that there is such a day is not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    Weekday(Weekday),
    /// Day of the month and month, from 1.
    Date {
        day: i8,
        month: i8,
        year: Option<i16>,
    },
}

/// `friday`, `2026-11-03`, `3.11.`, `3 nov`, `nov 3 2025`, `24/12`. `3/11` is no date: it can be read in two ways.
/// Expects lower case.
pub fn read(said: &str) -> Option<Written> {
    let said = said.trim();
    if let Ok(date) = said.parse::<Date>() {
        return Some(Written::Date { day: date.day(), month: date.month(), year: Some(date.year()) });
    }
    if let Some(place) = named(said, &WEEKDAYS) {
        return Weekday::from_monday_zero_offset(place).ok().map(Written::Weekday);
    }
    let is_split = |c: char| matches!(c, ' ' | '.' | '/' | ',');
    let parts: Vec<&str> = said.split(is_split).filter(|part| !part.is_empty() && *part != "of").collect();
    let (day, month, rest) = match parts.as_slice() {
        [day, month, rest @ ..] if month_named(month).is_some() => (number(day)?, month_named(month)?, rest),
        [month, day, rest @ ..] if month_named(month).is_some() => (number(day)?, month_named(month)?, rest),
        [day, month, rest @ ..] if said.contains('.') => (day.parse().ok()?, month.parse().ok()?, rest),
        [one, other, rest @ ..] if said.contains('/') => {
            let (day, month) = unmistakable(one.parse().ok()?, other.parse().ok()?)?;
            (day, month, rest)
        }
        _ => return None,
    };
    let year = match rest {
        [] => None,
        [year] if year.len() == 4 => Some(year.parse().ok()?),
        _ => return None,
    };
    Some(Written::Date { day, month, year })
}

/// What is counted back in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Days,
    Nights,
    Weeks,
    Months,
    Years,
}

/// `2 weeks ago`, `a year ago`: how many of what. Expects lower case.
pub fn ago(said: &str) -> Option<(u32, Unit)> {
    let said = said.strip_suffix(" ago")?;
    let said = said.strip_prefix("a ").filter(|said| said.starts_with("couple")).unwrap_or(said);
    let (count, unit) = said.split_once(' ')?;
    let unit = unit.strip_prefix("of ").unwrap_or(unit);
    let count = match count {
        "a" | "an" | "one" => 1,
        "two" | "couple" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        count => count.parse().ok()?,
    };
    let unit = match unit {
        "day" | "days" => Unit::Days,
        "night" | "nights" => Unit::Nights,
        "week" | "weeks" => Unit::Weeks,
        "month" | "months" => Unit::Months,
        "year" | "years" => Unit::Years,
        _ => return None,
    };
    Some((count, unit))
}

/// The month of that name, from 1. Expects lower case.
pub fn month_named(name: &str) -> Option<i8> {
    named(name, &MONTHS).map(|place| place + 1)
}

/// The place of a name that begins like this.
fn named(part: &str, names: &[&str]) -> Option<i8> {
    let place = names.iter().position(|name| part.len() >= FEWEST_LETTERS && name.starts_with(part))?;
    i8::try_from(place).ok()
}

/// `3`, `3rd`.
fn number(part: &str) -> Option<i8> {
    let bare = ["st", "nd", "rd", "th"].iter().find_map(|ending| part.strip_suffix(ending)).unwrap_or(part);
    bare.parse().ok()
}

/// Day and month, where only one of two numbers can be the month.
fn unmistakable(one: i8, other: i8) -> Option<(i8, i8)> {
    match (one > MONTHS_OF_A_YEAR, other > MONTHS_OF_A_YEAR) {
        (true, false) => Some((one, other)),
        (false, true) => Some((other, one)),
        (false, false) if one == other => Some((one, other)),
        _ => None,
    }
}

impl Written {
    /// The last such day: a weekday before today, a date not after it. A date with its year is that date, wherever it
    /// lies. Absent: there is no such day.
    pub fn last(self, today: Date) -> Option<Date> {
        match self {
            Written::Weekday(weekday) => today.nth_weekday(-1, weekday).ok(),
            Written::Date { day, month, year: Some(year) } => Date::new(year, month, day).ok(),
            Written::Date { day, month, year: None } => {
                let on = |year| Date::new(year, month, day).ok();
                on(today.year()).filter(|date| *date <= today).or_else(|| on(today.year() - 1))
            }
        }
    }

    /// The next such day after today; the same otherwise.
    pub fn next(self, today: Date) -> Option<Date> {
        match self {
            Written::Weekday(weekday) => today.nth_weekday(1, weekday).ok(),
            Written::Date { day, month, year: Some(year) } => Date::new(year, month, day).ok(),
            Written::Date { day, month, year: None } => {
                let on = |year| Date::new(year, month, day).ok();
                on(today.year()).filter(|date| *date > today).or_else(|| on(today.year() + 1))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, date as on};

    use super::{Written, read};

    #[test]
    fn days_as_people_write_them() {
        for said in ["3 nov", "nov 3", "november 3rd", "3 of november", "3.11.", "3. nov"] {
            assert_eq!(read(said), Some(Written::Date { day: 3, month: 11, year: None }), "{said}");
        }
        for said in ["2026-11-03", "3.11.2026", "3 november 2026", "nov 3, 2026"] {
            assert_eq!(read(said), Some(Written::Date { day: 3, month: 11, year: Some(2026) }), "{said}");
        }
        for said in ["24/12", "12/24", "3/3", "24 sept", "24/9/2026"] {
            assert!(read(said).is_some(), "{said}");
        }
        for said in ["tue", "tues", "tuesday"] {
            assert_eq!(read(said), Some(Written::Weekday(Weekday::Tuesday)), "{said}");
        }
        for none in ["3/11", "3/11/2026", "soon", "", "marching 3", "13", "may", "3 ma", "3.11.26", "sunny", "24/13"] {
            assert_eq!(read(none), None, "{none}");
        }
    }

    #[test]
    fn the_last_one_and_the_next_one() {
        let today = on(2026, 11, 22);
        let both = |said| read(said).map(|written| (written.last(today), written.next(today)));
        assert_eq!(both("24 dec"), Some((Some(on(2025, 12, 24)), Some(on(2026, 12, 24)))));
        assert_eq!(both("22 nov"), Some((Some(today), Some(on(2027, 11, 22)))));
        assert_eq!(both("sunday"), Some((Some(on(2026, 11, 15)), Some(on(2026, 11, 29)))), "today is a Sunday");
        assert_eq!(both("31 feb"), Some((None, None)));
        assert_eq!(both("2030-01-01"), Some((Some(on(2030, 1, 1)), Some(on(2030, 1, 1)))));
    }
}
