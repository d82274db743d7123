//! On disk before it is confirmed, and no word more after a write that failed.
//!
//! These run a second process of this test (`a_child_keeps_chats`), whose system calls are watched, or fail, or whose
//! files may not grow. Where the machine lacks a tool, the reason is printed.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use charley::ids::ChatId;
use charley::shell::store::{Stored, Sync};

use super::{keep, note, open, person, rows};

const FOLDER: &str = "CHARLEY_TEST_FOLDER";
const COMMITS: i64 = 400;

/// Keeps one chat after another, confirming each into a file; where one is refused, notes what was said, twice.
#[test]
fn a_child_keeps_chats() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let mut confirmed = OpenOptions::new().create(true).append(true).open(folder.join("confirmed")).unwrap();
    let mut store = open(&folder.join("data"));
    for number in 1..=COMMITS {
        let long = "x".repeat(20_000);
        let batch = || rows(vec![keep(&person(number), vec![note(1, "2026-11-22T03:12:00Z", &long)])]);
        if let Err(error) = store.commit(batch(), Sync::Now) {
            let again = store.commit(batch(), Sync::Now).unwrap_err();
            let reading = store.chat(ChatId(1)).unwrap_err();
            fs::write(folder.join("refused"), format!("{error}\n{again}\n{reading}\n")).unwrap();
            return;
        }
        confirmed.write_all(format!("confirmed {number}\n").as_bytes()).unwrap();
    }
}

/// Runs the child in `folder` behind `before`; `None` where that cannot be started here.
fn child(before: &[&str], folder: &Path) -> Option<Output> {
    let mut command = Command::new("timeout");
    command.arg("120").args(before).arg(std::env::current_exe().unwrap());
    command.args(["--exact", "durable::a_child_keeps_chats", "--nocapture"]).env(FOLDER, folder);
    command.output().ok()
}

fn strace_works() -> bool {
    let works =
        Command::new("strace").args(["-e", "trace=none", "true"]).output().is_ok_and(|output| output.status.success());
    if !works {
        println!("skipped: strace does not run here");
    }
    works
}

fn confirmed(folder: &Path) -> i64 {
    fs::read_to_string(folder.join("confirmed")).unwrap().lines().count() as i64
}

fn assert_all_confirmed_are_there(folder: &Path) {
    let store = open(&folder.join("data"));
    for number in 1..=confirmed(folder) {
        assert!(
            matches!(store.chat(ChatId(number)).unwrap(), Stored::Chat(_)),
            "chat {number} was confirmed and is gone"
        );
    }
}

#[test]
fn every_confirmation_follows_a_data_sync() {
    if !strace_works() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let calls = "trace=write,pwrite64,fdatasync,fsync";
    child(&["strace", "-f", "-y", "-e", calls, "-o", trace.to_str().unwrap()], folder.path()).unwrap();
    let (mut synced, mut confirmations) = (Synced::default(), 0);
    for line in fs::read_to_string(trace).unwrap().lines() {
        synced.see(line);
        if line.contains("\"confirmed ") {
            confirmations += 1;
            assert!(synced.take(), "confirmed before the data was on disk: {line}");
        }
    }
    assert_eq!(confirmations, COMMITS);
}

/// Whether the file of the store was synced since it was last written to, and since the last confirmation.
#[derive(Default)]
struct Synced {
    begun: bool,
    done: bool,
}

impl Synced {
    fn see(&mut self, line: &str) {
        let ours = line.contains("/data/store/db>");
        if ours && line.contains("write") {
            (self.begun, self.done) = (false, false);
        }
        if ours && line.contains("sync(") {
            self.begun = true;
        }
        let ended = line.contains("sync(") && ours || line.contains("sync resumed");
        if self.begun && ended && line.trim_end().ends_with("= 0") {
            self.done = true;
        }
    }

    fn take(&mut self) -> bool {
        std::mem::take(&mut self.begun) & std::mem::take(&mut self.done)
    }
}

#[test]
fn after_a_failed_sync_nothing_is_taken_and_nothing_given() {
    if !strace_works() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let fault = "inject=fdatasync:error=EIO:when=9+";
    child(&["strace", "-f", "-o", "/dev/null", "-e", "trace=fdatasync", "-e", fault], folder.path()).unwrap();
    let refused = fs::read_to_string(folder.path().join("refused")).unwrap();
    let lines: Vec<_> = refused.lines().collect();
    assert!(lines[0].starts_with("Charley stops: writing to the disk did not succeed"), "{refused}");
    assert!(lines[1].starts_with("An earlier write did not succeed"), "{refused}");
    assert_eq!(lines[1], lines[2]);
    assert!(confirmed(folder.path()) < COMMITS);
    assert_all_confirmed_are_there(folder.path());
}

/// A limit on the size of files stands in for a full disk: both end a write half way.
#[cfg(unix)]
#[test]
fn a_full_disk_is_said_so_and_takes_nothing_that_was_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let limited = ["sh", "-c", "trap '' XFSZ; ulimit -f 9000; exec \"$@\"", "sh"];
    let output = child(&limited, folder.path()).unwrap();
    let Ok(refused) = fs::read_to_string(folder.path().join("refused")) else {
        panic!("the child was not refused: {}", String::from_utf8_lossy(&output.stderr));
    };
    let lines: Vec<_> = refused.lines().collect();
    assert!(lines[0].starts_with("The disk is full"), "{refused}");
    assert!(lines[1].starts_with("An earlier write did not succeed"), "{refused}");
    assert!((1..COMMITS).contains(&confirmed(folder.path())));
    assert_all_confirmed_are_there(folder.path());
}

#[test]
fn what_was_confirmed_outlives_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "durable::a_child_keeps_chats"]).env(FOLDER, folder.path());
    let mut child = command.stdout(std::process::Stdio::null()).spawn().unwrap();
    let path = folder.path().join("confirmed");
    while fs::metadata(&path).map_or(0, |file| file.len()) < 500 {
        assert!(child.try_wait().unwrap().is_none(), "the child ended early");
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(confirmed(folder.path()) > 10);
    assert_all_confirmed_are_there(folder.path());
}
