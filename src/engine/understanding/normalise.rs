//! A text as it is compared: small letters, plain quotes, no invisible marks; emoji stand alone.
//!
//! Never looks at what the words mean.

use std::borrow::Cow;

use crate::library::understanding::dictionary::Dictionary;

/// What is read of a text, in characters: Telegram sends no more.
pub(super) const MOST_CHARACTERS: usize = 4096;

pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() + 8);
    for c in text.chars().take(MOST_CHARACTERS) {
        push(&mut plain, c);
    }
    if plain.contains(" n ") {
        plain = plain.replace(" n ", " and ");
    }
    if plain.contains(".m") {
        plain = plain.replace("a.m", "am").replace("p.m", "pm");
    }
    listed_apart(plain)
}

/// "8,9,10" is a list and no number of hours and parts of one.
fn listed_apart(plain: String) -> String {
    let is_hour = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_list = |word: &&str| {
        let parts: Vec<&str> = word.split(',').collect();
        parts.len() > 2 && parts.into_iter().all(is_hour)
    };
    if !plain.split(' ').any(|word| is_list(&word)) {
        return plain;
    }
    let words = plain.split(' ').map(|word| if is_list(&word) { word.replace(',', ", ") } else { word.to_owned() });
    words.collect::<Vec<_>>().join(" ")
}

/// "My calf's red" is "my calf is red", for the words of the list `is_short`; elsewhere the mark only goes.
pub(super) fn in_full<'t>(text: &'t str, dictionary: &Dictionary) -> Cow<'t, str> {
    let list = dictionary.list("is_short");
    let is_short = |stem: &str| {
        let word = dictionary.word(&stem.to_ascii_lowercase());
        word.is_some_and(|word| {
            dictionary.beginning(word).iter().any(|phrase| Some(phrase.list) == list && phrase.words.len() == 1)
        })
    };
    let full = |word: &str| {
        let stem = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"))?;
        is_short(stem).then(|| format!("{stem} is"))
    };
    if !text.split(' ').any(|word| full(word).is_some()) {
        return Cow::Borrowed(text);
    }
    let words: Vec<String> = text.split(' ').map(|word| full(word).unwrap_or_else(|| word.to_owned())).collect();
    Cow::Owned(words.join(" "))
}

fn push(plain: &mut String, c: char) {
    match c {
        'a'..='z' | '0'..='9' | ' ' | '.' | ',' | '!' | '?' | ';' | ':' | '-' | '/' | '\n' => plain.push(c),
        'A'..='Z' => plain.push(c.to_ascii_lowercase()),
        '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | '′' => {}
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => {}
        '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{300}'..='\u{36f}' => {}
        '&' => plain.push_str(" and "),
        '+' => plain.push_str(" plus "),
        '½' => plain.push_str(" and a half "),
        '@' => plain.push_str(" at "),
        '–' | '—' | '−' => plain.push_str(" - "),
        '…' => plain.push_str(".. "),
        '‼' | '⁉' => plain.push_str("! "),
        // Full-width forms of ASCII.
        '\u{ff01}'..='\u{ff5e}' => {
            if let Some(narrow) = char::from_u32(u32::from(c) - 0xfee0) {
                push(plain, narrow);
            }
        }
        c if c.is_whitespace() || c.is_control() => plain.push(' '),
        c if c.is_alphabetic() => plain.extend(c.to_lowercase().map(without_accent)),
        c if c.is_numeric() => match c.to_digit(36) {
            Some(digit) => plain.extend(char::from_digit(digit, 10)),
            None => plain.push(' '),
        },
        '(' | ')' | '[' | ']' | '"' | '“' | '”' | '*' | '_' | '~' | '=' | '<' | '>' | '|' | '\\' | '%' | '#' => {
            plain.push(' ');
        }
        emoji => {
            plain.push(' ');
            plain.push(emoji);
            plain.push(' ');
        }
    }
}

/// The letters that English keyboards make with a long press; others stay.
fn without_accent(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        other => other,
    }
}
