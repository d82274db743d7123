//! What can be changed about an entry, and which answers each takes: as buttons and as typed words.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::list::length;
use crate::engine::exchange::Exchange;
use crate::engine::question::Line;
use crate::engine::reply::{self, Reply, is_among, normalise};
use crate::ids::FindingKey;
use crate::library::value::Value;
use crate::library::vocabulary::Kind;
use crate::library::words::Blank;

/// Not sure, on a button and in its data.
pub(super) const UNSURE: &str = "_unsure";
/// Lengths offered, in minutes, as the conversations offer them.
const LENGTHS: [(&str, f64); 5] =
    [("under_1", 0.5), ("one_two", 2.0), ("three_five", 5.0), ("six_ten", 10.0), ("longer", 15.0)];
/// How long a muscle was sore afterwards, in hours.
const SORENESS: [(&str, f64); 7] =
    [("none", 0.0), ("hour", 1.0), ("hours", 4.0), ("half", 12.0), ("day", 24.0), ("days", 48.0), ("longer", 96.0)];
/// The ends of the scales of pain and of disturbed sleep.
const SCALE: (u8, u8) = (0, 10);
/// On the button that says that nothing was tried.
const NOTHING: &str = "nothing";

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    When,
    Where,
    Side,
    Pain,
    Minutes,
    Sleep,
    Sore,
    Tried,
    Note,
}

/// What typed words say about a field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said {
    Value(Value),
    Skip,
    Back,
    OutOfRange,
    Unclear,
}

impl Field {
    pub(super) const ALL: [Field; 9] = [
        Field::When,
        Field::Where,
        Field::Side,
        Field::Pain,
        Field::Minutes,
        Field::Sleep,
        Field::Sore,
        Field::Tried,
        Field::Note,
    ];
    /// What a cramp has and a check-up has not.
    pub(super) const OF_CRAMPS: [Field; 5] = [Field::When, Field::Minutes, Field::Sleep, Field::Sore, Field::Tried];
    /// Asked one after the other of an entry that was just added.
    const ASKED: [Field; 4] = [Field::Where, Field::Side, Field::Pain, Field::Minutes];

    pub(super) fn name(self) -> &'static str {
        match self {
            Field::When => "when",
            Field::Where => "where",
            Field::Side => "side",
            Field::Pain => "pain",
            Field::Minutes => "minutes",
            Field::Sleep => "sleep",
            Field::Sore => "sore",
            Field::Tried => "tried",
            Field::Note => "note",
        }
    }

    pub(super) fn named(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.name() == name)
    }

    /// The finding that holds it; the time and the note are no findings.
    pub(super) fn finding(self) -> Option<FindingKey> {
        let key = match self {
            Field::Where => "cramp_sites",
            Field::Side => "side",
            Field::Pain => "pain_score",
            Field::Minutes => "duration_minutes",
            Field::Sleep => "sleep_disturbance",
            Field::Sore => "residual_pain_hours",
            Field::Tried => "measures_used",
            Field::When | Field::Note => return None,
        };
        Some(FindingKey::from(key))
    }

    /// Of an entry that was just added, the question after this one.
    pub(super) fn after(self) -> Option<Field> {
        Field::ASKED.into_iter().skip_while(|field| *field != self).nth(1)
    }

    /// The first of them.
    pub(super) fn first() -> Field {
        Field::ASKED[0]
    }

    /// Whether typed numbers are amounts and not numbers of lines.
    pub(super) fn is_amount(self) -> bool {
        matches!(self, Field::When | Field::Pain | Field::Minutes | Field::Sleep | Field::Sore | Field::Note)
    }

    /// Whether its answers are numbers on a scale.
    pub(super) fn is_scale(self) -> bool {
        matches!(self, Field::Pain | Field::Sleep)
    }

    pub(super) fn unclear(self) -> &'static str {
        match self {
            Field::When => "when-unclear",
            Field::Where | Field::Side | Field::Tried | Field::Note => "edit-unclear",
            Field::Pain | Field::Sleep => "edit-unclear-pain",
            Field::Sore => "edit-unclear-sore",
            Field::Minutes => "edit-unclear-minutes",
        }
    }
}

