//! The simulator: a strict local stand-in for Telegram (the Bot API on loopback) with a chat page for the browser.
//!
//! It serves people who run the bot without a token, and the tests of the whole binary. It shares no type with the bot:
//! what it knows of Telegram is written here once more, as raw JSON, from the Bot API's own text, so that one
//! misunderstanding cannot sit on both sides and pass. It binds loopback only and never opens the bot's data.
//!
//! Reading order: `telegram` (what Telegram knows), `bot_api` (one call, from path to answer), `methods` (the table),
//! then `control` (what the page and the tests may do). Civil time is `clock`; rates, delays and polls are monotonic.

mod acts;
mod bot_api;
mod changes;
mod chats;
mod clock;
mod control;
mod editing;
mod entities;
mod faults;
mod files;
mod html;
mod journal;
mod ledger;
mod markup;
mod messages;
mod methods;
mod page;
mod parameters;
mod people;
mod polling;
mod presses;
mod profile;
mod rates;
mod refusal;
mod server;
mod telegram;
mod updates;
mod weather;
mod wire;

use std::fs::{self, File};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use server::Server;
use telegram::Telegram;
use wire::Wires;

/// How long a stop waits for answers that are being written.
const STOP_GRACE: Duration = Duration::from_secs(2);

/// What a simulator is started with.
#[derive(Clone, Debug)]
pub struct Options {
    /// The simulator's own folder; one process at a time.
    pub folder: PathBuf,
    /// The loopback port; 0 takes any free one.
    pub port: u16,
    /// Where the clock's offset is written, in whole seconds, for the bot to read.
    pub clock_file: PathBuf,
    /// The one token that is accepted; any other is answered 401.
    pub token: String,
    /// Answer 429 above Telegram's rates instead of only noting it in the journal.
    pub strict: bool,
    /// Keep Telegram's side on disk; switched off for load tests.
    pub persist: bool,
}

/// Why a simulator did not start.
#[derive(Debug, thiserror::Error)]
pub enum SimulatorError {
    #[error("another simulator is already running in {0}; stop it or choose another folder")]
    Taken(PathBuf),
    #[error("the simulator cannot use its folder {0}: {1}")]
    Folder(PathBuf, #[source] io::Error),
    #[error("the simulator cannot write its clock to {0}: {1}")]
    ClockFile(PathBuf, #[source] io::Error),
    #[error("the simulator cannot listen on 127.0.0.1:{0}: {1}")]
    Port(u16, #[source] io::Error),
}

/// A running simulator. Dropping it stops it too, without waiting.
#[derive(Debug)]
pub struct Simulator {
    pub address: SocketAddr,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
    /// Held as long as the folder is ours.
    _lock: File,
}

impl Simulator {
    pub async fn start(options: Options) -> Result<Simulator, SimulatorError> {
        let in_folder = |error| SimulatorError::Folder(options.folder.clone(), error);
        fs::create_dir_all(options.folder.join("files")).map_err(in_folder)?;
        let lock = take_folder(&options)?;
        let telegram = Telegram::open(&options).map_err(in_folder)?;
        telegram.clock.publish().map_err(|error| SimulatorError::ClockFile(options.clock_file.clone(), error))?;
        let at_port = |error| SimulatorError::Port(options.port, error);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await.map_err(at_port)?;
        let address = listener.local_addr().map_err(at_port)?;
        let (stop, stopping) = watch::channel(false);
        let server = Arc::new(Server::new(telegram, &options, stopping.clone()));
        let serving = tokio::spawn(serve(listener, server, stopping));
        Ok(Simulator { address, stop, serving, _lock: lock })
    }

    /// What the bot's `CHARLEY_API_URL` must be.
    pub fn api_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where the chat page is.
    pub fn page_url(&self) -> String {
        format!("http://{}/", self.address)
    }

    pub async fn stop(self) {
        // A failed send means that nobody serves any more, which is what is wanted.
        let _ = self.stop.send(true);
        let mut serving = self.serving;
        if tokio::time::timeout(STOP_GRACE, &mut serving).await.is_err() {
            serving.abort();
        }
    }
}

/// Two processes on one folder would write one log between each other's lines.
fn take_folder(options: &Options) -> Result<File, SimulatorError> {
    let in_folder = |error| SimulatorError::Folder(options.folder.clone(), error);
    let lock = File::create(options.folder.join("lock")).map_err(in_folder)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(fs::TryLockError::WouldBlock) => Err(SimulatorError::Taken(options.folder.clone())),
        Err(fs::TryLockError::Error(error)) => Err(in_folder(error)),
    }
}

async fn serve(listener: TcpListener, server: Arc<Server>, mut stopping: watch::Receiver<bool>) {
    let router = control::routes().merge(page::routes()).fallback(bot_api::answer).with_state(server);
    let router = router.layer(axum::middleware::from_fn(wire::only_loopback_names));
    let service = router.into_make_service_with_connect_info::<wire::Cut>();
    let stop = async move {
        // An error means that the simulator was dropped.
        let _ = stopping.wait_for(|stop| *stop).await;
    };
    if let Err(error) = axum::serve(Wires(listener), service).with_graceful_shutdown(stop).await {
        log::error!("the simulator stopped serving: {error}");
    }
}
