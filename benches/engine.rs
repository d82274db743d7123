//! How fast Charley decides: turns of a whole conversation, triage of single cases, and the proof of the content. All in
//! memory, with the real content.
//!
//! `cargo bench --bench engine`

mod common;
#[path = "common/walk.rs"]
mod walk;

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use charley::engine::chart::{self, Chart, Kind, Mark};
use charley::engine::chat::Chat;
use charley::engine::diary::{Diary, Entry};
use charley::engine::triage::assess;
use charley::engine::turn::turn;
use charley::engine::understanding::understand;
use charley::engine::{Fate, Turn};
use charley::ids::{ChatId, SubjectId};
use charley::library::value::Findings;
use charley::library::{Library, load, picture};
use charley::tools::case;
use charley::tools::person::Person;
use jiff::civil::date;
use jiff::{Span, Timestamp};

use common::{Goal, Outcome, dialogues, head, median, quantile, row};

const ROUNDS: usize = 300;

fn main() -> Outcome {
    let began = Instant::now();
    let library =
        load::folder(&dialogues()).map_err(|mistakes| format!("{} mistakes in the content", mistakes.len()))?;
    let loading = began.elapsed().as_secs_f64();
    turns(&library)?;
    triage(&library)?;
    understanding(&library)?;
    pictures()?;
    check(loading)
}

/// A diary that nobody has written in.
struct Empty;

impl Diary for Empty {
    fn newest(&self, _: SubjectId, _: usize) -> Vec<Entry> {
        Vec::new()
    }

    fn since(&self, _: SubjectId, _: Timestamp) -> Vec<Entry> {
        Vec::new()
    }

    fn count(&self) -> usize {
        0
    }
}

fn turns(library: &Library) -> Outcome {
    // By day: at night less is asked, and the figures must not hang on the hour.
    let now: Timestamp = "2026-03-03T12:00:00Z".parse()?;
    let mut person = Person::set_up(library, now, "Europe/London");
    let start = person.chat.clone();
    let events = walk::has_cramp(&mut person);
    // By step, over all rounds, in microseconds.
    let mut took = vec![Vec::new(); events.len()];
    let mut rows = took.clone();
    for _ in 0..ROUNDS {
        let mut chat = start.clone();
        for ((event, took), rows) in events.iter().zip(&mut took).zip(&mut rows) {
            let began = Instant::now();
            let decided = turn(event, &chat, &Empty, library, now);
            took.push(began.elapsed().as_secs_f64() * 1e6);
            chat = after(decided);
            let began = Instant::now();
            black_box(through_json(&chat)?);
            rows.push(began.elapsed().as_secs_f64() * 1e6);
        }
    }
    // What other programs on the machine add is not ours.
    let steps: Vec<f64> = took.iter().map(|took| quantile(took, 0.1)).collect();
    let mean = steps.iter().sum::<f64>() / steps.len() as f64;
    let rows: Vec<f64> = rows.iter().map(|took| quantile(took, 0.1)).collect();
    let floor = rows.iter().sum::<f64>() / rows.len() as f64;
    head(&format!("Turns of the engine alone: a cramp from /cramp to the card, {} turns, {ROUNDS} times", steps.len()));
    row("turns a second", 1e6 / mean, "/s", Goal::None);
    row("one turn", mean, "µs", Goal::None);
    row("the slowest turn", quantile(&steps, 1.0), "µs", Goal::None);
    row("the chat's row to JSON and back, the floor of any turn that is kept", floor, "µs", Goal::None);
    row("one turn, in floors", mean / floor, "×", Goal::None);
    Ok(())
}

fn after(turn: Turn) -> Chat {
    match turn.chat {
        Fate::Keep(chat) => *chat,
        Fate::Untouched | Fate::Forget => Chat::new(ChatId(1)),
    }
}

fn through_json(chat: &Chat) -> serde_json::Result<Chat> {
    serde_json::from_slice(&serde_json::to_vec(chat)?)
}

fn triage(library: &Library) -> Outcome {
    let mut cases: Vec<Findings> = Vec::new();
    for file in ["dev.jsonl", "own.jsonl"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vignettes").join(file);
        for line in std::fs::read_to_string(path)?.lines().filter(|line| !line.trim().is_empty()) {
            cases.push(case::read(line, &library.vocabulary).map_err(|(id, what)| format!("{id}: {what}"))?.findings);
        }
    }
    let (mut judged, mut floors) = (Vec::new(), Vec::new());
    for case in &cases {
        judged.push(fastest(|| drop(black_box(assess(black_box(case), library)))));
        floors.push(fastest(|| {
            library.rules.iter().for_each(|rule| {
                let _ = black_box(rule.when.holds(black_box(case)));
            });
        }));
    }
    let mean = |all: &[f64]| all.iter().sum::<f64>() / all.len() as f64;
    head(&format!("Triage: {} cases under {} rules", cases.len(), library.rules.len()));
    row("one case, on average", mean(&judged), "µs", Goal::AtMost(50.0));
    row("one case, the slowest", quantile(&judged, 1.0), "µs", Goal::None);
    row("every condition looked at once, the floor", mean(&floors), "µs", Goal::None);
    row("one case, in floors", mean(&judged) / mean(&floors), "×", Goal::None);
    Ok(())
}

