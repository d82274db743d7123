//! What any store must do, run through the one there is.

use std::path::Path;

use charley::engine::chat::Chat;
use charley::ids::ChatId;
use charley::shell::batch::{Batch, Change, Row};
use charley::shell::seal::{Keyring, Secret};
use charley::shell::store::{Store, Stored, Sync};

fn open(folder: &Path) -> Store {
    Store::open(folder, Keyring::new(&Secret([7; 32]), &[]), 1 << 24, "2026-11-22T03:12:00Z".parse().unwrap()).unwrap()
}

#[test]
fn a_chat_comes_back_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let chat = Chat::new(ChatId(5));
    {
        let mut store = open(folder.path());
        let change = Change::Keep { chat: Box::new(chat.clone()), entries: vec![], ring_before: None, ring: None };
        let batch = Batch { rows: vec![Row { chat: chat.id, change }], offset: Some(9), ..Batch::default() };
        store.commit(batch, Sync::Now).unwrap();
    }
    let store = open(folder.path());
    assert_eq!(store.chat(chat.id).unwrap(), Stored::Chat(Box::new(chat)));
    assert_eq!(store.offset(), Some(9));
}
