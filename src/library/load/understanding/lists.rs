//! Reads word lists, spellings, common words and the shapes of numbers.

use regex::{Regex, RegexSet};

use super::super::page::Page;
use super::super::table::{self, Entry, Table, Text};
use super::phrase;
use crate::library::understanding::dictionary::{Dictionary, ListId, MEASURED, Phrase, Shapes};

pub(super) fn read(page: &mut Page<'_>, root: &mut Table<'_>, dictionary: &mut Dictionary) {
    if let Some(mut lists) = root.table(page, "lists") {
        for (name, entry) in lists.rest() {
            let Some(list) = new_list(page, &name, dictionary) else { continue };
            let value = dictionary.add_value(list, "");
            add_words(page, &format!("list `{}`", name.text), entry, (list, value), dictionary);
        }
    }
    if let Some(mut values) = root.table(page, "values") {
        for (name, entry) in values.rest() {
            let Some(list) = new_list(page, &name, dictionary) else { continue };
            let about = format!("values `{}`", name.text);
            let Some(mut inner) = Table::of(page, about.clone(), name.span.start, entry) else { continue };
            for (value, entry) in inner.rest() {
                let at = dictionary.add_value(list, value.text);
                add_words(page, &format!("{about}: `{}`", value.text), entry, (list, at), dictionary);
            }
        }
    }
    spelling(page, root, dictionary);
    shapes(page, root, dictionary);
}

fn new_list(page: &mut Page<'_>, name: &Text<'_>, dictionary: &mut Dictionary) -> Option<ListId> {
    if !super::super::is_id(name.text) {
        page.wrong(name.span.start, format!("`{}` is no name for a list", name.text), super::super::ID_HINT);
        return None;
    }
    if MEASURED.contains(&name.text) {
        let what = format!("`{}` is read from numbers and has no words", name.text);
        page.wrong(name.span.start, what, "choose another name");
        return None;
    }
    if dictionary.list(name.text).is_some() {
        let what = format!("there is a list `{}` already", name.text);
        page.wrong(name.span.start, what, "put the words of both together");
        return None;
    }
    Some(dictionary.add_list(name.text))
}

fn add_words(
    page: &mut Page<'_>,
    about: &str,
    entry: &Entry<'_>,
    (list, value): (ListId, u16),
    dictionary: &mut Dictionary,
) {
    let mut seen = std::collections::BTreeSet::new();
    for text in table::texts_of(page, about, entry) {
        let words = phrase::words(text.text);
        if words.is_empty() {
            page.wrong(text.span.start, format!("{about}: `{}` holds no word", text.text), "");
            continue;
        }
        if !seen.insert(words.clone()) {
            page.wrong(text.span.start, format!("{about}: `{}` stands here twice", text.text), "");
        }
        let words = words.iter().map(|word| dictionary.add_word(word)).collect();
        dictionary.add_phrase(Phrase { words, list, value });
    }
}

fn spelling(page: &mut Page<'_>, root: &mut Table<'_>, dictionary: &mut Dictionary) {
    if let Some(mut spelling) = root.table(page, "spelling") {
        for (wrong, entry) in spelling.rest() {
            let Some(right) = table::text_of(page, &format!("spelling `{}`", wrong.text), entry) else { continue };
            let right = phrase::words(right.text).iter().map(|word| dictionary.add_word(word)).collect();
            dictionary.add_spelling(wrong.text, right);
        }
    }
    for text in root.texts(page, "common") {
        text.text.split_whitespace().for_each(|word| dictionary.add_common(word));
    }
}

/// Named regular expressions; what they find in a text becomes one word of it. Of two that overlap the earlier one counts.
fn shapes(page: &mut Page<'_>, root: &mut Table<'_>, dictionary: &mut Dictionary) {
    let Some(mut table) = root.table(page, "shapes") else { return };
    let mut each = Vec::new();
    for (name, entry) in table.rest() {
        let Some(text) = table::text_of(page, &format!("shape `{}`", name.text), entry) else { continue };
        match Regex::new(text.text) {
            Ok(regex) => each.push((name.text.to_owned(), regex)),
            Err(error) => {
                let reason = error.to_string();
                let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
                let what = format!("shape `{}` is no regular expression: {reason}", name.text);
                page.wrong(text.span.start, what, "as for the regex crate of Rust");
            }
        }
    }
    let any = RegexSet::new(each.iter().map(|(_, regex)| regex.as_str())).unwrap_or_default();
    dictionary.shapes = Shapes { any, each };
}
