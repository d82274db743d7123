//! A kind that runs for some weeks: which week it is, and the one question when they are over.
//!
//! Counts with their denominators and judges nothing; a missed evening is a number like any other.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::kept::{Plan, Reminders};
use super::schedule::{self, Slot, night};
use super::timetable::Table;
use super::{kept, message, title, wish, zone};
use crate::engine::bout;
use crate::engine::diary::{Entry, What};
use crate::engine::exchange::Exchange;
use crate::engine::figures::Figures;
use crate::ids::SubjectId;
use crate::library::reminder::ReminderKind;
use crate::library::words::Blank;

/// Nobody is asked about weeks that were over longer ago, in days.
const ASKED_WITHIN: i64 = 14;
/// The first and the last nights are compared, so many of each.
const A_WEEK: i32 = 7;

/// The next slot of a plan; behind its last one, the hour at which it is asked how it went.
pub fn after(plan: &Plan, instant: Timestamp, zone: &TimeZone) -> Option<Slot> {
    schedule::after(plan, instant, zone).or_else(|| question_after(plan, instant, zone))
}

/// At the usual hour of the day after the last one; when that cannot be, of one of the days after.
fn question_after(plan: &Plan, instant: Timestamp, zone: &TimeZone) -> Option<Slot> {
    let until = plan.until.filter(|_| !plan.reviewed)?;
    let times = plan.times.first().map(|time| vec![*time])?;
    let asking = Plan { times, days: Vec::new(), until: None, ..plan.clone() };
    let mut slot = schedule::after(&asking, instant, zone)?;
    while night(slot.civil) <= until {
        slot = schedule::after(&asking, slot.at, zone)?;
    }
    (night(slot.civil) <= until.checked_add(ASKED_WITHIN.days()).ok()?).then_some(slot)
}

/// Whether a slot is not one of the plan but the question behind it.
pub fn is_question(plan: &Plan, slot: &Slot) -> bool {
    plan.until.is_some_and(|until| night(slot.civil) > until)
}

/// The first day of the weeks that end with the plan.
fn began(plan: &Plan, kind: &ReminderKind) -> Option<Date> {
    plan.until?.checked_sub((i64::from(kind.weeks?) * 7 - 1).days()).ok()
}

/// Whether the last day of a plan has passed.
pub fn is_over(ex: &Exchange<'_>, plan: &Plan) -> bool {
    plan.until.is_some_and(|until| night(ex.now.to_zoned(zone(ex)).datetime()) > until)
}

/// "The weeks of Stretch are over", a line for each kind that is not in the plan for that reason.
pub fn lines(ex: &Exchange<'_>, own: &Reminders, table: &Table) -> Vec<String> {
    let over = own.plans.iter().filter(|(kind, plan)| is_over(ex, plan) && !table.contains_key(*kind));
    over.map(|(kind, _)| ex.phrase("course-ended", &[("kind", Blank::Text(&title(ex, kind)))])).collect()
}

/// "Week 2 of 6."
pub fn week(ex: &Exchange<'_>, kind: &ReminderKind) -> Option<String> {
    let plan = ex.chat.reminders.as_ref()?.plans.get(&kind.id)?;
    let today = night(ex.now.to_zoned(zone(ex)).datetime());
    let passed = u32::try_from(today.since(began(plan, kind)?).ok()?.get_days()).ok()?;
    let (week, weeks) = (passed / 7 + 1, kind.weeks?);
    let blanks = [("week", Blank::Number(f64::from(week))), ("weeks", Blank::Number(f64::from(weeks)))];
    (week <= weeks).then(|| ex.phrase("course-week", &blanks))
}

