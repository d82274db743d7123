//! The keeper: the one task that makes backups while the bot runs, for whoever asks through the tray, and every night.
//!
//! One at a time: who asks meanwhile is told so. The desk writes the copy between its batches; proving it has a thread
//! of its own. Safe to drop at any time: what is not proved is swept away.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::civil::Date;
use log::{info, warn};
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use super::error::BackupError;
use super::tray::{Request, Tray};
use super::{Taken, night};
use crate::shell::clock::Clock;
use crate::shell::desk::Bell;
use crate::shell::seal::Keyring;

/// Between two looks into the tray and at the clock.
const LOOK: Duration = Duration::from_millis(500);

pub struct Keeper {
    pub tray: Tray,
    /// Where the backups of nights go; absent: none are made.
    pub folder: Option<PathBuf>,
    pub bell: Bell,
    pub clock: Clock,
    pub keyring: Keyring,
    /// About the tray, once.
    pub complained: AtomicBool,
}

impl Keeper {
    pub async fn run(self) {
        // However long the bot was away, or the clock jumped: one backup, that of the last night that began.
        let mut seen = None;
        loop {
            if let Some(request) = self.asked().await {
                let outcome = self.alone(self.make(request.file.clone())).await;
                tell_log(&request.file, &outcome);
                self.answer(request, outcome).await;
            }
            if let Some((folder, night)) = self.due(seen) {
                seen = Some(night);
                let file = night::file(folder, night);
                if !file.exists() {
                    let outcome = self.alone(self.make_and_tidy(folder, file.clone())).await;
                    tell_log(&file, &outcome);
                    self.bell.backed_up(outcome).await;
                }
            }
            sleep(LOOK).await;
        }
    }

    /// The night that has begun since the last look.
    fn due(&self, seen: Option<Date>) -> Option<(&Path, Date)> {
        let night = night::night(self.clock.now());
        self.folder.as_deref().filter(|_| seen != Some(night)).map(|folder| (folder, night))
    }

    /// Does the work; whoever asks for a backup meanwhile is told to wait.
    async fn alone<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        loop {
            tokio::select! {
                done = &mut work => return done,
                () = sleep(LOOK) => if let Some(request) = self.asked().await {
                    self.answer(request, Err(BackupError::Busy)).await;
                }
            }
        }
    }

    async fn make(&self, file: PathBuf) -> Result<Taken, BackupError> {
        let unproved = self.bell.copy(file).await.ok_or(BackupError::Stopped)??;
        let keyring = self.keyring.clone();
        on_a_thread(move || unproved.prove(&keyring)).await
    }

    async fn make_and_tidy(&self, folder: &Path, file: PathBuf) -> Result<Taken, BackupError> {
        // A disk that is not there tonight must not have stopped the bot at its start.
        night::make(folder)?;
        let taken = self.make(file).await?;
        let tidied = folder.to_owned();
        if let Ok(Err(error)) = spawn_blocking(move || night::tidy(&tidied)).await {
            warn!("old backups in {} could not be removed: {error}", folder.display());
        }
        Ok(taken)
    }

    async fn asked(&self) -> Option<Request> {
        let tray = self.tray.clone();
        match spawn_blocking(move || tray.take()).await {
            Ok(Ok(request)) => request,
            Ok(Err(error)) => {
                if !self.complained.swap(true, Ordering::Relaxed) {
                    warn!("no backup can be asked for: the tray in the data folder cannot be read: {error}");
                }
                None
            }
            Err(_) => None,
        }
    }

    async fn answer(&self, request: Request, outcome: Result<Taken, BackupError>) {
        let tray = self.tray.clone();
        if let Ok(Err(error)) = spawn_blocking(move || tray.answer(&request, &outcome)).await {
            warn!("whoever asked for a backup could not be answered: {error}");
        }
    }
}

/// A stop of the bot does not wait for it, as it would for a task.
async fn on_a_thread(work: impl FnOnce() -> Result<Taken, BackupError> + Send + 'static) -> Result<Taken, BackupError> {
    let (done, ready) = oneshot::channel();
    let thread = std::thread::Builder::new().name("backup".to_owned());
    let started = thread.spawn(move || {
        let _ = done.send(work());
    });
    if let Err(error) = started {
        warn!("the machine gives no thread for the backup: {error}");
    }
    ready.await.unwrap_or(Err(BackupError::Stopped))
}

fn tell_log(file: &Path, outcome: &Result<Taken, BackupError>) {
    match outcome {
        Ok(Taken { rows, people, bytes }) => {
            info!("backup {}: {people} people, {rows} rows, {bytes} bytes, proved", file.display());
        }
        Err(error) => warn!("no backup {}: {error}", file.display()),
    }
}
