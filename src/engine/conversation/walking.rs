//! Goes from node to node: over what need not be asked, into called dialogues and out of them, to the next question.

use super::asking::{ask, settle_typed};
use super::closing::{findings, finish};
use super::here;
use super::nightly::leaves_for_later;
use super::returning::is_from;
use crate::engine::chat::{Position, Step};
use crate::engine::exchange::Exchange;
use crate::engine::fact::{Fact, Source};
use crate::engine::letter::{Class, Keyboard};
use crate::engine::triage;
use crate::ids::{ChoiceId, ConversationId, DialogueId, FindingKey, NodeId};
use crate::library::condition::Truth;
use crate::library::dialogue::{Kind, Node, Target};
use crate::library::value::{Findings, Value};
use crate::library::vocabulary::Vocabulary;

/// Most nodes passed over between two questions; a loop of passed nodes ends in the assessment.
const MOST_STEPS: usize = 500;

/// Goes on to a target and over everything that need not be asked, to the next question or the end.
pub(super) fn advance(ex: &mut Exchange<'_>, target: &Target) {
    let mut target = target.clone();
    // What is known changes only where a question is answered, not where one is left out.
    let mut known = None;
    for _ in 0..MOST_STEPS {
        match target {
            Target::Triage => return finish(ex),
            Target::Return => match return_to_caller(ex) {
                Some(next) => target = next,
                None => return finish(ex),
            },
            Target::Node(node) => {
                stand_at(ex, node);
                match pass(ex, &mut known) {
                    Some(next) => target = next,
                    None => return,
                }
            }
        }
    }
    finish(ex);
}

pub(super) fn stand_at(ex: &mut Exchange<'_>, node: NodeId) {
    if let Some(open) = ex.chat.conversation.as_mut() {
        open.at.node = node;
        open.ticks.clear();
        open.misses = 0;
    }
}

/// Where the caller goes on, when the dialogue that ended was called.
pub(super) fn return_to_caller(ex: &mut Exchange<'_>) -> Option<Target> {
    let open = ex.chat.conversation.as_mut()?;
    let caller = open.stack.pop()?;
    open.at = caller.clone();
    ex.library.node(&caller.dialogue, &caller.node)?.next(None).cloned()
}

/// Passes over the node where it need not be shown and says where it leads; shows it otherwise.
pub(super) fn pass(ex: &mut Exchange<'_>, known: &mut Option<Findings>) -> Option<Target> {
    let Some(node) = here(ex) else {
        restart(ex);
        return None;
    };
    if is_pruned(ex, node, known) {
        return Some(node.next(None).cloned().unwrap_or(Target::Return));
    }
    let is_known = node.is_question() && known_answer(ex, node).is_some();
    if !is_known && leaves_for_later(ex, node) {
        return Some(node.next(None).cloned().unwrap_or(Target::Return));
    }
    match &node.kind {
        Kind::Call { dialogue } => Some(call(ex, dialogue)),
        Kind::End { says } => {
            if *says {
                let text = ex.authored(&node.text, "text");
                ex.say(text, Keyboard::None);
            }
            Some(Target::Return)
        }
        Kind::Say(say) if say.choices.is_empty() => {
            let text = ex.authored(&node.text, "text");
            let class = if say.first_aid { Class::Emergency } else { Class::Answer };
            ex.send(class, text, Keyboard::None, None);
            Some(node.next(None).cloned().unwrap_or(Target::Return))
        }
        Kind::Say(_) => {
            ask(ex);
            None
        }
        Kind::Ask { .. }
        | Kind::AskSeveral { .. }
        | Kind::Check { .. }
        | Kind::Number { .. }
        | Kind::Duration { .. }
        | Kind::Text { .. } => {
            *known = None;
            pass_if_known(ex, node)
        }
    }
}

pub(super) fn call(ex: &mut Exchange<'_>, dialogue: &DialogueId) -> Target {
    let called = ex.library.dialogue(dialogue).map(|called| called.start.clone());
    match (called, ex.chat.conversation.as_mut()) {
        (Some(start), Some(open)) => {
            open.stack.push(open.at.clone());
            open.at.dialogue = dialogue.clone();
            Target::Node(start)
        }
        _ => Target::Return,
    }
}

