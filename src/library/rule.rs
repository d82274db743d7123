//! The shape of a triage rule, and the four levels of urgency.

use serde::{Deserialize, Serialize};

use super::condition::{Condition, Leaf, Truth};
use super::mistake::Place;
use super::value::Findings;
use crate::ids::{ConditionKey, RuleId};

/// How soon to be seen, ordered; the highest level among the rules that spoke wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Home measures and the diary.
    SelfCare,
    /// An appointment, days to a few weeks.
    Routine,
    /// A clinician the same day.
    Urgent,
    /// The emergency number now.
    Emergency,
}

impl Urgency {
    pub const ALL: [Urgency; 4] = [Urgency::Emergency, Urgency::Urgent, Urgency::Routine, Urgency::SelfCare];

    pub fn name(self) -> &'static str {
        match self {
            Urgency::SelfCare => "self_care",
            Urgency::Routine => "routine",
            Urgency::Urgent => "urgent",
            Urgency::Emergency => "emergency",
        }
    }
}

/// One sentence of medicine: when these findings are known, this is how urgent it is, and why.
/// Its texts (`because`, `do`) are in the words under `rule--ID`.
#[derive(Debug)]
pub struct Rule {
    pub id: RuleId,
    pub urgency: Urgency,
    /// What a professional would want to check; never "you have".
    pub names: Vec<ConditionKey>,
    pub when: Condition,
    /// A harmless picture in which it keeps still; only where all of that is known.
    pub unless: Option<Condition>,
    pub source: String,
    /// ISO date.
    pub source_read: String,
    /// Lower comes first inside a level.
    pub rank: u32,
    /// The row of the evidence table that it implements.
    pub row: Option<String>,
    /// Absent until a real clinician signs.
    pub clinician: Option<String>,
    pub place: Place,
}

impl Rule {
    /// Whether it speaks on what is known.
    pub fn holds(&self, findings: &Findings) -> Truth {
        self.judged(&|leaf| leaf.holds(findings))
    }

    /// Whether it speaks when leaves are judged so. An exception that is not known to hold is none.
    pub fn judged<J: Fn(&Leaf) -> Truth + ?Sized>(&self, judge: &J) -> Truth {
        let is_excepted = self.unless.as_ref().is_some_and(|unless| unless.judged(judge) == Truth::True);
        if is_excepted { Truth::False } else { self.when.judged(judge) }
    }
}
