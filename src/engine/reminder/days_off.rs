//! Days off every week, in words: "no reminders on Sundays". Each kind's days without them, seen and agreed to as a plan.
//!
//! A pause is for once and lives elsewhere.

use super::kept::Draft;
use super::{kept, overview, wish};
use crate::engine::exchange::Exchange;
use crate::engine::letter::Keyboard;

/// Days of the week, 1 is Monday, on which these kinds shall not come; of no kind: all that are on.
pub fn ask(ex: &mut Exchange<'_>, off: &[i8], kinds: &[String]) {
    let own = ex.chat.reminders.clone().unwrap_or_default();
    let meant = own.plans.iter().filter(|(kind, _)| kinds.is_empty() || kinds.contains(kind));
    let mut drafts = Vec::new();
    for (kind, plan) in meant {
        let every = if plan.days.is_empty() { (1..=7).collect() } else { plan.days.clone() };
        let days: Vec<i8> = every.iter().copied().filter(|day| !off.contains(day)).collect();
        if days.is_empty() || off.is_empty() {
            let line = ex.phrase("pause-weekly", &[]);
            return ex.say(line, Keyboard::None);
        }
        if days != every {
            let (kind, times, begun) = (Some(kind.clone()), plan.times.clone(), Some(ex.now));
            drafts.push(Draft { kind, times, days, shows: true, begun, ..Draft::default() });
        }
    }
    if drafts.is_empty() {
        return overview::show(ex);
    }
    let first = drafts.remove(0);
    kept(ex).draft = Some(Draft { then: drafts, ..first });
    wish::go_on(ex);
}
