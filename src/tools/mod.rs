//! The commands for authors and testers, one file each. They print; they decide nothing about health.

pub mod check;
pub mod person;
pub mod talk;
