//! The desk: the only one who writes. Takes everything that waits, decides it turn by turn, makes it true in one batch,
//! and only then lets updates be confirmed and letters leave.
//!
//! Runs on a thread of its own, which owns the store. Never talks to Telegram, and decides nothing itself: that is
//! the engine's `turn`. When the store fails, the whole batch is thrown away and the desk ends.

mod bell;
mod copy;
mod diary;
mod door;
mod hand;
mod reading;
mod turns;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::{SignedDuration, Timestamp};
use log::{debug, error, info};
use tokio::sync::{mpsc, oneshot, watch};

use super::batch::Letter;
use super::clock::Clock;
use super::phrases::{self, Phrases};
use super::sender::queue::{MOST_PER_CHAT, Parcel};
use super::store::{Store, StoreError, Sync};
use super::tally::Tally;
use crate::engine::event::{Event, What};
use crate::engine::letter::{Class, Keyboard, Message, Outgoing, Tag};
use crate::ids::ChatId;
use crate::library::Library;
pub use bell::Bell;
use bell::Note;
use copy::Copy;
use door::Door;
use hand::Hand;
pub use reading::{Part, Wanted};

/// Events in one batch. A bound on how long the first of them waits for the last.
pub const MOST_EVENTS: usize = 256;
/// Rings taken at once, so that a person never waits behind a night's reminders.
const MOST_RINGS: usize = 64;
/// Notes that wait for the desk; beyond that, whoever brings one waits.
const MOST_NOTES: usize = 256;
/// A ring answered so long after its hour is counted as late.
const LATE: SignedDuration = SignedDuration::from_secs(60);
/// With so many reminders waiting to be sent, no ring is answered. Less than would keep updates from being fetched.
const MOST_REMINDERS: usize = 12_000;
/// With so many letters waiting to be sent, no update is fetched.
pub const MOST_LETTERS: usize = 20_000;

/// What the turns are decided with; swapped whole.
pub struct Content {
    pub library: Library,
    pub phrases: Phrases,
}

/// What the desk has for the sender.
#[derive(Debug)]
pub enum Order {
    Letters(Vec<Parcel>),
    /// The oldest letters of a chat that has more than the sender holds.
    Refill {
        chat: ChatId,
        parcels: Vec<Parcel>,
        complete: bool,
    },
    /// Nothing that waits is said to this chat any more.
    Forget(ChatId),
}

/// How much the sender has before it; keeps everybody from running ahead of it.
#[derive(Debug, Default)]
pub struct Load {
    letters: AtomicUsize,
    reminders: AtomicUsize,
}

impl Load {
    pub fn set(&self, letters: usize, reminders: usize) {
        self.letters.store(letters, Ordering::Relaxed);
        self.reminders.store(reminders, Ordering::Relaxed);
    }

    pub fn letters(&self) -> usize {
        self.letters.load(Ordering::Relaxed)
    }

    fn reminders(&self) -> usize {
        self.reminders.load(Ordering::Relaxed)
    }
}

/// Everything the desk works with.
pub struct Setup {
    pub store: Store,
    pub content: Content,
    pub clock: Clock,
    /// Absent: everybody may write.
    pub allowed: Option<BTreeSet<ChatId>>,
    pub admins: BTreeSet<ChatId>,
    pub load: Arc<Load>,
    pub tally: Arc<Tally>,
}

pub struct Desk {
    store: Store,
    content: Arc<Content>,
    clock: Clock,
    door: Door,
    admins: BTreeSet<ChatId>,
    load: Arc<Load>,
    tally: Arc<Tally>,
    copy: Option<Copy>,
    notes: mpsc::Receiver<Note>,
    orders: mpsc::UnboundedSender<Order>,
    next_ring: watch::Sender<Option<Timestamp>>,
}

/// What follows a batch once it is on disk.
#[derive(Default)]
struct After {
    /// Chats whose letters the sender wants more of.
    refill: BTreeSet<ChatId>,
    /// Who woke us, and how many rang: told when the next ring is known, or the same would be rung again.
    rung: Vec<(oneshot::Sender<usize>, usize)>,
}

/// The ends of the desk's lines.
pub struct Lines {
    pub bell: Bell,
    /// Bounded by [`MOST_LETTERS`]: no update is fetched and no ring answered beyond.
    pub orders: mpsc::UnboundedReceiver<Order>,
    /// When the desk has to be woken.
    pub next_ring: watch::Receiver<Option<Timestamp>>,
}

