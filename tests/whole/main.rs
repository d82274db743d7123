//! The whole program from outside: the built binary against the simulator, both as processes of their own.
//!
//! `stage` starts and stops them, `person` is somebody in the chat; each other file is one promise to people or to
//! operators. Nothing here sleeps for a result: everything is waited for, up to a deadline.

#![allow(clippy::unwrap_used)]

mod conversation;
mod doors;
mod failures;
mod files;
mod kill;
mod limits;
mod operators;
mod person;
mod privacy;
mod reminding;
mod stage;
mod storm;
