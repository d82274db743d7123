//! What typed words can mean: word lists and patterns of `understanding/*.toml`, compiled once.
//!
//! Shapes only; reading a text with them is the engine's work.

pub mod dictionary;
pub mod pattern;

use serde_json::{Map, Value as Json};

use super::mistake::Place;
use super::value::Value;
use crate::ids::FindingKey;
use dictionary::{Dictionary, ListId};
use pattern::{Lookup, Pattern};

/// All of `understanding/`.
#[derive(Debug, Default)]
pub struct Patterns {
    pub dictionary: Dictionary,
    /// In the order of the files: of two entries for one finding or intent the earlier one counts.
    pub entries: Vec<Entry>,
    pub lookup: Lookup,
    pub together: Vec<Together>,
    pub examples: Vec<Example>,
}

impl Patterns {
    pub fn count(&self) -> usize {
        self.entries.iter().map(|entry| entry.says.len()).sum()
    }
}

/// Patterns that mean the same.
#[derive(Debug)]
pub struct Entry {
    pub means: Means,
    pub says: Vec<Pattern>,
    /// Where one of these stands in the same clause, `says` does not count.
    pub unless: Vec<Pattern>,
}

/// What an entry's words say.
#[derive(Debug, Clone, PartialEq)]
pub enum Means {
    /// A fact about the person or this trouble.
    Finding(Sign),
    /// A call for urgent help.
    Call,
    /// Words of somebody who may harm themselves.
    Crisis,
    /// Figures of speech and other meanings: what lies inside is no alarm.
    Aside,
    Intent {
        name: Intent,
        set: Vec<(String, String)>,
        /// Counts only where no other intent was found.
        last: bool,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Sign {
    pub key: FindingKey,
    pub value: Given,
    pub weight: Weight,
    /// Also told about others: a clot in the family.
    pub of_others: bool,
    /// Bare words that count only when they are denied: "no swelling".
    pub only_denied: bool,
}

/// Where a finding's value comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    Fixed(Value),
    /// The values of this list that stand in the clause.
    Listed(ListId),
    /// The number inside the match.
    Number,
}

/// What a finding does by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// One is an emergency.
    Alarm,
    /// Recorded; an emergency only together with others.
    Sign,
    /// A lasting fact.
    Profile,
    /// Counts in `together` only and is never recorded.
    Mark,
}

/// Findings that are an emergency when one of each group is there.
#[derive(Debug)]
pub struct Together {
    pub groups: Vec<Vec<(FindingKey, Option<Value>)>>,
}

/// A phrase with what it means, for the proof of the content.
#[derive(Debug, Clone)]
pub struct Example {
    pub say: String,
    pub intent: String,
    pub slots: Map<String, Json>,
    pub place: Place,
}

macro_rules! intents {
    ($($intent:ident = $name:literal),* $(,)?) => {
        /// The catalogue's intents that patterns can name; the first that is found wins.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Intent {
            $($intent),*
        }

        impl Intent {
            pub const ALL: &'static [Intent] = &[$(Intent::$intent),*];

            pub fn name(self) -> &'static str {
                match self {
                    $(Intent::$intent => $name),*
                }
            }
        }
    };
}

intents! {
    CrampNow = "cramp_now",
    SymptomCheck = "symptom_check",
    CrampPast = "cramp_past",
    CrampOver = "cramp_over",
    Erase = "erase",
    UndoLast = "undo_last",
    Pause = "pause_all",
    ReminderStop = "reminder_stop",
    Snooze = "snooze",
    ReminderSet = "reminder_set",
    LogWater = "log_water",
    LogActivity = "log_activity",
    ProfileUpdate = "profile_update",
    SettingsSet = "settings_set",
    Export = "export",
    Summary = "summary",
    DiaryShow = "diary_show",
    Food = "food",
    Learn = "learn",
    Help = "help",
    Navigate = "navigate",
    Yes = "yes",
    No = "no",
    Smalltalk = "smalltalk",
    Nothing = "none",
}

impl Intent {
    pub fn of(name: &str) -> Option<Intent> {
        Intent::ALL.iter().copied().find(|intent| intent.name() == name)
    }
}

/// Word lists that the program itself asks for, with what they hold.
pub const NEEDED: &[&str] = &[
    "activity",
    "ago",
    "all",
    "amount_talk",
    "and_or",
    "as_mine",
    "but",
    "change",
    "clock_word",
    "container",
    "day",
    "days",
    "daytime_am",
    "daytime_pm",
    "drink",
    "ended",
    "ending",
    "filler",
    "first_person",
    "format",
    "general",
    "goes_on",
    "half",
    "intensity",
    "interval",
    "is_short",
    "kind",
    "knowledge",
    "language",
    "last_one",
    "leg",
    "like_this",
    "long_ago",
    "many_reminders",
    "metric",
    "mineral",
    "modifier_time",
    "negator",
    "night",
    "no_negator",
    "no_side",
    "number_word",
    "once_more",
    "order",
    "part_of_day",
    "period",
    "person",
    "place",
    "put_off",
    "question",
    "score_word",
    "shelf",
    "side",
    "site",
    "sized",
    "speech",
    "starting",
    "subject",
    "time_unit",
    "told",
    "tomorrow",
    "total",
    "us_units",
    "vague_time",
    "verb",
    "volume",
    "weekday",
    "work_hours",
];
