//! The weeks and months of many lives: short enough, with what they are counted of, the same in words and in the picture.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use charley::engine::chart::{Chart, Kind, Mark};
use charley::engine::diary::{Day, Done, Drunk, Entry, What};
use charley::engine::fact::{Fact, Source};
use charley::engine::letter::{Attachment, Message, Outgoing};
use charley::ids::{EpisodeId, SubjectId};
use charley::library::value::Value;
use charley::tools::person::Person;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

mod support;
use support::content::content;
use support::dice::Dice;

const ZONE: &str = "Europe/Berlin";
const LIVES: u64 = 40;
const DAYS: i32 = 98;
/// A Monday.
const FIRST: Date = date(2025, 6, 2);
const REMEDIES: [&str; 4] = ["stretch", "massage", "walking", "footwear_change"];

fn instant(day: Date, hour: i8) -> Timestamp {
    TimeZone::get(ZONE).unwrap().to_timestamp(day.at(hour, 7, 0, 0)).unwrap()
}

fn writes(person: &mut Person<'_>, at: Timestamp, what: What) {
    person.chat.counters.entries += 1;
    let number = person.chat.counters.entries;
    let (subject, zone) = (SubjectId(0), ZONE.to_owned());
    person.diary.entries.push(Entry { v: 1, subject, number, at, zone, offset_seconds: 7200, message: None, what });
}

/// A cramp with all that can be told of it.
fn cramp(person: &mut Person<'_>, dice: &mut Dice, at: Timestamp) {
    person.chat.counters.episodes += 1;
    let episode = EpisodeId(person.chat.counters.episodes);
    writes(person, at, What::Cramp { episode });
    if dice.below(3) > 0 {
        let minutes = Some([0.5, 3.0, 9.0, 240.0][dice.below(4)]);
        writes(person, at, What::LetGo { episode, minutes });
    }
    let fact = |finding: &str, value| Fact {
        subject: SubjectId(0),
        episode: Some(episode),
        finding: finding.into(),
        value,
        source: Source::Text,
        refines: false,
        at,
        message: None,
        withdrawn: None,
    };
    let mut facts = Vec::new();
    if dice.below(3) > 0 {
        facts.push(fact("pain_score", Value::Number(f64::from(u32::try_from(dice.below(11)).unwrap()))));
    }
    if dice.below(3) > 0 {
        let used = (0..=dice.below(3)).map(|_| (*dice.pick(&REMEDIES).unwrap()).to_owned());
        facts.push(fact("measures_used", Value::Words(used.collect())));
    }
    writes(person, at, What::Answers { episode: Some(episode), facts });
}

/// How likely each thing is on a day, in ten.
struct Habits {
    cramps: usize,
    quiet: usize,
    drinks: usize,
    done: [usize; 3],
}

fn day(person: &mut Person<'_>, dice: &mut Dice, date: Date, habits: &Habits) {
    if dice.below(10) < habits.cramps {
        for hour in 0..=i8::try_from(dice.below(4)).unwrap() {
            cramp(person, dice, instant(date, 1 + hour));
        }
    } else if dice.below(10) < habits.quiet {
        writes(person, instant(date, 7), What::QuietNight);
    }
    let mut row = Day { date, drunk: Vec::new(), done: Vec::new() };
    let at = instant(date, 12);
    if dice.below(10) < habits.drinks {
        let millilitres = 100 + 10 * u32::try_from(dice.below(300)).unwrap();
        row.drunk.push(Drunk { at, millilitres, drink: None, message: None, undone: false });
    }
    for (kind, likely) in ["stretch", "elevate", "move"].iter().zip(habits.done) {
        if dice.below(10) < likely {
            row.done.push(Done { at, kind: (*kind).to_owned(), minutes: None, message: None, undone: false });
        }
    }
    if !row.drunk.is_empty() || !row.done.is_empty() {
        writes(person, at, What::Day(row));
    }
}

