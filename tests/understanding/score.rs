//! Holds what was understood against labelled phrases: intents, slots, emergencies, crises.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

/// Findings told with these intents are counted.
const WITH_FINDINGS: [&str; 3] = ["emergency", "symptom_check", "profile_update"];
/// Findings of an episode that are counted; all of the profile are.
const EPISODE: [&str; 24] = [
    "chest_pain",
    "breathless",
    "coughing_blood",
    "fainted",
    "leg_weakness",
    "foot_drop",
    "numbness",
    "cannot_bear_weight",
    "cold_leg_new",
    "pale_or_blue_leg",
    "leg_swelling",
    "red_leg",
    "warm_leg",
    "fever",
    "urine_colour",
    "bladder_bowel_change",
    "saddle_numbness",
    "confused_or_drowsy",
    "stroke_signs",
    "cold_feet_long_term",
    "burning_feet",
    "slow_healing_wound",
    "walking_pain",
    "rls_features",
];

/// A phrase with its label.
pub struct Phrase {
    pub text: String,
    pub intent: String,
    slots: Map<String, Json>,
    /// May be said or left out.
    optional: Map<String, Json>,
    pub note: String,
}

impl Phrase {
    pub fn read(line: &str) -> Self {
        let json: Json = serde_json::from_str(line).unwrap();
        let map = |key: &str| json[key].as_object().cloned().unwrap_or_default();
        let text = |key: &str| json[key].as_str().unwrap_or_default().to_owned();
        Phrase {
            text: text("text"),
            intent: text("intent"),
            slots: map("slots"),
            optional: map("optional"),
            note: text("note"),
        }
    }

    fn is_crisis(&self) -> bool {
        self.slots.get("crisis") == Some(&Json::Bool(true))
    }
}

#[derive(Default)]
pub struct Score {
    pub phrases: usize,
    pub right: usize,
    /// By intent: right, all.
    pub intents: BTreeMap<String, (usize, usize)>,
    slots_right: usize,
    surplus: usize,
    missing: usize,
    emergencies: usize,
    found: usize,
    pub false_alarms: usize,
    crises: usize,
    crises_found: usize,
    pub near_misses: (usize, usize),
    pub wrong: Vec<String>,
}

impl Score {
    pub fn add(&mut self, phrase: &Phrase, intent: &str, slots: &Map<String, Json>) {
        let is_right = intent == phrase.intent;
        self.phrases += 1;
        self.right += usize::from(is_right);
        let count = self.intents.entry(phrase.intent.clone()).or_default();
        *count = (count.0 + usize::from(is_right), count.1 + 1);
        let emergency = phrase.intent == "emergency";
        self.emergencies += usize::from(emergency);
        self.found += usize::from(emergency && is_right);
        self.false_alarms += usize::from(!emergency && intent == "emergency");
        self.crises += usize::from(phrase.is_crisis());
        self.crises_found += usize::from(phrase.is_crisis() && slots.get("crisis") == Some(&Json::Bool(true)));
        if phrase.note.starts_with("near-miss") {
            self.near_misses = (self.near_misses.0 + usize::from(is_right), self.near_misses.1 + 1);
        }
        let (right, surplus, missing) = compare(phrase, slots);
        self.slots_right += right;
        if !is_right || !surplus.is_empty() || !missing.is_empty() {
            let line = format!(
                "{:?}: {} taken for {intent}; missing {missing:?}, surplus {surplus:?}",
                phrase.text, phrase.intent
            );
            self.wrong.push(line);
        }
        self.surplus += surplus.len();
        self.missing += missing.len();
    }

    pub fn accuracy(&self) -> f64 {
        part(self.right, self.phrases)
    }

    pub fn slot_f1(&self) -> f64 {
        let precision = part(self.slots_right, self.slots_right + self.surplus);
        let recall = part(self.slots_right, self.slots_right + self.missing);
        2.0 * precision * recall / (precision + recall)
    }

    pub fn emergency_recall(&self) -> f64 {
        part(self.found, self.emergencies)
    }

    pub fn emergency_precision(&self) -> f64 {
        part(self.found, self.found + self.false_alarms)
    }

    pub fn crisis_recall(&self) -> f64 {
        part(self.crises_found, self.crises)
    }
}

fn part(some: usize, all: usize) -> f64 {
    if all == 0 { 1.0 } else { some as f64 / all as f64 }
}

type Item = (String, String);

/// How many slots are right, which are too many, which are missing.
fn compare(phrase: &Phrase, slots: &Map<String, Json>) -> (usize, Vec<Item>, Vec<Item>) {
    let with_findings = WITH_FINDINGS.contains(&phrase.intent.as_str());
    let mut have = items(slots, with_findings);
    let free = items(&phrase.optional, with_findings);
    let (mut right, mut missing) = (0, Vec::new());
    for want in items(&phrase.slots, with_findings) {
        match have.iter().position(|item| same(item, &want)) {
            Some(at) => {
                have.remove(at);
                right += 1;
            }
            None => missing.push(want),
        }
    }
    have.retain(|item| !free.iter().any(|free| same(item, free)));
    (right, have, missing)
}

/// Each value of each slot, lists and objects taken apart.
fn items(slots: &Map<String, Json>, with_findings: bool) -> Vec<Item> {
    let mut items = Vec::new();
    for (slot, value) in slots {
        match (slot.as_str(), value) {
            ("findings", _) if !with_findings => {}
            ("findings" | "removed", Json::Object(findings)) => {
                let counted = findings.iter().filter(|(key, _)| is_counted(key));
                counted.for_each(|(key, value)| put(&mut items, &format!("{slot}.{key}"), value));
            }
            _ => put(&mut items, slot, value),
        }
    }
    items
}

fn is_counted(key: &str) -> bool {
    const CONTEXT: [&str; 3] = ["relief_within_10_min_rest", "palpitations", "severe_pain"];
    EPISODE.contains(&key) || !CONTEXT.contains(&key)
}

fn put(items: &mut Vec<Item>, slot: &str, value: &Json) {
    match value {
        Json::Array(list) => list.iter().for_each(|value| put(items, slot, value)),
        Json::Null => {}
        Json::String(text) => items.push((slot.to_owned(), text.to_lowercase())),
        Json::Number(number) => items.push((slot.to_owned(), number.as_f64().unwrap_or_default().to_string())),
        other => items.push((slot.to_owned(), other.to_string())),
    }
}

fn same(one: &Item, other: &Item) -> bool {
    let number = |item: &Item| item.1.parse::<f64>().ok();
    one.0 == other.0
        && match (number(one), number(other)) {
            (Some(a), Some(b)) if one.0 == "volume_ml" => (a - b).abs() <= (0.02 * b.abs()).max(3.0),
            (Some(a), Some(b)) if ["duration_min", "minutes"].contains(&one.0.as_str()) => (a - b).abs() <= 0.05,
            (Some(a), Some(b)) => (a - b).abs() < 1e-6,
            _ => one.1 == other.1,
        }
}
