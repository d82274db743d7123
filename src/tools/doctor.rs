//! `charley doctor`: looks at everything a bot needs and prints what to do about what is wrong. Exit code 1 then.
//!
//! Also beside a bot that runs: what that one holds is left to it. Changes nothing but its own probe, which it removes;
//! a key and a data folder are made where there are none yet, as a first start would.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::serve;
use crate::config::Config;
use crate::shell::backup::night;
use crate::shell::clock::Clock;
use crate::shell::folder;
use crate::shell::store::{Store, StoreError};
use crate::shell::telegram::Telegram;
use crate::shell::telegram::greet::Welcome;

/// One thing looked at: what it is, and what was found.
struct Finding {
    what: &'static str,
    outcome: Result<String, String>,
}

/// Room for some thousand answers; with less, the disk is as good as full.
const PROBE_BYTES: usize = 1024 * 1024;
/// No build of Charley is older than this.
const BEFORE_ANY_BUILD: i64 = 1_750_000_000;
/// A clock so far behind the newest file was set back.
const BEHIND: SignedDuration = SignedDuration::from_mins(5);
/// After more than a day and a half, a night is missing.
const OLDEST_BACKUP_HOURS: i64 = 36;

/// Prints a line for each thing; true when all is well.
pub fn run(config: &Config) -> bool {
    let findings = [
        Finding { what: "content", outcome: content(config) },
        Finding { what: "zone data", outcome: zones() },
        Finding { what: "clock", outcome: clock(config) },
        Finding { what: "data folder", outcome: data_folder(&config.data) },
        Finding { what: "disk", outcome: room(&config.data) },
        Finding { what: "key and store", outcome: store(config) },
        Finding { what: "backups", outcome: backups(config) },
        Finding { what: "operator", outcome: Ok(operator(config)) },
        Finding { what: "token", outcome: token(config) },
    ];
    for Finding { what, outcome } in &findings {
        match outcome {
            Ok(found) => println!("ok    {what}: {found}"),
            Err(found) => println!("WRONG {what}: {found}"),
        }
    }
    findings.iter().all(|finding| finding.outcome.is_ok())
}

fn content(config: &Config) -> Result<String, String> {
    match serve::library(serve::content_folder(config).as_deref()) {
        Ok(library) => Ok(format!("{} dialogues, {} rules", library.dialogues.len(), library.rules.len())),
        Err(mistakes) => {
            let first = mistakes.first().map(ToString::to_string).unwrap_or_default();
            Err(format!("{} mistakes, the first: {first}. `charley check` lists them all.", mistakes.len()))
        }
    }
}

fn zones() -> Result<String, String> {
    let zone =
        TimeZone::get("Europe/Berlin").map_err(|error| format!("no time zone tables: {error}; take another build"))?;
    Ok(format!("time zones are inside the program ({})", zone.iana_name().unwrap_or("unnamed")))
}

fn clock(config: &Config) -> Result<String, String> {
    let now = Clock::new(config.clock_file.as_deref()).now();
    let set = "set the system clock, or every entry gets a wrong hour";
    if now.as_second() < BEFORE_ANY_BUILD {
        return Err(format!("it says {now:.0}: {set}"));
    }
    match changed(&config.data.join("store").join("db")) {
        Some(changed) if changed.duration_since(now) > BEHIND => {
            Err(format!("it says {now:.0}, but the data was last written at {changed:.0}: {set}"))
        }
        Some(_) | None => Ok(format!("{now:.0}")),
    }
}

fn changed(path: &Path) -> Option<Timestamp> {
    Timestamp::try_from(fs::metadata(path).ok()?.modified().ok()?).ok()
}

fn data_folder(data: &Path) -> Result<String, String> {
    let made = folder::make_private(data).and_then(|()| fs::metadata(data));
    let found = made.map_err(|error| format!("{} cannot be used ({error}): check its owner", data.display()))?;
    match others_may(&found) {
        Some(mode) => {
            let data = data.display();
            Err(format!("others may look into {data} (mode {mode:o}): run `chmod 700 {data}`"))
        }
        None => Ok(format!("{}, for its owner only", data.display())),
    }
}

