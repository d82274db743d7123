//! Wishes about reminders in words: handed on, with one line where nothing else is said.

use jiff::civil::Time;

use crate::engine::exchange::Exchange;
use crate::engine::reminder;
use crate::engine::understanding::meaning::{Kinds, Pause, Wish};

pub fn set(ex: &mut Exchange<'_>, wish: &Wish, text: &str) {
    if wish.fewer {
        return reminder::wish_fewer(ex, wish.kind);
    }
    if wish.other && ex.chat.has_consent() {
        return reminder::only_these(ex);
    }
    if !ex.chat.has_consent() || !reminder::set_until_done(ex, wish, text) {
        reminder::set(ex, wish, text);
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
