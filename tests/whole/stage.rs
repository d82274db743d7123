//! The processes: the simulated Telegram, the bot, and the folder both live in. Everything ends with the stage.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use charley::shell::clock::Clock;
use charley::shell::secret;
use charley::shell::store::Store;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::time::sleep;

use crate::person::Person;

/// Longer than anything takes, also on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks at something that tells nobody when it changes.
const LOOK: Duration = Duration::from_millis(10);

/// A process with its words in a file.
pub struct Process {
    child: Child,
    log: PathBuf,
}

impl Process {
    fn start(command: &mut Command, log: PathBuf) -> Process {
        let file = File::options().create(true).append(true).open(&log).unwrap();
        command.stdin(Stdio::null()).stdout(file.try_clone().unwrap()).stderr(file);
        Process { child: command.spawn().unwrap(), log }
    }

    /// Everything it and those before it have said.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    pub fn ask_to_stop(&self) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
    }

    pub fn has_ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// As a service manager stops it: SIGTERM, a few seconds, exit code 0.
    pub async fn stop(&mut self) {
        self.ask_to_stop();
        let asked = Instant::now();
        let status = within(PATIENCE, "the end of the process", async || self.has_ended()).await;
        assert_eq!(status.code(), Some(0), "{}", self.log());
        assert!(asked.elapsed() < Duration::from_secs(10), "the stop took {:?}", asked.elapsed());
    }

    /// Waits until the log holds these words.
    pub async fn says(&self, words: &str) {
        within(PATIENCE, words, async || self.log().contains(words).then_some(())).await;
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Waits until `look` finds something.
pub async fn within<T>(patience: Duration, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + patience;
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(Instant::now() < deadline, "waited {patience:?} in vain for: {what}");
        sleep(LOOK).await;
    }
}

/// How the tests reach the simulated Telegram.
#[derive(Clone)]
pub struct Control {
    client: reqwest::Client,
    url: String,
}

impl Control {
    pub async fn post(&self, path: &str, body: Value) -> Value {
        let request = self.client.post(format!("{}{path}", self.url)).header("content-type", "application/json");
        json_of(request.body(body.to_string())).await
    }

    pub async fn get(&self, path: &str) -> Value {
        json_of(self.client.get(format!("{}{path}", self.url))).await
    }

    pub async fn person(&self, name: &str) -> Person {
        self.person_as(json!({"name": name})).await
    }

    pub async fn bytes(&self, path: &str) -> Vec<u8> {
        let answer = self.client.get(format!("{}{path}", self.url)).send().await.unwrap();
        answer.error_for_status().unwrap().bytes().await.unwrap().to_vec()
    }

    /// Somebody with a number, last name or username of their own.
    pub async fn person_as(&self, who: Value) -> Person {
        let person = self.post("/simulator/people", who).await;
        Person::new(self.clone(), person["id"].as_i64().unwrap())
    }

    /// A rule by which calls go wrong.
    pub async fn fault(&self, rule: Value) {
        assert!(self.post("/simulator/faults", rule).await["faults"].is_array());
    }

    /// Moves the clock of Telegram and of the bot.
    pub async fn forward(&self, seconds: i64) {
        self.post("/simulator/clock", json!({"advance": seconds})).await;
    }

    /// Moves the clock to the next time that this hour begins in Berlin.
    pub async fn forward_to(&self, hour: i8) {
        let now = self.in_berlin().await;
        let today = now.date().at(hour, 0, 0, 0).to_zoned(now.time_zone().clone()).unwrap();
        let next = if today > now { today } else { today.checked_add(1.day()).unwrap() };
        self.forward(next.timestamp().as_second() - now.timestamp().as_second() + 60).await;
    }

    async fn in_berlin(&self) -> Zoned {
        let now = self.get("/simulator/state").await["now"].as_i64().unwrap();
        Timestamp::from_second(now).unwrap().to_zoned(TimeZone::get("Europe/Berlin").unwrap())
    }

    /// The calls of the bot, without its polls.
    pub async fn calls(&self, method: &str) -> Vec<Value> {
        let journal = self.get(&format!("/simulator/journal?polls=false&method={method}")).await;
        journal["calls"].as_array().unwrap().clone()
    }

    /// How often the bot has polled.
    pub async fn polls(&self) -> i64 {
        self.get("/simulator/state").await["polls"].as_i64().unwrap()
    }

    pub async fn unconfirmed(&self) -> usize {
        self.get("/simulator/state").await["unconfirmed_updates"].as_array().unwrap().len()
    }

