//! What typed words mean: one [`Meaning`](meaning::Meaning) for a text, found with the patterns of the library.
//!
//! Pure; never records, never answers, never reads the clock.

pub mod meaning;
