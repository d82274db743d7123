//! What the tests that play people share.
#![allow(dead_code, reason = "each test takes what it needs")]

pub mod content;
pub mod difference;
pub mod limits;
pub mod memory;
pub mod screen;
pub mod script;
pub mod show;
pub mod stored;
pub mod world;
