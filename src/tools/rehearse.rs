//! `charley rehearse`: plays a real dialogue as a person of whom these findings are known.
//!
//! A known finding is answered, an unknown one is "not sure"; each screen counts as one question.

use std::io::{self, BufRead, Write};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};

use super::case::{self, Case};
use super::person::Person;
use crate::engine::chat::Mark;
use crate::engine::diary::{Assessed, What};
use crate::engine::letter::{Message, Outgoing};
use crate::engine::press::{self, DONE, NONE, Press, UNSURE, answer_data, menu_data};
use crate::ids::FindingKey;
use crate::library::Library;
use crate::library::dialogue::{Dialogue, Kind, Node, Say};
use crate::library::rule::Urgency;
use crate::library::value::{Findings, Value};

/// A dialogue that asks more than this is broken.
const MOST_QUESTIONS: usize = 200;
/// "It let go" tells the length of a cramp up to this many minutes; a longer or unknown one is asked.
const LONGEST_SEEN: f64 = 20.0;
/// Up to this age somebody else writes.
const OLDEST_CHILD: f64 = 12.0;
const WHILE_CRAMPING: SignedDuration = SignedDuration::from_mins(25);

/// By day everything is asked; in the quiet hours a cramp is asked about in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Day,
    Night,
    /// In short at night, and then the few questions that the morning offers.
    NightAndMorning,
}

/// From a cramp of the night to the morning's offer.
const UNTIL_MORNING: SignedDuration = SignedDuration::from_hours(5);

/// Plays every line; true when all of them could be read.
pub fn run(
    library: &Library,
    (dialogue, by): (&Dialogue, By),
    now: Timestamp,
    input: impl BufRead,
    output: impl Write,
) -> io::Result<bool> {
    case::answer_each(&library.vocabulary, input, output, |case| play(library, (dialogue, by), now, case))
}

fn play(library: &Library, (dialogue, by): (&Dialogue, By), now: Timestamp, case: &Case) -> Json {
    let mut person = Person::set_up(library, now, "UTC");
    // Whatever the hour is: no hour is quiet, or every one of the day and the next is.
    let hour = i8::unsigned_abs(now.to_zoned(TimeZone::UTC).hour());
    person.chat.profile.quiet_hours = Some(if by == By::Day { (0, 0) } else { (hour, (hour + 23) % 24) });
    let mut transcript = Vec::new();
    let mut asked = Vec::new();
    begin(&mut person, dialogue, &case.findings, &mut transcript);
    converse(&mut person, case, &mut asked, &mut transcript);
    if by == By::NightAndMorning {
        person.now = person.now.checked_add(UNTIL_MORNING).unwrap_or(person.now);
        person.chat.profile.quiet_hours = Some((0, 0));
        let waits = person.chat.episode.as_ref().is_some_and(|episode| episode.marks.contains(&Mark::Waits));
        if waits {
            transcript.push("> [in the morning]".to_owned());
            let is_writer = person.chat.about.is_writer();
            let (name, what) = if is_writer { ("rest", "few") } else { ("other", "rest.few") };
            let heard = person.presses(&menu_data(name, Some(what)));
            note(&mut transcript, &heard);
            converse(&mut person, case, &mut asked, &mut transcript);
        }
    }
    result(&person, case, &asked, &transcript)
}

/// Somebody who cares for a young child writes about it; everybody else about themselves.
fn begin(person: &mut Person<'_>, dialogue: &Dialogue, known: &Findings, transcript: &mut Vec<String>) {
    let age = known.get(&FindingKey::from("age_years"));
    let heard = if matches!(age, Some(Value::Number(years)) if *years <= OLDEST_CHILD) {
        let start = format!("start.{}", dialogue.id);
        transcript.push(format!("> [{start}]"));
        person.presses(&menu_data("other", Some(&start)))
    } else {
        let command = format!("/{}", dialogue.command.as_deref().unwrap_or(dialogue.id.as_str()));
        transcript.push(format!("> {command}"));
        person.says(&command)
    };
    note(transcript, &heard);
}

/// Answers all that is asked.
fn converse(person: &mut Person<'_>, case: &Case, asked: &mut Vec<String>, transcript: &mut Vec<String>) {
    while let Some(node) = open_node(person, person.library).filter(|_| asked.len() < MOST_QUESTIONS) {
        asked.push(node.id.to_string());
        answer(person, node, &case.findings, transcript);
    }
}

fn open_node<'a>(person: &Person<'_>, library: &'a Library) -> Option<&'a Node> {
    let at = &person.chat.conversation.as_ref()?.at;
    library.node(&at.dialogue, &at.node)
}

fn note(transcript: &mut Vec<String>, heard: &[Outgoing]) {
    for outgoing in heard {
        if let Outgoing::Message(Message { text, .. }) = outgoing {
            transcript.push(format!("< {text}"));
        }
    }
}

fn press(person: &mut Person<'_>, item: &str, transcript: &mut Vec<String>) {
    let Some(open) = person.chat.conversation.as_ref() else { return };
    let data = answer_data(open.id, open.visit, item);
    transcript.push(format!("> [{item}]"));
    let heard = person.presses(&data);
    note(transcript, &heard);
}

fn say(person: &mut Person<'_>, words: &str, transcript: &mut Vec<String>) {
    transcript.push(format!("> {words}"));
    let heard = person.says(words);
    note(transcript, &heard);
}

