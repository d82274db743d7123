//! Whom a match is about: the writer or somebody else; and whether it is long over.

use super::matching::Found;
use super::measures::{Measure, Quantity};
use super::message::{Break, Message};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Writer,
    Other,
}

/// Who is named where, gathered once for a message.
#[derive(Debug, Default)]
pub(super) struct People {
    /// Named at this place.
    here: Vec<Option<Subject>>,
    /// The nearest one before each place, and from it on.
    before: Vec<Option<Subject>>,
    behind: Vec<Option<Subject>>,
    writer_speaks: bool,
    /// "It is back": what was long ago is there again.
    once_more: bool,
}

impl People {
    pub fn new(message: &Message<'_>) -> Self {
        let here: Vec<Option<Subject>> = (0..message.tokens.len()).map(|at| marker(message, at)).collect();
        let mut before = Vec::with_capacity(here.len() + 1);
        before.push(None);
        for (at, who) in here.iter().enumerate() {
            before.push(who.or(before[at]));
        }
        let mut behind = vec![None; here.len() + 1];
        for (at, who) in here.iter().enumerate().rev() {
            behind[at] = who.or(behind[at + 1]);
        }
        let whole = message.whole();
        let (writer_speaks, once_more) = (message.has("first_person", &whole), message.has("once_more", &whole));
        People { here, before, behind, writer_speaks, once_more }
    }
}

/// The nearest one named before the match; without any, a person named behind it when the writer is not.
pub(super) fn of(message: &Message<'_>, found: &Found) -> Subject {
    let people = &message.people;
    let inside = people.here[found.start()..found.end()].iter().flatten().next();
    if let Some(who) = inside.copied().or(people.before[found.start()]) {
        return who;
    }
    match people.behind[found.end()] {
        Some(Subject::Other) if !people.writer_speaks => Subject::Other,
        _ => Subject::Writer,
    }
}

/// Whether the writer is named within the match.
pub(super) fn names_writer(message: &Message<'_>, found: &Found) -> bool {
    message.people.here[found.start()..found.end()].contains(&Some(Subject::Writer))
}

fn marker(message: &Message<'_>, at: usize) -> Option<Subject> {
    let is = |name: &str, at: usize| message.at(message.dictionary.list(name), at).next().is_some();
    if is("person", at) {
        if is_aged(message, at) || is_absent(message, at) {
            return None;
        }
        // "Told my wife", "lives with my son" and "my wife says" are not about them.
        let speaks = message.value_at("person", at).is_some_and(|(_, end)| is("speech", end));
        let owner = usize::from(at > 0 && matches!(message.text(at - 1), "my" | "the" | "our" | "a"));
        let told = at > owner && is("told", at - owner - 1);
        return (!speaks && !told).then_some(Subject::Other);
    }
    if is_somebodys_age(message, at) {
        return Some(Subject::Other);
    }
    // In "my wife" the wife counts; "the man I work with" and "a man at my gym" go on with the man.
    let of_person = matches!(message.text(at), "my" | "our") && (at + 1..at + 3).any(|next| is("person", next));
    (is("first_person", at) && !of_person && !is_beside(message, at)).then_some(Subject::Writer)
}

/// "Next to me", "I work with", "at my gym": only says where somebody else is.
fn is_beside(message: &Message<'_>, at: usize) -> bool {
    let (beside, place) = (message.dictionary.list("beside"), message.dictionary.list("my_place"));
    (at.saturating_sub(3)..=at).any(|from| message.at(beside, from).any(|span| span.end > at))
        || matches!(message.text(at), "my" | "our") && message.at(place, at + 1).next().is_some()
}

/// "My 6 year old is limping"; a "6 year old knee" is nobody.
fn is_somebodys_age(message: &Message<'_>, at: usize) -> bool {
    let old = at > 2 && message.text(at) == "old" && message.text(at - 1).starts_with(['y', 'm', 'w']);
    let owned = || message.tokens[at - 2].digits.is_some() && matches!(message.text(at - 3), "my" | "our");
    let next = |name: &str| message.at(message.dictionary.list(name), at + 1).next().is_some();
    let alone = || message.tokens.get(at + 1).is_none_or(|token| token.before != Break::None);
    old && owned() && (alone() || next("verb") || next("cannot") || next("negator") || next("faint"))
}

/// "Like touching someone else", "my late husband": nobody is there.
fn is_absent(message: &Message<'_>, at: usize) -> bool {
    if at > 0 && matches!(message.text(at - 1), "late" | "deceased") {
        return true;
    }
    let other = matches!(message.text(at + 1), "else" | "elses");
    other && (at.saturating_sub(3)..at).any(|place| matches!(message.text(place), "like" | "as" | "belongs"))
}

/// "70 year old woman", "man 64": mostly the writer, who tells their age.
fn is_aged(message: &Message<'_>, at: usize) -> bool {
    let digits = |at: usize| message.tokens.get(at).is_some_and(|token| token.digits.is_some());
    // "Old man" alone is somebody.
    if message.text(at) == "old" {
        return at > 0 && message.text(at - 1).starts_with('y');
    }
    let years = at > 1 && message.text(at - 1) == "old" && message.text(at - 2).starts_with('y');
    matches!(message.text(at), "man" | "woman" | "lady" | "bloke" | "guy")
        && (years || digits(at + 1) || at > 0 && digits(at - 1))
}

/// Where the clause says a year, "years ago", "as a child": history, not now.
pub(super) fn history(message: &Message<'_>, measures: &[Measure], clause: usize) -> Vec<usize> {
    let Some(clause) = message.clauses.get(clause) else { return Vec::new() };
    if message.people.once_more {
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
    history(message, measures, found.clause).into_iter().any(|mark| {
        let beside = message.segment(clause, mark);
        let taken = || others.iter().any(|other| other.clause == found.clause && beside.contains(&other.start()));
        own == beside || own.contains(&mark) || !taken()
    })
}

/// "Within the last four weeks" counts as now; a month ago still does.
const FOUR_WEEKS: f64 = 31.0 * 24.0 * 60.0;
