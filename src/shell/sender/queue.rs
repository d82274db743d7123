//! What waits to be said, over all chats: who is next.
//!
//! Pure: the time is passed in, and nothing is sent here. At most [`MOST_PER_CHAT`] letters of a chat are held in
//! memory; what comes beyond stays in the store and is asked for when the line has emptied.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::line::{Body, Due, Flying, Form, Item, Line, Rank};
use super::outcome;
use super::pace::Pace;
use super::tags::Tags;
use crate::config::Rates;
use crate::engine::letter::{Edit, Outgoing, Tag, Target};
use crate::ids::ChatId;
use crate::shell::batch::LetterId;
use crate::shell::tally::Tally;
use crate::shell::telegram::outgoing::{Delivery, Request};

pub use super::line::Enclosure;

/// Letters of one chat in memory.
pub const MOST_PER_CHAT: usize = 20;
/// A line this short asks the store for the rest.
const REFILL_BELOW: usize = 5;
/// Nobody wants yesterday's answer.
const ANSWER_LIFE: Duration = Duration::from_secs(24 * 3600);
/// A reminder later than this is worse than none.
const REMINDER_LIFE: Duration = Duration::from_secs(30 * 60);

/// A letter on its way to the queue.
#[derive(Debug, Clone)]
pub struct Parcel {
    /// Absent: it is not in the store, and nobody waits for its end.
    pub id: Option<LetterId>,
    pub chat: ChatId,
    pub body: Outgoing,
    /// How long ago it was written.
    pub age: Duration,
    /// How long it is still of use; absent: as long as any of its class.
    pub left: Option<Duration>,
}

/// One request to be made now.
#[derive(Debug)]
pub struct Job {
    pub chat: ChatId,
    /// Where to send it: the chat, or the supergroup it became.
    pub to: ChatId,
    pub request: Request,
    /// To be made first.
    pub enclosure: Option<Box<Enclosure>>,
    /// A reminder: to be marked in the store before the request leaves.
    pub mark: Option<LetterId>,
}

#[derive(Debug)]
pub enum Next {
    Send(Job),
    /// Nothing before that instant, or before something new comes.
    Wait(Option<Instant>),
}

/// What others have to learn.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Letters that have left or never will.
    pub settled: Vec<LetterId>,
    /// Chats that cannot be written to any more.
    pub blocked: Vec<ChatId>,
    /// Chats whose remaining letters are wanted from the store.
    pub refill: Vec<ChatId>,
    /// Reminders that never left, or of which nobody knows whether they arrived.
    pub lost: Vec<(ChatId, Tag)>,
}

impl Report {
    pub fn is_empty(&self) -> bool {
        *self == Report::default()
    }
}

/// All that waits.
pub struct Queue {
    rate_chat: f64,
    pace: Pace,
    pub(super) lines: HashMap<ChatId, Line>,
    ready: [VecDeque<ChatId>; 4],
    asleep: BinaryHeap<Reverse<(Instant, ChatId)>>,
    pub(super) paused: Option<Instant>,
    pub(super) back_off: Duration,
    pub(super) limited: Option<(ChatId, Instant)>,
    pub(super) tags: Tags,
    fixed: String,
    pub(super) tally: Arc<Tally>,
    pub(super) report: Report,
    pub(super) waiting: usize,
    pub(super) reminders: usize,
}

impl Queue {
    /// `fixed` is said in the place of a message that Telegram refuses in every form.
    pub fn new(rates: Rates, fixed: &str, tally: Arc<Tally>) -> Self {
        Queue {
            rate_chat: rates.chat,
            pace: Pace::new(rates.total),
            lines: HashMap::new(),
            ready: Default::default(),
            asleep: BinaryHeap::new(),
            paused: None,
            back_off: outcome::FIRST_BACK_OFF,
            limited: None,
            tags: Tags::default(),
            fixed: fixed.to_owned(),
            tally,
            report: Report::default(),
            waiting: 0,
            reminders: 0,
        }
    }

    /// What is said in the place of a message that cannot be said in any form.
    pub fn fixed(&self) -> &str {
        &self.fixed
    }

    /// Letters in memory that have not left.
    pub fn waiting(&self) -> usize {
        self.waiting
    }

    /// How many of them are reminders.
    pub fn reminders(&self) -> usize {
        self.reminders
    }

    /// What has come together since the last call.
    pub fn report(&mut self) -> Report {
        std::mem::take(&mut self.report)
    }

