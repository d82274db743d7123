//! What is known of one medicine or supplement: the words it was typed in, from when to when.
//!
//! Shapes and questions only; the words stay as typed, and nothing is concluded from them but which value of the
//! vocabulary they name.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};

use crate::engine::bout;
use crate::engine::diary::{Entry, What};

/// "A medicine was started within the last 3 months", as the vocabulary has it.
const NEW_MONTHS: i32 = 3;

/// One medicine or supplement. The newest entry of a number counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Medicine {
    /// Counted from 1 within the chat, never given out twice.
    pub number: u32,
    /// Name and dose as typed.
    pub text: String,
    /// The values of `medications` that the words name; none where nobody here knows them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub kinds: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "Day::is_unsure")]
    pub began: Day,
    /// Absent: it is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Day>,
    /// It was no medicine of this person's: gone from the list.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub removed: bool,
}

/// A day as well as somebody knows it, on their own calendar.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Day {
    #[default]
    Unsure,
    On(Date),
    /// "Last week".
    About(Date),
    /// Some day of the month that begins then.
    Month(Date),
    /// Some day of the year that begins then.
    Year(Date),
    /// Longer ago than this.
    Before(Date),
}

impl Day {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
    fn is_unsure(&self) -> bool {
        *self == Day::Unsure
    }

    /// The first day that it can be; absent where nothing bounds it.
    pub fn earliest(self) -> Option<Date> {
        match self {
            Day::On(date) | Day::About(date) | Day::Month(date) | Day::Year(date) => Some(date),
            Day::Before(_) | Day::Unsure => None,
        }
    }

    /// The last day that it can be; absent where nothing bounds it.
    pub fn latest(self) -> Option<Date> {
        match self {
            Day::On(date) | Day::About(date) | Day::Before(date) => Some(date),
            Day::Month(first) => Some(first.last_of_month()),
            Day::Year(first) => Some(first.last_of_year()),
            Day::Unsure => None,
        }
    }
}

impl Medicine {
    pub fn is_taken(&self) -> bool {
        self.ended.is_none() && !self.removed
    }

    /// Whether it is taken and known to have begun within the last three months.
    pub fn is_new(&self, today: Date) -> bool {
        self.is_taken() && self.began.earliest().is_some_and(|day| day >= three_months_before(today))
    }

    /// Whether it is known to have begun before these three months.
    pub fn is_old(&self, today: Date) -> bool {
        !self.removed && self.began.latest().is_some_and(|day| day <= three_months_before(today))
    }
}

/// The day from which on a beginning is new.
pub fn three_months_before(today: Date) -> Date {
    today.checked_sub(Span::new().months(NEW_MONTHS)).unwrap_or(today)
}

/// The list as entries tell of it, by number, without what was removed.
pub fn of<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Vec<Medicine> {
    let mut entries: Vec<&Entry> = entries.into_iter().collect();
    entries.sort_by_key(|entry| entry.number);
    let undone = bout::undone(entries.iter().copied());
    let mut all: BTreeMap<u32, Medicine> = BTreeMap::new();
    for entry in entries.into_iter().filter(|entry| !undone.contains(&entry.number)) {
        if let What::Medicine(medicine) = &entry.what {
            all.insert(medicine.number, medicine.clone());
        }
    }
    all.into_values().filter(|medicine| !medicine.removed).collect()
}

/// Somewhat earlier than today, as the buttons offer it.
pub fn a_week_before(today: Date) -> Date {
    today.checked_sub(7.days()).unwrap_or(today)
}

/// The same for a month.
pub fn a_month_before(today: Date) -> Date {
    today.checked_sub(1.month()).unwrap_or(today)
}
