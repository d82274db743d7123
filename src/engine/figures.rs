//! The diary counted over a stretch of nights: one place for the week, for the page for the doctor, and for
//! "how was my week". Always with a denominator: a night that nobody logged is neither good nor bad.
//!
//! Counts only; never words anything.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use jiff::Span;
use jiff::civil::{Date, DateTime};

use super::bout::{self, Bout, NightEnd, bouts};
use super::diary::{Day, Entry, What};
use crate::library::value::Value;

/// Longest period, in nights: five years.
pub const MOST_NIGHTS: usize = 1830;
/// A change this likely or likelier in an unchanged person is called ordinary variation.
const CHANCE: f64 = 0.05;
/// Quinine is not told of beside what helps: its harms are grave (MHRA 2010; FDA, 38 serious reports 2005-2008).
const NEVER_PRAISED: &str = "quinine_or_tonic_water";
/// Fewer cramps of known length than this tell nothing of what was done for them.
const FEWEST_TRIED: usize = 5;

/// What is known of one night.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Night {
    NotLogged,
    /// "No cramp last night".
    Quiet,
    Cramps(u32),
}

/// Median and range of what was told; `of` says how often it was.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    pub median: f64,
    pub least: f64,
    pub most: f64,
    pub of: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Every night of the period by the date of its evening.
    pub nights: BTreeMap<Date, Night>,
    /// The cramps of the period, oldest first.
    pub cramps: Vec<Bout>,
    /// What was drunk and done, by date.
    pub days: BTreeMap<Date, Day>,
    /// When one night ended and the next began.
    end: NightEnd,
}

/// What was done for cramps: how often, and how long those held whose length is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Remedy {
    pub name: String,
    pub tried: usize,
    /// Minutes from the beginning until it let go.
    pub minutes: Option<Spread>,
}

impl Remedy {
    /// How many more cramps of known length it takes before anything is told of it.
    pub fn missing(&self) -> usize {
        FEWEST_TRIED.saturating_sub(self.minutes.map_or(0, |minutes| minutes.of))
    }
}

impl Figures {
    /// Counts the nights whose evenings lie in one stretch, and what was drunk and done on the days of another.
    pub fn of(
        entries: &[Entry],
        evenings: RangeInclusive<Date>,
        dates: RangeInclusive<Date>,
        end: NightEnd,
    ) -> Figures {
        let first = evenings.start().series(Span::new().days(1));
        let all = first.take_while(|date| date <= evenings.end()).take(MOST_NIGHTS);
        let mut nights: BTreeMap<Date, Night> = all.map(|date| (date, Night::NotLogged)).collect();
        let undone = bout::undone(entries);
        let mut days = BTreeMap::new();
        for entry in entries.iter().filter(|entry| !undone.contains(&entry.number)) {
            match &entry.what {
                What::QuietNight => {
                    let evening = end.night_of(bout::local(entry.at, entry.offset_seconds));
                    nights.entry(evening).and_modify(|night| *night = Night::Quiet);
                }
                What::Day(day) if dates.contains(&day.date) => {
                    days.insert(day.date, day.clone());
                }
                _ => {}
            }
        }
        let mut cramps: Vec<Bout> = bouts(entries).into_values().filter(|bout| bout.cramp).collect();
        cramps.retain(|cramp| cramp.local().is_some_and(|local| nights.contains_key(&end.night_of(local))));
        cramps.sort_by_key(|cramp| cramp.at);
        for evening in cramps.iter().filter_map(Bout::local).map(|local| end.night_of(local)) {
            nights.entry(evening).and_modify(|night| {
                *night = match night {
                    Night::Cramps(count) => Night::Cramps(*count + 1),
                    Night::NotLogged | Night::Quiet => Night::Cramps(1),
                }
            });
        }
        Figures { nights, cramps, days, end }
    }

    /// The night to come is no night yet: left out, unless something was logged since noon; then the oldest one is.
    pub fn leave_out_tonight(&mut self, tonight: Date) {
        match (self.nights.get(&tonight), self.nights.first_key_value().map(|(evening, _)| *evening)) {
            (Some(Night::NotLogged), _) => {
                self.nights.remove(&tonight);
            }
            (Some(_), Some(oldest)) if oldest != tonight => {
                self.nights.remove(&oldest);
                let (nights, end) = (&self.nights, self.end);
                let is_in = |local| nights.contains_key(&end.night_of(local));
                self.cramps.retain(|cramp| cramp.local().is_some_and(is_in));
            }
            _ => {}
        }
    }

