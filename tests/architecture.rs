//! The house rules, read from the source: who may import whom, who may open which door, how long things get.

use std::fs;
use std::path::{Path, PathBuf};

/// From left to right; a file imports from its own room or from its left.
const ROOMS: [&str; 7] = ["ids", "library", "engine", "shell", "simulator", "tools", "main"];

/// Text of an outside thing, and the files that may hold it.
const DOORS: [(&str, &[&str]); 9] = [
    ("std::env", &["src/config.rs"]),
    ("std::fs", &["src/library/load", "src/shell/", "src/simulator/", "src/tools/", "src/config.rs"]),
    ("Timestamp::now", &["src/shell/clock.rs"]),
    ("SystemTime", &["src/shell/clock.rs", "src/simulator/"]),
    ("teloxide::", &["src/shell/telegram"]),
    ("resvg::", &["src/library/picture.rs"]),
    ("sled::", &["src/shell/store", "src/shell/keys.rs"]),
    ("tokio::", &["src/shell/", "src/simulator/", "src/main.rs", "src/tools/"]),
    ("log::", &["src/shell/", "src/simulator/", "src/tools/", "src/main.rs"]),
];

const MOST_LINES: usize = 400;
const MOST_LINES_OF_A_FUNCTION: usize = 70;

fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(&root.join("src"), &mut found);
    found.sort();
    found
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            let text = fs::read_to_string(&path).unwrap();
            (name, text.split("#[cfg(test)]").next().unwrap().to_owned())
        })
        .collect()
}

/// `src/engine/turn.rs` is in the room `engine`, `src/ids.rs` in `ids`.
fn room(name: &str) -> Option<usize> {
    let part = name.trim_start_matches("src/").trim_end_matches(".rs").split('/').next()?;
    ROOMS.iter().position(|room| *room == part)
}

fn is_code(line: &str) -> bool {
    !line.trim_start().starts_with("//")
}

#[test]
fn a_file_imports_only_from_its_own_room_or_from_its_left() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let Some(own) = room(&name) else { continue };
        for (number, line) in text.lines().enumerate().filter(|(_, line)| is_code(line)) {
            for (place, other) in ROOMS.iter().enumerate() {
                if place > own && line.contains(&format!("crate::{other}")) {
                    wrong.push(format!("{name}:{}: {} may not use {other}: {}", number + 1, ROOMS[own], line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn each_outside_thing_has_one_door() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        for (number, line) in text.lines().enumerate().filter(|(_, line)| is_code(line)) {
            for (thing, doors) in DOORS {
                if line.contains(thing) && !doors.iter().any(|door| name.starts_with(door)) {
                    wrong.push(format!("{name}:{}: {thing} has its door in {doors:?}: {}", number + 1, line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_engine_and_the_library_never_wait() {
    let waits = |line: &str| line.contains("async ") || line.contains(".await") && !line.contains(".awaits");
    let wrong: Vec<String> = sources()
        .into_iter()
        .filter(|(name, _)| name.starts_with("src/engine") || name.starts_with("src/library"))
        .flat_map(|(name, text)| {
            let lines = text.lines().filter(|line| is_code(line) && waits(line)).map(str::to_owned).collect::<Vec<_>>();
            lines.into_iter().map(move |line| format!("{name}: {line}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// People read am and pm or not, as they like; a button's data and an export are for programs.
#[test]
fn a_time_of_day_is_worded_in_one_place() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        if !name.starts_with("src/engine/") || name.ends_with("/customs.rs") || name.contains("/export/") {
            continue;
        }
        let shows = |line: &str| line.contains("%H") || line.contains("%I") || line.contains("%R");
        for (index, line) in text.lines().enumerate().filter(|(_, line)| is_code(line) && shows(line)) {
            if !line.contains("%FT%H:%M") {
                wrong.push(format!("{name}:{}: {}", index + 1, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "a time of day without `customs`:\n{}", wrong.join("\n"));
}

#[test]
fn every_file_begins_by_saying_what_it_owns() {
    let wrong: Vec<String> =
        sources().into_iter().filter(|(_, text)| !text.starts_with("//! ")).map(|(name, _)| name).collect();
    assert!(wrong.is_empty(), "no header: {wrong:?}");
}

#[test]
fn files_and_functions_stay_short() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let lines = text.lines().count();
        // A table with one line for each phrase is as long as there are phrases.
        if lines > MOST_LINES && !name.ends_with("engine/phrases.rs") {
            wrong.push(format!("{name}: {lines} lines, at most {MOST_LINES}"));
        }
        wrong.extend(long_functions(&name, &text));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// From a line with `fn` to the closing brace in the same column.
fn long_functions(name: &str, text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut long = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let is_function = is_code(line) && (code.starts_with("fn ") || code.contains(" fn ")) && !code.ends_with(';');
        if !is_function {
            continue;
        }
        let indent = line.len() - code.len();
        let closing = format!("{}}}", " ".repeat(indent));
        let length = lines[start..].iter().position(|line| *line == closing).unwrap_or(0) + 1;
        if length > MOST_LINES_OF_A_FUNCTION {
            long.push(format!(
                "{name}:{}: a function of {length} lines, at most {MOST_LINES_OF_A_FUNCTION}",
                start + 1
            ));
        }
    }
    long
}
