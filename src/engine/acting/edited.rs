//! An edited message: the alarm is looked for in the new words, and what the old ones have stored follows.
//!
//! Never starts a conversation; a reaction says that it was seen.

use super::{alarm, day, logs, told, when, words};
use crate::engine::card;
use crate::engine::conversation;
use crate::engine::day as row;
use crate::engine::diary::{Entry, What};
use crate::engine::exchange::Exchange;
use crate::engine::fact::{Fact, Source};
use crate::engine::recent::{Record, Written};
use crate::engine::reply::{self, Reply};
use crate::engine::triage;
use crate::engine::understanding::meaning::{Cramp, Meaning};
use crate::engine::understanding::understand;
use crate::ids::{EpisodeId, MessageId, SubjectId};
use crate::library::rule::Urgency;
use crate::library::value::{Findings, Value};

/// Entries looked through for what a message has written.
const MOST_ENTRIES: usize = 200;

pub fn edited(ex: &mut Exchange<'_>, message: MessageId, text: &str) {
    let meaning = understand(text, ex.library);
    if let Meaning::Emergency(found) = &meaning {
        return alarm::raise(ex, found);
    }
    if !ex.chat.has_consent() {
        return;
    }
    if medicines(ex, message, &meaning, text) {
        return;
    }
    let before = urgency(ex);
    let has_followed = [
        answers(ex, message, text),
        drinks(ex, message, &meaning, text),
        deeds(ex, message, &meaning),
        cramps(ex, message, &meaning, text),
        notes(ex, message, text),
        lasting(ex, message, &meaning),
    ];
    if has_followed.contains(&true) {
        ex.react(message);
        show_if_worse(ex, before);
    }
}

fn urgency(ex: &Exchange<'_>) -> Urgency {
    triage::urgency(&ex.chat.findings(&ex.library.vocabulary, ex.now), ex.library)
}

/// Advice that is now more urgent than it was is said, once no question is open that will end in it.
fn show_if_worse(ex: &mut Exchange<'_>, before: Urgency) {
    let now = urgency(ex);
    let is_over = ex.chat.conversation.is_none() || now == Urgency::Emergency;
    let Some(episode) = ex.chat.episode.as_ref().map(|episode| episode.id).filter(|_| is_over) else {
        return;
    };
    if now <= before || now < Urgency::Urgent {
        return;
    }
    let findings = ex.chat.findings(&ex.library.vocabulary, ex.now);
    let assessment = triage::assess(&findings, ex.library);
    let card = card::card(ex, &assessment, &findings);
    conversation::remember_assessment(ex, Some(episode), &assessment, &card.text);
    ex.send(card.class, card.text, card.keyboard, None);
}

/// An answer to a question: read again at that question.
fn answers(ex: &mut Exchange<'_>, message: MessageId, text: &str) -> bool {
    let is_of_it = |fact: &&Fact| {
        fact.message == Some(message) && fact.withdrawn.is_none() && matches!(fact.source, Source::Node { .. })
    };
    let old: Vec<Fact> = ex.chat.facts.iter().filter(is_of_it).cloned().collect();
    let Some(Source::Node { dialogue, node, .. }) = old.first().map(|fact| fact.source.clone()) else {
        return false;
    };
    let Some(node) = ex.library.node(&dialogue, &node) else {
        return false;
    };
    let lines = crate::engine::question::lines(node, ex);
    let value = match reply::read(text, node, &lines, ex) {
        Reply::Item(item) if item == crate::engine::press::UNSURE => Some(Value::Unsure),
        Reply::Item(item) => lines.into_iter().find(|line| line.item == item).and_then(|line| line.value),
        Reply::Number(number) => Some(Value::Number(number)),
        Reply::Words(words) => Some(Value::Word(words)),
        Reply::Items(_) | Reply::OutOfRange | Reply::Unclear => None,
    };
    // A screen of several facts is not one answer; its ticks are changed on the screen.
    let [only] = old.as_slice() else {
        return false;
    };
    let accepts = |value: &Value| ex.library.vocabulary.finding(&only.finding).is_some_and(|it| it.accepts(value));
    let Some(value) = value.filter(accepts) else {
        return false;
    };
    replace(ex, only, value);
    true
}

