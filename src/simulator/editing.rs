//! Changes to messages that are there: edits of text, caption and buttons, and deletion.
//!
//! Edits count against the rates, deletions do not.

use serde_json::{Value, json};

use super::chats::Stored;
use super::ledger::Change;
use super::markup::Markup;
use super::messages::{checked_caption, checked_text, recipient};
use super::parameters::Parameters;
use super::refusal::{Answer, Refusal};
use super::telegram::Telegram;

const DELETED_WITHIN: i64 = 48 * 3600;

const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply markup are exactly \
    the same as a current content and reply markup of the message";

/// `editMessageText`
pub(super) fn edit_text(telegram: &mut Telegram, parameters: &Parameters) -> Answer {
    let text = checked_text(parameters)?;
    edit(telegram, parameters, |message| match message["text"].is_string() {
        true => {
            drop_field(message, "entities");
            text.write(message, "text", "entities");
            Ok(())
        }
        false => Err(Refusal::bad("there is no text in the message to edit")),
    })
}

/// `editMessageCaption`
pub(super) fn edit_caption(telegram: &mut Telegram, parameters: &Parameters) -> Answer {
    let caption = checked_caption(parameters)?;
    edit(telegram, parameters, |message| {
        if message["text"].is_string() {
            return Err(Refusal::bad("there is no caption in the message to edit"));
        }
        drop_field(message, "caption");
        drop_field(message, "caption_entities");
        if caption.units() > 0 {
            caption.write(message, "caption", "caption_entities");
        }
        Ok(())
    })
}

/// `editMessageReplyMarkup`
pub(super) fn edit_markup(telegram: &mut Telegram, parameters: &Parameters) -> Answer {
    edit(telegram, parameters, |_| Ok(()))
}

/// `deleteMessage`
pub(super) fn delete(telegram: &mut Telegram, parameters: &Parameters) -> Answer {
    let chat = recipient(telegram, parameters)?;
    let id = parameters.integer("message_id").unwrap_or_default();
    let Some(stored) = telegram.rooms[&chat].message(id) else {
        return Err(Refusal::bad("message to delete not found"));
    };
    if stored.date() < telegram.clock.now() - DELETED_WITHIN {
        return Err(Refusal::bad("message can't be deleted for everyone"));
    }
    telegram.record(vec![Change::Gone { chat, message: id }])?;
    Ok(json!(true))
}

/// The part all edits share. Buttons that are not sent again go away: that is Telegram's way, not an oversight.
fn edit(
    telegram: &mut Telegram,
    parameters: &Parameters,
    alter: impl FnOnce(&mut Value) -> Result<(), Refusal>,
) -> Answer {
    if parameters.text("inline_message_id").is_some() {
        return Err(Refusal::bad("MESSAGE_ID_INVALID"));
    }
    let chat = recipient(telegram, parameters)?;
    let buttons = Markup::read_inline(parameters)?;
    let id = parameters.integer("message_id").unwrap_or_default();
    let Some(stored) = telegram.rooms[&chat].message(id) else {
        return Err(Refusal::bad("message to edit not found"));
    };
    if !stored.by_bot || stored.fixed {
        return Err(Refusal::bad("message can't be edited"));
    }
    let stored = stored.clone();
    let mut message = stored.message.clone();
    alter(&mut message)?;
    drop_field(&mut message, "reply_markup");
    if let Some(buttons) = buttons {
        message["reply_markup"] = buttons;
    }
    telegram.admit(chat)?;
    if same(&message, &stored.message) {
        return Err(Refusal::bad(NOT_MODIFIED));
    }
    message["edit_date"] = json!(telegram.clock.now());
    let stored = Stored { message: message.clone(), ..stored };
    telegram.record(vec![Change::Message { chat, stored }])?;
    Ok(message)
}

fn same(one: &Value, other: &Value) -> bool {
    let content = ["text", "entities", "caption", "caption_entities", "reply_markup"];
    content.iter().all(|field| one[*field] == other[*field])
}

/// `shift_remove`, so that the order of the fields stays as it is.
fn drop_field(message: &mut Value, field: &str) {
    message.as_object_mut().and_then(|fields| fields.shift_remove(field));
}
