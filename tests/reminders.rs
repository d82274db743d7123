//! Reminders over a year in every zone that changes its clock, and after silences of every length.
//!
//! What is expected is found in another way than the engine finds it: by walking the year and looking at the clock.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};

use charley::engine::chat::Chat;
use charley::engine::event::{Event, What};
use charley::engine::letter::{Class, Outgoing, Tag};
use charley::engine::reminder::kept::{Line, Plan, Reminders, Shown, State};
use charley::engine::turn::turn;
use charley::engine::{Fate, ring};
use charley::ids::{ChatId, ConversationId, MessageId, PressId, Visit};
use charley::library::Library;
use charley::tools::person::Memory;
use jiff::civil::{Date, Time, date, time};
use jiff::tz::{TimeZone, db};
use jiff::{SignedDuration, Timestamp, ToSpan};

mod support;
use support::content::content;

/// No zone changes its clock off a quarter of an hour.
const STEP: SignedDuration = SignedDuration::from_mins(15);
const YEAR: i16 = 2026;

fn at(hour: i8, minute: i8) -> Time {
    time(hour, minute, 0, 0)
}

fn plan(times: &[Time], settled: Timestamp) -> Plan {
    Plan::daily(times.to_vec(), settled)
}

/// Somebody with these times, by kind.
fn somebody(zone: &str, quiet: (u8, u8), cap: u8, plans: &[(&str, &[Time])], settled: Timestamp) -> Chat {
    let mut chat = Chat::new(ChatId(1));
    chat.profile.language = "en".to_owned();
    chat.profile.zone = Some(zone.to_owned());
    chat.profile.consent = Some(settled);
    chat.profile.quiet_hours = Some(quiet);
    let plans = plans.iter().map(|(kind, times)| ((*kind).to_owned(), plan(times, settled))).collect();
    chat.reminders = Some(Reminders { plans, cap: Some(cap), agreed: Some(settled), ..Reminders::default() });
    charley::engine::reminder::look_ahead(&mut chat);
    chat
}

/// What comes of a ring at an instant: the chat afterwards, and the message, if one came.
fn rung(chat: &Chat, library: &Library, now: Timestamp) -> (Chat, Option<Shown>) {
    let before = chat.counters.menus;
    let event = Event { update: None, happened: None, what: What::Rang };
    let outcome = turn(&event, chat, &Memory::default(), library, now);
    let reminders =
        |letter: &&Outgoing| matches!(letter, Outgoing::Message(message) if message.class == Class::Reminder);
    let said = outcome.outbox.iter().filter(reminders).count();
    let Fate::Keep(chat) = outcome.chat else { panic!("a ring forgets nobody") };
    assert!(said <= 1, "{said} messages at once");
    let shown = (chat.counters.menus > before).then(|| chat.reminders.as_ref().unwrap().shown.last().unwrap().clone());
    assert_eq!(shown.is_some(), said == 1);
    (*chat, shown)
}

/// Lets a stretch of time pass, each ring at its instant; nobody is ever taken for somebody who ignores them.
fn live(mut chat: Chat, library: &Library, until: Timestamp) -> Vec<Shown> {
    let mut heard = Vec::new();
    while let Some(now) = ring::next(&chat).filter(|next| *next < until) {
        let (next, shown) = rung(&chat, library, now);
        chat = next;
        assert!(ring::next(&chat).is_none_or(|next| next > now), "a ring that rings for ever");
        heard.extend(shown);
        for plan in chat.reminders.as_mut().unwrap().plans.values_mut() {
            plan.ignored = 0;
        }
    }
    heard
}

fn begin(zone: &TimeZone) -> Timestamp {
    zone.to_timestamp(date(YEAR, 1, 1).at(12, 0, 0, 0)).unwrap()
}

fn end(zone: &TimeZone) -> Timestamp {
    zone.to_timestamp(date(YEAR + 1, 1, 1).at(12, 0, 0, 0)).unwrap()
}

/// Every zone whose offset is not the same all year.
fn changing() -> Vec<String> {
    let names: Vec<String> = db().available().map(|name| name.as_str().to_owned()).collect();
    let changes = |name: &String| {
        let zone = TimeZone::get(name).unwrap();
        zone.following(begin(&zone)).next().is_some_and(|change| change.timestamp() < end(&zone))
    };
    names.into_iter().filter(changes).collect()
}

