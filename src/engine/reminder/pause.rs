//! A pause: for today, some days, until a date, all or one kind. It ends by itself, and says so once.
//!
//! Help for a cramp never pauses.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::kept::Reminders;
use super::{kept, schedule, silence, title, typed, wanted};
use crate::engine::chat::Awaits;
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Class, Keyboard};
use crate::engine::press::menu_data;
use crate::engine::reply::normalise;
use crate::engine::understanding::meaning::{Pause, Until};
use crate::library::words::Blank;

/// Somebody who wants longer switches them off.
const LONGEST_DAYS: u32 = 366;
/// When a paused day is over: no sooner than this in the morning.
const MORNING: Time = Time::constant(6, 0, 0, 0);

/// `/pause` and its buttons; `kind` absent: all.
pub fn ask(ex: &mut Exchange<'_>, kind: Option<&str>) {
    let own = ex.chat.reminders.clone().unwrap_or_default();
    if own.plans.is_empty() && own.booked.is_empty() {
        let line = ex.phrase("plan-none", &[]);
        return ex.say(line, Keyboard::None);
    }
    let of = kind.unwrap_or("all");
    let button = |label: String, what: &str| Button { label, data: menu_data("pause", Some(&format!("{what}.{of}"))) };
    let mut rows = vec![
        vec![button(ex.phrase("button-pause-today", &[]), "1"), button(ex.phrase("button-pause-week", &[]), "7")],
        vec![button(ex.phrase("button-pause-until", &[]), "until")],
    ];
    let text = match line(ex, &own) {
        Some(line) => {
            rows.push(vec![button(ex.phrase("button-resume", &[]), "0")]);
            line
        }
        None => ex.phrase("ask-pause", &[]),
    };
    ex.say(text, Keyboard::Inline(rows));
}

/// `7.all`, `1.water`, `0.all`, `until.all`, `of.water`; `h8.all` is until 8 o'clock comes next.
pub fn pressed(ex: &mut Exchange<'_>, argument: &str) {
    let (what, kind) = argument.split_once('.').unwrap_or((argument, "all"));
    let kind = Some(kind).filter(|kind| *kind != "all" && !kind.is_empty());
    if let Some(hour) = what.strip_prefix('h').and_then(|hour| hour.parse().ok()) {
        return silence::pause_until(ex, hour);
    }
    match (what, what.parse::<u32>()) {
        (_, Ok(0)) => resume(ex, kind),
        (_, Ok(days)) => for_days(ex, days, kind),
        ("until", _) => {
            ex.chat.awaits = Some(Awaits::PauseUntil);
            kept(ex).pauses = kind.map(str::to_owned);
            let line = ex.phrase("ask-pause-until", &[]);
            ex.say(line, Keyboard::None);
        }
        _ => ask(ex, kind),
    }
}

/// A pause as it was asked for, in words: of the kind that they name, or of all.
pub fn pause(ex: &mut Exchange<'_>, pause: &Pause, text: &str) {
    if ex.chat.reminders.as_ref().is_none_or(|own| own.plans.is_empty() && own.booked.is_empty()) {
        let line = ex.phrase("plan-none", &[]);
        return ex.say(line, Keyboard::None);
    }
    let said = normalise(text);
    let named = kind_named(ex, &said);
    let kind = named.as_deref();
    if pause.resume {
        return resume(ex, kind);
    }
    let day = typed::day_behind(ex, &said);
    match (pause.minutes, day.map(Until::Date).or(pause.until), pause.days) {
        (Some(minutes), ..) => {
            let length = SignedDuration::from_mins(i64::from(minutes));
            let at =
                ex.now.checked_add(length).ok().filter(|_| length.is_positive() && minutes <= LONGEST_DAYS * 24 * 60);
            start(ex, at, kind);
        }
        (None, Some(until), _) => {
            let at = instant(ex, until);
            start(ex, at, kind);
        }
        (None, None, Some(days)) => for_days(ex, days, kind),
        (None, None, None) => ask(ex, kind),
    }
}

