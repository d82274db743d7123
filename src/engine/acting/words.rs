//! Answers in words at an open question: "the left one", "yeah it's the calf", "about ten minutes", "dunno".
//!
//! Only what clearly names one answer is one; "not sure" is never no, and a denial names nothing.

use super::told;
use crate::engine::conversation;
use crate::engine::exchange::Exchange;
use crate::engine::press::{BACK, NONE, SKIP, UNSURE};
use crate::engine::question::Line;
use crate::engine::reply::{self, Reply, is_among, normalise};
use crate::engine::understanding::meaning::{Meaning, Steer};
use crate::ids::FindingKey;
use crate::library::dialogue::{Kind, Node};
use crate::library::value::{Findings, Value};

/// Longer texts tell a story rather than name an answer.
const MOST_WORDS: usize = 8;
/// Words that turn what they stand with into something else.
const NOT: [&str; 14] = [
    "not", "no", "nor", "never", "neither", "isn't", "isnt", "don't", "dont", "wasn't", "wasnt", "except", "or", "than",
];
/// Words around an answer that say nothing.
const FILLERS: [&str; 34] = [
    "about", "around", "maybe", "for", "it", "its", "it's", "is", "was", "the", "a", "an", "my", "one", "yeah", "yes",
    "yep", "ok", "um", "uh", "i", "think", "guess", "probably", "say", "like", "roughly", "some", "so", "on", "in",
    "id", "i'd", "lasted",
];

/// Answers the open question with what was meant. False when it says nothing about the question.
pub fn answer(ex: &mut Exchange<'_>, meaning: &Meaning, text: &str) -> bool {
    let Some(node) = conversation::here(ex) else {
        return false;
    };
    if is_list(node) && denies_all(ex, text) {
        conversation::answer_item(ex, NONE);
        return true;
    }
    if let Some(item) = control(node, meaning) {
        conversation::answer_item(ex, item);
        return true;
    }
    if matches!(meaning, Meaning::Navigate(Some(Steer::Cancel))) {
        conversation::stop(ex);
        return true;
    }
    let read = details(ex, meaning, text);
    if read.iter().next().is_some() && answers(node, &read) && !tells_of_the_past(meaning) {
        return by_details(ex, node, read);
    }
    let Some(item) = named(&conversation::lines(ex, node), text) else {
        return by_number(ex, node, text);
    };
    conversation::answer_item(ex, &item);
    true
}

fn is_list(node: &Node) -> bool {
    matches!(node.kind, Kind::Check { .. } | Kind::AskSeveral { .. })
}

/// "Nope, nothing": every part says none.
fn denies_all(ex: &Exchange<'_>, text: &str) -> bool {
    let lists = [ex.phrase("typed-none", &[]), ex.phrase("typed-no", &[])];
    normalise(text).split(',').all(|part| lists.iter().any(|list| is_among(part.trim(), list)))
}

/// Yes, no and the ways out, where the question has them.
fn control(node: &Node, meaning: &Meaning) -> Option<&'static str> {
    let has = |id: &str| node.choices().iter().any(|choice| choice.id.as_str() == id);
    match meaning {
        Meaning::Navigate(Some(Steer::Unsure)) if node.is_question() => Some(UNSURE),
        Meaning::Navigate(Some(Steer::Back)) => Some(BACK),
        Meaning::Navigate(Some(Steer::Skip)) => Some(SKIP),
        Meaning::Yes if has("yes") => Some("yes"),
        Meaning::No if has("no") => Some("no"),
        Meaning::No if is_list(node) => Some(NONE),
        _ => None,
    }
}

/// A cramp with a time of its own is another one.
fn tells_of_the_past(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::CrampPast { when: Some(_), .. })
}

fn answers(node: &Node, read: &Findings) -> bool {
    node.findings().iter().any(|key| read.contains(key))
}

