//! The few texts that the shell itself needs when nothing better can be said. Handed in; none is written here.

use std::collections::BTreeMap;

use super::backup::{BackupError, Taken};
use crate::library::Library;
use crate::library::words::{Blank, FIRST_LANGUAGE, Words};

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

/// What became of the night's backup, for the operator. Telegram HTML.
pub fn of_backup(words: &Words, outcome: &Result<Taken, BackupError>) -> String {
    match outcome {
        Ok(taken) => {
            let size = size(taken.bytes);
            let (people, rows) = (Blank::Number(taken.people as f64), Blank::Number(taken.rows as f64));
            let blanks = [("people", people), ("rows", rows), ("size", Blank::Text(&size))];
            words.text(FIRST_LANGUAGE, "backup-done", &blanks)
        }
        Err(error) => {
            let reason = escaped(&error.to_string());
            words.text(FIRST_LANGUAGE, "backup-failed", &[("reason", Blank::Text(&reason))])
        }
    }
}

/// Fit for Telegram HTML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::{BackupError, Taken, of_backup, size};
    use crate::library::load;

    #[test]
    fn the_line_about_a_backup_names_what_is_in_it_or_why_there_is_none() {
        let words = load::embedded().unwrap().words;
        let done = of_backup(&words, &Ok(Taken { rows: 1234, people: 56, bytes: 7_890_123 }));
        assert!(done.contains("1234") && done.contains("56") && done.contains("7.9 MB"), "{done}");
        let failed = of_backup(&words, &Err(BackupError::Refused("a < b".to_owned())));
        assert!(failed.contains("a &lt; b"), "{failed}");
        assert_eq!(size(1), "1 kB");
    }
}
