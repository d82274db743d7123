//! Reads `reminders.toml`: what Charley can remind of, a table for each kind.

use std::collections::BTreeSet;

use jiff::civil::Time;

use super::page::Page;
use super::suggest;
use super::table::{Table, Text, text_of};
use crate::ids::{ArticleId, FindingKey, PictureId};
use crate::library::reminder::ReminderKind;
use crate::library::vocabulary::{Kind, Scope, Vocabulary};

/// A button carries the id beside a few other words, at most 64 bytes.
const ID_BYTES: usize = 20;
/// One tip a day, none twice in seven days.
const FEWEST_TIPS: usize = 7;
/// A reminder that comes later than this after its time is a surprise.
const LONGEST_GRACE: u32 = 120;
const GRACE: u32 = 30;
const COVERS: u32 = 60;
/// What a person can be asked to keep up before it is asked about again.
const MOST_WEEKS: u32 = 52;
/// The daily limit that a person can choose at most; more times would never all come.
const MOST_TIMES: usize = 10;

/// `articles` are the ids of all articles.
pub(super) fn read(page: &mut Page<'_>, vocabulary: &Vocabulary, articles: &BTreeSet<String>) -> Vec<ReminderKind> {
    let root = page.root();
    let mut table = Table::new("", 0, &root);
    let mut kinds = Vec::new();
    match table.table(page, "kind") {
        None => page.wrong(0, "there is no kind in this file", "a kind begins with `[kind.water]`"),
        Some(mut tables) => {
            for (id, entry) in tables.rest() {
                let table = Table::of(page, format!("kind `{}`", id.text), id.span.start, entry);
                kinds.extend(table.and_then(|table| read_kind(page, &id, table, vocabulary, articles)));
            }
        }
    }
    table.finish(page);
    if let Some(second) = kinds.iter().filter(|kind: &&ReminderKind| kind.drink).nth(1) {
        let what = format!("kind `{}`: a second kind with `drink`", second.id);
        page.mistakes.push(super::mistake(second.place.clone(), what, "the day's drinks are one sum and one goal"));
    }
    kinds
}

fn read_kind(
    page: &mut Page<'_>,
    id: &Text<'_>,
    mut table: Table<'_>,
    vocabulary: &Vocabulary,
    articles: &BTreeSet<String>,
) -> Option<ReminderKind> {
    if !super::is_id(id.text) || id.text.len() > ID_BYTES || id.text == "all" {
        let hint = format!("{}; at most {ID_BYTES} characters, and not `all`", super::ID_HINT);
        page.wrong(id.span.start, table.about("this is no name for a kind"), hint);
    }
    let key = format!("reminder--{}", id.text);
    for name in ["title", "say"] {
        let text = table.need_text(page, name);
        keep(page, &table, &key, name, text);
    }
    let times = read_times(page, &mut table);
    let grace_minutes = read_minutes(page, &mut table, "grace", GRACE, LONGEST_GRACE);
    let covers_minutes = read_minutes(page, &mut table, "covers", COVERS, 24 * 60);
    let weeks = read_weeks(page, &mut table);
    let steps = table.text(page, "steps");
    let has_steps = steps.is_some();
    keep(page, &table, &key, "steps", steps);
    let pictures = table.texts(page, "pictures").iter().map(|id| PictureId::new(id.text)).collect();
    let drink = table.flag(page, "drink");
    let kept_off_by = read_kept_off_by(page, &mut table, &key, vocabulary);
    let read = read_article(page, &mut table, articles);
    let tips = read_tips(page, &mut table, &key);
    let place = page.place(id.span.start);
    table.finish(page);
    let id = id.text.to_owned();
    Some(ReminderKind {
        id,
        times,
        grace_minutes,
        covers_minutes,
        weeks,
        steps: has_steps,
        pictures,
        drink,
        kept_off_by,
        read,
        tips,
        place,
    })
}

fn keep(page: &mut Page<'_>, table: &Table<'_>, key: &str, name: &str, text: Option<Text<'_>>) {
    if let Some(text) = text {
        page.keep(&table.about(&format!("`{name}`")), key, name, &text);
    }
}

