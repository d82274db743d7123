//! Whom a match is about: the writer or somebody else; and whether it is long over.

use super::matching::Found;
use super::measures::{Measure, Quantity};
use super::message::Message;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Writer,
    Other,
}

/// The nearest one named before the match; without any, a person named behind it when the writer is not.
pub(super) fn of(message: &Message<'_>, found: &Found) -> Subject {
    let start = found.start();
    let inside = (start..found.end()).find_map(|at| marker(message, at));
    let before = (0..start).rev().find_map(|at| marker(message, at));
    if let Some(who) = inside.or(before) {
        return who;
    }
    let behind = (found.end()..message.tokens.len()).find_map(|at| marker(message, at));
    match behind {
        Some(Subject::Other) if !message.has("first_person", &message.whole()) => Subject::Other,
        _ => Subject::Writer,
    }
}

fn marker(message: &Message<'_>, at: usize) -> Option<Subject> {
    let is = |name: &str, at: usize| message.at(message.dictionary.list(name), at).next().is_some();
    if is("person", at) {
        // "Told my wife", "lives with my son" and "my wife says" are not about them.
        let speaks = message.value_at("person", at).is_some_and(|(_, end)| is("speech", end));
        let owner = usize::from(at > 0 && matches!(message.text(at - 1), "my" | "the" | "our" | "a"));
        let told = at > owner && is("told", at - owner - 1);
        return (!speaks && !told).then_some(Subject::Other);
    }
    // In "my wife" the wife counts.
    let of_person = matches!(message.text(at), "my" | "our") && (at + 1..at + 3).any(|next| is("person", next));
    (is("first_person", at) && !of_person).then_some(Subject::Writer)
}

/// Where the clause says a year, "years ago", "as a child": history, not now.
pub(super) fn history(message: &Message<'_>, measures: &[Measure], found: &Found) -> Vec<usize> {
    let Some(clause) = message.clauses.get(found.clause) else { return Vec::new() };
    if message.has("once_more", &message.whole()) {
        return Vec::new();
    }
    let long = |measure: &Measure| match measure.what {
        Quantity::Since(minutes) => minutes > FOUR_WEEKS,
        Quantity::Year(_) => measure.start == 0 || message.text(measure.start - 1) != "since",
        _ => false,
    };
    let measured = measures.iter().filter(|measure| clause.contains(&measure.start) && long(measure));
    let said = message.all("long_ago", clause);
    measured.map(|measure| measure.start).chain(said.iter().map(|span| span.start)).collect()
}

/// "As my DVT ten years ago, calf is red": the years belong to what is said beside them, not to the rest.
pub(super) fn is_history(message: &Message<'_>, measures: &[Measure], found: &Found, others: &[Found]) -> bool {
    let Some(clause) = message.clauses.get(found.clause) else { return false };
    let own = message.segment(clause, found.start());
    history(message, measures, found).into_iter().any(|mark| {
        let beside = message.segment(clause, mark);
        let taken = || others.iter().any(|other| other.clause == found.clause && beside.contains(&other.start()));
        own == beside || own.contains(&mark) || !taken()
    })
}

/// "Within the last four weeks" counts as now; a month ago still does.
const FOUR_WEEKS: f64 = 31.0 * 24.0 * 60.0;
