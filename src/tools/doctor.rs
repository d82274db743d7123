//! `charley doctor`: looks at everything a bot needs and prints what to do about what is wrong.

use std::fs;
use std::path::Path;

use jiff::tz::TimeZone;

use super::serve;
use crate::config::Config;
use crate::shell::clock::Clock;
use crate::shell::store::{Store, StoreError};
use crate::shell::telegram::greet::Welcome;
use crate::shell::telegram::Telegram;

/// One thing looked at: what it is, and what was found.
struct Finding {
    what: &'static str,
    outcome: Result<String, String>,
}

/// Prints a line for each thing; true when all is well.
pub fn run(config: &Config) -> bool {
    let findings = [
        Finding { what: "content", outcome: content(config) },
        Finding { what: "zone data", outcome: zones() },
        Finding { what: "clock", outcome: clock(config) },
        Finding { what: "data folder", outcome: writable(&config.data) },
        Finding { what: "key and store", outcome: store(config) },
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
    let zone = TimeZone::get("Europe/Berlin").map_err(|error| format!("no time zone tables: {error}"))?;
    Ok(format!("time zones are inside the program ({})", zone.iana_name().unwrap_or("unnamed")))
}

fn clock(config: &Config) -> Result<String, String> {
    let now = Clock::new(config.clock_file.as_deref()).now();
    if now.as_second() < 1_750_000_000 {
        return Err(format!("it says {now}: set the system clock, or every entry gets a wrong hour"));
    }
    Ok(now.to_string())
}

fn writable(folder: &Path) -> Result<String, String> {
    let probe = folder.join("doctor-was-here");
    let tried = fs::create_dir_all(folder).and_then(|()| fs::write(&probe, b"ok")).and_then(|()| fs::remove_file(&probe));
    match tried {
        Ok(()) => Ok(format!("{} can be written", folder.display())),
        Err(error) => Err(format!("{} cannot be written ({error}): check its owner and the free space", folder.display())),
    }
}

fn store(config: &Config) -> Result<String, String> {
    let keyring = serve::keyring(config).map_err(|fault| fault.to_string())?;
    let now = Clock::new(config.clock_file.as_deref()).now();
    let store = match Store::open(&config.data, keyring, 16 * 1024 * 1024, now) {
        Ok(store) => store,
        // Nothing is wrong with that; the bot has looked at it itself.
        Err(StoreError::AlreadyRunning { .. }) => return Ok("in use by a bot that runs; stop it to have people counted".into()),
        Err(error) => return Err(error.to_string()),
    };
    let people = store.people().map_err(|error| error.to_string())?;
    Ok(format!("opens; {people} people, {} letters waiting", store.waiting()))
}

fn token(config: &Config) -> Result<String, String> {
    let Some(token) = &config.token else {
        return Err("TELOXIDE_TOKEN is not set: get one from @BotFather, or try `charley simulate`".into());
    };
    let telegram = Telegram::for_sending(token, &config.api_url).map_err(|error| error.to_string())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
    match runtime.block_on(telegram.me()) {
        Welcome::Name(name) => Ok(format!("valid, the bot is @{name}")),
        Welcome::Unauthorised => Err("Telegram refuses it: copy it from @BotFather once more".into()),
        Welcome::Silence => Err("no answer from the Bot API: check the network and CHARLEY_API_URL".into()),
    }
}
