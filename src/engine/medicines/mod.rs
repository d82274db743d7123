//! Medicines and supplements: what is taken, in the words it was typed in, from when to when.
//!
//! The one place that knows the list: its page, the page for the doctor, the exports and "a new medicine" read it here.
//! Where the words name something that bears on cramps, the finding `medications` follows the list. Nothing is ever
//! advised about a medicine.

mod asking;
mod change;
pub mod kept;
mod line;
mod page;
mod told;
pub mod wanted;
mod when;

use jiff::civil::Date;

use super::exchange::Exchange;
use super::letter::{Button, Keyboard};
use super::understanding::meaning::{Meaning, Steer};
use crate::ids::SubjectId;
use change::find;
pub use change::{keep_told, take_back, tell_what_is_taken};
use kept::Medicine;
pub use page::{Style, in_words};
pub use told::{Told, told};
use wanted::Wanted;

/// Most that the list holds, stopped ones among them.
pub const MOST: usize = 24;
/// Longest name with its dose, in characters.
const LONGEST: usize = 80;
/// The finding that follows the list.
pub const FINDING: &str = "medications";

/// `/medicines`.
pub fn show(ex: &mut Exchange<'_>) {
    pressed(ex, "");
}

/// `` (the list), `add`, `3`, `3.stop`, `3.end.o2026-11-22`, `3.since`, `3.began.a2026-11-15`, `3.words`, `3.again`,
/// `3.remove`.
pub fn pressed(ex: &mut Exchange<'_>, what: &str) {
    ex.turned_to(SubjectId::WRITER, |ex| {
        if !ex.chat.has_consent() {
            return say(ex, "diary-needs-consent");
        }
        let mut parts = what.splitn(3, '.');
        let (first, verb, day) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
        let Some(medicine) = first.parse().ok().and_then(|number| find(ex, number)) else {
            return match first {
                "" => page::list(ex),
                "add" => asking::words(ex, None),
                _ => say(ex, "medicine-gone"),
            };
        };
        match (verb, day.and_then(page::day_of)) {
            (Some("stop"), _) => asking::end(ex, &medicine),
            (Some("since"), _) => asking::start(ex, &medicine, None),
            (Some("words"), _) => asking::words(ex, Some(&medicine)),
            (Some("end"), Some(day)) => asking::ended(ex, medicine, Ok(day)),
            (Some("began"), Some(day)) => asking::began(ex, medicine, Ok(day)),
            (Some("again"), _) => asking::again(ex, &medicine),
            (Some("remove"), _) => asking::remove(ex, &medicine),
            _ => page::card(ex, &medicine, None),
        }
    });
}

/// The button to the list, where there is one.
pub fn way_there(ex: &Exchange<'_>) -> Option<Button> {
    let is_there = ex.chat.about.is_writer() && !ex.chat.medicines.is_empty();
    is_there.then(|| page::button(ex, "button-medicines", ""))
}

/// Words that the list has asked for. False when they are about something else: then nothing is wanted any more.
pub fn typed(ex: &mut Exchange<'_>, wanted: Wanted, meaning: &Meaning, text: &str) -> bool {
    let is_help = matches!(
        meaning,
        Meaning::CrampNow(_) | Meaning::CrampOver { .. } | Meaning::Navigate(Some(Steer::Cancel | Steer::Back))
    );
    if is_help || wanted.is_stale(ex.now) {
        ex.chat.awaits = None;
        return false;
    }
    ex.turned_to(SubjectId::WRITER, |ex| asking::typed(ex, wanted.what, meaning, text))
}

/// Whether all that the list has of a kind was begun before that: then a longer list of answers shows nothing new.
pub fn is_old(listed: &[Medicine], kind: &str, today: Date) -> bool {
    let mut of_kind = listed.iter().filter(|medicine| medicine.kinds.contains(kind)).peekable();
    of_kind.peek().is_some() && of_kind.all(|medicine| medicine.is_old(today))
}

fn today(ex: &Exchange<'_>) -> Date {
    ex.local(ex.now).date()
}

fn say(ex: &mut Exchange<'_>, phrase: &str) {
    let text = ex.phrase(phrase, &[]);
    ex.say(text, Keyboard::None);
}