/// Answers one question as this person would.
fn answer(person: &mut Person<'_>, node: &Node, known: &Findings, transcript: &mut Vec<String>) {
    match &node.kind {
        Kind::Say(shown) => answer_first_aid(person, shown, known, transcript),
        Kind::Ask { records, choices } => {
            let item = known.get(records).and_then(|value| {
                choices.iter().find(|choice| choice.value.as_ref().is_some_and(|offered| covers(value, offered)))
            });
            press(person, item.map_or(UNSURE, |choice| choice.id.as_str()), transcript);
        }
        Kind::AskSeveral { records, choices } => match known.get(records) {
            Some(Value::Words(words)) => {
                let items: Vec<&str> =
                    choices.iter().map(|choice| choice.id.as_str()).filter(|id| words.contains(*id)).collect();
                tick(person, &items, transcript);
            }
            _ => press(person, UNSURE, transcript),
        },
        Kind::Check { items } => {
            let shown = shown_items(person);
            let items = items.iter().filter(|item| shown.iter().any(|shown| shown == item.id.as_str()));
            let marks: Vec<String> =
                items.filter_map(|item| mark(known, &item.finding, &item.value, item.id.as_str())).collect();
            tick(person, &marks.iter().map(String::as_str).collect::<Vec<_>>(), transcript);
        }
        Kind::Number { records, .. } | Kind::Duration { records, .. } => match known.get(records) {
            Some(Value::Number(number)) => say(person, &number.to_string(), transcript),
            _ => press(person, UNSURE, transcript),
        },
        Kind::Text { .. } | Kind::Call { .. } | Kind::End { .. } => press(person, "_skip", transcript),
    }
    let unmoved = open_node(person, person.library).is_some_and(|open| std::ptr::eq(open, node));
    if unmoved && node.is_question() {
        press(person, UNSURE, transcript);
    }
}

/// What the screen shows, in its order: it leaves out what is known already.
fn shown_items(person: &Person<'_>) -> Vec<String> {
    let items = person.buttons().into_iter().filter_map(|button| match press::read(&button.data) {
        Press::Answer { item, .. } => Some(item),
        Press::FirstAid { .. } | Press::Menu { .. } | Press::Foreign => None,
    });
    items.collect()
}

/// Whoever still cramps says so; everybody else says that it let go, after as long as it held.
fn answer_first_aid(person: &mut Person<'_>, shown: &Say, known: &Findings, transcript: &mut Vec<String>) {
    let ongoing = known.get(&FindingKey::from("cramp_ongoing")) == Some(&Value::Flag(true));
    let held = match known.get(&FindingKey::from("duration_minutes")) {
        Some(Value::Number(minutes)) if (0.0..=LONGEST_SEEN).contains(minutes) && !ongoing => {
            SignedDuration::from_secs_f64(minutes * 60.0)
        }
        _ => WHILE_CRAMPING,
    };
    person.now = person.now.checked_add(held).unwrap_or(person.now);
    let item = shown
        .choices
        .iter()
        .find(|choice| (shown.stops.as_ref() == Some(&choice.id)) != ongoing)
        .or(shown.choices.first());
    let Some(item) = item else { return };
    press(person, item.id.as_str(), transcript);
}

fn covers(value: &Value, offered: &Value) -> bool {
    match (value, offered) {
        (Value::Words(words), Value::Words(offered)) => offered.iter().all(|word| words.contains(word)),
        _ => value == offered,
    }
}

/// A tick for what is there, a doubt for what is unknown, nothing for what is known absent.
fn mark(known: &Findings, finding: &FindingKey, shown: &Value, item: &str) -> Option<String> {
    match known.get(finding) {
        None => Some(format!("{item}?")),
        Some(value) => is_ticked(value, shown).then(|| item.to_owned()),
    }
}

/// A screen shows one value of a choice; a person with another value of the same trouble ticks it too.
fn is_ticked(value: &Value, shown: &Value) -> bool {
    match (value, shown) {
        (Value::Word(word), Value::Word(_)) => {
            word != "none" && word != "pale" && word != "dark_yellow" && word != "clean"
        }
        _ => covers(value, shown),
    }
}

fn tick(person: &mut Person<'_>, marks: &[&str], transcript: &mut Vec<String>) {
    if marks.is_empty() {
        return press(person, NONE, transcript);
    }
    // By number, as a person would: the words of a warning sign could be meant as an alarm of their own.
    let shown = shown_items(person);
    let numbered = |mark: &&str| {
        let (item, doubt) = mark.strip_suffix('?').map_or((*mark, ""), |item| (item, "?"));
        shown.iter().position(|shown| shown == item).map(|place| format!("{}{doubt}", place + 1))
    };
    let numbers: Vec<String> = marks.iter().filter_map(numbered).collect();
    say(person, &numbers.join(", "), transcript);
    press(person, DONE, transcript);
}

fn result(person: &Person<'_>, case: &Case, asked: &[String], transcript: &[String]) -> Json {
    let assessed: Option<Assessed> = person.diary.entries.iter().rev().cloned().find_map(|entry| match entry.what {
        What::Assessed(assessed) => Some(assessed),
        What::Cramp { .. }
        | What::LetGo { .. }
        | What::Held { .. }
        | What::Answers { .. }
        | What::Note { .. }
        | What::QuietNight
        | What::Undone { .. }
        | What::Edited { .. }
        | What::Day(_)
        | What::Medicine(_) => None,
    });
    let Some(assessed) = assessed else {
        return json!({ "id": case.id, "error": "the dialogue came to no assessment", "asked": asked, "transcript": transcript });
    };
    json!({
        "id": case.id,
        "urgency": assessed.urgency.name(),
        "names": assessed.names,
        "asked": asked,
        "questions": asked.len(),
        "interrupted": assessed.urgency == Urgency::Emergency,
        "transcript": transcript,
    })
}
