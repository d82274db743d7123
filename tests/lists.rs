//! A line of a list is left out only where it was asked before or told: who denied poison was not asked for heat.

use std::path::Path;

use charley::engine::letter::{Keyboard, Outgoing};
use charley::engine::press::{NONE, UNSURE, answer_data};
use charley::library::dialogue::Kind;
use charley::library::{Library, load};
use charley::tools::person::Person;

fn library() -> Library {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("dialogues");
    load::folder(&folder).unwrap_or_else(|mistakes| panic!("{}", mistakes[0]))
}

/// Every line of the lists that somebody sees who has a plain cramp and says so.
fn lines_after(library: &Library, said: &[&str]) -> Vec<String> {
    let mut person = Person::set_up(library, "2025-03-03T14:12:00Z".parse().unwrap(), "UTC");
    let mut letters = Vec::new();
    for words in said {
        letters.extend(person.says(words));
    }
    for _ in 0..60 {
        let Some(open) = person.chat.conversation.as_ref() else { break };
        let Some(node) = library.node(&open.at.dialogue, &open.at.node) else { break };
        let item = match &node.kind {
            Kind::Check { .. } => NONE,
            Kind::Say(say) => say.choices.last().map_or(UNSURE, |choice| choice.id.as_str()),
            _ => UNSURE,
        };
        let data = answer_data(open.id, open.visit, item);
        letters.extend(person.presses(&data));
    }
    letters.iter().flat_map(lines).collect()
}

fn lines(letter: &Outgoing) -> Vec<String> {
    let Outgoing::Message(message) = letter else { return Vec::new() };
    match &message.keyboard {
        Keyboard::Inline(rows) => rows.iter().flatten().map(|button| button.label.clone()).collect(),
        Keyboard::None | Keyboard::Keys(_) => Vec::new(),
    }
}

#[test]
fn heat_is_asked_of_somebody_who_denied_poison() {
    let lines = lines_after(&library(), &["/cramp", "it let go"]);
    for line in ["Contact with poison or lead", "Great heat or heavy sweating"] {
        assert!(lines.iter().any(|shown| shown.ends_with(line)), "{line}: {lines:#?}");
    }
}
