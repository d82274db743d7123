//! Touches the world: desk, Telegram, store, sender, clock. Never decides about health or wording.

pub mod backup;
pub mod batch;
pub mod keys;
pub mod seal;
pub mod secret;
pub mod store;