/// The findings that words tell, whatever they mean as a whole.
pub(super) fn details(ex: &Exchange<'_>, meaning: &Meaning, text: &str) -> Findings {
    let mut read = match meaning {
        Meaning::CrampNow(cramp) | Meaning::CrampPast { cramp, .. } => told::details(cramp, text),
        Meaning::SymptomCheck(findings) => findings.clone(),
        Meaning::ProfileUpdate { findings, .. } => findings.clone(),
        _ => Findings::default(),
    };
    if let Meaning::CrampOver { minutes: Some(minutes) } = meaning {
        read.set(FindingKey::from("duration_minutes"), Value::Number(*minutes));
    }
    // Of a list such as "calf, 6, 5 min" each part tells one thing.
    if matches!(meaning, Meaning::CrampNow(_) | Meaning::CrampPast { .. } | Meaning::CrampOver { .. }) {
        for part in text.split([',', ';']) {
            read_part(ex, part, &mut read);
        }
    }
    read
}

/// One part of a list of details.
fn read_part(ex: &Exchange<'_>, part: &str, read: &mut Findings) {
    let said = bare(part);
    let known = |key: &str, read: &Findings| read.contains(&FindingKey::from(key));
    let has_unit = said.chars().any(char::is_alphabetic);
    if !known("duration_minutes", read)
        && has_unit
        && let Reply::Number(minutes) = reply::length(&said, 1.0)
    {
        read.set(FindingKey::from("duration_minutes"), Value::Number(minutes));
    } else if !known("pain_score", read)
        && let Reply::Number(pain) = reply::number(&said, 0.0, 10.0)
    {
        read.set(FindingKey::from("pain_score"), Value::Number(pain));
    }
    for key in ["cramp_sites", "side"].map(FindingKey::from) {
        let Some(finding) = ex.library.vocabulary.finding(&key).filter(|_| !read.contains(&key)) else { continue };
        let named = said.split(' ').find_map(|word| finding.value_of(word).filter(|_| word != "none"));
        if let Some(value) = named {
            read.set(key, value);
        }
    }
}

/// The words without those that say nothing.
fn bare(text: &str) -> String {
    let said = normalise(text);
    let kept: Vec<&str> = said.split(' ').filter(|word| !FILLERS.contains(word)).collect();
    kept.join(" ")
}

/// The answer to this question; the rest of what was told is kept first, so that it is not asked.
fn by_details(ex: &mut Exchange<'_>, node: &Node, read: Findings) -> bool {
    let own: Vec<&FindingKey> = node.findings().into_iter().collect();
    let (mut here, mut rest) = (None, Findings::default());
    for (key, value) in read.iter() {
        match &node.kind {
            Kind::Check { .. } => rest.set(key.clone(), value.clone()),
            _ if own.contains(&key) => here = Some(value.clone()),
            _ => rest.set(key.clone(), value.clone()),
        }
    }
    let episode = ex.chat.conversation.as_ref().and_then(|open| open.episode);
    told::record(ex, episode, &rest);
    match here {
        Some(value) => conversation::answer_value(ex, &value),
        None => {
            conversation::resume(ex);
            true
        }
    }
}

/// The one line of the question whose words stand in the text.
fn named(lines: &[Line], text: &str) -> Option<String> {
    let said = normalise(text).replace(',', " ");
    let words: Vec<&str> = said.split_whitespace().collect();
    if words.len() > MOST_WORDS || words.iter().any(|word| NOT.contains(word)) {
        return None;
    }
    let stands = |wanted: &str| {
        let wanted = normalise(wanted);
        let wanted: Vec<&str> = wanted.split_whitespace().collect();
        !wanted.is_empty() && words.windows(wanted.len()).any(|part| part == wanted)
    };
    let names = |line: &&Line| {
        let label = line.label.replace(" or ", ",");
        label.split([',', '(', ')']).any(&stands)
            || stands(&line.item.replace('_', " ")) && line.item.parse::<f64>().is_err()
            || line.also.iter().any(|word| stands(word))
    };
    let mut found = lines.iter().filter(names);
    let only = found.next()?;
    found.next().is_none().then(|| only.item.clone())
}

/// "yeah about ten minutes", "i'd say 7".
fn by_number(ex: &mut Exchange<'_>, node: &Node, text: &str) -> bool {
    if !matches!(node.kind, Kind::Number { .. } | Kind::Duration { .. }) {
        return false;
    }
    let said = bare(text);
    match conversation::read(ex, node, &said) {
        Reply::Number(number) => {
            conversation::answer_value(ex, &Value::Number(number));
            true
        }
        _ => false,
    }
}
