//! 20,000 presses and words without any sense, over the shipped content: nothing panics, nobody is trapped, and every
//! letter is one that Telegram takes.

mod support;

use charley::engine::event::{Event, What};
use charley::engine::letter::{Keyboard, Outgoing};
use charley::engine::turn::turn;
use charley::ids::MessageId;
use support::content::content;
use support::limits;
use support::wanderer::Wanderer;
use support::world::World;

const WALKS: u64 = 40;
const STEPS: usize = 500;
/// Every so many steps is played twice and tried to be cancelled.
const PROBED: usize = 5;
/// UX-5; what the bot asked of its own accord and can still be answered comes on top.
const MOST_LIVE: usize = 2;
/// UX-2.
const MOST_CARD_WORDS: usize = 90;

#[test]
fn nothing_that_is_pressed_or_typed_breaks_a_rule() {
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get() as u64);
    std::thread::scope(|scope| {
        for first in 0..threads {
            scope.spawn(move || (first..WALKS).step_by(threads as usize).for_each(walk));
        }
    });
}

fn walk(seed: u64) {
    let mut person = Wanderer::new(content(""), "2025-03-03T02:12:00Z".parse().unwrap(), seed);
    let mut before: Vec<String> = Vec::new();
    for step in 0..STEPS {
        let event = person.next();
        before.push(format!("{:?}", event.what));
        let path = || before[before.len().saturating_sub(25)..].join("\n");
        if step % PROBED == 0 {
            is_pure(&person, &event);
        }
        let letters = person.meet(&event);
        let problems: Vec<String> = letters.iter().flat_map(problems).collect();
        assert!(problems.is_empty(), "seed {seed}: {problems:?}\nafter\n{}", path());
        let chat = person.world.chat();
        let live = person.screen.live().iter().filter(|shown| !shown.stands(&chat)).count();
        assert!(live <= MOST_LIVE, "seed {seed}: {live} messages have buttons after\n{}", path());
        if step % PROBED == 0 {
            can_be_cancelled(&person, &path);
        }
    }
}

/// The same event on the same state gives the same turn.
fn is_pure(person: &Wanderer<'_>, event: &Event) {
    let once = turn(event, &person.world.chat(), &person.world.diary, person.library, person.now);
    let twice = turn(event, &person.world.chat(), &person.world.diary, person.library, person.now);
    assert_eq!(once, twice);
}

fn problems(letter: &Outgoing) -> Vec<String> {
    let mut problems = limits::problems(letter);
    if let Outgoing::Message(message) = letter {
        let words = message.text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
        let heads = ["<b>Be seen", "<b>Book an", "<b>You can look", "<b>Have the person", "<b>The person you care"];
        let is_card = heads.iter().any(|head| message.text.starts_with(head));
        if is_card && words > MOST_CARD_WORDS {
            problems.push(format!("a card of {words} words: {}", message.text));
        }
        let is_alarm = message.text.starts_with("<b>Call ");
        if is_alarm && message.keyboard != Keyboard::None {
            problems.push("buttons under the emergency card".into());
        }
    }
    problems
}

fn can_be_cancelled(person: &Wanderer<'_>, path: &dyn Fn() -> String) {
    let mut world = person.world.clone();
    let what = What::Said { message: MessageId(-1), text: "/cancel".into(), language: None };
    let said = world.meet(&Event { update: None, happened: Some(person.now), what }, person.library, person.now);
    assert!(world.chat().conversation.is_none(), "/cancel left a conversation open after\n{}", path());
    assert!(said.iter().any(|letter| matches!(letter, Outgoing::Message(_))), "/cancel says nothing after\n{}", path());
}
