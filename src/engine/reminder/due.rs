//! The hour has come: what is due, what of it is still wanted, and the one message that says it.
//!
//! Whatever is due is settled here, sent or not: nothing is queued, so that no burst can follow a silence.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::kept::{Booked, Line, Reminders, Sent, Shown, State, Told, Why};
use super::schedule::{self, Slot};
use super::timetable::TOGETHER;
use super::{course, kept, message, resume, waiting, water, zone};
use crate::engine::day;
use crate::engine::exchange::Exchange;
use crate::engine::fact::Fact;
use crate::engine::letter::Keyboard;
use crate::ids::SubjectId;
use crate::library::reminder::ReminderKind;
use crate::library::value::Value;
use crate::library::words::Blank;

/// From here on a message says when it was planned for.
const NOTICEABLE: SignedDuration = SignedDuration::from_mins(2);
/// Nobody is reminded of water in the middle of a cramp: it comes so much later.
const BUSY: SignedDuration = SignedDuration::from_mins(15);
/// So many without an answer, and the next is a question.
pub const MOST_IGNORED: u8 = 3;
/// How often a reminder comes again until it is done.
const MOST_REPEATS: u8 = 3;
/// A tip is not told again before so many days.
const TIP_RESTS: i64 = 7;
/// Messages that can still be answered.
const MOST_SHOWN: usize = 8;

/// One kind that is due.
struct Due {
    kind: String,
    planned: Timestamp,
    /// Absent for a time of the plan.
    why: Option<Why>,
    /// Its weeks are over, and it is asked how they went.
    asks: bool,
}

pub fn rang(ex: &mut Exchange<'_>) {
    if ex.chat.reminders.is_none() {
        return;
    }
    resume::by_itself(ex);
    let due = take_due(ex);
    if due.is_empty() {
        return;
    }
    if is_busy(ex) {
        let at = ex.now.checked_add(BUSY).unwrap_or(ex.now);
        // How it went can be asked tomorrow.
        let later = due.into_iter().filter(|due| !due.asks).map(|due| Booked {
            kind: due.kind,
            at,
            why: due.why.unwrap_or(Why::Later),
        });
        return kept(ex).booked.extend(later);
    }
    let due: Vec<Due> = due.into_iter().filter(|due| is_wanted(ex, due)).collect();
    if !due.is_empty() && has_room(ex, &due) {
        send(ex, due);
    }
}

// ---------------------------------------------------------------- what is due

/// Everything that is due and may come now. What is not among it will not come any more.
fn take_due(ex: &mut Exchange<'_>) -> Vec<Due> {
    let zone = zone(ex);
    let Some(mut kept) = ex.chat.reminders.take() else {
        return Vec::new();
    };
    let mut due = take_booked(ex, &mut kept);
    let planned = due_slots(ex, &kept, &zone);
    let first = due.iter().map(|due| due.planned).chain(planned.iter().map(|(_, slot)| slot.at)).min();
    let mut slots = planned;
    if let Some(until) = first.and_then(|first| first.checked_add(TOGETHER).ok()) {
        let soon = soon_slots(ex, &kept, until, &zone);
        slots.extend(soon.into_iter().filter(|(kind, _)| !due.iter().any(|due| due.kind == *kind)));
    }
    for plan in kept.plans.values_mut() {
        plan.settled = plan.settled.max(ex.now);
    }
    for (kind, slot) in slots {
        let mut asks = false;
        if let Some(plan) = kept.plans.get_mut(&kind) {
            plan.settled = plan.settled.max(slot.at);
            plan.last = plan.last.max(Some(slot.civil));
            asks = course::is_question(plan, &slot);
        }
        if !due.iter().any(|due| due.kind == kind) {
            due.push(Due { kind, planned: slot.at, why: None, asks });
        }
    }
    due.sort_by(|one, other| (one.planned, &one.kind).cmp(&(other.planned, &other.kind)));
    ex.chat.reminders = Some(kept);
    due
}

/// The newest slot of each plan that is due and not too late.
fn due_slots(ex: &Exchange<'_>, kept: &Reminders, zone: &TimeZone) -> Vec<(String, Slot)> {
    let mut slots = Vec::new();
    for kind in speaking(ex, kept) {
        let from = ex.now.checked_sub(grace(kind)).and_then(|at| at.checked_sub(SignedDuration::from_nanos(1)));
        let Some((plan, from)) = kept.plans.get(&kind.id).zip(from.ok()) else { continue };
        let due = schedule::between(plan, from, ex.now, zone).pop();
        let due = due.or_else(|| course::after(plan, from, zone).filter(|slot| slot.at <= ex.now)).into_iter();
        slots.extend(due.filter(|slot| may_come(ex, kept, &kind.id, slot)).map(|slot| (kind.id.clone(), slot)));
    }
    slots
}

