//! The words that patterns know, their lists, and the nearest known word for a misspelt one.

use std::collections::{HashMap, HashSet};

use regex::{Regex, RegexSet};

/// A known word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordId(pub u32);

/// A word list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ListId(pub u16);

/// Lists that hold what is read from numbers; authors can name them and cannot fill them.
pub const MEASURED: [&str; 7] = ["number", "duration", "clock", "amount", "score", "since", "year"];

/// Words shorter than this are never taken for misspelt.
const SHORTEST: usize = 3;
/// Words from this length on may be two slips away.
const LONG: usize = 8;
/// Longer ones are noise.
const LONGEST: usize = 24;
/// Words that one slip may stand for.
const MOST_WORDS: usize = 6;

/// An entry of a list: one word or several.
#[derive(Debug, Clone)]
pub struct Phrase {
    pub words: Vec<WordId>,
    pub list: ListId,
    /// Which value of the list; 0 for a plain list.
    pub value: u16,
}

#[derive(Debug, Default)]
pub struct List {
    pub name: String,
    /// What its words stand for; one empty name for a plain list.
    pub values: Vec<String>,
}

#[derive(Debug, Default)]
pub struct Dictionary {
    words: HashMap<String, WordId>,
    texts: Vec<String>,
    lists: Vec<List>,
    by_name: HashMap<String, ListId>,
    /// By the first word.
    phrases: HashMap<WordId, Vec<Phrase>>,
    in_order: Vec<Phrase>,
    /// Slips that are not near enough to be seen as such.
    spelling: HashMap<String, Vec<WordId>>,
    /// Other words of the language, which are right as they are.
    common: HashSet<String>,
    /// Known words by what is left of them without one letter, or two of a long one; in order, for a table of this
    /// kind takes a fifth of the memory of a map.
    near: Vec<(u32, WordId)>,
    /// How numbers are written, by their names.
    pub shapes: Shapes,
}

/// Regular expressions for pieces of text that hold digits.
#[derive(Debug, Default)]
pub struct Shapes {
    pub any: RegexSet,
    pub each: Vec<(String, Regex)>,
}

impl Dictionary {
    /// With the lists that hold numbers, and no word.
    pub fn with_measures() -> Self {
        let mut dictionary = Dictionary::default();
        for name in MEASURED {
            dictionary.add_list(name);
        }
        dictionary
    }

    pub fn word(&self, text: &str) -> Option<WordId> {
        self.words.get(text).copied()
    }

    pub fn text(&self, word: WordId) -> &str {
        self.texts.get(word.0 as usize).map_or("", String::as_str)
    }

    pub fn count(&self) -> usize {
        self.texts.len()
    }

    pub fn add_word(&mut self, text: &str) -> WordId {
        if let Some(word) = self.words.get(text) {
            return *word;
        }
        let word = WordId(self.texts.len() as u32);
        self.words.insert(text.to_owned(), word);
        self.texts.push(text.to_owned());
        word
    }

    pub fn list(&self, name: &str) -> Option<ListId> {
        self.by_name.get(name).copied()
    }

    pub fn list_names(&self) -> impl Iterator<Item = &str> {
        self.lists.iter().map(|list| list.name.as_str())
    }

    pub fn list_count(&self) -> usize {
        self.lists.len()
    }

    pub fn add_list(&mut self, name: &str) -> ListId {
        if let Some(list) = self.by_name.get(name) {
            return *list;
        }
        let id = ListId(self.lists.len() as u16);
        self.by_name.insert(name.to_owned(), id);
        self.lists.push(List { name: name.to_owned(), values: Vec::new() });
        id
    }

    pub fn add_value(&mut self, list: ListId, value: &str) -> u16 {
        let Some(list) = self.lists.get_mut(list.0 as usize) else { return 0 };
        let at = list.values.iter().position(|known| known == value).unwrap_or_else(|| {
            list.values.push(value.to_owned());
            list.values.len() - 1
        });
        at as u16
    }

    pub fn value_of(&self, list: ListId, name: &str) -> Option<u16> {
        let at = self.lists.get(list.0 as usize)?.values.iter().position(|value| value == name)?;
        Some(at as u16)
    }

    pub fn values(&self, list: ListId) -> &[String] {
        self.lists.get(list.0 as usize).map_or(&[], |list| &list.values)
    }

    pub fn value(&self, list: ListId, value: u16) -> &str {
        self.values(list).get(usize::from(value)).map_or("", String::as_str)
    }

