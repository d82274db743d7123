//! The days of a pause as people say them: "until friday", "from friday to monday", "tomorrow", "this weekend".
//!
//! Reads words only; which instants the days begin and end at is decided in `pause`. English, as in `dates`.

use jiff::ToSpan;
use jiff::civil::{Date, Time, Weekday};

use super::typed::clock;
use crate::engine::dates;

/// "the day after tomorrow", "24th of december 2025"
const MOST_WORDS: usize = 4;
const UNTIL: [&str; 8] = ["until", "till", "til", "untill", "untl", "before", "'til", "unti"];
const THROUGH: [&str; 5] = ["to", "through", "thru", "-", "including"];
const FROM: [&str; 8] = ["from", "starting", "start", "beginning", "begin", "between", "form", "as"];
const EVERY: [&str; 2] = ["every", "each"];
const AND: [&str; 4] = ["and", "or", "&", "+"];
/// Between such a word and the day it is about.
const BETWEEN: [&str; 13] =
    ["the", "this", "next", "coming", "on", "of", "at", "in", "over", "for", "my", "all", "day"];
/// Around the days, where they are the answer to a question.
const BESIDE: [&str; 12] =
    ["pause", "please", "pls", "just", "only", "after", "say", "about", "until", "ok", "days", "weeks"];
const SEVERAL: [&str; 8] =
    ["sundays", "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "weekends"];
const WORKING: [&str; 4] = ["weekday", "weekdays", "workdays", "workday"];

const MORNING_ENDS: Time = Time::constant(12, 0, 0, 0);
const EVENING: Time = Time::constant(18, 0, 0, 0);

/// What the words say of the days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spell {
    /// The first day and an hour of it, if not from now and from its beginning; the last, if one was said.
    Days { from: Option<(Date, Option<Time>)>, to: Option<End> },
    /// The same days every week.
    Weekly,
    /// Days that are not next to one another.
    Apart,
    /// A day that no calendar has.
    NoSuchDay,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// This day is the last of it.
    After(Date),
    /// This day is no part of it.
    Before(Date),
    At(Date, Time),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    From,
    Until,
    Through,
    On,
    Weekly,
}

/// Days, the first and the last of them, and hours of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Days {
    first: Date,
    last: Date,
    hours: (Option<Time>, Option<Time>),
}

#[derive(Debug, Clone, Copy)]
struct Mention {
    role: Role,
    days: Days,
    /// Where its words begin and end.
    place: (usize, usize),
    weekday: Option<Weekday>,
}

/// The days that are named; none where none is. Expects what `normalise` gives.
pub fn read(said: &str, today: Date) -> Option<Spell> {
    let words = words(said);
    let mut mentions: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some((days, end, weekday)) = day(&words, at, today) else {
            at += 1;
            continue;
        };
        let Some(days) = days else { return Some(Spell::NoSuchDay) };
        let role = role(&words, at, mentions.last());
        mentions.push(Mention { role, days, place: (at, end), weekday });
        at = end;
    }
    (!mentions.is_empty()).then(|| together(&words, &mentions, today))
}

/// The same as the answer to "until when?": a single day to come is the end.
pub fn read_end(said: &str, today: Date) -> Option<Spell> {
    let is_one = matches!(read(said, today),
        Some(Spell::Days { from: Some((day, None)), to: Some(End::After(last)) }) if day == last && day > today);
    read(&format!("until {said}"), today).filter(|_| is_one)
}

/// Whether the words name days and say nothing else: "until friday, please".
pub fn stands_alone(said: &str, today: Date) -> bool {
    let words = words(said);
    let mut is_named = false;
    let mut at = 0;
    while at < words.len() {
        if let Some((_, end, _)) = day(&words, at, today) {
            is_named = true;
            at = end + usize::from(hour(&words, end).is_some()) * words.len();
            continue;
        }
        let word = words[at].as_str();
        let lists = [&UNTIL[..], &THROUGH, &FROM, &EVERY, &AND, &BETWEEN, &BESIDE];
        if !lists.iter().any(|list| list.contains(&word)) && word.parse::<u8>().is_err() {
            return false;
        }
        at += 1;
    }
    is_named
}

