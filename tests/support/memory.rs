//! A world in memory: nothing but the engine.

use charley::engine::Fate;
use charley::engine::chat::Chat;
use charley::engine::diary::{Entry, add};
use charley::engine::event::Event;
use charley::engine::letter::Outgoing;
use charley::engine::turn::turn;
use charley::ids::ChatId;
use charley::library::Library;
use charley::tools::person::Memory as Diary;
use jiff::Timestamp;

use super::world::World;

#[derive(Clone)]
pub struct Memory {
    pub chat: Option<Chat>,
    pub diary: Diary,
}

impl Memory {
    pub fn new() -> Self {
        Memory { chat: None, diary: Diary::default() }
    }
}

impl World for Memory {
    fn meet(&mut self, event: &Event, library: &Library, now: Timestamp) -> Vec<Outgoing> {
        let turn = turn(event, &self.chat(), &self.diary, library, now);
        match turn.chat {
            Fate::Keep(chat) => {
                self.chat = Some(*chat);
                add(&mut self.diary.entries, turn.entries);
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
        self.chat.is_some() || !self.diary.entries.is_empty()
    }

    fn entries(&self) -> Vec<Entry> {
        self.diary.entries.clone()
    }

    fn replace(&mut self, chat: Chat) {
        self.chat = Some(chat);
    }
}
