//! What time of day is meant, and when something was.
//!
//! Bare hours are read as the catalogue says: those of a reminder by day, those of a cramp in the night.

use jiff::civil::{Time, Weekday};

use super::super::meaning::{Day, Impossible, When};
use super::super::measures::{Clock, Half, Measure, Quantity};
use super::Scope;

/// For what a time is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Reminder,
    Cramp,
}

/// All times of day, in order.
///
/// # Errors
/// One that no clock shows.
pub(super) fn times(scope: &Scope<'_, '_>, purpose: Purpose) -> Result<Vec<(Time, Measure)>, Impossible> {
    let said: Vec<(Clock, Measure)> = scope
        .measures()
        .filter_map(|measure| match measure.what {
            Quantity::Clock(clock) if is_meant(scope, purpose, measure) => Some((clock, *measure)),
            _ => None,
        })
        .collect();
    // Two readings of one place: the longer.
    let longest = |measure: &Measure| {
        said.iter().all(|(_, other)| {
            other.end <= measure.start
                || measure.end <= other.start
                || other.end - other.start <= measure.end - measure.start
        })
    };
    // "In the evening" alone; "ten in the evening" is exact.
    let vague = |measure: &Measure| {
        let modifiers = scope.message.all("modifier_time", &(measure.start..measure.end));
        modifiers.iter().any(|modifier| modifier.start == measure.start)
    };
    let exact = said.iter().any(|(_, measure)| !vague(measure));
    let kept: Vec<&(Clock, Measure)> =
        said.iter().filter(|(_, measure)| longest(measure) && !(exact && vague(measure))).collect();
    let mut times: Vec<(Time, Measure)> = Vec::new();
    for (at, (clock, measure)) in kept.iter().enumerate() {
        // One am or pm at the end covers every hour of the list.
        let later = kept[at + 1..].iter().map(|(later, _)| later.half).find(|half| *half != Half::Open);
        let half = match (clock.half, later) {
            (Half::Open, Some(half @ (Half::Am | Half::Pm))) if purpose == Purpose::Reminder => half,
            (half, _) => half,
        };
        let doubled = clock.half == Half::Fixed && matches!(scope.text(measure.end), "am" | "pm");
        if doubled && purpose == Purpose::Reminder {
            return Err(Impossible::Clock);
        }
        let time = resolve(scope, Clock { half, ..*clock }, purpose).ok_or(Impossible::Clock)?;
        times.push((time, *measure));
    }
    Ok(times)
}

/// Words such as "morning" inside "this morning" say the day; "night" says no hour of a cramp.
fn is_meant(scope: &Scope<'_, '_>, purpose: Purpose, measure: &Measure) -> bool {
    let in_day = scope
        .clauses
        .iter()
        .flat_map(|clause| scope.message.all("day", clause))
        .any(|day| day.start <= measure.start && measure.end <= day.end);
    let vague = scope.message.has("vague_time", &(measure.start..measure.end));
    // What is to come "this evening" comes at its hour.
    let ahead = purpose == Purpose::Reminder && measure.start > 0 && scope.text(measure.start - 1) == "this";
    !(in_day && !ahead || purpose == Purpose::Cramp && vague)
}

fn resolve(scope: &Scope<'_, '_>, clock: Clock, purpose: Purpose) -> Option<Time> {
    // "13 pm": one of the two is a slip.
    if purpose == Purpose::Reminder && clock.hour > 12 && matches!(clock.half, Half::Am | Half::Pm) {
        return None;
    }
    let hour = match clock.half {
        Half::Am if clock.hour <= 12 => clock.hour % 12,
        Half::Pm if clock.hour <= 12 => clock.hour % 12 + 12,
        Half::Fixed if clock.hour == 24 => 0,
        Half::Am | Half::Pm | Half::Fixed => clock.hour,
        Half::Open => open_hour(scope, clock.hour, purpose),
    };
    Time::new(i8::try_from(hour).ok()?, i8::try_from(clock.minute).ok()?, 0, 0).ok()
}

