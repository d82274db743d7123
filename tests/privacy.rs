//! What is kept of a person: before the consent nothing medical and no word of theirs, after /delete nothing at all.

mod support;

use charley::engine::Fate;
use charley::engine::event::{Event, What};
use charley::engine::turn::turn;
use charley::ids::{MessageId, PressId};
use charley::library::Library;
use jiff::Timestamp;
use support::content::content;
use support::memory::Memory;
use support::stored::Stored;
use support::wanderer::Wanderer;
use support::world::World;

/// Typed on the way; none of it may be found in what is kept.
const SAID: [&str; 5] = ["zebra", "my zebra leg is cramping", "still cramping", "cannot stand zebra", "2? zebra"];

fn now() -> Timestamp {
    "2025-03-03T02:12:00Z".parse().unwrap()
}

fn says(world: &mut dyn World, library: &Library, text: &str) {
    let what = What::Said { message: MessageId(-1), text: text.to_owned(), language: Some("en".into()) };
    world.meet(&Event { update: None, happened: Some(now()), what }, library, now());
}

fn presses(world: &mut dyn World, library: &Library, data: &str) {
    let what = What::Pressed { press: PressId("p".into()), message: None, data: data.to_owned() };
    world.meet(&Event { update: None, happened: None, what }, library, now());
}

#[test]
fn before_the_consent_nothing_medical_is_kept() {
    let library = content("");
    for seed in 0..20 {
        let mut person = Wanderer::new(library, now(), seed);
        for step in 0..200 {
            let event = person.next();
            if matches!(&event.what, What::Pressed { data, .. } if data.starts_with("m.consent.") && !data.ends_with(".no"))
            {
                continue;
            }
            // "1" and "yes" are the consent too, while it is offered.
            let is_offered = person.world.chat().offered.iter().any(|button| button.data.starts_with("m.consent."));
            if is_offered && matches!(&event.what, What::Said { .. }) {
                continue;
            }
            person.meet(&event);
            says(&mut person.world, library, SAID[step % SAID.len()]);
            holds_nothing_medical(&person.world, library);
        }
    }
}

fn holds_nothing_medical(world: &Memory, library: &Library) {
    assert!(world.entries().is_empty(), "an entry before the consent");
    let chat = world.chat();
    assert!(
        chat.profile.consent.is_none()
            && chat.facts.is_empty()
            && chat.conversation.is_none()
            && chat.episode.is_none()
    );
    let json = serde_json::to_string(&chat).unwrap();
    for key in library.vocabulary.findings.keys() {
        assert!(!json.contains(&format!("\"{key}\"")), "{key} in {json}");
    }
    assert!(!json.contains("zebra"), "typed words in {json}");
}

#[test]
fn after_delete_nothing_is_kept() {
    let library = content("");
    let worlds: [Box<dyn World>; 2] = [Box::new(Memory::new()), Box::new(Stored::new())];
    for mut world in worlds {
        for said in ["/cramp", "it let go"] {
            says(world.as_mut(), library, said);
        }
        presses(world.as_mut(), library, "m.consent.yes");
        for said in ["none", "my zebra leg", "none", "/delete"] {
            says(world.as_mut(), library, said);
        }
        assert!(world.knows_somebody() && !world.entries().is_empty());
        presses(world.as_mut(), library, "m.delete.yes");
        assert!(!world.knows_somebody());
        assert!(world.entries().is_empty());
    }
}

#[test]
fn the_turn_that_deletes_writes_nothing_else() {
    let library = content("");
    let mut world = Memory::new();
    for said in ["/cramp", "it let go"] {
        says(&mut world, library, said);
    }
    presses(&mut world, library, "m.consent.yes");
    let what = What::Pressed { press: PressId("p".into()), message: None, data: "m.delete.yes".into() };
    let turn = turn(&Event { update: None, happened: None, what }, &world.chat(), &world.diary, library, now());
    assert_eq!(turn.chat, Fate::Forget);
    assert!(turn.entries.is_empty());
}
