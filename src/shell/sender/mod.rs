//! The sender: empties the outbox, in order per chat, inside Telegram's limits, many chats at once.
//!
//! Answers are delivered at least once: one of which nobody knows whether it arrived goes again, and so does one whose
//! settlement was not on disk when the process died. That is the one window left, because Telegram's sendMessage
//! takes no key that would tell a repetition. Reminders are delivered at most once: that one leaves is on disk before
//! its request does. Never writes; what became of a letter is told to the desk.

mod line;
mod making;
mod outcome;
pub mod pace;
pub mod plain;
pub mod queue;
mod tags;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use log::{error, warn};
use tokio::sync::{mpsc, watch};
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::{sleep_until, timeout};

use super::desk::{Bell, Load, Order};
use super::telegram::Telegram;
use super::telegram::outgoing::Delivery;
use crate::engine::letter::Outgoing;
use crate::ids::{ChatId, PressId};
use making::{Made, Maker};
use queue::{Job, Next, Parcel, Queue, Report};

/// Requests in flight at once, acknowledgements apart. At 30 a second and 40 ms an answer two would do; the rest is for
/// slow hours and for load tests without a limit. Each takes a connection of its own.
pub const MOST_IN_FLIGHT: usize = 128;
const MOST_ACKNOWLEDGING: usize = 64;
/// Beyond that the oldest spinner ends by itself.
const MOST_SPINNERS: usize = 1000;
/// How long a stop waits for requests that are under way.
const LANDING: Duration = Duration::from_secs(5);

/// A press whose spinner should end.
struct Spinner {
    press: PressId,
    toast: Option<String>,
}

pub struct Sender {
    queue: Queue,
    telegram: Telegram,
    bell: Bell,
    maker: Maker,
    load: Arc<Load>,
    most_in_flight: usize,
    flying: JoinSet<(ChatId, Delivery)>,
    /// Which chat a task flies for, in case it ends in a fault.
    of_task: HashMap<Id, ChatId>,
    spinners: VecDeque<Spinner>,
    acknowledging: JoinSet<()>,
    report: Report,
    silent: bool,
}

impl Sender {
    pub fn new(queue: Queue, telegram: Telegram, bell: Bell, load: Arc<Load>) -> Self {
        Sender {
            maker: Maker::new(bell.clone(), queue.fixed()),
            queue,
            telegram,
            bell,
            load,
            most_in_flight: MOST_IN_FLIGHT,
            flying: JoinSet::new(),
            of_task: HashMap::new(),
            spinners: VecDeque::new(),
            acknowledging: JoinSet::new(),
            report: Report::default(),
            silent: false,
        }
    }

    /// Another number of requests in flight at once than [`MOST_IN_FLIGHT`].
    pub fn in_flight(mut self, most: usize) -> Self {
        self.most_in_flight = most.max(1);
        self
    }

