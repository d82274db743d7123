//! Times of day as they are written: `9pm`, `half past six`, `8 in the morning`, and bare hours that stand where times stand.
//!
//! What a bare hour means is left to the one who asks for it.

use super::digits::Digits;
use super::measures::{Clock, Half, Measure, Quantity, number_at, simple_number, together};
use super::message::{Break, Message};

/// `9pm`, `21:30`, `half past six`, `quarter to 10`, `noon`, and bare hours behind "at".
pub(super) fn clock_at(message: &Message<'_>, at: usize) -> Option<Measure> {
    let measure = |clock, end| Some(Measure { what: Quantity::Clock(clock), start: at, end });
    if let Some((time, end)) = message.value_at("clock_word", at) {
        let (hour, minute) = time.split_once(':')?;
        let clock = Clock { hour: hour.parse().ok()?, minute: minute.parse().ok()?, half: Half::Fixed, bare: false };
        return measure(clock, end);
    }
    if let Some(Digits::Clock { hour, minute, half }) = message.tokens.get(at)?.digits {
        let (half, end) = match half {
            Some(pm) => (if pm { Half::Pm } else { Half::Am }, at + 1),
            None => half_at(message, at + 1),
        };
        // "06:30" is written as clocks of 24 hours show it.
        let whole_day = hour > 12 || hour == 0 || message.text(at).starts_with('0');
        let half = if half == Half::Open && whole_day { Half::Fixed } else { half };
        return measure(Clock { hour, minute, half, bare: false }, end);
    }
    if let Some((clock, end)) = spoken_clock(message, at) {
        return measure(clock, end);
    }
    let (clock, end) = hour_at(message, at)?;
    measure(clock, end)
}

/// `half past six`, `half 7`, `quarter to 10`, `ten past 3`.
fn spoken_clock(message: &Message<'_>, at: usize) -> Option<(Clock, usize)> {
    let (minutes, mut next) = match message.text(at) {
        "half" => (30.0, at + 1),
        "quarter" => (15.0, at + 1),
        _ => number_at(message, at).filter(|(number, _)| (1.0..60.0).contains(number))?,
    };
    next += usize::from(message.value_at("time_unit", next).is_some());
    let word = message.text(next);
    let is_half_only = message.text(at) == "half" && !matches!(word, "past" | "to");
    // "Every hour and a half 9 to 6"
    if is_half_only && at > 1 && message.text(at - 1) == "a" && message.text(at - 2) == "and" {
        return None;
    }
    let hour_from = if is_half_only { next } else { next + 1 };
    let (hour, end) = whole_hour(message, hour_from)?;
    let minute = minutes as u32;
    let (half, end) = part_of_day(message, hour_from, end).unwrap_or_else(|| half_at(message, end));
    let clock = match word {
        "past" => Clock { hour, minute, half, bare: false },
        "to" | "till" | "til" if message.text(at) == "quarter" || minutes >= 5.0 => {
            // "from 9 to 6" is no time of day.
            if message.tokens[at].digits.is_some() && !minute.is_multiple_of(5)
                || message.text(at) != "quarter" && is_from(message, at)
            {
                return None;
            }
            Clock { hour: if hour == 1 { 12 } else { hour - 1 }, minute: 60 - minute, half, bare: false }
        }
        _ if is_half_only && message.value_at("time_unit", end).is_none() => {
            Clock { hour, minute: 30, half, bare: false }
        }
        _ => return None,
    };
    Some((clock, end))
}

fn is_from(message: &Message<'_>, at: usize) -> bool {
    at > 0 && matches!(message.text(at - 1), "from" | "between" | "at")
}

fn whole_hour(message: &Message<'_>, at: usize) -> Option<(u32, usize)> {
    let (hour, end) = simple_number(message, at).filter(|_| !matches!(message.text(at), "a" | "an" | "another"))?;
    ((1.0..=12.0).contains(&hour) && hour.fract() == 0.0).then_some((hour as u32, end))
}

/// `am`, `pm`, or neither, behind a time.
fn half_at(message: &Message<'_>, at: usize) -> (Half, usize) {
    match message.text(at) {
        "am" if together(message, at) => (Half::Am, at + 1),
        "pm" if together(message, at) => (Half::Pm, at + 1),
        _ => (Half::Open, at),
    }
}

