//! The two ends of a stretch of hours as people write them: "from 9pm to 8am", "before nine", "22-6".
//!
//! Of hours that may be of the morning or of the afternoon those are taken that make a likely night.

use std::sync::LazyLock;

use regex::Regex;

/// An hour in which everybody's night is.
pub const AT_NIGHT: u8 = 3;
/// A stretch up to this many hours is likelier than a longer one.
const USUAL_HOURS: u8 = 12;

static CLOCK: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:(\d{1,2})(?:[:.h](\d{2}))?|(\d{2})(\d{2}))(am|pm|h|hrs)?$").ok());

/// Whether an hour of the clock lies in a stretch of hours.
pub fn covers(from: u8, to: u8, hour: u8) -> bool {
    if from <= to { (from..to).contains(&hour) } else { hour >= from || hour < to }
}

/// A number stands where a time must, and no clock shows it.
pub struct NoSuchTime;

/// A time of day as it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    hour: u8,
    minute: u8,
    /// It may be of the morning or of the afternoon.
    open: bool,
}

/// The ends that were said.
#[derive(Debug, Clone, Copy, Default)]
pub struct Times {
    pub from: Option<Clock>,
    pub to: Option<Clock>,
}

/// "From 9pm to 8am", "before 9", "after 10 pm and before 8": the ends that were said. `named`: every time is one of
/// quiet hours.
pub fn times(words: &[&str], named: bool) -> Result<Option<Times>, NoSuchTime> {
    let mut found = Times::default();
    for at in 0..words.len() {
        let before = at.checked_sub(1).map_or("", |before| words[before]);
        let opens = matches!(before, "from" | "between" | "of" | "at" | "starting" | "hours" | "quiet" | "");
        let single = matches!(before, "before" | "after" | "past" | "until" | "till" | "til" | "than");
        let Some((first, next)) = clock(words, at, named && (opens || single))? else { continue };
        if let Some((second, _)) = joined(words, at, next)? {
            return Ok(Some(Times { from: Some(first), to: Some(second) }));
        }
        match before {
            "before" => found.to = Some(first),
            "than" if at > 1 && words[at - 2] == "earlier" => found.to = Some(first),
            "until" | "till" | "til" if named => found.to = Some(first),
            "after" | "past" | "from" | "starting" => found.from = Some(first),
            "than" if at > 1 && words[at - 2] == "later" => found.from = Some(first),
            _ => {}
        }
    }
    Ok((found.from.is_some() || found.to.is_some()).then_some(found))
}

/// The second time of a pair.
fn joined(words: &[&str], first: usize, next: usize) -> Result<Option<(Clock, usize)>, NoSuchTime> {
    let word = words.get(next).copied().unwrap_or_default();
    let is_between = first > 0 && matches!(words[first - 1], "between" | "from");
    let joins =
        matches!(word, "to" | "till" | "til" | "until" | "through" | "thru" | "unto") || word == "and" && is_between;
    if !joins {
        return Ok(None);
    }
    let second = next + 1 + usize::from(matches!(words.get(next + 1), Some(&("at" | "about" | "around"))));
    clock(words, second, true)
}

/// The time that begins at a word. `wanted`: a number here can only be a time.
fn clock(words: &[&str], at: usize, wanted: bool) -> Result<Option<(Clock, usize)>, NoSuchTime> {
    let Some(word) = words.get(at) else { return Ok(None) };
    let next = words.get(at + 1).copied().unwrap_or_default();
    let fixed = |hour| Ok(Some((Clock { hour, minute: 0, open: false }, at + 1)));
    match *word {
        "noon" | "midday" => return fixed(12),
        "midnight" => return fixed(0),
        "half" | "quarter" if matches!(next, "past" | "to") => return part(words, at, next),
        _ => {}
    }
    if let Some(hour) = spelled(word) {
        let (hour, end) = halved(words, at + 1, hour, true);
        return Ok(Some((hour, end)).filter(|(_, end)| !is_measured(words, *end)));
    }
    let Some(found) = CLOCK.as_ref().and_then(|clock| clock.captures(word)) else {
        return Ok(None);
    };
    let part = |place: usize| found.get(place).and_then(|part| part.as_str().parse::<u8>().ok());
    let (hour, minute) = (part(1).or(part(3)).unwrap_or(u8::MAX), part(2).or(part(4)).unwrap_or(0));
    let half = found.get(5).map_or("", |half| half.as_str());
    let is_short = found.get(2).is_none() && found.get(3).is_none();
    let open = is_short && (1..=12).contains(&hour) && !word.starts_with('0') && !half.starts_with('h')
        || found.get(2).is_some() && (1..=12).contains(&hour) && !word.starts_with('0') && half.is_empty();
    let (clock, end) = match half {
        "am" | "pm" if !(1..=12).contains(&hour) => return Err(NoSuchTime),
        "am" => (Clock { hour: hour % 12, minute, open: false }, at + 1),
        "pm" => (Clock { hour: hour % 12 + 12, minute, open: false }, at + 1),
        _ if open => {
            let (clock, end) = halved(words, at + 1, hour, true);
            (Clock { minute, ..clock }, end)
        }
        _ => (Clock { hour, minute, open: false }, at + 1),
    };
    if is_short && is_measured(words, end) {
        return Ok(None);
    }
    let is_clock = hour <= 24 && minute < 60 && (hour < 24 || minute == 0);
    match (is_clock, wanted) {
        (true, _) => Ok(Some((Clock { hour: clock.hour % 24, ..clock }, end))),
        (false, true) => Err(NoSuchTime),
        (false, false) => Ok(None),
    }
}

