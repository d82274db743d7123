//! The ticks on a screen of several facts, set by presses and by typed numbers.

use super::answering::{Answer, accept, answer_to, doubtful, sign_of_life};
use super::asking::{clear_buttons, look, repeat, settle_typed, shown_lines, tag};
use super::closing::findings;
use super::here;
use crate::engine::exchange::Exchange;
use crate::engine::letter::Target as Message;
use crate::engine::press::UNSURE;
use crate::engine::{question, triage};
use crate::ids::MessageId;
use crate::library::dialogue::Node;
use crate::library::rule::Urgency;
use crate::library::value::Value;
use crate::library::words::Blank;

pub(super) fn tick(ex: &mut Exchange<'_>, node: &Node, item: &str, on: bool, message: Option<MessageId>) {
    if !shown_lines(ex, node).iter().any(|line| line.item == item) {
        return;
    }
    if let Some(open) = ex.chat.conversation.as_mut() {
        if on {
            open.ticks.insert(item.to_owned())
        } else {
            open.ticks.remove(item)
        };
    }
    if is_alarm(ex, node) {
        return take_as_ticked(ex, node, message);
    }
    sign_of_life(ex);
    let (tag, buttons) = look(ex, |look| (tag(look), question::buttons(node, ex, look)));
    ex.edit(message.map_or(Message::Tag(tag), Message::Message), None, buttons);
}

/// Whether what is ticked so far needs help now, whatever the rest of the screen may be.
fn is_alarm(ex: &Exchange<'_>, node: &Node) -> bool {
    let mut supposed = findings(ex);
    for (key, value) in answer_to(ex, node, UNSURE).map(Answer::into_values).unwrap_or_default() {
        if value != Value::Unsure {
            supposed.set(key, value);
        }
    }
    triage::assess(&supposed, ex.library).urgency == Urgency::Emergency
}

/// Nobody who needs help now has to press Done: the ticks count, the rest stays open.
fn take_as_ticked(ex: &mut Exchange<'_>, node: &Node, message: Option<MessageId>) {
    if let Some(answer) = answer_to(ex, node, UNSURE) {
        accept(ex, node, answer, message);
    }
}

/// "None" after a tick contradicts it; the tick is the more dangerous answer, so the person decides again.
pub(super) fn doubt_none(ex: &mut Exchange<'_>, message: Option<MessageId>) {
    clear_buttons(ex, message);
    let items = ticked_labels(ex);
    let line = ex.phrase("ticked-but-none", &[("items", Blank::Text(&items))]);
    repeat(ex, Some(line));
}

/// What is ticked on the open screen, in words.
pub(super) fn ticked_labels(ex: &Exchange<'_>) -> String {
    let ticks = ex.chat.conversation.as_ref().map(|open| open.ticks.clone()).unwrap_or_default();
    let lines = here(ex).map(|node| shown_lines(ex, node)).unwrap_or_default();
    let labels: Vec<String> = lines
        .into_iter()
        .filter_map(|line| match (ticks.contains(&line.item), ticks.contains(&doubtful(&line.item))) {
            (true, _) => Some(line.label),
            (false, true) => Some(format!("{} (?)", line.label)),
            (false, false) => None,
        })
        .collect();
    labels.join(", ")
}

/// Typed items are ticked and shown again, so that more can follow before Done.
pub(super) fn tick_typed(ex: &mut Exchange<'_>, items: Vec<String>) {
    settle_typed(ex, None);
    if let Some(open) = ex.chat.conversation.as_mut() {
        for item in items {
            // A later word about the same line replaces the earlier one.
            let other = item.strip_suffix('?').map_or_else(|| doubtful(&item), str::to_owned);
            open.ticks.remove(&other);
            open.ticks.insert(item);
        }
    }
    if let Some(node) = here(ex).filter(|node| is_alarm(ex, node)) {
        return take_as_ticked(ex, node, None);
    }
    let items = ticked_labels(ex);
    let line = ex.phrase("ticked", &[("items", Blank::Text(&items))]);
    repeat(ex, Some(line));
}
