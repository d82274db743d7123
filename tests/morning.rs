//! What a morning asks of a night that was left: few questions, the warning signs first, and none lost.

use std::collections::BTreeSet;
use std::path::Path;

use charley::engine::conversation::survey;
use charley::engine::event::{Event, What};
use charley::engine::exchange::Exchange;
use charley::engine::press::{NONE, UNSURE, answer_data, menu_data};
use charley::ids::FindingKey;
use charley::library::dialogue::{Kind, Node};
use charley::library::{Library, load};
use charley::tools::person::Person;
use jiff::{SignedDuration, Timestamp};

/// More of the night's questions than a short night has.
const MOST_ANSWERED: usize = 10;

fn library() -> Library {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("dialogues");
    load::folder(&folder).unwrap_or_else(|mistakes| panic!("{}", mistakes[0]))
}

fn here<'l>(person: &Person<'l>) -> Option<&'l Node> {
    let at = &person.chat.conversation.as_ref()?.at;
    person.library.node(&at.dialogue, &at.node)
}

/// Answers the open question without anything alarming, and gives its name.
fn answer(person: &mut Person<'_>) -> Option<String> {
    let node = here(person)?;
    let open = person.chat.conversation.as_ref()?;
    let item = match &node.kind {
        Kind::Check { .. } => NONE,
        Kind::Say(say) => say.choices.last().map_or(UNSURE, |choice| choice.id.as_str()),
        _ => UNSURE,
    };
    let data = answer_data(open.id, open.visit, item);
    person.presses(&data);
    Some(node.id.to_string())
}

/// A cramp at three in the morning that let go, of which so many questions were answered.
fn night(library: &Library, answered: usize) -> Person<'_> {
    let began: Timestamp = "2025-03-03T03:12:00Z".parse().unwrap();
    let mut person = Person::set_up(library, began, "UTC");
    person.says("/cramp");
    person.now = began.checked_add(SignedDuration::from_mins(2)).unwrap();
    person.says("it let go");
    for _ in 0..answered {
        answer(&mut person);
    }
    person.now = began.checked_add(SignedDuration::from_hours(5)).unwrap();
    person
}

fn asked(person: &mut Person<'_>, argument: Option<&str>) -> Vec<String> {
    person.presses(&menu_data("rest", argument));
    std::iter::from_fn(|| answer(person)).take(80).collect()
}

#[test]
fn a_morning_asks_few_questions_and_every_open_warning_sign_is_among_them() {
    let library = library();
    for answered in 0..MOST_ANSWERED {
        let person = night(&library, answered);
        let event = Event { update: None, happened: None, what: What::Rang };
        let ex = Exchange::new(&event, &person.chat, &person.diary, &library, person.now);
        let episode = person.chat.episode.as_ref().unwrap().id;
        let open = survey(&ex, &library.dialogues["cramp"], episode);
        assert!((2..=4).contains(&open.few.len()), "{} are asked after {answered}", open.few.len());
        let known = person.chat.findings(&library.vocabulary, person.now);
        let recorded: BTreeSet<&FindingKey> = open.few.iter().flat_map(|node| node.findings()).collect();
        let lost: Vec<_> = library.vocabulary.core_red_flags.iter().filter(|key| !known.contains(key)).collect();
        assert!(lost.iter().all(|key| recorded.contains(*key)), "after {answered}: {lost:?}");
        let lists_first = open.few.iter().take(open.lists).all(|node| matches!(node.kind, Kind::Check { .. }));
        assert!(open.lists > 0 && lists_first, "after {answered} no list comes first");
    }
}

#[test]
fn the_few_and_the_rest_ask_all_that_is_open_and_nothing_twice() {
    let library = library();
    for answered in 0..MOST_ANSWERED {
        let all = asked(&mut night(&library, answered), None);
        let mut person = night(&library, answered);
        let few = asked(&mut person, Some("few"));
        let rest = asked(&mut person, None);
        let both: Vec<&String> = few.iter().chain(&rest).collect();
        let set: BTreeSet<&String> = both.iter().copied().collect();
        assert_eq!(both.len(), set.len(), "asked twice after {answered}: {few:?} {rest:?}");
        assert_eq!(set, all.iter().collect(), "after {answered}: {few:?} {rest:?}");
    }
}
