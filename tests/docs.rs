//! The guides tell the truth: the worked example loads beside the real content, and its conversation runs.

use std::fs;
use std::path::Path;

use charley::library::load::{self, SourceFile};
use charley::tools::person::Person;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every content file, by its path inside the folder.
fn content(folder: &Path, files: &mut Vec<SourceFile>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            content(&path, files);
        } else {
            let name = path.strip_prefix(root().join("dialogues")).unwrap().to_string_lossy().into_owned();
            files.push(SourceFile { path: name, text: fs::read_to_string(&path).unwrap() });
        }
    }
}

#[test]
fn the_worked_example_of_the_authors_guide_runs() {
    let guide = fs::read_to_string(root().join("docs/authors.md")).unwrap();
    let example = guide.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let mut files = Vec::new();
    content(&root().join("dialogues"), &mut files);
    files.push(SourceFile { path: "socks.toml".into(), text: example.to_owned() });
    let library = load::sources(&files).unwrap_or_else(|mistakes| panic!("{}", mistakes[0]));

    let mut person = Person::set_up(&library, "2026-11-22T12:00:00Z".parse().unwrap(), "UTC");
    person.says("/socks");
    assert!(person.messages.last().unwrap().text.contains("deep marks"));
    person.says("2");
    assert!(person.messages.iter().any(|message| message.text.contains("Thank you.")));
    assert!(person.chat.conversation.is_none());
}

#[test]
fn the_front_page_lists_every_setting_and_every_command() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let unlisted: Vec<&str> = charley::config::NAMES.into_iter().filter(|name| !readme.contains(*name)).collect();
    assert!(unlisted.is_empty(), "README.md does not name {unlisted:?}");
    for command in ["check", "talk", "graph", "triage", "rehearse", "simulate", "backup", "restore", "import", "doctor"]
    {
        assert!(readme.contains(&format!("charley {command}")), "README.md does not show `charley {command}`");
    }
}

#[test]
fn the_format_guide_tells_how_many_mistakes_are_seeded() {
    let guide = fs::read_to_string(root().join("docs/format.md")).unwrap();
    let seeded = fs::read_dir(root().join("tests/mistakes")).unwrap();
    let count =
        seeded.filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|ending| ending == "txt")).count();
    assert!(guide.contains(&format!("seeds {count} different mistakes")), "tests/mistakes holds {count} cases");
}
