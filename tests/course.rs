//! Six weeks of the stretch before bed, lived through to the question at their end.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use charley::engine::letter::{Message, Outgoing};
use charley::library::Library;
use charley::tools::person::Person;
use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

mod support;
use support::content::content;

const ZONE: &str = "Europe/Berlin";

/// The instant of a day of the course, the first is 0, on the clock of Berlin.
fn at(day: i32, hour: i8, minute: i8) -> Timestamp {
    let day = date(2025, 6, 2) + day.days();
    TimeZone::get(ZONE).unwrap().to_timestamp(day.at(hour, minute, 0, 0)).unwrap()
}

fn messages(letters: &[Outgoing]) -> Vec<&Message> {
    letters.iter().filter_map(|letter| if let Outgoing::Message(said) = letter { Some(said) } else { None }).collect()
}

fn one(letters: &[Outgoing]) -> &Message {
    let said = messages(letters);
    assert_eq!(said.len(), 1, "{said:#?}");
    said[0]
}

fn begun(library: &Library) -> Person<'_> {
    let mut person = Person::set_up(library, at(0, 20, 0), ZONE);
    person.says("remind me to stretch at 22:00");
    person.presses("m.reminders.yes");
    person
}

/// Every evening: on the days that `does` names it is done, on the others it is skipped.
fn lived(person: &mut Person<'_>, does: impl Fn(i32) -> bool) {
    for day in 0..42 {
        let text = one(&person.waits_until(at(day, 22, 1))).text.clone();
        assert!(text.contains(&format!("Week {} of 6.", day / 7 + 1)), "day {day}: {text}");
        assert_eq!(text.contains("Tomorrow I ask how it went"), day == 41, "day {day}: {text}");
        let number = person.chat.reminders.as_ref().unwrap().shown.last().unwrap().number;
        person.presses(&format!("m.due.{}.stretch.{number}", if does(day) { "done" } else { "skip" }));
        assert!(person.waits_until(at(day + 1, 9, 0)).is_empty());
        // The first week: 4 nights with a cramp of 7 logged; the last: 1 of 5 logged.
        match day {
            0..=3 => drop(person.says("cramp at 3am, calf")),
            4..=6 | 35..=38 => drop(person.says("no cramp last night")),
            41 => drop(person.says("cramp at 4am, calf")),
            _ => {}
        }
    }
}

fn question(letters: &[Outgoing]) -> &Message {
    let said = one(letters);
    assert!(said.text.starts_with("6 weeks of Stretch are over."), "{}", said.text);
    said
}

#[test]
fn after_six_weeks_one_message_counts_and_asks() {
    let library = content("");
    let mut person = begun(library);
    lived(&mut person, |day| day % 4 != 3);
    let letters = person.waits_until(at(42, 22, 1));
    let text = &question(&letters).text;
    assert!(text.contains("You did it on 32 of 42 evenings."), "{text}");
    assert!(text.contains("first week: 4 of 7 logged. In the last: 1 of 5 logged."), "{text}");
    // Nobody asks twice.
    assert!(messages(&person.waits_until(at(80, 22, 1))).is_empty());
}

#[test]
fn going_on_means_six_more_weeks_and_stopping_none() {
    let library = content("");
    let mut person = begun(library);
    lived(&mut person, |_| true);
    let letters = person.waits_until(at(42, 22, 1));
    let text = &question(&letters).text;
    assert!(text.contains("on 42 of 42 evenings"), "{text}");
    let mut other = begun(library);
    lived(&mut other, |_| true);
    other.waits_until(at(42, 22, 1));

    let said = person.says("6 more weeks");
    assert!(messages(&said).iter().any(|said| said.text.starts_with("Stretch goes on.")), "{said:#?}");
    let text = one(&person.waits_until(at(43, 22, 1))).text.clone();
    assert!(text.contains("Week 1 of 6."), "{text}");
    let until = person.chat.reminders.as_ref().unwrap().plans["stretch"].until.unwrap();
    assert_eq!(until, date(2025, 6, 2) + 84.days());

    let said = other.says("stop these");
    assert!(messages(&said).iter().any(|said| said.text.contains("off")), "{said:#?}");
    assert!(other.chat.reminders.as_ref().is_none_or(|kept| kept.plans.is_empty()));
    assert!(messages(&other.waits_until(at(60, 22, 1))).is_empty());
}

#[test]
fn who_was_away_then_is_asked_a_day_later_and_never_weeks_later() {
    let library = content("");
    let mut person = begun(library);
    lived(&mut person, |_| true);
    let before = person.chat.clone();
    // The process was down at the hour: the question is no reminder that comes late.
    person.now = at(43, 8, 0);
    assert!(messages(&person.does(charley::engine::event::What::Rang)).is_empty());
    question(&person.waits_until(at(43, 22, 1)));
    // Down for a month.
    person.chat = before;
    person.now = at(75, 8, 0);
    person.does(charley::engine::event::What::Rang);
    assert!(messages(&person.waits_until(at(120, 22, 1))).is_empty());
}

#[test]
fn on_a_lock_screen_it_says_no_more_than_it_must() {
    let library = content("");
    let mut person = begun(library);
    lived(&mut person, |_| true);
    person.presses("m.reminders.discreet.on");
    let letters = person.waits_until(at(42, 22, 1));
    let text = &one(&letters).text;
    assert_eq!(text.lines().next(), Some("6 weeks are over. Go on, or stop?"));
    assert!(!text.contains("cramp") && !text.contains("Stretch"), "{text}");
}

#[test]
fn a_pause_is_no_reason_to_ask() {
    let library = content("");
    let mut person = begun(library);
    lived(&mut person, |_| true);
    person.says("pause for a week");
    assert!(messages(&person.waits_until(at(43, 22, 1))).is_empty());
    let heard = person.waits_until(person.now + SignedDuration::from_hours(9 * 24));
    assert_eq!(
        messages(&heard).iter().filter(|said| said.text.contains("6 weeks of Stretch")).count(),
        1,
        "{heard:#?}"
    );
}
