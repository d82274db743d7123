//! What is not wrong but worth knowing: translations, reviews, how many paths there are.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::Library;
use super::check::{graph, pictures};
use super::condition::{Leaf, Truth};
use super::dialogue::Kind;
use super::rule::{Rule, Urgency};
use super::words::FIRST_LANGUAGE;
use crate::ids::{DialogueId, FindingKey, PictureId};

/// Beside a library that is sound.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Notes {
    /// Texts that a language does not have and shows in the first one, as `cramp--site.text`.
    pub untranslated: BTreeMap<String, Vec<String>>,
    pub rules: usize,
    /// Rules that a clinician has signed.
    pub reviewed: usize,
    /// Ways through each conversation from its start to an end; a loop counts once.
    pub paths: BTreeMap<DialogueId, u64>,
    /// Questions without a `why`, as `cramp--site`.
    pub without_why: Vec<String>,
    /// Signs that alone call for care today, and are in no check of the screening.
    pub unscreened: BTreeSet<FindingKey>,
    /// Conversations that no command starts and no other calls.
    pub uncalled: Vec<DialogueId>,
    /// Pictures that no node and no article names.
    pub unshown: Vec<PictureId>,
}

impl Notes {
    pub fn of(library: &Library) -> Self {
        let nodes = || library.dialogues.values().flat_map(|dialogue| &dialogue.nodes);
        let called: BTreeSet<&DialogueId> = nodes()
            .filter_map(|node| if let Kind::Call { dialogue } = &node.kind { Some(dialogue) } else { None })
            .collect();
        let without_why = nodes().filter(|node| node.is_question() && !node.has_why).map(|node| node.text.clone());
        let uncalled = library.dialogues.values().filter(|dialogue| dialogue.command.is_none());
        Notes {
            untranslated: untranslated(library),
            rules: library.rules.len(),
            reviewed: library.rules.iter().filter(|rule| rule.clinician.is_some()).count(),
            paths: library.dialogues.values().map(|dialogue| (dialogue.id.clone(), graph::paths(dialogue))).collect(),
            without_why: without_why.collect(),
            unscreened: unscreened(library),
            unshown: unshown(library),
            uncalled: uncalled.map(|dialogue| dialogue.id.clone()).filter(|id| !called.contains(id)).collect(),
        }
    }
}

/// Rules whose source was read before a day such as `2025-11-22`, and should be read again.
pub fn rules_read_before<'l>(library: &'l Library, day: &str) -> Vec<&'l Rule> {
    library.rules.iter().filter(|rule| rule.source_read.as_str() < day).collect()
}

fn unshown(library: &Library) -> Vec<PictureId> {
    let named: BTreeSet<&PictureId> = pictures::named(library).map(|(id, _)| id).collect();
    library.pictures.keys().filter(|id| !named.contains(id)).cloned().collect()
}

fn untranslated(library: &Library) -> BTreeMap<String, Vec<String>> {
    let words = &library.words;
    let missing = |language: &str| {
        let names = words.names(FIRST_LANGUAGE).filter(|name| !name.starts_with('-'));
        names.filter(|name| words.place(language, name).is_none()).map(str::to_owned).collect()
    };
    let others = words.languages().filter(|language| *language != FIRST_LANGUAGE);
    others.map(|language| (language.to_owned(), missing(language))).collect()
}

fn unscreened(library: &Library) -> BTreeSet<FindingKey> {
    let dangerous = library.rules.iter().filter(|rule| rule.urgency >= Urgency::Urgent);
    let alone = dangerous.flat_map(|rule| rule.when.leaves().into_iter().filter(|leaf| speaks_alone(rule, leaf)));
    alone.map(|leaf| leaf.key.clone()).filter(|key| !library.screening.contains(key)).collect()
}

/// Whether the rule needs nothing but this leaf.
fn speaks_alone(rule: &Rule, leaf: &Leaf) -> bool {
    let only_this = |other: &Leaf| if other == leaf { Truth::True } else { Truth::Unknown };
    rule.when.judged(&only_this) == Truth::True
}

/// As `check` prints them, a line each.
impl fmt::Display for Notes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} of {} rules reviewed by a clinician", self.reviewed, self.rules)?;
        let paths = self.paths.values().fold(0_u64, |sum, paths| sum.saturating_add(*paths));
        writeln!(f, "{} conversations, {paths} paths, every one ends", self.paths.len())?;
        for (language, missing) in &self.untranslated {
            writeln!(f, "words/{language}.ftl: {} texts not translated", missing.len())?;
        }
        if !self.without_why.is_empty() {
            let nodes = self.without_why.join(", ");
            writeln!(f, "{} questions without a `why`: {nodes}", self.without_why.len())?;
        }
        if !self.unscreened.is_empty() {
            let keys: Vec<&str> = self.unscreened.iter().map(FindingKey::as_str).collect();
            writeln!(f, "{} signs of danger not in the screening: {}", keys.len(), keys.join(", "))?;
        }
        for picture in &self.unshown {
            writeln!(f, "nothing shows the picture `{picture}`: no node, no article")?;
        }
        for dialogue in &self.uncalled {
            writeln!(f, "nothing starts the conversation `{dialogue}`: no command, no call")?;
        }
        Ok(())
    }
}
