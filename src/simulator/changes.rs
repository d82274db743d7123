//! What the page must hear about: a bounded list of numbered changes, from which it goes on after a reload.
//!
//! Holds references to messages, not messages, so that a load test pays nothing for a page nobody opened.

use std::collections::VecDeque;

use serde_json::{Value, json};

const KEPT: usize = 2_000;

/// One thing that changed.
#[derive(Clone, Debug)]
pub(super) enum News {
    Message(i64),
    Gone(i64),
    Chat,
    Toast {
        text: String,
        alert: bool,
    },
    Action(String),
    /// Commands, descriptions, the bot's name.
    Profile,
    Clock,
    /// Everything was wiped.
    Reset,
}

/// The numbered list.
#[derive(Debug, Default)]
pub(super) struct Changes {
    last: u64,
    list: VecDeque<(u64, i64, News)>,
}

impl Changes {
    pub(super) fn last(&self) -> u64 {
        self.last
    }

    pub(super) fn push(&mut self, chat: i64, news: News) {
        self.last += 1;
        self.list.push_back((self.last, chat, news));
        if self.list.len() > KEPT {
            self.list.pop_front();
        }
    }

    pub(super) fn toast(&mut self, chat: i64, text: &str, alert: bool) {
        self.push(chat, News::Toast { text: text.to_owned(), alert });
    }

    /// The changes after `since`, or nothing when some of them are forgotten and the page must read all anew.
    pub(super) fn since(&self, since: u64) -> Option<impl Iterator<Item = &(u64, i64, News)>> {
        let first_kept = self.last - self.list.len() as u64;
        let known = since >= first_kept && since <= self.last;
        known.then(|| self.list.iter().skip((since - first_kept) as usize))
    }
}

/// What of a change needs no look into the chat.
pub(super) fn outline(number: u64, chat: i64, news: &News) -> Value {
    let what = match news {
        News::Message(message) => json!({"what": "message", "message_id": message}),
        News::Gone(message) => json!({"what": "gone", "message_id": message}),
        News::Chat => json!({"what": "chat"}),
        News::Toast { text, alert } => json!({"what": "toast", "text": text, "alert": alert}),
        News::Action(action) => json!({"what": "action", "action": action}),
        News::Profile => json!({"what": "profile"}),
        News::Clock => json!({"what": "clock"}),
        News::Reset => json!({"what": "reset"}),
    };
    let mut outline = json!({"number": number, "chat": chat});
    if let (Value::Object(outline), Value::Object(what)) = (&mut outline, what) {
        outline.extend(what);
    }
    outline
}
