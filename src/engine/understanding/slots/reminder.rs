//! Reminders as they are wished for: made, stopped, put off, or silent for a time.

use jiff::civil::Time;

use super::super::meaning::{Impossible, Kinds, LEAST_EVERY, Meaning, Pause, Until, Wish};
use super::super::measures::Measure;
use super::super::message::Digits;
use super::clock::{self, Purpose, weekdays};
use super::{Scope, impossible, kind};

const DAY: f64 = 1440.0;
/// A single reminder lies at most a week ahead.
const MOST_AHEAD: f64 = 7.0 * DAY;

pub(super) fn set(scope: &Scope<'_, '_>) -> Meaning {
    let mut wish = Wish { kind: scope.value("kind").and_then(kind), days: weekdays(scope), ..Wish::default() };
    let times = match clock::times(scope, Purpose::Reminder) {
        Ok(times) => times,
        Err(what) => return impossible(Meaning::ReminderSet(wish), what),
    };
    let (from, to, single) = written_range(scope).unwrap_or_else(|| range(scope, times));
    (wish.from, wish.to, wish.times) = (from, to, single);
    match every(scope) {
        Some(minutes) if minutes < f64::from(LEAST_EVERY) || minutes > DAY => {
            return impossible(Meaning::ReminderSet(wish), Impossible::Every);
        }
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
    Meaning::ReminderSet(wish)
}

fn ahead(scope: &Scope<'_, '_>, measure: &Measure) -> bool {
    matches!(scope.before(measure.start), "in" | "after" | "within") || scope.message.text(measure.end) == "from"
}

/// "Every 90 min", "hourly", "every other hour", in minutes.
fn every(scope: &Scope<'_, '_>) -> Option<f64> {
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
    let joined = |pair: &[(Time, Measure)]| {
        let (first, second) = (&pair[0].1, &pair[1].1);
        let between = scope.text(first.end);
        let opens = matches!(scope.before(first.start), "from" | "between");
        second.start <= first.end + 1
            && (matches!(between, "to" | "till" | "til" | "until") || opens && between == "and")
    };
    let Some(at) = times.windows(2).position(joined) else {
        return (None, None, times.into_iter().map(|(time, _)| time).collect());
    };
    let (from, to) = (times[at].0, times[at + 1].0);
    // An end not later than the start is in the afternoon.
    let to = if to <= from && to.hour() < 12 { to.with().hour(to.hour() + 12).build().unwrap_or(to) } else { to };
    let rest = times.iter().enumerate().filter(|(place, _)| *place != at && *place != at + 1);
    (Some(from), Some(to), rest.map(|(_, (time, _))| *time).collect())
}

/// "9-5" behind "every hour": two hours of the day with a stroke between.
fn written_range(scope: &Scope<'_, '_>) -> Option<(Option<Time>, Option<Time>, Vec<Time>)> {
    let (at, (from, to)) = scope.message.tokens.iter().enumerate().find_map(|(at, token)| match token.digits {
        Some(Digits::Range(from, to)) if from.fract() == 0.0 && to.fract() == 0.0 => Some((at, (from, to))),
        _ => None,
    })?;
    let hours = (0.0..24.0).contains(&from) && (1.0..=24.0).contains(&to);
    if !hours || scope.message.value_at("time_unit", at + 1).is_some() {
        return None;
    }
    let to = if to <= from && to < 12.0 { to + 12.0 } else { to % 24.0 };
    let hour = |hour: f64| Time::new(hour as i8, 0, 0, 0).ok();
    Some((hour(from), hour(to), Vec::new()))
}

pub(super) fn stop(scope: &Scope<'_, '_>) -> Meaning {
    let named = scope.value("kind").and_then(kind).map(Kinds::One);
    let mut times = Vec::new();
    let mut wrong = None;
    match clock::times(scope, Purpose::Reminder) {
        Ok(found) => times = found.into_iter().map(|(time, _)| time).collect(),
        Err(what) => wrong = Some(what),
    }
    // "No more reminders" is all of them, "cancel my reminder" is one that was not named.
    let single = scope.message.tokens.iter().any(|token| matches!(token.text.as_str(), "reminder" | "alarm" | "one"));
    let every_one = (scope.has("all") || named.is_none() && times.is_empty() && !single).then_some(Kinds::All);
    let meaning = Meaning::ReminderStop { kind: named.or(every_one), times };
    match wrong {
        None => meaning,
        Some(what) => impossible(meaning, what),
    }
}

pub(super) fn snooze(scope: &Scope<'_, '_>) -> Meaning {
    let until = match clock::times(scope, Purpose::Reminder) {
        Ok(times) => times.first().map(|(time, _)| *time),
        Err(what) => return impossible(Meaning::Snooze { minutes: None, until: None }, what),
    };
    let measured = scope.durations().next().map(|(minutes, _)| minutes);
    let bare = || scope.numbers().find(|(_, m)| scope.message.tokens[m.start].digits.is_some()).map(|(n, _)| n);
    let minutes = if until.is_some() { None } else { measured.or_else(bare) };
    match minutes {
        Some(minutes) if !(1.0..=DAY).contains(&minutes) => {
            impossible(Meaning::Snooze { minutes: None, until }, Impossible::Duration)
        }
        minutes => Meaning::Snooze { minutes: minutes.map(|minutes| minutes.round() as u32), until },
    }
}

pub(super) fn pause(scope: &Scope<'_, '_>) -> Meaning {
    let mut pause = Pause { resume: scope.set("action") == Some("resume"), ..Pause::default() };
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

fn until(scope: &Scope<'_, '_>) -> Result<Option<Until>, Impossible> {
    if scope.has("tomorrow") {
        return Ok(Some(Until::Tomorrow));
    }
    if let Some(day) = weekdays(scope).first() {
        return Ok(Some(Until::Week(*day)));
    }
    Ok(clock::times(scope, Purpose::Reminder)?.first().map(|(time, _)| Until::At(*time)))
}
