//! One person's diary of some weeks, written by hand: every kind of entry, and words that nobody would choose.

use std::collections::BTreeSet;

use charley::engine::chat::Chat;
use charley::engine::diary::{Assessed, Day, Done, Drunk, Entry, What};
use charley::engine::fact::{Fact, Source};
use charley::ids::{ChatId, ConversationId, DialogueId, EpisodeId, NodeId, SubjectId};
use charley::library::rule::Urgency;
use charley::library::value::Value;
use jiff::Timestamp;
use jiff::civil::date;

/// Words in a note that break careless files.
pub const HOSTILE: &str = "=1+2, \"quoted\"; line one\nline two\r\n\ttab, <b>bold</b> & ünï 🦵 \u{202e}back";

pub struct Diary {
    pub chat: Chat,
    pub entries: Vec<Entry>,
}

pub fn at(when: &str) -> Timestamp {
    format!("{when}+01:00").parse().unwrap()
}

pub fn word(text: &str) -> Value {
    Value::Word(text.to_owned())
}

pub fn words(several: &[&str]) -> Value {
    Value::Words(several.iter().map(|word| (*word).to_owned()).collect::<BTreeSet<_>>())
}

impl Diary {
    pub fn new() -> Diary {
        let mut chat = Chat::new(ChatId(7));
        chat.profile.language = "en".to_owned();
        chat.profile.country = Some("DE".to_owned());
        chat.profile.zone = Some("Europe/Berlin".to_owned());
        chat.profile.consent = Some(at("2026-01-01T09:00:00"));
        Diary { chat, entries: Vec::new() }
    }

    pub fn add(&mut self, when: &str, what: What) -> u32 {
        self.chat.counters.entries += 1;
        let number = self.chat.counters.entries;
        let zone = "Europe/Berlin".to_owned();
        self.entries.push(Entry {
            v: 1,
            subject: SubjectId(0),
            number,
            at: at(when),
            zone,
            offset_seconds: 3600,
            message: None,
            what,
        });
        number
    }

    /// A cramp with its answers.
    pub fn cramp(&mut self, when: &str, minutes: Option<f64>, told: &[(&str, Value)]) -> EpisodeId {
        self.chat.counters.episodes += 1;
        let episode = EpisodeId(self.chat.counters.episodes);
        self.add(when, What::Cramp { episode });
        self.add(when, What::LetGo { episode, minutes });
        let facts = told.iter().map(|(finding, value)| fact(when, Some(episode), finding, value.clone())).collect();
        self.add(when, What::Answers { episode: Some(episode), facts });
        episode
    }

    pub fn assessed(&mut self, when: &str, episode: EpisodeId, urgency: Urgency, rules: &[&str], content: &str) {
        let rules = rules.iter().map(|rule| (*rule).into()).collect();
        let card = "<b>Book an appointment in the next days.</b>\n\nBecause …".to_owned();
        let assessed = Assessed {
            episode: Some(episode),
            urgency,
            rules,
            names: vec!["nocturnal_cramp".into()],
            content: content.to_owned(),
            facts: Vec::new(),
            card,
        };
        self.add(when, What::Assessed(assessed));
    }
}

pub fn fact(when: &str, episode: Option<EpisodeId>, finding: &str, value: Value) -> Fact {
    Fact {
        subject: SubjectId(0),
        episode,
        finding: finding.into(),
        value,
        source: Source::Node {
            conversation: ConversationId(1),
            dialogue: DialogueId::from("cramp"),
            node: NodeId::from("pain"),
        },
        refines: false,
        at: at(when),
        withdrawn: None,
        message: None,
    }
}

