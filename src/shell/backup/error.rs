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
}

pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.to_path_buf();
    |source| BackupError::File { path, source }
}

pub(super) fn sealing(source: SealError) -> BackupError {
    BackupError::Store(StoreError::Sealed { kind: "backup", source })
}
