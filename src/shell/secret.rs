//! Where the secret comes from: the text of `CHARLEY_KEY`, or a key file that is made at the first start.
//!
//! The key file is kept apart from the data: it may not lie in the data folder, only its owner may read it, and a
//! new one is made only while there is no data that an older one would be needed for. Never reads the environment.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::folder;
use super::hex::{from_hex, hex};
use super::seal::{Keyring, Secret};

#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    #[error(
        "CHARLEY_KEY: key {number} of {of} is not a key. A key is 32 random bytes, as 64 hexadecimal digits \
         or as base64; `openssl rand -hex 32` makes one."
    )]
    NotAKey { number: usize, of: usize },

    #[error(
        "The key file {} holds no key. It should hold 64 hexadecimal digits, or base64, one key a line; the \
         first writes, the rest read.",
        .path.display()
    )]
    NoKeyInFile { path: PathBuf },

    #[error(
        "The key file {} lies in the data folder {}. Move it elsewhere: a key beside the data protects \
         nothing.",
        .path.display(), .data.display()
    )]
    BesideTheData { path: PathBuf, data: PathBuf },

    #[error(
        "Others may read the key file {} (mode {mode:o}). Run `chmod 600 {}`.",
        .path.display(), .path.display()
    )]
    Readable { path: PathBuf, mode: u32 },

    #[error(
        "The key file {} is not there, but the data folder {} is not empty. Bring back the key that sealed \
         it, or give it as CHARLEY_KEY; without it the data cannot be read.",
        .path.display(), .data.display()
    )]
    Lost { path: PathBuf, data: PathBuf },

    #[error("The key file {} cannot be used: {source}.", .path.display())]
    File { path: PathBuf, source: io::Error },

    #[error("There is no folder for the key file. Set CHARLEY_KEY_FILE, CHARLEY_KEY or HOME.")]
    NoFolder,

    #[error("The system gave no random numbers to make a key of.")]
    NoRandomness,
}

/// The keyring of a `CHARLEY_KEY`: keys with commas between them; the first writes, the rest only read.
pub fn keyring_of(text: &str) -> Result<Keyring, SecretError> {
    let keys: Vec<&str> = text.split(',').map(str::trim).collect();
    let of = keys.len();
    let secrets = keys.iter().zip(1..).map(|(key, number)| parse(key).ok_or(SecretError::NotAKey { number, of }));
    let secrets = secrets.collect::<Result<Vec<_>, _>>()?;
    match secrets.split_first() {
        Some((current, older)) => Ok(Keyring::new(current, older)),
        None => Err(SecretError::NotAKey { number: 1, of: 1 }),
    }
}

/// The usual place of the key file: `charley/key` in `$XDG_CONFIG_HOME`, else in `.config` of the home folder. An
/// empty or relative `xdg_config_home` counts as unset, as its specification says.
pub fn usual_key_file(xdg_config_home: Option<&Path>, home: Option<&Path>) -> Result<PathBuf, SecretError> {
    let config = xdg_config_home.filter(|path| path.is_absolute()).map(Path::to_path_buf);
    let config = config.or_else(|| Some(home.filter(|path| path.is_absolute())?.join(".config")));
    Ok(config.ok_or(SecretError::NoFolder)?.join("charley").join("key"))
}

/// The keyring of a key file. Where neither the file nor any data is there yet, a new key is made.
pub fn keyring_in(file: &Path, data: &Path) -> Result<Keyring, SecretError> {
    keep_apart(file, data)?;
    match fs::metadata(file) {
        Ok(_) => read(file),
        Err(error) if error.kind() != ErrorKind::NotFound => Err(at(file)(error)),
        Err(_) if !is_empty(data).map_err(at(data))? => {
            Err(SecretError::Lost { path: file.to_path_buf(), data: data.to_path_buf() })
        }
        Err(_) => {
            make(file)?;
            read(file)
        }
    }
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> SecretError {
    let path = path.to_path_buf();
    |source| SecretError::File { path, source }
}

fn parse(text: &str) -> Option<Secret> {
    let bytes = from_hex(text).or_else(|| from_base64(text)?.try_into().ok());
    bytes.map(Secret)
}

/// Both alphabets of base64, with or without padding. Bits past the last byte must be zero, so that one key has one
/// spelling and a mistyped last letter is noticed.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0_u32);
    for letter in text.trim_end_matches('=').bytes() {
        let six = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    (held < 6 && bits == 0).then_some(bytes)
}

fn keep_apart(file: &Path, data: &Path) -> Result<(), SecretError> {
    let (real_file, real_data) = (folder::real(file).map_err(at(file))?, folder::real(data).map_err(at(data))?);
    if real_file.starts_with(real_data) {
        return Err(SecretError::BesideTheData { path: file.to_path_buf(), data: data.to_path_buf() });
    }
    Ok(())
}

fn read(file: &Path) -> Result<Keyring, SecretError> {
    check_mode(file)?;
    let text = fs::read_to_string(file).map_err(at(file))?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let keys = lines.collect::<Vec<_>>().join(",");
    keyring_of(&keys).map_err(|_| SecretError::NoKeyInFile { path: file.to_path_buf() })
}

#[cfg(unix)]
fn check_mode(file: &Path) -> Result<(), SecretError> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(file).map_err(at(file))?.permissions()) & 0o777;
    if mode & 0o077 == 0 { Ok(()) } else { Err(SecretError::Readable { path: file.to_path_buf(), mode }) }
}

