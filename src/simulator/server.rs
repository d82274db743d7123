//! What the handlers share: Telegram's side under one lock, and the signals that something changed or that we stop.
//!
//! Never holds the lock across an await.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::Options;
use super::telegram::Telegram;

/// The state of every handler.
#[derive(Debug)]
pub(super) struct Server {
    telegram: Mutex<Telegram>,
    changed: watch::Sender<()>,
    stopping: watch::Receiver<bool>,
    latency_ms: AtomicU64,
    pub(super) token: String,
    pub(super) strict: bool,
    pub(super) started: Instant,
}

impl Server {
    pub(super) fn new(telegram: Telegram, options: &Options, stopping: watch::Receiver<bool>) -> Server {
        Server {
            telegram: Mutex::new(telegram),
            changed: watch::Sender::new(()),
            stopping,
            latency_ms: AtomicU64::new(0),
            token: options.token.clone(),
            strict: options.strict,
            started: Instant::now(),
        }
    }

    /// A panic in one call must not end the simulator; every change is whole before anything can panic.
    pub(super) fn telegram(&self) -> MutexGuard<'_, Telegram> {
        self.telegram.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn announce(&self) {
        self.changed.send_replace(());
    }

    pub(super) fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    pub(super) fn set_latency(&self, ms: u64) {
        self.latency_ms.store(ms, Ordering::Relaxed);
    }

    pub(super) fn latency(&self) -> Duration {
        Duration::from_millis(self.latency_ms.load(Ordering::Relaxed))
    }

    /// Sleeps, but not past the stop of the simulator.
    pub(super) async fn pause(&self, time: Duration) {
        if !time.is_zero() {
            tokio::select! {
                () = tokio::time::sleep(time) => {}
                () = self.stopped() => {}
            }
        }
    }

    /// Returns when the simulator stops.
    pub(super) async fn stopped(&self) {
        let mut stopping = self.stopping.clone();
        // An error means that the simulator was dropped, which is a stop too.
        let _ = stopping.wait_for(|stop| *stop).await;
    }
}
