//! Adds a cramp of the past: the night or day, then the hour; then it is in the diary, and the rest can be skipped.
//!
//! Gives no advice: nobody asks what to do about a cramp of last week.

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, ToSpan};

use super::editing;
use super::field::Field;
use super::moment::{self, Day, Refused, Said};
use super::shelf;
use super::wanted::{Typed, forget, want};
use super::{card, data, naming};
use crate::engine::bout::is_at_night;
use crate::engine::command;
use crate::engine::diary::What;
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::question::pack;
use crate::engine::recent::Record;
use crate::engine::reply::{is_among, normalise};
use crate::engine::understanding::meaning::weekday;
use crate::ids::EpisodeId;
use crate::library::words::Blank;

/// Days offered.
const DAYS: i32 = 7;
/// Hours of a night that are offered: from the evening on, so many.
const EVENING: i8 = 20;
const HOURS_OF_A_NIGHT: i32 = 13;
const HOURS_OF_A_DAY: i32 = 24;
const HOURS_IN_A_ROW: usize = 4;

/// `/add`: which night?
pub fn add(ex: &mut Exchange<'_>) {
    if !ex.chat.has_consent() {
        return super::needs_consent(ex);
    }
    let now = naming::now(ex);
    let tonight = ex.night_of(now);
    let back = |nights: i32| tonight.checked_sub(nights.days()).ok();
    // By day the last night is the one that has been; from the end of the night on the count has gone on by one.
    let nights = match (is_at_night(now), tonight < now.date()) {
        (true, _) => [("tonight", back(0)), ("last", back(1)), ("before", back(2))],
        (false, true) => [("last", back(0)), ("before", back(1)), ("third", back(2))],
        (false, false) => [("last", back(1)), ("before", back(2)), ("third", back(3))],
    };
    let nights = nights.into_iter().filter_map(|(name, evening)| Some((name, evening?)));
    let mut rows: Vec<Vec<Button>> = nights.map(|(name, evening)| vec![night(ex, name, evening)]).collect();
    rows.push(vec![Button { label: ex.phrase("button-pick-day", &[]), data: data(ex, "add", "pick") }]);
    let text = ex.phrase("add-when", &[]);
    want(ex, Typed::Day);
    ex.say(text, Keyboard::Inline(rows));
}

/// `/add yesterday 3am`: the same with the moment said already.
pub fn add_at(ex: &mut Exchange<'_>, text: &str) {
    let is_known = ex.chat.has_consent() && !text.is_empty() && typed(ex, Typed::Day, text);
    if !is_known {
        add(ex);
    }
}

/// "Add an earlier one", typed. False for other words.
pub fn said(ex: &mut Exchange<'_>, text: &str) -> bool {
    if !is_among(&normalise(text), &ex.phrase("typed-add", &[])) {
        return false;
    }
    command::aside(ex, add);
    true
}

fn night(ex: &Exchange<'_>, name: &str, evening: Date) -> Button {
    let (from, to) = naming::ends(ex, evening);
    let blanks = [("night", Blank::Text(name)), ("from", Blank::Text(&from)), ("to", Blank::Text(&to))];
    Button { label: ex.phrase("button-night", &blanks), data: data(ex, "add", &format!("n{evening}")) }
}

/// `pick`, `n2026-11-21` (the night of that evening), `d2026-11-21`, `2026-11-22T03:00`.
pub(super) fn pressed(ex: &mut Exchange<'_>, what: &str) {
    let (kind, rest) = what.split_at_checked(1).unwrap_or(("", ""));
    match (kind, rest.parse::<Date>(), what.parse::<DateTime>()) {
        ("n", Ok(date), _) => ask_hour(ex, date, true),
        ("d", Ok(date), _) => ask_hour(ex, date, false),
        (_, _, Ok(local)) => {
            let at = local.to_zoned(ex.zone()).map(|at| at.timestamp()).map_err(|_| Refused::NoSuchDay);
            keep(ex, at);
        }
        _ if what == "pick" => ask_day(ex),
        _ => add(ex),
    }
}

fn ask_day(ex: &mut Exchange<'_>) {
    let today = naming::now(ex).date();
    let days = (0..DAYS).filter_map(|ago| today.checked_sub(ago.days()).ok());
    let days = days.map(|date| {
        let name = ex.phrase("weekday", &[("day", Blank::Text(weekday(date.weekday())))]);
        Button { label: format!("{name} {}", naming::date(ex, date)), data: data(ex, "add", &format!("d{date}")) }
    });
    let rows = pack(days);
    let text = ex.phrase("add-day", &[]);
    want(ex, Typed::Day);
    ex.say(text, Keyboard::Inline(rows));
}

