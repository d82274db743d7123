//! How somebody reads a clock and an amount: as they chose, else as is usual where they live.
//!
//! Every time of day that a person reads is worded here. Exports keep their own form.

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use super::acting::logs;
use super::chat::Profile;
use super::exchange::Exchange;
use super::letter::{Button, Keyboard};
use super::press::menu_data;
use super::reply::{is_among, normalise};
use super::understanding::meaning::Units;
use crate::library::Library;
use crate::library::country::Country;
use crate::library::words::Blank;

/// An amount to show on the page, in millilitres.
const EXAMPLE: u32 = 250;
const NOON: i8 = 12;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hours {
    /// `3:12 pm`
    Twelve,
    /// `15:12`
    TwentyFour,
}

/// The person's own choice, else that of their country.
pub fn hours(profile: &Profile, library: &Library) -> Hours {
    profile.hours.unwrap_or_else(|| match country(profile, library) {
        Some(country) if country.twelve_hours => Hours::Twelve,
        Some(_) | None => Hours::TwentyFour,
    })
}

/// The person's own choice, else that of their country.
pub fn units(profile: &Profile, library: &Library) -> Units {
    profile.units.unwrap_or_else(|| match country(profile, library) {
        Some(country) if country.ounces => Units::Us,
        Some(_) | None => Units::Metric,
    })
}

/// The country that was named, else the one whose clock it is.
fn country<'l>(profile: &Profile, library: &'l Library) -> Option<&'l Country> {
    match (&profile.country, &profile.zone) {
        (Some(code), _) => library.countries.get(code),
        (None, Some(zone)) => library.countries.values().find(|country| country.zones.contains(zone)),
        (None, None) => None,
    }
}

/// A time of day: `15:12`, or `3:12 pm`.
pub fn time(profile: &Profile, library: &Library, time: Time) -> String {
    if hours(profile, library) == Hours::TwentyFour {
        return time.strftime("%H:%M").to_string();
    }
    let phrase = if time.hour() < NOON { "time-am" } else { "time-pm" };
    let shown = time.strftime("%-I:%M").to_string();
    library.words.text(&profile.language, phrase, &[("time", Blank::Text(&shown))])
}

/// How times and amounts look, and the choices.
fn show(ex: &mut Exchange<'_>) {
    let time = ex.wall(ex.local(ex.now).time());
    let amount = logs::amount(ex, EXAMPLE);
    let text = ex.phrase("customs", &[("time", Blank::Text(&time)), ("amount", Blank::Text(&amount))]);
    let button = |phrase: String, what: &str| Button { label: phrase, data: menu_data("customs", Some(what)) };
    let rows = vec![
        vec![button(ex.phrase("button-hours-12", &[]), "12"), button(ex.phrase("button-hours-24", &[]), "24")],
        vec![button(ex.phrase("button-millilitres", &[]), "ml"), button(ex.phrase("button-ounces", &[]), "oz")],
    ];
    ex.say(text, Keyboard::Inline(rows));
}

/// `12`, `24`, `ml`, `oz`: kept, and shown how things look now. Anything else shows the choices.
pub fn pressed(ex: &mut Exchange<'_>, what: &str) {
    let profile = &mut ex.chat.profile;
    match what {
        "12" => profile.hours = Some(Hours::Twelve),
        "24" => profile.hours = Some(Hours::TwentyFour),
        "ml" => profile.units = Some(Units::Metric),
        "oz" => profile.units = Some(Units::Us),
        _ => {}
    }
    show(ex);
}

/// "12 hour clock", "am and pm", typed at any time. False for other words.
pub fn typed(ex: &mut Exchange<'_>, text: &str) -> bool {
    let said = normalise(text);
    let what = if is_among(&said, &ex.phrase("typed-hours-12", &[])) {
        "12"
    } else if is_among(&said, &ex.phrase("typed-hours-24", &[])) {
        "24"
    } else {
        return false;
    };
    super::command::aside(ex, |ex| pressed(ex, what));
    true
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::civil::time as at;

    use super::{Hours, Profile, Units, hours, time, units};
    use crate::library::load;

    fn somebody(country: Option<&str>, zone: Option<&str>) -> Profile {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Profile { language: "en".to_owned(), country: owned(country), zone: owned(zone), ..Profile::default() }
    }

    #[test]
    fn the_country_is_the_first_guess_and_the_persons_word_counts() {
        let library = load::folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("dialogues")).unwrap();
        let guesses = [
            (Some("US"), None, Hours::Twelve, Units::Us),
            (Some("GB"), Some("America/New_York"), Hours::TwentyFour, Units::Metric),
            (None, Some("America/New_York"), Hours::Twelve, Units::Us),
            (None, Some("Asia/Kolkata"), Hours::Twelve, Units::Metric),
            (None, Some("Europe/Berlin"), Hours::TwentyFour, Units::Metric),
            (None, None, Hours::TwentyFour, Units::Metric),
            (Some("XX"), None, Hours::TwentyFour, Units::Metric),
        ];
        for (country, zone, clock, amounts) in guesses {
            let profile = somebody(country, zone);
            let found = (hours(&profile, &library), units(&profile, &library));
            assert_eq!(found, (clock, amounts), "{country:?} {zone:?}");
        }
        let own = Profile { hours: Some(Hours::TwentyFour), units: Some(Units::Metric), ..somebody(Some("US"), None) };
        assert_eq!((hours(&own, &library), units(&own, &library)), (Hours::TwentyFour, Units::Metric));
    }

    #[test]
    fn midnight_is_twelve_am_and_noon_twelve_pm() {
        let library = load::folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("dialogues")).unwrap();
        let (twelve, other) = (somebody(Some("US"), None), somebody(Some("DE"), None));
        let times = [
            (at(0, 0, 0, 0), "12:00 am", "00:00"),
            (at(0, 5, 0, 0), "12:05 am", "00:05"),
            (at(9, 30, 0, 0), "9:30 am", "09:30"),
            (at(11, 59, 59, 0), "11:59 am", "11:59"),
            (at(12, 0, 0, 0), "12:00 pm", "12:00"),
            (at(23, 1, 0, 0), "11:01 pm", "23:01"),
        ];
        for (of_day, short, long) in times {
            assert_eq!((time(&twelve, &library, of_day), time(&other, &library, of_day)), (short.into(), long.into()));
        }
    }
}
