//! What arrives: one update of Telegram's queue becomes at most one event.
//!
//! Reads the few fields that matter with shapes of its own, so that a field or a kind that is new to Telegram
//! changes nothing, and a malformed update costs that update alone: it is counted, confirmed and forgotten, never
//! logged. Decides nothing about the person.

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::engine::event::{Event, Media, What};
use crate::ids::{ChatId, MessageId, PressId, UpdateId};

/// One update, understood as far as we need it.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    pub update: UpdateId,
    pub chat: Option<ChatId>,
    /// Absent: nothing for us, or nothing readable; it is confirmed all the same.
    pub event: Option<Event>,
    /// It could not be read.
    pub malformed: bool,
}

/// One update as Telegram sent it; absent when not even its number can be read.
/// `name` is the bot's own username, without the @.
pub fn incoming(raw: &Value, name: &str) -> Option<Incoming> {
    let update = UpdateId(u32::try_from(raw.get("update_id")?.as_u64()?).ok()?);
    let heard = Update::deserialize(raw).map(|read| read.heard(name));
    let malformed = heard.is_err();
    let (chat, event) = match heard.ok().flatten() {
        Some(Heard { chat, happened, what }) => (Some(chat), Some(Event { update: Some(update), happened, what })),
        None => (None, None),
    };
    Some(Incoming { update, chat, event, malformed })
}

struct Heard {
    chat: ChatId,
    happened: Option<Timestamp>,
    what: What,
}

#[derive(Deserialize)]
struct Update {
    message: Option<Message>,
    edited_message: Option<Message>,
    callback_query: Option<Press>,
    my_chat_member: Option<Membership>,
}

#[derive(Deserialize)]
struct Room {
    id: i64,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct Person {
    id: i64,
    #[serde(default)]
    is_bot: bool,
    language_code: Option<String>,
    username: Option<String>,
}

/// Only whether a medium is there matters, never what it is.
#[derive(Deserialize)]
struct Message {
    message_id: i32,
    #[serde(default)]
    date: i64,
    edit_date: Option<i64>,
    chat: Room,
    from: Option<Person>,
    sender_chat: Option<IgnoredAny>,
    text: Option<String>,
    caption: Option<String>,
    reply_to_message: Option<Box<Answered>>,
    voice: Option<IgnoredAny>,
    audio: Option<IgnoredAny>,
    video_note: Option<IgnoredAny>,
    photo: Option<IgnoredAny>,
    sticker: Option<IgnoredAny>,
    location: Option<Spot>,
    video: Option<IgnoredAny>,
    animation: Option<IgnoredAny>,
    document: Option<IgnoredAny>,
    contact: Option<IgnoredAny>,
    poll: Option<IgnoredAny>,
    dice: Option<IgnoredAny>,
    story: Option<IgnoredAny>,
    game: Option<IgnoredAny>,
}

/// Where somebody is, in degrees.
#[derive(Deserialize)]
struct Spot {
    latitude: Option<f64>,
    longitude: Option<f64>,
}

#[derive(Deserialize)]
struct Answered {
    from: Option<Person>,
}

#[derive(Deserialize)]
struct Press {
    id: String,
    from: Person,
    message: Option<Pressed>,
    data: Option<String>,
}

/// Also what Telegram calls an inaccessible message: its chat and number are there, the rest is not.
#[derive(Deserialize)]
struct Pressed {
    message_id: i32,
    chat: Room,
}

#[derive(Deserialize)]
struct Membership {
    chat: Room,
    #[serde(default)]
    date: i64,
    from: Option<Person>,
    old_chat_member: Option<Member>,
    new_chat_member: Member,
}

#[derive(Deserialize)]
struct Member {
    status: String,
}

impl Update {
    fn heard(self, name: &str) -> Option<Heard> {
        if let Some(message) = self.message {
            return message.heard(name);
        }
        if let Some(message) = self.edited_message {
            return message.edited();
        }
        if let Some(press) = self.callback_query {
            return press.heard();
        }
        self.my_chat_member.and_then(Membership::heard)
    }
}

impl Room {
    fn is_private(&self) -> bool {
        self.kind == "private"
    }

    fn is_group(&self) -> bool {
        matches!(self.kind.as_str(), "group" | "supergroup")
    }
}

impl Message {
    fn heard(self, name: &str) -> Option<Heard> {
        if self.chat.is_group() {
            return self.in_group(name);
        }
        if !self.chat.is_private() || self.from.as_ref().is_some_and(|person| person.is_bot) {
            return None;
        }
        let (chat, happened, message) = (ChatId(self.chat.id), instant(self.date), MessageId(self.message_id));
        let media = self.media();
        let spot = self.location.as_ref().and_then(|spot| spot.latitude.zip(spot.longitude));
        let language = self.from.and_then(|person| person.language_code);
        // The words under a picture may be the ones that matter.
        let what = match (self.text.or(self.caption), media) {
            (Some(text), _) => What::Said { message, text, language },
            (None, Some(Media::Location)) if spot.is_some() => {
                let (latitude, longitude) = spot.unwrap_or_default();
                What::Located { latitude, longitude }
            }
            (None, Some(kind)) => What::Showed { message, kind },
            // A service message: something was pinned, a timer was set.
            (None, None) => return None,
        };
        Some(Heard { chat, happened, what })
    }