/// Three cramps, two quiet nights, a day of small things, notes, an undone entry, advice of an older rule set.
pub fn some_weeks() -> Diary {
    let mut diary = Diary::new();
    let early = diary.cramp(
        "2026-01-05T03:12:00",
        Some(4.0),
        &[
            ("cramp_sites", words(&["calf"])),
            ("side", word("left")),
            ("pain_score", Value::Number(6.0)),
            ("onset_context", word("asleep")),
            ("measures_used", words(&["stretch", "massage"])),
            ("fever", Value::Flag(true)),
            ("chest_pain", Value::Flag(false)),
            ("sleep_disturbance", Value::Number(7.0)),
        ],
    );
    diary.add("2026-01-05T03:20:00", What::Note { episode: Some(early), text: HOSTILE.to_owned() });
    diary.add("2026-01-06T08:00:00", What::QuietNight);
    diary.cramp(
        "2026-01-20T23:40:00",
        None,
        &[
            ("cramp_sites", words(&["calf", "foot"])),
            ("side", word("left")),
            ("pain_score", Value::Number(8.0)),
            ("relieved_by_stretch", Value::Flag(true)),
            ("measures_used", words(&["stretch"])),
            ("fever", Value::Flag(false)),
            ("chest_pain", Value::Unsure),
            ("leg_swelling", word("none")),
        ],
    );
    let last = diary.cramp(
        "2026-02-02T04:05:00",
        Some(10.0),
        &[
            ("cramp_sites", words(&["calf"])),
            ("side", word("right")),
            ("numbness", word("one_leg")),
            ("sleep_disturbance", Value::Unsure),
            ("residual_pain_hours", Value::Number(0.0)),
            ("measures_used", words(&[])),
        ],
    );
    diary.assessed(
        "2026-02-02T04:15:00",
        last,
        Urgency::Routine,
        &["frequent-cramps-on-a-water-tablet", "gone-long-ago"],
        "old",
    );
    let undone = diary.add("2026-02-03T08:00:00", What::QuietNight);
    diary.add("2026-02-03T08:01:00", What::Undone { number: undone });
    diary.add("2026-02-04T08:00:00", What::QuietNight);
    let taken = |when| fact(when, None, "medications", words(&["statin", "thiazide_or_loop_diuretic"]));
    let mut withdrawn = fact("2026-01-10T10:00:00", None, "pregnant", Value::Flag(true));
    withdrawn.withdrawn = Some(at("2026-01-10T10:01:00"));
    let facts =
        vec![taken("2026-01-10T10:00:00"), withdrawn, fact("2026-01-10T10:00:00", None, "diabetes", Value::Flag(true))];
    diary.add("2026-01-10T10:05:00", What::Answers { episode: None, facts });
    let drunk = |undone| Drunk {
        at: at("2026-02-04T09:00:00"),
        millilitres: 250,
        drink: Some("tea".into()),
        undone,
        message: None,
    };
    let done = Done {
        at: at("2026-02-04T21:00:00"),
        kind: "stretch".into(),
        minutes: Some(5.0),
        undone: false,
        message: None,
    };
    let day = Day { date: date(2026, 2, 4), drunk: vec![drunk(false), drunk(true)], done: vec![done] };
    diary.add("2026-02-04T00:00:00", What::Day(day));
    medicines(&mut diary);
    diary.chat.facts = vec![
        taken("2026-01-10T10:00:00"),
        fact("2026-02-02T10:00:00", None, "medications", words(&["thiazide_or_loop_diuretic"])),
        fact("2026-01-10T10:00:00", None, "age_years", Value::Number(67.0)),
    ];
    diary
}

/// One that is taken, one whose words are hostile and that was stopped, one that ended long ago, one that was none.
fn medicines(diary: &mut Diary) {
    use charley::engine::medicines::kept::{Day, Medicine};
    let medicine = |number, text: &str, began, ended| Medicine {
        number,
        text: text.to_owned(),
        kinds: BTreeSet::new(),
        began,
        ended,
        removed: false,
    };
    let kinds = BTreeSet::from(["potassium_or_magnesium_supplement".to_owned()]);
    let magnesium = Medicine { kinds, ..medicine(1, "magnesium 300 mg at night", Day::About(date(2026, 1, 15)), None) };
    let hostile = medicine(2, "=HYPERLINK(\"x\") 20 mg", Day::Before(date(2025, 10, 1)), None);
    let stopped = Medicine { ended: Some(Day::On(date(2026, 1, 20))), ..hostile.clone() };
    let long_ago = medicine(3, "ibuprofen", Day::Year(date(2019, 1, 1)), Some(Day::Month(date(2020, 3, 1))));
    let none = Medicine { removed: true, ..medicine(4, "none", Day::Unsure, None) };
    for medicine in [&magnesium, &hostile, &stopped, &long_ago, &none] {
        diary.add("2026-01-21T10:00:00", What::Medicine(medicine.clone()));
    }
    diary.chat.medicines = vec![magnesium, stopped, long_ago];
    diary.chat.counters.medicines = 4;
}
