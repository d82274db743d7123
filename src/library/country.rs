//! Emergency numbers by country, each with its source.

use super::mistake::Place;

/// What a person in this country calls, and whose word that is.
#[derive(Debug, Clone)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: String,
    pub name: String,
    pub emergency: String,
    pub source: String,
    /// ISO date on which the source was read.
    pub read: String,
    /// A crisis line, only where its source was read too.
    pub crisis: Option<String>,
    pub crisis_source: Option<String>,
    pub crisis_read: Option<String>,
    /// IANA zones of the country, the most common first; may be empty.
    pub zones: Vec<String>,
    /// Clocks are usually read with am and pm.
    pub twelve_hours: bool,
    /// Drinks are usually measured in fluid ounces.
    pub ounces: bool,
    pub place: Place,
}
