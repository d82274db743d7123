//! What people do with a reminder: done, later, not today, and the answer to "is it still wanted?".
//!
//! A press names the message and the kind, so that pressing twice does no harm. Later moves this one occurrence and
//! never the plan.

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};

use super::kept::{Booked, Line, Reminders, State, Why};
use super::{colour, due, kept, limits, message, said, schedule, spell, waiting, wanted, water, wish, zone};
use crate::engine::acting::day::{add_done, add_drink};
use crate::engine::acting::undo;
use crate::engine::diary::{Day, Entry, What};
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::picture;
use crate::engine::reply::normalise;
use crate::ids::MessageId;
use crate::library::words::Blank;

/// "Later" without a time.
const USUAL_DELAY: SignedDuration = SignedDuration::from_mins(15);
/// The longest delay that can be asked for in minutes.
const LONGEST_DELAY: SignedDuration = SignedDuration::from_hours(24);

/// `done.water.17`: what, which kind, in which message.
pub fn pressed(ex: &mut Exchange<'_>, argument: &str, message: Option<MessageId>) {
    let mut parts = argument.split('.');
    let (Some(what), Some(kind), Some(number)) = (parts.next(), parts.next(), parts.next()) else {
        return;
    };
    let Some(number) = number.parse().ok().filter(|number| find(ex, *number, kind).is_some()) else {
        let line = ex.phrase("due-over", &[]);
        return ex.say(line, Keyboard::None);
    };
    match what {
        "done" => done(ex, number, kind, message),
        "skip" => skip(ex, number, kind, message),
        "later" => offer_delays(ex, number, kind, message),
        "15" => later(ex, number, kind, message, after(ex, USUAL_DELAY)),
        "60" => later(ex, number, kind, message, after(ex, SignedDuration::from_mins(60))),
        "tonight" => later(ex, number, kind, message, tonight(ex)),
        "show" => show(ex, number, kind, message),
        "back" => receipt(ex, number, message, None),
        _ => wanted::pressed(ex, what, number, kind, message),
    }
}

pub fn find<'e>(ex: &'e mut Exchange<'_>, number: u32, kind: &str) -> Option<&'e mut Line> {
    let shown = ex.chat.reminders.as_mut()?.shown.iter_mut().find(|shown| shown.number == number)?;
    shown.lines.iter_mut().find(|line| line.kind == kind)
}

pub fn settle(ex: &mut Exchange<'_>, number: u32, kind: &str, state: State) {
    if let Some(line) = find(ex, number, kind) {
        line.state = state;
    }
    let kept = kept(ex);
    kept.booked.retain(|booked| booked.kind != kind || booked.why == Why::Once);
    wanted::heard(ex, kind);
}

/// The message becomes its own receipt; what was typed gets a line of its own.
pub fn receipt(ex: &mut Exchange<'_>, number: u32, message: Option<MessageId>, typed: Option<&str>) {
    let shown = ex.chat.reminders.as_ref().and_then(|kept| kept.shown.iter().find(|shown| shown.number == number));
    let Some(shown) = shown.cloned() else { return };
    let (text, buttons) = (message::text(ex, &shown), message::buttons(ex, &shown));
    ex.renew(number, message, text, buttons);
    let line = shown.lines.iter().find(|line| Some(line.kind.as_str()) == typed);
    if let Some(line) = line.filter(|_| message.is_none()) {
        let line = message::receipt(ex, line);
        ex.say(line, Keyboard::None);
    }
}

/// The same of what was written, with its Undo: below the receipt where that is the newest message with buttons, else
/// below a line of its own.
fn receipt_of(ex: &mut Exchange<'_>, number: u32, message: Option<MessageId>, kind: &str, written: u32) {
    let shown = ex.chat.reminders.as_ref().and_then(|kept| kept.shown.iter().find(|shown| shown.number == number));
    let Some(shown) = shown.cloned() else { return };
    let (text, mut buttons) = (message::text(ex, &shown), message::buttons(ex, &shown));
    let is_newest = message.is_some() && ex.chat.counters.menus == number;
    if is_newest {
        buttons.push(undo::buttons(ex, written).collect());
    }
    ex.renew(number, message, text, buttons);
    if let Some(line) = shown.lines.iter().find(|line| line.kind == kind && !is_newest) {
        let line = message::receipt(ex, line);
        let undo = undo::button(ex, written);
        ex.say(line, undo);
    }
}