fn replace(ex: &mut Exchange<'_>, old: &Fact, value: Value) {
    let now = ex.now;
    if let Some(fact) = ex.chat.facts.iter_mut().find(|fact| *fact == old) {
        fact.withdrawn = Some(now);
    }
    let new = Fact { value, ..old.clone() };
    ex.chat.facts.push(new.clone());
    // The diary has the old answer once its conversation has ended.
    let is_running = matches!((&old.source, &ex.chat.conversation),
        (Source::Node { conversation, .. }, Some(open)) if *conversation == open.id);
    if !is_running {
        let withdrawn = Fact { withdrawn: Some(now), ..old.clone() };
        ex.remember(now, What::Answers { episode: old.episode, facts: vec![withdrawn, new] });
    }
}

/// The thing of a day that this message has written and that still counts.
fn written_in_day(ex: &Exchange<'_>, message: MessageId, drinks: bool) -> Option<Written> {
    let is_it = |written: &&Written| match &written.what {
        Record::Drunk { date, place, .. } if drinks => {
            row::of(ex, *date).drunk.get(*place).is_some_and(|one| one.message == Some(message))
        }
        Record::Done { date, place } if !drinks => {
            row::of(ex, *date).done.get(*place).is_some_and(|one| one.message == Some(message))
        }
        _ => false,
    };
    ex.chat.written.iter().filter(|written| !written.undone).find(is_it).cloned()
}

fn drinks(ex: &mut Exchange<'_>, message: MessageId, meaning: &Meaning, text: &str) -> bool {
    let Some(Written { what: Record::Drunk { date, place, .. }, .. }) = written_in_day(ex, message, true) else {
        return false;
    };
    let amount = match meaning {
        Meaning::LogWater(drink) => drink.millilitres.and_then(|said| logs::possible(ex, said, text)),
        _ => None,
    };
    let (Some(millilitres), Meaning::LogWater(drink)) = (amount, meaning) else {
        return false;
    };
    let kind = drink.drink.clone();
    day::change(ex, date, |day| {
        if let Some(one) = day.drunk.get_mut(place) {
            (one.millilitres, one.drink) = (millilitres, kind);
        }
    });
    true
}

fn deeds(ex: &mut Exchange<'_>, message: MessageId, meaning: &Meaning) -> bool {
    let Meaning::LogActivity { kind: Some(kind), minutes, .. } = meaning else {
        return false;
    };
    let (Some(Written { what: Record::Done { date, place }, .. }), Some(name)) =
        (written_in_day(ex, message, false), logs::name(*kind))
    else {
        return false;
    };
    day::change(ex, date, |day| {
        if let Some(done) = day.done.get_mut(place) {
            (done.kind, done.minutes) = (name.to_owned(), *minutes);
        }
    });
    true
}

/// What this message has written into the diary and was not taken back.
fn entries_of(ex: &Exchange<'_>, message: MessageId) -> Vec<Entry> {
    let entries = ex.diary.newest(SubjectId(0), MOST_ENTRIES);
    let undone = crate::engine::bout::undone(&entries);
    entries.into_iter().filter(|entry| entry.message == Some(message) && !undone.contains(&entry.number)).collect()
}