    fn edited(self) -> Option<Heard> {
        if !self.chat.is_private() || self.from.as_ref().is_some_and(|person| person.is_bot) {
            return None;
        }
        let text = self.text.or(self.caption)?;
        Some(Heard {
            chat: ChatId(self.chat.id),
            happened: instant(self.edit_date.unwrap_or(self.date)),
            what: What::Edited { message: MessageId(self.message_id), text },
        })
    }

    /// Only what is addressed to the bot; the rest of a group's talk is not ours to hear.
    fn in_group(self, name: &str) -> Option<Heard> {
        // An anonymous administrator writes as a bot on behalf of the group.
        let by_bot = self.from.as_ref().is_some_and(|person| person.is_bot) && self.sender_chat.is_none();
        let text = self.text.or(self.caption).unwrap_or_default();
        let answers_us = self
            .reply_to_message
            .and_then(|answered| answered.from?.username)
            .is_some_and(|username| username.eq_ignore_ascii_case(name));
        if by_bot || !(answers_us || is_for(&text, name)) {
            return None;
        }
        Some(Heard {
            chat: ChatId(self.chat.id),
            happened: instant(self.date),
            what: What::Group {
                asked_to_leave: command(&text, name) == Some("leave"),
                language: self.from.and_then(|person| person.language_code),
            },
        })
    }

    fn media(&self) -> Option<Media> {
        let other = [
            &self.video,
            &self.animation,
            &self.document,
            &self.contact,
            &self.poll,
            &self.dice,
            &self.story,
            &self.game,
        ];
        if self.voice.is_some() || self.audio.is_some() || self.video_note.is_some() {
            Some(Media::Voice)
        } else if self.photo.is_some() {
            Some(Media::Picture)
        } else if self.sticker.is_some() {
            Some(Media::Sticker)
        } else if self.location.is_some() {
            Some(Media::Location)
        } else if other.iter().any(|medium| medium.is_some()) {
            Some(Media::Other)
        } else {
            None
        }
    }
}

impl Press {
    fn heard(self) -> Option<Heard> {
        let data = self.data?;
        // A private chat has the number of its person.
        let chat = match &self.message {
            Some(message) if message.chat.is_private() => message.chat.id,
            Some(_) => return None,
            None => self.from.id,
        };
        let message = self.message.map(|message| MessageId(message.message_id));
        let what = What::Pressed { press: PressId(self.id), message, data };
        Some(Heard { chat: ChatId(chat), happened: None, what })
    }
}

impl Membership {
    fn heard(self) -> Option<Heard> {
        let is_in = |status: &str| matches!(status, "member" | "administrator" | "creator" | "restricted");
        let now_in = is_in(&self.new_chat_member.status);
        let what = if self.chat.is_private() {
            if now_in { What::Returned } else { What::Blocked }
        } else if self.chat.is_group() && now_in {
            if self.old_chat_member.is_some_and(|member| is_in(&member.status)) {
                // Promoted or restricted, not added.
                return None;
            }
            What::Group { asked_to_leave: false, language: self.from.and_then(|person| person.language_code) }
        } else {
            return None;
        };
        Some(Heard { chat: ChatId(self.chat.id), happened: instant(self.date), what })
    }
}

/// Telegram leaves a date of 0 where it does not tell.
fn instant(seconds: i64) -> Option<Timestamp> {
    if seconds <= 0 { None } else { Timestamp::from_second(seconds).ok() }
}

fn is_for(text: &str, name: &str) -> bool {
    let mentioned = text
        .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '@'))
        .any(|word| word.strip_prefix('@').is_some_and(|mention| mention.eq_ignore_ascii_case(name)));
    mentioned || command(text, name).is_some()
}

/// The command a text begins with, if it is meant for us or for any bot.
fn command<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let word = text.strip_prefix('/')?.split_whitespace().next()?;
    match word.split_once('@') {
        Some((command, bot)) => bot.eq_ignore_ascii_case(name).then_some(command),
        None => Some(word),
    }
}

#[cfg(test)]
mod tests {
    use super::incoming;
    use crate::engine::event::{Media, What};
    use crate::ids::{ChatId, MessageId, PressId};
    use serde_json::{Value, json};

