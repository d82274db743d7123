//! Reads `findings.toml`: the vocabulary of findings and conditions, and the core red flags.

use super::page::Page;
use super::suggest;
use super::table::{Table, Text};
use crate::ids::{ConditionKey, FindingKey};
use crate::library::rule::Urgency;
use crate::library::vocabulary::{Finding, Kind, Scope, Vocabulary};

const TYPES: [&str; 6] = ["bool", "int", "float", "choice", "multi", "text"];

pub(super) fn read(page: &mut Page<'_>) -> Vocabulary {
    let root = page.root();
    let mut table = Table::new("", 0, &root);
    let mut vocabulary = Vocabulary::default();
    let meta = table.table(page, "meta");
    let findings = table.tables(page, "finding");
    for condition in table.tables(page, "condition") {
        read_condition(page, condition, &mut vocabulary);
    }
    for finding in findings {
        read_finding(page, finding, &mut vocabulary);
    }
    table.finish(page);
    match meta {
        Some(meta) => read_meta(page, meta, &mut vocabulary),
        None => page.wrong(0, "`[meta]` is missing", "it holds `core_red_flags = [\"…\"]`"),
    }
    vocabulary
}

fn read_meta(page: &mut Page<'_>, mut meta: Table<'_>, vocabulary: &mut Vocabulary) {
    let flags = meta.texts(page, "core_red_flags");
    if flags.is_empty() {
        page.wrong(meta.at, "`core_red_flags` names no finding", "self-care needs every core red flag answered");
    }
    for flag in flags {
        if vocabulary.findings.contains_key(flag.text) {
            vocabulary.core_red_flags.push(FindingKey::new(flag.text));
        } else {
            let hint = suggest::among(flag.text, vocabulary.findings.keys().map(FindingKey::as_str));
            page.wrong(flag.span.start, format!("core red flag `{}` is no finding", flag.text), hint);
        }
    }
    for level in meta.texts(page, "urgency_levels") {
        let names = Urgency::ALL.map(Urgency::name);
        if !names.contains(&level.text) {
            page.wrong(
                level.span.start,
                format!("there is no level `{}`", level.text),
                suggest::among(level.text, names),
            );
        }
    }
    meta.number(page, "version");
    if let Some(count) = meta.number(page, "findings")
        && count != vocabulary.findings.len() as f64
    {
        let what = format!("`findings = {count}`, but there are {}", vocabulary.findings.len());
        page.wrong(meta.at, what, "correct the count, or look for a lost finding");
    }
    meta.finish(page);
}

fn read_condition(page: &mut Page<'_>, mut table: Table<'_>, vocabulary: &mut Vocabulary) {
    let Some(key) = key(page, &mut table) else {
        return;
    };
    table.name = format!("condition `{}`", key.text);
    let meaning = table.need_text(page, "meaning");
    if let Some(say) = table.text(page, "say").or(meaning) {
        page.keep(&table.name, &format!("condition--{}", key.text), "say", &say);
    }
    if !vocabulary.conditions.insert(ConditionKey::new(key.text)) {
        page.wrong(key.span.start, format!("condition `{}` stands here twice", key.text), "");
    }
    table.finish(page);
}

fn read_finding(page: &mut Page<'_>, mut table: Table<'_>, vocabulary: &mut Vocabulary) {
    let Some(key) = key(page, &mut table) else {
        return;
    };
    table.name = format!("finding `{}`", key.text);
    let kind = read_kind(page, &mut table);
    let finding = Finding {
        key: FindingKey::new(key.text),
        kind: kind.clone().unwrap_or(Kind::Bool),
        scope: read_scope(page, &mut table),
        unit: table.text(page, "unit").map(|unit| unit.text.to_owned()),
        meaning: table.need_text(page, "meaning").map(|meaning| meaning.text.to_owned()).unwrap_or_default(),
        worst_first: read_worst_first(page, &mut table, kind.as_ref()),
        holds_days: table.count(page, "holds_days"),
    };
    read_bears_on(page, &mut table, vocabulary);
    read_says(page, &mut table, &finding);
    table.finish(page);
    if kind.is_none() {
        vocabulary.unreadable.insert(finding.key.clone());
    }
    if vocabulary.findings.insert(finding.key.clone(), finding).is_some() {
        page.wrong(key.span.start, format!("finding `{}` stands here twice", key.text), "");
    }
}

fn key<'t>(page: &mut Page<'_>, table: &mut Table<'t>) -> Option<Text<'t>> {
    let key = table.need_text(page, "key")?;
    if !super::is_id(key.text) {
        page.wrong(key.span.start, table.about(&format!("`{}` is no key", key.text)), super::ID_HINT);
    }
    Some(key)
}

