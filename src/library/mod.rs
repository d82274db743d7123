//! What the authors wrote: dialogues, rules, findings, articles, words. Loaded and checked whole, then fixed.
//!
//! After the door nobody asks again whether a name exists. Never reads the clock, never waits, never logs;
//! only [`load`] reads files.

pub mod article;
pub mod check;
pub mod condition;
pub mod country;
pub mod dialogue;
pub mod drawing;
pub mod load;
pub mod mistake;
pub mod notes;
pub mod picture;
pub mod reminder;
pub mod rule;
pub mod understanding;
pub mod value;
pub mod vocabulary;
pub mod voice;
pub mod watch;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::{ArticleId, ConditionKey, DialogueId, FindingKey, NodeId, PictureId};
use article::Article;
use country::Country;
use dialogue::{Dialogue, Node};
use drawing::Drawing;
use notes::Notes;
use reminder::ReminderKind;
use rule::Rule;
use understanding::Patterns;
use vocabulary::Vocabulary;
use watch::Watch;
use words::Words;

/// The checked whole of the content.
pub struct Library {
    pub vocabulary: Vocabulary,
    pub dialogues: BTreeMap<DialogueId, Dialogue>,
    /// Most urgent first, then by rank, then by id.
    pub rules: Vec<Rule>,
    /// The findings that the fixed screening records (the check nodes of `screening.toml`).
    pub screening: BTreeSet<FindingKey>,
    /// Emergency numbers by ISO 3166 code.
    pub countries: BTreeMap<String, Country>,
    /// What can be read about: causes, conditions, treatment.
    pub articles: BTreeMap<ArticleId, Article>,
    /// What can be looked at: positions of first aid and stretches.
    pub pictures: BTreeMap<PictureId, Drawing>,
    /// What Charley can remind of, in the order of the file.
    pub reminders: Vec<ReminderKind>,
    /// What a card prefers to warn of, by what was told; in the order of the file.
    pub watches: Vec<Watch>,
    pub words: Words,
    /// What typed words can mean.
    pub patterns: Patterns,
    /// Hash over all content files: names the version a card was made with.
    pub hash: String,
    /// What is not wrong but worth knowing.
    pub notes: Notes,
}

impl Library {
    pub fn dialogue(&self, id: &DialogueId) -> Option<&Dialogue> {
        self.dialogues.get(id)
    }

    /// A node by id, or by an alias that a newer file declares for it.
    pub fn node(&self, dialogue: &DialogueId, node: &NodeId) -> Option<&Node> {
        self.dialogues.get(dialogue)?.node(node)
    }

    /// The article that explains what a card may name.
    pub fn explaining(&self, condition: &ConditionKey) -> Option<&Article> {
        self.articles.values().find(|article| article.conditions.contains(condition))
    }

    /// A kind of reminder by its id.
    pub fn reminder(&self, kind: &str) -> Option<&ReminderKind> {
        self.reminders.iter().find(|known| known.id == kind)
    }

    /// The dialogue started by `/command`.
    pub fn by_command(&self, command: &str) -> Option<&Dialogue> {
        self.dialogues.values().find(|dialogue| dialogue.command.as_deref() == Some(command))
    }
}
