//! What typed words mean: the labelled phrases with their figures, and texts that nobody would send.
//!
//! `UPDATE=1 cargo test --test understanding` rewrites the table in `docs/understanding.md`.

#[path = "understanding/score.rs"]
mod score;
mod support;

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use charley::engine::dates::Written;
use charley::engine::understanding::meaning::{How, Impossible, Meaning, Once};
use charley::engine::understanding::written::written;
use charley::engine::understanding::{alarm, understand};
use charley::library::Library;
use charley::tools;
use jiff::civil::Weekday;
use score::{Phrase, Score};
use support::content::content;
use support::dice::Dice;

/// The phrases this was developed with, our own that a change once broke, and those of writers who had not seen the
/// patterns: once tests, since then read and learnt from. Each with the least slot F1.
const FILES: [(&str, f64); 3] = [("dev", 0.99), ("own", 0.99), ("others", 0.98)];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn phrases(file: &str) -> Vec<Phrase> {
    let text = fs::read_to_string(root().join(format!("tests/understanding/{file}.jsonl"))).unwrap();
    text.lines().map(Phrase::read).collect()
}

fn score(file: &str) -> Score {
    let library = content("");
    let mut score = Score::default();
    for phrase in phrases(file) {
        let (intent, slots) = written(&understand(&phrase.text, library));
        score.add(&phrase, intent, &slots);
    }
    score
}

#[test]
fn a_wish_says_how_it_stands_to_the_plan() {
    let library = content("");
    let told = |text: &str| match understand(text, library) {
        Meaning::ReminderSet(wish) => (wish.how, wish.once),
        other => panic!("{text}: {other:?}"),
    };
    let how = |text: &str| told(text).0;
    assert_eq!(how("remind me to stretch at 8pm"), How::Whole);
    assert_eq!(how("add a water reminder at 11"), How::Added);
    assert_eq!(how("also remind me to drink at 15:00"), How::Added);
    assert_eq!(how("bring the evening stretch forward by half an hour"), How::Shifted(-30));
    assert_eq!(how("move my water reminders an hour later"), How::Shifted(60));
    assert_eq!(how("set my stretch reminder 30 minutes earlier"), How::Shifted(-30));
    assert_eq!(how("move the 13:00 water to 14:00"), How::Moved("13:00".parse().unwrap()));
    assert_eq!(how("stretch every day except sunday"), How::Without);
    assert_eq!(how("fewer water reminders"), How::Fewer);
    assert_eq!(how("more water reminders"), How::More);
    assert_eq!(how("stretch twice a day"), How::TimesADay(2));
    assert_eq!(how("remind me to drink three times a day"), How::TimesADay(3));
    assert_eq!(how("at most 4 reminders a day"), How::Limit(4));
    assert_eq!(how("max 3 a day"), How::Limit(3));
    assert_eq!(how("remind me to stretch every other day"), How::SkipsDays);
    assert_eq!(how("remind me to stretch every 3 days"), How::SkipsDays);
    assert_eq!(how("weekdays at 9, weekends at 11 water"), How::Uneven);
    let date = |day, month, year| Some(Once::On(Written::Date { day, month, year }));
    for (text, once) in [
        ("remind me tomorrow at 6 to stretch", Some(Once::InDays(1))),
        ("remind me to stretch tonight at 20:00", Some(Once::InDays(0))),
        ("remind me to drink on 24 december at 9", date(24, 12, None)),
        ("remind me to drink on the 24th of december 2026 at 9", date(24, 12, Some(2026))),
        ("remind me on dec 24 at 9 to drink", date(24, 12, None)),
        ("remind me this friday at 9 to stretch", Some(Once::On(Written::Weekday(Weekday::Friday)))),
        ("remind me every friday at 9 to stretch", None),
        ("stretch at 8pm daily please", None),
        ("remind me to drink on mondays at 9", None),
    ] {
        assert_eq!(told(text).1, once, "{text}");
    }
}

