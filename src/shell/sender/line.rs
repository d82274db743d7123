//! The waiting line of one chat: three lanes in order, edits coalesced, one request in flight.
//!
//! Pure: the time is passed in, and nothing is sent here.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::pace::Bucket;
use super::plain::plain;
use super::tags::Tags;
use crate::engine::letter::{Attachment, Class, Edit, Keyboard, Message, Target};
use crate::ids::{ChatId, MessageId};
use crate::shell::batch::LetterId;
use crate::shell::telegram::outgoing::Request;

/// An edit that has waited longer would only confuse.
const EDIT_LIFE: Duration = Duration::from_secs(10);
/// Messages whose edits wait in one chat at once.
const MOST_EDITS: usize = 8;

/// Whose turn it is, over all chats: a lower one goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Emergency,
    Answer,
    Edit,
    Reminder,
}

impl Rank {
    pub(super) const ALL: [Rank; 4] = [Rank::Emergency, Rank::Answer, Rank::Edit, Rank::Reminder];
}

impl From<Class> for Rank {
    fn from(class: Class) -> Self {
        match class {
            Class::Emergency => Rank::Emergency,
            Class::Answer => Rank::Answer,
            Class::Reminder => Rank::Reminder,
        }
    }
}

/// What waits: a message, or leaving a group.
#[derive(Debug, Clone)]
pub(super) enum Body {
    Message(Message),
    Leave,
}

/// In which form a message goes out; each refusal takes the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Rich,
    Plain {
        keyboard: bool,
    },
    /// A fixed short text in its place.
    Fixed,
}

#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) id: Option<LetterId>,
    pub(super) body: Body,
    pub(super) form: Form,
    /// How often nobody knew whether it arrived.
    pub(super) uncertain: u32,
    /// Reminders: it is on disk that the request leaves.
    pub(super) marked: bool,
    /// Where the group has moved to.
    pub(super) moved: Option<ChatId>,
    pub(super) not_before: Option<Instant>,
    /// Of no use from here on.
    pub(super) expires: Instant,
}

impl Item {
    pub(super) fn rank(&self) -> Rank {
        match &self.body {
            Body::Message(message) => message.class.into(),
            Body::Leave => Rank::Answer,
        }
    }

    pub(super) fn request(&self, fixed: &str) -> Request {
        let message = match &self.body {
            Body::Leave => return Request::Leave,
            Body::Message(message) => message,
        };
        let (text, html, keyboard) = match self.form {
            Form::Rich => (message.text.clone(), true, message.keyboard.clone()),
            Form::Plain { keyboard: true } => (plain(&message.text), false, message.keyboard.clone()),
            Form::Plain { keyboard: false } => (plain(&message.text), false, Keyboard::None),
            Form::Fixed => (fixed.to_owned(), false, Keyboard::None),
        };
        Request::Send { text, html, keyboard, silent: message.silent }
    }

    /// What has to be made before the request leaves: a file, or its words where the file was refused.
    pub(super) fn enclosure(&self) -> Option<Enclosure> {
        let Body::Message(Message { attachment: Some(recipe), .. }) = &self.body else { return None };
        let recipe = recipe.clone();
        match self.form {
            Form::Rich => Some(Enclosure { recipe, in_words: false }),
            Form::Plain { .. } => Some(Enclosure { recipe, in_words: true }),
            Form::Fixed => None,
        }
    }
}

/// What goes with a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Enclosure {
    pub recipe: Attachment,
    /// In the text instead of a file.
    pub in_words: bool,
}

#[derive(Debug, Clone)]
pub(super) struct WaitingEdit {
    pub(super) edit: Edit,
    /// A reaction to the message in place of an edit.
    pub(super) reaction: Option<String>,
    pub(super) expires: Instant,
}

#[derive(Debug)]
pub(super) enum Flying {
    Item(Item),
    Edit(WaitingEdit),
}

/// When a line has something to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    Now(Rank),
    At(Instant),
    Never,
}

/// All that waits for one chat.
#[derive(Debug)]
pub(super) struct Line {
    emergency: VecDeque<Item>,
    answers: VecDeque<Item>,
    reminders: VecDeque<Item>,
    edits: VecDeque<WaitingEdit>,
    pub(super) flying: Option<Flying>,
    pub(super) bucket: Bucket,
    /// Telegram said "later" for this chat.
    pub(super) held: Option<Instant>,
    /// Where it stands among the lines that are ready.
    pub(super) queued: Option<Rank>,
    /// When it is looked at again.
    pub(super) alarm: Option<Instant>,
    /// More letters are in the store than in memory.
    pub(super) more: bool,
    /// They have been asked for.
    pub(super) refilling: bool,
}

