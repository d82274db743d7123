//! Reads what a node offers: choices, the items of a check, the buttons of a number.
//!
//! Labels go to the texts, values are held against the finding.

use std::collections::BTreeSet;

use toml::de::DeValue;

use super::dialogue::{Known, keep};
use super::page::Page;
use super::suggest;
use super::table::{self, Entry, Table, Text};
use crate::ids::{ChoiceId, FindingKey};
use crate::library::dialogue::{Choice, Item};
use crate::library::value::Value;
use crate::library::vocabulary::{Finding, Kind};

/// 64 bytes of callback data, less a conversation and a visit of ten digits each and three points.
const ID_BYTES: usize = 40;
/// What a tick on a check or a list adds to the id: its state.
const STATE_BYTES: usize = 3;
/// More facts on one screen are not read.
const MOST_ITEMS: usize = 6;

/// Choices that record nothing.
pub(super) fn plain(page: &mut Page<'_>, table: &mut Table<'_>, texts: &str) -> Vec<Choice> {
    let mut choices = Vec::new();
    for (id, entry) in entries(page, table, "choices") {
        judge_id(page, table, &id, 0);
        keep(page, &choice_name(table, &id), texts, &attribute(&id), entry);
        choices.push(Choice { id: ChoiceId::new(id.text), value: None, also: Vec::new() });
    }
    add_words(page, table, choices.iter_mut().map(|choice| (&choice.id, &mut choice.also)));
    choices
}

/// Choices whose ids are values of a finding.
pub(super) fn values(page: &mut Page<'_>, table: &mut Table<'_>, finding: &Finding, texts: &str) -> Vec<Choice> {
    let mut choices = Vec::new();
    for (id, entry) in needed(page, table, "choices") {
        judge_id(page, table, &id, STATE_BYTES);
        keep(page, &choice_name(table, &id), texts, &attribute(&id), entry);
        let value = finding.value_of(id.text);
        if value.is_none() {
            let what = table.about(&format!("choice `{}` is no value of `{}`", id.text, finding.key));
            page.wrong(id.span.start, what, suggest::among(id.text, finding.value_names()));
        }
        choices.push(Choice { id: ChoiceId::new(id.text), value, also: Vec::new() });
    }
    add_words(page, table, choices.iter_mut().map(|choice| (&choice.id, &mut choice.also)));
    choices
}

/// Choices that stand for a length of time: `{ say = "…", value = 5 }`.
pub(super) fn durations(page: &mut Page<'_>, table: &mut Table<'_>, finding: &Finding, texts: &str) -> Vec<Choice> {
    let mut choices = Vec::new();
    for (id, entry) in needed(page, table, "choices") {
        judge_id(page, table, &id, 0);
        let name = choice_name(table, &id);
        let Some(mut inner) = Table::of(page, name.clone(), id.span.start, entry) else {
            continue;
        };
        if let Some(say) = inner.need_text(page, "say") {
            page.keep(&name, texts, &attribute(&id), &say);
        }
        let value = inner.number(page, "value").map(Value::Number);
        match &value {
            None => page.wrong(id.span.start, inner.about("`value` is missing"), "say how long, in the finding's unit"),
            Some(value) if !finding.accepts(value) => {
                let what = inner.about(&format!("this value does not fit `{}`", finding.key));
                page.wrong(id.span.start, what, finding.range_in_words());
            }
            Some(_) => {}
        }
        inner.finish(page);
        choices.push(Choice { id: ChoiceId::new(id.text), value, also: Vec::new() });
    }
    add_words(page, table, choices.iter_mut().map(|choice| (&choice.id, &mut choice.also)));
    choices
}

/// The facts of a check.
pub(super) fn items(page: &mut Page<'_>, table: &mut Table<'_>, known: &Known<'_>, texts: &str) -> Vec<Item> {
    let mut items = Vec::new();
    let entries = needed(page, table, "items");
    if entries.len() > MOST_ITEMS {
        let what = table.about(&format!("{} items, at most {MOST_ITEMS} are read", entries.len()));
        page.wrong(table.at, what, "split it into two checks");
    }
    for (id, entry) in entries {
        judge_id(page, table, &id, STATE_BYTES);
        items.extend(item(page, table, known, texts, (&id, entry)));
    }
    add_words(page, table, items.iter_mut().map(|item| (&item.id, &mut item.also)));
    items
}

fn item(
    page: &mut Page<'_>,
    table: &Table<'_>,
    known: &Known<'_>,
    texts: &str,
    (id, entry): (&Text<'_>, &Entry<'_>),
) -> Option<Item> {
    let name = table.about(&format!("item `{}`", id.text));
    let (key, value) = match entry.get_ref() {
        DeValue::String(label) => {
            page.keep(&name, texts, &attribute(id), &Text { text: label, span: entry.span() });
            (id.clone(), None)
        }
        _ => {
            let mut inner = Table::of(page, name.clone(), id.span.start, entry)?;
            if let Some(say) = inner.need_text(page, "say") {
                page.keep(&name, texts, &attribute(id), &say);
            }
            let (key, value) = (inner.text(page, "finding"), inner.text(page, "value"));
            inner.finish(page);
            (key.unwrap_or_else(|| id.clone()), value)
        }
    };
    let finding = item_finding(page, known, &name, &key)?;
    let value = item_value(page, &name, finding, (&key, value))?;
    Some(Item { id: ChoiceId::new(id.text), finding: finding.key.clone(), value, also: Vec::new() })
}

