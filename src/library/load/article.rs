//! Reads one file of `articles/`: an article, none without its source and the day it was read.

use std::collections::BTreeSet;

use super::page::Page;
use super::table::{Table, Text};
use super::{rule, suggest};
use crate::ids::{ArticleId, ConditionKey, PictureId};
use crate::library::article::{Article, Evidence, Section};
use crate::library::vocabulary::Vocabulary;

/// A button carries `m.article.ID`, at most 64 bytes.
const ID_BYTES: usize = 40;
/// Longer texts are not read to the end on a phone.
const TEXT_CHARS: usize = 1200;
/// Where an article without `rank` stands in its section.
const RANK: u32 = 100;

/// `names` are the ids of all articles.
pub(super) fn read(
    page: &mut Page<'_>,
    id: &str,
    vocabulary: &Vocabulary,
    names: &BTreeSet<String>,
) -> Option<Article> {
    judge_id(page, id);
    let root = page.root();
    let mut table = Table::new("", 0, &root);
    read_texts(page, &mut table, id);
    let section = read_section(page, &mut table);
    let evidence = read_evidence(page, &mut table);
    let source = table.need_text(page, "source").map(|source| source.text.to_owned());
    let source_read = rule::date(page, &mut table, "source_read");
    let see = read_see(page, &mut table, id, names);
    let conditions = read_conditions(page, &mut table, vocabulary);
    let picture = table.text(page, "picture").map(|picture| PictureId::new(picture.text));
    let rank = table.count(page, "rank").unwrap_or(RANK);
    table.finish(page);
    Some(Article {
        id: ArticleId::new(id),
        section: section?,
        evidence: evidence?,
        source: source?,
        source_read: source_read?,
        see,
        conditions,
        picture,
        rank,
        place: page.place(0),
    })
}

fn judge_id(page: &mut Page<'_>, id: &str) {
    if !super::is_id(id) {
        page.wrong(0, format!("`{id}` is no name for an article"), super::ID_HINT);
    }
    if id.len() > ID_BYTES {
        let what = format!("`{id}` is too long for the 64 bytes that a button carries");
        page.wrong(0, what, format!("at most {ID_BYTES} characters"));
    }
}

fn read_texts(page: &mut Page<'_>, table: &mut Table<'_>, id: &str) {
    let key = format!("article--{id}");
    if let Some(title) = table.need_text(page, "title") {
        page.keep("`title`", &key, "title", &title);
    }
    if let Some(text) = table.need_text(page, "text") {
        judge_length(page, &text);
        page.keep("`text`", &key, "text", &text);
    }
}

fn judge_length(page: &mut Page<'_>, text: &Text<'_>) {
    let length = text.text.trim().chars().count();
    if length > TEXT_CHARS {
        let what = format!("`text`: {length} characters, an article has at most {TEXT_CHARS}");
        page.wrong(text.span.start, what, "say less, or make two articles that name each other in `see`");
    }
}

fn read_section(page: &mut Page<'_>, table: &mut Table<'_>) -> Option<Section> {
    let name = table.need_text(page, "section")?;
    let found = Section::of(name.text);
    if found.is_none() {
        let hint = suggest::among(name.text, Section::ALL.map(Section::name));
        page.wrong(name.span.start, format!("there is no section `{}`", name.text), hint);
    }
    found
}

fn read_evidence(page: &mut Page<'_>, table: &mut Table<'_>) -> Option<Evidence> {
    let name = table.need_text(page, "evidence")?;
    let found = Evidence::ALL.into_iter().find(|evidence| evidence.name() == name.text);
    if found.is_none() {
        let hint = suggest::among(name.text, Evidence::ALL.map(Evidence::name));
        page.wrong(name.span.start, format!("`{}` says not how well this is shown", name.text), hint);
    }
    found
}

fn read_see(page: &mut Page<'_>, table: &mut Table<'_>, id: &str, names: &BTreeSet<String>) -> Vec<ArticleId> {
    let see = table.texts(page, "see");
    for other in &see {
        if other.text == id {
            page.wrong(other.span.start, "`see` names the article itself", "name another one");
        } else if !names.contains(other.text) {
            let hint = suggest::among(other.text, names.iter().map(String::as_str));
            page.wrong(other.span.start, format!("`see` names `{}`, which is no article", other.text), hint);
        }
    }
    see.iter().map(|other| ArticleId::new(other.text)).collect()
}

fn read_conditions(page: &mut Page<'_>, table: &mut Table<'_>, vocabulary: &Vocabulary) -> Vec<ConditionKey> {
    let conditions = table.texts(page, "conditions");
    for condition in conditions.iter().filter(|condition| !vocabulary.conditions.contains(condition.text)) {
        let hint = suggest::among(condition.text, vocabulary.conditions.iter().map(ConditionKey::as_str));
        let what = format!("`{}` is no condition of findings.toml", condition.text);
        page.wrong(condition.span.start, what, hint);
    }
    conditions.iter().map(|condition| ConditionKey::new(condition.text)).collect()
}
