//! A pause: for today, some days, until a date, of all or of some kinds.
//!
//! Help for a cramp never pauses.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::kept::{Ahead, Reminders};
use super::spell::{self, End, Spell};
use super::{answer, change, kept, name, resume, schedule, silence, title, typed, wanted};
use crate::engine::chat::Awaits;
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::press::menu_data;
use crate::engine::reply::{is_among, normalise};
use crate::engine::understanding::meaning::{Kind, Pause, Until};
use crate::library::reminder::ReminderKind;
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
    if ex.chat.conversation.is_none() {
        ex.chat.awaits = Some(Awaits::PauseUntil);
        wait_for(ex, kinds);
    }
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
            wait_for(ex, &kinds);
            let line = ex.phrase("ask-pause-until", &[]);
            ex.say(line, Keyboard::None);
        }
        _ => ask(ex, &kinds),
    }
}

fn wait_for(ex: &mut Exchange<'_>, kinds: &[String]) {
    kept(ex).pauses = Some(joined(kinds)).filter(|_| !kinds.is_empty());
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
    let named = kinds_named(ex, &pause.kinds, &said);
    let is_on = |kind: &&String| ex.chat.reminders.as_ref().is_some_and(|own| own.plans.contains_key(*kind));
    let kinds: Vec<String> = named.iter().filter(is_on).cloned().collect();
    if pause.resume {
        let is_every = said.split(' ').any(|word| is_among(word, &ex.phrase("typed-every", &[])));
        return resume::in_words(ex, &kinds, is_every);
    }
    if let (Some(kind), true) = (named.first(), kinds.is_empty()) {
        let line = ex.phrase("pause-not-on", &[("kind", Blank::Text(&title(ex, kind)))]);
        return ex.say(line, Keyboard::None);
    }
    if is_below_nothing(&said) {
        return out_of_range(ex);
    }
    if in_days(ex, &said, &kinds) {
        return;
    }
    match (pause.minutes, pause.until, pause.days) {
        (Some(minutes), ..) => for_minutes(ex, minutes, &kinds),
        (None, Some(until), _) => {
            let at = instant(ex, until);
            start(ex, at, &kinds);
        }
        (None, None, Some(days)) => for_days(ex, days, &kinds),
        (None, None, None) => ask(ex, &kinds),
    }
}

/// "For -3 days".
fn is_below_nothing(said: &str) -> bool {
    said.split(' ')
        .any(|word| word.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())))
}

/// How long a pause can be; nothing is changed.
pub fn out_of_range(ex: &mut Exchange<'_>) {
    let line = ex.phrase("pause-range", &[("days", Blank::Number(f64::from(LONGEST_DAYS)))]);
    ex.say(line, Keyboard::None);
}

/// A pause by the days that are named. False where none is.
fn in_days(ex: &mut Exchange<'_>, said: &str, kinds: &[String]) -> bool {
    let spell = spell::read(said, ex.local(ex.now).date());
    spell.map(|spell| by_spell(ex, spell, said, kinds)).is_some()
}

/// The same where the end was asked for.
pub fn until_days(ex: &mut Exchange<'_>, said: &str, kinds: &[String]) -> bool {
    let today = ex.local(ex.now).date();
    let spell = spell::read_end(said, today).or_else(|| spell::read(said, today));
    spell.map(|spell| by_spell(ex, spell, said, kinds)).is_some()
}

fn by_spell(ex: &mut Exchange<'_>, spell: Spell, said: &str, kinds: &[String]) {
    let phrase = match spell {
        Spell::Days { from, to } => {
            let (begin, length) = (from.and_then(|(day, hour)| begins(ex, day, hour)), typed::length_within(said));
            match (to, length.filter(|_| from.is_some())) {
                (_, Some(minutes)) => {
                    let at = behind(ex, begin.max(Some(ex.now)), minutes);
                    return hold(ex, begin, at, kinds);
                }
                (Some(to), None) => {
                    let at = ends(ex, to);
                    return hold(ex, begin, at, kinds);
                }
                (None, None) => "pause-no-end",
            }
        }
        Spell::Weekly if change::without(ex, kinds, said) => return,
        Spell::Weekly => "pause-weekly",
        Spell::Apart => "pause-apart",
        Spell::NoSuchDay => "pause-no-day",
    };
    let line = ex.phrase(phrase, &[]);
    ex.say(line, Keyboard::None);
}

