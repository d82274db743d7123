//! "Same as last time": where it sits, on which side and what somebody was doing, from the cramp before. Back changes it.
//!
//! Nothing that bears on a warning sign is ever taken over.

use super::answering::Answer;
use crate::engine::bout::bouts;
use crate::engine::chat::Conversation;
use crate::engine::exchange::Exchange;
use crate::engine::reply::{is_among, normalise};
use crate::ids::{ChoiceId, FindingKey};
use crate::library::Library;
use crate::library::dialogue::Node;
use crate::library::value::Value;
use crate::library::words::Blank;

/// The item of the button.
pub const SAME: &str = "_same";
/// What is taken over; it is offered where one of the first two is asked.
const KEYS: [&str; 3] = ["cramp_sites", "side", "onset_context"];
/// Cramps before this one, from which on it is offered.
const FEWEST: usize = 3;
/// Entries read for them: a bout has about five.
const MOST_ENTRIES: usize = 60;
/// Longest label, in characters; Telegram shows about so many.
const LONGEST: usize = 60;

/// The words of the button at a question, where it is offered there.
pub fn same_as_last(ex: &Exchange<'_>, node: &Node) -> Option<String> {
    let values = last(ex, node)?;
    let parts: Vec<String> = values.iter().filter_map(|(key, value)| in_words(ex, key, value)).collect();
    let what = parts.join(", ");
    let label = ex.phrase("button-same", &[("what", Blank::Text(&what))]);
    (label.chars().count() <= LONGEST).then_some(label)
}

/// Whether typed words say so where it is offered.
pub(super) fn is_said(ex: &Exchange<'_>, node: &Node, text: &str) -> bool {
    let said = normalise(text);
    let offered = || same_as_last(ex, node);
    is_asked_at(node)
        && (is_among(&said, &ex.phrase("typed-same", &[])) && offered().is_some()
            || offered().is_some_and(|label| normalise(&label) == said))
}

pub(super) fn answer(ex: &Exchange<'_>, node: &Node) -> Option<Answer> {
    let shown = same_as_last(ex, node)?;
    let mut values = last(ex, node)?;
    // The question's own finding comes last: it is the answer that Back marks.
    let is_own = |key: &FindingKey| node.findings().contains(key);
    values.sort_by_key(|(key, _)| is_own(key));
    let choice = match values.last() {
        Some((key, Value::Word(word))) if is_own(key) => Some(ChoiceId::from(word.as_str())),
        _ => None,
    };
    Some(Answer::new(values, choice, shown))
}

/// What was taken over and is not answered by this question any more.
pub(super) fn is_taken_over(key: &FindingKey) -> bool {
    KEYS.contains(&key.as_str())
}

fn is_asked_at(node: &Node) -> bool {
    node.findings().iter().any(|key| KEYS[..2].contains(&key.as_str()))
}

/// What the cramp before this one was like, as far as it is still asked.
fn last(ex: &Exchange<'_>, node: &Node) -> Option<Vec<(FindingKey, Value)>> {
    let open =
        ex.chat.conversation.as_ref().filter(|open| is_asked_at(node) && open.wanted.is_none() && !open.revises)?;
    let is_cramp = ex.chat.episode.as_ref().is_some_and(|episode| episode.cramp && Some(episode.id) == open.episode);
    let entries = ex.diary.newest(open.subject, MOST_ENTRIES);
    let mut cramps: Vec<_> =
        bouts(&entries).into_iter().filter(|(id, bout)| bout.cramp && Some(*id) != open.episode).collect();
    cramps.sort_by_key(|(_, bout)| bout.at);
    let (_, before) = cramps.last().filter(|_| is_cramp && cramps.len() >= FEWEST)?;
    let values: Vec<(FindingKey, Value)> = KEYS
        .iter()
        .filter_map(|key| Some((FindingKey::from(*key), before.known.get(*key)?.clone())))
        .filter(|(key, value)| !is_empty(value) && is_open(ex, open, node, key))
        .collect();
    let has_own = values.iter().any(|(key, _)| node.findings().contains(key));
    has_own.then_some(values)
}

fn is_empty(value: &Value) -> bool {
    matches!(value, Value::Words(words) if words.is_empty())
}

fn is_open(ex: &Exchange<'_>, open: &Conversation, node: &Node, key: &FindingKey) -> bool {
    let mut facts = ex.chat.facts_in_force(&ex.library.vocabulary, ex.now);
    node.findings().contains(key) || !facts.any(|fact| fact.finding == *key && fact.episode == open.episode)
}

fn in_words(ex: &Exchange<'_>, key: &FindingKey, value: &Value) -> Option<String> {
    match value {
        Value::Words(sites) => {
            let sites: Vec<String> =
                sites.iter().map(|site| ex.phrase("entry-site", &[("site", Blank::Text(site))])).collect();
            Some(sites.join(", "))
        }
        Value::Word(side) if key.as_str() == "side" => Some(ex.phrase("entry-side", &[("side", Blank::Text(side))])),
        Value::Word(word) => label(ex, ex.library, key, word),
        Value::Flag(_) | Value::Number(_) | Value::Unsure => None,
    }
}

/// As the question words it that asks for it.
fn label(ex: &Exchange<'_>, library: &Library, key: &FindingKey, word: &str) -> Option<String> {
    let mut nodes = library.dialogues.values().flat_map(|dialogue| &dialogue.nodes);
    let node = nodes
        .find(|node| node.findings().contains(key) && node.choices().iter().any(|choice| choice.id.as_str() == word))?;
    Some(ex.authored(&node.text, &format!("choice-{word}")).to_lowercase())
}
