//! The words: every text by key and language, as Fluent patterns, falling back to the first language.
//!
//! Texts are Telegram HTML: `<b>`, `<i>`. Blanks are filled in as given; escaping what a person typed is the caller's.

use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use super::check::texts;
use super::mistake::Place;
use super::voice::{Voice, WHOLE};

/// The language in which the dialogues themselves are written.
pub const FIRST_LANGUAGE: &str = "en";

/// Articles and reminders speak to whoever reads them, whomever the chat is about.
const TO_THE_WRITER: [&str; 2] = ["article--", "reminder--"];

type Bundle = FluentBundle<FluentResource>;

/// All texts of all languages.
#[derive(Default)]
pub struct Words {
    bundles: BTreeMap<String, Bundle>,
    /// Where each text stands, by language, then by `key` or `key.attribute`.
    places: BTreeMap<String, BTreeMap<String, Place>>,
    /// How texts sound when they are about somebody else, by language.
    voices: BTreeMap<String, Voice>,
}

impl Words {
    /// Adds a parsed Fluent source to a language; of a text that comes twice the first stays.
    pub(super) fn add(&mut self, language: &str, resource: FluentResource) {
        let bundle = self.bundles.entry(language.to_owned()).or_insert_with(|| {
            let id: LanguageIdentifier = language.parse().unwrap_or_default();
            let mut bundle = FluentBundle::new_concurrent(vec![id]);
            // Telegram would show the isolation marks as boxes on some clients.
            bundle.set_use_isolating(false);
            bundle
        });
        // The loader has reported doubled texts with their places.
        let _doubled = bundle.add_resource(resource);
    }

    pub(super) fn note(&mut self, language: &str, name: &str, place: Place) {
        self.places.entry(language.to_owned()).or_default().insert(name.to_owned(), place);
    }

    pub(super) fn speak(&mut self, language: &str, voice: Voice) {
        self.voices.insert(language.to_owned(), voice);
    }

    /// A text, or an attribute of it, about somebody else: the text in its place where there is one, otherwise with its
    /// word pairs exchanged. A phrase of the bot's own speaks to the writer and is exchanged as a whole or not at all.
    pub fn about_other(
        &self,
        language: &str,
        key: &str,
        attribute: Option<&str>,
        blanks: &[(&str, Blank<'_>)],
    ) -> String {
        let speaks_to_writer = TO_THE_WRITER.iter().any(|start| key.starts_with(start));
        let Some(voice) = self.voices.get(language).filter(|_| !speaks_to_writer) else {
            return self.fill(language, key, attribute, blanks);
        };
        if let Some(pattern) = pattern(&voice.instead, key, Some(attribute.unwrap_or(WHOLE))) {
            return format(&voice.instead, pattern, blanks);
        }
        let text = self.fill(language, key, attribute, blanks);
        if attribute.is_some() { voice.exchange(&text) } else { text }
    }

    /// Every text of a language, as `key` or `key.attribute`.
    pub fn names(&self, language: &str) -> impl Iterator<Item = &str> {
        self.places.get(language).into_iter().flat_map(BTreeMap::keys).map(String::as_str)
    }

    /// Where a text stands; `None` when the language has it not.
    pub fn place(&self, language: &str, name: &str) -> Option<&Place> {
        self.places.get(language)?.get(name)
    }

    /// The blanks of a text, by `key` or `key.attribute`.
    pub fn blanks(&self, language: &str, name: &str) -> Vec<String> {
        let (key, attribute) = name.split_once('.').map_or((name, None), |(key, attribute)| (key, Some(attribute)));
        let found = self.bundles.get(language).and_then(|bundle| pattern(bundle, key, attribute));
        found.map_or_else(Vec::new, |pattern| texts::uses(pattern).blanks)
    }

    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.bundles.keys().map(String::as_str)
    }

    /// The best language there is for a client's tag such as `de-AT`.
    pub fn best<'a>(&'a self, tag: &str) -> &'a str {
        let base = tag.split(['-', '_']).next().unwrap_or(tag);
        self.bundles
            .get_key_value(tag)
            .or_else(|| self.bundles.get_key_value(base))
            .map_or(FIRST_LANGUAGE, |(language, _)| language)
    }

    pub fn has(&self, language: &str, key: &str, attribute: Option<&str>) -> bool {
        self.bundles.get(language).is_some_and(|bundle| pattern(bundle, key, attribute).is_some())
    }

    /// A message, its blanks filled in. A key that exists nowhere gives the key itself (the check makes that impossible).
    pub fn text(&self, language: &str, key: &str, blanks: &[(&str, Blank<'_>)]) -> String {
        self.fill(language, key, None, blanks)
    }

    /// An attribute of a message, such as `.why` or `.choice-calf`.
    pub fn attribute(&self, language: &str, key: &str, attribute: &str, blanks: &[(&str, Blank<'_>)]) -> String {
        self.fill(language, key, Some(attribute), blanks)
    }

    fn fill(&self, language: &str, key: &str, attribute: Option<&str>, blanks: &[(&str, Blank<'_>)]) -> String {
        let found = [language, FIRST_LANGUAGE].into_iter().find_map(|language| {
            let bundle = self.bundles.get(language)?;
            Some((bundle, pattern(bundle, key, attribute)?))
        });
        let Some((bundle, pattern)) = found else {
            return key.to_owned();
        };
        format(bundle, pattern, blanks)
    }
}

fn format(bundle: &Bundle, pattern: &fluent_syntax::ast::Pattern<&str>, blanks: &[(&str, Blank<'_>)]) -> String {
    let mut args = FluentArgs::new();
    for (name, blank) in blanks {
        match blank {
            Blank::Text(text) => args.set(*name, *text),
            Blank::Number(number) => args.set(*name, *number),
        }
    }
    let mut errors = Vec::new();
    bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned()
}

/// What goes into a blank of a text.
#[derive(Debug, Clone, Copy)]
pub enum Blank<'a> {
    Text(&'a str),
    Number(f64),
}

fn pattern<'a>(
    bundle: &'a Bundle,
    key: &str,
    attribute: Option<&str>,
) -> Option<&'a fluent_syntax::ast::Pattern<&'a str>> {
    let message = bundle.get_message(key)?;
    match attribute {
        Some(attribute) => message.get_attribute(attribute).map(|attribute| attribute.value()),
        None => message.value(),
    }
}
