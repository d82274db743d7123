//! The diary as its owner changes it: edits, moves, deletions and their undo, entries over a flight and a change of the
//! clocks, and what each of these does to the counts.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use charley::engine::bout::NightEnd;
use charley::engine::bout::{self, Bout, bouts};
use charley::engine::diary::{Diary, Entry, What};
use charley::engine::figures::{Figures, Night};
use charley::engine::letter::Outgoing;
use charley::ids::{EpisodeId, SubjectId};
use charley::library::value::Value;
use charley::tools::person::Person;
use jiff::civil::date;
use jiff::{Timestamp, ToSpan};
use support::content::content;

const FIRST: EpisodeId = EpisodeId(1);

fn person(now: &str, zone: &str) -> Person<'static> {
    Person::set_up(content(""), now.parse().unwrap(), zone)
}

/// A cramp of the past, by its words.
fn added(person: &mut Person<'_>, when: &str) {
    person.says("/add");
    person.says(when);
    person.says("/cancel");
}

fn bout(person: &Person<'_>) -> Option<Bout> {
    bouts(&person.diary.entries).remove(&FIRST)
}

fn local(person: &Person<'_>) -> String {
    bout(person).unwrap().local().unwrap().to_string()
}

/// What was said, in new messages and in those that are there.
fn said(outbox: &[Outgoing]) -> String {
    let texts = outbox.iter().filter_map(|it| match it {
        Outgoing::Message(it) => Some(it.text.as_str()),
        Outgoing::Edit(it) => it.text.as_deref(),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// The last thing that can be taken back.
fn undo(person: &mut Person<'_>) {
    let number = person.chat.written.iter().rev().find(|written| !written.undone).unwrap().number;
    person.presses(&format!("m.undo.{number}"));
}

fn undone(number: u32, target: u32) -> Entry {
    Entry {
        v: 1,
        subject: SubjectId::WRITER,
        number,
        at: Timestamp::UNIX_EPOCH,
        zone: "UTC".to_owned(),
        offset_seconds: 0,
        message: None,
        what: What::Undone { number: target },
    }
}

#[test]
fn taking_back_what_took_back_brings_back() {
    assert_eq!(bout::undone(&[undone(2, 1)]), [1].into());
    assert_eq!(bout::undone(&[undone(2, 1), undone(3, 2)]), [2].into());
    assert_eq!(bout::undone(&[undone(4, 3), undone(3, 2), undone(2, 1)]), [1, 3].into(), "in any order");
}

#[test]
fn an_answer_is_changed_and_changed_back() {
    let mut person = person("2026-11-22T09:00:00Z", "Europe/Berlin");
    added(&mut person, "3am");
    person.presses("m.entry.1.fill.side.left");
    person.presses("m.entry.1.set.side.right");
    assert_eq!(bout(&person).unwrap().known["side"], Value::Word("right".to_owned()));
    let written = person.diary.entries.len();
    person.presses("m.entry.1.set.side.right");
    assert_eq!(person.diary.entries.len(), written, "a second press changes nothing");
    undo(&mut person);
    assert_eq!(bout(&person).unwrap().known["side"], Value::Word("left".to_owned()));
    assert_eq!(bout(&person).unwrap().edited, None, "what was taken back is no edit");
}

#[test]
fn not_sure_takes_an_answer_away_and_is_not_the_same_as_not_asked() {
    let mut person = person("2026-11-22T09:00:00Z", "Europe/Berlin");
    added(&mut person, "3am");
    assert!(!bout(&person).unwrap().unsure.contains("side"));
    person.presses("m.entry.1.set.side.left");
    person.presses("m.entry.1.set.side._unsure");
    let bout = bout(&person).unwrap();
    assert!(!bout.known.contains_key("side") && bout.unsure.contains("side"));
    let card = said(&person.presses("m.entry.1"));
    assert!(card.contains("Side: not sure") && card.contains("Pain at the worst: not asked"), "{card}");
}

#[test]
fn a_move_carries_what_was_told_and_every_count_follows() {
    let mut person = person("2026-11-22T09:00:00Z", "Europe/Berlin");
    added(&mut person, "3am");
    person.presses("m.entry.1.set.pain.7");
    person.presses("m.entry.1.set.minutes.three_five");
    person.presses("m.entry.1.edit.when");
    person.says("3 nov 23:30");
    assert_eq!(local(&person), "2026-11-03T23:30:00");
    let moved = bout(&person).unwrap();
    assert_eq!((moved.number("pain_score"), moved.length()), (Some(7.0), Some(5.0)));
    let days = date(2026, 11, 1)..=date(2026, 11, 22);
    let counted = Figures::of(&person.diary.entries, days.clone(), days, NightEnd::default()).nights;
    assert_eq!((counted[&date(2026, 11, 3)], counted[&date(2026, 11, 21)]), (Night::Cramps(1), Night::NotLogged));
    // A window that begins after the old time and before the new one sees the whole of it.
    person.presses("m.entry.1.edit.when");
    person.says("20 nov 1am");
    let window: Vec<Entry> = person.diary.since(SubjectId::WRITER, "2026-11-19T00:00:00Z".parse().unwrap());
    let seen = bouts(&window).remove(&FIRST).unwrap();
    assert_eq!((seen.number("pain_score"), seen.length()), (Some(7.0), Some(5.0)));
    undo(&mut person);
    assert_eq!(local(&person), "2026-11-03T23:30:00");
}

#[test]
fn a_deleted_entry_counts_nowhere_until_it_is_brought_back() {
    let mut person = person("2026-11-22T09:00:00Z", "Europe/Berlin");
    added(&mut person, "3am");
    person.presses("m.entry.1.set.pain.7");
    let before = bout(&person);
    let said_so = said(&person.presses("m.entry.1.delete"));
    assert!(said_so.contains("backups"), "{said_so}");
    assert_eq!(bout(&person), None);
    assert!(said(&person.presses("m.entry.1")).contains("no longer in your diary"));
    undo(&mut person);
    assert_eq!(bout(&person), before);
    // The button works for ten minutes.
    person.presses("m.entry.1.delete");
    person.now = person.now.checked_add(11.minutes()).unwrap();
    undo(&mut person);
    assert_eq!(bout(&person), None);
}

#[test]
fn taking_back_an_added_cramp_takes_its_changes_too() {
    let mut person = person("2026-11-22T09:00:00Z", "Europe/Berlin");
    added(&mut person, "3am");
    person.presses("m.entry.1.edit.when");
    person.says("1am");
    person.presses("m.entry.1.set.pain.7");
    person.presses("m.undo.1");
    assert_eq!(bout(&person), None);
}

#[test]
fn a_flight_moves_no_entry_and_an_edit_speaks_of_the_clock_that_was_there() {
    let mut person = person("2026-11-22T09:00:00Z", "Europe/Berlin");
    added(&mut person, "3am");
    person.chat.profile.zone = Some("America/New_York".to_owned());
    assert_eq!(local(&person), "2026-11-22T03:00:00");
    let card = said(&person.presses("m.entry.1"));
    assert!(card.contains("night of 21 to 22 Nov, 3:00 am") && card.contains("Europe/Berlin"), "{card}");
    person.presses("m.entry.1.edit.when");
    person.says("2:15");
    assert_eq!(local(&person), "2026-11-22T02:15:00");
    let began = person.diary.entries.iter().rev().find(|entry| matches!(entry.what, What::Cramp { .. })).unwrap();
    assert_eq!((began.zone.as_str(), began.offset_seconds), ("Europe/Berlin", 3600));
}

#[test]
fn both_nights_of_a_clock_change_keep_their_offsets() {
    // 29 March 2026: 02:00 to 03:00 is left out; 25 October 2026: 02:00 to 03:00 comes twice.
    let mut spring = person("2026-03-29T10:00:00Z", "Europe/Berlin");
    let hours = said(&spring.presses("m.add.n2026-03-28"));
    assert!(hours.contains("night of 28 to 29 Mar"), "{hours}");
    let offered: Vec<String> = spring.chat.offered.iter().map(|button| button.label.clone()).collect();
    assert!(offered.is_empty(), "numbers are hours here");
    let hours: Vec<String> = spring.messages.last().map(labels).unwrap();
    assert!(hours.contains(&"01:00".to_owned()) && !hours.contains(&"02:00".to_owned()), "{hours:?}");
    spring.presses("m.add.2026-03-29T01:00");
    spring.presses("m.add.2026-03-29T03:00");
    let offsets: Vec<i32> = cramps(&spring).iter().map(|entry| entry.offset_seconds).collect();
    assert_eq!(offsets, [3600, 7200]);
    let apart = cramps(&spring)[1].at.duration_since(cramps(&spring)[0].at);
    assert_eq!(apart.as_mins(), 60);

    let mut autumn = person("2026-10-25T10:00:00Z", "Europe/Berlin");
    autumn.presses("m.add.2026-10-25T02:00");
    autumn.presses("m.add.2026-10-25T03:00");
    let offsets: Vec<i32> = cramps(&autumn).iter().map(|entry| entry.offset_seconds).collect();
    assert_eq!(offsets, [7200, 3600], "of two the first");
}

fn cramps<'p>(person: &'p Person<'_>) -> Vec<&'p Entry> {
    person.diary.entries.iter().filter(|entry| matches!(entry.what, What::Cramp { .. })).collect()
}

fn labels(message: &charley::engine::letter::Message) -> Vec<String> {
    match &message.keyboard {
        charley::engine::letter::Keyboard::Inline(rows) => {
            rows.iter().flatten().map(|button| button.label.clone()).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn an_hour_pressed_twice_is_one_cramp() {
    let mut person = person("2026-11-22T09:00:00Z", "Europe/Berlin");
    person.presses("m.add.2026-11-22T03:00");
    person.presses("m.add.2026-11-22T03:00");
    assert_eq!(cramps(&person).len(), 1);
}

#[test]
fn what_cannot_be_is_refused_and_nothing_is_written() {
    let mut person = person("2026-11-22T09:00:00Z", "Europe/Berlin");
    for data in ["m.add.2026-11-22T23:00", "m.add.2019-11-22T03:00", "m.add.2026-13-40T03:00", "m.add.x", "m.entry.9"] {
        person.presses(data);
    }
    assert!(person.diary.entries.is_empty());
    added(&mut person, "3am");
    let written = person.diary.entries.len();
    for data in
        ["set.side.middle", "set.pain.11", "set.when.99999999999999", "set.when.x", "fill.where.head", "set.x.y"]
    {
        person.presses(&format!("m.entry.1.{data}"));
    }
    assert_eq!(person.diary.entries.len(), written);
}

#[test]
fn the_diary_of_the_other_is_changed_and_brought_back_in_theirs() {
    let mut person = person("2026-11-22T09:00:00Z", "Europe/Berlin");
    person.presses("m.other.add.2026-11-22T03:00");
    person.presses("m.other.entry.1.set.side.left");
    assert!(person.diary.entries.iter().all(|entry| entry.subject == SubjectId::OTHER));
    assert!(said(&person.says("/diary")).contains("empty"), "the writer's is their own");
    undo(&mut person);
    assert!(!bout(&person).unwrap().known.contains_key("side"));
    assert!(person.diary.entries.iter().all(|entry| entry.subject == SubjectId::OTHER));
}

#[test]
fn words_much_later_are_about_something_else() {
    let mut person = person("2026-11-22T09:00:00Z", "Europe/Berlin");
    added(&mut person, "3am");
    person.presses("m.entry.1.edit.note");
    person.now = person.now.checked_add(2.hours()).unwrap();
    person.says("hello there");
    assert!(bout(&person).unwrap().notes.is_empty());
}

#[test]
fn before_consent_the_diary_takes_nothing() {
    let mut person = Person::new(content(""), "2026-11-22T09:00:00Z".parse().unwrap());
    person.says("/add");
    person.presses("m.add.2026-11-22T03:00");
    assert!(person.diary.entries.is_empty() && person.chat.awaits.is_none());
}

#[test]
fn a_sign_told_afterwards_is_answered_once_and_an_old_one_is_history() {
    let mut person = person("2026-11-22T09:00:00Z", "Europe/Berlin");
    added(&mut person, "3am");
    let heard = said(&person.presses("m.entry.1.set.minutes.longer"));
    assert!(heard.contains("Worth a check-up"), "{heard}");
    let heard = said(&person.presses("m.entry.1.set.side.left"));
    assert!(!heard.contains("Worth a check-up"), "{heard}");
    person.presses("m.add.2026-10-22T03:00");
    let heard = said(&person.presses("m.entry.2.set.minutes.longer"));
    assert!(!heard.contains("Worth a check-up"), "{heard}");
}
