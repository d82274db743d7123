//! One exchange in the making: the chat as it will be, what goes into the diary, what will be said.
//!
//! Only gathers; who says what is decided by its callers.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::chat::Chat;
use super::diary::{self, Diary, Entry, What};
use super::event::Event;
use super::letter::{Attachment, Button, Class, Edit, Keyboard, Message, Outgoing, Tag, Target};
use super::press;
use super::{Fate, Turn, customs, nights, place, reminder, standing};
use crate::ids::{ConversationId, MessageId, PressId, SubjectId, Visit};
use crate::library::Library;
use crate::library::words::Blank;

/// One of the reactions that Telegram allows bots: a writing hand.
const SEEN: &str = "✍";

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

    pub fn into_turn(mut self) -> Turn {
        nights::tick(&mut self);
        reminder::tick(&mut self);
        reminder::look_ahead(&mut self.chat);
        // Between conversations the chat is about the writer.
        let about = self.chat.conversation.as_ref().map(|open| open.subject).unwrap_or_default();
        self.chat.turn_to(about);
        let chat = if self.forget { Fate::Forget } else { Fate::Keep(Box::new(self.chat)) };
        Turn { chat, entries: self.entries, outbox: self.outbox }
    }

    /// Something done for this one; afterwards the chat is about whom it was about.
    pub fn turned_to<T>(&mut self, subject: SubjectId, act: impl FnOnce(&mut Self) -> T) -> T {
        let about = self.chat.about;
        self.chat.turn_to(subject);
        let done = act(self);
        self.chat.turn_to(about);
        done
    }

    /// One of the bot's own phrases.
    pub fn phrase(&self, key: &str, blanks: &[(&str, Blank<'_>)]) -> String {
        let (words, language) = (&self.library.words, &self.chat.profile.language);
        if self.chat.about.is_writer() {
            return words.text(language, key, blanks);
        }
        words.about_other(language, key, None, blanks)
    }

    /// An attribute of an authored text, such as a node's question or a choice's label.
    pub fn authored(&self, key: &str, attribute: &str) -> String {
        self.authored_with(key, attribute, &[])
    }

    /// The same with blanks.
    pub fn authored_with(&self, key: &str, attribute: &str, blanks: &[(&str, Blank<'_>)]) -> String {
        let (words, language) = (&self.library.words, &self.chat.profile.language);
        if self.chat.about.is_writer() {
            return words.attribute(language, key, attribute, blanks);
        }
        words.about_other(language, key, Some(attribute), blanks)
    }

    /// An answer that belongs to no question. Its buttons are lines of the text too, for who cannot see buttons.
    pub fn say(&mut self, text: String, keyboard: Keyboard) {
        self.say_as(Class::Answer, text, keyboard);
    }

    /// The same in another class.
    pub fn say_as(&mut self, class: Class, text: String, keyboard: Keyboard) {
        let text = format!("{text}{}", numbered(&keyboard, 0));
        self.send(class, text, keyboard, None);
    }

    /// An answer that has lines of its own for its first buttons, numbered as they are.
    pub fn say_list(&mut self, text: String, own_lines: usize, keyboard: Keyboard) {
        let text = format!("{text}{}", numbered(&keyboard, own_lines));
        self.send(Class::Answer, text, keyboard, None);
    }

    /// A question to which numbers are amounts: its buttons are tapped, or their words are typed to whoever awaits them.
    pub fn ask_amount(&mut self, text: String, rows: Vec<Vec<Button>>) {
        self.send(Class::Answer, text, Keyboard::Inline(rows), None);
        self.chat.offered.clear();
    }

    /// What nobody asked for just now, and nobody wants after `until`. `plain` leaves the buttons out of the text.
    pub fn remind(&mut self, text: String, keyboard: Keyboard, plain: bool, until: Timestamp) {
        let lines = if plain { String::new() } else { numbered(&keyboard, 0) };
        self.send(Class::Reminder, format!("{text}{lines}"), keyboard, None);
        if let Some(Outgoing::Message(message)) = self.outbox.last_mut() {
            message.until = Some(until);
        }
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
        self.outbox.push(Outgoing::Message(Message {
            class,
            text,
            keyboard,
            silent,
            tag,
            attachment: None,
            until: None,
        }));
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

    /// Puts a row of buttons below the message that was said last.
    pub fn add_row(&mut self, row: Vec<Button>) {
        if let Some(Outgoing::Message(Message { keyboard: Keyboard::Inline(rows), .. })) = self.outbox.last_mut() {
            rows.push(row);
        }
    }

    /// A message that belongs to no question gets other words and buttons; `number` is its number among those.
    pub fn renew(&mut self, number: u32, message: Option<MessageId>, text: String, buttons: Vec<Vec<Button>>) {
        let is_newest = self.chat.counters.menus == number;
        // Nobody has pressed it, and a newer one has taken its buttons.
        let has_kept_them = is_newest || message.is_some() || standing::keeps(&self.chat, number);
        let buttons = if has_kept_them { buttons } else { Vec::new() };
        if is_newest {
            self.chat.offered = buttons.concat();
        }
        let lines = numbered(&Keyboard::Inline(buttons.clone()), 0);
        self.edit(menu_target(number, message), Some(format!("{text}{lines}")), buttons);
    }

    /// The same with a question to which numbers are amounts.
    pub fn renew_amount(&mut self, number: u32, message: Option<MessageId>, text: String, buttons: Vec<Vec<Button>>) {
        self.chat.offered.clear();
        self.edit(menu_target(number, message), Some(text), buttons);
    }

    /// Of the messages with buttons that belong to no question only the newest keeps them, and beside it what the bot
    /// asked of its own accord and can still be answered.
    fn next_menu(&mut self, rows: &[Vec<Button>]) -> Tag {
        standing::expire(self);
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

    /// Takes the buttons from the last message that belongs to no question, unless it still waits for an answer.
    pub fn clear_menu(&mut self) {
        self.chat.offered.clear();
        let newest = self.chat.counters.menus;
        if newest > 0 && !standing::keeps(&self.chat, newest) {
            self.edit(Target::Tag(self.menu()), None, Vec::new());
        }
    }

    fn menu(&self) -> Tag {
        Tag { conversation: ConversationId(0), visit: Visit(self.chat.counters.menus) }
    }

    pub fn edit(&mut self, target: Target, text: Option<String>, buttons: Vec<Vec<Button>>) {
        self.outbox.push(Outgoing::Edit(Edit { target, text, buttons }));
    }

    /// Says without words that an edited message was seen.
    pub fn react(&mut self, message: MessageId) {
        self.outbox.push(Outgoing::React { message, emoji: SEEN.to_owned() });
    }

    /// Ends the spinner of a press. The toast may vanish unread, so it carries nothing that matters.
    pub fn acknowledge(&mut self, press: &PressId, toast: Option<String>) {
        self.outbox.push(Outgoing::Acknowledge { press: press.clone(), toast });
    }

    /// Into the diary; before consent nothing is.
    pub fn remember(&mut self, at: Timestamp, what: What) {
        let zone = self.chat.profile.zone.clone().unwrap_or_else(|| "UTC".into());
        let message = self.message;
        self.remember_in(&zone, at, message, what);
    }

    /// The same on the clock of a zone, by its IANA name, and with the message that said so.
    pub fn remember_in(&mut self, zone: &str, at: Timestamp, message: Option<MessageId>, what: What) {
        if !self.chat.has_consent() {
            return;
        }
        let clock = place::zone(zone).unwrap_or(TimeZone::UTC);
        self.chat.counters.entries += 1;
        self.entries.push(Entry {
            v: 1,
            subject: if is_writers(&what) { SubjectId::WRITER } else { self.chat.about },
            number: self.chat.counters.entries,
            at,
            zone: zone.to_owned(),
            offset_seconds: at.to_zoned(clock).offset().seconds(),
            message,
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
        self.chat.profile.zone.as_deref().and_then(place::zone).unwrap_or(TimeZone::UTC)
    }

    pub fn local(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.zone())
    }

    /// `03:12` or `3:12 am`, on the person's clock; `03:12 UTC` while that is not known.
    pub fn clock(&self, at: Timestamp) -> String {
        let suffix = if self.chat.profile.zone.is_none() { " UTC" } else { "" };
        format!("{}{suffix}", self.wall(self.local(at).time()))
    }

    /// Whether it is an hour in which messages make no sound.
    pub fn is_quiet(&self) -> bool {
        self.is_quiet_at(self.now)
    }

    /// Whether an instant lies in the quiet hours; while the person's clock is not known, none does.
    pub fn is_quiet_at(&self, at: Timestamp) -> bool {
        self.chat.profile.zone.is_some() && self.is_quiet_hour(self.local(at).hour())
    }

    /// Whether an hour of the person's clock, 0 to 23, is quiet.
    pub fn is_quiet_hour(&self, hour: i8) -> bool {
        self.chat.profile.is_quiet_hour(hour)
    }

    /// From and to, in hours of the person's clock; equal when no hour is quiet.
    pub fn quiet_hours(&self) -> (u8, u8) {
        self.chat.profile.hours_of_quiet()
    }

    /// A time of the clock as the person reads it.
    pub fn wall(&self, time: Time) -> String {
        customs::time(&self.chat.profile, self.library, time)
    }

    /// `3 Mar`, without the year.
    pub fn date(&self, date: Date) -> String {
        date.strftime("%-d %b").to_string()
    }

    /// `07:00` today, `3 Mar 07:00` on another day.
    pub fn moment(&self, at: Timestamp) -> String {
        let date = self.local(at).date();
        if date == self.local(self.now).date() {
            self.clock(at)
        } else {
            format!("{} {}", self.date(date), self.clock(at))
        }
    }

    /// The evening's date of the night that a time of the person's clock belongs to.
    pub fn night_of(&self, local: DateTime) -> Date {
        self.chat.profile.night_end().night_of(local)
    }

    /// A full hour, 0 to 24.
    pub fn wall_hour(&self, hour: u8) -> String {
        let hour = i8::try_from(hour % 24).ok().and_then(|hour| Time::new(hour, 0, 0, 0).ok());
        self.wall(hour.unwrap_or(Time::MIN))
    }
}

/// What only the writer logs, whoever is being talked about.
fn is_writers(what: &What) -> bool {
    matches!(what, What::Day(_) | What::QuietNight | What::Medicine(_))
}

fn menu_target(number: u32, message: Option<MessageId>) -> Target {
    let tag = Tag { conversation: ConversationId(0), visit: Visit(number) };
    message.map_or(Target::Tag(tag), Target::Message)
}

/// "1 Yes", "2 No" below the text of a message with several buttons, without the first ones that have lines already.
fn numbered(keyboard: &Keyboard, without: usize) -> String {
    let Keyboard::Inline(rows) = keyboard else {
        return String::new();
    };
    let labels: Vec<&str> = rows.iter().flatten().map(|button| button.label.as_str()).collect();
    if labels.len() < 2 {
        return String::new();
    }
    labels.iter().enumerate().skip(without).map(|(index, label)| format!("\n{} {label}", index + 1)).collect()
}

/// Makes typed words safe inside Telegram HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
