//! The triage cases, given and asked: every emergency at its level, every rule exercised, the tables of the docs.
//!
//! `UPDATE=1 cargo test --test triage` rewrites the tables in `docs/triage.md`; reading that diff is the review.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use charley::engine::triage::{Assessment, assess};
use charley::library::Library;
use charley::library::load;
use charley::library::rule::Urgency;
use charley::tools::rehearse::By;
use charley::tools::{case, rehearse};
use serde_json::Value as Json;

/// The development cases, our own (at least one for every rule), and cases by somebody who had not seen the rules.
const FILES: [&str; 5] = ["dev", "own", "children", "blind", "blind_2"];
/// What only the diary tells: nobody can be asked for it.
const FROM_DIARY: &str = "diary";
const PLAYS: [(&str, By); 4] =
    [("cramp", By::Day), ("cramp", By::Night), ("cramp", By::NightAndMorning), ("checkup", By::Day)];
const LEVELS: [Urgency; 4] = [Urgency::Emergency, Urgency::Urgent, Urgency::Routine, Urgency::SelfCare];

struct Vignette {
    id: String,
    urgency: Urgency,
    acceptable: Vec<Urgency>,
    must_name: Vec<String>,
    line: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn library() -> Library {
    load::folder(&root().join("dialogues")).unwrap_or_else(|mistakes| panic!("{}", mistakes[0]))
}

fn level(name: &Json) -> Urgency {
    serde_json::from_value(name.clone()).unwrap()
}

fn vignettes(file: &str) -> Vec<Vignette> {
    let text = fs::read_to_string(root().join(format!("tests/vignettes/{file}.jsonl"))).unwrap();
    text.lines()
        .map(|line| {
            let json: Json = serde_json::from_str(line).unwrap();
            let list = |key: &str| json[key].as_array().cloned().unwrap_or_default();
            Vignette {
                id: json["id"].as_str().unwrap().to_owned(),
                urgency: level(&json["urgency"]),
                acceptable: list("acceptable").iter().map(level).collect(),
                must_name: list("must_mention").iter().map(|name| name.as_str().unwrap().to_owned()).collect(),
                line: line.to_owned(),
            }
        })
        .collect()
}

fn judge<'a>(vignette: &Vignette, library: &'a Library) -> Assessment<'a> {
    let case = case::read(&vignette.line, &library.vocabulary).unwrap_or_else(|(id, what)| panic!("{id}: {what}"));
    assess(&case.findings, library)
}

