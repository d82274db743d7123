//! The shipped content is sound; what is wrong in other content is told in full and at its place.
//!
//! Each file of `tests/mistakes/` breaks the sound content of `tests/mistakes/base/` in one way: a sentence, then
//! `file NAME` with `- ` lines to be replaced by `+ ` lines (without `- ` lines they are added at the end) or
//! `remove NAME`, then `expected` and the whole report. `UPDATE=1 cargo test --test content` writes the reports.

use std::path::{Path, PathBuf};
use std::{env, fs};

use charley::engine::understanding::proof;
use charley::library::check;
use charley::library::load::{self, SourceFile};
use charley::library::mistake::Mistake;
use charley::library::words::Blank;

#[test]
fn the_shipped_content_has_no_mistake() {
    match load::folder(Path::new("dialogues")) {
        Ok(library) => {
            print!("{}", library.notes);
            assert_eq!(report(&proof::mistakes(&library)), "");
        }
        Err(mistakes) => panic!("{} mistakes:\n{}", mistakes.len(), report(&mistakes)),
    }
}

#[test]
fn the_copy_in_the_binary_is_the_shipped_content() {
    let hash = |library: Result<charley::library::Library, Vec<Mistake>>| library.map(|library| library.hash).ok();
    assert_eq!(hash(load::embedded()), hash(load::folder(Path::new("dialogues"))));
}

#[test]
fn the_base_of_the_cases_is_sound() {
    let library = load::folder(Path::new("tests/mistakes/base")).map_err(|mistakes| report(&mistakes)).unwrap();
    let notes = library.notes.to_string();
    assert_eq!(
        notes,
        "0 of 4 rules reviewed by a clinician\n2 conversations, 3 paths, every one ends\nwords/de.ftl: 45 texts not translated\n"
    );
}

#[test]
fn every_mistake_is_told() {
    let mut cases: Vec<PathBuf> = fs::read_dir("tests/mistakes")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    cases.sort();
    assert!(cases.len() >= 40, "only {} cases found", cases.len());
    let failures: Vec<String> = cases.iter().filter_map(|path| try_case(path)).collect();
    assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

#[test]
fn texts_stay_as_the_author_broke_them() {
    let library = load::folder(Path::new("tests/mistakes/base")).map_err(|mistakes| report(&mistakes)).unwrap();
    assert_eq!(
        library.words.attribute("en", "cramp--relief", "text", &[]),
        "1. Sit up.\n* Pull your toes toward your shin.\nStop if the leg is swollen, cold, pale or numb."
    );
    assert_eq!(library.words.attribute("de", "cramp--side", "choice-left", &[]), "Links");
    assert_eq!(library.words.attribute("de", "cramp--side", "choice-right", &[]), "Right");
    assert_eq!(library.words.attribute("en", "cramp", "title", &[]), "A cramp right now");
    assert_eq!(library.words.attribute("en", "rule--swollen", "do", &[]), "See a clinician today.");
    assert_eq!(library.words.attribute("en", "finding--leg_swelling", "say-one_leg", &[]), "one leg is swollen");
}

#[test]
fn lines_that_look_like_fluent_are_plain_text() {
    let mut files = base();
    let text = "[a] first\r\n.b\n\n  * c { $n ->\n    [one] one\n   *[other] { $n } \"x\"\n} end\n{\"{\"}<b>d</b>";
    for file in files.iter_mut().filter(|file| file.path == "cramp.toml") {
        file.text = file.text.replace("\"Anything else?\"", &format!("'''\n{text}\n'''"));
    }
    let library = load::sources(&files).map_err(|mistakes| report(&mistakes)).unwrap();
    let shown = library.words.attribute("en", "cramp--note", "text", &[("n", Blank::Number(2.0))]);
    assert_eq!(shown, "[a] first\n.b\n\n  * c 2 \"x\" end\n{<b>d</b>");
}

#[test]
fn a_phrase_that_the_bot_needs_is_missed() {
    let library = load::folder(Path::new("tests/mistakes/base")).map_err(|mistakes| report(&mistakes)).unwrap();
    let needed: [(&str, &[&str]); 3] = [("done", &[]), ("minutes-ago", &["hours"]), ("minute-ago", &[])];
    assert_eq!(
        report(&check::missing_phrases(&library.words, &needed)),
        "dialogues/words/en.ftl:1:1: the bot needs the phrase `minute-ago`\n    did you mean `minutes-ago`?\n\
         tests/mistakes/base/words/en.ftl:3:1: `minutes-ago` has the blank `$minutes`, which nothing fills\n    known here: hours"
    );
    assert_eq!(report(&check::unknown_blanks(&library.words, &["value"])), "");
    assert_eq!(check::unknown_blanks(&library.words, &[]).len(), 1);
}

#[test]
fn a_folder_that_cannot_be_read_is_a_mistake() {
    let folder = tempfile::tempdir().unwrap();
    let told = |path: &Path| report(&load::folder(path).err().unwrap_or_default());
    let shown = folder.path().display().to_string();
    assert!(told(folder.path()).starts_with(&format!("{shown}:1:1: there is no content in this folder")));
    fs::write(folder.path().join("cramp.toml"), b"title = \"A\"\nstart = \"\xff\"\n").unwrap();
    assert_eq!(told(folder.path()), format!("{shown}/cramp.toml:2:10: this is not UTF-8\n    save the file as UTF-8"));
    assert!(told(&folder.path().join("nowhere")).contains("/nowhere:1:1: this folder cannot be read: "));
}

#[test]
fn the_hash_names_the_content() {
    let hash = |files: &[SourceFile]| load::sources(files).map_err(|mistakes| report(&mistakes)).unwrap().hash;
    let mut files = base();
    let first = hash(&files);
    assert_eq!(first.len(), 16);
    files.reverse();
    assert_eq!(hash(&files), first);
    files[0].text.push_str("# another byte\n");
    assert_ne!(hash(&files), first);
}

fn try_case(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).unwrap();
    let (changes, expected) = text.split_once("\nexpected\n").unwrap_or((text.trim_end(), ""));
    let found = match load::sources(&changed(path, changes)) {
        Ok(library) => match proof::mistakes(&library).as_slice() {
            [] => "no mistake".to_owned(),
            mistakes => report(mistakes),
        },
        Err(mistakes) => report(&mistakes),
    };
    if found == expected.trim_end() {
        return None;
    }
    if env::var_os("UPDATE").is_some() {
        fs::write(path, format!("{}\n\nexpected\n{found}\n", changes.trim_end())).unwrap();
        return None;
    }
    Some(format!("--- {}\nexpected:\n{}\nfound:\n{found}\n", path.display(), expected.trim_end()))
}

