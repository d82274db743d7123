//! Puts letters and diary entries into the words of a transcript.

use charley::engine::attachment;
use charley::engine::chat::Chat;
use charley::engine::diary::{Entry, What};
use charley::engine::fact::Fact;
use charley::engine::letter::{Button, Keyboard, Message, Outgoing};
use charley::ids::ConversationId;
use jiff::tz::{Offset, TimeZone};

use super::screen::Shown;

/// Longest piece of a message by which an edit names it.
const NAMED_BY: usize = 40;

/// In brief, a question is its words and its marks; lines, buttons and settled questions go without saying.
pub fn letter(letter: &Outgoing, edited: Option<(Shown, Shown)>, brief: bool) -> String {
    match letter {
        Outgoing::Message(said) if brief && is_question(said) => question(said),
        Outgoing::Message(said) => message(said),
        Outgoing::Edit(_) if edited.as_ref().is_some_and(|(before, after)| is_renewed(before, after)) => {
            edited.map(|(_, after)| renewed(&after)).unwrap_or_default()
        }
        Outgoing::Edit(_) if brief && !edited.as_ref().is_some_and(|(before, after)| is_retold(before, after)) => {
            String::new()
        }
        Outgoing::Edit(_) => edited.map(|(before, after)| edit(&before, &after)).unwrap_or_default(),
        Outgoing::Acknowledge { toast: Some(toast), .. } => format!("  (toast: {toast})\n"),
        Outgoing::Acknowledge { toast: None, .. } => String::new(),
        Outgoing::React { emoji, .. } => format!("  (reacts: {emoji})\n"),
        Outgoing::Leave => "  (leaves the group)\n".to_owned(),
    }
}

fn message(message: &Message) -> String {
    let silent = if message.silent { "(silent) " } else { "" };
    let mut text = format!("< {silent}{}\n", message.text.trim_end().replace('\n', "\n  "));
    text = text.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    if let Some(recipe) = &message.attachment {
        text.push_str(&format!("  (file {})\n", attachment::name(recipe)));
    }
    match &message.keyboard {
        Keyboard::None => {}
        Keyboard::Inline(buttons) => text.extend(buttons.iter().map(|row| format!("  {}\n", labels(row)))),
        Keyboard::Keys(keys) => text.extend(keys.iter().map(|row| format!("  keys [{}]\n", row.join("] [")))),
    }
    text
}

fn is_question(message: &Message) -> bool {
    message.tag.is_some_and(|tag| tag.conversation != ConversationId(0))
}

fn question(message: &Message) -> String {
    let silent = if message.silent { "(silent) " } else { "" };
    let words = message.text.split("\n<i>").next().unwrap_or_default();
    let words: Vec<&str> = words
        .lines()
        .take_while(|line| !line.starts_with("1 ") && !line.starts_with("2. "))
        .filter(|line| !line.is_empty())
        .collect();
    let marked: Vec<&str> = match &message.keyboard {
        Keyboard::Inline(rows) => rows
            .iter()
            .flatten()
            .map(|button| button.label.as_str())
            .filter(|label| label.starts_with(['✓', '?']))
            .collect(),
        Keyboard::None | Keyboard::Keys(_) => Vec::new(),
    };
    let marked: String = marked.iter().map(|label| format!(" [{label}]")).collect();
    format!("< {silent}{} …{marked}\n", words.join(" / "))
}

/// Another text, in a message that is no question of a conversation.
fn is_retold(before: &Shown, after: &Shown) -> bool {
    before.text != after.text && !after.is_question()
}

/// The same with buttons.
fn is_renewed(before: &Shown, after: &Shown) -> bool {
    is_retold(before, after) && !after.buttons.is_empty()
}

fn renewed(after: &Shown) -> String {
    let lines = after.text.trim_end().lines().map(|line| format!("  {line}").trim_end().to_owned() + "\n");
    let rows = after.buttons.iter().map(|row| format!("  {}\n", labels(row)));
    format!("  (in its message:)\n{}", lines.chain(rows).collect::<String>())
}

fn labels(row: &[Button]) -> String {
    let labels: Vec<String> = row.iter().map(|button| format!("[{}]", button.label)).collect();
    labels.join(" ")
}

