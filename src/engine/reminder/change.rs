//! Changes of plans that are in force: a time more, each time later, other days, fewer, more.
//!
//! Only what was said is changed, and all of it or nothing; what cannot be gets one line.

use std::collections::BTreeSet;

use jiff::civil::Time;

use super::choice::{self, numbers};
use super::kept::{Draft, Plan};
use super::{ending, hours, kept, limits, name, overview, resume, timetable, wanted};
use crate::engine::exchange::Exchange;
use crate::engine::letter::Keyboard;
use crate::engine::understanding::days_named;
use crate::engine::understanding::meaning::{How, Wish};
use crate::library::words::Blank;

const MINUTES_OF_A_DAY: i32 = 1440;
const EVERY_DAY: [i8; 7] = [1, 2, 3, 4, 5, 6, 7];
/// The hours at which an afternoon and an evening begin.
const AFTERNOON: i8 = 12;
const EVENING: i8 = 17;

/// Changes what is in force. False where the wish is none for that.
pub fn change(ex: &mut Exchange<'_>, wish: &Wish) -> bool {
    let meant = meant(ex, wish);
    match wish.how {
        How::Limit(number) => choice::set_cap(ex, f64::from(number)),
        How::SkipsDays => say(ex, "plan-days-only"),
        How::Uneven => say(ex, "plan-uneven"),
        _ if wish.once.is_some() || wish.in_minutes.is_some() || !wish.also.is_empty() => return false,
        How::Shifted(_) | How::Moved(_) | How::Fewer if meant.is_empty() => say(ex, "plan-not-there"),
        _ if meant.is_empty() => return false,
        How::Shifted(minutes) => shift(ex, &meant, minutes, &wish.times),
        How::Moved(from) => replace(ex, &meant, from, &wish.times),
        How::Fewer | How::More => less_or_more(ex, &meant, wish.how == How::More),
        How::Added => return add(ex, &meant, wish),
        How::Without if is_bare(wish) => days(ex, &meant, wish),
        How::Whole | How::Changed if is_bare(wish) && (wish.every_day || !wish.days.is_empty()) => {
            days(ex, &meant, wish)
        }
        // It is on already: its page says when, and changes it.
        How::Whole | How::Changed if is_bare(wish) && wish.kind.is_some() => overview::page(ex, &meant[0]),
        _ => return false,
    }
    true
}

/// The kind that was named, if it is on; without a name all that are.
fn meant(ex: &Exchange<'_>, wish: &Wish) -> Vec<String> {
    let Some(own) = &ex.chat.reminders else { return Vec::new() };
    let is_meant = |kind: &&String| wish.kind.is_none_or(|wanted| name(wanted) == kind.as_str());
    own.plans.keys().filter(is_meant).cloned().collect()
}

/// Neither times nor an interval were said.
fn is_bare(wish: &Wish) -> bool {
    wish.times.is_empty() && wish.every_minutes.is_none() && wish.from.is_none() && wish.to.is_none()
}

fn say(ex: &mut Exchange<'_>, phrase: &str) {
    let line = match phrase {
        "plan-days-only" => ex.phrase("plan-days-only", &[]),
        "plan-uneven" => ex.phrase("plan-uneven", &[]),
        "plan-say-which" => ex.phrase("plan-say-which", &[]),
        "plan-past-midnight" => ex.phrase("plan-past-midnight", &[]),
        "days-none" => ex.phrase("days-none", &[]),
        _ => ex.phrase("plan-not-there", &[]),
    };
    ex.say(line, Keyboard::None);
}

fn plan(ex: &Exchange<'_>, kind: &str) -> Option<Plan> {
    ex.chat.reminders.as_ref()?.plans.get(kind).cloned()
}

/// All these plans get their times and days, or none does.
fn apply(ex: &mut Exchange<'_>, changed: Vec<(String, Vec<Time>, Vec<i8>)>) {
    let before = kept(ex).plans.clone();
    let now = ex.now;
    for (kind, times, days) in changed {
        let draft = Draft { kind: Some(kind.clone()), times, days, ..Draft::default() };
        if let Err(refused) = limits::judge(ex, &draft) {
            kept(ex).plans = before;
            let line = limits::explain(ex, &refused);
            return ex.say(line, Keyboard::None);
        }
        if let Some(plan) = kept(ex).plans.get_mut(&kind) {
            (plan.times, plan.days, plan.settled) = (draft.times, draft.days, now);
        }
        wanted::heard(ex, &kind);
    }
    let own = ex.chat.reminders.clone().unwrap_or_default();
    let plan = overview::whole(ex, &own, None);
    let line = ex.phrase("plan-changed", &[("plan", Blank::Text(&plan))]);
    let keyboard = resume::keyboard(ex, &own);
    ex.say(line, keyboard);
}

fn in_order(times: impl IntoIterator<Item = Time>) -> Vec<Time> {
    BTreeSet::from_iter(times).into_iter().collect()
}

// ---------------------------------------------------------------- times

