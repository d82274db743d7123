//! Fetches updates: one `getUpdates`, its answer read update by update.
//!
//! Confirms nothing by itself: the offset is what the desk has on disk.

use std::time::Duration;

use serde_json::Value;
use teloxide::payloads::GetUpdates;
use teloxide::types::AllowedUpdate;

use super::incoming::{Incoming, incoming};
use super::{Answer, POLL_SECONDS, Telegram, result};
use crate::ids::UpdateId;

/// What a poll brought.
#[derive(Debug)]
pub enum Polled {
    News(News),
    /// Another program polls with this token.
    Conflict,
    /// A webhook is set, which excludes polling.
    Webhook,
    /// The token is refused.
    Unauthorised,
    /// Telegram asks to wait.
    Wait(Duration),
    /// A whole answer that is no JSON: one update in it spoils it for all. The number of the first, if it can be found.
    Garbled {
        first: Option<UpdateId>,
    },
    /// No answer worth the name.
    Failed,
}

/// How many updates one answer may bring.
pub const MOST_UPDATES: u8 = 100;

/// The updates of one answer, in Telegram's order.
#[derive(Debug, Default)]
pub struct News {
    pub updates: Vec<Incoming>,
    /// The offset that confirms all of them, once they are on disk.
    pub next: Option<i64>,
    /// Updates without a readable number; only a later one can confirm them.
    pub nameless: usize,
}

impl Telegram {
    /// Waits for at most `most` updates from `offset` on; `name` is the bot's username.
    pub async fn poll(&self, offset: Option<i64>, most: u8, name: &str) -> Polled {
        let mut poll = GetUpdates::new();
        poll.offset = offset.map(|offset| i32::try_from(offset).unwrap_or(i32::MAX));
        poll.limit = Some(most.min(MOST_UPDATES));
        poll.timeout = Some(POLL_SECONDS);
        poll.allowed_updates = Some(vec![
            AllowedUpdate::Message,
            AllowedUpdate::EditedMessage,
            AllowedUpdate::CallbackQuery,
            AllowedUpdate::MyChatMember,
        ]);
        match self.call(&poll).await {
            Answer::Done { body, whole } => match result::<Vec<Value>>(&body) {
                Some(raw) => Polled::News(news(&raw, name)),
                None if whole => Polled::Garbled { first: first_number(&body) },
                None => Polled::Failed,
            },
            Answer::Refused(refusal) => match refusal.code {
                409 if refusal.says("webhook") => Polled::Webhook,
                409 => Polled::Conflict,
                401 | 404 => Polled::Unauthorised,
                429 => Polled::Wait(refusal.retry_after.unwrap_or(Duration::from_secs(3))),
                _ => Polled::Failed,
            },
            Answer::Uncertain(_) | Answer::NotSent => Polled::Failed,
        }
    }
}

fn news(raw: &[Value], name: &str) -> News {
    let updates: Vec<Incoming> = raw.iter().filter_map(|update| incoming(update, name)).collect();
    News {
        next: updates.iter().map(|read| i64::from(read.update.0) + 1).max(),
        nameless: raw.len() - updates.len(),
        updates,
    }
}

/// The first update's number in a body that is no JSON. A person's own words cannot pass for it: in a text the quotes
/// would be escaped.
fn first_number(body: &[u8]) -> Option<UpdateId> {
    const NAME: &[u8] = br#""update_id""#;
    let at = body.windows(NAME.len()).position(|part| part == NAME)?;
    let rest = body[at + NAME.len()..].iter().skip_while(|byte| byte.is_ascii_whitespace() || **byte == b':');
    let digits: String = rest.take_while(|byte| byte.is_ascii_digit()).map(|byte| char::from(*byte)).collect();
    digits.parse().ok().map(UpdateId)
}

#[cfg(test)]
mod tests {
    use super::{first_number, news};
    use crate::ids::UpdateId;
    use serde_json::json;

    #[test]
    fn the_number_is_found_in_what_is_no_json() {
        let body = br#"{"ok":true,"result":[{"message":{"text":"\"update_id\":9 \ud800"},"update_id" : 77}]}"#;
        assert_eq!(first_number(body), Some(UpdateId(77)));
        assert_eq!(first_number(b"{}"), None);
    }

    #[test]
    fn a_broken_update_among_good_ones_is_passed_over() {
        let news = news(&[json!({ "update_id": 3 }), json!({ "no": 1 }), json!({ "update_id": 4, "message": 1 })], "b");
        assert_eq!((news.updates.len(), news.nameless, news.next), (2, 1, Some(5)));
    }
}
