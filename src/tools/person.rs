//! A person in memory: plays events through `engine::turn` without a store, a network or a clock.

use jiff::Timestamp;

use crate::engine::chat::{Chat, Position};
use crate::engine::conversation;
use crate::engine::diary::{Diary, Entry, add};
use crate::engine::event::{Event, What};
use crate::engine::exchange::Exchange;
use crate::engine::fact::{Fact, Source};
use crate::engine::letter::{Button, Keyboard, Message, Outgoing, Target};
use crate::engine::turn::turn;
use crate::engine::{Fate, Turn, ring};
use crate::ids::{ChatId, DialogueId, MessageId, NodeId, PressId, SubjectId, UpdateId};
use crate::library::Library;
use crate::library::value::Findings;
use crate::library::vocabulary::Scope;

/// One person and everything the bot knows of and has said to them.
pub struct Person<'a> {
    pub library: &'a Library,
    pub chat: Chat,
    pub diary: Memory,
    pub now: Timestamp,
    /// Every message as it stands in the chat now, oldest first.
    pub messages: Vec<Message>,
    updates: u32,
}

/// A diary in memory.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    /// In the order in which they were written.
    pub entries: Vec<Entry>,
}

impl Diary for Memory {
    fn newest(&self, subject: SubjectId, most: usize) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self.entries.iter().filter(|entry| entry.subject == subject).cloned().collect();
        entries.sort_by_key(|entry| std::cmp::Reverse((entry.at, entry.number)));
        entries.truncate(most);
        entries
    }

    fn since(&self, subject: SubjectId, at: Timestamp) -> Vec<Entry> {
        let mut entries = self.newest(subject, 1000);
        entries.retain(|entry| entry.at >= at);
        entries.reverse();
        entries
    }

    fn count(&self) -> usize {
        self.entries.len()
    }
}

impl<'a> Person<'a> {
    /// Somebody who has never written before.
    pub fn new(library: &'a Library, now: Timestamp) -> Self {
        Person { library, chat: Chat::new(ChatId(1)), diary: Memory::default(), now, messages: Vec::new(), updates: 0 }
    }

    /// Somebody who is set up, in this zone.
    pub fn set_up(library: &'a Library, now: Timestamp, zone: &str) -> Self {
        let mut person = Person::new(library, now);
        person.chat.profile.language = library.words.best("en").to_owned();
        person.chat.profile.zone = Some(zone.to_owned());
        person.chat.profile.consent = Some(now);
        person
    }

    pub fn says(&mut self, text: &str) -> Vec<Outgoing> {
        let message = MessageId(1);
        self.does(What::Said { message, text: text.to_owned(), language: Some("en".into()) })
    }

    pub fn presses(&mut self, data: &str) -> Vec<Outgoing> {
        self.does(What::Pressed { press: PressId("1".into()), message: None, data: data.to_owned() })
    }

    /// Lets time pass; what falls due on the way rings at its hour.
    pub fn waits_until(&mut self, then: Timestamp) -> Vec<Outgoing> {
        let mut heard = Vec::new();
        while let Some(due) = ring::next(&self.chat).filter(|due| *due <= then) {
            self.now = self.now.max(due);
            heard.extend(self.does(What::Rang));
        }
        self.now = then;
        heard
    }

    pub fn does(&mut self, what: What) -> Vec<Outgoing> {
        self.updates += 1;
        let event = Event { update: Some(UpdateId(self.updates)), happened: None, what };
        self.meets(&event)
    }

    /// Moves the open conversation to a node, with facts that are known already, and asks it.
    pub fn stands_at(&mut self, dialogue: &DialogueId, node: &NodeId, known: &Findings) -> Vec<Outgoing> {
        let episode = self.chat.episode.as_ref().map(|episode| episode.id);
        for (finding, value) in known.iter() {
            let about_person =
                self.library.vocabulary.finding(finding).is_some_and(|known| known.scope == Scope::Profile);
            self.chat.facts.push(Fact {
                subject: SubjectId(0),
                episode: episode.filter(|_| !about_person),
                finding: finding.clone(),
                value: value.clone(),
                source: Source::Text,
                refines: false,
                at: self.now,
                message: None,
                withdrawn: None,
            });
        }
        if let Some(open) = self.chat.conversation.as_mut() {
            open.at = Position { dialogue: dialogue.clone(), node: node.clone() };
        }
        let event = Event { update: None, happened: None, what: What::Rang };
        let mut exchange = Exchange::new(&event, &self.chat, &self.diary, self.library, self.now);
        conversation::ask_again(&mut exchange);
        let turn = exchange.into_turn();
        self.takes(turn)
    }

    /// One event, its outcome remembered.
    pub fn meets(&mut self, event: &Event) -> Vec<Outgoing> {
        let turn = turn(event, &self.chat, &self.diary, self.library, self.now);
        self.takes(turn)
    }

    fn takes(&mut self, turn: Turn) -> Vec<Outgoing> {
        match turn.chat {
            Fate::Keep(chat) => {
                self.chat = *chat;
                add(&mut self.diary.entries, turn.entries);
            }
            Fate::Untouched => {}
            Fate::Forget => {
                self.chat = Chat::new(self.chat.id);
                self.diary.entries.clear();
            }
        }
        for outgoing in &turn.outbox {
            self.hears(outgoing);
        }
        turn.outbox
    }

    fn hears(&mut self, outgoing: &Outgoing) {
        match outgoing {
            Outgoing::Message(message) => self.messages.push(message.clone()),
            Outgoing::Edit(edit) => {
                let Target::Tag(tag) = edit.target else { return };
                let edited = self.messages.iter_mut().rev().find(|message| message.tag == Some(tag));
                if let Some(message) = edited {
                    message.text = edit.text.clone().unwrap_or_else(|| message.text.clone());
                    message.keyboard =
                        if edit.buttons.is_empty() { Keyboard::None } else { Keyboard::Inline(edit.buttons.clone()) };
                }
            }
            Outgoing::React { .. } | Outgoing::Acknowledge { .. } | Outgoing::Leave => {}
        }
    }

    /// The buttons of the newest message that has any.
    pub fn buttons(&self) -> Vec<Button> {
        let inline = self.messages.iter().rev().find_map(|message| match &message.keyboard {
            Keyboard::Inline(rows) => Some(rows),
            Keyboard::None | Keyboard::Keys(_) => None,
        });
        inline.into_iter().flatten().flatten().cloned().collect()
    }
}