fn done(ex: &mut Exchange<'_>, number: u32, kind: &str, message: Option<MessageId>) {
    let at = ex.happened;
    done_at(ex, number, kind, message, at);
}

/// The same, done at an instant of today.
pub fn done_at(ex: &mut Exchange<'_>, number: u32, kind: &str, message: Option<MessageId>, at: Timestamp) {
    let is_done = find(ex, number, kind).is_some_and(|line| matches!(line.state, State::Done { .. }));
    if is_done {
        receipt(ex, number, message, Some(kind));
    } else {
        settle(ex, number, kind, State::Done { at });
        let written = if is_drink(ex, kind) {
            add_drink(ex, at, water::cup(ex), None, false)
        } else {
            add_done(ex, at, kind, None)
        };
        receipt_of(ex, number, message, kind, written);
    }
    if is_drink(ex, kind) {
        colour::ask_once_a_day(ex);
    }
}

/// The pictures of its positions; the message stays as it is.
fn show(ex: &mut Exchange<'_>, number: u32, kind: &str, message: Option<MessageId>) {
    if find(ex, number, kind).is_some_and(|line| line.state == State::Open) {
        receipt(ex, number, message, None);
    }
    let library = ex.library;
    for id in library.reminder(kind).into_iter().flat_map(|kind| &kind.pictures) {
        picture::show(ex, id.as_str());
    }
}

pub fn is_drink(ex: &Exchange<'_>, kind: &str) -> bool {
    ex.library.reminder(kind).is_some_and(|kind| kind.drink)
}

/// Nothing more of this kind today.
pub fn skip(ex: &mut Exchange<'_>, number: u32, kind: &str, message: Option<MessageId>) {
    let today = schedule::night(ex.now.to_zoned(zone(ex)).datetime());
    settle(ex, number, kind, State::Skipped);
    if let Some(plan) = kept(ex).plans.get_mut(kind) {
        plan.skipped = Some(today);
    }
    receipt(ex, number, message, Some(kind));
}

/// Its kind pauses: nobody has ignored the one that waits.
pub fn is_for_another_day(ex: &mut Exchange<'_>, kind: &str) {
    if let Some(shown) =
        waiting::live(ex).filter(|shown| shown.lines.iter().any(|line| line.kind == kind && line.state == State::Open))
    {
        settle(ex, shown.number, kind, State::Skipped);
        receipt(ex, shown.number, None, None);
    }
}

// ---------------------------------------------------------------- later

pub fn after(ex: &Exchange<'_>, delay: SignedDuration) -> Option<Timestamp> {
    ex.now.checked_add(delay).ok()
}

/// An hour before the quiet hours begin, if that is still to come.
pub fn tonight(ex: &Exchange<'_>) -> Option<Timestamp> {
    let (from, to) = ex.quiet_hours();
    let hour = if from == to { 21 } else { i8::try_from((from + 23) % 24).ok()? };
    let at = schedule::instant(ex.local(ex.now).date(), Time::new(hour, 0, 0, 0).ok()?, &ex.zone())?;
    (at > ex.now).then_some(at)
}

/// Only what can come is offered.
pub fn offer_delays(ex: &mut Exchange<'_>, number: u32, kind: &str, message: Option<MessageId>) {
    let Some(line) = find(ex, number, kind).map(|line| line.clone()) else { return };
    let offers = [
        ("15", "button-later-soon", after(ex, USUAL_DELAY)),
        ("60", "button-later-hour", after(ex, SignedDuration::from_mins(60))),
        ("tonight", "button-later-tonight", tonight(ex)),
    ];
    let fitting = offers.into_iter().filter(|(_, _, at)| at.is_some_and(|at| refusal(ex, at).is_none()));
    let fitting: Vec<Button> =
        fitting.map(|(what, phrase, _)| message::button(ex.phrase(phrase, &[]), what, &line, number)).collect();
    if fitting.is_empty() {
        let line = after(ex, USUAL_DELAY).and_then(|at| refusal(ex, at)).unwrap_or_default();
        return ex.say(line, Keyboard::None);
    }
    let back = message::button(ex.phrase("button-back", &[]), "back", &line, number);
    let shown = ex.chat.reminders.as_ref().and_then(|kept| kept.shown.iter().find(|shown| shown.number == number));
    let text = shown.map(|shown| message::text(ex, shown)).unwrap_or_default();
    if message.is_some() {
        return ex.renew(number, message, text, vec![fitting, vec![back]]);
    }
    let line = ex.phrase("due-when", &[]);
    ex.say(line, Keyboard::Inline(vec![fitting]));
}

