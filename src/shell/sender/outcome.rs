//! What an answer of Telegram means for what was sent: settled, again, later, in another form, or given up.
//!
//! Pure: the time is passed in. Whatever is given up is counted.

use std::time::{Duration, Instant};

use super::line::{Body, Form, Item, Rank, WaitingEdit};
use super::queue::Queue;
use crate::ids::ChatId;
use crate::shell::batch::LetterId;
use crate::shell::telegram::outgoing::Delivery;

/// Sending an answer of which nobody knows whether it arrived: so many times, over about eight hours.
const MOST_UNCERTAIN: u32 = 16;
const LONGEST_PAUSE: Duration = Duration::from_secs(2 * 3600);
/// Between attempts on a dead network.
pub(super) const FIRST_BACK_OFF: Duration = Duration::from_millis(500);
const LONGEST_BACK_OFF: Duration = Duration::from_secs(30);
/// Two chats told "too many" within this time: it is meant for all.
const TOGETHER: Duration = Duration::from_secs(1);

impl Queue {
    pub(super) fn item_done(&mut self, chat: ChatId, mut item: Item, delivery: &Delivery, now: Instant) {
        match delivery {
            Delivery::Sent { message } => {
                if let Body::Message(said) = &item.body
                    && let (Some(tag), Some(message)) = (said.tag, message)
                {
                    self.tags.learn(chat, tag, *message);
                }
                self.tally.sent.one();
                self.back_off = FIRST_BACK_OFF;
                self.report.settled.extend(item.id);
            }
            Delivery::NotModified => self.report.settled.extend(item.id),
            Delivery::Later { retry_after } => {
                self.hold(chat, *retry_after, now);
                self.put_back(chat, item);
            }
            Delivery::Unsendable { keyboard } => {
                self.tally.refused.one();
                match simpler(&item, *keyboard) {
                    Some(form) => {
                        item.form = form;
                        self.put_back(chat, item);
                    }
                    None => self.drop_item(chat, item),
                }
            }
            Delivery::Blocked => self.blocked(chat, item.id),
            Delivery::Moved { to } if item.moved.is_none() => {
                item.moved = Some(*to);
                self.put_back(chat, item);
            }
            Delivery::Moved { .. } => self.drop_item(chat, item),
            Delivery::Uncertain => self.uncertain(chat, item, now),
            Delivery::NotSent => {
                self.back_off(now);
                self.put_back(chat, item);
            }
        }
    }

    pub(super) fn edit_done(&mut self, chat: ChatId, edit: WaitingEdit, delivery: &Delivery, now: Instant) {
        match delivery {
            Delivery::Sent { .. } | Delivery::NotModified => self.back_off = FIRST_BACK_OFF,
            Delivery::Later { retry_after } => {
                self.hold(chat, *retry_after, now);
                self.put_back_edit(chat, edit);
            }
            Delivery::NotSent => {
                self.back_off(now);
                self.put_back_edit(chat, edit);
            }
            Delivery::Blocked => self.blocked(chat, None),
            Delivery::Unsendable { .. } | Delivery::Moved { .. } | Delivery::Uncertain => {
                self.tally.edits_dropped.one();
            }
        }
    }

    /// An answer goes again, later and later; a reminder does not.
    fn uncertain(&mut self, chat: ChatId, mut item: Item, now: Instant) {
        self.tally.uncertain.one();
        item.uncertain += 1;
        if item.rank() == Rank::Reminder || item.uncertain >= MOST_UNCERTAIN {
            self.drop_item(chat, item);
            return;
        }
        let pause = Duration::from_secs(1 << (item.uncertain - 1).min(16)).min(LONGEST_PAUSE);
        item.not_before = Some(now + pause);
        self.put_back(chat, item);
    }

    fn put_back(&mut self, chat: ChatId, item: Item) {
        if let Some(line) = self.lines.get_mut(&chat) {
            self.waiting += 1;
            self.reminders += usize::from(item.rank() == Rank::Reminder);
            line.put_back(item);
        }
    }

    fn put_back_edit(&mut self, chat: ChatId, edit: WaitingEdit) {
        if let Some(line) = self.lines.get_mut(&chat) {
            line.put_back_edit(edit);
        }
    }

    /// Given up, counted, and no longer kept.
    pub(super) fn drop_item(&mut self, chat: ChatId, item: Item) {
        if let (Rank::Reminder, Body::Message(message)) = (item.rank(), &item.body) {
            self.report.lost.extend(message.tag.map(|tag| (chat, tag)));
        }
        let count = match item.rank() {
            Rank::Reminder => &self.tally.reminders_dropped,
            Rank::Emergency | Rank::Answer | Rank::Edit => &self.tally.answers_dropped,
        };
        count.one();
        self.report.settled.extend(item.id);
    }

    fn blocked(&mut self, chat: ChatId, id: Option<LetterId>) {
        self.tally.blocked.one();
        self.report.blocked.push(chat);
        self.report.settled.extend(id);
        if let Some(line) = self.lines.get_mut(&chat) {
            self.waiting -= line.len();
            self.reminders -= line.reminders();
            self.report.settled.extend(line.clear());
        }
    }

    /// "Too many": this chat waits; all wait when another was told so just now.
    fn hold(&mut self, chat: ChatId, retry_after: Duration, now: Instant) {
        self.tally.limited.one();
        let until = now + retry_after;
        if let Some(line) = self.lines.get_mut(&chat) {
            line.held = Some(line.held.map_or(until, |held| held.max(until)));
        }
        let together = self.limited.is_some_and(|(other, at)| other != chat && now.duration_since(at) <= TOGETHER);
        if together {
            self.paused = Some(self.paused.map_or(until, |paused| paused.max(until)));
        }
        self.limited = Some((chat, now));
    }

    /// The network is dead for all; requests that were in flight together count as one failure.
    fn back_off(&mut self, now: Instant) {
        if self.paused.is_some_and(|until| until > now) {
            return;
        }
        self.paused = Some(now + self.back_off);
        self.back_off = (self.back_off * 2).min(LONGEST_BACK_OFF);
    }
}

/// The next simpler form of a message that was refused.
fn simpler(item: &Item, keyboard_refused: bool) -> Option<Form> {
    match (&item.body, item.form) {
        (Body::Leave, _) | (Body::Message(_), Form::Fixed) => None,
        (Body::Message(_), Form::Rich) => Some(Form::Plain { keyboard: !keyboard_refused }),
        // Nobody waits for a reminder; a fixed text in its place would only puzzle.
        (Body::Message(_), Form::Plain { .. }) => (item.rank() != Rank::Reminder).then_some(Form::Fixed),
    }
}
