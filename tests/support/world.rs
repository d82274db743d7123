//! Where a transcript is played: something that meets events, remembers, and answers.

use charley::engine::chat::Chat;
use charley::engine::diary::Entry;
use charley::engine::event::Event;
use charley::engine::letter::Outgoing;
use charley::library::Library;
use jiff::Timestamp;

pub trait World {
    /// One event, its outcome remembered; gives what is said.
    fn meet(&mut self, event: &Event, library: &Library, now: Timestamp) -> Vec<Outgoing>;
    /// What is remembered of the person.
    fn chat(&self) -> Chat;
    /// Whether anything at all is kept about the person.
    fn knows_somebody(&self) -> bool;
    /// The whole diary, in the order of writing.
    fn entries(&self) -> Vec<Entry>;
    /// Puts another state in the place of the chat's, as a desk does that finds it unreadable.
    fn replace(&mut self, chat: Chat);
}
