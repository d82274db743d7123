//! Which nights and days are meant by a period, on the person's own calendar.
//!
//! A night belongs to the date of its evening. Pure dates; never counts anything.

use std::ops::RangeInclusive;

use jiff::civil::Date;
use jiff::{Span, Zoned};

use super::bout::NightEnd;
use super::figures::MOST_NIGHTS;
use super::understanding::meaning::Period;

/// The days of a period. A night belongs to the date of its evening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    pub evenings: RangeInclusive<Date>,
    pub dates: RangeInclusive<Date>,
    /// The last so many nights, whichever they are.
    pub rolls: bool,
    /// It begins with the first night in it that was logged.
    pub from_the_start: bool,
}

impl Stretch {
    /// How many nights.
    pub fn nights(&self) -> i32 {
        days_between(*self.evenings.start(), *self.evenings.end()) + i32::from(!self.rolls)
    }
}

/// Which nights and days a period means at a moment.
pub fn of(period: Period, now: &Zoned, end: NightEnd) -> Stretch {
    let (tonight, today) = (end.night_of(now.datetime()), now.date());
    match period {
        Period::Today => last(1, now, end),
        Period::Yesterday => between(back(today, 1), back(today, 1), now, end),
        Period::Week => last(7, now, end),
        Period::LastWeek => {
            let monday = back(today, i32::from(today.weekday().to_monday_zero_offset()) + 7);
            between(monday, back(monday, -6), now, end)
        }
        // By its evening: the last night of a month belongs to it until it ends.
        Period::Month => {
            let first = tonight.first_of_month();
            let dates = first..=today.min(first.last_of_month());
            Stretch { evenings: first..=tonight, dates, rolls: false, from_the_start: false }
        }
        Period::LastMonth => {
            let last = back(today.first_of_month(), 1);
            between(last.first_of_month(), last, now, end)
        }
        Period::ThreeMonths => last(91, now, end),
        Period::Year => Stretch { from_the_start: true, ..last(365, now, end) },
        Period::All => {
            let most = i32::try_from(MOST_NIGHTS).unwrap_or(0);
            Stretch { from_the_start: true, ..last(most - 1, now, end) }
        }
    }
}

/// The last so many nights and days, today among them.
pub fn last(days: i32, now: &Zoned, end: NightEnd) -> Stretch {
    let (tonight, today) = (end.night_of(now.datetime()), now.date());
    Stretch {
        evenings: back(tonight, days)..=tonight,
        dates: back(today, days - 1)..=today,
        rolls: true,
        from_the_start: false,
    }
}

/// From one date to another, both among them; what is still to come is left out.
pub fn between(first: Date, to: Date, now: &Zoned, end: NightEnd) -> Stretch {
    let (tonight, today) = (end.night_of(now.datetime()), now.date());
    Stretch {
        evenings: first.min(tonight)..=to.min(tonight),
        dates: first..=to.min(today),
        rolls: false,
        from_the_start: false,
    }
}

pub fn back(date: Date, days: i32) -> Date {
    date.checked_sub(Span::new().days(days)).unwrap_or(date)
}

/// Days from one date to another.
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};

    use super::{NightEnd, Stretch, of};
    use crate::engine::understanding::meaning::Period;

    #[test]
    fn a_month_is_that_of_its_evenings() {
        let of = |period, hour| {
            let now = datetime(2026, 3, 1, hour, 0, 0, 0).in_tz("Europe/Berlin").unwrap();
            let Stretch { evenings, dates, .. } = of(period, &now, NightEnd::default());
            (*evenings.start(), *evenings.end(), *dates.start(), *dates.end())
        };
        let february = (date(2026, 2, 1), date(2026, 2, 28), date(2026, 2, 1), date(2026, 2, 28));
        let march = (date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 1));
        assert_eq!(of(Period::Month, 9), february, "the last night of February is over, that of March has not begun");
        assert_eq!(of(Period::Month, 15), march);
        assert_eq!(of(Period::LastMonth, 9), february);
        assert_eq!(of(Period::LastMonth, 15), february);
    }
}
