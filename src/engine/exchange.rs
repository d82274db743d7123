//! One exchange in the making: the chat as it will be, what goes into the diary, what will be said.
//!
//! Only gathers; who says what is decided by its callers.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::chat::Chat;
use super::diary::{self, Diary, Entry, What};
use super::event::Event;
use super::letter::{Attachment, Button, Class, Edit, Keyboard, Message, Outgoing, Tag, Target};
use super::press;
use super::{Fate, Turn};
use crate::ids::{ConversationId, MessageId, PressId, Visit};
use crate::library::Library;
use crate::library::words::Blank;

/// Hours without a sound unless the person chose others: from, to.
const QUIET_HOURS: (u8, u8) = (22, 7);

pub struct Exchange<'a> {
    pub chat: Chat,
    pub library: &'a Library,
    pub diary: &'a dyn Diary,
    /// The desk's reading of the clock.
    pub now: Timestamp,
    /// When the person did it: the message's date, or now.
    pub happened: Timestamp,
    /// The words that are being answered; a press has none.
    pub message: Option<MessageId>,
    pub entries: Vec<Entry>,
    pub outbox: Vec<Outgoing>,
    /// Set when this person is to be forgotten.
    pub forget: bool,
}

impl<'a> Exchange<'a> {
    pub fn new(event: &Event, chat: &Chat, diary: &'a dyn Diary, library: &'a Library, now: Timestamp) -> Self {
        // A clock ahead of ours must not put entries into the future.
        let happened = event.happened.map_or(now, |at| at.min(now));
        Exchange {
            chat: chat.clone(),
            library,
            diary,
            now,
            happened,
            message: event.words(),
            entries: Vec::new(),
            outbox: Vec::new(),
            forget: false,
        }
    }

    pub fn into_turn(self) -> Turn {
        let chat = if self.forget { Fate::Forget } else { Fate::Keep(Box::new(self.chat)) };
        Turn { chat, entries: self.entries, outbox: self.outbox }
    }

