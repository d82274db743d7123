//! Where somebody lives: countries by name, time zones by city. Offline, from the tables the program carries.

use std::sync::LazyLock;

use jiff::tz::{self, TimeZone};
use tzf_rs::EmbeddedFinder;

use super::reply::normalise;
use crate::library::Library;

/// Codes that are words as well: they mean a country in capitals only. "No" is not Norway.
const WORDS: [&str; 6] = ["no", "it", "is", "in", "so", "me"];

/// A country by its code or its name.
pub fn country<'a>(said: &str, library: &'a Library) -> Option<&'a str> {
    let is_word = WORDS.iter().any(|word| word.eq_ignore_ascii_case(said.trim()) && said.contains(char::is_lowercase));
    let said = normalise(said);
    let is_code = |code: &str| !is_word && code.eq_ignore_ascii_case(&said);
    library
        .countries
        .values()
        .find(|country| normalise(&country.name) == said || is_code(&country.code))
        .map(|country| country.code.as_str())
}

/// IANA zones that fit a typed city, zone name or country, at most `most`.
pub fn zones(said: &str, library: &Library, most: usize) -> Vec<String> {
    let by_country = country(said, library);
    let said = normalise(said).replace(' ', "_");
    if said.chars().count() < 2 {
        return Vec::new();
    }
    if let Some(code) = by_country {
        let zones = library.countries.get(code).map(|country| country.zones.clone()).unwrap_or_default();
        if !zones.is_empty() {
            return zones.into_iter().take(most).collect();
        }
    }
    let names: Vec<String> = tz::db().available().map(|name| name.as_str().to_owned()).collect();
    let city = |name: &str| name.rsplit('/').next().unwrap_or(name).to_lowercase();
    let exact: Vec<String> =
        names.iter().filter(|name| name.to_lowercase() == said || city(name) == said).cloned().collect();
    let found = if exact.is_empty() {
        names.into_iter().filter(|name| name.contains('/') && city(name).starts_with(&said)).collect()
    } else {
        exact
    };
    found.into_iter().filter(|name| exists(name)).take(most).collect()
}

/// A zone by its name, also by one that newer tables have replaced.
pub fn zone(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
}

static BORDERS: LazyLock<EmbeddedFinder> = LazyLock::new(EmbeddedFinder::new);

/// The zone of a place, in degrees north and east; looked up in the program itself.
pub fn zone_at(latitude: f64, longitude: f64) -> Option<&'static str> {
    if !(-90.0..=90.0).contains(&latitude) || !(-180.0..=180.0).contains(&longitude) {
        return None;
    }
    Some(BORDERS.get_tz_name(longitude, latitude)).filter(|name| exists(name))
}

/// Whether the zone is in the tables.
pub fn exists(name: &str) -> bool {
    zone(name).is_some()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{zone, zone_at};

    #[test]
    fn a_word_is_no_country_unless_in_capitals() {
        let library = crate::library::load::embedded().unwrap();
        let country = |said: &str| super::country(said, &library).map(str::to_owned);
        assert_eq!(country("no"), None);
        assert_eq!(country("No"), None);
        assert_eq!(country("NO").as_deref(), Some("NO"));
        assert_eq!(country("de").as_deref(), Some("DE"));
        assert_eq!(country("Norway").as_deref(), Some("NO"));
    }

    #[test]
    fn a_place_has_the_zone_of_its_clock() {
        let places = [
            ((52.52, 13.40), "Europe/Berlin"),
            ((40.71, -74.01), "America/New_York"),
            ((-31.55, 159.08), "Australia/Lord_Howe"),
            ((27.70, 85.32), "Asia/Kathmandu"),
            ((50.45, 30.52), "Europe/Kyiv"),
        ];
        for ((latitude, longitude), zone) in places {
            assert_eq!(zone_at(latitude, longitude), Some(zone));
        }
        for (latitude, longitude) in [(91.0, 0.0), (0.0, 181.0), (f64::NAN, 0.0), (f64::INFINITY, 0.0)] {
            assert_eq!(zone_at(latitude, longitude), None);
        }
    }

    #[test]
    fn a_zone_that_was_renamed_is_found_under_both_names() {
        let renamed = [
            ("Europe/Kiev", "Europe/Kyiv"),
            ("Asia/Calcutta", "Asia/Kolkata"),
            ("Asia/Saigon", "Asia/Ho_Chi_Minh"),
            ("Asia/Katmandu", "Asia/Kathmandu"),
            ("America/Buenos_Aires", "America/Argentina/Buenos_Aires"),
            ("America/Godthab", "America/Nuuk"),
            ("Pacific/Enderbury", "Pacific/Kanton"),
        ];
        for (old, new) in renamed {
            for at in ["2025-01-15T12:00:00Z", "2026-07-15T12:00:00Z"] {
                let at: Timestamp = at.parse().unwrap();
                assert_eq!(zone(old).unwrap().to_offset(at), zone(new).unwrap().to_offset(at), "{old}");
            }
        }
    }
}
