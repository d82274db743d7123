//! What one file cannot know: links lead somewhere, every path ends, rules can be answered.
//!
//! Never reads a file. The proofs over the whole come last and only when nothing else is wrong, so that one
//! mistake is not told in many ways.

mod articles;
mod by_day;
mod calls;
mod flow;
pub(crate) mod graph;
mod implies;
mod names;
mod patterns;
pub(crate) mod pictures;
mod proofs;
mod rules;
pub(crate) mod texts;
mod wording;

use std::collections::BTreeSet;

pub use pictures::rendered;
pub use wording::{missing_phrases, unknown_blanks};

use super::Library;
use super::mistake::{Mistake, Place};

/// All mistakes of the whole; `faulty` are the files that already have some.
pub fn check(library: &Library, faulty: &BTreeSet<String>) -> Vec<Mistake> {
    let mut mistakes = names::check(library, faulty);
    mistakes.extend(wording::check(library, faulty));
    mistakes.extend(rules::check(library));
    mistakes.extend(articles::check(library, faulty));
    mistakes.extend(patterns::check(library));
    mistakes.extend(pictures::check(library));
    let circles = calls::check(library);
    let calls_are_sound = circles.is_empty();
    mistakes.extend(circles);
    let readable = |place: &Place| !faulty.contains(&place.file) && library.vocabulary.unreadable.is_empty();
    for dialogue in library.dialogues.values().filter(|dialogue| calls_are_sound && readable(&dialogue.place)) {
        mistakes.extend(flow::check(library, dialogue));
    }
    if mistakes.is_empty() && faulty.is_empty() {
        mistakes.extend(by_day::check(library));
        mistakes.extend(proofs::check(library));
    }
    mistakes
}

fn mistake(place: &Place, what: String, hint: &str) -> Mistake {
    Mistake { place: place.clone(), what, hint: hint.to_owned() }
}
