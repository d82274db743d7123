//! People and groups: who there is, and how the bot stands with them (blocked, unblocked, added, removed).
//!
//! What they do in a chat is in `acts`.

use serde::Deserialize;
use serde_json::{Value, json};

use super::chats::{Chat, Standing};
use super::ledger::Change;
use super::refusal::Refusal;
use super::telegram::Telegram;

/// People are numbered from here, the way real ids look; groups are negative.
pub(super) const FIRST_ID: i64 = 700_000_000;

/// A person or a group to be made.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Newcomer {
    pub(super) name: String,
    pub(super) id: Option<i64>,
    pub(super) last_name: Option<String>,
    pub(super) username: Option<String>,
    pub(super) language_code: Option<String>,
}

pub(super) fn welcome(telegram: &mut Telegram, newcomer: Newcomer) -> Result<Value, Refusal> {
    let id = match newcomer.id {
        Some(id) if id <= 0 || telegram.rooms.contains_key(&id) => {
            return Err(Refusal::bad("this id is taken or no id"));
        }
        Some(id) => id,
        None => FIRST_ID + telegram.next_other(),
    };
    let chat = Chat {
        id,
        name: newcomer.name,
        last_name: newcomer.last_name,
        username: newcomer.username,
        language_code: newcomer.language_code.unwrap_or_else(|| "en".to_owned()),
        standing: Standing::Unknown,
        keyboard: None,
    };
    let view = chat.view();
    telegram.record(vec![Change::Chat { chat }])?;
    Ok(view)
}

/// A group with the bot in it, added by a person.
pub(super) fn gather(telegram: &mut Telegram, title: String, by: i64) -> Result<Value, Refusal> {
    let founder = person(telegram, by)?;
    let id = -(FIRST_ID + telegram.next_other());
    let chat = Chat { id, name: title, standing: Standing::Left, keyboard: None, ..founder.clone() };
    telegram.record(vec![Change::Chat { chat: chat.clone() }])?;
    stand(telegram, Chat { standing: Standing::Member, ..chat }, Some(founder))?;
    Ok(telegram.rooms[&id].chat.view())
}

/// Changes how the bot stands in a chat and tells the bot: it was blocked, unblocked, added, or removed.
pub(super) fn stand(telegram: &mut Telegram, chat: Chat, by: Option<Chat>) -> Result<(), Refusal> {
    let before = telegram.rooms.get(&chat.id).map_or(Standing::Unknown, |room| room.chat.standing);
    let from = by.map_or_else(|| telegram.bot(), |person| person.as_user());
    let member = json!({
        "chat": chat.as_chat(), "from": from, "date": telegram.clock.now(),
        "old_chat_member": membership(telegram, before), "new_chat_member": membership(telegram, chat.standing),
    });
    let mut changes: Vec<Change> = telegram.update("my_chat_member", member).into_iter().collect();
    changes.push(Change::Chat { chat });
    telegram.record(changes)
}

fn membership(telegram: &Telegram, standing: Standing) -> Value {
    match standing {
        Standing::Member | Standing::Unknown => json!({"user": telegram.bot(), "status": "member"}),
        Standing::Kicked => json!({"user": telegram.bot(), "status": "kicked", "until_date": 0}),
        Standing::Left => json!({"user": telegram.bot(), "status": "left"}),
    }
}

pub(super) fn block(telegram: &mut Telegram, id: i64, blocked: bool) -> Result<Value, Refusal> {
    let chat = chat(telegram, id)?;
    let standing = if blocked { Standing::Kicked } else { Standing::Member };
    let by = (!chat.is_group()).then(|| chat.clone());
    if chat.standing != standing {
        stand(telegram, Chat { standing, ..chat }, by)?;
    }
    Ok(telegram.rooms[&id].chat.view())
}

pub(super) fn forget_updates(telegram: &mut Telegram) -> Result<(), Refusal> {
    telegram.record(vec![Change::Confirmed { below: i64::MAX }])
}

/// Who acts in a chat: in private the person whose chat it is, in a group whoever is named.
pub(super) fn sender(telegram: &Telegram, id: i64, from: Option<i64>) -> Result<Chat, Refusal> {
    match from {
        Some(person_id) => person(telegram, person_id),
        None if id < 0 => Err(Refusal::bad("in a group, say who: \"from\"")),
        None => person(telegram, id),
    }
}

fn person(telegram: &Telegram, id: i64) -> Result<Chat, Refusal> {
    chat(telegram, id).ok().filter(|chat| !chat.is_group()).ok_or_else(|| Refusal::plain(404, "no such person"))
}

pub(super) fn chat(telegram: &Telegram, id: i64) -> Result<Chat, Refusal> {
    telegram.rooms.get(&id).map(|room| room.chat.clone()).ok_or_else(unknown_chat)
}

pub(super) fn unknown_chat() -> Refusal {
    Refusal::plain(404, "no such chat")
}
