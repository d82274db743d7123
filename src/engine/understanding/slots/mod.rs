//! Chooses the intent by the catalogue's priority and takes its details from the message.

mod change;
mod clock;
mod cramp;
mod diary;
mod drink;
mod facts;
mod reminder;
mod settings;

use std::ops::Range;

use super::meaning::{Impossible, Kept, Kind, Meaning, Smalltalk, Steer};
use super::measures::{Measure, Quantity};
use super::message::Message;
use super::reading::Reading;
use crate::library::understanding::Intent;

/// One intent with the part of the message that belongs to it.
pub(super) struct Scope<'r, 'l> {
    pub reading: &'r Reading<'l>,
    pub message: &'r Message<'l>,
    pub set: &'l [(String, String)],
    /// Clauses of the intent itself and of no other.
    pub clauses: Vec<Range<usize>>,
}

pub(super) fn meaning(reading: &Reading<'_>) -> Meaning {
    let mut intents: Vec<(Intent, usize)> =
        reading.intents.iter().enumerate().map(|(at, (intent, ..))| (*intent, at)).collect();
    if facts::tells_symptoms(reading) {
        intents.push((Intent::SymptomCheck, usize::MAX));
    }
    if facts::tells_profile(reading) {
        intents.push((Intent::ProfileUpdate, usize::MAX));
    }
    intents.sort_unstable();
    for (intent, at) in intents {
        let set = reading.intents.get(at).map_or(&[][..], |(_, set, _)| set);
        let scope = Scope { reading, message: &reading.message, set, clauses: scope(reading, intent) };
        if let Some(meaning) = read(intent, &scope) {
            return possible(intent, &scope, meaning);
        }
    }
    // A question in general about a warning sign: the article that repeats them all.
    let asked = reading.told.iter().any(|told| told.general);
    if asked { Meaning::Learn { topic: Some("see_doctor".to_owned()) } } else { Meaning::Nothing }
}

/// Clauses where another intent speaks and this one does not are left to the other.
fn scope(reading: &Reading<'_>, intent: Intent) -> Vec<Range<usize>> {
    let speaks = |clause: usize, own: bool| {
        reading.intents.iter().any(|(other, _, found)| found.clause == clause && (*other == intent) == own)
    };
    let clauses = || reading.message.clauses.iter().enumerate();
    let first = clauses().map(|(at, _)| at).find(|at| speaks(*at, true));
    let goes_on = |at: usize, clause: &Range<usize>| {
        intent == Intent::ReminderSet && first.is_some_and(|first| first < at) && reminder::is_more(reading, clause)
    };
    let is_own =
        |(at, clause): &(usize, &Range<usize>)| speaks(*at, true) || !speaks(*at, false) || goes_on(*at, clause);
    clauses().filter(is_own).map(|(_, clause)| clause.clone()).collect()
}

fn read(intent: Intent, scope: &Scope<'_, '_>) -> Option<Meaning> {
    let meaning = match intent {
        Intent::CrampNow => return Some(cramp::now(scope)),
        Intent::CrampPast => return Some(cramp::past(scope)),
        Intent::CrampOver => return Some(cramp::over(scope)),
        Intent::SymptomCheck => Meaning::SymptomCheck(facts::symptoms(scope.reading)),
        Intent::ProfileUpdate => return facts::profile(scope.reading),
        Intent::Erase => Meaning::Erase,
        Intent::UndoLast => Meaning::UndoLast { what: kept(scope) },
        Intent::Pause => return Some(reminder::pause(scope)),
        Intent::ReminderStop => return Some(reminder::stop(scope)),
        Intent::Snooze => return reminder::snooze(scope),
        Intent::ReminderSet => return Some(reminder::set(scope)),
        Intent::LogWater => return Some(drink::water(scope)),
        Intent::LogActivity => return Some(drink::activity(scope)),
        Intent::SettingsSet => return settings::read(scope),
        Intent::Export => Meaning::Export { format: diary::format(scope) },
        Intent::Summary => Meaning::Summary { period: diary::period(scope), metric: diary::metric(scope) },
        Intent::DiaryShow if scope.set("next").is_some() => {
            Meaning::ReminderNext { kind: scope.value("kind").and_then(kind) }
        }
        Intent::DiaryShow => diary::show(scope),
        Intent::Food => Meaning::Food { mineral: scope.value("mineral").map(str::to_owned) },
        Intent::Learn => Meaning::Learn { topic: scope.set("topic").map(str::to_owned) },
        Intent::Help => Meaning::Help,
        Intent::Navigate => Meaning::Navigate(scope.set("action").and_then(steer)),
        Intent::Yes => Meaning::Yes,
        Intent::No => Meaning::No,
        Intent::Smalltalk => Meaning::Smalltalk(scope.set("kind").and_then(smalltalk)),
        Intent::Nothing => Meaning::Nothing,
    };
    Some(meaning)
}

