//! Everything the patterns find in one text, ready to be judged.

use std::ops::Range;

use super::matching::{self, Found};
use super::measures::{self, Measure};
use super::message::Message;
use super::signs::{self, Aside, Told};
use super::subject;
use crate::library::Library;
use crate::library::understanding::pattern::Candidate;
use crate::library::understanding::{Intent, Means};

/// An intent, what its entry sets, and where it was found.
pub(super) type Meant<'l> = (Intent, &'l [(String, String)], Found);

pub(super) struct Reading<'l> {
    pub library: &'l Library,
    pub message: Message<'l>,
    pub measures: Vec<Measure>,
    pub told: Vec<Told<'l>>,
    pub calls: Vec<Found>,
    pub crises: Vec<Found>,
    /// Intents with what their entry sets, in the order of the catalogue's priority.
    pub intents: Vec<Meant<'l>>,
}

impl<'l> Reading<'l> {
    pub fn new(text: &str, library: &'l Library) -> Self {
        let mut message = Message::read(text, &library.patterns.dictionary);
        let measures = measures::find(&mut message);
        message.find_features();
        let mut reading = Reading {
            library,
            message,
            measures,
            told: Vec::new(),
            calls: Vec::new(),
            crises: Vec::new(),
            intents: Vec::new(),
        };
        let candidates = matching::candidates(&reading.message, &library.patterns);
        reading.match_all(&candidates);
        reading
    }

    fn match_all(&mut self, candidates: &[Candidate]) {
        let entries = &self.library.patterns.entries;
        let mut lasts = Vec::new();
        let mut asides: Vec<(usize, Range<usize>)> = Vec::new();
        for candidate in candidates {
            let entry = &entries[candidate.entry];
            match &entry.means {
                Means::Aside => {
                    let found = self.find(candidate, 4);
                    asides.extend(found.iter().map(|found| (found.clause, found.start()..found.end())));
                }
                Means::Call => self.calls.extend(self.find(candidate, 4)),
                Means::Crisis => self.crises.extend(self.find(candidate, 1)),
                Means::Intent { name, set, last } => {
                    let found = self.whole_message(candidate).map(|found| (*name, set.as_slice(), found));
                    if *last { &mut lasts } else { &mut self.intents }.extend(found);
                }
                Means::Finding(_) => {}
            }
        }
        let general: Vec<bool> =
            (0..self.message.clauses.len()).map(|clause| is_general(&self.message, clause)).collect();
        let aside = Aside { spans: &asides, general: &general };
        self.calls.retain(|found| !aside.covers(found) && !general.get(found.clause).copied().unwrap_or(false));
        for candidate in candidates {
            let entry = &entries[candidate.entry];
            if let Means::Finding(sign) = &entry.means {
                let vocabulary = &self.library.vocabulary;
                let told =
                    signs::told(&self.message, &self.measures, &aside, (entry, sign), candidate.says, vocabulary);
                self.told.extend(told);
            }
        }
        if self.intents.is_empty() {
            self.intents = lasts;
        }
        self.part_history();
        self.intents.sort_by_key(|(intent, ..)| *intent);
    }

    /// Of what stands in a clause with a year, only some may be history.
    fn part_history(&mut self) {
        if self.told.iter().any(|told| told.history) {
            let all: Vec<Found> = self.told.iter().map(|told| told.found.clone()).collect();
            for told in self.told.iter_mut().filter(|told| told.history) {
                told.history = subject::is_history(&self.message, &self.measures, &told.found, &all);
            }
        }
    }

    /// Places of a pattern, in clauses where nothing excludes it.
    fn find(&self, candidate: &Candidate, most: usize) -> Vec<Found> {
        let entry = &self.library.patterns.entries[candidate.entry];
        let search = if entry.means == Means::Aside { matching::word_for_word } else { matching::in_clause };
        let clauses = 0..self.message.clauses.len();
        clauses
            .flat_map(|clause| search(&self.message, &entry.says[candidate.says], clause, most))
            .filter(|found| !matching::is_excluded(&self.message, entry, found.clause))
            .collect()
    }

    /// The first place of an intent's pattern, where nothing in the whole message excludes it.
    fn whole_message(&self, candidate: &Candidate) -> Option<Found> {
        let entry = &self.library.patterns.entries[candidate.entry];
        let clauses = || 0..self.message.clauses.len();
        let mut found =
            clauses().flat_map(|clause| matching::in_clause(&self.message, &entry.says[candidate.says], clause, 1));
        let first = found.next()?;
        // "Cramping, remind me at 9": what an order says excludes nothing that is told beside it.
        let apart = |clause: usize| {
            clause != first.clause && (self.message.is_order(clause) || self.message.is_order(first.clause))
        };
        let excluded = clauses().any(|clause| !apart(clause) && matching::is_excluded(&self.message, entry, clause));
        (!excluded).then_some(first)
    }
}

/// A question that nobody in particular is the subject of, about how things are in general.
fn is_general(message: &Message<'_>, clause: usize) -> bool {
    let Some(range) = message.clauses.get(clause) else { return false };
    let first = range.clone().find(|at| !message.tokens[*at].filler).unwrap_or(range.start);
    let asks = (range.start..=first).any(|at| message.value_at("question", at).is_some());
    let anyone = message.has("first_person", range) || message.has("person", range);
    // "Is brown pee normal? Mine is."
    if message.has("as_mine", &message.whole()) {
        return false;
    }
    message.has("general", range)
        || asks && !anyone && (message.has("knowledge", range) || message.has("does_to", range))
}