    /// A night that is to come or still going on is none yet, unless something was logged of it.
    pub fn leave_out_what_is_not_over(&mut self, now: DateTime) {
        let tonight = self.end.night_of(now);
        let is_over = !bout::is_at_night(now) && tonight < now.date();
        if !is_over && self.nights.get(&tonight) == Some(&Night::NotLogged) && self.nights.len() > 1 {
            self.nights.remove(&tonight);
        }
    }

    /// Of a time that begins with the diary: no nights before the first that was logged, or before the first day of
    /// which anything was told when no night was.
    pub fn leave_out_what_was_before(&mut self) {
        let logged = self.nights.iter().find(|(_, night)| **night != Night::NotLogged).map(|(evening, _)| *evening);
        let told = self.days.keys().next().copied();
        if let Some(first) = logged.or(told).filter(|first| self.nights.keys().any(|evening| evening >= first)) {
            self.nights = self.nights.split_off(&first);
        }
    }

    /// Whether nothing at all was logged, of the nights or of the days.
    pub fn is_empty(&self) -> bool {
        let is_live = |day: &Day| day.drunk.iter().any(|one| !one.undone) || day.done.iter().any(|one| !one.undone);
        self.logged() == 0 && !self.days.values().any(is_live)
    }

    /// Nights of which something is known.
    pub fn logged(&self) -> usize {
        self.nights.values().filter(|night| **night != Night::NotLogged).count()
    }

    /// Nights with a cramp.
    pub fn cramp_nights(&self) -> usize {
        self.nights.values().filter(|night| matches!(night, Night::Cramps(_))).count()
    }

    /// Points 0 to 10 at the worst, of the cramps that were rated.
    pub fn pain(&self) -> Option<Spread> {
        spread(self.cramps.iter().filter_map(|cramp| cramp.number("pain_score")).collect())
    }

    /// Points 0 to 10 of disturbed sleep, of the cramps of which it was told.
    pub fn disturbance(&self) -> Option<Spread> {
        spread(self.cramps.iter().filter_map(|cramp| cramp.number("sleep_disturbance")).collect())
    }

    /// Hours of soreness afterwards, of the cramps of which it was told.
    pub fn soreness(&self) -> Option<Spread> {
        spread(self.cramps.iter().filter_map(|cramp| cramp.number("residual_pain_hours")).collect())
    }

    /// Minutes, of the cramps whose length is known.
    pub fn minutes(&self) -> Option<Spread> {
        spread(self.cramps.iter().filter_map(Bout::length).collect())
    }

    /// Cramps by the hour in which they began.
    pub fn hours(&self) -> BTreeMap<i8, usize> {
        let mut hours = BTreeMap::new();
        for local in self.cramps.iter().filter_map(Bout::local) {
            *hours.entry(local.hour()).or_default() += 1;
        }
        hours
    }

    /// Cramps by where they sat, as values of `cramp_sites`.
    pub fn sites(&self) -> BTreeMap<&str, usize> {
        let mut sites = BTreeMap::new();
        for cramp in &self.cramps {
            if let Some(Value::Words(told)) = cramp.known.get("cramp_sites") {
                told.iter().for_each(|site| *sites.entry(site.as_str()).or_default() += 1);
            }
        }
        sites
    }

    /// What was done for the cramps of the period, most often tried first, as values of `measures_used`.
    pub fn remedies(&self) -> Vec<Remedy> {
        let mut tried: BTreeMap<&str, (usize, Vec<f64>)> = BTreeMap::new();
        for cramp in &self.cramps {
            let Some(Value::Words(used)) = cramp.known.get("measures_used") else { continue };
            for one in used.iter().filter(|one| *one != NEVER_PRAISED) {
                let (times, minutes) = tried.entry(one).or_default();
                *times += 1;
                minutes.extend(cramp.length());
            }
        }
        let remedy = |(name, (tried, minutes)): (&str, (usize, Vec<f64>))| Remedy {
            name: name.to_owned(),
            tried,
            minutes: spread(minutes),
        };
        let mut remedies: Vec<Remedy> = tried.into_iter().map(remedy).collect();
        remedies.sort_by_key(|remedy| std::cmp::Reverse(remedy.tried));
        remedies
    }

    /// Millilitres in all, and on how many days something was logged.
    pub fn drunk(&self) -> (u32, usize) {
        let sums = self
            .days
            .values()
            .map(|day| day.drunk.iter().filter(|one| !one.undone).map(|one| one.millilitres).sum::<u32>());
        sums.filter(|sum| *sum > 0).fold((0, 0), |(all, days), sum| (all + sum, days + 1))
    }

