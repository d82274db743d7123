//! The quiet hours: offered, typed in any words, told back, and taken back.
//!
//! What falls into them is dropped, never queued. They are the same every day; for one evening there is the pause.

use jiff::civil::Time;

use super::hush::{self, Heard, Meant};
use super::overview::button;
use super::{pause, timetable, travel};
use crate::engine::acting::{lacks_consent, undo};
use crate::engine::chat::Awaits;
use crate::engine::command;
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::press::menu_data;
use crate::engine::question::pack;
use crate::engine::recent::Record;
use crate::engine::setup;
use crate::ids::SubjectId;
use crate::library::words::Blank;

/// Offered: from, to.
const OFFERED: [(u8, u8); 6] = [(21, 6), (22, 7), (23, 7), (23, 8), (0, 8), (0, 0)];

/// What holds now.
pub fn line(ex: &Exchange<'_>) -> String {
    said(ex, ex.quiet_hours())
}

fn said(ex: &Exchange<'_>, (from, to): (u8, u8)) -> String {
    if from == to {
        return ex.phrase("quiet-none", &[]);
    }
    let (from, to) = (ex.wall_hour(from), ex.wall_hour(to));
    ex.phrase("quiet-hours", &[("from", Blank::Text(&from)), ("to", Blank::Text(&to))])
}

/// What holds now, and which hours it shall be: tapped or typed.
pub fn offer(ex: &mut Exchange<'_>) {
    if ex.chat.conversation.is_none() {
        ex.chat.awaits = Some(Awaits::Quiet);
    }
    let buttons = OFFERED.iter().map(|(from, to)| {
        let label = if from == to {
            ex.phrase("button-quiet-none", &[])
        } else {
            format!("{}–{}", ex.wall_hour(*from), ex.wall_hour(*to))
        };
        button(label, &format!("quiet.{from}.{to}"))
    });
    let rows = pack(buttons);
    let now = line(ex);
    let line = ex.phrase("plan-ask-quiet", &[("now", Blank::Text(&now))]);
    ex.say(line, Keyboard::Inline(rows));
}

/// A press on one of them; the buttons stay, so that another one takes it back.
pub fn pressed(ex: &mut Exchange<'_>, from: &str, to: &str) {
    let hour = |text: &str| text.parse::<u8>().ok().filter(|hour| *hour < 24);
    match hour(from).zip(hour(to)) {
        Some(hours) => {
            let text = keep(ex, hours);
            ex.say(text, Keyboard::None);
        }
        None => offer(ex),
    }
}

/// Quiet hours typed at any time, also in the middle of a conversation. False for other words.
pub fn typed(ex: &mut Exchange<'_>, text: &str) -> bool {
    let Some(heard) = heard(ex, text, false) else {
        return false;
    };
    command::aside(ex, |ex| ex.turned_to(SubjectId::WRITER, |ex| answer(ex, heard)));
    true
}

fn heard(ex: &Exchange<'_>, text: &str, asked: bool) -> Option<Heard> {
    hush::read(&|key| ex.phrase(key, &[]), text, asked)
}

/// Words where quiet hours are wanted.
pub fn reads(ex: &Exchange<'_>, text: &str) -> bool {
    heard(ex, text, true).is_some()
}

/// The same, done. False for words that say no hours.
pub fn typed_hours(ex: &mut Exchange<'_>, text: &str) -> bool {
    heard(ex, text, true).map(|heard| answer(ex, heard)).is_some()
}

fn answer(ex: &mut Exchange<'_>, heard: Heard) {
    if lacks_consent(ex) {
        return;
    }
    match heard {
        Heard::Hours { from, to, rounded, meant } => {
            let now = ex.quiet_hours();
            let hours = (from.unwrap_or(now.0), to.unwrap_or(now.1));
            let is_none = hours.0 == hours.1;
            match meant {
                _ if is_none => say(ex, "quiet-impossible"),
                Meant::EveryDay => keep_typed(ex, hours, rounded),
                Meant::Once => pause_until(ex, hours.1),
                Meant::Unclear => ask(ex, hours),
            }
        }
        Heard::Off => keep_typed(ex, (0, 0), false),
        Heard::Named => offer(ex),
        Heard::NoClock | Heard::Nothing => say(ex, "quiet-impossible"),
        Heard::SomeDays => say(ex, "quiet-every-day"),
    }
}

