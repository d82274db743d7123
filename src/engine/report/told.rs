//! What was answered, by finding, with the day of each answer: for medicines, warning signs, and what the person told
//! of themselves.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Entry, Period};
use crate::engine::bout::local;
use crate::engine::chat::Chat;
use crate::engine::diary::What;
use crate::ids::FindingKey;
use crate::library::value::Value;

/// Answers in force, oldest first, by finding.
pub(super) struct Told<'a> {
    answers: BTreeMap<&'a FindingKey, Vec<(Date, &'a Value)>>,
}

impl<'a> Told<'a> {
    /// From the diary, and from the chat what has not gone into it yet. Answers after the period are left out; older
    /// ones stay, with their dates.
    pub(super) fn of(chat: &'a Chat, entries: &[&'a Entry], period: &Period) -> Self {
        let offset = entries.last().map_or(0, |entry| entry.offset_seconds);
        let written = entries.iter().filter_map(|entry| match &entry.what {
            What::Answers { facts, .. } => Some(facts.iter().map(|fact| (fact, entry.offset_seconds))),
            _ => None,
        });
        let mut facts: Vec<_> = written.flatten().collect();
        let kept = chat.facts.iter().filter(|fact| fact.at <= period.made).map(|fact| (fact, offset));
        facts.extend(kept);
        facts.retain(|(fact, _)| fact.withdrawn.is_none() && fact.subject == period.subject);
        facts.sort_by_key(|(fact, _)| fact.at);
        let mut answers: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (fact, offset) in facts {
            let answer = (local(fact.at, offset).date(), &fact.value);
            let of_finding: &mut Vec<_> = answers.entry(&fact.finding).or_default();
            if of_finding.last() != Some(&answer) {
                of_finding.push(answer);
            }
        }
        Told { answers }
    }

    /// All answers about a finding, oldest first.
    pub(super) fn all(&self, key: &FindingKey) -> &[(Date, &'a Value)] {
        self.answers.get(key).map_or(&[], Vec::as_slice)
    }

    /// The last answer about a finding.
    pub(super) fn last(&self, key: &FindingKey) -> Option<(Date, &'a Value)> {
        self.all(key).last().copied()
    }

    /// Everything that was ever answered.
    pub(super) fn findings(&self) -> impl Iterator<Item = &'a FindingKey> + '_ {
        self.answers.keys().copied()
    }
}
