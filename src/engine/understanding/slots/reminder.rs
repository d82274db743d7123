//! Reminders as they are wished for: made, stopped, put off, or silent for a time.

use std::ops::Range;

use jiff::civil::Time;

use super::super::digits::Digits;
use super::super::meaning::{Impossible, Kind, Kinds, LEAST_EVERY, Meaning, Once, Pause, Until, Wish};
use super::super::measures::{Measure, Quantity};
use super::super::message::{Break, Span};
use super::super::reading::Reading;
use super::change;
use super::clock::{self, Purpose, weekdays};
use super::{Scope, impossible, kind};

const DAY: f64 = 1440.0;
/// A number beyond this is no length of time by itself.
const MOST_BARE: f64 = 60.0;
/// A single reminder lies at most two weeks ahead.
const MOST_AHEAD: f64 = 14.0 * DAY;

pub(super) fn set(scope: &Scope<'_, '_>) -> Meaning {
    let mut wish = Wish { kind: wished(scope), days: weekdays(scope), ..Wish::default() };
    wish.other = wish.kind.is_none() && names_something(scope);
    let times = match clock::times(scope, Purpose::Reminder) {
        Ok(times) => times,
        Err(what) => return impossible(Meaning::ReminderSet(wish), what),
    };
    let (from, to, single) = range(scope, times.clone());
    (wish.from, wish.to, wish.times) = (from, to, single);
    open_end(scope, &mut wish);
    match every(scope) {
        Some(minutes) if minutes < f64::from(LEAST_EVERY) => {
            return impossible(Meaning::ReminderSet(wish), Impossible::Every);
        }
        // Other days are said as such.
        Some(minutes) if minutes > DAY => {}
        // Once a day is no interval.
        Some(minutes) if minutes < DAY => wish.every_minutes = Some(minutes.round() as u32),
        _ => {}
    }
    if wish.every_minutes.is_none()
        && let Some((minutes, _)) = scope.durations().find(|(_, m)| ahead(scope, m))
    {
        if !(1.0..=MOST_AHEAD).contains(&minutes) {
            return impossible(Meaning::ReminderSet(wish), Impossible::Duration);
        }
        wish.in_minutes = Some(minutes.round() as u32);
    }
    match change::once(scope) {
        Ok(once) => wish.once = once,
        Err(what) => return impossible(Meaning::ReminderSet(wish), what),
    }
    wish.every_day = scope.has("daily");
    // "In three days at six."
    if let Some(minutes) = wish.in_minutes.filter(|minutes| minutes % 1440 == 0 && !wish.times.is_empty()) {
        (wish.once, wish.in_minutes) = (Some(Once::InDays(minutes / 1440)), None);
    }
    wish.how = change::how(scope, &times, &wish);
    if wish.every_minutes.is_none() && wish.in_minutes.is_none() && wish.from.is_none() && wish.to.is_none() {
        share(scope, &times, &mut wish);
    }
    Meaning::ReminderSet(wish)
}

/// "… and stretch at ten", behind a wish: more of it, and nothing that was done.
pub(super) fn is_more(reading: &Reading<'_>, clause: &Range<usize>) -> bool {
    let is_time = |measure: &Measure| clause.contains(&measure.start) && matches!(measure.what, Quantity::Clock(_));
    let tells = clause.clone().any(|at| matches!(reading.message.text(at), "i" | "ive" | "we" | "had" | "did"));
    !tells && reading.message.has("kind", clause) && reading.measures.iter().any(is_time)
}

/// "Stretch at ten and water at nine and one": each time goes to the kind before it, or to the next where times come
/// first. "Water and stretch at nine" means both.
fn share(scope: &Scope<'_, '_>, times: &[(Time, Measure)], wish: &mut Wish) {
    let mut kinds: Vec<(usize, Kind)> = Vec::new();
    for (at, kind) in named(scope) {
        if kinds.iter().all(|(_, known)| *known != kind) {
            kinds.push((at, kind));
        }
    }
    let (Some((first, _)), true) = (kinds.first().copied(), kinds.len() > 1 && wish.times.len() == times.len()) else {
        return;
    };
    let leads = times.iter().any(|(_, measure)| measure.start < first);
    let own = |(place, (at, kind)): (usize, &(usize, Kind))| {
        let (from, to) = match leads {
            true => (place.checked_sub(1).map_or(0, |before| kinds[before].0), *at),
            false => (*at, kinds.get(place + 1).map_or(usize::MAX, |(next, _)| *next)),
        };
        let own = times.iter().filter(|(_, measure)| (from..to).contains(&measure.start)).map(|(time, _)| *time);
        (*kind, own.collect::<Vec<Time>>())
    };
    let mut shares: Vec<(Kind, Vec<Time>)> = kinds.iter().enumerate().map(own).collect();
    for place in (0..shares.len().saturating_sub(1)).rev() {
        if shares[place].1.is_empty() {
            shares[place].1 = shares[place + 1].1.clone();
        }
    }
    wish.times = shares.remove(0).1;
    wish.also = shares;
}

