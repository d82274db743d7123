//! The phrases that the code says are those that are listed and written, and the texts are short enough to read in pain.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use charley::engine::phrases::NEEDED;
use charley::library::article::Section;
use charley::library::check::missing_phrases;
use charley::library::dialogue::Kind;
use charley::library::words::FIRST_LANGUAGE;
use regex::Regex;
use support::content::content;

/// UX-2.
const MOST_FIRST_AID_WORDS: usize = 60;
const MOST_QUESTION_WORDS: usize = 25;
/// Conditions whose article names the emergency.
const MAY_BE_AN_EMERGENCY: [&str; 12] = [
    "acute_coronary_syndrome",
    "acute_limb_ischaemia",
    "cauda_equina",
    "compartment_syndrome",
    "deep_vein_thrombosis",
    "pulmonary_embolism",
    "rapid_neuromuscular_weakness",
    "rhabdomyolysis",
    "sepsis",
    "septic_arthritis",
    "stroke",
    "tetanus",
];
/// Told to Telegram once, for the bot's own page.
const SHOWN_BY_TELEGRAM: &str = "short-description";

#[test]
fn every_needed_phrase_is_written_with_its_blanks() {
    let mistakes: Vec<String> = missing_phrases(&content("").words, NEEDED).iter().map(ToString::to_string).collect();
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[test]
fn the_list_of_phrases_is_what_the_code_says() {
    let source = source();
    let listed: BTreeSet<&str> = NEEDED.iter().map(|(name, _)| *name).collect();
    let said = Regex::new(r#"(?:phrase|text)\((?:[^"();]*, *)?"([a-z-]+)""#).unwrap();
    for found in said.captures_iter(&source).map(|found| found.get(1).unwrap().as_str()) {
        assert!(
            listed.contains(found) || found == FIRST_LANGUAGE,
            "the code says `{found}`, which phrases.rs does not list"
        );
    }
    for name in &listed {
        let is_said = source.contains(&format!("\"{name}\""))
            || name.strip_prefix("command-").is_some_and(|name| source.contains(&format!("\"{name}\"")));
        assert!(is_said, "phrases.rs lists `{name}`, which the code does not say");
    }
    assert!(listed.len() == NEEDED.len(), "a phrase is listed twice");
}

#[test]
fn no_phrase_is_written_that_nobody_says() {
    let library = content("");
    let listed: BTreeSet<&str> = NEEDED.iter().map(|(name, _)| *name).collect();
    let of_dialogues: BTreeSet<String> =
        library.dialogues.values().filter_map(|dialogue| dialogue.command.clone()).collect();
    let source = source();
    for name in library.words.names(FIRST_LANGUAGE).filter(|name| !name.contains("--") && !name.contains('.')) {
        let is_command = name.strip_prefix("command-").is_some_and(|command| of_dialogues.contains(command));
        assert!(
            listed.contains(name) || is_command || name == SHOWN_BY_TELEGRAM || source.contains(&format!("\"{name}\"")),
            "nobody says `{name}`"
        );
    }
}

#[test]
fn first_aid_and_questions_are_short() {
    let library = content("");
    let words = |text: &str| text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    let mut long = Vec::new();
    for node in library.dialogues.values().flat_map(|dialogue| &dialogue.nodes) {
        let most = match &node.kind {
            Kind::Say(say) if say.first_aid => MOST_FIRST_AID_WORDS,
            Kind::Ask { .. }
            | Kind::AskSeveral { .. }
            | Kind::Check { .. }
            | Kind::Number { .. }
            | Kind::Duration { .. }
            | Kind::Text { .. } => MOST_QUESTION_WORDS,
            Kind::Say(_) | Kind::Call { .. } | Kind::End { .. } => continue,
        };
        let count = words(&library.words.attribute(FIRST_LANGUAGE, &node.text, "text", &[]));
        if count > most {
            long.push(format!("{}: {count} words, at most {most}", node.text));
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn articles_are_calm_and_tell_where_help_is() {
    let library = content("");
    let mut wrong = Vec::new();
    for article in library.articles.values() {
        let text = library.words.attribute(FIRST_LANGUAGE, &article.text(), "text", &[]);
        let lower = text.to_lowercase();
        for word in ["!", "should", "stop taking", "you have a clot", "999", "911"] {
            if lower.contains(word) {
                wrong.push(format!("{}: {word}", article.id));
            }
        }
        let is_about = |keys: &[&str]| article.conditions.iter().any(|condition| keys.contains(&condition.as_str()));
        if is_about(&["deep_vein_thrombosis", "superficial_vein_thrombosis", "bakers_cyst", "red_flags_unanswered"])
            && !["emergency number", "breath", "chest", "blood"].iter().all(|sign| lower.contains(sign))
        {
            wrong.push(format!("{}: the warning signs of a clot in the lung are missing", article.id));
        }
        if is_about(&MAY_BE_AN_EMERGENCY) && !lower.contains("emergency") {
            wrong.push(format!("{}: does not say when it is an emergency", article.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_section_has_something_to_read() {
    let articles = &content("").articles;
    for section in Section::ALL {
        assert!(articles.values().any(|article| article.section == section), "nothing stands in {}", section.name());
    }
}

/// The code of engine and shell, without its comments and without the list itself.
fn source() -> String {
    let mut files = Vec::new();
    for room in ["src/engine", "src/shell"] {
        gather(Path::new(room), &mut files);
    }
    let files = files.iter().filter(|path| !path.ends_with("engine/phrases.rs"));
    let text: String = files.map(|path| fs::read_to_string(path).unwrap()).collect();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { gather(&path, files) } else { files.push(path) }
    }
}
