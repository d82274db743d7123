//! Updates the bot has not confirmed yet. Telegram forgets one only when a later offset is asked for, or after a day.
//!
//! Never waits; `polling` does.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::Value;

const KEPT_SECONDS: i64 = 24 * 3600;

/// One unconfirmed update and the civil time it came.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Pending {
    pub(super) id: i64,
    pub(super) at: i64,
    pub(super) update: Value,
}

/// The queue, in order of update id.
#[derive(Debug, Default)]
pub(super) struct Updates {
    queue: VecDeque<Pending>,
    /// Which poll is the newest; an older one that still waits ends in a conflict.
    pub(super) poll: u64,
}

impl Updates {
    pub(super) fn push(&mut self, pending: Pending) {
        let at = self.queue.partition_point(|other| other.id <= pending.id);
        self.queue.insert(at, pending);
    }

    pub(super) fn len(&self) -> usize {
        self.queue.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Pending> {
        self.queue.iter()
    }

    /// The first id that stays when `offset` is asked for at the time `now`, if anything would be forgotten.
    pub(super) fn confirmed_by(&self, offset: i64, now: i64) -> Option<i64> {
        let by_offset = match offset {
            1.. => offset,
            0 => i64::MIN,
            _ => self.last_ones(offset.unsigned_abs() as usize),
        };
        let fresh = self.queue.iter().find(|pending| pending.at >= now - KEPT_SECONDS);
        let by_age = fresh.map_or(i64::MAX, |pending| pending.id);
        let below = by_offset.max(by_age);
        let first = self.queue.front()?.id;
        (first < below).then_some(below.min(self.queue.back()?.id + 1))
    }

    fn last_ones(&self, count: usize) -> i64 {
        let skipped = self.queue.len().saturating_sub(count);
        self.queue.get(skipped).map_or(i64::MIN, |pending| pending.id)
    }

    pub(super) fn forget_below(&mut self, id: i64) {
        while self.queue.front().is_some_and(|pending| pending.id < id) {
            self.queue.pop_front();
        }
    }

    pub(super) fn first(&self, limit: usize) -> Vec<Value> {
        self.queue.iter().take(limit).map(|pending| pending.update.clone()).collect()
    }
}
