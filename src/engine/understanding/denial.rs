//! Whether what was said is denied: "no chest pain", "havent fainted or anything", "fever: no".
//!
//! Read both ways, it is not denied.

use super::matching::Found;
use super::message::{Break, Message};

/// Whether a negator governs any part of the match.
pub(super) fn is_denied(message: &Message<'_>, found: &Found) -> bool {
    answered_no(message, found.end()) || found.parts.iter().any(|part| is_governed(message, found, part.0))
}

/// "Chest pain: no."
fn answered_no(message: &Message<'_>, end: usize) -> bool {
    let last = end + 1 == message.tokens.len() || message.tokens.get(end + 1).is_some_and(|t| t.before != Break::None);
    last && matches!(message.text(end), "no" | "none" | "nope" | "nah" | "negative" | "nil")
}

fn is_governed(message: &Message<'_>, found: &Found, at: usize) -> bool {
    // "No fever, no feeling in my foot": the second "no" is the sign itself.
    if message.tokens.get(at).is_some_and(|token| token.negator) {
        return false;
    }
    let Some(clause) = message.clauses.get(found.clause) else { return false };
    let negators: Vec<usize> = (clause.start..at).filter(|place| !found.holds(*place)).collect();
    negators.into_iter().rev().any(|place| negates(message, place, clause.end) && reaches(message, found, place, at))
}

/// A negator that denies what follows: not "no idea", not the "no" that answers a question.
fn negates(message: &Message<'_>, at: usize, clause_end: usize) -> bool {
    if !message.tokens[at].negator {
        return false;
    }
    let answers = matches!(message.text(at), "no" | "nope" | "nah")
        && message.tokens.get(at + 1).is_some_and(|token| token.before != Break::None);
    let like_this = message.has("like_this", &(at..clause_end));
    !answers && !like_this
}

/// From the negator to the match: through commas and "or" as far as a list of things goes on.
fn reaches(message: &Message<'_>, found: &Found, negator: usize, at: usize) -> bool {
    let whole = matches!(message.text(negator), "without" | "nor" | "neither");
    let is = |name: &str, at: usize| message.at(message.dictionary.list(name), at).next().is_some();
    let mut through_or = false;
    for place in negator + 1..=at {
        let inside = found.holds(place);
        let apart = message.tokens[place].before != Break::None || is("and_or", place);
        if matches!(message.text(place), "or" | "nor") {
            through_or = true;
            continue;
        }
        // "Not swollen or red, it went cold": behind the comma somebody speaks of something else.
        let else_told = message.tokens[place].before != Break::None && is("subject", place);
        if apart && (!through_or || else_told) && starts_anew(message, found, place) {
            return false;
        }
        // "It isnt numb its cold": the match itself begins anew.
        let begins = !inside || place == at && message.text(place) == "its";
        if !whole && begins && !through_or && is("subject", place) && place > negator + 1 {
            // "Not once have I fainted."
            if matches!(message.text(place - 1), "have" | "had" | "did" | "do") {
                continue;
            }
            return false;
        }
        if place > negator + 1 && message.at(message.dictionary.list("negator"), place).next().is_some() && !inside {
            // The nearer negator decides.
            return negates(message, place, found.end()) && reaches(message, found, place, at);
        }
    }
    true
}

/// Behind a comma or "and": a new statement, not one more thing on the list.
fn starts_anew(message: &Message<'_>, found: &Found, place: usize) -> bool {
    let clause_end = message.clauses.get(found.clause).map_or(place, |clause| clause.end);
    let segment_end = (place + 1..clause_end)
        .find(|at| message.tokens[*at].before != Break::None || message.text(*at) == "and")
        .unwrap_or(clause_end);
    let verb = message.dictionary.list("verb");
    let subject = message.dictionary.list("subject");
    // "No chest pain, breathing normal"
    let fine = |at: usize| matches!(message.text(at), "normal" | "fine" | "ok" | "okay");
    // "Not dizzy, just chest pain"
    let only = matches!(message.text(place), "just" | "only") && message.tokens[place].before != Break::None;
    only || (place..segment_end)
        .any(|at| fine(at) || message.at(verb, at).chain(message.at(subject, at)).next().is_some())
}
