//! Findings counted from the diary, anew whenever a conversation opens and when it is judged.
//!
//! A count from a diary with gaps is "at least so many": it can raise a level and never says no. Only when every night
//! of the window was logged, with a cramp or as quiet, is it exact. Never words anything.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime};
use jiff::{Span, Timestamp, ToSpan, Zoned};

use super::bout::{self, Bout, NightEnd, bouts};
use super::chat::Chat;
use super::diary::{Entry, What};
use super::exchange::Exchange;
use super::fact::{Fact, Source};
use super::medicines::kept::Medicine;
use super::{medicines, worsening};
use crate::ids::{EpisodeId, FindingKey, SubjectId};
use crate::library::Library;
use crate::library::value::Value;
use crate::library::vocabulary::Scope;

/// Windows of the findings, in days or nights: their names in the vocabulary say so.
const WEEK: usize = 7;
const FORTNIGHT: usize = 14;
const TREND: usize = 28;
/// "Within the last 3 months" of the question about new medicines.
const MEDICINES_MONTHS: i32 = 3;
/// Fewer cramps than this in four weeks show no direction.
const FEWEST_FOR_A_TREND: usize = 4;
/// More or fewer by at least this many, and by at least half, is a direction.
const STEP: usize = 3;

/// One finding that the diary shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    pub finding: &'static str,
    pub value: Value,
    /// There are gaps in the diary: the true number may be higher.
    pub at_least: bool,
}

/// Puts what the diary shows among the facts of the open conversation, in the place of what it showed before.
pub fn refresh(ex: &mut Exchange<'_>) {
    let Some((episode, subject)) = ex.chat.conversation.as_ref().and_then(|open| Some((open.episode?, open.subject)))
    else {
        return;
    };
    ex.chat.facts.retain(|fact| fact.subject != subject || !fact.source.is_diary());
    for Shown { finding, value, at_least } in shown(ex, subject, episode) {
        let finding = FindingKey::from(finding);
        let Some(known) = ex.library.vocabulary.finding(&finding).filter(|known| known.accepts(&value)) else {
            continue;
        };
        ex.chat.facts.push(Fact {
            subject,
            episode: (known.scope != Scope::Profile).then_some(episode),
            finding,
            value,
            source: if at_least { Source::DiaryAtLeast } else { Source::Diary },
            refines: false,
            at: ex.now,
            withdrawn: None,
            message: None,
        });
    }
}

/// All that the diary of somebody shows now. `running` is the bout at hand, of which more may be told than is written.
pub fn shown(ex: &Exchange<'_>, subject: SubjectId, running: EpisodeId) -> Vec<Shown> {
    let now = ex.local(ex.now);
    let entries = entries(ex, subject, &now);
    let told: Vec<Fact> = ex.chat.facts.iter().filter(|fact| fact.subject == subject).cloned().collect();
    let mut shown = counts(&entries, (running, &told), &now, ex.chat.profile.night_end());
    shown.extend(new_medicine(&entries, &told, &now, (ex.library, listed(&ex.chat, subject))));
    shown
}

/// The list of medicines is the writer's.
fn listed(chat: &Chat, subject: SubjectId) -> &[Medicine] {
    if subject.is_writer() { &chat.medicines } else { &[] }
}

/// As far back as any window reaches: three months are read only where a list of medicines is that new.
fn entries(ex: &Exchange<'_>, subject: SubjectId, now: &Zoned) -> Vec<Entry> {
    let months = since(now, Span::new().months(MEDICINES_MONTHS));
    let has_list = |fact: &Fact| fact.subject == subject && fact.finding.as_str() == "medications" && fact.at >= months;
    let days = since(now, days(TREND + 1));
    let from = if ex.chat.facts.iter().any(has_list) { months.min(days) } else { days };
    let mut entries = ex.diary.all_since(subject, from);
    entries.extend(ex.entries.iter().filter(|entry| entry.subject == subject && entry.at >= from).cloned());
    entries
}

