//! First aid without consent: every button says all there is to know, and nothing medical is stored.
//!
//! The chat keeps one mark, "in first aid since", for the offer to save the cramp; see `ring` for its end.

use super::exchange::Exchange;
use super::hold;
use super::letter::{Button, Class, Keyboard, Target as Edited};
use super::picture;
use super::press;
use super::question::{self, pack};
use super::reply::{exact_line, is_among, normalise};
use super::{card, setup, triage};
use crate::ids::{ChoiceId, DialogueId, MessageId, NodeId, PressId};
use crate::library::dialogue::{Begins, Dialogue, Kind, Node, Target};
use crate::library::value::{Findings, Value};

/// Deepest call inside a call; the content has no circles, and a mistake in it must not stop the program.
const MOST_CALLS: usize = 16;

/// Help first; the mark is all that stays.
pub fn begin(ex: &mut Exchange<'_>) {
    let Some(dialogue) = dialogue(ex) else { return };
    ex.chat.first_aid_since.get_or_insert(ex.happened);
    if let Some(node) = dialogue.node(&dialogue.start) {
        show(ex, node);
    }
}

/// The first steps in words, and the label of what calls off the stretch: neither "It let go" nor "Still cramping".
pub fn steps(ex: &Exchange<'_>) -> Option<(String, Option<String>)> {
    let dialogue = dialogue(ex)?;
    let node = dialogue.node(&dialogue.start)?;
    let Kind::Say(say) = &node.kind else { return None };
    let ordinary = [say.stops.as_ref(), say.lasts.as_ref()];
    let other = say.choices.last().filter(|choice| !ordinary.contains(&Some(&choice.id)));
    let label = other.map(|choice| ex.authored(&node.text, &format!("choice-{}", choice.id)));
    Some((ex.authored(&node.text, "text"), label))
}

/// The dialogue of the cramp itself.
pub fn dialogue<'a>(ex: &Exchange<'a>) -> Option<&'a Dialogue> {
    ex.library.dialogues.values().find(|dialogue| dialogue.begins == Begins::Cramp && dialogue.command.is_some())
}

/// A press on a first-aid button; it means the same whenever it comes.
pub fn pressed(ex: &mut Exchange<'_>, node: &NodeId, choice: &ChoiceId, message: Option<MessageId>, press: &PressId) {
    ex.acknowledge(press, None);
    if let Some(message) = message {
        ex.edit(Edited::Message(message), None, Vec::new());
    }
    let found = dialogue(ex).and_then(|dialogue| Some((dialogue, find(ex, dialogue, node)?)));
    match found {
        Some((dialogue, node)) => answer(ex, dialogue, node, choice),
        None => begin(ex),
    }
}

/// The words of a button in the place of a press. False when no first aid is open or they are not its words.
pub fn typed(ex: &mut Exchange<'_>, text: &str) -> bool {
    let Some(dialogue) = dialogue(ex).filter(|_| is_open(ex)) else {
        return false;
    };
    let Some((node, choice)) = answered(ex, dialogue, text) else {
        return false;
    };
    answer(ex, dialogue, node, &choice);
    true
}

/// Whether the words are those of a button, such as "Still cramping".
pub fn is_answer(ex: &Exchange<'_>, text: &str) -> bool {
    dialogue(ex).filter(|_| is_open(ex)).is_some_and(|dialogue| answered(ex, dialogue, text).is_some())
}

fn is_open(ex: &Exchange<'_>) -> bool {
    ex.chat.first_aid_since.is_some() && ex.chat.conversation.is_none()
}

/// The first step of help, or sign of the stop list, that has this answer.
fn answered<'a>(ex: &Exchange<'a>, dialogue: &'a Dialogue, text: &str) -> Option<(&'a Node, ChoiceId)> {
    let said = normalise(text);
    let screening = ex.library.dialogue(&DialogueId::from("screening"));
    if is_among(&said, &ex.phrase("typed-none", &[])) {
        let list = screening.and_then(|screening| screening.node(&screening.start));
        return list.map(|list| (list, ChoiceId::from(press::NONE)));
    }
    let steps = dialogue.nodes.iter().filter(|node| matches!(node.kind, Kind::Say(_)));
    let lists = screening.into_iter().flat_map(|screening| &screening.nodes);
    let lists = lists.filter(|node| matches!(node.kind, Kind::Check { .. }));
    steps
        .chain(lists)
        .find_map(|node| Some((node, ChoiceId::from(exact_line(&said, &question::lines(node, ex))?.as_str()))))
}