#[test]
fn a_wish_for_what_cannot_be_is_no_other_wish() {
    let library = content("");
    for (text, wrong) in [
        ("remind me to stretch on 30 february at 18:00", Impossible::Date),
        ("remind me to drink on june 31 at 9", Impossible::Date),
        ("remind me to stretch in -5 minutes", Impossible::Duration),
        ("remind me to stretch in 0 minutes", Impossible::Duration),
        ("remind me to drink every second", Impossible::Every),
        ("remind me to drink every minute", Impossible::Every),
        ("remind me to drink every -2 hours", Impossible::Every),
        ("water at 7:5", Impossible::Clock),
        ("water at 13 pm", Impossible::Clock),
        ("water at noon pm", Impossible::Clock),
    ] {
        let meaning = understand(text, library);
        assert!(matches!(meaning, Meaning::Impossible { what, .. } if what == wrong), "{text}: {meaning:?}");
    }
}

#[test]
fn a_wish_for_two_kinds_gives_each_its_times() {
    let library = content("");
    let told = |text: &str| {
        let Meaning::ReminderSet(wish) = understand(text, library) else { panic!("{text} is no wish") };
        let first = wish.kind.map(|kind| (kind, wish.times));
        let shown = first.into_iter().chain(wish.also).map(|(kind, times)| {
            let times: Vec<String> = times.iter().map(|time| time.strftime("%-H").to_string()).collect();
            format!("{} {}", kind.name(), times.join(" "))
        });
        shown.collect::<Vec<String>>().join(", ")
    };
    for (text, meant) in [
        ("remind me to stretch at 22:00 and to drink water at 9, 13 and 17", "stretch 22, water 9 13 17"),
        ("remind me to drink at 9am and at 1pm and stretch at 10 in the evening", "water 9 13, stretch 22"),
        ("at 9 and 13 remind me to drink, at 22:00 remind me to stretch", "water 9 13, stretch 22"),
        ("remind me to drink water and stretch at 9", "water 9, stretch 9"),
        ("remind me to stretch at 22:00 and to put my legs up", "stretch 22, elevate "),
        ("remind me to drink at 9am and stretch at 10pm", "water 9, stretch 22"),
        ("remind me to drink water at 9 and 13", "water 9 13"),
        ("remind me to stretch at 21:00, i drank a glass at 8", "stretch 21"),
    ] {
        assert_eq!(told(text), meant, "{text}");
    }
}

#[test]
fn the_labelled_phrases_are_understood() {
    for (file, least) in FILES {
        let score = score(file);
        println!("{file}:\n{}", figures(&score));
        let told = score.wrong.join("\n");
        assert!(score.accuracy() >= 0.99, "{file}: intents {}\n{told}", score.accuracy());
        assert!(score.slot_f1() >= least, "{file}: slots {}\n{told}", score.slot_f1());
        assert_eq!(score.emergency_recall(), 1.0, "{file}: an emergency is missed\n{told}");
        assert_eq!(score.crisis_recall(), 1.0, "{file}: a crisis is missed\n{told}");
        assert!(score.emergency_precision() >= 0.99, "{file}: false alarms\n{told}");
    }
}

#[test]
fn the_figures_in_the_docs_are_those_of_today() {
    let path = root().join("docs/understanding.md");
    let text = fs::read_to_string(&path).unwrap();
    let (head, rest) = text.split_once("<!-- table -->").unwrap();
    let (_, tail) = rest.split_once("<!-- end -->").unwrap();
    let table: String = FILES.iter().map(|(file, _)| table(file)).collect();
    let fresh = format!("{head}<!-- table -->\n{table}<!-- end -->{tail}");
    if env::var_os("UPDATE").is_some() {
        fs::write(path, fresh).unwrap();
    } else {
        assert!(
            text == fresh,
            "docs/understanding.md shows old figures; UPDATE=1 cargo test --test understanding rewrites it"
        );
    }
}

