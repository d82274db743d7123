//! What an operator or an author is told when a command cannot do its work: one clear line each.

use std::io;

use thiserror::Error;

use crate::config;
use crate::library::mistake::Mistake;
use crate::shell::RunError;
use crate::shell::backup::BackupError;
use crate::shell::secret::SecretError;
use crate::shell::store::StoreError;
use crate::simulator::SimulatorError;

#[derive(Debug, Error)]
pub enum Fault {
    #[error("{}", lines(.0))]
    Settings(Vec<config::Mistake>),
    #[error("{}\n{} mistakes in the content; nothing is served until they are mended.", lines(.0), .0.len())]
    Content(Vec<Mistake>),
    #[error("there is no dialogue \"{name}\"; there are: {known}")]
    NoDialogue { name: String, known: String },
    #[error("{0}")]
    Usage(String),
    #[error(transparent)]
    Run(#[from] RunError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Secret(#[from] SecretError),
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error(transparent)]
    Simulator(#[from] SimulatorError),
    #[error("the program could not start its tasks: {0}")]
    Runtime(io::Error),
    #[error("reading or writing failed: {0}")]
    Io(#[from] io::Error),
}

fn lines<T: ToString>(several: &[T]) -> String {
    several.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
