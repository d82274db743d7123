//! What the bot says about itself: `getMe`, its commands, its name and descriptions, the menu button.
//!
//! All of it is kept under one key each: the kind, the scope and the language.

use serde_json::{Value, json};

use super::entities::units;
use super::ledger::Change;
use super::parameters::Parameters;
use super::refusal::{Answer, Refusal};
use super::telegram::Telegram;

const MOST_COMMANDS: usize = 100;

/// `getMe`
pub(super) fn get_me(telegram: &mut Telegram, _: &Parameters) -> Answer {
    let mut me = telegram.bot();
    me["can_join_groups"] = json!(true);
    for missing in [
        "can_read_all_group_messages",
        "supports_inline_queries",
        "can_connect_to_business",
        "has_main_web_app",
        "has_topics_enabled",
    ] {
        me[missing] = json!(false);
    }
    Ok(me)
}

/// `setMyCommands`
pub(super) fn set_commands(telegram: &mut Telegram, parameters: &Parameters) -> Answer {
    let Some(Value::Array(commands)) = parameters.structure("commands")? else {
        return Err(Refusal::bad("can't parse commands JSON object"));
    };
    if commands.len() > MOST_COMMANDS {
        return Err(Refusal::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    let commands = commands.iter().map(checked_command).collect::<Result<Vec<_>, _>>()?;
    let key = commands_key(parameters)?;
    set(telegram, key, json!(commands))
}

/// A leading slash is taken off, as Telegram does.
fn checked_command(command: &Value) -> Result<Value, Refusal> {
    let name = command["command"].as_str().unwrap_or_default();
    let name = name.strip_prefix('/').unwrap_or(name);
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    if name.is_empty() || name.len() > 32 || !name.chars().all(plain) {
        return Err(Refusal::bad("BOT_COMMAND_INVALID"));
    }
    let description = command["description"].as_str().unwrap_or_default().trim();
    if !(1..=256).contains(&units(description)) {
        return Err(Refusal::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
    }
    Ok(json!({"command": name, "description": description}))
}

/// `getMyCommands`
pub(super) fn get_commands(telegram: &mut Telegram, parameters: &Parameters) -> Answer {
    let key = commands_key(parameters)?;
    Ok(telegram.profile.get(&key).cloned().unwrap_or_else(|| json!([])))
}

/// `deleteMyCommands`
pub(super) fn delete_commands(telegram: &mut Telegram, parameters: &Parameters) -> Answer {
    let key = commands_key(parameters)?;
    set(telegram, key, json!([]))
}

fn commands_key(parameters: &Parameters) -> Result<String, Refusal> {
    let scope = parameters.structure("scope")?.unwrap_or_else(|| json!({"type": "default"}));
    let scope = match scope["type"].as_str() {
        Some(plain @ ("default" | "all_private_chats" | "all_group_chats" | "all_chat_administrators")) => {
            plain.to_owned()
        }
        Some("chat") => format!("chat {}", scope["chat_id"]),
        Some("chat_administrators" | "chat_member") => "narrow".to_owned(),
        _ => return Err(Refusal::bad("can't parse BotCommandScope: Unsupported type specified")),
    };
    Ok(format!("commands/{scope}/{}", language(parameters)?))
}

/// The commands a person sees: the narrowest scope, in their language first, as the Bot API orders them.
pub(super) fn commands_for(telegram: &Telegram, chat: i64, language: &str) -> Value {
    let all = if chat < 0 { "all_group_chats" } else { "all_private_chats" };
    let scopes = [format!("chat {chat}"), all.to_owned(), "default".to_owned()];
    let keys = scopes.iter().flat_map(|scope| [format!("commands/{scope}/{language}"), format!("commands/{scope}/")]);
    let filled = |list: &&Value| list.as_array().is_some_and(|list| !list.is_empty());
    let found = keys.filter_map(|key| telegram.profile.get(&key)).find(filled);
    found.cloned().unwrap_or_else(|| json!([]))
}

/// A text of the profile as a person sees it.
pub(super) fn text_for(telegram: &Telegram, kind: &str, language: &str) -> String {
    let keys = [format!("{kind}/{language}"), format!("{kind}/")];
    let texts = keys.iter().filter_map(|key| telegram.profile.get(key)).filter_map(Value::as_str);
    texts.filter(|text| !text.is_empty()).map(str::to_owned).next().unwrap_or_default()
}

/// `setMyName`, `setMyDescription` and `setMyShortDescription`
pub(super) fn set_text(telegram: &mut Telegram, parameters: &Parameters, kind: &str) -> Answer {
    let text = parameters.text(kind).unwrap_or_default();
    let longest = match kind {
        "name" => 64,
        "short_description" => 120,
        _ => 512,
    };
    if units(&text) > longest {
        return Err(Refusal::bad(format!("BOT_{}_TOO_LONG", kind.to_uppercase())));
    }
    let key = format!("{kind}/{}", language(parameters)?);
    set(telegram, key, json!(text))
}

/// `getMyName`, `getMyDescription` and `getMyShortDescription`
pub(super) fn get_text(telegram: &mut Telegram, parameters: &Parameters, kind: &str) -> Answer {
    let text = text_for(telegram, kind, &language(parameters)?);
    Ok(json!({kind: text}))
}

/// `setChatMenuButton`
pub(super) fn set_menu(telegram: &mut Telegram, parameters: &Parameters) -> Answer {
    let button = parameters.structure("menu_button")?.unwrap_or_else(|| json!({"type": "default"}));
    if !matches!(button["type"].as_str(), Some("default" | "commands" | "web_app")) {
        return Err(Refusal::bad("can't parse menu button: Unsupported type specified"));
    }
    set(telegram, format!("menu/{}", parameters.chat().unwrap_or_default()), button)
}

fn language(parameters: &Parameters) -> Result<String, Refusal> {
    let code = parameters.text("language_code").unwrap_or_default();
    let known = code.is_empty() || (code.len() == 2 && code.chars().all(|letter| letter.is_ascii_lowercase()));
    if known { Ok(code) } else { Err(Refusal::bad("LANG_CODE_INVALID")) }
}

fn set(telegram: &mut Telegram, key: String, value: Value) -> Answer {
    telegram.record(vec![Change::Profile { key, value }])?;
    Ok(json!(true))
}
