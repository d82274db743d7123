//! Finds bouts in the stored diary, with what this very turn has written and what the open conversation knows.
//!
//! Reads only.

use jiff::Timestamp;

use crate::engine::bout::{self, Bout};
use crate::engine::diary::{Entry, MOST_ENTRIES, What};
use crate::engine::exchange::Exchange;
use crate::engine::fact::{Fact, Source};
use crate::ids::{EpisodeId, SubjectId};

/// Entries read at first: a bout has about five. Twice as many each time they are not enough.
const FIRST_ENTRIES: usize = 240;

/// One bout with the entries that it consists of, in the order of writing.
pub(super) struct Found {
    pub episode: EpisodeId,
    pub bout: Bout,
    pub entries: Vec<Entry>,
}

impl Found {
    /// When it began, and the offset of the person's clock then, in seconds.
    pub fn at(&self) -> (Timestamp, i32) {
        self.bout.at.unwrap_or_default()
    }
}

/// The newest bouts of the one whom the chat is about, newest first: at least until they are enough, and whole.
pub(super) fn bouts(
    ex: &Exchange<'_>,
    is_enough: impl Fn(&[(EpisodeId, Bout)]) -> bool,
) -> (Vec<(EpisodeId, Bout)>, Vec<Entry>) {
    let mut most = FIRST_ENTRIES;
    loop {
        let (entries, is_all) = entries(ex, most);
        let mut bouts: Vec<(EpisodeId, Bout)> = bout::bouts(&entries).into_iter().collect();
        add_running(ex, &mut bouts);
        bouts.sort_by_key(|(episode, bout)| std::cmp::Reverse((bout.at, *episode)));
        if !is_all {
            // The last one may reach beyond what was read.
            bouts.pop();
        }
        if is_all || is_enough(&bouts) {
            return (bouts, entries);
        }
        most *= 2;
    }
}

/// The newest entries, and whether these are all.
fn entries(ex: &Exchange<'_>, most: usize) -> (Vec<Entry>, bool) {
    let subject = ex.chat.about;
    let mut entries = ex.diary.newest(subject, most);
    let is_all = entries.len() < most || most >= MOST_ENTRIES;
    entries.retain(|entry| ex.entries.iter().all(|new| !new.is_row_of(entry)));
    entries.extend(ex.entries.iter().filter(|entry| entry.subject == subject).cloned());
    (entries, is_all)
}

/// The open conversation's answers belong to its bout although they are not in the diary yet.
fn add_running(ex: &Exchange<'_>, bouts: &mut [(EpisodeId, Bout)]) {
    for (id, bout) in bouts {
        // What the clock has measured is in the diary, the end apart from "it still holds".
        let is_told = |fact: &&Fact| fact.episode == Some(*id) && fact.source != Source::Clock;
        let facts: Vec<Fact> = ex.chat.facts.iter().filter(is_told).cloned().collect();
        bout.know(&facts);
    }
}

/// The entries that one bout consists of, also one that has no place in the lists; empty once it was taken back.
pub(super) fn entries_about(ex: &Exchange<'_>, episode: EpisodeId) -> Vec<Entry> {
    let mut most = FIRST_ENTRIES;
    loop {
        let (entries, is_all) = entries(ex, most);
        let found: Vec<Entry> = bout::entries_of(&entries, episode).into_iter().cloned().collect();
        if is_all || !found.is_empty() {
            return found;
        }
        most *= 2;
    }
}

/// One bout of the one whom the chat is about, unless it was taken back.
pub(super) fn find(ex: &Exchange<'_>, episode: EpisodeId) -> Option<Found> {
    let (bouts, entries) = bouts(ex, |bouts| bouts.iter().any(|(id, _)| *id == episode));
    let (_, bout) = bouts.into_iter().find(|(id, _)| *id == episode)?;
    let entries = bout::entries_of(&entries, episode).into_iter().cloned().collect();
    Some(Found { episode, bout, entries })
}

/// When a bout began, by the diary.
pub fn began(ex: &Exchange<'_>, episode: EpisodeId) -> Option<Timestamp> {
    find(ex, episode)?.bout.at.map(|(at, _)| at)
}

/// The instant of the oldest entry.
pub(super) fn oldest(ex: &Exchange<'_>) -> Option<Timestamp> {
    let subject: SubjectId = ex.chat.about;
    let stored = ex.diary.since(subject, Timestamp::MIN).first().map(|entry| entry.at);
    let new = ex.entries.iter().filter(|entry| entry.subject == subject && !matches!(entry.what, What::Undone { .. }));
    stored.into_iter().chain(new.map(|entry| entry.at)).min()
}
