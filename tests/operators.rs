//! What an operator does while the bot serves: backups by hand and by night, and a look at everything.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "whole/person.rs"]
#[allow(dead_code, reason = "another test uses the rest")]
mod person;
#[path = "whole/stage.rs"]
#[allow(dead_code, reason = "another test uses the rest")]
mod stage;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use charley::shell::backup::night;
use charley::shell::clock::Clock;
use stage::{PATIENCE, Process, Stage, within};

/// Runs to its end, while everything else goes on; the exit code and what was said.
async fn outcome(mut command: Command) -> (Option<i32>, String) {
    let run = tokio::task::spawn_blocking(move || command.output().unwrap());
    let Output { status, stdout, stderr } = run.await.unwrap();
    (status.code(), [stdout, stderr].map(|text| String::from_utf8(text).unwrap()).concat())
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A bot with this folder for its backups, and an operator who has said hello.
async fn with_backups(stage: &Stage, folder: &Path) -> (Process, person::Person) {
    let admin = stage.control.person("Admin").await;
    let mut before = stage.bot(&[]).await;
    admin.asks("/start", "I am Charley").await;
    before.stop().await;
    let bot = stage.bot(&[("CHARLEY_BACKUP", text(folder)), ("CHARLEY_ADMIN", &admin.chat.to_string())]).await;
    (bot, admin)
}

async fn lines(admin: &person::Person, words: &str) -> usize {
    admin.all().await.iter().filter(|said| said.text.contains(words)).count()
}

fn backups(folder: &Path) -> Vec<PathBuf> {
    let nights = night::nights(folder).unwrap_or_default();
    nights.into_iter().map(|night| night::file(folder, night)).collect()
}

#[tokio::test]
async fn a_backup_is_made_while_the_bot_serves_and_comes_back() {
    let stage = Stage::new().await;
    let mut bot = stage.bot(&[]).await;
    let ada = stage.control.person("Ada").await;
    ada.sets_up().await;
    let file = stage.path("a.backup");
    let (code, said) = outcome(stage.command(&["backup", "a.backup"], &[])).await;
    assert_eq!(code, Some(0), "{said}");
    assert!(said.starts_with("a.backup: 1 people, ") && said.contains("counted"), "{said}");
    let (code, said) = outcome(stage.command(&["backup", text(&file)], &[])).await;
    assert_eq!(code, Some(1));
    assert!(said.contains("is there already"), "{said}");
    let nowhere = stage.path("nowhere/b.backup");
    let (code, said) = outcome(stage.command(&["backup", text(&nowhere)], &[])).await;
    assert_eq!(code, Some(1));
    assert!(said.contains("cannot be used") && said.lines().count() == 1, "{said}");
    ada.asks("/diary", "Your diary is empty").await;
    bot.stop().await;
    let elsewhere = stage.path("elsewhere");
    let (code, said) = outcome(stage.command(&["restore", text(&file)], &[("CHARLEY_DATA", text(&elsewhere))])).await;
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("1 people"), "{said}");
    let left: Vec<PathBuf> = stage.files("").into_iter().filter(|path| text(path).contains("a.backup.")).collect();
    assert!(left.is_empty(), "left behind: {left:?}");
}

#[tokio::test]
async fn several_who_ask_at_once_get_a_backup_or_a_clear_word() {
    let stage = Stage::new().await;
    let mut bot = stage.bot(&[]).await;
    let ask = |name: &str| outcome(stage.command(&["backup", name], &[]));
    let (one, two, three) = tokio::join!(ask("1.backup"), ask("2.backup"), ask("3.backup"));
    let made = [&one, &two, &three].iter().filter(|(code, _)| *code == Some(0)).count();
    assert!(made >= 1, "{one:?} {two:?} {three:?}");
    for (code, said) in [one, two, three] {
        assert!(code == Some(0) || said.contains("A backup is being made just now"), "{said}");
    }
    assert_eq!((1..4).filter(|number| stage.path(&format!("{number}.backup")).exists()).count(), made);
    bot.stop().await;
}

#[tokio::test]
async fn a_night_makes_one_backup_and_one_line_however_far_the_clock_moves() {
    let stage = Stage::new().await;
    let folder = stage.path("backups");
    let (mut bot, admin) = with_backups(&stage, &folder).await;
    let first = admin.hears("Backup made and proved").await;
    assert!(first.silent, "good news may not wake anybody");
    assert!(first.text.contains("1 people"), "{}", first.text);
    assert_eq!(backups(&folder).len(), 1);
    let ada = stage.control.person("Ada").await;
    ada.sets_up().await;
    stage.control.forward(10 * 86_400).await;
    let second = admin.hears("Backup made and proved").await;
    assert!(second.text.contains("2 people"), "{}", second.text);
    assert_eq!(backups(&folder).len(), 2, "one for all the nights that were skipped");
    bot.stop().await;
    let mut again = stage.bot(&[("CHARLEY_BACKUP", text(&folder)), ("CHARLEY_ADMIN", &admin.chat.to_string())]).await;
    ada.asks("/help", "/cramp").await;
    stage.control.quiet().await;
    again.stop().await;
    assert_eq!(backups(&folder).len(), 2, "tonight's is there already");
    assert_eq!(lines(&admin, "Backup made").await, 2);
}

#[tokio::test]
async fn only_the_newest_backups_are_kept() {
    let stage = Stage::new().await;
    let folder = stage.path("backups");
    fs::create_dir(&folder).unwrap();
    for day in 1..=20 {
        fs::write(folder.join(format!("charley-2020-01-{day:02}.backup")), "old").unwrap();
    }
    let (mut bot, admin) = with_backups(&stage, &folder).await;
    admin.hears("Backup made and proved").await;
    bot.stop().await;
    let kept = backups(&folder);
    assert_eq!((kept.len(), text(&kept[0]).contains("2020-01-08")), (night::MOST_KEPT, true), "{kept:?}");
    let tonight = night::file(&folder, night::night(Clock::default().now()));
    assert_eq!(kept.last(), Some(&tonight));
}