/// One of the names of each clock: many zones change alike, and the engine sees nothing but the clock.
fn clocks() -> Vec<String> {
    let mut known = BTreeSet::new();
    let zones = changing();
    assert!(zones.len() > 150, "only {} zones", zones.len());
    let mut one_each = zones;
    one_each.retain(|name| {
        let zone = TimeZone::get(name).unwrap();
        let changes = zone.following(begin(&zone)).take_while(|change| change.timestamp() < end(&zone));
        let changes: Vec<(Timestamp, i32)> =
            changes.map(|change| (change.timestamp(), change.offset().seconds())).collect();
        known.insert((zone.to_offset(begin(&zone)).seconds(), changes))
    });
    one_each
}

/// The first quarter of an hour at which the clock shows each time or a later one of its day.
fn expected(zone: &TimeZone, times: &[Time]) -> BTreeSet<Timestamp> {
    let (begin, end) = (begin(zone), end(zone));
    let mut wanted: BTreeMap<(Date, Time), Timestamp> = BTreeMap::new();
    let mut now = begin;
    let mut latest = now.to_zoned(zone.clone()).datetime();
    while now < end {
        let clock = now.to_zoned(zone.clone()).datetime();
        if clock > latest {
            let reached = |date: Date, time: &Time| {
                let slot = date.to_datetime(*time);
                latest < slot && slot <= clock
            };
            for date in [latest.date(), clock.date()] {
                for time in times.iter().filter(|time| reached(date, time)) {
                    wanted.entry((date, *time)).or_insert(now);
                }
            }
            latest = clock;
        }
        now += STEP;
    }
    wanted.into_values().filter(|at| *at > begin).collect()
}

fn lines<'s>(heard: &'s [Shown], kind: &'s str) -> impl Iterator<Item = (Timestamp, &'s Line)> {
    heard
        .iter()
        .flat_map(|shown| shown.lines.iter().map(|line| (shown.at, line)))
        .filter(move |(_, line)| line.kind == kind)
}

#[test]
fn a_year_in_every_zone_that_changes_its_clock() {
    let library = content("");
    let water = [at(0, 0), at(1, 30), at(2, 30), at(9, 0), at(17, 0)];
    let stretch = [at(2, 15), at(22, 0)];
    let clocks = clocks();
    assert!(clocks.len() > 30, "only {} clocks", clocks.len());
    for name in &clocks {
        let zone = TimeZone::get(name).unwrap();
        let chat = somebody(name, (0, 0), 10, &[("water", &water), ("stretch", &stretch)], begin(&zone));
        let heard = live(chat, library, end(&zone));
        for (kind, times) in [("water", water.as_slice()), ("stretch", stretch.as_slice())] {
            let sent: Vec<Timestamp> = lines(&heard, kind).map(|(at, _)| at).collect();
            let wanted: Vec<Timestamp> = expected(&zone, times).into_iter().collect();
            assert_eq!(sent, wanted, "{kind} in {name}");
        }
        assert!(heard.iter().flat_map(|shown| &shown.lines).all(|line| line.state != State::Asking));
    }
}

#[test]
fn never_in_quiet_hours_and_never_over_the_cap() {
    let library = content("");
    let water = [at(6, 30), at(9, 0), at(12, 0), at(15, 0), at(22, 30)];
    let stretch = [at(9, 5), at(21, 0), at(23, 30)];
    for name in clocks().iter().step_by(5) {
        let zone = TimeZone::get(name).unwrap();
        let chat = somebody(name, (22, 7), 3, &[("water", &water), ("stretch", &stretch)], begin(&zone));
        let heard = live(chat, library, end(&zone));
        let mut days: BTreeMap<Date, usize> = BTreeMap::new();
        for shown in &heard {
            let local = shown.at.to_zoned(zone.clone());
            assert!((7..22).contains(&local.hour()), "{name}: {local}");
            *days.entry(local.date()).or_default() += 1;
        }
        assert!(days.values().all(|messages| *messages <= 3), "{name}: {days:?}");
        // The first three of a day come, on all days but the first.
        assert!(days.len() >= 365 && days.values().skip(1).take(363).all(|messages| *messages == 3), "{name}");
        // What is five minutes apart is one message.
        let together = heard.iter().filter(|shown| shown.lines.len() == 2).count();
        assert!(together >= 364, "{name}: {together}");
    }
}

