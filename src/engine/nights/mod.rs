//! Nights and mornings: a night without a cramp in one tap, the one morning question about it for whom it is wanted,
//! what a night has left open, and "Still cramping?".
//!
//! What other parts call stands here. Nothing of it speaks in the quiet hours.

pub mod kept;
mod morning;
mod open;
mod page;
mod quiet;
mod still;

use jiff::Timestamp;
use jiff::civil::Date;

use super::chat::Chat;
use super::command;
use super::exchange::Exchange;
use super::letter::{Button, Tag};
use super::press::menu_data;
use super::reminder;
use super::reply::{is_among, normalise};
use super::standing::{self, Topic};
use super::understanding::meaning::Meaning;
use crate::ids::SubjectId;
pub use open::{answered, go_on};
pub use page::{end_unclear, read_end, show, typed_end};
pub use still::{pressed as still, settle as settle_still};

/// When something of a night or a morning falls due.
pub fn next(chat: &Chat) -> Option<Timestamp> {
    let mornings = [morning::next(chat), open::next(chat)].into_iter().flatten();
    mornings.map(|due| reminder::spaced(chat, due)).chain(still::next(chat)).min()
}

/// The hour has come.
pub fn rang(ex: &mut Exchange<'_>) {
    still::rang(ex);
    let is_free =
        |ex: &Exchange<'_>, due: Option<Timestamp>| due.is_none_or(|due| reminder::spaced(&ex.chat, due) <= ex.now);
    if is_free(ex, open::next(&ex.chat)) {
        open::rang(ex);
    }
    if is_free(ex, morning::next(&ex.chat)) {
        ex.turned_to(SubjectId::WRITER, morning::rang);
    }
}

/// The question never left, or nobody knows whether it arrived: nobody can have left it unanswered.
pub fn lost(ex: &mut Exchange<'_>, tag: Tag) {
    if let Some(question) = ex.chat.nights.question.as_mut() {
        question.asked.take_if(|(_, number)| *number == tag.visit.0);
    }
}

/// A night that has become known in any way is asked about no more.
pub fn tick(ex: &mut Exchange<'_>) {
    let asked = ex.chat.nights.question.as_ref().and_then(|question| question.asked);
    let Some((evening, _)) = asked.filter(|(_, number)| !ex.entries.is_empty() && standing::keeps(&ex.chat, *number))
    else {
        return;
    };
    if quiet::known(ex, evening) != quiet::Known::Nothing {
        ex.turned_to(SubjectId::WRITER, |ex| standing::over(ex, Topic::Night));
    }
}

/// `quiet.2025-03-02`, `cramp.2025-03-02`, `at.2025-03-02.3`, `ask.daily`, `hour.8`: what, and about which night.
pub fn pressed(ex: &mut Exchange<'_>, argument: &str) {
    let parts: Vec<&str> = argument.split('.').collect();
    let evening = parts.get(1).and_then(|evening| evening.parse::<Date>().ok());
    aside(ex, |ex| match (parts.as_slice(), evening) {
        (["quiet", _], Some(evening)) => quiet::log(ex, evening),
        (["cramp", _], Some(evening)) => quiet::ask_hour(ex, evening),
        (["at", _, hour], Some(evening)) => quiet::log_cramp(ex, evening, hour.parse().ok()),
        (["ask", often], _) => page::choose_often(ex, often),
        (["hour", hour], _) => page::choose_hour(ex, hour.parse().ok()),
        (["still", minutes], _) => page::choose_still(ex, minutes.parse().ok()),
        (["end", hour], _) => page::choose_end(ex, hour.parse().ok()),
        (["still"], _) => page::ask_still(ex),
        (["end"], _) => page::ask_end(ex),
        (["ask"], _) => page::ask_often(ex),
        (["hour"], _) => page::ask_hour(ex),
        _ => page::show(ex),
    });
}

/// "No cramp last night", typed. False for other words.
pub fn typed(ex: &mut Exchange<'_>, text: &str) -> bool {
    if !is_among(&normalise(text), &ex.phrase("typed-quiet-night", &[])) {
        return false;
    }
    aside(ex, quiet::log_last);
    true
}

/// "Slept badly, but no cramp": of words that name a cramp and say that there was none. False for other words, and where
/// a cramp is named besides.
pub fn denied(ex: &mut Exchange<'_>, meaning: &Meaning, text: &str) -> bool {
    let lists = ["words-no-cramp", "words-cramp", "words-night", "words-turn", "words-cramp-free"];
    let [denials, cramps, night, turn, free] = lists.map(|list| ex.phrase(list, &[]));
    let said = spaced(text);
    let names_free = free.split(',').map(spaced).any(|free| said.contains(&free));
    // "Calf locked up, no cramps before": a cramp in other words.
    if !(names_free || matches!(meaning, Meaning::Nothing | Meaning::Summary { .. })) {
        return false;
    }
    let denials = format!("{denials},{free}");
    let denial = denials.split(',').map(spaced).find_map(|denial| {
        let at = said.find(&denial)?;
        Some((said.get(..=at)?.to_owned(), said.get(at + denial.len() - 1..)?.to_owned()))
    });
    let Some((before, behind)) = denial else { return false };
    let has = |part: &str, list: &str| part.split_whitespace().any(|word| is_among(word, list));
    if has(&before, &cramps) || has(&behind, &cramps) {
        return false;
    }
    match has(&said, &night) && !has(&behind, &turn) {
        true => aside(ex, quiet::log_last),
        false => aside(ex, quiet::offer),
    }
    true
}

/// Its words with one space before, between and behind.
fn spaced(text: &str) -> String {
    let said = normalise(text);
    let words: Vec<&str> =
        said.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|it| !it.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

/// "No cramp last night", for as long as that night is not logged.
pub fn quiet_button(ex: &Exchange<'_>) -> Option<Button> {
    let evening = quiet::last_night(ex)?;
    let is_open = ex.chat.has_consent() && quiet::known(ex, evening) == quiet::Known::Nothing;
    is_open.then(|| button(ex, "button-quiet-night", &format!("quiet.{evening}")))
}

/// A quiet night is the writer's, whoever is being talked about.
fn aside(ex: &mut Exchange<'_>, answer: impl FnOnce(&mut Exchange<'_>)) {
    command::aside(ex, |ex| ex.turned_to(SubjectId::WRITER, answer));
}

fn button(ex: &Exchange<'_>, phrase: &str, argument: &str) -> Button {
    Button { label: ex.phrase(phrase, &[]), data: menu_data("night", Some(argument)) }
}
