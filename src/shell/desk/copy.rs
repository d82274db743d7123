//! A copy of the store for a backup, written between batches: nobody's answer waits for more than a few rows of it.

use std::path::Path;

use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::oneshot;

use super::Desk;
use super::bell::Note;
use crate::shell::backup::{BackupError, Copying, Unproved};

/// The copy in hand, and who waits for it.
pub(super) struct Copy {
    copying: Copying,
    done: oneshot::Sender<Result<Unproved, BackupError>>,
}

impl Desk {
    /// An earlier copy is given up; the keeper asks for one at a time.
    pub(super) fn begin_copy(&mut self, file: &Path, done: oneshot::Sender<Result<Unproved, BackupError>>) {
        match Copying::begin(&self.store, file, self.clock.now()) {
            Ok(copying) => self.copy = Some(Copy { copying, done }),
            Err(error) => drop(done.send(Err(error))),
        }
    }

    /// Some rows more, if a copy is in hand. What goes wrong with it is the backup's trouble, not the desk's.
    pub(super) fn copy_on(&mut self) {
        let Some(mut copy) = self.copy.take() else { return };
        match copy.copying.step(&self.store) {
            Ok(false) => self.copy = Some(copy),
            // Somebody who has gone does not mind: the file goes with the answer.
            Ok(true) => drop(copy.done.send(copy.copying.end())),
            Err(error) => drop(copy.done.send(Err(error))),
        }
    }

    /// What to do next; copies as long as there is nothing. Absent when everybody has gone.
    pub(super) fn next_note(&mut self) -> Option<Note> {
        while self.copy.is_some() {
            match self.notes.try_recv() {
                Ok(note) => return Some(note),
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => self.copy_on(),
            }
        }
        self.notes.blocking_recv()
    }
}
