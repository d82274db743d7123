//! Back: the question before this one again, its old answer marked.

use super::asking::{clear_buttons, repeat};
use super::here;
use crate::engine::chat::Position;
use crate::engine::exchange::Exchange;
use crate::engine::fact::{Fact, Source};
use crate::engine::question::{self, Line};
use crate::ids::{ConversationId, MessageId};
use crate::library::dialogue::Kind;
use crate::library::value::Value;

/// Asks the question before this one again, its old answer marked. Answers behind it stay for as long as the
/// new way still comes past them.
pub(super) fn back(ex: &mut Exchange<'_>, message: Option<MessageId>) {
    clear_buttons(ex, message);
    let Some(open) = ex.chat.conversation.as_mut() else {
        return;
    };
    while open.path.last().is_some_and(|step| step.passed) && open.path.iter().any(|step| !step.passed) {
        open.path.pop();
    }
    if open.path.iter().all(|step| step.passed) {
        return repeat(ex, None);
    }
    if let Some(step) = open.path.pop() {
        open.stack = step.stack;
        open.at = step.at;
        open.ticks.clear();
        open.misses = 0;
    }
    mark_old_answer(ex);
    repeat(ex, None);
}

/// Ticks what was answered here before.
pub(super) fn mark_old_answer(ex: &mut Exchange<'_>) {
    let Some(node) = here(ex) else { return };
    let Some(open) = ex.chat.conversation.as_ref() else { return };
    let old: Vec<&Fact> = ex.chat.facts.iter().filter(|fact| is_from(fact, open.id, &open.at)).collect();
    let is_old = |line: &Line| match &node.kind {
        Kind::Check { items } => items.iter().any(|item| {
            item.id.as_str() == line.item
                && old
                    .iter()
                    .rev()
                    .find(|fact| fact.finding == item.finding)
                    .is_some_and(|fact| fact.value == item.value)
        }),
        Kind::AskSeveral { .. } => {
            old.last().is_some_and(|fact| matches!(&fact.value, Value::Words(words) if words.contains(&line.item)))
        }
        _ => line.value.is_some() && old.last().map(|fact| &fact.value) == line.value.as_ref(),
    };
    let ticks = question::lines(node, ex).into_iter().filter(is_old).map(|line| line.item).collect();
    if let Some(open) = ex.chat.conversation.as_mut() {
        open.ticks = ticks;
    }
}

pub(super) fn is_from(fact: &Fact, running: ConversationId, at: &Position) -> bool {
    matches!(&fact.source, Source::Node { conversation, dialogue, node }
        if *conversation == running && *dialogue == at.dialogue && *node == at.node)
}