fn table(file: &str) -> String {
    let score = score(file);
    let mut text = format!("\n`tests/understanding/{file}.jsonl`, {} phrases:\n\n{}", score.phrases, figures(&score));
    let _ = writeln!(text, "\n| intent | right | of |\n|---|---|---|");
    for (intent, (right, all)) in &score.intents {
        let _ = writeln!(text, "| {intent} | {right} | {all} |");
    }
    text
}

fn figures(score: &Score) -> String {
    let rows = [
        ("intent right", score.accuracy()),
        ("slot F1", score.slot_f1()),
        ("emergencies found", score.emergency_recall()),
        ("emergency alarms that are right", score.emergency_precision()),
        ("crises found", score.crisis_recall()),
    ];
    let mut text = String::from("| what | figure |\n|---|---|\n");
    for (what, figure) in rows {
        let _ = writeln!(text, "| {what} | {figure:.3} |");
    }
    text
}

/// Letters of many kinds, marks that cannot be seen, and pieces that patterns begin with.
const PIECES: [&str; 40] = [
    "a",
    "é",
    "ß",
    "ﬁ",
    "日本",
    "ع",
    "שלום",
    "\u{200b}",
    "\u{200f}",
    "\u{202e}",
    "\u{feff}",
    "\u{301}",
    "👍",
    "😂",
    "👨‍👩‍👧",
    "🇬🇧",
    "½",
    "٣",
    "१",
    "Ⅷ",
    "𝟗",
    "\u{0}",
    "\n",
    "\t",
    ".",
    "..",
    "'",
    "’",
    "-",
    "/",
    ":",
    "99999999999999999999",
    "7/10",
    "25:61",
    "no",
    "chest",
    "pain",
    "every",
    "half",
    "\u{e000}",
];

#[test]
fn no_text_makes_it_panic() {
    let library = content("");
    let mut dice = Dice::new(11);
    for round in 0..2000 {
        let mut text = String::new();
        for _ in 0..dice.below(40) {
            if round % 2 == 0 {
                text.push_str(dice.pick(&PIECES).unwrap());
            } else if let Some(c) = char::from_u32(u32::try_from(dice.below(0x0011_0000)).unwrap()) {
                text.push(c);
            }
            if dice.below(3) == 0 {
                text.push(' ');
            }
        }
        let _ = written(&understand(&text, library));
    }
    for hostile in ["😀".repeat(4096), "chest ".repeat(700), "no ".repeat(1400), "1 ".repeat(2048), "a".repeat(100_000)]
    {
        let _ = written(&understand(&hostile, library));
    }
}

/// Everyday words; none is in an alarm, and none is near one.
const HARMLESS: &str = "apple morning garden book table window summer music kitchen river paper orange market \
    bicycle basket candle pencil yellow butter sister holiday museum letter village flower carpet supper ticket \
    we read bought painted visited sold found liked borrowed and with near behind the our their quickly gladly";

#[test]
fn harmless_words_never_alarm() {
    let library = content("");
    let words: Vec<&str> = HARMLESS.split_whitespace().collect();
    let mut dice = Dice::new(5);
    for _ in 0..1000 {
        let text: Vec<&str> = (0..=dice.below(14)).filter_map(|_| dice.pick(&words).copied()).collect();
        let text = text.join(" ");
        assert_eq!(alarm(&text, library), None, "{text}");
    }
}

/// A real sign beside the words of an aside, a thing, a film, a question: each of these was once silenced, or could be.
#[test]
fn a_warning_sign_beside_harmless_words_is_heard() {
    let library = content("");
    let text = fs::read_to_string(root().join("tests/understanding/heard.txt")).unwrap();
    let silent: Vec<&str> = text.lines().filter(|line| alarm(line, library).is_none()).collect();
    assert!(silent.is_empty(), "not heard: {silent:#?}");
    assert!(text.lines().count() > 80);
}

