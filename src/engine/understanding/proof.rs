//! The proof of the patterns: every example gives what it claims, every pattern can win.

use serde_json::Value as Json;

use super::alarm;
use super::matching;
use super::reading::Reading;
use super::sample::Samples;
use super::understand;
use super::written::written;
use crate::library::Library;
use crate::library::mistake::Mistake;
use crate::library::understanding::pattern::Pattern;
use crate::library::understanding::{Entry, Means, Weight};

/// Sentences that are made of one pattern before it is said never to win.
const TRIES: usize = 12;

/// All that is wrong with the patterns of sound content.
pub fn mistakes(library: &Library) -> Vec<Mistake> {
    let mut mistakes = examples(library);
    let samples = Samples::new(&library.patterns.dictionary);
    for entry in &library.patterns.entries {
        mistakes.extend(entry.says.iter().filter_map(|pattern| never_wins(library, &samples, entry, pattern)));
    }
    mistakes.sort();
    mistakes
}

/// Examples that do not give what they claim.
pub fn examples(library: &Library) -> Vec<Mistake> {
    library
        .patterns
        .examples
        .iter()
        .filter_map(|example| {
            let (intent, slots) = written(&understand(&example.say, library));
            let (found, claimed) = (Json::Object(slots), Json::Object(example.slots.clone()));
            if intent == example.intent && found == claimed {
                return None;
            }
            let what = format!("example `{}` is claimed to be {} {claimed}", example.say, example.intent);
            Some(Mistake { place: example.place.clone(), what, hint: format!("it is understood as {intent} {found}") })
        })
        .collect()
}

/// A pattern whose own sentences are all understood as something else.
fn never_wins(library: &Library, samples: &Samples<'_>, entry: &Entry, pattern: &Pattern) -> Option<Mistake> {
    if (0..TRIES).any(|round| wins(library, entry, pattern, &samples.sentence(pattern, round))) {
        return None;
    }
    let sentence = samples.sentence(pattern, 0);
    let (intent, _) = written(&understand(&sentence, library));
    let what = format!("pattern `{}` can never win: `{sentence}` is understood as {intent}", pattern.text);
    let hint = "an `unless`, an aside or an entry of higher priority takes all that it says";
    Some(Mistake { place: pattern.place.clone(), what, hint: hint.to_owned() })
}

fn wins(library: &Library, entry: &Entry, pattern: &Pattern, sentence: &str) -> bool {
    let reading = Reading::new(sentence, library);
    match &entry.means {
        // What must be read beside the words decides: a city, a language.
        Means::Intent { set, .. } if set.iter().any(|(key, _)| key == "reads") => true,
        Means::Intent { name, .. } => written(&understand(sentence, library)).0 == name.name(),
        Means::Finding(sign) => {
            let there = reading.told.iter().any(|told| told.sign.key == sign.key && !told.general);
            there || sign.only_denied || sign.weight == Weight::Mark
        }
        Means::Call | Means::Crisis => alarm::of(&reading).is_some(),
        Means::Aside => {
            let clauses = 0..reading.message.clauses.len();
            clauses.into_iter().any(|clause| !matching::in_clause(&reading.message, pattern, clause, 1).is_empty())
        }
    }
}
