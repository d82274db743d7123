//! All that a typed message can mean: one closed list, each with the details that were said.
//!
//! A detail that was not said is absent, never guessed.

use std::fmt;

use jiff::civil::{Date, Time, Weekday};
use serde::{Deserialize, Serialize};

use crate::engine::dates::Written;
use crate::library::value::Findings;

#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// A warning sign, a call for help, or words of a crisis.
    Emergency(Alarm),
    /// A cramp is going on.
    CrampNow(Cramp),
    /// A leg complaint that alarms nobody by itself, a denial, or a wish to be checked.
    SymptomCheck(Findings),
    /// A cramp that is over, for the diary.
    CrampPast {
        cramp: Cramp,
        when: Option<When>,
    },
    /// The cramp under way has let go.
    CrampOver {
        minutes: Option<f64>,
    },
    Erase,
    UndoLast {
        what: Option<Kept>,
    },
    Pause(Pause),
    ReminderStop {
        kind: Option<Kinds>,
        times: Vec<Time>,
    },
    Snooze {
        minutes: Option<u32>,
        until: Option<Time>,
    },
    ReminderSet(Wish),
    /// When the next reminder comes.
    ReminderNext {
        kind: Option<Kind>,
    },
    LogWater(Drink),
    LogActivity {
        kind: Option<Kind>,
        minutes: Option<f64>,
        /// Absent for now.
        when: Option<When>,
    },
    /// A lasting fact about the person; `removed` is what no longer holds.
    ProfileUpdate {
        findings: Findings,
        removed: Findings,
    },
    SettingsSet {
        zone: Option<String>,
        language: Option<String>,
        units: Option<Units>,
    },
    Export {
        format: Option<Format>,
    },
    Summary {
        period: Option<Period>,
        metric: Option<Metric>,
    },
    DiaryShow {
        what: Option<Shelf>,
        period: Option<Period>,
        limit: Option<u32>,
    },
    /// What to eat or drink; the mineral by its name in the catalogue.
    Food {
        mineral: Option<String>,
    },
    /// A question in general; the topic by its name in the catalogue.
    Learn {
        topic: Option<String>,
    },
    Help,
    Navigate(Option<Steer>),
    Yes,
    No,
    Smalltalk(Option<Smalltalk>),
    /// A value was said that cannot be. `meant` holds the rest; nothing of it may be written before the value is asked
    /// again. Never around an emergency.
    Impossible {
        meant: Box<Meaning>,
        what: Impossible,
    },
    /// Nothing we know. Never taken for a log, a yes or a no.
    Nothing,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Alarm {
    /// What is there, and what was denied in the same message.
    pub findings: Findings,
    /// Somebody else is ill; nothing is stored about them.
    pub other: bool,
    /// Words of somebody who may harm themselves.
    pub crisis: bool,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cramp {
    /// A value of `cramp_sites`.
    pub site: Option<String>,
    /// A value of `side`.
    pub side: Option<String>,
    /// 0 to 10.
    pub intensity: Option<u8>,
    pub minutes: Option<f64>,
    pub at_night: bool,
    /// What the person was doing, by its name in the catalogue.
    pub activity: Option<String>,
}

/// A moment in the past as people say it; turning it into an instant is the caller's work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    At(Time),
    On(Day, Option<Time>),
    MinutesAgo(u32),
    DaysAgo(u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    Today,
    Yesterday,
    LastNight,
    Tonight,
    ThisMorning,
    ThisAfternoon,
    ThisEvening,
    Week(Weekday),
    /// The night that begins on the evening of that day.
    NightOf(Weekday),
}

/// What an undo takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    Cramps,
    Water,
    Activity,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pause {
    /// Speak again instead of falling silent.
    pub resume: bool,
    pub days: Option<u32>,
    pub minutes: Option<u32>,
    pub until: Option<Until>,
    /// Only these; all when empty.
    pub kinds: Vec<Kind>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    At(Time),
    Tomorrow,
    Week(Weekday),
    Date(Date),
}

/// What Charley can remind of; also what people report as done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Water,
    Stretch,
    Elevate,
    Move,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kinds {
    One(Kind),
    All,
}

/// A reminder as it was asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wish {
    pub kind: Option<Kind>,
    pub times: Vec<Time>,
    pub every_minutes: Option<u32>,
    /// Once, from now.
    pub in_minutes: Option<u32>,
    pub from: Option<Time>,
    pub to: Option<Time>,
    /// Every day when empty.
    pub days: Vec<Weekday>,
    /// Further kinds of the same wish, each with times of its own.
    pub also: Vec<(Kind, Vec<Time>)>,
    /// Of something that is none of the kinds.
    pub other: bool,
    /// "Every day" was said.
    pub every_day: bool,
    /// For one day and no plan.
    pub once: Option<Once>,
    /// How it stands to the plan that is there.
    pub how: How,
}

