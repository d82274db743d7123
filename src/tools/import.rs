//! `charley import`: a diary that somebody exported, put into the store of a bot that is not running.

use std::path::Path;

use super::fault::Fault;
use super::serve;
use crate::config::Config;
use crate::engine::export::restore;
use crate::engine::ring;
use crate::ids::ChatId;
use crate::shell::batch::{Batch, Change, Row};
use crate::shell::clock::Clock;
use crate::shell::store::{Store, Stored, Sync};

/// Reads the file and keeps it as the diary of that chat. Refuses a chat that has one.
pub fn import(config: &Config, file: &Path, chat: i64, clock: &Clock) -> Result<(), Fault> {
    let unread = |what: String| Fault::Usage(format!("{} was not imported: {what}", file.display()));
    let size = std::fs::metadata(file).map_err(|error| unread(error.to_string()))?.len();
    if usize::try_from(size).map_or(true, |size| size > restore::MOST_BYTES) {
        return Err(unread(restore::Refused::TooLarge(usize::try_from(size).unwrap_or(usize::MAX)).to_string()));
    }
    let bytes = std::fs::read(file).map_err(|error| unread(error.to_string()))?;
    let id = ChatId(chat);
    let (chat, entries) = restore::read(&bytes, id).map_err(|refused| unread(refused.to_string()))?;
    let mut store = Store::open(&config.data, serve::keyring(config)?, serve::CACHE_BYTES, clock.now())?;
    let before = match store.chat(id)? {
        Stored::Nobody => None,
        Stored::Chat(there) if !there.has_consent() && store.count(id)? == 0 => Some(there),
        Stored::Chat(_) | Stored::Unreadable => {
            return Err(unread("this chat has a diary already; its owner can remove it with /delete".to_owned()));
        }
    };
    let count = entries.len();
    let (ring_before, ring) = (before.and_then(|chat| ring::next(&chat)), ring::next(&chat));
    let change = Change::Keep { chat: Box::new(chat), entries, ring_before, ring };
    store.commit(Batch { rows: vec![Row { chat: id, change }], ..Batch::default() }, Sync::Now)?;
    println!("{}: {count} entries imported.", file.display());
    Ok(())
}