/// All weeks and months of one life.
fn lived(seed: u64) -> Vec<Message> {
    let mut dice = Dice::new(seed);
    let mut person = Person::set_up(content(""), instant(FIRST, 8), ZONE);
    person.presses("m.week.6-18");
    person.presses("m.monthly.8");
    let mut heard = Vec::new();
    let mut habits = Habits { cramps: 0, quiet: 0, drinks: 0, done: [0; 3] };
    for passed in 0..DAYS {
        let date = FIRST + passed.days();
        // Lives change every few weeks.
        if passed % 21 == 0 {
            let mut likely = || [0, 1, 3, 7, 10][dice.below(5)];
            habits =
                Habits { cramps: likely(), quiet: likely(), drinks: likely(), done: [likely(), likely(), likely()] };
        }
        day(&mut person, &mut dice, date, &habits);
        let letters = person.waits_until(instant(date, 23));
        heard.extend(letters.into_iter().filter_map(|letter| match letter {
            Outgoing::Message(message) => Some(message),
            _ => None,
        }));
    }
    heard
}

fn chart(message: &Message) -> Option<&Chart> {
    match &message.attachment {
        Some(Attachment::Chart(chart)) => Some(chart),
        _ => None,
    }
}

/// The nights that a line names, with their cramps.
fn named(line: &str, chart: &Chart, unlogged: bool, quiet: bool) -> BTreeMap<Date, Option<u32>> {
    let evenings: Vec<Date> = chart.nights.iter().map(|mark| mark.evening).collect();
    let of = |day: i8, month: Option<&str>| {
        let fits =
            |date: &&Date| date.day() == day && month.is_none_or(|month| date.strftime("%b").to_string() == month);
        *evenings.iter().find(fits).unwrap_or_else(|| panic!("{day} {month:?} of {line}"))
    };
    let mut nights = BTreeMap::new();
    for month in line.split("; ") {
        let (days, month) = match chart.kind {
            Kind::Columns => (month, None),
            _ => month.rsplit_once(' ').map(|(days, month)| (days, Some(month))).unwrap(),
        };
        for part in days.split(", ") {
            let (part, many) = match part.split_once(" (") {
                Some((part, many)) => (part, many.trim_end_matches(')').parse().unwrap()),
                None => (part, 1),
            };
            let number = |text: &str| text.rsplit(' ').next().unwrap().parse::<i8>().unwrap();
            let (from, to) = part.split_once(" to ").or_else(|| part.split_once('–')).unwrap_or((part, part));
            let (from, to) = (of(number(from), month), of(number(to), month));
            for evening in from.series(1.day()).take_while(|evening| *evening <= to) {
                let known = if unlogged { None } else { Some(if quiet { 0 } else { many }) };
                assert_eq!(nights.insert(evening, known), None, "{line}");
            }
        }
    }
    nights
}

fn says_what_the_picture_shows(text: &str, chart: &Chart) {
    let mut told = BTreeMap::new();
    for (start, unlogged, quiet) in
        [("Cramps: ", false, false), ("Quiet: ", false, true), ("Not logged: ", true, false)]
    {
        if let Some(line) = text.lines().find_map(|line| line.strip_prefix(start)) {
            told.extend(named(line, chart, unlogged, quiet));
        }
    }
    let shown: BTreeMap<Date, Option<u32>> =
        chart.nights.iter().map(|Mark { evening, cramps }| (*evening, *cramps)).collect();
    assert_eq!(told, shown, "{text}");
    assert!(text.contains(&format!("<b>{}</b>", chart.title)), "{text}\n{}", chart.title);
}

fn counts(text: &str, chart: &Chart) {
    let logged = chart.nights.iter().filter(|mark| mark.cramps.is_some()).count();
    let cramps = chart.nights.iter().filter(|mark| mark.cramps.is_some_and(|cramps| cramps > 0)).count();
    assert_eq!(text.contains(&format!("Cramps on {cramps} of {logged} night")), logged > 0, "{text}");
}

