//! What an operator is told when something is not as it should be: one clear line, an exit code, and nothing damaged.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use charley::shell::store::FORMAT;

use crate::person::Person;
use crate::stage::{PATIENCE, Stage, within};

const OTHER_KEY: &str = "ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100";

/// Runs to its end; the exit code and what was said.
fn outcome(command: &mut Command) -> (Option<i32>, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code(), [stdout, stderr].map(|text| String::from_utf8(text).unwrap()).concat())
}

/// `charley` with these settings ends with code 1 and one line that holds the words.
fn refuses(stage: &Stage, arguments: &[&str], settings: &[(&str, &str)], words: &[&str]) -> String {
    let (code, said) = outcome(&mut stage.command(arguments, settings));
    assert_eq!(code, Some(1), "{said}");
    for word in words {
        assert!(said.contains(word), "\"{word}\" is missing in: {said}");
    }
    let complaints: Vec<&str> = said.lines().filter(|line| line.starts_with("charley: ")).collect();
    assert_eq!(complaints.len(), 1, "one clear line: {said}");
    assert!(!said.contains("panicked") && !said.contains(&stage.token), "{said}");
    said
}

/// A person is known to this data folder afterwards.
async fn somebody(stage: &Stage) -> Person {
    let mut bot = stage.bot(&[]).await;
    let ada = stage.control.person("Ada").await;
    ada.sets_up().await;
    ada.writes("/cramp").await;
    ada.answers_to_the_card().await;
    bot.stop().await;
    ada
}

