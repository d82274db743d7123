//! Lasting facts about the person: kept, confirmed in one line, and no longer kept where they no longer hold.
//!
//! Never says what to do about a medicine.

use super::{lacks_consent, told, undo};
use crate::engine::card;
use crate::engine::diary::What;
use crate::engine::exchange::Exchange;
use crate::engine::fact::{Fact, Source};
use crate::engine::letter::Keyboard;
use crate::engine::medicines::{self, Told};
use crate::engine::recent::Record;
use crate::ids::FindingKey;
use crate::library::value::{Findings, Value};
use crate::library::vocabulary::{Finding, Kind, Scope};
use crate::library::words::Blank;

pub fn update(ex: &mut Exchange<'_>, findings: &Findings, removed: &Findings, text: &str) {
    if lacks_consent(ex) {
        return;
    }
    let (told, gone) = (lasting(ex, findings), lasting(ex, removed));
    let lines = match medicines::told(ex, text, &told, &gone) {
        Told::Refused(phrase) => {
            let text = ex.phrase(phrase, &[]);
            return ex.say(text, Keyboard::None);
        }
        Told::Nothing => Vec::new(),
        Told::Lines(lines) => lines,
    };
    let changed = change(ex, &told, &gone);
    if changed.is_empty() {
        let text = ex.phrase("nothing-new", &[]);
        return ex.say(text, Keyboard::None);
    }
    let mut text = confirmation(ex, &told, &gone);
    for line in &lines {
        let line = medicines::in_words(line, &|key, blanks| ex.phrase(key, blanks), medicines::Style::Screen);
        text = format!("{text}\n{}", ex.phrase("medicine-listed", &[("what", Blank::Text(&line))]));
    }
    let number = if lines.is_empty() {
        ex.chat.note_written(ex.now, Record::Facts { findings: changed })
    } else {
        medicines::keep_told(ex, lines, changed)
    };
    let keyboard = undo::button(ex, number);
    ex.say(text, keyboard);
}

/// Records what was told and withdraws what is gone, in the chat and in the diary; says which findings have changed.
pub fn change(ex: &mut Exchange<'_>, told: &Findings, gone: &Findings) -> Vec<FindingKey> {
    let now = ex.now;
    forget_what_nobody_takes_back(ex);
    let mut changed: Vec<FindingKey> = Vec::new();
    let new: Vec<(FindingKey, Value)> = told.iter().map(|(key, value)| (key.clone(), joined(ex, key, value))).collect();
    let left: Vec<(FindingKey, Option<Value>)> =
        gone.iter().map(|(key, value)| (key.clone(), without(ex, key, value))).collect();
    for (key, value) in new.into_iter().map(|(key, value)| (key, Some(value))).chain(left) {
        withdraw(ex, &key);
        changed.push(key.clone());
        if let Some(value) = value {
            let fact = told::facts(ex, None, &[(key, value)].into_iter().collect());
            ex.chat.facts.extend(fact.into_iter().map(|fact| Fact { at: now, ..fact }));
        }
    }
    if !changed.is_empty() {
        write_down(ex, &changed);
    }
    changed
}

/// Withdrawn words are kept for an undo, and the diary has them: what no undo reaches any more goes.
fn forget_what_nobody_takes_back(ex: &mut Exchange<'_>) {
    let oldest = ex.chat.written.first().map_or(ex.now, |written| written.at);
    let is_past = |fact: &Fact| fact.source == Source::Text && fact.withdrawn.is_some_and(|at| at < oldest);
    ex.chat.facts.retain(|fact| fact.episode.is_some() || !is_past(fact));
}

/// Those about the person that the vocabulary takes.
fn lasting(ex: &Exchange<'_>, findings: &Findings) -> Findings {
    let is_lasting = |(key, value): &(&FindingKey, &Value)| {
        let finding = ex.library.vocabulary.finding(key);
        finding.is_some_and(|finding| finding.scope == Scope::Profile && finding.accepts(value))
    };
    findings.iter().filter(is_lasting).map(|(key, value)| (key.clone(), value.clone())).collect()
}

