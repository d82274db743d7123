//! Puts all texts together: those of the dialogues and the Fluent files, language by language.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;
use fluent_syntax::parser;

use super::page::Page;
use super::pattern::{self, Phrase};
use super::phrases::{self, Index};
use super::voice;
use crate::library::mistake::Place;
use crate::library::words::{FIRST_LANGUAGE, Words};

pub(super) fn read(pages: &mut BTreeMap<&str, Page<'_>>) -> Words {
    let authored: Vec<Phrase> = pages.values_mut().flat_map(|page| std::mem::take(&mut page.phrases)).collect();
    let mut words = Words::default();
    let mut first = index_authored(&authored);
    let source = pattern::fluent(authored.iter());
    add(&mut words, FIRST_LANGUAGE, source, &first);
    let first_path = format!("words/{FIRST_LANGUAGE}.ftl");
    if let Some(page) = pages.get_mut(first_path.as_str()) {
        let own = phrases::read(page);
        judge_own(page, &own, &first);
        add(&mut words, FIRST_LANGUAGE, page.text.to_owned(), &own);
        first.extend(own);
        page.mistakes.extend(phrases::judge_references(&first));
    }
    let faulty: BTreeSet<String> =
        pages.iter().filter(|(_, page)| !page.mistakes.is_empty()).map(|(path, _)| (*path).to_owned()).collect();
    let lacks_phrases = !pages.contains_key(first_path.as_str());
    let is_unsure = |name: &str| lacks_phrases && owns(&first_path, name) || faulty.iter().any(|path| owns(path, name));
    for (path, page) in pages.iter_mut().filter(|(path, _)| **path != first_path) {
        let language = path.strip_prefix("words/").and_then(|path| path.strip_suffix(".ftl"));
        if let Some(language) = language
            && let Some(overlay) = read_overlay(page, &mut words, language)
        {
            phrases::judge_overlay(page, &overlay, &first, &is_unsure);
        }
    }
    for (path, page) in pages.iter_mut() {
        if let Some(language) = voice::language(path) {
            words.speak(language, voice::read(page, language, &first, &is_unsure));
        }
    }
    words
}

/// Whether a text of the first language stands in this file.
fn owns(path: &str, name: &str) -> bool {
    let key = name.split('.').next().unwrap_or(name);
    match key.split_once("--").map_or(key, |(owner, _)| owner) {
        "rule" => path.starts_with("rules/"),
        "picture" => path.starts_with("pictures/"),
        "article" => path.starts_with("articles/"),
        "reminder" => path == "reminders.toml",
        "finding" | "condition" => path == "findings.toml",
        _ if key == name && !key.contains("--") => path.ends_with(".ftl"),
        dialogue => path.strip_suffix(".toml") == Some(dialogue),
    }
}

fn index_authored(phrases: &[Phrase]) -> Index {
    let places: BTreeMap<String, Place> =
        phrases.iter().map(|phrase| (format!("{}.{}", phrase.key, phrase.attribute), phrase.place.clone())).collect();
    let source = pattern::fluent(phrases.iter());
    let (Ok(resource) | Err((resource, _))) = parser::parse(source.as_str());
    phrases::index_generated(&resource, &places)
}

fn judge_own(page: &mut Page<'_>, own: &Index, authored: &Index) {
    if own.is_empty() {
        page.wrong(0, "there is no phrase in this file", "a phrase is `key = text`");
    }
    let is_authored = |name: &str| {
        let key = name.split('.').next().unwrap_or(name);
        authored.keys().any(|other| other.split('.').next() == Some(key))
    };
    for (name, entered) in own.iter().filter(|(name, _)| is_authored(name)) {
        let hint = "the first language of a conversation stands in the conversation itself";
        page.mistakes.push(super::mistake(
            entered.place.clone(),
            format!("`{name}` is a text of a conversation or a rule"),
            hint,
        ));
    }
}

fn read_overlay(page: &mut Page<'_>, words: &mut Words, language: &str) -> Option<Index> {
    if language.parse::<unic_langid::LanguageIdentifier>().is_err() {
        page.wrong(0, format!("`{language}` is no language"), "name the file like `de.ftl` or `pt-BR.ftl`");
        return None;
    }
    let overlay = phrases::read(page);
    page.mistakes.extend(phrases::judge_references(&overlay));
    add(words, language, page.text.to_owned(), &overlay);
    Some(overlay)
}

/// Broken and doubled texts were reported with their places; here they are only left out.
fn add(words: &mut Words, language: &str, source: String, index: &Index) {
    let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(source);
    words.add(language, resource);
    for (name, entered) in index {
        words.note(language, name, entered.place.clone());
    }
}
