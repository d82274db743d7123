//! What the log says instead of a chat's number: six digits that mean the same chat until the process ends.
//!
//! Keyed anew at each start, so that no number can be found out from a log.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

use crate::ids::ChatId;

static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// A chat for the log.
pub struct Masked(pub ChatId);

impl fmt::Display for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06x}", KEY.hash_one(self.0) & 0xff_ffff)
    }
}
