//! The few texts that the shell itself needs when nothing better can be said. Handed in; none is written here.

use std::collections::BTreeMap;

use crate::library::Library;
use crate::library::words::FIRST_LANGUAGE;

/// Texts for when something fails.
#[derive(Debug, Clone, Default)]
pub struct Phrases {
    /// By language: after a fault in a turn. Telegram HTML.
    pub apologies: BTreeMap<String, String>,
    /// In the place of a message that Telegram refuses even as plain text. Without markup.
    pub unsendable: String,
    /// To the operator, before the first mistake of content that was refused. Telegram HTML.
    pub content_refused: String,
}

impl Phrases {
    /// From the words `apology`, `unsendable` and `content-refused`.
    pub fn of(library: &Library) -> Self {
        let words = &library.words;
        let apologies = words.languages().map(|language| (language.to_owned(), words.text(language, "apology", &[])));
        Phrases {
            apologies: apologies.collect(),
            unsendable: words.text(FIRST_LANGUAGE, "unsendable", &[]),
            content_refused: words.text(FIRST_LANGUAGE, "content-refused", &[]),
        }
    }

    /// In that language, or in the first.
    pub fn apology(&self, language: &str) -> String {
        let found = self.apologies.get(language).or_else(|| self.apologies.get(FIRST_LANGUAGE));
        found.cloned().unwrap_or_default()
    }
}
