//! A conversation as a graph: nodes by number, edges by answer, three ways out.
//!
//! Called conversations are walked through in place. Loops count once, so everything here is linear.

use std::collections::{BTreeMap, VecDeque};

use crate::ids::{ChoiceId, DialogueId};
use crate::library::Library;
use crate::library::dialogue::{Dialogue, Kind, Next, Node, Target};

/// Where an edge leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    Node(usize),
    /// Assess, show the card, end.
    Triage,
    /// The end of the conversation, or back to the caller.
    Out,
}

/// A step with the answer that leads there.
#[derive(Debug, Clone, Copy)]
pub struct Edge<'d> {
    pub to: To,
    pub choice: Option<&'d ChoiceId>,
}

/// The ways out of a node, its own and those of `next`.
pub fn edges<'d>(dialogue: &'d Dialogue, node: &'d Node) -> Vec<Edge<'d>> {
    if matches!(node.kind, Kind::End { .. }) {
        return vec![Edge { to: To::Out, choice: None }];
    }
    let edge = |target, choice| to(dialogue, target).map(|to| Edge { to, choice });
    match &node.next {
        Next::To(target) => edge(target, None).into_iter().collect(),
        Next::ByChoice { table, other } => table
            .iter()
            .filter_map(|(choice, target)| edge(target, Some(choice)))
            .chain(other.iter().filter_map(|target| edge(target, None)))
            .collect(),
        Next::Nowhere => Vec::new(),
    }
}

fn to(dialogue: &Dialogue, target: &Target) -> Option<To> {
    match target {
        Target::Triage => Some(To::Triage),
        Target::Return => Some(To::Out),
        Target::Node(id) => {
            let id = dialogue.aliases.get(id).unwrap_or(id);
            dialogue.nodes.iter().position(|node| node.id == *id).map(To::Node)
        }
    }
}

pub fn start(dialogue: &Dialogue) -> Option<usize> {
    let start = dialogue.aliases.get(&dialogue.start).unwrap_or(&dialogue.start);
    dialogue.nodes.iter().position(|node| node.id == *start)
}

/// Whether a node may be stepped over without being shown.
pub fn is_conditional(node: &Node) -> bool {
    node.only_if.is_some() || node.only_if_it_matters || node.by_day || node.afterwards || node.about_other
}

/// What walking through a conversation found: the shortest way to each exit.
#[derive(Debug, Clone, Default)]
pub struct Walk {
    pub out: Option<Vec<String>>,
    pub triage: Option<Vec<String>>,
    pub reached: Vec<bool>,
}

/// Decides where a walk may not go on.
pub trait Barrier {
    /// The walk ends at this node.
    fn stops(&self, node: &Node) -> bool;
    /// The walk does not take this answer.
    fn bars(&self, node: &Node, choice: &ChoiceId) -> bool;
}

/// No barrier at all.
pub struct Open;

impl Barrier for Open {
    fn stops(&self, _node: &Node) -> bool {
        false
    }

    fn bars(&self, _node: &Node, _choice: &ChoiceId) -> bool {
        false
    }
}

/// Walks conversations, each once.
pub struct Walker<'l, B> {
    library: &'l Library,
    barrier: B,
    walked: BTreeMap<DialogueId, Walk>,
}

impl<'l, B: Barrier> Walker<'l, B> {
    pub fn new(library: &'l Library, barrier: B) -> Self {
        Walker { library, barrier, walked: BTreeMap::new() }
    }

    /// Walks one conversation and those it calls; calls must not go in a circle.
    pub fn walk(&mut self, dialogue: &'l Dialogue) -> Walk {
        if let Some(walk) = self.walked.get(&dialogue.id) {
            return walk.clone();
        }
        let mut walk = Walk { reached: vec![false; dialogue.nodes.len()], ..Walk::default() };
        let mut waiting = VecDeque::new();
        if let Some(start) = start(dialogue) {
            walk.reached[start] = true;
            waiting.push_back((start, Vec::new()));
        }
        while let Some((at, way)) = waiting.pop_front() {
            let node = &dialogue.nodes[at];
            let Some(way) = self.pass(dialogue, node, way, &mut walk) else {
                continue;
            };
            for edge in edges(dialogue, node) {
                if edge.choice.is_some_and(|choice| self.barrier.bars(node, choice)) {
                    continue;
                }
                let way = extended(&way, edge.choice);
                match edge.to {
                    To::Node(next) if !walk.reached[next] => {
                        walk.reached[next] = true;
                        waiting.push_back((next, way));
                    }
                    To::Node(_) => {}
                    To::Triage => drop(walk.triage.get_or_insert(way)),
                    To::Out => drop(walk.out.get_or_insert(way)),
                }
            }
        }
        self.walked.insert(dialogue.id.clone(), walk.clone());
        walk
    }

    /// The way through a node; `None` when the walk ends in it.
    fn pass(
        &mut self,
        dialogue: &Dialogue,
        node: &'l Node,
        mut way: Vec<String>,
        walk: &mut Walk,
    ) -> Option<Vec<String>> {
        if self.barrier.stops(node) {
            return None;
        }
        way.push(format!("{}.{}", dialogue.id, node.id));
        let Kind::Call { dialogue: called } = &node.kind else {
            return Some(way);
        };
        let Some(called) = self.library.dialogues.get(called) else {
            return Some(way);
        };
        let inner = self.walk(called);
        let through = |inner: Vec<String>| way.iter().cloned().chain(inner).collect::<Vec<_>>();
        if let (None, Some(triage)) = (&walk.triage, inner.triage) {
            walk.triage = Some(through(triage));
        }
        match inner.out {
            _ if is_conditional(node) => Some(way),
            Some(out) => Some(through(out)),
            None => None,
        }
    }
}

fn extended(way: &[String], choice: Option<&ChoiceId>) -> Vec<String> {
    let mut way = way.to_vec();
    if let (Some(choice), Some(last)) = (choice, way.last_mut()) {
        last.push_str(&format!(" ({choice})"));
    }
    way
}

/// A way as one line.
pub fn line(way: &[String], end: &str) -> String {
    way.iter().map(String::as_str).chain([end]).collect::<Vec<_>>().join(" -> ")
}

/// Ways from the start to an end; a loop counts once.
pub fn paths(dialogue: &Dialogue) -> u64 {
    let mut counted = vec![None; dialogue.nodes.len()];
    start(dialogue).map_or(0, |start| count(dialogue, start, &mut counted))
}

fn count(dialogue: &Dialogue, at: usize, counted: &mut [Option<u64>]) -> u64 {
    if let Some(known) = counted[at] {
        return known;
    }
    // A way back to a node that is being counted adds none.
    counted[at] = Some(0);
    let ways = edges(dialogue, &dialogue.nodes[at]).iter().fold(0_u64, |sum, edge| {
        sum.saturating_add(match edge.to {
            To::Node(next) => count(dialogue, next, counted),
            To::Triage | To::Out => 1,
        })
    });
    counted[at] = Some(ways);
    ways
}