fn item_finding<'k>(page: &mut Page<'_>, known: &'k Known<'_>, name: &str, key: &Text<'_>) -> Option<&'k Finding> {
    let vocabulary = known.vocabulary;
    if vocabulary.unreadable.contains(key.text) {
        return None;
    }
    let finding = vocabulary.findings.get(key.text);
    if finding.is_none() {
        let hint = suggest::among(key.text, vocabulary.findings.keys().map(FindingKey::as_str));
        page.wrong(key.span.start, format!("{name}: unknown finding `{}`", key.text), hint);
    }
    finding
}

/// What ticking the item records; never the absent value.
fn item_value(
    page: &mut Page<'_>,
    name: &str,
    finding: &Finding,
    (key, value): (&Text<'_>, Option<Text<'_>>),
) -> Option<Value> {
    let found = match (&finding.kind, &value) {
        (Kind::Bool, None) => Some(Value::Flag(true)),
        (_, Some(value)) => finding.value_of(value.text).filter(|value| finding.is_present(value)),
        (
            Kind::Int { .. } | Kind::Float { .. } | Kind::Choice { .. } | Kind::Multi { .. } | Kind::Text { .. },
            None,
        ) => None,
    };
    if found.is_none() {
        let at = value.as_ref().map_or(key.span.start, |value| value.span.start);
        let present = finding.value_names().into_iter().filter(|value| !["none", "no"].contains(value));
        let (what, hint) = match &value {
            Some(value) => {
                (format!("`{}` is no value that a tick can record", value.text), suggest::among(value.text, present))
            }
            None => (
                format!("`{}` is {}", finding.key, finding.kind_name()),
                format!("write {{ finding = \"{}\", value = \"…\", say = \"…\" }}", finding.key),
            ),
        };
        page.wrong(at, format!("{name}: {what}"), hint);
    }
    found
}

/// The numbers offered as buttons.
pub(super) fn buttons(page: &mut Page<'_>, table: &mut Table<'_>, finding: &Finding) -> Vec<f64> {
    let Some((at, entry)) = table.take("buttons") else {
        return Vec::new();
    };
    let what = table.about("`buttons`");
    let DeValue::Array(list) = entry.get_ref() else {
        page.wrong(at, format!("{what} is a list of numbers"), "write [0, 1, 2]");
        return Vec::new();
    };
    let mut buttons = Vec::new();
    for entry in list.iter() {
        let Some(number) = table::number_of(page, &what, entry) else {
            continue;
        };
        if !finding.accepts(&Value::Number(number)) {
            page.wrong(
                entry.span().start,
                format!("{what}: {number} does not fit `{}`", finding.key),
                finding.range_in_words(),
            );
        }
        buttons.push(number);
    }
    buttons
}

fn needed<'t>(page: &mut Page<'_>, table: &mut Table<'t>, key: &'static str) -> Vec<(Text<'t>, &'t Entry<'t>)> {
    let found = entries(page, table, key);
    if found.is_empty() {
        page.wrong(
            table.at,
            table.about(&format!("`{key}` is missing or empty")),
            "a question offers at least one answer",
        );
    }
    found
}

fn entries<'t>(page: &mut Page<'_>, table: &mut Table<'t>, key: &'static str) -> Vec<(Text<'t>, &'t Entry<'t>)> {
    table.table(page, key).map_or_else(Vec::new, |mut inner| inner.rest())
}

fn judge_id(page: &mut Page<'_>, table: &Table<'_>, id: &Text<'_>, state: usize) {
    if !super::is_id(id.text) {
        page.wrong(id.span.start, table.about(&format!("`{}` is no id", id.text)), super::ID_HINT);
    }
    if ["unsure", "else"].contains(&id.text) {
        let what = table.about(&format!("`{}` has a meaning of its own", id.text));
        page.wrong(id.span.start, what, "the bot adds \"Not sure\" itself");
    }
    if id.text.len() + state > ID_BYTES {
        let what = table.about(&format!("`{}` is too long for the 64 bytes that a button carries", id.text));
        page.wrong(id.span.start, what, format!("at most {} characters", ID_BYTES - state));
    }
}

/// `also`: more words that are accepted when typed.
fn add_words<'c>(
    page: &mut Page<'_>,
    table: &mut Table<'_>,
    answers: impl Iterator<Item = (&'c ChoiceId, &'c mut Vec<String>)>,
) {
    let Some(mut also) = table.table(page, "also") else {
        return;
    };
    let mut answers: Vec<(&ChoiceId, &mut Vec<String>)> = answers.collect();
    let mut taken = BTreeSet::new();
    for (id, entry) in also.rest() {
        let words = table::texts_of(page, &also.about(&format!("`{}`", id.text)), entry);
        for word in words.iter().filter(|word| !taken.insert(word.text.to_lowercase())) {
            page.wrong(word.span.start, also.about(&format!("`{}` stands for two answers", word.text)), "");
        }
        match answers.iter_mut().find(|(answer, _)| answer.as_str() == id.text) {
            Some((_, known)) => known.extend(words.iter().map(|word| word.text.to_lowercase())),
            None => {
                let hint = suggest::among(id.text, answers.iter().map(|(answer, _)| answer.as_str()));
                page.wrong(id.span.start, also.about(&format!("`{}` is no choice", id.text)), hint);
            }
        }
    }
}

fn choice_name(table: &Table<'_>, id: &Text<'_>) -> String {
    table.about(&format!("choice `{}`", id.text))
}

fn attribute(id: &Text<'_>) -> String {
    format!("choice-{}", id.text)
}