/// What would come within minutes anyway comes in the same message.
fn soon_slots(ex: &Exchange<'_>, kept: &Reminders, until: Timestamp, zone: &TimeZone) -> Vec<(String, Slot)> {
    let soon = speaking(ex, kept).filter_map(|kind| {
        let slot = course::after(kept.plans.get(&kind.id)?, ex.now, zone)?;
        (slot.at <= until && may_come(ex, kept, &kind.id, &slot)).then(|| (kind.id.clone(), slot))
    });
    soon.collect()
}

/// Kinds that are on, not paused, and not waiting for an answer whether they are wanted.
fn speaking<'k>(ex: &'k Exchange<'_>, kept: &'k Reminders) -> impl Iterator<Item = &'k ReminderKind> {
    ex.library.reminders.iter().filter(|kind| {
        let plan = kept.plans.get(&kind.id);
        plan.is_some_and(|plan| !plan.asked && kept.silent_until(&kind.id, ex.now).is_none())
    })
}

/// The quiet hours drop what falls into them, where it was planned and where it would come.
fn may_come(ex: &Exchange<'_>, kept: &Reminders, kind: &str, slot: &Slot) -> bool {
    !is_skipped(kept, kind, slot) && !ex.is_quiet_at(slot.at) && !ex.is_quiet_at(ex.now)
}

fn is_skipped(kept: &Reminders, kind: &str, slot: &Slot) -> bool {
    let skipped = kept.plans.get(kind).and_then(|plan| plan.skipped);
    skipped.is_some_and(|day| schedule::night(slot.civil) <= day)
}

fn grace(kind: &ReminderKind) -> SignedDuration {
    SignedDuration::from_mins(i64::from(kind.grace_minutes))
}

/// Those at an instant of their own.
fn take_booked(ex: &Exchange<'_>, kept: &mut Reminders) -> Vec<Due> {
    let is_silent = |kept: &Reminders, kind: &str| kept.silent_until(kind, ex.now).is_some();
    let (come, wait): (Vec<Booked>, Vec<Booked>) = std::mem::take(&mut kept.booked)
        .into_iter()
        .partition(|booked| booked.at <= ex.now && !is_silent(kept, &booked.kind));
    kept.booked = wait;
    let mut due: Vec<Due> = Vec::new();
    for booked in come {
        let Some(kind) = ex.library.reminder(&booked.kind) else { continue };
        let is_late = ex.now.duration_since(booked.at) > grace(kind);
        let is_doubled = due.iter().any(|due| due.kind == booked.kind);
        if !is_late && !is_doubled && !ex.is_quiet_at(ex.now) {
            due.push(Due { kind: booked.kind, planned: booked.at, why: Some(booked.why), asks: false });
        }
    }
    due
}

// ---------------------------------------------------------------- what is wanted

/// Somebody is in the middle of a conversation.
fn is_busy(ex: &Exchange<'_>) -> bool {
    let open = ex.chat.conversation.as_ref();
    open.is_some_and(|open| ex.now.duration_since(open.last_sign) < BUSY)
}

fn is_wanted(ex: &mut Exchange<'_>, due: &Due) -> bool {
    let Some(kind) = ex.library.reminder(&due.kind) else {
        return false;
    };
    if is_kept_off(ex, kind) {
        super::wish::switch_off(ex, kind);
        return false;
    }
    if due.asks {
        return true;
    }
    let plan = ex.chat.reminders.as_ref().and_then(|kept| kept.plans.get(&due.kind));
    if kind.drink && due.why != Some(Why::Once) && water::is_enough(ex, plan) {
        return false;
    }
    due.why == Some(Why::Once) || !is_done(ex, kind, SignedDuration::from_mins(i64::from(kind.covers_minutes)))
}

/// Whether a fact about the person keeps this kind off.
pub fn is_kept_off(ex: &Exchange<'_>, kind: &ReminderKind) -> bool {
    answer_of(ex, kind) == Some(Value::Flag(true))
}

