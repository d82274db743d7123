//! One content file while it is read: turns byte offsets into places, gathers its mistakes and texts.
//!
//! Knows nothing of what the file is about.

use std::ops::Range;

use toml::de::DeTable;

use super::pattern::{self, Phrase};
use super::table::Text;
use crate::library::mistake::{Mistake, Place};

/// A file being read.
pub(super) struct Page<'a> {
    /// As the author sees it: `dialogues/cramp.toml`.
    pub path: String,
    pub text: &'a str,
    pub mistakes: Vec<Mistake>,
    pub phrases: Vec<Phrase>,
    /// TOML that does not parse says so once; what else seems wrong in it may only follow from that.
    broken: bool,
}

impl<'a> Page<'a> {
    pub fn new(path: String, text: &'a str) -> Self {
        Page { path, text, mistakes: Vec::new(), phrases: Vec::new(), broken: false }
    }

    /// The root table, as far as it can be read.
    pub fn root(&mut self) -> DeTable<'a> {
        let (root, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let span = error.span().unwrap_or_default();
            let what = match (error.message(), self.text.get(span.clone())) {
                ("duplicate key", Some(key)) => format!("`{key}` stands here twice"),
                (message, _) => format!("this is not TOML: {message}"),
            };
            self.wrong(span.start, what, "");
        }
        self.broken = !errors.is_empty();
        root.into_inner()
    }

    pub fn wrong(&mut self, at: usize, what: impl Into<String>, hint: impl Into<String>) {
        if !self.broken {
            let place = self.place(at);
            self.mistakes.push(Mistake { place, what: what.into(), hint: hint.into() });
        }
    }

    /// Keeps a text as the Fluent attribute `KEY.ATTRIBUTE`.
    pub fn keep(&mut self, owner: &str, key: &str, attribute: &str, text: &Text<'_>) {
        let (source, problems) = pattern::from_author(text.text, attribute);
        for problem in problems {
            let at = self.inside(&text.span, text.text, problem.at);
            self.wrong(at, format!("{owner}: {}", problem.what), problem.hint);
        }
        let place = self.place(text.span.start);
        let (key, attribute) = (key.to_owned(), attribute.to_owned());
        self.phrases.push(Phrase { key, attribute, source, place });
    }

    pub fn place(&self, at: usize) -> Place {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Place {
            file: self.path.clone(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }

    /// Where a byte of a string lies in the file; the string's start when escapes hide it.
    pub fn inside(&self, span: &Range<usize>, text: &str, offset: usize) -> usize {
        let raw = self.text.get(span.clone()).unwrap_or_default();
        raw.find(text).map_or(span.start, |start| span.start + start + offset)
    }
}
