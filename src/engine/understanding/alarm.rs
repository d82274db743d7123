//! The emergency watch: one warning sign, several that count together, a call for help, or a crisis.
//!
//! Read both ways, it is an emergency.

use super::denial;
use super::meaning::Alarm;
use super::measures::Quantity;
use super::reading::Reading;
use super::signs::{self, Told};
use super::subject::{self, Subject};
use crate::ids::FindingKey;
use crate::library::understanding::Weight;
use crate::library::value::{Findings, Value};

/// Pain from this score on counts as severe.
const SEVERE: f64 = 8.0;

/// What alarms in the text, if anything does.
pub(super) fn of(reading: &Reading<'_>) -> Option<Alarm> {
    let crisis = !reading.crises.is_empty();
    let alone = |told: &&Told<'_>| told.sign.weight == Weight::Alarm && told.is_present();
    let together = together(reading);
    let call = reading.calls.iter().find(|found| {
        !denial::is_denied(&reading.message, found)
            && subject::history(&reading.message, &reading.measures, found.clause).is_empty()
    });
    if !crisis && together.is_none() && call.is_none() && !reading.told.iter().any(|told| alone(&told)) {
        return None;
    }
    let first = reading.told.iter().find(|told| alone(told)).map(|told| told.who);
    let who = first.or(together).or(call.map(|found| subject::of(&reading.message, found)));
    let other = who == Some(Subject::Other) || crisis && who.is_none() && crisis_of_other(reading);
    Some(Alarm { findings: findings(reading, other), other, crisis })
}

fn crisis_of_other(reading: &Reading<'_>) -> bool {
    // "The kids would get over it if I went" is not about the kids.
    let of = |found| subject::of(&reading.message, found) == Subject::Other;
    reading.crises.iter().any(|found| of(found) && !subject::names_writer(&reading.message, found))
}

/// Whose signs count together, if some do.
fn together(reading: &Reading<'_>) -> Option<Subject> {
    [Subject::Writer, Subject::Other].into_iter().find(|who| {
        let there: Vec<&Told<'_>> = reading.told.iter().filter(|told| told.is_present() && told.who == *who).collect();
        let severe =
            reading.measures.iter().any(|measure| matches!(measure.what, Quantity::Score(score) if score >= SEVERE));
        let holds = |(key, value): &(FindingKey, Option<Value>)| {
            severe && key.as_str() == "severe_pain" && !there.is_empty()
                || there
                    .iter()
                    .any(|told| told.sign.key == *key && value.as_ref().is_none_or(|value| told.value == *value))
        };
        reading.library.patterns.together.iter().any(|rule| rule.groups.iter().all(|group| group.iter().any(holds)))
    })
}

/// Signs and warning signs that were told or denied; of the writer, or of the one who is ill.
pub(super) fn findings(reading: &Reading<'_>, other: bool) -> Findings {
    let vocabulary = &reading.library.vocabulary;
    let mut findings = Findings::default();
    let counted = |told: &&Told<'_>| {
        let weight = matches!(told.sign.weight, Weight::Alarm | Weight::Sign);
        weight && !told.general && !told.history && (told.who == Subject::Other) == other
    };
    for told in reading.told.iter().filter(counted) {
        signs::put(&mut findings, vocabulary, &told.sign.key, &told.value);
    }
    findings
}
