//! Which reminder comes next, for who asks.
//!
//! Only tells; nothing is changed here.

use jiff::Timestamp;

use super::{name, next_of, overview, title, zone};
use crate::engine::exchange::Exchange;
use crate::engine::letter::Keyboard;
use crate::engine::setup;
use crate::engine::understanding::meaning::Kind;
use crate::library::words::Blank;

/// The next one of a kind, or of all.
pub fn next_one(ex: &mut Exchange<'_>, kind: Option<Kind>) {
    if !ex.chat.has_consent() {
        return setup::ask_consent(ex);
    }
    let Some((at, kind)) = soonest(ex, kind.map(name)) else {
        return overview::show(ex);
    };
    let (title, time) = (title(ex, &kind), ex.moment(at));
    let line = ex.phrase("plan-next", &[("kind", Blank::Text(&title)), ("time", Blank::Text(&time))]);
    ex.say(line, Keyboard::None);
}

fn soonest(ex: &Exchange<'_>, only: Option<&str>) -> Option<(Timestamp, String)> {
    let own = ex.chat.reminders.as_ref()?;
    let zone = zone(ex);
    let planned = own.plans.iter().filter_map(|(kind, plan)| Some((next_of(own, kind, plan, &zone)?, kind.clone())));
    let booked = own.booked.iter().map(|booked| (booked.at, booked.kind.clone()));
    let ahead = planned.chain(booked).filter(|(at, _)| *at > ex.now);
    ahead.filter(|(_, kind)| only.is_none_or(|only| only == kind.as_str())).min()
}
