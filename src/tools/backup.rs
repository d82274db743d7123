//! `charley backup` and `charley restore`: for operators, with one line about what was done.

use std::path::Path;

use super::fault::Fault;
use super::serve;
use crate::config::Config;
use crate::shell::backup::{self, Taken, tray};
use crate::shell::clock::Clock;
use crate::shell::store::Store;

/// A backup, made by the bot that runs on the data, or else here.
pub fn back_up(config: &Config, file: &Path, clock: &Clock) -> Result<(), Fault> {
    let taken = match tray::ask(&config.data, file)? {
        Some(taken) => taken,
        None => alone(config, file, clock)?,
    };
    let Taken { rows, people, bytes } = taken;
    println!(
        "{}: {people} people, {rows} rows, {bytes} bytes; restored into a scratch folder and counted.",
        file.display()
    );
    Ok(())
}

fn alone(config: &Config, file: &Path, clock: &Clock) -> Result<Taken, Fault> {
    let store = Store::open(&config.data, serve::keyring(config)?, serve::CACHE_BYTES, clock.now())?;
    Ok(backup::backup(&store, file, clock.now())?)
}

/// A backup put in place as the store of the data folder.
pub fn restore(config: &Config, file: &Path, overwrite: bool, clock: &Clock) -> Result<(), Fault> {
    let restored = backup::restore(file, &config.data, &serve::keyring(config)?, overwrite, clock.now())?;
    println!("{}: {} people, {} rows.", config.data.display(), restored.people, restored.rows);
    if let Some(replaced) = restored.replaced {
        println!("What was there before stands in {}.", replaced.display());
    }
    Ok(())
}
