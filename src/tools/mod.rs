//! The commands for authors, testers and operators, one file each. They print; they decide nothing about health.

pub mod backup;
pub mod case;
pub mod check;
pub mod command_line;
pub mod doctor;
pub mod fault;
pub mod graph;
pub mod import;
pub mod person;
pub mod rehearse;
pub mod sample_life;
pub mod serve;
pub mod talk;
pub mod triage;
pub mod understand;
