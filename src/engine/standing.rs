//! Questions that the bot asked of its own accord: each keeps its buttons until it is answered, is over, or another of
//! its kind has come, whatever else is said in between.
//!
//! Only the buttons. What an answer means is decided by who asked; reminders keep their own in
//! [`reminder`](super::reminder).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::chat::Chat;
use super::exchange::Exchange;
use super::letter::{Button, Tag, Target};
use super::press::menu_data;
use super::reminder;
use crate::ids::{ConversationId, SubjectId, Visit};

/// A question that waits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    pub topic: Topic,
    #[serde(default, skip_serializing_if = "SubjectId::is_writer")]
    pub subject: SubjectId,
    /// Its number among the messages with buttons that belong to no question.
    pub number: u32,
    /// Nobody wants to answer it from then on.
    pub until: Timestamp,
    /// What can be answered, also in the words of a button.
    pub buttons: Vec<Button>,
}

/// What is asked: of each topic and person one question stands at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// "How was the night?"
    Night,
    /// What a night has left open.
    Rest,
    /// "Still cramping?"
    Still,
    /// The colour of urine.
    Colour,
}

/// The message that was said last asks this, of the person whom the chat is about, and stands until an instant.
pub fn ask(ex: &mut Exchange<'_>, topic: Topic, until: Timestamp) {
    over(ex, topic);
    // What can be taken back below the same message is no answer.
    let is_answer = |button: &&Button| !button.data.starts_with(&menu_data("undo", Some("")));
    let (number, buttons) = (ex.chat.counters.menus, ex.chat.offered.iter().filter(is_answer).cloned().collect());
    ex.chat.standing.push(Standing { topic, subject: ex.chat.about, number, until, buttons });
}

/// It is answered, or moot.
pub fn over(ex: &mut Exchange<'_>, topic: Topic) {
    let subject = ex.chat.about;
    end(ex, |standing| standing.topic == topic && standing.subject == subject);
}

/// Takes the buttons from what has stood too long; the newest message loses them to the one that comes.
pub fn expire(ex: &mut Exchange<'_>) {
    let (now, newest) = (ex.now, ex.chat.counters.menus);
    ex.chat.standing.retain(|standing| standing.until > now || standing.number != newest);
    end(ex, |standing| standing.until <= now);
    reminder::expire(ex);
}

/// The message never left: nobody was asked.
pub fn lost(ex: &mut Exchange<'_>, tag: Tag) {
    ex.chat.standing.retain(|standing| standing.number != tag.visit.0);
}

/// Whether a message, by its number, keeps its buttons when a newer one comes.
pub fn keeps(chat: &Chat, number: u32) -> bool {
    chat.standing.iter().any(|standing| standing.number == number) || reminder::keeps(chat, number)
}

/// What can still be answered in the words of a button, newest question first.
pub fn buttons(ex: &Exchange<'_>) -> Vec<Button> {
    let own = ex.chat.standing.iter().rev().filter(|standing| standing.until > ex.now);
    own.flat_map(|standing| standing.buttons.clone()).collect()
}

fn end(ex: &mut Exchange<'_>, is_over: impl Fn(&Standing) -> bool) {
    let (over, rest): (Vec<Standing>, Vec<Standing>) =
        std::mem::take(&mut ex.chat.standing).into_iter().partition(is_over);
    ex.chat.standing = rest;
    for standing in over {
        if standing.number == ex.chat.counters.menus {
            ex.chat.offered.clear();
        }
        ex.edit(target(standing.number), None, Vec::new());
    }
}

/// A message by its number among those with buttons that belong to no question.
pub fn target(number: u32) -> Target {
    Target::Tag(Tag { conversation: ConversationId(0), visit: Visit(number) })
}
