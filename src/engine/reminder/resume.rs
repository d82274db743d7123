//! The end of a pause: by a button, in words, or by itself, which is said once. Only the pause that was meant ends, and
//! what goes on being paused is said.

use jiff::Timestamp;

use super::kept::{Ahead, Reminders};
use super::{kept, overview, pause, title};
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Class, Keyboard};
use crate::engine::press::menu_data;
use crate::library::words::Blank;

/// What is paused: all, or one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paused {
    All,
    Kind(String),
}

/// Every pause that is in force or to come, that of all first.
fn in_force(own: &Reminders) -> Vec<Paused> {
    let is_held = |paused: Option<Timestamp>, ahead: Option<Ahead>| paused.is_some() || ahead.is_some();
    let kinds = own.plans.iter().filter(|(_, plan)| is_held(plan.paused, plan.ahead));
    let all = is_held(own.paused, own.ahead).then_some(Paused::All);
    all.into_iter().chain(kinds.map(|(kind, _)| Paused::Kind(kind.clone()))).collect()
}

/// A button for each pause that is in force.
pub fn rows(ex: &Exchange<'_>, own: &Reminders) -> Vec<Vec<Button>> {
    let pauses = in_force(own);
    let is_one = pauses.len() == 1;
    let button = |paused: &Paused| {
        let (label, of) = match paused {
            _ if is_one => (ex.phrase("button-resume", &[]), of(paused)),
            Paused::All => (ex.phrase("button-resume-all", &[]), of(paused)),
            Paused::Kind(kind) => {
                (ex.phrase("button-resume-of", &[("kind", Blank::Text(&title(ex, kind)))]), of(paused))
            }
        };
        vec![Button { label, data: menu_data("pause", Some(&format!("0.{of}"))) }]
    };
    pauses.iter().map(button).collect()
}

fn of(paused: &Paused) -> &str {
    match paused {
        Paused::All => "all",
        Paused::Kind(kind) => kind,
    }
}

/// What goes on being paused, with its buttons.
pub fn keyboard(ex: &Exchange<'_>, own: &Reminders) -> Keyboard {
    let rows = rows(ex, own);
    if rows.is_empty() { Keyboard::None } else { Keyboard::Inline(rows) }
}

/// "End the pause": that of these kinds, or the one that is in force; of several kinds it is asked which.
pub fn in_words(ex: &mut Exchange<'_>, kinds: &[String], is_every: bool) {
    let pauses = in_force(kept(ex));
    match pauses.as_slice() {
        [] => {
            let line = ex.phrase("pause-none", &[]);
            ex.say(line, Keyboard::None);
        }
        _ if is_every => end(ex, &pauses),
        _ if !kinds.is_empty() => end(ex, &kinds.iter().cloned().map(Paused::Kind).collect::<Vec<_>>()),
        [only] => end(ex, std::slice::from_ref(only)),
        [Paused::All, ..] => end(ex, &[Paused::All]),
        _ => {
            let own = kept(ex).clone();
            let rows = rows(ex, &own);
            let line = pause::line(ex, &own).unwrap_or_default();
            let which = ex.phrase("pause-which", &[]);
            ex.say(format!("{line}\n{which}"), Keyboard::Inline(rows));
        }
    }
}

/// A button: `all`, or kinds.
pub fn pressed(ex: &mut Exchange<'_>, kinds: &[String]) {
    if kinds.is_empty() && !in_force(kept(ex)).contains(&Paused::All) {
        // An older message; that pause is over.
        return in_words(ex, &[], false);
    }
    let pauses: Vec<Paused> = match kinds {
        [] => vec![Paused::All],
        kinds => kinds.iter().cloned().map(Paused::Kind).collect(),
    };
    end(ex, &pauses);
}

fn end(ex: &mut Exchange<'_>, pauses: &[Paused]) {
    let now = ex.now;
    let own = kept(ex);
    let runs = |paused: &Paused| match paused {
        Paused::All => own.paused.is_some(),
        Paused::Kind(kind) => own.silent_until(kind, now).is_some(),
    };
    if !pauses.iter().any(runs) {
        return take_back(ex, pauses);
    }
    if pauses.contains(&Paused::All) {
        own.end_of_all();
    }
    for (kind, plan) in &mut own.plans {
        if pauses.contains(&Paused::Kind(kind.clone())) {
            plan.paused = None;
            // It comes again although the others go on pausing.
            plan.spared = own.paused.is_some();
            plan.settled = plan.settled.max(now);
        } else if pauses.contains(&Paused::All) {
            plan.settled = plan.settled.max(now);
        }
    }
    let text = ended(ex, pauses);
    let own = kept(ex).clone();
    let keyboard = keyboard(ex, &own);
    ex.say(text, keyboard);
}

/// Pauses that have not begun will not come.
fn take_back(ex: &mut Exchange<'_>, pauses: &[Paused]) {
    let own = kept(ex);
    if pauses.contains(&Paused::All) {
        own.ahead = None;
    }
    for (kind, plan) in &mut own.plans {
        plan.ahead = plan.ahead.filter(|_| !pauses.contains(&Paused::Kind(kind.clone())));
    }
    let own = kept(ex).clone();
    let (line, keyboard) = (ex.phrase("pause-taken-back", &[]), keyboard(ex, &own));
    let text = [vec![line], overview::state(ex, &own)].concat().join("\n");
    ex.say(text, keyboard);
}

/// "The pause is over", of what, and what does not come all the same.
fn ended(ex: &Exchange<'_>, pauses: &[Paused]) -> String {
    let own = ex.chat.reminders.clone().unwrap_or_default();
    let state = overview::state(ex, &own);
    let all = pauses.contains(&Paused::All);
    let line = |paused: &Paused| match paused {
        Paused::Kind(kind) if !all && (!state.is_empty() || pauses.len() > 1) => {
            ex.phrase("pause-ended-of", &[("kind", Blank::Text(&title(ex, kind)))])
        }
        Paused::All | Paused::Kind(_) => ex.phrase("pause-ended", &[]),
    };
    let mut lines: Vec<String> = Vec::new();
    for line in pauses.iter().map(line).chain(state.iter().cloned()) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// Ends what is over, and says so once; whatever fell into it is gone.
pub fn by_itself(ex: &mut Exchange<'_>) {
    let now = ex.now;
    let is_over = |until: Option<Timestamp>| until.is_some_and(|until| until <= now);
    let own = kept(ex);
    let mut over = Vec::new();
    Ahead::begin(&mut own.paused, &mut own.ahead, now);
    for plan in own.plans.values_mut() {
        Ahead::begin(&mut plan.paused, &mut plan.ahead, now);
    }
    if is_over(own.paused) {
        own.end_of_all();
        over.push(Paused::All);
    }
    let all = own.paused;
    for (kind, plan) in &mut own.plans {
        if is_over(plan.paused) {
            plan.paused = None;
            // Where all go on pausing nothing comes again yet.
            if all.is_none() || plan.spared {
                over.push(Paused::Kind(kind.clone()));
            }
        }
    }
    if !over.is_empty() && !ex.is_quiet() {
        let line = ended(ex, &over);
        ex.send(Class::Reminder, line, Keyboard::None, None);
    }
}
