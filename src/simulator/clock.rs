//! The simulator's civil clock: system time plus an offset in seconds, kept in a small text file the bot reads too.
//!
//! It moves forward only. Never used for rates, delays or polls; those count monotonic time.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Ten years: a typing mistake in a test must not overflow a date somewhere else.
const FURTHEST: i64 = 10 * 366 * 86_400;

#[derive(Debug)]
pub(super) struct Clock {
    offset: i64,
    file: PathBuf,
}

impl Clock {
    /// Takes up the offset the file holds, because the bot that reads it may have lived in that time already.
    pub(super) fn open(file: &Path) -> Clock {
        let written = fs::read_to_string(file).ok();
        let offset = written.and_then(|text| text.trim().parse().ok()).unwrap_or(0);
        Clock { offset, file: file.to_path_buf() }
    }

    pub(super) fn now(&self) -> i64 {
        let system = SystemTime::now().duration_since(UNIX_EPOCH).map(|since| since.as_secs());
        system.unwrap_or(0) as i64 + self.offset
    }

    pub(super) fn offset(&self) -> i64 {
        self.offset
    }

    /// When the bot wakes next, in seconds, if it has said so beside the clock file.
    pub(super) fn next_ring(&self) -> Option<i64> {
        fs::read_to_string(self.file.with_extension("next")).ok()?.trim().parse().ok()
    }

    /// Sets the offset unless it would turn the clock back; says whether it did.
    pub(super) fn raise(&mut self, offset: i64) -> bool {
        let forward = offset >= self.offset && offset <= FURTHEST;
        if forward {
            self.offset = offset;
        }
        forward
    }

    /// Back to system time: only for a reset, which wipes everything that lived in the later time.
    pub(super) fn restart(&mut self) {
        self.offset = 0;
    }

    /// Replaces the file as a whole, so that a reader never sees half a number.
    pub(super) fn publish(&self) -> io::Result<()> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        let fresh = self.file.with_extension("fresh");
        fs::write(&fresh, format!("{}\n", self.offset))?;
        fs::rename(fresh, &self.file)
    }
}