fn ask_hour(ex: &mut Exchange<'_>, date: Date, of_night: bool) {
    let now = naming::now(ex);
    let (from, count) =
        if of_night { (date.at(EVENING, 0, 0, 0), HOURS_OF_A_NIGHT) } else { (date.at(0, 0, 0, 0), HOURS_OF_A_DAY) };
    let hours = (0..count).filter_map(|hour| from.checked_add(hour.hours()).ok()).filter(|at| *at <= now);
    // An hour that the change of the clocks leaves out was none.
    let hours = hours.filter(|at| at.to_zoned(ex.zone()).is_ok_and(|there| there.datetime() == *at));
    let hours = hours
        .map(|at| Button { label: ex.wall(at.time()), data: data(ex, "add", &at.strftime("%FT%H:%M").to_string()) });
    let rows: Vec<Vec<Button>> = hours.collect::<Vec<_>>().chunks(HOURS_IN_A_ROW).map(<[Button]>::to_vec).collect();
    if rows.is_empty() {
        return super::say(ex, Refused::Future.phrase());
    }
    let day = if of_night { naming::night(ex, date) } else { naming::date(ex, date) };
    let text = ex.phrase("add-hour", &[("day", Blank::Text(&day))]);
    want(ex, Typed::Hour { date, night: of_night });
    ex.ask_amount(text, rows);
}

/// Typed words in the place of a press. False when they are no moment.
pub(super) fn typed(ex: &mut Exchange<'_>, what: Typed, text: &str) -> bool {
    let Some(said) = moment::read(ex, text, None) else {
        return false;
    };
    match (what, said) {
        (Typed::Hour { date, night }, Said { day: None, .. }) => {
            let day = if night { Day::Night(date) } else { Day::Date(date) };
            let at = Said { day: Some(day), ..said }.instant(ex, None);
            keep(ex, at);
        }
        (_, Said { day: Some(Day::Date(date)), time: None, .. }) if date <= naming::now(ex).date() => {
            ask_hour(ex, date, false)
        }
        (_, Said { day: Some(Day::Night(date) | Day::LastNight(date)), time: None, .. }) => ask_hour(ex, date, true),
        _ => {
            let at = said.instant(ex, None);
            keep(ex, at);
        }
    }
    true
}

/// Into the diary at once; what is missing can be said or skipped.
fn keep(ex: &mut Exchange<'_>, at: Result<Timestamp, Refused>) {
    let at = match at.and_then(|at| moment::possible(ex, at)) {
        Ok(at) => at,
        Err(refused) => return super::say(ex, refused.phrase()),
    };
    forget(ex);
    if let Some(there) = cramp_at(ex, at).and_then(|episode| shelf::find(ex, episode)) {
        let line = ex.phrase("add-there", &[]);
        return card::show_under(ex, &there, &line);
    }
    ex.chat.counters.episodes += 1;
    let episode = EpisodeId(ex.chat.counters.episodes);
    ex.remember(at, What::Cramp { episode });
    let entries = vec![ex.chat.counters.entries];
    ex.chat.note_written(ex.now, Record::Cramp { entries });
    if let Some(found) = shelf::find(ex, episode) {
        let (field, when) = (Field::first(), naming::when(ex, found.at()));
        let kept = ex.phrase("add-kept", &[("when", Blank::Text(&when))]);
        let ask = ex.phrase("edit-ask", &[("field", Blank::Text(field.name()))]);
        editing::ask_with(ex, &found, (field, true), format!("{kept}\n{ask}"));
    }
}

/// A cramp of the same minute: the second of two presses finds that of the first.
fn cramp_at(ex: &Exchange<'_>, at: Timestamp) -> Option<EpisodeId> {
    let is_there = |cramp: Option<(Timestamp, i32)>| cramp.is_some_and(|(there, _)| there == at);
    let (bouts, _) =
        shelf::bouts(ex, |found| found.last().is_some_and(|(_, bout)| bout.at.is_some_and(|(it, _)| it < at)));
    bouts.into_iter().find(|(_, bout)| bout.cramp && is_there(bout.at)).map(|(episode, _)| episode)
}
