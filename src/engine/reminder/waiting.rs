//! Which reminders wait for an answer, and for how long: their buttons, and the words that mean them.
//!
//! A reminder waits until it is answered, another of its kind has come, or half a day has passed; the questions whether
//! a kind is still wanted, and how its weeks went, wait until they are answered.

use jiff::{SignedDuration, Timestamp};

use super::kept::{Line, Reminders, Shown, State};
use super::{answer, kept};
use crate::engine::chat::Chat;
use crate::engine::exchange::Exchange;
use crate::engine::standing::target;

/// The buttons of a reminder stay for so long.
const BUTTONS_STAY: SignedDuration = SignedDuration::from_hours(12);
/// "Later", "in an hour" and "done" mean a reminder that is no older.
const WORDS_MEAN: SignedDuration = SignedDuration::from_hours(6);

pub fn is_question(line: &Line) -> bool {
    matches!(line.state, State::Asking | State::Reviewing)
}

/// Whether a message can still be answered by its buttons.
pub fn has_buttons(shown: &Shown) -> bool {
    !shown.lost && shown.lines.iter().any(|line| is_question(line) || line.state == State::Open && !shown.over)
}

/// Whether a message, by its number, keeps its buttons when a newer one comes.
pub fn keeps(chat: &Chat, number: u32) -> bool {
    let shown = chat.reminders.iter().flat_map(|kept| &kept.shown);
    shown.filter(|shown| shown.number == number).any(has_buttons)
}

/// The newest reminder that waits for an answer.
pub fn newest(kept: &Reminders) -> Option<&Shown> {
    kept.shown.last().filter(|shown| has_buttons(shown))
}

/// Whether what is done now can be the answer to a message.
pub fn is_fresh(ex: &Exchange<'_>, shown: &Shown) -> bool {
    ex.now.duration_since(shown.at) < BUTTONS_STAY
}

/// Takes the buttons from reminders that nobody answers any more.
pub fn expire(ex: &mut Exchange<'_>) {
    let (now, newest) = (ex.now, ex.chat.counters.menus);
    let is_past = |at: Timestamp| now.duration_since(at) >= BUTTONS_STAY;
    let Some(kept) = ex.chat.reminders.as_mut() else { return };
    let mut gone = Vec::new();
    for shown in kept.shown.iter_mut().filter(|shown| !shown.over && is_past(shown.at)) {
        let had = has_buttons(shown);
        shown.over = true;
        // The newest message of all loses them to the one that comes.
        if had && !has_buttons(shown) && shown.number != newest {
            gone.push(shown.number);
        }
    }
    for number in gone {
        ex.edit(target(number), None, Vec::new());
    }
}

/// After another of their kind has come: older messages keep the buttons of what still waits.
pub fn give_way(ex: &mut Exchange<'_>, before: &[Shown]) {
    let newest = ex.chat.counters.menus;
    for old in before.iter().filter(|old| has_buttons(old)) {
        let shown = kept(ex).shown.iter().find(|shown| shown.number == old.number).cloned();
        match shown {
            Some(shown) if shown == *old => {}
            Some(shown) if has_buttons(&shown) => answer::receipt(ex, shown.number, None, None),
            // It loses them to the one that comes.
            _ if old.number == newest => {}
            _ => ex.edit(target(old.number), None, Vec::new()),
        }
    }
}

/// Of the messages that may still be answered the newest stay, and every one that asks something.
pub fn forget_oldest(kept: &mut Reminders, most: usize) {
    let mut surplus = kept.shown.len().saturating_sub(most);
    kept.shown.retain(|shown| {
        let goes = surplus > 0 && (shown.lost || !shown.lines.iter().any(is_question));
        surplus -= usize::from(goes);
        !goes
    });
}

/// The newest message with a reminder that words can mean: no question, and of these hours.
pub fn live(ex: &Exchange<'_>) -> Option<Shown> {
    let is_live = |shown: &&Shown| {
        ex.now.duration_since(shown.at) <= WORDS_MEAN && shown.lines.iter().any(|line| line.state == State::Open)
    };
    ex.chat.reminders.as_ref()?.shown.iter().rev().find(is_live).cloned()
}

/// Whether typed words can still mean a button of a reminder, by what stands in its data: `later.water.17`.
pub fn is_meant(ex: &Exchange<'_>, argument: &str) -> bool {
    let number = argument.rsplit('.').next().and_then(|number| number.parse::<u32>().ok());
    let shown = ex.chat.reminders.iter().flat_map(|kept| &kept.shown).find(|shown| Some(shown.number) == number);
    shown.is_none_or(|shown| ex.now.duration_since(shown.at) <= WORDS_MEAN || shown.lines.iter().any(is_question))
}

/// The message never left, or nobody knows whether it arrived: nobody can have ignored it, or have been asked by it.
pub fn lost(ex: &mut Exchange<'_>, number: u32, most_ignored: u8) {
    let Some(kept) = ex.chat.reminders.as_mut() else { return };
    let Some(shown) = kept.shown.iter_mut().find(|shown| shown.number == number) else { return };
    shown.lost = true;
    for line in &shown.lines {
        let Some(plan) = kept.plans.get_mut(&line.kind) else { continue };
        match line.state {
            // The next one asks again.
            State::Asking => (plan.asked, plan.ignored) = (false, most_ignored),
            State::Reviewing => plan.reviewed = false,
            _ => {}
        }
    }
}
