//! When a plan's times fall: wall-clock times of a zone, found one by one, never counted in seconds.
//!
//! Pure arithmetic. A time that a clock change leaves out falls on the first moment after it; one that comes twice
//! falls on the first.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::kept::Plan;

/// What comes before this hour belongs to the evening before: its day of the week is that of the day before.
const NIGHT_ENDS: Time = Time::constant(4, 0, 0, 0);
/// Whoever chose one day of the week waits at most so long, and one day more for the night.
const FURTHEST_DAYS: i64 = 9;

/// One time of a plan: what the clock shows, and the instant at which it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    pub at: Timestamp,
    pub civil: DateTime,
}

/// The first slot after what is settled.
pub fn next(plan: &Plan, zone: &TimeZone) -> Option<Slot> {
    after(plan, plan.settled, zone)
}

/// The first slot that is not settled and falls after an instant.
pub fn after(plan: &Plan, instant: Timestamp, zone: &TimeZone) -> Option<Slot> {
    let start = plan.settled.max(instant);
    // A zone far in the west may still have yesterday; a time may also fall later than its clock says.
    let first = start.to_zoned(zone.clone()).date().yesterday().ok()?;
    (0..=FURTHEST_DAYS).find_map(|days| first_on(plan, first.checked_add(days.days()).ok()?, start, zone))
}

/// Every slot that is not settled, from an instant (left out) up to another (included), soonest first.
pub fn between(plan: &Plan, from: Timestamp, to: Timestamp, zone: &TimeZone) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    let mut from = from;
    while let Some(slot) = after(plan, from, zone).filter(|slot| slot.at <= to) {
        from = slot.at;
        slots.push(slot);
    }
    slots
}

fn first_on(plan: &Plan, date: Date, start: Timestamp, zone: &TimeZone) -> Option<Slot> {
    let slots = plan.times.iter().filter(|time| is_on(plan, date, **time));
    let slots = slots.filter_map(|time| Some(Slot { at: instant(date, *time, zone)?, civil: date.to_datetime(*time) }));
    // Of two that a clock change has put on one instant, the later one stands for both.
    let due = slots.filter(|slot| slot.at > start && plan.last.is_none_or(|last| slot.civil > last));
    due.min_by_key(|slot| (slot.at, std::cmp::Reverse(slot.civil)))
}

fn is_on(plan: &Plan, date: Date, time: Time) -> bool {
    let day = night(date.to_datetime(time));
    let weekday = day.weekday().to_monday_one_offset();
    plan.until.is_none_or(|until| day <= until) && (plan.days.is_empty() || plan.days.contains(&weekday))
}

/// The day to which a moment belongs: before four in the morning, the one before.
pub fn night(civil: DateTime) -> Date {
    if civil.time() < NIGHT_ENDS { civil.date().yesterday().unwrap_or(civil.date()) } else { civil.date() }
}

/// The instant at which a zone's clock shows a time on a day.
pub fn instant(date: Date, time: Time, zone: &TimeZone) -> Option<Timestamp> {
    let ambiguous = zone.to_ambiguous_timestamp(date.to_datetime(time));
    if let AmbiguousOffset::Gap { before, .. } = ambiguous.offset() {
        // Read with the old offset it lies behind the change, or on it.
        let behind = before.to_timestamp(date.to_datetime(time)).ok()?;
        let change = zone.preceding(behind.checked_add(SignedDuration::from_secs(1)).ok()?).next();
        return change.map(|change| change.timestamp());
    }
    ambiguous.compatible().ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use jiff::tz::TimeZone;

    use super::{Plan, after, between, instant};

    fn plan(times: &[(i8, i8)], settled: &str) -> Plan {
        Plan::daily(times.iter().map(|(hour, minute)| time(*hour, *minute, 0, 0)).collect(), settled.parse().unwrap())
    }

    fn at(zone: &str, month: i8, day: i8, hour: i8, minute: i8) -> String {
        let zone = TimeZone::get(zone).unwrap();
        instant(date(2025, month, day), time(hour, minute, 0, 0), &zone).unwrap().to_string()
    }

    #[test]
    fn a_time_left_out_falls_on_the_first_moment_after_and_one_that_comes_twice_on_the_first() {
        assert_eq!(at("Europe/Berlin", 3, 30, 1, 59), "2025-03-30T00:59:00Z");
        assert_eq!(at("Europe/Berlin", 3, 30, 2, 0), "2025-03-30T01:00:00Z");
        assert_eq!(at("Europe/Berlin", 3, 30, 2, 30), "2025-03-30T01:00:00Z");
        assert_eq!(at("Europe/Berlin", 3, 30, 3, 0), "2025-03-30T01:00:00Z");
        assert_eq!(at("Europe/Berlin", 10, 26, 2, 30), "2025-10-26T00:30:00Z");
        // Half an hour.
        assert_eq!(at("Australia/Lord_Howe", 10, 5, 2, 15), "2025-10-04T15:30:00Z");
        assert_eq!(at("Australia/Lord_Howe", 4, 6, 1, 45), "2025-04-05T14:45:00Z");
    }

    #[test]
    fn two_times_on_one_instant_are_one() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let plan = plan(&[(2, 15), (2, 45)], "2025-03-29T12:00:00Z");
        let slots = between(&plan, plan.settled, "2025-03-31T12:00:00Z".parse().unwrap(), &zone);
        let shown: Vec<String> = slots.iter().map(|slot| format!("{} {}", slot.civil, slot.at)).collect();
        assert_eq!(
            shown,
            [
                "2025-03-30T02:45:00 2025-03-30T01:00:00Z",
                "2025-03-31T02:15:00 2025-03-31T00:15:00Z",
                "2025-03-31T02:45:00 2025-03-31T00:45:00Z"
            ]
        );
    }

    #[test]
    fn what_comes_after_midnight_belongs_to_the_evening_before() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        // Monday to Friday, half past midnight: the last of the week comes on Saturday.
        let mut plan = plan(&[(0, 30)], "2025-06-06T12:00:00Z");
        plan.days = vec![1, 2, 3, 4, 5];
        let slots = between(&plan, plan.settled, "2025-06-10T23:00:00Z".parse().unwrap(), &zone);
        let shown: Vec<String> = slots.iter().map(|slot| slot.civil.to_string()).collect();
        assert_eq!(shown, ["2025-06-07T00:30:00", "2025-06-10T00:30:00", "2025-06-11T00:30:00"]);
    }

    #[test]
    fn no_time_goes_twice_however_the_person_travels() {
        let mut plan = plan(&[(9, 0), (22, 0)], "2025-06-06T00:00:00Z");
        // Nine in the morning was sent in Tokyo; in Los Angeles it is the day before.
        plan.last = Some(date(2025, 6, 6).at(9, 0, 0, 0));
        let west = TimeZone::get("America/Los_Angeles").unwrap();
        let slot = after(&plan, "2025-06-06T00:10:00Z".parse().unwrap(), &west).unwrap();
        assert_eq!(slot.civil.to_string(), "2025-06-06T22:00:00");
    }
}