fn answer(ex: &mut Exchange<'_>, dialogue: &Dialogue, node: &Node, choice: &ChoiceId) {
    match &node.kind {
        Kind::Say(say) if say.stops.as_ref() == Some(choice) => setup::offer_to_save(ex, None, true),
        Kind::Say(_) => lead(ex, dialogue, node.next(Some(choice))),
        Kind::Check { items } => {
            let ticked =
                items.iter().find(|item| item.id == *choice).map(|item| (item.finding.clone(), item.value.clone()));
            judge(ex, ticked)
        }
        Kind::Ask { .. }
        | Kind::AskSeveral { .. }
        | Kind::Number { .. }
        | Kind::Duration { .. }
        | Kind::Text { .. }
        | Kind::Call { .. }
        | Kind::End { .. } => setup::offer_to_save(ex, None, false),
    }
}

/// A node of the cramp dialogue, or of the dialogue that its stop list calls.
fn find<'a>(ex: &Exchange<'a>, dialogue: &'a Dialogue, node: &NodeId) -> Option<&'a Node> {
    dialogue.node(node).or_else(|| {
        ex.library.dialogues.values().filter(|other| other.command.is_none()).find_map(|other| other.node(node))
    })
}

fn lead(ex: &mut Exchange<'_>, dialogue: &Dialogue, target: Option<&Target>) {
    let node = match target {
        Some(Target::Node(id)) => dialogue.node(id).and_then(|node| inside(ex, node)),
        Some(Target::Triage | Target::Return) | None => None,
    };
    match node {
        Some(node) => show(ex, node),
        None => setup::offer_to_save(ex, None, false),
    }
}

/// The node itself, or the first one of the dialogue that it calls, and so on inwards.
fn inside<'a>(ex: &Exchange<'a>, node: &'a Node) -> Option<&'a Node> {
    let mut node = node;
    for _ in 0..MOST_CALLS {
        let Kind::Call { dialogue } = &node.kind else {
            return Some(node);
        };
        let called = ex.library.dialogue(dialogue)?;
        node = called.node(&called.start)?;
    }
    None
}

fn show(ex: &mut Exchange<'_>, node: &Node) {
    let text = ex.authored(&node.text, "text");
    let button = |ex: &Exchange<'_>, item: &str| Button {
        label: ex.authored(&node.text, &format!("choice-{item}")),
        data: press::first_aid_data(&node.id, item),
    };
    let mut rows = match &node.kind {
        Kind::Say(say) => pack(say.choices.iter().map(|choice| button(ex, choice.id.as_str()))),
        Kind::Check { items } => pack(items.iter().map(|item| button(ex, item.id.as_str()))),
        Kind::Ask { .. }
        | Kind::AskSeveral { .. }
        | Kind::Number { .. }
        | Kind::Duration { .. }
        | Kind::Text { .. }
        | Kind::Call { .. }
        | Kind::End { .. } => return setup::offer_to_save(ex, None, false),
    };
    if matches!(node.kind, Kind::Check { .. }) {
        let none = ex.phrase("button-none", &[]);
        rows.push(vec![Button { label: none, data: press::first_aid_data(&node.id, press::NONE) }]);
    }
    rows.extend(hold::button(ex, node).map(|button| vec![button]));
    rows.extend(picture::row(ex, node.as_say().and_then(|say| say.picture.as_ref())));
    let keyboard = if rows.is_empty() { Keyboard::None } else { Keyboard::Inline(rows) };
    ex.send(Class::Emergency, text, keyboard, None);
}

/// The stop list works from the press alone.
fn judge(ex: &mut Exchange<'_>, ticked: Option<(crate::ids::FindingKey, Value)>) {
    let Some(ticked) = ticked else {
        let calm = ex.phrase("first-aid-none", &[]);
        return setup::offer_to_save(ex, Some(calm), false);
    };
    let findings: Findings = [ticked].into_iter().collect();
    let assessment = triage::assess(&findings, ex.library);
    // A letter waits on disk until it has left, so before consent it does not say what was ticked.
    let text = card::without_reasons(ex, &assessment);
    ex.send(Class::Emergency, text, Keyboard::None, None);
}
