//! What the bot sends: texts, photos, documents, chat actions and reactions.
//!
//! Checks first, counts against the rates second, and only then makes the message. Edits are in `editing`.

use serde_json::{Value, json};

use super::changes::News;
use super::chats::{Standing, Stored};
use super::entities::Formatted;
use super::files::{self, Kept};
use super::ledger::Change;
use super::markup::Markup;
use super::parameters::Parameters;
use super::refusal::{Answer, Refusal};
use super::telegram::Telegram;

const LONGEST_TEXT: usize = 4_096;
const LONGEST_CAPTION: usize = 1_024;

const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

/// What bots may react with.
const REACTIONS: &str = "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 \
    🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡";

/// `sendMessage`
pub(super) fn send_text(telegram: &mut Telegram, parameters: &Parameters) -> Answer {
    let text = checked_text(parameters)?;
    let preview = parameters.structure("link_preview_options")?;
    send(telegram, parameters, |message, _| {
        text.write(message, "text", "entities");
        if let Some(preview) = preview {
            message["link_preview_options"] = preview;
        }
    })
}

/// `sendPhoto`
pub(super) fn send_photo(telegram: &mut Telegram, parameters: &Parameters) -> Answer {
    let caption = checked_caption(parameters)?;
    send_file(telegram, parameters, "photo", caption)
}

/// `sendDocument`
pub(super) fn send_document(telegram: &mut Telegram, parameters: &Parameters) -> Answer {
    let caption = checked_caption(parameters)?;
    send_file(telegram, parameters, "document", caption)
}

/// `sendChatAction`
pub(super) fn send_action(telegram: &mut Telegram, parameters: &Parameters) -> Answer {
    let chat = recipient(telegram, parameters)?;
    let action = parameters.text("action").unwrap_or_default();
    if !ACTIONS.contains(&action.as_str()) {
        return Err(Refusal::bad("wrong parameter action in request"));
    }
    telegram.changes.push(chat, News::Action(action));
    Ok(json!(true))
}

/// `setMessageReaction`
pub(super) fn react(telegram: &mut Telegram, parameters: &Parameters) -> Answer {
    let chat = recipient(telegram, parameters)?;
    let reaction = parameters.structure("reaction")?.unwrap_or_else(|| json!([]));
    let reactions = reaction.as_array().map(Vec::as_slice).unwrap_or_default();
    let allowed =
        |one: &Value| one["emoji"].as_str().is_some_and(|emoji| REACTIONS.split(' ').any(|known| known == emoji));
    if reactions.len() > 1 || !reactions.iter().all(allowed) {
        return Err(Refusal::bad("REACTION_INVALID"));
    }
    let emoji = reactions.first().map(|one| one["emoji"].clone());
    let id = parameters.integer("message_id").unwrap_or_default();
    let Some(stored) = telegram.rooms[&chat].message(id) else {
        return Err(Refusal::bad("message to react not found"));
    };
    let stored = Stored { reaction: emoji, ..stored.clone() };
    telegram.record(vec![Change::Message { chat, stored }])?;
    Ok(json!(true))
}

/// The chat a call speaks to, if the bot may.
pub(super) fn recipient(telegram: &Telegram, parameters: &Parameters) -> Result<i64, Refusal> {
    let given = parameters.text("chat_id").unwrap_or_default();
    if given.is_empty() {
        return Err(Refusal::bad("chat_id is empty"));
    }
    let room = parameters.chat().and_then(|id| telegram.rooms.get(&id));
    let Some(room) = room else { return Err(Refusal::bad("chat not found")) };
    match (room.chat.standing, room.chat.is_group()) {
        (Standing::Member, _) => Ok(room.chat.id),
        (Standing::Unknown, _) => Err(Refusal::forbidden("bot can't initiate conversation with a user")),
        (Standing::Kicked, false) => Err(Refusal::forbidden("bot was blocked by the user")),
        (Standing::Kicked, true) => Err(Refusal::forbidden("bot was kicked from the group chat")),
        (Standing::Left, _) => Err(Refusal::forbidden("bot is not a member of the group chat")),
    }
}

