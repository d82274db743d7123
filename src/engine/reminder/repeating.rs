//! Repeat until done: opt-in for each kind, some minutes apart, a few times, and within the daily limit.
//!
//! The one exception to the space between two times of a kind.

use super::kept::{Draft, Plan, Reminders};
use super::limits::LEAST_MINUTES;
use super::overview::{self, button};
use super::{kept, name, title, wanted, wish};
use crate::engine::acting::told;
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::reply::normalise;
use crate::engine::understanding::meaning::{Impossible, Wish};
use crate::library::words::Blank;

/// Minutes after which a reminder can come again until it is done.
const REPEATS: [u16; 3] = [15, 30, 60];

pub fn offer(ex: &mut Exchange<'_>, kind: &str) {
    let mut row: Vec<Button> = REPEATS
        .iter()
        .map(|minutes| {
            let label = ex.phrase("amount-minutes", &[("number", Blank::Number(f64::from(*minutes)))]);
            button(label, &format!("again.{kind}.{minutes}"))
        })
        .collect();
    row.push(button(ex.phrase("button-no", &[]), &format!("again.{kind}.0")));
    let title = title(ex, kind);
    let line = ex.phrase("plan-ask-again", &[("kind", Blank::Text(&title))]);
    ex.say(line, Keyboard::Inline(vec![row]));
}

/// Whether a reminder can come again after so many minutes.
pub fn is_possible(minutes: f64) -> bool {
    REPEATS.iter().any(|known| f64::from(*known) == minutes)
}

/// Other minutes than those offered mean no repeating.
pub fn choose(ex: &mut Exchange<'_>, kind: &str, minutes: &str) {
    set(ex, kind, minutes.parse().ok().filter(|minutes| REPEATS.contains(minutes)));
}

fn set(ex: &mut Exchange<'_>, kind: &str, minutes: Option<u16>) {
    if let Some(plan) = kept(ex).plans.get_mut(kind) {
        plan.repeat_minutes = minutes;
    }
    if minutes.is_none() {
        kept(ex).forget_repeats(kind);
    }
    wanted::heard(ex, kind);
    overview::page(ex, kind);
}

/// That a kind comes again until it is done.
pub fn line(ex: &Exchange<'_>, minutes: Option<u16>) -> Option<String> {
    minutes.map(|minutes| ex.phrase("plan-again", &[("minutes", Blank::Number(f64::from(minutes)))]))
}

/// What comes on top of the plan's messages, a line for each kind.
pub fn lines(ex: &Exchange<'_>, own: &Reminders) -> Vec<String> {
    let line = |(kind, plan): (&String, &Plan)| {
        let (kind, minutes) = (title(ex, kind), Blank::Number(f64::from(plan.repeat_minutes?)));
        Some(ex.phrase("plan-again-of", &[("kind", Blank::Text(&kind)), ("minutes", minutes)]))
    };
    own.plans.iter().filter_map(line).collect()
}

/// The kind that a wish names, or the only one that is on.
fn kind_of(ex: &Exchange<'_>, wish: &Wish) -> Option<String> {
    let plans = ex.chat.reminders.iter().flat_map(|own| own.plans.keys());
    let only = || Some(plans).filter(|plans| plans.clone().count() == 1)?.next().cloned();
    wish.kind.map(|kind| name(kind).to_owned()).or_else(only)
}

/// "Every 15 minutes until it is done": of a kind that is on at once, of another with its plan. False for other words.
pub fn in_words(ex: &mut Exchange<'_>, wish: &Wish, text: &str) -> bool {
    let said = normalise(text);
    let is_meant = ex.phrase("words-until-done", &[]).split(',').any(|words| said.contains(words.trim()));
    let Some(kind) = kind_of(ex, wish).filter(|_| is_meant) else {
        return false;
    };
    let minutes = wish.every_minutes.or(wish.in_minutes).and_then(|minutes| u16::try_from(minutes).ok());
    let minutes = minutes.filter(|minutes| REPEATS.contains(minutes));
    match (kept(ex).plans.contains_key(&kind), minutes) {
        (true, Some(minutes)) => set(ex, &kind, Some(minutes)),
        (true, None) => offer(ex, &kind),
        (false, minutes) => {
            let repeat_minutes = minutes.or(Some(REPEATS[0]));
            let times = wish.times.clone();
            kept(ex).draft = Some(Draft {
                kind: Some(kind),
                times,
                repeat_minutes,
                shows: true,
                begun: Some(ex.now),
                ..Draft::default()
            });
            wish::go_on(ex);
        }
    }
    true
}

/// More often than a plan can be; what is not done can come again sooner.
pub fn refuse(ex: &mut Exchange<'_>, wish: &Wish) {
    let kind = kind_of(ex, wish).filter(|kind| kept(ex).plans.contains_key(kind));
    let Some(kind) = kind.filter(|_| wish.every_minutes.is_some_and(|minutes| minutes < LEAST_MINUTES)) else {
        return told::impossible(ex, Impossible::Every);
    };
    let text = ex.phrase("impossible-every", &[("minutes", Blank::Number(f64::from(LEAST_MINUTES)))]);
    let sooner = ex.phrase("plan-again-sooner", &[("kind", Blank::Text(&title(ex, &kind)))]);
    let again = button(ex.phrase("button-again", &[]), &format!("again.{kind}"));
    ex.say(format!("{text}\n{sooner}"), Keyboard::Inline(vec![vec![again]]));
}
