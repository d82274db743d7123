//! When a chat wants to be woken, and what it does then.
//!
//! The hour is derived from the chat alone, so that the due row can never say something else.

use jiff::{SignedDuration, Timestamp};

use super::chat::{Chat, Episode};
use super::conversation;
use super::exchange::Exchange;
use super::hold;
use super::monthly;
use super::nights;
use super::reminder;
use super::week;
use crate::ids::SubjectId;

/// Without an answer to the offer, the mark of a cramp before consent goes.
const MARK_HOLDS: SignedDuration = SignedDuration::from_hours(24);
/// An episode closes by itself.
pub const EPISODE_HOLDS: SignedDuration = SignedDuration::from_hours(48);
/// A person who blocked the bot is purged. Stated in /privacy.
const BLOCKED_HOLDS: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Between the week and the month in one message.
const BEHIND_THE_WEEK: SignedDuration = SignedDuration::from_mins(10);

/// The next instant at which something of this chat falls due.
pub fn next(chat: &Chat) -> Option<Timestamp> {
    let closings = chat.episode.iter().chain(&chat.set_aside).filter_map(close_at);
    [
        hold::next(chat),
        purge_at(chat),
        unmark_at(chat),
        reminder::forget_at(chat),
        reminder::next(chat),
        week_at(chat),
        month_at(chat),
        nights::next(chat),
    ]
    .into_iter()
    .flatten()
    .chain(closings)
    .min()
}

/// The hour has come: does everything that is due.
pub fn rang(ex: &mut Exchange<'_>) {
    let now = ex.now;
    let is_due = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
    let (purge, unmark) = (is_due(purge_at(&ex.chat)), is_due(unmark_at(&ex.chat)));
    if purge {
        ex.forget = true;
        return;
    }
    hold::rang(ex);
    if unmark {
        ex.chat.first_aid_since = None;
    }
    if is_due(reminder::forget_at(&ex.chat)) {
        reminder::forget_before_consent(ex);
    }
    for subject in [SubjectId::WRITER, SubjectId::OTHER] {
        close(ex, subject);
    }
    ex.turned_to(SubjectId::WRITER, reminder::rang);
    if is_due(week_at(&ex.chat)) {
        week::rang(ex);
    }
    if is_due(month_at(&ex.chat)) {
        monthly::rang(ex);
    }
    nights::rang(ex);
}

/// The bout of one of them, with the conversation about it; that about the other goes on.
fn close(ex: &mut Exchange<'_>, subject: SubjectId) {
    let about = ex.chat.about;
    ex.chat.turn_to(subject);
    if ex.chat.episode.as_ref().and_then(close_at).is_some_and(|at| at <= ex.now) {
        if about == subject {
            conversation::leave(ex);
        }
        conversation::close_episode(ex);
    }
    ex.chat.turn_to(about);
}

/// Not in the same minute as a reminder.
fn week_at(chat: &Chat) -> Option<Timestamp> {
    week::next(chat).map(|at| reminder::spaced(chat, at))
}

/// Nor in that of the week, when both fall on one day.
fn month_at(chat: &Chat) -> Option<Timestamp> {
    let due = monthly::next(chat).map(|at| reminder::spaced(chat, at))?;
    let behind_the_week = chat.week.as_ref().and_then(|week| after(week.since, BEHIND_THE_WEEK));
    Some(behind_the_week.map_or(due, |free| due.max(free)))
}

fn purge_at(chat: &Chat) -> Option<Timestamp> {
    after(chat.unreachable_since?, BLOCKED_HOLDS)
}

fn unmark_at(chat: &Chat) -> Option<Timestamp> {
    after(chat.first_aid_since?, MARK_HOLDS)
}

fn close_at(episode: &Episode) -> Option<Timestamp> {
    after(episode.began, EPISODE_HOLDS)
}

fn after(at: Timestamp, wait: SignedDuration) -> Option<Timestamp> {
    at.checked_add(wait).ok()
}
