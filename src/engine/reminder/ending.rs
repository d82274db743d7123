//! Fewer, or none: one kind, some times of it, or all. What was switched off can be switched on again.
//!
//! Asks nothing back and wants no reason.

use jiff::civil::Time;

use super::kept::{Plan, Reminders};
use super::{kept, named, overview, timetable, title, wish};
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::press::menu_data;
use crate::engine::understanding::meaning::Kinds;
use crate::library::words::Blank;

/// Days of a week that is no longer every day.
const THREE_DAYS: [i8; 3] = [1, 3, 5];

pub fn fewer(ex: &mut Exchange<'_>, kind: &str) {
    let Some(plan) = kept(ex).plans.get_mut(kind) else {
        return overview::show(ex);
    };
    (plan.times, plan.days) = lesser(plan);
    wish::confirm(ex, "plan-fewer", kind);
}

/// Every other time; of a single one, three days of the week, then every other one of them.
fn lesser(plan: &Plan) -> (Vec<Time>, Vec<i8>) {
    if plan.times.len() > 1 {
        return (plan.times.iter().copied().step_by(2).collect(), plan.days.clone());
    }
    let days = if plan.days.is_empty() { THREE_DAYS.to_vec() } else { plan.days.iter().copied().step_by(2).collect() };
    (plan.times.clone(), days)
}

/// One kind, some times, or all are switched off; kept until the next change, so that it can be undone.
pub fn stop(ex: &mut Exchange<'_>, kinds: Option<Kinds>, times: &[Time]) {
    let Some(kept) = ex.chat.reminders.as_ref().filter(|kept| !kept.plans.is_empty() || !kept.booked.is_empty()) else {
        let line = ex.phrase("plan-none", &[]);
        return ex.say(line, Keyboard::None);
    };
    let known: Vec<String> = kept.plans.keys().cloned().collect();
    let meant: Vec<String> = match named(kinds) {
        Some(kind) => vec![kind.to_owned()],
        None => known,
    };
    if !times.is_empty() {
        return stop_times(ex, &meant, times);
    }
    // Not said which: where there are several, it is asked.
    if kinds.is_none() && meant.len() > 1 {
        return overview::show(ex);
    }
    end(ex, &meant);
}

/// One kind, if it is on.
pub fn end_named(ex: &mut Exchange<'_>, kind: &str) {
    let is_on = |own: &Reminders| own.plans.contains_key(kind) || own.booked.iter().any(|booked| booked.kind == kind);
    if ex.chat.reminders.as_ref().is_some_and(is_on) {
        return end(ex, &[kind.to_owned()]);
    }
    let line = ex.phrase("plan-none", &[]);
    ex.say(line, Keyboard::None);
}

pub fn end(ex: &mut Exchange<'_>, kinds: &[String]) {
    let all = kinds.len() > 1;
    let kept = kept(ex);
    kept.removed = std::mem::take(&mut kept.plans);
    kept.plans = kept
        .removed
        .iter()
        .filter(|(kind, _)| !kinds.contains(kind))
        .map(|(kind, plan)| (kind.clone(), plan.clone()))
        .collect();
    kept.removed.retain(|kind, _| kinds.contains(kind));
    kept.booked.retain(|booked| !kinds.contains(&booked.kind));
    super::answer::close(kept, kinds);
    let line = match kinds {
        [only] if !all => {
            let title = title(ex, only);
            ex.phrase("plan-off", &[("kind", Blank::Text(&title))])
        }
        _ => ex.phrase("plan-all-off", &[]),
    };
    say_with_undo(ex, line);
}

fn stop_times(ex: &mut Exchange<'_>, kinds: &[String], times: &[Time]) {
    let before = kept(ex).plans.clone();
    let mut touched = false;
    kept(ex).plans.retain(|kind, plan| {
        if kinds.contains(kind) {
            let count = plan.times.len();
            plan.times.retain(|time| !times.contains(time));
            touched |= plan.times.len() != count;
        }
        !plan.times.is_empty()
    });
    if !touched {
        let times = timetable::list(ex, times);
        let line = ex.phrase("plan-no-such-time", &[("times", Blank::Text(&times))]);
        return ex.say(line, Keyboard::None);
    }
    kept(ex).removed = before;
    let now = ex.chat.reminders.clone().unwrap_or_default();
    let plan = overview::whole(ex, &now, None);
    let line = ex.phrase("plan-times-off", &[("plan", Blank::Text(&plan))]);
    say_with_undo(ex, line);
}

fn say_with_undo(ex: &mut Exchange<'_>, line: String) {
    let label = ex.phrase("button-undo-off", &[]);
    ex.say(line, Keyboard::Inline(vec![vec![Button { label, data: menu_data("reminders", Some("undo")) }]]));
}

/// What was switched off last is on again.
pub fn undo(ex: &mut Exchange<'_>) {
    let now = ex.now;
    let kept: &mut Reminders = kept(ex);
    let removed = std::mem::take(&mut kept.removed);
    kept.plans.extend(removed.into_iter().map(|(kind, plan)| (kind, Plan { settled: now, asked: false, ..plan })));
    overview::show(ex);
}
