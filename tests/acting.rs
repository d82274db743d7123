//! What follows from a meaning, handed to the engine without the words: the day's row, undo, alarms, past cramps.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use charley::engine::acting::{self, alarm, asking, undo};
use charley::engine::chat::{Awaits, Chat};
use charley::engine::diary::{Entry, What, add};
use charley::engine::event::{Event, What as Happening};
use charley::engine::exchange::Exchange;
use charley::engine::letter::{Class, Keyboard, Message, Outgoing};
use charley::engine::understanding::meaning::{Alarm, Cramp, Day, Drink, Impossible, Kept, Kind, Meaning, Units, When};
use charley::engine::{Fate, conversation};
use charley::ids::{ChatId, FindingKey, MessageId, UpdateId};
use charley::library::rule::Urgency;
use charley::library::value::{Findings, Value};
use charley::tools::person::Memory;
use jiff::{SignedDuration, Timestamp};
use support::content::content;

struct Person {
    chat: Chat,
    diary: Memory,
    now: Timestamp,
    said: i32,
}

impl Person {
    fn new() -> Person {
        let mut chat = Chat::new(ChatId(1));
        chat.profile.language = "en".to_owned();
        Person { chat, diary: Memory::default(), now: "2025-03-03T14:12:00Z".parse().unwrap(), said: 0 }
    }

    fn set_up() -> Person {
        let mut person = Person::new();
        person.chat.profile.zone = Some("Europe/Berlin".to_owned());
        person.chat.profile.consent = Some(person.now);
        person
    }

