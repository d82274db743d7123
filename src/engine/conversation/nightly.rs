//! A cramp in the quiet hours: few questions then, the rest by day or on the person's word.
//!
//! The warning signs and what they call for are asked at every hour; only what its author has marked can wait.

use std::collections::BTreeSet;

use super::walking::advance;
use super::{few, here, leave, open_conversation, take};
use crate::engine::chat::{Mark, Position};
use crate::engine::exchange::Exchange;
use crate::engine::press::{NONE, UNSURE};
use crate::ids::EpisodeId;
use crate::library::dialogue::{Begins, Dialogue, Kind, Node, Target};

/// A dialogue with more questions than this is not counted to its end.
const MOST_COUNTED: usize = 60;

/// Leaves a node for the day, where it can wait and now is the night in which the cramp began, or where it always waits.
pub(super) fn leaves_for_later(ex: &mut Exchange<'_>, node: &Node) -> bool {
    if let Some(is_kept_back) = few::keeps_back(ex, node) {
        return is_kept_back;
    }
    if node.afterwards {
        return !ex.chat.conversation.as_ref().is_some_and(|open| open.whole);
    }
    if !node.by_day || !is_short(ex) {
        return false;
    }
    if let Some(episode) = ex.chat.episode.as_mut() {
        episode.marks.insert(Mark::Waits);
    }
    true
}

fn is_short(ex: &Exchange<'_>) -> bool {
    let Some(open) = ex.chat.conversation.as_ref().filter(|open| !open.whole && open.wanted.is_none()) else {
        return false;
    };
    let is_cramp = ex.library.dialogue(&open.dialogue).is_some_and(|dialogue| dialogue.begins == Begins::Cramp);
    let began = ex.chat.episode.as_ref().filter(|episode| open.episode == Some(episode.id));
    is_cramp && ex.is_quiet() && began.is_some_and(|episode| ex.is_quiet_at(episode.began))
}

/// Whether the open bout has questions that were left for the day.
pub(super) fn waits(ex: &Exchange<'_>) -> bool {
    ex.chat.episode.as_ref().is_some_and(|episode| episode.marks.contains(&Mark::Waits))
}

pub(super) fn no_longer_waits(ex: &mut Exchange<'_>) {
    if let Some(episode) = ex.chat.episode.as_mut() {
        episode.marks.remove(&Mark::Waits);
    }
}

/// All that is open about a bout, at whatever hour; what is known is not asked again, and the advice is given anew.
pub fn go_on_about(ex: &mut Exchange<'_>, dialogue: &Dialogue, episode: EpisodeId) {
    begin_whole(ex, dialogue, episode);
    advance(ex, &behind_help(dialogue));
}

/// A conversation about a bout in which nothing is left for the day.
pub(super) fn begin_whole(ex: &mut Exchange<'_>, dialogue: &Dialogue, episode: EpisodeId) {
    leave(ex);
    open_conversation(ex, dialogue, Some(episode));
    if let Some(open) = ex.chat.conversation.as_mut() {
        open.whole = true;
    }
    no_longer_waits(ex);
}

/// Where a dialogue goes on once its help was given.
pub(super) fn behind_help(dialogue: &Dialogue) -> Target {
    let start = dialogue.node(&dialogue.start);
    let behind = start.and_then(|node| node.next(node.as_say()?.stops.as_ref()).cloned());
    behind.unwrap_or_else(|| Target::Node(dialogue.start.clone()))
}

/// Where all that is open would stop for somebody with nothing alarming to tell, in its order.
pub(super) fn walk<'l>(ex: &Exchange<'l>, dialogue: &Dialogue, episode: EpisodeId) -> Vec<(Position, &'l Node)> {
    let mut supposed = Exchange {
        chat: ex.chat.clone(),
        library: ex.library,
        diary: ex.diary,
        now: ex.now,
        happened: ex.now,
        message: None,
        entries: ex.entries.clone(),
        outbox: Vec::new(),
        forget: false,
    };
    go_on_about(&mut supposed, dialogue, episode);
    let (mut stops, mut seen) = (Vec::new(), BTreeSet::new());
    while let Some(node) = here(&supposed).filter(|_| stops.len() < MOST_COUNTED) {
        let Some(open) = supposed.chat.conversation.as_ref().filter(|open| seen.insert(open.visit)) else { break };
        stops.push((open.at.clone(), node));
        take(&mut supposed, node, calmest(node), None);
    }
    stops
}

/// The answer that calls for the fewest further questions.
fn calmest(node: &Node) -> &str {
    match &node.kind {
        Kind::Check { .. } => NONE,
        Kind::Say(say) => say.choices.last().map_or(UNSURE, |choice| choice.id.as_str()),
        Kind::Ask { .. }
        | Kind::AskSeveral { .. }
        | Kind::Number { .. }
        | Kind::Duration { .. }
        | Kind::Text { .. }
        | Kind::Call { .. }
        | Kind::End { .. } => UNSURE,
    }
}
