//! When a chat wants to be woken: the soonest of everything it waits for.

use jiff::Timestamp;

use super::chat::Chat;

/// The next instant at which something of this chat falls due, derived from the chat alone.
pub fn next(_chat: &Chat) -> Option<Timestamp> {
    None
}