/// What is known about that fact of the writer; of contradicting sources, yes counts.
pub fn answer_of(ex: &Exchange<'_>, kind: &ReminderKind) -> Option<Value> {
    let finding = kind.kept_off_by.as_ref()?;
    let said = ex.chat.facts.iter().filter(|fact| fact.subject == SubjectId::WRITER && fact.finding == *finding);
    let mut newest: Vec<&Fact> = Vec::new();
    for fact in said.filter(|fact| fact.withdrawn.is_none()) {
        newest.retain(|earlier| earlier.source != fact.source);
        newest.push(fact);
    }
    let yes = newest.iter().find(|fact| fact.value == Value::Flag(true));
    yes.or(newest.last()).map(|fact| fact.value.clone())
}

/// Whether it was done or drunk within so long before now.
fn is_done(ex: &Exchange<'_>, kind: &ReminderKind, within: SignedDuration) -> bool {
    let since = ex.now.checked_sub(within).unwrap_or(ex.now);
    let mut dates = vec![day::date(ex, ex.now), day::date(ex, since)];
    dates.dedup();
    dates.into_iter().map(|date| day::of(ex, date)).any(|day| {
        if kind.drink {
            day.drunk.iter().any(|drunk| !drunk.undone && drunk.at > since)
        } else {
            day.done.iter().any(|done| !done.undone && done.kind == kind.id && done.at > since)
        }
    })
}

/// The daily limit. A place is kept for what was moved or asked for.
fn has_room(ex: &Exchange<'_>, due: &[Due]) -> bool {
    let (today, Some(kept)) = (today(ex), &ex.chat.reminders) else {
        return false;
    };
    let is_planned = due.iter().all(|due| matches!(due.why, None | Some(Why::Repeat { .. })));
    let taken = if is_planned { booked_on(ex, kept, today) } else { 0 };
    usize::from(kept.sent_on(today)) + taken < usize::from(kept.cap())
}

/// The times of today's plans that are still to come, as their clock shows them.
pub fn left_of_today(ex: &Exchange<'_>, own: &Reminders) -> Vec<Time> {
    let zone = zone(ex);
    let end = today(ex).tomorrow().ok().and_then(|day| day.to_zoned(zone.clone()).ok());
    let end = end.map_or(ex.now, |end| end.timestamp());
    let slots = speaking(ex, own).filter_map(|kind| Some((kind, own.plans.get(&kind.id)?))).flat_map(|(kind, plan)| {
        let slots = schedule::between(plan, ex.now, end, &zone).into_iter();
        slots.filter(|slot| slot.at < end && !ex.is_quiet_at(slot.at) && !is_skipped(own, &kind.id, slot))
    });
    let mut times: Vec<Time> = slots.map(|slot| slot.civil.time()).collect();
    times.sort();
    times
}

/// The day by whose number of messages the limit is kept.
pub fn today(ex: &Exchange<'_>) -> jiff::civil::Date {
    ex.now.to_zoned(zone(ex)).date()
}

/// What was moved or asked for and still comes on a day.
pub fn booked_on(ex: &Exchange<'_>, kept: &Reminders, day: jiff::civil::Date) -> usize {
    let zone = zone(ex);
    let comes =
        |booked: &&Booked| !matches!(booked.why, Why::Repeat { .. }) && booked.at.to_zoned(zone.clone()).date() == day;
    kept.booked.iter().filter(comes).count()
}

// ---------------------------------------------------------------- the message

fn send(ex: &mut Exchange<'_>, due: Vec<Due>) {
    super::wish::stop_waiting_for_times(ex);
    let today = today(ex);
    let zone = zone(ex);
    let number = ex.chat.counters.menus + 1;
    let Some(mut kept) = ex.chat.reminders.take() else {
        return;
    };
    let before = kept.shown.clone();
    let lines: Vec<Line> =
        due.iter().filter_map(|due| Some(line(ex, &mut kept, due, ex.library.reminder(&due.kind)?))).collect();
    let shown = Shown { number, at: ex.now, lines, lost: false, over: false };
    kept.sent = Some(Sent { on: today, messages: kept.sent_on(today).saturating_add(1) });
    let over = due.iter().filter(|due| !due.asks).filter(|due| {
        kept.plans.get(&due.kind).is_some_and(|plan| plan.until.is_some() && schedule::next(plan, &zone).is_none())
    });
    let over: Vec<String> = over.map(|due| due.kind.clone()).collect();
    kept.shown.push(shown.clone());
    waiting::forget_oldest(&mut kept, MOST_SHOWN);
    ex.chat.reminders = Some(kept);
    waiting::give_way(ex, &before);
    let mut text = message::text(ex, &shown);
    for kind in over {
        let title = super::title(ex, &kind);
        text = format!("{text}\n\n{}", ex.phrase("due-last", &[("kind", Blank::Text(&title))]));
    }
    let keyboard = Keyboard::Inline(message::buttons(ex, &shown));
    let (plain, until) = (message::is_discreet(ex), useful_until(ex, &due));
    ex.remind(text, keyboard, plain, until);
}

