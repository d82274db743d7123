//! Sentences that a pattern was made for: its words, with one entry of each list.
//!
//! For the proof of the content only.

use std::collections::HashMap;

use crate::library::understanding::dictionary::{Dictionary, ListId, MEASURED};
use crate::library::understanding::pattern::{Part, Pattern, Row};

/// What stands for the measured lists, in their order.
const MEASURES: [&str; 7] = ["5", "5 minutes", "8 pm", "2 glasses", "7/10", "2 hours ago", "2010"];
/// What stands in a gap, round by round.
const GAPS: [&str; 3] = ["", "for", "log a"];
/// A number that can only be an amount.
const LARGE: &str = "300";
/// So many entries of a list are tried one after the other; behind them one in seven.
const FIRST_ENTRIES: usize = 6;

pub(super) struct Samples<'l> {
    dictionary: &'l Dictionary,
    /// The entries of each list, in the order of their values.
    entries: HashMap<ListId, Vec<(u16, String)>>,
}

impl<'l> Samples<'l> {
    pub fn new(dictionary: &'l Dictionary) -> Self {
        let mut entries: HashMap<ListId, Vec<(u16, String)>> = HashMap::new();
        for phrase in dictionary.phrases() {
            let words: Vec<&str> = phrase.words.iter().map(|word| dictionary.text(*word)).collect();
            entries.entry(phrase.list).or_default().push((phrase.value, words.join(" ")));
        }
        Samples { dictionary, entries }
    }

    /// Another sentence for each round; the same ones every time.
    pub fn sentence(&self, pattern: &Pattern, round: usize) -> String {
        let mut words = Vec::new();
        for row in &pattern.all {
            self.row(row, round, &mut words);
        }
        words.join(" ")
    }

    fn row(&self, row: &Row, round: usize, words: &mut Vec<String>) {
        for part in row {
            match part {
                Part::Word(word) => words.push(self.dictionary.text(*word).to_owned()),
                Part::List(list) => words.extend(self.entry(*list, None, round)),
                Part::Value(list, value) => words.extend(self.entry(*list, Some(*value), round)),
                Part::Either(rows) => {
                    if let Some(row) = rows.get(round % rows.len().max(1)) {
                        self.row(row, round, words);
                    }
                }
                Part::Gap(_) => {
                    words.extend(GAPS.get(round % GAPS.len()).filter(|w| !w.is_empty()).map(|w| (*w).to_owned()))
                }
                Part::Maybe(_) | Part::Start | Part::End => {}
            }
        }
    }

    fn entry(&self, list: ListId, value: Option<u16>, round: usize) -> Option<String> {
        let measured = MEASURED.iter().position(|name| self.dictionary.list(name) == Some(list));
        if let Some(at) = measured {
            let text = if at == 0 && round % 2 == 1 { Some(&LARGE) } else { MEASURES.get(at) };
            return text.map(|text| (*text).to_owned());
        }
        let entries = self.entries.get(&list)?;
        let fitting: Vec<&(u16, String)> =
            entries.iter().filter(|(of, _)| value.is_none_or(|value| *of == value)).collect();
        let at = if round < FIRST_ENTRIES { round } else { round * 7 };
        fitting.get(at % fitting.len().max(1)).map(|(_, words)| words.clone())
    }
}
