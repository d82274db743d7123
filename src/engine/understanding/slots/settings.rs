//! Time zone, language and units.

use jiff::tz;

use super::super::digits::Digits;
use super::super::meaning::{Impossible, Meaning, Units};
use super::{Scope, impossible};

/// No clock is further from UTC: Kiribati's.
const MOST_MINUTES: u32 = 14 * 60;

/// None where the entry asks for a place and none is known: "I'm in pain".
pub(super) fn read(scope: &Scope<'_, '_>) -> Option<Meaning> {
    let units = scope.set("units").and_then(units);
    let wants_language = scope.set("reads") == Some("language");
    let language = wants_language.then(|| scope.value("language")).flatten().map(str::to_owned);
    let wants_zone = !wants_language && units.is_none();
    let offset = if wants_zone { offset(scope) } else { None };
    if offset == Some(None) {
        return Some(impossible(Meaning::SettingsSet { zone: None, language, units }, Impossible::Zone));
    }
    let zone = if wants_zone { offset.flatten().or_else(|| zone(scope)) } else { None };
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
    scope.value("place").map(str::to_owned).or_else(|| named_zone(scope))
}

/// `UTC+02:00`; nothing of what is further than clocks go.
fn offset(scope: &Scope<'_, '_>) -> Option<Option<String>> {
    let minutes = scope.message.tokens.iter().find_map(|token| match token.digits {
        Some(Digits::Offset(minutes)) => Some(minutes),
        _ => None,
    })?;
    let sign = if minutes < 0 { '-' } else { '+' };
    let size = minutes.unsigned_abs();
    Some((size <= MOST_MINUTES).then(|| format!("UTC{sign}{:02}:{:02}", size / 60, size % 60)))
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