/// The answers that are offered, each with the value it stands for.
pub(super) fn lines(ex: &Exchange<'_>, field: Field) -> Vec<Line> {
    match field {
        Field::Where => values(ex, field).into_iter().map(|name| where_line(ex, name)).collect(),
        Field::Side => values(ex, field).into_iter().map(|name| side_line(ex, name)).collect(),
        Field::Pain | Field::Sleep => (SCALE.0..=SCALE.1)
            .map(|pain| new_line(pain.to_string(), pain.to_string(), Value::Number(f64::from(pain))))
            .collect(),
        Field::Minutes => LENGTHS
            .iter()
            .map(|(name, minutes)| {
                let label = ex.phrase("button-length", &[("length", Blank::Text(name))]);
                new_line((*name).to_owned(), label, Value::Number(*minutes))
            })
            .collect(),
        Field::Sore => SORENESS
            .iter()
            .map(|(name, hours)| {
                let label = ex.phrase("button-sore", &[("sore", Blank::Text(name))]);
                new_line((*name).to_owned(), label, Value::Number(*hours))
            })
            .collect(),
        Field::Tried => {
            let nothing = ex.phrase("entry-tried", &[("tried", Blank::Text(NOTHING))]);
            let nothing = new_line(NOTHING.to_owned(), nothing, Value::Words(BTreeSet::new()));
            let lines = values(ex, field).into_iter().map(|name| tried_line(ex, name));
            lines.chain([nothing]).collect()
        }
        Field::When | Field::Note => Vec::new(),
    }
}

fn new_line(item: String, label: String, value: Value) -> Line {
    Line { item, label: capital(&label), value: Some(value), also: Vec::new() }
}

fn where_line(ex: &Exchange<'_>, name: &str) -> Line {
    let label = ex.phrase("entry-site", &[("site", Blank::Text(name))]);
    new_line(name.to_owned(), label, Value::Words([name.to_owned()].into()))
}

fn side_line(ex: &Exchange<'_>, name: &str) -> Line {
    let label = ex.phrase("entry-side", &[("side", Blank::Text(name))]);
    new_line(name.to_owned(), label, Value::Word(name.to_owned()))
}

/// What was tried, also in the words that the conversations take for it.
fn tried_line(ex: &Exchange<'_>, name: &str) -> Line {
    let label = ex.phrase("entry-tried", &[("tried", Blank::Text(name))]);
    let finding = Field::Tried.finding();
    let nodes = ex.library.dialogues.values().flat_map(|dialogue| &dialogue.nodes);
    let asking = nodes.filter(|node| finding.as_ref().is_some_and(|key| node.findings().contains(key)));
    let choices = asking.flat_map(|node| node.choices()).filter(|choice| choice.id.as_str() == name);
    let also = choices.flat_map(|choice| choice.also.iter().cloned()).chain([name.replace('_', " ")]).collect();
    Line { also, ..new_line(name.to_owned(), label, Value::Words([name.to_owned()].into())) }
}

