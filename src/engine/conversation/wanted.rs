//! "Ask me now": asks for single facts, each by the question that records it, and then gives the advice anew.

use super::asking::ask;
use super::closing::finish;
use super::{leave, open_conversation, stand_at};
use crate::engine::chat::Position;
use crate::engine::exchange::Exchange;
use crate::ids::{DialogueId, EpisodeId, FindingKey};
use crate::library::Library;
use crate::library::dialogue::{Dialogue, Node};

/// The conversation whose screens ask for warning signs.
const SCREENING: &str = "screening";

/// Asks for these facts, in their order, for a bout that is already there. False when no question records the first.
pub fn ask_for(ex: &mut Exchange<'_>, episode: EpisodeId, wanted: Vec<FindingKey>) -> bool {
    let Some((dialogue, _)) = wanted.first().and_then(|first| question_for(ex.library, first)) else {
        return false;
    };
    leave(ex);
    open_conversation(ex, dialogue, Some(episode));
    if let Some(open) = ex.chat.conversation.as_mut() {
        open.wanted = Some(wanted);
    }
    next_wanted(ex);
    true
}

/// Whether the open conversation asks for single facts and walks no dialogue.
pub(super) fn is_asking(ex: &Exchange<'_>) -> bool {
    ex.chat.conversation.as_ref().is_some_and(|open| open.wanted.is_some())
}

/// The next fact that this conversation has not asked for, or the advice.
pub(super) fn next_wanted(ex: &mut Exchange<'_>) {
    while let Some(finding) = take_next(ex) {
        let Some((dialogue, node)) = question_for(ex.library, &finding) else { continue };
        let at = Position { dialogue: dialogue.id.clone(), node: node.id.clone() };
        let Some(open) = ex.chat.conversation.as_mut().filter(|open| open.path.iter().all(|step| step.at != at)) else {
            continue;
        };
        open.at.dialogue = at.dialogue;
        stand_at(ex, at.node);
        return ask(ex);
    }
    finish(ex);
}

fn take_next(ex: &mut Exchange<'_>) -> Option<FindingKey> {
    let wanted = ex.chat.conversation.as_mut()?.wanted.as_mut()?;
    (!wanted.is_empty()).then(|| wanted.remove(0))
}

/// The question that records a finding: one of its own before a screen of several, a first question before a follow-up.
fn question_for<'l>(library: &'l Library, finding: &FindingKey) -> Option<(&'l Dialogue, &'l Node)> {
    let screening = DialogueId::from(SCREENING);
    let nodes = library.dialogues.values().flat_map(|dialogue| dialogue.nodes.iter().map(move |node| (dialogue, node)));
    nodes
        .filter(|(_, node)| node.findings().contains(finding))
        .min_by_key(|(dialogue, node)| (node.refines, dialogue.id != screening, node.findings().len()))
}
