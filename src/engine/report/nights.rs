//! The sections that count: nights logged, cramps by week, how strong, how long, when, where, what was tried.
//!
//! Every count stands with what it is counted of.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::sheet::Sheet;
use super::{Paper, number};
use crate::engine::figures::{Night, Spread};
use crate::library::value::Value;
use crate::library::words::Blank;

/// Beyond that many weeks the page counts by month.
const MOST_WEEKS: usize = 27;
/// Hours that are counted together.
const HOURS_TOGETHER: i8 = 3;

impl Paper<'_> {
    /// How much of the period is known at all.
    pub(super) fn nights(&self, sheet: &mut Sheet) {
        let figures = &self.figures;
        let quiet = figures.nights.values().filter(|night| **night == Night::Quiet).count();
        let blanks = [
            ("logged", number(figures.logged())),
            ("nights", number(figures.nights.len())),
            ("cramps", number(figures.cramp_nights())),
            ("quiet", number(quiet)),
        ];
        sheet.line(&self.phrase("report-nights", &blanks));
    }

    pub(super) fn cramps(&self, sheet: &mut Sheet) {
        let figures = &self.figures;
        sheet.heading(&self.phrase("report-cramps", &[]));
        sheet.line(&self.phrase("report-cramps-all", &[("cramps", number(figures.cramps.len()))]));
        if figures.cramps.is_empty() {
            return;
        }
        self.by_week(sheet);
        self.spread(sheet, figures.pain(), ["report-pain", "report-pain-unknown"]);
        self.spread(sheet, figures.minutes(), ["report-minutes", "report-minutes-unknown"]);
        self.spread(sheet, figures.disturbance(), ["report-sleep", "report-sleep-unknown"]);
        self.spread(sheet, figures.soreness(), ["report-sore", "report-sore-unknown"]);
        self.listed(sheet, "report-times", self.times());
        self.listed(sheet, "report-contexts", self.values("onset_context"));
        self.listed(sheet, "report-muscles", self.muscles());
    }

    pub(super) fn tried(&self, sheet: &mut Sheet) {
        sheet.heading(&self.phrase("report-tried", &[]));
        let (measures, done) = (self.values("measures_used"), self.done());
        let eases = self.values("relieved_by_stretch");
        if measures.is_empty() && done.is_empty() && eases.is_empty() {
            return sheet.line(&self.phrase("report-nothing-told", &[]));
        }
        self.listed(sheet, "report-measures", measures);
        self.listed(sheet, "report-eases", eases);
        self.listed(sheet, "report-done", done);
    }

    /// Weeks, or months of a long period, from the first that has an entry.
    fn by_week(&self, sheet: &mut Sheet) {
        let nights = &self.figures.nights;
        let first = nights.iter().find(|(_, night)| **night != Night::NotLogged).map(|(date, _)| *date);
        let Some(first) = first else { return };
        let length = first.until(self.period.until).map_or(0, |span| span.get_days());
        let by_month = usize::try_from(length).unwrap_or(0) > 7 * MOST_WEEKS;
        let phrase = if by_month { "report-month" } else { "report-week" };
        let start = |date: Date| if by_month { date.first_of_month() } else { monday(date) };
        let mut rows: BTreeMap<Date, (usize, usize, u32)> = BTreeMap::new();
        for (date, night) in nights.iter().filter(|(date, _)| start(**date) >= start(first)) {
            let (nights, logged, cramps) = rows.entry(start(*date)).or_default();
            *nights += 1;
            *logged += usize::from(*night != Night::NotLogged);
            *cramps += if let Night::Cramps(count) = night { *count } else { 0 };
        }
        for (start, (nights, logged, cramps)) in rows {
            let start = if by_month { start.strftime("%Y-%m").to_string() } else { start.to_string() };
            let blanks = [
                ("from", Blank::Text(&start)),
                ("cramps", Blank::Number(f64::from(cramps))),
                ("logged", number(logged)),
                ("nights", number(nights)),
            ];
            sheet.point(&self.phrase(phrase, &blanks));
        }
    }

    fn spread(&self, sheet: &mut Sheet, spread: Option<Spread>, [known, unknown]: [&str; 2]) {
        let all = self.figures.cramps.len();
        let Some(spread) = spread else {
            return sheet.line(&self.phrase(unknown, &[]));
        };
        let round = |value: f64| (value * 10.0).round() / 10.0;
        let (least, median, most) = (round(spread.least), round(spread.median), round(spread.most));
        let blanks =
            [("least", Blank::Number(least)), ("median", Blank::Number(median)), ("most", Blank::Number(most))];
        // "From 7 to 7" says nothing.
        let said = match spread.of {
            1 => self.phrase("report-once", &blanks),
            _ if (least - most).abs() < f64::EPSILON => self.phrase("report-each", &blanks),
            _ => self.phrase("report-spread", &blanks),
        };
        let blanks = [("spread", Blank::Text(&said)), ("of", number(spread.of)), ("cramps", number(all))];
        sheet.line(&self.phrase(known, &blanks));
    }

    /// `03-06: 4`, of the hours that have any.
    fn times(&self) -> Vec<(String, usize)> {
        let mut times: BTreeMap<i8, usize> = BTreeMap::new();
        for (hour, count) in self.figures.hours() {
            *times.entry(hour / HOURS_TOGETHER * HOURS_TOGETHER).or_default() += count;
        }
        let named = |(from, count)| (format!("{from:02}-{:02}", from + HOURS_TOGETHER), count);
        times.into_iter().map(named).collect()
    }

    /// Places with their sides.
    fn muscles(&self) -> Vec<(String, usize)> {
        let mut places: BTreeMap<(&str, Option<&str>), usize> = BTreeMap::new();
        for cramp in &self.figures.cramps {
            let Some(Value::Words(sites)) = cramp.known.get("cramp_sites") else { continue };
            let side = match cramp.known.get("side") {
                Some(Value::Word(side)) => Some(side.as_str()),
                _ => None,
            };
            sites.iter().for_each(|site| *places.entry((site, side)).or_default() += 1);
        }
        let named = |((site, side), count): ((&str, Option<&str>), usize)| {
            let site = self.phrase("entry-site", &[("site", Blank::Text(site))]);
            let side = side.map(|side| format!(", {}", self.phrase("entry-side", &[("side", Blank::Text(side))])));
            (format!("{site}{}", side.unwrap_or_default()), count)
        };
        most_first(places.into_iter().map(named).collect())
    }

    /// How often each value of a finding was told of the cramps.
    fn values(&self, finding: &str) -> Vec<(String, usize)> {
        let mut values: BTreeMap<String, usize> = BTreeMap::new();
        for value in self.figures.cramps.iter().filter_map(|cramp| cramp.known.get(finding)) {
            let named = match value {
                Value::Words(words) => words.iter().map(|word| name(word)).collect(),
                Value::Word(word) => vec![name(word)],
                Value::Flag(flag) => vec![self.phrase(if *flag { "report-yes" } else { "report-no" }, &[])],
                Value::Number(_) | Value::Unsure => Vec::new(),
            };
            named.into_iter().for_each(|word| *values.entry(word).or_default() += 1);
        }
        most_first(values.into_iter().collect())
    }

    /// On how many days each kind was done.
    fn done(&self) -> Vec<(String, usize)> {
        let done = self.figures.days.values().flat_map(|day| &day.done).filter(|done| !done.undone);
        let kinds: std::collections::BTreeSet<&str> = done.map(|done| done.kind.as_str()).collect();
        kinds.into_iter().map(|kind| (name(kind), self.figures.days_with(kind))).collect()
    }

    /// `Times of day: 03-06 4, 06-09 1.`
    fn listed(&self, sheet: &mut Sheet, phrase: &str, counts: Vec<(String, usize)>) {
        if counts.is_empty() {
            return;
        }
        let items: Vec<String> = counts.iter().map(|(name, count)| format!("{name}: {count}")).collect();
        let items = items.join("; ");
        sheet.line(&self.phrase(phrase, &[("items", Blank::Text(&items))]));
    }
}

/// The name of a value as the vocabulary has it.
pub(super) fn name(key: &str) -> String {
    key.replace('_', " ")
}

fn most_first(mut counts: Vec<(String, usize)>) -> Vec<(String, usize)> {
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

fn monday(date: Date) -> Date {
    let back: Span = date.weekday().to_monday_zero_offset().days();
    date.checked_sub(back).unwrap_or(date)
}
