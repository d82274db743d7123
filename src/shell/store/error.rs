//! What can go wrong with the store, each as a sentence that tells an operator what to do. Never names a person.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::ids::ChatId;
use crate::shell::seal::{KeyId, SealError};

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error(
        "Charley is already running on {}. Stop the other one first, or give this one another folder.",
        .folder.display()
    )]
    AlreadyRunning { folder: PathBuf },

    #[error(
        "The store in {} is sealed with key {needed}, and the key given is {given}. Give the key it was \
         made with (CHARLEY_KEY or the key file); several may stand after each other with commas. Nothing \
         was changed.",
        .folder.display()
    )]
    WrongKey { folder: PathBuf, needed: KeyId, given: KeyId },

    #[error(
        "The store in {} has format {found}, and this version of Charley knows formats up to {known}. Run \
         the newer version again, or restore a backup made with this one. Nothing was changed.",
        .folder.display()
    )]
    Newer { folder: PathBuf, found: u32, known: u32 },

    #[error(
        "{} cannot be used as a data folder: {source}. Charley needs to read and write there.",
        .path.display()
    )]
    Folder { path: PathBuf, source: io::Error },

    #[error(
        "The disk is full: {doing} did not succeed. Make room and start Charley again; what was confirmed \
         to people is kept."
    )]
    Full { doing: &'static str },

    #[error(
        "Charley stops: {doing} did not succeed ({source}). Nothing is confirmed to people that is not kept. Look \
         at the disk, then start again."
    )]
    Disk { doing: &'static str, source: sled::Error },

    #[error(
        "The store could not be opened ({why}). It stands set aside whole as {}, and nothing in it was changed. Put \
         the last backup in place with `charley restore`; or, to start with an empty store, move that folder away.",
        .moved_to.display()
    )]
    SetAside { why: String, moved_to: PathBuf },

    #[error(
        "The store in {} could not be opened ({why}), and could not be set aside either: {source}. Move \
         that folder away by hand and keep it, then put the last backup in place with `charley restore`.",
        .store.display()
    )]
    NotSetAside { store: PathBuf, why: String, source: io::Error },

    #[error(
        "The store ends earlier than what was confirmed to people: {found} commits of {confirmed} are there, so the \
         disk has lost some. Put the last backup in place with `charley restore`; or, to go on with what is there, \
         delete {}. Nothing was changed.",
        .note.display()
    )]
    Shorter { found: u64, confirmed: u64, note: PathBuf },

    #[error(
        "A row of kind \"{kind}\" could not be opened: {source}. Nothing was changed. Check the keys given, \
         or restore the last backup."
    )]
    Sealed { kind: &'static str, source: SealError },

    #[error(
        "Something to be kept ({kind}) is too large: {bytes} bytes sealed, and at most {most} fit. Nothing \
         of this batch was kept."
    )]
    TooLarge { kind: &'static str, chat: ChatId, bytes: usize, most: usize },

    #[error(
        "An earlier write did not succeed, so the store takes and gives nothing any more. Start Charley \
         again."
    )]
    Poisoned,

    #[error("A batch was put together wrongly: {0}. This is a mistake in Charley; nothing of the batch was kept.")]
    Misshapen(&'static str),
}

impl StoreError {
    /// An error of sled's, with a full disk told apart.
    pub(crate) fn disk(doing: &'static str, source: sled::Error) -> StoreError {
        match &source {
            sled::Error::Io(error) if is_full(error) => StoreError::Full { doing },
            _ => StoreError::Disk { doing, source },
        }
    }

    /// A failure in the folder itself.
    pub(crate) fn folder(path: &Path, source: io::Error) -> StoreError {
        if is_full(&source) {
            return StoreError::Full { doing: "preparing the data folder" };
        }
        StoreError::Folder { path: path.to_path_buf(), source }
    }

    /// A failure of the last step before an answer is confirmed.
    pub(crate) fn sync(source: io::Error) -> StoreError {
        StoreError::disk("writing to the disk", sled::Error::Io(source))
    }
}

/// Also true past a quota or a limit on the size of a file: what helps is the same.
fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge)
}
