//! Walks a person through a dialogue: begin, answer, back, skip, stop, and the end with its assessment.
//!
//! Facts are recorded and withdrawn here and nowhere else. Never words a message itself: texts come from the
//! files, looks from `question`, cards from `card`.

mod answering;
mod asking;
mod closing;
mod episode;
mod few;
mod handing;
mod nightly;
mod returning;
mod revising;
mod same;
mod telling;
mod ticking;
mod walking;
mod wanted;

use std::collections::BTreeSet;

use jiff::SignedDuration;

use super::acting::undo;
use super::chat::{Conversation, Position};
use super::exchange::Exchange;
use super::letter::Keyboard;
use super::press::NONE;
use super::{derived, triage};
use crate::ids::{ConversationId, EpisodeId, MessageId, PressId, Visit};
use crate::library::dialogue::{Begins, Dialogue, Node, Target};
use crate::library::rule::Urgency;
use crate::library::words::Blank;
use answering::{accept, accept_number, accept_words, answer_to, control, out_of_range};
pub use answering::{doubtful, miss};
use asking::{ask_with, clear_buttons_of, repeat, settle_typed};
pub use closing::remember_assessment;
use closing::{Ended, close, findings};
pub use episode::{close_episode, forget_measured, has_let_go, holds_again, let_go, open_episode};
pub use few::{Open, go_on_with_few, survey};
pub use handing::hand_over;
pub use nightly::go_on_about;
pub use revising::{origin, revise};
pub use same::{SAME, same_as_last};
pub use telling::{
    answer_item, answer_value, is_in_first_aid, leave_first_aid, lines, names_a_line, read, resume, still_lasts, typed,
};
use ticking::{doubt_none, tick, tick_typed};
use walking::{advance, restart, stand_at};
pub use wanted::ask_for;

/// A cramp told later than this gets no live script.
const LIVE: SignedDuration = SignedDuration::from_mins(10);

/// Starts a dialogue in a new conversation. A dialogue about trouble opens an episode, unless one is passed in.
pub fn begin(ex: &mut Exchange<'_>, dialogue: &Dialogue, episode: Option<EpisodeId>) {
    leave(ex);
    let episode = match dialogue.begins {
        Begins::Nothing => None,
        Begins::Cramp | Begins::Checkup => {
            Some(episode.unwrap_or_else(|| open_episode(ex, dialogue.begins, ex.happened)))
        }
    };
    open_conversation(ex, dialogue, episode);
    let is_late = ex.now.duration_since(ex.happened) > LIVE;
    if is_late && dialogue.begins == Begins::Cramp {
        let time = ex.clock(ex.happened);
        let line = ex.phrase("late-cramp", &[("time", Blank::Text(&time))]);
        stand_at(ex, dialogue.start.clone());
        ask_with(ex, line);
    } else {
        advance(ex, &Target::Node(dialogue.start.clone()));
    }
}

fn open_conversation(ex: &mut Exchange<'_>, dialogue: &Dialogue, episode: Option<EpisodeId>) {
    ex.chat.counters.conversations += 1;
    ex.chat.awaits = None;
    ex.chat.conversation = Some(Conversation {
        id: ConversationId(ex.chat.counters.conversations),
        subject: ex.chat.about,
        episode,
        dialogue: dialogue.id.clone(),
        stack: Vec::new(),
        at: Position { dialogue: dialogue.id.clone(), node: dialogue.start.clone() },
        visit: Visit(0),
        ticks: BTreeSet::new(),
        misses: 0,
        path: Vec::new(),
        wanted: None,
        few: None,
        whole: false,
        revises: false,
        content: ex.library.hash.clone(),
        last_sign: ex.now,
    });
    derived::refresh(ex);
}

/// Starts a dialogue for an episode that is already there.
pub fn begin_about(ex: &mut Exchange<'_>, dialogue: &Dialogue, episode: EpisodeId) {
    leave(ex);
    open_conversation(ex, dialogue, Some(episode));
    advance(ex, &Target::Node(dialogue.start.clone()));
}

/// Goes on in a dialogue as if its opening had been answered: after first aid given without consent.
pub fn begin_after_relief(ex: &mut Exchange<'_>, dialogue: &Dialogue, episode: EpisodeId) {
    open_conversation(ex, dialogue, Some(episode));
    let start = dialogue.node(&dialogue.start);
    let target = start.and_then(|node| node.next(node.as_say()?.stops.as_ref()).cloned());
    advance(ex, &target.unwrap_or_else(|| Target::Node(dialogue.start.clone())));
}

/// A press on a question's button. Only the open asking of the open conversation is answered; anything else changes nothing.
pub fn pressed(
    ex: &mut Exchange<'_>,
    at: (ConversationId, Visit),
    item: &str,
    on: Option<bool>,
    message: Option<MessageId>,
    press: &PressId,
) {
    let is_open = ex.chat.conversation.as_ref().is_some_and(|open| (open.id, open.visit) == at);
    if !is_open {
        let toast = ex.phrase("toast-answered", &[]);
        clear_buttons_of(ex, message);
        return ex.acknowledge(press, Some(toast));
    }
    ex.acknowledge(press, None);
    ex.chat.awaits = None;
    let Some(node) = here(ex) else {
        return restart(ex);
    };
    if let Some(on) = on {
        return tick(ex, node, item, on, message);
    }
    take(ex, node, item, message);
}

/// One item of the question, or one of the ways out of it.
fn take(ex: &mut Exchange<'_>, node: &Node, item: &str, message: Option<MessageId>) {
    let has_ticks = ex.chat.conversation.as_ref().is_some_and(|open| !open.ticks.is_empty());
    if item == NONE && has_ticks {
        return doubt_none(ex, message);
    }
    match answer_to(ex, node, item) {
        Some(answer) => accept(ex, node, answer, message),
        None => control(ex, node, item, message),
    }
}

/// Asks the open question once more, after a command in the middle.
pub fn ask_again(ex: &mut Exchange<'_>) {
    if here(ex).is_some() {
        settle_typed(ex, None);
        repeat(ex, None);
    }
}

/// Ends the conversation on the person's word; what was answered is kept, and an alarm in it is still said.
pub fn stop(ex: &mut Exchange<'_>) {
    settle_typed(ex, None);
    let saved = match &ex.chat.episode {
        Some(episode) if episode.cramp => {
            let time = ex.clock(episode.began);
            ex.phrase("stopped-saved", &[("time", Blank::Text(&time))])
        }
        Some(_) | None => ex.phrase("stopped", &[]),
    };
    let spoken = triage::assess(&findings(ex), ex.library).spoken();
    let about_trouble = ex.chat.conversation.as_ref().is_some_and(|open| open.episode.is_some());
    let alarm = about_trouble && spoken.max(ex.chat.least(ex.now).unwrap_or(Urgency::SelfCare)) >= Urgency::Urgent;
    let ended = Ended::of(ex);
    close(ex, alarm);
    let written = ended.note(ex);
    if !alarm {
        let keyboard = written.map_or(Keyboard::None, |number| undo::button(ex, number));
        ex.say(saved, keyboard);
    }
}

/// Ends the conversation without a word.
pub fn leave(ex: &mut Exchange<'_>) {
    if ex.chat.conversation.is_some() {
        settle_typed(ex, None);
        close(ex, false);
    }
}

/// The node at which the conversation stands, if the content still has it.
pub fn here<'a>(ex: &Exchange<'a>) -> Option<&'a Node> {
    let at = &ex.chat.conversation.as_ref()?.at;
    ex.library.node(&at.dialogue, &at.node)
}
