//! The week in one message, for those who asked for it: the day and hour they chose, one suggestion at most, and
//! silence after three weeks in which nothing was logged.
//!
//! Words come from `summary`; the hour is derived from the chat alone, as all rings are.

use jiff::civil::Time;
use jiff::{SignedDuration, Span, Timestamp};
use serde::{Deserialize, Serialize};

use super::chat::Chat;
use super::exchange::Exchange;
use super::figures::Figures;
use super::letter::{Attachment, Button, Class, Keyboard};
use super::listed::{self, DAYS, day_name};
use super::press::menu_data;
use super::question::pack;
use super::stretch::{self, Stretch};
use super::summary;
use super::understanding::meaning::Period;
use super::{card, derived, triage};
use crate::ids::{EpisodeId, RuleId, SubjectId};
use crate::library::rule::Urgency;
use crate::library::value::{Findings, Value};
use crate::library::words::Blank;

/// Weeks without a single log after which the message stops.
const MOST_EMPTY: u8 = 3;
/// Later than this after its hour, the week is left out: nobody reads Sunday's summary on Wednesday.
const GRACE: SignedDuration = SignedDuration::from_hours(12);
/// Sooner than this after the beginning, an empty diary says nothing.
const A_FEW_DAYS: SignedDuration = SignedDuration::from_hours(72);
/// Hours to choose from.
const HOURS: [i8; 5] = [8, 10, 12, 18, 20];
/// Nights with a cramp from which on, and stretch days below which, stretching is suggested.
const CRAMP_NIGHTS: usize = 2;
const STRETCH_DAYS: usize = 3;
/// Remedies told of: the message is short.
const REMEDIES: usize = 1;
/// A week is read in half a minute.
const MOST_WORDS: usize = 120;
/// The week is of no bout at hand.
const NO_BOUT: EpisodeId = EpisodeId(0);

/// When a person wants the week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    /// 0 is Monday.
    pub day: i8,
    /// Hour of the person's clock, 0 to 23.
    pub hour: i8,
    /// When it was switched on, or last spoke; the next one comes after this.
    pub since: Timestamp,
    /// Weeks in a row of which nothing was logged.
    #[serde(default)]
    pub empty: u8,
}

/// The next hour of the week, on the person's clock.
pub fn next(chat: &Chat) -> Option<Timestamp> {
    let week = chat.week.as_ref()?;
    let zone = jiff::tz::TimeZone::get(chat.profile.zone.as_deref()?).ok()?;
    let since = week.since.to_zoned(zone.clone());
    let days = (i32::from(week.day) - i32::from(since.weekday().to_monday_zero_offset())).rem_euclid(7);
    let at = |days: i32| {
        let date = since.date().checked_add(Span::new().days(days)).ok()?;
        let at = date.to_datetime(Time::new(week.hour, 0, 0, 0).ok()?).to_zoned(zone.clone()).ok()?;
        Some(at.timestamp())
    };
    at(days).filter(|at| *at > week.since).or_else(|| at(days + 7))
}

/// The hour has come.
pub fn rang(ex: &mut Exchange<'_>) {
    let Some(due) = next(&ex.chat).filter(|due| *due <= ex.now) else {
        return;
    };
    let now = ex.now;
    let Some(week) = ex.chat.week.as_mut() else { return };
    week.since = now;
    if now.duration_since(due) > GRACE {
        return;
    }
    let stretch = stretch::of(Period::Week, &ex.local(due), ex.chat.profile.night_end());
    let (figures, _) = summary::figures(ex, &stretch);
    let is_empty = figures.is_empty();
    if is_empty && is_new(ex, due) {
        return;
    }
    let Some(week) = ex.chat.week.as_mut() else { return };
    week.empty = if is_empty { week.empty + 1 } else { 0 };
    match (is_empty, week.empty >= MOST_EMPTY) {
        (false, _) => speak(ex, &stretch, &figures),
        (true, false) => {
            let text = ex.phrase("week-empty", &[]);
            let quiet = button(ex, "button-week-off", "off");
            say(ex, text, quiet);
        }
        (true, true) => {
            ex.chat.week = None;
            let text = ex.phrase("week-stops", &[]);
            let again = button(ex, "button-week-on", "on");
            say(ex, text, again);
        }
    }
}

/// Somebody who has just come has had no time to log anything: neither told nor counted.
pub fn is_new(ex: &Exchange<'_>, due: Timestamp) -> bool {
    ex.chat.profile.consent.is_some_and(|since| due.duration_since(since) < A_FEW_DAYS)
}

fn speak(ex: &mut Exchange<'_>, stretch: &Stretch, figures: &Figures) {
    let pattern = pattern(ex).map(|pattern| format!("\n\n{}\n{pattern}", ex.phrase("week-pattern", &[])));
    let wants_idea = figures.cramp_nights() >= CRAMP_NIGHTS && figures.days_with("stretch") < STRETCH_DAYS;
    let way = match &pattern {
        Some(_) => card::menu_button(ex, "button-checkup", "checkup"),
        None => button(ex, "button-week-off", "off"),
    };
    let idea = format!("\n\n{}", ex.phrase("week-suggest-stretch", &[]));
    let below = pattern.or(Some(idea).filter(|_| wants_idea)).unwrap_or_default();
    let heading = summary::days_title(ex, stretch, figures);
    let text = brief(ex, stretch, &heading, &below);
    say(ex, text, way);
    if figures.logged() > 0 {
        ex.attach(Attachment::Chart(Box::new(listed::chart(ex, figures))));
    }
}

