//! For someone the writer cares for: another subject, with a bout, facts and a diary of their own.
//!
//! A person in pain is never asked "for whom?": whoever starts something means themselves, until a button or /other
//! says otherwise. Never words a text about the other: that is the voice of the words.

use super::exchange::Exchange;
use super::letter::{Button, Keyboard};
use super::{command, conversation, history, menu, press, report};
use crate::ids::SubjectId;
use crate::library::dialogue::{Begins, Dialogue};

/// Buttons that are about one bout: they say whose.
const OF_A_BOUT: [&str; 8] = ["ask", "change", "new", "over", "rest", "same", "save", "still"];
/// Of those, the ones that leave an open conversation as it is.
const ASIDE: [&str; 3] = ["change", "over", "save"];

/// `/other`: what there is for them. The cramp first.
pub fn offer(ex: &mut Exchange<'_>) {
    let library = ex.library;
    let mut dialogues: Vec<&Dialogue> = library.dialogues.values().filter(|it| it.command.is_some()).collect();
    dialogues.sort_by_key(|dialogue| match dialogue.begins {
        Begins::Cramp => 0,
        Begins::Checkup => 1,
        Begins::Nothing => 2,
    });
    let mut rows: Vec<Vec<Button>> = dialogues
        .iter()
        .map(|dialogue| {
            let label = ex.turned_to(SubjectId::OTHER, |ex| ex.authored(dialogue.id.as_str(), "title"));
            vec![Button { label, data: press::menu_data("other", Some(&format!("start.{}", dialogue.id))) }]
        })
        .collect();
    if has_diary(ex) {
        rows.push(vec![diary_button(ex)]);
    }
    let text = ex.phrase("other", &[]);
    ex.say(text, Keyboard::Inline(rows));
}

/// Whether anything was ever kept about them.
pub fn has_diary(ex: &Exchange<'_>) -> bool {
    !ex.diary.newest(SubjectId::OTHER, 1).is_empty() || ex.entries.iter().any(|entry| !entry.subject.is_writer())
}

pub fn diary_button(ex: &Exchange<'_>) -> Button {
    Button { label: ex.phrase("button-other-diary", &[]), data: press::menu_data("other", Some("diary")) }
}

/// On the first question of a conversation.
pub fn here_button(ex: &Exchange<'_>) -> Button {
    Button { label: ex.phrase("button-for-other", &[]), data: press::menu_data("other", Some("here")) }
}

/// What a button carries that is about the bout at hand.
pub fn data(ex: &Exchange<'_>, name: &str, argument: Option<&str>) -> String {
    let whole = press::menu_data(name, argument);
    match whole.strip_prefix("m.").filter(|_| is_of_a_bout(name) && !ex.chat.about.is_writer()) {
        Some(rest) => press::menu_data("other", Some(rest)),
        None => whole,
    }
}

pub fn is_of_a_bout(name: &str) -> bool {
    OF_A_BOUT.contains(&name)
}

pub fn keeps_its_buttons(name: &str, argument: Option<&str>) -> bool {
    let what = argument.and_then(|argument| argument.split('.').next());
    name == "other" && matches!(what, Some("over" | "ask" | "change" | "save" | "diary"))
}

/// A button that is about the other.
pub fn choose(ex: &mut Exchange<'_>, what: &str) {
    let (name, argument) = what.split_once('.').map_or((what, None), |(name, argument)| (name, Some(argument)));
    let dialogue = argument.and_then(|id| ex.library.dialogues.get(id)).filter(|dialogue| dialogue.command.is_some());
    match (name, dialogue) {
        ("start", Some(dialogue)) => {
            turn_to(ex, SubjectId::OTHER);
            menu::start_at_hand(ex, dialogue);
        }
        ("here", None) => conversation::hand_over(ex),
        _ if history::is_button(name) => {
            command::aside(ex, |ex| history::pressed(ex, SubjectId::OTHER, name, argument));
        }
        _ if is_of_a_bout(name) => act_for(ex, SubjectId::OTHER, name, argument),
        _ => offer(ex),
    }
}

/// Does what a button about a bout says, for the one whose bout it is. An open conversation about the other of the
/// two ends where the button opens one.
pub fn act_for(ex: &mut Exchange<'_>, subject: SubjectId, name: &str, argument: Option<&str>) {
    if name == "save" {
        ex.turned_to(subject, report::asking::save);
        return conversation::ask_again(ex);
    }
    if ASIDE.contains(&name) && argument.is_none() {
        return ex.turned_to(subject, |ex| menu::act(ex, name, argument));
    }
    turn_to(ex, subject);
    menu::act(ex, name, argument);
}

/// From here on about this one; a conversation about the other ends.
pub fn turn_to(ex: &mut Exchange<'_>, subject: SubjectId) {
    if ex.chat.about != subject {
        conversation::leave(ex);
        ex.chat.turn_to(subject);
    }
}
