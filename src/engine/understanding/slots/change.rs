//! How a wish stands to the plan that is there: for one day only, one time more, each time later, fewer days.
//!
//! Reads only what was said; what the plan is, and whether it can be changed so, is the engine's to know.

use jiff::civil::{Date, Time};

use super::super::digits::Digits;
use super::super::meaning::{How, Impossible, Once, Wish};
use super::super::measures::{Measure, Quantity};
use super::super::message::Span;
use super::Scope;
use super::clock::weekdays;
use crate::engine::dates::{self, Written};

const DAY: f64 = 1440.0;
/// A year in which every day of the calendar exists.
const LEAP_YEAR: i16 = 2024;

/// The one day that was named: "tomorrow", "tonight", "on 24 december", "this friday". Absent where days repeat.
///
/// # Errors
/// A day that no calendar has.
pub(super) fn once(scope: &Scope<'_, '_>) -> Result<Option<Once>, Impossible> {
    if let Some(written) = date(scope)? {
        return Ok(Some(Once::On(written)));
    }
    let every = places(scope).any(|at| matches!(scope.text(at), "every" | "each") && !leads_to_time(scope, at));
    if scope.has("daily") || every || says(scope, &["weekly", "always", "except", "starting", "only"]) {
        return Ok(None);
    }
    if scope.has("tomorrow") {
        let after = says(scope, &["after"]) && says(scope, &["day"]);
        return Ok(Some(Once::InDays(if after { 2 } else { 1 })));
    }
    let spans = |list| scope.clauses.iter().flat_map(move |clause| scope.message.all(list, clause));
    if spans("day").any(|span| matches!(scope.text(span.start), "today" | "tonight" | "tonite" | "this")) {
        return Ok(Some(Once::InDays(0)));
    }
    let named: Vec<Span> = spans("weekday").collect();
    let [only] = named.as_slice() else { return Ok(None) };
    let is_one = matches!(scope.before(only.start), "on" | "this" | "next" | "coming")
        && !scope.text(only.start).ends_with("days")
        && !matches!(scope.text(only.end), "mornings" | "afternoons" | "evenings" | "nights");
    let days = weekdays(scope);
    let day = days.first().filter(|_| is_one && days.len() == 1);
    Ok(day.map(|day| Once::On(Written::Weekday(*day))))
}

/// "Every 2 hours", "every half hour": an interval, not a day.
fn leads_to_time(scope: &Scope<'_, '_>, at: usize) -> bool {
    let is_interval = |(minutes, measure): (f64, &Measure)| measure.start == at + 1 && minutes < DAY;
    scope.durations().any(is_interval) || matches!(scope.text(at + 1), "hour" | "half" | "other" | "second" | "couple")
}

fn places<'s>(scope: &'s Scope<'_, '_>) -> impl Iterator<Item = usize> + 's {
    scope.clauses.iter().flat_map(|clause| clause.clone())
}

fn says(scope: &Scope<'_, '_>, words: &[&str]) -> bool {
    places(scope).any(|at| words.contains(&scope.text(at)))
}

// ---------------------------------------------------------------- a date

fn date(scope: &Scope<'_, '_>) -> Result<Option<Written>, Impossible> {
    for at in places(scope) {
        let written = match scope.message.tokens[at].digits {
            Some(Digits::Date(date)) => {
                Some(Written::Date { day: date.day(), month: date.month(), year: Some(date.year()) })
            }
            // "2026-02-30" is no date of the calendar.
            Some(Digits::Range(year, _)) if (2000.0..2100.0).contains(&year) => return Err(Impossible::Date),
            Some(Digits::Number(_)) if scope.before(at) == "on" => dates::read(scope.text(at)),
            None => with_month(scope, at)?,
            Some(_) => None,
        };
        if let Some(written) = written {
            return if is_possible(written) { Ok(Some(written)) } else { Err(Impossible::Date) };
        }
    }
    Ok(None)
}

