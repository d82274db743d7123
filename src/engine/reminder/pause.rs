//! A pause: for today, some days, until a date, of all or of some kinds.
//!
//! Help for a cramp never pauses.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::kept::Reminders;
use super::{kept, resume, schedule, silence, title, typed, wanted};
use crate::engine::chat::Awaits;
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::press::menu_data;
use crate::engine::reply::{is_among, normalise};
use crate::engine::understanding::meaning::{Pause, Until};
use crate::library::words::Blank;

/// Somebody who wants longer switches them off.
const LONGEST_DAYS: u32 = 366;
/// When a paused day is over: no sooner than this in the morning.
const MORNING: Time = Time::constant(6, 0, 0, 0);
/// In a button: every kind.
const ALL: &str = "all";
/// What fits into a button beside the rest, in bytes.
const MOST_JOINED: usize = 45;

/// `/pause` and its buttons; of no kind: of all.
pub fn ask(ex: &mut Exchange<'_>, kinds: &[String]) {
    let own = ex.chat.reminders.clone().unwrap_or_default();
    if own.plans.is_empty() && own.booked.is_empty() {
        let line = ex.phrase("plan-none", &[]);
        return ex.say(line, Keyboard::None);
    }
    let of = joined(kinds);
    let button = |label: String, what: &str| Button { label, data: menu_data("pause", Some(&format!("{what}.{of}"))) };
    let mut rows = vec![
        vec![button(ex.phrase("button-pause-today", &[]), "1"), button(ex.phrase("button-pause-week", &[]), "7")],
        vec![button(ex.phrase("button-pause-until", &[]), "until")],
    ];
    rows.extend(resume::rows(ex, &own));
    let question = match kinds {
        [] => ex.phrase("ask-pause", &[]),
        kinds => {
            let names: Vec<String> = kinds.iter().map(|kind| title(ex, kind)).collect();
            ex.phrase("ask-pause-of", &[("kind", Blank::Text(&names.join(", ")))])
        }
    };
    let lines = line(ex, &own).into_iter().chain([question]).collect::<Vec<_>>();
    ex.say(lines.join("\n"), Keyboard::Inline(rows));
}

/// `all`, `water`, `move+stretch`: as it stands in a button.
fn joined(kinds: &[String]) -> String {
    let joined = kinds.join("+");
    if kinds.is_empty() || joined.len() > MOST_JOINED { ALL.to_owned() } else { joined }
}

fn parted(kinds: &str) -> Vec<String> {
    kinds.split('+').filter(|kind| !kind.is_empty() && *kind != ALL).map(str::to_owned).collect()
}

/// `7.all`, `1.water`, `0.all`, `until.move+stretch`, `of.water`; `h8.all` is until 8 o'clock comes next.
pub fn pressed(ex: &mut Exchange<'_>, argument: &str) {
    let (what, kinds) = argument.split_once('.').unwrap_or((argument, ALL));
    let kinds = parted(kinds);
    if let Some(hour) = what.strip_prefix('h').and_then(|hour| hour.parse().ok()) {
        return silence::pause_until(ex, hour);
    }
    match (what, what.parse::<u32>()) {
        (_, Ok(0)) => resume::pressed(ex, &kinds),
        (_, Ok(days)) => for_days(ex, days, &kinds),
        ("until", _) => {
            ex.chat.awaits = Some(Awaits::PauseUntil);
            kept(ex).pauses = Some(joined(&kinds)).filter(|_| !kinds.is_empty());
            let line = ex.phrase("ask-pause-until", &[]);
            ex.say(line, Keyboard::None);
        }
        _ => ask(ex, &kinds),
    }
}

/// The kinds that the pause is for whose end is typed.
pub fn take_wanted(ex: &mut Exchange<'_>) -> Vec<String> {
    kept(ex).pauses.take().map(|kinds| parted(&kinds)).unwrap_or_default()
}

/// A pause as it was asked for, in words: of the kinds that they name, or of all.
pub fn pause(ex: &mut Exchange<'_>, pause: &Pause, text: &str) {
    if ex.chat.reminders.as_ref().is_none_or(|own| own.plans.is_empty() && own.booked.is_empty()) {
        let line = ex.phrase("plan-none", &[]);
        return ex.say(line, Keyboard::None);
    }
    let said = normalise(text);
    let kinds = kinds_named(ex, &said);
    if pause.resume {
        let is_every = said.split(' ').any(|word| is_among(word, &ex.phrase("typed-every", &[])));
        return resume::in_words(ex, &kinds, is_every);
    }
    let day = typed::day_behind(ex, &said);
    match (pause.minutes, day.map(Until::Date).or(pause.until), pause.days) {
        (Some(minutes), ..) => for_minutes(ex, minutes, &kinds),
        (None, Some(until), _) => {
            let at = instant(ex, until);
            start(ex, at, &kinds);
        }
        (None, None, Some(days)) => for_days(ex, days, &kinds),
        (None, None, None) => ask(ex, &kinds),
    }
}

