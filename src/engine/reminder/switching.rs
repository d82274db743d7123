//! "Turn off stretch", "switch water back on", "did both": short words for what a button does, while nothing else is
//! asked.

use super::answer::tell_done;
use super::kept::State;
use super::{ending, overview, resume, waiting, wanted};
use crate::engine::exchange::Exchange;
use crate::engine::reply::{is_among, normalise};
use crate::library::reminder::ReminderKind;

/// A kind that is named is switched on or off. False for other words.
pub fn typed(ex: &mut Exchange<'_>, text: &str) -> bool {
    let Some((kind, is_on)) = read(ex, text) else {
        return false;
    };
    if !is_on {
        ending::end_named(ex, &kind);
        return true;
    }
    let own = ex.chat.reminders.clone().unwrap_or_default();
    let is_paused = own.silent_until(&kind, ex.now).is_some_and(|until| until > ex.now);
    match own.plans.get(&kind) {
        Some(plan) if plan.asked => wanted::decide(ex, "keep", &kind),
        Some(_) if is_paused => resume::pressed(ex, &[kind]),
        Some(_) => overview::page(ex, &kind),
        None => overview::choose_kind(ex, &kind),
    }
    true
}

/// Which kind, and whether on or off: nothing else may stand in the words.
fn read(ex: &Exchange<'_>, text: &str) -> Option<(String, bool)> {
    let said = normalise(text);
    let (first, rest) = said.split_once(' ')?;
    let list = |key: &str| ex.phrase(key, &[]);
    let (on, off, beside) = (list("typed-switch-on"), list("typed-switch-off"), list("typed-switch-beside"));
    if !is_among(first, &list("typed-switch")) {
        return None;
    }
    let words: Vec<&str> = rest.split(' ').collect();
    let (is_on, is_off) = (words.iter().any(|word| is_among(word, &on)), words.iter().any(|word| is_among(word, &off)));
    let named = words.iter().filter(|word| !is_among(word, &on) && !is_among(word, &off) && !is_among(word, &beside));
    let named = named.copied().collect::<Vec<_>>().join(" ");
    let is_it = |kind: &&ReminderKind| normalise(&super::words(ex, kind, "title")) == named;
    let kind = ex.library.reminders.iter().find(is_it).filter(|_| is_on != is_off)?;
    Some((kind.id.clone(), is_on))
}

/// "Did both", "drank it": every kind of the reminder that waits, or the one about drinking. False for other words.
pub fn done(ex: &mut Exchange<'_>, text: &str) -> bool {
    let said = normalise(text);
    let is_all = is_among(&said, &ex.phrase("typed-due-both", &[]));
    let is_drunk = is_among(&said, &ex.phrase("typed-due-drank", &[]));
    let Some(shown) = waiting::live(ex).filter(|_| is_all || is_drunk) else {
        return false;
    };
    let is_drink = |kind: &str| ex.library.reminder(kind).is_some_and(|kind| kind.drink);
    let open = shown.lines.iter().filter(|line| line.state == State::Open && (is_all || is_drink(&line.kind)));
    let kinds: Vec<String> = open.map(|line| line.kind.clone()).collect();
    for kind in &kinds {
        tell_done(ex, shown.number, kind);
    }
    !kinds.is_empty()
}