fn known(ex: &Exchange<'_>, key: &FindingKey) -> Option<Value> {
    let facts = ex.chat.facts.iter().filter(|fact| fact.subject == ex.chat.about && fact.withdrawn.is_none());
    facts.filter(|fact| fact.finding == *key).map(|fact| fact.value.clone()).next_back()
}

/// Of a list the new words join those that are known.
fn joined(ex: &Exchange<'_>, key: &FindingKey, value: &Value) -> Value {
    match (value, known(ex, key)) {
        (Value::Words(new), Some(Value::Words(old))) if !new.is_empty() => {
            Value::Words(old.union(new).cloned().collect())
        }
        _ => value.clone(),
    }
}

/// What is left when a value no longer holds; nothing where the rest is unknown.
fn without(ex: &Exchange<'_>, key: &FindingKey, value: &Value) -> Option<Value> {
    let finding: &Finding = ex.library.vocabulary.finding(key)?;
    match (&finding.kind, value, known(ex, key)) {
        (Kind::Multi { .. }, Value::Words(gone), Some(Value::Words(old))) => {
            Some(Value::Words(old.difference(gone).cloned().collect()))
        }
        (Kind::Bool, ..) => Some(Value::Flag(false)),
        _ => None,
    }
}

fn withdraw(ex: &mut Exchange<'_>, key: &FindingKey) {
    let now = ex.now;
    for fact in ex.chat.facts.iter_mut().filter(|fact| fact.finding == *key && fact.episode.is_none()) {
        fact.withdrawn.get_or_insert(now);
    }
}

/// The facts as they are now go into the diary, those that were withdrawn just now with them.
pub(super) fn write_down(ex: &mut Exchange<'_>, changed: &[FindingKey]) {
    let now = ex.now;
    let is_new = |fact: &&Fact| {
        changed.contains(&fact.finding)
            && fact.episode.is_none()
            && fact.withdrawn.is_none_or(|withdrawn| withdrawn == now)
    };
    let facts: Vec<Fact> = ex.chat.facts.iter().filter(is_new).cloned().collect();
    if !facts.is_empty() {
        ex.remember(now, What::Answers { episode: None, facts });
    }
}

fn confirmation(ex: &Exchange<'_>, told: &Findings, gone: &Findings) -> String {
    let (mut there, mut absent) = (Vec::new(), in_words(ex, gone));
    for (key, value) in told.iter() {
        let finding = ex.library.vocabulary.finding(key);
        match (card::in_words(ex, key, value), finding.and_then(crate::engine::triage::some_presence)) {
            (Some(words), _) => there.push(words),
            (None, Some(present)) => absent.extend(card::in_words(ex, key, &present)),
            (None, None) => {}
        }
    }
    let line = |key: &str, words: &[String]| {
        (!words.is_empty()).then(|| {
            let words = words.join(", ");
            match key {
                "there" => ex.phrase("kept-fact", &[("facts", Blank::Text(&words))]),
                _ => ex.phrase("kept-no-fact", &[("facts", Blank::Text(&words))]),
            }
        })
    };
    let lines: Vec<String> = [line("there", &there), line("absent", &absent)].into_iter().flatten().collect();
    if lines.is_empty() { ex.phrase("kept", &[]) } else { lines.join("\n") }
}

/// Present findings in the person's words.
pub(super) fn in_words(ex: &Exchange<'_>, findings: &Findings) -> Vec<String> {
    findings.iter().filter_map(|(key, value)| card::in_words(ex, key, value)).collect()
}

/// All that is known about the person, in words.
pub fn show(ex: &mut Exchange<'_>) {
    if lacks_consent(ex) {
        return;
    }
    let known: Findings = ex.chat.findings(&ex.library.vocabulary, ex.now);
    let lines = in_words(ex, &lasting(ex, &known));
    let text = if lines.is_empty() {
        ex.phrase("profile-empty", &[])
    } else {
        lines.into_iter().fold(ex.phrase("profile-known", &[]), |text, line| format!("{text}\n• {line}"))
    };
    let keyboard = medicines::way_there(ex).map_or(Keyboard::None, |button| Keyboard::Inline(vec![vec![button]]));
    ex.say(text, keyboard);
}