/// The counts at a moment on the person's clock. `running` is the bout at hand with what was told of it so far.
pub fn counts(entries: &[Entry], running: (EpisodeId, &[Fact]), now: &Zoned, end: NightEnd) -> Vec<Shown> {
    let mut bouts = bouts(entries);
    if let Some(bout) = bouts.get_mut(&running.0) {
        let told: Vec<Fact> = running.1.iter().filter(|fact| fact.episode == Some(running.0)).cloned().collect();
        bout.know(&told);
    }
    bouts.retain(|_, bout| bout.cramp && bout.at.is_some_and(|(at, _)| at <= now.timestamp()));
    let nights = Nights::of(entries, &bouts, running.0, (now.datetime(), end));
    // With gaps, the bout at hand alone is no count: what there is to say of it was told.
    let before = bouts.iter().filter(|(id, _)| **id != running.0).map(|(id, bout)| (*id, bout.clone())).collect();
    let nights_before = Nights::of(entries, &before, running.0, (now.datetime(), end));
    let number = |finding, (count, before): (usize, usize), window: usize| {
        let at_least = !nights.are_all_logged(window);
        #[allow(clippy::cast_precision_loss, reason = "a count of cramps")]
        let value = Value::Number(count as f64);
        (before > 0 || !at_least).then_some(Shown { finding, value, at_least })
    };
    let cramps = |from: usize, to: usize| within(&bouts, now, from, to).len();
    let trend = direction(entries, (cramps(TREND, FORTNIGHT), cramps(FORTNIGHT, 0)), &nights, now).map(|word| Shown {
        finding: "trend_28_days",
        value: Value::Word(word.to_owned()),
        at_least: false,
    });
    let signs = worsening::signs(&within(&bouts, now, TREND, FORTNIGHT), &within(&bouts, now, FORTNIGHT, 0));
    // What does not show may still be so: nobody tells the pain of every cramp.
    let signs =
        (!signs.is_empty()).then_some(Shown { finding: "diary_signs", value: Value::Words(signs), at_least: false });
    [
        number("episodes_last_7_days", (cramps(WEEK, 0), within(&before, now, WEEK, 0).len()), WEEK),
        number(
            "night_episodes_last_14_days",
            (nights.in_bed_of(FORTNIGHT), nights_before.in_bed_of(FORTNIGHT)),
            FORTNIGHT,
        ),
        trend,
        signs,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Cramps later than `from` days ago, by the person's clock, and not later than `to` days ago.
fn within<'b>(bouts: &'b BTreeMap<EpisodeId, Bout>, now: &Zoned, from: usize, to: usize) -> Vec<&'b Bout> {
    let (from, to) = (since(now, days(from)), since(now, days(to)));
    bouts.values().filter(|bout| bout.at.is_some_and(|(at, _)| from < at && at <= to)).collect()
}

/// Which nights had a cramp in bed, and which were logged at all, by the date of their evening.
struct Nights {
    in_bed: BTreeSet<Date>,
    logged: BTreeSet<Date>,
    tonight: Date,
}

impl Nights {
    fn of(
        entries: &[Entry],
        bouts: &BTreeMap<EpisodeId, Bout>,
        running: EpisodeId,
        (now, end): (DateTime, NightEnd),
    ) -> Self {
        let in_bed: BTreeSet<Date> = bouts
            .iter()
            // The bout at hand is asked about: it counts once it was told where it began.
            .filter(|(id, bout)| **id != running || bout.known.contains_key("onset_context"))
            .filter(|(_, bout)| is_in_bed(bout))
            .filter_map(|(_, bout)| bout.local().map(|local| end.night_of(local)))
            .collect();
        let undone = bout::undone(entries);
        let is_quiet = |entry: &&Entry| entry.what == What::QuietNight && !undone.contains(&entry.number);
        let quiet = entries.iter().filter(is_quiet);
        let quiet = quiet.map(|entry| end.night_of(bout::local(entry.at, entry.offset_seconds)));
        Nights { logged: in_bed.iter().copied().chain(quiet).collect(), in_bed, tonight: end.night_of(now) }
    }

    /// The last so many nights: with the one that is still going on when it was logged already.
    fn window(&self, nights: usize) -> impl Iterator<Item = Date> {
        let skipped = usize::from(!self.logged.contains(&self.tonight));
        let tonight = self.tonight;
        (skipped..skipped + nights).filter_map(move |ago| tonight.checked_sub(days(ago)).ok())
    }

