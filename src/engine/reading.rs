//! What can be read: the sections, the articles of one, an article, and finding one by a word.
//!
//! Keeps nothing about the person: a press says all there is to know, and what was read is written nowhere.

use super::card::menu_button;
use super::exchange::{Exchange, escape};
use super::letter::{Button, Keyboard};
use super::picture;
use super::press;
use super::reply::normalise;
use super::triage::Assessment;
use crate::ids::ArticleId;
use crate::library::article::{Article, Evidence, Section};
use crate::library::words::Blank;

/// Articles shown in one message.
const MOST_ARTICLES: usize = 8;
/// Longest part of the words that is said back, in characters.
const MOST_OF_A_WORD: usize = 40;
/// Shorter words say too little to look for in a text.
const WORD_TO_LOOK_FOR: usize = 3;
/// A word of this length may be misspelt by one letter.
const WORD_TO_FORGIVE: usize = 5;

/// `/learn`, with a word to look for or without.
pub fn learn(ex: &mut Exchange<'_>, wanted: &str) {
    if normalise(wanted).is_empty() {
        return sections(ex);
    }
    let found = find(ex, wanted);
    match found.as_slice() {
        [] => {
            let shown = escape(&wanted.chars().take(MOST_OF_A_WORD).collect::<String>());
            let text = ex.phrase("learn-nothing", &[("word", Blank::Text(&shown))]);
            let keyboard = section_buttons(ex);
            ex.say(text, keyboard);
        }
        [only] => show(ex, only),
        several => {
            let text = ex.phrase("learn-found", &[]);
            let mut rows: Vec<Vec<Button>> = several.iter().map(|article| vec![article_button(ex, article)]).collect();
            rows.push(vec![menu_button(ex, "button-sections", "learn")]);
            ex.say(text, Keyboard::Inline(rows));
        }
    }
}

pub fn sections(ex: &mut Exchange<'_>) {
    let text = ex.phrase("learn", &[]);
    let keyboard = section_buttons(ex);
    ex.say(text, keyboard);
}

fn section_buttons(ex: &Exchange<'_>) -> Keyboard {
    let shelves = Section::ALL
        .into_iter()
        .filter(|section| ex.library.articles.values().any(|article| article.section == *section));
    let row = |section| vec![Button { label: section_name(ex, section), data: section_data(section, 0) }];
    Keyboard::Inline(shelves.map(row).collect())
}

/// The articles of a section: `causes`, or `causes.1` for its second page.
pub fn section(ex: &mut Exchange<'_>, argument: &str) {
    let (name, page) = argument.split_once('.').unwrap_or((argument, "0"));
    let (Some(section), Ok(page)) = (Section::of(name), page.parse::<usize>()) else {
        return sections(ex);
    };
    let articles = articles_of(ex, section);
    let Some(shown) = articles.chunks(MOST_ARTICLES).nth(page) else {
        return sections(ex);
    };
    let mut rows: Vec<Vec<Button>> = shown.iter().map(|article| vec![article_button(ex, article)]).collect();
    let mut last = vec![menu_button(ex, "button-sections", "learn")];
    if articles.len() > (page + 1) * MOST_ARTICLES {
        last.push(Button { label: ex.phrase("button-more", &[]), data: section_data(section, page + 1) });
    } else if page > 0 {
        last.push(Button { label: ex.phrase("button-first-page", &[]), data: section_data(section, 0) });
    }
    rows.push(last);
    ex.say(format!("<b>{}</b>", section_name(ex, section)), Keyboard::Inline(rows));
}

/// By rank, then by title in the person's language.
fn articles_of<'l>(ex: &Exchange<'l>, section: Section) -> Vec<&'l Article> {
    let articles = ex.library.articles.values().filter(|article| article.section == section);
    let mut articles: Vec<&Article> = articles.collect();
    articles.sort_by_cached_key(|article| (article.rank, title(ex, article)));
    articles
}

/// An article with its ways on. One that is gone from the files leads back to the sections.
pub fn article(ex: &mut Exchange<'_>, id: &str) {
    match ex.library.articles.get(&ArticleId::from(id)) {
        Some(article) => show(ex, article),
        None => sections(ex),
    }
}

fn show(ex: &mut Exchange<'_>, article: &Article) {
    let see = article.see.iter().filter_map(|id| ex.library.articles.get(id));
    let mut rows: Vec<Vec<Button>> = see.map(|other| vec![article_button(ex, other)]).collect();
    rows.extend(picture::row(ex, article.picture.as_ref()));
    let section = section_name(ex, article.section);
    let label = ex.phrase("button-section", &[("section", Blank::Text(&section))]);
    rows.push(vec![Button { label, data: section_data(article.section, 0) }]);
    let text = page(ex, article);
    ex.say(text, Keyboard::Inline(rows));
}