/// A length of time below nothing cannot be.
fn possible(intent: Intent, scope: &Scope<'_, '_>, meaning: Meaning) -> Meaning {
    let counts = matches!(intent, Intent::ReminderSet | Intent::Snooze);
    let below = scope.measures().find(|measure| scope.message.tokens[measure.start].minus).filter(|_| counts);
    match (below.map(|measure| measure.what), intent) {
        (None, _) => meaning,
        (Some(_), _) if matches!(meaning, Meaning::Impossible { .. }) => meaning,
        (Some(_), Intent::ReminderSet) if reminder::every(scope).is_some() => impossible(meaning, Impossible::Every),
        (Some(_), _) => impossible(meaning, Impossible::Duration),
    }
}

/// The meaning, with one of its values that cannot be.
fn impossible(meant: Meaning, what: Impossible) -> Meaning {
    Meaning::Impossible { meant: Box::new(meant), what }
}

impl<'l> Scope<'_, 'l> {
    /// What the entry itself says.
    pub fn set(&self, key: &str) -> Option<&'l str> {
        self.set.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    /// The first value of a list.
    pub fn value(&self, list: &str) -> Option<&'l str> {
        self.clauses
            .iter()
            .find_map(|clause| self.message.all(list, clause).first().map(|span| self.message.value(span)))
    }

    pub fn has(&self, list: &str) -> bool {
        self.clauses.iter().any(|clause| self.message.has(list, clause))
    }

    pub fn measures(&self) -> impl Iterator<Item = &Measure> {
        self.reading.measures.iter().filter(|measure| self.clauses.iter().any(|clause| clause.contains(&measure.start)))
    }

    /// Lengths of time that are not "ago", in minutes.
    pub fn durations(&self) -> impl Iterator<Item = (f64, &Measure)> {
        self.measures().filter_map(|measure| match measure.what {
            Quantity::Duration(minutes) if !self.lies_inside(measure) => Some((minutes, measure)),
            _ => None,
        })
    }

    /// Numbers that are no part of something measured.
    pub fn numbers(&self) -> impl Iterator<Item = (f64, &Measure)> {
        self.measures().filter_map(|measure| match measure.what {
            Quantity::Number(number) if !self.lies_inside(measure) => Some((number, measure)),
            _ => None,
        })
    }

    /// What a measured number says; beyond every scale for anything else.
    pub fn number_of(&self, measure: &Measure) -> f64 {
        match measure.what {
            Quantity::Number(number) => number,
            _ => f64::MAX,
        }
    }

    fn lies_inside(&self, inner: &Measure) -> bool {
        self.reading.measures.iter().any(|outer| {
            let wider = outer.start <= inner.start && inner.end <= outer.end;
            wider && outer != inner && !matches!(outer.what, Quantity::Number(_))
        })
    }

    pub fn text(&self, at: usize) -> &str {
        self.message.text(at)
    }

    pub fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |at| self.message.text(at))
    }
}

fn kept(scope: &Scope<'_, '_>) -> Option<Kept> {
    match scope.value("shelf")? {
        "cramps" => Some(Kept::Cramps),
        "water" => Some(Kept::Water),
        "activity" => Some(Kept::Activity),
        _ => None,
    }
}

fn kind(name: &str) -> Option<Kind> {
    match name {
        "water" => Some(Kind::Water),
        "stretch" => Some(Kind::Stretch),
        "elevate" => Some(Kind::Elevate),
        "move" => Some(Kind::Move),
        _ => None,
    }
}

fn steer(action: &str) -> Option<Steer> {
    match action {
        "cancel" => Some(Steer::Cancel),
        "back" => Some(Steer::Back),
        "skip" => Some(Steer::Skip),
        "unsure" => Some(Steer::Unsure),
        _ => None,
    }
}

fn smalltalk(kind: &str) -> Option<Smalltalk> {
    match kind {
        "greeting" => Some(Smalltalk::Greeting),
        "thanks" => Some(Smalltalk::Thanks),
        "bye" => Some(Smalltalk::Bye),
        _ => None,
    }
}
