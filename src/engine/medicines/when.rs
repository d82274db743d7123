//! Days on which something was begun or stopped, as people type them: "yesterday", "2 weeks ago", "3 Nov", "March 2024".

use jiff::Span;
use jiff::civil::Date;

use super::kept::{Day, a_month_before, a_week_before};
use crate::engine::dates::{self, Unit};

/// Nobody has taken anything for longer.
const MOST_YEARS: i32 = 100;

/// Why a day cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    Future,
    TooOld,
    NoSuchDay,
    BeforeStart,
    AfterStop,
}

impl Refused {
    pub fn phrase(self) -> &'static str {
        match self {
            Refused::Future => "medicine-future",
            Refused::TooOld => "medicine-too-old",
            Refused::NoSuchDay => "medicine-no-such-day",
            Refused::BeforeStart => "medicine-before-start",
            Refused::AfterStop => "medicine-after-stop",
        }
    }
}

/// Reads a day that stands alone; expects lower case. Absent: it is none. A day that cannot be is refused.
pub fn read(said: &str, today: Date) -> Option<Result<Day, Refused>> {
    let said = said.trim();
    // "Since 3 weeks" is how long it is now.
    let is_length = said.starts_with("since ") || said.starts_with("for ");
    let leads = ["since ", "for ", "on ", "in ", "from ", "about ", "around ", "roughly "];
    let bare = leads.iter().fold(said, |said, lead| said.strip_prefix(lead).unwrap_or(said)).trim();
    match bare {
        "today" | "now" | "just now" | "this morning" | "tonight" | "this evening" => return Some(Ok(Day::On(today))),
        "yesterday" | "last night" => return Some(Ok(Day::On(today.yesterday().unwrap_or(today)))),
        "last week" => return Some(Ok(Day::About(a_week_before(today)))),
        "last month" => return Some(Ok(Day::About(a_month_before(today)))),
        _ => {}
    }
    let length = || is_length.then(|| dates::ago(&format!("{bare} ago"))).flatten();
    if let Some((count, unit)) = dates::ago(bare).or_else(length) {
        return Some(so_long_ago(count, unit, today));
    }
    if let Some(written) = dates::read(bare.strip_prefix("last ").unwrap_or(bare)) {
        let day = written.last(today).ok_or(Refused::NoSuchDay).and_then(|date| possible(Day::On(date), today));
        return Some(day);
    }
    month(bare, today)
}

fn so_long_ago(count: u32, unit: Unit, today: Date) -> Result<Day, Refused> {
    let count = i64::from(count);
    let span = match unit {
        Unit::Days | Unit::Nights => Span::new().try_days(count),
        Unit::Weeks => Span::new().try_weeks(count),
        Unit::Months => Span::new().try_months(count),
        Unit::Years => Span::new().try_years(count),
    };
    let date = span.and_then(|span| today.checked_sub(span)).map_err(|_| Refused::TooOld)?;
    let is_exact = matches!(unit, Unit::Days | Unit::Nights);
    possible(if is_exact { Day::On(date) } else { Day::About(date) }, today)
}

/// `march`, `march 2024`, `2019`.
fn month(said: &str, today: Date) -> Option<Result<Day, Refused>> {
    if let Some(year) = year(said) {
        let day = Date::new(year, 1, 1).map_err(|_| Refused::NoSuchDay);
        return Some(day.and_then(|first| possible(Day::Year(first), today)));
    }
    let (name, of) = said.split_once(' ').map_or((said, None), |(name, rest)| (name, Some(rest)));
    let month = dates::month_named(name)?;
    let first = |year: i16| Date::new(year, month, 1).ok();
    let first = match of {
        Some(of) => first(year(of)?),
        None => first(today.year()).filter(|first| *first <= today).or_else(|| first(today.year() - 1)),
    };
    Some(first.ok_or(Refused::NoSuchDay).and_then(|first| possible(Day::Month(first), today)))
}

fn year(said: &str) -> Option<i16> {
    said.parse().ok().filter(|_| said.len() == 4)
}

/// Not to come, and within a life.
pub fn possible(day: Day, today: Date) -> Result<Day, Refused> {
    let oldest = today.checked_sub(Span::new().years(MOST_YEARS)).unwrap_or(Date::MIN);
    match day.earliest() {
        Some(first) if first > today => Err(Refused::Future),
        Some(first) if first < oldest => Err(Refused::TooOld),
        _ => Ok(day),
    }
}

/// Whether one day can lie before another.
pub fn in_order(began: Day, ended: Day) -> bool {
    match (began.earliest(), ended.latest()) {
        (Some(began), Some(ended)) => began <= ended,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as on;

    use super::{Day, Refused, in_order, read};

    #[test]
    fn days_of_a_beginning_as_people_type_them() {
        let today = on(2026, 11, 22);
        let cases = [
            ("today", Day::On(today)),
            ("since yesterday", Day::On(on(2026, 11, 21))),
            ("3 days ago", Day::On(on(2026, 11, 19))),
            ("two weeks ago", Day::About(on(2026, 11, 8))),
            ("3 months ago", Day::About(on(2026, 8, 22))),
            ("since about 3 weeks", Day::About(on(2026, 11, 1))),
            ("for 2 months", Day::About(on(2026, 9, 22))),
            ("a year ago", Day::About(on(2025, 11, 22))),
            ("last month", Day::About(on(2026, 10, 22))),
            ("on monday", Day::On(on(2026, 11, 16))),
            ("3 nov", Day::On(on(2026, 11, 3))),
            ("24 december", Day::On(on(2025, 12, 24))),
            ("since march", Day::Month(on(2026, 3, 1))),
            ("in may", Day::Month(on(2026, 5, 1))),
            ("may", Day::Month(on(2026, 5, 1))),
            ("december", Day::Month(on(2025, 12, 1))),
            ("march 2024", Day::Month(on(2024, 3, 1))),
            ("since 2019", Day::Year(on(2019, 1, 1))),
        ];
        for (said, day) in cases {
            assert_eq!(read(said, today), Some(Ok(day)), "{said}");
        }
        for none in ["", "soon", "3/11", "magnesium", "300mg", "5 mg", "12", "3 weeks", "for the heart"] {
            assert_eq!(read(none, today), None, "{none}");
        }
    }

    #[test]
    fn a_day_that_cannot_be_is_refused() {
        let today = on(2026, 11, 22);
        assert_eq!(read("2026-11-23", today), Some(Err(Refused::Future)));
        assert_eq!(read("2031", today), Some(Err(Refused::Future)));
        assert_eq!(read("31 feb", today), Some(Err(Refused::NoSuchDay)));
        assert_eq!(read("200 years ago", today), Some(Err(Refused::TooOld)));
        assert_eq!(read("99999999 years ago", today), Some(Err(Refused::TooOld)));
    }

    #[test]
    fn a_stop_lies_after_its_start_unless_nobody_knows() {
        let (early, late) = (on(2026, 11, 1), on(2026, 11, 5));
        assert!(in_order(Day::On(early), Day::On(late)) && in_order(Day::On(early), Day::On(early)));
        assert!(!in_order(Day::On(late), Day::On(early)));
        assert!(in_order(Day::Before(late), Day::On(early)) && in_order(Day::On(late), Day::Unsure));
        assert!(in_order(Day::On(late), Day::Month(early)), "some day of the month");
    }
}
