//! What a night has left open: offered once in the morning, and never chased at night.
//!
//! Two days after it began the bout closes by itself, its details unknown.

use jiff::Timestamp;

use super::morning;
use crate::engine::chat::{Chat, Episode, Mark};
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::{care, conversation, first_aid, place, reminder};
use crate::ids::SubjectId;
use crate::library::dialogue::Dialogue;
use crate::library::words::Blank;

/// The next morning on which something is offered.
pub fn next(chat: &Chat) -> Option<Timestamp> {
    chat.episode.iter().chain(&chat.set_aside).filter_map(|episode| due_at(chat, episode)).min()
}

/// The first morning after a bout that began in the quiet hours and has open questions.
fn due_at(chat: &Chat, episode: &Episode) -> Option<Timestamp> {
    let talked_about = chat.conversation.as_ref().is_some_and(|open| open.episode == Some(episode.id));
    let is_open = talked_about || episode.marks.contains(&Mark::Waits);
    if !is_open || episode.marks.contains(&Mark::Offered) || chat.unreachable_since.is_some() {
        return None;
    }
    let zone = place::zone(chat.profile.zone.as_deref()?)?;
    let is_of_the_night = chat.profile.is_quiet_hour(episode.began.to_zoned(zone).hour());
    if is_of_the_night { morning::after(chat, episode.began, |_| true) } else { None }
}

/// The morning has come.
pub fn rang(ex: &mut Exchange<'_>) {
    for subject in [SubjectId::WRITER, SubjectId::OTHER] {
        ex.turned_to(subject, offer);
    }
}

fn offer(ex: &mut Exchange<'_>) {
    let found = ex.chat.episode.as_ref().and_then(|episode| Some((due_at(&ex.chat, episode)?, episode.clone())));
    let Some((due, episode)) = found.filter(|(due, _)| *due <= ex.now) else {
        return;
    };
    if let Some(episode) = ex.chat.episode.as_mut() {
        episode.marks.insert(Mark::Offered);
    }
    if ex.now.duration_since(due) > morning::GRACE || ex.is_quiet() || morning::is_busy(ex) {
        return;
    }
    let questions = dialogue(ex).map_or(0, |dialogue| conversation::open_questions(ex, dialogue, episode.id));
    if questions > 0 {
        say(ex, due, &episode, questions);
    }
}

fn say(ex: &mut Exchange<'_>, due: Timestamp, episode: &Episode, questions: usize) {
    let time = ex.clock(episode.began);
    #[allow(clippy::cast_precision_loss, reason = "at most some dozens")]
    let blanks = [("time", Blank::Text(&time)), ("questions", Blank::Number(questions as f64))];
    let discreet = reminder::is_discreet(ex);
    let text = match (discreet, episode.cramp) {
        (true, _) => ex.phrase("due-discreet", &[]),
        (false, true) => ex.phrase("night-open-cramp", &blanks),
        (false, false) => ex.phrase("night-open-checkup", &blanks),
    };
    let button = |phrase: String, argument| vec![Button { label: phrase, data: care::data(ex, "rest", argument) }];
    let rows =
        vec![button(ex.phrase("button-answer-now", &[]), None), button(ex.phrase("button-leave-it", &[]), Some("no"))];
    let until = due.checked_add(morning::GRACE).unwrap_or(due);
    ex.remind(text, Keyboard::Inline(rows), discreet, until);
}

/// The dialogue in which the open bout is talked about: the open one, otherwise that of the cramp.
fn dialogue<'a>(ex: &Exchange<'a>) -> Option<&'a Dialogue> {
    let episode = ex.chat.episode.as_ref()?;
    let open = ex.chat.conversation.as_ref().filter(|open| open.episode == Some(episode.id));
    let running = open.and_then(|open| ex.library.dialogue(&open.dialogue)).filter(|it| it.command.is_some());
    running.or_else(|| first_aid::dialogue(ex).filter(|_| episode.cramp))
}

/// "Answer now", or "Ask me the rest now" in the night itself.
pub fn go_on(ex: &mut Exchange<'_>) {
    match dialogue(ex).zip(ex.chat.episode.as_ref().map(|episode| episode.id)) {
        Some((dialogue, episode)) => conversation::go_on_about(ex, dialogue, episode),
        None => {
            let text = ex.phrase("nothing-open", &[]);
            ex.say(text, Keyboard::None);
        }
    }
}

/// "Leave it": what was answered is kept.
pub fn leave_it(ex: &mut Exchange<'_>) {
    let episode = ex.chat.episode.as_ref().map(|episode| episode.id);
    if let Some(episode) = ex.chat.episode.as_mut() {
        episode.marks.remove(&Mark::Waits);
    }
    if ex.chat.conversation.as_ref().is_some_and(|open| open.episode == episode) {
        conversation::leave(ex);
    }
    let text = ex.phrase("left-as-it-is", &[]);
    ex.say(text, Keyboard::None);
}