/// How it went: on how many evenings it was done, and the nights with a cramp at the beginning and at the end.
pub fn question(ex: &Exchange<'_>, kind: &ReminderKind) -> String {
    let plan = ex.chat.reminders.as_ref().and_then(|kept| kept.plans.get(&kind.id));
    let Some((plan, first)) = plan.and_then(|plan| Some((plan, began(plan, kind)?))) else {
        return title(ex, &kind.id);
    };
    let (weeks, last) = (Blank::Number(f64::from(kind.weeks.unwrap_or_default())), plan.until.unwrap_or(first));
    if message::is_discreet(ex) {
        return ex.phrase("course-over-discreet", &[("weeks", weeks)]);
    }
    let entries = entries(ex, first);
    let planned: BTreeSet<Date> = days_of(plan, first, last).collect();
    let done = done_on(ex, &entries, &kind.id).intersection(&planned).count();
    let first_week = nights(ex, &entries, first, first.checked_add((A_WEEK - 1).days()).unwrap_or(first));
    let last_week = nights(ex, &entries, last.checked_sub((A_WEEK - 1).days()).unwrap_or(last), last);
    let kind = title(ex, &kind.id);
    let blanks = [
        ("kind", Blank::Text(&kind)),
        ("weeks", weeks),
        ("done", count(done)),
        ("evenings", count(planned.len())),
        ("first", Blank::Text(&first_week)),
        ("last", Blank::Text(&last_week)),
    ];
    ex.phrase("course-over", &blanks)
}

/// What the writer's diary holds from a day before these weeks on, with what this turn adds.
fn entries(ex: &Exchange<'_>, first: Date) -> Vec<Entry> {
    let begin = first.yesterday().ok().and_then(|day| day.to_zoned(zone(ex)).ok());
    let begin = begin.map_or(Timestamp::MIN, |begin| begin.timestamp());
    let mut entries = ex.diary.all_since(SubjectId::WRITER, begin);
    entries.extend(ex.entries.iter().filter(|entry| entry.subject.is_writer()).cloned());
    entries
}

/// The evenings that were planned.
fn days_of(plan: &Plan, first: Date, last: Date) -> impl Iterator<Item = Date> {
    let is_on = |day: &Date| plan.days.is_empty() || plan.days.contains(&day.weekday().to_monday_one_offset());
    first.series(1.day()).take_while(move |day| *day <= last).filter(is_on)
}

/// The evenings on which it was done; until four in the morning that is the one before.
fn done_on(ex: &Exchange<'_>, entries: &[Entry], kind: &str) -> BTreeSet<Date> {
    let undone = bout::undone(entries);
    let days = entries.iter().filter(|entry| !undone.contains(&entry.number)).filter_map(|entry| match &entry.what {
        What::Day(day) => Some(day),
        _ => None,
    });
    let done = days.flat_map(|day| &day.done).filter(|done| done.kind == kind && !done.undone);
    done.map(|done| night(done.at.to_zoned(zone(ex)).datetime())).collect()
}

/// "4 of 7", of the nights that were logged.
fn nights(ex: &Exchange<'_>, entries: &[Entry], first: Date, last: Date) -> String {
    let figures = Figures::of(entries, first..=last, first..=last, ex.chat.profile.night_end());
    let blanks = [("cramps", count(figures.cramp_nights())), ("logged", count(figures.logged()))];
    ex.phrase("course-nights", &blanks)
}

/// The same weeks once more, from tomorrow on.
pub fn go_on(ex: &mut Exchange<'_>, kind: &str) {
    let weeks = ex.library.reminder(kind).and_then(|kind| kind.weeks).unwrap_or_default();
    let (now, today) = (ex.now, night(ex.now.to_zoned(zone(ex)).datetime()));
    if let Some(plan) = kept(ex).plans.get_mut(kind) {
        plan.until = today.checked_add((i64::from(weeks) * 7).days()).ok();
        plan.reviewed = false;
        plan.settled = plan.settled.max(now);
    }
    wish::confirm(ex, "course-on", kind);
}

#[allow(clippy::cast_precision_loss, reason = "a count of evenings")]
fn count(number: usize) -> Blank<'static> {
    Blank::Number(number as f64)
}
