//! The nightly backup: which night it is, what its file is called, which files are kept, and where they may lie.
//!
//! Never makes a backup, and never touches a file that is not called as one of these.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::copying::sweep;
use super::error::{BackupError, at};
use crate::shell::folder;

/// A night begins at 03:30 UTC: the whole of Europe is past it before breakfast.
const BEGINS: SignedDuration = SignedDuration::from_mins(3 * 60 + 30);
/// Two weeks: long enough to notice that something went missing.
pub const MOST_KEPT: usize = 14;

/// The night whose backup should be there: the last one that has begun.
pub fn night(now: Timestamp) -> Date {
    now.checked_sub(BEGINS).unwrap_or(now).to_zoned(TimeZone::UTC).date()
}

/// The file of a night.
pub fn file(folder: &Path, night: Date) -> PathBuf {
    folder.join(format!("charley-{night}.backup"))
}

/// Removes all but the newest backups of nights, and what a killed process has left of one.
pub fn tidy(folder: &Path) -> io::Result<()> {
    let mut nights = nights(folder)?;
    for night in leftovers(folder)? {
        sweep(&file(folder, night));
    }
    nights.truncate(nights.len().saturating_sub(MOST_KEPT));
    nights.into_iter().try_for_each(|night| fs::remove_file(file(folder, night)))
}

/// The nights of which a backup lies in the folder, oldest first.
pub fn nights(folder: &Path) -> io::Result<Vec<Date>> {
    dates(folder, |ending| ending == ".backup")
}

fn leftovers(folder: &Path) -> io::Result<Vec<Date>> {
    dates(folder, |ending| matches!(ending, ".backup.partial" | ".backup.proof"))
}

fn dates(folder: &Path, wanted: impl Fn(&str) -> bool) -> io::Result<Vec<Date>> {
    let mut dates = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let rest = name.to_str().and_then(|name| name.strip_prefix("charley-"));
        let parts = rest.and_then(|rest| rest.split_at_checked("2026-11-22".len()));
        let date = parts.filter(|(_, ending)| wanted(ending)).and_then(|(date, _)| date.parse::<Date>().ok());
        dates.extend(date);
    }
    dates.sort_unstable();
    dates.dedup();
    Ok(dates)
}

/// Refuses a folder that shares the fate of the data or the place of the key.
pub fn keep_apart(folder: &Path, data: &Path, key: Option<&Path>) -> Result<(), BackupError> {
    let real = |path: &Path| folder::real(path).map_err(at(path));
    let backups = real(folder)?;
    if backups.starts_with(real(data)?) {
        return Err(BackupError::InsideTheData { folder: folder.to_path_buf(), data: data.to_path_buf() });
    }
    if let Some(key) = key
        && real(key)?.starts_with(&backups)
    {
        return Err(BackupError::BesideTheKey { folder: folder.to_path_buf(), key: key.to_path_buf() });
    }
    Ok(())
}

/// Makes the folder where it is not.
pub fn make(folder: &Path) -> Result<(), BackupError> {
    folder::make_private(folder).map_err(at(folder))
}

#[cfg(test)]
mod tests {
    use super::{BackupError, MOST_KEPT, file, keep_apart, night, nights, tidy};
    use jiff::ToSpan;
    use jiff::civil::date;
    use std::fs;

    #[test]
    fn a_night_begins_at_half_past_three() {
        let at = |time: &str| night(time.parse().unwrap());
        assert_eq!(at("2026-11-22T03:29:59Z"), date(2026, 11, 21));
        assert_eq!(at("2026-11-22T03:30:00Z"), date(2026, 11, 22));
        assert_eq!(at("2026-11-23T00:00:00Z"), date(2026, 11, 22));
    }

    #[test]
    fn the_newest_are_kept_and_nothing_else_is_touched() {
        let folder = tempfile::tempdir().unwrap();
        let first = date(2026, 11, 20);
        for number in 0..20 {
            fs::write(file(folder.path(), first + number.days()), "x").unwrap();
        }
        let others = ["charley-2026-11-20.backup.old", "charley-by-hand.backup", "notes", "charley-äöü-abcdefghi"];
        others.iter().for_each(|name| fs::write(folder.path().join(name), "x").unwrap());
        fs::write(folder.path().join("charley-2026-11-01.backup.partial"), "x").unwrap();
        fs::create_dir(folder.path().join("charley-2026-11-01.backup.proof")).unwrap();
        tidy(folder.path()).unwrap();
        let kept = nights(folder.path()).unwrap();
        assert_eq!((kept.len(), kept[0]), (MOST_KEPT, first + 6.days()));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), MOST_KEPT + others.len());
    }

    #[test]
    fn backups_lie_apart_from_the_data_and_from_the_key() {
        let folder = tempfile::tempdir().unwrap();
        let (data, key) = (folder.path().join("data"), folder.path().join("secret/key"));
        let try_in = |name: &str| keep_apart(&folder.path().join(name), &data, Some(&key));
        assert!(matches!(try_in("data"), Err(BackupError::InsideTheData { .. })));
        assert!(matches!(try_in("data/backups"), Err(BackupError::InsideTheData { .. })));
        assert!(matches!(try_in("secret"), Err(BackupError::BesideTheKey { .. })));
        try_in("backups").unwrap();
    }
}
