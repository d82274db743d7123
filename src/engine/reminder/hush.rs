//! Reads quiet hours as people type them: "no messages between 10pm and 7am", "don't disturb me before 9".
//!
//! Only what is to hold every day. "No messages until 9pm" is a pause and is left to it. Never sets anything.

use std::sync::LazyLock;

use regex::Regex;

use super::ends::{AT_NIGHT, NoSuchTime, covers, times};
use crate::engine::reply::{is_among, normalise};

/// Longer texts tell of something else, too.
const MOST_WORDS: usize = 18;
const MOST_BYTES: usize = 300;
static DASH: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\s*[-–—−]\s*(\d|noon|mid)").ok());
/// What was said about quiet hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// An end that was not said stays as it is.
    Hours {
        from: Option<u8>,
        to: Option<u8>,
        /// There were minutes: quiet hours are full hours, and rather longer than shorter.
        rounded: bool,
        meant: Meant,
    },
    /// No hour shall be quiet.
    Off,
    /// They were named, and nothing was said of them.
    Named,
    /// A time that no clock shows.
    NoClock,
    /// Both ends are the same.
    Nothing,
    /// For some days of the week only.
    SomeDays,
}

/// For how long it is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    EveryDay,
    /// Today or tonight.
    Once,
    /// It could be either.
    Unclear,
}

/// What is said; `asked` where quiet hours were asked for, so that bare times are enough. `list` gives the words of a
/// list by its key. Absent: it is about something else.
pub fn read(list: &dyn Fn(&str) -> String, text: &str, asked: bool) -> Option<Heard> {
    if text.len() > MOST_BYTES {
        return None;
    }
    let said = tidied(text);
    let words: Vec<&str> = said.split(' ').filter(|word| !word.is_empty()).collect();
    let has = |key: &str| names_one(&said, &list(key));
    let named = has("words-quiet-hours");
    let is_about = named || asked || has("words-hush");
    if words.len() > MOST_WORDS || !is_about || !named && has("words-not-hush") {
        return None;
    }
    let times = match times(&words, named || asked) {
        Ok(times) => times,
        Err(NoSuchTime) => return Some(Heard::NoClock),
    };
    let Some(times) = times else {
        return without_times(list, &said, named, asked);
    };
    let is_range = times.from.is_some() && times.to.is_some();
    if has("words-some-days") {
        return (named || is_range).then_some(Heard::SomeDays);
    }
    let is_once = has("words-once");
    if is_once && !is_range {
        return None;
    }
    let (from, to, rounded) = times.resolved();
    if from.is_some() && from == to {
        return Some(Heard::Nothing);
    }
    let is_nightly = from.zip(to).is_none_or(|(from, to)| covers(from, to, AT_NIGHT));
    let is_pause = !named && has("words-pause");
    let meant = match (is_once, asked || named || has("words-always")) {
        (true, _) => Meant::Once,
        (false, true) => Meant::EveryDay,
        (false, false) if is_nightly && !is_pause => Meant::EveryDay,
        (false, false) => Meant::Unclear,
    };
    Some(Heard::Hours { from, to, rounded, meant })
}

/// "No quiet hours", "quiet hours", "be quiet at night".
fn without_times(list: &dyn Fn(&str) -> String, said: &str, named: bool, asked: bool) -> Option<Heard> {
    let has = |key: &str| names_one(said, &list(key));
    match (named, asked) {
        (true, _) if has("words-quiet-off") => Some(Heard::Off),
        (false, true) if is_among(said, &list("words-quiet-none")) => Some(Heard::Off),
        (true, _) => Some(Heard::Named),
        (false, _) if has("words-at-night") && has("words-hush") && !has("words-once") => Some(Heard::Named),
        _ => None,
    }
}

