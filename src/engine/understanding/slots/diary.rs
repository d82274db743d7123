//! What of the diary is wanted: which entries, which span of time, which count, as which file.

use super::super::meaning::{Format, Meaning, Metric, Period, Shelf};
use super::Scope;

pub(super) fn format(scope: &Scope<'_, '_>) -> Option<Format> {
    match scope.value("format")? {
        "csv" => Some(Format::Csv),
        "pdf" => Some(Format::Pdf),
        "json" => Some(Format::Json),
        _ => None,
    }
}

pub(super) fn period(scope: &Scope<'_, '_>) -> Option<Period> {
    match scope.set("period").or_else(|| scope.value("period"))? {
        "today" => Some(Period::Today),
        "yesterday" => Some(Period::Yesterday),
        "week" => Some(Period::Week),
        "last_week" => Some(Period::LastWeek),
        "month" => Some(Period::Month),
        "last_month" => Some(Period::LastMonth),
        "3_months" => Some(Period::ThreeMonths),
        "year" => Some(Period::Year),
        "all" => Some(Period::All),
        _ => None,
    }
}

pub(super) fn metric(scope: &Scope<'_, '_>) -> Option<Metric> {
    match scope.value("metric")? {
        "cramps" => Some(Metric::Cramps),
        "water" => Some(Metric::Water),
        "stretch" => Some(Metric::Stretch),
        "elevate" => Some(Metric::Elevate),
        "intensity" => Some(Metric::Intensity),
        _ => None,
    }
}

pub(super) fn show(scope: &Scope<'_, '_>) -> Meaning {
    let what = scope.set("what").or_else(|| scope.value("shelf")).and_then(shelf);
    let limit = scope
        .numbers()
        .find(|(number, measure)| scope.message.tokens[measure.start].digits.is_some() || *number > 1.0)
        .map(|(number, _)| number)
        .or_else(|| scope.has("last_one").then_some(1.0));
    let limit = limit.filter(|limit| (1.0..=1000.0).contains(limit)).map(|limit| limit as u32);
    Meaning::DiaryShow { what, period: period(scope), limit }
}

fn shelf(name: &str) -> Option<Shelf> {
    match name {
        "cramps" => Some(Shelf::Cramps),
        "water" => Some(Shelf::Water),
        "activity" => Some(Shelf::Activity),
        "reminders" => Some(Shelf::Reminders),
        "profile" => Some(Shelf::Profile),
        _ => None,
    }
}