/// The bot runs as usual and still knows this person.
async fn all_is_well(stage: &Stage, person: &Person) {
    let mut bot = stage.bot(&[]).await;
    let diary = person.asks("/diary", "Your last entries").await;
    assert!(diary.text.contains("cramp,"), "{}", diary.text);
    bot.stop().await;
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[tokio::test]
async fn settings_that_cannot_work_are_told_in_one_line() {
    let stage = Stage::new().await;
    let no_clock = ("CHARLEY_CLOCK_FILE", "");
    refuses(&stage, &["run"], &[("TELOXIDE_TOKEN", "")], &["set TELOXIDE_TOKEN", "@BotFather"]);
    refuses(&stage, &["run"], &[("TELOXIDE_TOKEN", "123:wrong")], &["Telegram refuses the token", "@BotFather"]);
    refuses(&stage, &["run"], &[("TELOXIDE_TOKEN", "no token")], &["TELOXIDE_TOKEN", "not a bot token"]);
    refuses(
        &stage,
        &["run"],
        &[("CHARLEY_API_URL", "nowhere"), no_clock],
        &["CHARLEY_API_URL", "http://127.0.0.1:8081"],
    );
    refuses(&stage, &["run"], &[("CHARLEY_ALLOWED", "ada")], &["CHARLEY_ALLOWED", "chat ids"]);
    refuses(&stage, &["run"], &[("CHARLEY_RATE_CHAT", "fast")], &["CHARLEY_RATE_CHAT", "messages a second"]);
    refuses(&stage, &["run"], &[("CHARLEY_API_URL", "https://api.telegram.org")], &["CHARLEY_CLOCK_FILE"]);
    refuses(&stage, &["run"], &[("CHARLEY_DIALOGUES", "nowhere")], &["nowhere", "is the path right"]);
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_and_waited_for() {
    let stage = Stage::new().await;
    let mut bot = stage.start(&[("CHARLEY_API_URL", "http://127.0.0.1:1")]);
    bot.says("Telegram does not answer; trying again").await;
    bot.stop().await;
}

#[tokio::test]
async fn the_wrong_key_damages_nothing() {
    let stage = Stage::new().await;
    let ada = somebody(&stage).await;
    refuses(
        &stage,
        &["run"],
        &[("CHARLEY_KEY", OTHER_KEY)],
        &["is sealed with key", "CHARLEY_KEY", "Nothing was changed"],
    );
    refuses(&stage, &["run"], &[("CHARLEY_KEY", "short")], &["CHARLEY_KEY", "is not a key", "openssl rand"]);
    let gone = stage.path("another-key");
    refuses(&stage, &["run"], &[("CHARLEY_KEY_FILE", text(&gone))], &["is not there", "Bring back the key"]);
    assert!(!gone.exists(), "no new key is made beside old data");
    let inside = stage.data().join("key");
    refuses(
        &stage,
        &["run"],
        &[("CHARLEY_KEY_FILE", text(&inside))],
        &["lies in the data folder", "Move it elsewhere"],
    );
    all_is_well(&stage, &ada).await;
}

#[tokio::test]
async fn a_store_of_a_newer_version_is_left_alone() {
    let stage = Stage::new().await;
    let ada = somebody(&stage).await;
    let write_format = |format: u32| {
        let db = sled::Config::new().path(stage.data().join("store")).segment_size(4 << 20).open().unwrap();
        db.insert(b"mformat", format.to_string().as_bytes()).unwrap();
        db.flush().unwrap();
    };
    write_format(FORMAT + 1);
    refuses(&stage, &["run"], &[], &["this version of Charley knows formats up to", "Run the newer version"]);
    write_format(FORMAT);
    all_is_well(&stage, &ada).await;
}

#[tokio::test]
async fn a_data_folder_that_cannot_be_used_is_told() {
    let stage = Stage::new().await;
    let file = stage.path("in-its-place");
    fs::write(&file, "not a folder").unwrap();
    refuses(&stage, &["run"], &[("CHARLEY_DATA", text(&file))], &["in-its-place"]);
    let below = file.join("data");
    refuses(&stage, &["run"], &[("CHARLEY_DATA", text(&below))], &["in-its-place"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), "not a folder");
}

#[tokio::test]
async fn a_second_bot_on_the_same_data_says_so_and_ends() {
    let stage = Stage::new().await;
    let mut bot = stage.bot(&[]).await;
    refuses(&stage, &["run"], &[], &["is already running on", "another folder"]);
    let ada = stage.control.person("Ada").await;
    ada.asks("/start", "I am Charley").await;
    bot.stop().await;
}

/// The first goes on; the second, with data of its own, sees for a minute that the token is taken.
#[tokio::test]
async fn a_second_bot_on_the_same_token_ends_after_a_minute() {
    let stage = Stage::new().await;
    let mut bot = stage.bot(&[]).await;
    let ada = stage.control.person("Ada").await;
    ada.asks("/start", "I am Charley").await;
    let other = stage.path("other");
    let mut second = stage.bot(&[("CHARLEY_DATA", text(&other))]).await;
    bot.says("another program receives with this token").await;
    let status = within(2 * PATIENCE, "the second to give up", async || second.has_ended()).await;
    assert_eq!(status.code(), Some(1));
    assert!(bot.log().contains("charley: another program has been receiving with this token for a minute: stop it"));
    ada.asks("/start", "I am Charley").await;
    bot.stop().await;
}

/// The content of the project, to be broken.
fn copy_of_the_content(stage: &Stage) -> PathBuf {
    let folder = stage.path("content");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("dialogues"), &folder);
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn change(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{} has no {from}", path.display());
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[tokio::test]
async fn mistakes_in_the_content_are_all_told_at_the_start() {
    let stage = Stage::new().await;
    let folder = copy_of_the_content(&stage);
    change(&folder.join("cramp.toml"), "still = \"relief_2\"", "still = \"sight\"");
    change(&folder.join("screening.toml"), "records = \"numbness\"", "records = \"numbnes\"");
    let settings = [("CHARLEY_DIALOGUES", text(&folder))];
    refuses(
        &stage,
        &["run"],
        &settings,
        &["cramp.toml:", "sight", "screening.toml:", "numbnes", "mistakes in the content"],
    );
    let (code, checked) = outcome(&mut stage.command(&["check", text(&folder)], &[]));
    assert_eq!(code, Some(1));
    assert!(checked.contains("sight") && checked.contains("numbnes"), "{checked}");
}

#[tokio::test]
async fn a_mistake_while_serving_changes_nothing_and_is_told_once() {
    let stage = Stage::new().await;
    let folder = copy_of_the_content(&stage);
    let admin = stage.control.person("Admin").await;
    let mut bot = stage.bot(&[("CHARLEY_DIALOGUES", text(&folder)), ("CHARLEY_ADMIN", &admin.chat.to_string())]).await;
    admin.asks("/start", "I am Charley").await;
    let ada = stage.control.person("Ada").await;
    ada.sets_up().await;
    ada.writes("/cramp").await;
    ada.taps("It let go").await;
    let cramp = folder.join("cramp.toml");
    change(&cramp, "still = \"relief_2\"", "still = \"sight\"");
    let told = admin.hears("The changed dialogues were refused").await;
    assert!(told.text.contains("content/cramp.toml:") && told.text.contains("relief"), "{}", told.text);
    ada.answers_to_the_card().await;
    change(&cramp, "still = \"sight\"", "still = \"relief_2\"");
    change(&cramp, "Straighten the knee.", "Make the knee straight.");
    bot.says("has changed and is in use").await;
    ada.asks("/cramp", "Make the knee straight.").await;
    stage.control.quiet().await;
    let told = admin.all().await.iter().filter(|said| said.text.contains("refused")).count();
    assert_eq!(told, 1);
    bot.stop().await;
}

/// A disk of its own, where that is permitted; goes with the value.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(at: PathBuf) -> Option<SmallDisk> {
        fs::create_dir_all(&at).unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=32m", "tmpfs"]).arg(&at).output();
        mount.is_ok_and(|done| done.status.success()).then_some(SmallDisk(at))
    }

    /// Leaves so many bytes free.
    fn fill(&self, free: usize) {
        let filler = self.0.join("filler");
        fs::write(&filler, vec![0; free]).unwrap();
        let mut rest = fs::File::create(self.0.join("rest")).unwrap();
        while std::io::Write::write_all(&mut rest, &[0; 4096]).is_ok() {}
        fs::remove_file(filler).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[tokio::test]
async fn a_full_disk_stops_the_bot_with_one_line_and_costs_nothing_that_was_confirmed() {
    let stage = Stage::new().await;
    let Some(disk) = SmallDisk::mount(stage.path("disk")) else {
        println!("skipped: mounting a small disk needs root");
        return;
    };
    let data = stage.path("disk/data");
    let settings = [("CHARLEY_DATA", text(&data))];
    let mut bot = stage.bot(&settings).await;
    let ada = stage.control.person("Ada").await;
    ada.sets_up().await;
    ada.writes("/cramp").await;
    ada.answers_to_the_card().await;
    disk.fill(0);
    let mut written = 0;
    let status = within(PATIENCE, "the end of the bot", async || {
        if written < 2000 {
            ada.writes("/cramp").await;
            written += 1;
        }
        bot.has_ended()
    })
    .await;
    assert_eq!(status.code(), Some(1), "{}", bot.log());
    let log = bot.log();
    let complaints: Vec<&str> = log.lines().filter(|line| line.starts_with("charley: ")).collect();
    assert_eq!(complaints.len(), 1, "{log}");
    assert!(complaints[0].contains("The disk is full") && complaints[0].contains("Make room"), "{log}");
    assert!(!log.contains("panicked"), "{log}");
    let (code, again) = outcome(&mut stage.command(&["run"], &settings));
    assert_eq!(code, Some(1), "still full: {again}");
    fs::remove_file(stage.path("disk/rest")).unwrap();
    let mut bot = stage.bot(&settings).await;
    stage.control.quiet().await;
    let diary = ada.asks("/diary", "Your last entries").await;
    assert!(diary.text.contains("cramp, "), "{}", diary.text);
    bot.stop().await;
}

#[tokio::test]
async fn a_backup_is_proved_and_comes_back_only_when_it_may() {
    let stage = Stage::new().await;
    let ada = somebody(&stage).await;
    let file = stage.path("a.backup");
    let (code, said) = outcome(&mut stage.command(&["backup", text(&file)], &[]));
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("1 people") && said.contains("counted"), "{said}");
    refuses(&stage, &["backup", text(&file)], &[], &["is there already"]);
    refuses(&stage, &["restore", text(&file)], &[], &["There is a store in", "--overwrite"]);
    let mut bot = stage.bot(&[]).await;
    ada.asks("/delete", "There is no way back").await;
    ada.taps_again("Delete everything").await;
    ada.hears("Deleted at").await;
    refuses(&stage, &["restore", text(&file), "--overwrite"], &[], &["is already running on"]);
    bot.stop().await;
    let (code, said) = outcome(&mut stage.command(&["restore", text(&file), "--overwrite"], &[]));
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("1 people"), "{said}");
    all_is_well(&stage, &ada).await;
    let elsewhere = stage.path("elsewhere");
    let (code, said) = outcome(&mut stage.command(&["restore", text(&file)], &[("CHARLEY_DATA", text(&elsewhere))]));
    assert_eq!(code, Some(0), "into an empty folder: {said}");
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let damaged = stage.path("damaged.backup");
    fs::write(&damaged, bytes).unwrap();
    refuses(&stage, &["restore", text(&damaged), "--overwrite"], &[], &["damaged", "Nothing was changed"]);
    all_is_well(&stage, &ada).await;
}

#[tokio::test]
async fn doctor_names_what_is_wrong_and_ends_with_one() {
    let stage = Stage::new().await;
    let ada = somebody(&stage).await;
    let doctor = |settings: &[(&str, &str)]| outcome(&mut stage.command(&["doctor"], settings));
    let (code, said) = doctor(&[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(!said.contains("WRONG") && said.contains("1 people"), "{said}");
    for (settings, words) in [
        (("TELOXIDE_TOKEN", ""), "WRONG token"),
        (("TELOXIDE_TOKEN", "123:wrong"), "WRONG token: Telegram refuses it"),
        (("CHARLEY_KEY", OTHER_KEY), "WRONG key and store"),
        (("CHARLEY_API_URL", "http://127.0.0.1:1"), "WRONG token: no answer"),
        (("CHARLEY_DIALOGUES", "nowhere"), "WRONG content"),
    ] {
        let (code, said) = doctor(&[settings]);
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains(words), "{words} is missing: {said}");
        assert_eq!(said.matches("WRONG").count(), 1, "{said}");
        assert!(!said.contains(&stage.token), "{said}");
    }
    let mut bot = stage.bot(&[]).await;
    let (code, said) = doctor(&[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("in use by a running Charley"), "{said}");
    bot.stop().await;
    all_is_well(&stage, &ada).await;
}
