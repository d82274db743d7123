//! One event, one turn: chooses who answers.

use jiff::Timestamp;

use super::acting::{self, alarm, cramp, edited, logs};
use super::chat::{Awaits, Chat};
use super::diary::Diary;
use super::event::{Event, Media, What};
use super::exchange::Exchange;
use super::letter::{Keyboard, Outgoing};
use super::press::{self, Press};
use super::reply::{is_among, normalise};
use super::understanding::meaning::Meaning;
use super::understanding::understand;
use super::{Fate, Turn};
use super::{
    command, conversation, customs, first_aid, history, hold, medicines, menu, nights, picture, reading, reminder,
    ring, setup, standing, summary,
};
use crate::ids::{MessageId, PressId};
use crate::library::Library;

/// Decides what follows from an event. `now` is the desk's reading of the clock.
pub fn turn(event: &Event, chat: &Chat, diary: &dyn Diary, library: &Library, now: Timestamp) -> Turn {
    let mut ex = Exchange::new(event, chat, diary, library, now);
    if event.is_from_person() {
        // Whoever writes has not blocked the bot, whatever was heard before.
        ex.chat.unreachable_since = None;
    }
    match &event.what {
        What::Stranger { language } => return stranger(ex, language.as_deref(), "stranger"),
        What::Group { asked_to_leave, language } => return group(ex, *asked_to_leave, language.as_deref()),
        What::Said { text, language, .. } => said(&mut ex, text, language.as_deref()),
        What::Pressed { press, message, data } => pressed(&mut ex, press, *message, data),
        What::Edited { message, text } => edited::edited(&mut ex, *message, text),
        What::Showed { kind, .. } => showed(&mut ex, *kind),
        What::Blocked => blocked(&mut ex),
        What::Returned => {}
        What::Rang => ring::rang(&mut ex),
        What::Located { latitude, longitude } => setup::located(&mut ex, *latitude, *longitude),
        What::Lost { tag } => {
            reminder::lost(&mut ex, *tag);
            nights::lost(&mut ex, *tag);
            standing::lost(&mut ex, *tag);
        }
    }
    if event.is_from_person() {
        hold::give_way(&mut ex);
    }
    ex.into_turn()
}

/// One polite line, and nothing is written down.
fn stranger(mut ex: Exchange<'_>, language: Option<&str>, phrase: &str) -> Turn {
    greet(&mut ex, language);
    let text = ex.phrase(phrase, &[]);
    ex.say(text, Keyboard::None);
    Turn { chat: Fate::Untouched, entries: Vec::new(), outbox: ex.outbox }
}

fn group(ex: Exchange<'_>, asked_to_leave: bool, language: Option<&str>) -> Turn {
    if asked_to_leave {
        return Turn { chat: Fate::Untouched, entries: Vec::new(), outbox: vec![Outgoing::Leave] };
    }
    stranger(ex, language, "group")
}

/// The client's language at the first word; later the person's own choice holds.
fn greet(ex: &mut Exchange<'_>, language: Option<&str>) {
    if ex.chat.profile.language.is_empty() {
        ex.chat.profile.language = ex.library.words.best(language.unwrap_or_default()).to_owned();
    }
}

fn said(ex: &mut Exchange<'_>, text: &str, language: Option<&str>) {
    greet(ex, language);
    say_restarted(ex);
    let meaning = understand(told(ex, text), ex.library);
    if watched(ex, text, &meaning) || alarm::typed(ex, &meaning, text) {
        return;
    }
    if let Some((name, argument)) = command::split(text) {
        return command::run(ex, &name, argument);
    }
    if let Some(name) = key(ex, text) {
        return command::run(ex, name, "");
    }
    if reminder::choice_typed(ex, text)
        || menu::typed(ex, text)
        || nights::typed(ex, text)
        || history::add_said(ex, text)
        || picture::typed(ex, text)
        || hold::typed(ex, text)
        || customs::typed(ex, text)
        || reminder::quiet_hours(ex, text)
        || reminder::goal(ex, text)
        || summary::asking::typed(ex, text)
    {
        return;
    }
    if ex.chat.conversation.is_some() {
        return talking(ex, &meaning, text);
    }
    if reminder::typed_answer(ex, text) {
        return;
    }
    if first_aid::typed(ex, text) || awaited(ex, &meaning, text) || reading::named(ex, text) {
        return;
    }
    if nights::denied(ex, &meaning, text) {
        return;
    }
    if !acting::act(ex, &meaning, text) && !is_about_cramp(ex, text) {
        return menu::not_understood(ex);
    }
    if meaning == Meaning::Nothing {
        menu::start_cramp(ex);
    }
}

/// What was told: of a command that there is, only what stands behind it. "/help" is no cry for help.
fn told<'t>(ex: &Exchange<'_>, text: &'t str) -> &'t str {
    command::split(text).filter(|(name, _)| command::is_known(ex, name)).map_or(text, |(_, argument)| argument)
}