/// Lower case, one blank between words, dashes between times as "to".
fn tidied(text: &str) -> String {
    let said = normalise(text).replace("a.m", "am").replace("p.m", "pm").replace("o'clock", "").replace('\'', "");
    let said = DASH.as_ref().map_or_else(|| said.clone(), |dash| dash.replace_all(&said, " to $1").into_owned());
    let words = said.split(|c: char| !(c.is_alphanumeric() || c == ':' || c == '.'));
    words.map(|word| word.trim_matches('.')).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn names_one(said: &str, list: &str) -> bool {
    let said = format!(" {said} ");
    list.split(',').map(str::trim).any(|phrase| !phrase.is_empty() && said.contains(&format!(" {phrase} ")))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Heard, Meant, read};
    use crate::library::load;

    fn hours(from: u8, to: u8) -> Option<Heard> {
        daily(Some(from), Some(to))
    }

    fn daily(from: Option<u8>, to: Option<u8>) -> Option<Heard> {
        Some(Heard::Hours { from, to, rounded: false, meant: Meant::EveryDay })
    }

    #[test]
    fn quiet_hours_in_peoples_words() {
        let library = load::folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("dialogues")).unwrap();
        let list = |key: &str| library.words.text("en", key, &[]);
        let heard = |text: &str| read(&list, text, false);
        for (said, wanted) in [
            ("quiet hours from 9pm to 8am", hours(21, 8)),
            ("Quiet hours 9 pm – 8 am please", hours(21, 8)),
            ("set quiet hours 22-6", hours(22, 6)),
            ("no messages between 10pm and 7am", hours(22, 7)),
            ("No messages between 10 and 7!", hours(22, 7)),
            ("don't disturb me before 9", daily(None, Some(9))),
            ("don’t disturb me after 10", daily(Some(22), None)),
            ("be quiet at night from 22 to 6", hours(22, 6)),
            ("please don't message me from nine in the evening until eight in the morning", hours(21, 8)),
            ("no reminders after 10 at night or before 7 in the morning", hours(22, 7)),
            ("nothing from midnight to 6", hours(0, 6)),
            ("no notifications from 11 to 7 every night", hours(23, 7)),
            ("do not disturb between 21:00 and 07:00", hours(21, 7)),
            ("stay silent from 1 to 6", hours(1, 6)),
            ("quiet hours 2200 to 0600", hours(22, 6)),
            ("quiet hours until 8", daily(None, Some(8))),
            ("quiet hours from 1pm to 3pm", hours(13, 15)),
            ("leave me alone from 9pm till noon", hours(21, 12)),
            ("no quiet hours", Some(Heard::Off)),
            ("turn off the quiet hours", Some(Heard::Off)),
            ("change my quiet hours", Some(Heard::Named)),
            ("what are my quiet hours?", Some(Heard::Named)),
            ("don't message me at night", Some(Heard::Named)),
            ("quiet hours from 25 to 7", Some(Heard::NoClock)),
            ("no messages between 13pm and 7am", Some(Heard::NoClock)),
            ("no messages between 10pm and 26", Some(Heard::NoClock)),
            ("quiet hours from 9pm to 9pm", Some(Heard::Nothing)),
            ("no messages between 10pm and 7am on weekends", Some(Heard::SomeDays)),
        ] {
            assert_eq!(heard(said), wanted, "{said}");
        }
        let meant = |said: &str| match heard(said) {
            Some(Heard::Hours { meant, .. }) => Some(meant),
            _ => None,
        };
        assert_eq!(meant("pause reminders from 9pm to 8am"), Some(Meant::Unclear));
        assert_eq!(meant("no messages between 2pm and 4pm"), Some(Meant::Unclear), "it would leave the night loud");
        assert_eq!(meant("no messages between 10pm and 7am tonight"), Some(Meant::Once));
        let half = Some(Heard::Hours { from: Some(22), to: Some(7), rounded: true, meant: Meant::EveryDay });
        assert_eq!(heard("quiet from 10:30 pm to half past six"), half, "rather longer than shorter");
    }

    #[test]
    fn a_pause_and_other_things_are_left_alone() {
        let library = load::folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("dialogues")).unwrap();
        let list = |key: &str| library.words.text("en", key, &[]);
        for said in [
            "no messages until 9pm",
            "be quiet until 9",
            "quiet for 2 hours",
            "pause until friday",
            "pause until 31 february",
            "no messages before 25 december",
            "don't disturb me before 9 tomorrow",
            "pause",
            "quiet",
            "no messages today",
            "a quiet night",
            "no cramps between 10pm and 7am",
            "the pain was quiet from 9 to 5",
            "no water reminders after 8pm",
            "remind me to stretch at 9",
            "mute for 10 minutes",
            "nothing happened before 5 days",
            "9pm to 8am",
            "move the reminder from 9 to 10",
        ] {
            assert_eq!(read(&list, said, false), None, "{said}");
        }
    }

    #[test]
    fn where_they_are_asked_for_bare_times_do() {
        let library = load::folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("dialogues")).unwrap();
        let list = |key: &str| library.words.text("en", key, &[]);
        for (said, wanted) in [
            ("9pm to 8am", hours(21, 8)),
            ("9pm-8am", hours(21, 8)),
            ("10 to 6", hours(22, 6)),
            ("22-6", hours(22, 6)),
            ("from ten until seven", hours(22, 7)),
            ("between 9 and 8", hours(21, 8)),
            ("until 9", daily(None, Some(9))),
            ("none", Some(Heard::Off)),
            ("26 to 7", Some(Heard::NoClock)),
            ("8 to 20 o'clock", hours(8, 20)),
            ("hello there", None),
            ("drank 300 ml", None),
        ] {
            assert_eq!(read(&list, said, true), wanted, "{said}");
        }
    }
}
