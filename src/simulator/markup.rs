//! Keyboards: checked and put into the shape Telegram gives them.
//!
//! Never decides where a keyboard is shown.

use serde_json::{Value, json};

use super::parameters::Parameters;
use super::refusal::Refusal;

const MOST_BUTTONS: usize = 100;
const MOST_DATA_BYTES: usize = 64;

/// The things a button may do; it must do exactly one.
const ACTIONS: [&str; 10] = [
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
];

/// A `reply_markup`.
#[derive(Clone, Debug)]
pub(super) enum Markup {
    None,
    /// Buttons under the message.
    Inline(Value),
    /// A keyboard in place of the person's own, or a forced reply.
    Keyboard(Value),
    /// Takes the keyboard away.
    Remove,
}

impl Markup {
    pub(super) fn read(parameters: &Parameters) -> Result<Markup, Refusal> {
        let Some(markup) = parameters.structure("reply_markup")? else { return Ok(Markup::None) };
        if markup["inline_keyboard"].is_array() {
            return inline(&markup["inline_keyboard"]);
        }
        if markup["keyboard"].is_array() {
            return keyboard(markup);
        }
        if markup["remove_keyboard"] == json!(true) {
            return Ok(Markup::Remove);
        }
        if markup["force_reply"] == json!(true) {
            return Ok(Markup::Keyboard(markup));
        }
        match markup.as_object() {
            Some(empty) if empty.is_empty() => Ok(Markup::None),
            _ => Err(Refusal::bad("object expected as reply markup")),
        }
    }

    /// For edits, which know buttons under the message only.
    pub(super) fn read_inline(parameters: &Parameters) -> Result<Option<Value>, Refusal> {
        match Markup::read(parameters)? {
            Markup::None => Ok(None),
            Markup::Inline(markup) => Ok(Some(markup)),
            Markup::Keyboard(_) | Markup::Remove => Err(Refusal::bad("inline keyboard expected")),
        }
    }
}

fn inline(rows: &Value) -> Result<Markup, Refusal> {
    let mut kept = Vec::new();
    for row in rows.as_array().into_iter().flatten() {
        let Some(row) = row.as_array() else {
            return Err(Refusal::bad("can't parse inline keyboard: keyboard row must be an Array"));
        };
        row.iter().try_for_each(check_inline)?;
        if !row.is_empty() {
            kept.push(row.clone());
        }
    }
    if kept.is_empty() {
        return Ok(Markup::None);
    }
    if kept.iter().map(Vec::len).sum::<usize>() > MOST_BUTTONS {
        return Err(Refusal::bad("REPLY_MARKUP_TOO_LONG"));
    }
    Ok(Markup::Inline(json!({"inline_keyboard": kept})))
}

fn check_inline(button: &Value) -> Result<(), Refusal> {
    let unread = |why: &str| Refusal::bad(format!("can't parse inline keyboard button: {why}"));
    let Some(text) = button["text"].as_str() else {
        return Err(unread("Field \"text\" must be of type String"));
    };
    if text.trim().is_empty() {
        return Err(Refusal::bad("inline keyboard button text must be non-empty"));
    }
    let does = |action: &&&str| !button[**action].is_null();
    if ACTIONS.iter().filter(does).count() > 1 {
        return Err(unread("exactly one action must be used"));
    }
    match (&button["callback_data"], &button["url"]) {
        (Value::String(data), _) if !data.is_empty() => check_data(data),
        (_, Value::String(url)) => check_url(url),
        _ if ACTIONS[2..].iter().any(|action| !button[*action].is_null()) => Ok(()),
        _ => Err(unread("Text buttons are unallowed in the inline keyboard")),
    }
}

fn check_data(data: &str) -> Result<(), Refusal> {
    match data.len() {
        0..=MOST_DATA_BYTES => Ok(()),
        _ => Err(Refusal::bad("BUTTON_DATA_INVALID")),
    }
}

fn check_url(url: &str) -> Result<(), Refusal> {
    let invalid = |why| Err(Refusal::bad(format!("inline keyboard button URL '{url}' is invalid: {why}")));
    match url.split_once("://") {
        Some(("http" | "https" | "tg", rest)) if !rest.is_empty() => Ok(()),
        Some(("http" | "https" | "tg", _)) => invalid("URL host is empty"),
        Some(_) => invalid("Unsupported URL protocol"),
        None => invalid("Wrong HTTP URL"),
    }
}

fn keyboard(mut markup: Value) -> Result<Markup, Refusal> {
    let mut buttons = 0;
    for row in markup["keyboard"].as_array_mut().into_iter().flatten() {
        let Some(row) = row.as_array_mut() else {
            return Err(Refusal::bad("can't parse keyboard: keyboard row must be an Array"));
        };
        for button in row {
            buttons += 1;
            // A key may be given as its bare text.
            if let Value::String(text) = button {
                *button = json!({"text": text});
            }
            if button["text"].as_str().is_none_or(|text| text.trim().is_empty()) {
                return Err(Refusal::bad("keyboard button text must be non-empty"));
            }
        }
    }
    match buttons {
        0 => Err(Refusal::bad("REPLY_MARKUP_INVALID")),
        1..=MOST_BUTTONS => Ok(Markup::Keyboard(markup)),
        _ => Err(Refusal::bad("REPLY_MARKUP_TOO_LONG")),
    }
}
