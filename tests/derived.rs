//! What is counted from the diary: windows at their edges, gaps, nights over noon and over a change of the clocks.

use charley::engine::bout::NightEnd;
use charley::engine::chat::Chat;
use charley::engine::derived::{Shown, counts};
use charley::engine::diary::{Entry, What};
use charley::engine::fact::{Fact, Source};
use charley::engine::figures::Figures;
use charley::ids::{ChatId, EpisodeId, FindingKey, SubjectId};
use charley::library::Library;
use charley::library::condition::{Leaf, Test, Truth};
use charley::library::load;
use charley::library::value::Value;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

const ZONE: &str = "Europe/Berlin";

fn library() -> Library {
    load::folder(std::path::Path::new("dialogues")).unwrap_or_else(|mistakes| panic!("{}", mistakes[0]))
}

fn at(civil: &str) -> Zoned {
    civil.parse::<DateTime>().unwrap().to_zoned(TimeZone::get(ZONE).unwrap()).unwrap()
}

#[derive(Default)]
struct Diary(Vec<Entry>);

impl Diary {
    fn add(&mut self, when: &Zoned, what: What) -> u32 {
        let number = u32::try_from(self.0.len()).unwrap() + 1;
        self.0.push(Entry {
            v: 1,
            subject: SubjectId(0),
            number,
            at: when.timestamp(),
            zone: ZONE.to_owned(),
            offset_seconds: when.offset().seconds(),
            message: None,
            what,
        });
        number
    }

    /// A cramp without a further word; gives the number of its entry.
    fn cramp(&mut self, when: &Zoned) -> u32 {
        let episode = EpisodeId(u32::try_from(self.0.len()).unwrap() + 1);
        self.add(when, What::Cramp { episode })
    }

    fn cramp_at(&mut self, when: &Zoned, onset: &str) {
        let episode = EpisodeId(self.cramp(when));
        let facts = vec![fact(Some(episode), "onset_context", Value::Word(onset.into()), when.timestamp())];
        self.add(when, What::Answers { episode: Some(episode), facts });
    }

    fn quiet(&mut self, morning: &Zoned) {
        self.add(morning, What::QuietNight);
    }

    fn shown(&self, now: &Zoned) -> Vec<Shown> {
        counts(&self.0, (EpisodeId(9999), &[]), now, NightEnd::default())
    }

    fn find(&self, finding: &str, now: &Zoned) -> Option<(Value, bool)> {
        self.shown(now).into_iter().find(|shown| shown.finding == finding).map(|shown| (shown.value, shown.at_least))
    }
}

fn fact(episode: Option<EpisodeId>, finding: &str, value: Value, at: Timestamp) -> Fact {
    Fact {
        subject: SubjectId(0),
        episode,
        finding: FindingKey::from(finding),
        value,
        source: Source::Text,
        refines: false,
        at,
        withdrawn: None,
        message: None,
    }
}

fn number(count: f64, at_least: bool) -> Option<(Value, bool)> {
    Some((Value::Number(count), at_least))
}

#[test]
fn a_cramp_seven_days_ago_to_the_minute_is_out_and_one_a_minute_later_is_in() {
    let now = at("2026-11-22T08:00");
    let mut diary = Diary::default();
    diary.cramp(&at("2026-11-15T08:00"));
    assert_eq!(diary.find("episodes_last_7_days", &now), None);
    diary.cramp(&at("2026-11-15T08:01"));
    diary.cramp(&now);
    assert_eq!(diary.find("episodes_last_7_days", &now), number(2.0, true));
    assert_eq!(diary.find("episodes_last_7_days", &at("2026-11-22T07:59")), number(2.0, true));
}

#[test]
fn seven_days_are_seven_days_of_the_clock_on_the_wall_when_the_clocks_change() {
    // Clocks went forward on 29 March 2026 at 02:00: this week has 167 hours.
    let now = at("2026-03-31T08:00");
    let mut diary = Diary::default();
    diary.cramp(&at("2026-03-24T08:00"));
    assert_eq!(diary.find("episodes_last_7_days", &now), None);
    diary.cramp(&at("2026-03-24T08:01"));
    assert_eq!(diary.find("episodes_last_7_days", &now), number(1.0, true));
    // Back on 25 October: 169 hours.
    let now = at("2026-10-27T08:00");
    let mut diary = Diary::default();
    diary.cramp(&at("2026-10-20T08:00"));
    assert_eq!(diary.find("episodes_last_7_days", &now), None);
    diary.cramp(&at("2026-10-20T08:01"));
    assert_eq!(diary.find("episodes_last_7_days", &now), number(1.0, true));
}

