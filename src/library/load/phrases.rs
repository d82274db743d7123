//! Reads the Fluent files: the bot's own phrases in the first language, and every other language over everything.
//!
//! Gives parsed resources with the place of every text; never decides which phrases are needed.

use std::collections::BTreeMap;

use fluent_syntax::ast::{Entry, Message, Pattern, Resource};
use fluent_syntax::parser;

use super::page::Page;
use super::suggest;
use crate::library::check::texts::{self, Shown, Uses};
use crate::library::mistake::Place;

/// One text of a language: where it stands and what it refers to.
#[derive(Debug, Clone)]
pub(super) struct Entered {
    pub place: Place,
    pub uses: Uses,
}

/// All texts of one language, by `key` and `key.attribute`.
pub(super) type Index = BTreeMap<String, Entered>;

/// The texts of one file.
pub(super) fn read(page: &mut Page<'_>) -> Index {
    let resource = match parser::parse(page.text) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            for error in errors {
                let hint = "a phrase is `key = text`, its further lines are indented";
                page.wrong(error.pos.start, format!("this is no Fluent: {}", error.kind), hint);
            }
            resource
        }
    };
    let mut index = Index::new();
    for entry in &resource.body {
        match entry {
            Entry::Message(message) => enter_message(page, message, &mut index),
            Entry::Term(term) => enter(page, &mut index, &format!("-{}", term.id.name), term.id.name, &term.value),
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) | Entry::Junk { .. } => {}
        }
    }
    index
}

/// The texts of a Fluent source made from the dialogues, whose places are known.
pub(super) fn index_generated(resource: &Resource<&str>, places: &BTreeMap<String, Place>) -> Index {
    let mut index = Index::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else {
            continue;
        };
        for attribute in &message.attributes {
            let name = format!("{}.{}", message.id.name, attribute.id.name);
            let place = places.get(&name).cloned().unwrap_or_default();
            index.insert(name, Entered { place, uses: texts::uses(&attribute.value) });
        }
    }
    index
}

/// Another language may only say what the first one says, with the same blanks. `is_unsure` names texts that may
/// be missing only because their own file has mistakes.
pub(super) fn judge_overlay(page: &mut Page<'_>, overlay: &Index, first: &Index, is_unsure: &dyn Fn(&str) -> bool) {
    for (name, entered) in overlay.iter().filter(|(name, _)| !name.starts_with('-') && !is_unsure(name)) {
        let Some(original) = first.get(name) else {
            let hint = suggest::among(name, first.keys().map(String::as_str));
            page.mistakes.push(super::mistake(entered.place.clone(), format!("no text `{name}` exists"), &hint));
            continue;
        };
        for blank in entered.uses.blanks.iter().filter(|blank| !original.uses.blanks.contains(blank)) {
            let what = format!("`{name}` has the blank `${blank}`, which the original has not");
            let hint = suggest::among(blank, original.uses.blanks.iter().map(String::as_str));
            page.mistakes.push(super::mistake(entered.place.clone(), what, &hint));
        }
    }
}

/// `{ other }` must exist in the same language.
pub(super) fn judge_references(index: &Index) -> Vec<crate::library::mistake::Mistake> {
    let mut mistakes = Vec::new();
    for (name, entered) in index {
        for other in entered.uses.messages.iter().filter(|other| !index.contains_key(*other)) {
            let what = format!("`{name}` refers to `{other}`, which does not exist in this language");
            let hint = suggest::among(other, index.keys().map(String::as_str));
            mistakes.push(super::mistake(entered.place.clone(), what, &hint));
        }
    }
    mistakes
}

fn enter_message(page: &mut Page<'_>, message: &Message<&str>, index: &mut Index) {
    let key = message.id.name;
    if let Some(value) = &message.value {
        enter(page, index, key, key, value);
    }
    for attribute in &message.attributes {
        enter(page, index, &format!("{key}.{}", attribute.id.name), attribute.id.name, &attribute.value);
    }
}

/// `written` is the piece of the file at which the text stands.
fn enter(page: &mut Page<'_>, index: &mut Index, name: &str, written: &str, pattern: &Pattern<&str>) {
    let at = (written.as_ptr() as usize).saturating_sub(page.text.as_ptr() as usize);
    let shown = name.split_once('.').map_or(Shown::Message, |(_, attribute)| Shown::of(attribute));
    for (what, hint) in texts::problems(pattern, shown) {
        page.wrong(at, format!("`{name}`: {what}"), hint);
    }
    let entered = Entered { place: page.place(at), uses: texts::uses(pattern) };
    if index.insert(name.to_owned(), entered).is_some() {
        page.wrong(at, format!("`{name}` stands here twice"), "");
    }
}
