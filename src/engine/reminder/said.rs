//! Words as answers to the reminder that waits: "not today", "did it 20 minutes ago", "at 21:30", "tonight", "stop".
//!
//! Each does what its button does. Words that say anything besides are left to the rest.

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};

use super::answer::{self, after, done_at, later, offer_delays, skip, tonight};
use super::kept::{Line, State};
use super::typed::{clock, length};
use super::{message, overview, title, waiting};
use crate::engine::acting::when;
use crate::engine::day;
use crate::engine::exchange::Exchange;
use crate::engine::letter::Keyboard;
use crate::engine::reply::{is_among, normalise};
use crate::engine::understanding::meaning::{Day, When};
use crate::library::words::Blank;

/// A time of the clock that lies further ahead than this is over for today.
const SAME_DAY: SignedDuration = SignedDuration::from_hours(12);

enum Said {
    Done(Timestamp),
    /// Of a drink.
    Drunk(Timestamp),
    Skip,
    /// Of a drink.
    NotThirsty,
    Later,
    Tonight,
    /// Minutes.
    In(u32),
    /// Whether the hour may as well be one of the afternoon.
    At(Time, bool),
    Stop,
}

/// Typed words while a reminder waits. False when they are no answer to it.
pub fn typed(ex: &mut Exchange<'_>, text: &str) -> bool {
    let Some(shown) = waiting::live(ex) else { return false };
    let open: Vec<Line> = shown.lines.iter().filter(|line| line.state == State::Open).cloned().collect();
    let (named, words) = bare(ex, &open, text);
    let Some(said) = read(ex, &words) else { return false };
    // Where something else is asked, "no" and a time answer that.
    let is_clear = matches!(said, Said::Skip | Said::NotThirsty) && (words.len() > 1 || words == ["skip"]);
    if ex.chat.awaits.is_some() && !is_clear {
        return false;
    }
    let meant = |line: &&Line| match said {
        Said::NotThirsty | Said::Drunk(_) => answer::is_drink(ex, &line.kind),
        _ => named.is_empty() || named.contains(&line.kind),
    };
    let lines: Vec<Line> = open.iter().filter(meant).cloned().collect();
    // "Stretch at 21:30" may be about the plan.
    if lines.is_empty() || matches!(said, Said::At(..)) && !named.is_empty() {
        return false;
    }
    tell(ex, &said, shown.number, &lines);
    true
}

/// The open kinds that are named, and the words without their names and those that say nothing.
fn bare(ex: &Exchange<'_>, open: &[Line], text: &str) -> (Vec<String>, Vec<String>) {
    let beside = ex.phrase("words-due-beside", &[]);
    let mut named = Vec::new();
    let mut words = Vec::new();
    for word in normalise(text).split_whitespace() {
        let word = word.trim_matches(|c: char| ".,;!?".contains(c));
        let kind = open.iter().find(|line| word.starts_with(&normalise(&title(ex, &line.kind))));
        match kind {
            Some(line) => named.push(line.kind.clone()),
            None if !word.is_empty() && !is_among(word, &beside) => words.push(word.to_owned()),
            None => {}
        }
    }
    (named, words)
}

fn read(ex: &Exchange<'_>, words: &[String]) -> Option<Said> {
    let said = words.join(" ");
    let is = |list: &str| is_among(&said, &ex.phrase(list, &[]));
    let lists = [
        ("typed-skip-today", Said::Skip),
        ("typed-not-thirsty", Said::NotThirsty),
        ("typed-later-today", Said::Later),
        ("typed-tonight", Said::Tonight),
        ("typed-stop-this", Said::Stop),
    ];
    let listed = lists.into_iter().find(|(list, _)| is(list)).map(|(_, said)| said);
    listed.or_else(|| ahead(&said)).or_else(|| past(ex, words))
}

/// "At 21:30", "9 pm", "in ten"; a number alone is neither.
fn ahead(said: &str) -> Option<Said> {
    if let Some(number) = said.strip_prefix("in ").filter(|rest| !rest.contains(' ')) {
        return length(&format!("{number} minutes")).map(Said::In);
    }
    let (said, at) = said.strip_prefix("at ").map_or((said, false), |said| (said, true));
    let is_clock = at || said.contains(|c: char| c == ':' || c.is_alphabetic());
    // "At nine": the word is a number as in "nine minutes".
    let in_words = || Time::new(i8::try_from(length(&format!("{said} minutes"))?).ok()?, 0, 0, 0).ok();
    let time = clock(said).or_else(|| in_words().filter(|_| at)).filter(|_| is_clock)?;
    let is_open = !said.contains([':', '.']) && !said.ends_with('m') && (1..12).contains(&time.hour());
    Some(Said::At(time, is_open))
}

