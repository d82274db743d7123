//! Somebody in a private chat: writes, taps what they see, and waits for an answer.

use std::cell::Cell;
use std::time::Instant;

use serde_json::{Value, json};

use crate::stage::{Control, PATIENCE};

/// The beginnings of the four cards.
pub const CARDS: [&str; 5] =
    ["Call ", "Be seen by a doctor today", "Book an appointment", "You can look after this", "So far nothing"];

/// One message of the bot's.
#[derive(Debug, Clone)]
pub struct Said {
    pub id: i64,
    pub text: String,
    pub silent: bool,
    /// The name of the document or the photo that came with it, and where the simulator keeps it.
    pub file: Option<(String, String)>,
    /// Label and data.
    pub buttons: Vec<(String, String)>,
}

impl Said {
    /// As the simulator keeps it; absent when it is a person's.
    pub fn of(stored: &Value) -> Option<Said> {
        if stored["by_bot"] != true {
            return None;
        }
        let message = &stored["message"];
        let rows = message["reply_markup"]["inline_keyboard"].as_array();
        let buttons = rows.into_iter().flatten().filter_map(Value::as_array).flatten();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Some(Said {
            id: message["message_id"].as_i64().unwrap(),
            text: text(if message["text"].is_null() { &message["caption"] } else { &message["text"] }),
            file: file(message),
            silent: stored["silent"] == true,
            buttons: buttons.map(|button| (text(&button["text"]), text(&button["callback_data"]))).collect(),
        })
    }

    /// The bytes of its file.
    pub async fn bytes(&self, control: &Control) -> Vec<u8> {
        control.bytes(&format!("/simulator/files/{}", self.file.as_ref().unwrap().1)).await
    }

    pub fn is_card(&self) -> bool {
        CARDS.iter().any(|card| self.text.starts_with(card))
    }

    /// Conversation and visit, when it is a question with its buttons on.
    pub fn question(&self) -> Option<(u32, u32)> {
        self.buttons.iter().find_map(|(_, data)| {
            let mut parts = data.split('.');
            Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
        })
    }

    /// What somebody without warning signs taps; `None` for the buttons that are on every question.
    pub fn harmless(&self) -> Option<(String, String)> {
        let named = |label: &str| self.buttons.iter().find(|(name, _)| name == label);
        let choice = || self.buttons.iter().find(|(_, data)| !data.contains("._"));
        let enough = || self.buttons.iter().find(|(_, data)| data.ends_with(".enough"));
        named("It let go").or_else(|| named("None of these")).or_else(enough).or_else(choice).cloned()
    }
}

fn file(message: &Value) -> Option<(String, String)> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let document = &message["document"];
    let photo = message["photo"].as_array().and_then(|sizes| text(&sizes.last()?["file_id"]));
    photo.map(|id| ("photo".to_owned(), id)).or(text(&document["file_name"]).zip(text(&document["file_id"])))
}

pub struct Person {
    pub control: Control,
    pub chat: i64,
    /// The last message that was acted on or waited for.
    seen: Cell<i64>,
}

impl Person {
    pub fn new(control: Control, chat: i64) -> Person {
        Person { control, chat, seen: Cell::new(0) }
    }

    pub fn path(&self, what: &str) -> String {
        format!("/simulator/chats/{}/{what}", self.chat)
    }

    pub async fn act(&self, what: &str, body: Value) -> Value {
        let done = self.control.post(&self.path(what), body).await;
        assert!(done["error"].is_null(), "{what}: {done}");
        done
    }

    /// Everything the bot has said here, oldest first, and the number of the last change.
    pub async fn chat(&self) -> (Vec<Said>, u64) {
        let chat = self.control.get(&format!("/simulator/chats/{}", self.chat)).await;
        let said = chat["messages"].as_array().unwrap().iter().filter_map(Said::of).collect();
        (said, chat["change"].as_u64().unwrap())
    }

    pub async fn all(&self) -> Vec<Said> {
        self.chat().await.0
    }

    /// The first message since the last one that fits; later ones are looked for behind it.
    pub async fn waits_for(&self, what: &str, fits: impl Fn(&Said) -> bool) -> Said {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let (said, change) = self.chat().await;
            if let Some(found) = said.iter().find(|said| said.id > self.seen.get() && fits(said)) {
                self.seen.set(found.id);
                return found.clone();
            }
            let newest: Vec<&Said> = said.iter().rev().take(3).collect();
            assert!(Instant::now() < deadline, "waited in vain for \"{what}\"; the last words: {newest:#?}");
            let (control, chat) = (&self.control, self.chat);
            control.get(&format!("/simulator/changes?since={change}&chat={chat}&timeout=2")).await;
        }
    }

    pub async fn hears(&self, words: &str) -> Said {
        self.waits_for(words, |said| said.text.contains(words)).await
    }

    pub async fn writes(&self, text: &str) {
        self.act("text", json!({"text": text})).await;
    }

    /// Writes, and waits for an answer with these words.
    pub async fn asks(&self, text: &str, words: &str) -> Said {
        self.writes(text).await;
        self.hears(words).await
    }

    /// Waits for a button of this label and taps it.
    pub async fn taps(&self, label: &str) {
        let has = |said: &Said| said.buttons.iter().any(|(name, _)| name == label);
        let said = self.waits_for(label, has).await;
        let (_, data) = said.buttons.iter().find(|(name, _)| name == label).unwrap();
        self.presses(&said, data).await;
    }

    /// The same under a message that was waited for already.
    pub async fn taps_again(&self, label: &str) {
        self.seen.set(self.seen.get() - 1);
        self.taps(label).await;
    }

    pub async fn presses(&self, said: &Said, data: &str) {
        self.act("press", json!({"message_id": said.id, "data": data, "stale": true})).await;
    }

    /// From the first word to being known: consent, country, clock.
    pub async fn sets_up(&self) {
        self.asks("/start", "I am Charley").await;
        self.seen.set(0);
        self.taps("Set me up").await;
        self.taps("Yes, keep my diary").await;
        self.hears("Which country").await;
        // A country with one clock is asked no second question.
        self.asks("Germany", "You are set up").await;
    }

    /// The next open question.
    pub async fn is_asked(&self) -> Said {
        self.waits_for("a question", |said| said.question().is_some()).await
    }

    /// Answers as somebody without warning signs until a question has these words.
    pub async fn answers_until(&self, words: &str) -> Said {
        for _ in 0..60 {
            let question = self.is_asked().await;
            if question.text.contains(words) {
                return question;
            }
            let (_, data) = question.harmless().unwrap();
            self.presses(&question, &data).await;
        }
        panic!("sixty questions and no \"{words}\"");
    }

    /// Answers as somebody without warning signs until the card comes; how many questions that took.
    pub async fn answers_to_the_card(&self) -> (Said, usize) {
        for questions in 0..60 {
            let next =
                self.waits_for("a question or the card", |said| said.is_card() || said.question().is_some()).await;
            if next.is_card() {
                return (next, questions);
            }
            let (_, data) = next.harmless().unwrap();
            self.presses(&next, &data).await;
        }
        panic!("sixty questions and no card");
    }
}
