//! Records what was told in free words as facts with the source "text".

use crate::engine::exchange::Exchange;
use crate::engine::fact::{Fact, Source};
use crate::engine::letter::Keyboard;
use crate::engine::reminder;
use crate::engine::understanding::meaning::{Cramp, Impossible};
use crate::ids::{EpisodeId, FindingKey};
use crate::library::value::{Findings, Value};
use crate::library::vocabulary::Scope;
use crate::library::words::Blank;

/// The facts, with those about the person apart from those of a bout. Values that the vocabulary does not take are
/// left out.
pub fn facts(ex: &Exchange<'_>, episode: Option<EpisodeId>, findings: &Findings) -> Vec<Fact> {
    let fact = |(key, value): (&FindingKey, &Value)| {
        let finding = ex.library.vocabulary.finding(key).filter(|finding| finding.accepts(value))?;
        let episode = if finding.scope == Scope::Profile { None } else { episode };
        (episode.is_some() || finding.scope == Scope::Profile).then(|| Fact {
            subject: ex.chat.about,
            episode,
            finding: key.clone(),
            value: value.clone(),
            source: Source::Text,
            refines: false,
            at: ex.happened,
            message: ex.message,
            withdrawn: None,
        })
    };
    findings.iter().filter_map(fact).collect()
}

/// Keeps them as known from here on; before the consent nothing is.
pub fn record(ex: &mut Exchange<'_>, episode: Option<EpisodeId>, findings: &Findings) {
    if ex.chat.has_consent() {
        let facts = facts(ex, episode, findings);
        ex.chat.facts.extend(facts);
    }
}

/// The details of a cramp as findings.
pub fn details(cramp: &Cramp, text: &str) -> Findings {
    let mut findings = Findings::default();
    let mut tell = |key: &str, value: Value| findings.set(FindingKey::from(key), value);
    if let Some(site) = &cramp.site {
        tell("cramp_sites", Value::Words([site.clone()].into()));
    }
    if let Some(side) = &cramp.side {
        tell("side", Value::Word(side.clone()));
    }
    if let Some(intensity) = cramp.intensity {
        tell("pain_score", Value::Number(f64::from(intensity)));
    }
    if let Some(minutes) = cramp.minutes {
        tell("duration_minutes", Value::Number(minutes));
    }
    if let Some(context) = context(cramp, text) {
        tell("onset_context", Value::Word(context.to_owned()));
    }
    findings
}

/// What the person was doing when it began, as the vocabulary names it.
fn context(cramp: &Cramp, text: &str) -> Option<&'static str> {
    match cramp.activity.as_deref() {
        Some("walking" | "stairs") => Some("walking"),
        Some("sitting" | "standing" | "driving" | "flying") => Some("sitting_or_standing_long"),
        Some("gardening") => Some("other"),
        Some(_) if text.to_lowercase().contains("after") => Some("after_exercise"),
        Some(_) => Some("exercising"),
        None => cramp.at_night.then_some("asleep"),
    }
}

/// A value that cannot be: what is possible, and nothing is written.
pub fn impossible(ex: &mut Exchange<'_>, what: Impossible) {
    let text = match what {
        Impossible::Intensity => ex.phrase("impossible-intensity", &[]),
        Impossible::Volume => {
            let most = super::logs::most_at_once(ex);
            let line = ex.phrase("impossible-volume", &[("most", Blank::Text(&most))]);
            format!("{line}\n{}", ex.phrase("water-much", &[]))
        }
        Impossible::NoVolume => {
            let most = super::logs::most_at_once(ex);
            ex.phrase("impossible-no-volume", &[("most", Blank::Text(&most))])
        }
        Impossible::Duration => ex.phrase("impossible-duration", &[]),
        Impossible::Every => {
            ex.phrase("impossible-every", &[("minutes", Blank::Number(f64::from(reminder::LEAST_MINUTES)))])
        }
        Impossible::Clock => ex.phrase("impossible-clock", &[]),
        Impossible::Date => ex.phrase("impossible-date", &[]),
        Impossible::Zone => ex.phrase("impossible-zone", &[]),
        Impossible::Age => ex.phrase("impossible-age", &[]),
    };
    ex.say(text, Keyboard::None);
}
