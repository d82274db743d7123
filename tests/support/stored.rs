//! A world on disk: a real store, closed and opened again before every event.

use charley::engine::chat::Chat;
use charley::engine::diary::{Diary, Entry};
use charley::engine::event::Event;
use charley::engine::letter::Outgoing;
use charley::engine::turn::turn;
use charley::engine::{Fate, ring};
use charley::ids::{ChatId, SubjectId};
use charley::library::Library;
use charley::shell::batch::{Batch, Change, Row};
use charley::shell::seal::{Keyring, Secret};
use charley::shell::store::{Store, Stored as Found, Sync};
use jiff::Timestamp;

use super::world::World;

const CHAT: ChatId = ChatId(1);
/// Small: a store that is opened a thousand times.
const CACHE_BYTES: u64 = 1 << 20;

pub struct Stored {
    folder: tempfile::TempDir,
}

/// The person's diary in an open store.
struct OnDisk<'a>(&'a Store);

impl Diary for OnDisk<'_> {
    fn newest(&self, subject: SubjectId, most: usize) -> Vec<Entry> {
        self.0.newest(CHAT, subject, most).unwrap()
    }

    fn since(&self, subject: SubjectId, at: Timestamp) -> Vec<Entry> {
        self.0.since(CHAT, subject, at, 1000).unwrap()
    }

    fn count(&self) -> usize {
        self.0.count(CHAT).unwrap()
    }
}

impl Stored {
    pub fn new() -> Self {
        Stored { folder: tempfile::tempdir().unwrap() }
    }

    fn open(&self) -> Store {
        let keyring = Keyring::new(&Secret([7; 32]), &[]);
        Store::open(self.folder.path(), keyring, CACHE_BYTES, Timestamp::UNIX_EPOCH).unwrap()
    }

    fn commit(&self, store: &mut Store, change: Change) {
        let batch = Batch { rows: vec![Row { chat: CHAT, change }], ..Batch::default() };
        store.commit(batch, Sync::Later).unwrap();
    }
}

fn found(store: &Store) -> Option<Chat> {
    match store.chat(CHAT).unwrap() {
        Found::Chat(chat) => Some(*chat),
        Found::Nobody | Found::Unreadable => None,
    }
}

impl World for Stored {
    fn meet(&mut self, event: &Event, library: &Library, now: Timestamp) -> Vec<Outgoing> {
        let mut store = self.open();
        let before = found(&store).unwrap_or_else(|| Chat::new(CHAT));
        let turn = turn(event, &before, &OnDisk(&store), library, now);
        let ring_before = ring::next(&before);
        match turn.chat {
            Fate::Keep(chat) => {
                let ring = ring::next(&chat);
                self.commit(&mut store, Change::Keep { chat, entries: turn.entries, ring_before, ring });
            }
            Fate::Untouched => {}
            Fate::Forget => self.commit(&mut store, Change::Forget { ring_before }),
        }
        turn.outbox
    }

    fn chat(&self) -> Chat {
        found(&self.open()).unwrap_or_else(|| Chat::new(CHAT))
    }

    fn knows_somebody(&self) -> bool {
        let store = self.open();
        found(&store).is_some() || store.count(CHAT).unwrap() > 0 || store.people().unwrap() > 0
    }

    fn entries(&self) -> Vec<Entry> {
        let store = self.open();
        let of = |subject| store.newest(CHAT, subject, 1000).unwrap();
        let mut entries = [of(SubjectId::WRITER), of(SubjectId::OTHER)].concat();
        entries.sort_by_key(|entry| entry.number);
        entries
    }

    fn replace(&mut self, chat: Chat) {
        let mut store = self.open();
        let ring_before = found(&store).and_then(|chat| ring::next(&chat));
        let ring = ring::next(&chat);
        self.commit(&mut store, Change::Keep { chat: Box::new(chat), entries: Vec::new(), ring_before, ring });
    }
}
