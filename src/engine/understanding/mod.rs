//! What typed words mean: one [`Meaning`](meaning::Meaning) for a text, found with the patterns of the library.
//!
//! Pure; never records, never answers, never reads the clock.

mod alarm;
pub mod alone;
mod days;
mod denial;
mod digits;
mod hours;
mod matching;
pub mod meaning;
mod measures;
mod message;
mod normalise;
pub mod proof;
mod reading;
mod sample;
mod signs;
mod slots;
mod spelling;
mod subject;
pub mod written;

use jiff::civil::Weekday;

use crate::library::Library;
use meaning::{Alarm, Meaning};

/// What a text means, whatever is open in the conversation. Reads the first 4,096 characters.
pub fn understand(text: &str, library: &Library) -> Meaning {
    let reading = reading::Reading::new(text, library);
    match alarm::of(&reading) {
        Some(alarm) => Meaning::Emergency(alarm),
        None => slots::meaning(&reading),
    }
}

/// The watch over every text: warning signs, calls for help, words of a crisis.
pub fn alarm(text: &str, library: &Library) -> Option<Alarm> {
    alarm::of(&reading::Reading::new(text, library))
}

/// The days of the week that a text names, where it says nothing else: "mon, wed and fri", "not on sundays".
pub fn days_alone(text: &str, library: &Library) -> Option<Vec<Weekday>> {
    days::alone(&reading::Reading::new(text, library).message)
}

/// Every day of the week that a text names.
pub fn days_named(text: &str, library: &Library) -> Vec<Weekday> {
    days::within(&reading::Reading::new(text, library).message)
}

/// The amount that a text is, where it says nothing else.
pub fn amount_alone(text: &str, library: &Library) -> Option<alone::Alone> {
    alone::read(&reading::Reading::new(text, library))
}
