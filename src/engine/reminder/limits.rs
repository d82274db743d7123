//! What a plan may be: times that can come, not too close, not too many, none in the quiet hours.
//!
//! Only judges. A refusal says what is possible.

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};

use super::kept::Draft;
use super::{due, timetable, title, travel};
use crate::engine::exchange::Exchange;
use crate::engine::letter::Keyboard;
use crate::library::words::Blank;

/// Minutes between two times of one kind.
pub const LEAST_MINUTES: u32 = 30;
pub const CLOSEST: SignedDuration = SignedDuration::from_mins(LEAST_MINUTES as i64);
/// The highest daily limit that can be chosen.
pub const MOST_A_DAY: u8 = 10;

/// Why a plan cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// A time lies in the quiet hours.
    Quiet(Time),
    TooClose,
    /// So many messages a day; more than the person's limit, or than any limit.
    TooMany(usize),
}

/// Judges a draft together with what is in force.
pub fn judge(ex: &Exchange<'_>, draft: &Draft) -> Result<(), Refused> {
    if let Some(time) = draft.times.iter().find(|time| ex.is_quiet_hour(travel::of_person(ex, **time).hour())) {
        return Err(Refused::Quiet(*time));
    }
    let gaps = draft.times.windows(2).map(|pair| pair[1].duration_since(pair[0]));
    // Over midnight the last is followed by the first.
    let ends = draft.times.first().zip(draft.times.last()).filter(|(first, last)| first != last);
    let over_midnight = ends.map(|(first, last)| SignedDuration::from_hours(24) - last.duration_since(*first));
    if gaps.chain(over_midnight).any(|gap| gap < CLOSEST) {
        return Err(Refused::TooClose);
    }
    let kept = ex.chat.reminders.clone().unwrap_or_default();
    let messages = timetable::messages_a_day(&timetable::table(ex, &kept, Some(draft)));
    if messages > usize::from(kept.cap()) {
        return Err(Refused::TooMany(messages));
    }
    Ok(())
}

/// That nothing of a kind comes at an instant, because it is paused until later.
pub fn paused_at(ex: &Exchange<'_>, kind: &str, at: Timestamp) -> Option<String> {
    let until = ex.chat.reminders.as_ref()?.silent_until(kind, at)?;
    let (title, until, at) = (title(ex, kind), ex.moment(until), ex.moment(at));
    let blanks = [("kind", Blank::Text(&title)), ("until", Blank::Text(&until)), ("time", Blank::Text(&at))];
    Some(ex.phrase("pause-covers", &blanks))
}

/// Times of today that the daily limit leaves no room for any more, soonest first.
pub fn crowded_out(ex: &Exchange<'_>) -> Vec<Time> {
    let Some(own) = &ex.chat.reminders else { return Vec::new() };
    let times = due::left_of_today(ex, own);
    let (today, together) = (due::today(ex), timetable::TOGETHER);
    let mut messages: Vec<Time> = Vec::new();
    for time in times {
        if messages.last().is_none_or(|first| time.duration_since(*first) > together) {
            messages.push(time);
        }
    }
    let taken = usize::from(own.sent_on(today)) + due::booked_on(ex, own, today);
    messages.split_off(usize::from(own.cap()).saturating_sub(taken).min(messages.len()))
}

/// What has just been asked for takes the room of what is planned: said once, with the way out.
pub fn say_crowded_out(ex: &mut Exchange<'_>, before: &[Time]) {
    let now = crowded_out(ex);
    let new: Vec<Time> = now.into_iter().filter(|time| !before.contains(time)).collect();
    if new.is_empty() {
        return;
    }
    let times = timetable::list(ex, &new);
    let cap = ex.chat.reminders.as_ref().map_or(super::kept::USUAL_CAP, super::kept::Reminders::cap);
    let line = ex.phrase("due-crowds-out", &[("cap", Blank::Number(f64::from(cap))), ("times", Blank::Text(&times))]);
    ex.say(line, Keyboard::None);
}

/// A refusal in words.
pub fn explain(ex: &Exchange<'_>, refused: &Refused) -> String {
    match refused {
        Refused::Quiet(time) => {
            let (from, to) = ex.quiet_hours();
            let (time, from, to) = (ex.wall(*time), ex.wall_hour(from), ex.wall_hour(to));
            let blanks = [("time", Blank::Text(&time)), ("from", Blank::Text(&from)), ("to", Blank::Text(&to))];
            ex.phrase("plan-quiet", &blanks)
        }
        #[allow(clippy::cast_precision_loss, reason = "half an hour")]
        Refused::TooClose => ex.phrase("plan-too-close", &[("minutes", Blank::Number(CLOSEST.as_mins() as f64))]),
        Refused::TooMany(messages) => {
            let cap = ex.chat.reminders.as_ref().map_or(super::kept::USUAL_CAP, super::kept::Reminders::cap);
            let most = f64::from(MOST_A_DAY);
            #[allow(clippy::cast_precision_loss, reason = "at most some dozens")]
            let blanks = [
                ("messages", Blank::Number(*messages as f64)),
                ("cap", Blank::Number(f64::from(cap))),
                ("most", Blank::Number(most)),
            ];
            ex.phrase("plan-too-many", &blanks)
        }
    }
}
