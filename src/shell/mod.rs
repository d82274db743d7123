//! Touches the world: desk, Telegram, store, sender, clock. Never decides about health or wording.

pub mod batch;
pub mod clock;
pub mod telegram;
