//! The poller: fetches updates, hands them to the desk, and asks for the next only when they are on disk.
//!
//! The next `getUpdates` is what confirms them to Telegram; a crash before it brings the same updates again. Never
//! looks into an event.

use std::sync::Arc;
use std::time::{Duration, Instant};

use log::{info, warn};
use tokio::sync::watch;
use tokio::time::sleep;

use super::RunError;
use super::desk::{Bell, Load, MOST_LETTERS};
use super::telegram::Telegram;
use super::telegram::greet::Welcome;
use super::telegram::incoming::Incoming;
use super::telegram::poll::{MOST_UPDATES, News, Polled};
use crate::ids::UpdateId;

const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// Another program polls: Telegram ends its poll when ours comes, so both would take turns.
const CONFLICT_PAUSE: Duration = Duration::from_secs(3);
/// A process that is just stopping has let go by then.
const CONFLICT_PATIENCE: Duration = Duration::from_secs(60);
/// Who has polled so long without a conflict was here first: two that compete end each other's polls sooner.
const ALONE: Duration = Duration::from_secs(15);

pub(super) struct Poller {
    pub(super) telegram: Telegram,
    pub(super) bell: Bell,
    pub(super) load: Arc<Load>,
    pub(super) offset: Option<i64>,
    /// Where the bot's username goes once it is known.
    pub(super) named: watch::Sender<Option<String>>,
}

/// How the polling goes.
struct Mood {
    pause: Duration,
    failing: bool,
    /// There was a time when nobody else polled: whoever comes later has to go.
    was_alone: bool,
    /// The first and the last conflict of those that follow each other closely.
    contested: Option<(Instant, Instant)>,
    /// Updates to be asked for at once; one, to find the one that spoils the answer.
    most: u8,
}

impl Poller {
    /// Until told to stop; an error when there is no sense in going on.
    pub(super) async fn run(mut self, mut stop: watch::Receiver<bool>) -> Result<(), RunError> {
        // A stop may come at any await but the desk's answer: what it has not confirmed comes again.
        let stopped = {
            let mut stop = stop.clone();
            async move { stop.wait_for(|stop| *stop).await.is_ok() }
        };
        tokio::pin!(stopped);
        let mut mood = Mood::new();
        let name = tokio::select! {
            _ = &mut stopped => return Ok(()),
            name = self.greet(&mut mood) => name?,
        };
        while !*stop.borrow_and_update() {
            let asked = Instant::now();
            let polled = tokio::select! {
                _ = &mut stopped => return Ok(()),
                polled = self.fetch(mood.most, &name) => polled,
            };
            let pause = match polled {
                Polled::News(news) => {
                    mood.answered();
                    self.hand_in(news).await?
                }
                Polled::Garbled { first: Some(first) } if mood.most == 1 => self.hand_in(unreadable(first)).await?,
                Polled::Conflict if mood.must_go(asked) => return Err(RunError::Conflict),
                other => self.trouble(&other, &mut mood).await?,
            };
            if !pause.is_zero() {
                tokio::select! {
                    _ = &mut stopped => return Ok(()),
                    () = sleep(pause) => {}
                }
            }
        }
        Ok(())
    }

    /// Asks who we are until Telegram answers.
    async fn greet(&self, mood: &mut Mood) -> Result<String, RunError> {
        loop {
            match self.telegram.me().await {
                Welcome::Name(name) => {
                    self.telegram.drop_webhook().await;
                    info!("running as @{name}");
                    self.named.send_replace(Some(name.clone()));
                    return Ok(name);
                }
                Welcome::Unauthorised => return Err(RunError::Unauthorised),
                Welcome::Silence => sleep(mood.failed()).await,
            }
        }
    }

    async fn fetch(&self, most: u8, name: &str) -> Polled {
        while self.load.letters() > MOST_LETTERS {
            sleep(Duration::from_millis(100)).await;
        }
        self.telegram.poll(self.offset, most, name).await
    }

    /// How long to wait before the next poll.
    async fn hand_in(&mut self, news: News) -> Result<Duration, RunError> {
        if news.nameless > 0 {
            warn!("{} updates without a readable number were passed over", news.nameless);
        }
        if news.updates.is_empty() {
            // Only a later update can confirm a nameless one; until then it comes with every poll.
            return Ok(if news.nameless > 0 { CONFLICT_PAUSE } else { Duration::ZERO });
        }
        let next = news.next;
        if !self.bell.updates(news.updates, next).await {
            return Err(RunError::DeskGone);
        }
        self.offset = next.or(self.offset);
        Ok(Duration::ZERO)
    }

    async fn trouble(&self, polled: &Polled, mood: &mut Mood) -> Result<Duration, RunError> {
        match polled {
            Polled::News(_) => Ok(Duration::ZERO),
            Polled::Unauthorised => Err(RunError::Unauthorised),
            Polled::Webhook => {
                self.telegram.drop_webhook().await;
                Ok(mood.failed())
            }
            Polled::Conflict => Ok(CONFLICT_PAUSE),
            Polled::Garbled { .. } => {
                mood.most = 1;
                Ok(mood.failed())
            }
            Polled::Wait(pause) => Ok(*pause),
            Polled::Failed => Ok(mood.failed()),
        }
    }
}

/// One update of which the number is all that can be read.
fn unreadable(update: UpdateId) -> News {
    let incoming = Incoming { update, chat: None, event: None, malformed: true };
    News { updates: vec![incoming], next: Some(i64::from(update.0) + 1), nameless: 0 }
}

impl Mood {
    fn new() -> Self {
        Mood { pause: FIRST_PAUSE, failing: false, was_alone: false, contested: None, most: MOST_UPDATES }
    }

    fn answered(&mut self) {
        if self.failing {
            info!("Telegram answers again");
        }
        // Of two that take turns, each gets an answer now and then.
        let is_alone = self.contested.is_none_or(|(_, last)| last.elapsed() >= ALONE);
        *self = Mood { was_alone: self.was_alone || is_alone, contested: self.contested, ..Mood::new() };
    }

    /// A poll that began at `asked` was ended by another program's. True when that has gone on for long enough, and the
    /// other was here first.
    fn must_go(&mut self, asked: Instant) -> bool {
        let now = Instant::now();
        self.was_alone |= now.duration_since(asked) >= ALONE;
        let first = self.contested.filter(|(_, last)| now.duration_since(*last) < ALONE).map(|(first, _)| first);
        if first.is_none() {
            warn!(
                "another program receives with this token; stop it, or this one gets only a part of what people write"
            );
        }
        let first = first.unwrap_or(now);
        self.contested = Some((first, now));
        !self.was_alone && now.duration_since(first) >= CONFLICT_PATIENCE
    }

    fn failed(&mut self) -> Duration {
        if !self.failing {
            warn!("Telegram does not answer; trying again, at least every {} s", LONGEST_PAUSE.as_secs());
        }
        self.failing = true;
        let pause = self.pause;
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        pause
    }
}
