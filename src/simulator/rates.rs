//! Telegram's rates, counted the way a strict observer would: thirty in any sliding second over all chats, and one a
//! second per chat after a burst of three.
//!
//! Monotonic time only; the civil clock may jump without granting anybody a message.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

const PER_SECOND: usize = 30;
const BURST: f64 = 3.0;

/// A sender that keeps exact distances may see them squeezed on the way; this much is forgiven.
const JITTER: Duration = Duration::from_millis(20);

/// Past this many chats the full buckets are forgotten; a missing bucket counts as full.
const BUCKETS: usize = 100_000;

/// Which rate was passed, and when to come back.
#[derive(Debug)]
pub(super) struct Excess {
    pub(super) what: String,
    pub(super) retry_after: u64,
}

/// The counters.
#[derive(Debug, Default)]
pub(super) struct Rates {
    recent: VecDeque<Instant>,
    buckets: HashMap<i64, Bucket>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    tokens: f64,
    at: Instant,
}

impl Bucket {
    fn filled(self, now: Instant) -> Bucket {
        let gained = now.duration_since(self.at).as_secs_f64();
        Bucket { tokens: (self.tokens + gained).min(BURST), at: now }
    }
}

impl Rates {
    /// Counts one send or edit. What is refused (`strict`) does not count; what is only noted does.
    pub(super) fn count(&mut self, chat: i64, now: Instant, strict: bool) -> Option<Excess> {
        self.forget(now);
        let full = Bucket { tokens: BURST, at: now };
        let bucket = self.buckets.get(&chat).copied().unwrap_or(full).filled(now);
        let excess = self.excess(chat, bucket);
        if excess.is_none() || !strict {
            self.recent.push_back(now);
            // A debt without bottom would note violations long after the burst was over.
            let tokens = (bucket.tokens - 1.0).max(-1.0);
            self.buckets.insert(chat, Bucket { tokens, at: now });
        }
        excess
    }

    fn excess(&self, chat: i64, bucket: Bucket) -> Option<Excess> {
        if self.recent.len() >= PER_SECOND {
            let what = format!("more than {PER_SECOND} messages within one second over all chats");
            return Some(Excess { what, retry_after: 1 });
        }
        if bucket.tokens + JITTER.as_secs_f64() < 1.0 {
            let what = format!("more than one message a second in chat {chat}, after a burst of three");
            let retry_after = (1.0 - bucket.tokens).ceil().max(1.0) as u64;
            return Some(Excess { what, retry_after });
        }
        None
    }

    fn forget(&mut self, now: Instant) {
        let window = Duration::from_secs(1) - JITTER;
        while self.recent.front().is_some_and(|at| now.duration_since(*at) >= window) {
            self.recent.pop_front();
        }
        if self.buckets.len() > BUCKETS {
            self.buckets.retain(|_, bucket| bucket.filled(now).tokens < BURST);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, Instant, Rates};

    #[test]
    fn a_chat_gets_a_burst_of_three_and_then_one_a_second() {
        let (mut rates, start) = (Rates::default(), Instant::now());
        let mut refused = |ms| rates.count(7, start + Duration::from_millis(ms), true).is_some();
        assert_eq!([0, 1, 2, 3, 990, 995, 2000].map(&mut refused), [false, false, false, true, false, true, false]);
    }

    #[test]
    fn thirty_pass_in_a_second_and_the_next_one_does_not() {
        let (mut rates, start) = (Rates::default(), Instant::now());
        let passed = (0..40).filter(|n| rates.count(*n, start + Duration::from_millis(*n as u64), true).is_none());
        assert_eq!(passed.count(), 30);
        assert!(rates.count(99, start + Duration::from_millis(1_001), true).is_none());
    }
}
