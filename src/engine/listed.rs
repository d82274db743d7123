//! The nights of a stretch by name: with cramps, quiet, not logged, in words and as the picture has them.
//!
//! Words and picture are made of the same figures here, so that neither says more than the other.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::chart::{Chart, Kind, Mark, Row};
use super::exchange::Exchange;
use super::figures::{Figures, Night};
use super::understanding::meaning::weekday;
use crate::library::words::Blank;

/// Up to so many nights stand side by side; up to so many in a calendar; more are counted by month.
const MOST_COLUMNS: usize = 10;
const MOST_DAYS: usize = 100;
/// More months than this are counted by quarter.
const MOST_MONTHS: usize = 24;
pub const DAYS: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// Whether a night is of a sort.
type Sort = fn(&Night) -> bool;

/// How so many nights are shown.
pub fn kind(figures: &Figures) -> Kind {
    match figures.nights.len() {
        many if many <= MOST_COLUMNS => Kind::Columns,
        many if many <= MOST_DAYS => Kind::Calendar,
        _ => Kind::Bars,
    }
}

/// "Nights of 15 Nov to 21 Nov": each by the date of its evening.
pub fn title(ex: &Exchange<'_>, figures: &Figures) -> String {
    let (Some(first), Some(last)) = (figures.nights.keys().next(), figures.nights.keys().next_back()) else {
        return String::new();
    };
    let (from, to) = span(ex, *first, *last);
    if first == last {
        let (_, to) = span(ex, *first, last.tomorrow().unwrap_or(*last));
        return ex.phrase("night-of-one", &[("from", Blank::Text(&from)), ("to", Blank::Text(&to))]);
    }
    ex.phrase("nights-of", &[("from", Blank::Text(&from)), ("to", Blank::Text(&to))])
}

/// Two dates; with their year unless both are of this one.
pub fn span(ex: &Exchange<'_>, from: Date, to: Date) -> (String, String) {
    let year = ex.local(ex.now).year();
    let form = if from.year() == year && to.year() == year { "%-d %b" } else { "%-d %b %Y" };
    (from.strftime(form).to_string(), to.strftime(form).to_string())
}

/// All nights by name, a line for each sort that there is.
pub fn in_words(ex: &Exchange<'_>, figures: &Figures) -> String {
    let kind = kind(figures);
    if kind == Kind::Bars {
        let rows = rows(figures);
        return rows.iter().map(|row| row_in_words(ex, row)).collect::<Vec<_>>().join("\n");
    }
    let sorts: [(&str, Sort); 3] = [
        ("nights-with-cramps", |night| matches!(night, Night::Cramps(_))),
        ("nights-quiet", |night| *night == Night::Quiet),
        ("nights-not-logged", |night| *night == Night::NotLogged),
    ];
    let line = |(phrase, is_one): (&str, Sort)| {
        let nights: Vec<(Date, Night)> = figures
            .nights
            .iter()
            .filter(|(_, night)| is_one(night))
            .map(|(evening, night)| (*evening, *night))
            .collect();
        let named = if kind == Kind::Columns { by_weekday(ex, &nights) } else { by_month(&nights) };
        (!nights.is_empty()).then(|| ex.phrase(phrase, &[("nights", Blank::Text(&named))]))
    };
    sorts.into_iter().filter_map(line).collect::<Vec<_>>().join("\n")
}

/// "Sun 15, Tue 17 (2)", "Mon 16 to Wed 18".
fn by_weekday(ex: &Exchange<'_>, nights: &[(Date, Night)]) -> String {
    let name = |date: Date| format!("{} {}", day_name(ex, date.weekday()), date.day());
    let one = |run: &[(Date, Night)]| match run {
        [(date, Night::Cramps(cramps)), ..] if *cramps > 1 => format!("{} ({cramps})", name(*date)),
        [(first, _), .., (last, _)] if run.len() > 2 => {
            let (from, to) = (name(*first), name(*last));
            ex.phrase("nights-from-to", &[("from", Blank::Text(&from)), ("to", Blank::Text(&to))])
        }
        run => run.iter().map(|(date, _)| name(*date)).collect::<Vec<_>>().join(", "),
    };
    runs(nights, true).into_iter().map(one).collect::<Vec<_>>().join(", ")
}

