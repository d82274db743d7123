//! Times and dates as people type them where one was asked for.
//!
//! Only what stands alone is read here: "9, 13:30 and 9 pm", "every 2 hours from 9 to 18", "until 24 December".

use std::sync::LazyLock;

use jiff::civil::Time;
use regex::Regex;

use super::{hours, kept, pause, silence, spell, water, wish};
use crate::engine::chat::Awaits;
use crate::engine::exchange::Exchange;
use crate::engine::letter::Keyboard;
use crate::engine::reply::{self, Reply, normalise};

/// More in one message are no list of times.
const MOST_TIMES: usize = 24;

static CLOCK: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(\d{1,2})(?:[:.h](\d{2}))? ?(am|pm|a\.m\.|p\.m\.|o'clock|uhr)?$").ok());
static EVERY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^every (\d{1,4}|an|two|three|four)? ?(hours?|h|minutes?|min)(?: from (.+?))?(?: (?:to|until|till|-) (.+))?$",
    )
    .ok()
});

/// Typed words while times or the end of a pause are wanted. False when they are neither.
pub fn typed(ex: &mut Exchange<'_>, awaits: Awaits, text: &str) -> bool {
    let said = normalise(text);
    match awaits {
        Awaits::Times => typed_times(ex, &said),
        Awaits::PauseUntil => typed_date(ex, &said),
        Awaits::Quiet => silence::typed_hours(ex, text),
        Awaits::Goal | Awaits::Cup => water::typed(ex, awaits, &said),
        Awaits::Country
        | Awaits::Zone
        | Awaits::Details { .. }
        | Awaits::Amount
        | Awaits::NightEnd
        | Awaits::Period
        | Awaits::Diary(_)
        | Awaits::Medicine(_) => false,
    }
}

/// Whether the words are times, or a date, as they are wanted.
pub fn reads(ex: &Exchange<'_>, awaits: Awaits, text: &str) -> bool {
    let said = normalise(text);
    match awaits {
        Awaits::Times => every(ex, &said).is_some() || times(&said).is_some(),
        Awaits::PauseUntil => spell::stands_alone(&said, ex.local(ex.now).date()) || length(&said).is_some(),
        Awaits::Quiet => silence::reads(ex, text),
        Awaits::Goal | Awaits::Cup => water::millilitres(ex, &said).is_some(),
        Awaits::Country
        | Awaits::Zone
        | Awaits::Details { .. }
        | Awaits::Amount
        | Awaits::NightEnd
        | Awaits::Period
        | Awaits::Diary(_)
        | Awaits::Medicine(_) => false,
    }
}

fn typed_times(ex: &mut Exchange<'_>, said: &str) -> bool {
    let read = match every(ex, said) {
        Some(read) => read,
        None => match times(said) {
            Some(times) => Ok(times),
            None => return false,
        },
    };
    match read {
        Ok(times) => {
            if let Some(draft) = kept(ex).draft.as_mut() {
                draft.times = times;
                draft.shows = true;
            }
            ex.chat.awaits = None;
            wish::go_on(ex)
        }
        Err(line) => {
            ex.say(line, Keyboard::None);
            true
        }
    }
}

/// "9, 13:30 and 9 pm", soonest first.
pub fn times(said: &str) -> Option<Vec<Time>> {
    let parts = said.replace(" and ", ",").replace([';', '&', '+'], ",");
    let parts: Vec<&str> = parts.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut times: Vec<Time> = parts.iter().map(|part| clock(part)).collect::<Option<_>>()?;
    times.sort();
    times.dedup();
    (!times.is_empty() && times.len() <= MOST_TIMES).then_some(times)
}

