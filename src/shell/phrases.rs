//! The few texts that the shell itself needs: when nothing better can be said, and to present the bot. They stand in
//! the words; none is written here.

use std::collections::BTreeMap;

use super::telegram::greet::Face;
use crate::engine::command;
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

/// How the bot presents itself: in the first language to everybody, in the others to those who have them.
pub fn faces(library: &Library) -> Vec<Face> {
    let text = |language: &str, key: &str| library.words.text(language, key, &[]);
    let menu = command::menu(library);
    let face = |language: &str| Face {
        language: (language != FIRST_LANGUAGE).then(|| language.to_owned()),
        description: text(language, "description"),
        short_description: text(language, "short-description"),
        commands: menu.iter().map(|(name, key)| (name.clone(), text(language, key))).collect(),
    };
    library.words.languages().map(face).collect()
}
