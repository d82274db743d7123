//! Changes an entry without touching what was written: older entries are taken back, newer ones stand beside them, and
//! a mark says when. One Undo takes all of a change back.

use jiff::Timestamp;

use super::field::Field;
use super::shelf::Found;
use crate::engine::conversation;
use crate::engine::diary::{Entry, What};
use crate::engine::exchange::Exchange;
use crate::engine::fact::{Fact, Source};
use crate::engine::recent::Record;
use crate::ids::{EpisodeId, FindingKey};
use crate::library::value::Value;

/// Records an answer in the place of the one before. Gives its number for an undo. `fills`: it was not known before.
pub(super) fn answer(ex: &mut Exchange<'_>, found: &Found, field: Field, value: &Value, fills: bool) -> Option<u32> {
    let finding = field.finding()?;
    let first = ex.chat.counters.entries + 1;
    let fact = Fact {
        subject: ex.chat.about,
        episode: Some(found.episode),
        finding: finding.clone(),
        value: value.clone(),
        source: Source::Edit,
        refines: false,
        at: ex.now,
        message: None,
        withdrawn: None,
    };
    keep_at_hand(ex, found.episode, &finding, &fact);
    beside(ex, found, What::Answers { episode: Some(found.episode), facts: vec![fact] });
    if field == Field::Minutes && !is_under_way(ex, found.episode) {
        let minutes = if let Value::Number(minutes) = value { Some(*minutes) } else { None };
        beside(ex, found, What::LetGo { episode: found.episode, minutes });
    }
    Some(close(ex, found, first, fills))
}

/// What was answered in the chat about the open bout gives way to it.
fn keep_at_hand(ex: &mut Exchange<'_>, episode: EpisodeId, finding: &FindingKey, new: &Fact) {
    if ex.chat.episode.as_ref().is_none_or(|open| open.id != episode) {
        return;
    }
    let now = ex.now;
    for fact in ex.chat.facts.iter_mut().filter(|fact| fact.episode == Some(episode) && fact.finding == *finding) {
        fact.withdrawn.get_or_insert(now);
    }
    ex.chat.facts.push(new.clone());
}

fn is_under_way(ex: &Exchange<'_>, episode: EpisodeId) -> bool {
    ex.chat.episode.as_ref().is_some_and(|open| open.id == episode && open.cramp && open.let_go.is_none())
}

/// The note says this and nothing else; absent: there is none.
pub(super) fn note(ex: &mut Exchange<'_>, found: &Found, text: Option<String>) -> u32 {
    let first = ex.chat.counters.entries + 1;
    for old in found.entries.iter().filter(|entry| matches!(entry.what, What::Note { .. })) {
        ex.remember(ex.now, What::Undone { number: old.number });
    }
    if let Some(text) = text {
        beside(ex, found, What::Note { episode: Some(found.episode), text });
    }
    close(ex, found, first, false)
}

/// It began at another time: what tells of it is written anew there, on the clock of the place where it was.
pub(super) fn moved(ex: &mut Exchange<'_>, found: &Found, at: Timestamp) -> u32 {
    let first = ex.chat.counters.entries + 1;
    let moves = |entry: &&Entry| {
        matches!(entry.what, What::Cramp { .. } | What::LetGo { .. } | What::Held { .. } | What::Answers { .. })
    };
    for old in found.entries.iter().filter(moves) {
        ex.remember(ex.now, What::Undone { number: old.number });
        ex.remember_in(&old.zone, at, old.message, old.what.clone());
    }
    began_at(ex, found.episode, at);
    close(ex, found, first, false)
}

/// The open bout follows its entry.
pub(super) fn began_at(ex: &mut Exchange<'_>, episode: EpisodeId, at: Timestamp) {
    if let Some(open) = ex.chat.episode.as_mut().filter(|open| open.id == episode) {
        open.began = at;
    }
}

/// Takes back all that the entry consists of. A conversation about it ends; what it said goes too.
pub fn delete(ex: &mut Exchange<'_>, episode: EpisodeId) -> Option<u32> {
    if ex.chat.conversation.as_ref().is_some_and(|open| open.episode == Some(episode)) {
        conversation::leave(ex);
    }
    if ex.chat.episode.as_ref().is_some_and(|open| open.id == episode) {
        conversation::close_episode(ex);
    }
    let written = super::shelf::entries_about(ex, episode);
    let first = ex.chat.counters.entries + 1;
    for old in &written {
        ex.remember(ex.now, What::Undone { number: old.number });
    }
    if written.is_empty() {
        return None;
    }
    let entries = (first..=ex.chat.counters.entries).collect();
    Some(ex.chat.note_written(ex.now, Record::Deleted { episode, entries }))
}

/// An entry at the time and on the clock of the bout.
fn beside(ex: &mut Exchange<'_>, found: &Found, what: What) {
    let (at, _) = found.at();
    ex.remember_in(&found.bout.zone, at, None, what);
}

/// The mark of the change, and its number for an undo. Whoever takes back the writing of the bout takes this back too.
fn close(ex: &mut Exchange<'_>, found: &Found, first: u32, fills: bool) -> u32 {
    if !fills {
        ex.remember(ex.now, What::Edited { episode: found.episode });
    }
    let new: Vec<u32> = (first..=ex.chat.counters.entries).collect();
    let is_of_it = |record: &Record| match record {
        Record::Cramp { entries } => found.entries.iter().any(|entry| entries.contains(&entry.number)),
        _ => false,
    };
    let written = ex.chat.written.iter_mut().find(|written| !written.undone && is_of_it(&written.what));
    if let Some(written) = written
        && let Record::Cramp { entries } = &mut written.what
    {
        entries.extend(&new);
        if fills {
            return written.number;
        }
    }
    ex.chat.note_written(ex.now, Record::Edited { episode: found.episode, entries: new })
}
