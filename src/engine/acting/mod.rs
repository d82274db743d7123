//! Does what a typed message means: one meaning, one answer, with Undo where something was written.
//!
//! Never reads words itself: `understanding` does. Never words an answer: the words files do.

pub mod alarm;
pub mod asking;
pub mod cramp;
pub mod crisis;
pub mod day;
pub mod edited;
pub mod logs;
pub mod person;
pub mod reminding;
pub mod settings;
pub mod symptoms;
pub mod told;
pub mod undo;
pub mod when;
pub mod words;

use super::exchange::Exchange;
use super::letter::{Button, Keyboard};
use super::press::menu_data;
use super::understanding::meaning::{Impossible, Meaning, Steer};
use super::{conversation, menu, reminder, setup, summary};
use crate::ids::SubjectId;

/// Does what was meant. False for words that nobody understands.
pub fn act(ex: &mut Exchange<'_>, meaning: &Meaning, text: &str) -> bool {
    match meaning {
        Meaning::Emergency(alarm) => alarm::raise(ex, alarm),
        Meaning::CrampNow(cramp) => cramp::now(ex, cramp, text),
        Meaning::CrampPast { cramp, when } => cramp::past(ex, cramp, *when, text),
        Meaning::CrampOver { minutes } => cramp::over(ex, *minutes),
        Meaning::SymptomCheck(findings) => symptoms::check(ex, findings),
        Meaning::Erase => setup::ask_delete(ex),
        // A plan that waits for a yes is what was done last.
        Meaning::UndoLast { what: None } | Meaning::Navigate(Some(Steer::Cancel)) | Meaning::No
            if reminder::drops_draft(ex) => {}
        Meaning::ReminderNext { kind } => reminder::next_one(ex, *kind),
        Meaning::UndoLast { what } => undo::last(ex, *what),
        Meaning::Pause(pause) => reminding::pause(ex, pause, text),
        Meaning::ReminderStop { kind, times } => reminding::stop(ex, *kind, times),
        Meaning::Snooze { minutes, until } => reminding::snooze(ex, *minutes, *until, text),
        Meaning::ReminderSet(wish) => reminding::set(ex, wish, text),
        Meaning::LogWater(drink) => logs::water(ex, drink, text),
        Meaning::LogActivity { kind, minutes, when } => logs::activity(ex, *kind, *minutes, *when),
        Meaning::ProfileUpdate { findings, removed } => person::update(ex, findings, removed, text),
        Meaning::SettingsSet { zone, language, units } => {
            settings::set(ex, zone.as_deref(), language.as_deref(), *units)
        }
        Meaning::Summary { period, metric } => summary::asking::meant(ex, *period, *metric, text),
        Meaning::Export { .. }
        | Meaning::DiaryShow { .. }
        | Meaning::Food { .. }
        | Meaning::Learn { .. }
        | Meaning::Help
        | Meaning::Navigate(_)
        | Meaning::Yes
        | Meaning::No
        | Meaning::Smalltalk(_) => asking::answer(ex, meaning),
        Meaning::Impossible { meant, what } if matches!(**meant, Meaning::ReminderSet(_)) => {
            reminding::impossible(ex, meant, *what);
        }
        Meaning::Impossible { meant, what: Impossible::Duration } if matches!(**meant, Meaning::Pause(_)) => {
            reminder::pause_out_of_range(ex);
        }
        Meaning::Impossible { meant, what: Impossible::Duration } if matches!(**meant, Meaning::Snooze { .. }) => {
            reminder::delay_out_of_range(ex);
        }
        Meaning::Impossible { what, .. } => told::impossible(ex, *what),
        Meaning::Nothing => return false,
    }
    true
}

/// The same while a question is open: an answer to it goes first, and anything else comes back to it. False for words
/// that neither answer it nor mean anything else.
pub fn inside(ex: &mut Exchange<'_>, meaning: &Meaning, text: &str) -> bool {
    if words::answer(ex, meaning, text) {
        return true;
    }
    match meaning {
        Meaning::Nothing | Meaning::Navigate(None) | Meaning::Yes | Meaning::No => return false,
        // "A couple of minutes" is about a reminder only while one waits.
        Meaning::Snooze { .. } if !reminder::waits(ex) => return false,
        // These decide themselves what comes next.
        Meaning::CrampNow(_)
        | Meaning::Emergency(_)
        | Meaning::SettingsSet { zone: Some(_), .. }
        | Meaning::SymptomCheck(_) => return act(ex, meaning, text),
        Meaning::CrampOver { minutes } => cramp::over_inside(ex, *minutes),
        Meaning::ProfileUpdate { findings, removed } => {
            ex.turned_to(SubjectId::WRITER, |ex| person::update(ex, findings, removed, text));
            conversation::resume(ex);
        }
        _ => {
            // The small things of a day are the writer's, whoever is being talked about.
            ex.turned_to(SubjectId::WRITER, |ex| act(ex, meaning, text));
            conversation::ask_again(ex);
        }
    }
    true
}

/// What needs the diary, said to somebody who has none. True when there is none.
pub fn lacks_consent(ex: &mut Exchange<'_>) -> bool {
    if ex.chat.has_consent() {
        return false;
    }
    let text = ex.phrase("nothing-kept-yet", &[]);
    let label = ex.phrase("button-setup", &[]);
    ex.say(text, Keyboard::Inline(vec![vec![Button { label, data: menu_data("setup", None) }]]));
    true
}

/// Words outside a question that mean nothing by themselves.
fn what_is_meant(ex: &mut Exchange<'_>, phrase: &str) {
    if menu::asks(ex) {
        return menu::not_understood(ex);
    }
    let text = ex.phrase(phrase, &[]);
    let keyboard = menu::three_buttons(ex);
    ex.say(text, keyboard);
}
