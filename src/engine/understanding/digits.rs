//! What pieces of a text with digits say: numbers, scores, clocks, ranges, dates. The shapes stand in the files.

use std::ops::Range;

use jiff::civil::Date;
use regex::Captures;

use crate::library::understanding::dictionary::Dictionary;

/// On no clock.
const NO_MINUTE: u32 = 60;

/// What a piece of text with digits says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Digits {
    Number(f64),
    Score(f64),
    Clock {
        hour: u32,
        minute: u32,
        half: Option<bool>,
    },
    /// From one number to another.
    Range(f64, f64),
    /// Minutes east of Greenwich.
    Offset(i32),
    Date(Date),
}

/// What the shapes find, in order, none overlapping.
pub(super) fn shapes(plain: &str, dictionary: &Dictionary) -> Vec<(Range<usize>, Digits)> {
    if !plain.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let mut found: Vec<(Range<usize>, Digits)> = Vec::new();
    let mut taken = vec![false; plain.len()];
    for at in dictionary.shapes.any.matches(plain) {
        let (name, regex) = &dictionary.shapes.each[at];
        for captures in regex.captures_iter(plain) {
            let Some(whole) = captures.get(0).map(|whole| whole.range()) else { continue };
            let is_free = taken[whole.clone()].iter().all(|taken| !taken);
            if is_free && let Some(digits) = digits(name, &captures) {
                taken[whole.clone()].fill(true);
                found.push((whole, digits));
            }
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

fn digits(name: &str, captures: &Captures<'_>) -> Option<Digits> {
    let number = |key: &str| captures.name(key).and_then(|found| found.as_str().replace(',', ".").parse::<f64>().ok());
    let whole = |key: &str| captures.name(key).and_then(|found| found.as_str().parse::<u32>().ok());
    let half = captures.name("half").map(|half| half.as_str().starts_with('p'));
    match name {
        "score" => Some(Digits::Score(number("n")?)),
        "clock" => Some(Digits::Clock { hour: whole("h")?, minute: whole("m").unwrap_or(0), half }),
        // "7:5" leaves open which minute is meant.
        "clock_slip" => Some(Digits::Clock { hour: whole("h")?, minute: NO_MINUTE, half: None }),
        "date" => captures.get(0)?.as_str().parse().ok().map(Digits::Date),
        "range" => Some(Digits::Range(number("a")?, number("b")?)),
        "offset" => {
            let minutes = whole("h")? * 60 + whole("m").unwrap_or(0);
            let west = captures.name("sign")?.as_str() == "-";
            i32::try_from(minutes).ok().map(|minutes| Digits::Offset(if west { -minutes } else { minutes }))
        }
        "fraction" => Some(Digits::Number(number("a")? / number("b").filter(|b| *b > 0.0)?)),
        "thousands" => captures.get(0)?.as_str().replace(',', "").parse().ok().map(Digits::Number),
        _ => Some(Digits::Number(number("n")?)),
    }
}
