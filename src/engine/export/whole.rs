//! All that is kept of a person, as JSON: the chat's row without what belongs to this one chat and moment, and every
//! entry of the diary.
//!
//! [`restore`](super::restore) reads it back; restored and exported again it is the same, to the byte.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::engine::attachment::Known;
use crate::engine::chat::Chat;
use crate::engine::diary::{Entry, What};
use crate::engine::letter::Copy;
use crate::ids::SubjectId;

/// What the file says it is.
pub const KIND: &str = "charley-diary";
/// Layout of the file.
pub const VERSION: u8 = 1;
/// Of this chat with Telegram, of this moment, or named by what is: worth nothing elsewhere.
pub(super) const LEFT_OUT: [&str; 11] = [
    "id",
    "conversation",
    "first_aid_since",
    "awaits",
    "card",
    "offered",
    "standing",
    "seen",
    "unreachable_since",
    "restarted",
    "v",
];

#[derive(Serialize)]
struct File<'a> {
    file: &'a str,
    v: u8,
    made: String,
    program: &'a str,
    rule_set: &'a str,
    person: Map<String, Value>,
    entries: Vec<Entry>,
}

/// The file as bytes.
pub fn whole(copy: &Copy, known: Known<'_>) -> Vec<u8> {
    let mut entries: Vec<Entry> =
        known.entries.iter().filter(|entry| entry.number <= copy.up_to).cloned().map(without_messages).collect();
    entries.sort_by_key(|entry| entry.number);
    let file = File {
        file: KIND,
        v: VERSION,
        made: copy.made.to_string(),
        program: env!("CARGO_PKG_VERSION"),
        rule_set: &known.library.hash,
        person: person(known.chat),
        entries,
    };
    // Our own types always serialise.
    serde_json::to_vec_pretty(&file).unwrap_or_default()
}

/// The row of a chat as it stands in the file.
pub(super) fn person(chat: &Chat) -> Map<String, Value> {
    let mut chat = chat.clone();
    // The open conversation stays behind, and between conversations a chat is about the writer.
    chat.turn_to(SubjectId::WRITER);
    chat.facts.iter_mut().for_each(|fact| fact.message = None);
    let Ok(Value::Object(mut row)) = serde_json::to_value(&chat) else { return Map::new() };
    row.retain(|field, _| !LEFT_OUT.contains(&field.as_str()));
    // Counts messages of this chat.
    row.get_mut("counters").and_then(Value::as_object_mut).and_then(|counters| counters.shift_remove("menus"));
    row
}

/// Numbers of messages mean nothing in another chat.
fn without_messages(mut entry: Entry) -> Entry {
    entry.message = None;
    match &mut entry.what {
        What::Answers { facts, .. } => facts.iter_mut().for_each(|fact| fact.message = None),
        What::Assessed(assessed) => assessed.facts.iter_mut().for_each(|fact| fact.message = None),
        What::Day(day) => {
            day.drunk.iter_mut().for_each(|drunk| drunk.message = None);
            day.done.iter_mut().for_each(|done| done.message = None);
        }
        What::Cramp { .. }
        | What::LetGo { .. }
        | What::Held { .. }
        | What::Note { .. }
        | What::QuietNight
        | What::Undone { .. }
        | What::Edited { .. }
        | What::Medicine(_) => {}
    }
    entry
}
