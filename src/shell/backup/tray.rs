//! The tray: how `charley backup` asks a running bot, which alone may read the store, for a backup.
//!
//! A folder in the data folder, made by the bot, open to whoever may open the data folder and to nobody else. The
//! command puts a `request` in, whole, by renaming; the bot takes it out and puts an `answer` in the same way. No port
//! and no socket: it works wherever the data folder does. The command's lock on `asking` lets one ask at a time; the
//! bot's lock on the data folder tells whether it still lives. What those before have left is swept out by either
//! side, so that no old request is ever obeyed. Holds a path and counts, never anything of a person.

use std::fs::{self, File, Permissions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Taken;
use super::copying::sweep;
use super::error::{BackupError, at};
use crate::shell::folder;
use crate::shell::hex::hex;
use crate::shell::store::is_held;

const FOLDER: &str = "tray";
const ASKING: &str = "asking";
const REQUEST: &str = "request";
const ANSWER: &str = "answer";

/// A bot looks twice a second.
const TAKEN_WITHIN: Duration = Duration::from_secs(10);
/// Far longer than a backup takes.
const DONE_WITHIN: Duration = Duration::from_secs(30 * 60);
/// Between two looks of the command.
const LOOK: Duration = Duration::from_millis(50);

/// A backup that somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    v: u8,
    id: String,
    pub file: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct Answer {
    v: u8,
    id: String,
    outcome: Outcome,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    Made(Taken),
    /// The sentence for the operator.
    Refused(String),
}

/// The bot's side.
#[derive(Clone)]
pub struct Tray {
    folder: PathBuf,
}

impl Tray {
    /// Puts up the tray of a data folder, empty. The caller holds the folder's lock.
    pub fn put_up(data: &Path) -> io::Result<Tray> {
        let folder = data.join(FOLDER);
        folder::make_private(&folder)?;
        for old in [REQUEST, ANSWER] {
            remove(&folder.join(old))?;
        }
        File::options().create(true).append(true).open(folder.join(ASKING))?;
        Ok(Tray { folder })
    }

    /// The request that lies there, taken out; one that cannot be read is thrown away.
    pub fn take(&self) -> io::Result<Option<Request>> {
        let (request, taken) = (self.folder.join(REQUEST), self.folder.join("taken"));
        match fs::rename(&request, &taken) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            renamed => renamed?,
        }
        let found = read::<Request>(&taken);
        remove(&taken)?;
        found.map(|found| found.filter(|request| request.file.is_absolute()))
    }

    /// Tells the one who asked.
    pub fn answer(&self, request: &Request, outcome: &Result<Taken, BackupError>) -> io::Result<()> {
        let outcome = match outcome {
            Ok(taken) => Outcome::Made(*taken),
            Err(error) => Outcome::Refused(error.to_string()),
        };
        write(&self.folder.join(ANSWER), &Answer { v: 1, id: request.id.clone(), outcome })
    }
}

/// Asks the bot that runs on a data folder for a backup and waits for it; `None` when nothing runs there.
pub fn ask(data: &Path, file: &Path) -> Result<Option<Taken>, BackupError> {
    if !is_held(data).map_err(at(data))? {
        return Ok(None);
    }
    let file = std::path::absolute(file).map_err(at(file))?;
    let Some(_alone) = alone(&data.join(FOLDER))? else { return Err(BackupError::Busy) };
    let asked = Asked::put(data, file)?;
    let taken = asked.answer()?;
    match taken {
        Some(taken) if fs::metadata(&asked.request.file).is_ok_and(|found| found.len() == taken.bytes) => {
            Ok(Some(taken))
        }
        Some(_) => Err(BackupError::Elsewhere { path: asked.request.file }),
        None => Ok(None),
    }
}

/// The lock of those who ask; absent while somebody else does. A missing tray is told later, as a silent one.
fn alone(tray: &Path) -> Result<Option<Option<File>>, BackupError> {
    let path = tray.join(ASKING);
    let file = match File::open(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Some(None)),
        opened => opened.map_err(at(&path))?,
    };
    match file.try_lock() {
        Ok(()) => Ok(Some(Some(file))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(at(&path)(error)),
    }
}

/// A request on its way.
struct Asked<'a> {
    data: &'a Path,
    tray: PathBuf,
    request: Request,
    since: Instant,
}

