//! Being forgotten: asked once with what there is, done at once.

use super::conversation;
use super::exchange::Exchange;
use super::letter::{Button, Keyboard};
use super::press::menu_data;
use crate::library::words::Blank;

pub fn ask_delete(ex: &mut Exchange<'_>) {
    let entries = count(ex);
    let text = ex.phrase("ask-delete", &[("entries", Blank::Number(entries))]);
    let button = |phrase, answer| Button { label: ex.phrase(phrase, &[]), data: menu_data("delete", Some(answer)) };
    let rows = vec![vec![button("button-delete-yes", "yes")], vec![button("button-delete-no", "no")]];
    ex.say(text, Keyboard::Inline(rows));
}

/// At once, with a receipt; nothing of this person is left behind it.
pub fn delete(ex: &mut Exchange<'_>, yes: bool) {
    if !yes {
        let text = ex.phrase("not-deleted", &[]);
        ex.say(text, Keyboard::None);
        return conversation::ask_again(ex);
    }
    let entries = count(ex);
    let time = ex.clock(ex.now);
    let text = ex.phrase("deleted", &[("entries", Blank::Number(entries)), ("time", Blank::Text(&time))]);
    conversation::leave(ex);
    ex.chat.reminders = None;
    ex.clear_menu();
    ex.entries.clear();
    ex.say(text, Keyboard::None);
    ex.forget = true;
}

#[allow(clippy::cast_precision_loss, reason = "a count of diary entries")]
fn count(ex: &Exchange<'_>) -> f64 {
    ex.diary.count() as f64
}