/// "30 february", "the 24th of december 2026", "dec 24": around the name of a month.
fn with_month(scope: &Scope<'_, '_>, at: usize) -> Result<Option<Written>, Impossible> {
    let Some(month) = dates::month_named(scope.text(at)) else {
        return Ok(None);
    };
    let between = |at: usize| matches!(scope.text(at), "st" | "nd" | "rd" | "th" | "of" | "the");
    let number = |at: usize| match scope.message.tokens.get(at)?.digits {
        Some(Digits::Number(number)) if number.fract() == 0.0 => Some(number),
        _ => None,
    };
    let before = (0..at).rev().find(|at| !between(*at)).filter(|at| scope.before(*at) != "at");
    let before = before.and_then(number).filter(|day| *day < 100.0);
    let day = before.or_else(|| number(at + 1).filter(|day| *day < 100.0));
    let Some(day) = day else { return Ok(None) };
    let behind = if before.is_some() { at + 1 } else { at + 2 + usize::from(between(at + 2)) };
    let year = number(behind).filter(|year| (1000.0..10_000.0).contains(year) && scope.before(behind) != "at");
    if !(1.0..=31.0).contains(&day) {
        return Err(Impossible::Date);
    }
    Ok(Some(Written::Date { day: day as i8, month, year: year.map(|year| year as i16) }))
}

fn is_possible(written: Written) -> bool {
    match written {
        Written::Weekday(_) => true,
        Written::Date { day, month, year } => Date::new(year.unwrap_or(LEAP_YEAR), month, day).is_ok(),
    }
}

// ---------------------------------------------------------------- what is to change

/// How the wish stands to the plan. `times` are all that were named; the wish has those that are left.
pub(super) fn how(scope: &Scope<'_, '_>, times: &[(Time, Measure)], wish: &Wish) -> How {
    if let Some(limit) = limit(scope, times, wish) {
        return How::Limit(limit);
    }
    if skips_days(scope) {
        return How::SkipsDays;
    }
    if is_uneven(scope, times) {
        return How::Uneven;
    }
    if takes_days(scope) {
        return How::Without;
    }
    if let Some(minutes) = shift(scope) {
        return How::Shifted(minutes);
    }
    if let ([(from, _), (to, _)], [left], true) = (times, wish.times.as_slice(), scope.has("change"))
        && left == to
    {
        return How::Moved(*from);
    }
    let bare = wish.times.is_empty() && wish.every_minutes.is_none() && wish.in_minutes.is_none();
    // "Too often", "too many", "not so often".
    let much = |at: usize| {
        matches!(scope.text(at), "often" | "many" | "much" | "frequent") && matches!(scope.before(at), "too" | "so")
    };
    if bare && (says(scope, &["less", "fewer", "rarer", "rarely", "reduce", "halve"]) || places(scope).any(much)) {
        return How::Fewer;
    }
    let more = |at: usize| scope.text(at) == "more" && !matches!(scope.before(at), "drink" | "drinking" | "have");
    if bare && (places(scope).any(more) || says(scope, &["oftener"])) && scope.has("reminder") {
        return How::More;
    }
    if let Some(count) = a_day(scope).filter(|_| bare) {
        return How::TimesADay(count);
    }
    if !bare && scope.has("adding") {
        return How::Added;
    }
    if scope.has("change") { How::Changed } else { How::Whole }
}

/// "At most 4 reminders a day", of every kind together.
fn limit(scope: &Scope<'_, '_>, times: &[(Time, Measure)], wish: &Wish) -> Option<u32> {
    let is_limit = scope.has("at_most") || says(scope, &["only", "just"]) && scope.has("reminder");
    (is_limit && wish.kind.is_none() && times.is_empty()).then(|| a_day(scope)).flatten()
}

