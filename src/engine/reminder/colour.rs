//! The colour of urine, asked once a day of who wants that: the plainest sign of drinking enough.
//!
//! Tea or cola is no sign of thirst and goes to the emergency check; the rest is never judged.

use jiff::SignedDuration;

use super::{kept, water};
use crate::engine::acting::alarm;
use crate::engine::day;
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::press::menu_data;
use crate::engine::standing::{self, Topic};
use crate::engine::understanding::meaning::Alarm;
use crate::ids::FindingKey;
use crate::library::value::{Findings, Value};

/// The finding, and its value that alarms.
const FINDING: &str = "urine_colour";
const ALARMING: &str = "tea_or_cola";
const STANDS: SignedDuration = SignedDuration::from_hours(12);

pub fn switch(ex: &mut Exchange<'_>, on: bool) {
    kept(ex).water.colour = on;
    let text = ex.phrase(if on { "colour-on" } else { "colour-off" }, &[]);
    ex.say(text, Keyboard::None);
    ask_once_a_day(ex);
}

/// After something was logged, so that it is no message of its own accord.
pub fn ask_once_a_day(ex: &mut Exchange<'_>) {
    if let Some((text, rows)) = question_of_the_day(ex) {
        ex.say(text, Keyboard::Inline(rows));
        stands(ex);
    }
}

/// The message that was said last has the question: it can be answered for the rest of the day.
pub fn stands(ex: &mut Exchange<'_>) {
    let until = ex.now.checked_add(STANDS).unwrap_or(ex.now);
    standing::ask(ex, Topic::Colour, until);
}

/// The question with its buttons, for who wants it and was not asked today; it counts as asked then.
pub fn question_of_the_day(ex: &mut Exchange<'_>) -> Option<(String, Vec<Vec<Button>>)> {
    let today = day::date(ex, ex.now);
    let own = &mut ex.chat.reminders.as_mut()?.water;
    if !own.colour || own.colour_asked == Some(today) {
        return None;
    }
    own.colour_asked = Some(today);
    let button = |phrase: String, colour: &str| {
        vec![Button { label: phrase, data: menu_data("water", Some(&format!("is.{colour}"))) }]
    };
    let rows = vec![
        button(ex.phrase("button-colour-pale", &[]), "pale"),
        button(ex.phrase("button-colour-darker", &[]), "darker"),
        button(ex.phrase("button-colour-tea", &[]), "tea"),
    ];
    Some((ex.phrase("ask-colour", &[]), rows))
}

pub fn answered(ex: &mut Exchange<'_>, colour: &str) {
    standing::over(ex, Topic::Colour);
    let text = match colour {
        "tea" => {
            let mut findings = Findings::default();
            findings.set(FindingKey::new(FINDING), Value::Word(ALARMING.to_owned()));
            return alarm::raise(ex, &Alarm { findings, ..Alarm::default() });
        }
        "darker" if water::is_limited(ex) => ex.phrase("colour-darker-limited", &[]),
        "darker" => ex.phrase("colour-darker", &[]),
        _ => ex.phrase("colour-pale", &[]),
    };
    ex.say(text, Keyboard::None);
}
