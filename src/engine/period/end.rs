//! One end of a period, and the dates that two of them mean: without a year those that are not to come.

use jiff::civil::Date;

use super::{Wanted, Wrong};
use crate::engine::dates::Written;
use crate::engine::stretch::days_between;

/// An end this soon behind its beginning may lie ahead: "20 nov to 3 dec".
const DAYS_AHEAD: i32 = 92;

/// One end of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Written(Written),
    /// From 1.
    Month(i8, Option<i16>),
    Year(i16),
    On(Date),
    /// A day of the month that the other end names.
    Day(i8),
}

impl End {
    fn year(self) -> Option<i16> {
        match self {
            End::Written(Written::Date { year, .. }) | End::Month(_, year) => year,
            End::Year(year) => Some(year),
            End::On(date) => Some(date.year()),
            End::Written(Written::Weekday(_)) | End::Day(_) => None,
        }
    }

    /// The same of a year.
    fn of_year(self, of: i16) -> End {
        match self {
            End::Written(Written::Date { day, month, year }) => {
                End::Written(Written::Date { day, month, year: year.or(Some(of)) })
            }
            End::Month(month, year) => End::Month(month, year.or(Some(of))),
            End::Written(Written::Weekday(_)) | End::Year(_) | End::On(_) | End::Day(_) => self,
        }
    }

    /// The same of the month of another one.
    fn beside(self, other: End) -> End {
        match (self, other) {
            (End::Day(day), End::Written(Written::Date { month, year, .. })) => {
                End::Written(Written::Date { day, month, year })
            }
            _ => self,
        }
    }

    /// Its first day; without a year the last such day that is not to come.
    pub fn first(self, today: Date) -> Result<Date, Wrong> {
        match self {
            End::Written(written) => written.last(today).ok_or(Wrong::NoSuchDay),
            End::Month(month, year) => {
                let of = |year| Date::new(year, month, 1).map_err(|_| Wrong::NoSuchDay);
                match year {
                    Some(year) => of(year),
                    None => {
                        of(today.year()).and_then(|first| if first <= today { Ok(first) } else { of(today.year() - 1) })
                    }
                }
            }
            End::Year(year) => Date::new(year, 1, 1).map_err(|_| Wrong::NoSuchDay),
            End::On(date) => Ok(date),
            End::Day(_) => Err(Wrong::NoSuchDay),
        }
    }

    pub fn last(self, today: Date) -> Result<Date, Wrong> {
        let first = self.first(today)?;
        Ok(match self {
            End::Month(..) => first.last_of_month(),
            End::Year(_) => first.last_of_year(),
            End::Written(_) | End::On(_) | End::Day(_) => first,
        })
    }
}

pub fn between(from: End, to: End, today: Date) -> Result<Wanted, Wrong> {
    let (from, to) = (from.beside(to), to.beside(from));
    if matches!((from, to), (End::Day(_), _) | (_, End::Day(_))) {
        return Err(Wrong::NoSuchDay);
    }
    let (from, to) = match (from.year(), to.year()) {
        // "15 dec to 10 jan 2026" begins the year before.
        (None, Some(year)) => {
            let end = to.last(today)?;
            let same = from.of_year(year).first(today)?;
            (if same <= end { same } else { from.of_year(year - 1).first(today)? }, end)
        }
        (_, None) => {
            let from = from.first(today)?;
            (from, following(to, from, today)?)
        }
        (Some(_), Some(_)) => (from.first(today)?, to.last(today)?),
    };
    Ok(Wanted::Days(from, to))
}

/// The first such end behind a beginning; one that lies far ahead was meant before it.
fn following(to: End, from: Date, today: Date) -> Result<Date, Wrong> {
    if let End::Written(Written::Weekday(weekday)) = to {
        return from.nth_weekday(1, weekday).map_err(|_| Wrong::NoSuchDay);
    }
    let end = to.of_year(from.year()).last(today)?;
    if end >= from {
        return Ok(end);
    }
    let later = to.of_year(from.year() + 1).last(today)?;
    if later <= today || days_between(from, later) <= DAYS_AHEAD { Ok(later) } else { Ok(end) }
}
