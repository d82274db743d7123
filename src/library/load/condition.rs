//! Reads a condition: a string leaf such as `age_years >= 50`, or a table with one of five keys.
//!
//! Every comparison is held against the vocabulary here, so that later code never meets a wrong type.

use std::collections::BTreeSet;

use toml::de::DeValue;

use super::page::Page;
use super::suggest;
use super::table::{self, Entry, Table, Text};
use crate::ids::FindingKey;
use crate::library::condition::{Condition, Leaf, Test};
use crate::library::value::Value;
use crate::library::vocabulary::{Finding, Kind, Vocabulary};

const KEYS: &str =
    "a condition is \"finding\", \"finding >= 2\", or a table with one of all, any, not, at_least, points";

/// `None` after a mistake.
pub(super) fn read(page: &mut Page<'_>, vocabulary: &Vocabulary, what: &str, entry: &Entry<'_>) -> Option<Condition> {
    match entry.get_ref() {
        DeValue::String(text) => leaf(page, vocabulary, what, &Text { text, span: entry.span() }).map(Condition::Is),
        DeValue::Table(inner) => read_table(page, vocabulary, Table::new(what, entry.span().start, inner)),
        other => {
            page.wrong(entry.span().start, format!("{what}: {} is no condition", table::type_of(other)), KEYS);
            None
        }
    }
}

fn read_table(page: &mut Page<'_>, vocabulary: &Vocabulary, mut table: Table<'_>) -> Option<Condition> {
    let what = table.name.clone();
    let keys = table.rest();
    let [(key, entry)] = keys.as_slice() else {
        let found = keys.iter().map(|(key, _)| key.text).collect::<Vec<_>>().join(", ");
        let found = if found.is_empty() { "an empty table".to_owned() } else { format!("several keys ({found})") };
        page.wrong(table.at, format!("{what}: {found} in one condition"), KEYS);
        return None;
    };
    match key.text {
        "all" => parts(page, vocabulary, &what, entry).map(Condition::All),
        "any" => parts(page, vocabulary, &what, entry).map(Condition::Any),
        "not" => read(page, vocabulary, &what, entry).map(|part| Condition::Not(Box::new(part))),
        "at_least" | "points" => {
            let inner = Table::of(page, what, key.span.start, entry)?;
            if key.text == "points" { points(page, vocabulary, inner) } else { at_least(page, vocabulary, inner) }
        }
        other => {
            let hint = suggest::among(other, ["all", "any", "not", "at_least", "points"]);
            page.wrong(key.span.start, format!("{what}: `{other}` is no condition"), hint);
            None
        }
    }
}

fn parts(page: &mut Page<'_>, vocabulary: &Vocabulary, what: &str, entry: &Entry<'_>) -> Option<Vec<Condition>> {
    let DeValue::Array(list) = entry.get_ref() else {
        let found = table::type_of(entry.get_ref());
        page.wrong(
            entry.span().start,
            format!("{what}: a list of conditions is needed, not {found}"),
            "write [\"…\", \"…\"]",
        );
        return None;
    };
    if list.is_empty() {
        page.wrong(entry.span().start, format!("{what}: an empty list of conditions"), "");
    }
    let read: Vec<Option<Condition>> = list.iter().map(|part| read(page, vocabulary, what, part)).collect();
    read.into_iter().collect()
}

fn at_least(page: &mut Page<'_>, vocabulary: &Vocabulary, mut table: Table<'_>) -> Option<Condition> {
    let what = table.name.clone();
    let keys = table.rest();
    let count = |key: &Text<'_>| key.text.parse::<usize>().ok().filter(|count| *count > 0);
    let [(key, entry)] = keys.as_slice() else {
        page.wrong(
            table.at,
            format!("{what}: `at_least` takes one count"),
            "write { at_least = { 2 = [\"…\", \"…\"] } }",
        );
        return None;
    };
    let Some(count) = count(key) else {
        page.wrong(
            key.span.start,
            format!("{what}: `{}` is no count", key.text),
            "write { at_least = { 2 = [\"…\"] } }",
        );
        return None;
    };
    let parts = parts(page, vocabulary, &what, entry)?;
    if parts.len() < count {
        page.wrong(key.span.start, format!("{what}: at least {count} of {} can never hold", parts.len()), "");
    }
    Some(Condition::AtLeast(count, parts))
}

