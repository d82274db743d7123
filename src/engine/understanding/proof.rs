//! The proof of the patterns: every example gives what it claims, every pattern can win.

use serde_json::Value as Json;

use super::understand;
use super::written::written;
use crate::library::Library;
use crate::library::mistake::Mistake;

/// Examples that do not give what they claim.
pub fn mistakes(library: &Library) -> Vec<Mistake> {
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
