//! Where patterns stand in a message.
//!
//! Decides nothing about what a match means.

use std::ops::Range;

use super::message::{Break, Message};
use crate::library::understanding::pattern::{Candidate, Feature, Part, Pattern, Row};
use crate::library::understanding::{Entry, Patterns};

/// Fillers that may stand between two parts of a pattern.
const MOST_FILLERS: usize = 3;
/// Places of one part that are looked at, in patterns of several parts.
const MOST_PLACES: usize = 6;

/// One place where a pattern stands: its parts, in the order of the pattern.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub clause: usize,
    pub parts: Vec<(usize, usize)>,
}

impl Found {
    pub fn start(&self) -> usize {
        self.parts.iter().map(|part| part.0).min().unwrap_or(0)
    }

    pub fn end(&self) -> usize {
        self.parts.iter().map(|part| part.1).max().unwrap_or(0)
    }

    pub fn holds(&self, at: usize) -> bool {
        self.parts.iter().any(|(start, end)| (*start..*end).contains(&at))
    }
}

/// The patterns that may stand in the message: those whose rarest word is there.
pub(super) fn candidates(message: &Message<'_>, patterns: &Patterns) -> Vec<Candidate> {
    let mut features: Vec<Feature> = message.features.iter().flatten().map(|(feature, _)| *feature).collect();
    features.sort_unstable();
    features.dedup();
    let mut found: Vec<Candidate> =
        features.iter().flat_map(|feature| patterns.lookup.of(*feature).iter().copied()).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether one of `unless` stands in the clause.
pub(super) fn is_excluded(message: &Message<'_>, entry: &Entry, clause: usize) -> bool {
    entry.unless.iter().any(|pattern| !in_clause(message, pattern, clause, 1).is_empty())
}

/// The places of a pattern in one clause, at most so many.
pub(super) fn in_clause(message: &Message<'_>, pattern: &Pattern, clause: usize, most: usize) -> Vec<Found> {
    everywhere(message, pattern, clause, most, Manner { over_not: true, fillers: MOST_FILLERS })
}

/// The same with no filler passed over: for figures of speech, which are said word for word.
pub(super) fn word_for_word(message: &Message<'_>, pattern: &Pattern, clause: usize, most: usize) -> Vec<Found> {
    everywhere(message, pattern, clause, most, Manner { over_not: true, fillers: 0 })
}

/// Whether the pattern also stands there when its gaps pass over no "not": "arm is not weak" has one in its gap.
pub(super) fn stands_affirmed(message: &Message<'_>, pattern: &Pattern, found: &Found) -> bool {
    let has_not = (found.start()..found.end()).any(|at| message.tokens[at].negator);
    let manner = Manner { over_not: false, fillers: MOST_FILLERS };
    !has_not || everywhere(message, pattern, found.clause, 8, manner).iter().any(|other| other.start() == found.start())
}

fn everywhere(message: &Message<'_>, pattern: &Pattern, clause: usize, most: usize, manner: Manner) -> Vec<Found> {
    let Some(range) = message.clauses.get(clause) else { return Vec::new() };
    let here = message.features.get(clause).map_or(&[][..], Vec::as_slice);
    if !pattern.all.iter().all(|row| holds(here, row)) {
        return Vec::new();
    }
    let places = |row: &Row, most| places(&Walk { message, range: range.clone(), here, manner }, row, most);
    if let [row] = pattern.all.as_slice() {
        let places = places(row, most);
        return places.into_iter().map(|part| Found { clause, parts: vec![part] }).collect();
    }
    let mut combined: Vec<Vec<(usize, usize)>> = vec![Vec::new()];
    for row in &pattern.all {
        let found = places(row, MOST_PLACES);
        let free = |parts: &Vec<(usize, usize)>, part: &(usize, usize)| {
            parts.iter().all(|(start, end)| part.1 <= *start || *end <= part.0)
        };
        let mut next = Vec::new();
        for parts in &combined {
            for part in found.iter().filter(|part| free(parts, part)) {
                let mut parts = parts.clone();
                parts.push(*part);
                next.push(parts);
            }
        }
        combined = next;
    }
    let mut found: Vec<Found> = combined.into_iter().map(|parts| Found { clause, parts }).collect();
    found.sort_by_key(|found| found.end() - found.start());
    found.truncate(most);
    found
}

fn places(walk: &Walk<'_, '_>, row: &Row, most: usize) -> Vec<(usize, usize)> {
    let mut begins = Vec::new();
    if !walk.beginnings(row, &mut begins) {
        begins = walk.range.clone().collect();
    }
    begins.sort_unstable();
    begins.dedup();
    begins.into_iter().filter_map(|start| Some((start, walk.row(row, start, true)?))).take(most).collect()
}

/// Whether all that a row cannot do without is somewhere in the clause.
fn holds(here: &[(Feature, usize)], row: &[Part]) -> bool {
    row.iter().all(|part| match part {
        Part::Word(word) => !places_of(here, Feature::Word(*word)).is_empty(),
        Part::List(list) | Part::Value(list, _) => !places_of(here, Feature::List(*list)).is_empty(),
        Part::Either(rows) => rows.iter().any(|row| holds(here, row)),
        Part::Maybe(_) | Part::Gap(_) | Part::Start | Part::End => true,
    })
}

/// Where a word or a list begins, of what a clause holds in order.
fn places_of(here: &[(Feature, usize)], feature: Feature) -> &[(Feature, usize)] {
    let from = here.partition_point(|(other, _)| *other < feature);
    let count = here[from..].partition_point(|(other, _)| *other == feature);
    &here[from..from + count]
}

struct Walk<'m, 'l> {
    message: &'m Message<'l>,
    range: Range<usize>,
    /// Words and lists of the clause, with their places.
    here: &'m [(Feature, usize)],
    manner: Manner,
}

#[derive(Clone, Copy)]
struct Manner {
    /// Whether a gap may pass over a negator.
    over_not: bool,
    /// Fillers that may stand between two parts.
    fillers: usize,
}

impl Walk<'_, '_> {
    /// Adds the places where a row can begin; false where it can begin anywhere.
    fn beginnings(&self, row: &[Part], begins: &mut Vec<usize>) -> bool {
        let Some((part, rest)) = row.split_first() else { return false };
        let mut add = |feature| {
            begins.extend(places_of(self.here, feature).iter().map(|(_, at)| *at));
            true
        };
        match part {
            Part::Word(word) => add(Feature::Word(*word)),
            Part::List(list) | Part::Value(list, _) => add(Feature::List(*list)),
            Part::Either(rows) => rows.iter().all(|row| self.beginnings(row, begins)),
            Part::Maybe(inner) => self.beginnings(std::slice::from_ref(inner), begins) && self.beginnings(rest, begins),
            Part::Start => {
                begins.extend(self.range.clone().take_while(|at| self.is_first(*at)));
                true
            }
            Part::Gap(_) | Part::End => false,
        }
    }

    /// The end of the nearest match that begins here; `free` where a new stretch may begin behind a comma.
    fn row(&self, row: &[Part], at: usize, free: bool) -> Option<usize> {
        let Some((part, rest)) = row.split_first() else { return Some(at) };
        match part {
            Part::Start => self.is_first(at).then(|| self.row(rest, at, free)).flatten(),
            Part::End => self.is_last(at).then(|| self.row(rest, at, free)).flatten(),
            Part::Gap(most) => (0..=*most)
                .take_while(|more| at + more <= self.range.end)
                .take_while(|more| self.manner.over_not || *more == 0 || !self.message.tokens[at + more - 1].negator)
                .find_map(|more| self.row(rest, at + more, true)),
            Part::Maybe(inner) => {
                let said = self.step(inner, at, free).into_iter().find_map(|end| self.row(rest, end, false));
                said.or_else(|| self.row(rest, at, free))
            }
            part => self.step(part, at, free).into_iter().find_map(|end| self.row(rest, end, false)),
        }
    }

    /// Where one part can end that begins here, or behind fillers.
    fn step(&self, part: &Part, at: usize, free: bool) -> Vec<usize> {
        let mut start = at;
        let mut ends = Vec::new();
        loop {
            let joined = free && start == at || self.message.tokens.get(start).is_some_and(|t| t.before == Break::None);
            if start >= self.range.end || !joined {
                break;
            }
            self.ends(part, start, &mut ends);
            let filler = self.message.tokens[start].filler;
            if free || !filler || start - at >= self.manner.fillers {
                break;
            }
            start += 1;
        }
        ends
    }

    fn ends(&self, part: &Part, at: usize, ends: &mut Vec<usize>) {
        match part {
            Part::Word(word) => ends.extend(self.message.tokens[at].is(*word).then_some(at + 1)),
            Part::List(list) => {
                let spans =
                    self.message.spans[at].iter().filter(|span| span.list == *list && span.end <= self.range.end);
                ends.extend(spans.map(|span| span.end));
            }
            Part::Value(list, value) => {
                let is = |span: &&super::message::Span| span.list == *list && span.value == *value;
                ends.extend(self.message.spans[at].iter().filter(is).map(|span| span.end));
            }
            Part::Either(rows) => ends.extend(rows.iter().filter_map(|row| self.row(row, at, true))),
            Part::Maybe(_) | Part::Gap(_) | Part::Start | Part::End => {}
        }
    }

    fn is_first(&self, at: usize) -> bool {
        self.message.tokens[..at].iter().all(|token| token.filler)
    }

    fn is_last(&self, at: usize) -> bool {
        self.message.tokens[at..].iter().all(|token| token.filler)
    }
}