/// "Three times a day", "twice daily", "2 water reminders a day".
fn a_day(scope: &Scope<'_, '_>) -> Option<u32> {
    let is_day = |at: usize| matches!(scope.text(at), "day" | "daily");
    let end = places(scope).find(|at| is_day(*at))?;
    let single = |at: usize| matches!(scope.text(at), "a" | "an" | "another" | "one" | "single");
    let count = scope.numbers().find(|(number, measure)| {
        measure.start < end && number.fract() == 0.0 && (!single(measure.start) || *number != 1.0)
    });
    let once = places(scope).any(|at| at < end && scope.text(at) == "once");
    let is_length = scope.durations().any(|(_, measure)| (measure.start..=measure.end).contains(&end));
    if is_length && !matches!(scope.before(end), "a" | "per" | "each" | "every") && scope.text(end) == "day" {
        return None;
    }
    count.map(|(number, _)| number as u32).or(once.then_some(1))
}

/// "Every other day", "every 3 days", "twice a week": no days of the week were named.
fn skips_days(scope: &Scope<'_, '_>) -> bool {
    if !weekdays(scope).is_empty() {
        return false;
    }
    let behind = |at: usize, words: &[&str]| words.contains(&scope.before(at));
    let some_days = |at: usize| {
        matches!(scope.text(at), "day" | "night" | "evening" | "morning")
            && behind(at, &["other", "second", "third", "alternate", "2nd"])
            || matches!(scope.text(at), "days" | "nights" | "evenings") && behind(at, &["alternate", "alternating"])
    };
    let long = scope
        .durations()
        .any(|(minutes, measure)| minutes > DAY && matches!(scope.before(measure.start), "every" | "each"));
    let weekly = places(scope).any(|at| {
        scope.text(at) == "weekly" || scope.text(at) == "week" && behind(at, &["a", "per", "each", "every", "once"])
    });
    places(scope).any(some_days) || long || weekly
}

/// "Weekdays at 9, weekends at 11": times of their own on some days.
fn is_uneven(scope: &Scope<'_, '_>, times: &[(Time, Measure)]) -> bool {
    let spans: Vec<Span> = scope.clauses.iter().flat_map(|clause| scope.message.all("weekday", clause)).collect();
    let lies_between = |pair: &[Span]| {
        let is_between = |(_, time): &(Time, Measure)| (pair[0].end..pair[1].start).contains(&time.start);
        times.len() > 1 && times.iter().any(is_between)
    };
    spans.windows(2).any(lies_between)
}

/// "Not on sundays", "every day except monday", "sundays off".
fn takes_days(scope: &Scope<'_, '_>) -> bool {
    let spans: Vec<Span> = scope.clauses.iter().flat_map(|clause| scope.message.all("weekday", clause)).collect();
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return false };
    let takes = |at: usize| {
        matches!(
            scope.text(at),
            "no" | "not" | "except" | "excluding" | "without" | "skip" | "dont" | "never" | "minus"
        )
    };
    let begins = places(scope).any(|at| at < first.start && takes(at));
    begins || matches!(scope.text(last.end), "off" | "free")
}

/// "Half an hour later", "by 30 minutes forward": minutes, negative for earlier.
fn shift(scope: &Scope<'_, '_>) -> Option<i32> {
    // "30 minutes earlier" is also how long ago something was.
    let length = |measure: &Measure| match measure.what {
        Quantity::Duration(minutes) | Quantity::Since(minutes) => Some((minutes, *measure)),
        _ => None,
    };
    let is_waited = |at: usize| matches!(scope.before(at), "in" | "every" | "each" | "within" | "for");
    let (minutes, measure) = scope.measures().filter_map(length).find(|(_, measure)| !is_waited(measure.start))?;
    let direction = |at: usize| match scope.text(at) {
        "earlier" | "sooner" | "forward" | "forwards" | "ahead" | "up" | "before" => Some(-1),
        "later" | "back" | "backward" | "backwards" | "after" => Some(1),
        _ => None,
    };
    let moves = scope.has("change") || says(scope, &["set", "make", "put", "have", "want", "bring", "delay", "need"]);
    let direct = Some(measure.end).filter(|at| *at < scope.message.tokens.len()).and_then(direction);
    let sign = direct.or_else(|| places(scope).find_map(direction)).filter(|_| moves)?;
    ((1.0..=DAY).contains(&minutes)).then_some(sign * minutes.round() as i32)
}
