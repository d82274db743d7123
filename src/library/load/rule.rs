//! Reads the triage rules of one file.

use toml::de::DeValue;

use super::condition;
use super::page::Page;
use super::suggest;
use super::table::{Table, Text};
use crate::ids::{ConditionKey, RuleId};
use crate::library::rule::{Rule, Urgency};
use crate::library::vocabulary::Vocabulary;

/// Where a rule without `rank` stands inside its level.
const RANK: u32 = 100;

pub(super) fn read(page: &mut Page<'_>, vocabulary: &Vocabulary) -> Vec<Rule> {
    let root = page.root();
    let mut table = Table::new("", 0, &root);
    let tables = table.tables(page, "rule");
    if tables.is_empty() {
        page.wrong(0, "there is no rule in this file", "a rule begins with `[[rule]]`");
    }
    table.finish(page);
    tables.into_iter().filter_map(|table| read_rule(page, vocabulary, table)).collect()
}

fn read_rule(page: &mut Page<'_>, vocabulary: &Vocabulary, mut table: Table<'_>) -> Option<Rule> {
    let id = table.need_text(page, "id")?;
    table.name = format!("rule `{}`", id.text);
    if !id.text.split('-').all(super::is_id) {
        page.wrong(
            id.span.start,
            table.about("this is no id"),
            "small letters, digits, - and _, beginning with a letter",
        );
    }
    let urgency = read_urgency(page, &mut table);
    let names = read_names(page, &mut table, vocabulary);
    let when = read_when(page, &mut table, vocabulary);
    let unless =
        table.take("unless").and_then(|(_, entry)| condition::read(page, vocabulary, &table.about("`unless`"), entry));
    for key in ["because", "do"] {
        if let Some(text) = table.need_text(page, key) {
            page.keep(&table.about(&format!("`{key}`")), &format!("rule--{}", id.text), key, &text);
        }
    }
    let source = table.need_text(page, "source").map(|source| source.text.to_owned());
    let source_read = date(page, &mut table, "source_read");
    let rank = table.count(page, "rank").unwrap_or(RANK);
    let row = table.text(page, "row").map(|row| row.text.to_owned());
    let clinician = table.text(page, "clinician").map(|name| name.text.to_owned());
    let place = page.place(id.span.start);
    table.finish(page);
    Some(Rule {
        id: RuleId::new(id.text),
        urgency: urgency?,
        names,
        when: when?,
        unless,
        source: source?,
        source_read: source_read?,
        rank,
        row,
        clinician,
        place,
    })
}

fn read_urgency(page: &mut Page<'_>, table: &mut Table<'_>) -> Option<Urgency> {
    let level = table.need_text(page, "urgency")?;
    let found = Urgency::ALL.into_iter().find(|urgency| urgency.name() == level.text);
    if found.is_none() {
        let hint = suggest::among(level.text, Urgency::ALL.map(Urgency::name));
        page.wrong(level.span.start, table.about(&format!("there is no level `{}`", level.text)), hint);
    }
    found
}

fn read_names(page: &mut Page<'_>, table: &mut Table<'_>, vocabulary: &Vocabulary) -> Vec<ConditionKey> {
    let names = table.texts(page, "names");
    if names.is_empty() {
        page.wrong(table.at, table.about("`names` names no condition"), "say what a professional would want to check");
    }
    for name in names.iter().filter(|name| !vocabulary.conditions.contains(name.text)) {
        let hint = suggest::among(name.text, vocabulary.conditions.iter().map(ConditionKey::as_str));
        page.wrong(name.span.start, table.about(&format!("`{}` is no condition of findings.toml", name.text)), hint);
    }
    names.iter().map(|name| ConditionKey::new(name.text)).collect()
}

fn read_when(
    page: &mut Page<'_>,
    table: &mut Table<'_>,
    vocabulary: &Vocabulary,
) -> Option<crate::library::condition::Condition> {
    let Some((_, entry)) = table.take("when") else {
        page.wrong(table.at, table.about("`when` is missing"), "add `when = { any = [\"…\"] }`");
        return None;
    };
    condition::read(page, vocabulary, &table.about("`when`"), entry)
}

/// A date, in quotes or bare.
pub(super) fn date(page: &mut Page<'_>, table: &mut Table<'_>, key: &'static str) -> Option<String> {
    let Some((_, entry)) = table.take(key) else {
        let hint = format!("add `{key} = \"2026-01-31\"`, the day on which the source was read");
        page.wrong(table.at, table.about(&format!("`{key}` is missing")), hint);
        return None;
    };
    let written = match entry.get_ref() {
        DeValue::Datetime(date) => date.to_string(),
        DeValue::String(text) => Text { text, span: entry.span() }.text.to_owned(),
        _ => String::new(),
    };
    if written.parse::<jiff::civil::Date>().is_ok() && written.len() == "2026-01-31".len() {
        return Some(written);
    }
    page.wrong(entry.span().start, table.about(&format!("`{key}` is no date")), "write it as \"2026-01-31\"");
    None
}
