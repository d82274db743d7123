//! Asks what to change about an entry, reads the answer, and says what was changed, with Undo.

use jiff::{SignedDuration, Timestamp};

use super::field::{self, Field, Said, UNSURE};
use super::moment::{self, Refused};
use super::shelf::{self, Found};
use super::shown::{self, Rows};
use super::wanted::{Typed, forget, want};
use super::{button, card, change, data, naming, weighing};
use crate::engine::acting::undo;
use crate::engine::card::menu_button;
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::press::menu_data;
use crate::engine::question::pack;
use crate::engine::reply;
use crate::ids::{EpisodeId, RuleId};
use crate::library::value::Value;
use crate::library::words::Blank;

/// Other times offered, in minutes from the one that is there.
const SHIFTS: [i64; 4] = [-1440, -60, -15, 60];
/// Buttons with a number, in a row.
const NUMBERS_IN_A_ROW: usize = 6;
/// On the button that takes the note away.
const NO_NOTE: &str = "_none";

/// "What was not right?"
pub(super) fn which(ex: &mut Exchange<'_>, found: &Found) {
    let number = found.episode.0;
    let fields = Field::ALL.into_iter().filter(|field| found.bout.cramp || !Field::OF_CRAMPS.contains(field));
    let fields = fields.map(|field| Button {
        label: ex.phrase("button-field", &[("field", Blank::Text(field.name()))]),
        data: data(ex, "entry", &format!("{number}.edit.{}", field.name())),
    });
    let mut rows = pack(fields);
    rows.push(vec![button(ex, "button-back", "entry", &number.to_string())]);
    let text = ex.phrase("edit-which", &[]);
    shown::say(ex, found.episode, text, Rows { rows, amounts: false });
}

/// Asks for one field; `fills`: of an entry that was just added, with the next question to follow.
pub(super) fn ask(ex: &mut Exchange<'_>, found: &Found, field: Field, fills: bool) {
    let text = ex.phrase("edit-ask", &[("field", Blank::Text(field.name()))]);
    ask_with(ex, found, (field, fills), text);
}

/// The same in other words.
pub(super) fn ask_with(ex: &mut Exchange<'_>, found: &Found, (field, fills): (Field, bool), text: String) {
    let mut rows = choices(ex, found, field, fills);
    let number = found.episode.0;
    let mut controls = if fills {
        vec![
            button(ex, "button-skip", "entry", &format!("{number}.skip.{}", field.name())),
            button(ex, "button-done", "entry", &number.to_string()),
        ]
    } else {
        vec![button(ex, "button-back", "entry", &number.to_string())]
    };
    controls.extend(card::undo(ex, found));
    rows.push(controls);
    want(ex, Typed::Field { episode: found.episode, field, fills });
    shown::say(ex, found.episode, text, Rows { rows, amounts: field.is_amount() });
    if fills {
        shown::is_here(ex, found.episode);
    }
}

fn choices(ex: &Exchange<'_>, found: &Found, field: Field, fills: bool) -> Vec<Vec<Button>> {
    let verb = if fills { "fill" } else { "set" };
    let data = |item: &str| data(ex, "entry", &format!("{}.{verb}.{}.{item}", found.episode.0, field.name()));
    let unsure = || vec![Button { label: ex.phrase("button-unsure", &[]), data: data(UNSURE) }];
    match field {
        Field::When => pack(SHIFTS.iter().filter_map(|minutes| shift(ex, found, *minutes))),
        Field::Note if found.bout.notes.is_empty() => Vec::new(),
        Field::Note => vec![vec![Button { label: ex.phrase("button-no-note", &[]), data: data(NO_NOTE) }]],
        _ => {
            let lines = field::lines(ex, field).into_iter();
            let buttons = lines.map(|line| Button { label: line.label, data: data(&line.item) });
            let mut rows = if field.is_scale() {
                buttons.collect::<Vec<_>>().chunks(NUMBERS_IN_A_ROW).map(<[Button]>::to_vec).collect()
            } else {
                pack(buttons)
            };
            rows.push(unsure());
            rows
        }
    }
}

