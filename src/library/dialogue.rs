//! The shape of a dialogue: nodes, choices, and where each leads. Texts are in the words, by id.
//!
//! Only shapes: reading them from files is `load`, proving them sound is `check`.

use std::collections::{BTreeMap, BTreeSet};

use super::condition::Condition;
use super::mistake::Place;
use super::value::Value;
use crate::ids::{ChoiceId, DialogueId, FindingKey, NodeId, PictureId};

/// One conversation, from one file.
#[derive(Debug)]
pub struct Dialogue {
    pub id: DialogueId,
    /// `/command` that starts it.
    pub command: Option<String>,
    pub begins: Begins,
    pub start: NodeId,
    /// A line before the first question, the attribute `intro` of the text `ID`.
    pub has_intro: bool,
    /// In the order of the file.
    pub nodes: Vec<Node>,
    /// Old names of nodes, to their new ones.
    pub aliases: BTreeMap<NodeId, NodeId>,
    pub place: Place,
}

/// What starting the dialogue means for the diary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begins {
    /// Nothing: it only asks about the person.
    Nothing,
    /// A cramp is happening: the entry "cramp, HH:MM" is written at once.
    Cramp,
    /// Trouble in general: an episode without a cramp.
    Checkup,
}

/// One step of a conversation.
#[derive(Debug)]
pub struct Node {
    pub id: NodeId,
    /// Key of its texts: `DIALOGUE--NODE`.
    pub text: String,
    pub kind: Kind,
    pub next: Next,
    pub has_why: bool,
    /// Passed over unless known true.
    pub only_if: Option<Condition>,
    /// Passed over unless its finding can still change the advice.
    pub only_if_it_matters: bool,
    /// Left for the day in a cramp that strikes in the quiet hours.
    pub by_day: bool,
    /// Asked only when a cramp is gone on with afterwards: in the morning, or on the person's word.
    pub afterwards: bool,
    /// Asked only about somebody the writer cares for.
    pub about_other: bool,
    /// A follow-up on extent: replaces what an earlier screen recorded for the same finding.
    pub refines: bool,
    pub place: Place,
}

#[derive(Debug)]
pub enum Kind {
    Say(Say),
    Ask {
        records: FindingKey,
        choices: Vec<Choice>,
    },
    AskSeveral {
        records: FindingKey,
        choices: Vec<Choice>,
    },
    Check {
        items: Vec<Item>,
    },
    Number {
        records: FindingKey,
        buttons: Vec<f64>,
        min: f64,
        max: f64,
        unit: Option<String>,
    },
    Duration {
        records: FindingKey,
        choices: Vec<Choice>,
    },
    Text {
        records: FindingKey,
    },
    Call {
        dialogue: DialogueId,
    },
    /// `says` is false when the text is empty.
    End {
        says: bool,
    },
}

/// A message, with buttons that only lead on.
#[derive(Debug)]
pub struct Say {
    pub choices: Vec<Choice>,
    /// The choice that means "the cramp has let go".
    pub stops: Option<ChoiceId>,
    /// The choice that means "the cramp still lasts": after ten minutes the steps give way to the questions.
    pub lasts: Option<ChoiceId>,
    /// Never edited away, works without consent, goes out first.
    pub first_aid: bool,
    /// Shown when somebody asks for it.
    pub picture: Option<PictureId>,
    /// Its stretch can be counted down; what to do afterwards is the attribute `hold` of its text.
    pub hold: bool,
}

/// An answer offered. Its label is the attribute `choice-ID` of the node's text.
#[derive(Debug)]
pub struct Choice {
    pub id: ChoiceId,
    /// What it records; a `say` records nothing.
    pub value: Option<Value>,
    /// More words accepted when typed, lower case.
    pub also: Vec<String>,
}

/// One fact of a check screen. Its label is the attribute `choice-ID` of the node's text.
#[derive(Debug)]
pub struct Item {
    pub id: ChoiceId,
    pub finding: FindingKey,
    pub value: Value,
    /// More words accepted when typed, lower case.
    pub also: Vec<String>,
}

#[derive(Debug, Clone)]
pub enum Next {
    /// An `end`, or a choice table that covers everything.
    To(Target),
    ByChoice {
        table: BTreeMap<ChoiceId, Target>,
        other: Option<Target>,
    },
    Nowhere,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    Node(NodeId),
    /// Assess, show the card, end.
    Triage,
    /// End of a called dialogue.
    Return,
}

impl Dialogue {
    pub fn node(&self, id: &NodeId) -> Option<&Node> {
        let id = self.aliases.get(id).unwrap_or(id);
        self.nodes.iter().find(|node| node.id == *id)
    }
}

impl Node {
    /// The findings this node may record.
    pub fn findings(&self) -> BTreeSet<&FindingKey> {
        match &self.kind {
            Kind::Ask { records, .. }
            | Kind::AskSeveral { records, .. }
            | Kind::Number { records, .. }
            | Kind::Duration { records, .. }
            | Kind::Text { records } => BTreeSet::from([records]),
            Kind::Check { items } => items.iter().map(|item| &item.finding).collect(),
            Kind::Say(_) | Kind::Call { .. } | Kind::End { .. } => BTreeSet::new(),
        }
    }

    /// A message with buttons that only lead on, such as a step of first aid.
    pub fn as_say(&self) -> Option<&Say> {
        match &self.kind {
            Kind::Say(say) => Some(say),
            Kind::Ask { .. }
            | Kind::AskSeveral { .. }
            | Kind::Check { .. }
            | Kind::Number { .. }
            | Kind::Duration { .. }
            | Kind::Text { .. }
            | Kind::Call { .. }
            | Kind::End { .. } => None,
        }
    }

    pub fn is_question(&self) -> bool {
        !self.findings().is_empty()
    }

    pub fn choices(&self) -> &[Choice] {
        match &self.kind {
            Kind::Say(say) => &say.choices,
            Kind::Ask { choices, .. } | Kind::AskSeveral { choices, .. } | Kind::Duration { choices, .. } => choices,
            _ => &[],
        }
    }

    /// Where an answer leads; `None` stands for Skip and Not sure.
    pub fn next(&self, choice: Option<&ChoiceId>) -> Option<&Target> {
        match &self.next {
            Next::To(target) => Some(target),
            Next::ByChoice { table, other } => choice.and_then(|choice| table.get(choice)).or(other.as_ref()),
            Next::Nowhere => None,
        }
    }

    /// Every target it can lead to.
    pub fn targets(&self) -> Vec<&Target> {
        match &self.next {
            Next::To(target) => vec![target],
            Next::ByChoice { table, other } => table.values().chain(other).collect(),
            Next::Nowhere => Vec::new(),
        }
    }
}
