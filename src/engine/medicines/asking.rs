//! Asks what is taken, since when, and when it was stopped; reads the answer and says what is kept, with Undo.
//!
//! Gives no advice about a medicine, whatever it is.

use jiff::civil::Date;

use super::change::{self, find, keep, next_number};
use super::kept::{Day, Medicine, a_month_before, a_week_before, three_months_before};
use super::line;
use super::page::{self, button, data, day_name};
use super::told::{has_dose, kinds};
use super::wanted::{Typed, forget, want};
use super::when::{self, Refused};
use super::{LONGEST, MOST, say, today};
use crate::engine::acting::undo;
use crate::engine::exchange::{Exchange, escape};
use crate::engine::letter::{Button, Keyboard};
use crate::engine::question::pack;
use crate::engine::reply::{is_among, normalise};
use crate::engine::understanding::meaning::Meaning;
use crate::library::words::Blank;

/// Name and dose, in one line. In the middle of a conversation words answer its question.
pub(super) fn words(ex: &mut Exchange<'_>, medicine: Option<&Medicine>) {
    if medicine.is_none() && is_full(ex) {
        return;
    }
    if !want(ex, medicine.map_or(Typed::New, |medicine| Typed::Words(medicine.number))) {
        return say(ex, "medicine-later");
    }
    let text = ex.phrase("medicine-ask", &[]);
    let back = button(ex, "button-medicines", "");
    ex.say(text, Keyboard::Inline(vec![vec![back]]));
}

fn is_full(ex: &mut Exchange<'_>) -> bool {
    let is_full = ex.chat.medicines.len() >= MOST;
    if is_full {
        #[allow(clippy::cast_precision_loss, reason = "a small limit")]
        let text = ex.phrase("medicines-full", &[("most", Blank::Number(MOST as f64))]);
        let back = button(ex, "button-medicines", "");
        ex.say(text, Keyboard::Inline(vec![vec![back]]));
    }
    is_full
}