/// The week in few words, with the one suggestion below it: what was tried goes first, then what stands last. The nights
/// stay.
fn brief(ex: &Exchange<'_>, stretch: &Stretch, heading: &str, below: &str) -> String {
    let whole = summary::text_with(ex, stretch, None, REMEDIES);
    if words(&whole) + words(below) < MOST_WORDS {
        return whole + below;
    }
    let mut text = summary::text_with(ex, stretch, None, 0);
    while words(&text) + words(below) >= MOST_WORDS
        && let Some((shorter, _)) = text.rsplit_once('\n')
    {
        text = shorter.to_owned();
    }
    // Nothing stands below it any more.
    let text = text.strip_suffix(heading).map(str::trim_end).unwrap_or(&text);
    format!("{text}{below}")
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

fn say(ex: &mut Exchange<'_>, text: String, button: Button) {
    ex.send(Class::Reminder, text, Keyboard::Inline(vec![vec![button]]), None);
}

/// What the diary shows over the weeks that alone is worth a check-up: the reason of the first rule that speaks because
/// of it.
fn pattern(ex: &Exchange<'_>) -> Option<String> {
    let of_writer = ex.chat.about.is_writer();
    let mut findings = if of_writer { ex.chat.findings(&ex.library.vocabulary, ex.now) } else { Findings::default() };
    let before: Vec<&RuleId> = triage::assess(&findings, ex.library).because.iter().map(|rule| &rule.id).collect();
    for shown in derived::shown(ex, SubjectId::default(), NO_BOUT) {
        match (&shown.value, shown.at_least) {
            (Value::Number(count), true) => findings.set_lower_bound(shown.finding.into(), *count),
            _ => findings.set(shown.finding.into(), shown.value),
        }
    }
    let spoken = triage::assess(&findings, ex.library).because;
    let rule = spoken.into_iter().find(|rule| rule.urgency >= Urgency::Routine && !before.contains(&&rule.id))?;
    Some(ex.authored(&format!("rule--{}", rule.id), "because"))
}

/// The button below a week: to have it sent, or to end that.
pub fn way(ex: &Exchange<'_>) -> Button {
    match ex.chat.week {
        Some(_) => button(ex, "button-week-off", "off"),
        None => button(ex, "button-week-send", "on"),
    }
}

// ---------------------------------------------------------------- choosing

/// `on` asks for the day; `off` ends it; `6` asks for the hour of Sunday; `6-18` keeps Sunday at 18:00.
pub fn choose(ex: &mut Exchange<'_>, argument: &str) {
    if !ex.chat.has_consent() {
        return super::setup::ask_consent_for(ex, "week", argument);
    }
    if ex.chat.profile.zone.is_none() && argument != "off" {
        return super::setup::ask_clock_for(ex, "week", argument);
    }
    let (day, hour) = argument.split_once('-').unwrap_or((argument, ""));
    match (argument, day.parse::<i8>(), hour.parse::<i8>()) {
        ("off", ..) => switch_off(ex),
        (_, Ok(day @ 0..=6), Ok(hour @ 0..=23)) => keep(ex, day, hour),
        (_, Ok(day @ 0..=6), Err(_)) => ask_hour(ex, day),
        _ => ask_day(ex),
    }
}

fn ask_day(ex: &mut Exchange<'_>) {
    let text = ex.phrase("week-ask-day", &[]);
    let days =
        (0_i8..).zip(DAYS).map(|(place, day)| Button { label: day_name(ex, day), data: data(&place.to_string()) });
    let mut rows = pack(days);
    if ex.chat.week.is_some() {
        rows.push(vec![button(ex, "button-week-off", "off")]);
    }
    ex.say(text, Keyboard::Inline(rows));
}

fn ask_hour(ex: &mut Exchange<'_>, day: i8) {
    let text = ex.phrase("week-ask-hour", &[]);
    let hours =
        HOURS.map(|hour| Button { label: ex.wall_hour(hour.unsigned_abs()), data: data(&format!("{day}-{hour}")) });
    ex.say(text, Keyboard::Inline(pack(hours)));
}

fn keep(ex: &mut Exchange<'_>, day: i8, hour: i8) {
    ex.chat.week = Some(Week { day, hour, since: ex.now, empty: 0 });
    let first =
        next(&ex.chat).map(|at| format!("{} {}", ex.date(ex.local(at).date()), ex.clock(at))).unwrap_or_default();
    let name = DAYS.get(usize::from(day.unsigned_abs())).map(|day| day_name(ex, *day)).unwrap_or_default();
    let text = ex.phrase("week-kept", &[("day", Blank::Text(&name)), ("first", Blank::Text(&first))]);
    ex.say(text, Keyboard::None);
}

fn switch_off(ex: &mut Exchange<'_>) {
    ex.chat.week = None;
    let text = ex.phrase("week-off", &[]);
    ex.say(text, Keyboard::None);
}

fn button(ex: &Exchange<'_>, phrase: &str, argument: &str) -> Button {
    Button { label: ex.phrase(phrase, &[]), data: data(argument) }
}

fn data(argument: &str) -> String {
    menu_data("week", Some(argument))
}
