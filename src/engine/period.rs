//! Periods as people write them: "10 days", "october", "since 3 oct", "1 sep to 15 oct", "the last two weeks".
//!
//! Finds the first that stands in the words and says which words it took; what cannot be is told apart from what is
//! not understood. Never looks at the diary.

mod end;

use std::ops::Range;

use jiff::civil::Date;
use jiff::{Span, ToSpan, Zoned};

use end::{End, between};

use super::bout::NightEnd;
use super::dates::{self, Written, month_named};
use super::figures::MOST_NIGHTS;
use super::reply::normalise;
use super::stretch::{self, Stretch, back, days_between};
use super::understanding::meaning::Period;

/// Words of the longest day: "24th of december 2025".
const MOST_WORDS_OF_A_DAY: usize = 4;
/// Short names are words of their own, too: "sat", "sun", "may".
const LETTERS_OF_A_WEEKDAY: usize = 6;
/// Beyond every diary.
const MOST_DAYS: i32 = 100_000;

/// What was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Known(Period),
    /// The last so many days.
    Last(i32),
    /// From one date to another, both among them.
    Days(Date, Date),
}

/// Why there is no such period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// The end lies before the beginning.
    Backwards,
    Future,
    /// Longer ago than the diary is looked back.
    TooLong,
    NoSuchDay,
    /// No night at all.
    Nothing,
}

type Found = (Result<Wanted, Wrong>, Range<usize>);

