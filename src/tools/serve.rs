//! `charley run` and `charley simulate`: gathers what a running bot is made of, and hands it to the shell.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use log::info;

use super::fault::Fault;
use super::sample_life::{self, SAMPLE, SAMPLE_NAME};
use crate::config::Config;
use crate::engine::understanding::proof;
use crate::engine::{command, phrases};
use crate::library::mistake::Mistake;
use crate::library::words::FIRST_LANGUAGE;
use crate::library::{Library, check, load};
use crate::shell::backup::night;
use crate::shell::clock::Clock;
use crate::shell::desk::Content;
use crate::shell::phrases::Phrases;
use crate::shell::seal::Keyring;
use crate::shell::store::Store;
use crate::shell::telegram::greet::Face;
use crate::shell::{self, Parts, secret};
use crate::simulator::{Options, Simulator};

/// Where content lies when no folder is named.
pub const CONTENT_FOLDER: &str = "dialogues";
/// Most memory that the store keeps pages in, in bytes.
pub const CACHE_BYTES: u64 = 64 * 1024 * 1024;
/// The token of the local stand-in; it opens nothing else.
const LOCAL_TOKEN: &str = "1:local-simulator-token-that-opens-nothing";
/// The bot's data while it talks to the stand-in, so that nobody's diary is mixed with play.
const LOCAL_DATA: &str = "data-simulated";

/// What `simulate` was asked for.
pub struct Simulation {
    pub port: u16,
    pub folder: PathBuf,
    pub strict: bool,
    /// Without the bot: a separate `charley run` talks to it.
    pub server_only: bool,
    /// Moves the clock at the start, in seconds.
    pub forward: u64,
    /// With a person whose diary holds 90 nights.
    pub sample_life: bool,
}

/// The content folder that is followed: the one named, or `dialogues/` where there is one.
pub fn content_folder(config: &Config) -> Option<PathBuf> {
    let usual = Path::new(CONTENT_FOLDER);
    config.dialogues.clone().or_else(|| usual.is_dir().then(|| usual.to_path_buf()))
}

/// The folder's content, else the copy inside the program; with every phrase that the bot itself needs.
pub fn library(folder: Option<&Path>) -> Result<Library, Vec<Mistake>> {
    let library = folder.map_or_else(load::embedded, load::folder)?;
    let mut missing = check::missing_phrases(&library.words, phrases::NEEDED);
    missing.extend(proof::examples(&library));
    if missing.is_empty() { Ok(library) } else { Err(missing) }
}

/// The bot against Telegram, or whatever server the settings name, until it is asked to stop.
pub fn run(config: &Config) -> Result<(), Fault> {
    let parts = parts(config)?;
    runtime()?.block_on(shell::run(config, parts, shell::asked_to_stop())).map_err(Fault::from)
}

/// The stand-in for Telegram with its chat page, and the bot beside it.
pub fn simulate(mut config: Config, simulation: Simulation) -> Result<(), Fault> {
    let clock_file = simulation.folder.join("clock");
    move_clock(&clock_file, simulation.forward)?;
    runtime()?.block_on(async {
        let simulator = Simulator::start(Options {
            folder: simulation.folder.clone(),
            port: simulation.port,
            clock_file: clock_file.clone(),
            token: LOCAL_TOKEN.to_owned(),
            strict: simulation.strict,
            persist: true,
        })
        .await?;
        println!("The chat page: {}", simulator.page_url());
        if simulation.server_only {
            println!(
                "The Bot API:   {}  token {LOCAL_TOKEN}  clock file {}",
                simulator.api_url(),
                clock_file.display()
            );
            shell::asked_to_stop().await;
        } else {
            config.point_at(simulator.address, LOCAL_TOKEN, clock_file, LOCAL_DATA.into());
            println!("Open it in a browser. Ctrl-C stops; everything is kept.");
            let mut parts = parts(&config)?;
            if simulation.sample_life {
                sample_life::write(&mut parts.store, &parts.content.library, parts.clock.now())?;
                introduce(&simulator.page_url()).await;
            }
            shell::run(&config, parts, shell::asked_to_stop()).await?;
        }
        simulator.stop().await;
        Ok(())
    })
}

/// Tells the stand-in of the sample person. Known already is fine; what is missing then shows on the page.
async fn introduce(page: &str) {
    let person = serde_json::json!({ "id": SAMPLE.0, "name": SAMPLE_NAME });
    let client = reqwest::Client::new();
    let request = client.post(format!("{page}simulator/people")).header("content-type", "application/json");
    if let Err(error) = request.body(person.to_string()).send().await {
        log::warn!("the sample person could not be introduced: {}", error.without_url());
    }
}

/// The stand-in takes up the offset that its clock file holds.
fn move_clock(file: &Path, seconds: u64) -> io::Result<()> {
    if seconds == 0 {
        return Ok(());
    }
    let before: u64 = fs::read_to_string(file).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
    file.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(file, (before + seconds).to_string())
}

fn runtime() -> Result<tokio::runtime::Runtime, Fault> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Fault::Runtime)
}

fn parts(config: &Config) -> Result<Parts, Fault> {
    let folder = content_folder(config);
    let loaded = library(folder.as_deref()).map_err(Fault::Content)?;
    let clock = Clock::new(config.clock_file.as_deref());
    let keyring = keyring(config)?;
    if let Some(folder) = &config.backup {
        night::keep_apart(folder, &config.data, key_file(config)?.as_deref())?;
    }
    let store = Store::open(&config.data, keyring, CACHE_BYTES, clock.now())?;
    info!("{} dialogues, {} rules, content {}", loaded.dialogues.len(), loaded.rules.len(), loaded.hash);
    let faces = faces(&loaded);
    let load: shell::watch::Load = Arc::new(|folder: &Path| library(Some(folder)).map(content));
    Ok(Parts { store, content: content(loaded), faces, follow: folder.map(|folder| (folder, load)), clock })
}

/// The keys from the settings, else from the key file, which is made at the first start.
pub fn keyring(config: &Config) -> Result<Keyring, Fault> {
    if let Some(key) = &config.key {
        return Ok(secret::keyring_of(key.reveal())?);
    }
    Ok(secret::keyring_in(&named_or_usual(config)?, &config.data)?)
}

/// The key file that is used; absent where the settings hold the key.
pub fn key_file(config: &Config) -> Result<Option<PathBuf>, Fault> {
    if config.key.is_some() { Ok(None) } else { named_or_usual(config).map(Some) }
}

fn named_or_usual(config: &Config) -> Result<PathBuf, Fault> {
    match &config.key_file {
        Some(file) => Ok(file.clone()),
        None => Ok(secret::usual_key_file(config.config_home.as_deref(), config.home.as_deref())?),
    }
}

fn content(library: Library) -> Content {
    let phrases = Phrases::of(&library);
    Content { library, phrases }
}

/// How the bot presents itself in each language of the words; the first language is for everybody else.
fn faces(library: &Library) -> Vec<Face> {
    let menu = command::menu(library);
    let face = |language: &str| Face {
        language: (language != FIRST_LANGUAGE).then(|| language.to_owned()),
        description: library.words.text(language, "description", &[]),
        short_description: library.words.text(language, "short-description", &[]),
        commands: menu.iter().map(|(name, phrase)| (name.clone(), library.words.text(language, phrase, &[]))).collect(),
    };
    library.words.languages().map(face).collect()
}
