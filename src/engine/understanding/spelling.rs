//! Words that are written otherwise: letters said several times, plurals, words without a blank, digits for letters.
//!
//! Slips of the finger are the dictionary's.

use std::ops::Range;

use crate::library::understanding::dictionary::{Dictionary, WordId};

/// Spellings with digits written out: `b4`, `2nite`.
pub(super) fn shorthand(plain: String, dictionary: &Dictionary) -> String {
    let mixed = |word: &str| word.bytes().any(|b| b.is_ascii_digit()) && word.bytes().any(|b| b.is_ascii_lowercase());
    if !plain.bytes().any(|byte| byte.is_ascii_digit()) || !plain.split(' ').any(mixed) {
        return plain;
    }
    let word = |word: &str| match dictionary.spelling(word).filter(|_| mixed(word)) {
        Some(words) => words.iter().map(|word| dictionary.text(*word)).collect::<Vec<_>>().join(" "),
        None => word.to_owned(),
    };
    plain.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Without letters said several times, or without a plural.
pub(super) fn known_form(text: &str, dictionary: &Dictionary) -> Option<WordId> {
    let twice = repeated(text, 2);
    let once = repeated(text, 1);
    let shorter = [twice.as_str(), once.as_str()].into_iter().filter(|shorter| *shorter != text && twice != text);
    shorter
        .filter_map(|shorter| dictionary.word(shorter))
        .next()
        .or_else(|| text.strip_suffix('s').filter(|stem| stem.len() >= 3).and_then(|stem| dictionary.word(stem)))
}

/// Runs of one letter cut to so many.
pub(super) fn repeated(text: &str, most: usize) -> String {
    let mut kept = String::with_capacity(text.len());
    let (mut last, mut run) = ('\0', 0);
    for c in text.chars() {
        run = if c == last { run + 1 } else { 1 };
        last = c;
        if run <= most {
            kept.push(c);
        }
    }
    kept
}

/// Two or three known words written as one: `chestpain`, `shortnessof`, `icantbreathe`.
pub(super) fn glued(text: &str, dictionary: &Dictionary) -> Option<Vec<WordId>> {
    if !(5..=24).contains(&text.len()) || !text.is_ascii() || dictionary.is_common(text) {
        return None;
    }
    let cuts = || 1..text.len();
    let piece = |range: Range<usize>| {
        let piece = &text[range];
        let stands = piece.len() >= 4 || GLUED.contains(&piece);
        dictionary.word(piece).filter(|_| stands)
    };
    let holds_long = |cut: &[usize]| cut.windows(2).any(|pair| pair[1] - pair[0] >= 4);
    let two = cuts().filter(|at| holds_long(&[0, *at, text.len()]));
    let found = two.filter_map(|at| Some(vec![piece(0..at)?, piece(at..text.len())?])).next();
    found.or_else(|| {
        cuts().filter_map(|at| Some((at, piece(0..at)?))).find_map(|(at, first)| {
            let rest = (at + 1..text.len()).filter(|next| holds_long(&[0, at, *next, text.len()]));
            rest.filter_map(|next| Some(vec![first, piece(at..next)?, piece(next..text.len())?])).next()
        })
    })
}

/// Short words that are written together with their neighbours.
const GLUED: [&str; 30] = [
    "a", "i", "im", "my", "me", "of", "is", "it", "in", "on", "no", "to", "up", "so", "am", "go", "do", "not", "the",
    "leg", "out", "can", "get", "red", "hot", "pee", "wee", "arm", "and", "for",
];