    fn are_all_logged(&self, nights: usize) -> bool {
        self.window(nights).all(|night| self.logged.contains(&night))
    }

    fn in_bed_of(&self, nights: usize) -> usize {
        self.window(nights).filter(|night| self.in_bed.contains(night)).count()
    }
}

/// Told to have begun asleep; or at night, and not told to have begun otherwise: a cramp of which nobody told where it
/// began counts as one in bed from 22:00 to 07:00.
pub fn is_in_bed(bout: &Bout) -> bool {
    match bout.known.get("onset_context") {
        Some(Value::Word(context)) if context == "asleep" => true,
        Some(Value::Word(context)) if context != "resting_awake" => false,
        _ => bout.local().is_some_and(bout::is_at_night),
    }
}

/// The newer half of four weeks against the older: "more" where the diary is that old, anything else where it has no gap.
fn direction(entries: &[Entry], (older, newer): (usize, usize), nights: &Nights, now: &Zoned) -> Option<&'static str> {
    let first_week = since(now, days(TREND))..since(now, days(TREND - WEEK));
    let is_old = entries.iter().any(|entry| first_week.contains(&entry.at));
    let is_more = |more: usize, less: usize| more >= less + STEP && 2 * more >= 3 * less;
    if is_old && older + newer >= FEWEST_FOR_A_TREND && is_more(newer, older) {
        return Some("rising");
    }
    nights.are_all_logged(TREND).then(|| match () {
        () if older + newer < FEWEST_FOR_A_TREND => "too_few",
        () if is_more(older, newer) => "falling",
        () => "steady",
    })
}

/// A medicine that the list has from these three months, or that an answer of these three months lists and an earlier answer of theirs, which offered it, did not.
fn new_medicine(
    entries: &[Entry],
    running: &[Fact],
    now: &Zoned,
    (library, listed): (&Library, &[Medicine]),
) -> Option<Shown> {
    let undone = bout::undone(entries);
    let stored = entries.iter().filter(|entry| !undone.contains(&entry.number)).flat_map(|entry| match &entry.what {
        What::Answers { facts, .. } => facts.as_slice(),
        _ => &[],
    });
    let from = since(now, Span::new().months(MEDICINES_MONTHS));
    let is_list = |fact: &&Fact| fact.finding.as_str() == "medications" && fact.withdrawn.is_none() && fact.at >= from;
    let lists: Vec<&Fact> = stored.chain(running).filter(is_list).collect();
    let old = |kind: &str| medicines::is_old(listed, kind, now.date());
    let is_new = lists.iter().any(|later| {
        // A list corrected on the same day says nothing about a new medicine.
        lists.iter().any(|earlier| {
            later.at.duration_since(earlier.at).as_hours() >= 24 && has_more(later, earlier, library, &old)
        })
    });
    let is_new = is_new || listed.iter().any(|medicine| medicine.is_new(now.date()));
    let value = Value::Flag(true);
    is_new.then_some(Shown { finding: "medication_change_recent", value, at_least: false })
}

/// Not of a kind that the list of medicines has from before.
fn has_more(later: &Fact, earlier: &Fact, library: &Library, is_old: &dyn Fn(&str) -> bool) -> bool {
    let (Value::Words(later), Value::Words(before), Source::Node { dialogue, node, .. }) =
        (&later.value, &earlier.value, &earlier.source)
    else {
        return false;
    };
    let Some(node) = library.node(dialogue, node) else { return false };
    let is_more = |one: &&String| !before.contains(*one) && !is_old(one);
    later.iter().filter(is_more).any(|one| node.choices().iter().any(|choice| choice.id.as_str() == one))
}

/// So far back on the person's clock: a day in which the clocks change has 23 or 25 hours.
fn since(now: &Zoned, back: Span) -> Timestamp {
    now.checked_sub(back).map_or(Timestamp::MIN, |then| then.timestamp())
}

fn days(count: usize) -> Span {
    i64::try_from(count).unwrap_or_default().days()
}
