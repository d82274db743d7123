//! The voice about somebody else: how a text that speaks to the writer sounds when it is about one they care for.
//!
//! Word pairs from a file, tried from the first to the last at the beginning of every word; a text may have another in
//! its place. Never decides when it is spoken.

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;

/// The table of one language.
pub struct Voice {
    pairs: Vec<Pair>,
    /// Texts in the place of others, each as the attribute of its key; a phrase without one as [`WHOLE`].
    pub(super) instead: FluentBundle<FluentResource>,
}

/// The attribute under which a phrase that has none stands among the texts in the place of others.
pub(super) const WHOLE: &str = "whole";

/// Words, and what is said in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub words: String,
    pub instead: String,
}

impl Pair {
    /// Whether a text that begins with `longer` begins with these words too, so that `longer` is never reached.
    pub(super) fn hides(&self, longer: &str) -> bool {
        begins_with(longer, &self.words).is_some()
    }
}

impl Voice {
    pub(super) fn new(pairs: Vec<Pair>, instead: FluentBundle<FluentResource>) -> Self {
        Voice { pairs, instead }
    }

    /// The text with its pairs exchanged, each place once; a capital stays a capital.
    pub fn exchange(&self, text: &str) -> String {
        let mut exchanged = String::with_capacity(text.len() + 16);
        let (mut rest, mut before) = (text, ' ');
        while let Some(next) = rest.chars().next() {
            let at_word = !is_of_a_word(before);
            let found =
                self.pairs.iter().filter(|_| at_word).find_map(|pair| Some((pair, begins_with(rest, &pair.words)?)));
            let taken = match found {
                Some((pair, length)) => {
                    push(&mut exchanged, &pair.instead, next.is_uppercase());
                    length
                }
                None => {
                    exchanged.push(next);
                    next.len_utf8()
                }
            };
            before = rest[..taken].chars().next_back().unwrap_or(' ');
            rest = &rest[taken..];
        }
        exchanged
    }
}

/// The bytes at the start of a text that are these words, whole and in any case.
fn begins_with(text: &str, words: &str) -> Option<usize> {
    let mut at = 0;
    for wanted in words.chars() {
        let found = text[at..].chars().next()?;
        if !found.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
        at += found.len_utf8();
    }
    let ends = !text[at..].chars().next().is_some_and(is_of_a_word);
    (at > 0 && ends).then_some(at)
}

fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric()
}

fn push(text: &mut String, words: &str, capital: bool) {
    let mut letters = words.chars();
    match letters.next().filter(|_| capital) {
        Some(first) => {
            text.extend(first.to_uppercase());
            text.push_str(letters.as_str());
        }
        None => text.push_str(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voice(pairs: &[(&str, &str)]) -> Voice {
        let pair = |(words, instead): &(&str, &str)| Pair { words: (*words).into(), instead: (*instead).into() };
        let bundle = FluentBundle::new_concurrent(Vec::new());
        Voice::new(pairs.iter().map(pair).collect(), bundle)
    }

    #[test]
    fn whole_words_are_exchanged_once_and_capitals_stay() {
        let voice = voice(&[("told you", "told them"), ("your", "their"), ("you", "they"), ("they", "you")]);
        let said = voice.exchange("Your doctor told you: you, yourself and THEY are young. <b>You</b>");
        assert_eq!(said, "Their doctor told them: they, yourself and You are young. <b>They</b>");
    }

    #[test]
    fn the_first_pair_that_fits_is_taken_and_an_apostrophe_ends_a_word() {
        let voice = voice(&[("back of your hand", "back of your hand"), ("your", "their"), ("you", "they")]);
        assert_eq!(
            voice.exchange("You're sore. Use the back of your hand, not your foot"),
            "They're sore. Use the back of your hand, not their foot"
        );
    }
}
