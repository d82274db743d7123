//! Shows the question at which a conversation stands, and settles it once it is answered.

use std::collections::BTreeSet;

use super::handing;
use super::here;
use super::returning::is_from;
use super::walking::{restart, settles};
use super::wanted::is_asking;
use crate::engine::exchange::Exchange;
use crate::engine::fact::{Fact, Source};
use crate::engine::letter::{Class, Keyboard, Tag, Target as Message};
use crate::engine::question::{self, Line, Look};
use crate::ids::{ConversationId, MessageId, Visit};
use crate::library::dialogue::{Item, Kind, Node};
use crate::library::value::Value;

/// The question for the first time; the very first one of a conversation says how long it takes.
pub(super) fn ask(ex: &mut Exchange<'_>) {
    let is_first = here(ex).is_some_and(Node::is_question)
        && !is_asking(ex)
        && ex.chat.conversation.as_ref().is_some_and(|open| !open.whole && open.path.iter().all(|step| step.passed));
    let intro = if is_first { intro(ex) } else { None };
    show(ex, intro, true);
}

/// The question once more, after a line of its own where there is one.
pub(super) fn repeat(ex: &mut Exchange<'_>, line: Option<String>) {
    show(ex, line, true);
}

/// Other words in the place of the question's, over its buttons.
pub(super) fn ask_with(ex: &mut Exchange<'_>, words: String) {
    show(ex, Some(words), false);
}

/// Each showing is a visit of its own, so that a button answers one showing only.
fn show(ex: &mut Exchange<'_>, line: Option<String>, with_question: bool) {
    let Some(node) = here(ex) else {
        return restart(ex);
    };
    if let Some(open) = ex.chat.conversation.as_mut() {
        open.visit = Visit(open.visit.0 + 1);
        open.content.clone_from(&ex.library.hash);
    }
    let (tag, question, buttons) =
        look(ex, |look| (tag(look), question::text(node, ex, look), question::buttons(node, ex, look)));
    let question = with_question.then_some(question);
    let message = [line, question].into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    let class = if is_first_aid(node) { Class::Emergency } else { Class::Answer };
    let keyboard = if buttons.is_empty() { Keyboard::None } else { Keyboard::Inline(buttons) };
    ex.send(class, message, keyboard, Some(tag));
}

fn intro(ex: &Exchange<'_>) -> Option<String> {
    let id = &ex.chat.conversation.as_ref()?.dialogue;
    let dialogue = ex.library.dialogue(id)?;
    dialogue.has_intro.then(|| ex.authored(id.as_str(), "intro"))
}

pub(super) fn is_first_aid(node: &Node) -> bool {
    matches!(&node.kind, Kind::Say(say) if say.first_aid)
}

pub(super) fn look<T>(ex: &Exchange<'_>, show: impl FnOnce(&Look<'_>) -> T) -> T {
    let nothing = BTreeSet::new();
    let open = ex.chat.conversation.as_ref();
    let hidden = here(ex).map(|node| hidden(ex, node)).unwrap_or_default();
    show(&Look {
        conversation: open.map_or(ConversationId(0), |open| open.id),
        visit: open.map_or(Visit(0), |open| open.visit),
        marked: open.map_or(&nothing, |open| &open.ticks),
        hidden: &hidden,
        can_be_for_other: handing::is_offered(ex),
        has_back: open.is_some_and(|open| open.path.iter().any(|step| !step.passed)),
        ways_out_first: open.is_some_and(|open| open.misses > 1),
    })
}

pub(super) fn tag(look: &Look<'_>) -> Tag {
    Tag { conversation: look.conversation, visit: look.visit }
}

/// Items of a check screen that other questions have answered already.
pub(super) fn hidden(ex: &Exchange<'_>, node: &Node) -> BTreeSet<String> {
    let Kind::Check { items } = &node.kind else {
        return BTreeSet::new();
    };
    let Some(open) = ex.chat.conversation.as_ref().filter(|open| !open.revises) else {
        return BTreeSet::new();
    };
    let told: Vec<&Fact> = ex
        .chat
        .facts_in_force(&ex.library.vocabulary, ex.now)
        .filter(|fact| !is_from(fact, open.id, &open.at) && settles(fact, open.id, &ex.library.vocabulary))
        // Who asks to be asked wants what they were not sure about.
        .filter(|fact| open.wanted.is_none() || fact.value != Value::Unsure)
        .collect();
    let is_known = |item: &Item| told.iter().any(|fact| answers(ex, fact, item));
    let hidden: BTreeSet<String> = items.iter().filter(|item| is_known(item)).map(|item| item.id.to_string()).collect();
    // A screen asked for on purpose is never empty.
    if hidden.len() == items.len() { BTreeSet::new() } else { hidden }
}

/// Whether a fact answers a line of a screen. Of a finding with several values a question has asked for those that it
/// offered and words tell those that they name: who had no contact with poison was not asked for heat.
fn answers(ex: &Exchange<'_>, fact: &Fact, item: &Item) -> bool {
    if fact.finding != item.finding {
        return false;
    }
    let (Value::Words(told), Value::Words(wanted)) = (&fact.value, &item.value) else { return true };
    let offers = |node: &Node| match &node.kind {
        Kind::Check { items } => items.iter().any(|other| other.finding == item.finding && other.value == item.value),
        _ => wanted.iter().all(|word| node.choices().iter().any(|choice| choice.id.as_str() == word)),
    };
    match &fact.source {
        Source::Node { dialogue, node, .. } => ex.library.node(dialogue, node).is_none_or(offers),
        Source::Text => wanted.is_subset(told),
        Source::Edit | Source::Diary | Source::DiaryAtLeast | Source::Clock => true,
    }
}

pub(super) fn shown_lines(ex: &Exchange<'_>, node: &Node) -> Vec<Line> {
    let hidden = hidden(ex, node);
    question::lines(node, ex).into_iter().filter(|line| !hidden.contains(&line.item)).collect()
}

/// The answered question shows its answer and loses its buttons; first aid keeps every word.
pub(super) fn settle(ex: &mut Exchange<'_>, node: &Node, shown: &str, message: Option<MessageId>) {
    if is_first_aid(node) || matches!(node.kind, Kind::Say(_)) {
        return clear_buttons(ex, message);
    }
    let question = ex.authored(&node.text, "text");
    let text = format!("{question}\n<b>{shown}</b>");
    match message {
        Some(message) => ex.edit(Message::Message(message), Some(text), Vec::new()),
        None => settle_typed(ex, Some(text)),
    }
}

/// Edits the open question without having its number: it was answered in words.
pub(super) fn settle_typed(ex: &mut Exchange<'_>, text: Option<String>) {
    let (tag, has_asked) = look(ex, |look| (tag(look), look.visit > Visit(0)));
    if has_asked {
        ex.edit(Message::Tag(tag), text, Vec::new());
    }
}

/// An old message may have kept its buttons when an edit was lost.
pub(super) fn clear_buttons_of(ex: &mut Exchange<'_>, message: Option<MessageId>) {
    if let Some(message) = message {
        ex.edit(Message::Message(message), None, Vec::new());
    }
}

pub(super) fn clear_buttons(ex: &mut Exchange<'_>, message: Option<MessageId>) {
    match message {
        Some(message) => ex.edit(Message::Message(message), None, Vec::new()),
        None => settle_typed(ex, None),
    }
}