    /// One of the bot's own phrases.
    pub fn phrase(&self, key: &str, blanks: &[(&str, Blank<'_>)]) -> String {
        self.library.words.text(&self.chat.profile.language, key, blanks)
    }

    /// An attribute of an authored text, such as a node's question or a choice's label.
    pub fn authored(&self, key: &str, attribute: &str) -> String {
        self.library.words.attribute(&self.chat.profile.language, key, attribute, &[])
    }

    /// An answer that belongs to no question. Its buttons are lines of the text too, for who cannot see buttons.
    pub fn say(&mut self, text: String, keyboard: Keyboard) {
        let text = format!("{text}{}", numbered(&keyboard));
        self.send(Class::Answer, text, keyboard, None);
    }

    pub fn send(&mut self, class: Class, text: String, keyboard: Keyboard, tag: Option<Tag>) {
        let silent = self.is_quiet();
        let tag = match (&keyboard, tag) {
            (Keyboard::Inline(rows), None) => Some(self.next_menu(rows)),
            (Keyboard::Inline(_), Some(tag)) => {
                self.chat.offered.clear();
                Some(tag)
            }
            (Keyboard::None | Keyboard::Keys(_), tag) => tag,
        };
        self.outbox.push(Outgoing::Message(Message { class, text, keyboard, silent, tag, attachment: None }));
    }

    /// An answer with a file or a picture; the text is its caption.
    pub fn say_with(&mut self, attachment: Attachment, text: String, keyboard: Keyboard) {
        self.say(text, keyboard);
        self.attach(attachment);
    }

    /// Puts a file or a picture to the message that was said last.
    pub fn attach(&mut self, attachment: Attachment) {
        if let Some(Outgoing::Message(message)) = self.outbox.last_mut() {
            message.attachment = Some(attachment);
        }
    }

    /// Of the messages with buttons that belong to no question only the newest keeps them.
    fn next_menu(&mut self, rows: &[Vec<Button>]) -> Tag {
        self.clear_menu();
        // Buttons of first aid name what is wrong with somebody, which is not kept without consent.
        // So do those of articles; a part of a list would give the numbers another meaning.
        let is_telling =
            rows.iter().flatten().any(|button| press::is_reading(&button.data)) && !self.chat.has_consent();
        if !is_telling {
            self.chat.offered = rows.iter().flatten().filter(|button| press::is_menu(&button.data)).cloned().collect();
        }
        self.chat.counters.menus += 1;
        self.menu()
    }

    /// Takes the buttons from the last message that belongs to no question.
    pub fn clear_menu(&mut self) {
        self.chat.offered.clear();
        if self.chat.counters.menus > 0 {
            self.edit(Target::Tag(self.menu()), None, Vec::new());
        }
    }

    fn menu(&self) -> Tag {
        Tag { conversation: ConversationId(0), visit: Visit(self.chat.counters.menus) }
    }

    pub fn edit(&mut self, target: Target, text: Option<String>, buttons: Vec<Vec<Button>>) {
        self.outbox.push(Outgoing::Edit(Edit { target, text, buttons }));
    }

    /// Ends the spinner of a press. The toast may vanish unread, so it carries nothing that matters.
    pub fn acknowledge(&mut self, press: &PressId, toast: Option<String>) {
        self.outbox.push(Outgoing::Acknowledge { press: press.clone(), toast });
    }

    /// Into the diary; before consent nothing is.
    pub fn remember(&mut self, at: Timestamp, what: What) {
        if !self.chat.has_consent() {
            return;
        }
        let zone = self.zone();
        let offset = at.to_zoned(zone.clone()).offset().seconds();
        self.chat.counters.entries += 1;
        self.entries.push(Entry {
            v: 1,
            subject: self.chat.conversation.as_ref().map(|conversation| conversation.subject).unwrap_or_default(),
            number: self.chat.counters.entries,
            at,
            zone: self.chat.profile.zone.clone().unwrap_or_else(|| "UTC".into()),
            offset_seconds: offset,
            message: self.message,
            what,
        });
    }

    /// Writes a row of the diary anew.
    pub fn rewrite(&mut self, entry: Entry) {
        if self.chat.has_consent() {
            diary::add(&mut self.entries, [entry]);
        }
    }

    /// The person's zone; UTC until it is known.
    pub fn zone(&self) -> TimeZone {
        let name = self.chat.profile.zone.as_deref().unwrap_or("UTC");
        TimeZone::get(name).unwrap_or(TimeZone::UTC)
    }

    pub fn local(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.zone())
    }

    /// `03:12`, on the person's clock; `03:12 UTC` while that is not known.
    pub fn clock(&self, at: Timestamp) -> String {
        let suffix = if self.chat.profile.zone.is_none() { " UTC" } else { "" };
        format!("{}{suffix}", self.local(at).strftime("%H:%M"))
    }

    /// Whether it is an hour in which messages make no sound.
    pub fn is_quiet(&self) -> bool {
        let (from, to) = self.chat.profile.quiet_hours.unwrap_or(QUIET_HOURS);
        let hour = self.local(self.now).hour().unsigned_abs();
        if self.chat.profile.zone.is_none() || from == to {
            return false;
        }
        if from < to { (from..to).contains(&hour) } else { hour >= from || hour < to }
    }
}

/// "1 Yes", "2 No" below the text of a message with several buttons.
fn numbered(keyboard: &Keyboard) -> String {
    let Keyboard::Inline(rows) = keyboard else {
        return String::new();
    };
    let labels: Vec<&str> = rows.iter().flatten().map(|button| button.label.as_str()).collect();
    if labels.len() < 2 {
        return String::new();
    }
    labels.iter().enumerate().map(|(index, label)| format!("\n{} {label}", index + 1)).collect()
}

/// Makes typed words safe inside Telegram HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