/// "Every two hours from 9": where the interval begins or ends, not a time of its own.
fn open_end(scope: &Scope<'_, '_>, wish: &mut Wish) {
    let [time] = wish.times.as_slice() else { return };
    if every(scope).is_none() || wish.from.is_some() {
        return;
    }
    let time = *time;
    let (begins, ends) = (scope.has("starting"), scope.has("ending"));
    if begins || ends {
        wish.times.clear();
        (wish.from, wish.to) = (begins.then_some(time), (ends && !begins).then_some(time));
    }
}

/// What to remind of: "move the water reminder" is about water.
fn wished(scope: &Scope<'_, '_>) -> Option<Kind> {
    named(scope).first().map(|(_, kind)| *kind)
}

/// Every kind that is named, and where.
fn named(scope: &Scope<'_, '_>) -> Vec<(usize, Kind)> {
    let kinds: Vec<_> = scope.clauses.iter().flat_map(|clause| scope.message.all("kind", clause)).collect();
    let opens = |at: usize| (0..at).all(|at| scope.message.tokens[at].filler);
    let is_verb = |at: usize| kinds.len() > 1 && scope.text(at) == "move" && opens(at);
    let of = |span: &Span| Some((span.start, kind(scope.message.value(span))?));
    kinds.iter().filter(|span| !is_verb(span.start)).filter_map(of).collect()
}

/// "Remind me to take my magnesium": something is named, and no time.
fn names_something(scope: &Scope<'_, '_>) -> bool {
    let opens = |at: usize| {
        matches!(scope.text(at), "to" | "about" | "of")
            && (matches!(scope.before(at), "me" | "us") || scope.message.value_at("reminder", at - 1).is_some())
    };
    let said = |at: usize| {
        let token = scope.message.tokens.get(at);
        let is_measured = scope.measures().any(|measure| measure.start == at);
        let says_nothing =
            ["do", "be", "have", "something", "it", "that", "this", "them", "these", "at", "in", "every"];
        token.is_some_and(|token| token.digits.is_none() && !says_nothing.contains(&token.text.as_str()))
            && !is_measured
    };
    (1..scope.message.tokens.len()).any(|at| opens(at) && said(at + 1))
}

fn ahead(scope: &Scope<'_, '_>, measure: &Measure) -> bool {
    let article = usize::from(matches!(scope.before(measure.start), "a" | "an"));
    matches!(scope.before(measure.start - article), "in" | "after" | "within")
        || scope.message.text(measure.end) == "from"
}

/// "Every 90 min", "hourly", "every other hour", in minutes.
pub(super) fn every(scope: &Scope<'_, '_>) -> Option<f64> {
    // "Every second day" is no interval of a second.
    let unit = |at: usize| !matches!(scope.text(at + 2), "day" | "night" | "evening" | "morning" | "hour" | "week");
    let each = |at: &usize| {
        matches!(scope.text(*at), "every" | "each") && matches!(scope.text(at + 1), "second" | "minute" | "moment")
    };
    if scope.clauses.iter().flat_map(|clause| clause.clone()).any(|at| each(&at) && unit(at)) {
        return Some(0.0);
    }
    let behind_every = |at: usize| matches!(scope.before(at), "every" | "each");
    let measured = scope.durations().find(|(_, measure)| behind_every(measure.start)).map(|(minutes, _)| minutes);
    measured.or_else(|| scope.value("interval").and_then(|minutes| minutes.parse().ok()))
}