#[test]
fn after_a_silence_of_any_length_there_is_no_burst() {
    let library = content("");
    let begin: Timestamp = "2026-06-01T05:00:00Z".parse().unwrap();
    let water = [at(8, 0), at(10, 0), at(12, 0), at(14, 0), at(16, 0)];
    let chat =
        somebody("Europe/Berlin", (23, 7), 10, &[("water", &water), ("stretch", &[at(16, 30), at(22, 0)])], begin);
    let due = ring::next(&chat).unwrap();
    for minutes in (1..=3 * 24 * 60).step_by(7) {
        let now = due + SignedDuration::from_mins(minutes);
        let (after, shown) = rung(&chat, library, now);
        for line in shown.iter().flat_map(|shown| &shown.lines) {
            let late = line.planned.map_or(SignedDuration::ZERO, |planned| now.duration_since(planned));
            let grace = library.reminder(&line.kind).unwrap().grace_minutes;
            assert!(late <= SignedDuration::from_mins(i64::from(grace)), "{late} late after {minutes} minutes");
        }
        // The next one is a time of the plan that is still to come.
        let next = ring::next(&after).unwrap();
        assert!(next > now);
        let clock = next.to_zoned(TimeZone::get("Europe/Berlin").unwrap()).time();
        assert!(water.contains(&clock) || [at(16, 30), at(22, 0)].contains(&clock), "{clock}");
    }
}

#[test]
fn a_zone_under_an_older_name_works() {
    let library = content("");
    let begin: Timestamp = "2026-06-01T00:00:00Z".parse().unwrap();
    for (old, new) in
        [("Asia/Calcutta", "Asia/Kolkata"), ("Europe/Kiev", "Europe/Kyiv"), ("US/Eastern", "America/New_York")]
    {
        let of = |zone: &str| {
            let chat = somebody(zone, (23, 7), 5, &[("water", &[at(9, 0)])], begin);
            live(chat, library, begin + 72.hours()).iter().map(|shown| shown.at).collect::<Vec<_>>()
        };
        assert_eq!(of(old), of(new));
        assert_eq!(of(old).len(), 3);
    }
}

#[test]
fn no_tip_twice_in_seven_days() {
    let library = content("");
    let begin: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    let chat =
        somebody("Europe/Berlin", (23, 7), 5, &[("water", &[at(9, 0), at(13, 0)]), ("stretch", &[at(22, 0)])], begin);
    let heard = live(chat, library, begin + (24 * 90).hours());
    for kind in ["water", "stretch"] {
        let mut told: BTreeMap<String, Timestamp> = BTreeMap::new();
        let tips: Vec<(Timestamp, String)> =
            lines(&heard, kind).filter_map(|(at, line)| Some((at, line.tip.clone()?))).collect();
        // One a day.
        assert!(tips.len() >= 89, "{kind}: {}", tips.len());
        for (at, tip) in tips {
            if let Some(before) = told.insert(tip.clone(), at) {
                assert!(at.duration_since(before) >= SignedDuration::from_hours(7 * 24), "{kind}: {tip}");
            }
        }
    }
}

#[test]
fn what_may_not_have_arrived_was_not_ignored() {
    let library = content("");
    let begin: Timestamp = "2026-06-01T00:00:00Z".parse().unwrap();
    let asked = |lost: bool| {
        let mut chat = somebody("Europe/Berlin", (23, 7), 5, &[("water", &[at(9, 0), at(13, 0)])], begin);
        for _ in 0..4 {
            let now = ring::next(&chat)?;
            let (next, shown) = rung(&chat, library, now);
            chat = next;
            let tag = Tag { conversation: ConversationId(0), visit: Visit(shown?.number) };
            if lost {
                let event = Event { update: None, happened: None, what: What::Lost { tag } };
                let Fate::Keep(next) = turn(&event, &chat, &Memory::default(), library, now).chat else { panic!() };
                chat = *next;
            }
        }
        chat.reminders.unwrap().shown.last().map(|shown| shown.lines[0].state)
    };
    assert_eq!((asked(false), asked(true)), (Some(State::Asking), Some(State::Open)));
}