#[test]
fn a_week_is_short_and_says_what_its_picture_shows() {
    let (mut weeks, mut longest, mut compared, mut ideas, mut patterns) = (0, 0, 0, 0, 0);
    for seed in 0..LIVES {
        for message in lived(seed) {
            let Some(chart) = chart(&message).filter(|chart| chart.kind == Kind::Columns) else { continue };
            let text = &message.text;
            let words = text.split_whitespace().count();
            assert!(words < 120, "{words} words in life {seed}:\n{text}");
            assert!(text.chars().count() <= 1024, "too long below a picture:\n{text}");
            says_what_the_picture_shows(text, chart);
            counts(text, chart);
            let below = text.lines().skip_while(|line| !line.starts_with("Days of")).nth(1);
            assert!(!text.contains("\nDays of") || below.is_some_and(|line| !line.is_empty()), "{text}");
            let advice = [text.contains("One idea:"), text.contains("Worth a check-up")];
            assert!(advice != [true, true], "two suggestions:\n{text}");
            weeks += 1;
            longest = longest.max(words);
            compared += usize::from(text.contains("hardly chance"));
            ideas += usize::from(advice[0]);
            patterns += usize::from(advice[1]);
        }
    }
    // Otherwise these lives were not as different as they are meant to be.
    assert!(
        weeks > 300 && longest > 100 && compared > 5 && ideas > 5 && patterns > 5,
        "{weeks} {longest} {compared} {ideas} {patterns}"
    );
}

#[test]
fn a_month_says_what_its_picture_shows() {
    let mut months = 0;
    for seed in 0..LIVES {
        let heard = lived(seed);
        for (at, message) in heard.iter().enumerate() {
            let Some(chart) = chart(message).filter(|chart| chart.kind == Kind::Calendar) else { continue };
            // What is too long stands in the message behind the picture.
            let split = message.text.contains('\n');
            let rest = if split { String::new() } else { heard[at + 1].text.clone() };
            let text = format!("{}\n{rest}", message.text);
            says_what_the_picture_shows(&text, chart);
            counts(&text, chart);
            months += 1;
        }
    }
    assert!(months > 80, "{months}");
}

#[test]
fn who_has_just_come_is_not_told_that_nothing_was_logged() {
    let mut person = Person::set_up(content(""), instant(FIRST, 8), ZONE);
    // That very evening, and the first of a month two days later.
    person.presses("m.week.0-18");
    assert!(person.waits_until(instant(FIRST, 23)).is_empty());
    assert!(!person.waits_until(instant(FIRST + 7.days(), 23)).is_empty());
}

#[test]
fn a_diary_of_drinks_begins_with_the_first() {
    let mut person = Person::set_up(content(""), instant(FIRST, 8), ZONE);
    person.says("drank 300 ml");
    person.now = instant(FIRST + 30.days(), 12);
    let heard = person.says("/summary all");
    let text =
        heard.iter().find_map(|letter| if let Outgoing::Message(said) = letter { Some(&said.text) } else { None });
    let text = text.unwrap();
    assert!(text.contains("Nights of 2 Jun to 1 Jul") && text.contains("Days of 2 Jun to 2 Jul"), "{text}");
}

#[test]
fn after_three_empty_weeks_there_is_silence() {
    let mut person = Person::set_up(content(""), instant(FIRST, 8), ZONE);
    person.presses("m.week.6-18");
    let letters = person.waits_until(instant(FIRST + 70.days(), 23));
    let said: Vec<&str> = letters
        .iter()
        .filter_map(|letter| if let Outgoing::Message(message) = letter { Some(message.text.as_str()) } else { None })
        .collect();
    assert_eq!(said.len(), 3, "{said:#?}");
    assert!(said[0].starts_with("Nothing was logged this week") && said[0] == said[1], "{said:#?}");
    assert!(said[2].contains("comes back with one tap"), "{said:#?}");
    let shown = person.buttons();
    person.presses(&shown[0].data);
    assert!(person.chat.week.is_none() && person.messages.last().unwrap().text.contains("On which day?"));
}
