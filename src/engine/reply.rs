//! What typed words mean at an open question: a choice, a number, a length of time, or nothing we know.
//!
//! Pure text work; never records, never moves.

use std::sync::LazyLock;

use regex::Regex;

use super::conversation::doubtful;
use super::exchange::Exchange;
use super::press::{BACK, DONE, NONE, SKIP, STOP, UNSURE, WHY};
use super::question::Line;
use crate::library::dialogue::{Kind, Node};

/// Longest text that is kept of one message, in characters.
pub const MOST_CHARACTERS: usize = 1000;

/// What a typed text says at a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// A line of the question, or one of its exits and controls.
    Item(String),
    /// Several lines of a screen.
    Items(Vec<String>),
    Number(f64),
    /// A number that the question does not take.
    OutOfRange,
    Words(String),
    Unclear,
}

/// The typed words for the buttons beside the choices, each a list in the words files.
const CONTROLS: [(&str, &str); 7] = [
    (BACK, "typed-back"),
    (SKIP, "typed-skip"),
    (STOP, "typed-stop"),
    (WHY, "typed-why"),
    (UNSURE, "typed-unsure"),
    (DONE, "typed-done"),
    (NONE, "typed-none"),
];

/// Reads a text as an answer to the node. `lines` are those shown, in order.
pub fn read(text: &str, node: &Node, lines: &[Line], ex: &Exchange<'_>) -> Reply {
    let said = normalise(text);
    if said.is_empty() {
        return Reply::Unclear;
    }
    if let Some(control) = CONTROLS.iter().find(|(_, phrase)| is_among(&said, &ex.phrase(phrase, &[]))) {
        return Reply::Item(control.0.to_owned());
    }
    match &node.kind {
        Kind::Number { min, max, .. } => number(&said, *min, *max),
        Kind::Duration { records, .. } => {
            let finding = ex.library.vocabulary.finding(records);
            let unit = minutes_in(finding.and_then(|finding| finding.unit.as_deref()));
            exact_line(&said, lines).map_or_else(|| length(&said, unit), Reply::Item)
        }
        // A closing question mark says "not sure about this one".
        Kind::Check { .. } | Kind::AskSeveral { .. } => {
            several(&if text.trim_end().ends_with('?') { format!("{said}?") } else { said }, lines)
        }
        // The numbers of first aid are its steps.
        Kind::Say(_) => named_line(&said, lines).map_or(Reply::Unclear, Reply::Item),
        Kind::Ask { .. } => line(&said, lines).map_or(Reply::Unclear, Reply::Item),
        Kind::Text { .. } => Reply::Words(cut(text.trim())),
        Kind::Call { .. } | Kind::End { .. } => Reply::Unclear,
    }
}

/// Lower case, invisible marks and closing punctuation gone, blanks folded.
pub fn normalise(text: &str) -> String {
    let visible: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fe0f}'))
        .collect();
    let folded = visible.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    folded.trim_matches(|c: char| ".,;:!?'\"’“”".contains(c)).replace('’', "'")
}

/// At most [`MOST_CHARACTERS`] of a text.
pub fn cut(text: &str) -> String {
    text.chars().take(MOST_CHARACTERS).collect()
}

/// Whether the words are one of a comma-separated list.
pub fn is_among(said: &str, list: &str) -> bool {
    list.split(',').any(|word| word.trim() == said)
}

/// One line by its number, its label, its id, its other words, or words that only one label has.
fn line(said: &str, lines: &[Line]) -> Option<String> {
    let by_number = said.parse::<usize>().ok().and_then(|number| lines.get(number.checked_sub(1)?));
    by_number.map(|line| line.item.clone()).or_else(|| named_line(said, lines))
}

/// One line by its words, or by a word that it alone has.
fn named_line(said: &str, lines: &[Line]) -> Option<String> {
    let mut matching = lines.iter().filter(|line| normalise(&line.label).split(' ').any(|word| word == said));
    let only = matching.next().filter(|_| matching.next().is_none());
    exact_line(said, lines).or_else(|| only.map(|line| line.item.clone()))
}