/// One turn for something that happens at an instant.
fn meets(chat: &Chat, library: &Library, what: What, now: Timestamp) -> (Chat, Vec<Outgoing>) {
    let outcome = turn(&Event { update: None, happened: None, what }, chat, &Memory::default(), library, now);
    let Fate::Keep(chat) = outcome.chat else { panic!("nobody is forgotten") };
    (*chat, outcome.outbox)
}

/// Somebody who never answers, at the fourth reminder of a kind.
fn asked(library: &Library) -> (Chat, Timestamp) {
    let begin: Timestamp = "2026-06-01T00:00:00Z".parse().unwrap();
    let plans: &[(&str, &[Time])] = &[("move", &[at(9, 0), at(13, 0)]), ("stretch", &[at(20, 0)])];
    let mut chat = somebody("Europe/Berlin", (23, 7), 5, plans, begin);
    loop {
        let now = ring::next(&chat).unwrap();
        chat = rung(&chat, library, now).0;
        if chat.reminders.as_ref().unwrap().plans["move"].asked {
            return (chat, now);
        }
    }
}

#[test]
fn a_question_that_never_arrived_is_asked_again() {
    let library = content("");
    let (chat, now) = asked(library);
    let number = chat.reminders.as_ref().unwrap().shown.last().unwrap().number;
    let tag = Tag { conversation: ConversationId(0), visit: Visit(number) };
    let (mut chat, _) = meets(&chat, library, What::Lost { tag }, now);
    for _ in 0..3 {
        let now = ring::next(&chat).unwrap();
        let (next, shown) = rung(&chat, library, now);
        chat = next;
        if shown.is_some_and(|shown| shown.lines.iter().any(|line| line.state == State::Asking)) {
            return;
        }
    }
    panic!("silent for ever");
}

#[test]
fn every_change_of_a_kind_answers_whether_it_is_wanted() {
    let library = content("");
    let changes =
        ["m.reminders.days.move.work", "m.reminders.again.move.15", "m.pause.7.move", "m.reminders.wanted.move.keep"];
    for data in changes {
        let (chat, now) = asked(library);
        let what = What::Pressed { press: PressId("press".into()), message: None, data: data.to_owned() };
        let (chat, _) = meets(&chat, library, what, now);
        let own = chat.reminders.as_ref().unwrap();
        assert!(!own.plans["move"].asked, "{data}");
        let open = own.shown.iter().flat_map(|shown| &shown.lines).any(|line| line.state == State::Asking);
        assert!(!open, "{data}");
    }
}

#[test]
fn words_answer_the_question_for_as_long_as_it_is_open() {
    let library = content("");
    let says = |chat: &Chat, text: &str, now| {
        let what = What::Said { message: MessageId(7), text: text.to_owned(), language: None };
        meets(chat, library, what, now).0
    };
    let fewer = |chat: &Chat| chat.reminders.as_ref().unwrap().plans["move"].times.len() == 1;
    let stopped = |chat: &Chat| !chat.reminders.as_ref().unwrap().plans.contains_key("move");
    let kept = |chat: &Chat| !chat.reminders.as_ref().unwrap().plans["move"].asked;
    let timed = |chat: &Chat| chat.reminders.as_ref().unwrap().draft.is_some();
    type Is<'f> = &'f dyn Fn(&Chat) -> bool;
    let said: [(&str, Is<'_>); 12] = [
        ("Fewer", &fewer),
        ("less often please", &fewer),
        ("i want fewer reminders", &fewer),
        ("stop them", &stopped),
        ("please stop these.", &stopped),
        ("Keep as it is", &kept),
        ("keep it as it is!", &kept),
        ("leave them as they are", &kept),
        ("other time", &timed),
        ("change the times", &timed),
        ("at 10:00 and 15:30", &timed),
        ("8 pm", &timed),
    ];
    for (words, is_so) in said {
        let (chat, now) = asked(library);
        // Days later, with messages of other kinds in between.
        let chat = says(&chat, "/help", now + 60.hours());
        let after = says(&chat, words, now + 61.hours());
        assert!(is_so(&after), "{words}");
        assert!(!is_so(&chat), "{words} before");
    }
    let (chat, now) = asked(library);
    for words in ["dont stop", "what time is it", "water", "move"] {
        assert!(says(&chat, words, now + 61.hours()).reminders.unwrap().plans["move"].asked, "{words}");
    }
}
