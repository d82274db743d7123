//! Touches the world: desk, Telegram, store, sender, clock. Never decides about health or wording.
//!
//! [`run`] ties them together: the poller and the two watchers bring notes to the desk, the desk brings letters to the
//! sender, and the sender brings back what became of them.

pub mod backup;
pub mod batch;
pub mod clock;
pub mod desk;
pub mod folder;
pub mod hex;
pub mod keys;
pub mod log;
pub mod mask;
pub mod phrases;
mod poller;
pub mod seal;
pub mod secret;
pub mod sender;
pub mod store;
pub mod tally;
pub mod telegram;
pub mod watch;

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use ::log::{error, info};
use thiserror::Error;
use tokio::sync::{oneshot, watch as channel};
use tokio::task::JoinHandle;

use crate::config::Config;
use backup::keeper::Keeper;
use backup::tray::Tray;
use clock::Clock;
use desk::{Bell, Content, Desk, Lines, Load, Setup};
use poller::Poller;
use sender::Sender;
use sender::queue::Queue;
use store::{Store, StoreError};
use tally::Tally;
use telegram::greet::Face;
use telegram::{NoClient, Telegram};

/// Everything that a running bot is made of, besides its settings.
pub struct Parts {
    pub store: Store,
    pub content: Content,
    /// How the bot presents itself, language by language.
    pub faces: Vec<Face>,
    /// A content folder to follow, and how to load it.
    pub follow: Option<(PathBuf, watch::Load)>,
    pub clock: Clock,
}

/// Why a bot stops of itself; each says what to do.
#[derive(Debug, Error)]
pub enum RunError {
    #[error("there is no token: set TELOXIDE_TOKEN to the one that @BotFather gave you")]
    NoToken,
    #[error("Telegram refuses the token: copy TELOXIDE_TOKEN from @BotFather once more, whole and without spaces")]
    Unauthorised,
    #[error(
        "another program has been receiving with this token for a minute: stop it, or give this one a token of its own"
    )]
    Conflict,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Client(#[from] NoClient),
    #[error(
        "the desk has ended without a word; this is a fault of the program: start it again and report the last lines of the log"
    )]
    DeskGone,
}

/// Runs the bot until `stop` is ready, then lets the batch in hand and the requests under way end.
///
/// # Errors
/// When there is no sense in going on: the token is refused, another program has it, or the store fails.
pub async fn run(config: &Config, parts: Parts, stop: impl Future<Output = ()>) -> Result<(), RunError> {
    let running = Running::begin(config, parts)?;
    running.until(stop).await
}

/// Ready when the process is asked to stop: Ctrl-C, or SIGTERM from a service manager.
pub async fn asked_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

/// The tasks of a bot that runs.
struct Running {
    bell: Bell,
    desk: oneshot::Receiver<Result<(), StoreError>>,
    poller: JoinHandle<Result<(), RunError>>,
    sender: JoinHandle<()>,
    /// Those that may end at any time.
    watchers: Vec<JoinHandle<()>>,
    stop_polling: channel::Sender<bool>,
    stop_sending: channel::Sender<bool>,
    tally: Arc<Tally>,
}

impl Running {
    fn begin(config: &Config, parts: Parts) -> Result<Running, RunError> {
        let Parts { store, content, faces, follow, clock } = parts;
        let token = config.token.as_ref().ok_or(RunError::NoToken)?;
        let receiving = Telegram::for_polling(token, &config.api_url)?;
        let sending = Telegram::for_sending(token, &config.api_url)?;
        let (tally, load) = (Arc::new(Tally::default()), Arc::new(Load::default()));
        let (stop_polling, polling_ends) = channel::channel(false);
        let (stop_sending, sending_ends) = channel::channel(false);
        let (named, name) = channel::channel(None);
        let offset = store.offset();
        let tray = Tray::put_up(store.folder()).map_err(|source| StoreError::folder(store.folder(), source))?;
        let keyring = store.keyring().clone();
        let phrases = content.phrases.clone();
        let (desk, lines) = Desk::new(Setup {
            store,
            content,
            clock: clock.clone(),
            allowed: config.allowed.clone(),
            admins: config.admins.clone(),
            load: load.clone(),
            tally: tally.clone(),
        });
        let Lines { bell, orders, next_ring } = lines;
        let queue = Queue::new(config.rates, &phrases.unsendable, tally.clone());
        let sender = Sender::new(queue, sending.clone(), bell.clone(), load.clone());
        let poller = Poller { telegram: receiving, bell: bell.clone(), load, offset, named };
        let (folder, complained) = (config.backup.clone(), AtomicBool::default());
        let keeper = Keeper { tray, folder, bell: bell.clone(), clock: clock.clone(), keyring, complained };
        let mut watchers = vec![
            tokio::spawn(keeper.run()),
            tokio::spawn(watch::rings(next_ring, clock, bell.clone())),
            tokio::spawn(watch::hours(tally.clone())),
            tokio::spawn(present(sending, faces, name)),
        ];
        if let Some((folder, load)) = follow {
            let told = phrases.content_refused;
            watchers.push(tokio::spawn(watch::content(folder, load, bell.clone(), tally.clone(), told)));
        }
        Ok(Running {
            desk: on_a_thread(desk),
            poller: tokio::spawn(poller.run(polling_ends)),
            sender: tokio::spawn(sender.run(orders, sending_ends)),
            bell,
            watchers,
            stop_polling,
            stop_sending,
            tally,
        })
    }

    async fn until(mut self, stop: impl Future<Output = ()>) -> Result<(), RunError> {
        let mut desk_ended = None;
        let mut polling_ended = None;
        tokio::select! {
            () = stop => info!("stopping; what is under way may end"),
            ended = &mut self.desk => desk_ended = Some(ended),
            ended = &mut self.poller => polling_ended = Some(ended),
        }
        self.stop_polling.send_replace(true);
        self.watchers.iter().for_each(JoinHandle::abort);
        let polled = match polling_ended {
            Some(ended) => ended,
            None => self.poller.await,
        };
        // The sender before the desk: what has just left is still noted.
        self.stop_sending.send_replace(true);
        let _ = self.sender.await;
        self.bell.stop().await;
        let kept = match desk_ended {
            Some(ended) => ended,
            None => self.desk.await,
        };
        info!("stopped; since the start: {}", self.tally);
        // A store that failed is the reason for whatever else went wrong.
        match kept {
            Ok(kept) => kept?,
            Err(_) => return Err(RunError::DeskGone),
        }
        polled.unwrap_or(Err(RunError::DeskGone))
    }
}

/// The desk on a thread of its own: the store blocks, and async tasks must not.
fn on_a_thread(desk: Desk) -> oneshot::Receiver<Result<(), StoreError>> {
    let (done, ended) = oneshot::channel();
    let thread = std::thread::Builder::new().name("desk".to_owned());
    let started = thread.spawn(move || {
        let _ = done.send(desk.run());
    });
    if started.is_err() {
        error!("the machine gives no thread for the desk");
    }
    ended
}

/// Presents the bot once Telegram has said who it is; no answer waits for it.
async fn present(telegram: Telegram, faces: Vec<Face>, mut name: channel::Receiver<Option<String>>) {
    if name.wait_for(Option::is_some).await.is_ok() {
        telegram.present(&faces).await;
    }
}