/// Another time as a button: the instant itself, so that a second press changes nothing.
fn shift(ex: &Exchange<'_>, found: &Found, minutes: i64) -> Option<Button> {
    let (at, offset) = found.at();
    let to = at.checked_add(SignedDuration::from_mins(minutes)).ok().filter(|to| *to <= ex.now)?;
    let label = naming::when(ex, (to, offset));
    let argument = format!("{}.set.{}.{}", found.episode.0, Field::When.name(), to.as_second());
    Some(Button { label, data: data(ex, "entry", &argument) })
}

/// A press on an answer.
pub(super) fn pressed(ex: &mut Exchange<'_>, found: &Found, field: Field, item: &str, fills: bool) {
    match field {
        Field::When => match item.parse().ok().and_then(|second| Timestamp::from_second(second).ok()) {
            Some(at) => move_to(ex, found, Ok(at)),
            None => card::show(ex, found),
        },
        Field::Note => set_note(ex, found, None),
        _ => match field::value(ex, field, item) {
            Some(value) => set(ex, found, (field, fills), &value),
            None => card::show(ex, found),
        },
    }
}

/// Typed words in the place of a press. False when they are no such answer.
pub(super) fn typed(ex: &mut Exchange<'_>, episode: EpisodeId, (field, fills): (Field, bool), text: &str) -> bool {
    let Some(found) = shelf::find(ex, episode) else {
        ex.chat.awaits = None;
        super::say(ex, "entry-gone");
        return true;
    };
    match field {
        Field::When => match moment::read(ex, text, Some(&found.bout.zone)) {
            Some(said) => {
                let (at, _) = found.at();
                let told = said.instant(ex, Some((at, &found.bout.zone)));
                move_to(ex, &found, told);
                true
            }
            None => is_back(ex, &found, text),
        },
        Field::Note if is_back(ex, &found, text) => true,
        Field::Note => {
            set_note(ex, &found, Some(reply::cut(text.trim())).filter(|text| !text.is_empty()));
            true
        }
        _ => match field::read(ex, field, text) {
            Said::Value(value) => {
                set(ex, &found, (field, fills), &value);
                true
            }
            Said::Skip if fills => {
                next(ex, &found, field);
                true
            }
            Said::Skip | Said::Back => {
                forget(ex);
                card::show(ex, &found);
                true
            }
            Said::OutOfRange => {
                super::say(ex, field.unclear());
                true
            }
            Said::Unclear => false,
        },
    }
}

fn is_back(ex: &mut Exchange<'_>, found: &Found, text: &str) -> bool {
    let said = reply::normalise(text);
    let is_back = ["typed-back", "typed-stop"].iter().any(|list| reply::is_among(&said, &ex.phrase(list, &[])));
    if is_back {
        forget(ex);
        card::show(ex, found);
    }
    is_back
}

fn set(ex: &mut Exchange<'_>, found: &Found, (field, fills): (Field, bool), value: &Value) {
    forget(ex);
    let before = weighing::urgent(ex, found);
    let number = if is_so(found, field, value) { None } else { change::answer(ex, found, field, value, fills) };
    if fills {
        next(ex, found, field);
    } else if number.is_some() {
        let (what, value) = (field.name(), field::in_words(ex, field, value));
        let line = ex.phrase("edit-done", &[("field", Blank::Text(what)), ("value", Blank::Text(&value))]);
        show_changed(ex, found.episode, &line);
    } else {
        let line = ex.phrase("edit-same", &[]);
        show_changed(ex, found.episode, &line);
    }
    if number.is_some() {
        advise(ex, found.episode, &before);
    }
}