#[test]
fn both_nights_of_a_clock_change_are_one_night_each() {
    for (evening, two) in [("2026-03-28T23:30", "2026-03-29T03:30"), ("2026-10-24T23:30", "2026-10-25T02:30")] {
        let mut diary = Diary::default();
        diary.cramp(&at(evening));
        diary.cramp(&at(two));
        let now = at(two).checked_add(6.hours()).unwrap();
        assert_eq!(diary.find("night_episodes_last_14_days", &now), number(1.0, true), "{evening}");
        assert_eq!(diary.find("episodes_last_7_days", &now), number(2.0, true), "{evening}");
    }
}

#[test]
fn a_night_goes_from_noon_to_noon_and_counts_once() {
    let mut diary = Diary::default();
    for cramp in ["2026-11-20T22:00", "2026-11-21T03:00", "2026-11-21T06:59"] {
        diary.cramp(&at(cramp));
    }
    assert_eq!(diary.find("night_episodes_last_14_days", &at("2026-11-22T11:00")), number(1.0, true));
    // Out of bed hours, and nobody told where it began.
    diary.cramp(&at("2026-11-19T07:00"));
    diary.cramp(&at("2026-11-19T21:59"));
    assert_eq!(diary.find("night_episodes_last_14_days", &at("2026-11-22T11:00")), number(1.0, true));
}

#[test]
fn where_it_began_is_told_before_the_clock_is_asked() {
    let mut diary = Diary::default();
    diary.cramp_at(&at("2026-11-20T15:00"), "asleep");
    diary.cramp_at(&at("2026-11-19T03:00"), "exercising");
    diary.cramp_at(&at("2026-11-18T03:00"), "resting_awake");
    diary.cramp_at(&at("2026-11-17T15:00"), "resting_awake");
    assert_eq!(diary.find("night_episodes_last_14_days", &at("2026-11-22T11:00")), number(2.0, true));
}

#[test]
fn the_cramp_at_hand_counts_as_one_in_bed_once_that_was_told() {
    let now = at("2026-11-22T03:12");
    let mut diary = Diary::default();
    diary.cramp(&at("2026-11-20T03:12"));
    let running = EpisodeId(diary.cramp(&now));
    let told = |context: &str| [fact(Some(running), "onset_context", Value::Word(context.into()), now.timestamp())];
    let count = |told: &[Fact]| {
        let shown = counts(&diary.0, (running, told), &now, NightEnd::default());
        shown.into_iter().find(|shown| shown.finding.starts_with("night")).map(|shown| (shown.value, shown.at_least))
    };
    assert_eq!(count(&[]), number(1.0, true));
    assert_eq!(count(&told("asleep")), number(2.0, true));
    assert_eq!(count(&told("walking")), number(1.0, true));
}

#[test]
fn the_cramp_at_hand_alone_is_no_count() {
    let now = at("2026-11-22T03:12");
    let mut diary = Diary::default();
    let running = EpisodeId(diary.cramp(&now));
    let told = fact(Some(running), "onset_context", Value::Word("asleep".into()), now.timestamp());
    assert_eq!(counts(&diary.0, (running, &[told]), &now, NightEnd::default()), []);
}

#[test]
fn the_count_is_exact_only_when_every_night_was_logged() {
    let now = at("2026-11-22T11:00");
    let mut diary = Diary::default();
    for ago in 1..=14 {
        let night = now.checked_sub(ago.days()).unwrap();
        match ago % 3 {
            0 => drop(diary.cramp(&night.with().hour(23).build().unwrap())),
            _ => diary.quiet(&night.checked_add(1.day()).unwrap().with().hour(8).build().unwrap()),
        }
    }
    assert_eq!(diary.find("night_episodes_last_14_days", &now), number(4.0, false));
    assert_eq!(diary.find("episodes_last_7_days", &now), number(2.0, false));
    // In the afternoon the coming night has not begun; the fourteen before it still count.
    assert_eq!(diary.find("night_episodes_last_14_days", &at("2026-11-22T16:00")), number(4.0, false));
    // A day later one night is missing.
    assert_eq!(diary.find("night_episodes_last_14_days", &at("2026-11-23T13:00")), number(4.0, true));
    // A night logged as quiet and taken back is a gap.
    let quiet = diary.0.iter().find(|entry| entry.what == What::QuietNight).unwrap().number;
    diary.add(&now, What::Undone { number: quiet });
    assert_eq!(diary.find("night_episodes_last_14_days", &now), number(4.0, true));
}

#[test]
fn fourteen_quiet_nights_say_none_and_an_empty_diary_says_nothing() {
    let now = at("2026-11-22T11:00");
    let mut diary = Diary::default();
    assert_eq!(diary.shown(&now), []);
    for ago in 0..14 {
        diary.quiet(&now.checked_sub(ago.days()).unwrap());
    }
    assert_eq!(diary.find("night_episodes_last_14_days", &now), number(0.0, false));
    assert_eq!(diary.find("trend_28_days", &now), None);
    for ago in 14..28 {
        diary.quiet(&now.checked_sub(ago.days()).unwrap());
    }
    assert_eq!(diary.find("trend_28_days", &now), Some((Value::Word("too_few".into()), false)));
}

