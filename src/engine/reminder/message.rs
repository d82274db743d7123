//! A reminder on the screen: its lines, its buttons, and what it becomes once it is answered.
//!
//! Only words and buttons; what a press does is decided in `answer`.

use jiff::Timestamp;

use super::kept::{Line, Shown, State};
use super::{course, title, wanted, water, words};
use crate::engine::acting::logs;
use crate::engine::exchange::Exchange;
use crate::engine::letter::Button;
use crate::engine::press::menu_data;
use crate::library::words::Blank;

/// The words of a message as its lines stand now.
pub fn text(ex: &Exchange<'_>, shown: &Shown) -> String {
    if is_discreet(ex) && shown.lines.iter().all(|line| line.state == State::Open) {
        return ex.phrase("due-discreet", &[]);
    }
    shown.lines.iter().map(|line| line_text(ex, line)).collect::<Vec<_>>().join("\n\n")
}

pub fn is_discreet(ex: &Exchange<'_>) -> bool {
    ex.chat.reminders.as_ref().is_some_and(|kept| kept.discreet)
}

fn line_text(ex: &Exchange<'_>, line: &Line) -> String {
    match line.state {
        State::Open => open_text(ex, line),
        State::Reviewing => {
            ex.library.reminder(&line.kind).map_or_else(|| title(ex, &line.kind), |kind| course::question(ex, kind))
        }
        State::Asking => ex.phrase("due-asking", &[("kind", Blank::Text(&title(ex, &line.kind)))]),
        State::Done { .. } | State::Later { .. } | State::Skipped | State::Passed | State::Settled => receipt(ex, line),
    }
}

fn open_text(ex: &Exchange<'_>, line: &Line) -> String {
    let Some(kind) = ex.library.reminder(&line.kind) else {
        return title(ex, &line.kind);
    };
    let mut text = words(ex, kind, "say");
    if kind.steps {
        text = format!("{text}\n{}", words(ex, kind, "steps").trim_end());
    }
    if let Some(week) = course::week(ex, kind) {
        text = format!("{text}\n{week}");
    }
    if let Some(tip) = line.tip.as_ref().filter(|tip| kind.tips.contains(tip)) {
        text = format!("{text}\n<i>{}</i>", words(ex, kind, &format!("tip-{tip}")));
    }
    if kind.drink && ex.chat.reminders.as_ref().is_some_and(|kept| kept.water.goal.is_some()) {
        text = format!("{text}\n{}", water::line(ex));
    }
    if let Some(planned) = line.planned {
        let time = ex.clock(planned);
        text = format!("{text}\n{}", ex.phrase("due-planned", &[("time", Blank::Text(&time))]));
    }
    text
}

/// What is left of a line that was answered.
pub fn receipt(ex: &Exchange<'_>, line: &Line) -> String {
    let kind = title(ex, &line.kind);
    let at = |phrase: &str, at: Timestamp| {
        let time = ex.clock(at);
        ex.phrase(phrase, &[("kind", Blank::Text(&kind)), ("time", Blank::Text(&time))])
    };
    match line.state {
        State::Done { at: time } => {
            let done = at("due-done", time);
            if is_drink(ex, line) { format!("{done}\n{}", water::line(ex)) } else { done }
        }
        State::Later { until } => at("due-later", until),
        State::Skipped => ex.phrase("due-skipped", &[("kind", Blank::Text(&kind))]),
        State::Settled => ex.phrase("due-settled", &[("kind", Blank::Text(&kind))]),
        State::Passed => ex.phrase("due-passed", &[("kind", Blank::Text(&kind))]),
        State::Open | State::Asking | State::Reviewing => kind,
    }
}

fn is_drink(ex: &Exchange<'_>, line: &Line) -> bool {
    ex.library.reminder(&line.kind).is_some_and(|kind| kind.drink)
}

/// The buttons of the lines that are open: a row for each kind.
pub fn buttons(ex: &Exchange<'_>, shown: &Shown) -> Vec<Vec<Button>> {
    let open: Vec<&Line> = shown.lines.iter().filter(|line| line.state == State::Open).collect();
    let asking = shown.lines.iter().filter(|line| line.state == State::Asking);
    let is_named = shown.lines.len() > 1;
    let mut rows: Vec<Vec<Button>> =
        asking.flat_map(|line| wanted::buttons(ex, &line.kind, shown.number, is_named)).collect();
    let over = shown.lines.iter().filter(|line| line.state == State::Reviewing);
    rows.extend(over.map(|line| how_it_goes_on(ex, line, shown.number)));
    match open.as_slice() {
        [] => {}
        [only] if shown.lines.len() == 1 => {
            rows.push(row(ex, only, shown.number, false));
            rows.extend(show_row(ex, only, shown.number, false));
            let label = ex.phrase("button-due-change", &[]);
            rows.push(vec![Button { label, data: menu_data("reminders", Some(&format!("kind.{}", only.kind))) }]);
        }
        several => {
            for line in several {
                rows.push(row(ex, line, shown.number, true));
                rows.extend(show_row(ex, line, shown.number, true));
            }
            let label = ex.phrase("button-due-change", &[]);
            rows.push(vec![Button { label, data: menu_data("reminders", None) }]);
        }
    }
    rows
}

fn row(ex: &Exchange<'_>, line: &Line, number: u32, named: bool) -> Vec<Button> {
    let kind = title(ex, &line.kind);
    let label = |alone: String, named_label: String| if named { named_label } else { alone };
    let blanks = [("kind", Blank::Text(&kind))];
    let drank = logs::amount(ex, water::cup(ex));
    let of_drink = [("kind", Blank::Text(&kind)), ("amount", Blank::Text(&drank))];
    let done = if is_drink(ex, line) {
        label(ex.phrase("button-due-drank", &of_drink[1..]), ex.phrase("button-due-drank-of", &of_drink))
    } else {
        label(ex.phrase("button-due-done", &[]), ex.phrase("button-due-done-of", &blanks))
    };
    vec![
        button(done, "done", line, number),
        button(
            label(ex.phrase("button-due-later", &[]), ex.phrase("button-due-later-of", &blanks)),
            "later",
            line,
            number,
        ),
        button(
            label(ex.phrase("button-due-skip", &[]), ex.phrase("button-due-skip-of", &blanks)),
            "skip",
            line,
            number,
        ),
    ]
}

/// For a kind that has pictures.
fn show_row(ex: &Exchange<'_>, line: &Line, number: u32, named: bool) -> Option<Vec<Button>> {
    ex.library.reminder(&line.kind).filter(|kind| !kind.pictures.is_empty())?;
    let kind = title(ex, &line.kind);
    let label = if named {
        ex.phrase("button-due-show-of", &[("kind", Blank::Text(&kind))])
    } else {
        ex.phrase("button-due-show", &[])
    };
    Some(vec![button(label, "show", line, number)])
}

/// Its weeks are over: once more, or enough.
fn how_it_goes_on(ex: &Exchange<'_>, line: &Line, number: u32) -> Vec<Button> {
    let weeks = ex.library.reminder(&line.kind).and_then(|kind| kind.weeks).unwrap_or_default();
    let label = ex.phrase("button-course-on", &[("weeks", Blank::Number(f64::from(weeks)))]);
    vec![button(label, "on", line, number), button(ex.phrase("button-due-stop", &[]), "stop", line, number)]
}

pub fn button(label: String, what: &str, line: &Line, number: u32) -> Button {
    Button { label, data: menu_data("due", Some(&format!("{what}.{}.{number}", line.kind))) }
}
