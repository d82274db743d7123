//! What was told about the person and the complaint: symptoms, and lasting facts that hold or no longer hold.

use super::super::alarm;
use super::super::meaning::{Impossible, Meaning};
use super::super::reading::Reading;
use super::super::signs::{self, Told};
use super::impossible;
use crate::library::understanding::Weight;
use crate::library::value::{Findings, Value};

/// A sign, or a warning sign that is denied.
pub(super) fn tells_symptoms(reading: &Reading<'_>) -> bool {
    reading
        .told
        .iter()
        .any(|told| matches!(told.sign.weight, Weight::Alarm | Weight::Sign) && told.is_of_writer() && !told.history)
}

pub(super) fn symptoms(reading: &Reading<'_>) -> Findings {
    alarm::findings(reading, false)
}

fn profile_facts<'r, 'l>(reading: &'r Reading<'l>) -> impl Iterator<Item = &'r Told<'l>> {
    reading.told.iter().filter(|told| told.sign.weight == Weight::Profile && told.is_of_writer())
}

pub(super) fn tells_profile(reading: &Reading<'_>) -> bool {
    profile_facts(reading).next().is_some()
}

pub(super) fn profile(reading: &Reading<'_>) -> Option<Meaning> {
    let vocabulary = &reading.library.vocabulary;
    let (mut findings, mut removed) = (Findings::default(), Findings::default());
    let mut wrong = None;
    for told in profile_facts(reading) {
        let Some(finding) = vocabulary.finding(&told.sign.key) else { continue };
        if !finding.accepts(&told.value) {
            wrong = Some(Impossible::Age);
            continue;
        }
        let several = matches!(told.value, Value::Words(_));
        let ended = has_ended(reading, told);
        match (several, told.denied || ended) {
            // "Not on statins" and "stopped my statin": no longer, or never.
            (true, true) if !matches!(&told.value, Value::Words(words) if words.is_empty()) => {
                signs::put(&mut removed, vocabulary, &told.sign.key, &told.value);
            }
            (false, _) if ended => signs::put(&mut removed, vocabulary, &told.sign.key, &told.value),
            _ => signs::put(&mut findings, vocabulary, &told.sign.key, &told.value),
        }
    }
    let meaning = Meaning::ProfileUpdate { findings, removed };
    Some(match wrong {
        None => meaning,
        Some(what) => impossible(meaning, what),
    })
}

fn has_ended(reading: &Reading<'_>, told: &Told<'_>) -> bool {
    let listed = matches!(told.sign.value, crate::library::understanding::Given::Listed(_));
    let clause = reading.message.clauses.get(told.found.clause);
    listed && clause.is_some_and(|clause| reading.message.has("ended", clause))
}
