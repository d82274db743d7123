//! Time zone, language and units.

use jiff::tz;

use super::super::digits::Digits;
use super::super::meaning::{Meaning, Units};
use super::Scope;

/// None where the entry asks for a place and none is known: "I'm in pain".
pub(super) fn read(scope: &Scope<'_, '_>) -> Option<Meaning> {
    let units = scope.set("units").and_then(units);
    let wants_language = scope.set("reads") == Some("language");
    let language = wants_language.then(|| scope.value("language")).flatten().map(str::to_owned);
    let zone = if wants_language || units.is_some() { None } else { zone(scope) };
    let nothing = zone.is_none() && language.is_none() && units.is_none();
    if nothing && scope.set("reads").is_some() {
        return None;
    }
    Some(Meaning::SettingsSet { zone, language, units })
}

fn units(name: &str) -> Option<Units> {
    match name {
        "metric" => Some(Units::Metric),
        "uk" => Some(Units::Uk),
        "us" => Some(Units::Us),
        _ => None,
    }
}

fn zone(scope: &Scope<'_, '_>) -> Option<String> {
    offset(scope).or_else(|| scope.value("place").map(str::to_owned)).or_else(|| named_zone(scope))
}

/// `UTC+02:00`, as far as clocks go.
fn offset(scope: &Scope<'_, '_>) -> Option<String> {
    let minutes = scope.message.tokens.iter().find_map(|token| match token.digits {
        Some(Digits::Offset(minutes)) => Some(minutes),
        _ => None,
    })?;
    let sign = if minutes < 0 { '-' } else { '+' };
    let size = minutes.unsigned_abs();
    (size <= 14 * 60 && size % 60 < 60).then(|| format!("UTC{sign}{:02}:{:02}", size / 60, size % 60))
}

/// A city that the time zone database names: the last part of `America/New_York`.
fn named_zone(scope: &Scope<'_, '_>) -> Option<String> {
    let words: Vec<&str> = scope.message.tokens.iter().map(|token| token.text.as_str()).collect();
    let said = format!(" {} ", words.join(" "));
    let city =
        |name: &str| name.rsplit_once('/').map(|(_, city)| format!(" {} ", city.replace('_', " ").to_lowercase()));
    let mut names: Vec<String> = tz::db().available().map(|name| name.as_str().to_owned()).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let regions = ["Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];
    names.into_iter().find(|name| {
        let region = name.split('/').next().unwrap_or_default();
        regions.contains(&region) && city(name).is_some_and(|city| said.contains(&city))
    })
}