/// Why nothing can come at an instant.
fn refusal(ex: &Exchange<'_>, at: Timestamp) -> Option<String> {
    if ex.is_quiet_at(at) {
        return Some(limits::explain(ex, &limits::Refused::Quiet(ex.local(at).time())));
    }
    let kept = ex.chat.reminders.as_ref()?;
    let day = at.to_zoned(zone(ex)).date();
    let messages = usize::from(kept.sent_on(day)) + due::booked_on(ex, kept, day);
    let cap = f64::from(kept.cap());
    (messages >= usize::from(kept.cap())).then(|| ex.phrase("due-no-room", &[("cap", Blank::Number(cap))]))
}

pub fn later(ex: &mut Exchange<'_>, number: u32, kind: &str, message: Option<MessageId>, at: Option<Timestamp>) {
    let Some(at) = at else { return receipt(ex, number, message, None) };
    if let Some(State::Later { .. }) = find(ex, number, kind).map(|line| line.state) {
        return receipt(ex, number, message, Some(kind));
    }
    if let Some(line) = limits::paused_at(ex, kind, at).or_else(|| refusal(ex, at)) {
        return ex.say(line, Keyboard::None);
    }
    let before = limits::crowded_out(ex);
    settle(ex, number, kind, State::Later { until: at });
    kept(ex).booked.push(Booked { kind: kind.to_owned(), at, why: Why::Later });
    receipt(ex, number, message, Some(kind));
    limits::say_crowded_out(ex, &before);
}

/// What the receipt of the newest reminder says was done then was taken back: it can be done again.
pub fn taken_back(ex: &mut Exchange<'_>, at: Timestamp) {
    let Some(own) = ex.chat.reminders.as_mut() else { return };
    let is_it = |line: &Line| line.state == State::Done { at };
    let Some(shown) = own.shown.iter_mut().rev().find(|shown| shown.lines.iter().any(is_it)) else { return };
    let number = shown.number;
    shown.lines.iter_mut().filter(|line| is_it(line)).for_each(|line| line.state = State::Open);
    receipt(ex, number, None, None);
}

// ---------------------------------------------------------------- what was done without a press

/// What was logged in any other way is done: the reminder that asked for it becomes its receipt.
pub fn tick(ex: &mut Exchange<'_>) {
    let day = |entry: &Entry| if let What::Day(day) = &entry.what { Some(day.clone()) } else { None };
    let days: Vec<Day> = ex.entries.iter().filter_map(day).collect();
    let Some(kept) = ex.chat.reminders.as_ref().filter(|_| !days.is_empty()) else {
        return;
    };
    let mut ticked = Vec::new();
    for shown in kept.shown.iter().filter(|shown| waiting::is_fresh(ex, shown)) {
        for line in shown.lines.iter().filter(|line| line.state == State::Open) {
            let drink = is_drink(ex, &line.kind);
            if let Some(at) = days.iter().find_map(|day| logged_after(day, &line.kind, drink, shown.at)) {
                ticked.push((shown.number, line.kind.clone(), at));
            }
        }
    }
    for (number, kind, at) in ticked {
        settle(ex, number, &kind, State::Done { at });
        receipt(ex, number, None, None);
    }
}

fn logged_after(day: &Day, kind: &str, drink: bool, after: Timestamp) -> Option<Timestamp> {
    if drink {
        return day.drunk.iter().find(|drunk| !drunk.undone && drunk.at >= after).map(|drunk| drunk.at);
    }
    day.done.iter().find(|done| !done.undone && done.kind == kind && done.at >= after).map(|done| done.at)
}

// ---------------------------------------------------------------- words

