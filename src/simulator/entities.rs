//! Text with its entities: what `parse_mode` or `entities` make of a text, trimmed and measured the way Telegram does.
//!
//! Offsets and lengths count UTF-16 code units, as everywhere in the Bot API.

use serde_json::{Value, json};

use super::html;
use super::parameters::Parameters;
use super::refusal::Refusal;

/// A text after parsing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Formatted {
    pub(super) text: String,
    pub(super) entities: Vec<Value>,
}

impl Formatted {
    /// Reads `text` (or `caption`) by its parse mode, or with the entities that were given.
    pub(super) fn read(parameters: &Parameters, field: &str, entities: &str) -> Result<Formatted, Refusal> {
        let text = parameters.text(field).unwrap_or_default();
        let mode = parameters.text("parse_mode").unwrap_or_default();
        let formatted = match mode.to_ascii_lowercase().as_str() {
            "" => Formatted { entities: given(parameters, entities, &text)?, text },
            "html" => html::parse(&text).map_err(|why| Refusal::bad(format!("can't parse entities: {why}")))?,
            "markdown" | "markdownv2" => return Err(Refusal::bad("the simulator does not read Markdown; use HTML")),
            _ => return Err(Refusal::bad("unsupported parse_mode")),
        };
        let mut formatted = formatted.trimmed();
        formatted.add_found();
        Ok(formatted)
    }

    /// What a person typed: no markup, but commands and links are found.
    pub(super) fn typed(text: &str) -> Formatted {
        let mut formatted = Formatted { text: text.trim().to_owned(), entities: Vec::new() };
        formatted.add_found();
        formatted
    }

    pub(super) fn units(&self) -> usize {
        units(&self.text)
    }

    /// Puts text and entities into a message under the given names; an empty list is left out, as Telegram does.
    pub(super) fn write(self, message: &mut Value, text: &str, entities: &str) {
        message[text] = json!(self.text);
        if !self.entities.is_empty() {
            message[entities] = json!(self.entities);
        }
    }

    fn trimmed(self) -> Formatted {
        let cut = units(&self.text) - units(self.text.trim_start());
        let text = self.text.trim().to_owned();
        let length = units(&text);
        let clip = |entity: Value| clipped(entity, cut, length);
        Formatted { entities: self.entities.into_iter().filter_map(clip).collect(), text }
    }

    /// Commands and plain links become entities by themselves, except inside code.
    fn add_found(&mut self) {
        let mut offset = 0;
        for word in self.text.split_inclusive(char::is_whitespace) {
            let bare = word.trim_end();
            let length = units(bare.trim_end_matches(['.', ',', '!', '?', ';', ':', ')']));
            let kind = if is_command(bare) { Some("bot_command") } else { link(bare) };
            if let Some(kind) = kind.filter(|_| !self.covered(offset)) {
                self.entities.push(json!({"type": kind, "offset": offset, "length": length}));
            }
            offset += units(word);
        }
        self.entities.sort_by_key(|entity| (number(entity, "offset"), -number(entity, "length")));
    }

    fn covered(&self, offset: usize) -> bool {
        let inside = |entity: &Value| {
            let start = number(entity, "offset");
            (start..start + number(entity, "length")).contains(&(offset as i64))
        };
        let closed = |entity: &&Value| matches!(entity["type"].as_str(), Some("code" | "pre" | "text_link"));
        self.entities.iter().filter(closed).any(inside)
    }
}

pub(super) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

fn number(entity: &Value, name: &str) -> i64 {
    entity[name].as_i64().unwrap_or_default()
}

fn is_command(word: &str) -> bool {
    let Some(name) = word.strip_prefix('/') else { return false };
    let name = name.trim_end_matches(['.', ',', '!', '?', ';', ':', ')']);
    let name = name.split_once('@').map_or(name, |(name, _)| name);
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    !name.is_empty() && name.len() <= 32 && name.chars().all(plain)
}

fn link(word: &str) -> Option<&'static str> {
    let web = word.starts_with("http://") || word.starts_with("https://");
    (web && word.len() > "https://".len()).then_some("url")
}

/// Shifts an entity by what was cut in front and ends it with the text; nothing is left of one that lay in the cut.
fn clipped(mut entity: Value, cut: usize, length: usize) -> Option<Value> {
    let start = (number(&entity, "offset") - cut as i64).max(0);
    let end = (number(&entity, "offset") + number(&entity, "length") - cut as i64).min(length as i64);
    if end <= start {
        return None;
    }
    entity["offset"] = json!(start);
    entity["length"] = json!(end - start);
    Some(entity)
}

const KNOWN: [&str; 19] = [
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
    "text_mention",
    "custom_emoji",
];

fn given(parameters: &Parameters, name: &str, text: &str) -> Result<Vec<Value>, Refusal> {
    let Some(list) = parameters.structure(name)? else { return Ok(Vec::new()) };
    let Value::Array(list) = list else { return Err(Refusal::bad("can't parse entities JSON object")) };
    let end = units(text) as i64;
    list.iter().try_for_each(|entity| check(entity, end))?;
    Ok(list)
}

fn check(entity: &Value, end: i64) -> Result<(), Refusal> {
    if !entity["type"].as_str().is_some_and(|kind| KNOWN.contains(&kind)) {
        return Err(Refusal::bad("can't parse MessageEntity: Unsupported type specified"));
    }
    let (start, length) = (number(entity, "offset"), number(entity, "length"));
    if start < 0 {
        return Err(Refusal::bad(format!("receive an entity with incorrect offset {start}")));
    }
    if length < 0 {
        return Err(Refusal::bad(format!("receive an entity with incorrect length {length}")));
    }
    if start >= end {
        return Err(Refusal::bad(format!("entity begins after the end of the text at UTF-16 offset {start}")));
    }
    let stop = start + length;
    if stop > end {
        let what =
            format!("entity beginning at UTF-16 offset {start} ends after the end of the text at UTF-16 offset {stop}");
        return Err(Refusal::bad(what));
    }
    Ok(())
}
