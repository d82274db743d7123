//! What a card prefers to warn of: every fact of `watch.toml` raises the level in some situation of its topic, and cards about
//! different troubles name different things.

use std::collections::BTreeSet;
use std::path::Path;

use charley::engine::triage::{self, some_presence};
use charley::ids::FindingKey;
use charley::library::condition::{Leaf, Test};
use charley::library::load;
use charley::library::value::{Findings, Value};
use charley::library::{Library, watch::Watch};

fn library() -> Library {
    load::folder(Path::new("dialogues")).unwrap_or_else(|mistakes| panic!("{}", mistakes[0]))
}

/// Nothing alarming, and one thing told.
fn told(leaf: &Leaf, library: &Library) -> Findings {
    let calm = |key: &FindingKey| Some((key.clone(), library.vocabulary.finding(key)?.absent()?));
    let mut findings: Findings = library.vocabulary.core_red_flags.iter().filter_map(calm).collect();
    let value = match &leaf.test {
        Test::Present => Value::Flag(true),
        Test::Equals(value) => value.clone(),
        Test::Has(word) => Value::Words(BTreeSet::from([word.clone()])),
        Test::AtLeast(bound) | Test::AtMost(bound) => Value::Number(*bound),
        Test::Differs(_) => some_presence(library.vocabulary.finding(&leaf.key).unwrap()).unwrap(),
    };
    findings.set(leaf.key.clone(), value);
    findings
}

/// The facts that raise the level when only this was told, the nearest first.
fn raises(leaf: &Leaf, library: &Library) -> Vec<FindingKey> {
    let findings = told(leaf, library);
    let raises = triage::would_raise(&findings, triage::urgency(&findings, library), library);
    triage::nearest_first(raises, &findings, library).into_iter().map(|raise| raise.finding).collect()
}

#[test]
fn every_fact_raises_the_level_in_some_situation_of_its_topic() {
    let library = library();
    let idle = |watch: &Watch| -> Vec<FindingKey> {
        let raised: BTreeSet<FindingKey> =
            watch.when.leaves().into_iter().flat_map(|leaf| raises(leaf, &library)).collect();
        watch.facts.iter().filter(|fact| !raised.contains(*fact)).cloned().collect()
    };
    let idle: Vec<(String, Vec<FindingKey>)> = library
        .watches
        .iter()
        .map(|watch| (watch.when.leaves().first().map(ToString::to_string).unwrap_or_default(), idle(watch)))
        .filter(|(_, facts)| !facts.is_empty())
        .collect();
    assert!(idle.is_empty(), "{idle:?}");
}

#[test]
fn what_stands_nearest_follows_what_was_told() {
    let library = library();
    let first = |finding: &str, word: &str| -> Vec<String> {
        let leaf = Leaf { key: FindingKey::from(finding), test: Test::Has(word.to_owned()) };
        raises(&leaf, &library).iter().take(3).map(ToString::to_string).collect()
    };
    assert_eq!(first("cramp_sites", "calf"), ["breathless", "leg_swelling", "tense_hard_swelling"]);
    assert_eq!(first("cramp_sites", "foot"), ["cold_leg_new", "black_skin", "skin_break"]);
    assert_eq!(first("lifestyle_factors", "inactive"), ["chest_pain", "breathless", "stroke_signs"]);
}
