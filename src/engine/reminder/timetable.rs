//! The whole plan as one list, so that everybody sees what they agree to.
//!
//! Only shows and counts; nothing is changed here.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::civil::Time;

use super::kept::{Draft, Plan, Reminders};
use super::{course, title};
use crate::engine::exchange::Exchange;
use crate::library::words::Blank;

/// Reminders of several kinds within so many minutes are one message.
pub const TOGETHER: SignedDuration = SignedDuration::from_mins(10);

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Times and days by kind: what is in force, and in its place what is being set up.
pub type Table = BTreeMap<String, (Vec<Time>, Vec<i8>)>;

/// Whose weeks are over has no times left.
pub fn table(ex: &Exchange<'_>, kept: &Reminders, draft: Option<&Draft>) -> Table {
    let of = |plan: &Plan| (plan.times.clone(), plan.days.clone());
    let running = kept.plans.iter().filter(|(_, plan)| !course::is_over(ex, plan));
    let mut table: Table = running.map(|(kind, plan)| (kind.clone(), of(plan))).collect();
    for draft in draft.into_iter().flat_map(|draft| draft.then.iter().chain([draft])) {
        if let Some(kind) = &draft.kind {
            table.insert(kind.clone(), (draft.times.clone(), draft.days.clone()));
        }
    }
    table
}

/// The most messages that one day of the week brings.
pub fn messages_a_day(table: &Table) -> usize {
    (1..=7).map(|day| groups(&on_day(table, day)).len()).max().unwrap_or(0)
}

fn on_day(table: &Table, day: i8) -> Vec<(Time, String)> {
    let kinds = table.iter().filter(|(_, (_, days))| days.is_empty() || days.contains(&day));
    let mut times: Vec<(Time, String)> =
        kinds.flat_map(|(kind, (times, _))| times.iter().map(|time| (*time, kind.clone()))).collect();
    times.sort();
    times
}

/// What comes in one message: all within ten minutes of the first.
fn groups(times: &[(Time, String)]) -> Vec<Vec<(Time, String)>> {
    let mut groups: Vec<Vec<(Time, String)>> = Vec::new();
    for (time, kind) in times {
        match groups.last_mut() {
            Some(group) if time.duration_since(group[0].0) <= TOGETHER => group.push((*time, kind.clone())),
            Some(_) | None => groups.push(vec![(*time, kind.clone())]),
        }
    }
    groups
}

/// `09:00 Water, Move` line by line, and how many messages that makes.
pub fn text(ex: &Exchange<'_>, table: &Table) -> String {
    let mut times: Vec<(Time, String)> = Vec::new();
    for (kind, (of_kind, days)) in table {
        let name = format!("{}{}", title(ex, kind), on(ex, days));
        times.extend(of_kind.iter().map(|time| (*time, name.clone())));
    }
    times.sort();
    let lines = groups(&times).into_iter().map(|group| {
        let names: Vec<String> = group.iter().map(|(_, name)| name.clone()).collect();
        format!("{}  {}", ex.wall(group[0].0), names.join(", "))
    });
    #[allow(clippy::cast_precision_loss, reason = "at most some dozens")]
    let messages = messages_a_day(table) as f64;
    let count = ex.phrase("plan-messages", &[("messages", Blank::Number(messages))]);
    lines.chain([count]).collect::<Vec<_>>().join("\n")
}

/// ` (Mon, Wed)`; nothing for every day.
pub fn on(ex: &Exchange<'_>, days: &[i8]) -> String {
    if days.is_empty() {
        return String::new();
    }
    let names: Vec<String> = days.iter().map(|day| weekday(ex, *day)).collect();
    format!(" ({})", names.join(", "))
}

/// Of 1 (Monday) to 7.
pub fn weekday(ex: &Exchange<'_>, day: i8) -> String {
    let name = usize::try_from(day - 1).ok().and_then(|day| WEEKDAYS.get(day)).copied().unwrap_or_default();
    ex.phrase("weekday", &[("day", Blank::Text(name))])
}

/// `09:00, 13:00`
pub fn list(ex: &Exchange<'_>, times: &[Time]) -> String {
    times.iter().map(|time| ex.wall(*time)).collect::<Vec<_>>().join(", ")
}
