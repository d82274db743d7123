//! Which time a summary is wanted of: `/summary` with words, in a sentence, by a button, or asked for.
//!
//! What cannot be is told in one line with what is possible.

use crate::engine::chat::Awaits;
use crate::engine::command;
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::period::{self, Wanted, Wrong};
use crate::engine::press::menu_data;
use crate::engine::question::pack;
use crate::engine::reply::is_among;
use crate::engine::understanding::meaning::{Metric, Period};
use crate::engine::{listed, monthly, week};
use crate::ids::SubjectId;
use crate::library::words::Blank;

/// A sentence about a time is short.
const MOST_WORDS: usize = 16;
/// What a button stands for when it asks.
const ANOTHER: &str = "ask";
/// Offered, as they are typed behind /summary, with the phrase of the button.
const OFFERED: [(&str, &str); 6] = [
    ("week", "button-your-week"),
    ("last week", "button-last-week"),
    ("month", "button-your-month"),
    ("last month", "button-last-month"),
    ("90 nights", "button-90-nights"),
    ("all", "button-whole-diary"),
];

/// `/summary`, with words for a time or without.
pub fn asked(ex: &mut Exchange<'_>, said: &str) {
    match said.trim() {
        "" => super::show(ex, Period::Week, None),
        ANOTHER => ask(ex),
        said => {
            let words = period::words(said);
            match period::read(&words, ex.local(ex.now).date()) {
                Some(found) => answer(ex, found, None),
                None => say(ex, "period-unclear"),
            }
        }
    }
}

/// A summary in a sentence: the time that it names counts, else the one that was understood.
pub fn meant(ex: &mut Exchange<'_>, period: Option<Period>, metric: Option<Metric>, text: &str) {
    match period::find(&period::words(text), ex.local(ex.now).date()) {
        Some((found, _)) => answer(ex, found, metric),
        None => super::show(ex, period.unwrap_or(Period::Week), metric),
    }
}

/// "How was my october", "summary since 3 oct", typed at any time. False for other words.
pub fn typed(ex: &mut Exchange<'_>, text: &str) -> bool {
    let words = period::words(text);
    let opens = ex.phrase("words-summary", &[]);
    let opens = |many: usize| words.get(..many).is_some_and(|some| is_among(&some.join(" "), &opens));
    if words.len() > MOST_WORDS || !(1..=4).any(opens) {
        return false;
    }
    let Some((found, taken)) = period::find(&words, ex.local(ex.now).date()) else {
        return false;
    };
    let around = ex.phrase("words-around-summary", &[]);
    let mut others = words[..taken.start].iter().chain(&words[taken.end..]);
    if !others.all(|word| is_among(word, &around)) {
        return false;
    }
    command::aside(ex, |ex| ex.turned_to(SubjectId::WRITER, |ex| answer(ex, found, None)));
    true
}

/// Words where a time is wanted.
pub fn reads(ex: &Exchange<'_>, text: &str) -> bool {
    period::read(&period::words(text), ex.local(ex.now).date()).is_some()
}

/// The same, answered. False for words that name no time.
pub fn typed_period(ex: &mut Exchange<'_>, text: &str) -> bool {
    let found = period::read(&period::words(text), ex.local(ex.now).date());
    found.map(|found| answer(ex, found, None)).is_some()
}

/// Typed words that name no time, where one is wanted.
pub fn unclear(ex: &mut Exchange<'_>) {
    say(ex, "period-unclear");
}

fn answer(ex: &mut Exchange<'_>, found: Result<Wanted, Wrong>, metric: Option<Metric>) {
    let wanted = match found {
        Ok(wanted) => wanted,
        Err(wrong) => return refuse(ex, wrong),
    };
    ex.chat.awaits.take_if(|awaits| *awaits == Awaits::Period);
    let stretch = period::stretch_of(wanted, &ex.local(ex.now), ex.chat.profile.night_end());
    let known = match wanted {
        Wanted::Known(period) => Some(period),
        Wanted::Last(_) | Wanted::Days(..) => None,
    };
    super::show_stretch(ex, &stretch, metric, known);
}

/// What is wrong, and what is possible.
fn refuse(ex: &mut Exchange<'_>, wrong: Wrong) {
    let today = ex.local(ex.now).date();
    let (oldest, _) = listed::span(ex, period::oldest(today), today);
    let blanks = [("oldest", Blank::Text(&oldest))];
    let text = match wrong {
        Wrong::Backwards => ex.phrase("period-backwards", &[]),
        Wrong::Future => ex.phrase("period-future", &[]),
        Wrong::TooLong => ex.phrase("period-too-long", &blanks),
        Wrong::NoSuchDay => ex.phrase("period-no-day", &[]),
        Wrong::Nothing => ex.phrase("period-nothing", &blanks),
    };
    ex.say(text, Keyboard::None);
}

fn say(ex: &mut Exchange<'_>, phrase: &str) {
    let text = ex.phrase(phrase, &[]);
    ex.say(text, Keyboard::None);
}

/// Which time? Tapped or typed.
fn ask(ex: &mut Exchange<'_>) {
    if ex.chat.conversation.is_none() {
        ex.chat.awaits = Some(Awaits::Period);
    }
    let text = ex.phrase("ask-period", &[]);
    let rows = pack(OFFERED.iter().map(|(said, phrase)| button(ex, phrase, said)));
    ex.say(text, Keyboard::Inline(rows));
}

fn button(ex: &Exchange<'_>, phrase: &str, said: &str) -> Button {
    Button { label: ex.phrase(phrase, &[]), data: menu_data("summary", Some(said)) }
}

/// To other times; below the week and the months also to have them sent.
pub(super) fn others(ex: &Exchange<'_>, shown: Option<Period>) -> Keyboard {
    let name = match shown {
        Some(Period::Week) => "week",
        Some(Period::Month) => "month",
        Some(Period::LastMonth) => "last month",
        _ => "",
    };
    let common = OFFERED.iter().filter(|(said, _)| matches!(*said, "week" | "month" | "last month") && *said != name);
    let mut rows = vec![
        common.map(|(said, phrase)| button(ex, phrase, said)).collect(),
        vec![button(ex, "button-another-time", ANOTHER)],
    ];
    match shown {
        Some(Period::Week) => rows.push(vec![week::way(ex)]),
        Some(Period::Month | Period::LastMonth) => rows.push(vec![monthly::way(ex)]),
        _ => {}
    }
    Keyboard::Inline(rows)
}