#[test]
fn no_case_is_placed_below_its_level_and_every_reason_is_named() {
    let library = library();
    let mut wrong = Vec::new();
    for vignette in FILES.iter().chain([&FROM_DIARY]).flat_map(|file| vignettes(file)) {
        let assessment = judge(&vignette, &library);
        let got = assessment.urgency;
        if got < vignette.urgency && !vignette.acceptable.contains(&got) {
            wrong.push(format!("{}: {}, but {} was told", vignette.id, vignette.urgency.name(), got.name()));
        }
        let names: BTreeSet<String> = assessment.names().iter().map(ToString::to_string).collect();
        let unnamed = vignette.must_name.iter().filter(|name| !names.contains(*name));
        wrong.extend(unnamed.map(|name| format!("{}: {name} is not named", vignette.id)));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_rule_speaks_in_some_case() {
    let library = library();
    let cases: Vec<Vignette> = FILES.iter().chain([&FROM_DIARY]).flat_map(|file| vignettes(file)).collect();
    let spoken: BTreeSet<String> = cases
        .iter()
        .flat_map(|vignette| {
            judge(vignette, &library).because.iter().map(|rule| rule.id.to_string()).collect::<Vec<_>>()
        })
        .collect();
    let silent: Vec<&str> =
        library.rules.iter().map(|rule| rule.id.as_str()).filter(|id| !spoken.contains(*id)).collect();
    assert!(silent.is_empty(), "no case exercises {silent:?}");
}

/// What each case comes to when it is asked through a dialogue: level and number of questions.
fn rehearse(file: &str, (dialogue, by): (&str, By), library: &Library) -> Vec<(Urgency, u64)> {
    let cases: String = vignettes(file).iter().map(|vignette| format!("{}\n", vignette.line)).collect();
    let (now, mut out) = ("2026-11-22T03:12:00Z".parse().unwrap(), Vec::new());
    rehearse::run(library, (&library.dialogues[dialogue], by), now, cases.as_bytes(), &mut out).unwrap();
    let lines = String::from_utf8(out).unwrap();
    let answers = lines.lines().map(|line| serde_json::from_str::<Json>(line).unwrap());
    answers.map(|answer| (level(&answer["urgency"]), answer["questions"].as_u64().unwrap())).collect()
}

#[test]
fn nobody_who_is_asked_has_an_emergency_missed() {
    let library = library();
    let mut wrong = Vec::new();
    for (file, play) in FILES.iter().flat_map(|file| PLAYS.map(|play| (file, play))) {
        for (vignette, (got, _)) in vignettes(file).iter().zip(rehearse(file, play, &library)) {
            if vignette.urgency == Urgency::Emergency
                && got != Urgency::Emergency
                && !vignette.acceptable.contains(&got)
            {
                wrong.push(format!("{} in {play:?}: emergency, but {} was told", vignette.id, got.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_docs_show_the_confusion_tables() {
    let library = library();
    let table: String = FILES.iter().map(|file| tables(file, &library)).collect();
    let path = root().join("docs/triage.md");
    let text = fs::read_to_string(&path).unwrap();
    let (head, rest) = text.split_once("<!-- table -->\n").unwrap();
    let (_, tail) = rest.split_once("<!-- end -->\n").unwrap();
    let fresh = format!("{head}<!-- table -->\n{table}<!-- end -->\n{tail}");
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, fresh).unwrap();
    } else {
        assert!(
            text == fresh,
            "docs/triage.md shows an old table; UPDATE=1 cargo test --test triage rewrites it\n{table}"
        );
    }
}

/// All facts given, and then asked through each dialogue.
fn tables(file: &str, library: &Library) -> String {
    let cases = vignettes(file);
    let given: Vec<Urgency> = cases.iter().map(|vignette| judge(vignette, library).urgency).collect();
    let head =
        format!("\n`tests/vignettes/{file}.jsonl`, {} cases, all facts given (`charley triage`):\n\n", cases.len());
    let mut text = head + &table(&cases, &given);
    for (dialogue, by) in PLAYS {
        let asked = rehearse(file, (dialogue, by), library);
        let at_night = match by {
            By::Day => "",
            By::Night => ", in short as at night",
            By::NightAndMorning => ", in short as at night, then the few questions of the morning",
        };
        let levels: Vec<Urgency> = asked.iter().map(|(urgency, _)| *urgency).collect();
        let median =
            |wanted| median(cases.iter().zip(&asked).filter(|(case, _)| case.urgency == wanted).map(|(_, (_, n))| *n));
        let _ = write!(
            text,
            "\nThe same, asked (`charley rehearse {dialogue}`{at_night}); median number of questions {} for an emergency, {} for a self-care case:\n\n{}",
            median(Urgency::Emergency),
            median(Urgency::SelfCare),
            table(&cases, &levels)
        );
    }
    text
}

fn median(numbers: impl Iterator<Item = u64>) -> u64 {
    let mut numbers: Vec<u64> = numbers.collect();
    numbers.sort_unstable();
    numbers.get(numbers.len() / 2).copied().unwrap_or(0)
}

/// Rows are what the case says, columns what came out.
fn table(cases: &[Vignette], got: &[Urgency]) -> String {
    let names = LEVELS.map(Urgency::name).join(" | ");
    let mut table = format!("| the case says | {names} |\n|---|---|---|---|---|\n");
    for row in LEVELS {
        let of_row = || cases.iter().zip(got).filter(|(case, _)| case.urgency == row);
        let counts = LEVELS.map(|column| of_row().filter(|(_, got)| **got == column).count().to_string());
        let _ = writeln!(table, "| {} | {} |", row.name(), counts.join(" | "));
    }
    table
}