/// Every labelled phrase, and texts made to be slow. The floor is what any reader must do: small letters, and a look-up
/// of each word.
fn understanding(library: &Library) -> Outcome {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/understanding/dev.jsonl");
    let mut texts = Vec::new();
    for line in std::fs::read_to_string(path)?.lines() {
        let json: serde_json::Value = serde_json::from_str(line)?;
        texts.push(json["text"].as_str().ok_or("a phrase without its text")?.to_owned());
    }
    let dictionary = &library.patterns.dictionary;
    let floor =
        |text: &str| text.to_lowercase().split_whitespace().filter(|word| dictionary.word(word).is_some()).count();
    let read: Vec<f64> = texts.iter().map(|text| fastest(|| drop(black_box(understand(text, library))))).collect();
    let floors: Vec<f64> = texts
        .iter()
        .map(|text| {
            fastest(|| {
                black_box(floor(text));
            })
        })
        .collect();
    let mean = |all: &[f64]| all.iter().sum::<f64>() / all.len() as f64;
    head(&format!("Understanding: {} phrases, {} patterns", texts.len(), library.patterns.count()));
    row("one message, on average", mean(&read), "µs", Goal::AtMost(100.0));
    row("one message, the slowest", quantile(&read, 1.0), "µs", Goal::None);
    row("small letters and a look-up of each word, the floor", mean(&floors), "µs", Goal::None);
    row("one message, in floors", mean(&read) / mean(&floors), "×", Goal::None);
    let hostile = [
        "chest pain no ".repeat(293),
        "cant leg cramp ".repeat(273),
        "1 half to ".repeat(410),
        "brethe cehst paln ".repeat(228),
        "abcdefgh ijklmnop ".repeat(228),
        "😀".repeat(4096),
        "a ".repeat(2048),
        "3 glasses of 5 pints at 10:30 ".repeat(136),
    ];
    let slow: Vec<f64> = hostile
        .iter()
        .map(|text| {
            let began = Instant::now();
            (0..20).for_each(|_| drop(black_box(understand(text, library))));
            began.elapsed().as_secs_f64() * 1e3 / 20.0
        })
        .collect();
    row("4,096 hostile characters, the slowest of eight kinds", quantile(&slow, 1.0), "ms", Goal::AtMost(5.0));
    Ok(())
}

/// What a summary brings with it. The floor is an empty picture of the same size.
fn pictures() -> Outcome {
    let night = |day: i16| {
        let cramps = [None, Some(0), Some(2)][usize::from(day.unsigned_abs()) % 3];
        Mark { evening: date(2026, 11, 2) + Span::new().days(day), cramps }
    };
    let chart = |kind, nights: i16| Chart {
        kind,
        title: "Nights with cramps".to_owned(),
        legend: "a block is a cramp, a dot a quiet night".to_owned(),
        weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map(str::to_owned).to_vec(),
        nights: (0..nights).map(night).collect(),
        rows: Vec::new(),
    };
    let drawn = |svg: &str| -> Outcome<f64> {
        let mut took = Vec::new();
        for _ in 0..15 {
            let began = Instant::now();
            black_box(picture::png(svg)?);
            took.push(began.elapsed().as_secs_f64() * 1e3);
        }
        Ok(median(&took))
    };
    let week = chart::svg(&chart(Kind::Columns, 7));
    let month = chart::svg(&chart(Kind::Calendar, 30));
    let (width, height) = picture::size(&month)?;
    let empty = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\"/>");
    let (month, floor) = (drawn(&month)?, drawn(&empty)?);
    head("A picture of the diary as PNG; the median of 15");
    row("a week, in columns", drawn(&week)?, "ms", Goal::AtMost(150.0));
    row("a month, as a calendar", month, "ms", Goal::AtMost(150.0));
    row("an empty picture of that size, the floor", floor, "ms", Goal::None);
    row("a month, in floors", month / floor, "×", Goal::None);
    Ok(())
}

/// The best of seven means over a hundred calls each, in microseconds: what other programs add is not ours.
fn fastest(mut call: impl FnMut()) -> f64 {
    let mut means = Vec::new();
    for _ in 0..7 {
        let began = Instant::now();
        (0..100).for_each(|_| call());
        means.push(began.elapsed().as_secs_f64() * 1e6 / 100.0);
    }
    quantile(&means, 0.0)
}

/// The command itself, with the start of a process.
fn check(loading: f64) -> Outcome {
    let timed = |word: &str| -> Outcome<f64> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_charley"));
        command.arg(word).current_dir(env!("CARGO_MANIFEST_DIR")).stdout(Stdio::null());
        let began = Instant::now();
        if !command.status()?.success() {
            return Err(format!("charley {word} did not succeed").into());
        }
        Ok(began.elapsed().as_secs_f64())
    };
    let mut checks = Vec::new();
    let mut helps = Vec::new();
    for _ in 0..5 {
        helps.push(timed("--help")?);
        checks.push(timed("check")?);
    }
    head("The proof of the whole content");
    row("charley check", median(&checks), "s", Goal::AtMost(2.0));
    row("loading and checking inside a process", loading, "s", Goal::None);
    row("charley --help, the floor of any command", median(&helps), "s", Goal::None);
    Ok(())
}
