//! Conditions over findings, in three values: true, false, unknown (Kleene's strong logic).
//!
//! Data, not a language. Never decides what follows from a condition.

use std::fmt;

use super::value::{Findings, Value};
use crate::ids::FindingKey;

/// When a rule speaks or a node is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    AtLeast(usize, Vec<Condition>),
    /// Points of the leaves known to be true, as in the two-level Wells score.
    Points {
        at_least: u32,
        of: Vec<(Leaf, u32)>,
    },
    Is(Leaf),
}

/// One test on one finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    pub key: FindingKey,
    pub test: Test,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// A bool known present.
    Present,
    Equals(Value),
    Differs(Value),
    AtLeast(f64),
    AtMost(f64),
    /// A multi finding lists this value.
    Has(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    False,
    Unknown,
    True,
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Truth::True } else { Truth::False }
    }
}

impl std::ops::Not for Truth {
    type Output = Truth;

    fn not(self) -> Truth {
        match self {
            Truth::True => Truth::False,
            Truth::Unknown => Truth::Unknown,
            Truth::False => Truth::True,
        }
    }
}

impl Condition {
    /// Whether it holds on what is known.
    pub fn holds(&self, findings: &Findings) -> Truth {
        self.judged(&|leaf| leaf.holds(findings))
    }

    /// Whether it holds when its leaves are judged so. Looks no further than it takes to know.
    pub fn judged<J: Fn(&Leaf) -> Truth + ?Sized>(&self, judge: &J) -> Truth {
        match self {
            Condition::All(parts) => all(parts.iter().map(|part| part.judged(judge))),
            Condition::Any(parts) => !all(parts.iter().map(|part| !part.judged(judge))),
            Condition::Not(part) => !part.judged(judge),
            Condition::AtLeast(n, parts) => at_least(*n, parts.iter().map(|part| (part.judged(judge), 1))),
            Condition::Points { at_least: n, of } => {
                at_least(*n as usize, of.iter().map(|(leaf, p)| (judge(leaf), *p as usize)))
            }
            Condition::Is(leaf) => judge(leaf),
        }
    }

    /// Every leaf, in reading order.
    pub fn leaves(&self) -> Vec<&Leaf> {
        let mut leaves = Vec::with_capacity(8);
        self.gather(&mut leaves);
        leaves
    }

    /// Whether any leaf passes a test.
    pub fn some_leaf<J: Fn(&Leaf) -> bool>(&self, test: &J) -> bool {
        match self {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                parts.iter().any(|part| part.some_leaf(test))
            }
            Condition::Not(part) => part.some_leaf(test),
            Condition::Points { of, .. } => of.iter().any(|(leaf, _)| test(leaf)),
            Condition::Is(leaf) => test(leaf),
        }
    }

    fn gather<'a>(&'a self, leaves: &mut Vec<&'a Leaf>) {
        match self {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                parts.iter().for_each(|part| part.gather(leaves));
            }
            Condition::Not(part) => part.gather(leaves),
            Condition::Points { of, .. } => leaves.extend(of.iter().map(|(leaf, _)| leaf)),
            Condition::Is(leaf) => leaves.push(leaf),
        }
    }
}

impl Leaf {
    pub fn holds(&self, findings: &Findings) -> Truth {
        let Some(value) = findings.get(&self.key) else {
            return Truth::Unknown;
        };
        match (&self.test, value) {
            (Test::Present, Value::Flag(present)) => (*present).into(),
            (Test::Equals(wanted), value) => (value == wanted).into(),
            (Test::Differs(wanted), value) => (value != wanted).into(),
            (Test::AtLeast(bound), Value::Number(n)) if n >= bound => Truth::True,
            (Test::AtLeast(_), Value::Number(_)) if findings.is_lower_bound(&self.key) => Truth::Unknown,
            (Test::AtLeast(_), Value::Number(_)) => Truth::False,
            (Test::AtMost(bound), Value::Number(n)) if findings.is_lower_bound(&self.key) && n <= bound => {
                Truth::Unknown
            }
            (Test::AtMost(bound), Value::Number(n)) => (n <= bound).into(),
            (Test::Has(wanted), Value::Words(words)) => words.contains(wanted).into(),
            _ => Truth::Unknown,
        }
    }
}

/// As it is written in a file.
impl fmt::Display for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = &self.key;
        match &self.test {
            Test::Present => write!(f, "{key}"),
            Test::Equals(value) => write!(f, "{key} = {value}"),
            Test::Differs(value) => write!(f, "{key} != {value}"),
            Test::AtLeast(bound) => write!(f, "{key} >= {bound}"),
            Test::AtMost(bound) => write!(f, "{key} <= {bound}"),
            Test::Has(value) => write!(f, "{key} has {value}"),
        }
    }
}

/// False as soon as one is, true when all are, otherwise unknown.
fn all(parts: impl Iterator<Item = Truth>) -> Truth {
    let mut lowest = Truth::True;
    for part in parts {
        lowest = lowest.min(part);
        if lowest == Truth::False {
            break;
        }
    }
    lowest
}

/// Weighted count: true as soon as the known ones reach `n`, false when even the unknown ones could not.
fn at_least(n: usize, parts: impl Iterator<Item = (Truth, usize)>) -> Truth {
    let (mut sure, mut possible) = (0, 0);
    for (truth, weight) in parts {
        sure += if truth == Truth::True { weight } else { 0 };
        possible += if truth == Truth::False { 0 } else { weight };
    }
    match (sure >= n, possible >= n) {
        (true, _) => Truth::True,
        (false, true) => Truth::Unknown,
        (false, false) => Truth::False,
    }
}
