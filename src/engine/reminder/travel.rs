//! Another clock: whether the times keep the one at home or follow, and whose clock they are on, wherever they are shown.

use jiff::civil::Time;

use super::kept::Reminders;
use super::overview::button;
use super::{kept, schedule, timetable, zone};
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::place;
use crate::library::words::Blank;

/// Another clock, and reminders that were on the one before: whose do they keep?
pub fn moved(ex: &mut Exchange<'_>, before: &str) {
    let now = ex.chat.profile.zone.clone();
    let Some(own) = ex.chat.reminders.as_mut().filter(|own| !own.plans.is_empty()) else {
        return;
    };
    let home = own.home.get_or_insert_with(|| before.to_owned()).clone();
    // Until it is answered they follow, as the person's own clock does.
    own.home = None;
    own.left = Some(home.clone()).filter(|home| Some(home) != now.as_ref());
    // Back at home there is nothing to ask.
    if own.left.is_none() {
        return;
    }
    let row = vec![
        button(ex.phrase("button-follow", &[]), "home.follow"),
        button(ex.phrase("button-keep-home", &[]), "home.keep"),
    ];
    let line = ex.phrase("ask-home", &[("zone", Blank::Text(&home))]);
    ex.say(line, Keyboard::Inline(vec![row]));
}

pub fn follow_or_keep(ex: &mut Exchange<'_>, keep: bool) {
    let own = kept(ex);
    own.home = own.left.take().filter(|_| keep).or_else(|| own.home.take().filter(|_| keep));
    let own = own.clone();
    let text = match lines(ex, &own) {
        lines if lines.is_empty() => ex.phrase("home-follows", &[]),
        lines => lines.join("\n"),
    };
    ex.say(text, Keyboard::None);
}

/// Whose clock the times are on while that is not the person's, and which of them fall into the quiet hours here.
pub fn lines(ex: &Exchange<'_>, own: &Reminders) -> Vec<String> {
    let Some(home) = own.home.as_ref().and_then(|name| place::zone(name).map(|zone| (name, zone))) else {
        return Vec::new();
    };
    let there = ex.wall(ex.now.to_zoned(home.1).time());
    let here = ex.clock(ex.now);
    let blanks = [("zone", Blank::Text(home.0)), ("there", Blank::Text(&there)), ("here", Blank::Text(&here))];
    let mut lines = vec![ex.phrase("home-kept", &blanks)];
    let times = own.plans.values().flat_map(|plan| &plan.times).copied();
    let mut quiet: Vec<Time> = times.filter(|time| ex.is_quiet_hour(of_person(ex, *time).hour())).collect();
    quiet.sort();
    quiet.dedup();
    if !quiet.is_empty() {
        let times = timetable::list(ex, &quiet);
        lines.push(ex.phrase("home-drops", &[("times", Blank::Text(&times))]));
    }
    lines
}

/// A way back to the person's own clock.
pub fn follow_button(ex: &Exchange<'_>, own: &Reminders) -> Option<Button> {
    own.home.as_ref()?;
    Some(button(ex.phrase("button-follow", &[]), "home.follow"))
}

/// What the person's own clock shows when that of the times shows one.
pub fn of_person(ex: &Exchange<'_>, time: Time) -> Time {
    let zone = zone(ex);
    let today = ex.now.to_zoned(zone.clone()).date();
    schedule::instant(today, time, &zone).map_or(time, |at| ex.local(at).time())
}