fn read_times(page: &mut Page<'_>, table: &mut Table<'_>) -> Vec<Time> {
    let written = table.texts(page, "times");
    if written.is_empty() || written.len() > MOST_TIMES {
        let what = table.about(&format!("`times` has 1 to {MOST_TIMES} times, not {}", written.len()));
        page.wrong(table.at, what, "add `times = [\"09:00\", \"17:00\"]`");
    }
    let mut times = Vec::new();
    for time in written {
        match time.text.parse::<Time>() {
            Ok(read) if time.text.len() == "09:00".len() && times.last().is_none_or(|last| *last < read) => {
                times.push(read);
            }
            Ok(_) | Err(_) => {
                let what = table.about(&format!("`{}` is no time of day, or not later than the one before", time.text));
                page.wrong(time.span.start, what, "write it as \"09:00\", soonest first");
            }
        }
    }
    times
}

fn read_minutes(page: &mut Page<'_>, table: &mut Table<'_>, key: &'static str, usual: u32, most: u32) -> u32 {
    let minutes = table.count(page, key).unwrap_or(usual);
    if !(1..=most).contains(&minutes) {
        page.wrong(table.at, table.about(&format!("`{key}` is 1 to {most} minutes, not {minutes}")), "");
    }
    minutes
}

fn read_weeks(page: &mut Page<'_>, table: &mut Table<'_>) -> Option<u32> {
    let weeks = table.count(page, "weeks")?;
    if !(1..=MOST_WEEKS).contains(&weeks) {
        page.wrong(table.at, table.about(&format!("`weeks` is 1 to {MOST_WEEKS}, not {weeks}")), "");
    }
    Some(weeks)
}

/// With the question that is asked first, and what is said when the answer is yes.
fn read_kept_off_by(
    page: &mut Page<'_>,
    table: &mut Table<'_>,
    key: &str,
    vocabulary: &Vocabulary,
) -> Option<FindingKey> {
    let named = table.text(page, "kept_off_by")?;
    for name in ["ask", "off"] {
        let text = table.need_text(page, name);
        keep(page, table, key, name, text);
    }
    let found = vocabulary.findings.get(named.text);
    if !found.is_some_and(|finding| finding.kind == Kind::Bool && finding.scope == Scope::Profile) {
        let known = vocabulary.findings.values();
        let fitting = known.filter(|finding| finding.kind == Kind::Bool && finding.scope == Scope::Profile);
        let what = table.about(&format!("`{}` is no yes-or-no finding about the person", named.text));
        page.wrong(named.span.start, what, suggest::among(named.text, fitting.map(|finding| finding.key.as_str())));
    }
    Some(FindingKey::new(named.text))
}

fn read_article(page: &mut Page<'_>, table: &mut Table<'_>, articles: &BTreeSet<String>) -> Option<ArticleId> {
    let named = table.text(page, "read")?;
    if !articles.contains(named.text) {
        let hint = suggest::among(named.text, articles.iter().map(String::as_str));
        page.wrong(named.span.start, table.about(&format!("`read` names `{}`, which is no article", named.text)), hint);
    }
    Some(ArticleId::new(named.text))
}

fn read_tips(page: &mut Page<'_>, table: &mut Table<'_>, key: &str) -> Vec<String> {
    let Some(mut tips) = table.table(page, "tips") else {
        let hint = format!("add `[kind.….tips]` with at least {FEWEST_TIPS} lines");
        page.wrong(table.at, table.about("`tips` is missing"), hint);
        return Vec::new();
    };
    let mut ids = Vec::new();
    for (id, entry) in tips.rest() {
        if !super::is_id(id.text) {
            page.wrong(id.span.start, tips.about(&format!("`{}` is no id", id.text)), super::ID_HINT);
        }
        let text = text_of(page, &tips.about(&format!("`{}`", id.text)), entry);
        keep(page, &tips, key, &format!("tip-{}", id.text), text);
        ids.push(id.text.to_owned());
    }
    if ids.len() < FEWEST_TIPS {
        let what = tips.about(&format!("{} lines, at least {FEWEST_TIPS}", ids.len()));
        page.wrong(tips.at, what, "one comes a day, and none twice within seven days");
    }
    ids
}
