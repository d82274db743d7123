//! One conversation by itself: every node is reached, every node leads on, every loop has a way out and waits.

use super::graph::{self, Open, To, Walker};
use super::mistake;
use crate::library::Library;
use crate::library::dialogue::{Dialogue, Kind, Next, Node};
use crate::library::mistake::Mistake;

pub(super) fn check(library: &Library, dialogue: &Dialogue) -> Vec<Mistake> {
    let reached = Walker::new(library, Open).walk(dialogue).reached;
    let mut mistakes = Vec::new();
    for (node, _) in dialogue.nodes.iter().zip(&reached).filter(|(_, reached)| !**reached) {
        let hint = "lead there with a `next`, or take the node out";
        mistakes.push(mistake(&node.place, format!("node `{}`: nothing leads here", node.id), hint));
    }
    for node in dialogue.nodes.iter().filter(|node| is_dead_end(node)) {
        let hint = "add `next`: a node, \"triage\" or \"return\"; a conversation ends in a node of kind `end`";
        mistakes.push(mistake(&node.place, format!("node `{}`: a dead end, it has no `next`", node.id), hint));
    }
    if mistakes.is_empty() {
        mistakes.extend(loop_without_exit(library, dialogue));
    }
    if mistakes.is_empty() {
        mistakes.extend(loop_without_waiting(dialogue));
    }
    mistakes
}

fn is_dead_end(node: &Node) -> bool {
    matches!(node.next, Next::Nowhere) && !matches!(node.kind, Kind::End { .. })
}

/// Nodes from which no exit can be reached any more.
fn loop_without_exit(library: &Library, dialogue: &Dialogue) -> Option<Mistake> {
    let mut leaves: Vec<bool> = dialogue.nodes.iter().map(|node| leaves_at_once(library, dialogue, node)).collect();
    while let Some(more) = (0..leaves.len()).find(|at| !leaves[*at] && leads_to(dialogue, *at, &leaves)) {
        leaves[more] = true;
    }
    let stuck: Vec<usize> = (0..leaves.len()).filter(|at| !leaves[*at]).collect();
    let way = circle(dialogue, &stuck)?;
    let first = &dialogue.nodes[*way.first()?];
    let what = format!("node `{}`: a loop without an exit: {}", first.id, names(dialogue, &way));
    Some(mistake(&first.place, what, "let one answer lead to an end or to \"triage\""))
}

fn leaves_at_once(library: &Library, dialogue: &Dialogue, node: &Node) -> bool {
    let called_ends = if let Kind::Call { dialogue: called } = &node.kind {
        let called = library.dialogues.get(called);
        called.is_some_and(|called| Walker::new(library, Open).walk(called).triage.is_some())
    } else {
        false
    };
    called_ends || graph::edges(dialogue, node).iter().any(|edge| !matches!(edge.to, To::Node(_)))
}

fn leads_to(dialogue: &Dialogue, at: usize, goal: &[bool]) -> bool {
    successors(dialogue, at).into_iter().any(|next| goal[next])
}

/// A loop in which no node is sure to wait: known answers would carry the bot round for ever.
fn loop_without_waiting(dialogue: &Dialogue) -> Option<Mistake> {
    let passable: Vec<usize> = (0..dialogue.nodes.len()).filter(|at| !waits(&dialogue.nodes[*at])).collect();
    let way = circle(dialogue, &passable)?;
    let first = &dialogue.nodes[*way.first()?];
    let what = format!("node `{}`: a loop that may never wait for an answer: {}", first.id, names(dialogue, &way));
    Some(mistake(
        &first.place,
        what,
        "questions already answered are passed over; put a `say` with choices into the loop",
    ))
}

/// Only a message with buttons is shown again every time.
fn waits(node: &Node) -> bool {
    matches!(&node.kind, Kind::Say(say) if !say.choices.is_empty()) && !graph::is_conditional(node)
}

/// A circle within some of the nodes, in order.
fn circle(dialogue: &Dialogue, within: &[usize]) -> Option<Vec<usize>> {
    let mut done = vec![false; dialogue.nodes.len()];
    within.iter().find_map(|start| descend(dialogue, *start, within, &mut Vec::new(), &mut done))
}

fn descend(
    dialogue: &Dialogue,
    at: usize,
    within: &[usize],
    way: &mut Vec<usize>,
    done: &mut [bool],
) -> Option<Vec<usize>> {
    if let Some(begin) = way.iter().position(|passed| *passed == at) {
        return Some(way[begin..].to_vec());
    }
    if done[at] || !within.contains(&at) {
        return None;
    }
    way.push(at);
    let found = successors(dialogue, at).into_iter().find_map(|next| descend(dialogue, next, within, way, done));
    way.pop();
    done[at] = true;
    found
}

fn successors(dialogue: &Dialogue, at: usize) -> Vec<usize> {
    let edges = graph::edges(dialogue, &dialogue.nodes[at]);
    edges.iter().filter_map(|edge| if let To::Node(next) = edge.to { Some(next) } else { None }).collect()
}

fn names(dialogue: &Dialogue, way: &[usize]) -> String {
    let ids = way.iter().chain(way.first()).map(|at| dialogue.nodes[*at].id.as_str());
    ids.collect::<Vec<_>>().join(" -> ")
}
