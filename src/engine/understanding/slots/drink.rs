//! What was drunk, and what was done: stretched, legs up, moved.

use super::super::meaning::{Drink, Impossible, Kind, MOST_MILLILITRES, Meaning, Metric, Period};
use super::super::measures::{Measure, Quantity};
use super::{Scope, cramp, impossible, kind};

/// A bare number from here on is millilitres.
const LEAST_BARE: f64 = 50.0;

pub(super) fn water(scope: &Scope<'_, '_>) -> Meaning {
    if asks(scope) {
        return Meaning::Summary { period: Some(asked_period(scope)), metric: Some(Metric::Water) };
    }
    let total = scope.has("total");
    let drink = scope.value("drink").filter(|drink| *drink != "water").map(str::to_owned);
    let when = cramp::when(scope);
    let millilitres = amount(scope);
    let wrong = millilitres.and_then(|ml| match ml {
        ml if ml < 1.0 => Some(Impossible::NoVolume),
        ml if ml > f64::from(MOST_MILLILITRES) => Some(Impossible::Volume),
        _ => None,
    });
    let drink = Drink {
        millilitres: millilitres.filter(|_| wrong.is_none()).map(|ml| (ml + 0.5).floor() as u32),
        drink,
        total,
        also: without_amount(scope),
        // "Today so far" is the day's sum.
        when: when.unwrap_or_default().filter(|_| !total),
    };
    match wrong.or(when.err()) {
        Some(what) => impossible(Meaning::LogWater(drink), what),
        None => Meaning::LogWater(drink),
    }
}

/// "Have I stretched today?"
fn asks(scope: &Scope<'_, '_>) -> bool {
    let opens = |at: usize| matches!(scope.text(at), "did" | "didnt" | "have" | "havent" | "do" | "dont");
    let first = (0..scope.message.tokens.len()).find(|at| opens(*at) || !scope.message.tokens[*at].filler);
    first.is_some_and(|at| opens(at) && matches!(scope.text(at + 1), "i" | "we"))
}

fn asked_period(scope: &Scope<'_, '_>) -> Period {
    super::diary::period(scope).unwrap_or(Period::Today)
}

/// The drink of "two glasses of water and a coffee" that has no amount before it.
fn without_amount(scope: &Scope<'_, '_>) -> Option<String> {
    let drinks: Vec<_> = scope.clauses.iter().flat_map(|clause| scope.message.all("drink", clause)).collect();
    let amounts = || scope.measures().filter(|measure| matches!(measure.what, Quantity::Amount(_)));
    amounts().next()?;
    let mut from = 0;
    drinks.into_iter().find_map(|drink| {
        let has_own = amounts().any(|amount| (from..drink.end).contains(&amount.start));
        from = drink.end;
        let behind = amounts().any(|amount| amount.start == drink.end);
        (!has_own && !behind).then(|| scope.message.value(&drink).to_owned())
    })
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
    if asks(scope) {
        let metric = match kind {
            Some(Kind::Stretch) => Some(Metric::Stretch),
            Some(Kind::Elevate) => Some(Metric::Elevate),
            Some(Kind::Move | Kind::Water) | None => None,
        };
        return Meaning::Summary { period: Some(asked_period(scope)), metric };
    }
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
    let when = cramp::when(scope);
    let meaning = Meaning::LogActivity { kind, minutes, when: when.unwrap_or_default() };
    match wrong.or(when.err()) {
        None => meaning,
        Some(what) => impossible(meaning, what),
    }
}
