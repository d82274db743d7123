//! The settings: from the environment and a `.env` file, checked whole, every mistake at once.
//!
//! The only reader of the environment. Never prints a token or a key.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use reqwest::Url;
use thiserror::Error;

use crate::ids::ChatId;

/// Every setting there is; `.env.example` explains each.
pub const NAMES: [&str; 13] = [
    TOKEN, API_URL, DATA, BACKUP, DIALOGUES, KEY, KEY_FILE, ALLOWED, ADMIN, RATE_TOTAL, RATE_CHAT, CLOCK_FILE, RUST_LOG,
];

const TOKEN: &str = "TELOXIDE_TOKEN";
const API_URL: &str = "CHARLEY_API_URL";
const DATA: &str = "CHARLEY_DATA";
const BACKUP: &str = "CHARLEY_BACKUP";
const DIALOGUES: &str = "CHARLEY_DIALOGUES";
const KEY: &str = "CHARLEY_KEY";
const KEY_FILE: &str = "CHARLEY_KEY_FILE";
const ALLOWED: &str = "CHARLEY_ALLOWED";
const ADMIN: &str = "CHARLEY_ADMIN";
const RATE_TOTAL: &str = "CHARLEY_RATE_TOTAL";
const RATE_CHAT: &str = "CHARLEY_RATE_CHAT";
const CLOCK_FILE: &str = "CHARLEY_CLOCK_FILE";
const RUST_LOG: &str = "RUST_LOG";

/// The data folder when none is named.
const USUAL_DATA: &str = "data";

/// Telegram's own server.
pub const TELEGRAM_API: &str = "https://api.telegram.org";

/// Something that no log and no error shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: &str) -> Self {
        Secret(text.to_owned())
    }

    /// The text itself, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Everything an operator may choose.
#[derive(Debug, Clone)]
pub struct Config {
    /// Absent: there is no bot to run, only the simulator.
    pub token: Option<Secret>,
    /// The Bot API server, without the token.
    pub api_url: Url,
    /// The data folder.
    pub data: PathBuf,
    /// Where a backup goes every night; absent: none is made.
    pub backup: Option<PathBuf>,
    /// The content folder, when the operator names one.
    pub dialogues: Option<PathBuf>,
    /// The text of the key that seals the data.
    pub key: Option<Secret>,
    pub key_file: Option<PathBuf>,
    /// Who may use the bot; absent: everybody.
    pub allowed: Option<BTreeSet<ChatId>>,
    /// Who is told when something needs an operator.
    pub admins: BTreeSet<ChatId>,
    pub rates: Rates,
    /// Holds seconds that are added to the system time.
    pub clock_file: Option<PathBuf>,
    /// The filter of the log.
    pub log: String,
    /// The user's configuration folder and home, where the usual key file lies.
    pub config_home: Option<PathBuf>,
    pub home: Option<PathBuf>,
}

/// Budgets in messages a second; 0 switches a limit off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rates {
    /// Over all chats.
    pub total: f64,
    /// To one chat.
    pub chat: f64,
}

impl Default for Rates {
    fn default() -> Self {
        Rates { total: 30.0, chat: 1.0 }
    }
}

/// One setting that cannot be used as it is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{name}: {what}")]
pub struct Mistake {
    pub name: &'static str,
    pub what: String,
}

impl Config {
    /// From the environment, and from `.env` in the working folder for what the environment leaves open.
    ///
    /// # Errors
    /// Every setting that cannot be used.
    pub fn read() -> Result<Config, Vec<Mistake>> {
        let file = env_file()?;
        Config::from(|name| std::env::var(name).ok().or_else(|| file.get(name).cloned()))
    }

    /// From any source of values; an empty value counts as absent.
    ///
    /// # Errors
    /// Every setting that cannot be used.
    pub fn from(value: impl Fn(&str) -> Option<String>) -> Result<Config, Vec<Mistake>> {
        let mut reader = Reader { value, mistakes: Vec::new() };
        match reader.config() {
            Some(config) if reader.mistakes.is_empty() => Ok(config),
            _ => Err(reader.mistakes),
        }
    }

    /// Settings for a bot that talks to the stand-in on this machine, with data of its own unless a folder was named.
    pub fn point_at(&mut self, server: SocketAddr, token: &str, clock_file: PathBuf, data: PathBuf) {
        if self.data == Path::new(USUAL_DATA) {
            self.data = data;
        }
        // Those of a real bot lie there, under the same names.
        self.backup = None;
        // An address always makes a URL; if it ever did not, Telegram would refuse the token.
        self.api_url = Url::parse(&format!("http://{server}")).unwrap_or_else(|_| self.api_url.clone());
        self.token = Some(Secret::new(token));
        self.clock_file = Some(clock_file);
    }

    /// Whether the Bot API server is on this machine.
    pub fn loopback(&self) -> bool {
        is_loopback(&self.api_url)
    }
}

/// Whether an address is of this machine only.
pub fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn env_file() -> Result<HashMap<String, String>, Vec<Mistake>> {
    let wrong = |what: String| vec![Mistake { name: ".env", what }];
    match dotenvy::from_path_iter(".env") {
        Ok(lines) => lines
            .collect::<Result<HashMap<String, String>, _>>()
            // The error quotes the line, which may hold the token.
            .map_err(|_| wrong("a line is not of the form NAME=value".to_owned())),
        Err(error) if error.not_found() => Ok(HashMap::new()),
        Err(_) => Err(wrong("the file cannot be read; check its permissions".to_owned())),
    }
}