#[tokio::test]
async fn a_backup_that_fails_is_told_with_its_reason_and_stops_nothing() {
    let stage = Stage::new().await;
    let folder = stage.path("backups");
    fs::write(&folder, "a file in its place").unwrap();
    let (mut bot, admin) = with_backups(&stage, &folder).await;
    let told = admin.hears("The nightly backup was not made").await;
    assert!(
        !told.silent && told.text.contains("backups cannot be used") && told.text.contains("doctor"),
        "{}",
        told.text
    );
    let ada = stage.control.person("Ada").await;
    ada.asks("/start", "I am Charley").await;
    assert_eq!(lines(&admin, "was not made").await, 1, "once a night");
    bot.stop().await;
}

#[tokio::test]
async fn a_folder_for_backups_beside_the_data_or_the_key_is_refused_at_the_start() {
    let stage = Stage::new().await;
    for (folder, words) in [("data/backups", "lies in the data folder"), (".", "the key file")] {
        let folder = stage.path(folder);
        for command in ["run", "doctor"] {
            let (code, said) = outcome(stage.command(&[command], &[("CHARLEY_BACKUP", text(&folder))])).await;
            assert_eq!(code, Some(1), "{said}");
            assert!(said.contains("CHARLEY_BACKUP: ") && said.contains(words), "{said}");
        }
    }
}

#[tokio::test]
async fn a_killed_bot_leaves_no_request_behind_and_the_next_backup_works() {
    let stage = Stage::new().await;
    let mut bot = stage.bot(&[]).await;
    bot.kill();
    // As if somebody had asked just before.
    let old = stage.path("old.backup");
    fs::write(stage.data().join("tray/request"), format!(r#"{{"v":1,"id":"old","file":"{}"}}"#, text(&old))).unwrap();
    let (code, said) = outcome(stage.command(&["backup", "alone.backup"], &[])).await;
    assert_eq!(code, Some(0), "without a bot, the command makes it itself: {said}");
    let mut bot = stage.bot(&[]).await;
    let (code, said) = outcome(stage.command(&["backup", "beside.backup"], &[])).await;
    assert_eq!(code, Some(0), "{said}");
    assert!(!old.exists(), "an old request was obeyed");
    bot.stop().await;
}

#[tokio::test]
async fn doctor_is_content_beside_a_running_bot() {
    let stage = Stage::new().await;
    let folder = stage.path("backups");
    let (mut bot, admin) = with_backups(&stage, &folder).await;
    admin.hears("Backup made and proved").await;
    let settings = [("CHARLEY_BACKUP", text(&folder)), ("CHARLEY_ADMIN", "1")];
    let (code, said) = outcome(stage.command(&["doctor"], &settings)).await;
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("in use by a running Charley") && said.contains("1 there, the newest of"), "{said}");
    for what in
        ["content", "zone data", "clock", "data folder", "disk", "key and store", "backups", "operator", "token"]
    {
        assert!(said.contains(&format!("ok    {what}: ")), "{what} is missing: {said}");
    }
    bot.stop().await;
}

#[cfg(unix)]
#[tokio::test]
async fn doctor_says_what_to_do_about_rights_and_a_clock_that_was_set_back() {
    use std::os::unix::fs::PermissionsExt;
    let stage = Stage::new().await;
    let mut bot = stage.bot(&[]).await;
    bot.stop().await;
    let doctor = || outcome(stage.command(&["doctor"], &[]));
    let wrong = async |words: &str| {
        let (code, said) = doctor().await;
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains(words) && said.matches("WRONG").count() == 1, "{words}: {said}");
    };
    let mode = |path: PathBuf, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    mode(stage.data(), 0o755);
    wrong("WRONG data folder: others may look into").await;
    mode(stage.data(), 0o700);
    mode(stage.path("key"), 0o644);
    wrong("WRONG key and store: Others may read the key file").await;
    mode(stage.path("key"), 0o600);
    let db = fs::File::options().append(true).open(stage.data().join("store/db")).unwrap();
    let now = db.metadata().unwrap().modified().unwrap();
    db.set_modified(now + 3600 * std::time::Duration::from_secs(1)).unwrap();
    wrong("WRONG clock: it says").await;
    db.set_modified(now).unwrap();
    assert_eq!(doctor().await.0, Some(0));
    let left: Vec<PathBuf> = stage.files("data").into_iter().filter(|path| path.ends_with("doctor-was-here")).collect();
    assert!(left.is_empty(), "its probe stays behind");
}

/// The copy is written between batches: who writes meanwhile is answered.
#[tokio::test]
async fn people_are_answered_while_backups_are_made() {
    let stage = Stage::new().await;
    let mut bot = stage.bot(&[]).await;
    let ada = stage.control.person("Ada").await;
    ada.sets_up().await;
    for number in 0..3 {
        let name = format!("{number}.backup");
        let mut backup = tokio::task::spawn(outcome(stage.command(&["backup", &name], &[])));
        let (code, said) = loop {
            ada.asks("/help", "/cramp").await;
            if backup.is_finished() {
                break (&mut backup).await.unwrap();
            }
        };
        assert_eq!(code, Some(0), "{said}");
    }
    within(PATIENCE, "the bot's word about it", async || (bot.log().matches(", proved").count() == 3).then_some(()))
        .await;
    bot.stop().await;
}
