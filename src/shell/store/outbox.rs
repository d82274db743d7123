//! Which letters stand in which row, and what became of them; without their words, so that a long queue stays small.
//!
//! A letter row is written once. As letters leave, a small row beside it says which; both go when the last has
//! left. Never reads or writes a row itself.

use std::collections::{BTreeMap, BTreeSet};

use super::value::Left;
use crate::ids::ChatId;
use crate::shell::batch::{Letter, LetterId};
use crate::shell::keys::Place;

#[derive(Debug, Default)]
pub struct Outbox {
    rows: BTreeMap<Place, Vec<Waiting>>,
}

#[derive(Debug, Clone, Copy)]
struct Waiting {
    index: u32,
    chat: ChatId,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Queued,
    Marked,
    Settled,
}

/// What has to be written about one row.
#[derive(Debug)]
pub enum Change {
    /// All its letters have left: both rows go.
    Remove,
    /// The letters stay as they are; this is what became of them.
    Left(Left),
    /// These chats' letters go out of it.
    Rewrite { without: BTreeSet<ChatId>, left: Left },
}

impl Outbox {
    /// Takes in the letters of one row, and what became of them.
    pub fn add(&mut self, place: Place, letters: &[Letter], left: &Left) {
        let waiting = letters.iter().map(|letter| Waiting {
            index: letter.id.index,
            chat: letter.chat,
            state: state(letter, left),
        });
        self.rows.insert(place, waiting.collect());
    }

    /// How many letters wait.
    pub fn waiting(&self) -> usize {
        self.rows.values().flatten().filter(|one| one.state != State::Settled).count()
    }

    /// The next batch number that no waiting letter has.
    pub fn next_batch(&self) -> u64 {
        self.rows.last_key_value().map_or(1, |(place, _)| place.batch + 1)
    }

    /// Settles, marks and forgets, and says what that changes. Letters that are not there any more are passed over: a
    /// person may have been forgotten while the sender held a letter to them.
    pub fn change(
        &mut self,
        settled: &[LetterId],
        marked: &[LetterId],
        forgotten: &BTreeSet<ChatId>,
    ) -> Vec<(Place, Change)> {
        let mut touched: BTreeSet<Place> = BTreeSet::new();
        touched.extend(marked.iter().filter_map(|id| self.set(*id, State::Marked)));
        touched.extend(settled.iter().filter_map(|id| self.set(*id, State::Settled)));
        let lost = self.forget(forgotten);
        touched.extend(&lost);
        touched.into_iter().map(|place| (place, self.change_of(place, lost.contains(&place), forgotten))).collect()
    }

    fn set(&mut self, id: LetterId, state: State) -> Option<Place> {
        let from = Place { batch: id.batch, first: 0 };
        let to = Place { batch: id.batch, first: id.index };
        let (place, row) = self.rows.range_mut(from..=to).next_back()?;
        let waiting = row.iter_mut().find(|waiting| waiting.index == id.index)?;
        waiting.state = state;
        Some(*place)
    }

    fn forget(&mut self, forgotten: &BTreeSet<ChatId>) -> BTreeSet<Place> {
        let mut lost = BTreeSet::new();
        if forgotten.is_empty() {
            return lost;
        }
        for (place, row) in &mut self.rows {
            let before = row.len();
            row.retain(|waiting| !forgotten.contains(&waiting.chat));
            if row.len() < before {
                lost.insert(*place);
            }
        }
        lost
    }

    fn change_of(&mut self, place: Place, rewrite: bool, forgotten: &BTreeSet<ChatId>) -> Change {
        let row = self.rows.get(&place).map(Vec::as_slice).unwrap_or_default();
        if row.iter().all(|waiting| waiting.state == State::Settled) {
            self.rows.remove(&place);
            return Change::Remove;
        }
        let left = left(row);
        match rewrite {
            true => Change::Rewrite { without: forgotten.clone(), left },
            false => Change::Left(left),
        }
    }
}

fn state(letter: &Letter, left: &Left) -> State {
    if left.settled.contains(&letter.id.index) {
        State::Settled
    } else if letter.marked || left.marked.contains(&letter.id.index) {
        State::Marked
    } else {
        State::Queued
    }
}

fn left(row: &[Waiting]) -> Left {
    let in_state = |state: State| row.iter().filter(|one| one.state == state).map(|one| one.index).collect();
    Left { v: 1, settled: in_state(State::Settled), marked: in_state(State::Marked) }
}