    /// Days on which a kind was done at least once.
    pub fn days_with(&self, kind: &str) -> usize {
        self.days.values().filter(|day| day.done.iter().any(|done| done.kind == kind && !done.undone)).count()
    }

    /// Whether the share of cramp nights differs from an earlier period by more than chance
    /// (Fisher's exact test, two-sided, 5 in 100).
    pub fn differs_from(&self, earlier: &Figures) -> bool {
        let (logged, before) = (self.logged(), earlier.logged());
        fisher(self.cramp_nights(), logged, earlier.cramp_nights(), before) < CHANCE
    }
}

/// Median, least and most.
pub fn spread(mut values: Vec<f64>) -> Option<Spread> {
    values.sort_by(f64::total_cmp);
    let (least, most) = (*values.first()?, *values.last()?);
    let (low, high) = (values.get((values.len() - 1) / 2)?, values.get(values.len() / 2)?);
    Some(Spread { median: f64::midpoint(*low, *high), least, most, of: values.len() })
}

/// How likely a split at least this uneven is when both shares are the same: `hits` of `of`, and `hits_before` of `of_before`.
fn fisher(hits: usize, of: usize, hits_before: usize, of_before: usize) -> f64 {
    let (all, all_hits) = (of + of_before, hits + hits_before);
    let logs: Vec<f64> = std::iter::once(0.0)
        .chain((1..=all).scan(0.0, |sum, n| {
            #[allow(clippy::cast_precision_loss, reason = "a count of nights")]
            let log = (n as f64).ln();
            *sum += log;
            Some(*sum)
        }))
        .collect();
    let factorial = |n: usize| logs.get(n).copied().unwrap_or_default();
    let choose = |n: usize, k: usize| factorial(n) - factorial(k) - factorial(n - k);
    let chance = |k: usize| (choose(of, k) + choose(of_before, all_hits - k) - choose(all, all_hits)).exp();
    let seen = chance(hits);
    let (fewest, most) = (all_hits.saturating_sub(of_before), all_hits.min(of));
    // A hair of slack, so that a split as uneven as the one seen counts in spite of rounding.
    (fewest..=most).map(chance).filter(|one| *one <= seen * (1.0 + 1e-9)).sum::<f64>().min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exact_test_agrees_with_the_textbook() {
        // The lady tasting tea: 3 of 4 right, 1 of 4 otherwise; p = 34/70.
        assert!((fisher(3, 4, 1, 4) - 34.0 / 70.0).abs() < 1e-9);
        // 8 of 10 against 1 of 10; p = 0.00547.
        assert!((fisher(8, 10, 1, 10) - 0.005_477).abs() < 1e-5);
        assert!((fisher(0, 0, 3, 7) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_median_of_an_even_count_lies_between() {
        let spread = spread(vec![4.0, 1.0, 2.0, 10.0]).unwrap();
        assert_eq!((spread.median, spread.least, spread.most, spread.of), (3.0, 1.0, 10.0, 4));
    }

    #[test]
    fn a_remedy_is_told_of_from_five_lengths_on() {
        let cramp = |minutes: Option<f64>, used: &[&str]| Bout {
            minutes,
            known: [("measures_used".into(), Value::Words(used.iter().map(|one| (*one).to_owned()).collect()))].into(),
            ..Bout::default()
        };
        let mut cramps: Vec<Bout> = (1..=4).map(|minutes| cramp(Some(f64::from(minutes)), &["stretch"])).collect();
        cramps.push(cramp(None, &["stretch", "massage"]));
        let mut figures = Figures { nights: BTreeMap::new(), cramps, days: BTreeMap::new(), end: NightEnd::default() };
        let told: Vec<_> = figures.remedies().into_iter().map(|one| (one.missing(), one.tried, one.name)).collect();
        assert_eq!(told, [(1, 5, "stretch".to_owned()), (5, 1, "massage".to_owned())], "of one the length is unknown");
        figures.cramps.push(cramp(Some(10.0), &["stretch"]));
        let stretch = &figures.remedies()[0];
        assert_eq!((stretch.missing(), stretch.minutes.map(|minutes| minutes.median)), (0, Some(3.0)));
    }

    #[test]
    fn three_in_the_morning_belongs_to_the_evening_before() {
        let night_of = |local| NightEnd::default().night_of(local);
        assert_eq!(night_of(jiff::civil::datetime(2026, 11, 22, 3, 0, 0, 0)), jiff::civil::date(2026, 11, 21));
        assert_eq!(night_of(jiff::civil::datetime(2026, 11, 22, 12, 0, 0, 0)), jiff::civil::date(2026, 11, 22));
    }
}
