//! Budgets: how soon the next request may leave, over all chats and to one chat.
//!
//! Pure: the time is passed in, and nothing waits here.

use std::time::{Duration, Instant};

/// Requests that one chat may get at once after a pause.
pub const BURST: u32 = 3;
/// Requests are spaced a little wider than the budget says, so that it holds where they *arrive*, too.
const MARGIN: f64 = 1.05;
/// Reminders use at most this part of the budget over all chats; the rest is kept for answers.
const REMINDER_SHARE: f64 = 0.8;

/// The budget over all chats: evenly spaced, so that it is true in every sliding second.
#[derive(Debug)]
pub struct Pace {
    gap: Duration,
    reminder_gap: Duration,
    next: Option<Instant>,
    next_reminder: Option<Instant>,
}

impl Pace {
    /// `rate` in requests a second; 0 is no limit.
    pub fn new(rate: f64) -> Self {
        let gap = gap(rate / MARGIN);
        Pace { gap, reminder_gap: gap.div_f64(REMINDER_SHARE), next: None, next_reminder: None }
    }

    /// When the next request may leave; absent: now.
    pub fn next(&self) -> Option<Instant> {
        self.next
    }

    pub fn next_reminder(&self) -> Option<Instant> {
        self.next.max(self.next_reminder)
    }

    pub fn spend(&mut self, now: Instant) {
        self.next = Some(now + self.gap);
    }

    pub fn spend_reminder(&mut self, now: Instant) {
        self.spend(now);
        self.next_reminder = Some(now + self.reminder_gap);
    }
}

/// The budget of one chat: a rate with a short burst.
#[derive(Debug)]
pub struct Bucket {
    gap: Duration,
    /// When it will be full again.
    full: Instant,
}

impl Bucket {
    /// `rate` in requests a second; 0 is no limit.
    pub fn new(rate: f64, now: Instant) -> Self {
        Bucket { gap: gap(rate), full: now }
    }

    /// When a request may leave that keeps `spare` more of the burst free.
    pub fn ready(&self, spare: u32) -> Instant {
        let burst = self.gap * (BURST - 1).saturating_sub(spare);
        self.full.checked_sub(burst).unwrap_or(self.full)
    }

    pub fn full(&self) -> Instant {
        self.full
    }

    pub fn spend(&mut self, now: Instant) {
        self.full = self.full.max(now) + self.gap;
    }
}

fn gap(rate: f64) -> Duration {
    const SLOWEST: Duration = Duration::from_secs(3600);
    if rate > 0.0 { Duration::try_from_secs_f64(1.0 / rate).unwrap_or(SLOWEST).min(SLOWEST) } else { Duration::ZERO }
}

#[cfg(test)]
mod tests {
    use super::{Bucket, Pace};
    use std::time::{Duration, Instant};

    #[test]
    fn a_chat_gets_three_at_once_and_then_one_a_second() {
        let start = Instant::now();
        let mut bucket = Bucket::new(1.0, start);
        let mut left = Vec::new();
        let mut now = start;
        for _ in 0..6 {
            now = now.max(bucket.ready(0));
            bucket.spend(now);
            left.push((now - start).as_secs());
        }
        assert_eq!(left, [0, 0, 0, 1, 2, 3]);
    }

    #[test]
    fn no_sliding_second_holds_more_than_the_budget() {
        let start = Instant::now();
        let mut pace = Pace::new(30.0);
        let mut sent: Vec<Instant> = Vec::new();
        let mut now = start;
        while sent.len() < 500 {
            now = pace.next().map_or(now, |next| next.max(now));
            pace.spend(now);
            sent.push(now);
        }
        for window in sent.windows(31) {
            assert!(window[30] - window[0] > Duration::from_secs(1));
        }
        assert!(sent[499] - sent[0] < Duration::from_secs(18), "and it is not much slower than the budget");
    }

    #[test]
    fn no_limit_never_waits() {
        let now = Instant::now();
        let (mut pace, mut bucket) = (Pace::new(0.0), Bucket::new(0.0, now));
        for _ in 0..1000 {
            pace.spend(now);
            bucket.spend(now);
        }
        assert!(pace.next() <= Some(now) && bucket.ready(2) <= now);
    }
}
