//! The files that leave the bot: the page for a doctor, and copies of the diary, there and back.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../support/content.rs"]
mod content;
mod diary;
#[path = "../support/difference.rs"]
mod difference;
mod export;
mod report;
