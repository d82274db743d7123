//! The ledger: what Telegram's side must still know after the process was killed, one JSON line per change.
//!
//! Owns the log file and its compaction at start. Never decides anything: it writes what it is given, in order, and
//! reads it back. A line is handed to the operating system before the change is acknowledged, which survives `kill -9`
//! (not a power cut: it stands in for Telegram, and Telegram does not lose power with us).

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::chats::{Chat, Stored};
use super::files::Kept;
use super::presses::Press;
use super::updates::Pending;

/// Everything that can change on Telegram's side. Each says the new state, not the difference, so that a line that is
/// read twice does no harm.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub(super) enum Change {
    Counters { update: i64, message: i64, other: i64 },
    Chat { chat: Chat },
    Message { chat: i64, stored: Stored },
    Gone { chat: i64, message: i64 },
    Update { pending: Pending },
    Confirmed { below: i64 },
    Press { press: Press },
    File { file: Kept },
    Profile { key: String, value: Value },
    Clock { offset: i64 },
}

/// The open log; with persistence off it swallows every line.
#[derive(Debug)]
pub(super) struct Ledger {
    path: PathBuf,
    file: Option<File>,
}

impl Ledger {
    pub(super) fn open(folder: &Path, persist: bool) -> io::Result<Ledger> {
        let path = folder.join("telegram.jsonl");
        let file = match persist {
            true => Some(OpenOptions::new().create(true).append(true).open(&path)?),
            false => None,
        };
        Ok(Ledger { path, file })
    }

    /// All changes so far. The last line may be torn by a kill; it was never acknowledged, so it is left out.
    pub(super) fn read(&self) -> io::Result<Vec<Change>> {
        if self.file.is_none() {
            return Ok(Vec::new());
        }
        let mut changes = Vec::new();
        for line in BufReader::new(File::open(&self.path)?).split(b'\n') {
            match serde_json::from_slice(&line?) {
                Ok(change) => changes.push(change),
                Err(error) => log::warn!("the simulator's log has a line that cannot be read: {error}"),
            }
        }
        Ok(changes)
    }

    /// Writes all changes in one call, so that a kill leaves all of them or a torn tail.
    pub(super) fn append(&mut self, changes: &[Change]) -> io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let mut lines = Vec::with_capacity(512);
        for change in changes {
            serde_json::to_writer(&mut lines, change)?;
            lines.push(b'\n');
        }
        file.write_all(&lines)
    }

    /// Replaces the log by the shortest one that says the same; a kill in between leaves the old log whole.
    pub(super) fn compact(&mut self, changes: impl Iterator<Item = Change>) -> io::Result<()> {
        if self.file.is_none() {
            return Ok(());
        }
        let fresh = self.path.with_extension("fresh");
        let mut writer = BufWriter::new(File::create(&fresh)?);
        for change in changes {
            serde_json::to_writer(&mut writer, &change)?;
            writer.write_all(b"\n")?;
        }
        writer.flush()?;
        fs::rename(&fresh, &self.path)?;
        self.file = Some(OpenOptions::new().append(true).open(&self.path)?);
        Ok(())
    }
}
