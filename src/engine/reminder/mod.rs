//! Reminders: wanted, shown as one plan before they start, few, quiet at night, and easy to be rid of.
//!
//! What other parts call stands here. Never sends by itself: a ring of the chat asks [`rang`] what is due.

mod answer;
mod change;
mod choice;
mod colour;
mod coming;
mod course;
mod due;
mod ending;
mod ends;
mod first_wish;
mod hours;
mod hush;
pub mod kept;
mod limits;
mod message;
mod overview;
mod pause;
mod repeating;
mod resume;
mod said;
pub mod schedule;
mod silence;
mod single;
mod spell;
mod switching;
mod timetable;
mod travel;
mod typed;
mod waiting;
mod wanted;
mod water;
mod wish;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::chat::{Awaits, Chat};
use super::exchange::Exchange;
use super::letter::Tag;
use super::place;
use super::understanding::meaning::{Kind, Kinds};
use crate::ids::{MessageId, SubjectId};
use crate::library::reminder::ReminderKind;
pub use answer::{answered_by_words, delay_out_of_range, snooze, taken_back, tick, waits};
pub use choice::typed as choice_typed;
pub use colour::{question_of_the_day as ask_colour, stands as colour_asked};
pub use coming::next_one;
pub use due::rang;
pub use ending::{stop, undo as switch_on_again};
pub use first_wish::{forget_at, forget_before_consent};
pub use limits::LEAST_MINUTES;
pub use overview::{drops_draft, only_these, show as list};
pub use pause::{ask as ask_pause, out_of_range as pause_out_of_range, pause};
pub use repeating::in_words as set_until_done;
pub use silence::{line as quiet_line, typed as quiet_hours, unclear as quiet_hours_unclear};
pub use typed::{clock, reads, typed};
pub use waiting::{expire, is_meant, keeps};
pub use water::{goal, refresh as refresh_water, show as show_water, unclear as amount_unclear};
pub use wish::{await_times, go_on, set};

use kept::{Plan, Reminders, Sent};

/// A reminder is left alone for so long.
const SPACE: SignedDuration = SignedDuration::from_mins(30);
/// Nothing else is put off for longer.
const MOST_SPACE: SignedDuration = SignedDuration::from_mins(60);

/// The name under which a kind is kept and written in the content.
pub fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Water => "water",
        Kind::Stretch => "stretch",
        Kind::Elevate => "elevate",
        Kind::Move => "move",
    }
}

/// When the next of somebody's reminders falls due.
pub fn next(chat: &Chat) -> Option<Timestamp> {
    chat.reminders.as_ref()?.next
}

/// When something else that nobody asked for just now may come, so that it takes no reminder its buttons: after the
/// answer to the one that waits, or some time after it came. Never put off for long.
pub fn spaced(chat: &Chat, due: Timestamp) -> Timestamp {
    let Some(kept) = &chat.reminders else {
        return due;
    };
    let after = |at: Timestamp, wait: SignedDuration| at.checked_add(wait).unwrap_or(at);
    let waits = waiting::newest(kept).map(|shown| after(shown.at, SPACE));
    let comes = kept.next.filter(|next| (due..=after(due, SPACE)).contains(next));
    let free = waits.into_iter().chain(comes).max().unwrap_or(due);
    free.clamp(due, after(due, MOST_SPACE))
}

/// One press on a button of a reminder (`due`) or of the menus around them.
pub fn pressed(ex: &mut Exchange<'_>, name: &str, argument: &str, message: Option<MessageId>) {
    ex.turned_to(SubjectId::WRITER, |ex| match name {
        "due" => answer::pressed(ex, argument, message),
        "pause" => pause::pressed(ex, argument),
        "water" => water::pressed(ex, argument, message),
        _ => overview::pressed(ex, argument),
    });
}

/// One of the messages never left, or nobody knows whether it arrived.
pub fn lost(ex: &mut Exchange<'_>, tag: Tag) {
    waiting::lost(ex, tag.visit.0, due::MOST_IGNORED);
}

/// The person's clock is another one now.
pub fn moved(ex: &mut Exchange<'_>, before: Option<&str>) {
    if first_wish::go_on(ex, before.is_some()) {
        return;
    }
    if let Some(before) = before.filter(|before| Some(*before) != ex.chat.profile.zone.as_deref()) {
        travel::moved(ex, before);
    }
}

