//! Rules by themselves: those of danger only grow with what is known, none says what another says louder.

use std::collections::BTreeSet;

use super::implies::{self, Verdict};
use super::mistake;
use crate::ids::FindingKey;
use crate::library::Library;
use crate::library::condition::{Condition, Leaf, Test};
use crate::library::mistake::Mistake;
use crate::library::rule::{Rule, Urgency};
use crate::library::value::Value;
use crate::library::vocabulary::Kind;

pub(super) fn check(library: &Library) -> Vec<Mistake> {
    let warnings = warning_signs(library);
    let dangers = dangers(library);
    let mut mistakes = Vec::new();
    for rule in &library.rules {
        mistakes.extend(lowering(rule, &warnings));
        mistakes.extend(excepting(rule, &warnings, &dangers));
        mistakes.extend(twin(library, rule));
        mistakes.extend(hidden(library, rule));
    }
    mistakes
}

/// Core red flags, and everything whose presence an urgent or emergency rule reads. Numbers have no presence.
fn warning_signs(library: &Library) -> BTreeSet<&FindingKey> {
    let vocabulary = &library.vocabulary;
    let dangerous = library.rules.iter().filter(|rule| rule.urgency >= Urgency::Urgent);
    let read = dangerous.flat_map(|rule| {
        let mut absent = Vec::new();
        absences(&rule.when, false, &mut absent);
        let is_present = move |leaf: &&Leaf| !absent.iter().any(|(other, _)| std::ptr::eq(*other, *leaf));
        rule.when.leaves().into_iter().filter(is_present).map(|leaf| &leaf.key)
    });
    let has_presence = |key: &&FindingKey| {
        !matches!(vocabulary.finding(key).map(|finding| &finding.kind), Some(Kind::Int { .. } | Kind::Float { .. }))
    };
    read.chain(&vocabulary.core_red_flags).filter(has_presence).collect()
}

/// A fact that becomes known must never lower the level: what could do so is refused by its form.
fn lowering(rule: &Rule, warnings: &BTreeSet<&FindingKey>) -> Vec<Mistake> {
    let mut found = Vec::new();
    absences(&rule.when, false, &mut found);
    let (refused, why): (Vec<String>, &str) = match rule.urgency {
        Urgency::Emergency | Urgency::Urgent => (
            found.into_iter().map(|(_, written)| written).collect(),
            "a rule of danger asks only for what is there: no `not`, no `= none`, no `= false`, no `<=`",
        ),
        Urgency::Routine => (
            found.into_iter().filter(|(leaf, _)| warnings.contains(&leaf.key)).map(|(_, written)| written).collect(),
            "a routine rule may not rest on the absence of a warning sign; a higher rule takes over by itself",
        ),
        Urgency::SelfCare => (Vec::new(), ""),
    };
    let level = rule.urgency.name();
    refused
        .into_iter()
        .map(|written| mistake(&rule.place, format!("rule `{}` ({level}): `{written}` is refused", rule.id), why))
        .collect()
}

/// Leaves on which rules of danger rest.
fn dangers(library: &Library) -> Vec<&Leaf> {
    let rules = library.rules.iter().filter(|rule| rule.urgency >= Urgency::Urgent);
    rules.flat_map(|rule| rule.when.leaves()).collect()
}

/// An exception keeps a rule still, so it may rest on no sign of danger: absences, upper bounds and harmless values only.
fn excepting(rule: &Rule, warnings: &BTreeSet<&FindingKey>, dangers: &[&Leaf]) -> Vec<Mistake> {
    let Some(unless) = &rule.unless else {
        return Vec::new();
    };
    if rule.urgency != Urgency::Urgent {
        let what = format!("rule `{}` ({}): `unless` is refused", rule.id, rule.urgency.name());
        let hint = "only an urgent rule has exceptions: an emergency has none, and the levels below need none";
        return vec![mistake(&rule.place, what, hint)];
    }
    let mut signed = Vec::new();
    sign(unless, false, &mut signed);
    let is_harmless = |(leaf, negated): &(&Leaf, bool)| match &leaf.test {
        _ if is_of_absence(leaf) != *negated => true,
        Test::Equals(_) | Test::Has(_) => !negated && !dangers.contains(leaf),
        Test::Present => !warnings.contains(&leaf.key),
        Test::Differs(_) | Test::AtLeast(_) | Test::AtMost(_) => false,
    };
    let refused = signed.into_iter().filter(|signed| !is_harmless(signed)).map(written);
    let why = "an exception may not rest on a sign of danger, nor on a number that is at least so much";
    let mistakes =
        refused.map(|leaf| mistake(&rule.place, format!("rule `{}`: `{leaf}` in `unless` is refused", rule.id), why));
    mistakes.collect()
}

