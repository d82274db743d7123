//! What is kept of somebody's reminders: an optional part of the chat's row.
//!
//! Only the shape. Times are wall-clock times, never instants or intervals, so that a change of the clock moves none.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

/// Messages a day over all kinds, unless the person chose another number.
pub const USUAL_CAP: u8 = 5;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Reminders {
    /// What is switched on, by the id of the kind.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub plans: BTreeMap<String, Plan>,
    /// What was switched off last, so that it can be undone.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub removed: BTreeMap<String, Plan>,
    /// Asked for once, moved by Later, or repeated until done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub booked: Vec<Booked>,
    /// When the first plan was agreed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Timestamp>,
    /// Messages a day over all kinds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<u8>,
    /// What went out on the newest day on which anything did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Sent>,
    /// All kinds are silent until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused: Option<Timestamp>,
    /// All kinds will be silent for a time that has not begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ahead: Option<Ahead>,
    /// Messages that may still be answered, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shown: Vec<Shown>,
    /// What is being set up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Draft>,
    /// The zone whose clock the times keep while the person is elsewhere; absent: the person's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<String>,
    /// The zone that was left, while it is not answered whether its times are kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
    /// The kinds whose pause waits for its end, as a button names them; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pauses: Option<String>,
    /// What the person wants to drink, and from what.
    #[serde(default, skip_serializing_if = "Water::is_unset")]
    pub water: Water,
    /// Messages say nothing that a lock screen should not show.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub discreet: bool,
    /// The soonest hour of all this; worked out anew at the end of every turn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Timestamp>,
}

/// One kind that is switched on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// On the person's clock, soonest first.
    pub times: Vec<Time>,
    /// Days of the week, 1 is Monday; all when empty. What comes before 04:00 belongs to the evening before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<i8>,
    /// Whatever was due up to here has had its answer: sent or dropped.
    pub settled: Timestamp,
    /// The newest time that was sent, as the clock showed it: none goes twice, wherever the person travels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<DateTime>,
    /// The last day of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// After the last day it was asked how it went.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reviewed: bool,
    /// This kind is silent until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused: Option<Timestamp>,
    /// This kind will be silent for a time that has not begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ahead: Option<Ahead>,
    /// It comes although all others pause.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub spared: bool,
    /// Silent for the rest of this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped: Option<Date>,
    /// Until it is done it comes again after so many minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat_minutes: Option<u16>,
    /// How many in a row got no answer.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub ignored: u8,
    /// Asked whether it is still wanted, and silent until there is an answer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asked: bool,
    /// Tips of the last seven days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Told>,
}

impl Plan {
    /// Daily at these times of the clock, soonest first; nothing before `settled` is due.
    pub fn daily(times: Vec<Time>, settled: Timestamp) -> Self {
        Plan {
            times,
            days: Vec::new(),
            settled,
            last: None,
            until: None,
            reviewed: false,
            paused: None,
            ahead: None,
            spared: false,
            skipped: None,
            repeat_minutes: None,
            ignored: 0,
            asked: false,
            told: Vec::new(),
        }
    }
}

/// A pause that begins later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ahead {
    pub from: Timestamp,
    pub until: Timestamp,
}

impl Ahead {
    /// Keeps a pause from now, or from an instant to come, beside what is paused already.
    pub fn keep(paused: &mut Option<Timestamp>, ahead: &mut Option<Ahead>, from: Option<Timestamp>, until: Timestamp) {
        match (from, *paused) {
            (None, _) => {
                *paused = Some(until);
                *ahead = ahead.filter(|ahead| ahead.until > until);
            }
            // One goes over into the other.
            (Some(from), Some(now)) if now >= from => *paused = Some(now.max(until)),
            (Some(from), _) => *ahead = Some(Ahead { from, until }),
        }
    }

    /// Its hour has come.
    pub fn begin(paused: &mut Option<Timestamp>, ahead: &mut Option<Ahead>, now: Timestamp) {
        if let Some(begun) = ahead.take_if(|ahead| ahead.from <= now) {
            *paused = (*paused).max(Some(begun.until));
        }
    }
}

