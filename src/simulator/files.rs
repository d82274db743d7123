//! Files that were sent: the bytes lie in the folder, the rest in memory.
//!
//! Never fetches anything from the network, and reads no more of a picture than its size.

use std::fs;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::parameters::{Parameters, Upload};
use super::refusal::{Answer, Refusal};
use super::telegram::Telegram;

const LARGEST_PHOTO: usize = 10 * 1024 * 1024;
const LARGEST_DOCUMENT: usize = 50 * 1024 * 1024;
const LARGEST_DOWNLOAD: usize = 20 * 1024 * 1024;

/// A file as Telegram remembers it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) id: String,
    pub(super) number: i64,
    /// Below the folder of files, and in download addresses.
    pub(super) path: String,
    pub(super) name: String,
    pub(super) mime: String,
    pub(super) size: usize,
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Kept {
    pub(super) fn meta(&self) -> Value {
        json!({"file_id": self.id, "file_unique_id": format!("u{}", self.number), "file_size": self.size})
    }

    pub(super) fn as_photo(&self) -> Value {
        let mut photo = self.meta();
        photo["width"] = json!(self.width);
        photo["height"] = json!(self.height);
        photo
    }

    pub(super) fn as_document(&self) -> Value {
        let mut document = self.meta();
        document["file_name"] = json!(self.name);
        document["mime_type"] = json!(self.mime);
        document
    }
}

/// The file a call sends: an upload, or one Telegram has already.
pub(super) fn sent(telegram: &mut Telegram, parameters: &Parameters, field: &str) -> Result<Kept, Refusal> {
    if let Some(upload) = parameters.upload(field) {
        return match field {
            "photo" => keep_photo(telegram, upload),
            _ => keep_document(telegram, upload),
        };
    }
    let given = parameters.text(field).unwrap_or_default();
    match telegram.files.get(&given) {
        Some(file) => Ok(file.clone()),
        None if given.is_empty() => Err(Refusal::bad(format!("there is no {field} in the request"))),
        None if given.starts_with("http") => Err(Refusal::bad("failed to get HTTP URL content")),
        None => Err(Refusal::bad("wrong file identifier/HTTP URL specified")),
    }
}

fn keep_photo(telegram: &mut Telegram, upload: &Upload) -> Result<Kept, Refusal> {
    if upload.bytes.len() > LARGEST_PHOTO {
        return Err(Refusal::bad("file is too big"));
    }
    let Some((width, height)) = png_size(&upload.bytes).or_else(|| jpeg_size(&upload.bytes)) else {
        return Err(Refusal::bad("IMAGE_PROCESS_FAILED"));
    };
    if width + height > 10_000 || width > 20 * height || height > 20 * width {
        return Err(Refusal::bad("PHOTO_INVALID_DIMENSIONS"));
    }
    let file = keep(telegram, &upload.name, &upload.mime, &upload.bytes)?;
    Ok(Kept { width, height, ..file })
}

fn keep_document(telegram: &mut Telegram, upload: &Upload) -> Result<Kept, Refusal> {
    match upload.bytes.len() {
        0 => Err(Refusal::bad("file must be non-empty")),
        1..=LARGEST_DOCUMENT => keep(telegram, &upload.name, &upload.mime, &upload.bytes),
        _ => Err(Refusal::plain(413, "Request Entity Too Large")),
    }
}

/// Writes the bytes. The record of the file goes into the ledger with the message that shows it.
pub(super) fn keep(telegram: &mut Telegram, name: &str, mime: &str, bytes: &[u8]) -> Result<Kept, Refusal> {
    let number = telegram.next_other();
    let plain =
        |end: &&str| !end.is_empty() && end.len() <= 8 && end.chars().all(|letter| letter.is_ascii_alphanumeric());
    let end = name.rsplit_once('.').map(|(_, end)| end).filter(plain).unwrap_or("bin");
    let path = format!("file_{number}.{end}");
    if let Err(error) = fs::write(telegram.folder.join("files").join(&path), bytes) {
        log::error!("the simulator cannot keep a file: {error}");
        return Err(Refusal::plain(500, "Internal Server Error"));
    }
    let (id, name, mime) = (format!("SIM-{number}"), name.to_owned(), mime.to_owned());
    Ok(Kept { id, number, path, name, mime, size: bytes.len(), width: 1, height: 1 })
}

/// `getFile`
pub(super) fn get_file(telegram: &mut Telegram, parameters: &Parameters) -> Answer {
    let id = parameters.text("file_id").unwrap_or_default();
    let Some(file) = telegram.files.get(&id) else {
        return Err(Refusal::bad("invalid file_id"));
    };
    if file.size > LARGEST_DOWNLOAD {
        return Err(Refusal::bad("file is too big"));
    }
    let mut answer = file.meta();
    answer["file_path"] = json!(file.path);
    Ok(answer)
}

fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let header = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?.strip_prefix(b"\0\0\0\rIHDR")?;
    let number = |at: usize| Some(u32::from_be_bytes(header.get(at..at + 4)?.try_into().ok()?));
    Some((number(0)?, number(4)?)).filter(|(width, height)| *width > 0 && *height > 0)
}

/// Walks the segments up to the frame header.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
    loop {
        let [0xff, marker, high, low, tail @ ..] = rest else { return None };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            let [_, h1, h2, w1, w2, ..] = tail else { return None };
            return Some((u16::from_be_bytes([*w1, *w2]).into(), u16::from_be_bytes([*h1, *h2]).into()));
        }
        rest = tail.get(length.checked_sub(2)?..)?;
    }
}
