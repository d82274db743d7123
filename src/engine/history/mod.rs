//! The diary as its owner sees it: pages of five, a card for each entry with Edit, Delete and Undo, months as pictures,
//! and entries added afterwards.
//!
//! Unknown, none and not asked are printed differently. Nothing is ever changed in place: see `change`.

mod adding;
mod card;
mod change;
mod editing;
mod field;
mod hours;
mod list;
mod moment;
mod month;
mod naming;
mod shelf;
pub mod shown;
pub mod wanted;
mod weighing;

use super::exchange::Exchange;
use super::letter::{Button, Keyboard};
use super::press::menu_data;
use super::understanding::meaning::Meaning;
use crate::ids::{EpisodeId, SubjectId};
pub use adding::{add, add_at, said as add_said};
pub use change::delete;
pub(super) use editing::follow;
pub use list::{show, show_of, show_some};
pub use moment::date_in;
pub use shelf::began;
pub use shown::stays;
use wanted::{Typed, Wanted};

/// Buttons that lead through a diary.
const NAMES: [&str; 4] = ["diary", "entry", "month", "add"];

/// Whether a button is one of the diary's.
pub fn is_button(name: &str) -> bool {
    NAMES.contains(&name)
}

/// A press on a button of a diary: the writer's, or that of someone they care for.
pub fn pressed(ex: &mut Exchange<'_>, subject: SubjectId, name: &str, argument: Option<&str>) {
    ex.turned_to(subject, |ex| match (name, argument) {
        _ if !ex.chat.has_consent() => needs_consent(ex),
        ("diary", Some(place)) => list::page(ex, place),
        ("entry", Some(what)) => entry(ex, what),
        ("month", month) => month::show(ex, month),
        ("add", Some(what)) => adding::pressed(ex, what),
        ("add", None) => add(ex),
        _ => list::show_of(ex, subject),
    });
}

/// `12`, `12.edit`, `12.edit.side`, `12.set.side.left`, `12.fill.side.left`, `12.skip.side`, `12.delete`.
fn entry(ex: &mut Exchange<'_>, what: &str) {
    let mut parts = what.splitn(4, '.');
    let episode = parts.next().and_then(|number| number.parse().ok()).map(EpisodeId);
    let (verb, field) = (parts.next(), parts.next());
    let Some(bout) = episode.and_then(|episode| shelf::find(ex, episode)) else {
        return say(ex, "entry-gone");
    };
    match (verb, field.and_then(field::Field::named), parts.next()) {
        (Some("edit"), None, _) => editing::which(ex, &bout),
        (Some("edit"), Some(field), _) => editing::ask(ex, &bout, field, false),
        (Some("set"), Some(field), Some(value)) => editing::pressed(ex, &bout, field, value, false),
        (Some("fill"), Some(field), Some(value)) => editing::pressed(ex, &bout, field, value, true),
        (Some("skip"), Some(field), _) => editing::next(ex, &bout, field),
        (Some("delete"), ..) => editing::delete(ex, &bout),
        _ => card::show(ex, &bout),
    }
}

/// Words that the diary has asked for. False when they are about something else: then nothing is wanted any more.
pub fn typed(ex: &mut Exchange<'_>, wanted: Wanted, meaning: &Meaning, text: &str) -> bool {
    // A note takes any words but those of somebody who needs help.
    let is_note = matches!(wanted.what, Typed::Field { field: field::Field::Note, .. });
    let is_help = is_note && matches!(meaning, Meaning::CrampNow(_) | Meaning::CrampOver { .. });
    if is_help || wanted.is_stale(ex.now) {
        ex.chat.awaits = None;
        return false;
    }
    let means_something = *meaning != Meaning::Nothing;
    let is_done = ex.turned_to(wanted.subject, |ex| match wanted.what {
        Typed::Field { episode, field, fills } => editing::typed(ex, episode, (field, fills), text),
        Typed::Day | Typed::Hour { .. } => adding::typed(ex, wanted.what, text),
    });
    if is_done {
        return true;
    }
    if means_something {
        ex.chat.awaits = None;
        return false;
    }
    say(ex, wanted.what.unclear());
    true
}

fn needs_consent(ex: &mut Exchange<'_>) {
    let text = ex.phrase("diary-needs-consent", &[]);
    ex.say(text, Keyboard::None);
}

fn say(ex: &mut Exchange<'_>, phrase: &str) {
    let text = ex.phrase(phrase, &[]);
    ex.say(text, Keyboard::None);
}

/// What a button of the diary at hand carries.
fn data(ex: &Exchange<'_>, name: &str, argument: &str) -> String {
    let argument = Some(argument).filter(|argument| !argument.is_empty());
    if ex.chat.about.is_writer() {
        return menu_data(name, argument);
    }
    let rest = argument.map_or(name.to_owned(), |argument| format!("{name}.{argument}"));
    menu_data("other", Some(&rest))
}

fn button(ex: &Exchange<'_>, phrase: &str, name: &str, argument: &str) -> Button {
    Button { label: ex.phrase(phrase, &[]), data: data(ex, name, argument) }
}
