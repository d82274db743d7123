//! Those who only wait: for the next ring, for a change in the content folder, for the hour to be over.
//!
//! One task each, however many people and files there are. Decide nothing: the desk is told.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use log::{info, warn};
use tokio::sync::watch;
use tokio::time::sleep;

use super::clock::Clock;
use super::desk::{Bell, Content};
use super::phrases::escaped;
use super::tally::Tally;
use crate::library::mistake::Mistake;

/// The longest sleep before the clock is read again; the system's may be set.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);
/// The same when the clock can be moved by a file.
const SIMULATED_SLEEP: Duration = Duration::from_millis(250);
/// After a ring that could not be answered because too much waits to be said.
const BUSY_PAUSE: Duration = Duration::from_millis(250);
/// How often the content folder is looked at.
const CONTENT_PAUSE: Duration = Duration::from_secs(2);

/// Loads a content folder: everything, or every mistake in it.
pub type Load = Arc<dyn Fn(&Path) -> Result<Content, Vec<Mistake>> + Send + Sync>;

/// Wakes the desk when the soonest ring is due. Ends with the desk; safe to drop at any time.
pub(super) async fn rings(mut next: watch::Receiver<Option<Timestamp>>, clock: Clock, bell: Bell) {
    let mut told = None;
    loop {
        let due = *next.borrow_and_update();
        if told != Some(due) {
            clock.tell_next_ring(due);
            told = Some(due);
        }
        let wait = match due {
            Some(at) => until(at, &clock),
            None => LONGEST_SLEEP,
        };
        if due.is_some() && wait.is_zero() {
            match bell.ring().await {
                Some(0) => sleep(BUSY_PAUSE).await,
                Some(_) => {}
                None => return,
            }
            continue;
        }
        tokio::select! {
            changed = next.changed() => if changed.is_err() { return },
            () = sleep(wait) => {}
        }
    }
}

fn until(at: Timestamp, clock: &Clock) -> Duration {
    let longest = if clock.may_jump() { SIMULATED_SLEEP } else { LONGEST_SLEEP };
    let left = at.duration_since(clock.now());
    if left.is_positive() { left.unsigned_abs().min(longest) } else { Duration::ZERO }
}

/// Says in the log, every hour, how much has happened since the start.
pub(super) async fn hours(tally: Arc<Tally>) {
    loop {
        sleep(Duration::from_secs(3600)).await;
        info!("since the start: {tally}");
    }
}

/// Hands the desk new content when the folder has changed and is sound; tells the operator of the first mistake
/// otherwise, once a change. Safe to drop at any time.
pub(super) async fn content(folder: PathBuf, load: Load, bell: Bell, tally: Arc<Tally>, refused: String) {
    let mut known = look(&folder).await;
    loop {
        sleep(CONTENT_PAUSE).await;
        let seen = look(&folder).await;
        // Somebody who is just writing several files is let finish: twice the same, and other than before.
        if seen == known || look_again(&folder).await != seen {
            continue;
        }
        known = seen;
        let (load, path) = (load.clone(), folder.clone());
        match tokio::task::spawn_blocking(move || load(&path)).await {
            Ok(Ok(content)) => {
                info!("the content in {} has changed and is in use", folder.display());
                bell.content(content).await;
            }
            Ok(Err(mistakes)) => {
                tally.contents_refused.one();
                bell.tell(refusal(&mistakes, &refused)).await;
            }
            Err(_) => warn!("loading the content ended in a fault of the program; the old content stays in use"),
        }
    }
}

/// The first mistake for the operator; all are in the log.
fn refusal(mistakes: &[Mistake], introduction: &str) -> String {
    warn!("the content was not taken over; the old stays in use. {} mistakes:", mistakes.len());
    for mistake in mistakes {
        warn!("{mistake}");
    }
    let first = mistakes.first().map(ToString::to_string).unwrap_or_default();
    format!("{introduction}\n\n{}", escaped(&first))
}

/// Every file with its length and when it was changed.
type Seen = BTreeMap<PathBuf, (u64, Option<Timestamp>)>;

async fn look_again(folder: &Path) -> Seen {
    sleep(Duration::from_millis(200)).await;
    look(folder).await
}

async fn look(folder: &Path) -> Seen {
    let folder = folder.to_owned();
    tokio::task::spawn_blocking(move || {
        let mut seen = Seen::new();
        gather(&folder, &mut seen, 0);
        seen
    })
    .await
    .unwrap_or_default()
}

/// All files, those in folders inside it included.
fn gather(folder: &Path, seen: &mut Seen, depth: usize) {
    // A link to itself would otherwise never end.
    const DEEPEST: usize = 8;
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        match std::fs::metadata(&path) {
            Ok(meta) if meta.is_dir() && depth < DEEPEST => gather(&path, seen, depth + 1),
            Ok(meta) if meta.is_file() => {
                let modified = meta.modified().ok().and_then(|at| Timestamp::try_from(at).ok());
                seen.insert(path, (meta.len(), modified));
            }
            Ok(_) | Err(_) => {}
        }
    }
}