#[test]
fn what_was_taken_back_does_not_count() {
    let now = at("2026-11-22T11:00");
    let mut diary = Diary::default();
    let wrong = diary.cramp(&at("2026-11-21T03:00"));
    diary.cramp(&at("2026-11-20T03:00"));
    diary.add(&now, What::Undone { number: wrong });
    assert_eq!(diary.find("episodes_last_7_days", &now), number(1.0, true));
    assert_eq!(diary.find("night_episodes_last_14_days", &now), number(1.0, true));
}

#[test]
fn more_cramps_are_a_rise_only_in_a_diary_that_old() {
    let now = at("2026-11-22T11:00");
    let mut diary = Diary::default();
    for ago in [1, 3, 5, 7, 9] {
        diary.cramp(&now.checked_sub(ago.days()).unwrap());
    }
    assert_eq!(diary.find("trend_28_days", &now), None, "the diary is ten days old");
    diary.cramp(&now.checked_sub(25.days()).unwrap());
    assert_eq!(diary.find("trend_28_days", &now), Some((Value::Word("rising".into()), false)));
    // Three more in the older half: as many as before is no rise, and with gaps no "steady" either.
    for ago in [15, 17, 19] {
        diary.cramp(&now.checked_sub(ago.days()).unwrap());
    }
    assert_eq!(diary.find("trend_28_days", &now), None);
}

/// Cramps so many days ago, each with one answer about it.
fn told(now: &Zoned, finding: &str, values: &[(i64, Value)]) -> Diary {
    let mut diary = Diary::default();
    for (ago, value) in values {
        let then = now.checked_sub(ago.days()).unwrap();
        let episode = EpisodeId(diary.cramp(&then));
        let facts = vec![fact(Some(episode), finding, value.clone(), then.timestamp())];
        diary.add(&then, What::Answers { episode: Some(episode), facts });
    }
    diary
}

