//! One event, one turn: chooses who answers.

use jiff::Timestamp;

use super::chat::Chat;
use super::diary::Diary;
use super::event::Event;
use super::{Fate, Turn};
use crate::library::Library;

/// Decides what follows from an event. `now` is the desk's reading of the clock.
pub fn turn(_event: &Event, chat: &Chat, _diary: &dyn Diary, _library: &Library, _now: Timestamp) -> Turn {
    Turn { chat: Fate::Keep(Box::new(chat.clone())), entries: Vec::new(), outbox: Vec::new() }
}
