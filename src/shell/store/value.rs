//! What stands inside the sealed values: JSON, each with the number of its layout in `v`.
//!
//! Every layout ever written stays readable: a new one adds an arm here and a sample in `tests/samples`.
//! Never seals, never touches sled.

use serde::{Deserialize, Serialize};

use crate::engine::chat::Chat;
use crate::engine::diary::Entry;
use crate::ids::ChatId;
use crate::shell::batch::Letter;

/// A chat as stored; `None` when it is of no layout known here.
pub fn chat(json: &[u8]) -> Option<Chat> {
    let chat: Chat = serde_json::from_slice(json).ok()?;
    (chat.v == 1).then_some(chat)
}

/// A diary entry as stored; `None` when it is of no layout known here.
pub fn entry(json: &[u8]) -> Option<Entry> {
    let entry: Entry = serde_json::from_slice(json).ok()?;
    (entry.v == 1).then_some(entry)
}

/// The letters of a letter row; `None` when they are of no layout known here.
pub fn letters(json: &[u8]) -> Option<Vec<Letter>> {
    let row: Letters = serde_json::from_slice(json).ok()?;
    (row.v == 1).then_some(row.letters)
}

/// Any other row; `None` when it is of no layout known here.
pub fn plain<T: for<'a> Deserialize<'a> + Versioned>(json: &[u8]) -> Option<T> {
    let value: T = serde_json::from_slice(json).ok()?;
    (value.version() == 1).then_some(value)
}

#[derive(Deserialize)]
struct Letters {
    v: u8,
    letters: Vec<Letter>,
}

/// A small row that says which layout it has.
pub trait Versioned {
    fn version(&self) -> u8;
}

macro_rules! versioned {
    ($($name:ident),*) => {$(
        impl Versioned for $name {
            fn version(&self) -> u8 {
                self.v
            }
        }
    )*};
}
versioned!(Due, Left, Identity, Progress);

/// Whose ring it is: the key holds only the hash.
#[derive(Debug, Serialize, Deserialize)]
pub struct Due {
    pub v: u8,
    pub chat: ChatId,
}

impl Due {
    pub fn new(chat: ChatId) -> Due {
        Due { v: 1, chat }
    }
}

/// What became of the letters of one row, by index.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Left {
    pub v: u8,
    /// Have left, or never will.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settled: Vec<u32>,
    /// Are about to leave, or may have left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marked: Vec<u32>,
}

/// What makes this store this store.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Identity {
    pub v: u8,
    /// The key chats are hashed with, in hexadecimal. Random, made with the store, the same for its whole life, so
    /// that chats are found again after the sealing key was changed.
    pub hash_key: String,
    /// Ids of all sealing keys that rows may be sealed with.
    pub keys: Vec<String>,
}

/// How far the desk has come.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Progress {
    pub v: u8,
    /// What the next `getUpdates` asks from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
    /// The number the next batch of letters gets.
    pub batch: u64,
    /// How many commits there were; what was confirmed is known beside the log too.
    #[serde(default)]
    pub commits: u64,
}

/// How much JSON of letters goes into one row. Small enough that sixteen neighbours in one page of sled stay well
/// under the size at which sled writes a page beside its log, where no sync reaches it.
const LETTERS_BYTES: usize = 16 * 1024;

/// The letter rows of one batch: the index of the first letter of each, and its JSON.
pub fn letter_rows(letters: &[Letter]) -> Result<Vec<(u32, Vec<u8>)>, serde_json::Error> {
    let mut rows: Vec<(u32, Vec<u8>)> = Vec::new();
    for letter in letters {
        let json = serde_json::to_vec(letter)?;
        match rows.last_mut() {
            Some((_, row)) if row.len() + json.len() < LETTERS_BYTES => row.push(b','),
            _ => rows.push((letter.id.index, br#"{"v":1,"letters":["#.to_vec())),
        }
        if let Some((_, row)) = rows.last_mut() {
            row.extend_from_slice(&json);
        }
    }
    rows.iter_mut().for_each(|(_, row)| row.extend_from_slice(b"]}"));
    Ok(rows)
}