    pub fn add_phrase(&mut self, phrase: Phrase) {
        if let Some(first) = phrase.words.first() {
            self.in_order.push(phrase.clone());
            self.phrases.entry(*first).or_default().push(phrase);
        }
    }

    /// Entries that begin with this word.
    pub fn beginning(&self, word: WordId) -> &[Phrase] {
        self.phrases.get(&word).map_or(&[], Vec::as_slice)
    }

    /// Every entry of every list, as the authors wrote them.
    pub fn phrases(&self) -> impl Iterator<Item = &Phrase> {
        self.in_order.iter()
    }

    pub fn add_spelling(&mut self, wrong: &str, right: Vec<WordId>) {
        self.spelling.insert(wrong.to_owned(), right);
    }

    pub fn spelling(&self, wrong: &str) -> Option<&[WordId]> {
        self.spelling.get(wrong).map(Vec::as_slice)
    }

    pub fn add_common(&mut self, word: &str) {
        self.common.insert(word.to_owned());
    }

    pub fn is_common(&self, word: &str) -> bool {
        self.common.contains(word)
    }

    /// Makes the words findable that are misspelt; to be called once all words are there.
    pub fn index(&mut self) {
        let words = self.texts.iter().enumerate().filter(|(_, text)| correctable(text));
        self.near =
            words.flat_map(|(at, text)| shortened(text).into_iter().map(move |key| (key, WordId(at as u32)))).collect();
        self.near.sort_unstable();
        self.near.shrink_to_fit();
    }

    fn nearest(&self, key: u32) -> impl Iterator<Item = WordId> {
        let from = self.near.partition_point(|(other, _)| *other < key);
        self.near[from..].iter().take_while(move |(other, _)| *other == key).map(|(_, word)| *word)
    }

    /// The known words that this one is a slip away from, the likeliest first; none for a common word.
    pub fn corrected(&self, text: &str) -> Vec<WordId> {
        if !(SHORTEST..=LONGEST).contains(&text.len()) || !is_plain(text) || self.common.contains(text) {
            return Vec::new();
        }
        let mut found: Vec<(usize, usize, WordId)> = Vec::new();
        for word in shortened(text).into_iter().flat_map(|key| self.nearest(key)) {
            if found.iter().all(|(.., known)| *known != word)
                && let Some((slips, oddness)) = slips(text, self.text(word))
            {
                found.push((slips, oddness, word));
            }
        }
        // Of two words as near, the one that came first: lists before patterns.
        found.sort_unstable();
        let fewest = found.first().map(|(slips, ..)| *slips);
        found.into_iter().take(MOST_WORDS).take_while(|(slips, ..)| Some(*slips) == fewest).map(|(.., w)| w).collect()
    }
}

/// Slips between a text and a known word, and how odd they are; `None` where they are too many.
fn slips(text: &str, known: &str) -> Option<(usize, usize)> {
    let (shorter, longer) = (text.len().min(known.len()), text.len().max(known.len()));
    let slips = strsim::osa_distance(text, known);
    let swapped = slips == 1 && shorter == longer && sorted(text) == sorted(known);
    let other_start = text.as_bytes().first() != known.as_bytes().first();
    // Of three letters only swaps and a letter left out are seen, and never the first.
    let short = shorter < 4 && (other_start || !swapped && text.len() + 1 != known.len());
    if short || slips > if shorter >= LONG { 2 } else { 1 } {
        return None;
    }
    let kind = if swapped { 0 } else { 1 + usize::from(shorter == longer) };
    Some((slips, kind * 2 + usize::from(other_start) * 3))
}

fn sorted(text: &str) -> Vec<u8> {
    let mut letters = text.as_bytes().to_vec();
    letters.sort_unstable();
    letters
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn correctable(text: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&text.len()) && is_plain(text)
}

/// Hashes of a word whole, without each letter, and of a long one without any two.
fn shortened(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let mut keys = vec![hash(bytes, [usize::MAX; 2])];
    for first in 0..bytes.len() {
        keys.push(hash(bytes, [first, usize::MAX]));
        if bytes.len() >= LONG {
            keys.extend((first + 1..bytes.len()).map(|second| hash(bytes, [first, second])));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// FNV-1a without two places; who collides is looked at in vain.
fn hash(bytes: &[u8], without: [usize; 2]) -> u32 {
    let kept = bytes.iter().enumerate().filter(|(at, _)| !without.contains(at));
    kept.fold(0x811c_9dc5, |hash, (_, byte)| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}
