//! Reads what patterns mean: findings, calls, crises, asides, intents, what counts together, and examples.

use serde_json::{Map, Value as Json};
use toml::de::DeValue;

use super::super::page::Page;
use super::super::suggest;
use super::super::table::{self, Entry as Node, Table, Text};
use super::phrase;
use crate::ids::FindingKey;
use crate::library::understanding::dictionary::Dictionary;
use crate::library::understanding::pattern::Pattern;
use crate::library::understanding::{Entry, Example, Given, Intent, Means, Patterns, Sign, Together, Weight};
use crate::library::value::Value;
use crate::library::vocabulary::{Finding, Vocabulary};

const WEIGHTS: [(&str, Weight); 4] =
    [("alarm", Weight::Alarm), ("sign", Weight::Sign), ("profile", Weight::Profile), ("mark", Weight::Mark)];

pub(super) fn read(page: &mut Page<'_>, root: &mut Table<'_>, vocabulary: &Vocabulary, patterns: &mut Patterns) {
    for mut table in root.tables(page, "finding") {
        let means = finding(page, &mut table, vocabulary, &patterns.dictionary).map(Means::Finding);
        add(page, table, means, patterns);
    }
    for (key, means) in [("call", Means::Call), ("crisis", Means::Crisis), ("aside", Means::Aside)] {
        for table in root.tables(page, key) {
            add(page, table, Some(means.clone()), patterns);
        }
    }
    for mut table in root.tables(page, "intent") {
        let means = intent(page, &mut table);
        add(page, table, means, patterns);
    }
    for mut table in root.tables(page, "together") {
        let together = groups(page, &mut table, vocabulary);
        table.finish(page);
        patterns.together.push(Together { groups: together });
    }
    for mut table in root.tables(page, "example") {
        patterns.examples.extend(example(page, &mut table));
        table.finish(page);
    }
}

fn add(page: &mut Page<'_>, mut table: Table<'_>, means: Option<Means>, patterns: &mut Patterns) {
    let given = table.has("says");
    let says = rows(page, &mut table, "says", &mut patterns.dictionary);
    let unless = rows(page, &mut table, "unless", &mut patterns.dictionary);
    if !given {
        page.wrong(table.at, table.about("`says` is missing"), "add `says = [\"…\"]`");
    }
    table.finish(page);
    if let Some(means) = means {
        patterns.entries.push(Entry { means, says, unless });
    }
}

fn rows(page: &mut Page<'_>, table: &mut Table<'_>, key: &'static str, dictionary: &mut Dictionary) -> Vec<Pattern> {
    let texts = table.texts(page, key);
    let mut found = Vec::new();
    for text in &texts {
        match phrase::read(text.text, page.place(text.span.start), dictionary) {
            Ok(pattern) => found.push(pattern),
            Err(problem) => {
                let at = page.inside(&text.span, text.text, problem.at);
                let what = table.about(&format!("pattern `{}`: {}", text.text, problem.what));
                page.wrong(at, what, problem.hint);
            }
        }
    }
    found
}

fn finding(
    page: &mut Page<'_>,
    table: &mut Table<'_>,
    vocabulary: &Vocabulary,
    dictionary: &Dictionary,
) -> Option<Sign> {
    let key = table.need_text(page, "finding")?;
    let weight = weight(page, table)?;
    let of_others = table.flag(page, "of_others");
    let only_denied = table.flag(page, "only_denied");
    if weight == Weight::Mark {
        let value = Given::Fixed(Value::Flag(true));
        return Some(Sign { key: key.text.into(), value, weight, of_others, only_denied });
    }
    let Some(finding) = vocabulary.findings.get(key.text) else {
        let hint = suggest::among(key.text, vocabulary.findings.keys().map(FindingKey::as_str));
        page.wrong(key.span.start, format!("unknown finding `{}`", key.text), hint);
        return None;
    };
    let value = if table.flag(page, "number") {
        Given::Number
    } else if let Some(list) = table.text(page, "list") {
        listed(page, &list, finding, dictionary)?
    } else {
        Given::Fixed(value(page, table, &key, finding)?)
    };
    Some(Sign { key: finding.key.clone(), value, weight, of_others, only_denied })
}

fn weight(page: &mut Page<'_>, table: &mut Table<'_>) -> Option<Weight> {
    let name = table.need_text(page, "weight")?;
    let found = WEIGHTS.iter().find(|(known, _)| *known == name.text).map(|(_, weight)| *weight);
    if found.is_none() {
        let hint = suggest::among(name.text, WEIGHTS.map(|(known, _)| known));
        page.wrong(name.span.start, table.about(&format!("`{}` is no weight", name.text)), hint);
    }
    found
}

/// Every value of the list must be one of the finding.
fn listed(page: &mut Page<'_>, name: &Text<'_>, finding: &Finding, dictionary: &Dictionary) -> Option<Given> {
    let Some(list) = dictionary.list(name.text) else {
        let hint = suggest::among(name.text, dictionary.list_names());
        page.wrong(name.span.start, format!("there is no list `{}`", name.text), hint);
        return None;
    };
    for value in dictionary.values(list).iter().filter(|value| finding.value_of(value).is_none()) {
        let what = format!("list `{}`: `{value}` is no value of `{}`", name.text, finding.key);
        page.wrong(name.span.start, what, suggest::among(value, finding.value_names()));
    }
    Some(Given::Listed(list))
}