/// "From 9 to 6", "between 8 and 8": the two ends, and the times that are left.
fn range(scope: &Scope<'_, '_>, times: Vec<(Time, Measure)>) -> (Option<Time>, Option<Time>, Vec<Time>) {
    if let Some(hours) = scope.value("work_hours") {
        let mut ends = hours.split(' ').filter_map(|end| end.parse::<Time>().ok());
        return (ends.next(), ends.next(), Vec::new());
    }
    if let Some((inside, from, to)) = dashed_hours(scope) {
        let rest = times.iter().filter(|(_, measure)| !inside.contains(&measure.start)).map(|(time, _)| *time);
        return (Some(from), Some(to), rest.collect());
    }
    // "8am 10am noon" is a list; nothing but a dash between two times of several joins them behind an interval only.
    let may_be_dashed = times.len() == 2 || every(scope).is_some();
    let joined = |pair: &[(Time, Measure)]| {
        let (first, second) = (&pair[0].1, &pair[1].1);
        let between = scope.text(first.end);
        let opens = matches!(scope.before(first.start), "from" | "between");
        second.start <= first.end + 1
            && (matches!(between, "to" | "till" | "til" | "until")
                || may_be_dashed && dashed(scope, first.end, second.start)
                || opens && between == "and")
    };
    let Some(at) = times.windows(2).position(joined) else {
        // "Move my 8pm stretch to 9pm": only the new time.
        let moved = times.last().filter(|(_, last)| scope.has("change") && scope.before(last.start) == "to");
        if let Some((time, _)) = moved {
            return (None, None, vec![*time]);
        }
        return (None, None, times.into_iter().map(|(time, _)| time).collect());
    };
    let (from, to) = (times[at].0, times[at + 1].0);
    // "Change it from 8 to 9": only the new time.
    if every(scope).is_none() && scope.has("change") {
        return (None, None, vec![to]);
    }
    let to = afternoon(from, to);
    let rest = times.iter().enumerate().filter(|(place, _)| *place != at && *place != at + 1);
    (Some(from), Some(to), rest.map(|(_, (time, _))| *time).collect())
}

/// An end not later than the start is in the afternoon.
fn afternoon(from: Time, to: Time) -> Time {
    if to <= from && to.hour() < 12 { to.with().hour(to.hour() + 12).build().unwrap_or(to) } else { to }
}

/// "9-5", beside an interval or behind "from": its place and both ends.
fn dashed_hours(scope: &Scope<'_, '_>) -> Option<(Range<usize>, Time, Time)> {
    let (at, end, first, second) = (0..scope.message.tokens.len()).find_map(|at| two_hours(scope, at))?;
    let unit = scope.message.value_at("time_unit", end).is_some();
    let meant = every(scope).is_some() || matches!(scope.before(at), "from" | "between");
    if unit || !meant || first > 23.0 || second > 24.0 {
        return None;
    }
    let hour = |hour: f64| Time::new((hour as i8) % 24, 0, 0, 0).ok();
    let (from, to) = (hour(first)?, hour(second)?);
    let to = if scope.text(end) == "pm" && to.hour() < 12 { hour(second + 12.0)? } else { to };
    Some((at..end, from, afternoon(from, to)))
}

/// Two whole numbers with a dash or "to" between: where they begin and end, and what they are.
fn two_hours(scope: &Scope<'_, '_>, at: usize) -> Option<(usize, usize, f64, f64)> {
    let digits = |at: usize| scope.message.tokens.get(at).and_then(|token| token.digits);
    let (end, first, second) = match (digits(at)?, scope.text(at + 1), digits(at + 2)) {
        (Digits::Range(first, second), ..) => (at + 1, first, second),
        (Digits::Number(first), "to" | "till" | "til" | "until", Some(Digits::Number(second))) => {
            (at + 3, first, second)
        }
        _ => return None,
    };
    (first.fract() == 0.0 && second.fract() == 0.0).then_some((at, end, first, second))
}

/// "9am-5pm": nothing but a dash between.
fn dashed(scope: &Scope<'_, '_>, first_end: usize, second: usize) -> bool {
    second == first_end && scope.message.tokens.get(second).is_some_and(|token| token.before == Break::None)
}