    /// Sends until told to stop; then lets what is under way arrive, and reports it.
    pub async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Order>, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow_and_update() {
            let alarm = self.start();
            self.gather();
            self.load.set(self.queue.waiting() + orders.len(), self.queue.reminders());
            tokio::select! {
                changed = stop.changed() => if changed.is_err() { break },
                order = orders.recv() => match order {
                    Some(order) => self.take_all(order, &mut orders),
                    None => break,
                },
                Some(landed) = self.flying.join_next_with_id() => self.landed(landed),
                Some(_) = self.acknowledging.join_next() => {}
                heard = self.bell.report(&mut self.report), if !self.report.is_empty() => if !heard { break },
                () = sleep_until(alarm.unwrap_or_else(Instant::now).into()), if alarm.is_some() => {}
            }
        }
        self.land().await;
    }

    /// Lets everything leave that may; when to look again.
    fn start(&mut self) -> Option<Instant> {
        while self.acknowledging.len() < MOST_ACKNOWLEDGING
            && let Some(spinner) = self.spinners.pop_front()
        {
            let telegram = self.telegram.clone();
            self.acknowledging.spawn(async move {
                telegram.acknowledge(&spinner.press, spinner.toast.as_deref()).await;
            });
        }
        while self.flying.len() < self.most_in_flight {
            match self.queue.next(Instant::now()) {
                Next::Send(job) => self.fly(job),
                Next::Wait(alarm) => return alarm,
            }
        }
        None
    }

    fn fly(&mut self, job: Job) {
        let chat = job.chat;
        let task = self.flying.spawn(deliver(self.telegram.clone(), self.bell.clone(), self.maker.clone(), job));
        self.of_task.insert(task.id(), chat);
    }

    /// Takes what waits, up to a bound: in between, answers are looked at and requests leave.
    fn take_all(&mut self, first: Order, orders: &mut mpsc::UnboundedReceiver<Order>) {
        self.take(first);
        for _ in 0..64 {
            match orders.try_recv() {
                Ok(order) => self.take(order),
                Err(_) => return,
            }
        }
    }

    fn take(&mut self, order: Order) {
        let now = Instant::now();
        match order {
            Order::Letters(parcels) => parcels.into_iter().for_each(|parcel| self.admit(parcel, now)),
            Order::Refill { chat, parcels, complete } => self.queue.refill(chat, parcels, complete, now),
            Order::Forget(chat) => self.queue.forget(chat, now),
        }
    }

    fn admit(&mut self, parcel: Parcel, now: Instant) {
        match parcel.body {
            Outgoing::Acknowledge { press, toast } => {
                self.spinners.push_back(Spinner { press, toast });
                if self.spinners.len() > MOST_SPINNERS {
                    self.spinners.pop_front();
                }
            }
            Outgoing::Message(_) | Outgoing::Edit(_) | Outgoing::React { .. } | Outgoing::Leave => {
                self.queue.push(parcel, now)
            }
        }
    }

    fn landed(&mut self, landed: Result<(Id, (ChatId, Delivery)), JoinError>) {
        let (id, delivery) = match landed {
            Ok((id, (_, delivery))) => (id, delivery),
            // A fault of the program; whether the request had left is unknown.
            Err(fault) => (fault.id(), Delivery::Uncertain),
        };
        let Some(chat) = self.of_task.remove(&id) else {
            return;
        };
        self.tell_of_silence(&delivery);
        self.queue.done(chat, &delivery, Instant::now());
    }

    /// One line when Telegram cannot be reached, one when it can again.
    fn tell_of_silence(&mut self, delivery: &Delivery) {
        let silent = *delivery == Delivery::NotSent;
        if silent && !self.silent {
            warn!("Telegram cannot be reached; what is to be said waits");
        } else if self.silent && !silent {
            warn!("Telegram can be reached again");
        }
        self.silent = silent;
    }

    fn gather(&mut self) {
        let report = self.queue.report();
        self.report.settled.extend(report.settled);
        self.report.blocked.extend(report.blocked);
        self.report.refill.extend(report.refill);
        self.report.lost.extend(report.lost);
    }

    async fn land(mut self) {
        let all = async {
            while let Some(landed) = self.flying.join_next_with_id().await {
                self.landed(landed);
            }
        };
        if timeout(LANDING, all).await.is_err() {
            warn!(
                "{} requests were still under way at the stop; answers among them go again at the next start",
                self.flying.len()
            );
        }
        self.gather();
        if !self.report.is_empty() && !self.bell.report(&mut self.report).await {
            error!("what was just sent could not be noted; it may be sent once more at the next start");
        }
    }
}

/// One request, marked first where it must leave at most once, its file made last.
async fn deliver(telegram: Telegram, bell: Bell, maker: Maker, job: Job) -> (ChatId, Delivery) {
    if let Some(id) = job.mark
        && !bell.mark(id).await
    {
        // The desk has ended, and so does the process: known not to have left.
        return (job.chat, Delivery::NotSent);
    }
    let Some(enclosure) = job.enclosure else {
        return (job.chat, telegram.deliver(job.to, &job.request).await);
    };
    match maker.enclose(job.chat, job.request, *enclosure).await {
        Made::Ready(request, room) => {
            let delivery = telegram.deliver(job.to, &request).await;
            drop(room);
            (job.chat, delivery)
        }
        Made::Nobody => (job.chat, Delivery::NotModified),
        Made::NotNow => (job.chat, Delivery::NotSent),
    }
}
