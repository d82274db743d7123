//! Counts for operators: how much came, left, failed or was dropped since the start. Never who or what.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! tally {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// One counter per kind of thing that happens.
        #[derive(Debug, Default)]
        pub struct Tally {
            $($(#[$doc])* pub $name: Count,)*
        }

        impl Tally {
            /// Every counter with its name.
            pub fn all(&self) -> Vec<(&'static str, u64)> {
                vec![$((stringify!($name), self.$name.get()),)*]
            }
        }
    };
}

tally! {
    /// Updates that were read.
    updates,
    /// Updates of a kind that is nothing for us.
    ignored,
    /// Updates that could not be read.
    malformed,
    /// Updates that came a second time.
    repeated,
    /// Rings that were answered.
    rings,
    /// Rings that were answered more than a minute after their hour.
    late_rings,
    /// Turns that ended in a fault of the program.
    faults,
    sent,
    /// "Too many requests."
    limited,
    /// Requests of which nobody knows whether they arrived.
    uncertain,
    /// Messages whose markup was refused.
    refused,
    blocked,
    /// Reminders given up: uncertain, or too late to be of use.
    reminders_dropped,
    /// Cosmetic edits given up.
    edits_dropped,
    /// Answers given up: a day old, uncertain too often, or refused in every form.
    answers_dropped,
    /// Contents that were refused at a reload.
    contents_refused,
}

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    pub fn one(&self) {
        self.add(1);
    }

    pub fn add(&self, more: usize) {
        self.0.fetch_add(more as u64, Ordering::Relaxed);
    }

    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The counters that have counted something, as `name=number`.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = self.all().into_iter().filter(|(_, number)| *number > 0);
        let words: Vec<String> = counted.map(|(name, number)| format!("{name}={number}")).collect();
        f.write_str(if words.is_empty() { "nothing yet" } else { "" })?;
        f.write_str(&words.join(" "))
    }
}
