//! Whether one condition implies another, by its normal form: the least that must be known for it to hold.
//!
//! Errs on the side of "no": what cannot be told from single leaves is taken as free.

use crate::library::condition::{Condition, Leaf, Test, Truth};
use crate::library::value::{Findings, Value};

/// More alternatives than this nobody can read either.
const MOST_TERMS: usize = 4096;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Implies none of them.
    Free,
    /// The first one that it implies.
    Implies(usize),
    /// Holds on no facts at all.
    Never,
    TooComplex,
}

/// A leaf, and whether it is to hold.
type Literal<'c> = (&'c Leaf, bool);
/// Literals that together make a condition hold.
type Term<'c> = Vec<Literal<'c>>;

/// The first of `others` that holds whenever `condition` does.
pub(super) fn first(condition: &Condition, others: &[&Condition]) -> Verdict {
    let Some(terms) = terms(condition, true) else {
        return Verdict::TooComplex;
    };
    let possible: Vec<&Term<'_>> = terms.iter().filter(|term| !contradicts_itself(term)).collect();
    if possible.is_empty() {
        return Verdict::Never;
    }
    let implied =
        |other: &&Condition| possible.iter().all(|term| other.judged(&|leaf| follows(term, leaf)) == Truth::True);
    others.iter().position(implied).map_or(Verdict::Free, Verdict::Implies)
}

/// Alternatives under which the condition is `wanted`; `None` when there are too many.
fn terms(condition: &Condition, wanted: bool) -> Option<Vec<Term<'_>>> {
    match (condition, wanted) {
        (Condition::All(parts), true) | (Condition::Any(parts), false) => together(parts.iter(), wanted),
        (Condition::Any(parts), true) | (Condition::All(parts), false) => either(parts, wanted),
        (Condition::Not(part), _) => terms(part, !wanted),
        (Condition::AtLeast(n, parts), true) => choose(parts, *n, true),
        (Condition::AtLeast(n, parts), false) => choose(parts, (parts.len() + 1).saturating_sub(*n), false),
        (Condition::Points { at_least, of }, true) => reaching(of, *at_least),
        (Condition::Points { .. }, false) => Some(vec![Vec::new()]),
        (Condition::Is(leaf), _) => Some(vec![vec![(leaf, wanted)]]),
    }
}

fn either(parts: &[Condition], wanted: bool) -> Option<Vec<Term<'_>>> {
    let mut all = Vec::new();
    for part in parts {
        all.extend(terms(part, wanted)?);
    }
    bounded(all)
}

fn together<'c>(parts: impl Iterator<Item = &'c Condition>, wanted: bool) -> Option<Vec<Term<'c>>> {
    let mut all: Vec<Term<'c>> = vec![Vec::new()];
    for part in parts {
        let next = terms(part, wanted)?;
        if all.len().saturating_mul(next.len()) > MOST_TERMS {
            return None;
        }
        all = all.iter().flat_map(|term| next.iter().map(|more| [term.as_slice(), more].concat())).collect();
    }
    Some(all)
}

/// Every `n` of the parts together.
fn choose(parts: &[Condition], n: usize, wanted: bool) -> Option<Vec<Term<'_>>> {
    let mut all = Vec::new();
    for chosen in subsets(parts.len(), n)? {
        all.extend(together(chosen.iter().map(|index| &parts[*index]), wanted)?);
        if all.len() > MOST_TERMS {
            return None;
        }
    }
    Some(all)
}

fn subsets(of: usize, size: usize) -> Option<Vec<Vec<usize>>> {
    let mut all: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..size {
        let longer = all.iter().flat_map(|set| {
            let from = set.last().map_or(0, |last| last + 1);
            (from..of).map(move |index| [set.as_slice(), &[index]].concat())
        });
        all = longer.take(MOST_TERMS + 1).collect();
        if all.len() > MOST_TERMS {
            return None;
        }
    }
    Some(all)
}

/// Sets of leaves whose points just reach the bound.
fn reaching(of: &[(Leaf, u32)], bound: u32) -> Option<Vec<Term<'_>>> {
    let mut open: Vec<(usize, u32, Term<'_>)> = vec![(0, 0, Vec::new())];
    let mut all = Vec::new();
    while let Some((from, points, term)) = open.pop() {
        if points >= bound {
            all.push(term);
        } else {
            for (index, (leaf, more)) in of.iter().enumerate().skip(from) {
                open.push((index + 1, points + more, [term.as_slice(), &[(leaf, true)]].concat()));
            }
        }
        if all.len() + open.len() > MOST_TERMS {
            return None;
        }
    }
    Some(all)
}

fn bounded(terms: Vec<Term<'_>>) -> Option<Vec<Term<'_>>> {
    (terms.len() <= MOST_TERMS).then_some(terms)
}

fn contradicts_itself(term: &[Literal<'_>]) -> bool {
    term.iter().enumerate().any(|(index, (leaf, holds))| {
        let earlier = follows(&term[..index], leaf);
        earlier == if *holds { Truth::False } else { Truth::True }
    })
}

/// What a term says about a leaf.
fn follows(term: &[Literal<'_>], leaf: &Leaf) -> Truth {
    let about = term.iter().filter(|(known, _)| known.key == leaf.key);
    about
        .map(|(known, holds)| says(known, *holds, leaf))
        .find(|truth| *truth != Truth::Unknown)
        .unwrap_or(Truth::Unknown)
}

/// What one leaf that holds, or does not, says about another of the same finding.
fn says(known: &Leaf, holds: bool, leaf: &Leaf) -> Truth {
    if known.test == leaf.test {
        return holds.into();
    }
    match (&known.test, holds, &leaf.test) {
        (Test::Present, _, _) => on_value(Value::Flag(holds), leaf),
        (Test::Equals(value), true, _) | (Test::Differs(value), false, _) => on_value(value.clone(), leaf),
        (Test::Equals(value), false, Test::Differs(other)) if value == other => Truth::True,
        (Test::Differs(value), true, Test::Equals(other)) if value == other => Truth::False,
        (Test::AtLeast(low), true, Test::AtLeast(bound)) if low >= bound => Truth::True,
        (Test::AtLeast(low), true, Test::AtMost(bound)) if low > bound => Truth::False,
        (Test::AtMost(high), true, Test::AtMost(bound)) if high <= bound => Truth::True,
        (Test::AtMost(high), true, Test::AtLeast(bound)) if high < bound => Truth::False,
        (Test::Has(_), true, Test::Differs(Value::Words(none))) if none.is_empty() => Truth::True,
        (Test::Has(_), true, Test::Equals(Value::Words(none))) if none.is_empty() => Truth::False,
        _ => Truth::Unknown,
    }
}

fn on_value(value: Value, leaf: &Leaf) -> Truth {
    leaf.holds(&Findings::from_iter([(leaf.key.clone(), value)]))
}