/// A message's text within its limits.
pub(super) fn checked_text(parameters: &Parameters) -> Result<Formatted, Refusal> {
    let text = Formatted::read(parameters, "text", "entities")?;
    match text.units() {
        0 => Err(Refusal::bad("message text is empty")),
        1..=LONGEST_TEXT => Ok(text),
        _ => Err(Refusal::bad("message is too long")),
    }
}

/// A caption within its limits; it may be empty.
pub(super) fn checked_caption(parameters: &Parameters) -> Result<Formatted, Refusal> {
    let caption = Formatted::read(parameters, "caption", "caption_entities")?;
    match caption.units() {
        0..=LONGEST_CAPTION => Ok(caption),
        _ => Err(Refusal::bad("message caption is too long")),
    }
}

fn send_file(telegram: &mut Telegram, parameters: &Parameters, field: &str, caption: Formatted) -> Answer {
    let file = files::sent(telegram, parameters, field)?;
    let shown = file.shown_as(field);
    send(telegram, parameters, |message, changes| {
        message[field] = shown;
        if caption.units() > 0 {
            caption.write(message, "caption", "caption_entities");
        }
        changes.push(Change::File { file });
    })
}

/// The part all messages share; `fill` adds the content, once nothing can be refused any more.
fn send(telegram: &mut Telegram, parameters: &Parameters, fill: impl FnOnce(&mut Value, &mut Vec<Change>)) -> Answer {
    let chat = recipient(telegram, parameters)?;
    let markup = Markup::read(parameters)?;
    let reply = replied(telegram, chat, parameters)?;
    telegram.admit(chat)?;
    let room = telegram.rooms[&chat].chat.clone();
    let id = telegram.next_message();
    let mut message =
        json!({"message_id": id, "from": telegram.bot(), "chat": room.as_chat(), "date": telegram.clock.now()});
    if let Some(reply) = reply {
        message["reply_to_message"] = reply;
    }
    let mut changes = Vec::new();
    fill(&mut message, &mut changes);
    changes.extend(shown_keyboard(room, &markup));
    if let Markup::Inline(buttons) = &markup {
        message["reply_markup"] = buttons.clone();
    }
    let fixed = matches!(markup, Markup::Keyboard(_) | Markup::Remove);
    let silent = parameters.flag("disable_notification");
    let stored = Stored { message: message.clone(), by_bot: true, silent, fixed, reaction: None };
    changes.push(Change::Message { chat, stored });
    telegram.record(changes)?;
    Ok(message)
}

/// A keyboard belongs to the chat, not to the message that brought it.
fn shown_keyboard(mut chat: super::chats::Chat, markup: &Markup) -> Option<Change> {
    chat.keyboard = match markup {
        Markup::Keyboard(keyboard) => Some(keyboard.clone()),
        Markup::Remove => None,
        Markup::None | Markup::Inline(_) => return None,
    };
    Some(Change::Chat { chat })
}

fn replied(telegram: &Telegram, chat: i64, parameters: &Parameters) -> Result<Option<Value>, Refusal> {
    let reply = parameters.structure("reply_parameters")?;
    let (id, optional) = match &reply {
        Some(reply) => (reply["message_id"].as_i64(), reply["allow_sending_without_reply"] == json!(true)),
        None => (parameters.integer("reply_to_message_id"), parameters.flag("allow_sending_without_reply")),
    };
    let Some(id) = id else { return Ok(None) };
    match telegram.rooms[&chat].message(id) {
        Some(stored) => {
            let mut message = stored.message.clone();
            // Telegram quotes one step deep only.
            message.as_object_mut().and_then(|fields| fields.shift_remove("reply_to_message"));
            Ok(Some(message))
        }
        None if optional => Ok(None),
        None => Err(Refusal::bad("message to be replied not found")),
    }
}

impl Kept {
    /// A photo is a list of sizes; a document is itself.
    fn shown_as(&self, field: &str) -> Value {
        match field {
            "photo" => json!([self.as_photo()]),
            _ => self.as_document(),
        }
    }
}
