//! "How was the night?": asked at the person's morning hour, every day or on three days of the week, where it is wanted.
//!
//! Never about a night that is logged, never late, and after three mornings without an answer no more.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::kept::{Often, Question};
use super::quiet::{self, Known};
use super::{button, quiet::known};
use crate::engine::chat::Chat;
use crate::engine::exchange::Exchange;
use crate::engine::letter::Keyboard;
use crate::engine::place;
use crate::engine::reminder::{self, schedule};
use crate::engine::standing::{self, Topic};

/// The hour at which a morning may speak, unless the person chose another.
pub const USUAL_HOUR: i8 = 8;
/// Later than this after its hour, nothing is asked: the morning is over.
pub const GRACE: SignedDuration = SignedDuration::from_hours(3);
/// Mornings without an answer after which the question ends.
const MOST_UNANSWERED: u8 = 3;
/// Nobody who is in the middle of a conversation is asked.
const BUSY: SignedDuration = SignedDuration::from_mins(15);
/// The question can be answered until the next one could come, the offer to bring it back for some days.
const STANDS: SignedDuration = SignedDuration::from_hours(23);
const STANDS_WHEN_OVER: SignedDuration = SignedDuration::from_hours(72);
/// Of seven days the ways to choose three.
const WAYS: u64 = 35;

/// The hour of the person's clock at which their morning may speak: the chosen one, or the first after it that is not quiet.
pub fn hour(chat: &Chat) -> i8 {
    let chosen = chat.nights.hour.unwrap_or(USUAL_HOUR);
    let hours = (0..24).map(|later| (chosen + later) % 24);
    hours.into_iter().find(|hour| !chat.profile.is_quiet_hour(*hour)).unwrap_or(chosen)
}

/// The first morning after an instant whose date is wanted.
pub fn after(chat: &Chat, instant: Timestamp, is_wanted: impl Fn(Date) -> bool) -> Option<Timestamp> {
    let zone: TimeZone = place::zone(chat.profile.zone.as_deref()?)?;
    let time = Time::new(hour(chat), 0, 0, 0).ok()?;
    let today = instant.to_zoned(zone.clone()).date();
    let mut days = (0..=14).filter_map(|days: i64| today.checked_add(days.days()).ok()).filter(|date| is_wanted(*date));
    days.find_map(|date| schedule::instant(date, time, &zone).filter(|at| *at > instant))
}

/// The next morning on which the question falls due.
pub fn next(chat: &Chat) -> Option<Timestamp> {
    let question = chat.nights.question.as_ref().filter(|_| chat.unreachable_since.is_none())?;
    after(chat, question.settled, |date| is_asked_on(chat, question.often, date))
}

/// Three days of a week come from the chat's id and the week alone, so that they are the same after a restart.
fn is_asked_on(chat: &Chat, often: Often, date: Date) -> bool {
    match often {
        Often::EveryDay => true,
        Often::ThreeDays => {
            let week = date.iso_week_date();
            let seed = chat.id.0.unsigned_abs()
                ^ (u64::from(week.year().unsigned_abs()) << 32)
                ^ u64::from(week.week().unsigned_abs());
            three_of_seven(mixed(seed) % WAYS).contains(&date.weekday().to_monday_zero_offset())
        }
    }
}

/// The way of this number to choose three days, 0 is Monday.
fn three_of_seven(way: u64) -> [i8; 3] {
    let ways =
        (0..7).flat_map(|one| (one + 1..7).flat_map(move |two| (two + 1..7).map(move |three| [one, two, three])));
    ways.into_iter().nth(usize::try_from(way).unwrap_or_default()).unwrap_or([0, 2, 4])
}

/// Neighbouring weeks get days that have nothing to do with each other (splitmix64).
fn mixed(seed: u64) -> u64 {
    let mut mixed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// The hour has come.
pub fn rang(ex: &mut Exchange<'_>) {
    let Some(due) = next(&ex.chat).filter(|due| *due <= ex.now) else {
        return;
    };
    let (now, evening) = (ex.now, ex.local(due).date().yesterday().ok());
    let Some(question) = ex.chat.nights.question.as_mut() else { return };
    question.settled = now;
    if now.duration_since(due) > GRACE || ex.is_quiet() || is_busy(ex) {
        return;
    }
    count_unanswered(ex);
    let Some(evening) = evening.filter(|evening| known(ex, *evening) == Known::Nothing) else {
        return;
    };
    if reminder::takes_place(ex) {
        ask(ex, due, evening);
    }
}

/// Whether somebody is in the middle of a conversation.
pub fn is_busy(ex: &Exchange<'_>) -> bool {
    ex.chat.conversation.as_ref().is_some_and(|open| ex.now.duration_since(open.last_sign) < BUSY)
}

/// Whether the night that was asked about last has become known.
fn count_unanswered(ex: &mut Exchange<'_>) {
    let asked = ex.chat.nights.question.as_mut().and_then(|question| question.asked.take());
    let Some((evening, _)) = asked else { return };
    let is_open = known(ex, evening) == Known::Nothing;
    if let Some(question) = ex.chat.nights.question.as_mut() {
        question.unanswered = if is_open { question.unanswered.saturating_add(1) } else { 0 };
    }
}

fn later(at: Timestamp, wait: SignedDuration) -> Timestamp {
    at.checked_add(wait).unwrap_or(at)
}

fn ask(ex: &mut Exchange<'_>, due: Timestamp, evening: Date) {
    let until = later(due, GRACE);
    let is_over = |question: &Question| question.unanswered >= MOST_UNANSWERED;
    if ex.chat.nights.question.as_ref().is_some_and(is_over) {
        ex.chat.nights.question = None;
        let text = ex.phrase("night-question-ends", &[]);
        let again = button(ex, "button-night-again", "ask");
        ex.remind(text, Keyboard::Inline(vec![vec![again]]), true, until);
        return standing::ask(ex, Topic::Night, later(due, STANDS_WHEN_OVER));
    }
    let number = ex.chat.counters.menus + 1;
    if let Some(question) = ex.chat.nights.question.as_mut() {
        question.asked = Some((evening, number));
    }
    let plain = reminder::is_discreet(ex);
    let text = ex.phrase(if plain { "due-discreet" } else { "night-question" }, &[]);
    let rows = quiet::buttons(ex, evening);
    ex.remind(text, Keyboard::Inline(rows), plain, until);
    standing::ask(ex, Topic::Night, later(due, STANDS));
}

#[cfg(test)]
mod tests {
    use super::three_of_seven;

    #[test]
    fn every_way_chooses_three_different_days() {
        let mut seen = std::collections::BTreeSet::new();
        for way in 0..super::WAYS {
            let days = three_of_seven(way);
            assert!(days[0] < days[1] && days[1] < days[2] && days[2] < 7, "{days:?}");
            seen.insert(days);
        }
        assert_eq!(seen.len(), 35);
    }
}