/// "Did it already", "done 20 minutes ago", "drank it this morning": when it was done, if today.
fn past(ex: &Exchange<'_>, words: &[String]) -> Option<Said> {
    let list = ex.phrase("words-due-did", &[]);
    let did = words.iter().take_while(|word| is_among(word, &list)).count();
    let (did, rest) = words.split_at(did);
    if did.is_empty() {
        return None;
    }
    let rest: Vec<&str> = rest.iter().map(String::as_str).filter(|word| *word != "already").collect();
    let when = match rest.join(" ").as_str() {
        "" if words.iter().any(|word| word == "already") => None,
        said if is_among(said, &ex.phrase("words-due-when", &[])) => None,
        "this morning" => Some(When::On(Day::ThisMorning, None)),
        "this afternoon" => Some(When::On(Day::ThisAfternoon, None)),
        said => match said.strip_suffix(" ago") {
            Some(said) => Some(When::MinutesAgo(length(said)?)),
            None => Some(When::At(clock(said.strip_prefix("at ")?)?)),
        },
    };
    let at = when::instant(ex, when, false);
    let is_drunk = did.iter().any(|word| matches!(word.as_str(), "drank" | "drunk"));
    let said = if is_drunk { Said::Drunk(at) } else { Said::Done(at) };
    (day::date(ex, at) == day::date(ex, ex.now)).then_some(said)
}

fn tell(ex: &mut Exchange<'_>, said: &Said, number: u32, lines: &[Line]) {
    match (said, lines) {
        (Said::Done(at) | Said::Drunk(at), [only]) => done_at(ex, number, &only.kind, None, *at),
        (Said::Skip | Said::NotThirsty, lines) => {
            for line in lines {
                skip(ex, number, &line.kind, None);
            }
        }
        (Said::Later, [only]) => offer_delays(ex, number, &only.kind, None),
        (Said::Done(_) | Said::Drunk(_), several) => ask_which(ex, "done", "button-due-done-of", number, several),
        (Said::Later, several) => ask_which(ex, "later", "button-due-later-of", number, several),
        (Said::Stop, lines) => stop(ex, number, lines),
        (Said::Tonight, lines) => match tonight(ex) {
            Some(at) => put_off(ex, number, lines, at),
            None => offer_delays(ex, number, &lines[0].kind, None),
        },
        (Said::In(minutes), lines) => {
            let at = after(ex, SignedDuration::from_mins(i64::from(*minutes))).unwrap_or(ex.now);
            put_off(ex, number, lines, at);
        }
        (Said::At(time, is_open), lines) => match still_to_come(ex, *time, *is_open) {
            Some(at) => put_off(ex, number, lines, at),
            None => past_time(ex, *time),
        },
    }
}

fn put_off(ex: &mut Exchange<'_>, number: u32, lines: &[Line], at: Timestamp) {
    for line in lines {
        later(ex, number, &line.kind, None, Some(at));
    }
}

/// The next instant at which the clock shows a time, if that is still of this day or night.
pub fn still_to_come(ex: &Exchange<'_>, time: Time, is_open: bool) -> Option<Timestamp> {
    let afternoon = time.with().hour((time.hour() + 12) % 24).build().ok().filter(|_| is_open);
    let instants = [Some(time), afternoon].into_iter().flatten().filter_map(|time| answer::next_at(ex, time));
    instants.min().filter(|at| at.duration_since(ex.now) <= SAME_DAY)
}

/// That a time is over for today; nothing is changed.
pub fn past_time(ex: &mut Exchange<'_>, time: Time) {
    let time = ex.wall(time);
    let line = ex.phrase("due-past", &[("time", Blank::Text(&time))]);
    ex.say(line, Keyboard::None);
}

/// "Stop" ends this one; how all of its kind end is said beside it.
fn stop(ex: &mut Exchange<'_>, number: u32, lines: &[Line]) {
    for line in lines {
        skip(ex, number, &line.kind, None);
    }
    let button = |line: &Line| {
        let label = ex.phrase("button-off-of", &[("kind", Blank::Text(&title(ex, &line.kind)))]);
        vec![overview::button(label, &format!("off.{}", line.kind))]
    };
    let rows = lines.iter().map(button).collect();
    let line = ex.phrase("due-stopped", &[]);
    ex.say(line, Keyboard::Inline(rows));
}

fn ask_which(ex: &mut Exchange<'_>, what: &str, phrase: &str, number: u32, lines: &[Line]) {
    let button = |line: &Line| {
        let label = ex.phrase(phrase, &[("kind", Blank::Text(&title(ex, &line.kind)))]);
        vec![message::button(label, what, line, number)]
    };
    let rows = lines.iter().map(button).collect();
    let line = ex.phrase("due-which", &[]);
    ex.say(line, Keyboard::Inline(rows));
}
