//! `charley talk`: a conversation in the terminal, with the real engine and nothing written anywhere.

use std::io::{self, BufRead, Write};

use jiff::Timestamp;

use super::person::Person;
use crate::engine::letter::{Keyboard, Outgoing};
use crate::library::Library;

/// Reads lines until the end of input: words, or `#3` for the third button.
pub fn run(library: &Library, dialogue: &str, now: Timestamp) -> io::Result<()> {
    let mut person = Person::set_up(library, now, "UTC");
    let mut heard = person.says(&format!("/{dialogue}"));
    let stdin = io::stdin();
    loop {
        print(&heard, &person);
        let mut line = String::new();
        if stdin.lock().read_line(&mut line)? == 0 {
            return Ok(());
        }
        let said = line.trim();
        heard = match said.strip_prefix('#').and_then(|number| number.parse::<usize>().ok()) {
            Some(number) => match person.buttons().get(number.saturating_sub(1)) {
                Some(button) => person.presses(&button.data.clone()),
                None => Vec::new(),
            },
            None => person.says(said),
        };
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
    let line: Vec<String> = buttons.iter().enumerate().map(|(index, button)| format!("#{} {}", index + 1, button.label)).collect();
    println!("  [{}]", line.join("] ["));
    print!("> ");
    io::stdout().flush().ok();
}
