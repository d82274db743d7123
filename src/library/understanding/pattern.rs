//! A pattern: words and lists in an order, with gaps; and which patterns are worth trying for which words.

use std::collections::HashMap;

use super::dictionary::{ListId, WordId};
use crate::library::mistake::Place;

/// Parts that all stand in one clause, in any order; mostly only one.
#[derive(Debug, Clone)]
pub struct Pattern {
    pub all: Vec<Row>,
    /// As the author wrote it.
    pub text: String,
    pub place: Place,
}

/// Parts one behind the other.
pub type Row = Vec<Part>;

#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    Word(WordId),
    List(ListId),
    /// A list's words for one of its values.
    Value(ListId, u16),
    /// One of several.
    Either(Vec<Row>),
    /// Said or not.
    Maybe(Box<Part>),
    /// Up to so many words of any kind.
    Gap(usize),
    /// The beginning of the message.
    Start,
    /// The end of the message.
    End,
}

/// A word or a list that a message holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Feature {
    Word(WordId),
    List(ListId),
}

/// Entry and place among its `says`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    pub entry: usize,
    pub says: usize,
}

/// Which patterns can match a message that holds a feature.
#[derive(Debug, Default)]
pub struct Lookup {
    by_feature: HashMap<Feature, Vec<Candidate>>,
}

impl Lookup {
    pub fn of(&self, feature: Feature) -> &[Candidate] {
        self.by_feature.get(&feature).map_or(&[], Vec::as_slice)
    }

    /// Files each pattern under the rarest thing that it cannot do without.
    pub fn new<'p>(patterns: impl Iterator<Item = (Candidate, &'p Pattern)> + Clone) -> Self {
        let mut usage: HashMap<Feature, usize> = HashMap::new();
        for (_, pattern) in patterns.clone() {
            pattern.all.iter().flatten().for_each(|part| count(part, &mut usage));
        }
        let mut by_feature: HashMap<Feature, Vec<Candidate>> = HashMap::new();
        for (candidate, pattern) in patterns {
            let anchors = pattern.all.iter().filter_map(|row| anchor(row, &usage));
            for feature in anchors.min_by_key(|(uses, _)| *uses).map(|(_, features)| features).unwrap_or_default() {
                by_feature.entry(feature).or_default().push(candidate);
            }
        }
        Lookup { by_feature }
    }
}

fn count(part: &Part, usage: &mut HashMap<Feature, usize>) {
    match part {
        Part::Word(word) => *usage.entry(Feature::Word(*word)).or_default() += 1,
        Part::List(list) | Part::Value(list, _) => *usage.entry(Feature::List(*list)).or_default() += 1,
        Part::Either(rows) => rows.iter().flatten().for_each(|part| count(part, usage)),
        Part::Maybe(_) | Part::Gap(_) | Part::Start | Part::End => {}
    }
}

/// The features of the rarest part that must be there.
fn anchor(row: &Row, usage: &HashMap<Feature, usize>) -> Option<(usize, Vec<Feature>)> {
    let of = |feature| Some((usage.get(&feature).copied().unwrap_or(0), vec![feature]));
    let parts = row.iter().filter_map(|part| match part {
        Part::Word(word) => of(Feature::Word(*word)),
        Part::List(list) | Part::Value(list, _) => of(Feature::List(*list)),
        Part::Either(rows) => {
            let each: Option<Vec<(usize, Vec<Feature>)>> = rows.iter().map(|row| anchor(row, usage)).collect();
            each.map(|each| (each.iter().map(|(uses, _)| uses).sum(), each.into_iter().flat_map(|(_, f)| f).collect()))
        }
        Part::Maybe(_) | Part::Gap(_) | Part::Start | Part::End => None,
    });
    parts.min_by_key(|(uses, _)| *uses)
}
