//! The programs that are measured, each as a process of its own: the release binary, the floor, and Charley's library with a
//! store whose syncs take longer.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use charley::config::Config;
use charley::library::load;
use charley::shell::clock::Clock;
use charley::shell::desk::Content;
use charley::shell::phrases::Phrases;
use charley::shell::store::Store;
use charley::shell::{self, Parts, secret};
use charley::tools::serve::CACHE_BYTES;

use crate::common::{Outcome, dialogues};

const TOKEN: &str = "1:a-token-of-the-stand-in-that-opens-nothing";
const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

#[derive(Clone, Copy)]
pub enum Bot {
    Charley,
    Floor,
    /// Charley as a library, each sync so much longer.
    Slow(Duration),
}

/// Ends with its owner.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Bot {
    pub fn start(self, server: &str, folder: &Path) -> Outcome<Running> {
        let mut command = match self {
            Bot::Charley => Command::new(env!("CARGO_BIN_EXE_charley")),
            Bot::Floor | Bot::Slow(_) => Command::new(std::env::current_exe()?),
        };
        match self {
            Bot::Charley => command.arg("run"),
            Bot::Floor => command.args(["floor", server]).arg(folder.join("plan.json")),
            Bot::Slow(sync) => command.arg("slow").arg(sync.as_millis().to_string()),
        };
        command.env_clear().current_dir(folder).stdin(Stdio::null());
        for (name, value) in settings(server) {
            command.env(name, value);
        }
        command.env("CHARLEY_DATA", folder.join("data")).env("CHARLEY_DIALOGUES", dialogues());
        Ok(Running(command.spawn()?))
    }
}

fn settings(server: &str) -> [(&'static str, &str); 6] {
    [
        ("TELOXIDE_TOKEN", TOKEN),
        ("CHARLEY_API_URL", server),
        ("CHARLEY_KEY", KEY),
        ("CHARLEY_RATE_TOTAL", "0"),
        ("CHARLEY_RATE_CHAT", "0"),
        ("RUST_LOG", "warn"),
    ]
}

/// The bot as `charley run` puts it together, but for the sync. Never returns but for an error.
pub async fn slow(sync: Duration) -> Outcome {
    let config = Config::read().map_err(|mistakes| format!("{mistakes:?}"))?;
    let library = load::folder(&dialogues()).map_err(|mistakes| format!("{mistakes:?}"))?;
    let clock = Clock::new(None);
    let mut store = Store::open(&config.data, secret::keyring_of(KEY)?, CACHE_BYTES, clock.now())?;
    store.sync_with(Box::new(move |file| {
        file.sync_data()?;
        std::thread::sleep(sync);
        Ok(())
    }));
    let phrases = Phrases::of(&library);
    let parts = Parts { store, content: Content { library, phrases }, faces: Vec::new(), follow: None, clock };
    Ok(shell::run(&config, parts, shell::asked_to_stop()).await?)
}
