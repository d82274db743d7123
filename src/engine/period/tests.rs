//! Periods as they are written, and those that cannot be.

use jiff::civil::{Date, date};

use super::{Wanted, Wrong, find, read, words};
use crate::engine::understanding::meaning::Period;

/// A Monday.
fn today() -> Date {
    date(2026, 11, 23)
}

fn asked(said: &str) -> Option<Result<Wanted, Wrong>> {
    read(&words(said), today())
}

fn days(from: (i16, i8, i8), to: (i16, i8, i8)) -> Option<Result<Wanted, Wrong>> {
    Some(Ok(Wanted::Days(date(from.0, from.1, from.2), date(to.0, to.1, to.2))))
}

#[test]
fn periods_as_people_write_them() {
    let last = |days| Some(Ok(Wanted::Last(days)));
    let known = |period| Some(Ok(Wanted::Known(period)));
    for (said, wanted) in [
        ("10 days", last(10)),
        ("last 90 nights", last(90)),
        ("the last two weeks", last(14)),
        ("past couple of weeks", last(14)),
        ("6 months", last(184)),
        ("a year", last(365)),
        ("last week", known(Period::LastWeek)),
        ("week", known(Period::Week)),
        ("Yesterday", known(Period::Yesterday)),
        ("all", known(Period::All)),
        ("october", days((2026, 10, 1), (2026, 10, 31))),
        ("Oct.", days((2026, 10, 1), (2026, 10, 31))),
        ("my october", days((2026, 10, 1), (2026, 10, 31))),
        ("december", days((2025, 12, 1), (2025, 12, 31))),
        ("november", days((2026, 11, 1), (2026, 11, 23))),
        ("last november", days((2025, 11, 1), (2025, 11, 30))),
        ("october 2025", days((2025, 10, 1), (2025, 10, 31))),
        ("2026-10", days((2026, 10, 1), (2026, 10, 31))),
        ("10/2026", days((2026, 10, 1), (2026, 10, 31))),
        ("2025", days((2025, 1, 1), (2025, 12, 31))),
        ("this year", days((2026, 1, 1), (2026, 11, 23))),
        ("last year", days((2025, 1, 1), (2025, 12, 31))),
        ("may", days((2026, 5, 1), (2026, 5, 31))),
        ("since 3 oct", days((2026, 10, 3), (2026, 11, 23))),
        ("since the 3rd of october", days((2026, 10, 3), (2026, 11, 23))),
        ("from october", days((2026, 10, 1), (2026, 11, 23))),
        ("since 24 dec", days((2025, 12, 24), (2026, 11, 23))),
        ("since monday", days((2026, 11, 16), (2026, 11, 23))),
        ("1 sep to 15 oct", days((2026, 9, 1), (2026, 10, 15))),
        ("from 1 sep until 15 oct", days((2026, 9, 1), (2026, 10, 15))),
        ("between sep 1 and oct 15", days((2026, 9, 1), (2026, 10, 15))),
        ("1 sep – 15 oct", days((2026, 9, 1), (2026, 10, 15))),
        ("2026-09-01 to 2026-10-15", days((2026, 9, 1), (2026, 10, 15))),
        ("1.9. to 15.10.", days((2026, 9, 1), (2026, 10, 15))),
        ("1-15 october", days((2026, 10, 1), (2026, 10, 15))),
        ("1 to 15 october 2025", days((2025, 10, 1), (2025, 10, 15))),
        ("oct 1 to 15", days((2026, 10, 1), (2026, 10, 15))),
        ("sep to oct", days((2026, 9, 1), (2026, 10, 31))),
        ("15 dec to 10 jan", days((2025, 12, 15), (2026, 1, 10))),
        ("15 dec to 10 jan 2026", days((2025, 12, 15), (2026, 1, 10))),
        ("3 oct to today", days((2026, 10, 3), (2026, 11, 23))),
        ("24 dec to today", days((2025, 12, 24), (2026, 11, 23))),
        ("20 nov to 3 dec", days((2026, 11, 20), (2026, 11, 23))),
        ("3 oct", days((2026, 10, 3), (2026, 10, 3))),
        ("2026-10-03", days((2026, 10, 3), (2026, 10, 3))),
        ("10 days ago", days((2026, 11, 13), (2026, 11, 13))),
        ("last weekend", days((2026, 11, 21), (2026, 11, 22))),
    ] {
        assert_eq!(asked(said), wanted, "{said}");
    }
}

#[test]
fn what_cannot_be_is_told_apart() {
    for (said, wrong) in [
        ("15 oct to 1 sep", Wrong::Backwards),
        ("2026-10-15 to 2026-09-01", Wrong::Backwards),
        ("15 to 1 october", Wrong::Backwards),
        ("2027-01", Wrong::Future),
        ("december 2026", Wrong::Future),
        ("since 2030-01-01", Wrong::Future),
        ("2027", Wrong::Future),
        ("10 years", Wrong::TooLong),
        ("99999999999 days", Wrong::TooLong),
        ("999999999 weeks", Wrong::TooLong),
        ("since 2010", Wrong::TooLong),
        ("2019-05", Wrong::TooLong),
        ("0 days", Wrong::Nothing),
        ("31 feb", Wrong::NoSuchDay),
        ("2026-13", Wrong::NoSuchDay),
        ("since 31 june", Wrong::NoSuchDay),
    ] {
        assert_eq!(asked(said), Some(Err(wrong)), "{said}");
    }
    for said in
        ["soon", "", "blah blah", "3/11", "10", "october please maybe", "the", "to", "-", "since", "between 1 oct"]
    {
        assert_eq!(asked(said), None, "{said}");
    }
}

#[test]
fn a_period_inside_a_sentence() {
    let found = |said: &str| find(&words(said), today()).map(|(found, _)| found);
    assert_eq!(found("how was my october"), days((2026, 10, 1), (2026, 10, 31)));
    assert_eq!(found("how many cramps in the last 10 days?"), Some(Ok(Wanted::Last(10))));
    assert_eq!(found("summary of the last two weeks"), Some(Ok(Wanted::Last(14))));
    assert_eq!(found("how much did I drink since 3 oct"), days((2026, 10, 3), (2026, 11, 23)));
    for said in
        ["how may i see my cramps", "how often do i sit in the sun", "how was my week", "3 cramps", "i had 2 days off"]
    {
        assert_eq!(found(said), None, "{said}");
    }
}
