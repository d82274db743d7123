//! The triage evaluator: findings under the rules, in three values, to an [`Assessment`].
//!
//! Deterministic, and monotone: a warning sign made true never lowers the level. Never asks, never words a card.

use std::collections::BTreeSet;

use crate::ids::{ConditionKey, FindingKey};
use crate::library::Library;
use crate::library::condition::{Condition, Leaf, Test, Truth};
use crate::library::rule::{Rule, Urgency};
use crate::library::value::{Findings, Value};
use crate::library::vocabulary::{Finding, Kind, Scope};

/// Named when a warning-sign question has no answer.
pub const RED_FLAGS_UNANSWERED: &str = "red_flags_unanswered";

/// How urgent it is, and by which rules.
#[derive(Debug)]
pub struct Assessment<'a> {
    pub urgency: Urgency,
    /// The rules that spoke, most urgent first.
    pub because: Vec<&'a Rule>,
    /// Rules above the level that one more answer may decide, most urgent first.
    pub not_ruled_out: Vec<&'a Rule>,
    /// Core red flags without an answer.
    pub unanswered: Vec<&'a FindingKey>,
}

/// One fact that would raise the level.
#[derive(Debug, Clone, PartialEq)]
pub struct Raise {
    pub finding: FindingKey,
    pub value: Value,
    pub to: Urgency,
}

/// Judges what is known. Self-care needs every core red flag answered and negative; otherwise at least routine.
pub fn assess<'a>(findings: &Findings, library: &'a Library) -> Assessment<'a> {
    let unanswered = unanswered(findings, library);
    let (mut because, mut open) = (Vec::new(), Vec::new());
    for rule in &library.rules {
        match rule.holds(findings) {
            Truth::True => because.push(rule),
            Truth::Unknown => open.push(rule),
            Truth::False => {}
        }
    }
    let spoken = because.first().map_or(Urgency::SelfCare, |rule| rule.urgency);
    let urgency = spoken.max(gate(findings, library, &unanswered));
    open.retain(|rule| rule.urgency > urgency && is_open(rule, findings, library));
    Assessment { urgency, because, not_ruled_out: open, unanswered }
}

impl Assessment<'_> {
    /// What a professional would want to check, each once.
    pub fn names(&self) -> Vec<ConditionKey> {
        let mut names: Vec<ConditionKey> = Vec::new();
        let reasons = self.because.iter().flat_map(|rule| &rule.names).cloned();
        let unanswered = (!self.unanswered.is_empty()).then(|| ConditionKey::from(RED_FLAGS_UNANSWERED));
        for name in reasons.chain(unanswered) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The level of the rules alone, without the self-care gate.
    pub fn spoken(&self) -> Urgency {
        self.because.first().map_or(Urgency::SelfCare, |rule| rule.urgency)
    }
}

/// The level alone, for where nobody asks why.
pub fn urgency(findings: &Findings, library: &Library) -> Urgency {
    spoken(findings, library).max(gate(findings, library, &unanswered(findings, library)))
}

/// The level of the first rule that speaks: they stand most urgent first.
fn spoken(findings: &Findings, library: &Library) -> Urgency {
    let first = library.rules.iter().find(|rule| rule.holds(findings) == Truth::True);
    first.map_or(Urgency::SelfCare, |rule| rule.urgency)
}

/// Whether asking for this finding can still change the advice.
pub fn matters(finding: &FindingKey, findings: &Findings, library: &Library) -> bool {
    if library.vocabulary.is_core_red_flag(finding) || library.screening.contains(finding) {
        return true;
    }
    let spoken = spoken(findings, library);
    library.rules.iter().take_while(|rule| rule.urgency > spoken).any(|rule| {
        rule.when.some_leaf(&|leaf| leaf.key == *finding)
            && rule.holds(findings) == Truth::Unknown
            && is_open(rule, findings, library)
    })
}

