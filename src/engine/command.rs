//! The commands: one row each. A dialogue with a `command` of its own needs no row.

use super::chat::Awaits;
use super::exchange::Exchange;
use super::letter::Keyboard;
use super::{care, conversation, export, history, medicines, menu, reading, reminder, report, setup, summary};

/// What a person can ask for with a slash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Start,
    Help,
    Privacy,
    Settings,
    Delete,
    Cancel,
    Diary,
    Add,
    Learn,
    Reminders,
    Pause,
    Water,
    Other,
    Report,
    Export,
    Summary,
    About,
    Medicines,
}

/// Name, command, and whether it stands in Telegram's menu.
const COMMANDS: [(&str, Command, bool); 18] = [
    ("start", Command::Start, false),
    ("diary", Command::Diary, true),
    ("add", Command::Add, true),
    ("summary", Command::Summary, true),
    ("learn", Command::Learn, true),
    ("reminders", Command::Reminders, true),
    ("pause", Command::Pause, true),
    ("water", Command::Water, true),
    ("medicines", Command::Medicines, true),
    ("other", Command::Other, true),
    ("report", Command::Report, true),
    ("export", Command::Export, true),
    ("settings", Command::Settings, true),
    ("help", Command::Help, true),
    ("privacy", Command::Privacy, true),
    ("cancel", Command::Cancel, true),
    ("delete", Command::Delete, true),
    ("about", Command::About, false),
];

/// Splits `/diary@charley_bot last week` into `diary` and `last week`.
pub fn split(text: &str) -> Option<(String, &str)> {
    let rest = text.trim().strip_prefix('/')?;
    let (word, argument) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let name = word.split('@').next().unwrap_or(word);
    Some((name.to_lowercase(), argument.trim()))
}

/// Whether there is such a command, of a dialogue or of our own.
pub fn is_known(ex: &Exchange<'_>, name: &str) -> bool {
    ex.library.by_command(name).is_some() || COMMANDS.iter().any(|(known, _, _)| *known == name)
}

/// Carries out a command; an unknown one gets the list.
pub fn run(ex: &mut Exchange<'_>, name: &str, argument: &str) {
    if name != "cancel" {
        history::wanted::forget(ex);
        medicines::wanted::forget(ex);
    }
    if let Some(dialogue) = ex.library.by_command(name) {
        return menu::start(ex, dialogue);
    }
    let known = COMMANDS.iter().find(|(known, _, _)| *known == name);
    let Some((_, command, _)) = known else {
        let line = ex.phrase("unknown-command", &[]);
        ex.say(line, Keyboard::None);
        return conversation::ask_again(ex);
    };
    match command {
        Command::Start => setup::start(ex, argument),
        Command::Cancel => cancel(ex),
        Command::Help => page(ex, "help"),
        Command::Privacy => page(ex, "privacy"),
        Command::About => about(ex),
        Command::Settings => aside(ex, setup::settings),
        Command::Delete => aside(ex, setup::ask_delete),
        Command::Diary => aside(ex, history::show),
        Command::Add => aside(ex, |ex| history::add_at(ex, argument)),
        Command::Reminders => aside(ex, reminder::list),
        Command::Water => aside(ex, reminder::show_water),
        Command::Pause => aside(ex, |ex| reminder::ask_pause(ex, &[])),
        Command::Medicines => aside(ex, medicines::show),
        Command::Report => aside(ex, |ex| report::asking::report(ex, argument)),
        Command::Export => aside(ex, |ex| export::asked(ex, argument)),
        Command::Summary => aside(ex, |ex| summary::asking::asked(ex, argument)),
        Command::Other => care::offer(ex),
        Command::Learn => aside(ex, |ex| reading::learn(ex, argument)),
    }
}

/// The commands of Telegram's menu with the phrase that describes each: those of the dialogues first.
pub fn menu(library: &crate::library::Library) -> Vec<(String, String)> {
    let dialogues = library.dialogues.values().filter_map(|dialogue| dialogue.command.clone());
    let own = COMMANDS.iter().filter(|(_, _, in_menu)| *in_menu).map(|(name, _, _)| (*name).to_owned());
    dialogues.chain(own).map(|name| (name.clone(), format!("command-{name}"))).collect()
}

fn page(ex: &mut Exchange<'_>, key: &str) {
    aside(ex, |ex| {
        let text = ex.phrase(key, &[]);
        ex.say(text, Keyboard::None);
    });
}

fn about(ex: &mut Exchange<'_>) {
    use crate::library::words::Blank;
    let rules = ex.library.rules.len();
    let reviewed = ex.library.rules.iter().filter(|rule| rule.clinician.is_some()).count();
    aside(ex, |ex| {
        #[allow(clippy::cast_precision_loss, reason = "a count of rules")]
        let blanks = [("reviewed", Blank::Number(reviewed as f64)), ("rules", Blank::Number(rules as f64))];
        let text = ex.phrase("about", &blanks);
        ex.say(text, Keyboard::None);
    });
}

/// Answers in the middle of a conversation and comes back to the open question.
pub fn aside(ex: &mut Exchange<'_>, answer: impl FnOnce(&mut Exchange<'_>)) {
    answer(ex);
    conversation::ask_again(ex);
}

fn cancel(ex: &mut Exchange<'_>) {
    let awaited = ex.chat.awaits.take();
    ex.chat.wanted = None;
    if reminder::drops_draft(ex) {
        return;
    }
    if ex.chat.conversation.is_some() {
        return conversation::stop(ex);
    }
    let line = match awaited {
        Some(Awaits::Diary(_) | Awaits::Medicine(_) | Awaits::Details { .. }) => ex.phrase("left-as-it-is", &[]),
        Some(_) => ex.phrase("setup-stopped", &[]),
        None => ex.phrase("nothing-to-cancel", &[]),
    };
    ex.say(line, Keyboard::None);
}
