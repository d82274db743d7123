//! What texts must say: the stop line of first aid, no phone numbers, every phrase and blank that the bot needs.

use std::collections::BTreeSet;

use super::mistake;
use crate::library::Library;
use crate::library::dialogue::{Kind, Node};
use crate::library::load::suggest;
use crate::library::mistake::{Mistake, Place};
use crate::library::words::{FIRST_LANGUAGE, Words};

/// Massage and stretching can harm a leg with a clot or a blocked artery; first aid says when not to.
const STOP_LINE: &str = "Stop if";
/// Numbers that save lives only in some countries.
const LOCAL_NUMBERS: [&str; 8] = ["000", "111", "116123", "119", "911", "988", "995", "999"];
/// A run of digits as long as this is a phone number.
const PHONE_DIGITS: usize = 7;

pub(super) fn check(library: &Library, faulty: &BTreeSet<String>) -> Vec<Mistake> {
    let nodes = library.dialogues.values().flat_map(|dialogue| &dialogue.nodes);
    let nodes = nodes.filter(|node| !faulty.contains(&node.place.file));
    let mut mistakes: Vec<Mistake> = nodes.filter_map(|node| without_stop_line(library, node)).collect();
    mistakes.extend(library.words.languages().flat_map(|language| phone_numbers(&library.words, language)));
    mistakes
}

fn without_stop_line(library: &Library, node: &Node) -> Option<Mistake> {
    let Kind::Say(say) = &node.kind else {
        return None;
    };
    let own = library.words.attribute(FIRST_LANGUAGE, &node.text, "text", &[]);
    let other = library.words.about_other(FIRST_LANGUAGE, &node.text, Some("text"), &[]);
    if !say.first_aid || [own, other].iter().all(|text| text.contains(STOP_LINE)) {
        return None;
    }
    let hint = "add \"Stop if the leg is swollen, cold, pale or numb.\"";
    Some(mistake(&node.place, format!("node `{}`: first aid without the stop line", node.id), hint))
}

fn phone_numbers(words: &Words, language: &str) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for name in words.names(language).filter(|name| !name.starts_with('-')) {
        let (key, attribute) = name.split_once('.').map_or((name, None), |(key, attribute)| (key, Some(attribute)));
        let text = match attribute {
            Some(attribute) => words.attribute(language, key, attribute, &[]),
            None => words.text(language, key, &[]),
        };
        let other = words.about_other(language, key, attribute, &[]);
        let number = phone_number(&text).or_else(|| phone_number(&other));
        if let (Some(number), Some(place)) = (number, words.place(language, name)) {
            let hint = "numbers stand in countries.toml with their source; write \"your local emergency number (112 works in many countries)\"";
            mistakes.push(mistake(place, format!("`{name}` holds the phone number {number}"), hint));
        }
    }
    mistakes
}

fn phone_number(text: &str) -> Option<String> {
    let runs = text.split(|c: char| !(c.is_ascii_digit() || " -()+".contains(c)));
    runs.map(|run| run.chars().filter(char::is_ascii_digit).collect::<String>())
        .find(|digits| digits.len() >= PHONE_DIGITS || LOCAL_NUMBERS.contains(&digits.as_str()))
}

/// Phrases that the bot needs and the first language lacks, and blanks that the bot does not fill in any language.
pub fn missing_phrases(words: &Words, needed: &[(&str, &[&str])]) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for (name, blanks) in needed {
        if words.place(FIRST_LANGUAGE, name).is_none() {
            let place = Place::top(&format!("dialogues/words/{FIRST_LANGUAGE}.ftl"));
            let mut hint = suggest::among(name, words.names(FIRST_LANGUAGE).filter(|known| !known.contains("--")));
            if hint.is_empty() {
                hint = format!("add `{name} = …`");
            }
            mistakes.push(mistake(&place, format!("the bot needs the phrase `{name}`"), &hint));
        }
        for language in words.languages() {
            mistakes.extend(foreign_blanks(words, language, name, blanks));
        }
    }
    mistakes.sort();
    mistakes
}

/// Blanks in texts of conversations and rules that nobody fills.
pub fn unknown_blanks(words: &Words, filled: &[&str]) -> Vec<Mistake> {
    let texts = |language| words.names(language).filter(|name| name.contains('.'));
    let in_language = |language| texts(language).flat_map(move |name| foreign_blanks(words, language, name, filled));
    let mut mistakes: Vec<Mistake> = words.languages().flat_map(in_language).collect();
    mistakes.sort();
    mistakes
}

fn foreign_blanks(words: &Words, language: &str, name: &str, filled: &[&str]) -> Vec<Mistake> {
    let Some(place) = words.place(language, name) else {
        return Vec::new();
    };
    let blanks = words.blanks(language, name);
    let foreign = blanks.iter().filter(|blank| !filled.contains(&blank.as_str()));
    foreign
        .map(|blank| {
            let what = format!("`{name}` has the blank `${blank}`, which nothing fills");
            mistake(place, what, &suggest::among(blank, filled.iter().copied()))
        })
        .collect()
}