    fn what(raw: Value) -> Option<What> {
        let read = incoming(&raw, "charley_bot").unwrap();
        assert!(!read.malformed);
        read.event.map(|event| event.what)
    }

    fn message(fields: Value) -> Value {
        let mut message = json!({
            "message_id": 5, "date": 1_700_000_000, "chat": { "id": 7, "type": "private", "first_name": "A" },
            "from": { "id": 7, "is_bot": false, "first_name": "A", "language_code": "de" },
        });
        for (name, value) in fields.as_object().unwrap() {
            message[name] = value.clone();
        }
        json!({ "update_id": 1, "message": message })
    }

    #[test]
    fn words_pictures_and_silence() {
        let said = What::Said { message: MessageId(5), text: "cramp".into(), language: Some("de".into()) };
        assert_eq!(what(message(json!({ "text": "cramp", "unheard_of": [1] }))), Some(said));
        let shown = |kind| Some(What::Showed { message: MessageId(5), kind });
        assert_eq!(what(message(json!({ "voice": {} }))), shown(Media::Voice));
        assert_eq!(what(message(json!({ "photo": [] }))), shown(Media::Picture));
        assert_eq!(what(message(json!({ "location": {}, "venue": {} }))), shown(Media::Location));
        let here = json!({ "location": { "latitude": 52.5, "longitude": 13.4, "horizontal_accuracy": 5 } });
        assert_eq!(what(message(here)), Some(What::Located { latitude: 52.5, longitude: 13.4 }));
        assert_eq!(what(message(json!({ "dice": {} }))), shown(Media::Other));
        assert_eq!(what(message(json!({ "pinned_message": {} }))), None);
        assert!(matches!(what(message(json!({ "photo": [], "caption": "swollen" }))), Some(What::Said { .. })));
        assert_eq!(what(message(json!({ "text": "hi", "from": { "id": 1, "is_bot": true } }))), None);
    }

    #[test]
    fn a_press_is_heard_even_on_a_message_that_is_gone() {
        let raw = json!({ "update_id": 2, "callback_query": {
            "id": "77", "from": { "id": 7, "is_bot": false }, "chat_instance": "x", "data": "1:1:calf",
            "message": { "message_id": 4, "date": 0, "chat": { "id": 7, "type": "private" } },
        } });
        let pressed =
            What::Pressed { press: PressId("77".into()), message: Some(MessageId(4)), data: "1:1:calf".into() };
        assert_eq!(what(raw), Some(pressed));
        let bare = json!({ "update_id": 2, "callback_query": {
            "id": "77", "from": { "id": 9, "is_bot": false }, "inline_message_id": "x", "data": "d" } });
        assert_eq!(incoming(&bare, "b").unwrap().chat, Some(ChatId(9)));
    }

    #[test]
    fn blocked_and_back() {
        let member = |kind: &str, old: &str, new: &str| {
            what(json!({ "update_id": 3, "my_chat_member": {
                "chat": { "id": -7, "type": kind }, "from": { "id": 7 }, "date": 1_700_000_000,
                "old_chat_member": { "status": old }, "new_chat_member": { "status": new } } }))
        };
        assert_eq!(member("private", "member", "kicked"), Some(What::Blocked));
        assert_eq!(member("private", "kicked", "member"), Some(What::Returned));
        let joined = Some(What::Group { asked_to_leave: false, language: None });
        assert_eq!(member("supergroup", "left", "member"), joined);
        assert_eq!(member("group", "member", "administrator"), None);
        assert_eq!(member("group", "member", "kicked"), None);
        assert_eq!(member("channel", "left", "administrator"), None);
    }

    #[test]
    fn in_a_group_only_what_is_meant_for_us() {
        let group = |text: &str| what(message(json!({ "text": text, "chat": { "id": -5, "type": "supergroup" } })));
        let leaving = |asked_to_leave| Some(What::Group { asked_to_leave, language: Some("de".into()) });
        assert_eq!(group("/leave@Charley_Bot"), leaving(true));
        assert_eq!(group("/leave"), leaving(true));
        assert_eq!(group("hello @charley_bot!"), leaving(false));
        assert_eq!(group("/leave@other_bot"), None);
        assert_eq!(group("my leg hurts"), None);
    }

    #[test]
    fn what_cannot_be_read_costs_itself_only() {
        let broken = json!({ "update_id": 4, "message": { "message_id": "five", "chat": 7 } });
        let read = incoming(&broken, "b").unwrap();
        assert!(read.malformed && read.event.is_none());
        let unknown = json!({ "update_id": 5, "telepathy": { "from": 7 } });
        assert!(!incoming(&unknown, "b").unwrap().malformed);
        assert!(incoming(&json!({ "update_id": "x" }), "b").is_none());
        assert!(incoming(&json!([1]), "b").is_none());
    }
}
