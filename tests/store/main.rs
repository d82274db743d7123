//! What a store must do: `conformance` for any store, the rest for this one and its folder.

#![allow(clippy::unwrap_used, reason = "a test may end with a panic")]

mod backup;
mod conformance;
mod durable;
mod folder;
mod samples;

use std::collections::BTreeSet;
use std::path::Path;

use charley::engine::chat::Chat;
use charley::engine::diary::{Day, Drunk, Entry, What};
use charley::engine::letter::{Class, Keyboard, Message, Outgoing};
use charley::ids::{ChatId, SubjectId};
use charley::shell::batch::{Batch, Change, Letter, LetterId, Row};
use charley::shell::seal::{Keyring, Secret};
use charley::shell::store::{OpenRow, Store, StoreError};
use jiff::Timestamp;

const CACHE: u64 = 1 << 24;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2026-11-22T03:12:00Z")
}

fn ring(byte: u8) -> Keyring {
    Keyring::new(&Secret([byte; 32]), &[])
}

fn try_open(folder: &Path, keyring: Keyring) -> Result<Store, StoreError> {
    Store::open(folder, keyring, CACHE, now())
}

fn open(folder: &Path) -> Store {
    try_open(folder, ring(7)).unwrap()
}

fn person(number: i64) -> Chat {
    let mut chat = Chat::new(ChatId(number));
    chat.profile.country = Some(format!("Country{number}"));
    chat
}

fn keep(chat: &Chat, entries: Vec<Entry>) -> Row {
    keep_ringing(chat, entries, None, None)
}

fn keep_ringing(chat: &Chat, entries: Vec<Entry>, ring_before: Option<Timestamp>, ring: Option<Timestamp>) -> Row {
    Row { chat: chat.id, change: Change::Keep { chat: Box::new(chat.clone()), entries, ring_before, ring } }
}

fn rows(rows: Vec<Row>) -> Batch {
    Batch { rows, ..Batch::default() }
}

fn note(number: u32, when: &str, text: &str) -> Entry {
    Entry {
        v: 1,
        subject: SubjectId(0),
        number,
        at: at(when),
        zone: "Europe/Berlin".to_owned(),
        offset_seconds: 3600,
        message: None,
        what: What::Note { episode: None, text: text.to_owned() },
    }
}

/// A day on which this was drunk.
fn day(number: u32, when: &str, millilitres: &[u32]) -> Entry {
    let drunk = millilitres.iter().map(|millilitres| Drunk {
        at: at(when),
        millilitres: *millilitres,
        drink: None,
        message: None,
        undone: false,
    });
    let what = What::Day(Day { date: jiff::civil::date(2026, 11, 21), drunk: drunk.collect(), done: Vec::new() });
    Entry { what, ..note(number, when, "") }
}

/// Letters numbered as the next batch of a store.
fn letters(store: &Store, texts: &[(i64, &str)]) -> Vec<Letter> {
    let batch = store.next_batch();
    let letter = |(index, (chat, text)): (usize, &(i64, &str))| Letter {
        id: LetterId { batch, index: index as u32 },
        chat: ChatId(*chat),
        body: Outgoing::Message(Message {
            class: Class::Answer,
            text: (*text).to_owned(),
            keyboard: Keyboard::None,
            silent: false,
            tag: None,
            attachment: None,
            until: None,
        }),
        written: now(),
        marked: false,
    };
    texts.iter().enumerate().map(letter).collect()
}

fn text(letter: &Letter) -> &str {
    match &letter.body {
        Outgoing::Message(message) => &message.text,
        Outgoing::Edit(_) | Outgoing::React { .. } | Outgoing::Acknowledge { .. } | Outgoing::Leave => "",
    }
}

fn waiting(store: &Store) -> Vec<String> {
    store.letters().unwrap().iter().map(|letter| text(letter).to_owned()).collect()
}

fn dump(store: &Store) -> Vec<OpenRow> {
    store.each().collect::<Result<_, _>>().unwrap()
}

fn keys(store: &Store) -> BTreeSet<Vec<u8>> {
    dump(store).into_iter().map(|row| row.key).collect()
}

/// Whether any opened value holds these words.
fn says(store: &Store, words: &str) -> bool {
    dump(store).iter().any(|row| holds(&row.value, words.as_bytes()))
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// Whether any file below a folder holds these bytes.
fn on_disk(folder: &Path, words: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() { on_disk(&path, words) } else { holds(&std::fs::read(&path).unwrap(), words) }
    })
}
