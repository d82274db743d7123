//! What a button carries: at most 64 bytes that say which question of which conversation it answers.
//!
//! Only the grammar. A button carries ids, never an index, so that it means the same after a change of the files.

use crate::ids::{ChoiceId, ConversationId, NodeId, Visit};

/// Buttons beside the choices, on every question.
pub const BACK: &str = "_back";
pub const SKIP: &str = "_skip";
pub const STOP: &str = "_stop";
pub const WHY: &str = "_why";
pub const UNSURE: &str = "_unsure";
pub const DONE: &str = "_done";
pub const NONE: &str = "_none";

/// Telegram's limit on callback data.
pub const MOST_BYTES: usize = 64;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    /// `12.3.calf`; on a screen of several facts `12.3.chest_pain.1` sets, `.0` clears.
    Answer { conversation: ConversationId, visit: Visit, item: String, on: Option<bool> },
    /// `a.relief.easing`: first aid without consent, where nothing is stored and the press says it all.
    FirstAid { node: NodeId, choice: ChoiceId },
    /// `m.country.GB`: menus, where a press means the same at any time.
    Menu { name: String, argument: Option<String> },
    /// Not ours, or of a version that is gone.
    Foreign,
}

pub fn read(data: &str) -> Press {
    if data.len() > MOST_BYTES {
        return Press::Foreign;
    }
    let mut parts = data.splitn(3, '.');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("a"), Some(node), Some(choice)) => {
            Press::FirstAid { node: NodeId::from(node), choice: ChoiceId::from(choice) }
        }
        (Some("m"), Some(name), argument) => {
            Press::Menu { name: name.to_owned(), argument: argument.map(str::to_owned) }
        }
        (Some(conversation), Some(visit), Some(item)) => answer(conversation, visit, item).unwrap_or(Press::Foreign),
        _ => Press::Foreign,
    }
}

fn answer(conversation: &str, visit: &str, item: &str) -> Option<Press> {
    let (item, on) = match item.split_once('.') {
        None => (item, None),
        Some((item, "1")) => (item, Some(true)),
        Some((item, "0")) => (item, Some(false)),
        Some(_) => return None,
    };
    Some(Press::Answer {
        conversation: ConversationId(conversation.parse().ok()?),
        visit: Visit(visit.parse().ok()?),
        item: item.to_owned(),
        on,
    })
}

pub fn answer_data(conversation: ConversationId, visit: Visit, item: &str) -> String {
    format!("{}.{}.{item}", conversation.0, visit.0)
}

/// Sets or clears an item; never "toggle", so that a repeated press changes nothing.
pub fn tick_data(conversation: ConversationId, visit: Visit, item: &str, on: bool) -> String {
    format!("{}.{}.{item}.{}", conversation.0, visit.0, u8::from(on))
}

pub fn first_aid_data(node: &NodeId, choice: &str) -> String {
    format!("a.{node}.{choice}")
}

/// Whether a button means the same at any time.
pub fn is_menu(data: &str) -> bool {
    data.starts_with("m.")
}

/// Whether a button tells what somebody reads about.
pub fn is_reading(data: &str) -> bool {
    ["m.article.", "m.read.", "m.picture."].iter().any(|name| data.starts_with(name))
}

pub fn menu_data(name: &str, argument: Option<&str>) -> String {
    match argument {
        Some(argument) => format!("m.{name}.{argument}"),
        None => format!("m.{name}"),
    }
}
