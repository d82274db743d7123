//! The message that shows an entry: what is asked about it by tapping and the changed card stand in that message, in
//! the place of the card.
//!
//! Who types reads below what they typed: they get a message of its own, and the card above changes all the same.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::shelf::Found;
use super::{button, card};
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::ids::{EpisodeId, MessageId, SubjectId};

/// An older message is not edited: whoever goes on with it after two days does not look for news up there.
const HOLDS: SignedDuration = SignedDuration::from_hours(48);

/// The card that was shown last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    #[serde(default, skip_serializing_if = "SubjectId::is_writer")]
    pub subject: SubjectId,
    pub episode: EpisodeId,
    /// Its number among the messages with buttons that belong to no question.
    pub menu: u32,
    /// Telegram's number for it, once a button under it was pressed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    pub at: Timestamp,
}

/// What stands below a text.
pub(super) struct Rows {
    pub rows: Vec<Vec<Button>>,
    /// Typed numbers are amounts and not numbers of lines.
    pub amounts: bool,
}

/// Whether a press on a button about this entry changes its message: then its buttons stay until they change.
pub fn stays(ex: &mut Exchange<'_>, name: &str, argument: Option<&str>, message: MessageId) -> bool {
    let argument = argument.unwrap_or_default();
    let (subject, rest) = match (name, argument.strip_prefix("entry.")) {
        ("entry", _) => (SubjectId::WRITER, argument),
        ("other", Some(rest)) => (SubjectId::OTHER, rest),
        _ => return false,
    };
    let (episode, verb) = rest.split_once('.').unwrap_or((rest, ""));
    let Ok(episode) = episode.parse().map(EpisodeId) else { return false };
    if verb == "delete" || !is_newest(ex, subject, episode) {
        return false;
    }
    if let Some(shown) = ex.chat.card.as_mut() {
        shown.message = Some(message);
    }
    true
}

/// A question about the entry, or its card: in its message for who taps, in a new one for who types.
pub(super) fn say(ex: &mut Exchange<'_>, episode: EpisodeId, text: String, rows: Rows) {
    let is_pressed = ex.message.is_none();
    if is_pressed && is_newest(ex, ex.chat.about, episode) {
        renew(ex, text, rows);
    } else if rows.amounts {
        ex.ask_amount(text, rows.rows);
    } else {
        ex.say(text, Keyboard::Inline(rows.rows));
    }
}

/// The message that was just said shows this entry from here on.
pub(super) fn is_here(ex: &mut Exchange<'_>, episode: EpisodeId) {
    let (subject, menu) = (ex.chat.about, ex.chat.counters.menus);
    let is_it = |shown: &Shown| (shown.subject, shown.episode, shown.menu) == (subject, episode, menu);
    if !ex.chat.card.as_ref().is_some_and(is_it) {
        ex.chat.card = Some(Shown { subject, episode, menu, message: None, at: ex.now });
    }
}

/// The card after a change, with a line about it: in the card's own message where that is known and not old.
pub(super) fn changed(ex: &mut Exchange<'_>, found: &Found, line: &str) {
    let (is_pressed, episode) = (ex.message.is_none(), found.episode);
    let rows = || Rows { rows: card::buttons(ex, found), amounts: false };
    match (is_newest(ex, ex.chat.about, episode), is_known(ex, ex.chat.about, episode)) {
        (true, _) if is_pressed => {
            let (text, rows) = (card::under(ex, found, line), rows());
            renew(ex, text, rows);
        }
        (true, _) => {
            let (text, rows) = (card::text(ex, &found.bout), rows());
            renew(ex, text, rows);
            ex.say(line.to_owned(), Keyboard::None);
        }
        (false, true) => {
            let text = card::text(ex, &found.bout);
            renew(ex, text, Rows { rows: Vec::new(), amounts: false });
            let mut row = vec![button(ex, "button-back", "entry", &episode.0.to_string())];
            row.extend(card::undo(ex, found));
            ex.say(line.to_owned(), Keyboard::Inline(vec![row]));
        }
        (false, false) => card::show_under(ex, found, line),
    }
}

/// After an undo the card says what it said before.
pub(super) fn refresh(ex: &mut Exchange<'_>, found: &Found) {
    if is_known(ex, ex.chat.about, found.episode) {
        let rows = if is_newest(ex, ex.chat.about, found.episode) { card::buttons(ex, found) } else { Vec::new() };
        let text = card::text(ex, &found.bout);
        renew(ex, text, Rows { rows, amounts: false });
    }
}

fn renew(ex: &mut Exchange<'_>, text: String, rows: Rows) {
    if let Some(Shown { menu, message, .. }) = ex.chat.card {
        if rows.amounts {
            ex.renew_amount(menu, message, text, rows.rows);
        } else {
            ex.renew(menu, message, text, rows.rows);
        }
    }
}

fn is_known(ex: &Exchange<'_>, subject: SubjectId, episode: EpisodeId) -> bool {
    let is_it = |shown: &&Shown| (shown.subject, shown.episode) == (subject, episode);
    ex.chat.card.as_ref().filter(is_it).is_some_and(|shown| ex.now.duration_since(shown.at) < HOLDS)
}

fn is_newest(ex: &Exchange<'_>, subject: SubjectId, episode: EpisodeId) -> bool {
    let newest = ex.chat.counters.menus;
    is_known(ex, subject, episode) && ex.chat.card.as_ref().is_some_and(|shown| shown.menu == newest)
}
