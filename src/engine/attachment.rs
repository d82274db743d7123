//! Makes the file that a letter promises: from the recipe, the chat, the diary and the content, to bytes.
//!
//! Pure: the same in, the same bytes out, so a letter that goes twice carries the same file. Never reads or sends.

use std::sync::Arc;

use super::chat::Chat;
use super::diary::Entry;
use super::letter::{Attachment, Form};
use super::{chart, export, report};
use crate::library::{Library, picture};

/// A file, ready to leave.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    pub name: String,
    pub kind: FileKind,
    pub mime: &'static str,
    pub bytes: Arc<[u8]>,
    /// The same in words, for where a file is refused; empty when the caption has said it all. Absent when there are
    /// no such words.
    pub words: Option<String>,
}

/// How a file is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    Document,
    Photo,
}

/// What files are made of.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub chat: &'a Chat,
    /// The whole diary, in any order; nothing for a recipe that does not read it.
    pub entries: &'a [Entry],
    pub library: &'a Library,
}

/// Whether the recipe needs the diary.
pub fn reads_diary(recipe: &Attachment) -> bool {
    match recipe {
        Attachment::Report(_) | Attachment::Diary(_) => true,
        Attachment::Picture(_) => false,
        Attachment::Chart(_) => false,
    }
}

/// What the file is called.
pub fn name(recipe: &Attachment) -> String {
    match recipe {
        Attachment::Report(period) => format!("charley-{}.txt", period.asked_on),
        Attachment::Chart(_) => "chart.png".to_owned(),
        Attachment::Diary(copy) => match copy.form {
            Form::Table => format!("charley-{}.csv", copy.asked_on),
            Form::Whole => format!("charley-{}.json", copy.asked_on),
        },
        Attachment::Picture(id) => format!("{id}.png"),
    }
}

/// The file of a recipe; absent when what it names is no longer there.
pub fn make(recipe: &Attachment, known: Known<'_>) -> Option<File> {
    match recipe {
        Attachment::Report(period) => {
            let page = report::page(period, known);
            Some(File {
                name: name(recipe),
                kind: FileKind::Document,
                mime: "text/plain; charset=utf-8",
                bytes: Arc::from(page.as_bytes()),
                words: Some(page),
            })
        }
        Attachment::Chart(chart) => Some(File {
            name: name(recipe),
            kind: FileKind::Photo,
            mime: "image/png",
            bytes: Arc::from(picture::png(&chart::svg(chart)).ok()?),
            words: Some(String::new()),
        }),
        Attachment::Diary(copy) => {
            let (mime, bytes) = match copy.form {
                Form::Table => ("text/csv; charset=utf-8", export::table::table(copy, known)),
                Form::Whole => ("application/json", export::whole::whole(copy, known)),
            };
            let words = String::from_utf8(bytes.clone()).ok();
            Some(File { name: name(recipe), kind: FileKind::Document, mime, bytes: Arc::from(bytes), words })
        }
        Attachment::Picture(id) => {
            let bytes = known.library.pictures.get(id)?.png()?;
            let words = Some(String::new());
            Some(File { name: name(recipe), kind: FileKind::Photo, mime: "image/png", bytes, words })
        }
    }
}
