//! A complaint in free words, or a wish to be checked: recorded, and the check-up goes on without asking it again.

use super::{person, told};
use crate::engine::exchange::Exchange;
use crate::engine::letter::Keyboard;
use crate::engine::{conversation, menu};
use crate::ids::DialogueId;
use crate::library::dialogue::Begins;
use crate::library::value::Findings;
use crate::library::words::Blank;

/// The dialogue for "should I see someone?".
const CHECKUP: &str = "checkup";

pub fn check(ex: &mut Exchange<'_>, findings: &Findings) {
    if ex.chat.conversation.is_some() {
        return inside(ex, findings);
    }
    let Some(dialogue) = ex.library.dialogue(&DialogueId::from(CHECKUP)) else {
        return menu::start_cramp(ex);
    };
    if !ex.chat.has_consent() {
        return menu::start(ex, dialogue);
    }
    let episode = menu::open_cramp(ex).unwrap_or_else(|| conversation::open_episode(ex, Begins::Checkup, ex.happened));
    told::record(ex, Some(episode), findings);
    say_noted(ex, findings);
    conversation::begin(ex, dialogue, Some(episode));
}

/// At an open question what was said counts for the same bout, and is not asked again.
fn inside(ex: &mut Exchange<'_>, findings: &Findings) {
    let episode = ex.chat.conversation.as_ref().and_then(|open| open.episode);
    told::record(ex, episode, findings);
    say_noted(ex, findings);
    conversation::resume(ex);
}

/// What was understood of it, so that the person can contradict.
fn say_noted(ex: &mut Exchange<'_>, findings: &Findings) {
    let words = person::in_words(ex, findings).join(", ");
    if !words.is_empty() {
        let line = ex.phrase("noted-signs", &[("signs", Blank::Text(&words))]);
        ex.say(line, Keyboard::None);
    }
}
