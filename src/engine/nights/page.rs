//! The settings of nights and mornings: what is on, and the choices.

use super::kept::{Often, Question};
use super::{button, morning, still};
use crate::engine::bout::{NIGHT_ENDS, NightEnd};
use crate::engine::chat::Awaits;
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::press::menu_data;
use crate::engine::question::pack;
use crate::engine::reply::normalise;
use crate::engine::standing::{self, Topic};
use crate::engine::{reminder, setup};
use crate::library::words::Blank;

/// Hours at which a night may end, offered; others in between are typed.
const ENDS: [u8; 7] = [8, 10, 12, 14, 16, 18, 20];
/// Minutes to choose from, 0 for never (3 to 15 or off).
const MINUTES: [u8; 5] = [3, 5, 10, 15, 0];
/// Hours to choose from.
const HOURS: [i8; 6] = [6, 7, 8, 9, 10, 11];

/// Whether there is a diary and a clock; says what is missing, and goes on with what was wanted once it is there.
fn is_ready(ex: &mut Exchange<'_>, wanted: &str) -> bool {
    if !ex.chat.has_consent() {
        setup::ask_consent_for(ex, "night", wanted);
        return false;
    }
    if ex.chat.profile.zone.is_none() {
        setup::ask_clock_for(ex, "night", wanted);
        return false;
    }
    true
}

pub fn show(ex: &mut Exchange<'_>) {
    if !is_ready(ex, "") {
        return;
    }
    let hour = ex.wall_hour(morning::hour(&ex.chat).unsigned_abs());
    let often = match ex.chat.nights.question.as_ref().map(|question| question.often) {
        None => "off",
        Some(Often::EveryDay) => "daily",
        Some(Often::ThreeDays) => "three",
    };
    let minutes = f64::from(ex.chat.nights.still_minutes.unwrap_or(still::USUAL_MINUTES));
    let blanks = [("hour", Blank::Text(&hour)), ("often", Blank::Text(often)), ("minutes", Blank::Number(minutes))];
    let end = ex.wall_hour(ex.chat.profile.night_end().hour());
    let ends = ex.phrase("night-page-end", &[("hour", Blank::Text(&end))]);
    let text = format!("{}\n{ends}", ex.phrase("night-page", &blanks));
    let rows = vec![
        vec![button(ex, "button-night-question", "ask")],
        vec![button(ex, "button-morning-hour", "hour")],
        vec![button(ex, "still-question", "still")],
        vec![button(ex, "button-night-end", "end")],
    ];
    ex.say(text, Keyboard::Inline(rows));
}

/// What it would be, before it is.
pub fn ask_often(ex: &mut Exchange<'_>) {
    if !is_ready(ex, "ask") {
        return;
    }
    let hour = ex.wall_hour(morning::hour(&ex.chat).unsigned_abs());
    let text = ex.phrase("night-ask-often", &[("hour", Blank::Text(&hour))]);
    let rows = vec![
        vec![button(ex, "button-night-daily", "ask.daily")],
        vec![button(ex, "button-night-three", "ask.three")],
        vec![button(ex, "button-night-off", "ask.off")],
    ];
    ex.say(text, Keyboard::Inline(rows));
}

pub fn choose_often(ex: &mut Exchange<'_>, often: &str) {
    let chosen = match often {
        "daily" => Some(Often::EveryDay),
        "three" => Some(Often::ThreeDays),
        _ => None,
    };
    if chosen.is_some() && !is_ready(ex, &format!("ask.{often}")) {
        return;
    }
    standing::over(ex, Topic::Night);
    let settled = ex.now;
    ex.chat.nights.question = chosen.map(|often| Question { often, settled, asked: None, unanswered: 0 });
    let first = morning::next(&ex.chat).map(|at| ex.moment(at)).unwrap_or_default();
    let phrase = if chosen.is_some() { "night-question-on" } else { "night-question-off" };
    let text = ex.phrase(phrase, &[("first", Blank::Text(&first))]);
    ex.say(text, Keyboard::None);
}

