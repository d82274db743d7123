//! Change an answer: its question again, and from there on whatever the new answer opens, to a new assessment.

use super::asking::repeat;
use super::{leave, open_conversation};
use crate::engine::chat::Position;
use crate::engine::exchange::Exchange;
use crate::engine::fact::Source;
use crate::engine::letter::Keyboard;
use crate::engine::question;
use crate::ids::FindingKey;
use crate::library::dialogue::{Kind, Node};
use crate::library::value::Value;

/// Asks the question again that this finding came from, its answer marked.
pub fn revise(ex: &mut Exchange<'_>, finding: &FindingKey) {
    let episode = ex.chat.episode.as_ref().map(|episode| episode.id);
    let found = episode.zip(origin(ex, finding)).and_then(|(episode, at)| {
        let dialogue = ex.library.dialogue(&at.dialogue)?;
        Some((episode, dialogue, dialogue.node(&at.node)?))
    });
    let Some((episode, dialogue, node)) = found else {
        let line = ex.phrase("nothing-to-change", &[]);
        return ex.say(line, Keyboard::None);
    };
    leave(ex);
    open_conversation(ex, dialogue, Some(episode));
    let known = marked(ex, node);
    if let Some(open) = ex.chat.conversation.as_mut() {
        open.at.node = node.id.clone();
        open.ticks = known;
        open.revises = true;
    }
    repeat(ex, None);
}

/// The broadest question that recorded this finding for the open episode.
pub fn origin(ex: &Exchange<'_>, finding: &FindingKey) -> Option<Position> {
    let facts = ex.chat.facts_in_force(&ex.library.vocabulary, ex.now);
    facts.filter(|fact| fact.finding == *finding && !fact.refines).find_map(|fact| match &fact.source {
        Source::Node { dialogue, node, .. } => Some(Position { dialogue: dialogue.clone(), node: node.clone() }),
        Source::Text | Source::Edit | Source::Diary | Source::DiaryAtLeast | Source::Clock => None,
    })
}

/// The lines that stand for what is known.
fn marked(ex: &Exchange<'_>, node: &Node) -> std::collections::BTreeSet<String> {
    let findings = ex.chat.findings(&ex.library.vocabulary, ex.now);
    let is_known = |line: &question::Line| match &node.kind {
        Kind::Check { items } => items.iter().any(|item| {
            let finding = ex.library.vocabulary.finding(&item.finding);
            let present =
                finding.zip(findings.get(&item.finding)).is_some_and(|(finding, value)| finding.is_present(value));
            item.id.as_str() == line.item && present
        }),
        Kind::AskSeveral { records, .. } => {
            matches!(findings.get(records), Some(Value::Words(words)) if words.contains(&line.item))
        }
        Kind::Say(_)
        | Kind::Ask { .. }
        | Kind::Number { .. }
        | Kind::Duration { .. }
        | Kind::Text { .. }
        | Kind::Call { .. }
        | Kind::End { .. } => {
            let key = node.findings().into_iter().next();
            line.value.is_some() && key.and_then(|key| findings.get(key)) == line.value.as_ref()
        }
    };
    question::lines(node, ex).into_iter().filter(is_known).map(|line| line.item).collect()
}

/// Of a changed answer only what is really new replaces the old, which is withdrawn: a screen ticked as before keeps
/// what follow-ups found out about it.
pub(super) fn replace(ex: &mut Exchange<'_>, values: Vec<(FindingKey, Value)>) -> Vec<(FindingKey, Value)> {
    let known = ex.chat.findings(&ex.library.vocabulary, ex.now);
    let is_new = |(key, value): &(FindingKey, Value)| {
        let Some(finding) = ex.library.vocabulary.finding(key) else { return false };
        let Some(old) = known.get(key) else { return true };
        let refined = finding.is_present(old)
            && finding.is_present(value)
            && ex.chat.facts.iter().any(|fact| fact.finding == *key && fact.refines);
        old != value && !refined
    };
    let values: Vec<(FindingKey, Value)> = values.into_iter().filter(is_new).collect();
    let now = ex.now;
    for fact in ex.chat.facts.iter_mut().filter(|fact| values.iter().any(|(key, _)| *key == fact.finding)) {
        fact.withdrawn.get_or_insert(now);
    }
    values
}
