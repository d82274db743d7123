//! What free words told of the list: "started magnesium 300mg yesterday", "stopped the statin on monday".
//!
//! Words without a day, a dose or a beginning ("I take a statin") tell a fact and no line of the list.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::change::{list, next_number};
use super::kept::{Day, Medicine};
use super::when::{self, Refused};
use super::{FINDING, LONGEST, MOST, today};
use crate::engine::exchange::Exchange;
use crate::engine::reply::normalise;
use crate::engine::understanding::meaning::Meaning;
use crate::engine::understanding::understand;
use crate::ids::FindingKey;
use crate::library::Library;
use crate::library::value::{Findings, Value};

/// The list of `understanding/` whose values are those of the finding.
const LIST: &str = "medicine";
/// A day is said in at most so many words.
const MOST_WORDS: usize = 5;
/// "today".
const SHORTEST_NAME: usize = 5;
/// A date in digits, with its year.
const SHORTEST_DATE: usize = 8;

/// An amount, how often, when in the day; behind the name or before it.
const AMOUNT: &str = r"\d+(?:[.,/]\d+)?\s?(?:mg|mcg|µg|ug|g|ml|iu|units?|tablets?|pills?|capsules?|drops|puffs?|%)";
const OFTEN: &str = r"(?:at night|at bedtime|(?:in|every) the (?:morning|evening)|every (?:day|night|morning|evening)|(?:once|twice|three times) (?:a day|daily)|a day|daily|per day)";
static BEHIND: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"(?i)^(?:[ ,]*{AMOUNT}\b)?(?:[ ,]*{OFTEN}\b)*")).ok());
static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&format!(r"(?i)\b{AMOUNT}\s+(?:of\s+)?$")).ok());
/// An amount in the middle of other words is no part of a day.
static UNITS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&format!(r"\b{AMOUNT}\b")).ok());
static BEGINS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:start(?:ed|ing)?|began|begun|put (?:me )?on|prescribed|switched (?:me )?to|gave me)\b").ok()
});