/// Single facts that would raise the level: by level, then by the rule's rank. Facts about the person that do
/// not change by tomorrow, such as the age, are left out.
pub fn would_raise(findings: &Findings, urgency: Urgency, library: &Library) -> Vec<Raise> {
    let mut raises: Vec<Raise> = Vec::new();
    for rule in library.rules.iter().filter(|rule| rule.urgency > urgency) {
        for leaf in rule.when.leaves() {
            let Some(raise) = raise(rule, leaf, findings, library) else { continue };
            if !raises.iter().any(|known| known.finding == raise.finding) {
                raises.push(raise);
            }
        }
    }
    raises
}

/// The same with the facts first that are nearest to what was told, by `watch.toml`.
pub fn nearest_first(mut raises: Vec<Raise>, findings: &Findings, library: &Library) -> Vec<Raise> {
    let topics = library.watches.iter().filter(|watch| watch.when.holds(findings) == Truth::True);
    let near: Vec<&FindingKey> = topics.flat_map(|watch| &watch.facts).collect();
    // Stable: of the others the most urgent stay first.
    raises.sort_by_key(|raise| near.iter().position(|key| **key == raise.finding).unwrap_or(near.len()));
    raises
}

/// Facts without an answer, each of which alone would make an open rule speak that asks for being seen today or at
/// once, and the core red flags that have no answer; with the level of a yes. The most dangerous first.
pub fn open_facts(assessment: &Assessment<'_>, findings: &Findings, library: &Library) -> Vec<Raise> {
    let deciding = |rule: &Rule, leaf: &Leaf| {
        let value = satisfying(leaf, None, &library.vocabulary.finding(&leaf.key)?.kind)?;
        let speaks = supposing(rule, findings, &leaf.key, &value) == Truth::True;
        speaks.then(|| Raise { finding: leaf.key.clone(), value, to: rule.urgency })
    };
    let mut open: Vec<Raise> = Vec::new();
    for rule in assessment.not_ruled_out.iter().filter(|rule| rule.urgency >= Urgency::Urgent) {
        let unanswered = rule.when.leaves().into_iter().filter(|leaf| !findings.contains(&leaf.key));
        open.extend(unanswered.filter_map(|leaf| deciding(rule, leaf)).take(1));
    }
    open.extend(assessment.unanswered.iter().filter_map(|key| {
        let value = library.vocabulary.finding(key).and_then(some_presence)?;
        Some(Raise { finding: (*key).clone(), value, to: Urgency::Routine })
    }));
    let mut seen = std::collections::BTreeSet::new();
    open.retain(|fact| seen.insert(fact.finding.clone()));
    open
}

/// The one fact that makes an emergency of what an alarm is about: asked at once. Only facts that nobody has told yet.
pub fn deciding(findings: &Findings, about: &BTreeSet<FindingKey>, library: &Library) -> Option<Raise> {
    let emergencies = library.rules.iter().filter(|rule| rule.urgency == Urgency::Emergency);
    let touched = emergencies
        .filter(|rule| rule.when.some_leaf(&|leaf| about.contains(&leaf.key) && leaf.holds(findings) == Truth::True));
    touched
        .flat_map(|rule| rule.when.leaves().into_iter().map(move |leaf| (rule, leaf)))
        .filter(|(_, leaf)| !findings.contains(&leaf.key))
        .find_map(|(rule, leaf)| raise(rule, leaf, findings, library))
}

fn raise(rule: &Rule, leaf: &Leaf, findings: &Findings, library: &Library) -> Option<Raise> {
    let finding = library.vocabulary.finding(&leaf.key)?;
    let known_present = findings.get(&leaf.key).is_some_and(|value| finding.is_present(value));
    if finding.scope == Scope::Profile || known_present && !matches!(finding.kind, Kind::Multi { .. }) {
        return None;
    }
    let value = satisfying(leaf, findings.get(&leaf.key), &finding.kind)?;
    let speaks = supposing(rule, findings, &leaf.key, &value) == Truth::True;
    speaks.then(|| Raise { finding: leaf.key.clone(), value, to: rule.urgency })
}

