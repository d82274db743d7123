//! Chats and what was said in them: people, groups, and the last messages of each.
//!
//! Never sends an update and never writes the log; it only holds and finds.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How many messages of a chat are kept; a load test must not fill the memory.
const HISTORY: usize = 200;

/// How the bot stands in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Standing {
    /// The person has not written yet, so the bot may not either.
    Unknown,
    Member,
    /// Blocked by the person, or removed from the group.
    Kicked,
    Left,
}

/// A person (and the private chat with them, which has the same id) or a group.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Chat {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) last_name: Option<String>,
    pub(super) username: Option<String>,
    pub(super) language_code: String,
    pub(super) standing: Standing,
    /// The reply keyboard on show, with the bot's own JSON.
    pub(super) keyboard: Option<Value>,
}

impl Chat {
    pub(super) fn is_group(&self) -> bool {
        self.id < 0
    }

    /// As the Bot API shows it in a message.
    pub(super) fn as_chat(&self) -> Value {
        if self.is_group() {
            return json!({"id": self.id, "title": self.name, "type": "group"});
        }
        let mut chat = json!({"id": self.id, "first_name": self.name});
        self.add_names(&mut chat);
        chat["type"] = json!("private");
        chat
    }

    /// As the Bot API shows a sender.
    pub(super) fn as_user(&self) -> Value {
        let mut user = json!({"id": self.id, "is_bot": false, "first_name": self.name});
        self.add_names(&mut user);
        user["language_code"] = json!(self.language_code);
        user
    }

    fn add_names(&self, value: &mut Value) {
        if let Some(last_name) = &self.last_name {
            value["last_name"] = json!(last_name);
        }
        if let Some(username) = &self.username {
            value["username"] = json!(username);
        }
    }

    /// As the page and the tests see it.
    pub(super) fn view(&self) -> Value {
        let mut view = json!(self);
        view["type"] = json!(if self.is_group() { "group" } else { "private" });
        view
    }
}

/// A message with what Telegram knows beyond the JSON it gives to the bot.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Stored {
    pub(super) message: Value,
    pub(super) by_bot: bool,
    pub(super) silent: bool,
    /// Sent with a reply keyboard, its removal or a forced reply: Telegram does not let such a message be edited.
    pub(super) fixed: bool,
    pub(super) reaction: Option<Value>,
}

impl Stored {
    pub(super) fn id(&self) -> i64 {
        self.message["message_id"].as_i64().unwrap_or_default()
    }

    pub(super) fn date(&self) -> i64 {
        self.message["date"].as_i64().unwrap_or_default()
    }
}

/// A chat and its last messages, oldest first.
#[derive(Debug)]
pub(super) struct Room {
    pub(super) chat: Chat,
    messages: VecDeque<Stored>,
}

impl Room {
    pub(super) fn new(chat: Chat) -> Room {
        Room { chat, messages: VecDeque::new() }
    }

    pub(super) fn messages(&self) -> impl DoubleEndedIterator<Item = &Stored> {
        self.messages.iter()
    }

    pub(super) fn message(&self, id: i64) -> Option<&Stored> {
        let at = self.position(id).ok()?;
        self.messages.get(at)
    }

    pub(super) fn put(&mut self, stored: Stored) {
        match self.position(stored.id()) {
            Ok(at) => self.messages[at] = stored,
            Err(at) => self.messages.insert(at, stored),
        }
        if self.messages.len() > HISTORY {
            self.messages.pop_front();
        }
    }

    pub(super) fn remove(&mut self, id: i64) {
        if let Ok(at) = self.position(id) {
            self.messages.remove(at);
        }
    }

    fn position(&self, id: i64) -> Result<usize, usize> {
        self.messages.binary_search_by_key(&id, Stored::id)
    }
}