/// A line by its words only: where numbers mean an amount.
pub fn exact_line(said: &str, lines: &[Line]) -> Option<String> {
    lines.iter().find(|line| is_exactly(said, line)).map(|line| line.item.clone())
}

fn is_exactly(said: &str, line: &Line) -> bool {
    normalise(&line.label) == said || line.item.replace('_', " ") == said || line.also.iter().any(|word| word == said)
}

/// "1, 3" or "1 and 3" or labels between commas; "2?" is "not sure about 2".
fn several(said: &str, lines: &[Line]) -> Reply {
    if let Some(item) = marked_line(said, lines) {
        return Reply::Items(vec![item]);
    }
    let by_comma: Option<Vec<String>> =
        said.split([',', ';', '+', '&']).map(|part| marked_line(part.trim(), lines)).collect();
    let by_word = || {
        said.replace(" and ", " ")
            .split_whitespace()
            .map(|part| marked_line(part, lines))
            .collect::<Option<Vec<String>>>()
    };
    by_comma.or_else(by_word).map_or(Reply::Unclear, Reply::Items)
}

fn marked_line(said: &str, lines: &[Line]) -> Option<String> {
    match said.strip_suffix('?') {
        Some(said) => line(said.trim(), lines).map(|item| doubtful(&item)),
        None => line(said, lines),
    }
}

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:about |maybe |around |pain )?(\d{1,5}(?:[.,]\d{1,2})?)(?: ?/ ?10| out of 10)?$").ok()
});
static LENGTH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:about |around |maybe |almost |nearly |for )*(?:(\d{1,5}(?:[.,]\d{1,2})?) ?(?:-|to|–) ?)?(\d{1,5}(?:[.,]\d{1,2})?|an?|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|half an|half a|a couple of|a few) ?(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)?$").ok()
});

const NUMBER_WORDS: [(&str, f64); 21] = [
    ("zero", 0.0),
    ("a", 1.0),
    ("an", 1.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("fifteen", 15.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("half a", 0.5),
    ("half an", 0.5),
    ("a couple of", 2.0),
    ("a few", 3.0),
    ("none", 0.0),
];

/// A number of a scale.
pub fn number(said: &str, min: f64, max: f64) -> Reply {
    let digits = NUMBER.as_ref().and_then(|pattern| pattern.captures(said)).and_then(|found| read_number(&found[1]));
    match digits.or_else(|| read_number(said)) {
        Some(number) if (min..=max).contains(&number) => Reply::Number(number),
        Some(_) => Reply::OutOfRange,
        None => Reply::Unclear,
    }
}

/// Minutes in one unit of a finding.
fn minutes_in(unit: Option<&str>) -> f64 {
    match unit {
        Some("hours") => 60.0,
        Some("days") => 1440.0,
        Some("weeks") => 10080.0,
        _ => 1.0,
    }
}

/// A length of time in the finding's unit, which a bare number also has; of a range the longer end counts.
pub fn length(said: &str, unit_minutes: f64) -> Reply {
    if is_among(said, "half an hour, half hour") {
        return Reply::Number(30.0 / unit_minutes);
    }
    let Some(found) = LENGTH.as_ref().and_then(|pattern| pattern.captures(said)) else {
        return Reply::Unclear;
    };
    let minutes = match found.get(3).map(|unit| unit.as_str()) {
        Some(unit) if unit.starts_with('s') => 1.0 / 60.0,
        Some(unit) if unit.starts_with('h') => 60.0,
        Some(unit) if unit.starts_with('d') => 1440.0,
        Some(_) => 1.0,
        None => unit_minutes,
    };
    read_number(&found[2]).map_or(Reply::Unclear, |number| Reply::Number(number * minutes / unit_minutes))
}

fn read_number(text: &str) -> Option<f64> {
    let word = NUMBER_WORDS.iter().find(|(word, _)| *word == text).map(|(_, number)| *number);
    word.or_else(|| text.replace(',', ".").parse().ok())
}
