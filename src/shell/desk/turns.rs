//! One event at the desk: the chat it belongs to is read, the engine decides, the batch in hand takes it in.
//!
//! A fault in the engine costs the person one answer and an apology, never the process. Its text is not logged: it may
//! quote what somebody wrote.

use std::collections::hash_map::Entry as Slot;
use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::{SignedDuration, Timestamp};
use log::{error, warn};

use super::diary::DeskDiary;
use super::door::Entry;
use super::hand::{Draft, Fate as RowFate, Hand};
use super::{Desk, message};
use crate::engine::chat::Chat;
use crate::engine::diary;
use crate::engine::event::{Event, What};
use crate::engine::ring;
use crate::engine::turn::turn;
use crate::engine::{Fate, Turn};
use crate::ids::ChatId;
use crate::shell::mask::Masked;
use crate::shell::store::{Store, StoreError, Stored};
use crate::shell::telegram::incoming::Incoming;

/// A chat that asks to be woken in the past is woken a little later instead, not at once and for ever.
const RING_AGAIN: SignedDuration = SignedDuration::from_secs(60);

impl Desk {
    pub(super) fn update(&mut self, incoming: Incoming, hand: &mut Hand) -> Result<(), StoreError> {
        self.tally.updates.one();
        match (incoming.chat, incoming.event) {
            (Some(chat), Some(event)) => self.event(chat, &event, hand)?,
            _ if incoming.malformed => self.tally.malformed.one(),
            _ => self.tally.ignored.one(),
        }
        hand.offset = Some(i64::from(incoming.update.0) + 1);
        Ok(())
    }

    pub(super) fn event(&mut self, chat: ChatId, event: &Event, hand: &mut Hand) -> Result<(), StoreError> {
        hand.events += 1;
        let now = self.clock.now();
        match self.door.open(chat, event, now) {
            Entry::Welcome if matches!(event.what, What::Group { .. }) => self.outside(chat, event, hand, now),
            Entry::Stranger(event) => self.outside(chat, &event, hand, now),
            Entry::Welcome => return self.inside(chat, event, hand, now),
            Entry::Nothing if event.what == What::Rang => return self.silence(chat, hand),
            Entry::Nothing => self.tally.ignored.one(),
        }
        Ok(())
    }

    /// For those of whom nothing is stored: nothing is read either.
    fn outside(&self, chat: ChatId, event: &Event, hand: &mut Hand, now: Timestamp) {
        let nobody = Chat::new(chat);
        let diary = DeskDiary::new(&self.store, chat, &[]);
        let library = &self.content.library;
        let Ok(turn) = catch_unwind(AssertUnwindSafe(|| turn(event, &nobody, &diary, library, now))) else {
            self.fault(chat);
            return;
        };
        for body in turn.outbox {
            hand.say(chat, body, false);
        }
    }

    /// Somebody who is no longer on the list is not rung; the due row goes.
    fn silence(&mut self, chat: ChatId, hand: &mut Hand) -> Result<(), StoreError> {
        let draft = self.draft(chat, hand)?;
        draft.ring = None;
        draft.fate = if draft.is_new { RowFate::Forget } else { RowFate::Keep };
        Ok(())
    }

    fn inside(&mut self, chat: ChatId, event: &Event, hand: &mut Hand, now: Timestamp) -> Result<(), StoreError> {
        let draft = self.draft(chat, hand)?;
        if event.update.is_some_and(|update| draft.chat.settle_update(update)) {
            self.tally.repeated.one();
            return Ok(());
        }
        // Somebody we know nothing of has nothing to stop, and is not made known by a bell that was set before.
        if draft.is_new && draft.fate == RowFate::Read && is_of_the_past(&event.what) {
            if event.what == What::Rang {
                draft.fate = RowFate::Forget;
            }
            return Ok(());
        }
        let Some(draft) = hand.drafts.get(&chat) else {
            return Ok(());
        };
        let diary = DeskDiary::new(&self.store, chat, &draft.entries);
        let library = &self.content.library;
        let turn = catch_unwind(AssertUnwindSafe(|| turn(event, &draft.chat, &diary, library, now)));
        if let Some(error) = diary.failure() {
            return Err(error);
        }
        match turn {
            Ok(turn) => take_in(turn, chat, event, hand, now),
            Err(_) => self.apologise(chat, event, hand),
        }
        Ok(())
    }

