//! The bell: how others reach the desk, and what they can bring.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use super::Content;
use super::reading::{Part, Wanted};
use crate::ids::ChatId;
use crate::shell::backup::{BackupError, Taken, Unproved};
use crate::shell::batch::LetterId;
use crate::shell::sender::queue::Report;
use crate::shell::telegram::incoming::Incoming;

/// Something for the desk to do.
pub(super) enum Note {
    Updates {
        updates: Vec<Incoming>,
        next: Option<i64>,
        done: oneshot::Sender<()>,
    },
    Report(Report),
    /// A reminder is about to leave; on disk when `done` is told.
    Mark {
        id: LetterId,
        done: oneshot::Sender<()>,
    },
    /// The soonest ring may be due; `done` is told how many rang.
    Ring {
        done: oneshot::Sender<usize>,
    },
    Content(Arc<Content>),
    /// A line for the operator.
    Tell {
        line: String,
    },
    /// A part of what is known of a chat, for a file.
    Read {
        chat: ChatId,
        after: Wanted,
        done: oneshot::Sender<Part>,
    },
    /// The store as it is now, into a file.
    Copy {
        file: PathBuf,
        done: oneshot::Sender<Result<Unproved, BackupError>>,
    },
    /// What became of the night's backup, for the operator.
    BackedUp(Result<Taken, BackupError>),
    Stop,
}

/// How others reach the desk.
#[derive(Clone)]
pub struct Bell {
    pub(super) notes: mpsc::Sender<Note>,
}

impl Bell {
    /// Hands in what a poll brought; true once all of it is on disk, so that `next` may confirm it.
    pub async fn updates(&self, updates: Vec<Incoming>, next: Option<i64>) -> bool {
        let (done, ready) = oneshot::channel();
        self.notes.send(Note::Updates { updates, next, done }).await.is_ok() && ready.await.is_ok()
    }

    /// True once it is on disk that this reminder leaves.
    pub async fn mark(&self, id: LetterId) -> bool {
        let (done, ready) = oneshot::channel();
        self.notes.send(Note::Mark { id, done }).await.is_ok() && ready.await.is_ok()
    }

    /// Answers the rings that are due; how many there were, absent when the desk has ended.
    pub async fn ring(&self) -> Option<usize> {
        let (done, ready) = oneshot::channel();
        self.notes.send(Note::Ring { done }).await.ok()?;
        ready.await.ok()
    }

    /// What files are made of: the content, the chat and the diary's entries behind a place, a part at a time. Absent
    /// when the desk has ended.
    pub async fn read(&self, chat: ChatId, after: Wanted) -> Option<Part> {
        let (done, ready) = oneshot::channel();
        self.notes.send(Note::Read { chat, after, done }).await.ok()?;
        ready.await.ok()
    }

    /// Waits until a report can be handed in at once; false when the desk has ended.
    pub async fn report(&self, report: &mut Report) -> bool {
        let Ok(place) = self.notes.reserve().await else {
            return false;
        };
        place.send(Note::Report(std::mem::take(report)));
        true
    }

    /// From the next batch on.
    pub async fn content(&self, content: Content) {
        // Told only to a desk that ends: nobody misses it.
        let _ = self.notes.send(Note::Content(Arc::new(content))).await;
    }

    /// One line to every admin; Telegram HTML.
    pub async fn tell(&self, line: String) {
        let _ = self.notes.send(Note::Tell { line }).await;
    }

    /// Copies the store into a file, between batches; absent when the desk has ended, or copies for somebody else.
    pub async fn copy(&self, file: PathBuf) -> Option<Result<Unproved, BackupError>> {
        let (done, ready) = oneshot::channel();
        self.notes.send(Note::Copy { file, done }).await.ok()?;
        ready.await.ok()
    }

    /// One line to every admin about the night's backup.
    pub async fn backed_up(&self, outcome: Result<Taken, BackupError>) {
        let _ = self.notes.send(Note::BackedUp(outcome)).await;
    }

    /// The desk ends after what was handed in before.
    pub async fn stop(&self) {
        let _ = self.notes.send(Note::Stop).await;
    }
}
