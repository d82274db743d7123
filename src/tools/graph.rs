//! `charley graph`: a dialogue as a picture, in Mermaid or DOT.
//!
//! Questions, the findings they record, where each answer leads, and the triage points.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::ids::{ChoiceId, NodeId};
use crate::library::Library;
use crate::library::dialogue::{Dialogue, Kind, Next, Node, Target};
use crate::library::words::FIRST_LANGUAGE;

/// Longest text in a box, in characters.
const MOST_CHARACTERS: usize = 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Mermaid,
    Dot,
}

/// The picture of one dialogue.
pub fn draw(library: &Library, dialogue: &Dialogue, format: Format) -> String {
    let reached = reached(dialogue);
    let mut picture = head(dialogue, format);
    for node in &dialogue.nodes {
        let label = label(library, node);
        let is_reached = reached.contains(&node.id);
        picture.push_str(&draw_node(node, &label, is_reached, format));
        for (target, answers) in edges(library, node) {
            picture.push_str(&draw_edge(&node.id, &target, &answers, format));
        }
    }
    picture.push_str(tail(format));
    picture
}

fn head(dialogue: &Dialogue, format: Format) -> String {
    match format {
        Format::Mermaid => format!("flowchart TD\n  start(({})) --> {}\n", dialogue.id, dialogue.start),
        Format::Dot => format!(
            "digraph {} {{\n  rankdir=TB; node [shape=box, fontname=\"sans-serif\"];\n  start [shape=circle]; start -> {};\n",
            dialogue.id, dialogue.start
        ),
    }
}

fn tail(format: Format) -> &'static str {
    match format {
        Format::Mermaid => "  TRIAGE{{assess, card}}\n  RETURN([return])\n",
        Format::Dot => {
            "  TRIAGE [shape=hexagon, label=\"assess, card\"];\n  RETURN [shape=oval, label=\"return\"];\n}\n"
        }
    }
}

/// Text, what it records, and when it is asked.
fn label(library: &Library, node: &Node) -> String {
    let text = library.words.attribute(FIRST_LANGUAGE, &node.text, "text", &[]);
    let mut first: String =
        text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MOST_CHARACTERS).collect();
    if first.chars().count() == MOST_CHARACTERS {
        first.push('…');
    }
    let what = match &node.kind {
        Kind::Call { dialogue } => format!("call {dialogue}"),
        Kind::End { .. } => format!("end {first}"),
        Kind::Say(_)
        | Kind::Ask { .. }
        | Kind::AskSeveral { .. }
        | Kind::Check { .. }
        | Kind::Number { .. }
        | Kind::Duration { .. }
        | Kind::Text { .. } => first,
    };
    let mut label = format!("{}: {what}", node.id);
    let records: Vec<&str> = node.findings().into_iter().map(|key| key.as_str()).collect();
    if !records.is_empty() {
        let _ = write!(label, " [{}]", records.join(", "));
    }
    if node.only_if.is_some() || node.only_if_it_matters {
        label.push_str(if node.only_if_it_matters { " (only if it matters)" } else { " (only if)" });
    }
    if node.by_day {
        label.push_str(" (by day)");
    }
    if node.afterwards {
        label.push_str(" (afterwards)");
    }
    if node.about_other {
        label.push_str(" (about somebody else)");
    }
    label.replace('"', "'")
}

fn draw_node(node: &Node, label: &str, is_reached: bool, format: Format) -> String {
    let unreached = if is_reached { "" } else { " NOT REACHED" };
    match format {
        Format::Mermaid => {
            let style = if is_reached { String::new() } else { format!("  style {} fill:#f9c0c0\n", node.id) };
            format!("  {}[\"{label}{unreached}\"]\n{style}", node.id)
        }
        Format::Dot => {
            let style = if is_reached { "" } else { ", style=filled, fillcolor=\"#f9c0c0\"" };
            format!("  {} [label=\"{label}{unreached}\"{style}];\n", node.id)
        }
    }
}

/// Each target once, with the answers that lead to it.
fn edges(library: &Library, node: &Node) -> Vec<(Target, String)> {
    let say = |choice: &ChoiceId| library.words.attribute(FIRST_LANGUAGE, &node.text, &format!("choice-{choice}"), &[]);
    match &node.next {
        Next::Nowhere => Vec::new(),
        Next::To(target) => vec![(target.clone(), String::new())],
        Next::ByChoice { table, other } => {
            let mut edges: Vec<(Target, String)> = Vec::new();
            let answers = table.iter().map(|(choice, target)| (target, say(choice)));
            for (target, answer) in answers.chain(other.iter().map(|target| (target, "else".to_owned()))) {
                match edges.iter_mut().find(|(known, _)| known == target) {
                    Some((_, answers)) => answers.push_str(&format!(", {answer}")),
                    None => edges.push((target.clone(), answer)),
                }
            }
            edges
        }
    }
}

fn draw_edge(from: &NodeId, to: &Target, answers: &str, format: Format) -> String {
    let to = match to {
        Target::Node(node) => node.as_str(),
        Target::Triage => "TRIAGE",
        Target::Return => "RETURN",
    };
    let answers = answers.replace('"', "'");
    match (format, answers.is_empty()) {
        (Format::Mermaid, true) => format!("  {from} --> {to}\n"),
        (Format::Mermaid, false) => format!("  {from} -- \"{answers}\" --> {to}\n"),
        (Format::Dot, true) => format!("  {from} -> {to};\n"),
        (Format::Dot, false) => format!("  {from} -> {to} [label=\"{answers}\"];\n"),
    }
}

fn reached(dialogue: &Dialogue) -> BTreeSet<NodeId> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![dialogue.start.clone()];
    while let Some(id) = waiting.pop() {
        let Some(node) = dialogue.node(&id) else { continue };
        if reached.insert(node.id.clone()) {
            waiting.extend(node.targets().into_iter().filter_map(|target| match target {
                Target::Node(id) => Some(id.clone()),
                Target::Triage | Target::Return => None,
            }));
        }
    }
    reached
}