/// Leaves that hold on an absence, as they are written.
fn absences<'c>(condition: &'c Condition, negated: bool, found: &mut Vec<(&'c Leaf, String)>) {
    let mut signed = Vec::new();
    sign(condition, negated, &mut signed);
    let of_absence = signed.into_iter().filter(|(leaf, negated)| *negated || is_of_absence(leaf));
    found.extend(of_absence.map(|(leaf, negated)| (leaf, written((leaf, negated)))));
}

fn written((leaf, negated): (&Leaf, bool)) -> String {
    if negated { format!("not {leaf}") } else { leaf.to_string() }
}

/// Every leaf, and whether a `not` stands before it.
fn sign<'c>(condition: &'c Condition, negated: bool, found: &mut Vec<(&'c Leaf, bool)>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter().for_each(|part| sign(part, negated, found));
        }
        Condition::Not(part) => sign(part, !negated, found),
        Condition::Points { of, .. } => found.extend(of.iter().map(|(leaf, _)| (leaf, negated))),
        Condition::Is(leaf) => found.push((leaf, negated)),
    }
}

fn is_of_absence(leaf: &Leaf) -> bool {
    match &leaf.test {
        Test::Present | Test::AtLeast(_) | Test::Has(_) => false,
        Test::Equals(value) => is_absence(value),
        Test::Differs(value) => !is_absence(value),
        Test::AtMost(_) => true,
    }
}

fn is_absence(value: &Value) -> bool {
    match value {
        Value::Flag(present) => !present,
        Value::Word(word) => word == "none",
        Value::Words(words) => words.is_empty(),
        Value::Unsure | Value::Number(_) => false,
    }
}

/// Another rule of the same level with the same condition.
fn twin(library: &Library, rule: &Rule) -> Option<Mistake> {
    let same = |other: &&Rule| other.urgency == rule.urgency && other.when == rule.when;
    let first = library.rules.iter().find(same).filter(|first| first.place != rule.place)?;
    let what = format!("rule `{}` says the same as `{}`", rule.id, first.id);
    Some(mistake(&rule.place, what, "keep one of them"))
}

/// A rule that never decides: whenever it speaks, a more urgent one speaks too.
fn hidden(library: &Library, rule: &Rule) -> Option<Mistake> {
    let takes_over = |other: &&Rule| other.urgency > rule.urgency && other.unless.is_none();
    let above: Vec<&Rule> = library.rules.iter().filter(takes_over).collect();
    let conditions: Vec<&Condition> = above.iter().map(|other| &other.when).collect();
    match implies::first(&rule.when, &conditions) {
        Verdict::Free => None,
        Verdict::Never => {
            let what = format!("rule `{}` can never speak: its condition contradicts itself", rule.id);
            Some(mistake(&rule.place, what, "look at `when`"))
        }
        Verdict::TooComplex => {
            let what = format!("rule `{}` is too complex to be judged", rule.id);
            Some(mistake(&rule.place, what, "split it into several rules"))
        }
        Verdict::Implies(index) => {
            let other = above.get(index)?;
            let what = format!(
                "rule `{}` is hidden: whenever it speaks, `{}` ({}) speaks too",
                rule.id,
                other.id,
                other.urgency.name()
            );
            Some(mistake(&rule.place, what, "take it out, or let it ask for something else"))
        }
    }
}
