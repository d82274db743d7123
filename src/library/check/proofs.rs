//! Proofs over the whole: every way ends in advice, none is calm before all warning signs were asked, and every
//! fact that a rule reads can be told. Each failure names one way.

use std::collections::BTreeMap;

use super::graph::{self, Barrier, Open, Walker};
use super::mistake;
use crate::ids::{ChoiceId, FindingKey};
use crate::library::Library;
use crate::library::condition::{Leaf, Test, Truth};
use crate::library::dialogue::{Begins, Dialogue, Kind, Node};
use crate::library::mistake::Mistake;
use crate::library::rule::{Rule, Urgency};
use crate::library::value::{Findings, Value};
use crate::library::vocabulary::Scope;

pub(super) fn check(library: &Library) -> Vec<Mistake> {
    let mut mistakes = conditional_red_flags(library);
    mistakes.extend(ends_without_triage(library));
    for flag in &library.vocabulary.core_red_flags {
        mistakes.extend(triage_without(library, flag));
    }
    mistakes.extend(unanswerable(library));
    mistakes
}

/// A warning sign is asked of everybody; only a follow-up on its extent may depend on anything.
fn conditional_red_flags(library: &Library) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let nodes = library.dialogues.values().flat_map(|dialogue| &dialogue.nodes);
    for node in nodes.filter(|node| graph::is_conditional(node) && !node.refines) {
        if let Some(flag) = node.findings().into_iter().find(|key| library.vocabulary.is_core_red_flag(key)) {
            let what = format!("node `{}` records the core red flag `{flag}` and may be passed over", node.id);
            let hint = "take `only_if` and `only_if_it_matters` out; a follow-up on extent says `refines = true`";
            mistakes.push(mistake(&node.place, what, hint));
        }
    }
    mistakes
}

/// A conversation that opens an episode ends with advice, whichever way it goes.
fn ends_without_triage(library: &Library) -> Vec<Mistake> {
    let mut walker = Walker::new(library, Open);
    let mut mistakes = Vec::new();
    for dialogue in library.dialogues.values().filter(|dialogue| dialogue.begins != Begins::Nothing) {
        if let Some(way) = walker.walk(dialogue).out {
            let what = format!("a way through `{}` ends without advice: {}", dialogue.id, graph::line(&way, "end"));
            mistakes.push(mistake(&dialogue.place, what, "lead it to \"triage\""));
        }
    }
    mistakes
}

/// Ways to advice on which a core red flag was not asked.
fn triage_without(library: &Library, flag: &FindingKey) -> Vec<Mistake> {
    let mut walker = Walker::new(library, Unasked { library, flag });
    let mut mistakes = Vec::new();
    for dialogue in library.dialogues.values().filter(|dialogue| is_entry(dialogue)) {
        if let Some(way) = walker.walk(dialogue).triage {
            let way = graph::line(&way, "triage");
            let what = format!("a way through `{}` reaches advice without asking `{flag}`: {way}", dialogue.id);
            mistakes.push(mistake(&dialogue.place, what, "put `call = \"screening\"` before \"triage\""));
        }
    }
    mistakes
}

fn is_entry(dialogue: &Dialogue) -> bool {
    dialogue.command.is_some() || dialogue.begins != Begins::Nothing
}

/// Walks on as long as a red flag has not been asked and nothing alarming was said.
struct Unasked<'l> {
    library: &'l Library,
    flag: &'l FindingKey,
}

impl Barrier for Unasked<'_> {
    fn stops(&self, node: &Node) -> bool {
        !graph::is_conditional(node) && node.findings().contains(self.flag)
    }

    /// An answer that alone calls for more than self-care needs no further question.
    fn bars(&self, node: &Node, choice: &ChoiceId) -> bool {
        let (Kind::Ask { records, choices } | Kind::Duration { records, choices }) = &node.kind else {
            return false;
        };
        let chosen = choices.iter().find(|offered| offered.id == *choice).and_then(|offered| offered.value.clone());
        let Some(value) = chosen else {
            return false;
        };
        let findings = Findings::from_iter([(records.clone(), value)]);
        let rules = self.library.rules.iter().filter(|rule| rule.urgency > Urgency::SelfCare);
        rules.into_iter().any(|rule| rule.holds(&findings) == Truth::True)
    }
}

/// Facts that rules read and no node can record; each told once, at the first rule that reads it.
fn unanswerable(library: &Library) -> Vec<Mistake> {
    let mut readers: BTreeMap<String, Vec<&Rule>> = BTreeMap::new();
    for rule in &library.rules {
        for leaf in rule.when.leaves() {
            let rules = missing(library, leaf).map(|missing| readers.entry(missing).or_default());
            if let Some(rules) = rules.filter(|rules| rules.last().is_none_or(|last| last.id != rule.id)) {
                rules.push(rule);
            }
        }
    }
    let told = readers.into_iter().filter_map(|(missing, rules)| {
        let first = rules.first()?;
        let others = if rules.len() > 1 { format!(" (and {} more)", rules.len() - 1) } else { String::new() };
        let what = format!("{missing}, which rule `{}`{others} reads", first.id);
        Some(mistake(&first.place, what, "ask it somewhere, or take it out of the rule"))
    });
    told.collect()
}

fn missing(library: &Library, leaf: &Leaf) -> Option<String> {
    let key = &leaf.key;
    // The diary tells those, also where nobody asks.
    if library.vocabulary.finding(key).is_some_and(|finding| finding.scope == Scope::Derived) {
        return None;
    }
    if !nodes(library).any(|node| node.findings().contains(key)) {
        return Some(format!("no node asks `{key}`"));
    }
    let value = named_value(leaf)?;
    let is_offered = nodes(library).any(|node| offers(node, key, value));
    (!is_offered).then(|| format!("no answer records `{leaf}`"))
}

fn nodes(library: &Library) -> impl Iterator<Item = &Node> {
    library.dialogues.values().flat_map(|dialogue| &dialogue.nodes)
}

/// The value that a leaf waits for, when it is one of a list other than the absent one.
fn named_value(leaf: &Leaf) -> Option<&str> {
    match &leaf.test {
        Test::Has(value) | Test::Equals(Value::Word(value)) if value != "none" => Some(value),
        _ => None,
    }
}

fn offers(node: &Node, key: &FindingKey, value: &str) -> bool {
    let is_it = |recorded: &Value| match recorded {
        Value::Word(word) => word == value,
        Value::Words(words) => words.contains(value),
        Value::Unsure | Value::Flag(_) | Value::Number(_) => false,
    };
    match &node.kind {
        Kind::Ask { records, choices } | Kind::AskSeveral { records, choices } => {
            records == key && choices.iter().filter_map(|choice| choice.value.as_ref()).any(is_it)
        }
        Kind::Check { items } => items.iter().any(|item| item.finding == *key && is_it(&item.value)),
        Kind::Say(_)
        | Kind::Number { .. }
        | Kind::Duration { .. }
        | Kind::Text { .. }
        | Kind::Call { .. }
        | Kind::End { .. } => false,
    }
}
