//! A stretch that is counted down, rung at the right second, late, or not at all for a while.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use charley::engine::chat::Chat;
use charley::engine::event::{Event, What};
use charley::engine::letter::{Edit, Keyboard, Message, Outgoing, Tag, Target};
use charley::engine::turn::turn;
use charley::engine::{Fate, ring};
use charley::ids::{ChatId, MessageId, PressId};
use charley::library::Library;
use charley::tools::person::Memory;
use jiff::{SignedDuration, Timestamp};

mod support;
use support::content::content;

const BEGAN: &str = "2025-03-03T02:12:00Z";

fn began() -> Timestamp {
    BEGAN.parse().unwrap()
}

fn after(seconds: i64) -> Timestamp {
    began() + SignedDuration::from_secs(seconds)
}

fn meets(chat: &mut Chat, what: What, now: Timestamp, library: &Library) -> Vec<Outgoing> {
    let outcome = turn(&Event { update: None, happened: None, what }, chat, &Memory::default(), library, now);
    let Fate::Keep(next) = outcome.chat else { panic!("nobody is forgotten") };
    *chat = *next;
    outcome.outbox
}

fn presses(chat: &mut Chat, data: &str, now: Timestamp, library: &Library) -> Vec<Outgoing> {
    let what = What::Pressed { press: PressId("p".into()), message: Some(MessageId(1)), data: data.to_owned() };
    meets(chat, what, now, library)
}

fn messages(letters: &[Outgoing]) -> Vec<&Message> {
    letters.iter().filter_map(|letter| if let Outgoing::Message(said) = letter { Some(said) } else { None }).collect()
}

fn edits(letters: &[Outgoing]) -> Vec<&Edit> {
    letters.iter().filter_map(|letter| if let Outgoing::Edit(edit) = letter { Some(edit) } else { None }).collect()
}

/// Somebody with a diary, in whose cramp the first step is counted.
fn counting(library: &Library) -> (Chat, Tag) {
    let mut chat = Chat::new(ChatId(1));
    chat.profile.language = "en".to_owned();
    chat.profile.zone = Some("Europe/Berlin".to_owned());
    chat.profile.consent = Some(began());
    let said = What::Said { message: MessageId(-1), text: "/cramp".into(), language: None };
    meets(&mut chat, said, began(), library);
    let letters = presses(&mut chat, "m.hold.relief", began(), library);
    let said = messages(&letters);
    assert_eq!(said.len(), 1);
    assert!(said[0].silent && said[0].text.contains("30 seconds left"), "{}", said[0].text);
    let Keyboard::Inline(rows) = &said[0].keyboard else { panic!("no button stops it") };
    assert_eq!(rows.concat().len(), 1);
    let tag = said[0].tag.unwrap();
    (chat, tag)
}

/// The number of seconds that a message shows; none at the end.
fn shown(edit: &Edit, tag: Tag) -> Option<i64> {
    assert_eq!(edit.target, Target::Tag(tag), "another message is changed");
    let text = edit.text.as_deref().unwrap();
    let number = text.split(' ').find_map(|word| word.parse().ok());
    assert_eq!(number.is_none(), text.starts_with("The hold is over."), "{text}");
    assert_eq!(number.is_none(), edit.buttons.is_empty(), "the button stands as long as there is something to stop");
    number
}

#[test]
fn on_time_it_changes_three_times_and_says_what_comes_next() {
    let library = content("");
    let (mut chat, tag) = counting(library);
    let mut heard = Vec::new();
    while chat.hold.is_some() {
        let due = ring::next(&chat).unwrap();
        let letters = meets(&mut chat, What::Rang, due, library);
        assert!(messages(&letters).is_empty(), "no further message");
        heard.extend(edits(&letters).into_iter().map(|edit| (due, shown(edit, tag), edit.text.clone().unwrap())));
    }
    let times: Vec<(Timestamp, Option<i64>)> = heard.iter().map(|(at, number, _)| (*at, *number)).collect();
    assert_eq!(times, [(after(10), Some(20)), (after(20), Some(10)), (after(30), None)]);
    assert!(heard[2].2.contains("rub the muscle"), "{}", heard[2].2);
}

#[test]
fn a_late_ring_shows_no_wrong_number_and_no_burst_follows() {
    let library = content("");
    // Each ring comes so many seconds after its hour: the process was busy, or down.
    for first in 0..45 {
        for others in [0, 1, 4, 9, 10, 25, 90_000] {
            let (mut chat, tag) = counting(library);
            let (mut late, mut ended, mut numbers) = (first, 0, Vec::new());
            while let Some(hold) = chat.hold.clone() {
                let now = hold.next + SignedDuration::from_secs(late);
                late = others;
                let letters = meets(&mut chat, What::Rang, now, library);
                assert!(messages(&letters).is_empty(), "no further message");
                assert!(edits(&letters).len() <= 1, "a burst");
                assert!(chat.hold.as_ref().is_none_or(|hold| hold.next > now), "a ring that rings for ever");
                let passed = now.duration_since(began()).as_secs();
                for edit in edits(&letters) {
                    match shown(edit, tag) {
                        Some(left) => {
                            assert!((0..=3).contains(&(passed - (30 - left))), "{left} left after {passed} s");
                            numbers.push(left);
                        }
                        None => {
                            assert!(passed >= 30, "over after {passed} s");
                            ended += 1;
                        }
                    }
                }
            }
            assert_eq!(ended, 1, "the end is said once, {first} and {others} s late");
            assert!(numbers.windows(2).all(|pair| pair[0] > pair[1]), "{numbers:?}");
        }
    }
}

#[test]
fn who_blocks_the_bot_is_not_counted_for() {
    let library = content("");
    let (mut chat, _) = counting(library);
    meets(&mut chat, What::Blocked, after(5), library);
    assert!(ring::next(&chat).unwrap() > after(3600));
}

#[test]
fn a_row_written_before_there_were_counts_is_read() {
    let library = content("");
    let (chat, _) = counting(library);
    let mut row = serde_json::to_value(&chat).unwrap();
    assert_eq!(serde_json::from_value::<Chat>(row.clone()).unwrap(), chat);
    row.as_object_mut().unwrap().remove("hold");
    row["counters"].as_object_mut().unwrap().remove("holds");
    let before: Chat = serde_json::from_value(row).unwrap();
    assert_eq!((before.hold, before.counters.holds), (None, 0));
}