    /// Waits until the bot has dealt with everything that people did.
    pub async fn quiet(&self) {
        within(PATIENCE, "every update confirmed", async || (self.unconfirmed().await == 0).then_some(())).await;
    }
}

async fn json_of(request: reqwest::RequestBuilder) -> Value {
    let text = request.send().await.unwrap().text().await.unwrap();
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text}"))
}

/// One simulated Telegram, one data folder.
pub struct Stage {
    folder: TempDir,
    pub control: Control,
    pub token: String,
    port: u16,
    options: Vec<&'static str>,
    telegram: Process,
}

impl Stage {
    pub async fn new() -> Stage {
        Stage::with(&[]).await
    }

    /// By day, whatever the hour at which the test runs: less is asked at night, and without a sound.
    pub async fn by_day() -> Stage {
        let stage = Stage::new().await;
        stage.control.forward_to(12).await;
        stage
    }

    pub async fn with(options: &[&'static str]) -> Stage {
        let folder = tempfile::tempdir().unwrap();
        let (telegram, url, token) = telegram(folder.path(), 0, options).await;
        let port = url.rsplit(':').next().unwrap().parse().unwrap();
        let control = Control { client: reqwest::Client::new(), url };
        Stage { folder, control, token, port, options: options.to_vec(), telegram }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Every file below a folder of the stage.
    pub fn files(&self, name: &str) -> Vec<PathBuf> {
        let (mut folders, mut files) = (vec![self.path(name)], Vec::new());
        while let Some(folder) = folders.pop() {
            for path in fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()) {
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        files
    }

    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    pub fn url(&self) -> &str {
        &self.control.url
    }

    /// Telegram is gone, as when the network is.
    pub async fn lose_telegram(&mut self) {
        self.telegram.kill();
    }

    /// It is back at the same address, with everything it knew.
    pub async fn find_telegram(&mut self) {
        self.telegram = telegram(self.folder.path(), self.port, &self.options).await.0;
    }

    /// `charley` with the settings of this stage and some more; an empty value takes one away.
    pub fn command(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_charley"));
        command.args(arguments).current_dir(self.folder.path()).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", self.path("home"));
        command.env("TELOXIDE_TOKEN", &self.token).env("CHARLEY_API_URL", self.url());
        command.env("CHARLEY_DATA", self.data()).env("CHARLEY_KEY_FILE", self.path("key"));
        command.env("CHARLEY_CLOCK_FILE", self.path("telegram/clock"));
        command.env("CHARLEY_DIALOGUES", Path::new(env!("CARGO_MANIFEST_DIR")).join("dialogues"));
        command.env("CHARLEY_RATE_TOTAL", "0").env("CHARLEY_RATE_CHAT", "0");
        command.envs(settings.iter().copied());
        command
    }

    /// The bot, just started.
    pub fn start(&self, settings: &[(&str, &str)]) -> Process {
        Process::start(&mut self.command(&["run"], settings), self.path("bot.log"))
    }

    /// The bot, as soon as it listens.
    pub async fn bot(&self, settings: &[(&str, &str)]) -> Process {
        let before = self.control.polls().await;
        let mut bot = self.start(settings);
        within(PATIENCE, "the bot's first poll", async || {
            assert!(bot.child.try_wait().unwrap().is_none(), "the bot has ended: {}", bot.log());
            (self.control.polls().await > before).then_some(())
        })
        .await;
        bot
    }

    /// What the bot has kept; it must not be running.
    pub fn store(&self) -> Store {
        let keyring = secret::keyring_in(&self.path("key"), &self.data()).unwrap();
        Store::open(&self.data(), keyring, 1 << 24, Clock::default().now()).unwrap()
    }
}

async fn telegram(folder: &Path, port: u16, options: &[&'static str]) -> (Process, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_charley"));
    command.args(["simulate", "--server-only", "--folder", "telegram", "--port", &port.to_string()]).args(options);
    command.env_clear().current_dir(folder);
    let log = folder.join("telegram.log");
    let _ = fs::remove_file(&log);
    let mut process = Process::start(&mut command, log);
    let line = within(PATIENCE, "the simulator's address", async || {
        assert!(process.child.try_wait().unwrap().is_none(), "the simulator has ended: {}", process.log());
        process.log().lines().find(|line| line.starts_with("The Bot API:")).map(str::to_owned)
    })
    .await;
    let words: Vec<&str> = line.split_whitespace().collect();
    (process, words[3].to_owned(), words[5].to_owned())
}