#[test]
fn the_watch_sees_what_understanding_sees() {
    let library = content("");
    for phrase in FILES.iter().flat_map(|(file, _)| phrases(file)) {
        let watched = alarm(&phrase.text, library);
        let understood = match understand(&phrase.text, library) {
            Meaning::Emergency(alarm) => Some(alarm),
            _ => None,
        };
        assert_eq!(watched, understood, "{}", phrase.text);
    }
}

#[test]
fn a_value_that_cannot_be_is_said_so_and_left_out() {
    let library = content("");
    let cases = [
        ("cramp in my calf, pain 11/10", Impossible::Intensity, "cramp_now"),
        ("drank 900 litres", Impossible::Volume, "log_water"),
        ("drank 0 ml", Impossible::NoVolume, "log_water"),
        ("remind me to drink every 0 minutes", Impossible::Every, "reminder_set"),
        ("remind me every 2 minutes to move", Impossible::Every, "reminder_set"),
        ("remind me to stretch at 25:61", Impossible::Clock, "reminder_set"),
        ("cramp at 25:61 last night", Impossible::Clock, "cramp_past"),
        ("calf cramp last night for 900 days", Impossible::Duration, "cramp_past"),
        ("snooze for 0 minutes", Impossible::Duration, "snooze"),
        ("my time zone is GMT+25", Impossible::Zone, "settings_set"),
        ("im 190 years old", Impossible::Age, "profile_update"),
    ];
    for (text, wrong, intent) in cases {
        let meaning = understand(text, library);
        let Meaning::Impossible { meant, what } = &meaning else { panic!("{text}: {meaning:?}") };
        assert_eq!(*what, wrong, "{text}");
        assert_eq!(written(meant).0, intent, "{text}");
        let (name, slots) = written(&meaning);
        assert_eq!(name, intent, "{text}");
        let value = ["volume_ml", "intensity", "every_minutes", "times", "duration_min", "minutes", "findings"];
        assert!(value.iter().all(|slot| !slots.contains_key(*slot)), "{text}: {slots:?}");
    }
}

#[test]
fn nothing_is_read_into_nothing() {
    let library = content("");
    for text in ["", " ", "\u{200f}\u{200b}", "...", "?!", "😀", "\u{202e}\u{202d}"] {
        assert_eq!(understand(text, library), Meaning::Nothing, "{text:?}");
    }
}

#[test]
fn invisible_marks_case_and_repeated_letters_change_nothing() {
    let library = content("");
    let same = [
        ("chest pain", "C\u{200b}HEST \u{200f}PAIIIN!!!"),
        ("cramp in my left calf", "CRAMPPP in my  left\tcalf 😩😩"),
        ("can't breathe", "can’t   breathe…"),
        ("don't want to live any more", "DON`T want to live any more 😂"),
        ("drank 500 ml", "drank ５００ml"),
        ("chest pain", "chestpain"),
    ];
    for (plain, other) in same {
        let (plain, other) = (understand(plain, library), understand(other, library));
        assert_eq!(plain, other);
    }
}

#[test]
fn the_command_answers_every_line() {
    let input = b"drank 300 ml\n\n\xff\xfe chest pain\n".as_slice();
    let long = [b"a ".repeat(200_000), b"\nhello\n".to_vec()].concat();
    let answers = |library: &Library, input: &[u8]| {
        let mut output = Vec::new();
        tools::understand::run(library, input, &mut output).unwrap();
        String::from_utf8(output).unwrap()
    };
    let expected = concat!(
        r#"{"intent":"log_water","slots":{"volume_ml":300}}"#,
        "\n",
        r#"{"intent":"none","slots":{}}"#,
        "\n",
        r#"{"intent":"emergency","slots":{"findings":{"chest_pain":true}}}"#,
        "\n"
    );
    assert_eq!(answers(content(""), input), expected);
    assert_eq!(answers(content(""), &long).lines().count(), 2);
}
