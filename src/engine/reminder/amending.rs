//! A wish about a kind that is on changes what it names and leaves the rest: other times on the same days, other days at
//! the same times, or one time more.

use super::kept::Draft;
use super::overview;
use crate::engine::exchange::Exchange;
use crate::engine::reply::normalise;
use crate::engine::understanding::meaning::Wish;

/// The draft with what the plan of its kind has and the words leave as it is. Nothing when they name no change at all:
/// then the plan is shown.
pub fn amended(ex: &mut Exchange<'_>, mut draft: Draft, wish: &Wish, text: &str) -> Option<Draft> {
    let plans = ex.chat.reminders.as_ref().map(|own| &own.plans);
    let Some((kind, plan)) = draft.kind.as_ref().and_then(|kind| Some((kind.clone(), plans?.get(kind)?.clone())))
    else {
        return Some(draft);
    };
    if draft.once.is_some() {
        return Some(draft);
    }
    let is_every_day = wish.days.len() == 7 || has(ex, text, "words-every-day");
    if draft.times.is_empty() && draft.days.is_empty() && !is_every_day {
        overview::page(ex, &kind);
        return None;
    }
    if draft.days.is_empty() && !is_every_day {
        draft.days = plan.days;
    }
    if draft.times.is_empty() {
        draft.times = plan.times;
    } else if has(ex, text, "words-also") {
        draft.times.extend(plan.times);
        draft.times.sort();
        draft.times.dedup();
    }
    Some(draft)
}

/// Whether one of the words of a list stands in a text.
fn has(ex: &Exchange<'_>, text: &str, list: &str) -> bool {
    let said = format!(" {} ", normalise(text).replace(|c: char| !c.is_alphanumeric() && c != '\'', " "));
    ex.phrase(list, &[]).split(',').any(|words| said.contains(&format!(" {} ", words.trim())))
}
