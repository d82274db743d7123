//! The details of a cramp: where, which side, how bad, how long, when, and what the person was doing.

use super::super::meaning::{Cramp, Impossible, Meaning, When};
use super::super::measures::{Measure, Quantity};
use super::clock::{self, Purpose};
use super::{Scope, impossible};

/// The longest that a cramp can be told of, as in the vocabulary of findings: fourteen days.
const MOST_MINUTES: f64 = 20_160.0;

pub(super) fn now(scope: &Scope<'_, '_>) -> Meaning {
    let (mut cramp, wrong) = details(scope);
    // "Started five minutes ago" is how long it has held so far.
    let so_far = clock::since(scope).filter(|minutes| *minutes <= 180.0);
    cramp.minutes = cramp.minutes.or(so_far);
    judged(Meaning::CrampNow(cramp), wrong)
}

pub(super) fn past(scope: &Scope<'_, '_>) -> Meaning {
    let (cramp, wrong) = details(scope);
    match clock::when(scope) {
        Ok(when) => judged(Meaning::CrampPast { cramp, when }, wrong),
        Err(what) => impossible(Meaning::CrampPast { cramp, when: None }, what),
    }
}

pub(super) fn over(scope: &Scope<'_, '_>) -> Meaning {
    let (minutes, wrong) = minutes(scope);
    judged(Meaning::CrampOver { minutes }, wrong)
}

fn judged(meaning: Meaning, wrong: Option<Impossible>) -> Meaning {
    match wrong {
        None => meaning,
        Some(what) => impossible(meaning, what),
    }
}

fn details(scope: &Scope<'_, '_>) -> (Cramp, Option<Impossible>) {
    let (minutes, too_long) = minutes(scope);
    let (intensity, beyond) = intensity(scope);
    let cramp = Cramp {
        site: site(scope),
        side: side(scope),
        intensity,
        minutes,
        at_night: at_night(scope),
        activity: scope.value("activity").map(str::to_owned),
    };
    (cramp, beyond.or(too_long))
}

/// The first part of the leg that is named for itself: "on my feet all day" names none.
fn site(scope: &Scope<'_, '_>) -> Option<String> {
    let all = |list: &'static str| scope.clauses.iter().flat_map(move |clause| scope.message.all(list, clause));
    let inside = |at: usize| all("activity").any(|span| span.start < at && at < span.end);
    all("site").find(|span| !inside(span.start)).map(|span| scope.message.value(&span).to_owned())
}

/// "Right now" and "left over" name no side.
fn side(scope: &Scope<'_, '_>) -> Option<String> {
    let sides = scope.clauses.iter().flat_map(|clause| scope.message.all("side", clause));
    let mut named = sides.filter(|span| scope.message.value_at("no_side", span.start).is_none());
    let long = named.find(|span| scope.text(span.start).len() > 2 || beside_a_site(scope, span.start));
    long.map(|span| scope.message.value(&span).to_owned())
}

/// A single letter counts beside the part of the leg only.
fn beside_a_site(scope: &Scope<'_, '_>, at: usize) -> bool {
    let site = |at: usize| scope.message.value_at("site", at).or(scope.message.value_at("leg", at)).is_some();
    site(at + 1) || at > 0 && site(at - 1)
}

/// The first length of time, in minutes.
pub(super) fn minutes(scope: &Scope<'_, '_>) -> (Option<f64>, Option<Impossible>) {
    let every = |at: usize| matches!(scope.before(at), "every" | "each");
    let days = |at: usize, minutes: f64| minutes >= 1440.0 && matches!(scope.before(at), "last" | "past");
    let mut told = scope.durations().filter(|(minutes, m)| !every(m.start) && !days(m.start, *minutes));
    let Some((minutes, _)) = told.next() else {
        return (None, None);
    };
    if minutes > 0.0 && minutes <= MOST_MINUTES {
        (Some((minutes * 100.0).round() / 100.0), None)
    } else {
        (None, Some(Impossible::Duration))
    }
}

/// A score, a number behind "pain" or "a", a number alone, or a word for one.
fn intensity(scope: &Scope<'_, '_>) -> (Option<u8>, Option<Impossible>) {
    let scored = scope.measures().find_map(|measure| match measure.what {
        Quantity::Score(score) => Some(score),
        _ => None,
    });
    let said = scored.or_else(|| scope.numbers().find(|(_, m)| is_score(scope, m)).map(|(number, _)| number));
    if let Some(score) = said {
        let fits = (0.0..=10.0).contains(&score);
        return (fits.then_some(score.round() as u8), (!fits).then_some(Impossible::Intensity));
    }
    (scope.value("intensity").and_then(|word| word.parse().ok()), None)
}

fn is_score(scope: &Scope<'_, '_>, measure: &Measure) -> bool {
    let at = measure.start;
    // "10k" is a run.
    let named = scope.text(at).ends_with('k');
    if named || scope.message.tokens[at].digits.is_none() && scope.before(at) != "pain" {
        return false;
    }
    let behind_pain =
        (1..=3).any(|back| at.checked_sub(back).is_some_and(|at| scope.message.value_at("score_word", at).is_some()));
    let article = matches!(scope.before(at), "a" | "an" | "solid");
    let apart = |at: usize| scope.message.tokens.get(at).is_none_or(|t| t.before != super::super::message::Break::None);
    let last =
        apart(measure.end) && !matches!(scope.before(at), "for" | "about" | "last" | "past" | "number" | "stage" | "x");
    let few = (0.0..=10.0).contains(&scope.number_of(measure));
    behind_pain || article || apart(at) && apart(measure.end) || last && few
}

/// Told of the night, of sleep or bed, or with a time from 22:00 to 05:59.
fn at_night(scope: &Scope<'_, '_>) -> bool {
    let by_clock = clock::times(scope, Purpose::Cramp)
        .is_ok_and(|times| times.first().is_some_and(|(time, _)| !(6..22).contains(&time.hour())));
    scope.has("night") || by_clock
}

/// Of a log: when it was, if not now.
pub(super) fn when(scope: &Scope<'_, '_>) -> Result<Option<When>, Impossible> {
    clock::when(scope)
}