/// "3, 5 (2), 9–11 Oct; 1 Nov".
fn by_month(nights: &[(Date, Night)]) -> String {
    let mut months: Vec<(Date, Vec<String>)> = Vec::new();
    for run in runs(nights, false) {
        let (Some((first, night)), Some((last, _))) = (run.first(), run.last()) else { continue };
        let days = match night {
            Night::Cramps(cramps) if *cramps > 1 => format!("{} ({cramps})", first.day()),
            _ if first == last => first.day().to_string(),
            _ if run.len() == 2 => format!("{}, {}", first.day(), last.day()),
            _ => format!("{}–{}", first.day(), last.day()),
        };
        match months.last_mut().filter(|(month, _)| *month == first.first_of_month()) {
            Some((_, named)) => named.push(days),
            None => months.push((first.first_of_month(), vec![days])),
        }
    }
    let of_month = |(month, days): (Date, Vec<String>)| format!("{} {}", days.join(", "), month.strftime("%b"));
    months.into_iter().map(of_month).collect::<Vec<_>>().join("; ")
}

/// Nights that follow each other and are alike, of one month or over its end; a night of several cramps stands alone.
fn runs(nights: &[(Date, Night)], over_months: bool) -> Vec<&[(Date, Night)]> {
    nights
        .chunk_by(|(one, night), (next, other)| {
            let follows =
                one.tomorrow().is_ok_and(|tomorrow| tomorrow == *next) && (over_months || one.month() == next.month());
            follows && night == other && !matches!(night, Night::Cramps(2..))
        })
        .collect()
}

// ---------------------------------------------------------------- by month

fn rows(figures: &Figures) -> Vec<Row> {
    let months = |each: i8| {
        let mut rows: Vec<(Date, Row)> = Vec::new();
        for (evening, night) in &figures.nights {
            let month = (evening.month() - 1) / each * each + 1;
            let start = Date::new(evening.year(), month, 1).unwrap_or(*evening);
            if rows.last().is_none_or(|(last, _)| *last != start) {
                rows.push((start, Row { label: label(start, each), ..Row::default() }));
            }
            if let Some((_, row)) = rows.last_mut() {
                row.nights += 1;
                row.logged += u32::from(*night != Night::NotLogged);
                row.cramps += u32::from(matches!(night, Night::Cramps(_)));
            }
        }
        rows.into_iter().map(|(_, row)| row).collect::<Vec<Row>>()
    };
    let rows = months(1);
    if rows.len() > MOST_MONTHS { months(3) } else { rows }
}

/// "Oct 2026", "Oct–Dec 2026".
fn label(start: Date, each: i8) -> String {
    let last = start.checked_add((each - 1).months()).unwrap_or(start);
    if each == 1 {
        return start.strftime("%b %Y").to_string();
    }
    format!("{}–{}", start.strftime("%b"), last.strftime("%b %Y"))
}

fn row_in_words(ex: &Exchange<'_>, row: &Row) -> String {
    let (cramps, logged) = (Blank::Number(f64::from(row.cramps)), Blank::Number(f64::from(row.logged)));
    ex.phrase("nights-row", &[("label", Blank::Text(&row.label)), ("nights", cramps), ("logged", logged)])
}

// ---------------------------------------------------------------- the picture

/// The picture of the same nights.
pub fn chart(ex: &Exchange<'_>, figures: &Figures) -> Chart {
    chart_as(ex, kind(figures), figures)
}

/// The same as a picture of a kind.
pub fn chart_as(ex: &Exchange<'_>, kind: Kind, figures: &Figures) -> Chart {
    let legend = match kind {
        Kind::Columns => ex.phrase("chart-legend-week", &[]),
        Kind::Calendar => ex.phrase("chart-legend-month", &[]),
        Kind::Bars => ex.phrase("chart-legend-months", &[]),
    };
    let is_by_month = kind == Kind::Bars;
    let weekdays = DAYS.iter().map(|day| day_name(ex, *day)).filter(|_| !is_by_month).collect();
    let nights = figures.nights.iter().map(|(evening, night)| Mark::new(*evening, *night));
    Chart {
        kind,
        title: title(ex, figures),
        legend,
        weekdays,
        nights: nights.filter(|_| !is_by_month).collect(),
        rows: if is_by_month { rows(figures) } else { Vec::new() },
    }
}

pub fn day_name(ex: &Exchange<'_>, day: Weekday) -> String {
    ex.phrase("weekday", &[("day", Blank::Text(weekday(day)))])
}
