//! The commands for authors and testers, one file each. They print; they decide nothing about health.

pub mod case;
pub mod check;
pub mod graph;
pub mod person;
pub mod rehearse;
pub mod talk;
pub mod triage;