/// Behind "at" and the like, or one more hour of a list that begins so.
fn is_marked(message: &Message<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let marks = [
        "at", "by", "around", "round", "about", "till", "til", "until", "from", "between", "since", "before", "after",
        "ish",
    ];
    let digits = |at: usize| message.tokens.get(at).is_some_and(|token| token.digits.is_some());
    // "Make it 7", "the reminder 10 instead of 9", "9 and 11 oclock".
    let changed = before > 0
        && match message.text(before) {
            "it" => matches!(message.text(before - 1), "make" | "change" | "set" | "move" | "put" | "do"),
            "of" => message.text(before - 1) == "instead",
            "to" => (0..before)
                .any(|at| matches!(message.text(at), "change" | "move" | "shift" | "switch" | "push" | "reschedule")),
            "for" => matches!(message.text(before - 1), "reminder" | "alarm" | "it" | "set" | "alert" | "nudge"),
            "not" => digits(before - 1),
            _ => false,
        };
    let after = matches!(message.text(before), "reminder" | "reminders" | "alarm" | "alarms" | "nudge" | "nudges");
    if digits(at) && (changed || after || leads_to_hour(message, at)) {
        return true;
    }
    let joined = matches!(message.text(before), "and" | "to" | "or" | "am" | "pm");
    marks.contains(&message.text(before))
        || joined && before > 0 && digits(before - 1) && is_marked(message, before - 1)
        || digits(before) && message.tokens[at].before == Break::Comma && is_marked(message, before)
}

/// "8 in the morning", "8 at night": which half of the day, and where that ends.
fn part_of_day(message: &Message<'_>, at: usize, end: usize) -> Option<(Half, usize)> {
    let rated = at > 0 && matches!(message.text(at - 1), "pain" | "level" | "score" | "intensity" | "a" | "was");
    if rated || message.tokens[at].digits.is_none() && message.text(at).len() < 3 {
        return None;
    }
    let part = match message.text(end) {
        "in" if message.text(end + 1) == "the" => end + 2,
        "at" => end + 1,
        _ => return None,
    };
    let half = match message.text(part) {
        "morning" | "mornings" => Half::Am,
        "afternoon" | "afternoons" | "evening" | "evenings" => Half::Pm,
        "night" | "nights" if number_at(message, at).is_some_and(|(hour, _)| (5.0..12.0).contains(&hour)) => Half::Pm,
        "night" | "nights" => Half::Am,
        _ => return None,
    };
    (together(message, end) && together(message, part)).then_some((half, part + 1))
}

/// The first of "9 and 11 oclock", "7, 8 and 9 pm".
fn leads_to_hour(message: &Message<'_>, at: usize) -> bool {
    let digits = |at: usize| {
        message.tokens.get(at).is_some_and(|token| matches!(token.digits, Some(Digits::Number(n)) if n <= 24.0))
    };
    let comma = message.tokens.get(at + 1).is_some_and(|token| token.before == Break::Comma);
    let next = at + 1 + usize::from(matches!(message.text(at + 1), "and" | "or"));
    if !digits(at) || !(next > at + 1 || comma) {
        return false;
    }
    let clock = message.tokens.get(next).is_some_and(|token| matches!(token.digits, Some(Digits::Clock { .. })));
    clock
        || digits(next)
            && (matches!(message.text(next + 1), "am" | "pm" | "oclock" | "o") || leads_to_hour(message, next))
}

/// A whole hour: with am or pm, `7ish`, `5 oclock`, `2130`, or bare behind "at".
fn hour_at(message: &Message<'_>, at: usize) -> Option<(Clock, usize)> {
    let (number, end) = simple_number(message, at)?;
    let before = if at > 0 { message.text(at - 1) } else { "" };
    let behind_at = is_marked(message, at);
    let text = message.text(at);
    let hundred = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let (half, after) = half_at(message, end);
    if hundred {
        let (hour, minute) = ((number as u32) / 100, (number as u32) % 100);
        let named = matches!(message.text(end), "reminder" | "alarm" | "nudge" | "alert");
        let said = named || half != Half::Open || matches!(before, "at" | "by" | "until" | "till" | "from");
        let half = if half == Half::Open { Half::Fixed } else { half };
        return said.then_some((Clock { hour, minute, half, bare: false }, after));
    }
    let fraction = (number.fract() * 100.0).round() as u32;
    let written_out = number.fract() != 0.0;
    // "12.20 last night", "at 3.15"
    let timed = behind_at || message.value_at("day", end).is_some();
    if written_out && !(half != Half::Open || timed && text.len() >= 4 && fraction < 60 && number < 24.0) {
        return None;
    }
    let hour = number as u32;
    if let Some((half, end)) = part_of_day(message, at, end).filter(|_| (1..=12).contains(&hour)) {
        return Some((Clock { hour, minute: fraction, half, bare: false }, end));
    }
    if half != Half::Open {
        return Some((Clock { hour, minute: fraction, half, bare: false }, after));
    }
    let marked = matches!(message.text(end), "ish" | "oclock" | "o");
    let end = end + usize::from(marked) + usize::from(message.text(end) == "o" && message.text(end + 1) == "clock");
    let measured = message.value_at("time_unit", end).is_some() || message.value_at("volume", end).is_some();
    let counted =
        message.value_at("container", end).is_some() || message.text(end) == "times" || message.text(end) == "out";
    if measured
        || counted
        || !(marked || behind_at || written_out)
        || hour > 24 && !marked
        || message.tokens[at].digits.is_none() && matches!(text, "a" | "an" | "half")
    {
        return None;
    }
    let half = if hour > 12 || hour == 0 { Half::Fixed } else { Half::Open };
    Some((Clock { hour, minute: fraction, half, bare: true }, end))
}