/// Lower case words; dashes between two days as "to".
pub fn words(text: &str) -> Vec<String> {
    let said = normalise(text).replace('\'', "").replace(['–', '—', '−'], "-");
    let cut = said.split(|c: char| c.is_whitespace() || ",;!?()".contains(c)).filter(|word| !word.is_empty());
    let mut words = Vec::new();
    for word in cut.map(|word| if is_date(word) { word } else { word.trim_end_matches('.') }) {
        match word.split_once('-') {
            Some((from, to)) if !is_date(word) => {
                let parts = [from, "to", to].into_iter().filter(|part| !part.is_empty());
                words.extend(parts.map(str::to_owned));
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

fn is_date(word: &str) -> bool {
    dates::read(word).is_some() || month_in_figures(word).is_some()
}

/// The period that is all of the words.
pub fn read(words: &[String], today: Date) -> Option<Result<Wanted, Wrong>> {
    let starts = words.iter().take_while(|word| matches!(word.as_str(), "the" | "of" | "for" | "in" | "my")).count();
    let (found, taken) = at(words, starts, today, true)?;
    (taken.end == words.len()).then_some(found)
}

/// The first period in the words, with those that it took.
pub fn find(words: &[String], today: Date) -> Option<Found> {
    (0..words.len()).find_map(|start| at(words, start, today, false))
}

/// The nights and days.
pub fn stretch_of(wanted: Wanted, now: &Zoned, end: NightEnd) -> Stretch {
    match wanted {
        Wanted::Known(period) => stretch::of(period, now, end),
        Wanted::Last(days) => stretch::last(days, now, end),
        Wanted::Days(from, to) => stretch::between(from, to, now, end),
    }
}

/// The first date that can be looked back to.
pub fn oldest(today: Date) -> Date {
    back(today, i32::try_from(MOST_NIGHTS).unwrap_or(0) - 2)
}

fn at(words: &[String], start: usize, today: Date, alone: bool) -> Option<Found> {
    let (found, end) = known(words, start, alone)
        .map(|(period, end)| (Ok(Wanted::Known(period)), end))
        .or_else(|| stretching(words, start, today))
        .or_else(|| last(words, start, today, alone))
        .or_else(|| one(words, start, today, alone))?;
    Some((found.and_then(|wanted| possible(wanted, today)), start..end))
}

/// None of it too long ago or still to come.
fn possible(wanted: Wanted, today: Date) -> Result<Wanted, Wrong> {
    match wanted {
        Wanted::Known(_) => Ok(wanted),
        Wanted::Last(..=0) => Err(Wrong::Nothing),
        Wanted::Last(days) if back(today, days - 1) < oldest(today) => Err(Wrong::TooLong),
        Wanted::Last(_) => Ok(wanted),
        Wanted::Days(from, to) if to < from => Err(Wrong::Backwards),
        Wanted::Days(from, _) if from > today => Err(Wrong::Future),
        Wanted::Days(from, _) if from < oldest(today) => Err(Wrong::TooLong),
        Wanted::Days(from, to) => Ok(Wanted::Days(from, to.min(today))),
    }
}

fn word(words: &[String], at: usize) -> &str {
    words.get(at).map_or("", String::as_str)
}

/// "Last week", "this month", "yesterday"; alone also "week" and "all".
fn known(words: &[String], at: usize, alone: bool) -> Option<(Period, usize)> {
    let period = match (word(words, at), word(words, at + 1)) {
        ("today", _) => (Period::Today, 1),
        ("yesterday", _) => (Period::Yesterday, 1),
        ("last" | "previous", "week") => (Period::LastWeek, 2),
        ("last" | "previous", "month") => (Period::LastMonth, 2),
        ("this" | "past", "week") => (Period::Week, 2),
        ("this", "month") => (Period::Month, 2),
        ("past", "year") => (Period::Year, 2),
        ("last", "night") => (Period::Today, 2),
        ("all" | "whole", "time" | "diary") | ("since", "always") => (Period::All, 2),
        ("since", "the") if matches!(word(words, at + 2), "start" | "beginning") => (Period::All, 3),
        ("week", "") if alone => (Period::Week, 1),
        ("month", "") if alone => (Period::Month, 1),
        ("quarter", "") if alone => (Period::ThreeMonths, 1),
        ("year", "") if alone => (Period::Year, 1),
        ("all" | "everything", "") if alone => (Period::All, 1),
        _ => return None,
    };
    Some((period.0, at + period.1))
}

// ---------------------------------------------------------------- from and to

/// "Since 3 oct", "from sep to oct", "between 1 sep and 15 oct", "1-15 oct".
fn stretching(words: &[String], at: usize, today: Date) -> Option<(Result<Wanted, Wrong>, usize)> {
    let opener = word(words, at);
    let is_since = matches!(opener, "since" | "from" | "between" | "after" | "starting");
    let first = at + usize::from(is_since);
    let first = first + usize::from(word(words, first) == "the");
    let (from, next) = end(words, first).or_else(|| day_alone(words, first))?;
    let joins = matches!(word(words, next), "to" | "till" | "til" | "until" | "through" | "and" | "up")
        && (word(words, next) != "and" || opener == "between");
    if joins {
        let second = next + 1 + usize::from(matches!(word(words, next + 1), "the" | "to"));
        let (to, next) = match word(words, second) {
            "today" | "now" | "date" => (End::On(today), second + 1),
            "yesterday" => (End::On(back(today, 1)), second + 1),
            _ => end(words, second).or_else(|| day_alone(words, second))?,
        };
        return Some((between(from, to, today), next));
    }
    if !is_since || opener == "between" || matches!(from, End::Day(_)) {
        return None;
    }
    Some((from.first(today).map(|from| Wanted::Days(from, today.max(from))), next))
}

fn end(words: &[String], at: usize) -> Option<(End, usize)> {
    if let Some((written, end)) = day(words, at) {
        return Some((End::Written(written), end));
    }
    if let Some((month, year, end)) = month(words, at) {
        return Some((End::Month(month, year), end));
    }
    year(word(words, at)).map(|year| (End::Year(year), at + 1))
}

fn day_alone(words: &[String], at: usize) -> Option<(End, usize)> {
    let day = word(words, at).trim_end_matches(|c: char| c.is_ascii_lowercase());
    let day: i8 = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    // "10 days to go"
    unit(word(words, at + 1)).is_none().then_some((End::Day(day), at + 1))
}

/// A day with its month, or a weekday written out; the longest that can be read.
fn day(words: &[String], at: usize) -> Option<(Written, usize)> {
    let read = |many: usize| {
        let some = words.get(at..at + many)?.join(" ");
        let written = dates::read(&some)?;
        let is_short = matches!(written, Written::Weekday(_)) && some.len() < LETTERS_OF_A_WEEKDAY;
        (!is_short).then_some((written, at + many))
    };
    (1..=MOST_WORDS_OF_A_DAY).rev().find_map(read)
}

/// "October", "oct 2025", "2025-10", "10/2025".
fn month(words: &[String], at: usize) -> Option<(i8, Option<i16>, usize)> {
    if let Some((month, year)) = month_in_figures(word(words, at)) {
        return Some((month, Some(year), at + 1));
    }
    let month = month_named(word(words, at))?;
    let of = at + 1 + usize::from(word(words, at + 1) == "of");
    match year(word(words, of)) {
        Some(year) => Some((month, Some(year), of + 1)),
        None => Some((month, None, at + 1)),
    }
}

fn month_in_figures(word: &str) -> Option<(i8, i16)> {
    let (one, other) = word.split_once(['-', '/'])?;
    let (year, month) = if one.len() == 4 { (one, other) } else { (other, one) };
    let month: i8 = month.parse().ok().filter(|_| month.len() <= 2)?;
    Some((month, self::year(year)?))
}

fn year(word: &str) -> Option<i16> {
    word.parse().ok().filter(|year| word.len() == 4 && (1900..=2199).contains(year))
}

// ---------------------------------------------------------------- so many, and single ones

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Days,
    Weeks,
    Months,
    Years,
}

fn unit(word: &str) -> Option<Unit> {
    match word {
        "day" | "days" | "night" | "nights" | "evenings" => Some(Unit::Days),
        "week" | "weeks" => Some(Unit::Weeks),
        "month" | "months" => Some(Unit::Months),
        "year" | "years" => Some(Unit::Years),
        _ => None,
    }
}

/// "The last two weeks", "10 days", "past 6 months", "last 90 nights".
fn last(words: &[String], at: usize, today: Date, alone: bool) -> Option<(Result<Wanted, Wrong>, usize)> {
    let is_marked = matches!(word(words, at), "last" | "past" | "previous" | "recent");
    let number = at + usize::from(is_marked);
    let leads = at.checked_sub(1).map_or("", |before| word(words, before));
    if !is_marked
        && !alone
        && !matches!(leads, "for" | "over" | "these" | "of" | "within" | "in" | "the" | "my" | "past")
    {
        return None;
    }
    let (count, next) = count(words, number)?;
    let unit = unit(word(words, next))?;
    let ago = word(words, next + 1) == "ago";
    let days = match unit {
        Unit::Days => Some(count),
        Unit::Weeks => count.checked_mul(7),
        Unit::Months | Unit::Years => {
            let span = if unit == Unit::Months { Span::new().try_months(count) } else { Span::new().try_years(count) };
            let from = span.ok().and_then(|span| today.checked_sub(span).ok());
            from.map(|from| days_between(from, today))
        }
    };
    let Some(days) = days.filter(|days| *days <= MOST_DAYS) else { return Some((Err(Wrong::TooLong), next + 1)) };
    if ago && !is_marked {
        let day = today.checked_sub(days.days()).map_err(|_| Wrong::TooLong);
        return Some((day.map(|day| Wanted::Days(day, day)), next + 2));
    }
    Some((Ok(Wanted::Last(days)), next + 1))
}

/// "10", "two", "a couple of".
fn count(words: &[String], at: usize) -> Option<(i32, usize)> {
    const NAMES: [(&str, i32); 24] = [
        ("a", 1),
        ("one", 1),
        ("two", 2),
        ("couple", 2),
        ("three", 3),
        ("few", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("eleven", 11),
        ("twelve", 12),
        ("fourteen", 14),
        ("fifteen", 15),
        ("twenty", 20),
        ("thirty", 30),
        ("forty", 40),
        ("fifty", 50),
        ("sixty", 60),
        ("ninety", 90),
        ("hundred", 100),
    ];
    let is_more = matches!(word(words, at), "a" | "the") && matches!(word(words, at + 1), "couple" | "few" | "hundred");
    let at = at + usize::from(is_more);
    let said = word(words, at);
    let named = NAMES.iter().find(|(name, _)| *name == said).map(|(_, count)| *count);
    let figures = said.chars().all(|c| c.is_ascii_digit()).then(|| said.parse().unwrap_or(i32::MAX));
    let count = named.or(figures.filter(|_| !said.is_empty()))?;
    Some((count, at + 1 + usize::from(word(words, at + 1) == "of")))
}

/// A month, a year, a day, a weekend.
fn one(words: &[String], at: usize, today: Date, alone: bool) -> Option<(Result<Wanted, Wrong>, usize)> {
    let which = word(words, at);
    let next = at + usize::from(matches!(which, "last" | "this"));
    if matches!((which, word(words, next)), ("last" | "this", "year")) {
        let year = today.year() - i16::from(which == "last");
        return Some((whole(End::Year(year), today), next + 1));
    }
    if word(words, next) == "weekend" && (next > at || alone) {
        let saturday = back(today, (i32::from(today.weekday().to_monday_zero_offset()) + 2) % 7);
        let saturday = if which == "last" && days_between(saturday, today) < 2 { back(saturday, 7) } else { saturday };
        return Some((Ok(Wanted::Days(saturday, back(saturday, -1))), next + 1));
    }
    if let Some((written, end)) = day(words, next) {
        return Some((whole(End::Written(written), today), end));
    }
    let leads = at.checked_sub(1).map_or("", |before| word(words, before));
    let is_led = next > at || alone || matches!(leads, "in" | "of" | "my" | "for" | "during" | "over" | "was" | "the");
    if let Some((month, year, end)) = month(words, next) {
        let is_clear = is_led || year.is_some() || word(words, next).len() > 3;
        // In November "last october" is the one before; in October it is that of last year.
        let year = match year {
            None if which == "last" && month == today.month() => Some(today.year() - 1),
            year => year,
        };
        return is_clear.then(|| (whole(End::Month(month, year), today), end));
    }
    let year = year(word(words, next)).filter(|_| is_led)?;
    Some((whole(End::Year(year), today), next + 1))
}

fn whole(end: End, today: Date) -> Result<Wanted, Wrong> {
    Ok(Wanted::Days(end.first(today)?, end.last(today)?))
}

#[cfg(test)]
mod tests;
