//! What a night has left open: offered once in the morning, and never chased at night.
//!
//! Two days after it began the bout closes by itself, its details unknown.

use jiff::Timestamp;

use super::morning;
use crate::engine::chat::{Chat, Episode, Mark};
use crate::engine::conversation::Open;
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::ring::EPISODE_HOLDS;
use crate::engine::standing::{self, Topic};
use crate::engine::{care, conversation, first_aid, place, reminder};
use crate::ids::{EpisodeId, SubjectId};
use crate::library::dialogue::{Dialogue, Node};
use crate::library::words::Blank;

/// "Answer now": the few questions that the offer names.
const FEW: &str = "few";
const LEAVE_IT: &str = "no";

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
    let open = dialogue(ex).map(|dialogue| conversation::survey(ex, dialogue, episode.id));
    if let Some(open) = open.filter(|open| !open.few.is_empty()) {
        say(ex, due, &episode, &open);
    }
}

fn say(ex: &mut Exchange<'_>, due: Timestamp, episode: &Episode, open: &Open<'_>) {
    let discreet = reminder::is_discreet(ex);
    let text = if discreet { ex.phrase("due-discreet", &[]) } else { words(ex, episode, open) };
    let button =
        |phrase: String, argument| vec![Button { label: phrase, data: care::data(ex, "rest", Some(argument)) }];
    let rows =
        vec![button(ex.phrase("button-answer-now", &[]), FEW), button(ex.phrase("button-leave-it", &[]), LEAVE_IT)];
    let until = due.checked_add(morning::GRACE).unwrap_or(due);
    ex.remind(text, Keyboard::Inline(rows), discreet, until);
    standing::ask(ex, Topic::Rest, episode.began.checked_add(EPISODE_HOLDS).unwrap_or(until));
}

/// What it is about, and each question that would be asked; the lists of warning signs as one line.
fn words(ex: &Exchange<'_>, episode: &Episode, open: &Open<'_>) -> String {
    let time = ex.clock(episode.began);
    let phrase = if episode.cramp { "night-open-cramp" } else { "night-open-checkup" };
    #[allow(clippy::cast_precision_loss, reason = "at most some dozens")]
    let number = |number: usize| Blank::Number(number as f64);
    let began = ex.phrase(phrase, &[("time", Blank::Text(&time))]);
    let few = ex.phrase("night-open-few", &[("questions", number(open.few.len()))]);
    let mut lines = vec![format!("{began} {few}")];
    if open.lists > 0 {
        lines.push(ex.phrase("night-open-lists", &[("lists", number(open.lists))]));
    }
    lines.extend(open.few.iter().skip(open.lists).map(|node| format!("• {}", question(ex, node))));
    let more = (open.more > 0).then(|| ex.phrase("night-open-more", &[("questions", number(open.more))]));
    lines.extend(more.map(|more| format!("\n{more}")));
    lines.join("\n")
}

/// A question without what explains it.
fn question(ex: &Exchange<'_>, node: &Node) -> String {
    let text = ex.authored(&node.text, "text");
    text.split_inclusive('?').next().unwrap_or_default().to_owned()
}

/// The dialogue in which the open bout is talked about: the open one, otherwise that of the cramp.
fn dialogue<'a>(ex: &Exchange<'a>) -> Option<&'a Dialogue> {
    let episode = ex.chat.episode.as_ref()?;
    let open = ex.chat.conversation.as_ref().filter(|open| open.episode == Some(episode.id));
    let running = open.and_then(|open| ex.library.dialogue(&open.dialogue)).filter(|it| it.command.is_some());
    running.or_else(|| first_aid::dialogue(ex).filter(|_| episode.cramp))
}

/// "Ask me the rest now", in the night itself or after the few of the morning.
pub fn go_on(ex: &mut Exchange<'_>) {
    standing::over(ex, Topic::Rest);
    go_on_by(ex, conversation::go_on_about);
}

/// A button of the morning's offer.
pub fn answered(ex: &mut Exchange<'_>, answer: &str) {
    standing::over(ex, Topic::Rest);
    match answer {
        FEW => go_on_by(ex, conversation::go_on_with_few),
        _ => leave_it(ex),
    }
}

fn go_on_by<'l>(ex: &mut Exchange<'l>, ask: impl FnOnce(&mut Exchange<'l>, &Dialogue, EpisodeId)) {
    match dialogue(ex).zip(ex.chat.episode.as_ref().map(|episode| episode.id)) {
        Some((dialogue, episode)) => ask(ex, dialogue, episode),
        None => {
            let text = ex.phrase("nothing-open", &[]);
            ex.say(text, Keyboard::None);
        }
    }
}

/// "Leave it": what was answered is kept.
fn leave_it(ex: &mut Exchange<'_>) {
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