/// Says when the answer is a sign that nobody had told before. The message takes the buttons from the card, so it has
/// the Undo.
fn advise(ex: &mut Exchange<'_>, episode: EpisodeId, before: &[&RuleId]) {
    let Some(found) = shelf::find(ex, episode) else { return };
    if let Some(text) = weighing::reason(ex, before, &found) {
        let checkup = if ex.chat.about.is_writer() {
            menu_button(ex, "button-checkup", "checkup")
        } else {
            Button { label: ex.phrase("button-checkup", &[]), data: menu_data("other", Some("start.checkup")) }
        };
        let mut rows = vec![vec![checkup], vec![button(ex, "button-back", "entry", &episode.0.to_string())]];
        rows.extend(card::undo(ex, &found).map(|undo| vec![undo]));
        ex.say(text, Keyboard::Inline(rows));
    }
}

/// Whether it stands there already: a second press changes nothing.
fn is_so(found: &Found, field: Field, value: &Value) -> bool {
    let Some(finding) = field.finding() else { return false };
    match value {
        Value::Unsure => found.bout.unsure.contains(&finding),
        Value::Number(minutes) if field == Field::Minutes => found.bout.length() == Some(*minutes),
        _ => found.bout.known.get(&finding) == Some(value),
    }
}

fn set_note(ex: &mut Exchange<'_>, found: &Found, text: Option<String>) {
    forget(ex);
    if text.is_none() && found.bout.notes.is_empty() {
        return card::show(ex, found);
    }
    let phrase = if text.is_some() { "edit-noted" } else { "edit-note-gone" };
    let line = ex.phrase(phrase, &[]);
    change::note(ex, found, text);
    show_changed(ex, found.episode, &line);
}

/// To another time, where that can be.
fn move_to(ex: &mut Exchange<'_>, found: &Found, at: Result<Timestamp, Refused>) {
    let (before, _) = found.at();
    match at.and_then(|at| moment::possible(ex, at)) {
        Err(refused) => super::say(ex, refused.phrase()),
        Ok(at) if at == before => {
            forget(ex);
            let line = ex.phrase("edit-same", &[]);
            show_changed(ex, found.episode, &line);
        }
        Ok(at) => {
            forget(ex);
            change::moved(ex, found, at);
            let line = ex.phrase("edit-moved", &[]);
            show_changed(ex, found.episode, &line);
        }
    }
}

fn show_changed(ex: &mut Exchange<'_>, episode: EpisodeId, line: &str) {
    if let Some(found) = shelf::find(ex, episode) {
        shown::changed(ex, &found, line);
    }
}

/// The next question of an entry that was just added; after the last one its card.
pub(super) fn next(ex: &mut Exchange<'_>, found: &Found, field: Field) {
    forget(ex);
    let Some(found) = shelf::find(ex, found.episode) else { return };
    match field.after() {
        Some(field) => ask(ex, &found, field, true),
        None => {
            let line = ex.phrase("kept", &[]);
            card::show_under(ex, &found, &line);
        }
    }
}

/// Taken back as a whole; undoable like everything else.
pub(super) fn delete(ex: &mut Exchange<'_>, found: &Found) {
    let when = naming::when(ex, found.at());
    let Some(number) = change::delete(ex, found.episode) else {
        return super::say(ex, "entry-gone");
    };
    let text = ex.phrase("entry-deleted", &[("when", Blank::Text(&when))]);
    let mut row: Vec<Button> = undo::buttons(ex, number).collect();
    row.push(button(ex, "button-to-diary", "diary", ""));
    ex.say(text, Keyboard::Inline(vec![row]));
}

/// After an undo the open bout begins when its entry says.
pub(in crate::engine) fn follow(ex: &mut Exchange<'_>, episode: EpisodeId) {
    if let Some(found) = shelf::find(ex, episode) {
        let (at, _) = found.at();
        change::began_at(ex, episode, at);
        shown::refresh(ex, &found);
    }
}