fn signs(diary: &Diary, now: &Zoned) -> Vec<String> {
    match diary.find("diary_signs", now) {
        Some((Value::Words(signs), false)) => signs.into_iter().collect(),
        None => Vec::new(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn cramps_that_hurt_more_or_hold_longer_than_chance_explains_show() {
    let now = at("2026-11-22T11:00");
    let halves = |older: &[f64], newer: &[f64]| -> Vec<(i64, Value)> {
        let of = |from: i64, values: &[f64]| {
            (from..).step_by(2).zip(values).map(|(ago, value)| (ago, Value::Number(*value))).collect::<Vec<_>>()
        };
        [of(1, newer), of(15, older)].concat()
    };
    let pain = |older: &[f64], newer: &[f64]| signs(&told(&now, "pain_score", &halves(older, newer)), &now);
    let length = |older: &[f64], newer: &[f64]| signs(&told(&now, "duration_minutes", &halves(older, newer)), &now);
    assert_eq!(pain(&[3.0, 4.0, 3.0, 5.0, 4.0], &[7.0, 8.0, 6.0, 8.0, 7.0]), ["stronger"]);
    assert_eq!(length(&[2.0, 2.0, 3.0, 1.0, 2.0], &[5.0, 8.0, 6.0, 4.0, 9.0]), ["longer"]);
    let none: [&str; 0] = [];
    assert_eq!(pain(&[7.0, 8.0, 6.0, 8.0, 7.0], &[3.0, 4.0, 3.0, 5.0, 4.0]), none, "less is not more");
    assert_eq!(pain(&[3.0, 8.0, 2.0, 7.0, 5.0], &[8.0, 3.0, 7.0, 9.0, 4.0]), none, "chance explains it");
    assert_eq!(pain(&[4.0, 4.1, 4.2, 4.3, 4.0], &[5.0, 5.1, 5.2, 5.3, 5.0]), none, "one point is no change");
    assert_eq!(pain(&[3.0, 4.0, 3.0], &[8.0, 9.0, 9.0]), none, "too few");
}

#[test]
fn cramps_on_walking_show_from_three_in_four_weeks() {
    let now = at("2026-11-22T11:00");
    let walks = |ago: &[i64]| -> Vec<(i64, Value)> {
        ago.iter().map(|ago| (*ago, Value::Word("walking".to_owned()))).collect()
    };
    let shown = |ago: &[i64]| signs(&told(&now, "onset_context", &walks(ago)), &now);
    assert_eq!(shown(&[2, 9, 20]), ["on_walking"]);
    assert!(shown(&[2, 9, 40]).is_empty());
    assert!(shown(&[2, 9]).is_empty());
}

fn with(facts: &[(&str, Value, Source)], library: &Library, now: Timestamp) -> charley::library::value::Findings {
    let mut chat = Chat::new(ChatId(1));
    chat.episode = Some(charley::engine::chat::Episode {
        id: EpisodeId(1),
        subject: SubjectId(0),
        began: now,
        cramp: true,
        let_go: None,
        last_sign: now,
        marks: Default::default(),
    });
    for (finding, value, source) in facts {
        let fact = fact(Some(EpisodeId(1)), finding, value.clone(), now);
        chat.facts.push(Fact { source: source.clone(), ..fact });
    }
    chat.findings(&library.vocabulary, now)
}

#[test]
fn the_higher_of_answer_and_diary_counts_and_a_diary_with_gaps_never_says_no() {
    let (library, now) = (library(), at("2026-11-22T11:00").timestamp());
    let key = FindingKey::from("night_episodes_last_14_days");
    let five = Leaf { key: key.clone(), test: Test::AtLeast(5.0) };
    let judged = |facts: &[(f64, Source)]| {
        let facts: Vec<_> = facts
            .iter()
            .map(|(count, source)| ("night_episodes_last_14_days", Value::Number(*count), source.clone()))
            .collect();
        five.holds(&with(&facts, &library, now))
    };
    assert_eq!(judged(&[(5.0, Source::DiaryAtLeast)]), Truth::True);
    assert_eq!(judged(&[(4.0, Source::DiaryAtLeast)]), Truth::Unknown);
    assert_eq!(judged(&[(4.0, Source::Diary)]), Truth::False);
    assert_eq!(judged(&[(4.0, Source::DiaryAtLeast), (3.0, Source::Text)]), Truth::Unknown);
    assert_eq!(judged(&[(4.0, Source::DiaryAtLeast), (4.0, Source::Text)]), Truth::False);
    assert_eq!(judged(&[(2.0, Source::DiaryAtLeast), (6.0, Source::Text)]), Truth::True);
    assert_eq!(judged(&[(6.0, Source::DiaryAtLeast), (2.0, Source::Text)]), Truth::True);
}

#[test]
fn an_answer_about_the_person_that_holds_for_a_while_is_asked_again_after_it() {
    let library = library();
    let told = at("2026-08-01T11:00").timestamp();
    let mut chat = Chat::new(ChatId(1));
    chat.facts.push(fact(None, "medication_change_recent", Value::Flag(true), told));
    chat.facts.push(fact(None, "diabetes", Value::Flag(true), told));
    let known = |civil: &str| {
        let findings = chat.findings(&library.vocabulary, at(civil).timestamp());
        ["medication_change_recent", "diabetes"].map(|key| findings.contains(&FindingKey::from(key)))
    };
    assert_eq!(known("2026-11-01T10:00"), [true, true]);
    assert_eq!(known("2026-11-01T12:00"), [false, true]);
}

#[test]
fn nights_are_counted_by_the_hour_at_which_they_end() {
    // Somebody who sleeps by day: two cramps of one day's sleep, before and after noon.
    let now = at("2026-11-22T20:00");
    let mut diary = Diary::default();
    let ids = [diary.cramp(&at("2026-11-20T10:00")), diary.cramp(&at("2026-11-20T13:30"))];
    let told: Vec<Fact> = ids
        .iter()
        .map(|id| fact(Some(EpisodeId(*id)), "onset_context", Value::Word("asleep".into()), now.timestamp()))
        .collect();
    for (id, fact) in ids.iter().zip(told) {
        diary.add(&at("2026-11-20T14:00"), What::Answers { episode: Some(EpisodeId(*id)), facts: vec![fact] });
    }
    let nights = |end: NightEnd| {
        let shown = counts(&diary.0, (EpisodeId(9999), &[]), &now, end);
        shown.into_iter().find(|shown| shown.finding.starts_with("night")).map(|shown| shown.value)
    };
    assert_eq!(nights(NightEnd::default()), Some(Value::Number(2.0)), "noon lies between them");
    assert_eq!(nights(NightEnd::at(15).unwrap()), Some(Value::Number(1.0)), "one sleep, one night");
    let counted = |end: NightEnd| {
        let days = jiff::civil::date(2026, 11, 18)..=jiff::civil::date(2026, 11, 22);
        Figures::of(&diary.0, days.clone(), days, end).cramp_nights()
    };
    assert_eq!((counted(NightEnd::default()), counted(NightEnd::at(15).unwrap())), (2, 1), "the summary counts alike");
    assert_eq!((NightEnd::at(7), NightEnd::at(21)), (None, None));
}