    /// The chat as the batch has it by now. Forgetting and keeping do not fit into one batch: the first is made true
    /// before the second begins.
    fn draft<'a>(&mut self, chat: ChatId, hand: &'a mut Hand) -> Result<&'a mut Draft, StoreError> {
        if hand.drafts.get(&chat).is_some_and(|draft| draft.fate == RowFate::Forget) {
            // Whoever waits for the whole batch waits on.
            let done = std::mem::take(&mut hand.done);
            let events = hand.events;
            self.finish(hand)?;
            hand.done = done;
            hand.events = events;
        }
        match hand.drafts.entry(chat) {
            Slot::Occupied(draft) => Ok(draft.into_mut()),
            Slot::Vacant(slot) => Ok(slot.insert(read(&self.store, chat)?)),
        }
    }

    fn apologise(&self, chat: ChatId, event: &Event, hand: &mut Hand) {
        self.fault(chat);
        let Some(draft) = hand.drafts.get_mut(&chat) else {
            return;
        };
        let kept = !draft.is_new || draft.fate == RowFate::Keep;
        if kept {
            // So that the update that did it is not tried again.
            draft.fate = RowFate::Keep;
        }
        if event.what == What::Rang {
            // Nobody waits for an answer; the hour is tried again later, in case the content was at fault.
            draft.ring = Some(self.clock.now() + SignedDuration::from_hours(1));
            return;
        }
        let text = self.content.phrases.apology(&draft.chat.profile.language);
        hand.say(chat, message(text), kept);
    }

    fn fault(&self, chat: ChatId) {
        self.tally.faults.one();
        error!("a turn of chat {} ended in a fault of the program; the person was told so", Masked(chat));
    }
}

fn read(store: &Store, id: ChatId) -> Result<Draft, StoreError> {
    let (chat, is_new) = match store.chat(id)? {
        Stored::Chat(chat) => (chat, false),
        Stored::Nobody => (Box::new(Chat::new(id)), true),
        Stored::Unreadable => {
            warn!("what is stored of chat {} cannot be read; it is set aside and begins anew", Masked(id));
            (Box::new(Chat { restarted: true, ..Chat::new(id) }), false)
        }
    };
    let ring = ring::next(&chat);
    Ok(Draft { chat, is_new, entries: Vec::new(), ring_before: ring, ring, fate: RowFate::Read })
}

fn take_in(turn: Turn, chat: ChatId, event: &Event, hand: &mut Hand, now: Timestamp) {
    let Some(draft) = hand.drafts.get_mut(&chat) else {
        return;
    };
    let mut kept = true;
    match turn.chat {
        Fate::Keep(next) => {
            draft.ring = ring_of(&next, event, now);
            draft.chat = next;
            diary::add(&mut draft.entries, turn.entries);
            draft.fate = RowFate::Keep;
        }
        // A ring is answered by a row, or it would ring again.
        Fate::Untouched if event.what == What::Rang => {
            draft.fate = if draft.is_new { RowFate::Forget } else { RowFate::Keep };
            draft.ring = ring_of(&draft.chat, event, now);
        }
        Fate::Untouched => kept = false,
        Fate::Forget => {
            draft.fate = RowFate::Forget;
            draft.entries.clear();
            hand.forgotten.push(chat);
            hand.unsay(chat);
        }
    }
    for body in turn.outbox {
        hand.say(chat, body, kept);
    }
}

/// What concerns somebody who was known once.
fn is_of_the_past(what: &What) -> bool {
    matches!(what, What::Blocked | What::Rang | What::Lost { .. })
}

fn ring_of(chat: &Chat, event: &Event, now: Timestamp) -> Option<Timestamp> {
    let ring = ring::next(chat)?;
    if event.what == What::Rang && ring <= now {
        return Some(now + RING_AGAIN);
    }
    Some(ring)
}
