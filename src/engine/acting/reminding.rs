//! Wishes about reminders in words.

use jiff::civil::Time;

use crate::engine::exchange::Exchange;
use crate::engine::letter::Keyboard;
use crate::engine::understanding::meaning::{Kinds, Pause, Wish};

pub fn set(ex: &mut Exchange<'_>, _wish: &Wish) {
    say(ex);
}

pub fn stop(ex: &mut Exchange<'_>, _kind: Option<Kinds>, _times: &[Time]) {
    say(ex);
}

pub fn snooze(ex: &mut Exchange<'_>, _minutes: Option<u32>, _until: Option<Time>) {
    say(ex);
}

pub fn pause(ex: &mut Exchange<'_>, _pause: &Pause) {
    say(ex);
}

fn say(ex: &mut Exchange<'_>) {
    let text = ex.phrase("no-reminders", &[]);
    ex.say(text, Keyboard::None);
}

/// The list of reminders.
pub fn show(ex: &mut Exchange<'_>) {
    say(ex);
}
