//! Conversations that call each other must not go round in a circle.

use super::mistake;
use crate::ids::DialogueId;
use crate::library::Library;
use crate::library::dialogue::{Dialogue, Kind, Node};
use crate::library::mistake::Mistake;

pub(super) fn check(library: &Library) -> Vec<Mistake> {
    library.dialogues.values().filter_map(|dialogue| circle(library, dialogue)).collect()
}

/// Told once, at the conversation of the circle whose name comes first.
fn circle(library: &Library, dialogue: &Dialogue) -> Option<Mistake> {
    let mut way = vec![&dialogue.id];
    let place = &first_call_back(library, dialogue, &mut way)?.place;
    if way.iter().any(|id| **id < dialogue.id) {
        return None;
    }
    let names: Vec<&str> = way.iter().map(|id| id.as_str()).chain([dialogue.id.as_str()]).collect();
    let what = format!("conversations call each other in a circle: {}", names.join(" -> "));
    Some(mistake(place, what, "a called conversation must come back; lead on with `next` instead"))
}

/// The call in `dialogue` from which calls lead back to it; `way` holds the conversations between.
fn first_call_back<'l>(
    library: &'l Library,
    dialogue: &'l Dialogue,
    way: &mut Vec<&'l DialogueId>,
) -> Option<&'l Node> {
    calls(dialogue).find_map(|(node, called)| leads_back(library, called, way).then_some(node))
}

fn leads_back<'l>(library: &'l Library, called: &'l DialogueId, way: &mut Vec<&'l DialogueId>) -> bool {
    if way.first() == Some(&called) {
        return true;
    }
    let Some(dialogue) = library.dialogues.get(called).filter(|_| !way.contains(&called)) else {
        return false;
    };
    way.push(called);
    if calls(dialogue).any(|(_, called)| leads_back(library, called, way)) {
        return true;
    }
    way.pop();
    false
}

fn calls(dialogue: &Dialogue) -> impl Iterator<Item = (&Node, &DialogueId)> {
    dialogue
        .nodes
        .iter()
        .filter_map(|node| if let Kind::Call { dialogue } = &node.kind { Some((node, dialogue)) } else { None })
}
