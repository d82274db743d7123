//! Budgets: how soon the next request may leave, over all chats and to one chat.
//!
//! Pure: the time is passed in, and nothing waits here.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Requests that one chat may get at once after a pause.
pub const BURST: u32 = 3;
/// Requests are spaced a little wider than the budget says, so that it holds where they *arrive*, too.
const MARGIN: f64 = 1.05;
const SECOND: Duration = Duration::from_secs(1);
/// Reminders use at most this part of the budget over all chats; the rest is kept for answers.
const REMINDER_SHARE: f64 = 0.8;

/// The budget over all chats: evenly spaced, and true in every sliding second where requests *arrive*. When one arrives
/// is not known before its answer, so it counts from the moment it leaves until a second after its answer.
#[derive(Debug)]
pub struct Pace {
    /// Requests in one second; absent: no limit.
    most: Option<usize>,
    flying: usize,
    /// When the last requests were answered, oldest first.
    answered: VecDeque<Instant>,
    gap: Duration,
    reminder_gap: Duration,
    next: Option<Instant>,
    next_reminder: Option<Instant>,
}

impl Pace {
    /// `rate` in requests a second; 0 is no limit.
    pub fn new(rate: f64) -> Self {
        let gap = gap(rate / MARGIN);
        // A rate below one a second is kept by the gap.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 100,000")]
        let most = (rate > 0.0).then(|| (rate as usize).max(1));
        Pace {
            most,
            flying: 0,
            answered: VecDeque::new(),
            gap,
            reminder_gap: gap.div_f64(REMINDER_SHARE),
            next: None,
            next_reminder: None,
        }
    }

    /// When the next request may leave; absent or past: now.
    pub fn next(&mut self, now: Instant) -> Option<Instant> {
        self.next.max(self.room(now))
    }

    pub fn next_reminder(&mut self, now: Instant) -> Option<Instant> {
        self.next(now).max(self.next_reminder)
    }

    pub fn spend(&mut self, now: Instant) {
        self.next = Some(now + self.gap);
        self.flying += usize::from(self.most.is_some());
    }

    /// An answer has come, or will not come any more.
    pub fn answered(&mut self, now: Instant) {
        if self.most.is_some() {
            self.flying = self.flying.saturating_sub(1);
            self.answered.push_back(now);
        }
    }

    /// When there is room for one more in every second that is still open.
    fn room(&mut self, now: Instant) -> Option<Instant> {
        let most = self.most?;
        while self.answered.front().is_some_and(|at| *at + SECOND <= now) {
            self.answered.pop_front();
        }
        if self.flying + self.answered.len() < most {
            return None;
        }
        // Without an answer yet it is the next answer that opens the way; this is asked again then.
        Some(self.answered.front().map_or(now, |at| *at) + SECOND)
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
    /// When the request in flight left.
    left: Option<Instant>,
}

impl Bucket {
    /// `rate` in requests a second; 0 is no limit.
    pub fn new(rate: f64, now: Instant) -> Self {
        Bucket { gap: gap(rate), full: now, left: None }
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
        self.left = Some(now);
    }

    /// A request may have arrived as late as its answer: the budget grows again from there.
    pub fn answered(&mut self, now: Instant) {
        if let Some(left) = self.left.take().filter(|_| !self.gap.is_zero()) {
            self.full += now.saturating_duration_since(left);
        }
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
            now = pace.next(now).map_or(now, |next| next.max(now));
            pace.spend(now);
            pace.answered(now);
            sent.push(now);
        }
        for window in sent.windows(31) {
            assert!(window[30] - window[0] > Duration::from_secs(1));
        }
        assert!(sent[499] - sent[0] < Duration::from_secs(18), "and it is not much slower than the budget");
    }

    #[test]
    fn the_budget_holds_where_requests_arrive() {
        let start = Instant::now();
        let mut pace = Pace::new(30.0);
        let (mut now, mut arrived) = (start, Vec::new());
        // Every fifth request gets stuck and arrives together with the next ones.
        let late =
            |number: usize, left: Instant| left + Duration::from_millis(if number.is_multiple_of(5) { 400 } else { 1 });
        let mut flying: Vec<Instant> = Vec::new();
        for number in 0..300 {
            while let Some(next) = pace.next(now).filter(|next| *next > now) {
                let answer = flying.iter().copied().min().filter(|answer| *answer <= next);
                now = answer.unwrap_or(next);
                flying.retain(|answer| Some(*answer) != Some(now).filter(|_| *answer == now));
                if answer.is_some() {
                    pace.answered(now);
                }
            }
            pace.spend(now);
            arrived.push(late(number, now));
            flying.push(late(number, now));
        }
        arrived.sort();
        for window in arrived.windows(31) {
            assert!(window[30] - window[0] >= Duration::from_secs(1), "{:?}", window[30] - window[0]);
        }
        assert!(arrived[299] - start < Duration::from_secs(15));
    }

    #[test]
    fn no_limit_never_waits() {
        let now = Instant::now();
        let (mut pace, mut bucket) = (Pace::new(0.0), Bucket::new(0.0, now));
        for _ in 0..1000 {
            pace.spend(now);
            bucket.spend(now);
        }
        assert!(pace.next(now) <= Some(now) && bucket.ready(2) <= now);
    }
}
