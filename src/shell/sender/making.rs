//! Makes the files that letters ask for, at the moment they leave: what they are made of is read from the desk a part
//! at a time, and the engine makes the bytes.
//!
//! Decides nothing about what stands in a file. Few large ones are in memory at once.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;

use super::line::Enclosure;
use crate::engine::attachment::{self, File, Known};
use crate::engine::letter::Attachment;
use crate::ids::ChatId;
use crate::shell::desk::{Bell, Part, Wanted};
use crate::shell::telegram::outgoing::Request;

/// Files made from diaries that are in memory at once.
const MOST_AT_ONCE: usize = 2;
/// Telegram's limit of a message, in UTF-16 units.
const MOST_UNITS: usize = 4096;
/// What lies between a caption and the words of its file.
const GAP: &str = "\n\n";

#[derive(Clone)]
pub(super) struct Maker {
    bell: Bell,
    room: Arc<Semaphore>,
    /// Said where a file that was refused does not fit into words.
    fixed: Arc<str>,
}

/// A request with its file, or why there is none.
pub(super) enum Made {
    /// The place in memory is free again once the request has left.
    Ready(Request, Option<OwnedSemaphorePermit>),
    /// The person is not known any more: nothing is to be said.
    Nobody,
    /// The desk has ended, and so does the process.
    NotNow,
}

impl Maker {
    pub(super) fn new(bell: Bell, fixed: &str) -> Maker {
        Maker { bell, room: Arc::new(Semaphore::new(MOST_AT_ONCE)), fixed: Arc::from(fixed) }
    }

    /// The request with the file of its letter, or with the words of it.
    pub(super) async fn enclose(&self, chat: ChatId, request: Request, enclosure: Enclosure) -> Made {
        let Enclosure { recipe, in_words } = enclosure;
        let room = match attachment::reads_diary(&recipe) {
            true => self.room.clone().acquire_owned().await.ok(),
            false => None,
        };
        let Some(parts) = self.read(chat, &recipe).await else { return Made::NotNow };
        let Some(file) = spawn_blocking(move || made(&recipe, parts)).await.ok().flatten() else {
            return Made::Nobody;
        };
        let request = if in_words { said(request, &file, &self.fixed) } else { sent(request, file) };
        Made::Ready(request, room)
    }

    async fn read(&self, chat: ChatId, recipe: &Attachment) -> Option<Vec<Part>> {
        let first = if attachment::reads_diary(recipe) { Wanted::First } else { Wanted::None };
        let mut parts = vec![self.bell.read(chat, first).await?];
        while let Some(next) = parts.last().and_then(behind) {
            parts.push(self.bell.read(chat, next).await?);
        }
        Some(parts)
    }
}

fn behind(part: &Part) -> Option<Wanted> {
    let last = part.entries.last().filter(|_| part.more)?;
    Some(Wanted::Behind((last.subject, last.at, last.number)))
}

/// Chat and content as they were at the last part.
fn made(recipe: &Attachment, mut parts: Vec<Part>) -> Option<File> {
    let last = parts.pop()?;
    let chat = last.chat?;
    let mut entries: Vec<_> = parts.into_iter().flat_map(|part| part.entries).collect();
    entries.extend(last.entries);
    attachment::make(recipe, Known { chat: &chat, entries: &entries, library: &last.content.library })
}

fn sent(request: Request, file: File) -> Request {
    match request {
        Request::Send { text, html, keyboard, silent } => Request::File { file, caption: text, html, keyboard, silent },
        other @ (Request::File { .. } | Request::Edit { .. } | Request::React { .. } | Request::Leave) => other,
    }
}

/// The file was refused: its words, if all of them fit.
fn said(request: Request, file: &File, fixed: &str) -> Request {
    let Request::Send { text, html, keyboard, silent } = request else { return request };
    let words = file.words.as_deref().map(|words| format!("{text}{}{words}", if words.is_empty() { "" } else { GAP }));
    let fitting = words.filter(|words| words.encode_utf16().count() <= MOST_UNITS);
    Request::Send { text: fitting.unwrap_or_else(|| fixed.to_owned()), html, keyboard, silent }
}