fn points(page: &mut Page<'_>, vocabulary: &Vocabulary, mut table: Table<'_>) -> Option<Condition> {
    let what = table.name.clone();
    let needed = table.count(page, "at_least");
    let of = table.table(page, "of");
    let (Some(needed), Some(mut of)) = (needed, of) else {
        page.wrong(
            table.at,
            format!("{what}: `points` needs `at_least` and `of`"),
            "write { at_least = 2, of = { finding = 1 } }",
        );
        return None;
    };
    table.finish(page);
    let mut leaves = Vec::new();
    for (key, entry) in of.rest() {
        let points = table::count_of(page, &format!("{what}: the points of `{}`", key.text), entry);
        if let (Some(leaf), Some(points)) = (leaf(page, vocabulary, &what, &key), points) {
            leaves.push((leaf, points));
        }
    }
    let most: u32 = leaves.iter().map(|(_, points)| points).sum();
    if most < needed {
        page.wrong(of.at, format!("{what}: {needed} points can never be reached, all together are {most}"), "");
    }
    Some(Condition::Points { at_least: needed, of: leaves })
}

/// `key`, `key OP value`.
fn leaf(page: &mut Page<'_>, vocabulary: &Vocabulary, what: &str, text: &Text<'_>) -> Option<Leaf> {
    let (key, rest) = split_word(text.text, |c: char| c.is_ascii_alphanumeric() || c == '_');
    let at = |page: &Page<'_>, part: &str| page.inside(&text.span, text.text, offset(text.text, part));
    if vocabulary.unreadable.contains(key) {
        return None;
    }
    let Some(finding) = vocabulary.findings.get(key) else {
        let at = at(page, key);
        let hint = suggest::among(key, vocabulary.findings.keys().map(FindingKey::as_str));
        page.wrong(at, format!("{what}: unknown finding `{}`", if key.is_empty() { text.text } else { key }), hint);
        return None;
    };
    let (operator, value) = split_operator(rest);
    match test(finding, operator, value) {
        Ok(test) => Some(Leaf { key: finding.key.clone(), test }),
        Err((part, wrong, hint)) => {
            let at = at(page, if part.is_empty() { key } else { part });
            page.wrong(at, format!("{what}: {wrong}"), hint);
            None
        }
    }
}

type Wrong<'t> = (&'t str, String, String);

fn test<'t>(finding: &Finding, operator: &'t str, value: &'t str) -> Result<Test, Wrong<'t>> {
    let key = &finding.key;
    let unfit = |what: String, hint: &str| Err((operator, what, hint.to_owned()));
    match operator {
        "" if !value.is_empty() => Err((value, format!("`{value}` is no comparison"), OPERATORS.to_owned())),
        "" if finding.kind == Kind::Bool => Ok(Test::Present),
        "" => unfit(format!("`{key}` is {}, not yes or no", finding.kind_name()), &alone(finding)),
        _ if !["=", "!=", ">=", "<=", "has"].contains(&operator) => {
            unfit(format!("`{operator}` is no comparison"), OPERATORS)
        }
        _ if value.is_empty() => unfit(format!("`{key} {operator}` compares with nothing"), "add a value"),
        "=" => same(finding, value).map(Test::Equals),
        "!=" => same(finding, value).map(Test::Differs),
        ">=" => bound(finding, operator, value).map(Test::AtLeast),
        "<=" => bound(finding, operator, value).map(Test::AtMost),
        _ => match &finding.kind {
            Kind::Multi { values } if values.iter().any(|known| known == value) => Ok(Test::Has(value.to_owned())),
            Kind::Multi { .. } => Err(unknown_value(finding, value)),
            other => unfit(format!("`has` looks into a list, and `{key}` is {}", other.name()), "use ="),
        },
    }
}