pub(super) fn stop(scope: &Scope<'_, '_>) -> Meaning {
    let named = scope.value("kind").and_then(kind).map(Kinds::One);
    let mut times = Vec::new();
    let mut wrong = None;
    match clock::times(scope, Purpose::Reminder) {
        Ok(found) => times = found.into_iter().map(|(time, _)| time).collect(),
        Err(what) => wrong = Some(what),
    }
    // "Reminders off" means every one.
    let several = named.is_none() && times.is_empty() && scope.has("many_reminders");
    let every_one = (scope.has("all") || several).then_some(Kinds::All);
    let meaning = Meaning::ReminderStop { kind: named.or(every_one), times };
    match wrong {
        None => meaning,
        Some(what) => impossible(meaning, what),
    }
}

pub(super) fn snooze(scope: &Scope<'_, '_>) -> Option<Meaning> {
    let until = match clock::times(scope, Purpose::Reminder) {
        Ok(times) => times.first().map(|(time, _)| *time),
        Err(what) => return Some(impossible(Meaning::Snooze { minutes: None, until: None }, what)),
    };
    let measured = scope.durations().next().map(|(minutes, _)| minutes);
    let bare = || scope.numbers().find(|(_, m)| scope.message.tokens[m.start].digits.is_some()).map(|(n, _)| n);
    // "Another 250" is no time: millilitres.
    if until.is_none() && measured.is_none() && !scope.has("put_off") && bare().is_some_and(|number| number > MOST_BARE)
    {
        return None;
    }
    let minutes = if until.is_some() { None } else { measured.or_else(bare) };
    Some(match minutes {
        Some(minutes) if !(1.0..=DAY).contains(&minutes) => {
            impossible(Meaning::Snooze { minutes: None, until }, Impossible::Duration)
        }
        minutes => Meaning::Snooze { minutes: minutes.map(|minutes| minutes.round() as u32), until },
    })
}

pub(super) fn pause(scope: &Scope<'_, '_>) -> Meaning {
    let resume = scope.set("action") == Some("resume");
    let mut pause = Pause { resume, kinds: silenced(scope), ..Pause::default() };
    if pause.resume {
        return Meaning::Pause(pause);
    }
    match scope.durations().next().map(|(minutes, _)| minutes) {
        Some(minutes) if !(1.0..=365.0 * DAY).contains(&minutes) => {
            return impossible(Meaning::Pause(pause), Impossible::Duration);
        }
        Some(minutes) if minutes >= DAY => pause.days = Some((minutes / DAY).round() as u32),
        Some(minutes) => pause.minutes = Some(minutes.round() as u32),
        None => {}
    }
    if pause.days.is_none() && pause.minutes.is_none() {
        match until(scope) {
            Ok(until) => pause.until = until,
            Err(what) => return impossible(Meaning::Pause(pause), what),
        }
        let today = scope.value("day") == Some("today") && pause.until.is_none();
        pause.days = today.then_some(1).or_else(|| scope.value("days").and_then(|days| days.parse().ok()));
    }
    Meaning::Pause(pause)
}

/// The kinds that shall be silent; not what somebody does meanwhile: "quiet while I walk".
fn silenced(scope: &Scope<'_, '_>) -> Vec<Kind> {
    const MEANWHILE: [&str; 6] = ["while", "during", "when", "because", "im", "am"];
    let is_meanwhile = |at: usize| (0..at).any(|at| MEANWHILE.contains(&scope.text(at)));
    let mut kinds: Vec<Kind> =
        named(scope).into_iter().filter(|(at, _)| !is_meanwhile(*at)).map(|(_, kind)| kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn until(scope: &Scope<'_, '_>) -> Result<Option<Until>, Impossible> {
    if scope.has("tomorrow") {
        return Ok(Some(Until::Tomorrow));
    }
    let mut dates = scope.message.tokens.iter().filter_map(|token| match token.digits {
        Some(Digits::Date(date)) => Some(date),
        _ => None,
    });
    if let Some(date) = dates.next_back() {
        return Ok(Some(Until::Date(date)));
    }
    // "This weekend" is a length of time, not a day.
    if let Some(day) = weekdays(scope).first().filter(|_| !scope.has("days")) {
        return Ok(Some(Until::Week(*day)));
    }
    Ok(clock::times(scope, Purpose::Reminder)?.first().map(|(time, _)| Until::At(*time)))
}