#[cfg(unix)]
fn others_may(found: &fs::Metadata) -> Option<u32> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&found.permissions()) & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

#[cfg(not(unix))]
fn others_may(_found: &fs::Metadata) -> Option<u32> {
    None
}

/// Whether something can be written and brought to the disk.
fn room(folder: &Path) -> Result<String, String> {
    match probe(&folder.join("doctor-was-here")) {
        Ok(()) => Ok(format!("1 MiB could be written in {}", folder.display())),
        Err(error) => {
            Err(format!("1 MiB could not be written in {} ({error}): make room, check its owner", folder.display()))
        }
    }
}

fn probe(path: &Path) -> io::Result<()> {
    let mut file = File::create(path)?;
    let written = file.write_all(&vec![0; PROBE_BYTES]).and_then(|()| file.sync_all());
    written.and(fs::remove_file(path))
}

/// The key file, too: that only its owner may read it, and that it lies apart from the data.
fn store(config: &Config) -> Result<String, String> {
    let keyring = serve::keyring(config).map_err(|fault| fault.to_string())?;
    let now = Clock::new(config.clock_file.as_deref()).now();
    let store = match Store::open(&config.data, keyring, 16 * 1024 * 1024, now) {
        Err(StoreError::AlreadyRunning { .. }) => {
            return Ok("the key can be read; the store is in use by a running Charley".to_owned());
        }
        opened => opened.map_err(|error| error.to_string())?,
    };
    let people = store.people().map_err(|error| error.to_string())?;
    Ok(format!("the key fits; {people} people, {} letters waiting", store.waiting()))
}

fn backups(config: &Config) -> Result<String, String> {
    let Some(folder) = &config.backup else {
        return Ok("none at night; set CHARLEY_BACKUP to a folder, best on another disk".to_owned());
    };
    let key = serve::key_file(config).map_err(|fault| fault.to_string())?;
    let usable = night::keep_apart(folder, &config.data, key.as_deref()).and_then(|()| night::make(folder));
    usable.map_err(|error| error.to_string())?;
    let room = room(folder)?;
    let nights = night::nights(folder)
        .map_err(|error| format!("{} cannot be read ({error}): check its owner", folder.display()))?;
    let Some(newest) = nights.last() else { return Ok(format!("{room}; none was made yet")) };
    let now = Clock::new(config.clock_file.as_deref()).now();
    match changed(&night::file(folder, *newest)).map(|at| now.duration_since(at).as_hours()) {
        Some(hours) if hours > OLDEST_BACKUP_HOURS => Err(format!(
            "the newest, of {newest}, is {hours} hours old: is Charley running? Its log says why none was made since"
        )),
        Some(_) | None => Ok(format!("{room}; {} there, the newest of {newest}", nights.len())),
    }
}

fn operator(config: &Config) -> String {
    match config.admins.len() {
        0 => "nobody is told in a chat when something goes wrong; set CHARLEY_ADMIN to your chat id".to_owned(),
        several => format!("{several} told when something goes wrong; each must have sent the bot /start once"),
    }
}

fn token(config: &Config) -> Result<String, String> {
    let Some(token) = &config.token else {
        return Err("TELOXIDE_TOKEN is not set: get one from @BotFather, or try `charley simulate`".into());
    };
    let telegram = Telegram::for_sending(token, &config.api_url).map_err(|error| error.to_string())?;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
    match runtime.block_on(telegram.me()) {
        Welcome::Name(name) => Ok(format!("valid, the bot is @{name}")),
        Welcome::Unauthorised => Err("Telegram refuses it: copy it from @BotFather once more".into()),
        Welcome::Silence => Err("no answer from the Bot API: check the network and CHARLEY_API_URL".into()),
    }
}