/// So many minutes from now, whole days until their morning.
pub fn for_minutes(ex: &mut Exchange<'_>, minutes: u32, kinds: &[String]) {
    const DAY: u32 = 24 * 60;
    if minutes > 0 && minutes.is_multiple_of(DAY) {
        return for_days(ex, minutes / DAY, kinds);
    }
    let length = SignedDuration::from_mins(i64::from(minutes));
    let at = ex.now.checked_add(length).ok().filter(|_| minutes > 0 && minutes <= LONGEST_DAYS * DAY);
    start(ex, at, kinds);
}

/// The kinds that are on and whose titles stand in the words.
fn kinds_named(ex: &Exchange<'_>, said: &str) -> Vec<String> {
    let words = format!(" {} ", said.replace(|c: char| !c.is_alphanumeric(), " "));
    let is_said = |kind: &&String| words.contains(&format!(" {} ", normalise(&title(ex, kind))));
    ex.chat.reminders.iter().flat_map(|own| own.plans.keys()).filter(is_said).cloned().collect()
}

fn instant(ex: &Exchange<'_>, until: Until) -> Option<Timestamp> {
    let today = ex.local(ex.now).date();
    match until {
        Until::At(time) => super::answer::next_at(ex, time),
        Until::Tomorrow => morning(ex, today.tomorrow().ok()?),
        Until::Week(day) => morning(ex, today.nth_weekday(1, day).ok()?),
        Until::Date(date) => on_date(ex, date),
    }
}

/// The morning of a day to come, at most a year away.
pub fn on_date(ex: &Exchange<'_>, date: Date) -> Option<Timestamp> {
    let last = ex.local(ex.now).date().checked_add(i64::from(LONGEST_DAYS).days()).ok()?;
    morning(ex, date).filter(|at| *at > ex.now && date <= last)
}

pub fn for_days(ex: &mut Exchange<'_>, days: u32, kinds: &[String]) {
    let date = ex.local(ex.now).date().checked_add(i64::from(days).days()).ok();
    let at = date.and_then(|date| on_date(ex, date));
    start(ex, at, kinds);
}

/// When the quiet hours of a morning end, so that the end is told at an hour that is heard.
fn morning(ex: &Exchange<'_>, date: Date) -> Option<Timestamp> {
    let (from, to) = ex.quiet_hours();
    let hour = if from < to { MORNING.hour() } else { i8::try_from(to).ok()?.max(MORNING.hour()) };
    schedule::instant(date, Time::new(hour, 0, 0, 0).ok()?, &ex.zone())
}

/// Until an instant; absent: it was none that can be. Of no kind: of all.
pub fn start(ex: &mut Exchange<'_>, at: Option<Timestamp>, kinds: &[String]) {
    let Some(at) = at else {
        let line = ex.phrase("pause-range", &[("days", Blank::Number(f64::from(LONGEST_DAYS)))]);
        return ex.say(line, Keyboard::None);
    };
    ex.chat.awaits = ex.chat.awaits.filter(|awaits| *awaits != Awaits::PauseUntil);
    let own = kept(ex);
    if kinds.is_empty() {
        own.end_of_all();
        own.paused = Some(at);
    }
    for kind in kinds {
        if let Some(plan) = kept(ex).plans.get_mut(kind) {
            plan.paused = Some(at);
        }
        wanted::heard(ex, kind);
    }
    let own = kept(ex).clone();
    let text = line(ex, &own).unwrap_or_default();
    let rows = resume::rows(ex, &own);
    ex.say(text, Keyboard::Inline(rows));
}

/// What is paused and until when.
pub fn line(ex: &Exchange<'_>, own: &Reminders) -> Option<String> {
    let mut lines = Vec::new();
    if let Some(at) = own.paused {
        let until = ex.moment(at);
        let spared: Vec<String> = own.spared().map(|kind| title(ex, kind)).collect();
        lines.push(match spared.as_slice() {
            [] => ex.phrase("paused-all", &[("until", Blank::Text(&until))]),
            spared => {
                let kinds = spared.join(", ");
                ex.phrase("paused-others", &[("until", Blank::Text(&until)), ("kinds", Blank::Text(&kinds))])
            }
        });
    }
    for (kind, plan) in &own.plans {
        if let Some(at) = plan.paused {
            let (kind, until) = (title(ex, kind), ex.moment(at));
            lines.push(ex.phrase("paused-kind", &[("kind", Blank::Text(&kind)), ("until", Blank::Text(&until))]));
        }
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}
