//! Reads the files of `understanding/`: first the word lists of all, then the patterns that name them.
//!
//! Whether a pattern can win is shown by the engine, which alone can read a text.

mod entry;
mod lists;
mod phrase;

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::page::Page;
use super::table::Table;
use crate::library::understanding::dictionary::Dictionary;
use crate::library::understanding::pattern::{Candidate, Lookup};
use crate::library::understanding::{NEEDED, Patterns};
use crate::library::vocabulary::Vocabulary;

/// The folder, with its slash.
pub(super) const FOLDER: &str = "understanding/";

pub(super) fn is_patterns(path: &str) -> bool {
    path.starts_with(FOLDER) && path.ends_with(".toml")
}

pub(super) fn read(pages: &mut BTreeMap<&str, Page<'_>>, vocabulary: &Vocabulary) -> Patterns {
    let paths: Vec<&str> = pages.keys().copied().filter(|path| is_patterns(path)).collect();
    let mut roots: Vec<DeTable<'_>> = Vec::new();
    for path in &paths {
        roots.extend(pages.get_mut(path).map(Page::root));
    }
    let mut tables: Vec<Table<'_>> = roots.iter().map(|root| Table::new("", 0, root)).collect();
    let mut patterns = Patterns { dictionary: Dictionary::with_measures(), ..Patterns::default() };
    for (path, table) in paths.iter().zip(&mut tables) {
        if let Some(page) = pages.get_mut(path) {
            lists::read(page, table, &mut patterns.dictionary);
        }
    }
    for (path, mut table) in paths.iter().zip(tables) {
        if let Some(page) = pages.get_mut(path) {
            entry::read(page, &mut table, vocabulary, &mut patterns);
            table.finish(page);
        }
    }
    if let Some(page) = paths.first().and_then(|path| pages.get_mut(path)) {
        missing_lists(page, &patterns.dictionary);
    }
    patterns.dictionary.index();
    patterns.lookup = Lookup::new(patterns.entries.iter().enumerate().flat_map(|(entry, found)| {
        found.says.iter().enumerate().map(move |(says, pattern)| (Candidate { entry, says }, pattern))
    }));
    patterns
}

fn missing_lists(page: &mut Page<'_>, dictionary: &Dictionary) {
    for name in NEEDED.iter().filter(|name| dictionary.list(name).is_none()) {
        let hint = "add it under [lists], or under [values] where its words stand for something";
        page.wrong(0, format!("no file of this folder has the list `{name}`, which the program asks for"), hint);
    }
}