/// The word for a cramp in the person's language, for languages in which only that word is understood.
fn is_about_cramp(ex: &Exchange<'_>, text: &str) -> bool {
    let words = [ex.phrase("words-cramp", &[]), ex.library.words.text("en", "words-cramp", &[])];
    normalise(text).split(|c: char| !c.is_alphabetic()).any(|word| words.iter().any(|list| is_among(word, list)))
}

/// The emergency watch: every text is looked at before anything else. Only the words of a button that is on the screen,
/// which means what it says, and a word to look for in the articles are no alarm.
fn watched(ex: &mut Exchange<'_>, text: &str, meaning: &Meaning) -> bool {
    let Meaning::Emergency(alarm) = meaning else {
        return false;
    };
    let looks_up = command::split(text).is_some_and(|(name, _)| name == "learn");
    let is_button = conversation::names_a_line(ex, text) || first_aid::is_answer(ex, text) || menu::is_label(ex, text);
    if looks_up || is_button {
        return false;
    }
    alarm::raise(ex, alarm);
    true
}

/// Words while a question is open: its answer as it stands, then in other words, then anything else that is meant.
/// What nobody understands is kept as a note.
fn talking(ex: &mut Exchange<'_>, meaning: &Meaning, text: &str) {
    let awaits = ex.chat.awaits;
    if let Some(awaits) = awaits
        && setup::typed(ex, awaits, text)
    {
        return;
    }
    if conversation::typed(ex, text) || acting::inside(ex, meaning, text) {
        return;
    }
    match awaits {
        Some(awaits) => setup::unknown(ex, awaits),
        None => conversation::miss(ex, text),
    }
}

/// Words for which somebody was asked outside a conversation. Other things that are meant go before "I do not know that
/// place".
fn awaited(ex: &mut Exchange<'_>, meaning: &Meaning, text: &str) -> bool {
    match ex.chat.awaits {
        None => false,
        Some(Awaits::Details { episode }) => cramp::more(ex, episode, meaning, text),
        Some(Awaits::Amount) => logs::more(ex, meaning, text),
        Some(Awaits::Diary(wanted)) => history::typed(ex, wanted, meaning, text),
        Some(Awaits::Medicine(wanted)) => medicines::typed(ex, wanted, meaning, text),
        Some(awaits) => {
            // "My time zone is UTC+2" where a zone is wanted.
            let names_zone = awaits == Awaits::Zone && matches!(meaning, Meaning::SettingsSet { zone: Some(_), .. });
            // "3 hours" is about a reminder only while one waits.
            let is_idle = matches!(meaning, Meaning::Snooze { .. }) && !reminder::waits(ex);
            let means_something = names_zone
                || !is_idle && !matches!(meaning, Meaning::Nothing | Meaning::SettingsSet { .. })
                || is_about_cramp(ex, text);
            if setup::knows(ex, awaits, text) || !means_something { setup::typed(ex, awaits, text) } else { false }
        }
    }
}

/// The keys below the input line send their label.
fn key(ex: &Exchange<'_>, text: &str) -> Option<&'static str> {
    [("key-cramp", "cramp"), ("key-diary", "diary"), ("key-more", "help")]
        .into_iter()
        .find(|(phrase, _)| normalise(&ex.phrase(phrase, &[])) == normalise(text))
        .map(|(_, command)| command)
}

fn pressed(ex: &mut Exchange<'_>, press: &PressId, message: Option<MessageId>, data: &str) {
    greet(ex, None);
    say_restarted(ex);
    match press::read(data) {
        Press::Answer { conversation, visit, item, on } => {
            conversation::pressed(ex, (conversation, visit), &item, on, message, press);
        }
        Press::FirstAid { node, choice } => first_aid::pressed(ex, &node, &choice, message, press),
        Press::Menu { name, argument } => menu::pressed(ex, &name, argument.as_deref(), message, press),
        Press::Foreign => {
            let toast = ex.phrase("toast-foreign", &[]);
            ex.acknowledge(press, Some(toast));
        }
    }
}

/// A stored state that could not be read has become a fresh one: said once.
fn say_restarted(ex: &mut Exchange<'_>) {
    if std::mem::take(&mut ex.chat.restarted) {
        let line = ex.phrase("restarted", &[]);
        ex.say(line, Keyboard::None);
    }
}

fn showed(ex: &mut Exchange<'_>, kind: Media) {
    let phrase = match kind {
        Media::Voice => "cannot-hear",
        Media::Picture | Media::Sticker | Media::Location | Media::Other => "cannot-see",
    };
    let line = ex.phrase(phrase, &[]);
    if ex.chat.conversation.is_some() {
        ex.say(line, Keyboard::None);
        return conversation::ask_again(ex);
    }
    let keyboard = menu::three_buttons(ex);
    ex.say(line, keyboard);
}

/// Everything stops; the purge is `ring`'s.
fn blocked(ex: &mut Exchange<'_>) {
    conversation::leave(ex);
    ex.chat.awaits = None;
    ex.chat.unreachable_since.get_or_insert(ex.now);
    ex.outbox.clear();
}
