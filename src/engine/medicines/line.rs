//! One line about a medicine as people type it at the list: "magnesium 300 mg since 3 oct", "stopped ibuprofen on 5 nov".
//!
//! Takes the days and the verbs out of it; what is left is the name with its dose, as it was typed.

use jiff::civil::Date;

use super::kept::Day;
use super::when::{self, Refused};

/// Words before the verb that say nothing.
const LEADS: [&str; 14] =
    ["i", "i've", "ive", "i'm", "im", "i’ve", "i’m", "have", "am", "was", "just", "also", "now", "and"];
const STARTS: [&str; 10] = ["started", "start", "starting", "began", "begun", "taking", "take", "took", "use", "using"];
const STOPS: [&str; 9] = ["stopped", "stop", "stopping", "quit", "ended", "finished", "dropped", "discontinued", "off"];
/// Words between the verb and the name.
const LINKS: [&str; 8] = ["taking", "take", "using", "with", "on", "the", "my", "of"];
/// Words that begin a day: of the start, and of the stop.
const SINCE: [&str; 9] = ["since", "from", "started", "starting", "start", "began", "begun", "beginning", "for"];
const UNTIL: [&str; 8] = ["until", "till", "til", "to", "stopped", "ended", "finished", "stop"];
/// Words around a day.
const AROUND: [&str; 8] = ["on", "in", "about", "around", "approximately", "roughly", "the", "at"];
/// A day at the end of a line has at most so many words.
const MOST_WORDS: usize = 5;

/// What a line says.
#[derive(Debug, PartialEq)]
pub(super) struct Line {
    /// As typed; may be empty.
    pub name: String,
    pub began: Option<Result<Day, Refused>>,
    pub ended: Option<Result<Day, Refused>>,
    /// "Stopped …".
    pub stops: bool,
    /// It says that something is taken or no longer taken, or since when.
    pub tells: bool,
}

pub(super) fn read(text: &str, today: Date) -> Line {
    let words: Vec<&str> = text.split_whitespace().collect();
    let plain: Vec<String> = words.iter().map(|word| bare(word)).collect();
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    let (from, verb) = head(&plain);
    let mut line = Line { name: String::new(), began: None, ended: None, stops: verb == Some(true), tells: false };
    let end = days(&mut line, &plain, from, today);
    let name = words.get(from..end).unwrap_or_default().join(" ");
    line.name = name.trim_matches([',', ';', ':', '.', ' ']).to_owned();
    line.tells = verb.is_some() || line.began.is_some() || line.ended.is_some();
    line
}

fn bare(word: &str) -> String {
    word.to_lowercase().trim_matches([',', ';', ':', '(', ')', '!']).trim_end_matches('.').to_owned()
}

/// Where the name begins, and whether a verb says "stopped" or "takes".
fn head(plain: &[&str]) -> (usize, Option<bool>) {
    let mut at = plain.iter().take_while(|word| LEADS.contains(word)).count();
    let has_left = plain.get(at..at + 2).is_some_and(|two| matches!(two, ["came" | "come", "off"]));
    let verb = match plain.get(at) {
        _ if has_left => Some(true),
        Some(word) if STOPS.contains(word) => Some(true),
        Some(word) if STARTS.contains(word) => Some(false),
        _ => None,
    };
    if verb.is_none() {
        // "On ramipril" is a verb only behind "I am".
        let is_on = at > 0 && plain.get(at) == Some(&"on");
        return (if is_on { at + 1 } else { 0 }, is_on.then_some(false));
    }
    at += 1 + usize::from(has_left);
    at += plain.iter().skip(at).take_while(|word| LINKS.contains(word)).count();
    (at, verb)
}

