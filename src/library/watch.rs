//! What to look out for, by what was told: the order in which a card picks among the facts that would raise its level.
//!
//! Only picks; a fact that would not raise the level is not shown, whatever stands here.

use super::condition::Condition;
use crate::ids::FindingKey;

/// One topic, from `watch.toml`.
#[derive(Debug)]
pub struct Watch {
    pub when: Condition,
    /// In the order in which they are preferred.
    pub facts: Vec<FindingKey>,
}