fn open_hour(scope: &Scope<'_, '_>, hour: u32, purpose: Purpose) -> u32 {
    let evening = scope.has("daytime_pm");
    match purpose {
        Purpose::Reminder if scope.has("daytime_am") => hour % 12,
        Purpose::Reminder if evening && (5..=11).contains(&hour) => hour + 12,
        Purpose::Cramp if scope.has("night") || scope.has("daytime_am") => match hour {
            12 => 0,
            8..=11 if !scope.has("daytime_am") => hour + 12,
            hour => hour,
        },
        Purpose::Cramp if evening => hour % 12 + 12,
        Purpose::Reminder | Purpose::Cramp if (1..=6).contains(&hour) => hour + 12,
        Purpose::Reminder | Purpose::Cramp => hour,
    }
}

/// When something was; absent for now.
///
/// # Errors
/// A time that no clock shows.
pub(super) fn when(scope: &Scope<'_, '_>) -> Result<Option<When>, Impossible> {
    let time = times(scope, Purpose::Cramp)?.first().map(|(time, _)| *time);
    let day = day(scope);
    // "Yesterday morning" has an hour, "this morning" has none.
    let time = match (time, day) {
        (None, Some(Day::Yesterday | Day::Week(_) | Day::NightOf(_))) => part_of_day(scope),
        (time, _) => time,
    };
    if let Some(day) = day {
        return Ok(Some(When::On(day, time)));
    }
    if let Some(minutes) = since(scope) {
        let days = (minutes / 1440.0).round();
        return Ok(Some(if minutes >= 1440.0 && minutes % 1440.0 == 0.0 {
            When::DaysAgo(days as u32)
        } else {
            When::MinutesAgo(minutes.round() as u32)
        }));
    }
    Ok(time.map(When::At))
}

/// Minutes, of "an hour ago".
pub(super) fn since(scope: &Scope<'_, '_>) -> Option<f64> {
    scope.measures().find_map(|measure| match measure.what {
        Quantity::Since(minutes) => Some(minutes),
        _ => None,
    })
}

fn part_of_day(scope: &Scope<'_, '_>) -> Option<Time> {
    let (hour, minute) = scope.value("part_of_day")?.split_once(':')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

fn day(scope: &Scope<'_, '_>) -> Option<Day> {
    let named = match scope.value("day") {
        Some("today") => Some(Day::Today),
        Some("yesterday") => Some(Day::Yesterday),
        Some("last_night") => Some(Day::LastNight),
        Some("tonight") => Some(Day::Tonight),
        Some("this_morning") => Some(Day::ThisMorning),
        Some("this_afternoon") => Some(Day::ThisAfternoon),
        Some("this_evening") => Some(Day::ThisEvening),
        _ => None,
    };
    let of_night = || weekday_of_night(scope).map(Day::NightOf);
    named.or_else(of_night).or_else(|| weekdays(scope).first().map(|day| Day::Week(*day)))
}

/// "Tuesday night": the small hours of it are those of the day after.
fn weekday_of_night(scope: &Scope<'_, '_>) -> Option<Weekday> {
    let spans = scope.clauses.iter().flat_map(|clause| scope.message.all("weekday", clause));
    spans
        .filter(|span| scope.message.text(span.end) == "night")
        .find_map(|span| scope.message.value(&span).split(' ').find_map(weekday))
}

/// Weekdays that were named; "weekdays" and "weekends" are several.
pub(super) fn weekdays(scope: &Scope<'_, '_>) -> Vec<Weekday> {
    let spans = scope.clauses.iter().flat_map(|clause| scope.message.all("weekday", clause));
    let mut days: Vec<Weekday> =
        spans.flat_map(|span| scope.message.value(&span).split(' ').filter_map(weekday).collect::<Vec<_>>()).collect();
    days.sort_by_key(|day| day.to_monday_zero_offset());
    days.dedup();
    days
}

fn weekday(name: &str) -> Option<Weekday> {
    match name {
        "mon" => Some(Weekday::Monday),
        "tue" => Some(Weekday::Tuesday),
        "wed" => Some(Weekday::Wednesday),
        "thu" => Some(Weekday::Thursday),
        "fri" => Some(Weekday::Friday),
        "sat" => Some(Weekday::Saturday),
        "sun" => Some(Weekday::Sunday),
        _ => None,
    }
}
