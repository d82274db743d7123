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
    let mut mistakes = Vec::new();
    for rule in &library.rules {
        mistakes.extend(lowering(rule, &warnings));
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

/// Leaves that hold on an absence, as they are written.
fn absences<'c>(condition: &'c Condition, negated: bool, found: &mut Vec<(&'c Leaf, String)>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter().for_each(|part| absences(part, negated, found));
        }
        Condition::Not(part) => absences(part, true, found),
        Condition::Points { of, .. } => of.iter().for_each(|(leaf, _)| absence(leaf, negated, found)),
        Condition::Is(leaf) => absence(leaf, negated, found),
    }
}

fn absence<'c>(leaf: &'c Leaf, negated: bool, found: &mut Vec<(&'c Leaf, String)>) {
    let lowers = match &leaf.test {
        Test::Present | Test::AtLeast(_) | Test::Has(_) => false,
        Test::Equals(value) => is_absence(value),
        Test::Differs(value) => !is_absence(value),
        Test::AtMost(_) => true,
    };
    if negated {
        found.push((leaf, format!("not {leaf}")));
    } else if lowers {
        found.push((leaf, leaf.to_string()));
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
    let above: Vec<&Rule> = library.rules.iter().filter(|other| other.urgency > rule.urgency).collect();
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