/// What words told of the list.
#[derive(Debug, PartialEq)]
pub enum Told {
    /// Nothing that the list would hold.
    Nothing,
    /// These lines, as they are now.
    Lines(Vec<Medicine>),
    /// A day that cannot be: nothing may be written. The phrase that says so.
    Refused(&'static str),
}

/// Reads the words with what was understood of them: kinds that are taken, and kinds that no longer are.
pub fn told(ex: &mut Exchange<'_>, text: &str, taken: &Findings, gone: &Findings) -> Told {
    if !ex.chat.about.is_writer() {
        return Told::Nothing;
    }
    let (taken, gone) = (kinds_of(taken), kinds_of(gone));
    if taken.is_empty() && gone.is_empty() {
        return Told::Nothing;
    }
    let day = match day_in(&normalise(text), today(ex)).transpose() {
        Ok(day) => day,
        Err(refused) => return Told::Refused(refused.phrase()),
    };
    let mut lines = Vec::new();
    for kind in &taken {
        lines.extend(begun(ex, text, kind, day));
    }
    for kind in &gone {
        match stopped(ex, text, kind, day) {
            Ok(line) => lines.extend(line),
            Err(refused) => return Told::Refused(refused.phrase()),
        }
    }
    if lines.is_empty() { Told::Nothing } else { Told::Lines(lines) }
}

fn kinds_of(findings: &Findings) -> BTreeSet<String> {
    match findings.get(&FindingKey::from(FINDING)) {
        Some(Value::Words(words)) => words.clone(),
        _ => BTreeSet::new(),
    }
}

/// One that is taken: a new line, or the one that is there with what was told of it.
fn begun(ex: &mut Exchange<'_>, text: &str, kind: &str, day: Option<Day>) -> Option<Medicine> {
    let named = named(ex.library, text, kind);
    let has_dose = named.as_ref().is_some_and(|named| named.has_dose);
    let begins = BEGINS.as_ref().is_some_and(|begins| begins.is_match(&normalise(text)));
    if day.is_none() && !has_dose && !begins {
        return None;
    }
    let words = named.map_or_else(|| kind.replace('_', " "), |named| named.text);
    let began = day.unwrap_or_default();
    if let Some(there) = of_kind(ex, text, kind) {
        let text = if has_dose { words } else { there.text };
        let began = if day.is_some() { began } else { there.began };
        return Some(Medicine { text, began, ..there });
    }
    if ex.chat.medicines.len() >= MOST {
        return None;
    }
    let (number, kinds) = (next_number(ex), BTreeSet::from([kind.to_owned()]));
    Some(Medicine { number, text: words, kinds, began, ended: None, removed: false })
}

/// One that is no longer taken: its line; one that no line stood for only where a day was said.
fn stopped(ex: &mut Exchange<'_>, text: &str, kind: &str, day: Option<Day>) -> Result<Option<Medicine>, Refused> {
    let ended = Some(day.unwrap_or_default());
    if let Some(there) = of_kind(ex, text, kind) {
        let is_possible = when::in_order(there.began, day.unwrap_or_default());
        return if is_possible { Ok(Some(Medicine { ended, ..there })) } else { Err(Refused::BeforeStart) };
    }
    if day.is_none() || ex.chat.medicines.len() >= MOST {
        return Ok(None);
    }
    let words = named(ex.library, text, kind).map_or_else(|| kind.replace('_', " "), |named| named.text);
    let (number, kinds) = (next_number(ex), BTreeSet::from([kind.to_owned()]));
    Ok(Some(Medicine { number, text: words, kinds, began: Day::Unsure, ended, removed: false }))
}

/// The line of a kind that is taken: the only one, or the one whose first word was said.
fn of_kind(ex: &Exchange<'_>, text: &str, kind: &str) -> Option<Medicine> {
    let of_kind: Vec<Medicine> =
        list(ex).into_iter().filter(|one| one.is_taken() && one.kinds.contains(kind)).collect();
    let said = normalise(text);
    let is_said = |one: &&Medicine| normalise(&one.text).split(' ').next().is_some_and(|name| said.contains(name));
    match of_kind.as_slice() {
        [only] => Some(only.clone()),
        several => several.iter().find(is_said).cloned(),
    }
}

/// A name as it was typed, with its dose.
struct Named {
    text: String,
    has_dose: bool,
}

/// The name of a kind in the words, with the dose that stands beside it.
fn named(library: &Library, text: &str, kind: &str) -> Option<Named> {
    let (from, to) = place_of(library, text, kind)?;
    let behind = BEHIND.as_ref()?.find(text.get(to..)?).map_or("", |found| found.as_str());
    let head = text.get(..from)?;
    let start = BEFORE.as_ref()?.find(head).filter(|_| behind.trim().is_empty()).map_or(from, |found| found.start());
    let name = text.get(start..to + behind.len())?.trim();
    let has_dose = name.chars().any(|c| c.is_ascii_digit());
    Some(Named { text: name.chars().take(LONGEST).collect(), has_dose })
}

/// Whether an amount of a medicine is said.
pub(super) fn has_dose(text: &str) -> bool {
    UNITS.as_ref().is_some_and(|units| units.is_match(&text.to_lowercase()))
}

/// Where the longest name of a kind stands, in bytes.
fn place_of(library: &Library, text: &str, kind: &str) -> Option<(usize, usize)> {
    let said = text.to_ascii_lowercase();
    let places = names(library).filter(|(known, _)| *known == kind).filter_map(|(_, name)| {
        let from = whole_word(&said, &name)?;
        Some((from, from + name.len()))
    });
    places.max_by_key(|(from, to)| to - from)
}

fn whole_word(said: &str, name: &str) -> Option<usize> {
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    said.match_indices(name)
        .map(|(from, _)| from)
        .find(|from| is_edge(said[..*from].chars().next_back()) && is_edge(said[from + name.len()..].chars().next()))
}

/// The names that the word lists know, each with its kind.
fn names(library: &Library) -> impl Iterator<Item = (&str, String)> {
    let dictionary = &library.patterns.dictionary;
    let list = dictionary.list(LIST);
    dictionary.phrases().filter(move |phrase| Some(phrase.list) == list).map(|phrase| {
        let words: Vec<&str> = phrase.words.iter().map(|word| dictionary.text(*word)).collect();
        (dictionary.value(phrase.list, phrase.value), words.join(" "))
    })
}

/// The kinds that a name with its dose stands for; a misspelt one as the reader of free words takes it.
pub(super) fn kinds(library: &Library, text: &str) -> BTreeSet<String> {
    let said = text.to_ascii_lowercase();
    let known = names(library).filter(|(_, name)| whole_word(&said, name).is_some());
    let known: BTreeSet<String> = known.map(|(kind, _)| kind.to_owned()).collect();
    if !known.is_empty() {
        return known;
    }
    match understand(&format!("i take {text}"), library) {
        Meaning::ProfileUpdate { findings, .. } => kinds_of(&findings),
        _ => known,
    }
}

/// A day anywhere in the words: the last one said, in as many words as belong to it.
fn day_in(said: &str, today: Date) -> Option<Result<Day, Refused>> {
    let said = UNITS.as_ref().map_or(said.into(), |units| units.replace_all(said, ", $0,"));
    said.split(',').rev().find_map(|part| day_in_part(part, today))
}

fn day_in_part(part: &str, today: Date) -> Option<Result<Day, Refused>> {
    let words: Vec<&str> = part.split_whitespace().collect();
    (1..=words.len()).rev().find_map(|end| {
        let starts = end.saturating_sub(MOST_WORDS)..end;
        starts.filter_map(|start| words.get(start..end)).find_map(|some| day_of(some, today))
    })
}

/// "2.5" is a dose, "sat" a verb, "may" a guess: a short name, a month or a year says when only behind "since" or "in".
fn day_of(words: &[&str], today: Date) -> Option<Result<Day, Refused>> {
    let (lead, rest) = match words {
        [lead @ ("since" | "in" | "on" | "from"), rest @ ..] if !rest.is_empty() => (Some(*lead), rest),
        all => (None, all),
    };
    let said = rest.join(" ");
    let is_year = said.len() == 4 && matches!(lead, Some("since" | "in"));
    let has_letters = said.chars().any(char::is_alphabetic);
    let is_short = lead.is_none() && rest.len() == 1 && said.len() < SHORTEST_NAME;
    if is_short || !has_letters && !is_year && said.len() < SHORTEST_DATE {
        return None;
    }
    when::read(&said, today).filter(|day| lead.is_some() || !matches!(day, Ok(Day::Month(_) | Day::Year(_))))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as on;

    use super::{Day, day_in};

    #[test]
    fn a_day_inside_other_words() {
        let today = on(2026, 11, 22);
        let cases = [
            ("started magnesium 300mg yesterday", Some(Day::On(on(2026, 11, 21)))),
            ("stopped the statin on monday", Some(Day::On(on(2026, 11, 16)))),
            ("3 weeks ago i started bisoprolol 2.5 mg", Some(Day::About(on(2026, 11, 1)))),
            ("on ramipril since march", Some(Day::Month(on(2026, 3, 1)))),
            ("taking warfarin since 2019", Some(Day::Year(on(2019, 1, 1)))),
            ("began lisinopril 3 nov, 10 mg", Some(Day::On(on(2026, 11, 3)))),
            ("began lisinopril 3 nov 10 mg", Some(Day::On(on(2026, 11, 3)))),
            ("started bisoprolol 2.5 mg", None),
            ("i may start magnesium", None),
            ("i am on 2000 iu", None),
            ("sat down and took it", None),
        ];
        for (said, day) in cases {
            assert_eq!(day_in(said, today), day.map(Ok), "{said}");
        }
    }
}
