//! A reminder for once: at an instant, or on a day at its times. It changes no plan.
//!
//! What lies in the past, too far ahead, in the quiet hours or beyond the daily limit is refused with one line.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::kept::{Booked, Draft, Why};
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
    ex.say(line, Keyboard::None);
    limits::say_crowded_out(ex, &before);
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