/// The only kind that is on and whose title stands in the words; "pause move and stretch" means all.
fn kind_named(ex: &Exchange<'_>, said: &str) -> Option<String> {
    let words = format!(" {} ", said.replace(|c: char| !c.is_alphanumeric(), " "));
    let is_said = |kind: &&String| words.contains(&format!(" {} ", normalise(&title(ex, kind))));
    let mut fitting = ex.chat.reminders.as_ref()?.plans.keys().filter(is_said);
    fitting.next().filter(|_| fitting.next().is_none()).cloned()
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

fn for_days(ex: &mut Exchange<'_>, days: u32, kind: Option<&str>) {
    let date = ex.local(ex.now).date().checked_add(i64::from(days).days()).ok();
    let at = date.and_then(|date| on_date(ex, date));
    start(ex, at, kind);
}

/// When the quiet hours of a morning end, so that the end is told at an hour that is heard.
fn morning(ex: &Exchange<'_>, date: Date) -> Option<Timestamp> {
    let (from, to) = ex.quiet_hours();
    let hour = if from < to { MORNING.hour() } else { i8::try_from(to).ok()?.max(MORNING.hour()) };
    schedule::instant(date, Time::new(hour, 0, 0, 0).ok()?, &ex.zone())
}

/// Until an instant; absent: it was none that can be.
pub fn start(ex: &mut Exchange<'_>, at: Option<Timestamp>, kind: Option<&str>) {
    let Some(at) = at else {
        let line = ex.phrase("pause-range", &[("days", Blank::Number(f64::from(LONGEST_DAYS)))]);
        return ex.say(line, Keyboard::None);
    };
    ex.chat.awaits = ex.chat.awaits.filter(|awaits| *awaits != Awaits::PauseUntil);
    let own = kept(ex);
    match kind {
        None => own.paused = Some(at),
        Some(kind) => {
            if let Some(plan) = own.plans.get_mut(kind) {
                plan.paused = Some(at);
            }
            wanted::heard(ex, kind);
        }
    }
    let own = kept(ex).clone();
    let text = line(ex, &own).unwrap_or_default();
    let data = menu_data("pause", Some(&format!("0.{}", kind.unwrap_or("all"))));
    let row = vec![Button { label: ex.phrase("button-resume", &[]), data }];
    ex.say(text, Keyboard::Inline(vec![row]));
}

fn resume(ex: &mut Exchange<'_>, kind: Option<&str>) {
    let now = ex.now;
    let own = kept(ex);
    if kind.is_none() {
        own.paused = None;
    }
    for (_, plan) in own.plans.iter_mut().filter(|(id, _)| kind.is_none_or(|kind| *id == kind)) {
        plan.paused = None;
        plan.settled = plan.settled.max(now);
    }
    let line = ex.phrase("pause-ended", &[]);
    ex.say(line, Keyboard::None);
}

/// What is paused and until when.
pub fn line(ex: &Exchange<'_>, own: &Reminders) -> Option<String> {
    let mut lines = Vec::new();
    if let Some(at) = own.paused {
        lines.push(ex.phrase("paused-all", &[("until", Blank::Text(&ex.moment(at)))]));
    }
    for (kind, plan) in &own.plans {
        if let Some(at) = plan.paused {
            let (kind, until) = (title(ex, kind), ex.moment(at));
            lines.push(ex.phrase("paused-kind", &[("kind", Blank::Text(&kind)), ("until", Blank::Text(&until))]));
        }
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Ends what is over, and says so once; whatever fell into it is gone.
pub fn end(ex: &mut Exchange<'_>) {
    let now = ex.now;
    let is_over = |until: &Option<Timestamp>| until.is_some_and(|until| until <= now);
    let own = kept(ex);
    let mut ended = is_over(&own.paused);
    if ended {
        own.paused = None;
    }
    for plan in own.plans.values_mut() {
        if is_over(&plan.paused) {
            plan.paused = None;
            ended = true;
        }
    }
    if ended && !ex.is_quiet() {
        let line = ex.phrase("pause-ended", &[]);
        ex.send(Class::Reminder, line, Keyboard::None, None);
    }
}