/// `9`, `9:30`, `21.30`, `9 pm`, `noon`.
pub fn clock(said: &str) -> Option<Time> {
    let said = said.trim().trim_start_matches("at ");
    match said {
        "noon" | "midday" => return Time::new(12, 0, 0, 0).ok(),
        "midnight" => return Time::new(0, 0, 0, 0).ok(),
        _ => {}
    }
    let found = CLOCK.as_ref()?.captures(said)?;
    let hour: i8 = found[1].parse().ok()?;
    let minute: i8 = found.get(2).map_or(Ok(0), |minute| minute.as_str().parse()).ok()?;
    let half = found.get(3).map(|half| half.as_str().chars().next());
    let hour = match (half, hour) {
        (Some(Some('a' | 'p')), 13..) => return None,
        (Some(Some('p')), 1..=11) => hour + 12,
        (Some(Some('a')), 12) => 0,
        _ => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}

fn every(ex: &Exchange<'_>, said: &str) -> Option<Result<Vec<Time>, String>> {
    let found = EVERY.as_ref()?.captures(said)?;
    let number: u32 = match found.get(1).map(|number| number.as_str()) {
        None | Some("an") => 1,
        Some("two") => 2,
        Some("three") => 3,
        Some("four") => 4,
        Some(number) => number.parse().ok()?,
    };
    let minutes = if found[2].starts_with('h') { number.checked_mul(60)? } else { number };
    let from = found.get(3).map(|from| clock(from.as_str()));
    let to = found.get(4).map(|to| clock(to.as_str()));
    if from == Some(None) || to == Some(None) {
        return None;
    }
    Some(hours::every(ex, minutes, from.flatten(), to.flatten()))
}

fn typed_date(ex: &mut Exchange<'_>, said: &str) -> bool {
    let is_days = spell::stands_alone(said, ex.local(ex.now).date());
    let length = length(said).filter(|_| !is_days);
    if !is_days && length.is_none() {
        return false;
    }
    let kinds = pause::take_wanted(ex);
    match length {
        Some(minutes) => pause::for_minutes(ex, minutes, &kinds),
        None => return pause::until_days(ex, said, &kinds),
    }
    true
}

/// A length behind "for", in minutes: "from friday for two weeks".
pub fn length_within(said: &str) -> Option<u32> {
    let (_, behind) = said.split_once("for ")?;
    let words: Vec<&str> = behind.split(' ').collect();
    (1..=words.len().min(2)).rev().find_map(|many| length(&words[..many].join(" ")))
}

/// `3 days`, `for two weeks`, `3 hours`, in minutes; a number alone is no length.
pub fn length(said: &str) -> Option<u32> {
    let said = ["for ", "in ", "another "].iter().fold(said, |said, word| said.strip_prefix(word).unwrap_or(said));
    let in_weeks = said.strip_suffix("weeks").or_else(|| said.strip_suffix("week"));
    let (said, of_one) = in_weeks.map_or((said.to_owned(), 1.0), |number| (format!("{number}days"), 7.0));
    if said.ends_with(|c: char| c.is_ascii_digit()) || !said.contains(char::is_alphabetic) {
        return None;
    }
    match reply::length(&said, 1.0) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most five digits of weeks")]
        Reply::Number(minutes) if said.ends_with(char::is_alphabetic) => Some((minutes * of_one).round() as u32),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::{clock, length, times};

    #[test]
    fn times_as_people_write_them() {
        let at = |hour, minute| time(hour, minute, 0, 0);
        assert_eq!(times("9, 13:30 and 9 pm"), Some(vec![at(9, 0), at(13, 30), at(21, 0)]));
        assert_eq!(times("21.30"), Some(vec![at(21, 30)]));
        assert_eq!(clock("12 am"), Some(at(0, 0)));
        assert_eq!(clock("noon"), Some(at(12, 0)));
        for wrong in ["25", "9:75", "13 pm", "soon", ""] {
            assert_eq!(times(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn lengths_as_people_write_them() {
        let days = |days: u32| Some(days * 24 * 60);
        for (said, minutes) in
            [("3 days", days(3)), ("for two weeks", days(14)), ("a week", days(7)), ("3 hours", Some(180))]
        {
            assert_eq!(length(said), minutes, "{said}");
        }
        for said in ["3", "soon", "weeks", "24 december", "for", ""] {
            assert_eq!(length(said), None, "{said}");
        }
    }
}