/// `half past ten`, `quarter to 7`.
fn part(words: &[&str], at: usize, past: &str) -> Result<Option<(Clock, usize)>, NoSuchTime> {
    let Some((clock, end)) = clock(words, at + 2, false)? else { return Ok(None) };
    let minutes = if words[at] == "half" { 30 } else { 15 };
    let (hour, minute) = if past == "past" { (clock.hour, minutes) } else { ((clock.hour + 23) % 24, 60 - minutes) };
    Ok(Some((Clock { hour, minute, open: clock.open }, end)))
}

/// Which half of the day, behind an hour of twelve: `9 pm`, `9 in the evening`, `10 at night`.
fn halved(words: &[&str], at: usize, hour: u8, may_be_open: bool) -> (Clock, usize) {
    let word = |place: usize| words.get(place).copied().unwrap_or_default();
    let is_evening = (6..12).contains(&hour);
    let afternoon = |yes: bool| hour % 12 + if yes { 12 } else { 0 };
    let fixed = |hour, end| (Clock { hour, minute: 0, open: false }, end);
    match (word(at), word(at + 1), word(at + 2)) {
        ("am", ..) => fixed(afternoon(false), at + 1),
        ("pm", ..) => fixed(afternoon(true), at + 1),
        ("in", "the", "morning") => fixed(afternoon(false), at + 3),
        ("in", "the", "evening" | "afternoon") => fixed(afternoon(true), at + 3),
        ("at", "night", _) => fixed(afternoon(is_evening), at + 2),
        _ => (Clock { hour, minute: 0, open: may_be_open }, at),
    }
}

fn spelled(word: &str) -> Option<u8> {
    const HOURS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let place = HOURS.iter().position(|hour| *hour == word)?;
    u8::try_from(place + 1).ok()
}

/// "10 minutes", "3 messages": a number of something.
fn is_measured(words: &[&str], end: usize) -> bool {
    const THINGS: [&str; 22] = [
        "min",
        "mins",
        "minute",
        "minutes",
        "hour",
        "hours",
        "hrs",
        "day",
        "days",
        "night",
        "nights",
        "week",
        "weeks",
        "month",
        "months",
        "times",
        "messages",
        "reminders",
        "ml",
        "oz",
        "more",
        "years",
    ];
    words.get(end).is_some_and(|word| THINGS.contains(word))
}

impl Times {
    /// Full hours. Of hours that may be of the morning or the afternoon those of a likely night are taken.
    pub fn resolved(self) -> (Option<u8>, Option<u8>, bool) {
        let rounded = [self.from, self.to].into_iter().flatten().any(|clock| clock.minute > 0);
        let up = |clock: Clock| (clock.hour + u8::from(clock.minute > 0)) % 24;
        let (from, to) = match (self.from, self.to) {
            (Some(from), Some(to)) => likely(from, to),
            // "Before 9" is of the morning, "after 10" of the evening.
            (from, to) => (from.map(|from| if from.open { evening(from) } else { from }), to.map(morning)),
        };
        (from.map(|from| from.hour), to.map(up), rounded)
    }
}

fn evening(clock: Clock) -> Clock {
    let hour = if clock.hour == 12 { 0 } else { clock.hour % 12 + if clock.hour >= 5 { 12 } else { 0 } };
    Clock { hour, open: false, ..clock }
}

fn morning(clock: Clock) -> Clock {
    if clock.open { Clock { hour: clock.hour % 12, open: false, ..clock } } else { clock }
}

fn likely(from: Clock, to: Clock) -> (Option<Clock>, Option<Clock>) {
    let both = |clock: Clock| {
        let other = Clock { hour: (clock.hour + 12) % 24, ..clock };
        if clock.open { vec![Clock { hour: clock.hour % 24, ..clock }, other] } else { vec![clock] }
    };
    let mut pairs: Vec<(Clock, Clock)> =
        both(from).into_iter().flat_map(|from| both(to).into_iter().map(move |to| (from, to))).collect();
    let length = |(from, to): &(Clock, Clock)| (to.hour + 24 - from.hour) % 24;
    pairs.sort_by_key(|pair| {
        let hours = length(pair);
        (hours == 0 || hours > USUAL_HOURS, !covers(pair.0.hour, pair.1.hour, AT_NIGHT), hours)
    });
    pairs.first().map_or((None, None), |(from, to)| (Some(*from), Some(*to)))
}