/// The base with the changes of one case.
fn changed(path: &Path, changes: &str) -> Vec<SourceFile> {
    let mut files = base();
    let (mut name, mut old, mut new) = (String::new(), Vec::new(), Vec::new());
    for line in changes.lines().chain(["end"]) {
        let (sign, rest) = line.split_at_checked(2).unwrap_or((line.trim_end(), ""));
        if sign != "+ " && sign != "+" && !(sign == "- " && new.is_empty()) {
            replace(path, &mut files, &name, (&mut old, &mut new));
        }
        match sign {
            "- " => old.push(rest),
            "+ " | "+" => new.push(rest),
            _ => {}
        }
        if let Some(file) = line.strip_prefix("file ") {
            name = file.to_owned();
        } else if let Some(file) = line.strip_prefix("remove ") {
            files.retain(|known| known.path != file);
        }
    }
    files
}

fn replace(path: &Path, files: &mut Vec<SourceFile>, name: &str, (old, new): (&mut Vec<&str>, &mut Vec<&str>)) {
    let (from, to) = (old.join("\n"), new.join("\n").replace("<5000 letters>", &"x".repeat(5000)));
    if old.is_empty() && new.is_empty() {
        return;
    }
    match files.iter_mut().find(|file| file.path == name) {
        None => files.push(SourceFile { path: name.to_owned(), text: to + "\n" }),
        Some(file) if from.is_empty() => file.text.push_str(&(to + "\n")),
        Some(file) => {
            assert_eq!(file.text.matches(&from).count(), 1, "{}: `{from}` stands in {name} not once", path.display());
            file.text = file.text.replace(&from, &to);
        }
    }
    old.clear();
    new.clear();
}

fn base() -> Vec<SourceFile> {
    let folder = Path::new("tests/mistakes/base");
    let names = ["cramp.toml", "screening.toml", "findings.toml", "countries.toml"];
    let deeper = [
        "rules/basic.toml",
        "articles/legs.toml",
        "understanding/needed.toml",
        "understanding/small.toml",
        "words/en.ftl",
        "words/de.ftl",
        "words/en.other.toml",
    ];
    let read = |name: &str| SourceFile { path: name.to_owned(), text: fs::read_to_string(folder.join(name)).unwrap() };
    names.into_iter().chain(deeper).map(read).collect()
}

fn report(mistakes: &[Mistake]) -> String {
    mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
