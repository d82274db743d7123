//! A fact: one recorded answer, where it came from, and whether it was taken back.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::chat::Chat;
use crate::ids::{ConversationId, DialogueId, EpisodeId, FindingKey, MessageId, NodeId, SubjectId};
use crate::library::value::{Findings, Value};
use crate::library::vocabulary::{Scope, Vocabulary};

/// A warning sign answered longer ago than this is asked again while the cramp lasts.
const RED_FLAGS_HOLD: SignedDuration = SignedDuration::from_mins(10);
/// Any other answer about an episode counts this long.
const ANSWERS_HOLD: SignedDuration = SignedDuration::from_hours(24);

/// One answer as it was given. Facts are never changed, only withdrawn or followed by newer ones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    #[serde(default, skip_serializing_if = "SubjectId::is_writer")]
    pub subject: SubjectId,
    /// Absent for what is true of the person and not of one bout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub episode: Option<EpisodeId>,
    pub finding: FindingKey,
    pub value: Value,
    pub source: Source,
    /// A follow-up on extent: overrides what a broader question recorded.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub refines: bool,
    pub at: Timestamp,
    /// The person's message that said so, where words did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Timestamp>,
}

/// Who said so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// An answer at a node.
    Node { conversation: ConversationId, dialogue: DialogueId, node: NodeId },
    /// Typed without being asked.
    Text,
    /// Changed on the card of its entry: takes the place of whatever was said before, also by "not sure".
    Edit,
    /// Counted from the diary, without gaps.
    Diary,
    /// Counted from a diary with gaps: the true number may be higher.
    DiaryAtLeast,
    /// Noted by the bot itself, such as the minutes until "It let go".
    Clock,
}

impl Source {
    /// Counted, not answered.
    pub fn is_diary(&self) -> bool {
        matches!(self, Source::Diary | Source::DiaryAtLeast)
    }
}

impl Chat {
    /// The facts that count now for the open conversation or, outside one, for the open episode.
    pub fn facts_in_force(&self, vocabulary: &Vocabulary, now: Timestamp) -> impl Iterator<Item = &Fact> {
        self.facts.iter().filter(move |fact| self.is_in_force(fact, vocabulary, now))
    }

    fn is_in_force(&self, fact: &Fact, vocabulary: &Vocabulary, now: Timestamp) -> bool {
        fact.withdrawn.is_none()
            && fact.subject == self.about
            && self.is_reached(fact)
            && self.is_fresh(fact, vocabulary, now)
    }

    /// An answer of the running conversation counts only while its question lies on the way that was walked.
    fn is_reached(&self, fact: &Fact) -> bool {
        match (&fact.source, &self.conversation) {
            (Source::Node { conversation, dialogue, node }, Some(running)) if *conversation == running.id => {
                running.path.iter().any(|step| step.at.node == *node && step.at.dialogue == *dialogue)
            }
            _ => true,
        }
    }

    fn is_fresh(&self, fact: &Fact, vocabulary: &Vocabulary, now: Timestamp) -> bool {
        let Some(finding) = vocabulary.finding(&fact.finding) else {
            return false;
        };
        if finding.scope == Scope::Profile {
            let held = finding.holds_days.map(|days| SignedDuration::from_hours(24 * i64::from(days)));
            return held.is_none_or(|held| now.duration_since(fact.at) <= held);
        }
        let Some(episode) = self.episode.as_ref().filter(|episode| fact.episode == Some(episode.id)) else {
            return false;
        };
        let still_cramping = episode.cramp && episode.let_go.is_none();
        let holds =
            if still_cramping && vocabulary.is_core_red_flag(&fact.finding) { RED_FLAGS_HOLD } else { ANSWERS_HOLD };
        now.duration_since(fact.at) <= holds
    }

    /// What is known now. A newer answer to the same question replaces the older; a follow-up on extent
    /// overrides the broader question; of contradicting sources the more dangerous answer counts.
    pub fn findings(&self, vocabulary: &Vocabulary, now: Timestamp) -> Findings {
        let mut facts: Vec<&Fact> = self.facts_in_force(vocabulary, now).collect();
        // Stable: those about one finding stay oldest first.
        facts.sort_by(|one, other| one.finding.cmp(&other.finding));
        let mut findings = Findings::default();
        for about_one in facts.chunk_by(|one, other| one.finding == other.finding) {
            let (Some(first), Some(value)) = (about_one.first(), settle(vocabulary, about_one)) else { continue };
            match value {
                Value::Number(count) if is_at_least(about_one, &value) => {
                    findings.set_lower_bound(first.finding.clone(), count);
                }
                value => findings.set(first.finding.clone(), value),
            }
        }
        findings
    }

    /// Whether what is known of a finding was counted from the diary and not told.
    pub fn is_from_diary(&self, finding: &FindingKey, vocabulary: &Vocabulary, now: Timestamp) -> bool {
        let facts: Vec<&Fact> = self.facts_in_force(vocabulary, now).filter(|fact| fact.finding == *finding).collect();
        let Some(value) = settle(vocabulary, &facts) else { return false };
        facts.iter().all(|fact| fact.source.is_diary() || fact.value != value)
    }
}

/// Whether a number is no more than a count from a diary with gaps.
fn is_at_least(facts: &[&Fact], value: &Value) -> bool {
    facts.iter().all(|fact| fact.source == Source::DiaryAtLeast || fact.value != *value)
}

/// The value that follows from all facts about one finding, oldest first.
fn settle(vocabulary: &Vocabulary, facts: &[&Fact]) -> Option<Value> {
    if let [only] = facts {
        return Some(only.value.clone());
    }
    let finding = vocabulary.finding(&facts.first()?.finding)?;
    let mut newest_of_each: Vec<&Fact> = Vec::new();
    for fact in facts {
        newest_of_each.retain(|earlier| earlier.source != fact.source);
        newest_of_each.push(fact);
    }
    if let Some(refined) = newest_of_each.iter().rev().find(|fact| fact.refines && fact.value != Value::Unsure) {
        return Some(refined.value.clone());
    }
    newest_of_each.into_iter().map(|fact| fact.value.clone()).reduce(|one, other| finding.worse(one, other))
}
