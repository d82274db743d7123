//! Takes back what was written: by its button for ten minutes, by the word for a day.

use jiff::SignedDuration;
use jiff::civil::Date;

use super::{day, logs, person};
use crate::engine::diary::What;
use crate::engine::exchange::Exchange;
use crate::engine::fact::Source;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::medicines;
use crate::engine::press::menu_data;
use crate::engine::recent::{Record, Written};
use crate::engine::reminder;
use crate::engine::understanding::meaning::Kept;
use crate::engine::{conversation, history};
use crate::ids::{EpisodeId, FindingKey};
use crate::library::words::Blank;

/// How long the button works.
const BUTTON_HOLDS: SignedDuration = SignedDuration::from_mins(10);

/// How long the word works: who says it much later means something else, and older things are changed in their lists.
const WORD_HOLDS: SignedDuration = SignedDuration::from_hours(24);

/// The Undo button of what was just written.
pub fn button(ex: &Exchange<'_>, number: u32) -> Keyboard {
    let row: Vec<Button> = buttons(ex, number).collect();
    Keyboard::Inline(vec![row])
}

pub fn buttons(ex: &Exchange<'_>, number: u32) -> impl Iterator<Item = Button> {
    let data = menu_data("undo", Some(&number.to_string()));
    std::iter::once(Button { label: ex.phrase("button-undo", &[]), data })
}

/// A press on Undo: the thing that it stood under, and no other.
pub fn pressed(ex: &mut Exchange<'_>, number: &str) {
    let written = ex.chat.written.iter().find(|written| written.number.to_string() == number).cloned();
    match written {
        Some(written) if written.undone => say(ex, "undone-already"),
        Some(written) if works(ex, &written) => take_back(ex, &written),
        // Typed, what stands on the button is the word.
        Some(_) | None if ex.message.is_some() => last(ex, None),
        Some(_) | None => say(ex, "undo-too-late"),
    }
}

/// Whether the button under it still works.
pub fn works(ex: &Exchange<'_>, written: &Written) -> bool {
    ex.now.duration_since(written.at) <= BUTTON_HOLDS
}

/// "Undo that": the newest thing, or the newest of a kind.
pub fn last(ex: &mut Exchange<'_>, what: Option<Kept>) {
    // The newest message is about what was switched off.
    let switches_on = menu_data("reminders", Some("undo"));
    if what.is_none() && ex.chat.offered.iter().any(|button| button.data == switches_on) {
        return reminder::switch_on_again(ex);
    }
    let fits = |record: &Record| match what {
        None => true,
        Some(Kept::Cramps) => matches!(record, Record::Cramp { .. } | Record::Bout { cramp: true, .. }),
        Some(Kept::Water) => matches!(record, Record::Drunk { .. }),
        Some(Kept::Activity) => matches!(record, Record::Done { .. }),
    };
    let newest = ex.chat.written.iter().rev().find(|written| !written.undone && fits(&written.what)).cloned();
    match newest {
        Some(written) if ex.now.duration_since(written.at) > WORD_HOLDS => say(ex, "undo-too-old"),
        Some(written) => take_back(ex, &written),
        None => say(ex, "nothing-to-undo"),
    }
}

fn say(ex: &mut Exchange<'_>, phrase: &str) {
    let text = ex.phrase(phrase, &[]);
    ex.say(text, Keyboard::None);
}

fn take_back(ex: &mut Exchange<'_>, written: &Written) {
    let is_bout = matches!(written.what, Record::Bout { .. });
    let what = ex.turned_to(written.subject, |ex| withdraw(ex, written));
    let text = ex.phrase("undone", &[("what", Blank::Text(&what))]);
    // So much was told of it that this can be taken back too.
    let deleted = ex.chat.written.last().filter(|last| is_bout && matches!(last.what, Record::Deleted { .. }));
    let keyboard = deleted.map_or(Keyboard::None, |deleted| button(ex, deleted.number));
    ex.say(text, keyboard);
}

