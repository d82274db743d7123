//! Whether what is told of a bout on its card asks for advice: only a sign that nobody had told before, and only while
//! something can still be done about it.

use jiff::SignedDuration;

use super::shelf::Found;
use crate::engine::exchange::Exchange;
use crate::engine::triage;
use crate::ids::RuleId;
use crate::library::rule::Urgency;

/// Older bouts are history.
const MATTERS: SignedDuration = SignedDuration::from_hours(14 * 24);

/// The urgent rules that speak of the person and of this bout together.
pub(super) fn urgent<'l>(ex: &Exchange<'l>, found: &Found) -> Vec<&'l RuleId> {
    let (at, _) = found.at();
    if ex.now.duration_since(at) > MATTERS {
        return Vec::new();
    }
    let mut findings = ex.chat.findings(&ex.library.vocabulary, ex.now);
    for (key, value) in &found.bout.known {
        findings.set(key.clone(), value.clone());
    }
    let spoken = triage::assess(&findings, ex.library).because.into_iter();
    spoken.filter(|rule| rule.urgency >= Urgency::Urgent).map(|rule| &rule.id).collect()
}

/// Why it is worth a check-up now, in the words of the first rule that did not speak before.
pub(super) fn reason(ex: &Exchange<'_>, before: &[&RuleId], found: &Found) -> Option<String> {
    let new = urgent(ex, found).into_iter().find(|rule| !before.contains(rule))?;
    let because = ex.authored(&format!("rule--{new}"), "because");
    Some(format!("{}\n{because}", ex.phrase("week-pattern", &[])))
}
