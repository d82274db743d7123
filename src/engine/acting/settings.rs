//! Clock, language and units, said in words.

use crate::engine::exchange::Exchange;
use crate::engine::letter::Keyboard;
use crate::engine::understanding::meaning::Units;
use crate::engine::{place, setup};
use crate::library::words::Blank;

/// Sets what was said; what cannot be set is told.
pub fn set(ex: &mut Exchange<'_>, zone: Option<&str>, language: Option<&str>, units: Option<Units>) {
    if let Some(units) = units {
        set_units(ex, units);
    }
    if let Some(language) = language {
        set_language(ex, language);
    }
    match zone.map(known) {
        Some(Some(zone)) => setup::choose_zone(ex, &zone),
        Some(None) => {
            let text = ex.phrase("zone-unknown", &[]);
            ex.say(text, Keyboard::None);
        }
        None if language.is_none() && units.is_none() => setup::settings(ex),
        None => {}
    }
}

/// A zone by its name; `UTC+02:00` by the name that the tables have for it. Halves of an hour have none.
fn known(zone: &str) -> Option<String> {
    if place::exists(zone) {
        return Some(zone.to_owned());
    }
    let (hours, minutes) = zone.strip_prefix("UTC")?.split_once(':')?;
    let hours: i32 = hours.parse().ok().filter(|_| minutes == "00")?;
    // The names of these zones count westward.
    let name = if hours == 0 { "UTC".to_owned() } else { format!("Etc/GMT{:+}", -hours) };
    place::exists(&name).then_some(name)
}

fn set_units(ex: &mut Exchange<'_>, units: Units) {
    ex.chat.profile.units = Some(units);
    let text = match units {
        Units::Us => ex.phrase("units-us", &[]),
        Units::Metric | Units::Uk => ex.phrase("units-metric", &[]),
    };
    ex.say(text, Keyboard::None);
}

fn set_language(ex: &mut Exchange<'_>, language: &str) {
    if ex.library.words.languages().any(|known| known == language) {
        return setup::choose_language(ex, language);
    }
    let names: Vec<String> =
        ex.library.words.languages().map(|known| ex.library.words.text(known, "language-name", &[])).collect();
    let names = names.join(", ");
    let text = ex.phrase("language-unknown", &[("languages", Blank::Text(&names))]);
    ex.say(text, Keyboard::None);
}
