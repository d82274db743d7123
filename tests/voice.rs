//! How the texts sound when they are about somebody the writer cares for: all that change, for a writer to read.
//! `UPDATE=1 cargo test --test voice` rewrites `tests/snapshots/other.txt`; reading that diff is the review.

mod support;

use std::{env, fs};

use charley::library::words::{Blank, FIRST_LANGUAGE};
use regex::Regex;
use support::content::content;
use support::difference::difference;

const SNAPSHOT: &str = "tests/snapshots/other.txt";

/// Every text with its words for the writer and for the other; articles and reminders speak to the writer.
fn texts() -> Vec<(String, String, String)> {
    let words = &content("").words;
    let to_writer = ["article--", "reminder--", "-"];
    let spoken = words.names(FIRST_LANGUAGE).filter(|name| !to_writer.iter().any(|start| name.starts_with(start)));
    let both = spoken.map(|name| {
        let (key, attribute) = name.split_once('.').map_or((name, None), |(key, attribute)| (key, Some(attribute)));
        let names = words.blanks(FIRST_LANGUAGE, name);
        let blanks: Vec<(&str, Blank<'_>)> = names.iter().map(|name| (name.as_str(), Blank::Number(2.0))).collect();
        let own = match attribute {
            Some(attribute) => words.attribute(FIRST_LANGUAGE, key, attribute, &blanks),
            None => words.text(FIRST_LANGUAGE, key, &blanks),
        };
        (name.to_owned(), own, words.about_other(FIRST_LANGUAGE, key, attribute, &blanks))
    });
    both.collect()
}

#[test]
fn every_text_that_changes_is_in_the_snapshot() {
    let flat = |text: &str| text.replace('\n', " / ");
    let changed = texts().into_iter().filter(|(_, own, other)| own != other);
    let shown: String =
        changed.map(|(name, own, other)| format!("{name}\n  - {}\n  + {}\n", flat(&own), flat(&other))).collect();
    if env::var_os("UPDATE").is_some() {
        fs::create_dir_all("tests/snapshots").unwrap();
        return fs::write(SNAPSHOT, shown).unwrap();
    }
    let written = fs::read_to_string(SNAPSHOT).unwrap();
    assert!(written == shown, "UPDATE=1 cargo test --test voice rewrites it\n{}", difference(&written, &shown));
}

/// What speaks to the writer on purpose, or to the hand that helps: the pairs that keep their words.
fn kept() -> Vec<String> {
    let table = fs::read_to_string("dialogues/words/en.other.toml").unwrap();
    let pair = Regex::new(r#"words +=  *"([^"]+)"\ninstead = "([^"]+)""#).unwrap();
    let pairs = pair.captures_iter(&table).map(|found| (found[1].to_owned(), found[2].to_owned()));
    pairs.filter(|(words, instead)| words == instead).map(|(words, _)| words).collect()
}

#[test]
fn no_question_reason_or_label_is_left_that_means_the_writer() {
    let you = Regex::new(r"(?i)\b(you|your|yours|yourself|my|I)\b").unwrap();
    let (kept, mut left) = (kept(), Vec::new());
    for (name, own, other) in texts().into_iter().filter(|(name, _, _)| name.contains("--")) {
        let rest = kept.iter().fold(other.to_lowercase(), |text, kept| text.replace(kept, ""));
        if you.is_match(&rest) {
            left.push(format!("{name}: {other}"));
        }
        if own.contains("hey are you") || other.contains(" They ") && !other.contains(['.', '?']) {
            left.push(format!("{name}: a capital in the middle: {other}"));
        }
    }
    assert!(left.is_empty(), "\n{}", left.join("\n"));
}

#[test]
fn every_pair_changes_or_keeps_some_text() {
    let table = fs::read_to_string("dialogues/words/en.other.toml").unwrap();
    let all: String = texts().iter().map(|(_, own, _)| format!(" {} ", own.to_lowercase())).collect();
    let words = Regex::new(r#"words +=  *"([^"]+)""#).unwrap();
    let idle: Vec<&str> = words
        .captures_iter(&table)
        .map(|found| found.get(1).unwrap().as_str())
        .filter(|words| !Regex::new(&format!(r"\b{}\b", regex::escape(words))).unwrap().is_match(&all))
        .collect();
    assert!(idle.is_empty(), "no text has {idle:?}");
}

#[test]
fn about_the_other_is_no_longer_than_a_screen_and_a_button_take() {
    let words = |text: &str| text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    let mut long = Vec::new();
    for (name, own, other) in texts().into_iter().filter(|(name, _, _)| name.contains("--")) {
        let is_label = name.contains(".choice-");
        if is_label && other.chars().count() > 40.max(own.chars().count())
            || !is_label && words(&other) > words(&own) + 7
        {
            long.push(format!("{name}: {other}"));
        }
        if own.contains("Stop if") && words(&other) > 60 {
            long.push(format!("{name}: {} words", words(&other)));
        }
    }
    assert!(long.is_empty(), "\n{}", long.join("\n"));
}
