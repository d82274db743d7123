//! Names that must be the only one of their kind, and the size of the screening.

use std::collections::{BTreeMap, BTreeSet};

use super::mistake;
use crate::library::Library;
use crate::library::dialogue::Kind;
use crate::library::load::SCREENING;
use crate::library::mistake::{Mistake, Place};

/// Everybody is asked these, so they must stay short.
const SCREENS: usize = 4;

pub(super) fn check(library: &Library, faulty: &BTreeSet<String>) -> Vec<Mistake> {
    let mut mistakes = twice("rule", library.rules.iter().map(|rule| (rule.id.as_str(), &rule.place)));
    let commands = library.dialogues.values();
    let commands = commands.filter_map(|dialogue| dialogue.command.as_deref().map(|name| (name, &dialogue.place)));
    mistakes.extend(twice("command", commands));
    mistakes.extend(screening(library).filter(|mistake| !faulty.contains(&mistake.place.file)));
    mistakes
}

fn twice<'l>(what: &str, names: impl Iterator<Item = (&'l str, &'l Place)>) -> Vec<Mistake> {
    let mut known: BTreeMap<&str, &Place> = BTreeMap::new();
    let mut mistakes = Vec::new();
    let mut names: Vec<(&str, &Place)> = names.collect();
    names.sort_by_key(|(_, place)| *place);
    for (name, place) in names {
        if let Some(first) = known.get(name) {
            mistakes.push(mistake(
                place,
                format!("{what} `{name}` exists already at {first}"),
                "give one of them another name",
            ));
        } else {
            known.insert(name, place);
        }
    }
    mistakes
}

fn screening(library: &Library) -> Option<Mistake> {
    let screening = library.dialogues.get(SCREENING)?;
    let checks = screening.nodes.iter().filter(|node| matches!(node.kind, Kind::Check { .. })).count();
    match checks {
        1..=SCREENS => None,
        0 => Some(mistake(
            &screening.place,
            "the screening has no `check` node".to_owned(),
            "its checks are asked of everybody",
        )),
        _ => {
            let what = format!("the screening has {checks} `check` nodes, at most {SCREENS}");
            Some(mistake(&screening.place, what, "everybody is asked these: keep it short"))
        }
    }
}
