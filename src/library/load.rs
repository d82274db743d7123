//! Reads the folder of content into a [`Library`]; gathers all mistakes; the only reader of files.
//!
//! What one file shows is judged while it is read; what only the whole shows is left to [`check`].

mod answers;
mod article;
mod condition;
mod country;
mod dialogue;
mod drawing;
mod files;
mod findings;
mod next;
mod node;
mod page;
mod pattern;
mod phrases;
mod reminder;
mod rule;
pub(crate) mod suggest;
mod table;
mod understanding;
mod voice;
mod watch;
mod wording;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub use files::SourceFile;

use super::article::Article;
use super::country::Country;
use super::dialogue::{Dialogue, Kind};
use super::drawing::Drawing;
use super::mistake::{Mistake, Place};
use super::notes::Notes;
use super::reminder::ReminderKind;
use super::rule::Rule;
use super::vocabulary::Vocabulary;
use super::watch::Watch;
use super::{Library, check};
use crate::ids::{DialogueId, FindingKey};
use page::Page;

/// Files at the top of the folder that are no conversations.
const NO_CONVERSATIONS: [&str; 4] = ["findings.toml", "countries.toml", "reminders.toml", "watch.toml"];
/// The conversation whose checks are asked of everybody.
pub(crate) const SCREENING: &str = "screening";
const ID_HINT: &str = "small letters, digits and _, beginning with a letter";

/// The content of a folder.
///
/// # Errors
/// Every mistake in it, in the order of files and lines.
pub fn folder(path: &Path) -> Result<Library, Vec<Mistake>> {
    let root = path.display().to_string();
    files::in_folder(path).and_then(|files| read(root.trim_end_matches('/'), &files))
}

/// The copy that was built into the binary.
///
/// # Errors
/// Every mistake in it; a build that passed its tests has none.
pub fn embedded() -> Result<Library, Vec<Mistake>> {
    files::embedded().and_then(|files| read("dialogues", &files))
}

/// Files that are already in memory; their paths are inside the folder, as `rules/clots.toml`.
///
/// # Errors
/// Every mistake in them.
pub fn sources(files: &[SourceFile]) -> Result<Library, Vec<Mistake>> {
    read("dialogues", files)
}

fn read(root: &str, files: &[SourceFile]) -> Result<Library, Vec<Mistake>> {
    let mut files: Vec<&SourceFile> = files.iter().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut pages: BTreeMap<&str, Page<'_>> =
        files.iter().map(|file| (file.path.as_str(), Page::new(format!("{root}/{}", file.path), &file.text))).collect();
    let mut mistakes = missing_files(root, &pages);
    let vocabulary = pages.get_mut("findings.toml").map(findings::read).unwrap_or_default();
    let parts = if vocabulary.findings.is_empty() { Parts::default() } else { Parts::read(&mut pages, &vocabulary) };
    let patterns = understanding::read(&mut pages, &vocabulary);
    let words = wording::read(&mut pages);
    mistakes.extend(pages.values_mut().flat_map(|page| std::mem::take(&mut page.mistakes)));
    let mut library = assemble(parts, vocabulary, (words, patterns), files::hash(&files));
    let faulty: BTreeSet<String> = mistakes.iter().map(|mistake| mistake.place.file.clone()).collect();
    mistakes.extend(check::check(&library, &faulty));
    if mistakes.is_empty() {
        library.notes = Notes::of(&library);
        return Ok(library);
    }
    mistakes.sort();
    mistakes.dedup();
    Err(mistakes)
}

fn missing_files(root: &str, pages: &BTreeMap<&str, Page<'_>>) -> Vec<Mistake> {
    let missing = |path: &str, hint: &str| {
        let what = if path.contains('.') { "this file is missing" } else { "this folder is missing" };
        mistake(Place::top(&format!("{root}/{path}")), what.to_owned(), hint)
    };
    if pages.is_empty() {
        let hint = "it holds conversations (*.toml), findings.toml, rules/ and words/en.ftl";
        return vec![mistake(Place::top(root), "there is no content in this folder".to_owned(), hint)];
    }
    let needed = [
        ("findings.toml", "it is the vocabulary: every fact that can be recorded"),
        ("screening.toml", "it is the fixed screening: at most four `check` nodes"),
        ("words/en.ftl", "it holds the bot's own phrases"),
    ];
    let mut mistakes: Vec<Mistake> =
        needed.iter().filter(|(file, _)| !pages.contains_key(file)).map(|(file, hint)| missing(file, hint)).collect();
    if !pages.keys().any(|path| is_rules(path)) {
        mistakes.push(missing("rules", "without rules nothing can be judged"));
    }
    if !pages.keys().any(|path| understanding::is_patterns(path)) {
        mistakes.push(missing("understanding", "without patterns no typed word is understood, not even an emergency"));
    }
    if !pages.keys().any(|path| article(path).is_some()) {
        mistakes.push(missing("articles", "every condition of findings.toml is explained by an article"));
    }
    mistakes
}