impl Desk {
    pub fn new(setup: Setup) -> (Desk, Lines) {
        let (bell, notes) = mpsc::channel(MOST_NOTES);
        let (orders, letters) = mpsc::unbounded_channel();
        let (next_ring, ring) = watch::channel(None);
        let Setup { store, content, clock, allowed, admins, load, tally } = setup;
        let door = Door::new(allowed, &admins);
        let content = Arc::new(content);
        let desk = Desk { store, content, clock, door, admins, load, tally, copy: None, notes, orders, next_ring };
        (desk, Lines { bell: Bell { notes: bell }, orders: letters, next_ring: ring })
    }

    /// Works until it is told to stop, or everybody has gone.
    ///
    /// # Errors
    /// When the store fails: nothing of the batch in hand has happened.
    pub fn run(mut self) -> Result<(), StoreError> {
        self.take_up()?;
        self.publish_ring()?;
        while let Some(first) = self.next_note() {
            if self.batch(first)? {
                break;
            }
            // However much there is to do, a copy gets on.
            self.copy_on();
        }
        Ok(())
    }

    /// What was written and not sent before the last stop.
    fn take_up(&mut self) -> Result<(), StoreError> {
        let now = self.clock.now();
        let (lost, letters): (Vec<Letter>, Vec<Letter>) =
            self.store.letters()?.into_iter().partition(|letter| letter.marked);
        // A marked reminder may have arrived: at most once.
        self.tally.reminders_dropped.add(lost.len());
        let mut hand = Hand { settled: lost.iter().map(|letter| letter.id).collect(), ..Hand::default() };
        for (chat, tag) in lost.iter().filter_map(|letter| Some((letter.chat, tag_of(&letter.body)?))) {
            self.event(chat, &Event { update: None, happened: None, what: What::Lost { tag } }, &mut hand)?;
        }
        self.finish(&mut hand)?;
        if !letters.is_empty() {
            info!("{} letters wait from before the last stop", letters.len());
        }
        self.order(Order::Letters(letters.into_iter().map(|letter| parcel(letter, now)).collect()));
        Ok(())
    }

    /// One batch, begun with `first`; true when it is the last.
    fn batch(&mut self, first: Note) -> Result<bool, StoreError> {
        let mut hand = Hand::default();
        let mut after = After::default();
        let mut note = Some(first);
        let mut stop = false;
        let mut taken = 0;
        while let Some(next) = note.take() {
            stop = self.note(next, &mut hand, &mut after)?;
            taken += 1;
            // Those who wait for this batch do not wait for whoever keeps bringing notes.
            if !stop && hand.events < MOST_EVENTS && taken < MOST_NOTES {
                note = self.notes.try_recv().ok();
            }
        }
        self.finish(&mut hand)?;
        self.refill(&after.refill)?;
        self.publish_ring()?;
        for (done, rang) in after.rung {
            // Somebody who has gone does not mind.
            let _ = done.send(rang);
        }
        Ok(stop)
    }

    fn note(&mut self, note: Note, hand: &mut Hand, after: &mut After) -> Result<bool, StoreError> {
        match note {
            Note::Updates { updates, next, done } => {
                for incoming in updates {
                    self.update(incoming, hand)?;
                }
                hand.offset = next.or(hand.offset);
                hand.done.push(done);
            }
            Note::Report(report) => {
                hand.settled.extend(report.settled);
                after.refill.extend(report.refill);
                for (chat, tag) in report.lost {
                    self.event(chat, &Event { update: None, happened: None, what: What::Lost { tag } }, hand)?;
                }
                for chat in report.blocked {
                    self.event(chat, &Event { update: None, happened: None, what: What::Blocked }, hand)?;
                }
            }
            Note::Mark { id, done } => {
                hand.marked.push(id);
                hand.done.push(done);
            }
            Note::Ring { done } => after.rung.push((done, self.rings(hand)?)),
            Note::Content(content) => {
                self.finish(hand)?;
                self.content = content;
            }
            Note::Tell { line } => self.tell(message(line), hand),
            Note::Read { chat, after, done } => {
                // Somebody who has gone does not mind.
                let _ = done.send(self.read(chat, after)?);
            }
            Note::Copy { file, done } => self.begin_copy(&file, done),
            Note::BackedUp(outcome) => {
                let line = phrases::of_backup(&self.content.library.words, &outcome);
                // At half past three, only bad news may wake somebody.
                self.tell(Outgoing::Message(Message { silent: outcome.is_ok(), ..line_of(line) }), hand);
            }
            Note::Stop => return Ok(true),
        }
        Ok(false)
    }