/// Conditions that keep a node from being asked.
pub(super) fn is_pruned(ex: &Exchange<'_>, node: &Node, known: &mut Option<Findings>) -> bool {
    if node.about_other && ex.chat.about.is_writer() {
        return true;
    }
    if node.only_if.is_none() && !node.only_if_it_matters {
        return false;
    }
    let findings = known.get_or_insert_with(|| findings(ex));
    let unwanted = node.only_if.as_ref().is_some_and(|condition| condition.holds(findings) != Truth::True);
    unwanted || node.only_if_it_matters && !node.findings().iter().any(|key| triage::matters(key, findings, ex.library))
}

/// A question whose answer this episode already knows is not asked twice.
pub(super) fn pass_if_known(ex: &mut Exchange<'_>, node: &Node) -> Option<Target> {
    let Some(value) = known_answer(ex, node) else {
        ask(ex);
        return None;
    };
    if let Some(open) = ex.chat.conversation.as_mut() {
        let step = Step { at: open.at.clone(), stack: open.stack.clone(), passed: true };
        open.path.push(step);
    }
    let choice = match value {
        Value::Flag(yes) => Some(ChoiceId::from(if yes { "yes" } else { "no" })),
        Value::Word(word) => Some(ChoiceId::from(word.as_str())),
        Value::Unsure | Value::Number(_) | Value::Words(_) => None,
    };
    Some(node.next(choice.as_ref()).cloned().unwrap_or(Target::Return))
}

/// The answer that is known for every finding of a node: of a follow-up only its own counts.
pub(super) fn known_answer(ex: &Exchange<'_>, node: &Node) -> Option<Value> {
    let open = ex.chat.conversation.as_ref()?;
    let own = |fact: &&Fact| is_from(fact, open.id, &open.at) && fact.withdrawn.is_none();
    let known = |key: &FindingKey| -> Option<Value> {
        let kept = ex.chat.facts.iter().rev().filter(own).find(|fact| fact.finding == *key);
        if node.refines {
            return kept.map(|fact| fact.value.clone());
        }
        let in_force = ex
            .chat
            .facts_in_force(&ex.library.vocabulary, ex.now)
            .filter(|fact| fact.finding == *key && settles(fact, open.id, &ex.library.vocabulary))
            .last();
        kept.or(in_force).map(|fact| fact.value.clone())
    };
    let values: Option<Vec<Value>> = node.findings().into_iter().map(known).collect();
    values?.into_iter().next()
}

/// "Not sure" settles a question; of a core red flag for the running conversation only, so that it can be asked later.
/// "At least so many" settles none.
pub(super) fn settles(fact: &Fact, running: ConversationId, vocabulary: &Vocabulary) -> bool {
    if fact.source == Source::DiaryAtLeast {
        return false;
    }
    let is_own = matches!(&fact.source, Source::Node { conversation, .. } if *conversation == running);
    fact.value != Value::Unsure || is_own || !vocabulary.is_core_red_flag(&fact.finding)
}

/// The files have changed under a sleeping conversation and the node is gone: from the start, answers kept.
pub(super) fn restart(ex: &mut Exchange<'_>) {
    let Some(open) = ex.chat.conversation.as_mut() else {
        return;
    };
    open.stack.clear();
    let id = open.dialogue.clone();
    settle_typed(ex, None);
    let line = ex.phrase("content-changed", &[]);
    ex.say(line, Keyboard::None);
    let Some(dialogue) = ex.library.dialogue(&id) else {
        return finish(ex);
    };
    if let Some(open) = ex.chat.conversation.as_mut() {
        open.at = Position { dialogue: id, node: dialogue.start.clone() };
    }
    let start = dialogue.node(&dialogue.start);
    let target = match start.map(|node| (&node.kind, node)) {
        // First aid was given; the questions go on behind it.
        Some((Kind::Say(say), node)) if say.stops.is_some() => node.next(say.stops.as_ref()).cloned(),
        _ => None,
    };
    let target = target.unwrap_or_else(|| Target::Node(dialogue.start.clone()));
    advance(ex, &target);
}