/// The hour of a day; without one, the day's own beginning.
fn begins(ex: &Exchange<'_>, day: Date, hour: Option<Time>) -> Option<Timestamp> {
    match hour {
        Some(hour) => schedule::instant(day, hour, &ex.zone()),
        None => morning(ex, day),
    }
}

fn ends(ex: &Exchange<'_>, end: End) -> Option<Timestamp> {
    match end {
        End::At(day, hour) => schedule::instant(day, hour, &ex.zone()),
        End::Before(day) => on_date(ex, day),
        End::After(day) => on_date(ex, day.tomorrow().ok()?),
    }
}

/// So long after an instant, whole days until their morning.
fn behind(ex: &Exchange<'_>, from: Option<Timestamp>, minutes: u32) -> Option<Timestamp> {
    const DAY: u32 = 24 * 60;
    let from = from?;
    if minutes > 0 && minutes.is_multiple_of(DAY) {
        return on_date(ex, ex.local(from).date().checked_add(i64::from(minutes / DAY).days()).ok()?);
    }
    from.checked_add(SignedDuration::from_mins(i64::from(minutes))).ok().filter(|_| minutes > 0)
}

/// So many minutes from now, whole days until their morning.
pub fn for_minutes(ex: &mut Exchange<'_>, minutes: u32, kinds: &[String]) {
    let at = behind(ex, Some(ex.now), minutes);
    start(ex, at, kinds);
}

/// The kinds that were understood, and those whose titles stand in the words.
fn kinds_named(ex: &Exchange<'_>, understood: &[Kind], said: &str) -> Vec<String> {
    let words = format!(" {} ", said.replace(|c: char| !c.is_alphanumeric(), " "));
    let is_said = |kind: &&ReminderKind| {
        understood.iter().any(|known| name(*known) == kind.id)
            || words.contains(&format!(" {} ", normalise(&title(ex, &kind.id))))
    };
    ex.library.reminders.iter().filter(is_said).map(|kind| kind.id.clone()).collect()
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
pub fn start(ex: &mut Exchange<'_>, until: Option<Timestamp>, kinds: &[String]) {
    hold(ex, None, until, kinds);
}

/// The same from an instant on; what lies in the past begins now.
fn hold(ex: &mut Exchange<'_>, from: Option<Timestamp>, until: Option<Timestamp>, kinds: &[String]) {
    let from = from.filter(|from| *from > ex.now);
    let last = SignedDuration::from_hours(24 * (i64::from(LONGEST_DAYS) + 1));
    let fits = |until: &Timestamp| *until > from.unwrap_or(ex.now) && until.duration_since(ex.now) <= last;
    let Some(until) = until.filter(fits) else {
        return out_of_range(ex);
    };
    ex.chat.awaits = ex.chat.awaits.filter(|awaits| *awaits != Awaits::PauseUntil);
    let own = kept(ex);
    own.pauses = None;
    if kinds.is_empty() {
        if from.is_none() {
            own.end_of_all();
        }
        Ahead::keep(&mut own.paused, &mut own.ahead, from, until);
    }
    for kind in kinds {
        if let Some(plan) = kept(ex).plans.get_mut(kind) {
            Ahead::keep(&mut plan.paused, &mut plan.ahead, from, until);
        }
        wanted::heard(ex, kind);
        if from.is_none() {
            answer::is_for_another_day(ex, kind);
        }
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
    if let Some(ahead) = own.ahead {
        let (from, until) = (ex.moment(ahead.from), ex.moment(ahead.until));
        lines.push(ex.phrase("paused-all-from", &[("from", Blank::Text(&from)), ("until", Blank::Text(&until))]));
    }
    for (kind, plan) in &own.plans {
        let kind = title(ex, kind);
        if let Some(at) = plan.paused {
            let until = ex.moment(at);
            lines.push(ex.phrase("paused-kind", &[("kind", Blank::Text(&kind)), ("until", Blank::Text(&until))]));
        }
        if let Some(ahead) = plan.ahead {
            let (from, until) = (ex.moment(ahead.from), ex.moment(ahead.until));
            let blanks = [("kind", Blank::Text(&kind)), ("from", Blank::Text(&from)), ("until", Blank::Text(&until))];
            lines.push(ex.phrase("paused-kind-from", &blanks));
        }
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}
