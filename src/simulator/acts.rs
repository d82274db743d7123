//! What people do in a chat: write, send things, correct themselves, press buttons.
//!
//! Each act changes the chat and makes the update Telegram would send. Never waits and never judges the bot.

use serde::Deserialize;
use serde_json::{Value, json};

use super::chats::{Chat, Standing, Stored};
use super::entities::Formatted;
use super::files;
use super::ledger::Change;
use super::people::{chat, sender, unknown_chat};
use super::presses::Press;
use super::refusal::Refusal;
use super::telegram::{Telegram, USERNAME};

/// The smallest picture there is.
const DOT: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xff\xff\
    \xff\x7f\0\x09\xfb\x03\xfd\x05CE\xca\0\0\0\0IEND\xaeB`\x82";

/// Something a person writes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Writing {
    pub(super) text: String,
    /// Who writes, in a group.
    pub(super) from: Option<i64>,
    pub(super) reply_to: Option<i64>,
}

pub(super) fn write(telegram: &mut Telegram, id: i64, writing: Writing) -> Result<Value, Refusal> {
    let text = Formatted::typed(&writing.text);
    if !(1..=4_096).contains(&text.units()) {
        return Err(Refusal::bad("a person's message has 1 to 4096 characters"));
    }
    let mut message = begin(telegram, id, writing.from)?;
    if let Some(stored) = writing.reply_to.and_then(|to| telegram.rooms[&id].message(to)) {
        message["reply_to_message"] = stored.message.clone();
    }
    text.write(&mut message, "text", "entities");
    say(telegram, id, message, Vec::new())
}

/// A thing a person sends, as a placeholder.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Thing {
    pub(super) kind: String,
    pub(super) caption: Option<String>,
    pub(super) from: Option<i64>,
}

pub(super) fn attach(telegram: &mut Telegram, id: i64, thing: Thing) -> Result<Value, Refusal> {
    let mut message = begin(telegram, id, thing.from)?;
    let mut changes = Vec::new();
    let content = match thing.kind.as_str() {
        "location" => json!({"latitude": 52.5, "longitude": 13.4}),
        "contact" => json!({"phone_number": "+10000000000", "first_name": "Contact"}),
        "photo" | "sticker" | "voice" | "document" => {
            let file = placeholder(telegram, &thing.kind)?;
            let content = shown(&file, &thing.kind);
            changes.push(Change::File { file });
            content
        }
        _ => return Err(Refusal::bad("kind is sticker, photo, voice, location, document or contact")),
    };
    message[thing.kind.as_str()] = content;
    if let Some(caption) = thing.caption {
        Formatted::typed(&caption).write(&mut message, "caption", "caption_entities");
    }
    say(telegram, id, message, changes)
}

fn placeholder(telegram: &mut Telegram, kind: &str) -> Result<files::Kept, Refusal> {
    match kind {
        "photo" => files::keep(telegram, "photo.png", "image/png", DOT),
        "sticker" => files::keep(telegram, "sticker.webp", "image/webp", DOT),
        "voice" => files::keep(telegram, "voice.ogg", "audio/ogg", b"OggS"),
        _ => files::keep(telegram, "notes.txt", "text/plain", b"A document.\n"),
    }
}

fn shown(file: &files::Kept, kind: &str) -> Value {
    let mut shown = file.meta();
    let more = match kind {
        "photo" => return json!([file.as_photo()]),
        "sticker" => {
            json!({
                "type": "regular", "width": 512, "height": 512, "is_animated": false, "is_video": false, "emoji": "🦵",
            })
        }
        "voice" => json!({"duration": 3, "mime_type": "audio/ogg"}),
        _ => return file.as_document(),
    };
    if let (Value::Object(shown), Value::Object(more)) = (&mut shown, more) {
        shown.extend(more);
    }
    shown
}

/// A person changes a message of their own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Correction {
    pub(super) message_id: i64,
    pub(super) text: String,
}

pub(super) fn correct(telegram: &mut Telegram, id: i64, correction: Correction) -> Result<Value, Refusal> {
    let room = telegram.rooms.get(&id).ok_or_else(unknown_chat)?;
    let own = room.message(correction.message_id).filter(|stored| !stored.by_bot && stored.message["text"].is_string());
    let Some(stored) = own.cloned() else { return Err(Refusal::bad("this is no text of the person's own")) };
    let mut message = stored.message.clone();
    message["edit_date"] = json!(telegram.clock.now());
    message.as_object_mut().and_then(|fields| fields.shift_remove("entities"));
    Formatted::typed(&correction.text).write(&mut message, "text", "entities");
    let mut changes = vec![Change::Message { chat: id, stored: Stored { message: message.clone(), ..stored } }];
    let update = telegram.update("edited_message", message.clone());
    finish(telegram, message, update, &mut changes)
}

/// A tap on a button under a message.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tap {
    pub(super) message_id: i64,
    pub(super) data: String,
    pub(super) from: Option<i64>,
    /// A double tap is two: each its own query and update.
    pub(super) times: Option<u32>,
    /// The same query again under another update id.
    #[serde(default)]
    pub(super) same_query: bool,
    /// Presses a button the message does not have any more, as an old screen would.
    #[serde(default)]
    pub(super) stale: bool,
}

pub(super) fn press(telegram: &mut Telegram, id: i64, tap: Tap) -> Result<Value, Refusal> {
    let room = telegram.rooms.get(&id).ok_or_else(unknown_chat)?;
    let from = sender(telegram, id, tap.from)?;
    let stored = room.message(tap.message_id).filter(|stored| stored.by_bot);
    let Some(stored) = stored else { return Err(Refusal::bad("the bot has no such message here")) };
    if !tap.stale && !has_button(&stored.message, &tap.data) {
        return Err(Refusal::bad("the message has no such button"));
    }
    let message = stored.message.clone();
    let (mut changes, mut queries, mut updates) = (Vec::new(), Vec::new(), Vec::new());
    let mut query = telegram.next_other().to_string();
    for turn in 0..tap.times.unwrap_or(1).clamp(1, 100) {
        if turn > 0 && !tap.same_query {
            query = telegram.next_other().to_string();
        }
        let press = Press { id: query.clone(), chat: id, at: telegram.clock.now(), answered: false };
        let update = json!({
            "id": query, "from": from.as_user(), "message": message,
            "chat_instance": id.to_string(), "data": tap.data,
        });
        changes.push(Change::Press { press });
        let update = telegram.update("callback_query", update);
        updates.push(number(update.as_ref()));
        changes.extend(update);
        queries.push(query.clone());
    }
    telegram.record(changes)?;
    Ok(json!({"callback_query_ids": queries, "update_ids": updates}))
}

fn has_button(message: &Value, data: &str) -> bool {
    let rows = message["reply_markup"]["inline_keyboard"].as_array();
    let mut buttons = rows.into_iter().flatten().filter_map(Value::as_array).flatten();
    buttons.any(|button| button["callback_data"] == data)
}

/// An update exactly as given.
pub(super) fn push_raw(telegram: &mut Telegram, update: Value) -> Result<Value, Refusal> {
    if !update.is_object() {
        return Err(Refusal::bad("an update is an object"));
    }
    let change = telegram.raw_update(update);
    let id = number(Some(&change));
    telegram.record(vec![change])?;
    Ok(json!({"update_id": id}))
}

/// A message of a person's, still without content. Writing is what makes the bot known to them, and unblocks nothing.
fn begin(telegram: &mut Telegram, id: i64, from: Option<i64>) -> Result<Value, Refusal> {
    let from = sender(telegram, id, from)?;
    let chat = chat(telegram, id)?;
    match chat.standing {
        Standing::Member => {}
        Standing::Unknown => {
            telegram.record(vec![Change::Chat { chat: Chat { standing: Standing::Member, ..chat.clone() } }])?
        }
        Standing::Kicked | Standing::Left => return Err(Refusal::plain(409, "the bot is blocked or not in this chat")),
    }
    let message_id = telegram.next_message();
    Ok(json!({"message_id": message_id, "from": from.as_user(), "chat": chat.as_chat(), "date": telegram.clock.now()}))
}

fn say(telegram: &mut Telegram, id: i64, message: Value, mut changes: Vec<Change>) -> Result<Value, Refusal> {
    let stored = Stored { message: message.clone(), by_bot: false, silent: false, fixed: false, reaction: None };
    changes.push(Change::Message { chat: id, stored });
    let heard = id > 0 || is_for_bot(&message);
    let update = if heard { telegram.update("message", message.clone()) } else { None };
    finish(telegram, message, update, &mut changes)
}

fn finish(
    telegram: &mut Telegram,
    message: Value,
    update: Option<Change>,
    changes: &mut Vec<Change>,
) -> Result<Value, Refusal> {
    let id = number(update.as_ref());
    changes.extend(update);
    telegram.record(std::mem::take(changes))?;
    Ok(json!({"update_id": id, "message": message}))
}

/// With privacy mode on (what `getMe` says), a bot hears in groups only what is meant for it.
fn is_for_bot(message: &Value) -> bool {
    let text = message["text"].as_str().unwrap_or_default();
    text.starts_with('/')
        || text.contains(&format!("@{USERNAME}"))
        || message["reply_to_message"]["from"]["is_bot"] == true
}

fn number(update: Option<&Change>) -> Value {
    match update {
        Some(Change::Update { pending }) => json!(pending.id),
        _ => Value::Null,
    }
}
