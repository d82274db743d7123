//! Patterns that fight: the same words given two meanings, or the same one twice.
//!
//! Whether a pattern can win is for the engine to show, which reads texts.

use std::collections::BTreeMap;

use super::mistake;
use crate::library::Library;
use crate::library::mistake::Mistake;
use crate::library::understanding::{Entry, Means, Weight};

pub(super) fn check(library: &Library) -> Vec<Mistake> {
    let mut first: BTreeMap<(u8, String), (usize, String)> = BTreeMap::new();
    let mut mistakes = Vec::new();
    for (at, entry) in library.patterns.entries.iter().enumerate() {
        for pattern in &entry.says {
            let Some(kind) = rivals(entry) else { continue };
            let place = pattern.place.to_string();
            let words = pattern.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let Some((other, where_first)) = first.insert((kind, words), (at, place)) else { continue };
            let other = &library.patterns.entries[other];
            // What another entry leaves out by `unless` may be given a second meaning.
            if other.means != entry.means && !(other.unless.is_empty() && entry.unless.is_empty()) {
                continue;
            }
            let what = if other.means == entry.means {
                format!("pattern `{}` stands here a second time", pattern.text)
            } else {
                format!("pattern `{}` fights with the same one of {}", pattern.text, named(other))
            };
            mistakes.push(mistake(&pattern.place, what, &format!("the first is at {where_first}")));
        }
    }
    mistakes
}

/// Entries of one kind exclude one another; findings may share their words with intents.
fn rivals(entry: &Entry) -> Option<u8> {
    match &entry.means {
        Means::Intent { .. } => Some(0),
        Means::Finding(sign) if sign.weight != Weight::Mark && !sign.only_denied => Some(1),
        Means::Finding(_) => None,
        Means::Call | Means::Crisis => Some(2),
        Means::Aside => Some(3),
    }
}

fn named(entry: &Entry) -> String {
    match &entry.means {
        Means::Intent { name, .. } => format!("the intent `{}`", name.name()),
        Means::Finding(sign) => format!("the finding `{}`", sign.key),
        Means::Call => "a call for help".to_owned(),
        Means::Crisis => "a crisis".to_owned(),
        Means::Aside => "an aside".to_owned(),
    }
}