impl Line {
    pub(super) fn new(rate: f64, now: Instant) -> Self {
        Line {
            emergency: VecDeque::new(),
            answers: VecDeque::new(),
            reminders: VecDeque::new(),
            edits: VecDeque::new(),
            flying: None,
            bucket: Bucket::new(rate, now),
            held: None,
            queued: None,
            alarm: None,
            more: false,
            refilling: false,
        }
    }

    /// Letters that wait, without edits and without the one in flight.
    pub(super) fn len(&self) -> usize {
        self.emergency.len() + self.answers.len() + self.reminders.len()
    }

    pub(super) fn reminders(&self) -> usize {
        self.reminders.len()
    }

    pub(super) fn knows(&self, id: LetterId) -> bool {
        let flies = matches!(&self.flying, Some(Flying::Item(item)) if item.id == Some(id));
        flies || self.items().any(|item| item.id == Some(id))
    }

    fn items(&self) -> impl Iterator<Item = &Item> {
        self.emergency.iter().chain(&self.answers).chain(&self.reminders)
    }

    fn lane(&mut self, rank: Rank) -> &mut VecDeque<Item> {
        match rank {
            Rank::Emergency => &mut self.emergency,
            // An edit is no item; it has a lane of its own.
            Rank::Answer | Rank::Edit => &mut self.answers,
            Rank::Reminder => &mut self.reminders,
        }
    }

    pub(super) fn push(&mut self, item: Item) {
        self.lane(item.rank()).push_back(item);
    }

    /// Back to the front: it was not sent, and the order stays.
    pub(super) fn put_back(&mut self, item: Item) {
        self.lane(item.rank()).push_front(item);
    }

    /// The newest state of a message wins; a text that the newer edit leaves alone stays. True when an edit is lost.
    pub(super) fn edit(&mut self, mut edit: Edit, reaction: Option<String>, now: Instant) -> bool {
        if let Some(at) = self.edits.iter().position(|waiting| waiting.edit.target == edit.target)
            && let Some(older) = self.edits.remove(at)
        {
            edit.text = edit.text.or(older.edit.text);
        }
        self.edits.push_back(WaitingEdit { edit, reaction, expires: now + EDIT_LIFE });
        self.edits.len() > MOST_EDITS && self.edits.pop_front().is_some()
    }

    /// Back, unless a newer edit of the same message has come.
    pub(super) fn put_back_edit(&mut self, waiting: WaitingEdit) {
        if !self.edits.iter().any(|newer| newer.edit.target == waiting.edit.target) {
            self.edits.push_front(waiting);
        }
    }

    /// Throws everything away that waits; the ids of what was in the store.
    pub(super) fn clear(&mut self) -> Vec<LetterId> {
        let ids = self.items().filter_map(|item| item.id).collect();
        self.emergency.clear();
        self.answers.clear();
        self.reminders.clear();
        self.edits.clear();
        self.more = false;
        ids
    }

    pub(super) fn due(&self, now: Instant) -> Due {
        let mut soonest: Option<Instant> = None;
        for rank in Rank::ALL {
            let Some(at) = self.ready(rank, now) else {
                continue;
            };
            if at <= now {
                return Due::Now(rank);
            }
            soonest = Some(soonest.map_or(at, |soonest| soonest.min(at)));
        }
        soonest.map_or(Due::Never, Due::At)
    }

    fn ready(&self, rank: Rank, now: Instant) -> Option<Instant> {
        let front = match rank {
            Rank::Emergency => self.emergency.front()?.not_before,
            Rank::Answer => self.answers.front()?.not_before,
            Rank::Reminder => self.reminders.front()?.not_before,
            Rank::Edit => self.edits.front().map(|_| None)?,
        };
        // Edits leave a token for the answer that may come.
        let spare = u32::from(rank == Rank::Edit);
        let at = self.bucket.ready(spare).max(front.unwrap_or(now));
        Some(at.max(self.held.unwrap_or(at)))
    }

    pub(super) fn take(&mut self, rank: Rank) -> Option<Item> {
        self.lane(rank).pop_front()
    }

    pub(super) fn take_edit(&mut self) -> Option<WaitingEdit> {
        self.edits.pop_front()
    }
}

impl WaitingEdit {
    /// The request, when the message it means has a number by now.
    pub(super) fn request(&self, chat: ChatId, tags: &Tags) -> Option<Request> {
        let message: MessageId = match self.edit.target {
            Target::Message(message) => message,
            Target::Tag(tag) => tags.find(chat, tag)?,
        };
        if let Some(emoji) = self.reaction.clone() {
            return Some(Request::React { message, emoji });
        }
        Some(Request::Edit { message, text: self.edit.text.clone(), buttons: self.edit.buttons.clone() })
    }
}