/// A cramp of the past is written anew, at the time that is said now.
fn cramps(ex: &mut Exchange<'_>, message: MessageId, meaning: &Meaning, text: &str) -> bool {
    let entries = entries_of(ex, message);
    let began = entries.iter().find_map(|entry| match entry.what {
        What::Cramp { episode } => Some((episode, entry.at)),
        _ => None,
    });
    let is_past = |episode: EpisodeId| ex.chat.episode.as_ref().is_none_or(|open| open.id != episode);
    let Some((episode, at)) = began.filter(|(episode, _)| is_past(*episode)) else {
        return false;
    };
    let (cramp, when) = match meaning {
        Meaning::CrampPast { cramp, when } => (cramp.clone(), *when),
        Meaning::CrampNow(cramp) => (cramp.clone(), None),
        _ => (Cramp::default(), None),
    };
    let mut details: Findings = told::details(&cramp, text);
    for (key, value) in words::details(ex, meaning, text).iter() {
        details.set(key.clone(), value.clone());
    }
    if details.iter().next().is_none() && when.is_none() {
        return false;
    }
    let at = when.map_or(at, |when| when::instant(ex, Some(when), cramp.at_night));
    let old: Vec<u32> = entries.iter().map(|entry| entry.number).collect();
    for number in &old {
        ex.remember(ex.now, What::Undone { number: *number });
    }
    let new = super::cramp::add(ex, at, episode, &details);
    let written = ex.chat.written.iter_mut().find(|written| {
        matches!(&written.what, Record::Cramp { entries } if entries.iter().any(|number| old.contains(number)))
    });
    if let Some(written) = written {
        written.what = Record::Cramp { entries: new };
    }
    true
}

/// A note says what it says now.
fn notes(ex: &mut Exchange<'_>, message: MessageId, text: &str) -> bool {
    let found = entries_of(ex, message).into_iter().find_map(|entry| match &entry.what {
        What::Note { episode, .. } => Some((entry.clone(), *episode)),
        _ => None,
    });
    let Some((old, episode)) = found else {
        return false;
    };
    ex.remember(ex.now, What::Undone { number: old.number });
    ex.remember(old.at, What::Note { episode, text: reply::cut(text.trim()) });
    true
}

/// Lines of the list of medicines: taken back, and told anew by the words that stand there now.
fn medicines(ex: &mut Exchange<'_>, message: MessageId, meaning: &Meaning, text: &str) -> bool {
    let Meaning::ProfileUpdate { findings, removed } = meaning else { return false };
    let lines = entries_of(ex, message).into_iter().filter(|entry| matches!(entry.what, What::Medicine(_)));
    let lines: Vec<u32> = lines.map(|entry| entry.number).collect();
    let is_of_it = |written: &&Written| {
        let Record::Medicines { entries, .. } = &written.what else { return false };
        !written.undone && entries.iter().any(|number| lines.contains(number))
    };
    let Some(written) = ex.chat.written.iter().rev().find(is_of_it).cloned() else { return false };
    let (chat, entries, now) = (ex.chat.clone(), ex.entries.clone(), ex.now);
    super::undo::withdraw(ex, &written);
    // An undo of what follows must not bring these back.
    ex.chat.facts.retain(|fact| fact.episode.is_some() || fact.withdrawn != Some(now));
    super::person::update(ex, findings, removed, text);
    if ex.chat.counters.written == chat.counters.written {
        // A day that cannot be: nothing is changed.
        (ex.chat, ex.entries) = (chat, entries);
    }
    true
}

/// Facts about the person, and signs told in free words.
fn lasting(ex: &mut Exchange<'_>, message: MessageId, meaning: &Meaning) -> bool {
    let findings = match meaning {
        Meaning::ProfileUpdate { findings, .. } => findings,
        Meaning::SymptomCheck(findings) => findings,
        _ => return false,
    };
    let now = ex.now;
    let is_of_it =
        |fact: &Fact| fact.message == Some(message) && fact.withdrawn.is_none() && fact.source == Source::Text;
    let old: Vec<Fact> = ex.chat.facts.iter().filter(|fact| is_of_it(fact)).cloned().collect();
    let Some(episode) = old.first().map(|fact| fact.episode) else {
        return false;
    };
    ex.chat.facts.iter_mut().filter(|fact| is_of_it(fact)).for_each(|fact| fact.withdrawn = Some(now));
    let new = told::facts(ex, episode, findings);
    ex.chat.facts.extend(new.clone());
    let withdrawn = old.into_iter().map(|fact| Fact { withdrawn: Some(now), ..fact });
    let facts = withdrawn.chain(new).collect();
    ex.remember(now, What::Answers { episode, facts });
    true
}
