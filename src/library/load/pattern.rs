//! An author's text as a Fluent pattern, tried on its own so that a mistake names its place.
//!
//! Lines stay as the author broke them. Never decides where a text is shown.

use fluent_syntax::parser;

use crate::library::check::texts::{self, Shown};
use crate::library::mistake::Place;

/// What every line of a pattern is indented with, so that Fluent takes it as a continuation.
const INDENT: &str = "        ";

/// A text under its key, ready to be put into a Fluent source.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    pub key: String,
    pub attribute: String,
    /// The pattern, every line indented.
    pub source: String,
    pub place: Place,
}

/// Something wrong at a byte of the author's text.
pub(super) struct Problem {
    pub at: usize,
    pub what: String,
    pub hint: String,
}

/// The pattern of a text, and what is wrong with it.
pub(super) fn from_author(text: &str, attribute: &str) -> (String, Vec<Problem>) {
    if let Some(at) = stray_brace(text) {
        let hint = "braces hold a blank such as { $minutes }; a literal brace is written {\"}\"}";
        return (String::new(), vec![Problem { at, what: "a `}` without its `{`".to_owned(), hint: hint.to_owned() }]);
    }
    let pattern = indented(text);
    let source = format!("k =\n{pattern}\n");
    let start = text.len() - text.trim_start().len();
    let problems = match parser::parse(source.as_str()) {
        Ok(resource) => texts::patterns(&resource)
            .flat_map(|pattern| texts::problems(pattern, Shown::of(attribute)))
            .map(|(what, hint)| Problem { at: start, what, hint })
            .collect(),
        Err((_, errors)) => errors.iter().map(|error| syntax(text, &source, error)).collect(),
    };
    (pattern, problems)
}

/// One message for each key, with its attributes.
pub(super) fn fluent<'p>(phrases: impl Iterator<Item = &'p Phrase>) -> String {
    let mut source = String::new();
    let mut open = "";
    for phrase in phrases {
        if phrase.key != open {
            source.push_str(&format!("{} =\n", phrase.key));
            open = &phrase.key;
        }
        source.push_str(&format!("    .{} =\n{}\n", phrase.attribute, phrase.source));
    }
    source
}

/// A `}` outside of any brace, which Fluent would take for the end of the pattern.
fn stray_brace(text: &str) -> Option<usize> {
    let mut depth = Depth::default();
    text.char_indices().find_map(|(at, c)| {
        (c == '}' && depth.is_text()).then_some(at).or_else(|| {
            depth.pass(c);
            None
        })
    })
}

/// The lines with their indent; what Fluent would read as syntax at the start of a line is written as a literal.
fn indented(text: &str) -> String {
    let mut depth = Depth::default();
    let mut lines = Vec::new();
    for line in text.replace("\r\n", "\n").trim().split('\n') {
        let line = line.trim_end();
        let body = line.trim_start_matches(' ');
        let spaces = &line[..line.len() - body.len()];
        let written = match body.chars().next() {
            Some(c @ ('[' | '*' | '.')) if depth.is_text() => format!("{{\"{spaces}{c}\"}}{}", &body[1..]),
            // The parser drops blanks before a brace at the start of a line.
            Some('{') if depth.is_text() && !spaces.is_empty() => format!("{{\"{spaces}\"}}{body}"),
            _ => line.to_owned(),
        };
        lines.push(if line.is_empty() { String::new() } else { format!("{INDENT}{written}") });
        line.chars().for_each(|c| depth.pass(c));
    }
    lines.join("\n")
}

/// Whether a place in a text is plain text, inside braces, or inside a string of a brace.
#[derive(Default)]
struct Depth {
    braces: usize,
    quoted: bool,
}

impl Depth {
    fn is_text(&self) -> bool {
        self.braces == 0
    }

    fn pass(&mut self, c: char) {
        match c {
            '"' if self.braces > 0 => self.quoted = !self.quoted,
            '{' if !self.quoted => self.braces += 1,
            '}' if !self.quoted => self.braces = self.braces.saturating_sub(1),
            _ => {}
        }
    }
}

/// A Fluent error, moved from the generated source back into the author's line.
fn syntax(text: &str, source: &str, error: &parser::ParserError) -> Problem {
    let before = source.get(..error.pos.start).unwrap_or(source);
    let line = before.matches('\n').count().saturating_sub(1);
    let body = text.trim_start();
    let start = text.len() - body.len();
    let at: usize = body.split_inclusive('\n').take(line).map(str::len).sum();
    let column = before.rfind('\n').map_or(0, |newline| before.len() - newline - 1).saturating_sub(INDENT.len());
    let length = body[at..].lines().next().map_or(0, |line| line.trim_end().len());
    let at = start + at + column.min(length);
    let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let hint = "braces hold a blank such as { $minutes }; a literal brace is written {\"{\"}";
    Problem { at, what: format!("this text is no Fluent pattern: {}", error.kind), hint: hint.to_owned() }
}
