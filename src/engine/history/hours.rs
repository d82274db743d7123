//! An hour as people type it where one was asked for: "3", "3ish", "half past 3 in the morning", "quarter to four".
//!
//! Only what stands alone is read here; which day it belongs to is not known.

use jiff::civil::Time;

use crate::engine::reminder::clock;

const HOURS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
/// Minutes by which people tell the time.
const MINUTES: [(&str, i8); 7] =
    [("five", 5), ("ten", 10), ("quarter", 15), ("a quarter", 15), ("twenty", 20), ("twenty five", 25), ("half", 30)];
const HOURS_OF_A_DIAL: i8 = 12;
/// From here on an hour "at night" is one of the evening, where only twelve hours are on the dial.
const EVENING: i8 = 6;

/// A time of day as it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hour {
    pub time: Time,
    /// One of the twelve hours of a dial, of which half of the day nobody said.
    pub open: bool,
}

/// The hour that a text is. Expects lower case.
pub(super) fn hour(said: &str) -> Option<Hour> {
    let said = said.trim().trim_start_matches("at ");
    for (ending, turn) in [
        (" in the morning", morning as fn(i8) -> i8),
        (" in the early morning", morning),
        (" in the afternoon", afternoon),
        (" in the evening", afternoon),
        (" in the night", night),
        (" at night", night),
    ] {
        if let Some(head) = said.strip_suffix(ending) {
            let Hour { time, open } = told(head)?;
            let turned = if open { Time::new(turn(time.hour()), time.minute(), 0, 0).ok()? } else { time };
            return Some(Hour { time: turned, open: false });
        }
    }
    told(said)
}

fn morning(hour: i8) -> i8 {
    hour % HOURS_OF_A_DIAL
}

fn afternoon(hour: i8) -> i8 {
    hour % HOURS_OF_A_DIAL + HOURS_OF_A_DIAL
}

fn night(hour: i8) -> i8 {
    if (EVENING..HOURS_OF_A_DIAL).contains(&hour) { afternoon(hour) } else { morning(hour) }
}

/// `3`, `three`, `half past 3`, `quarter to four`, `ten to 2`.
fn told(said: &str) -> Option<Hour> {
    let said = in_digits(said.trim());
    for (word, sign) in [(" past ", 1), (" to ", -1)] {
        let Some((said, of)) = said.split_once(word) else { continue };
        let named = MINUTES.iter().find(|(name, _)| *name == said).map(|(_, minutes)| *minutes);
        let minutes = named.or_else(|| said.parse().ok()).filter(|minutes| (1..60).contains(minutes))?;
        let Hour { time, open } = bare(of)?;
        let of_day = i32::from(time.hour()) * 60 + i32::from(time.minute()) + sign * i32::from(minutes);
        let of_day = of_day.rem_euclid(24 * 60);
        let (hour, minute) = (i8::try_from(of_day / 60).ok()?, i8::try_from(of_day % 60).ok()?);
        // "Quarter to 1" is said of the dial.
        let hour = if open && hour == 0 { HOURS_OF_A_DIAL } else { hour };
        return Some(Hour { time: Time::new(hour, minute, 0, 0).ok()?, open });
    }
    if let Some(hour) = said.strip_prefix("half ").and_then(bare) {
        return Some(Hour { time: Time::new(hour.time.hour(), 30, 0, 0).ok()?, ..hour });
    }
    bare(&said)
}

fn bare(said: &str) -> Option<Hour> {
    let said = in_digits(said);
    let time = clock(&said)?;
    let is_whole_day = said.starts_with('0') || !said.starts_with(|c: char| c.is_ascii_digit());
    let has_half = said.ends_with('m') || said.ends_with("m.");
    let open = !is_whole_day && !has_half && (1..=HOURS_OF_A_DIAL).contains(&time.hour());
    Some(Hour { time, open })
}

/// The last number of an hour in a word: `three am` is `3 am`.
fn in_digits(said: &str) -> String {
    let words = said.split(' ').enumerate().map(|(at, word)| {
        let number = HOURS.iter().position(|name| *name == word).filter(|_| at == 0 || !said.starts_with("twenty "));
        number.map_or_else(|| word.to_owned(), |place| (place + 1).to_string())
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::{Hour, hour};

    #[test]
    fn hours_as_people_say_them() {
        let cases = [
            ("3", 3, 0, true),
            ("at 3", 3, 0, true),
            ("three", 3, 0, true),
            ("3am", 3, 0, false),
            ("three am", 3, 0, false),
            ("03:15", 3, 15, false),
            ("23:40", 23, 40, false),
            ("11:30", 11, 30, true),
            ("11:30 pm", 23, 30, false),
            ("midnight", 0, 0, false),
            ("half past 3", 3, 30, true),
            ("half 3", 3, 30, true),
            ("quarter to four", 3, 45, true),
            ("ten to 2", 1, 50, true),
            ("quarter to 1", 12, 45, true),
            ("20 past 2 in the morning", 2, 20, false),
            ("half past 3 in the morning", 3, 30, false),
            ("12 at night", 0, 0, false),
            ("2 at night", 2, 0, false),
            ("11 at night", 23, 0, false),
            ("9 in the evening", 21, 0, false),
            ("3 o'clock", 3, 0, true),
            ("three o'clock in the morning", 3, 0, false),
        ];
        for (said, hours, minutes, open) in cases {
            assert_eq!(hour(said), Some(Hour { time: time(hours, minutes, 0, 0), open }), "{said}");
        }
        for none in ["", "half", "3 of 10", "soon", "61 past 3", "25", "calf"] {
            assert_eq!(hour(none), None, "{none}");
        }
    }
}