/// The soonest end of a grace, or the beginning of the quiet hours.
fn useful_until(ex: &Exchange<'_>, due: &[Due]) -> Timestamp {
    let graces = due.iter().filter_map(|due| due.planned.checked_add(grace(ex.library.reminder(&due.kind)?)).ok());
    let until = graces.min().unwrap_or(ex.now);
    let (from, to) = ex.quiet_hours();
    let quiet = i8::try_from(from).ok().and_then(|hour| Time::new(hour, 0, 0, 0).ok()).filter(|_| from != to);
    let local = ex.local(ex.now);
    let days = [Some(local.date()), local.date().tomorrow().ok()];
    let mut begins = days.into_iter().flatten().filter_map(|day| schedule::instant(day, quiet?, &ex.zone()));
    begins.find(|at| *at > ex.now).map_or(until, |quiet| until.min(quiet))
}

/// One line, and what follows from saying it.
fn line(ex: &Exchange<'_>, kept: &mut Reminders, due: &Due, kind: &ReminderKind) -> Line {
    let is_repeat = matches!(due.why, Some(Why::Repeat { .. }));
    let before = pass_over(kept, &due.kind);
    let ignored = before.filter(|_| !is_repeat).map(|at| !is_done(ex, kind, ex.now.duration_since(at)));
    let today = ex.local(ex.now).date();
    let planned = Some(due.planned).filter(|planned| ex.now.duration_since(*planned) >= NOTICEABLE);
    let mut line = Line { kind: due.kind.clone(), tip: None, planned, state: State::Open };
    let Some(plan) = kept.plans.get_mut(&due.kind) else {
        return line;
    };
    if due.asks {
        plan.reviewed = true;
        return Line { state: State::Reviewing, planned: None, ..line };
    }
    match ignored {
        Some(true) => plan.ignored = plan.ignored.saturating_add(1),
        Some(false) => plan.ignored = 0,
        None => {}
    }
    if plan.ignored >= MOST_IGNORED {
        plan.asked = true;
        plan.ignored = 0;
        return Line { state: State::Asking, ..line };
    }
    plan.told.retain(|told| today.since(told.on).is_ok_and(|passed| i64::from(passed.get_days()) < TIP_RESTS));
    if !is_repeat && plan.told.iter().all(|told| told.on != today) {
        line.tip = next_tip(kind, &plan.told);
        plan.told.extend(line.tip.clone().map(|tip| Told { tip, on: today }));
    }
    let again = plan.repeat_minutes.zip(match due.why {
        Some(Why::Repeat { left }) => left.checked_sub(1).filter(|left| *left > 0),
        Some(Why::Once) => None,
        Some(Why::Later) | None => Some(MOST_REPEATS),
    });
    if let Some((minutes, left)) = again {
        let at = ex.now.checked_add(SignedDuration::from_mins(i64::from(minutes))).unwrap_or(ex.now);
        kept.booked.push(Booked { kind: due.kind.clone(), at, why: Why::Repeat { left } });
    }
    line
}

/// The next tip in the order of the file that rests no more.
fn next_tip(kind: &ReminderKind, told: &[Told]) -> Option<String> {
    let newest = told.last().and_then(|newest| kind.tips.iter().position(|tip| *tip == newest.tip));
    let start = newest.map_or(0, |place| place + 1);
    let mut order = kind.tips.iter().cycle().skip(start).take(kind.tips.len());
    order.find(|tip| told.iter().all(|told| told.tip != **tip)).cloned()
}

/// The line before it is over. Gives when it came, if it was there to be answered and was not.
fn pass_over(kept: &mut Reminders, kind: &str) -> Option<Timestamp> {
    let mut came = None;
    for shown in &mut kept.shown {
        for line in shown.lines.iter_mut().filter(|line| line.kind == kind && line.state == State::Open) {
            line.state = State::Passed;
            came = Some(shown.at).filter(|_| !shown.lost).or(came);
        }
    }
    kept.booked.retain(|booked| booked.kind != kind || !matches!(booked.why, Why::Repeat { .. }));
    came
}