/// Days on the buttons, by their names in the words.
type Offered = Vec<(&'static str, Day)>;

fn start_days(today: Date) -> Offered {
    vec![
        ("today", Day::On(today)),
        ("week", Day::About(a_week_before(today))),
        ("month", Day::About(a_month_before(today))),
        ("longer", Day::Before(three_months_before(today))),
        ("unsure", Day::Unsure),
    ]
}

/// Not one that lies before the start.
fn end_days(medicine: &Medicine, today: Date) -> Offered {
    let days = [
        ("today", Day::On(today)),
        ("yesterday", Day::On(today.yesterday().unwrap_or(today))),
        ("week", Day::About(a_week_before(today))),
        ("unsure", Day::Unsure),
    ];
    days.into_iter().filter(|(_, day)| when::in_order(medicine.began, *day)).collect()
}

/// Since when; `first` goes before the question, with what takes back what was just kept.
pub(super) fn start(ex: &mut Exchange<'_>, medicine: &Medicine, first: Option<(String, u32)>) {
    want(ex, Typed::Began(medicine.number));
    let mut rows = buttons(ex, (medicine, "began"), start_days(today(ex)));
    let mut text = ex.phrase("medicine-ask-start", &[]);
    if let Some((first, undo)) = first {
        text = format!("{first}\n{text}");
        rows.push(undo::buttons(ex, undo).collect());
    }
    ex.ask_amount(text, rows);
}

/// When it was stopped.
pub(super) fn end(ex: &mut Exchange<'_>, medicine: &Medicine) {
    want(ex, Typed::Ended(medicine.number));
    let rows = buttons(ex, (medicine, "end"), end_days(medicine, today(ex)));
    let text = ex.phrase("medicine-ask-end", &[]);
    ex.ask_amount(text, rows);
}

fn label(ex: &Exchange<'_>, day: &str) -> String {
    ex.phrase("button-medicine-day", &[("day", Blank::Text(day))])
}

fn buttons(ex: &Exchange<'_>, (medicine, verb): (&Medicine, &str), days: Offered) -> Vec<Vec<Button>> {
    let button = |(name, day): (&str, Day)| Button {
        label: label(ex, name),
        data: data(&format!("{}.{verb}.{}", medicine.number, day_name(day))),
    };
    pack(days.into_iter().map(button))
}

/// Typed words in the place of a press. False when they mean something else.
pub(super) fn typed(ex: &mut Exchange<'_>, what: Typed, meaning: &Meaning, text: &str) -> bool {
    let number = match what {
        Typed::Words(number) | Typed::Began(number) | Typed::Ended(number) => number,
        Typed::New => {
            add(ex, text);
            return true;
        }
        Typed::Line => return below_list(ex, meaning, text),
    };
    let Some(medicine) = find(ex, number) else {
        forget(ex);
        return false;
    };
    let today = today(ex);
    let day = |offered: Offered| day_said(ex, offered, text, today);
    match what {
        Typed::Began(_) => match day(start_days(today)) {
            Some(day) => began(ex, medicine, day),
            None => return unclear(ex, meaning),
        },
        Typed::Ended(_) => match day(end_days(&medicine, today)) {
            Some(day) => ended(ex, medicine, day),
            None => return unclear(ex, meaning),
        },
        Typed::Words(_) | Typed::New | Typed::Line => rename(ex, medicine, text),
    }
    true
}

/// The label of a button, "not sure", or a day.
fn day_said(ex: &Exchange<'_>, offered: Offered, text: &str, today: Date) -> Option<Result<Day, Refused>> {
    let said = normalise(text);
    let by_label = offered.into_iter().find(|(name, _)| normalise(&label(ex, name)) == said).map(|(_, day)| Ok(day));
    let unsure = || is_among(&said, &ex.phrase("typed-unsure", &[])).then_some(Ok(Day::Unsure));
    by_label.or_else(|| when::read(&said, today)).or_else(unsure)
}

/// Words that are no day: asked once more, unless they are about something else.
fn unclear(ex: &mut Exchange<'_>, meaning: &Meaning) -> bool {
    let is_nothing = *meaning == Meaning::Nothing;
    if is_nothing {
        say(ex, "medicine-day-unclear");
    } else {
        forget(ex);
    }
    is_nothing
}

/// What was typed as name and dose; absent and said where it is none.
fn name(ex: &mut Exchange<'_>, text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2 {
        say(ex, "medicine-no-name");
        return None;
    }
    if text.chars().count() > LONGEST {
        #[allow(clippy::cast_precision_loss, reason = "a small limit")]
        let text = ex.phrase("medicine-too-long", &[("most", Blank::Number(LONGEST as f64))]);
        ex.say(text, Keyboard::None);
        return None;
    }
    Some(text)
}

/// Words below the list that nobody understands otherwise. False when they do not speak of a medicine.
fn below_list(ex: &mut Exchange<'_>, meaning: &Meaning, text: &str) -> bool {
    let line = line::read(text, today(ex));
    let speaks = *meaning == Meaning::Nothing && (line.tells || has_dose(text)) && !line.name.is_empty();
    forget(ex);
    if speaks {
        add(ex, text);
    }
    speaks
}

/// Kept at once, with the days that were typed with it; since when can be told or left open.
fn add(ex: &mut Exchange<'_>, text: &str) {
    let line = line::read(text, today(ex));
    let (began, ended) = match (line.began.transpose(), line.ended.transpose()) {
        (Ok(began), Ok(ended)) => (began, ended),
        (Err(refused), _) | (_, Err(refused)) => return refuse(ex, refused),
    };
    let Some(text) = name(ex, &line.name) else { return };
    let there = same(ex, &text).or_else(|| if line.stops { of_name(ex, &text) } else { None });
    if let Some(there) = there {
        return tell(ex, there, began, ended.or(line.stops.then_some(Day::Unsure)));
    }
    if is_full(ex) {
        return;
    }
    let ended = ended.or(line.stops.then_some(Day::Unsure));
    let is_in_order = began.zip(ended).is_none_or(|(began, ended)| when::in_order(began, ended));
    if !is_in_order {
        return refuse(ex, Refused::BeforeStart);
    }
    let kinds = kinds(ex.library, &text);
    let number = next_number(ex);
    let medicine = Medicine { number, text, kinds, began: began.unwrap_or(Day::Unsure), ended, removed: false };
    if began.is_some() || ended.is_some() { confirm(ex, medicine) } else { put_on(ex, medicine) }
}

