//! What can go wrong with a backup, each as a sentence that tells an operator what to do.

use std::io;
use std::path::{Path, PathBuf};

use crate::shell::seal::{KeyId, SealError};
use crate::shell::store::StoreError;

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{} cannot be used: {source}.", .path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("{} is there already. A backup never replaces a file; choose another name.", .path.display())]
    AlreadyThere { path: PathBuf },
    #[error("{} is not a backup of Charley.", .path.display())]
    NotABackup { path: PathBuf },
    #[error("{} was made by a newer version of Charley. Restore it with that version.", .path.display())]
    Newer { path: PathBuf },
    #[error(
        "The backup {} is sealed with key {needed}, and the key given is {given}. Give the key it was made \
         with, after the one that shall write from now on.",
        .path.display()
    )]
    WrongKey { path: PathBuf, needed: KeyId, given: KeyId },
    #[error("The backup {} is damaged or incomplete. Nothing was changed; take an older one.", .path.display())]
    Damaged { path: PathBuf },
    #[error(
        "The backup could not be proved: restored, it holds {found} rows instead of {expected}, or other \
         ones. It was thrown away; look at the disk and make another."
    )]
    Differs { expected: u64, found: u64 },
    #[error(
        "There is a store in {} already. Restoring would put it aside; to do so, say --overwrite.",
        .folder.display()
    )]
    NotEmpty { folder: PathBuf },
    #[error("A backup is being made just now. Ask again when it is done.")]
    Busy,
    #[error(
        "Charley has stopped before the backup was done. Nothing is lost; run `charley backup` again, now or once \
         Charley runs again."
    )]
    Stopped,
    #[error(
        "Something holds the data folder {} and makes no backup: another command such as `charley restore`, or an \
         older Charley. Wait until it is done, or stop it, then run `charley backup` again.",
        .data.display()
    )]
    NobodyAnswers { data: PathBuf },
    #[error(
        "The running Charley has not finished the backup in {minutes} minutes. It may still be at it: look for {} \
         later, and into its log.",
        .path.display()
    )]
    TooLong { path: PathBuf, minutes: u64 },
    #[error(
        "The running Charley says that it wrote {}, but here is no such file: it sees other folders than you, as in a \
         container. Run `charley backup` where it runs, or name a folder that both see.",
        .path.display()
    )]
    Elsewhere { path: PathBuf },
    #[error("{} has a name that cannot be handed to the running Charley. Choose one of plain letters.", .path.display())]
    Unspeakable { path: PathBuf },
    /// The sentence of a running bot.
    #[error("{0}")]
    Refused(String),
    #[error(
        "CHARLEY_BACKUP: {} lies in the data folder {}. Choose another, best on another disk: what takes the data \
         must not take its backups.",
        .folder.display(), .data.display()
    )]
    InsideTheData { folder: PathBuf, data: PathBuf },
    #[error(
        "CHARLEY_BACKUP: the key file {} lies in the folder {} for backups. Choose another: with the key beside it, \
         a backup protects nothing.",
        .key.display(), .folder.display()
    )]
    BesideTheKey { folder: PathBuf, key: PathBuf },
}

pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.to_path_buf();
    |source| BackupError::File { path, source }
}

pub(super) fn sealing(source: SealError) -> BackupError {
    BackupError::Store(StoreError::Sealed { kind: "backup", source })
}