/// Takes it back without a word; says what it was.
pub(super) fn withdraw(ex: &mut Exchange<'_>, written: &Written) -> String {
    if let Some(kept) = ex.chat.written.iter_mut().find(|kept| kept.number == written.number) {
        kept.undone = true;
    }
    match &written.what {
        Record::Cramp { entries } => {
            for number in entries {
                ex.remember(ex.now, What::Undone { number: *number });
            }
            ex.chat.awaits = None;
            ex.phrase("undone-cramp", &[])
        }
        Record::Bout { episode, cramp } => {
            history::delete(ex, *episode);
            ex.phrase(if *cramp { "undone-cramp" } else { "undone-told" }, &[])
        }
        Record::LetGo { episode, entries } => {
            conversation::holds_again(ex, *episode);
            for number in entries {
                ex.remember(ex.now, What::Undone { number: *number });
            }
            ex.phrase("undone-let-go", &[])
        }
        Record::Note { entry } => {
            ex.remember(ex.now, What::Undone { number: *entry });
            ex.phrase("undone-note", &[])
        }
        Record::Edited { episode, entries } => {
            bring_back(ex, written, *episode, entries);
            ex.phrase("undone-edit", &[])
        }
        Record::Deleted { episode, entries } => {
            bring_back(ex, written, *episode, entries);
            ex.phrase("undone-delete", &[])
        }
        Record::Drunk { date, place, instead_of } => drink(ex, *date, *place, instead_of),
        Record::Done { date, place } => activity(ex, *date, *place),
        Record::QuietNight { entry } => {
            ex.remember(ex.now, What::Undone { number: *entry });
            ex.phrase("undone-quiet", &[])
        }
        Record::QuietHours { before } => {
            ex.chat.profile.quiet_hours = *before;
            let now = reminder::quiet_line(ex);
            ex.phrase("undone-quiet-hours", &[("now", Blank::Text(now.trim_end_matches('.')))])
        }
        Record::Facts { findings } => facts(ex, written, findings),
        Record::Medicines { before, entries, findings } => {
            medicines::take_back(ex, before, entries);
            facts(ex, written, findings);
            medicines::tell_what_is_taken(ex);
            ex.phrase("undone-medicines", &[])
        }
    }
}

fn drink(ex: &mut Exchange<'_>, date: Date, place: usize, instead_of: &[usize]) -> String {
    let (mut millilitres, mut at) = (0, ex.now);
    day::change(ex, date, |day| {
        if let Some(drunk) = day.drunk.get_mut(place) {
            drunk.undone = true;
            (millilitres, at) = (drunk.millilitres, drunk.at);
        }
        instead_of.iter().filter_map(|place| day.drunk.get_mut(*place).map(|one| one.undone = false)).count();
    });
    reminder::taken_back(ex, at);
    reminder::refresh_water(ex);
    logs::amount(ex, millilitres)
}

fn activity(ex: &mut Exchange<'_>, date: Date, place: usize) -> String {
    let (mut kind, mut at) = (String::new(), ex.now);
    day::change(ex, date, |day| {
        if let Some(done) = day.done.get_mut(place) {
            done.undone = true;
            kind.clone_from(&done.kind);
            at = done.at;
        }
    });
    reminder::taken_back(ex, at);
    ex.phrase("activity", &[("kind", Blank::Text(&kind))])
}

/// Takes back the entries of a change: what it had taken back counts again, in the chat too.
fn bring_back(ex: &mut Exchange<'_>, written: &Written, episode: EpisodeId, entries: &[u32]) {
    for number in entries {
        ex.remember(ex.now, What::Undone { number: *number });
    }
    let now = ex.now;
    for fact in ex.chat.facts.iter_mut().filter(|fact| fact.episode == Some(episode)) {
        if fact.withdrawn == Some(written.at) && fact.at < written.at {
            fact.withdrawn = None;
        } else if fact.at == written.at && fact.source == Source::Edit {
            fact.withdrawn = Some(now);
        }
    }
    history::follow(ex, episode);
}

/// What was recorded then no longer counts; what was withdrawn then counts again.
fn facts(ex: &mut Exchange<'_>, written: &Written, findings: &[FindingKey]) -> String {
    let now = ex.now;
    let is_meant = |finding: &FindingKey| findings.contains(finding);
    for fact in ex.chat.facts.iter_mut().filter(|fact| fact.episode.is_none() && is_meant(&fact.finding)) {
        if fact.withdrawn == Some(written.at) && fact.at < written.at {
            fact.withdrawn = None;
        } else if fact.at == written.at {
            fact.withdrawn = Some(now);
        }
    }
    person::write_down(ex, findings);
    ex.phrase("undone-facts", &[])
}
