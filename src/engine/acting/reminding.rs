//! Wishes about reminders in words: handed on, with one line where nothing else is said.

use jiff::civil::Time;

use super::{lacks_consent, told};
use crate::engine::exchange::Exchange;
use crate::engine::letter::Keyboard;
use crate::engine::reminder;
use crate::engine::understanding::meaning::{Impossible, Kinds, Meaning, Pause, Wish};

pub fn set(ex: &mut Exchange<'_>, wish: &Wish, text: &str) {
    if wish.other && ex.chat.has_consent() {
        return reminder::only_these(ex);
    }
    if !ex.chat.has_consent() || !reminder::set_until_done(ex, wish, text) {
        reminder::set(ex, wish);
    }
}

/// A wish with a value that cannot be: what is possible, and whatever answers that goes on with the wish.
pub fn impossible(ex: &mut Exchange<'_>, meant: &Meaning, what: Impossible) {
    let Meaning::ReminderSet(wish) = meant else { return };
    if lacks_consent(ex) {
        return;
    }
    match what {
        Impossible::Duration => {
            let line = ex.phrase("plan-once-range", &[]);
            ex.say(line, Keyboard::None);
        }
        Impossible::Every | Impossible::Clock => {
            told::impossible(ex, what);
            reminder::await_times(ex, wish);
        }
        _ => told::impossible(ex, what),
    }
}

pub fn stop(ex: &mut Exchange<'_>, kind: Option<Kinds>, times: &[Time]) {
    reminder::stop(ex, kind, times);
}

pub fn snooze(ex: &mut Exchange<'_>, minutes: Option<u32>, until: Option<Time>, text: &str) {
    reminder::snooze(ex, minutes, until, text);
}

pub fn pause(ex: &mut Exchange<'_>, pause: &Pause, text: &str) {
    reminder::pause(ex, pause, text);
}

/// The list of reminders.
pub fn show(ex: &mut Exchange<'_>) {
    reminder::list(ex);
}
