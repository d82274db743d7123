//! Reads `words/LANGUAGE.other.toml`: word pairs and whole texts for when a text is about somebody else.

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
use unic_langid::LanguageIdentifier;

use super::page::Page;
use super::pattern::{self, Phrase};
use super::phrases::Index;
use super::suggest;
use super::table::{self, Table, Text};
use crate::library::check::texts;
use crate::library::voice::{Pair, Voice, WHOLE};

/// The language whose table a file holds.
pub(super) fn language(path: &str) -> Option<&str> {
    path.strip_prefix("words/")?.strip_suffix(".other.toml")
}

/// `first` are the texts of the first language: only they can have another in their place.
pub(super) fn read(page: &mut Page<'_>, language: &str, first: &Index, is_unsure: &dyn Fn(&str) -> bool) -> Voice {
    let root = page.root();
    let mut table = Table::new("", 0, &root);
    let pairs = read_pairs(page, &mut table);
    let phrases = match table.table(page, "instead") {
        Some(instead) => read_instead(page, instead, first, is_unsure),
        None => Vec::new(),
    };
    table.finish(page);
    let id: LanguageIdentifier = language.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(pattern::fluent(phrases.iter()));
    // A doubled text is doubled in the file, which TOML has refused.
    let _doubled = bundle.add_resource(resource);
    Voice::new(pairs, bundle)
}

fn read_pairs(page: &mut Page<'_>, table: &mut Table<'_>) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for mut entry in table.tables(page, "pair") {
        let (words, instead) = (entry.need_text(page, "words"), entry.need_text(page, "instead"));
        let at = entry.at;
        entry.finish(page);
        let (Some(words), Some(instead)) = (words, instead) else { continue };
        if let Some(earlier) = pairs.iter().find(|earlier| earlier.hides(words.text)) {
            let what = format!("`{}` is never reached: `{}` stands before it", words.text, earlier.words);
            page.wrong(at, what, "the longer words stand first");
        }
        pairs.push(Pair { words: words.text.to_owned(), instead: instead.text.to_owned() });
    }
    pairs
}

fn read_instead(
    page: &mut Page<'_>,
    mut instead: Table<'_>,
    first: &Index,
    is_unsure: &dyn Fn(&str) -> bool,
) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    for (name, entry) in instead.rest() {
        let Some(text) = table::text_of(page, &format!("`{}`", name.text), entry) else { continue };
        phrases.extend(read_text(page, &name, &text, first, is_unsure));
    }
    // One message for each key: its attributes stand together.
    phrases.sort_by(|one, other| (&one.key, &one.attribute).cmp(&(&other.key, &other.attribute)));
    phrases
}

fn read_text(
    page: &mut Page<'_>,
    name: &Text<'_>,
    text: &Text<'_>,
    first: &Index,
    is_unsure: &dyn Fn(&str) -> bool,
) -> Option<Phrase> {
    let (key, attribute) = name.text.split_once('.').unwrap_or((name.text, WHOLE));
    let Some(original) = first.get(name.text) else {
        if !is_unsure(name.text) {
            let hint = suggest::among(name.text, first.keys().map(String::as_str));
            page.wrong(name.span.start, format!("no text `{}` exists", name.text), hint);
        }
        return None;
    };
    let kept = page.phrases.len();
    page.keep(&format!("`{}`", name.text), key, attribute, text);
    let phrase = page.phrases.drain(kept..).next()?;
    let source = pattern::fluent(std::iter::once(&phrase));
    let (Ok(resource) | Err((resource, _))) = fluent_syntax::parser::parse(source.as_str());
    for blank in texts::patterns(&resource).flat_map(|pattern| texts::uses(pattern).blanks) {
        if !original.uses.blanks.contains(&blank) {
            let what = format!("`{}` has the blank `${blank}`, which the original has not", name.text);
            let hint = suggest::among(&blank, original.uses.blanks.iter().map(String::as_str));
            page.wrong(text.span.start, what, hint);
        }
    }
    Some(phrase)
}