fn words(said: &str) -> Vec<String> {
    let apart: String = said.replace(['–', '—'], " - ");
    let mut words = Vec::new();
    for word in apart.split_whitespace() {
        let word = word.trim_matches(|c: char| ",;!?()\"".contains(c));
        let word = word.strip_suffix("'s").unwrap_or(word);
        let word = word.strip_suffix('.').filter(|word| !word.contains(|c: char| c.is_ascii_digit())).unwrap_or(word);
        match word.split_once('-') {
            Some((one, other)) if !one.is_empty() && !other.is_empty() && word.parse::<Date>().is_err() => {
                words.extend([one.to_owned(), "-".to_owned(), other.to_owned()]);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

type Named = (Option<Days>, usize, Option<Weekday>);

/// The day that is named from a place on, where its words end, and its weekday. Without days: there is no such day.
fn day(words: &[String], at: usize, today: Date) -> Option<Named> {
    let word = words[at].as_str();
    let whole = |first: Date, last: Date| Some(Days { first, last, hours: (None, None) });
    let next = |many: usize| words.get(at + many).map(String::as_str);
    if let Some((days, many)) = stretch(words, at, today) {
        return Some((days, at + many, None));
    }
    if let Some(days) = month_range(words, at, today) {
        return Some(days);
    }
    let (date, end, weekday) = match word {
        "today" | "todays" => (Some(today), at + 1, None),
        "tonight" | "tonights" | "tonite" => {
            let hours = (Some(EVENING), None);
            return Some((Some(Days { first: today, last: today, hours }), at + 1, None));
        }
        "tomorrow" | "tomorrows" | "tmrw" | "tomoz" | "tomorow" | "tommorow" | "tommorrow" => {
            (today.tomorrow().ok(), at + 1, None)
        }
        "this" | "in" if matches!(next(1), Some("morning" | "afternoon" | "evening")) => (Some(today), at + 1, None),
        _ => written(words, at, today)?,
    };
    let Some(date) = date else { return Some((None, end, weekday)) };
    let hours = match words.get(end).map(String::as_str) {
        Some("morning") => Some((None, Some(MORNING_ENDS))),
        Some("afternoon") => Some((Some(MORNING_ENDS), Some(EVENING))),
        Some("evening" | "night") => Some((Some(EVENING), None)),
        _ => None,
    };
    let days = hours.map_or_else(|| whole(date, date), |hours| Some(Days { first: date, last: date, hours }));
    Some((days, end + usize::from(hours.is_some()), weekday))
}

/// A weekday or a date in up to four words.
fn written(words: &[String], at: usize, today: Date) -> Option<(Option<Date>, usize, Option<Weekday>)> {
    let word = words.get(at)?.as_str();
    let single = word.strip_suffix('s').filter(|_| SEVERAL.contains(&word)).unwrap_or(word);
    for many in (1..=MOST_WORDS.min(words.len() - at)).rev() {
        let some = if many == 1 { single.to_owned() } else { words[at..at + many].join(" ") };
        match dates::read(&some) {
            Some(dates::Written::Weekday(weekday)) if single.len() >= 3 => {
                return Some((today.nth_weekday(1, weekday).ok(), at + many, Some(weekday)));
            }
            Some(date @ dates::Written::Date { day, month, .. }) if !some.contains(" -") => {
                let is_today = (today.day(), today.month()) == (day, month);
                return Some((if is_today { Some(today) } else { date.next(today) }, at + many, None));
            }
            _ => {}
        }
    }
    None
}

/// "24 to 27 december": the first of two days of one month.
fn month_range(words: &[String], at: usize, today: Date) -> Option<Named> {
    words.get(at + 1).filter(|word| THROUGH.contains(&word.as_str()) || is_until(word))?;
    let (_, end, None) = written(words, at + 2, today)? else { return None };
    let month = words[at + 2..end].iter().find(|word| dates::month_named(word).is_some())?;
    let (date, ..) = written(&[words[at].clone(), month.clone()], 0, today)?;
    Some((date.map(|date| Days { first: date, last: date, hours: (None, None) }), at + 1, None))
}

/// More than one day, or one in several words.
fn stretch(words: &[String], at: usize, today: Date) -> Option<(Option<Days>, usize)> {
    let whole = |first: Option<Date>, last: Option<Date>| {
        first.zip(last).map(|(first, last)| Days { first, last, hours: (None, None) })
    };
    let sunday = || match today.weekday() {
        Weekday::Sunday => Some(today),
        _ => today.nth_weekday(1, Weekday::Sunday).ok(),
    };
    let is = |many: usize, word: &str| words.get(at + many).is_some_and(|known| known == word);
    if is(0, "day") && is(1, "after") && is(2, "tomorrow") {
        let date = today.checked_add(2.days()).ok();
        return Some((whole(date, date), 3));
    }
    if is(0, "end") && is(1, "of") {
        let many = if is(2, "the") || is(2, "this") { 3 } else { 2 };
        let last = match words.get(at + many).map(String::as_str) {
            Some("day" | "today") => Some(today),
            Some("week") => sunday(),
            Some("month") => Some(today.last_of_month()),
            Some("year") => Some(today.last_of_year()),
            _ => return None,
        };
        return Some((whole(last, last), many + 1));
    }
    if is(0, "weekend") {
        let is_on = matches!(today.weekday(), Weekday::Saturday | Weekday::Sunday);
        let first = if is_on { Some(today) } else { today.nth_weekday(1, Weekday::Saturday).ok() };
        return Some((whole(first, sunday()), 1));
    }
    if is(0, "this") && is(1, "week") {
        return Some((whole(Some(today), sunday()), 2));
    }
    if is(0, "next") && is(1, "week") {
        let monday = today.nth_weekday(1, Weekday::Monday).ok();
        return Some((whole(monday, monday.and_then(|day| day.checked_add(6.days()).ok())), 2));
    }
    if is(0, "next") && is(1, "month") {
        let first = today.last_of_month().tomorrow().ok();
        return Some((whole(first, first.map(Date::last_of_month)), 2));
    }
    let several = words[at].as_str();
    (several == "weekends" || WORKING.contains(&several)).then(|| (whole(Some(today), Some(today)), 1))
}

fn is_until(word: &str) -> bool {
    UNTIL.contains(&word)
}

/// What the words before a day make of it.
fn role(words: &[String], at: usize, before: Option<&Mention>) -> Role {
    let word = words[at].as_str();
    if SEVERAL.contains(&word) || WORKING.contains(&word) {
        return Role::Weekly;
    }
    let mut place = at;
    while place > 0 && BETWEEN.contains(&words[place - 1].as_str()) {
        place -= 1;
    }
    let of = |place: usize| place.checked_sub(1).and_then(|place| words.get(place)).map_or("", String::as_str);
    match of(place) {
        word if EVERY.contains(&word) => Role::Weekly,
        "after" if is_until(of(place - 1)) => Role::Through,
        word if is_until(word) => Role::Until,
        word if THROUGH.contains(&word) => Role::Through,
        word if FROM.contains(&word) => Role::From,
        word if AND.contains(&word) => match before.map(|mention| mention.role) {
            Some(Role::From) => Role::Through,
            Some(role) => role,
            None => Role::On,
        },
        _ => Role::On,
    }
}

// ---------------------------------------------------------------- together

fn together(words: &[String], mentions: &[Mention], today: Date) -> Spell {
    if mentions.iter().any(|mention| mention.role == Role::Weekly) {
        return Spell::Weekly;
    }
    let end = mentions.iter().rev().find(|mention| matches!(mention.role, Role::Until | Role::Through));
    let mut begins: Vec<Mention> = mentions
        .iter()
        .filter(|mention| matches!(mention.role, Role::From | Role::On))
        .map(|m| near(m, today))
        .collect();
    begins.sort_by_key(|mention| mention.days.first);
    let Some(first) = begins.first() else {
        return Spell::Days { from: None, to: end.map(|end| until(words, end, None)) };
    };
    if begins.windows(2).any(|pair| pair[1].days.first > pair[0].days.last.tomorrow().unwrap_or(Date::MAX)) {
        return Spell::Apart;
    }
    let from = Some((first.days.first, first.days.hours.0));
    let to = match end {
        Some(end) => Some(until(words, end, Some(first.days.first))),
        None if first.role == Role::From && begins.len() == 1 => None,
        None => begins.last().map(|last| match last.days.hours.1 {
            Some(hour) => End::At(last.days.last, hour),
            None => End::After(last.days.last),
        }),
    };
    Spell::Days { from, to }
}

/// A weekday that is today's is today, where something begins.
fn near(mention: &Mention, today: Date) -> Mention {
    match mention.weekday {
        Some(weekday) if weekday == today.weekday() => {
            Mention { days: Days { first: today, last: today, ..mention.days }, ..*mention }
        }
        _ => *mention,
    }
}

/// The end, behind a beginning.
fn until(words: &[String], end: &Mention, from: Option<Date>) -> End {
    let mut day = if end.role == Role::Until { end.days.first } else { end.days.last };
    if let (Some(from), Some(weekday)) = (from, end.weekday) {
        day = from.nth_weekday(1, weekday).unwrap_or(day);
    }
    if let Some(time) = hour(words, end.place.1).or(end.days.hours.0) {
        return End::At(day, time);
    }
    if end.role == Role::Until { End::Before(day) } else { End::After(day) }
}

/// A time of day behind a day: "friday 18:00", "tomorrow at 6 pm".
fn hour(words: &[String], at: usize) -> Option<Time> {
    let at = at + usize::from(words.get(at).is_some_and(|word| word == "at"));
    let time = |many: usize| {
        let said = words.get(at..at + many)?.join(" ");
        let time = clock(&said)?;
        // A bare hour this early is in the afternoon.
        let is_bare = said.parse::<u8>().is_ok() && (1..=6).contains(&time.hour());
        if is_bare { time.with().hour(time.hour() + 12).build().ok() } else { Some(time) }
    };
    time(2).or_else(|| time(1))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::{End, Spell, read};

    /// A Tuesday.
    const TODAY: Date = date(2025, 6, 3);

    fn said(text: &str) -> String {
        let end = |end: End| match end {
            End::After(day) => format!("{day} too"),
            End::Before(day) => day.to_string(),
            End::At(day, time) => format!("{day} {}", time.strftime("%H:%M")),
        };
        match read(text, TODAY) {
            None => "nothing".to_owned(),
            Some(Spell::Weekly) => "weekly".to_owned(),
            Some(Spell::Apart) => "apart".to_owned(),
            Some(Spell::NoSuchDay) => "no such day".to_owned(),
            Some(Spell::Days { from, to }) => {
                let from = from.map_or("now".to_owned(), |(day, hour)| {
                    format!("{day}{}", hour.map_or(String::new(), |hour| hour.strftime(" %H:%M").to_string()))
                });
                format!("{from} to {}", to.map_or("?".to_owned(), end))
            }
        }
    }

    #[test]
    fn one_day_is_that_day() {
        for (text, meant) in [
            ("pause tomorrow", "2025-06-04 to 2025-06-04 too"),
            ("pause reminders tomorrow", "2025-06-04 to 2025-06-04 too"),
            ("skip tomorrow's stretching", "2025-06-04 to 2025-06-04 too"),
            ("pause on sunday", "2025-06-08 to 2025-06-08 too"),
            ("no reminders on sunday", "2025-06-08 to 2025-06-08 too"),
            ("no reminders this tuesday", "2025-06-03 to 2025-06-03 too"),
            ("nothing the day after tomorrow please", "2025-06-05 to 2025-06-05 too"),
            ("no messages on 24 december", "2025-12-24 to 2025-12-24 too"),
            ("no stretching tonight", "2025-06-03 18:00 to 2025-06-03 too"),
            ("quiet tomorrow morning", "2025-06-04 to 2025-06-04 12:00"),
            ("no reminders at the weekend", "2025-06-07 to 2025-06-08 too"),
            ("pause next week", "2025-06-09 to 2025-06-15 too"),
            ("pause this week", "2025-06-03 to 2025-06-08 too"),
            ("no reminders on saturday and sunday", "2025-06-07 to 2025-06-08 too"),
        ] {
            assert_eq!(said(text), meant, "{text}");
        }
    }

    #[test]
    fn an_end_and_a_beginning() {
        for (text, meant) in [
            ("pause until friday", "now to 2025-06-06"),
            ("until friday", "now to 2025-06-06"),
            ("until tuesday", "now to 2025-06-10"),
            ("until tomorrow at 6 pm", "now to 2025-06-04 18:00"),
            ("until after the weekend", "now to 2025-06-08 too"),
            ("until the weekend", "now to 2025-06-07"),
            ("until the end of the month", "now to 2025-06-30"),
            ("pause from friday to monday", "2025-06-06 to 2025-06-09 too"),
            ("pause from friday until monday", "2025-06-06 to 2025-06-09"),
            ("pause from saturday to sunday", "2025-06-07 to 2025-06-08 too"),
            ("pause fri - mon", "2025-06-06 to 2025-06-09 too"),
            ("between friday and monday", "2025-06-06 to 2025-06-09 too"),
            ("pause tomorrow until friday", "2025-06-04 to 2025-06-06"),
            ("pause from 24 december to 2 january", "2025-12-24 to 2026-01-02 too"),
            ("pause from 24 to 27 december", "2025-12-24 to 2025-12-27 too"),
            ("starting on friday", "2025-06-06 to ?"),
            ("from today", "2025-06-03 to ?"),
        ] {
            assert_eq!(said(text), meant, "{text}");
        }
    }

    #[test]
    fn what_a_pause_cannot_be() {
        for text in ["no reminders on sundays", "pause every sunday", "nothing at weekends", "not on weekdays"] {
            assert_eq!(said(text), "weekly", "{text}");
        }
        assert_eq!(said("no reminders on monday and thursday"), "apart");
        assert_eq!(said("pause until 31 february"), "no such day");
        for text in ["pause", "pause for 3 days", "mute it", "pause 2", "until 3pm", ""] {
            assert_eq!(said(text), "nothing", "{text}");
        }
    }
}