const OPERATORS: &str = "comparisons are =, !=, >=, <= and has";

fn bound<'t>(finding: &Finding, operator: &'t str, value: &'t str) -> Result<f64, Wrong<'t>> {
    if !matches!(finding.kind, Kind::Int { .. } | Kind::Float { .. }) {
        let what = format!("`{operator}` compares numbers, and `{}` is {}", finding.key, finding.kind_name());
        return Err((operator, what, "use = or !=".to_owned()));
    }
    number(finding, value)
}

fn number<'t>(finding: &Finding, value: &'t str) -> Result<f64, Wrong<'t>> {
    let Ok(number) = value.parse::<f64>() else {
        return Err((value, format!("`{value}` is no number, and `{}` is one", finding.key), String::new()));
    };
    if finding.accepts(&Value::Number(number)) {
        return Ok(number);
    }
    Err((value, format!("{value} is outside of `{}`", finding.key), finding.range_in_words()))
}

fn same<'t>(finding: &Finding, value: &'t str) -> Result<Value, Wrong<'t>> {
    match &finding.kind {
        Kind::Bool => match value {
            "true" | "yes" => Ok(Value::Flag(true)),
            "false" | "no" => Ok(Value::Flag(false)),
            _ => Err((value, format!("`{}` is true or false, not `{value}`", finding.key), String::new())),
        },
        Kind::Int { .. } | Kind::Float { .. } => number(finding, value).map(Value::Number),
        Kind::Choice { values } if values.iter().any(|known| known == value) => Ok(Value::Word(value.to_owned())),
        Kind::Multi { .. } if value == "none" => Ok(Value::Words(BTreeSet::new())),
        Kind::Multi { .. } => {
            let hint = format!("write `{} has {value}`, or compare with none", finding.key);
            Err((value, format!("`{}` is a list of several", finding.key), hint))
        }
        Kind::Choice { .. } => Err(unknown_value(finding, value)),
        Kind::Text { .. } => {
            Err((value, format!("`{}` is free text and cannot be compared", finding.key), String::new()))
        }
    }
}

fn unknown_value<'t>(finding: &Finding, value: &'t str) -> Wrong<'t> {
    let hint = suggest::among(value, finding.value_names());
    (value, format!("`{}` has no value `{value}`", finding.key), hint)
}

/// How to ask a finding that is no bool whether it is there.
fn alone(finding: &Finding) -> String {
    let key = &finding.key;
    match &finding.kind {
        Kind::Bool => String::new(),
        Kind::Int { .. } | Kind::Float { .. } => format!("write `{key} >= 1`"),
        Kind::Choice { values } if values.iter().any(|value| value == "none") => format!("write `{key} != none`"),
        Kind::Choice { values } => format!("write `{key} = {}`", values.first().map_or("", String::as_str)),
        Kind::Multi { .. } => format!("write `{key} != none` or `{key} has …`"),
        Kind::Text { .. } => "free text cannot be compared".to_owned(),
    }
}

fn split_word(text: &str, belongs: impl Fn(char) -> bool) -> (&str, &str) {
    let text = text.trim_start();
    let end = text.find(|c: char| !belongs(c)).unwrap_or(text.len());
    text.split_at(end)
}

fn split_operator(rest: &str) -> (&str, &str) {
    let rest = rest.trim();
    let (operator, value) = match split_word(rest, |c| "=!<>".contains(c)) {
        ("", _) => split_word(rest, |c| c.is_ascii_alphanumeric() || c == '_'),
        symbols => symbols,
    };
    (operator, value.trim())
}

/// Where a part of a string begins in it.
fn offset(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize).min(whole.len())
}