/// "Pause from 9pm to 8am": every day, or this once?
fn ask(ex: &mut Exchange<'_>, hours: (u8, u8)) {
    let (from, to) = (ex.wall_hour(hours.0), ex.wall_hour(hours.1));
    let now = line(ex);
    let blanks = [("from", Blank::Text(&from)), ("to", Blank::Text(&to)), ("now", Blank::Text(&now))];
    let text = ex.phrase("quiet-or-pause", &blanks);
    let always = button(ex.phrase("button-quiet-daily", &blanks), &format!("quiet.{}.{}", hours.0, hours.1));
    let label = ex.phrase("button-pause-until-hour", &blanks);
    let once = Button { label, data: menu_data("pause", Some(&format!("h{}.all", hours.1))) };
    ex.say(text, Keyboard::Inline(vec![vec![always], vec![once]]));
}

/// A pause until that hour comes next.
pub fn pause_until(ex: &mut Exchange<'_>, hour: u8) {
    let at = i8::try_from(hour).ok().and_then(|hour| Time::new(hour, 0, 0, 0).ok());
    let at = at.and_then(|at| super::answer::next_at(ex, at));
    pause::start(ex, at, &[]);
}

/// The new hours told back with those before, and a way to take it back.
fn keep_typed(ex: &mut Exchange<'_>, hours: (u8, u8), rounded: bool) {
    let (before, record) = (ex.quiet_hours(), Record::QuietHours { before: ex.chat.profile.quiet_hours });
    let mut text = keep(ex, hours);
    if rounded {
        text = format!("{text}\n{}", ex.phrase("quiet-rounded", &[]));
    }
    if before == hours {
        ex.say(text, Keyboard::None);
    } else {
        let was = said(ex, before);
        text = format!("{text}\n{}", ex.phrase("quiet-before", &[("was", Blank::Text(&was))]));
        let number = ex.chat.note_written(ex.now, record);
        let undo = undo::button(ex, number);
        ex.say(text, undo);
    }
    if ex.chat.profile.zone.is_none() && ex.chat.conversation.is_none() {
        setup::ask_clock(ex);
    }
}

/// Kept; says what holds now, and what will not come because of it.
fn keep(ex: &mut Exchange<'_>, hours: (u8, u8)) -> String {
    ex.chat.profile.quiet_hours = Some(hours);
    ex.chat.awaits.take_if(|awaits| *awaits == Awaits::Quiet);
    let mut text = line(ex);
    if hours.0 != hours.1 {
        text = format!("{text} {}", ex.phrase("quiet-kept", &[]));
    }
    // These were chosen for their hour, and make no sound in quiet ones.
    let summaries = ex.chat.week.iter().map(|week| week.hour).chain(ex.chat.monthly.iter().map(|month| month.hour));
    if summaries.into_iter().any(|hour| ex.is_quiet_hour(hour)) {
        text = format!("{text} {}", ex.phrase("quiet-summary", &[]));
    }
    let own = ex.chat.reminders.clone().unwrap_or_default();
    let silent = own
        .plans
        .values()
        .flat_map(|plan| &plan.times)
        .filter(|time| ex.is_quiet_hour(travel::of_person(ex, **time).hour()));
    let silent: Vec<_> = silent.copied().collect();
    if !silent.is_empty() {
        let times = timetable::list(ex, &silent);
        text = format!("{text}\n{}", ex.phrase("quiet-drops", &[("times", Blank::Text(&times))]));
    }
    text
}

fn say(ex: &mut Exchange<'_>, phrase: &str) {
    let text = ex.phrase(phrase, &[]);
    ex.say(text, Keyboard::None);
}

/// Typed words that name no hours, where some are wanted.
pub fn unclear(ex: &mut Exchange<'_>) {
    say(ex, "quiet-unclear");
}