fn value(page: &mut Page<'_>, table: &mut Table<'_>, key: &Text<'_>, finding: &Finding) -> Option<Value> {
    let (at, given) = match table.take("value") {
        None => (key.span.start, Some(Value::Flag(true))),
        Some((_, entry)) => (entry.span().start, plain(entry)),
    };
    let fitting = match given {
        Some(Value::Word(word)) => finding.value_of(&word),
        Some(value) => Some(value).filter(|value| finding.accepts(value)),
        None => None,
    };
    if fitting.is_none() {
        let what = format!("`{}` is {} and does not take this value", finding.key, finding.kind_name());
        page.wrong(at, what, suggest::among("", finding.value_names()));
    }
    fitting
}

fn plain(entry: &Node<'_>) -> Option<Value> {
    match entry.get_ref() {
        DeValue::Boolean(flag) => Some(Value::Flag(*flag)),
        DeValue::String(text) => Some(Value::Word(text.to_string())),
        DeValue::Array(list) if list.iter().next().is_none() => Some(Value::Words(Default::default())),
        _ => None,
    }
}

fn intent(page: &mut Page<'_>, table: &mut Table<'_>) -> Option<Means> {
    let name = table.need_text(page, "name")?;
    let set = match table.table(page, "set") {
        None => Vec::new(),
        Some(mut inner) => {
            let mut set = Vec::new();
            for (key, entry) in inner.rest() {
                let about = inner.about(&format!("`{}`", key.text));
                set.extend(table::text_of(page, &about, entry).map(|v| (key.text.to_owned(), v.text.to_owned())));
            }
            set
        }
    };
    let Some(intent) = Intent::of(name.text) else {
        let hint = suggest::among(name.text, Intent::ALL.iter().map(|intent| intent.name()));
        page.wrong(name.span.start, format!("there is no intent `{}`", name.text), hint);
        return None;
    };
    Some(Means::Intent { name: intent, set, last: table.flag(page, "last") })
}

/// `groups = [["leg_swelling = one_calf_or_ankle", …], ["red_leg"]]`
fn groups(
    page: &mut Page<'_>,
    table: &mut Table<'_>,
    vocabulary: &Vocabulary,
) -> Vec<Vec<(FindingKey, Option<Value>)>> {
    let about = table.about("`groups`");
    let Some((at, entry)) = table.take("groups") else {
        page.wrong(table.at, table.about("`groups` is missing"), "a list of lists of findings");
        return Vec::new();
    };
    let DeValue::Array(list) = entry.get_ref() else {
        page.wrong(at, format!("{about} is a list of lists of findings"), "write [[\"…\"], [\"…\"]]");
        return Vec::new();
    };
    let mut groups = Vec::new();
    for entry in list.iter() {
        let texts = table::texts_of(page, &about, entry);
        groups.push(texts.iter().map(|text| leaf(page, text, vocabulary)).collect());
    }
    groups
}

fn leaf(page: &mut Page<'_>, text: &Text<'_>, vocabulary: &Vocabulary) -> (FindingKey, Option<Value>) {
    let (key, value) = text.text.split_once('=').map_or((text.text, None), |(key, value)| (key, Some(value.trim())));
    let key = FindingKey::from(key.trim());
    let value = value.and_then(|name| {
        let found = vocabulary.findings.get(&key).and_then(|finding| finding.value_of(name));
        if found.is_none() {
            page.wrong(text.span.start, format!("`{name}` is no value of `{key}`"), "");
        }
        found
    });
    (key, value)
}

fn example(page: &mut Page<'_>, table: &mut Table<'_>) -> Option<Example> {
    let place = page.place(table.at);
    let say = table.need_text(page, "say")?;
    let intent = table.need_text(page, "intent")?;
    let slots = match table.take("slots").map(|(_, entry)| json(entry.get_ref())) {
        Some(Json::Object(slots)) => slots,
        _ => Map::new(),
    };
    Some(Example { say: say.text.to_owned(), intent: intent.text.to_owned(), slots, place })
}

fn json(value: &DeValue<'_>) -> Json {
    match value {
        DeValue::String(text) => Json::from(text.as_ref()),
        DeValue::Boolean(flag) => Json::from(*flag),
        DeValue::Integer(digits) => i64::from_str_radix(digits.as_str(), digits.radix()).map_or(Json::Null, Json::from),
        DeValue::Float(digits) => digits.as_str().parse::<f64>().map_or(Json::Null, Json::from),
        DeValue::Array(list) => list.iter().map(|entry| json(entry.get_ref())).collect(),
        DeValue::Table(_) => {
            let mut map = Map::new();
            if let DeValue::Table(table) = value {
                for (key, entry) in table::entries(table) {
                    map.insert(key.text.to_owned(), json(entry.get_ref()));
                }
            }
            Json::Object(map)
        }
        DeValue::Datetime(_) => Json::Null,
    }
}
