//! Reads one pattern: `{chest} .. {pain}`, `^ yes $`, `{leg} & {swollen}`.

use crate::library::load::suggest;
use crate::library::mistake::Place;
use crate::library::understanding::dictionary::Dictionary;
use crate::library::understanding::pattern::{Part, Pattern, Row};

/// Words that `..` and `...` pass over.
const SHORT_GAP: usize = 4;
const LONG_GAP: usize = 12;

/// Something wrong at a byte of the pattern.
pub(super) struct Problem {
    pub at: usize,
    pub what: String,
    pub hint: String,
}

/// The words of a text as a message is split: small letters, no apostrophes.
pub(super) fn words(text: &str) -> Vec<String> {
    let plain: String = text.to_lowercase().chars().filter(|c| !matches!(c, '\'' | '’')).collect();
    plain.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

pub(super) fn read(text: &str, place: Place, dictionary: &mut Dictionary) -> Result<Pattern, Problem> {
    let mut reader = Reader { text, at: 0, dictionary };
    let mut all = Vec::new();
    loop {
        let row = reader.row()?;
        if !row.iter().any(|part| !matches!(part, Part::Gap(_) | Part::Start | Part::End | Part::Maybe(_))) {
            return Err(reader.problem("there is no word here that must be said", "a pattern needs a word or a {list}"));
        }
        all.push(row);
        match reader.next() {
            None => break,
            Some('&') => reader.at += 1,
            Some(other) => return Err(reader.problem(&format!("`{other}` has no partner"), "")),
        }
    }
    Ok(Pattern { all, needs: Vec::new(), text: text.to_owned(), place })
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    dictionary: &'a mut Dictionary,
}

impl Reader<'_> {
    fn problem(&self, what: &str, hint: &str) -> Problem {
        Problem { at: self.at, what: what.to_owned(), hint: hint.to_owned() }
    }

    fn next(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self.text[self.at..].chars().next()
    }

    fn row(&mut self) -> Result<Row, Problem> {
        let mut row = Row::new();
        while let Some(c) = self.next() {
            let part = match c {
                '&' | '|' | ')' => break,
                '{' => self.list()?,
                '(' => self.either()?,
                '^' => self.sign(Part::Start),
                '$' => self.sign(Part::End),
                '.' => self.gap()?,
                _ => self.word(&mut row)?,
            };
            let maybe = self.text[self.at..].starts_with('?');
            self.at += usize::from(maybe);
            row.push(if maybe { Part::Maybe(Box::new(part)) } else { part });
        }
        Ok(row)
    }

    fn sign(&mut self, part: Part) -> Part {
        self.at += 1;
        part
    }

    fn gap(&mut self) -> Result<Part, Problem> {
        let points = self.text[self.at..].bytes().take_while(|byte| *byte == b'.').count();
        let gap = match points {
            2 => SHORT_GAP,
            3 => LONG_GAP,
            _ => return Err(self.problem("a gap is written `..` or `...`", "up to 4 words, or up to 12")),
        };
        self.at += points;
        Ok(Part::Gap(gap))
    }

    fn list(&mut self) -> Result<Part, Problem> {
        let Some(end) = self.text[self.at..].find('}') else {
            return Err(self.problem("a `{` without its `}`", "a list is named as in {site} or {site=calf}"));
        };
        let inside = &self.text[self.at + 1..self.at + end];
        let (name, value) = inside.split_once('=').map_or((inside, None), |(name, value)| (name, Some(value)));
        let Some(list) = self.dictionary.list(name) else {
            let hint = suggest::among(name, self.dictionary.list_names());
            return Err(self.problem(&format!("there is no list `{name}`"), &hint));
        };
        let part = match value {
            None => Part::List(list),
            Some(value) => match self.dictionary.value_of(list, value) {
                Some(value) => Part::Value(list, value),
                None => {
                    let known = self.dictionary.values(list).iter().map(String::as_str);
                    let hint = suggest::among(value, known);
                    return Err(self.problem(&format!("list `{name}` has no value `{value}`"), &hint));
                }
            },
        };
        self.at += end + 1;
        Ok(part)
    }

    fn either(&mut self) -> Result<Part, Problem> {
        let start = self.at;
        let mut rows = Vec::new();
        loop {
            self.at += 1;
            let row = self.row()?;
            if row.is_empty() {
                return Err(self.problem("an alternative is empty", "write what may be left out as `word?`"));
            }
            rows.push(row);
            match self.next() {
                Some('|') => {}
                Some(')') => break,
                _ => {
                    self.at = start;
                    return Err(self.problem("a `(` without its `)`", "alternatives are written (one|two words|three)"));
                }
            }
        }
        self.at += 1;
        Ok(Part::Either(rows))
    }

    /// One piece between blanks; with a hyphen it is more than one word, and the last is returned.
    fn word(&mut self, row: &mut Row) -> Result<Part, Problem> {
        let ends = |c: char| c.is_whitespace() || "{}()|&?$^.".contains(c);
        let rest = &self.text[self.at..];
        let piece = &rest[..rest.find(ends).unwrap_or(rest.len())];
        let mut found = words(piece);
        let Some(last) = found.pop() else {
            let what = format!("`{}` is no word", rest.chars().next().unwrap_or(' '));
            return Err(self
                .problem(&what, "a pattern is made of words, {lists}, (alternatives|of words), `..`, `&`, `^`, `$`"));
        };
        self.at += piece.len();
        row.extend(found.iter().map(|word| Part::Word(self.dictionary.add_word(word))));
        Ok(Part::Word(self.dictionary.add_word(&last)))
    }
}