fn edit(before: &Shown, after: &Shown) -> String {
    let flat = |text: &str| text.split('\n').filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" / ");
    if before.text != after.text {
        return format!("  (edits: {})\n", flat(&after.text));
    }
    let name: String = flat(&before.text).chars().take(NAMED_BY).collect();
    if after.buttons.is_empty() {
        return format!("  (buttons gone: {name}…)\n");
    }
    let rows: Vec<String> = after.buttons.iter().map(|row| labels(row)).collect();
    format!("  (buttons now: {})\n", rows.join(" / "))
}

/// `#3 2025-03-03 03:12 +01  cramp`
pub fn entry(entry: &Entry) -> String {
    let zone = Offset::from_seconds(entry.offset_seconds).map_or(TimeZone::UTC, TimeZone::fixed);
    let at = entry.at.to_zoned(zone).strftime("%F %H:%M %:z");
    let whose = if entry.subject.is_writer() { "" } else { "of the other: " };
    format!("  #{} {at} {}  {whose}{}\n", entry.number, entry.zone, what(&entry.what))
}

fn what(what: &What) -> String {
    match what {
        What::Cramp { episode } => format!("cramp (bout {})", episode.0),
        What::LetGo { episode, minutes } => {
            let minutes = minutes.map_or("unknown".to_owned(), |minutes| format!("{minutes} min"));
            format!("let go (bout {}), held {minutes}", episode.0)
        }
        What::Held { episode, minutes } => format!("still held (bout {}) after {minutes} min", episode.0),
        What::Answers { facts, .. } => {
            format!("answers:{}", facts.iter().map(|fact| format!("\n      {}", self::fact(fact))).collect::<String>())
        }
        What::Assessed(assessed) => {
            let rules: Vec<String> = assessed.rules.iter().map(ToString::to_string).collect();
            format!("judged {} by [{}] on {} facts", assessed.urgency.name(), rules.join(", "), assessed.facts.len())
        }
        What::Note { text, .. } => format!("note {:?}", text.chars().take(60).collect::<String>()),
        What::QuietNight => "quiet night".to_owned(),
        What::Undone { number } => format!("undone #{number}"),
        What::Edited { episode } => format!("edited (bout {})", episode.0),
        What::Medicine(medicine) => format!("medicine {}", serde_json::to_string(medicine).unwrap()),
        What::Day(day) => {
            let drunk = day
                .drunk
                .iter()
                .map(|drunk| format!(" {} ml{}", drunk.millilitres, if drunk.undone { " (taken back)" } else { "" }));
            let done = day.done.iter().map(|done| {
                let minutes = done.minutes.map(|minutes| format!(" {minutes} min")).unwrap_or_default();
                format!(" {}{minutes}{}", done.kind, if done.undone { " (taken back)" } else { "" })
            });
            format!("day {}:{}", day.date, drunk.chain(done).collect::<Vec<_>>().join(","))
        }
    }
}

fn fact(fact: &Fact) -> String {
    let value = serde_json::to_string(&fact.value).unwrap();
    let withdrawn = if fact.withdrawn.is_some() { " (withdrawn)" } else { "" };
    let whose = if fact.subject.is_writer() { "" } else { "of the other: " };
    format!("{whose}{} = {value}{withdrawn}", fact.finding)
}

/// What is kept of the person between two events.
pub fn chat(chat: &Chat) -> String {
    let mut lines = vec![format!("profile {}", serde_json::to_string(&chat.profile).unwrap())];
    lines.extend(chat.first_aid_since.map(|since| format!("in first aid since {since}")));
    lines.extend(chat.episode.as_ref().map(|episode| format!("bout {} since {}", episode.id.0, episode.began)));
    lines.extend(chat.set_aside.as_ref().map(|it| format!("set aside: bout {} since {}", it.id.0, it.began)));
    lines.extend(
        chat.conversation
            .as_ref()
            .map(|open| format!("in conversation {} at {}/{}", open.id.0, open.at.dialogue, open.at.node)),
    );
    lines.extend(chat.facts.iter().map(fact));
    lines.into_iter().map(|line| format!("  {line}\n")).collect()
}
