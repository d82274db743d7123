//! What is not wrong but worth knowing: translations, reviews, how many paths there are.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::Library;
use super::check::graph;
use super::dialogue::Kind;
use super::words::FIRST_LANGUAGE;
use crate::ids::DialogueId;

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
    /// Conversations that no command starts and no other calls.
    pub uncalled: Vec<DialogueId>,
}

impl Notes {
    pub fn of(library: &Library) -> Self {
        let nodes = || library.dialogues.values().flat_map(|dialogue| &dialogue.nodes);
        let called: BTreeSet<&DialogueId> = nodes()
            .filter_map(|node| {
                if let Kind::Call { dialogue } = &node.kind {
                    Some(dialogue)
                } else {
                    None
                }
            })
            .collect();
        let without_why = nodes()
            .filter(|node| node.is_question() && !node.has_why)
            .map(|node| node.text.clone());
        let uncalled = library.dialogues.values().filter(|dialogue| dialogue.command.is_none());
        Notes {
            untranslated: untranslated(library),
            rules: library.rules.len(),
            reviewed: library.rules.iter().filter(|rule| rule.clinician.is_some()).count(),
            paths: library
                .dialogues
                .values()
                .map(|dialogue| (dialogue.id.clone(), graph::paths(dialogue)))
                .collect(),
            without_why: without_why.collect(),
            uncalled: uncalled
                .map(|dialogue| dialogue.id.clone())
                .filter(|id| !called.contains(id))
                .collect(),
        }
    }
}

fn untranslated(library: &Library) -> BTreeMap<String, Vec<String>> {
    let words = &library.words;
    let missing = |language: &str| {
        let names = words.names(FIRST_LANGUAGE).filter(|name| !name.starts_with('-'));
        names
            .filter(|name| words.place(language, name).is_none())
            .map(str::to_owned)
            .collect()
    };
    let others = words.languages().filter(|language| *language != FIRST_LANGUAGE);
    others
        .map(|language| (language.to_owned(), missing(language)))
        .collect()
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
        for dialogue in &self.uncalled {
            writeln!(f, "nothing starts the conversation `{dialogue}`: no command, no call")?;
        }
        Ok(())
    }
}