/// "Done", "I did it": answers the reminder that waits, if there is just one. False when none does.
pub fn answered_by_words(ex: &mut Exchange<'_>) -> bool {
    let Some(shown) = waiting::live(ex) else {
        return wanted::ask_again(ex);
    };
    let open: Vec<&Line> = shown.lines.iter().filter(|line| line.state == State::Open).collect();
    if let [only] = open.as_slice() {
        done(ex, shown.number, &only.kind, None);
        return true;
    }
    let of = |line: &&Line| {
        let kind = super::title(ex, &line.kind);
        let label = ex.phrase("button-due-done-of", &[("kind", Blank::Text(&kind))]);
        vec![message::button(label, "done", line, shown.number)]
    };
    let rows = open.iter().map(of).collect();
    let line = ex.phrase("due-which", &[]);
    ex.say(line, Keyboard::Inline(rows));
    true
}

/// Done, as words say.
pub fn tell_done(ex: &mut Exchange<'_>, number: u32, kind: &str) {
    done(ex, number, kind, None);
}

/// The reminder that waits comes again: in so many minutes, or when the clock next shows a time.
pub fn snooze(ex: &mut Exchange<'_>, minutes: Option<u32>, until: Option<Time>, text: &str) {
    let Some(shown) = waiting::live(ex) else {
        return none_waits(ex, minutes, until);
    };
    let delay = minutes.map_or(USUAL_DELAY, |minutes| SignedDuration::from_mins(i64::from(minutes)));
    if !delay.is_positive() || delay > LONGEST_DELAY {
        return delay_out_of_range(ex);
    }
    let names_tomorrow = spell::read(&normalise(text), ex.local(ex.now).date()).is_some();
    let at = match until {
        Some(time) if !names_tomorrow && said::still_to_come(ex, time, false).is_none() => {
            return said::past_time(ex, time);
        }
        Some(time) => next_at(ex, time),
        None => after(ex, delay),
    };
    let open: Vec<String> =
        shown.lines.iter().filter(|line| line.state == State::Open).map(|line| line.kind.clone()).collect();
    for kind in open {
        later(ex, shown.number, &kind, None, at);
    }
}

/// How far a reminder can be put off; nothing is changed.
pub fn delay_out_of_range(ex: &mut Exchange<'_>) {
    let line = ex.phrase("due-delay-range", &[]);
    ex.say(line, Keyboard::None);
}

/// Nothing waits to be put off: a question that stands is asked again, a time said without one is asked about.
fn none_waits(ex: &mut Exchange<'_>, minutes: Option<u32>, until: Option<Time>) {
    if wanted::ask_again(ex) {
        return;
    }
    let delay = minutes.map(|minutes| SignedDuration::from_mins(i64::from(minutes)));
    let delay = delay.filter(|delay| delay.is_positive() && *delay <= LONGEST_DELAY);
    let at = delay.map_or_else(|| until.and_then(|time| next_at(ex, time)), |delay| after(ex, delay));
    match at.filter(|_| ex.chat.has_consent() && ex.chat.profile.zone.is_some()) {
        Some(at) => wish::ask_what_for(ex, at),
        None => {
            let line = ex.phrase("due-none", &[]);
            ex.say(line, Keyboard::None);
        }
    }
}

/// Whether a reminder waits for an answer.
pub fn waits(ex: &Exchange<'_>) -> bool {
    waiting::live(ex).is_some()
}

/// The next instant at which the person's clock shows a time.
pub fn next_at(ex: &Exchange<'_>, time: Time) -> Option<Timestamp> {
    let today = ex.local(ex.now).date();
    let days = [today, today.tomorrow().ok()?];
    days.into_iter().filter_map(|day| schedule::instant(day, time, &ex.zone())).find(|at| *at > ex.now)
}

/// Lines of kinds that were switched off wait for nothing.
pub fn close(kept: &mut Reminders, kinds: &[String]) {
    let lines = kept.shown.iter_mut().flat_map(|shown| &mut shown.lines);
    for line in lines.filter(|line| kinds.contains(&line.kind)) {
        if matches!(line.state, State::Open | State::Asking | State::Reviewing | State::Later { .. }) {
            line.state = State::Settled;
        }
    }
}
