//! Which findings a message tells, denies or tells of others.

use std::ops::Range;

use super::matching::{self, Found};
use super::measures::{Measure, Quantity};
use super::message::Message;
use super::subject::Subject;
use super::{denial, subject};
use crate::ids::FindingKey;
use crate::library::understanding::{Entry, Given, Sign, Weight};
use crate::library::value::{Findings, Value};
use crate::library::vocabulary::Vocabulary;

/// One finding as it was told.
#[derive(Debug)]
pub(super) struct Told<'l> {
    pub sign: &'l Sign,
    pub value: Value,
    pub denied: bool,
    pub who: Subject,
    pub history: bool,
    pub general: bool,
    pub found: Found,
}

impl Told<'_> {
    /// There now, with the writer or somebody else.
    pub fn is_present(&self) -> bool {
        !self.denied && !self.history && !self.general
    }

    pub fn is_of_writer(&self) -> bool {
        self.who == Subject::Writer && !self.general
    }
}

/// What stands in the way of an alarm: figures of speech, and questions in general.
pub(super) struct Aside<'a> {
    pub spans: &'a [(usize, Range<usize>)],
    pub general: &'a [bool],
}

impl Aside<'_> {
    pub fn covers(&self, found: &Found) -> bool {
        self.spans
            .iter()
            .any(|(clause, span)| *clause == found.clause && span.start < found.end() && found.start() < span.end)
    }
}

/// The best match of an entry's pattern: one that is not denied, of the writer before others.
pub(super) fn told<'l>(
    message: &Message<'l>,
    measures: &[Measure],
    aside: &Aside<'_>,
    (entry, sign): (&'l Entry, &'l Sign),
    says: usize,
    vocabulary: &Vocabulary,
) -> Vec<Told<'l>> {
    let mut all = Vec::new();
    for clause in 0..message.clauses.len() {
        let places = matching::in_clause(message, &entry.says[says], clause, 8);
        if places.is_empty() || matching::is_excluded(message, entry, clause) {
            continue;
        }
        let pattern = &entry.says[says];
        for found in places.into_iter().filter(|found| sign.weight == Weight::Profile || !aside.covers(found)) {
            let denied = denial::is_denied(message, &found) || !matching::stands_affirmed(message, pattern, &found);
            let Some(value) = value(message, measures, sign, &found, denied, vocabulary) else { continue };
            // "Breathing is fine" denies as a "no" does.
            let denied = denied || vocabulary.finding(&sign.key).is_some_and(|finding| !finding.is_present(&value));
            if sign.only_denied && !denied {
                continue;
            }
            let who = if sign.of_others { Subject::Writer } else { subject::of(message, &found) };
            let history = !subject::history(message, measures, &found).is_empty();
            let general = aside.general.get(clause).copied().unwrap_or(false);
            all.push(Told { sign, value, denied, who, history, general, found });
        }
    }
    all
}

fn value(
    message: &Message<'_>,
    measures: &[Measure],
    sign: &Sign,
    found: &Found,
    denied: bool,
    vocabulary: &Vocabulary,
) -> Option<Value> {
    let finding = vocabulary.finding(&sign.key);
    match &sign.value {
        Given::Fixed(value) if !denied => Some(value.clone()),
        Given::Fixed(value) => {
            let absent = finding.and_then(|finding| finding.absent());
            // "I have no trouble walking" is denied trouble; a denied denial says nothing.
            if *value == Value::Flag(false) { None } else { Some(absent.unwrap_or(Value::Flag(false))) }
        }
        Given::Listed(list) => {
            let range = message.clauses.get(found.clause)?;
            let spans = message.all_of(Some(*list), range);
            let names = spans.iter().map(|span| message.value(span).to_owned());
            Some(Value::Words(names.collect()))
        }
        Given::Number => measures.iter().find_map(|measure| match measure.what {
            Quantity::Number(number)
                if measure.start >= found.start()
                    && measure.end <= found.end()
                    && !matches!(message.text(measure.start), "a" | "an") =>
            {
                Some(Value::Number(number))
            }
            _ => None,
        }),
    }
}

/// Puts a value beside what is known: presence beats absence, the first told of two that are there counts.
pub(super) fn put(findings: &mut Findings, vocabulary: &Vocabulary, key: &FindingKey, value: &Value) {
    let Some(finding) = vocabulary.finding(key) else { return };
    let merged = match (findings.get(key), value) {
        (Some(Value::Words(one)), Value::Words(two)) => Value::Words(one.union(two).cloned().collect()),
        (Some(known), _) if finding.is_present(known) || !finding.is_present(value) => return,
        _ => value.clone(),
    };
    findings.set(key.clone(), merged);
}
