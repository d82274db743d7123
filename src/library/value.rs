//! The value of a finding, and a set of findings: what is known about one person at one moment.
//!
//! A finding that is absent is unknown; unknown is never no.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::ids::FindingKey;

/// A recorded answer. In JSON: `true`, `4.5`, `"calf"`, `["calf", "foot"]`, and `null` for "not sure".
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Asked, and the person does not know. Recorded, but counts as unknown.
    Unsure,
    Flag(bool),
    Number(f64),
    /// A value of a choice finding, or free words of a text finding.
    Word(String),
    /// The values of a multi finding; empty means asked, none.
    Words(BTreeSet<String>),
}

/// Read in one go: serde's way of trying one variant after the other costs more than all the rest of a fact.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true, false, a number, a word, a list of words or null")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Unsure)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_str<E>(self, word: &str) -> Result<Value, E> {
        Ok(Value::Word(word.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut words: A) -> Result<Value, A::Error> {
        let mut all = BTreeSet::new();
        while let Some(word) = words.next_element()? {
            all.insert(word);
        }
        Ok(Value::Words(all))
    }
}

/// As it is written in a condition.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Unsure => f.write_str("unsure"),
            Value::Flag(flag) => write!(f, "{flag}"),
            Value::Number(number) => write!(f, "{number}"),
            Value::Word(word) => f.write_str(word),
            Value::Words(words) if words.is_empty() => f.write_str("none"),
            Value::Words(words) => f.write_str(&words.iter().map(String::as_str).collect::<Vec<_>>().join(", ")),
        }
    }
}

/// What is known, by finding. A few dozen at most, copied and asked far more often than changed: a sorted list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Findings {
    known: Vec<(FindingKey, Value)>,
    /// One bit for the mark of each: most questions are about what nobody has told.
    told: u128,
    /// Counts from an incomplete diary: true numbers may be higher.
    lower_bounds: BTreeSet<FindingKey>,
}

impl Findings {
    pub fn get(&self, key: &FindingKey) -> Option<&Value> {
        if self.told & bit(key) == 0 {
            return None;
        }
        self.known.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    pub fn contains(&self, key: &FindingKey) -> bool {
        self.get(key).is_some()
    }

    /// Sets a finding; [`Value::Unsure`] makes it unknown.
    pub fn set(&mut self, key: FindingKey, value: Value) {
        self.lower_bounds.remove(&key);
        match (self.place(&key), value) {
            (Ok(at), Value::Unsure) => {
                self.known.remove(at);
                self.told = self.known.iter().fold(0, |told, (key, _)| told | bit(key));
            }
            (Err(_), Value::Unsure) => {}
            (Ok(at), value) => self.known[at].1 = value,
            (Err(at), value) => {
                self.told |= bit(&key);
                self.known.insert(at, (key, value));
            }
        }
    }

    /// A count of which only "at least this many" is known.
    pub fn set_lower_bound(&mut self, key: FindingKey, at_least: f64) {
        self.set(key.clone(), Value::Number(at_least));
        self.lower_bounds.insert(key);
    }

    pub fn is_lower_bound(&self, key: &FindingKey) -> bool {
        self.lower_bounds.contains(key)
    }

    /// In the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&FindingKey, &Value)> {
        self.known.iter().map(|(key, value)| (key, value))
    }

    /// Where it stands, or would.
    fn place(&self, key: &FindingKey) -> Result<usize, usize> {
        match self.known.last() {
            // Mostly they come in order.
            Some((last, _)) if last < key => Err(self.known.len()),
            _ => self.known.binary_search_by(|(known, _)| known.cmp(key)),
        }
    }
}

fn bit(key: &FindingKey) -> u128 {
    1 << (key.mark() >> 57)
}

impl FromIterator<(FindingKey, Value)> for Findings {
    fn from_iter<T: IntoIterator<Item = (FindingKey, Value)>>(pairs: T) -> Self {
        let mut findings = Findings::default();
        for (key, value) in pairs {
            findings.set(key, value);
        }
        findings
    }
}