/// What a line says of one that is on the list.
fn tell(ex: &mut Exchange<'_>, there: Medicine, begins: Option<Day>, ends: Option<Day>) {
    let medicine = Medicine { began: begins.unwrap_or(there.began), ended: ends.or(there.ended), ..there.clone() };
    if medicine == there {
        forget(ex);
        let line = ex.phrase("medicine-there", &[]);
        return page::card(ex, &there, Some(line));
    }
    match medicine.ended {
        Some(ended) if !when::in_order(medicine.began, ended) => refuse(ex, Refused::BeforeStart),
        _ => confirm(ex, medicine),
    }
}

/// The only one that is taken whose first word is that of the name.
fn of_name(ex: &Exchange<'_>, name: &str) -> Option<Medicine> {
    let first = |text: &str| normalise(text).split(' ').next().unwrap_or_default().to_owned();
    let wanted = first(name);
    let mut fitting = change::list(ex).into_iter().filter(|one| one.is_taken() && first(&one.text) == wanted);
    fitting.next().filter(|_| fitting.next().is_none())
}

fn put_on(ex: &mut Exchange<'_>, medicine: Medicine) {
    let undo = keep(ex, medicine.clone());
    let kept = kept(ex, &medicine);
    start(ex, &medicine, Some((kept, undo)));
}

fn same(ex: &Exchange<'_>, text: &str) -> Option<Medicine> {
    change::list(ex).into_iter().find(|one| one.is_taken() && normalise(&one.text) == normalise(text))
}

fn rename(ex: &mut Exchange<'_>, medicine: Medicine, text: &str) {
    let Some(text) = name(ex, text) else { return };
    let kinds = kinds(ex.library, &text);
    confirm(ex, Medicine { text, kinds, ..medicine });
}

pub(super) fn began(ex: &mut Exchange<'_>, medicine: Medicine, day: Result<Day, Refused>) {
    match day.and_then(|day| when::possible(day, today(ex))) {
        Ok(day) if medicine.ended.is_some_and(|ended| !when::in_order(day, ended)) => refuse(ex, Refused::AfterStop),
        Ok(day) => confirm(ex, Medicine { began: day, ..medicine }),
        Err(refused) => refuse(ex, refused),
    }
}

pub(super) fn ended(ex: &mut Exchange<'_>, medicine: Medicine, day: Result<Day, Refused>) {
    match day.and_then(|day| when::possible(day, today(ex))) {
        Ok(day) if !when::in_order(medicine.began, day) => refuse(ex, Refused::BeforeStart),
        Ok(day) => confirm(ex, Medicine { ended: Some(day), ..medicine }),
        Err(refused) => refuse(ex, refused),
    }
}

/// Nothing is changed; the day stays wanted.
fn refuse(ex: &mut Exchange<'_>, refused: Refused) {
    say(ex, refused.phrase());
}

/// Taken once more: a line of its own, so that the time between stays on the list.
pub(super) fn again(ex: &mut Exchange<'_>, medicine: &Medicine) {
    if let Some(there) = same(ex, &medicine.text) {
        let line = ex.phrase("medicine-there", &[]);
        return page::card(ex, &there, Some(line));
    }
    if is_full(ex) {
        return;
    }
    let number = next_number(ex);
    put_on(ex, Medicine { number, began: Day::Unsure, ended: None, ..medicine.clone() });
}

pub(super) fn remove(ex: &mut Exchange<'_>, medicine: &Medicine) {
    forget(ex);
    let undo = keep(ex, Medicine { removed: true, ..medicine.clone() });
    let text = ex.phrase("medicine-removed", &[("what", Blank::Text(&escape(&medicine.text)))]);
    with_undo(ex, text, undo);
}

fn confirm(ex: &mut Exchange<'_>, medicine: Medicine) {
    forget(ex);
    let undo = keep(ex, medicine.clone());
    let text = kept(ex, &medicine);
    with_undo(ex, text, undo);
}

fn kept(ex: &Exchange<'_>, medicine: &Medicine) -> String {
    let what = page::in_words(medicine, &|key, blanks| ex.phrase(key, blanks), page::Style::Screen);
    ex.phrase("medicine-kept", &[("what", Blank::Text(&what))])
}

fn with_undo(ex: &mut Exchange<'_>, text: String, undo: u32) {
    let row = undo::buttons(ex, undo).chain([button(ex, "button-medicines", "")]).collect();
    ex.say(text, Keyboard::Inline(vec![row]));
}