#[cfg(not(unix))]
fn check_mode(_file: &Path) -> Result<(), SecretError> {
    Ok(())
}

/// What every new volume and every first start brings along counts as nothing.
fn is_empty(data: &Path) -> io::Result<bool> {
    let entries = match fs::read_dir(data) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        entries => entries?,
    };
    for entry in entries {
        let name = entry?.file_name();
        if name != "lost+found" && name != "lock" {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Makes the file, durably: data sealed with a key that a power cut took could never be read again. It is never
/// made over another, so that of two first starts at once the later one reads the key of the earlier.
fn make(file: &Path) -> Result<(), SecretError> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|_| SecretError::NoRandomness)?;
    let above = file.parent().ok_or(SecretError::NoFolder)?;
    let making = || -> io::Result<()> {
        folder::make_private(above)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut made = match options.open(file) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(()),
            made => made?,
        };
        let written = writeln!(made, "{}", hex(&key)).and_then(|()| made.sync_all());
        written.or_else(|error| fs::remove_file(file).and(Err(error)))?;
        // Folders further up may have been made just now too, but may also be closed to us.
        above.ancestors().skip(1).take(2).for_each(|folder| drop(folder::sync(folder)));
        folder::sync(above)
    };
    making().map_err(at(file))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may end with a panic")]
mod tests {
    use super::{SecretError, keyring_in, keyring_of, usual_key_file};
    use std::fs;
    use std::path::Path;

    const HEX: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    const BASE64: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    #[test]
    fn a_key_is_read_in_either_spelling() {
        let ids = |text: &str| keyring_of(text).unwrap().ids();
        assert_eq!(ids(HEX), ids(BASE64));
        assert_eq!(ids(HEX), ids(BASE64.trim_end_matches('=')));
        assert_eq!(ids(HEX), ids(&HEX.to_uppercase()));
        let other = "ff".repeat(32);
        assert_eq!(ids(&format!("{other}, {HEX}")), [ids(&other), ids(HEX)].concat());
    }

    #[test]
    fn what_is_not_a_key_is_refused_by_its_number() {
        for text in ["", "abc", &HEX[1..], &BASE64[4..], "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9="] {
            assert!(matches!(keyring_of(text), Err(SecretError::NotAKey { number: 1, of: 1 })), "{text}");
        }
        assert!(matches!(keyring_of(&format!("{HEX},nonsense")), Err(SecretError::NotAKey { number: 2, of: 2 })));
    }

    #[test]
    fn the_usual_place_is_in_the_users_configuration() {
        let usual =
            |xdg: Option<&str>, home: Option<&str>| usual_key_file(xdg.map(Path::new), home.map(Path::new)).ok();
        assert_eq!(usual(Some("/x"), Some("/home/a")), Some("/x/charley/key".into()));
        assert_eq!(usual(Some(""), Some("/home/a")), Some("/home/a/.config/charley/key".into()));
        assert_eq!(usual(None, None), None);
    }

    #[test]
    fn the_first_start_makes_a_key_and_the_next_one_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let (file, data) = (folder.path().join("config/charley/key"), folder.path().join("data"));
        let made = keyring_in(&file, &data).unwrap();
        fs::create_dir(&data).unwrap();
        fs::write(data.join("row"), "x").unwrap();
        assert_eq!(keyring_in(&file, &data).unwrap().ids(), made.ids());
        fs::remove_file(&file).unwrap();
        assert!(matches!(keyring_in(&file, &data), Err(SecretError::Lost { .. })));
        assert!(!file.exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (file, data) = (folder.path().join("key"), folder.path().join("data"));
        keyring_in(&file, &data).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(keyring_in(&file, &data), Err(SecretError::Readable { mode: 0o640, .. })));
    }

    #[cfg(unix)]
    #[test]
    fn a_key_in_the_data_folder_is_refused_also_behind_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let beside = |file: &Path| matches!(keyring_in(file, &data), Err(SecretError::BesideTheData { .. }));
        assert!(beside(&data.join("key")));
        assert!(beside(&data.join("deeper/../key")));
        fs::create_dir(&data).unwrap();
        std::os::unix::fs::symlink(&data, folder.path().join("link")).unwrap();
        assert!(beside(&folder.path().join("link/key")));
        fs::write(data.join("hidden"), HEX).unwrap();
        std::os::unix::fs::symlink(data.join("hidden"), folder.path().join("key")).unwrap();
        assert!(beside(&folder.path().join("key")));
    }
}
