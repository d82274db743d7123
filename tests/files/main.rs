//! The files that leave the bot: the page for a doctor, copies of the diary, there and back, and pictures.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../support/content.rs"]
mod content;
mod diary;
#[path = "../support/difference.rs"]
mod difference;
mod export;
mod pictures;
mod report;
