//! The table of methods, by name. A method that is not here is answered 404, as Telegram does.

use serde_json::json;

use super::chats::{Chat, Standing};
use super::parameters::Parameters;
use super::refusal::{Answer, Refusal};
use super::telegram::Telegram;
use super::{editing, files, messages, people, presses, profile};

/// All names, in Telegram's own spelling; clients send them in any.
const NAMES: [&str; 31] = [
    "getUpdates",
    "getMe",
    "getWebhookInfo",
    "setWebhook",
    "deleteWebhook",
    "logOut",
    "close",
    "sendMessage",
    "sendPhoto",
    "sendDocument",
    "sendChatAction",
    "setMessageReaction",
    "editMessageText",
    "editMessageCaption",
    "editMessageReplyMarkup",
    "deleteMessage",
    "answerCallbackQuery",
    "getFile",
    "leaveChat",
    "setMyCommands",
    "getMyCommands",
    "deleteMyCommands",
    "setMyName",
    "getMyName",
    "setMyDescription",
    "getMyDescription",
    "setMyShortDescription",
    "getMyShortDescription",
    "setChatMenuButton",
    "getChatMenuButton",
    "getChat",
];

/// Telegram's spelling of a method's name, if it has one.
pub(super) fn spelled(name: &str) -> Option<&'static str> {
    NAMES.iter().copied().find(|known| known.eq_ignore_ascii_case(name))
}

/// Does what a method does; `getUpdates` waits and is done elsewhere.
pub(super) fn call(telegram: &mut Telegram, method: &str, parameters: &Parameters) -> Answer {
    match method {
        "getMe" => profile::get_me(telegram, parameters),
        "getWebhookInfo" => webhook_info(telegram),
        "setWebhook" => set_webhook(parameters),
        "deleteWebhook" => delete_webhook(telegram, parameters),
        "logOut" | "close" => Ok(json!(true)),
        "sendMessage" => messages::send_text(telegram, parameters),
        "sendPhoto" => messages::send_photo(telegram, parameters),
        "sendDocument" => messages::send_document(telegram, parameters),
        "sendChatAction" => messages::send_action(telegram, parameters),
        "setMessageReaction" => messages::react(telegram, parameters),
        "editMessageText" => editing::edit_text(telegram, parameters),
        "editMessageCaption" => editing::edit_caption(telegram, parameters),
        "editMessageReplyMarkup" => editing::edit_markup(telegram, parameters),
        "deleteMessage" => editing::delete(telegram, parameters),
        "answerCallbackQuery" => presses::answer(telegram, parameters),
        "getFile" => files::get_file(telegram, parameters),
        "leaveChat" => leave(telegram, parameters),
        "setMyCommands" => profile::set_commands(telegram, parameters),
        "getMyCommands" => profile::get_commands(telegram, parameters),
        "deleteMyCommands" => profile::delete_commands(telegram, parameters),
        "setMyName" => profile::set_text(telegram, parameters, "name"),
        "getMyName" => profile::get_text(telegram, parameters, "name"),
        "setMyDescription" => profile::set_text(telegram, parameters, "description"),
        "getMyDescription" => profile::get_text(telegram, parameters, "description"),
        "setMyShortDescription" => profile::set_text(telegram, parameters, "short_description"),
        "getMyShortDescription" => profile::get_text(telegram, parameters, "short_description"),
        "setChatMenuButton" => profile::set_menu(telegram, parameters),
        "getChatMenuButton" => Ok(json!({"type": "commands"})),
        "getChat" => chat(telegram, parameters),
        _ => Err(Refusal::plain(404, "Not Found")),
    }
}

fn webhook_info(telegram: &Telegram) -> Answer {
    Ok(json!({"url": "", "has_custom_certificate": false, "pending_update_count": telegram.updates.len()}))
}

/// An empty address means no webhook, which is what there is.
fn set_webhook(parameters: &Parameters) -> Answer {
    match parameters.text("url").unwrap_or_default().is_empty() {
        true => Ok(json!(true)),
        false => Err(Refusal::bad("bad webhook: the simulator delivers by getUpdates only")),
    }
}

fn delete_webhook(telegram: &mut Telegram, parameters: &Parameters) -> Answer {
    if parameters.flag("drop_pending_updates") {
        people::forget_updates(telegram)?;
    }
    Ok(json!(true))
}

fn leave(telegram: &mut Telegram, parameters: &Parameters) -> Answer {
    let chat = messages::recipient(telegram, parameters)?;
    match telegram.rooms.get(&chat).map(|room| room.chat.clone()) {
        Some(chat) if chat.is_group() => people::stand(telegram, Chat { standing: Standing::Left, ..chat }, None)?,
        _ => return Err(Refusal::bad("chat member status can't be changed in private chats")),
    };
    Ok(json!(true))
}

fn chat(telegram: &Telegram, parameters: &Parameters) -> Answer {
    let room = parameters.chat().and_then(|id| telegram.rooms.get(&id));
    let Some(room) = room else { return Err(Refusal::bad("chat not found")) };
    let mut chat = room.chat.as_chat();
    chat["accent_color_id"] = json!(0);
    chat["max_reaction_count"] = json!(11);
    chat["accepted_gift_types"] =
        json!({"unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false, "premium_subscription": false});
    Ok(chat)
}
