//! A wish before the consent or before the clock is known: kept for a day at most, and gone on with after the set-up.

use jiff::Timestamp;

use super::wish;
use crate::engine::chat::Chat;
use crate::engine::exchange::Exchange;
use crate::engine::setup;

/// What was wished for before the clock was known, or before the consent. False when nothing was.
pub fn go_on(ex: &mut Exchange<'_>, had_clock: bool) -> bool {
    let begun = ex.chat.reminders.as_ref().and_then(|kept| kept.draft.as_ref()?.begun);
    let is_before_consent = begun.is_some_and(|begun| ex.chat.profile.consent.is_some_and(|since| begun <= since));
    (!had_clock || is_before_consent) && ex.chat.has_consent() && wish::go_on(ex)
}

/// Of a wish before the consent nothing stays behind a day, or a no.
pub fn forget_before_consent(ex: &mut Exchange<'_>) {
    if !ex.chat.has_consent() {
        ex.chat.reminders = None;
    }
}

/// When a wish before the consent is forgotten.
pub fn forget_at(chat: &Chat) -> Option<Timestamp> {
    let begun = chat.reminders.as_ref().filter(|_| !chat.has_consent())?.draft.as_ref()?.begun?;
    begun.checked_add(setup::WISH_HOLDS).ok()
}