struct Reader<F> {
    value: F,
    mistakes: Vec<Mistake>,
}

impl<F: Fn(&str) -> Option<String>> Reader<F> {
    /// Absent only together with a mistake; the others are gathered all the same.
    fn config(&mut self) -> Option<Config> {
        let api_url = self.api_url();
        let loopback = api_url.as_ref().is_some_and(is_loopback);
        Some(Config {
            token: self.token(),
            data: self.path(DATA).unwrap_or_else(|| PathBuf::from(USUAL_DATA)),
            backup: self.path(BACKUP),
            dialogues: self.path(DIALOGUES),
            key: self.text(KEY).map(Secret),
            key_file: self.path(KEY_FILE),
            allowed: self.chats(ALLOWED),
            admins: self.chats(ADMIN).unwrap_or_default(),
            rates: Rates {
                total: self.rate(RATE_TOTAL, Rates::default().total),
                chat: self.rate(RATE_CHAT, Rates::default().chat),
            },
            clock_file: self.clock_file(loopback),
            log: self.text(RUST_LOG).unwrap_or_else(|| "info".to_owned()),
            config_home: self.path("XDG_CONFIG_HOME"),
            home: self.path("HOME"),
            api_url: api_url?,
        })
    }

    fn text(&self, name: &str) -> Option<String> {
        (self.value)(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn path(&self, name: &str) -> Option<PathBuf> {
        self.text(name).map(PathBuf::from)
    }

    fn wrong(&mut self, name: &'static str, what: &str) {
        self.mistakes.push(Mistake { name, what: what.to_owned() });
    }

    fn token(&mut self) -> Option<Secret> {
        let token = self.text(TOKEN)?;
        // It becomes part of an address.
        if token.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_')) {
            return Some(Secret(token));
        }
        self.wrong(TOKEN, "is not a bot token; copy it from @BotFather, it looks like 123456789:AAE…");
        None
    }

    fn api_url(&mut self) -> Option<Url> {
        let text = self.text(API_URL).unwrap_or_else(|| TELEGRAM_API.to_owned());
        match Url::parse(&text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Some(url),
            _ => {
                self.wrong(API_URL, "is not an address such as http://127.0.0.1:8081");
                None
            }
        }
    }

    fn clock_file(&mut self, loopback: bool) -> Option<PathBuf> {
        let path = self.path(CLOCK_FILE)?;
        if loopback {
            return Some(path);
        }
        self.wrong(CLOCK_FILE, "moves the clock of a simulated bot; it needs CHARLEY_API_URL on this machine");
        None
    }

    fn chats(&mut self, name: &'static str) -> Option<BTreeSet<ChatId>> {
        let text = self.text(name)?;
        let ids: Result<BTreeSet<ChatId>, _> = text.split(',').map(|id| id.trim().parse().map(ChatId)).collect();
        if ids.is_err() {
            self.wrong(name, "is not a list of chat ids separated by commas, such as 123456789,987654321");
        }
        ids.ok()
    }

    fn rate(&mut self, name: &'static str, default: f64) -> f64 {
        let Some(text) = self.text(name) else {
            return default;
        };
        match text.parse::<f64>() {
            Ok(rate) if (0.0..=100_000.0).contains(&rate) => rate,
            _ => {
                self.wrong(name, "is not a number of messages a second (0 switches the limit off)");
                default
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, NAMES};

    fn with<'a>(pairs: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        |name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn nothing_set_is_enough_to_simulate() {
        let config = Config::from(|_| None).unwrap();
        assert!(config.token.is_none());
        assert_eq!(config.rates.total, 30.0);
        assert!(!config.loopback());
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let mistakes = Config::from(with(&[
            ("TELOXIDE_TOKEN", "with spaces in it"),
            ("CHARLEY_API_URL", "nowhere"),
            ("CHARLEY_ALLOWED", "1,me"),
            ("CHARLEY_RATE_CHAT", "-1"),
            ("CHARLEY_CLOCK_FILE", "clock"),
        ]))
        .unwrap_err();
        assert_eq!(mistakes.len(), 5, "{mistakes:?}");
    }

    #[test]
    fn the_clock_may_be_moved_only_on_this_machine() {
        let at = |url| Config::from(with(&[("CHARLEY_CLOCK_FILE", "clock"), ("CHARLEY_API_URL", url)])).is_ok();
        assert!(at("http://127.0.0.1:8081") && at("http://[::1]:8081") && at("http://localhost:1"));
        assert!(!at("http://127.0.0.1.example.org") && !at("https://api.telegram.org"));
    }

    #[test]
    fn no_secret_is_printed() {
        let config = Config::from(with(&[("TELOXIDE_TOKEN", "1:AAE"), ("CHARLEY_KEY", "abcdef")])).unwrap();
        let printed = format!("{config:?}");
        assert!(!printed.contains("AAE") && !printed.contains("abcdef"), "{printed}");
    }

    #[test]
    fn the_example_file_lists_every_setting() {
        let example = include_str!("../.env.example");
        let listed: Vec<&str> = example
            .lines()
            .filter_map(|line| line.trim_start_matches(['#', ' ']).split_once('=').map(|(name, _)| name))
            .filter(|name| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
            .collect();
        assert_eq!(listed, NAMES);
    }
}
