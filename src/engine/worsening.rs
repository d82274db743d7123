//! What gets worse over four weeks of the diary: cramps that hurt more, hold longer, or come on walking again and again.
//!
//! Compares the person with themselves, and speaks only of what chance does not explain. Never words anything.

use std::collections::BTreeSet;

use super::bout::Bout;
use super::figures::spread;
use crate::library::value::Value;

/// Fewer values in either half of the four weeks show nothing.
const FEWEST: usize = 4;
/// Points of 10 by which the median has to rise: the least change that people with pain call a real one
/// (Farrar 2001, Pain 94:149).
const POINTS: f64 = 2.0;
/// How many times as long the median has to be: our own cut-off.
const TIMES: f64 = 1.5;
/// One-sided, 1 in 100: the week looks again every week.
const BEYOND_CHANCE: f64 = 2.326;
/// Cramps on walking in four weeks that are no accident: our own cut-off.
const WALKS: usize = 3;

/// Cramps of the older and of the newer half, as values of the finding `diary_signs`; empty when nothing shows.
pub fn signs(older: &[&Bout], newer: &[&Bout]) -> BTreeSet<String> {
    let pain = |half: &[&Bout]| half.iter().filter_map(|bout| bout.number("pain_score")).collect();
    let length = |half: &[&Bout]| half.iter().filter_map(|bout| bout.length()).collect();
    let hurts_more = rises(pain(older), pain(newer), |before, now| now >= before + POINTS);
    let lasts_longer = rises(length(older), length(newer), |before, now| now >= before * TIMES);
    let walks = older.iter().chain(newer).filter(|bout| is_on_walking(bout)).count();
    let shown = [("stronger", hurts_more), ("longer", lasts_longer), ("on_walking", walks >= WALKS)];
    shown.into_iter().filter(|(_, shows)| *shows).map(|(sign, _)| sign.to_owned()).collect()
}

fn is_on_walking(bout: &Bout) -> bool {
    matches!(bout.known.get("onset_context"), Some(Value::Word(context)) if context == "walking")
}

fn rises(older: Vec<f64>, newer: Vec<f64>, by_enough: fn(f64, f64) -> bool) -> bool {
    if older.len() < FEWEST || newer.len() < FEWEST || rank_sum(&older, &newer) < BEYOND_CHANCE {
        return false;
    }
    let (before, now) = (spread(older), spread(newer));
    before.zip(now).is_some_and(|(before, now)| by_enough(before.median, now.median))
}

/// How many standard deviations the newer values rank above what chance would have (Mann and Whitney 1947), with the
/// corrections for ties and for continuity.
#[allow(clippy::cast_precision_loss, reason = "a count of cramps")]
fn rank_sum(older: &[f64], newer: &[f64]) -> f64 {
    let wins = |new: f64, old: f64| if new > old { 1.0 } else { f64::from(u8::from(new >= old)) / 2.0 };
    let won: f64 = newer.iter().map(|new| older.iter().map(|old| wins(*new, *old)).sum::<f64>()).sum();
    let pairs = (older.len() * newer.len()) as f64;
    let all = (older.len() + newer.len()) as f64;
    let mut sorted: Vec<f64> = older.iter().chain(newer).copied().collect();
    sorted.sort_by(f64::total_cmp);
    let tied = |run: &[f64]| (run.len() as f64).powi(3) - run.len() as f64;
    let ties: f64 = sorted.chunk_by(|one, other| one.total_cmp(other).is_eq()).map(tied).sum();
    let variance = pairs / 12.0 * (all + 1.0 - ties / (all * (all - 1.0)));
    if variance > 0.0 { (won - pairs / 2.0 - 0.5) / variance.sqrt() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::{BEYOND_CHANCE, rank_sum};

    #[test]
    fn the_rank_test_agrees_with_the_textbook() {
        // Worked by hand: 25 of 25 pairs, no ties; (25 - 12.5 - 0.5) / sqrt(25 * 11 / 12).
        let apart = rank_sum(&[1.0, 2.0, 3.0, 4.0, 5.0], &[6.0, 7.0, 8.0, 9.0, 10.0]);
        assert!((apart - 12.0 / (25.0_f64 * 11.0 / 12.0).sqrt()).abs() < 1e-9);
        // The same values twice: nothing but the correction for continuity.
        assert!(rank_sum(&[3.0, 4.0, 5.0, 6.0], &[3.0, 4.0, 5.0, 6.0]) < 0.0);
        // All alike: no rank at all.
        assert!(rank_sum(&[5.0; 6], &[5.0; 6]).abs() < 1e-9);
    }

    /// Of all ways in which chance can part the same ten values, at most one in a hundred counts as a rise.
    #[test]
    fn chance_alone_counts_at_most_once_in_a_hundred() {
        let values: Vec<f64> = (1..=10).map(f64::from).collect();
        let (mut all, mut counted) = (0, 0);
        for mask in (0_u32..1 << 10).filter(|mask| mask.count_ones() == 5) {
            let side = |wanted: bool| -> Vec<f64> {
                let places = values.iter().enumerate().filter(|(place, _)| (mask & (1 << place) != 0) == wanted);
                places.map(|(_, value)| *value).collect()
            };
            all += 1;
            counted += usize::from(rank_sum(&side(false), &side(true)) >= BEYOND_CHANCE);
        }
        assert!(counted > 0 && counted * 100 <= all, "{counted} of {all}");
    }
}