    fn does(&mut self, act: impl FnOnce(&mut Exchange<'_>)) -> Vec<Message> {
        self.said += 1;
        let what = Happening::Said { message: MessageId(self.said), text: String::new(), language: None };
        let event = Event { update: Some(UpdateId(1)), happened: Some(self.now), what };
        let mut exchange = Exchange::new(&event, &self.chat, &self.diary, content(""), self.now);
        act(&mut exchange);
        let turn = exchange.into_turn();
        let Fate::Keep(chat) = turn.chat else { panic!("the chat is gone") };
        self.chat = *chat;
        add(&mut self.diary.entries, turn.entries);
        let message = |outgoing| if let Outgoing::Message(message) = outgoing { Some(message) } else { None };
        turn.outbox.into_iter().filter_map(message).collect()
    }

    fn means(&mut self, meaning: &Meaning) -> Vec<Message> {
        self.does(|ex| assert!(acting::act(ex, meaning, "")))
    }

    fn waits(&mut self, minutes: i64) {
        self.now += SignedDuration::from_mins(minutes);
    }

    fn entries(&self, is_it: impl Fn(&What) -> bool) -> Vec<&Entry> {
        self.diary.entries.iter().filter(|entry| is_it(&entry.what)).collect()
    }

    fn drunk(&self) -> Vec<(u32, bool)> {
        let days = self
            .diary
            .entries
            .iter()
            .filter_map(|entry| if let What::Day(day) = &entry.what { Some(day) } else { None });
        days.flat_map(|day| day.drunk.iter().map(|one| (one.millilitres, one.undone))).collect()
    }
}

fn drank(millilitres: u32) -> Meaning {
    Meaning::LogWater(Drink { millilitres: Some(millilitres), ..Drink::default() })
}

fn findings(known: &[(&str, Value)]) -> Findings {
    known.iter().map(|(key, value)| (FindingKey::from(*key), value.clone())).collect()
}

fn is_day(what: &What) -> bool {
    matches!(what, What::Day(_))
}

fn labels(message: &Message) -> Vec<&str> {
    match &message.keyboard {
        Keyboard::Inline(rows) => rows.iter().flatten().map(|button| button.label.as_str()).collect(),
        Keyboard::None | Keyboard::Keys(_) => Vec::new(),
    }
}

#[test]
fn a_day_is_one_row_however_often_it_grows() {
    let mut person = Person::set_up();
    for millilitres in [250, 300, 500] {
        person.means(&drank(millilitres));
        person.waits(30);
    }
    person.means(&Meaning::LogActivity { kind: Some(Kind::Stretch), minutes: Some(5.0), when: None });
    assert_eq!(person.entries(is_day).len(), 1);
    assert_eq!(person.drunk(), [(250, false), (300, false), (500, false)]);
    person.waits(24 * 60);
    person.means(&drank(200));
    assert_eq!(person.entries(is_day).len(), 2);
}

#[test]
fn a_total_takes_the_place_of_the_sum_and_comes_back() {
    let mut person = Person::set_up();
    person.means(&drank(500));
    let said = person.means(&Meaning::LogWater(Drink { millilitres: Some(1200), total: true, ..Drink::default() }));
    assert_eq!(person.drunk(), [(500, true), (1200, false)]);
    assert!(said[0].text.contains("1.2 l in all today"), "{}", said[0].text);
    person.means(&Meaning::UndoLast { what: None });
    assert_eq!(person.drunk(), [(500, false), (1200, true)]);
}

#[test]
fn what_cannot_be_is_asked_and_not_written() {
    let mut person = Person::set_up();
    for meaning in [
        drank(900_000),
        drank(0),
        Meaning::LogActivity { kind: Some(Kind::Stretch), minutes: Some(0.0), when: None },
        Meaning::Impossible { meant: Box::new(drank(1)), what: Impossible::Volume },
    ] {
        let said = person.means(&meaning);
        assert!(said[0].text.contains('?'), "{}", said[0].text);
    }
    assert!(person.diary.entries.is_empty() && person.chat.written.is_empty());
}

#[test]
fn undo_works_by_its_button_for_ten_minutes_and_by_the_word_later() {
    let mut person = Person::set_up();
    let said = person.means(&drank(250));
    assert_eq!(labels(&said[0]), ["Undo"]);
    person.waits(11);
    person.does(|ex| {
        // A press has no words.
        ex.message = None;
        undo::pressed(ex, "1");
    });
    assert_eq!(person.drunk(), [(250, false)]);
    person.means(&Meaning::UndoLast { what: Some(Kept::Cramps) });
    assert_eq!(person.drunk(), [(250, false)]);
    person.means(&Meaning::UndoLast { what: None });
    assert_eq!(person.drunk(), [(250, true)]);
    person.means(&drank(300));
    person.does(|ex| undo::pressed(ex, "2"));
    person.does(|ex| undo::pressed(ex, "2"));
    assert_eq!(person.drunk(), [(250, true), (300, true)]);
}

#[test]
fn a_drink_without_an_amount_is_asked_for() {
    let mut person = Person::set_up();
    let said = person.means(&Meaning::LogWater(Drink { drink: Some("tea".to_owned()), ..Drink::default() }));
    assert_eq!(person.chat.awaits, Some(Awaits::Amount));
    assert_eq!(labels(&said[0]).len(), 4);
    person.does(|ex| acting::logs::pressed(ex, "250.tea"));
    assert_eq!((person.drunk(), person.chat.awaits), (vec![(250, false)], None));
    // A button that nobody made.
    person.does(|ex| acting::logs::pressed(ex, "251"));
    assert_eq!(person.drunk(), [(250, false)]);
}

#[test]
fn amounts_are_shown_in_the_persons_units() {
    let mut person = Person::set_up();
    person.means(&Meaning::SettingsSet { zone: None, language: None, units: Some(Units::Us) });
    let said = person.means(&drank(473));
    assert!(said[0].text.contains("16 fl oz"), "{}", said[0].text);
    let said = person.does(|ex| assert!(acting::act(ex, &drank(568), "drank a pint")));
    assert!(said[0].text.contains("Logged: 16 fl oz"), "{}", said[0].text);
}

#[test]
fn before_the_consent_nothing_is_written() {
    let mut person = Person::new();
    let statin = findings(&[("medications", Value::Words(["statin".to_owned()].into()))]);
    for meaning in [
        drank(250),
        Meaning::LogActivity { kind: Some(Kind::Move), minutes: None, when: None },
        Meaning::CrampPast { cramp: Cramp::default(), when: None },
        Meaning::ProfileUpdate { findings: statin, removed: Findings::default() },
        Meaning::Emergency(Alarm {
            findings: findings(&[("numbness", Value::Word("one_leg".to_owned()))]),
            ..Alarm::default()
        }),
        Meaning::Emergency(Alarm { crisis: true, ..Alarm::default() }),
        Meaning::SymptomCheck(findings(&[("fever", Value::Flag(false))])),
    ] {
        person.means(&meaning);
        let kept = serde_json::to_string(&person.chat).unwrap();
        assert!(person.diary.entries.is_empty() && person.chat.facts.is_empty(), "{meaning:?}");
        assert!(person.chat.alarm.is_none() && !kept.contains("numb"), "{kept}");
    }
}

#[test]
fn a_past_cramp_stands_at_its_time_with_what_was_said() {
    let mut person = Person::set_up();
    let cramp = Cramp { site: Some("calf".to_owned()), intensity: Some(7), at_night: true, ..Cramp::default() };
    let when = Some(When::On(Day::LastNight, Some(jiff::civil::time(2, 0, 0, 0))));
    let said = person.means(&Meaning::CrampPast { cramp, when });
    assert!(said[0].text.contains("today at 02:00 (calf, pain 7 of 10)"), "{}", said[0].text);
    let cramps = person.entries(|what| matches!(what, What::Cramp { .. }));
    assert_eq!(cramps[0].at, "2025-03-03T01:00:00Z".parse().unwrap());
    assert!(matches!(person.chat.awaits, Some(Awaits::Details { .. })));
    person.means(&Meaning::UndoLast { what: Some(Kept::Cramps) });
    let undone = person.entries(|what| matches!(what, What::Undone { .. })).len();
    assert_eq!(undone, 3);
}

#[test]
fn no_moment_lies_in_the_future() {
    let mut person = Person::set_up();
    let time = jiff::civil::time(23, 30, 0, 0);
    for when in [
        When::At(time),
        When::On(Day::Today, Some(time)),
        When::On(Day::Tonight, None),
        When::On(Day::ThisEvening, None),
        When::On(Day::LastNight, Some(time)),
        When::On(Day::Week(jiff::civil::Weekday::Monday), Some(time)),
        When::DaysAgo(0),
        When::DaysAgo(u32::MAX),
        When::MinutesAgo(u32::MAX),
    ] {
        let now = person.now;
        person.does(|ex| {
            let at = acting::when::instant(ex, Some(when), false);
            assert!(at <= now, "{when:?}");
        });
    }
    person.does(|ex| {
        let at = |when| ex.local(acting::when::instant(ex, Some(when), false)).strftime("%F %H:%M").to_string();
        assert_eq!(at(When::On(Day::LastNight, Some(time))), "2025-03-02 23:30");
        assert_eq!(at(When::On(Day::LastNight, None)), "2025-03-03 03:00");
        assert_eq!(at(When::At(time)), "2025-03-02 23:30");
        assert_eq!(at(When::On(Day::Week(jiff::civil::Weekday::Monday), None)), "2025-02-24 12:00");
    });
}

#[test]
fn facts_about_the_person_join_leave_and_come_back() {
    let mut person = Person::set_up();
    let medicine = |name: &str| findings(&[("medications", Value::Words([name.to_owned()].into()))]);
    let known = |person: &Person| {
        let findings = person.chat.findings(&content("").vocabulary, person.now);
        findings.get(&FindingKey::from("medications")).cloned()
    };
    let told = |findings, removed| Meaning::ProfileUpdate { findings, removed };
    let said = person.means(&told(medicine("statin"), Findings::default()));
    assert!(said[0].text.starts_with("Kept: you take a statin."), "{}", said[0].text);
    person.waits(1);
    person.means(&told(medicine("laxative"), Findings::default()));
    assert_eq!(known(&person), Some(Value::Words(["laxative".to_owned(), "statin".to_owned()].into())));
    person.waits(1);
    person.means(&told(Findings::default(), medicine("statin")));
    assert_eq!(known(&person), Some(Value::Words(["laxative".to_owned()].into())));
    person.waits(1);
    person.means(&Meaning::UndoLast { what: None });
    assert_eq!(known(&person), Some(Value::Words(["laxative".to_owned(), "statin".to_owned()].into())));
}

#[test]
fn an_alarm_is_never_below_urgent_until_it_is_taken_back() {
    let signs: [&[(&str, Value)]; 6] = [
        &[("numbness", Value::Word("one_leg".to_owned()))],
        &[("leg_weakness", Value::Word("one_leg".to_owned()))],
        &[("cannot_bear_weight", Value::Flag(true))],
        &[("cold_leg_new", Value::Flag(true))],
        &[("red_leg", Value::Flag(true)), ("warm_leg", Value::Flag(true))],
        &[],
    ];
    for sign in signs {
        let mut person = Person::set_up();
        let alarm = Alarm { findings: findings(sign), ..Alarm::default() };
        let said = person.means(&Meaning::Emergency(alarm));
        assert_eq!((said.len(), said[0].class), (1, Class::Emergency), "{sign:?}");
        assert!(said[0].text.contains("today") || said[0].text.contains("Call"), "{}", said[0].text);
        assert!(labels(&said[0]).contains(&"That is not so"));
        let assessed = person.entries(|what| matches!(what, What::Assessed(_)));
        let What::Assessed(assessed) = &assessed[0].what else { panic!() };
        let least = if sign.is_empty() { Urgency::Emergency } else { Urgency::Urgent };
        assert!(assessed.urgency >= least, "{sign:?}");
        assert_eq!(assessed.card, said[0].text.split("\n1 ").next().unwrap());
        // A conversation that follows ends no lower.
        person.does(|ex| {
            let dialogue = ex.library.by_command("checkup").unwrap();
            let episode = ex.chat.episode.as_ref().map(|episode| episode.id);
            conversation::begin(ex, dialogue, episode);
            conversation::stop(ex);
        });
        let last = person.entries(|what| matches!(what, What::Assessed(_))).last().copied().cloned().unwrap();
        assert!(matches!(last.what, What::Assessed(assessed) if assessed.urgency >= least), "{sign:?}");
        person.does(alarm::take_back);
        assert!(person.chat.alarm.is_none() && person.chat.episode.is_none());
        assert!(person.chat.facts.iter().all(|fact| fact.withdrawn.is_some() || fact.episode.is_none()));
    }
}

#[test]
fn the_deciding_question_raises_and_never_lowers() {
    let mut person = Person::set_up();
    let numb = Alarm { findings: findings(&[("numbness", Value::Word("one_leg".to_owned()))]), ..Alarm::default() };
    let said = person.means(&Meaning::Emergency(numb.clone()));
    assert_eq!(labels(&said[0]), ["Yes", "No", "Not sure", "That is not so"]);
    for answer in ["No", "Not sure"] {
        let mut other = Person::set_up();
        other.means(&Meaning::Emergency(numb.clone()));
        let button = other.chat.offered.iter().find(|button| button.label == answer).unwrap().clone();
        let said = other.does(|ex| alarm::answered(ex, button.data.strip_prefix("m.sign.").unwrap()));
        assert!(said[0].text.contains("be seen by a doctor today"), "{}", said[0].text);
        assert_eq!(other.chat.least(other.now), Some(Urgency::Urgent));
    }
    let said = person.does(|ex| assert!(alarm::typed(ex, &Meaning::Yes, "yes")));
    assert!(said[0].text.starts_with("<b>Call"), "{}", said[0].text);
}

#[test]
fn an_alarm_keeps_what_was_open_and_comes_back_to_it() {
    let mut person = Person::set_up();
    person.means(&Meaning::CrampNow(Cramp::default()));
    let before = person.chat.conversation.clone().unwrap();
    let chest = Alarm { findings: findings(&[("chest_pain", Value::Flag(true))]), ..Alarm::default() };
    let said = person.means(&Meaning::Emergency(chest));
    assert!(said[0].text.contains("chest pain"), "{}", said[0].text);
    assert_eq!(
        person.chat.conversation.as_ref().map(|open| (open.id, open.at.clone())),
        Some((before.id, before.at.clone()))
    );
    let said = person.does(|ex| assert!(alarm::typed(ex, &Meaning::Nothing, "that is not so")));
    assert_eq!(said.len(), 2);
    assert!(said[1].text.starts_with("1. Sit up."), "{}", said[1].text);
    let chest = FindingKey::from("chest_pain");
    assert!(!person.chat.findings(&content("").vocabulary, person.now).contains(&chest));
}

#[test]
fn of_somebody_else_and_of_a_crisis_nothing_is_stored() {
    for alarm in [
        Alarm { findings: findings(&[("breathless", Value::Flag(true))]), other: true, crisis: false },
        Alarm { other: true, ..Alarm::default() },
        Alarm { crisis: true, ..Alarm::default() },
        Alarm { crisis: true, other: true, ..Alarm::default() },
    ] {
        let mut person = Person::set_up();
        let said = person.means(&Meaning::Emergency(alarm.clone()));
        assert_eq!(said[0].class, Class::Emergency);
        assert!(said[0].text.contains("112"), "{}", said[0].text);
        assert!(person.diary.entries.is_empty() && person.chat.facts.is_empty() && person.chat.alarm.is_none());
        assert!(person.chat.episode.is_none(), "{alarm:?}");
    }
}

#[test]
fn the_crisis_answer_names_the_line_of_the_country() {
    let mut person = Person::set_up();
    person.chat.profile.country = Some("AU".to_owned());
    let said = person.means(&Meaning::Emergency(Alarm { crisis: true, ..Alarm::default() }));
    assert!(said[0].text.contains("13 11 14") && said[0].text.contains("000"), "{}", said[0].text);
}

#[test]
fn a_cramp_told_with_details_is_not_asked_for_them() {
    let mut person = Person::set_up();
    let cramp =
        Cramp { site: Some("calf".to_owned()), side: Some("left".to_owned()), intensity: Some(8), ..Cramp::default() };
    let said = person.means(&Meaning::CrampNow(cramp));
    assert!(said[0].text.starts_with("1. Sit up."), "{}", said[0].text);
    let findings = person.chat.findings(&content("").vocabulary, person.now);
    for key in ["cramp_sites", "side", "pain_score"] {
        assert!(findings.contains(&FindingKey::from(key)), "{key}");
    }
}

#[test]
fn every_topic_has_its_article() {
    for article in asking::articles() {
        assert!(content("").articles.contains_key(article), "{article}");
    }
}
