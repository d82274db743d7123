//! Typed words at an open question, as it stands and as they were understood.

use super::asking::{repeat, settle_typed, shown_lines};
use super::same::{SAME, is_said as is_same};
use super::walking::{advance, known_answer};
use super::{accept_number, accept_words, hand_over, handing, here, out_of_range, restart, take, tick_typed};
use crate::engine::exchange::Exchange;
use crate::engine::question::Line;
use crate::engine::reply::{self, Reply};
use crate::library::dialogue::{Kind, Node, Target};
use crate::library::value::Value;

/// Takes words that answer the open question as it stands. False when they do not.
pub fn typed(ex: &mut Exchange<'_>, text: &str) -> bool {
    let Some(node) = here(ex) else {
        restart(ex);
        return true;
    };
    if is_same(ex, node, text) {
        take(ex, node, SAME, None);
        return true;
    }
    match reply::read(text, node, &shown_lines(ex, node), ex) {
        Reply::Item(item) => take(ex, node, &item, None),
        Reply::Items(items) => tick_typed(ex, items),
        Reply::Number(number) => accept_number(ex, node, number),
        Reply::OutOfRange => out_of_range(ex, node),
        Reply::Words(words) => accept_words(ex, node, words),
        Reply::Unclear if handing::is_said(ex, text) => hand_over(ex),
        Reply::Unclear => return false,
    }
    true
}

/// What words say at a node.
pub fn read(ex: &Exchange<'_>, node: &Node, text: &str) -> Reply {
    reply::read(text, node, &shown_lines(ex, node), ex)
}

/// The lines that the open question offers.
pub fn lines(ex: &Exchange<'_>, node: &Node) -> Vec<Line> {
    shown_lines(ex, node)
}

/// Whether the words are exactly a line of the open question: as good as its button.
pub fn names_a_line(ex: &Exchange<'_>, text: &str) -> bool {
    here(ex).is_some_and(|node| reply::exact_line(&reply::normalise(text), &shown_lines(ex, node)).is_some())
}

/// Answers the open question with one of its items or ways out.
pub fn answer_item(ex: &mut Exchange<'_>, item: &str) {
    if let Some(node) = here(ex) {
        take(ex, node, item, None);
    }
}

/// Answers the open question with a value of its finding. False when the question does not offer it.
pub fn answer_value(ex: &mut Exchange<'_>, value: &Value) -> bool {
    let Some(node) = here(ex) else {
        return false;
    };
    if let (Kind::Number { .. } | Kind::Duration { .. }, Value::Number(number)) = (&node.kind, value) {
        accept_number(ex, node, *number);
        return true;
    }
    let offered = shown_lines(ex, node).into_iter().find(|line| is_of(line, value));
    if let Some(line) = &offered {
        match node.kind {
            Kind::AskSeveral { .. } => tick_typed(ex, vec![line.item.clone()]),
            _ => take(ex, node, &line.item, None),
        }
    }
    offered.is_some()
}

fn is_of(line: &Line, value: &Value) -> bool {
    line.value.as_ref() == Some(value) || matches!(value, Value::Words(words) if words.contains(&line.item))
}

/// Goes on from the open question: over it where it is answered by now, else it comes again.
pub fn resume(ex: &mut Exchange<'_>) {
    let Some(open) = ex.chat.conversation.as_ref() else {
        return;
    };
    let at = open.at.node.clone();
    settle_typed(ex, None);
    if here(ex).is_some_and(|node| node.is_question() && known_answer(ex, node).is_none()) {
        return repeat(ex, None);
    }
    advance(ex, &Target::Node(at));
}

/// Whether the steps of help are open.
pub fn is_in_first_aid(ex: &Exchange<'_>) -> bool {
    here(ex).is_some_and(|node| node.as_say().is_some_and(|say| say.first_aid))
}

/// The next step of help, as if "it still lasts" had been pressed. False when no such step is open.
pub fn still_lasts(ex: &mut Exchange<'_>) -> bool {
    let lasts = here(ex).and_then(|node| node.as_say()?.lasts.clone());
    if let Some(lasts) = &lasts {
        answer_item(ex, lasts.as_str());
    }
    lasts.is_some()
}

/// Goes on behind the steps of help, as if their "it let go" had been pressed. False when no such step is open.
pub fn leave_first_aid(ex: &mut Exchange<'_>) -> bool {
    let Some(Kind::Say(say)) = here(ex).map(|node| &node.kind) else {
        return false;
    };
    let Some(stops) = &say.stops else {
        return false;
    };
    answer_item(ex, stops.as_str());
    true
}
