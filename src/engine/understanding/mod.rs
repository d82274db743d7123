//! What typed words mean: one [`Meaning`](meaning::Meaning) for a text, found with the patterns of the library.
//!
//! Pure; never records, never answers, never reads the clock.

pub mod meaning;

use crate::library::Library;

/// What a text means. Until the patterns are there, nothing.
pub fn understand(_text: &str, _library: &Library) -> meaning::Meaning {
    meaning::Meaning::Nothing
}
