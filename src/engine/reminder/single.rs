//! A reminder for once: at an instant, or on a day at its times. It changes no plan.
//!
//! What lies in the past, too far ahead, in the quiet hours or beyond the daily limit is refused with one line.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::kept::{Booked, Draft, Reminders, Why};
use super::limits::{self, Refused};
use super::{due, kept, overview, resume, schedule, title, zone};
use crate::engine::dates::Written;
use crate::engine::exchange::Exchange;
use crate::engine::letter::Keyboard;
use crate::engine::understanding::meaning::Once;
use crate::library::words::Blank;

/// The furthest that a reminder for once lies ahead.
pub const FURTHEST: SignedDuration = SignedDuration::from_hours(14 * 24);
/// More of them would be a plan.
const MOST: usize = 20;

/// The day that was named, if it is still to come.
///
/// # Errors
/// What is possible instead.
pub fn day(ex: &Exchange<'_>, once: Once) -> Result<Date, String> {
    let today = ex.now.to_zoned(zone(ex)).date();
    let day = match once {
        Once::InDays(days) => today.checked_add(i64::from(days).days()).ok(),
        Once::On(written @ Written::Date { day, month, year: None }) => {
            let is_today = day == today.day() && month == today.month();
            if is_today { Some(today) } else { written.next(today) }
        }
        Once::On(written) => written.next(today),
    };
    let day = day.ok_or_else(|| ex.phrase("impossible-date", &[]))?;
    if day < today {
        return Err(ex.phrase("plan-once-over", &[]));
    }
    let is_near = day.until(today).is_ok_and(|span| i64::from(span.get_days().abs()) <= FURTHEST.as_hours() / 24);
    if is_near { Ok(day) } else { Err(ex.phrase("plan-once-range", &[])) }
}

/// Its times on a day; where none was named they are asked for.
pub fn on_day(ex: &mut Exchange<'_>, kind: &str, day: Date, draft: Draft) {
    if draft.times.is_empty() {
        kept(ex).draft = Some(draft);
        return overview::ask_times(ex, kind);
    }
    let zone = zone(ex);
    let at = |time: &Time| schedule::instant(day, *time, &zone);
    let instants: Vec<Timestamp> = draft.times.iter().filter_map(at).collect();
    book(ex, kind, &instants);
}

/// At instants, all of them or none.
pub fn book(ex: &mut Exchange<'_>, kind: &str, instants: &[Timestamp]) {
    kept(ex).draft = None;
    if let Some(line) = refusal(ex, instants) {
        return ex.say(line, Keyboard::None);
    }
    if let Some(line) = instants.iter().find_map(|at| limits::paused_at(ex, kind, *at)) {
        let own = kept(ex).clone();
        let keyboard = resume::keyboard(ex, &own);
        return ex.say(line, keyboard);
    }
    let known: Vec<Timestamp> = kept(ex).booked.iter().filter(|one| one.kind == kind).map(|one| one.at).collect();
    let new = instants.iter().filter(|at| !known.contains(at));
    let new: Vec<Booked> = new.map(|at| Booked { kind: kind.to_owned(), at: *at, why: Why::Once }).collect();
    let before = limits::crowded_out(ex);
    kept(ex).booked.extend(new);
    let moments: Vec<String> = instants.iter().map(|at| ex.moment(*at)).collect();
    let (title, time) = (title(ex, kind), moments.join(", "));
    let line = ex.phrase("plan-once", &[("kind", Blank::Text(&title)), ("time", Blank::Text(&time))]);
    let (first, last) = (instants.iter().min().copied(), instants.iter().max().copied());
    let ends = first.zip(last).map(|(first, last)| (first.as_second(), last.as_second()));
    let keyboard = ends.map_or(Keyboard::None, |(first, last)| {
        let label = ex.phrase("button-once-back", &[]);
        Keyboard::Inline(vec![vec![overview::button(label, &format!("once.{kind}.{first}.{last}"))]])
    });
    ex.say(line, keyboard);
    limits::say_crowded_out(ex, &before);
}

/// What was to come once is not: of a kind, from one second to another, both as in the button's data.
pub fn take_back(ex: &mut Exchange<'_>, id: &str, first: &str, last: &str) {
    let (Some(first), Some(last)) = (first.parse::<i64>().ok(), last.parse::<i64>().ok()) else { return };
    let is_it = |one: &Booked| one.kind == id && one.why == Why::Once && (first..=last).contains(&one.at.as_second());
    let before = kept(ex).booked.len();
    kept(ex).booked.retain(|one| !is_it(one));
    let phrase = if kept(ex).booked.len() < before { "plan-once-back" } else { "plan-once-none" };
    let line = ex.phrase(phrase, &[("kind", Blank::Text(&title(ex, id)))]);
    ex.say(line, Keyboard::None);
}

/// "Stretch: once, at 18:00", a line for each that is still to come.
pub fn lines(ex: &Exchange<'_>, own: &Reminders) -> Vec<String> {
    let mut once: Vec<&Booked> = own.booked.iter().filter(|one| one.why == Why::Once && one.at > ex.now).collect();
    once.sort_by_key(|one| one.at);
    let line = |one: &&Booked| {
        let (title, time) = (title(ex, &one.kind), ex.moment(one.at));
        ex.phrase("plan-once", &[("kind", Blank::Text(&title)), ("time", Blank::Text(&time))])
    };
    once.iter().map(line).collect()
}

fn refusal(ex: &Exchange<'_>, instants: &[Timestamp]) -> Option<String> {
    let ahead = |at: &&Timestamp| at.duration_since(ex.now);
    if instants.iter().any(|at| !ahead(&at).is_positive()) {
        return Some(ex.phrase("plan-once-over", &[]));
    }
    if instants.iter().any(|at| ahead(&at) > FURTHEST) {
        return Some(ex.phrase("plan-once-range", &[]));
    }
    if let Some(quiet) = instants.iter().find(|at| ex.is_quiet_at(**at)) {
        return Some(limits::explain(ex, &Refused::Quiet(ex.local(*quiet).time())));
    }
    let own = ex.chat.reminders.clone().unwrap_or_default();
    let day = instants.first()?.to_zoned(zone(ex)).date();
    let taken = usize::from(own.sent_on(day)) + due::booked_on(ex, &own, day) + instants.len();
    let cap = usize::from(own.cap());
    let is_full = taken > cap || own.booked.len() + instants.len() > MOST;
    is_full.then(|| ex.phrase("plan-once-full", &[("cap", Blank::Number(f64::from(own.cap())))]))
}