pub fn ask_hour(ex: &mut Exchange<'_>) {
    let fitting = HOURS.iter().filter(|hour| !ex.is_quiet_hour(**hour));
    let one = |hour: &i8| Button {
        label: ex.wall_hour(hour.unsigned_abs()),
        data: menu_data("night", Some(&format!("hour.{hour}"))),
    };
    let row: Vec<Button> = fitting.map(one).collect();
    if row.is_empty() {
        return refuse_hour(ex);
    }
    let text = ex.phrase("night-ask-morning", &[]);
    ex.say(text, Keyboard::Inline(vec![row]));
}

fn refuse_hour(ex: &mut Exchange<'_>) {
    let (from, to) = ex.quiet_hours();
    let (from, to) = (ex.wall_hour(from), ex.wall_hour(to));
    let text = ex.phrase("night-hour-quiet", &[("from", Blank::Text(&from)), ("to", Blank::Text(&to))]);
    ex.say(text, Keyboard::None);
}

pub fn choose_hour(ex: &mut Exchange<'_>, hour: Option<i8>) {
    if !is_ready(ex, "hour") {
        return;
    }
    let Some(hour) = hour.filter(|hour| HOURS.contains(hour)) else {
        return ask_hour(ex);
    };
    if ex.is_quiet_hour(hour) {
        return refuse_hour(ex);
    }
    ex.chat.nights.hour = Some(hour);
    show(ex);
}

pub fn ask_still(ex: &mut Exchange<'_>) {
    let one = |minutes: &u8| {
        let label = match minutes {
            0 => ex.phrase("button-never", &[]),
            minutes => ex.phrase("amount-minutes", &[("number", Blank::Number(f64::from(*minutes)))]),
        };
        vec![Button { label, data: menu_data("night", Some(&format!("still.{minutes}"))) }]
    };
    let rows = MINUTES.iter().map(one).collect();
    let text = ex.phrase("night-ask-still", &[]);
    ex.say(text, Keyboard::Inline(rows));
}

pub fn choose_still(ex: &mut Exchange<'_>, minutes: Option<u8>) {
    if !is_ready(ex, "still") {
        return;
    }
    match minutes.filter(|minutes| MINUTES.contains(minutes)) {
        Some(minutes) => {
            ex.chat.nights.still_minutes = Some(minutes);
            show(ex);
        }
        None => ask_still(ex),
    }
}

/// When does one night end and the next begin?
pub fn ask_end(ex: &mut Exchange<'_>) {
    if !is_ready(ex, "end") {
        return;
    }
    ex.chat.awaits = Some(Awaits::NightEnd);
    let text = ex.phrase("night-ask-end", &[]);
    let hours =
        ENDS.map(|hour| Button { label: ex.wall_hour(hour), data: menu_data("night", Some(&format!("end.{hour}"))) });
    ex.ask_amount(text, pack(hours));
}

pub fn choose_end(ex: &mut Exchange<'_>, hour: Option<u8>) {
    if !is_ready(ex, "end") {
        return;
    }
    let Some(end) = hour.and_then(NightEnd::at) else {
        return ask_end(ex);
    };
    ex.chat.awaits = None;
    // Noon is what holds without a choice.
    ex.chat.profile.night_end = Some(end).filter(|end| *end != NightEnd::default());
    show(ex);
}

/// A full hour of the clock, typed. False for other words, and for an hour at which no night can end.
pub fn typed_end(ex: &mut Exchange<'_>, text: &str) -> bool {
    let end = read_end(text);
    if let Some(end) = end {
        choose_end(ex, Some(end.hour()));
    }
    end.is_some()
}

pub fn read_end(text: &str) -> Option<NightEnd> {
    let time = reminder::clock(&normalise(text)).filter(|time| time.minute() == 0)?;
    NightEnd::at(time.hour().unsigned_abs())
}

pub fn end_unclear(ex: &mut Exchange<'_>) {
    let (from, to) = (ex.wall_hour(*NIGHT_ENDS.start()), ex.wall_hour(*NIGHT_ENDS.end()));
    let text = ex.phrase("night-end-unclear", &[("from", Blank::Text(&from)), ("to", Blank::Text(&to))]);
    ex.say(text, Keyboard::None);
}
