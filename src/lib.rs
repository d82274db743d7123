//! Charley.

pub mod config;
pub mod engine;
pub mod ids;
pub mod library;
pub mod shell;
pub mod tools;