    pub fn push(&mut self, parcel: Parcel, now: Instant) {
        let rate = self.rate_chat;
        let chat = parcel.chat;
        self.change(chat, now, |line, tally| {
            let line = line.get_or_insert_with(|| Line::new(rate, now));
            admit(line, parcel, now, tally);
        });
    }

    /// The oldest letters of a chat from the store; `complete`: there are no others.
    pub fn refill(&mut self, chat: ChatId, parcels: Vec<Parcel>, complete: bool, now: Instant) {
        let rate = self.rate_chat;
        self.change(chat, now, |line, tally| {
            let line = line.get_or_insert_with(|| Line::new(rate, now));
            line.refilling = false;
            line.more = false;
            for parcel in parcels {
                if parcel.id.is_none_or(|id| !line.knows(id)) {
                    admit(line, parcel, now, tally);
                }
            }
            line.more |= !complete;
        });
    }

    /// Nothing more is said to this chat of what waits; the store has forgotten it already.
    pub fn forget(&mut self, chat: ChatId, now: Instant) {
        self.change(chat, now, |line, _| {
            if let Some(line) = line {
                line.clear();
            }
        });
    }

    /// The next request that may leave, if any may.
    pub fn next(&mut self, now: Instant) -> Next {
        self.wake(now);
        if let Some(until) = self.paused.filter(|until| *until > now) {
            return Next::Wait(Some(until));
        }
        while let Some(rank) = Rank::ALL.into_iter().find(|rank| !self.ready[*rank as usize].is_empty()) {
            let slot = if rank == Rank::Reminder { self.pace.next_reminder(now) } else { self.pace.next(now) };
            if let Some(slot) = slot.filter(|slot| *slot > now) {
                return Next::Wait(Some(self.alarm().map_or(slot, |alarm| alarm.min(slot))));
            }
            if let Some(chat) = self.ready[rank as usize].pop_front()
                && let Some(job) = self.take(chat, rank, now)
            {
                return Next::Send(job);
            }
        }
        Next::Wait(self.alarm())
    }

    /// What became of the request in flight to this chat.
    pub fn done(&mut self, chat: ChatId, delivery: &Delivery, now: Instant) {
        self.pace.answered(now);
        let line = self.lines.get_mut(&chat);
        let flown = line.and_then(|line| {
            line.bucket.answered(now);
            line.flying.take()
        });
        match flown {
            Some(Flying::Item(item)) => self.item_done(chat, item, delivery, now),
            Some(Flying::Edit(edit)) => self.edit_done(chat, edit, delivery, now),
            None => {}
        }
        self.change(chat, now, |_, _| ());
    }

    fn alarm(&self) -> Option<Instant> {
        self.asleep.peek().map(|Reverse((at, _))| *at)
    }

    /// Lets a line change, keeps the counts, and puts the line where it belongs now.
    fn change(&mut self, chat: ChatId, now: Instant, change: impl FnOnce(&mut Option<Line>, &Tally)) {
        let mut line = self.lines.remove(&chat);
        self.count(line.as_ref(), false);
        change(&mut line, &self.tally);
        self.count(line.as_ref(), true);
        if let Some(line) = line {
            self.place(chat, line, now);
        }
    }

    fn count(&mut self, line: Option<&Line>, plus: bool) {
        let (letters, reminders) = line.map_or((0, 0), |line| (line.len(), line.reminders()));
        if plus {
            self.waiting += letters;
            self.reminders += reminders;
        } else {
            self.waiting -= letters;
            self.reminders -= reminders;
        }
    }

    fn place(&mut self, chat: ChatId, mut line: Line, now: Instant) {
        if line.more && !line.refilling && line.len() <= REFILL_BELOW {
            line.refilling = true;
            self.report.refill.push(chat);
        }
        let due = if line.flying.is_some() { Due::Never } else { line.due(now) };
        let alarm = match due {
            Due::Now(rank) => {
                if line.queued != Some(rank) {
                    line.queued = Some(rank);
                    self.ready[rank as usize].push_back(chat);
                }
                None
            }
            Due::At(at) => Some(at),
            // Kept until its budget is whole again, or a chat could begin anew with every message.
            Due::Never if line.flying.is_none() && !line.more => {
                let rests = line.bucket.full().max(line.held.unwrap_or(now));
                if rests <= now {
                    return;
                }
                Some(rests)
            }
            Due::Never => None,
        };
        if let Some(at) = alarm {
            line.queued = None;
            if line.alarm.is_none_or(|set| at < set) {
                line.alarm = Some(at);
                self.asleep.push(Reverse((at, chat)));
            }
        }
        self.lines.insert(chat, line);
    }