/// The names that the vocabulary has for a choice.
fn values<'a>(ex: &Exchange<'a>, field: Field) -> Vec<&'a str> {
    let finding = field.finding().and_then(|key| ex.library.vocabulary.finding(&key));
    match finding.map(|finding| &finding.kind) {
        Some(Kind::Choice { values } | Kind::Multi { values }) => values.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

fn capital(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The value on a button; absent for one that the vocabulary does not take.
pub(super) fn value(ex: &Exchange<'_>, field: Field, item: &str) -> Option<Value> {
    if item == UNSURE {
        return field.finding().map(|_| Value::Unsure);
    }
    lines(ex, field).into_iter().find(|line| line.item == item)?.value
}

/// Reads typed words as an answer about a field that is a finding.
pub(super) fn read(ex: &Exchange<'_>, field: Field, text: &str) -> Said {
    let said = normalise(text);
    let among = |phrase: &str| is_among(&said, phrase);
    if among(&ex.phrase("typed-unsure", &[])) {
        return Said::Value(Value::Unsure);
    }
    if among(&ex.phrase("typed-skip", &[])) {
        return Said::Skip;
    }
    if among(&ex.phrase("typed-back", &[])) || among(&ex.phrase("typed-stop", &[])) {
        return Said::Back;
    }
    let lines = lines(ex, field);
    if let Some(item) = reply::exact_line(&said, &lines) {
        return lines
            .into_iter()
            .find(|line| line.item == item)
            .and_then(|line| line.value)
            .map_or(Said::Unclear, Said::Value);
    }
    let read = match field {
        Field::Pain | Field::Sleep => reply::number(&said, f64::from(SCALE.0), f64::from(SCALE.1)),
        Field::Minutes => reply::length(&said, 1.0),
        Field::Sore => reply::length(&said, 60.0),
        Field::Where | Field::Tried => return several(ex, field, &said, &lines),
        Field::Side | Field::When | Field::Note => Reply::Unclear,
    };
    let accepts = |value: &Value| {
        field
            .finding()
            .and_then(|key| ex.library.vocabulary.finding(&key))
            .is_some_and(|finding| finding.accepts(value))
    };
    match read {
        Reply::Number(number) if field == Field::Sore && accepts(&Value::Number(number)) => {
            Said::Value(Value::Number((number * 10.0).round() / 10.0))
        }
        Reply::Number(number) if accepts(&Value::Number(number)) => Said::Value(Value::Number(number)),
        Reply::Number(_) | Reply::OutOfRange => Said::OutOfRange,
        _ => Said::Unclear,
    }
}

/// "calf, foot and toes": every part must be known.
fn several(ex: &Exchange<'_>, field: Field, said: &str, lines: &[Line]) -> Said {
    let said = said.replace(" and ", ",");
    let found: Option<Vec<&Line>> = said
        .split([',', ';', '+', '&'])
        .map(|part| reply::exact_line(part.trim(), lines).and_then(|item| lines.iter().find(|line| line.item == item)))
        .collect();
    let accepted = found
        .filter(|lines| lines.len() == 1 || lines.iter().all(|line| line.item != NOTHING))
        .map(|lines| lines.into_iter().map(|line| line.item.clone()).collect());
    let accepted = accepted.map(Value::Words).filter(|value| {
        field.finding().and_then(|key| ex.library.vocabulary.finding(&key)).is_some_and(|it| it.accepts(value))
    });
    accepted.map_or(Said::Unclear, Said::Value)
}

/// How a value stands in a line: `calf, foot`, `7 of 10`, `5 minutes`.
pub(super) fn in_words(ex: &Exchange<'_>, field: Field, value: &Value) -> String {
    match (field, value) {
        (_, Value::Unsure) => ex.phrase("entry-not-sure", &[]),
        (_, Value::Words(words)) if words.is_empty() => ex.phrase("entry-none", &[]),
        (_, Value::Words(words)) => {
            let (phrase, blank) = if field == Field::Tried { ("entry-tried", "tried") } else { ("entry-site", "site") };
            let words = words.iter().map(|word| ex.phrase(phrase, &[(blank, Blank::Text(word))]));
            words.collect::<Vec<_>>().join(", ")
        }
        (_, Value::Word(word)) => ex.phrase("entry-side", &[("side", Blank::Text(word))]),
        (Field::Minutes, Value::Number(minutes)) => length(ex, *minutes),
        (Field::Sore, Value::Number(hours)) if *hours <= 0.0 => ex.phrase("entry-none", &[]),
        (Field::Sore, Value::Number(hours)) if *hours < 1.0 => ex.phrase("entry-under-an-hour", &[]),
        (Field::Sore, Value::Number(hours)) => ex.phrase("amount-hours", &[("number", Blank::Number(hours.round()))]),
        (_, Value::Number(pain)) => ex.phrase("entry-of-ten", &[("pain", Blank::Number(*pain))]),
        (_, Value::Flag(_)) => String::new(),
    }
}
