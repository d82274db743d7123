//! Reads a whole diary back, and refuses what is damaged, too large, or of a Charley that keeps more than this one:
//! with a sentence that says what and where. Nothing is restored by half.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Map, Value};
use thiserror::Error;

use super::whole::{KIND, LEFT_OUT, VERSION, person};
use crate::engine::chat::Chat;
use crate::engine::diary::{Entry, What};
use crate::engine::place;
use crate::ids::ChatId;

/// Telegram hands no larger file to a bot or a person.
pub const MOST_BYTES: usize = 50 << 20;
/// Ten years with thirty entries a day.
pub const MOST_ENTRIES: usize = 100_000;
/// One value of the store, with room for its seal.
const MOST_OF_A_VALUE: usize = 40 * 1024;

/// Why a file is not restored.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum Refused {
    #[error("it has {0} bytes; at most {MOST_BYTES} are read")]
    TooLarge(usize),
    #[error("it is no JSON, or is cut off: {0}")]
    NoJson(String),
    #[error("it is not a diary of Charley: ask the bot for one with /export json")]
    OtherFile,
    #[error("it is of layout {0}; this Charley reads layout {VERSION}: use a newer Charley")]
    OtherLayout(u64),
    #[error("the person in it cannot be read: {0}")]
    Person(String),
    #[error("the person in it has not agreed that a diary is kept")]
    NoConsent,
    #[error("it has {0} entries; at most {MOST_ENTRIES} are read")]
    TooMany(usize),
    #[error("entry {place} (counted from 1) cannot be read: {what}")]
    Entry { place: usize, what: String },
}

#[derive(Deserialize)]
struct File {
    person: Map<String, Value>,
    entries: Vec<Value>,
}

/// The chat, under its new number, and its diary in the order of writing.
///
/// # Errors
/// When anything in the file is not as an export has it.
pub fn read(bytes: &[u8], id: ChatId) -> Result<(Chat, Vec<Entry>), Refused> {
    if bytes.len() > MOST_BYTES {
        return Err(Refused::TooLarge(bytes.len()));
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let file: Value = serde_json::from_slice(bytes).map_err(|error| Refused::NoJson(error.to_string()))?;
    if file["file"] != KIND {
        return Err(Refused::OtherFile);
    }
    match file["v"].as_u64() {
        Some(version) if version == u64::from(VERSION) => {}
        version => return Err(Refused::OtherLayout(version.unwrap_or_default())),
    }
    let File { person, entries } = File::deserialize(file).map_err(|error| Refused::Person(error.to_string()))?;
    let chat = chat(person, id)?;
    if entries.len() > MOST_ENTRIES {
        return Err(Refused::TooMany(entries.len()));
    }
    let mut numbers = BTreeSet::new();
    let read = entries
        .into_iter()
        .zip(1..)
        .map(|(value, place)| entry(value, &chat, &mut numbers).map_err(|what| Refused::Entry { place, what }));
    let mut entries: Vec<Entry> = read.collect::<Result<_, _>>()?;
    entries.sort_by_key(|entry| entry.number);
    Ok((chat, entries))
}

fn chat(row: Map<String, Value>, id: ChatId) -> Result<Chat, Refused> {
    let Value::Object(mut whole) = serde_json::to_value(Chat::new(id)).unwrap_or_default() else {
        return Err(Refused::Person("nothing is known of anybody".to_owned()));
    };
    if let Some(foreign) = row.keys().find(|field| LEFT_OUT.contains(&field.as_str())) {
        return Err(Refused::Person(format!("\"{foreign}\" does not belong into such a file")));
    }
    whole.extend(row.clone());
    let chat: Chat =
        serde_json::from_value(Value::Object(whole)).map_err(|error| Refused::Person(error.to_string()))?;
    same(&Value::Object(row), &Value::Object(person(&chat))).map_err(Refused::Person)?;
    fits(&chat).map_err(Refused::Person)?;
    if !chat.has_consent() {
        return Err(Refused::NoConsent);
    }
    let zone = chat.profile.zone.as_deref().unwrap_or("UTC");
    if place::exists(zone) { Ok(chat) } else { Err(Refused::Person(format!("there is no time zone \"{zone}\""))) }
}

fn entry(value: Value, chat: &Chat, numbers: &mut BTreeSet<u32>) -> Result<Entry, String> {
    let entry = Entry::deserialize(&value).map_err(|error| error.to_string())?;
    same(&value, &serde_json::to_value(&entry).unwrap_or_default())?;
    fits(&entry)?;
    if entry.v != 1 {
        return Err(format!("it is of layout {}", entry.v));
    }
    if entry.number == 0 || entry.number > chat.counters.entries {
        return Err(format!("its number is {}, and {} were given out", entry.number, chat.counters.entries));
    }
    if !numbers.insert(entry.number) {
        return Err(format!("number {} is there twice", entry.number));
    }
    if let What::Cramp { episode } = entry.what
        && episode.0 > chat.counters.episodes
    {
        return Err(format!("its bout is {}, and {} were given out", episode.0, chat.counters.episodes));
    }
    if let What::Medicine(medicine) = &entry.what
        && medicine.number > chat.counters.medicines
    {
        return Err(format!("its medicine is {}, and {} were given out", medicine.number, chat.counters.medicines));
    }
    if entry.message.is_some() {
        return Err("it names a message of another chat".to_owned());
    }
    if jiff::tz::Offset::from_seconds(entry.offset_seconds).is_err() {
        return Err(format!("no clock is {} seconds off", entry.offset_seconds));
    }
    Ok(entry)
}

/// What was read is all that stands there: a field that is not known here would be lost without a word.
fn same(there: &Value, read: &Value) -> Result<(), String> {
    match (there, read) {
        (Value::Object(there), Value::Object(read)) => {
            for (field, value) in there {
                let Some(read) = read.get(field) else {
                    return Err(format!("\"{field}\" is not known here, or stands where it is not needed"));
                };
                same(value, read)?;
            }
            Ok(())
        }
        (Value::Array(there), Value::Array(read)) if there.len() == read.len() => {
            there.iter().zip(read).try_for_each(|(there, read)| same(there, read))
        }
        (Value::Number(there), Value::Number(read)) if there.as_f64() == read.as_f64() => Ok(()),
        _ if there == read => Ok(()),
        _ => Err(format!("{read} was read where {there} stands")),
    }
}

fn fits(value: &impl serde::Serialize) -> Result<(), String> {
    match serde_json::to_vec(value).map_or(usize::MAX, |json| json.len()) {
        0..=MOST_OF_A_VALUE => Ok(()),
        bytes => Err(format!("it has {bytes} bytes; at most {MOST_OF_A_VALUE} are kept in one piece")),
    }
}