/// Takes the days in; gives where the name ends.
fn days(line: &mut Line, plain: &[&str], from: usize, today: Date) -> usize {
    let is_key = |word: &str| SINCE.contains(&word) || UNTIL.contains(&word);
    let mut end = plain.len();
    // From the right: each word that begins a day, with what follows it up to the next one.
    let keys: Vec<usize> = (from + 1..plain.len()).filter(|at| is_key(plain[*at])).collect();
    for at in keys.into_iter().rev() {
        let Some(day) = plain.get(at + 1..end).and_then(|rest| day(rest, plain[at], today)) else { continue };
        if UNTIL.contains(&plain[at]) {
            line.ended.get_or_insert(day);
        } else {
            line.began.get_or_insert(day);
        }
        end = at;
    }
    if end < plain.len() {
        return end;
    }
    // Without such a word: a day at the end.
    let first = plain.len().saturating_sub(MOST_WORDS).max(from + 1);
    for at in first..plain.len() {
        let rest = &plain[at..];
        let is_clear = rest.len() > 1 || matches!(rest, ["yesterday" | "today"]);
        if let Some(day) = day(rest, "", today).filter(|_| is_clear) {
            if line.stops {
                line.ended = Some(day);
            } else {
                line.began = Some(day);
            }
            return at;
        }
    }
    end
}

fn day(words: &[&str], key: &str, today: Date) -> Option<Result<Day, Refused>> {
    let skipped = words.iter().take_while(|word| AROUND.contains(word)).count();
    let said = words.get(skipped..)?.join(" ");
    let is_length = matches!(key, "since" | "for");
    let ago = || is_length.then(|| when::read(&format!("{said} ago"), today)).flatten();
    if key == "for" {
        return ago();
    }
    // A bare number is a dose.
    let has_sense = said.chars().any(char::is_alphabetic) || said.len() >= 4;
    when::read(&said, today).filter(|_| has_sense && !said.is_empty()).or_else(ago)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as on;

    use super::{Day, read};

    #[test]
    fn a_line_with_its_days() {
        let today = on(2026, 11, 20);
        let cases = [
            ("magnesium 300 mg since 3 oct", "magnesium 300 mg", Some(Day::On(on(2026, 10, 3))), None, false),
            ("started vitamin d two weeks ago", "vitamin d", Some(Day::About(on(2026, 11, 6))), None, false),
            ("I started taking Vitamin D3 on 5 Nov.", "Vitamin D3", Some(Day::On(on(2026, 11, 5))), None, false),
            ("stopped ibuprofen on 5 nov", "ibuprofen", None, Some(Day::On(on(2026, 11, 5))), true),
            ("stopped the blue pill yesterday", "blue pill", None, Some(Day::On(on(2026, 11, 19))), true),
            ("came off ramipril in may", "ramipril", None, Some(Day::Month(on(2026, 5, 1))), true),
            ("Ramipril 5 mg, started in March 2024", "Ramipril 5 mg", Some(Day::Month(on(2024, 3, 1))), None, false),
            (
                "ibuprofen 400 mg from 1 nov to 5 nov",
                "ibuprofen 400 mg",
                Some(Day::On(on(2026, 11, 1))),
                Some(Day::On(on(2026, 11, 5))),
                false,
            ),
            ("iron until last week", "iron", None, Some(Day::About(on(2026, 11, 13))), false),
            ("b12 for about 3 weeks", "b12", Some(Day::About(on(2026, 10, 30))), None, false),
            ("b12 since 3 weeks", "b12", Some(Day::About(on(2026, 10, 30))), None, false),
            ("quinine since 2019", "quinine", Some(Day::Year(on(2019, 1, 1))), None, false),
            ("magnesium 300 mg at night", "magnesium 300 mg at night", None, None, false),
            ("1 tablet of potassium 2 times a day", "1 tablet of potassium 2 times a day", None, None, false),
            ("something for the heart", "something for the heart", None, None, false),
            ("bisoprolol 2.5", "bisoprolol 2.5", None, None, false),
            ("may apple", "may apple", None, None, false),
        ];
        for (said, name, began, ended, stops) in cases {
            let line = read(said, today);
            assert_eq!(line.name, name, "{said}");
            assert_eq!((line.began, line.ended), (began.map(Ok), ended.map(Ok)), "{said}");
            assert_eq!(line.stops, stops, "{said}");
        }
        assert!(read("zinc since 3 dec 2031", today).began.is_some_and(|day| day.is_err()), "refused, not swallowed");
    }
}
