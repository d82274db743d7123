//! What is left for the day must be able to wait: no warning sign of the fixed screening, and always with a way past it.

use super::mistake;
use crate::ids::DialogueId;
use crate::library::Library;
use crate::library::dialogue::{Dialogue, Kind, Next, Node};
use crate::library::mistake::Mistake;

const SCREENING: &str = "screening";

pub(super) fn check(library: &Library) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for dialogue in library.dialogues.values() {
        for node in dialogue.nodes.iter().filter(|node| node.by_day || node.afterwards) {
            let mark = if node.by_day { "by_day" } else { "afterwards" };
            if let Some(why) = cannot_wait(library, dialogue, node) {
                let what = format!("node `{}` cannot wait for the day: {why}", node.id);
                let hint = format!("take `{mark}` out; warning signs are asked at every hour");
                mistakes.push(mistake(&node.place, what, &hint));
            }
            if matches!(node.next, Next::ByChoice { other: None, .. }) {
                let what = format!("node `{}`: `{mark}`, and no way past it", node.id);
                mistakes.push(mistake(&node.place, what, "add `else = \"…\"` to `next`"));
            }
        }
    }
    mistakes
}

fn cannot_wait(library: &Library, dialogue: &Dialogue, node: &Node) -> Option<String> {
    if dialogue.id.as_str() == SCREENING {
        return Some("it belongs to the screening".to_owned());
    }
    if node.as_say().is_some_and(|say| say.first_aid) {
        return Some("it is first aid".to_owned());
    }
    let flag = node.findings().into_iter().find(|key| library.vocabulary.is_core_red_flag(key));
    if let Some(flag) = flag {
        return Some(format!("it records the core red flag `{flag}`"));
    }
    let Kind::Call { dialogue: called } = &node.kind else {
        return None;
    };
    calls_screening(library, called).then(|| format!("`{called}` asks for the warning signs"))
}

/// Calls go in no circle: that is checked before.
fn calls_screening(library: &Library, called: &DialogueId) -> bool {
    let nodes = library.dialogues.get(called).into_iter().flat_map(|dialogue| &dialogue.nodes);
    called.as_str() == SCREENING
        || nodes
            .into_iter()
            .any(|node| matches!(&node.kind, Kind::Call { dialogue } if calls_screening(library, dialogue)))
}