/// The one day of a reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Once {
    /// So many days from today.
    InDays(u32),
    On(Written),
}

/// How a wish stands to the plan that is in force.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum How {
    /// It says what the plan shall be.
    #[default]
    Whole,
    /// The same with a word of changing.
    Changed,
    /// Its times come on top.
    Added,
    /// Each time so many minutes later; negative for earlier.
    Shifted(i32),
    /// Its time comes in the place of this one.
    Moved(Time),
    /// Its days are no more.
    Without,
    Fewer,
    More,
    /// So many a day, no times.
    TimesADay(u32),
    /// So many messages a day at most, of all kinds.
    Limit(u32),
    /// Every other day, twice a week: no days of the week.
    SkipsDays,
    /// Other times on other days.
    Uneven,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drink {
    pub millilitres: Option<u32>,
    /// Absent for water.
    pub drink: Option<String>,
    /// The amount is the day's sum so far.
    pub total: bool,
    pub when: Option<When>,
    /// A further drink without an amount of its own.
    pub also: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Units {
    Metric,
    Uk,
    Us,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    /// The page for the doctor.
    Pdf,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    Today,
    Yesterday,
    Week,
    LastWeek,
    Month,
    LastMonth,
    ThreeMonths,
    Year,
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    Cramps,
    Water,
    Stretch,
    Elevate,
    Intensity,
}

/// What is to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    Cramps,
    Water,
    Activity,
    Reminders,
    Profile,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Steer {
    Cancel,
    Back,
    Skip,
    Unsure,
}

/// Which value cannot be, and what is possible instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Impossible {
    /// Pain beyond 0 to 10.
    Intensity,
    /// More than [`MOST_MILLILITRES`] at once.
    Volume,
    /// An amount of nothing, or less.
    NoVolume,
    /// Longer than the fourteen days that a cramp can be told of, or no time at all.
    Duration,
    /// A reminder more often than every [`LEAST_EVERY`] minutes or rarer than once a day.
    Every,
    /// A time that no clock shows, such as 25:61.
    Clock,
    /// A day that no calendar has, such as 30 February.
    Date,
    /// Further from UTC than any clock.
    Zone,
    /// Beyond 0 to 120 years.
    Age,
}

/// More at once is a slip of the finger: a healthy kidney clears about a litre an hour at most
/// (Hew-Butler 2015, consensus on exercise-associated hyponatremia).
pub const MOST_MILLILITRES: u32 = 6_000;
/// In minutes: less is a slip of the finger. How close reminders may be is decided where they are set.
pub const LEAST_EVERY: u32 = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Smalltalk {
    Greeting,
    Thanks,
    Bye,
}

/// As the catalogue writes it: `last_night 04:00`, `-2h`.
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::At(time) => f.write_str(&clock(*time)),
            When::On(day, None) => f.write_str(day.name()),
            When::On(day, Some(time)) => write!(f, "{} {}", day.name(), clock(*time)),
            When::MinutesAgo(minutes) if *minutes > 0 && minutes % 60 == 0 => write!(f, "-{}h", minutes / 60),
            When::MinutesAgo(minutes) => write!(f, "-{minutes}m"),
            When::DaysAgo(days) => write!(f, "-{days}d"),
        }
    }
}

impl Day {
    pub fn name(self) -> &'static str {
        match self {
            Day::Today => "today",
            Day::Yesterday => "yesterday",
            Day::LastNight => "last_night",
            Day::Tonight => "tonight",
            Day::ThisMorning => "this_morning",
            Day::ThisAfternoon => "this_afternoon",
            Day::ThisEvening => "this_evening",
            Day::Week(day) | Day::NightOf(day) => weekday(day),
        }
    }
}

/// `mon` … `sun`.
pub fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "mon",
        Weekday::Tuesday => "tue",
        Weekday::Wednesday => "wed",
        Weekday::Thursday => "thu",
        Weekday::Friday => "fri",
        Weekday::Saturday => "sat",
        Weekday::Sunday => "sun",
    }
}

/// `07:05`.
pub fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}