    fn wake(&mut self, now: Instant) {
        while let Some(Reverse((at, chat))) = self.asleep.peek().copied()
            && at <= now
        {
            self.asleep.pop();
            self.change(chat, now, |line, _| {
                if let Some(line) = line
                    && line.alarm == Some(at)
                {
                    line.alarm = None;
                }
            });
        }
    }

    /// The job of a line that stood among the ready ones, unless that was long ago.
    fn take(&mut self, chat: ChatId, rank: Rank, now: Instant) -> Option<Job> {
        let line = self.lines.get_mut(&chat)?;
        if line.flying.is_some() || line.queued != Some(rank) {
            return None;
        }
        line.queued = None;
        let job = if line.due(now) == Due::Now(rank) { self.fly(chat, rank, now) } else { None };
        self.change(chat, now, |_, _| ());
        job
    }

    fn fly(&mut self, chat: ChatId, rank: Rank, now: Instant) -> Option<Job> {
        let (job, flying) = match rank {
            Rank::Edit => self.pick_edit(chat, now)?,
            Rank::Emergency | Rank::Answer | Rank::Reminder => self.pick_item(chat, rank, now)?,
        };
        if rank == Rank::Reminder {
            self.pace.spend_reminder(now);
        } else {
            self.pace.spend(now);
        }
        let line = self.lines.get_mut(&chat)?;
        line.bucket.spend(now);
        line.flying = Some(flying);
        Some(job)
    }

    fn pick_item(&mut self, chat: ChatId, rank: Rank, now: Instant) -> Option<(Job, Flying)> {
        let line = self.lines.get_mut(&chat)?;
        let mut item = line.take(rank)?;
        self.waiting -= 1;
        self.reminders -= usize::from(rank == Rank::Reminder);
        if item.expires <= now {
            self.drop_item(chat, item);
            return None;
        }
        let mark = item.id.filter(|_| rank == Rank::Reminder && !item.marked);
        item.marked |= mark.is_some();
        let job = Job {
            chat,
            to: item.moved.unwrap_or(chat),
            request: item.request(&self.fixed),
            enclosure: item.enclosure().map(Box::new),
            mark,
        };
        Some((job, Flying::Item(item)))
    }

    fn pick_edit(&mut self, chat: ChatId, now: Instant) -> Option<(Job, Flying)> {
        let waiting = self.lines.get_mut(&chat)?.take_edit()?;
        let request = waiting.request(chat, &self.tags).filter(|_| waiting.expires > now);
        let Some(request) = request else {
            self.tally.edits_dropped.one();
            return None;
        };
        Some((Job { chat, to: chat, request, enclosure: None, mark: None }, Flying::Edit(waiting)))
    }
}

/// Takes a parcel into a line, or leaves it to the store.
fn admit(line: &mut Line, parcel: Parcel, now: Instant, tally: &Tally) {
    let body = match parcel.body {
        Outgoing::Message(message) => Body::Message(message),
        Outgoing::Leave => Body::Leave,
        Outgoing::Edit(edit) => {
            if line.edit(edit, None, now) {
                tally.edits_dropped.one();
            }
            return;
        }
        // Cosmetic like an edit, and in the same lane.
        Outgoing::React { message, emoji } => {
            let edit = Edit { target: Target::Message(message), text: None, buttons: Vec::new() };
            if line.edit(edit, Some(emoji), now) {
                tally.edits_dropped.one();
            }
            return;
        }
        // Acknowledgements do not queue.
        Outgoing::Acknowledge { .. } => return,
    };
    let mut item = Item {
        id: parcel.id,
        body,
        form: Form::Rich,
        uncertain: 0,
        marked: false,
        moved: None,
        not_before: None,
        expires: now,
    };
    let life = if item.rank() == Rank::Reminder { REMINDER_LIFE } else { ANSWER_LIFE };
    item.expires = now + life.saturating_sub(parcel.age).min(parcel.left.unwrap_or(life));
    let full = line.len() >= MOST_PER_CHAT || line.more;
    // First aid never waits behind a heap of answers.
    let urgent = item.rank() == Rank::Emergency && line.len() < 2 * MOST_PER_CHAT;
    if !full || urgent {
        line.push(item);
    } else if item.id.is_some() {
        line.more = true;
    } else {
        tally.answers_dropped.one();
    }
}
