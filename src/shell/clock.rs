//! The civil clock: system time plus the offset of a clock file, if there is one.
//!
//! The only reader of the system clock. Moves forward only when the offset changes. Never used for budgets,
//! back-off or polls: those are monotonic.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use jiff::{SignedDuration, Timestamp};

/// How long a reading of the clock file is believed.
pub const RECHECK: Duration = Duration::from_millis(200);

/// Tells the time; clones share what they know of the clock file.
#[derive(Clone, Default)]
pub struct Clock {
    file: Option<Arc<Mutex<OffsetFile>>>,
}

struct OffsetFile {
    path: PathBuf,
    checked: Option<Instant>,
    modified: Option<SystemTime>,
    offset: SignedDuration,
}

impl Clock {
    /// The file holds one number: seconds to add to the system time. Absent, the clock is the system's.
    pub fn new(file: Option<&Path>) -> Self {
        let file = file.map(|path| {
            Arc::new(Mutex::new(OffsetFile {
                path: path.to_owned(),
                checked: None,
                modified: None,
                offset: SignedDuration::ZERO,
            }))
        });
        Clock { file }
    }

    pub fn now(&self) -> Timestamp {
        let system = Timestamp::now();
        let Some(file) = &self.file else {
            return system;
        };
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        file.look();
        system.checked_add(file.offset).unwrap_or(system)
    }

    /// Writes beside the clock file, in seconds, when somebody is rung next: so whoever moves the clock knows how far.
    /// The system's own clock has nobody to tell.
    pub fn tell_next_ring(&self, at: Option<Timestamp>) {
        let Some(file) = &self.file else {
            return;
        };
        let path = file.lock().unwrap_or_else(PoisonError::into_inner).path.with_extension("next");
        let told = match at {
            // Part of a second later is late enough for the ring to be due.
            Some(at) => std::fs::write(&path, format!("{}\n", at.as_second() + 1)),
            None => std::fs::remove_file(&path),
        };
        if let Err(error) = told
            && error.kind() != std::io::ErrorKind::NotFound
        {
            log::warn!("the next ring cannot be told in {}: {error}", path.display());
        }
    }

    /// Whether somebody may move it while one sleeps.
    pub fn may_jump(&self) -> bool {
        self.file.is_some()
    }
}

impl OffsetFile {
    fn look(&mut self) {
        if self.checked.is_some_and(|checked| checked.elapsed() < RECHECK) {
            return;
        }
        self.checked = Some(Instant::now());
        let modified = std::fs::metadata(&self.path).and_then(|meta| meta.modified()).ok();
        if modified.is_none() || modified == self.modified {
            return;
        }
        // A half-written file is looked at again: the time of change is kept only with a number.
        if let Some(offset) = read(&self.path) {
            self.modified = modified;
            self.offset = self.offset.max(offset);
        }
    }
}

fn read(path: &Path) -> Option<SignedDuration> {
    let seconds: f64 = std::fs::read_to_string(path).ok()?.trim().parse().ok()?;
    SignedDuration::try_from_secs_f64(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::Clock;
    use jiff::{SignedDuration, Timestamp};

    #[test]
    fn the_file_moves_the_clock_forward_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clock");
        std::fs::write(&path, "3600\n").unwrap();
        let clock = Clock::new(Some(&path));
        let ahead = clock.now().duration_since(Timestamp::now());
        assert!((ahead - SignedDuration::from_secs(3600)).abs() < SignedDuration::from_secs(5));
        let earlier = tempfile::tempdir().unwrap();
        std::fs::write(earlier.path().join("clock"), "-60").unwrap();
        let never_back = Clock::new(Some(&earlier.path().join("clock")));
        assert!(never_back.now().duration_since(Timestamp::now()).abs() < SignedDuration::from_secs(5));
    }
}
