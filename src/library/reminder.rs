//! What Charley can remind of: one kind each, as the authors wrote it.

use jiff::civil::Time;

use super::mistake::Place;
use crate::ids::{ArticleId, FindingKey, PictureId};

/// One kind of reminder. Its texts (`title`, `say`, `steps`, `ask`, `off`, `tip-ID`) are in the words under `reminder--ID`.
#[derive(Debug)]
pub struct ReminderKind {
    pub id: String,
    /// Offered when somebody names no times; the person's own clock, soonest first.
    pub times: Vec<Time>,
    /// Later than this after its time, in minutes, it is not sent any more.
    pub grace_minutes: u32,
    /// What was done within so many minutes before is not asked for again.
    pub covers_minutes: u32,
    /// Offered for so many weeks; absent: until it is stopped.
    pub weeks: Option<u32>,
    /// It says how it is done (`steps`).
    pub steps: bool,
    /// Its positions, shown on wish.
    pub pictures: Vec<PictureId>,
    /// Something to drink: done means an amount, and a day's goal ends it.
    pub drink: bool,
    /// Known true, it keeps this kind off; asked before it is switched on.
    pub kept_off_by: Option<FindingKey>,
    /// What can be read about it.
    pub read: Option<ArticleId>,
    /// Ids of the lines of which one a day comes with a reminder.
    pub tips: Vec<String>,
    pub place: Place,
}

impl ReminderKind {
    /// The key of its texts.
    pub fn text(&self) -> String {
        format!("reminder--{}", self.id)
    }
}