/// Whether a rule would speak with one finding set to a value, all others as they are.
fn supposing(rule: &Rule, findings: &Findings, key: &FindingKey, value: &Value) -> Truth {
    let supposed: Findings = [(key.clone(), value.clone())].into_iter().collect();
    rule.judged(&|leaf: &Leaf| leaf.holds(if leaf.key == *key { &supposed } else { findings }))
}

/// A value that makes the leaf true.
fn satisfying(leaf: &Leaf, known: Option<&Value>, kind: &Kind) -> Option<Value> {
    match &leaf.test {
        Test::Present => Some(Value::Flag(true)),
        Test::Equals(value) => Some(value.clone()),
        Test::Differs(unwanted) => match kind {
            Kind::Choice { values } => {
                values.iter().map(|value| Value::Word(value.clone())).find(|value| value != unwanted)
            }
            Kind::Bool | Kind::Int { .. } | Kind::Float { .. } | Kind::Multi { .. } | Kind::Text { .. } => None,
        },
        Test::AtLeast(bound) => Some(Value::Number(*bound)),
        Test::AtMost(_) => None,
        Test::Has(word) => {
            let mut words = match known {
                Some(Value::Words(words)) => words.clone(),
                _ => std::collections::BTreeSet::new(),
            };
            words.insert(word.clone()).then_some(Value::Words(words))
        }
    }
}

/// A value with which the finding would be present: the worst one of a scale.
pub fn some_presence(finding: &Finding) -> Option<Value> {
    match &finding.kind {
        Kind::Bool => Some(Value::Flag(true)),
        Kind::Choice { values } => {
            let absent = finding.absent();
            let mut present = finding.worst_first.iter().chain(values).map(|value| Value::Word(value.clone()));
            present.find(|value| Some(value) != absent.as_ref())
        }
        Kind::Multi { .. } | Kind::Int { .. } | Kind::Float { .. } | Kind::Text { .. } => None,
    }
}

fn unanswered<'a>(findings: &Findings, library: &'a Library) -> Vec<&'a FindingKey> {
    library.vocabulary.core_red_flags.iter().filter(|key| !findings.contains(key)).collect()
}

/// The level below which nobody is sent while a warning sign is open or present.
fn gate(findings: &Findings, library: &Library, unanswered: &[&FindingKey]) -> Urgency {
    let present = library.vocabulary.core_red_flags.iter().any(|key| {
        let finding = library.vocabulary.finding(key);
        finding.zip(findings.get(key)).is_some_and(|(finding, value)| finding.is_present(value))
    });
    if present || !unanswered.is_empty() { Urgency::Routine } else { Urgency::SelfCare }
}

/// Unknown, and either touched by a fact that is known present, or waiting for nothing but an unanswered core red flag.
fn is_open(rule: &Rule, findings: &Findings, library: &Library) -> bool {
    touched(&rule.when, findings) || waits_for_red_flag(rule, findings, library)
}

fn touched(condition: &Condition, findings: &Findings) -> bool {
    condition.some_leaf(&|leaf| leaf.holds(findings) == Truth::True)
}

fn waits_for_red_flag(rule: &Rule, findings: &Findings, library: &Library) -> bool {
    rule.when.some_leaf(&|leaf| {
        if !library.vocabulary.is_core_red_flag(&leaf.key) || findings.contains(&leaf.key) {
            return false;
        }
        let kind = library.vocabulary.finding(&leaf.key).map(|finding| &finding.kind);
        let Some(value) = kind.and_then(|kind| satisfying(leaf, None, kind)) else {
            return false;
        };
        supposing(rule, findings, &leaf.key, &value) == Truth::True
    })
}