/// Each time, or those that were named, by so many minutes.
fn shift(ex: &mut Exchange<'_>, meant: &[String], minutes: i32, named: &[Time]) {
    let mut changed = Vec::new();
    for kind in meant {
        let Some(plan) = plan(ex, kind) else { continue };
        let picked = picked(&plan.times, named);
        if picked.is_empty() {
            continue;
        }
        let moved = |time: &Time| if picked.contains(time) { later(*time, minutes) } else { Some(*time) };
        let Some(times) = plan.times.iter().map(moved).collect::<Option<Vec<Time>>>() else {
            return say(ex, "plan-past-midnight");
        };
        if in_order(times.clone()).len() < plan.times.len() {
            let line = limits::explain(ex, &limits::Refused::TooClose);
            return ex.say(line, Keyboard::None);
        }
        changed.push((kind.clone(), in_order(times), plan.days));
    }
    if changed.is_empty() {
        return no_such_time(ex, named);
    }
    apply(ex, changed);
}

/// The times that were named exactly, or by the part of the day; the only one is meant by any name.
fn picked(times: &[Time], named: &[Time]) -> Vec<Time> {
    if named.is_empty() || times.len() == 1 {
        return times.to_vec();
    }
    let exact: Vec<Time> = times.iter().copied().filter(|time| named.contains(time)).collect();
    if !exact.is_empty() {
        return exact;
    }
    let part = |time: &Time| (time.hour() >= AFTERNOON, time.hour() >= EVENING);
    times.iter().copied().filter(|time| named.iter().any(|named| part(named) == part(time))).collect()
}

/// On the same day.
fn later(time: Time, minutes: i32) -> Option<Time> {
    let at = i32::from(time.hour()) * 60 + i32::from(time.minute()) + minutes;
    let at = Some(at).filter(|at| (0..MINUTES_OF_A_DAY).contains(at))?;
    Time::new(i8::try_from(at / 60).ok()?, i8::try_from(at % 60).ok()?, 0, 0).ok()
}

/// One time in the place of another.
fn replace(ex: &mut Exchange<'_>, meant: &[String], from: Time, to: &[Time]) {
    let mut changed = Vec::new();
    for kind in meant {
        let Some(plan) = plan(ex, kind).filter(|plan| plan.times.contains(&from)) else { continue };
        let rest = plan.times.iter().copied().filter(|time| *time != from);
        changed.push((kind.clone(), in_order(rest.chain(to.iter().copied())), plan.days));
    }
    if changed.is_empty() {
        return no_such_time(ex, &[from]);
    }
    apply(ex, changed);
}

fn no_such_time(ex: &mut Exchange<'_>, times: &[Time]) {
    let times = timetable::list(ex, times);
    let line = ex.phrase("plan-no-such-time", &[("times", Blank::Text(&times))]);
    ex.say(line, Keyboard::None);
}

/// One time more, on the days on which the others come.
fn add(ex: &mut Exchange<'_>, meant: &[String], wish: &Wish) -> bool {
    let [kind] = meant else {
        // Of several none was named: it is asked which.
        return false;
    };
    let Some(plan) = plan(ex, kind).filter(|_| wish.kind.is_some()) else {
        return false;
    };
    if !wish.days.is_empty() && numbers(&wish.days) != plan.days {
        say(ex, "plan-uneven");
        return true;
    }
    let times = match wish.every_minutes {
        Some(minutes) => hours::every(ex, minutes, wish.from, wish.to),
        None => Ok(wish.times.clone()),
    };
    match times {
        Ok(times) => apply(ex, vec![(kind.clone(), in_order(plan.times.into_iter().chain(times)), plan.days)]),
        Err(line) => ex.say(line, Keyboard::None),
    }
    true
}

fn less_or_more(ex: &mut Exchange<'_>, meant: &[String], more: bool) {
    match meant {
        [kind] if more => overview::change_times(ex, kind),
        [kind] => ending::fewer(ex, kind),
        _ => say(ex, "plan-say-which"),
    }
}

// ---------------------------------------------------------------- days

/// Other days, with the times as they are.
fn days(ex: &mut Exchange<'_>, meant: &[String], wish: &Wish) {
    let mut changed = Vec::new();
    for kind in meant {
        let Some(plan) = plan(ex, kind) else { continue };
        let days = match left(&plan.days, wish) {
            Some(days) => days,
            None => return say(ex, "days-none"),
        };
        changed.push((kind.clone(), plan.times, days));
    }
    apply(ex, changed);
}

/// "No stretch on sundays": these days go from the plans of some kinds, or of all. False where none is named.
pub fn without(ex: &mut Exchange<'_>, kinds: &[String], said: &str) -> bool {
    let wish = Wish { days: days_named(said, ex.library), how: How::Without, ..Wish::default() };
    let meant = if kinds.is_empty() { meant(ex, &wish) } else { kinds.to_vec() };
    let changes = !wish.days.is_empty() && !meant.is_empty();
    if changes {
        days(ex, &meant, &wish);
    }
    changes
}

/// The days that a wish leaves of those that there are; absent when it leaves none.
pub fn left(now: &[i8], wish: &Wish) -> Option<Vec<i8>> {
    if wish.how != How::Without {
        return Some(numbers(&wish.days));
    }
    let taken: Vec<i8> = wish.days.iter().map(|day| day.to_monday_one_offset()).collect();
    let all = if now.is_empty() { &EVERY_DAY[..] } else { now };
    let rest: Vec<i8> = all.iter().copied().filter(|day| !taken.contains(day)).collect();
    match rest.len() {
        0 => None,
        7 => Some(Vec::new()),
        _ => Some(rest),
    }
}
