//! The vocabulary: which findings exist, what values they take, and which of them are core red flags.

use std::collections::{BTreeMap, BTreeSet};

use super::value::Value;
use crate::ids::{ConditionKey, FindingKey};

/// All findings and conditions, from `findings.toml`.
#[derive(Debug, Default)]
pub struct Vocabulary {
    pub findings: BTreeMap<FindingKey, Finding>,
    pub conditions: BTreeSet<ConditionKey>,
    /// Self-care needs every one of these answered and negative.
    pub core_red_flags: Vec<FindingKey>,
    /// Declared with a type that cannot be read; what uses them is not judged further. Empty in a sound library.
    pub(super) unreadable: BTreeSet<FindingKey>,
}

/// One fact that can be known about a person.
#[derive(Debug)]
pub struct Finding {
    pub key: FindingKey,
    pub kind: Kind,
    pub scope: Scope,
    /// Of a number: `minutes`, `days`, …
    pub unit: Option<String>,
    pub meaning: String,
    /// Of a choice, most dangerous first; empty where the values are no scale.
    pub worst_first: Vec<String>,
    /// Days after which an answer about the person no longer counts; `None`: until it is changed.
    pub holds_days: Option<u32>,
}

/// What values a finding takes.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Bool,
    Int { min: f64, max: f64 },
    Float { min: f64, max: f64 },
    Choice { values: Vec<String> },
    Multi { values: Vec<String> },
    Text { max_chars: usize },
}

/// What a finding is about: the person, this bout of trouble, or a count over the diary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Profile,
    Episode,
    Derived,
}

impl Kind {
    pub(super) fn name(&self) -> &'static str {
        match self {
            Kind::Bool => "a bool",
            Kind::Int { .. } | Kind::Float { .. } => "a number",
            Kind::Choice { .. } => "a choice",
            Kind::Multi { .. } => "a multi",
            Kind::Text { .. } => "a text",
        }
    }
}

impl Vocabulary {
    pub fn finding(&self, key: &FindingKey) -> Option<&Finding> {
        self.findings.get(key)
    }

    pub fn is_core_red_flag(&self, key: &FindingKey) -> bool {
        self.core_red_flags.contains(key)
    }
}

impl Finding {
    /// Whether the value is of this finding's kind and inside its range.
    pub fn accepts(&self, value: &Value) -> bool {
        match (&self.kind, value) {
            (_, Value::Unsure) | (Kind::Bool, Value::Flag(_)) => true,
            (Kind::Int { min, max }, Value::Number(n)) => n.fract() == 0.0 && (*min..=*max).contains(n),
            (Kind::Float { min, max }, Value::Number(n)) => (*min..=*max).contains(n),
            (Kind::Choice { values }, Value::Word(word)) => values.contains(word),
            (Kind::Multi { values }, Value::Words(words)) => words.iter().all(|word| values.contains(word)),
            (Kind::Text { max_chars }, Value::Word(text)) => text.chars().count() <= *max_chars,
            _ => false,
        }
    }

    /// The value that means "asked and absent": `false`, `none` or an empty list; numbers and texts have none.
    pub fn absent(&self) -> Option<Value> {
        match &self.kind {
            Kind::Bool => Some(Value::Flag(false)),
            Kind::Choice { values } => values.iter().any(|value| value == "none").then(|| Value::Word("none".into())),
            Kind::Multi { .. } => Some(Value::Words(BTreeSet::new())),
            Kind::Int { .. } | Kind::Float { .. } | Kind::Text { .. } => None,
        }
    }

    /// The names of the values that an answer can stand for: `yes` and `no` of a bool.
    pub fn value_names(&self) -> Vec<&str> {
        match &self.kind {
            Kind::Bool => vec!["yes", "no"],
            Kind::Choice { values } => values.iter().map(String::as_str).collect(),
            Kind::Multi { values } => values.iter().map(String::as_str).chain(["none"]).collect(),
            Kind::Int { .. } | Kind::Float { .. } | Kind::Text { .. } => Vec::new(),
        }
    }

    /// The value of that name.
    pub fn value_of(&self, name: &str) -> Option<Value> {
        match &self.kind {
            Kind::Bool => match name {
                "yes" | "true" => Some(Value::Flag(true)),
                "no" | "false" => Some(Value::Flag(false)),
                _ => None,
            },
            Kind::Choice { values } => values.iter().any(|value| value == name).then(|| Value::Word(name.to_owned())),
            Kind::Multi { values } if values.iter().any(|value| value == name) => {
                Some(Value::Words(BTreeSet::from([name.to_owned()])))
            }
            Kind::Multi { .. } => (name == "none").then(|| Value::Words(BTreeSet::new())),
            Kind::Int { .. } | Kind::Float { .. } | Kind::Text { .. } => None,
        }
    }

    /// The numbers it takes.
    pub fn range(&self) -> Option<(f64, f64)> {
        match self.kind {
            Kind::Int { min, max } | Kind::Float { min, max } => Some((min, max)),
            Kind::Bool | Kind::Choice { .. } | Kind::Multi { .. } | Kind::Text { .. } => None,
        }
    }

    pub(super) fn range_in_words(&self) -> String {
        let whole = if matches!(self.kind, Kind::Int { .. }) { "whole numbers " } else { "" };
        self.range().map_or_else(String::new, |(min, max)| format!("{whole}from {min} to {max}"))
    }

    pub(super) fn kind_name(&self) -> &'static str {
        self.kind.name()
    }

    /// Known and not the absent value.
    pub fn is_present(&self, value: &Value) -> bool {
        *value != Value::Unsure && Some(value) != self.absent().as_ref()
    }

    /// The more dangerous of two answers: presence beats absence, the worse end of the scale beats the other,
    /// lists are joined, of two numbers the higher counts.
    pub fn worse(&self, one: Value, other: Value) -> Value {
        match (one, other) {
            (Value::Unsure, known) | (known, Value::Unsure) => known,
            (Value::Flag(a), Value::Flag(b)) => Value::Flag(a || b),
            (Value::Number(a), Value::Number(b)) => Value::Number(a.max(b)),
            (Value::Words(a), Value::Words(b)) => Value::Words(a.union(&b).cloned().collect()),
            (Value::Word(a), Value::Word(b)) => Value::Word(if self.place(&b) < self.place(&a) { b } else { a }),
            (one, _) => one,
        }
    }

    /// Place on the scale from worst to harmless.
    fn place(&self, word: &str) -> usize {
        let absent_last = usize::MAX - usize::from(word != "none");
        self.worst_first.iter().position(|value| value == word).unwrap_or(absent_last)
    }
}