fn read_kind(page: &mut Page<'_>, table: &mut Table<'_>) -> Option<Kind> {
    let kind = table.need_text(page, "type");
    let (min, max) = (table.number(page, "min"), table.number(page, "max"));
    let max_chars = table.count(page, "max_chars");
    let values: Vec<String> = table.texts(page, "values").iter().map(|value| value.text.to_owned()).collect();
    let kind = kind?;
    let range = || (min.unwrap_or(f64::MIN), max.unwrap_or(f64::MAX));
    let found = match kind.text {
        "bool" => Kind::Bool,
        "int" => Kind::Int { min: range().0, max: range().1 },
        "float" => Kind::Float { min: range().0, max: range().1 },
        "choice" => Kind::Choice { values },
        "multi" => Kind::Multi { values },
        "text" => Kind::Text { max_chars: max_chars.map_or(1000, |n| n as usize) },
        other => {
            page.wrong(kind.span.start, table.about(&format!("unknown type `{other}`")), suggest::among(other, TYPES));
            return None;
        }
    };
    judge_kind(page, table, &found);
    Some(found)
}

fn judge_kind(page: &mut Page<'_>, table: &Table<'_>, kind: &Kind) {
    match kind {
        Kind::Choice { values } | Kind::Multi { values } => {
            if values.is_empty() {
                page.wrong(table.at, table.about("`values` is missing"), "add `values = [\"…\", \"…\"]`");
            }
            for (index, value) in values.iter().enumerate() {
                if !super::is_id(value) {
                    page.wrong(table.at, table.about(&format!("`{value}` is no value")), super::ID_HINT);
                }
                if values[..index].contains(value) {
                    page.wrong(table.at, table.about(&format!("value `{value}` is listed twice")), "");
                }
            }
            if matches!(kind, Kind::Multi { .. }) && values.iter().any(|value| value == "none") {
                page.wrong(table.at, table.about("a multi has no value `none`"), "an empty list means asked, none");
            }
        }
        Kind::Int { min, max } | Kind::Float { min, max } => {
            if *min == f64::MIN || *max == f64::MAX {
                page.wrong(
                    table.at,
                    table.about("a number needs `min` and `max`"),
                    "so that a typed answer can be judged",
                );
            } else if min > max {
                page.wrong(table.at, table.about(&format!("`min` {min} is above `max` {max}")), "");
            }
        }
        Kind::Bool | Kind::Text { .. } => {}
    }
}

fn read_scope(page: &mut Page<'_>, table: &mut Table<'_>) -> Scope {
    let Some(scope) = table.need_text(page, "scope") else {
        return Scope::Episode;
    };
    match scope.text {
        "profile" => Scope::Profile,
        "episode" => Scope::Episode,
        "derived" => Scope::Derived,
        other => {
            let hint = suggest::among(other, ["profile", "episode", "derived"]);
            page.wrong(scope.span.start, table.about(&format!("unknown scope `{other}`")), hint);
            Scope::Episode
        }
    }
}

fn read_worst_first(page: &mut Page<'_>, table: &mut Table<'_>, kind: Option<&Kind>) -> Vec<String> {
    let worst = table.texts(page, "worst_first");
    let values = match kind {
        Some(Kind::Choice { values } | Kind::Multi { values }) => values.as_slice(),
        Some(Kind::Bool | Kind::Int { .. } | Kind::Float { .. } | Kind::Text { .. }) | None => &[],
    };
    for value in worst.iter().filter(|value| kind.is_some() && !values.iter().any(|known| known == value.text)) {
        let what = table.about(&format!("`worst_first` lists `{}`, which is no value", value.text));
        page.wrong(value.span.start, what, suggest::among(value.text, values.iter().map(String::as_str)));
    }
    worst.iter().map(|value| value.text.to_owned()).collect()
}

fn read_bears_on(page: &mut Page<'_>, table: &mut Table<'_>, vocabulary: &Vocabulary) {
    for condition in table.texts(page, "bears_on") {
        if !vocabulary.conditions.contains(condition.text) {
            let hint = suggest::among(condition.text, vocabulary.conditions.iter().map(ConditionKey::as_str));
            let what = table.about(&format!("`bears_on` names `{}`, which is no condition", condition.text));
            page.wrong(condition.span.start, what, hint);
        }
    }
}

/// How the finding is said back: one sentence, or one for each value.
fn read_says(page: &mut Page<'_>, table: &mut Table<'_>, finding: &Finding) {
    let key = format!("finding--{}", finding.key);
    if let Some(say) = table.text(page, "say") {
        page.keep(&table.name, &key, "say", &say);
    }
    let Some(mut says) = table.table(page, "say_values") else {
        return;
    };
    let values = finding.value_names();
    for (value, entry) in says.rest() {
        if !values.contains(&value.text) {
            let what = table.about(&format!("`{}` is no value of it", value.text));
            page.wrong(value.span.start, what, suggest::among(value.text, values.iter().copied()));
        }
        if let Some(say) = super::table::text_of(page, &says.about(&format!("`{}`", value.text)), entry) {
            page.keep(&table.name, &key, &format!("say-{}", value.text), &say);
        }
    }
}
