//! Changes the list: an entry of the diary for each change, the finding with it, and one thing to take back.
//!
//! Says nothing.

use std::collections::BTreeSet;

use super::FINDING;
use super::kept::Medicine;
use crate::engine::acting::person;
use crate::engine::diary::What;
use crate::engine::exchange::Exchange;
use crate::engine::recent::Record;
use crate::ids::FindingKey;
use crate::library::value::{Findings, Value};

/// Those that are taken, oldest first, then those that were stopped.
pub(super) fn list(ex: &Exchange<'_>) -> Vec<Medicine> {
    let (taken, stopped): (Vec<_>, Vec<_>) = ex.chat.medicines.iter().cloned().partition(Medicine::is_taken);
    taken.into_iter().chain(stopped).collect()
}

pub(super) fn find(ex: &Exchange<'_>, number: u32) -> Option<Medicine> {
    ex.chat.medicines.iter().find(|medicine| medicine.number == number).cloned()
}

/// The next number to give out.
pub(super) fn next_number(ex: &mut Exchange<'_>) -> u32 {
    ex.chat.counters.medicines += 1;
    ex.chat.counters.medicines
}

/// Keeps one as it is now; gives the number of what can be taken back.
pub(super) fn keep(ex: &mut Exchange<'_>, medicine: Medicine) -> u32 {
    let (before, entries) = put(ex, vec![medicine.clone()]);
    let findings = follow(ex, &before, &medicine);
    if let Some(number) = join(ex, &medicine, &entries, &findings) {
        return number;
    }
    ex.chat.note_written(ex.now, Record::Medicines { before, entries, findings })
}

/// Keeps what words told, with the facts that were recorded for them; gives the number of what can be taken back.
pub fn keep_told(ex: &mut Exchange<'_>, medicines: Vec<Medicine>, findings: Vec<FindingKey>) -> u32 {
    let (before, entries) = put(ex, medicines);
    ex.chat.note_written(ex.now, Record::Medicines { before, entries, findings })
}

/// What is told of one just after it was added is taken back with it.
fn join(ex: &mut Exchange<'_>, medicine: &Medicine, new: &[u32], findings: &[FindingKey]) -> Option<u32> {
    let last = ex.chat.written.last_mut().filter(|last| !last.undone && findings.is_empty())?;
    let Record::Medicines { before, entries, .. } = &mut last.what else { return None };
    let [only] = before.as_slice() else { return None };
    if only.number != medicine.number || !only.removed {
        return None;
    }
    entries.extend(new);
    Some(last.number)
}

/// What was there of each before, one that was not there as removed, and the numbers of the new entries.
fn put(ex: &mut Exchange<'_>, medicines: Vec<Medicine>) -> (Vec<Medicine>, Vec<u32>) {
    let (mut before, mut entries) = (Vec::new(), Vec::new());
    for medicine in medicines {
        let gone = Medicine { removed: true, ..medicine.clone() };
        before.push(find(ex, medicine.number).unwrap_or(gone));
        set(ex, &medicine);
        ex.remember(ex.now, What::Medicine(medicine));
        entries.push(ex.chat.counters.entries);
    }
    (before, entries)
}

fn set(ex: &mut Exchange<'_>, medicine: &Medicine) {
    let all = &mut ex.chat.medicines;
    let place = all.iter().position(|one| one.number == medicine.number);
    match (place, medicine.removed) {
        (Some(place), true) => drop(all.remove(place)),
        (Some(place), false) => all[place] = medicine.clone(),
        (None, true) => {}
        (None, false) => {
            all.push(medicine.clone());
            all.sort_by_key(|one| one.number);
        }
    }
}

/// The finding follows: what is taken is told, what nothing on the list stands for any more is gone.
fn follow(ex: &mut Exchange<'_>, before: &[Medicine], after: &Medicine) -> Vec<FindingKey> {
    let was: BTreeSet<String> =
        before.iter().filter(|one| one.is_taken()).flat_map(|one| one.kinds.iter().cloned()).collect();
    let is: BTreeSet<String> = if after.is_taken() { after.kinds.clone() } else { BTreeSet::new() };
    let still = kinds_taken(ex);
    let new: BTreeSet<String> = is.difference(&was).cloned().collect();
    let gone: BTreeSet<String> = was.difference(&still).cloned().collect();
    person::change(ex, &findings(new), &findings(gone))
}

/// Takes a change back; the facts that came with it are the caller's.
pub fn take_back(ex: &mut Exchange<'_>, before: &[Medicine], entries: &[u32]) {
    for number in entries {
        ex.remember(ex.now, What::Undone { number: *number });
    }
    for medicine in before {
        if has_changed_since(ex, medicine.number, entries) {
            // Otherwise the diary would go by the later change.
            ex.remember(ex.now, What::Medicine(medicine.clone()));
        }
        set(ex, medicine);
    }
}

/// What the list has as taken is known: after something was taken back out of turn it might not be.
pub fn tell_what_is_taken(ex: &mut Exchange<'_>) {
    let known = match ex.chat.findings(&ex.library.vocabulary, ex.now).get(&FindingKey::from(FINDING)) {
        Some(Value::Words(known)) => known.clone(),
        _ => BTreeSet::new(),
    };
    let missing = kinds_taken(ex).difference(&known).cloned().collect();
    person::change(ex, &findings(missing), &Findings::default());
}

fn kinds_taken(ex: &Exchange<'_>) -> BTreeSet<String> {
    ex.chat.medicines.iter().filter(|one| one.is_taken()).flat_map(|one| one.kinds.iter().cloned()).collect()
}

/// The finding with these values; nothing where there are none.
fn findings(kinds: BTreeSet<String>) -> Findings {
    let some = (!kinds.is_empty()).then(|| (FindingKey::from(FINDING), Value::Words(kinds)));
    some.into_iter().collect()
}

/// Whether a later change of the same one stands.
fn has_changed_since(ex: &Exchange<'_>, number: u32, entries: &[u32]) -> bool {
    ex.chat.written.iter().filter(|written| !written.undone).any(|written| match &written.what {
        Record::Medicines { before, entries: later, .. } => {
            later.iter().min() > entries.iter().max() && before.iter().any(|one| one.number == number)
        }
        _ => false,
    })
}