/// A tip, and the day on which it was told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    pub tip: String,
    pub on: Date,
}

/// One occurrence at an instant of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Booked {
    pub kind: String,
    pub at: Timestamp,
    pub why: Why,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Asked for, once.
    Once,
    /// Moved by the person.
    Later,
    /// Not done yet; so many follow at most.
    Repeat { left: u8 },
}

/// How many messages went out on a day of the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    pub on: Date,
    pub messages: u8,
}

/// One message with its lines, one for each kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// Its number among the messages with buttons that belong to no question.
    pub number: u32,
    pub at: Timestamp,
    pub lines: Vec<Line>,
    /// Nobody knows whether it arrived, or it never left: it cannot have been ignored.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lost: bool,
    /// It was not answered in time and has no buttons any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub over: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tip: Option<String>,
    /// When it was planned for, if it comes noticeably later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<Timestamp>,
    #[serde(default)]
    pub state: State,
}

/// What became of a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    #[default]
    Open,
    /// Not a reminder but the question whether it is still wanted.
    Asking,
    /// Not a reminder but the question how it went, when its weeks are over.
    Reviewing,
    Done {
        at: Timestamp,
    },
    Later {
        until: Timestamp,
    },
    Skipped,
    /// A newer one has come, and nobody answered this one.
    Passed,
    /// The question was answered, or the kind was switched off.
    Settled,
}

/// The person's own amounts, in millilitres.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Water {
    /// A day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cup: Option<u32>,
    /// Asks for the colour of urine once a day.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub colour: bool,
    /// When it asked last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour_asked: Option<Date>,
}

impl Water {
    fn is_unset(&self) -> bool {
        *self == Water::default()
    }
}

/// A reminder that is being set up; nothing of it is in force.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Those of the content when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub times: Vec<Time>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<i8>,
    /// Once, so many minutes from when it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub once: Option<Timestamp>,
    /// On this day only, at its times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// The plan is shown and agreed to before it holds, also where others have been agreed to before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shows: bool,
    /// Until it is done it shall come again after so many minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat_minutes: Option<u16>,
    /// When it was begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begun: Option<Timestamp>,
    /// What was wished for in the same words and comes next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub then: Vec<Draft>,
}

impl Reminders {
    pub fn cap(&self) -> u8 {
        self.cap.unwrap_or(USUAL_CAP)
    }

    /// Whether nothing at all is kept that would have to be stored.
    pub fn is_idle(&self) -> bool {
        *self == Reminders::default()
    }

    /// Until when a kind that would come at an instant is paused, by its own pause or by that of all.
    pub fn silent_until(&self, kind: &str, at: Timestamp) -> Option<Timestamp> {
        let plan = self.plans.get(kind);
        let now = match plan {
            Some(plan) if plan.spared => plan.paused,
            Some(plan) => self.paused.max(plan.paused),
            None => self.paused,
        };
        let aheads = [self.ahead, plan.and_then(|plan| plan.ahead)].into_iter().flatten();
        let begun = aheads.filter(|ahead| ahead.from <= at).map(|ahead| ahead.until).max();
        now.max(begun).filter(|until| *until > at)
    }

    /// Kinds that come although all others pause.
    pub fn spared(&self) -> impl Iterator<Item = &String> {
        self.plans.iter().filter(|(_, plan)| plan.spared && self.paused.is_some()).map(|(kind, _)| kind)
    }

    /// Nothing of a kind comes again until it is done.
    pub fn forget_repeats(&mut self, kind: &str) {
        self.booked.retain(|booked| booked.kind != kind || !matches!(booked.why, Why::Repeat { .. }));
    }

    /// The pause of all is over, or another one begins.
    pub fn end_of_all(&mut self) {
        self.paused = None;
        self.plans.values_mut().for_each(|plan| plan.spared = false);
    }

    /// How many messages went out on this day.
    pub fn sent_on(&self, day: Date) -> u8 {
        self.sent.filter(|sent| sent.on == day).map_or(0, |sent| sent.messages)
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn is_zero(number: &u8) -> bool {
    *number == 0
}