/// Whether one more message that nobody asks for just now may come: no pause, and room within the day's limit, in
/// which it counts.
pub fn takes_place(ex: &mut Exchange<'_>) -> bool {
    let today = due::today(ex);
    let Some(own) = &ex.chat.reminders else {
        return true;
    };
    let sent = own.sent_on(today);
    let is_paused = own.paused.is_some_and(|until| until > ex.now);
    if is_paused || usize::from(sent) + due::booked_on(ex, own, today) >= usize::from(own.cap()) {
        return false;
    }
    kept(ex).sent = Some(Sent { on: today, messages: sent.saturating_add(1) });
    true
}

/// Whether messages that nobody asks for just now say nothing that a lock screen should not show.
pub fn is_discreet(ex: &Exchange<'_>) -> bool {
    message::is_discreet(ex)
}

/// Works out the next hour anew; the last thing a turn does.
pub fn look_ahead(chat: &mut Chat) {
    let Some(mut kept) = chat.reminders.take() else {
        return;
    };
    kept.next = None;
    if kept.is_idle() {
        return;
    }
    // Nobody who blocked the bot is rung.
    if chat.unreachable_since.is_none() {
        kept.next = soonest(&kept, chat);
    }
    chat.reminders = Some(kept);
}

fn soonest(kept: &Reminders, chat: &Chat) -> Option<Timestamp> {
    let zone = zone_of(kept, chat)?;
    let slots = kept.plans.iter().filter_map(|(kind, plan)| next_of(kept, kind, plan, &zone));
    let silent = |kind: &str, at: Timestamp| kept.silent_until(kind, at).unwrap_or(at);
    let booked = kept.booked.iter().map(|booked| silent(&booked.kind, booked.at));
    let ends = kept.plans.values().filter_map(|plan| plan.paused).chain(kept.paused);
    let aheads = kept.plans.values().filter_map(|plan| plan.ahead).chain(kept.ahead);
    slots.chain(booked).chain(ends).chain(aheads.map(|ahead| ahead.from)).min()
}

/// The next time of a plan that is not paused, skipped or waiting for an answer.
fn next_of(kept: &Reminders, kind: &str, plan: &Plan, zone: &TimeZone) -> Option<Timestamp> {
    if plan.asked {
        return None;
    }
    let mut slot = course::after(plan, plan.settled, zone)?;
    loop {
        if let Some(until) = kept.silent_until(kind, slot.at) {
            // The end of a pause is itself no pause.
            slot = course::after(plan, until.checked_sub(SignedDuration::from_nanos(1)).ok()?, zone)?;
        } else if plan.skipped.is_some_and(|day| schedule::night(slot.civil) <= day) {
            slot = course::after(plan, slot.at, zone)?;
        } else {
            return Some(slot.at);
        }
    }
}

/// The clock that the times are on: the person's, or the one at home while they travel.
fn zone_of(kept: &Reminders, chat: &Chat) -> Option<TimeZone> {
    let name = kept.home.as_deref().or(chat.profile.zone.as_deref())?;
    place::zone(name)
}

fn zone(ex: &Exchange<'_>) -> TimeZone {
    let own = ex.chat.reminders.as_ref().and_then(|kept| zone_of(kept, &ex.chat));
    own.unwrap_or_else(|| ex.zone())
}

/// Typed words for a reminder or a question that waits, while nothing else is asked. False when they are not.
pub fn typed_answer(ex: &mut Exchange<'_>, text: &str) -> bool {
    let is_about_these =
        |awaits: Awaits| matches!(awaits, Awaits::Times | Awaits::PauseUntil | Awaits::Goal | Awaits::Cup);
    ex.chat.conversation.is_none()
        && ex.chat.awaits.is_none_or(is_about_these)
        && (ex.chat.awaits.is_none() && (wanted::typed(ex, text) || switching::typed(ex, text))
            || switching::done(ex, text)
            || said::typed(ex, text))
}

/// Those of one name, or all.
fn named(kinds: Option<Kinds>) -> Option<&'static str> {
    match kinds {
        Some(Kinds::One(kind)) => Some(name(kind)),
        Some(Kinds::All) | None => None,
    }
}

/// One of the words of a kind; they are for the writer, whoever is talked about.
fn words(ex: &Exchange<'_>, kind: &ReminderKind, name: &str) -> String {
    ex.library.words.attribute(&ex.chat.profile.language, &kind.text(), name, &[])
}

fn kept<'e>(ex: &'e mut Exchange<'_>) -> &'e mut Reminders {
    ex.chat.reminders.get_or_insert_default()
}

/// The title of a kind; its id when the content has it no more.
fn title(ex: &Exchange<'_>, kind: &str) -> String {
    match ex.library.reminder(kind) {
        Some(known) => words(ex, known, "title"),
        None => kind.to_owned(),
    }
}
