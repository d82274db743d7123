//! Reads `watch.toml`: for each topic that may have been told, the facts that a card prefers to name.

use super::condition;
use super::page::Page;
use super::suggest;
use super::table::Table;
use crate::ids::FindingKey;
use crate::library::vocabulary::Vocabulary;
use crate::library::watch::Watch;

pub(super) fn read(page: &mut Page<'_>, vocabulary: &Vocabulary) -> Vec<Watch> {
    let root = page.root();
    let mut table = Table::new("", 0, &root);
    let topics = table.tables(page, "watch");
    table.finish(page);
    topics.into_iter().filter_map(|topic| read_topic(page, topic, vocabulary)).collect()
}

fn read_topic(page: &mut Page<'_>, mut table: Table<'_>, vocabulary: &Vocabulary) -> Option<Watch> {
    let when = table.take("when");
    if when.is_none() {
        page.wrong(table.at, table.about("`when` is missing"), "a condition such as \"cramp_sites has calf\"");
    }
    let when = when.and_then(|(_, entry)| condition::read(page, vocabulary, &table.about("`when`"), entry));
    let facts = table.texts(page, "for");
    if facts.is_empty() {
        page.wrong(table.at, table.about("`for` names no finding"), "a list of findings, the most telling first");
    }
    for fact in facts.iter().filter(|fact| !vocabulary.findings.contains_key(fact.text)) {
        let hint = suggest::among(fact.text, vocabulary.findings.keys().map(FindingKey::as_str));
        page.wrong(fact.span.start, table.about(&format!("unknown finding `{}`", fact.text)), hint);
    }
    table.finish(page);
    Some(Watch { when: when?, facts: facts.iter().map(|fact| FindingKey::new(fact.text)).collect() })
}
