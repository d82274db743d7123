//! What is kept of somebody's nights and mornings: an optional part of the chat's row. Only the shape.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nights {
    /// Hour of the person's clock, 0 to 23, at which the morning may speak; the usual one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hour: Option<i8>,
    /// Minutes after which "Still cramping?" is asked, 0 for never; the usual ones when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub still_minutes: Option<u8>,
    /// "How was the night?"; absent when it is not wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Question>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub often: Often,
    /// Whatever morning came up to here was asked or left out.
    pub settled: Timestamp,
    /// The night that was asked about last, by the date of its evening, and the number of that message among those
    /// with buttons that belong to no question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<(Date, u32)>,
    /// How many in a row got no answer.
    #[serde(default)]
    pub unanswered: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Often {
    EveryDay,
    /// Three days of each week, other ones each week.
    ThreeDays,
}

impl Nights {
    /// Whether nothing is kept that would have to be stored.
    pub fn is_usual(&self) -> bool {
        *self == Nights::default()
    }
}
