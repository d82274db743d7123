//! Charley.

pub mod ids;
pub mod library;
