//! What a card may name is explained: every condition by exactly one article.

use std::collections::{BTreeMap, BTreeSet};

use super::mistake;
use crate::ids::{ArticleId, ConditionKey};
use crate::library::Library;
use crate::library::mistake::Mistake;
use crate::library::words::FIRST_LANGUAGE;

pub(super) fn check(library: &Library, faulty: &BTreeSet<String>) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut explained: BTreeMap<&ConditionKey, &ArticleId> = BTreeMap::new();
    for article in library.articles.values() {
        for condition in &article.conditions {
            if let Some(first) = explained.insert(condition, &article.id) {
                let what = format!("condition `{condition}` is explained by `{first}` already");
                mistakes.push(mistake(&article.place, what, "leave it to one of the two"));
            }
        }
    }
    // A faulty article may be the one that explains; no articles at all are told as a missing folder.
    let is_told = library.articles.is_empty() || faulty.iter().any(|file| file.contains("/articles/"));
    if !is_told {
        let unexplained = library.vocabulary.conditions.iter().filter(|condition| !explained.contains_key(condition));
        mistakes.extend(unexplained.filter_map(|condition| without_article(library, condition)));
    }
    mistakes
}

fn without_article(library: &Library, condition: &ConditionKey) -> Option<Mistake> {
    let place = library.words.place(FIRST_LANGUAGE, &format!("condition--{condition}.say"))?;
    let hint = format!("add `conditions = [\"{condition}\"]` to an article");
    Some(mistake(place, format!("no article explains the condition `{condition}`"), &hint))
}