/// The same without buttons, so that those of the card it was opened from stay.
pub fn aside_from_card(ex: &mut Exchange<'_>, id: &str) {
    match ex.library.articles.get(&ArticleId::from(id)) {
        Some(article) => {
            let text = format!("{}\n{}", page(ex, article), ex.phrase("learn-more", &[]));
            ex.say(text, Keyboard::None);
        }
        None => sections(ex),
    }
}

fn page(ex: &Exchange<'_>, article: &Article) -> String {
    let (evidence, source) = (evidence(ex, article.evidence), escape(&article.source));
    let blanks = [
        ("evidence", Blank::Text(&evidence)),
        ("source", Blank::Text(&source)),
        ("read", Blank::Text(&article.source_read)),
    ];
    let foot = ex.phrase("article-foot", &blanks);
    format!("<b>{}</b>\n\n{}\n\n<i>{foot}</i>", title(ex, article), ex.authored(&article.text(), "text"))
}

/// "Read about it" for a card: what the first rule of its level names first.
pub fn of_card(ex: &Exchange<'_>, assessment: &Assessment<'_>) -> Option<Button> {
    let rule = assessment.because.iter().find(|rule| rule.urgency == assessment.urgency)?;
    let article = ex.library.explaining(rule.names.first()?)?;
    let data = press::menu_data("read", Some(article.id.as_str()));
    Some(Button { label: ex.phrase("button-read", &[]), data })
}

/// The title of an article, typed where its button is not remembered: before the consent. False when it is none.
pub fn named(ex: &mut Exchange<'_>, text: &str) -> bool {
    let said = normalise(text);
    let named = ex.library.articles.values().find(|article| normalise(&title(ex, article)) == said);
    if let Some(article) = named {
        show(ex, article);
    }
    named.is_some()
}

/// Articles with every wanted word in the title; if there is none, in the title or the text; if there is none,
/// those with any of the words in the title. In the order of the sections.
fn find<'l>(ex: &Exchange<'l>, wanted: &str) -> Vec<&'l Article> {
    let said = normalise(wanted);
    let wanted: Vec<&str> = words(&said).filter(|word| word.chars().count() >= WORD_TO_LOOK_FOR).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let has = |text: &str, word: &str| words(text).any(|other| is_alike(word, other));
    let titled = |article: &Article| normalise(&title(ex, article));
    let whole =
        |article: &Article| format!("{} {}", titled(article), ex.authored(&article.text(), "text").to_lowercase());
    let articles = || ex.library.articles.values();
    let mut found: Vec<&Article> = articles().filter(|it| wanted.iter().all(|word| has(&titled(it), word))).collect();
    if found.is_empty() {
        found = articles().filter(|it| wanted.iter().all(|word| has(&whole(it), word))).collect();
    }
    if found.is_empty() {
        found = articles().filter(|it| wanted.iter().any(|word| has(&titled(it), word))).collect();
    }
    found.sort_by_cached_key(|article| (article.section, article.rank, title(ex, article)));
    found.truncate(MOST_ARTICLES);
    found
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The same word, its plural, its beginning, or one slip away from it.
fn is_alike(wanted: &str, word: &str) -> bool {
    let stem = wanted.strip_suffix('s').filter(|stem| stem.chars().count() >= WORD_TO_LOOK_FOR).unwrap_or(wanted);
    let may_slip = wanted.chars().count() >= WORD_TO_FORGIVE;
    word.starts_with(stem) || may_slip && strsim::damerau_levenshtein(wanted, word) == 1
}

fn title(ex: &Exchange<'_>, article: &Article) -> String {
    ex.authored(&article.text(), "title")
}

fn article_button(ex: &Exchange<'_>, article: &Article) -> Button {
    Button { label: title(ex, article), data: press::menu_data("article", Some(article.id.as_str())) }
}

fn section_data(section: Section, page: usize) -> String {
    let argument = if page == 0 { section.name().to_owned() } else { format!("{}.{page}", section.name()) };
    press::menu_data("section", Some(&argument))
}

fn section_name(ex: &Exchange<'_>, section: Section) -> String {
    match section {
        Section::Causes => ex.phrase("section-causes", &[]),
        Section::Conditions => ex.phrase("section-conditions", &[]),
        Section::Tests => ex.phrase("section-tests", &[]),
        Section::Treatment => ex.phrase("section-treatment", &[]),
        Section::Stretches => ex.phrase("section-stretches", &[]),
        Section::Food => ex.phrase("section-food", &[]),
        Section::Habits => ex.phrase("section-habits", &[]),
    }
}

fn evidence(ex: &Exchange<'_>, evidence: Evidence) -> String {
    match evidence {
        Evidence::Trial => ex.phrase("evidence-trial", &[]),
        Evidence::Experts => ex.phrase("evidence-experts", &[]),
        Evidence::Unproven => ex.phrase("evidence-unproven", &[]),
    }
}
