//! "Still cramping?": asked once and without a sound, some minutes after a cramp began, while nobody has answered.

use jiff::{SignedDuration, Timestamp};

use crate::engine::acting::cramp;
use crate::engine::chat::{Chat, Episode, Mark};
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard, Outgoing};
use crate::engine::standing::{self, Topic};
use crate::engine::{care, conversation, menu};
use crate::ids::SubjectId;

/// Minutes after the beginning, unless the person chose others.
pub const USUAL_MINUTES: u8 = 5;
/// Nobody is asked so soon after they said it.
const MOMENT: SignedDuration = SignedDuration::from_mins(1);
/// Later than this it is not asked: nobody is woken for it.
const GRACE: SignedDuration = SignedDuration::from_mins(3);
/// Later than this nobody answers it by its buttons.
const STANDS: SignedDuration = SignedDuration::from_mins(30);

pub fn next(chat: &Chat) -> Option<Timestamp> {
    chat.episode.iter().chain(&chat.set_aside).filter_map(|episode| due_at(chat, episode)).min()
}

/// While help is open and nobody has said so late that it still holds. Whoever just said so is left alone a moment.
fn due_at(chat: &Chat, episode: &Episode) -> Option<Timestamp> {
    let minutes = chat.nights.still_minutes.unwrap_or(USUAL_MINUTES);
    let is_open = chat.conversation.as_ref().is_some_and(|open| open.episode == Some(episode.id));
    let holds = episode.cramp && episode.let_go.is_none();
    if minutes == 0 || !is_open || !holds || episode.marks.contains(&Mark::AskedStill) {
        return None;
    }
    let due = episode.began.checked_add(SignedDuration::from_mins(i64::from(minutes))).ok()?;
    if episode.last_sign >= due || chat.unreachable_since.is_some() {
        return None;
    }
    let is_heard = episode.last_sign > episode.began;
    let alone = episode.last_sign.checked_add(MOMENT).ok().filter(|_| is_heard);
    Some(alone.map_or(due, |alone| due.max(alone)))
}

pub fn rang(ex: &mut Exchange<'_>) {
    for subject in [SubjectId::WRITER, SubjectId::OTHER] {
        ex.turned_to(subject, ask);
    }
}

fn ask(ex: &mut Exchange<'_>) {
    let due = ex.chat.episode.as_ref().and_then(|episode| due_at(&ex.chat, episode));
    let Some(due) = due.filter(|due| *due <= ex.now) else {
        return;
    };
    if let Some(episode) = ex.chat.episode.as_mut() {
        episode.marks.insert(Mark::AskedStill);
    }
    if ex.now.duration_since(due) > GRACE || !conversation::is_in_first_aid(ex) {
        return;
    }
    let button = |phrase: String, answer| Button { label: phrase, data: care::data(ex, "still", Some(answer)) };
    let row =
        vec![button(ex.phrase("button-let-go", &[]), "no"), button(ex.phrase("button-still-cramping", &[]), "yes")];
    let text = ex.phrase("still-question", &[]);
    let until = due.checked_add(GRACE).unwrap_or(due);
    ex.remind(text, Keyboard::Inline(vec![row]), false, until);
    if let Some(Outgoing::Message(message)) = ex.outbox.last_mut() {
        message.silent = true;
    }
    standing::ask(ex, Topic::Still, due.checked_add(STANDS).unwrap_or(due));
}

/// It was answered by a button of the help itself: its own go.
pub fn settle(ex: &mut Exchange<'_>) {
    standing::over(ex, Topic::Still);
}

/// `yes`, `no`.
pub fn pressed(ex: &mut Exchange<'_>, answer: &str) {
    standing::over(ex, Topic::Still);
    match (answer, ex.chat.conversation.is_some()) {
        ("no", true) => cramp::over_inside(ex, None),
        ("no", false) => cramp::over(ex, None),
        (_, true) if conversation::still_lasts(ex) => {}
        (_, true) => conversation::ask_again(ex),
        (_, false) => menu::act(ex, "same", None),
    }
}