/// What stands in the files beside findings and words.
#[derive(Default)]
struct Parts {
    dialogues: Vec<Dialogue>,
    rules: Vec<Rule>,
    countries: Vec<Country>,
    articles: Vec<Article>,
    pictures: Vec<Drawing>,
    reminders: Vec<ReminderKind>,
    watches: Vec<Watch>,
}

impl Parts {
    fn read(pages: &mut BTreeMap<&str, Page<'_>>, vocabulary: &Vocabulary) -> Self {
        let names: BTreeSet<String> = pages.keys().filter_map(|path| conversation(path)).map(str::to_owned).collect();
        let articles: BTreeSet<String> = pages.keys().filter_map(|path| article(path)).map(str::to_owned).collect();
        let mut parts = Parts::default();
        for (path, page) in pages {
            if let Some(id) = conversation(path) {
                if !is_id(id) {
                    page.wrong(0, format!("`{id}` is no name for a conversation"), ID_HINT);
                } else if ["rule", "finding", "condition", "article", "reminder", "picture"].contains(&id) {
                    page.wrong(0, format!("`{id}` is no name for a conversation"), "texts of that name exist already");
                }
                parts.dialogues.push(dialogue::read(page, id, vocabulary, &names));
            } else if is_rules(path) {
                parts.rules.extend(rule::read(page, vocabulary));
            } else if let Some(id) = article(path) {
                parts.articles.extend(article::read(page, id, vocabulary, &articles));
            } else if let Some(id) = picture(path) {
                parts.pictures.push(drawing::read(page, id));
            } else if *path == "countries.toml" {
                parts.countries = country::read(page);
            } else if *path == "watch.toml" {
                parts.watches = watch::read(page, vocabulary);
            } else if *path == "reminders.toml" {
                parts.reminders = reminder::read(page, vocabulary, &articles);
            } else if path.ends_with(".toml") && !read_elsewhere(path) {
                page.root();
            }
        }
        parts
    }
}

fn read_elsewhere(path: &str) -> bool {
    path == "findings.toml" || voice::language(path).is_some() || understanding::is_patterns(path)
}

/// The id of the conversation that a file holds.
fn conversation(path: &str) -> Option<&str> {
    let id = path.strip_suffix(".toml")?;
    (!path.contains('/') && !NO_CONVERSATIONS.contains(&path)).then_some(id)
}

fn is_rules(path: &str) -> bool {
    path.starts_with("rules/") && path.ends_with(".toml")
}

/// The id of the article that a file holds.
fn article(path: &str) -> Option<&str> {
    path.strip_prefix("articles/")?.strip_suffix(".toml")
}

/// The id of the picture that a file holds.
fn picture(path: &str) -> Option<&str> {
    path.strip_prefix("pictures/")?.strip_suffix(".svg")
}

fn assemble(
    parts: Parts,
    vocabulary: Vocabulary,
    (words, patterns): (super::words::Words, super::understanding::Patterns),
    hash: String,
) -> Library {
    let mut rules = parts.rules;
    rules.sort_by(|a, b| (Reverse(a.urgency), a.rank, &a.id).cmp(&(Reverse(b.urgency), b.rank, &b.id)));
    let dialogues: BTreeMap<DialogueId, Dialogue> =
        parts.dialogues.into_iter().map(|dialogue| (dialogue.id.clone(), dialogue)).collect();
    Library {
        screening: dialogues.get(SCREENING).map(screened).unwrap_or_default(),
        countries: parts.countries.into_iter().map(|country| (country.code.clone(), country)).collect(),
        articles: parts.articles.into_iter().map(|article| (article.id.clone(), article)).collect(),
        pictures: parts.pictures.into_iter().map(|picture| (picture.id.clone(), picture)).collect(),
        reminders: parts.reminders,
        watches: parts.watches,
        vocabulary,
        dialogues,
        rules,
        words,
        patterns,
        hash,
        notes: Notes::default(),
    }
}

fn screened(screening: &Dialogue) -> BTreeSet<FindingKey> {
    let checks = screening.nodes.iter().filter(|node| matches!(node.kind, Kind::Check { .. }));
    checks.flat_map(|node| node.findings().into_iter().cloned()).collect()
}

/// `[a-z][a-z0-9_]*`
fn is_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn mistake(place: Place, what: String, hint: &str) -> Mistake {
    Mistake { place, what, hint: hint.to_owned() }
}