    fn tell(&self, line: Outgoing, hand: &mut Hand) {
        for admin in &self.admins {
            hand.say(*admin, line.clone(), true);
        }
    }

    fn rings(&mut self, hand: &mut Hand) -> Result<usize, StoreError> {
        if self.load.reminders() >= MOST_REMINDERS {
            return Ok(0);
        }
        let due = self.store.rings_due(self.clock.now(), MOST_RINGS)?;
        debug!("chats that are rung: {}", due.len());
        let now = self.clock.now();
        for (at, chat) in &due {
            self.tally.rings.one();
            if now.duration_since(*at) > LATE {
                self.tally.late_rings.one();
            }
            self.event(*chat, &Event { update: None, happened: None, what: What::Rang }, hand)?;
        }
        Ok(due.len())
    }

    /// Makes everything in hand true, then lets it be known. The hand is empty afterwards.
    fn finish(&mut self, hand: &mut Hand) -> Result<(), StoreError> {
        if !hand.is_empty() {
            let sync = if hand.settles_only() { Sync::Later } else { Sync::Now };
            self.commit(hand, sync)?;
        }
        let Hand { said, forgotten, done, .. } = std::mem::take(hand);
        for chat in forgotten {
            self.order(Order::Forget(chat));
        }
        if !said.is_empty() {
            let now = self.clock.now();
            self.order(Order::Letters(said.into_iter().map(|said| said.parcel(now)).collect()));
        }
        for done in done {
            // Somebody who has gone does not mind.
            let _ = done.send(());
        }
        Ok(())
    }

    /// A person whose state does not fit a row loses this batch's turns, not the bot its life.
    fn commit(&mut self, hand: &mut Hand, sync: Sync) -> Result<(), StoreError> {
        loop {
            let batch = hand.batch(self.store.next_batch(), self.clock.now());
            match self.store.commit(batch, sync) {
                Err(StoreError::TooLarge { kind, chat, bytes, most }) if hand.drop_changes(chat) => {
                    error!("something to be kept ({kind}) is too large: {bytes} bytes of {most}; its turn was dropped");
                    self.tally.faults.one();
                    hand.say(chat, message(self.content.phrases.apology("")), true);
                }
                other => return other,
            }
        }
    }

    /// The oldest letters of chats of which the sender holds only a part.
    fn refill(&mut self, wanted: &BTreeSet<ChatId>) -> Result<(), StoreError> {
        if wanted.is_empty() {
            return Ok(());
        }
        let now = self.clock.now();
        let letters = self.store.letters()?;
        for chat in wanted {
            let mut of_chat = letters.iter().filter(|letter| letter.chat == *chat && !letter.marked);
            let first = of_chat.by_ref().take(MOST_PER_CHAT).cloned();
            let parcels = first.map(|letter| parcel(letter, now)).collect();
            self.order(Order::Refill { chat: *chat, parcels, complete: of_chat.next().is_none() });
        }
        Ok(())
    }

    fn publish_ring(&self) -> Result<(), StoreError> {
        let soonest = self.store.next_ring()?;
        self.next_ring.send_if_modified(|published| {
            let changed = *published != soonest;
            *published = soonest;
            changed
        });
        Ok(())
    }

    fn order(&self, order: Order) {
        // A sender that has ended leaves the letters to the next start.
        let _ = self.orders.send(order);
    }
}

fn message(text: String) -> Outgoing {
    Outgoing::Message(line_of(text))
}

fn line_of(text: String) -> Message {
    Message {
        class: Class::Answer,
        text,
        keyboard: Keyboard::None,
        silent: false,
        tag: None,
        attachment: None,
        until: None,
    }
}

fn tag_of(body: &Outgoing) -> Option<Tag> {
    if let Outgoing::Message(message) = body { message.tag } else { None }
}

fn parcel(letter: Letter, now: Timestamp) -> Parcel {
    let age = now.duration_since(letter.written).unsigned_abs();
    // Written "later" than now: the clock was set back; it counts as fresh.
    let age = if letter.written > now { std::time::Duration::ZERO } else { age };
    Parcel { left: left(&letter.body, now), id: Some(letter.id), chat: letter.chat, body: letter.body, age }
}

/// How long it is still of use; absent: as long as any of its class.
fn left(body: &Outgoing, now: Timestamp) -> Option<std::time::Duration> {
    let Outgoing::Message(message) = body else {
        return None;
    };
    let left = message.until?.duration_since(now);
    Some(if left.is_positive() { left.unsigned_abs() } else { std::time::Duration::ZERO })
}
