//! What was drunk, and what was done: stretched, legs up, moved.

use super::super::meaning::{Drink, Impossible, MOST_MILLILITRES, Meaning};
use super::super::measures::{Measure, Quantity};
use super::{Scope, cramp, impossible, kind};

/// A bare number from here on is millilitres.
const LEAST_BARE: f64 = 50.0;

pub(super) fn water(scope: &Scope<'_, '_>) -> Meaning {
    let total = scope.has("total");
    let drink = scope.value("drink").filter(|drink| *drink != "water").map(str::to_owned);
    let when = cramp::when(scope);
    let millilitres = amount(scope);
    let fits = millilitres.is_none_or(|ml| ml >= 1.0 && ml <= f64::from(MOST_MILLILITRES));
    let drink = Drink {
        millilitres: millilitres.filter(|_| fits).map(|ml| (ml + 0.5).floor() as u32),
        drink,
        total,
        // "Today so far" is the day's sum.
        when: when.unwrap_or_default().filter(|_| !total),
    };
    match (fits, when) {
        (false, _) => impossible(Meaning::LogWater(drink), Impossible::Volume),
        (true, Err(what)) => impossible(Meaning::LogWater(drink), what),
        (true, Ok(_)) => Meaning::LogWater(drink),
    }
}

/// The sum of all amounts; else a number that can only be millilitres.
fn amount(scope: &Scope<'_, '_>) -> Option<f64> {
    let mut sum = None;
    let mut end = 0;
    for measure in scope.measures() {
        if let Quantity::Amount(amount) = measure.what
            && measure.start >= end
            && !(measure.start == end && end > 0 && is_container(scope, measure))
        {
            sum = Some(sum.unwrap_or(0.0) + amount);
            end = measure.end;
        }
    }
    sum.or_else(|| scope.numbers().map(|(number, _)| number).find(|number| *number >= LEAST_BARE))
}

/// The bottle of "500 ml bottle" holds nothing more.
fn is_container(scope: &Scope<'_, '_>, measure: &Measure) -> bool {
    scope.message.value_at("container", measure.start).is_some_and(|(_, end)| end == measure.end)
}

pub(super) fn activity(scope: &Scope<'_, '_>) -> Meaning {
    let kind = scope.set("kind").or_else(|| scope.value("kind")).and_then(kind);
    let (minutes, wrong) = cramp::minutes(scope);
    // "Feet up for 20"
    let bare = || {
        scope.numbers().find(|(number, measure)| {
            let behind_for = matches!(scope.before(measure.start), "for" | "about" | "stretched" | "stretch");
            let last = measure.end == scope.message.tokens.len();
            (behind_for || last)
                && scope.message.tokens[measure.start].digits.is_some()
                && (1.0..=600.0).contains(number)
        })
    };
    let minutes = minutes.or_else(|| bare().map(|(number, _)| number));
    let meaning = Meaning::LogActivity { kind, minutes };
    match wrong {
        None => meaning,
        Some(what) => impossible(meaning, what),
    }
}
