//! A world in memory: nothing but the engine.

use charley::engine::Fate;
use charley::engine::chat::Chat;
use charley::engine::diary::{Diary, Entry};
use charley::engine::event::Event;
use charley::engine::letter::Outgoing;
use charley::engine::turn::turn;
use charley::ids::{ChatId, SubjectId};
use charley::library::Library;
use jiff::Timestamp;

use super::world::World;

#[derive(Clone)]
pub struct Memory {
    pub chat: Option<Chat>,
    pub entries: Vec<Entry>,
}

impl Memory {
    pub fn new() -> Self {
        Memory { chat: None, entries: Vec::new() }
    }
}

impl Diary for Memory {
    fn newest(&self, subject: SubjectId, most: usize) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self.entries.iter().filter(|entry| entry.subject == subject).cloned().collect();
        entries.sort_by_key(|entry| std::cmp::Reverse((entry.at, entry.number)));
        entries.truncate(most);
        entries
    }

    fn since(&self, subject: SubjectId, at: Timestamp) -> Vec<Entry> {
        let mut entries = self.newest(subject, 1000);
        entries.retain(|entry| entry.at >= at);
        entries.reverse();
        entries
    }

    fn count(&self) -> usize {
        self.entries.len()
    }
}

impl World for Memory {
    fn meet(&mut self, event: &Event, library: &Library, now: Timestamp) -> Vec<Outgoing> {
        let turn = turn(event, &self.chat(), self, library, now);
        match turn.chat {
            Fate::Keep(chat) => {
                self.chat = Some(*chat);
                self.entries.extend(turn.entries);
            }
            Fate::Untouched => {}
            Fate::Forget => *self = Memory::new(),
        }
        turn.outbox
    }

    fn chat(&self) -> Chat {
        self.chat.clone().unwrap_or_else(|| Chat::new(ChatId(1)))
    }

    fn knows_somebody(&self) -> bool {
        self.chat.is_some() || !self.entries.is_empty()
    }

    fn entries(&self) -> Vec<Entry> {
        self.entries.clone()
    }

    fn replace(&mut self, chat: Chat) {
        self.chat = Some(chat);
    }
}