impl Asked<'_> {
    fn put(data: &Path, file: PathBuf) -> Result<Asked<'_>, BackupError> {
        let mut id = [0; 16];
        getrandom::fill(&mut id).map_err(|_| super::error::sealing(crate::shell::seal::SealError::NoRandomness))?;
        if file.to_str().is_none() {
            return Err(BackupError::Unspeakable { path: file });
        }
        let tray = data.join(FOLDER);
        let request = Request { v: 1, id: hex(&id), file };
        if tray.is_dir() {
            remove(&tray.join(ANSWER)).and_then(|()| write(&tray.join(REQUEST), &request)).map_err(at(&tray))?;
        }
        Ok(Asked { data, tray, request, since: Instant::now() })
    }

    /// Waits; `None` when whoever held the data folder has gone and the request was not taken.
    fn answer(&self) -> Result<Option<Taken>, BackupError> {
        loop {
            // Asked first: a bot answers before it lets go of the folder.
            let held = is_held(self.data).map_err(at(self.data))?;
            match read::<Answer>(&self.tray.join(ANSWER)).map_err(at(&self.tray))? {
                Some(Answer { id, outcome: Outcome::Made(taken), .. }) if id == self.request.id => {
                    return Ok(Some(taken));
                }
                Some(Answer { id, outcome: Outcome::Refused(why), .. }) if id == self.request.id => {
                    return Err(BackupError::Refused(why));
                }
                Some(_) | None => {}
            }
            if !held {
                return self.left_alone();
            }
            if self.since.elapsed() > TAKEN_WITHIN && self.withdraw()? {
                return Err(BackupError::NobodyAnswers { data: self.data.to_path_buf() });
            }
            if self.since.elapsed() > DONE_WITHIN {
                let (path, minutes) = (self.request.file.clone(), DONE_WITHIN.as_secs() / 60);
                return Err(BackupError::TooLong { path, minutes });
            }
            sleep(LOOK);
        }
    }

    fn left_alone(&self) -> Result<Option<Taken>, BackupError> {
        if self.withdraw()? {
            return Ok(None);
        }
        sweep(&self.request.file);
        Err(BackupError::Stopped)
    }

    /// Takes the request back; false when somebody has taken it.
    fn withdraw(&self) -> Result<bool, BackupError> {
        let path = self.tray.join(REQUEST);
        match fs::remove_file(&path) {
            Ok(()) => Ok(true),
            // Where there is no tray, nobody can have taken anything.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(!self.tray.is_dir()),
            Err(error) => Err(at(&path)(error)),
        }
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// `None` where there is nothing, or nothing that can be understood.
fn read<T: DeserializeOwned>(path: &Path) -> io::Result<Option<T>> {
    match fs::read(path) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whole or not at all. The other side may run as another user; the folder keeps everybody else out.
fn write<T: Serialize>(path: &Path, value: &T) -> io::Result<()> {
    let new = path.with_extension("new");
    fs::write(&new, serde_json::to_vec(value)?)?;
    #[cfg(unix)]
    fs::set_permissions(&new, <Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o644))?;
    fs::rename(&new, path)
}

#[cfg(test)]
mod tests {
    use super::{BackupError, Taken, Tray, ask};
    use crate::shell::store::lock;
    use std::fs;
    use std::thread;

    const TAKEN: Taken = Taken { rows: 12, people: 3, bytes: 5 };

    /// Somebody asks, and the bot does as `answer` says.
    fn asked(answer: impl FnOnce(&Tray, super::Request) + Send) -> Result<Option<Taken>, BackupError> {
        let folder = tempfile::tempdir().unwrap();
        let lock = lock(folder.path()).unwrap();
        let tray = Tray::put_up(folder.path()).unwrap();
        thread::scope(|scope| {
            let asking = scope.spawn(|| ask(folder.path(), &folder.path().join("night")));
            let request = loop {
                if let Some(request) = tray.take().unwrap() {
                    break request;
                }
                thread::yield_now();
            };
            answer(&tray, request);
            drop(lock);
            asking.join().unwrap()
        })
    }

    #[test]
    fn an_answer_comes_back_and_the_file_is_looked_for() {
        let made = asked(|tray, request| {
            fs::write(&request.file, "12345").unwrap();
            tray.answer(&request, &Ok(TAKEN)).unwrap();
        });
        assert_eq!(made.unwrap(), Some(TAKEN));
        let elsewhere = asked(|tray, request| tray.answer(&request, &Ok(TAKEN)).unwrap());
        assert!(matches!(elsewhere, Err(BackupError::Elsewhere { .. })));
        let refused = asked(|tray, request| tray.answer(&request, &Err(BackupError::Busy)).unwrap());
        assert_eq!(refused.unwrap_err().to_string(), BackupError::Busy.to_string());
    }

    #[test]
    fn a_bot_that_ends_is_noticed_and_where_none_runs_nobody_is_asked() {
        assert!(matches!(asked(|_, _| ()), Err(BackupError::Stopped)));
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(ask(folder.path(), &folder.path().join("night")), Ok(None)));
    }

    #[test]
    fn an_old_request_is_never_obeyed() {
        let folder = tempfile::tempdir().unwrap();
        let tray = Tray::put_up(folder.path()).unwrap();
        fs::write(tray.folder.join("request"), r#"{"v":1,"id":"x","file":"/tmp/x"}"#).unwrap();
        assert_eq!(Tray::put_up(folder.path()).unwrap().take().unwrap(), None);
        fs::write(tray.folder.join("request"), "half a requ").unwrap();
        assert_eq!(tray.take().unwrap(), None);
        assert!(!tray.folder.join("request").exists());
    }
}
