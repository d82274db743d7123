//! `charley talk`: a conversation in the terminal, with the real engine and nothing written anywhere.

use std::io::{self, BufRead, Write};

use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use super::case;
use super::fault::Fault;
use super::person::Person;
use crate::engine::letter::{Keyboard, Outgoing};
use crate::ids::NodeId;
use crate::library::Library;
use crate::library::dialogue::Dialogue;

/// Reads lines until the end of input: words, `#3` for the third button, `?` for what is known.
pub fn run(
    library: &Library,
    dialogue: &Dialogue,
    at: Option<&str>,
    with: &[String],
    now: Timestamp,
) -> Result<(), Fault> {
    let mut person = Person::set_up(library, now, "UTC");
    let known =
        case::findings(&stated(with), &library.vocabulary).map_err(|what| Fault::Usage(format!("--with: {what}")))?;
    let command = dialogue
        .command
        .as_deref()
        .ok_or_else(|| Fault::Usage(format!("{} has no command of its own; talk to one that calls it", dialogue.id)))?;
    let mut heard = person.says(&format!("/{command}"));
    if at.is_some() || !with.is_empty() {
        let (there, node) = at.map_or(Ok((dialogue, &dialogue.start)), |at| find(library, dialogue, at))?;
        heard = person.stands_at(&there.id, node, &known);
    }
    converse(&mut person, heard).map_err(Fault::from)
}

/// `NODE` of the dialogue itself, or `DIALOGUE.NODE` of one that it calls. It must be something that is shown.
fn find<'a>(library: &'a Library, dialogue: &'a Dialogue, at: &str) -> Result<(&'a Dialogue, &'a NodeId), Fault> {
    let (there, name) = match at.split_once('.') {
        Some((other, name)) => (library.dialogues.get(other), name),
        None => (Some(dialogue), at),
    };
    let found = there.and_then(|there| Some((there, there.node(&name.into())?)));
    let shown =
        found.filter(|(_, node)| node.is_question() || node.as_say().is_some_and(|say| !say.choices.is_empty()));
    let unknown = || Fault::Usage(format!("there is no question \"{at}\"; `charley graph` shows those of a dialogue"));
    shown.map(|(there, node)| (there, &node.id)).ok_or_else(unknown)
}

/// `side=left`, `pain_score=7`, `cramp_sites=["calf"]`.
fn stated(with: &[String]) -> Map<String, Json> {
    let pairs = with.iter().map(|pair| pair.split_once('=').unwrap_or((pair, "true")));
    pairs
        .map(|(key, value)| (key.to_owned(), serde_json::from_str(value).unwrap_or_else(|_| Json::from(value))))
        .collect()
}

fn converse(person: &mut Person<'_>, mut heard: Vec<Outgoing>) -> io::Result<()> {
    let stdin = io::stdin();
    loop {
        print(&heard, person);
        let mut line = String::new();
        if stdin.lock().read_line(&mut line)? == 0 {
            return Ok(());
        }
        heard = answer(person, line.trim());
    }
}

fn answer(person: &mut Person<'_>, said: &str) -> Vec<Outgoing> {
    if said == "?" {
        for (finding, value) in person.chat.findings(&person.library.vocabulary, person.now).iter() {
            println!("  {finding} = {value}");
        }
        return Vec::new();
    }
    match said.strip_prefix('#').and_then(|number| number.parse::<usize>().ok()) {
        Some(number) => match person.buttons().get(number.saturating_sub(1)) {
            Some(button) => person.presses(&button.data.clone()),
            None => Vec::new(),
        },
        None => person.says(said),
    }
}

fn print(heard: &[Outgoing], person: &Person<'_>) {
    for outgoing in heard {
        if let Outgoing::Message(message) = outgoing {
            println!("\n{}", message.text);
            if let Keyboard::Keys(rows) = &message.keyboard {
                println!("  keys: {}", rows.concat().join(" | "));
            }
        }
    }
    let buttons = person.buttons();
    let line: Vec<String> =
        buttons.iter().enumerate().map(|(index, button)| format!("#{} {}", index + 1, button.label)).collect();
    println!("  [{}]", line.join("] ["));
    print!("> ");
    io::stdout().flush().ok();
}
