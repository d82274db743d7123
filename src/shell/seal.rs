//! Seals and opens stored values: XChaCha20-Poly1305, bound to the key the value is stored under.
//!
//! A sealed value is one byte of format, four bytes of key id, a nonce of 24 bytes, then ciphertext and tag. The
//! sealing key and the key's id are derived from the 32-byte secret, each under its own label, so that neither
//! tells the other. Never touches a file, never prints a secret.

use std::fmt;

use blake2::Blake2bMac;
use blake2::digest::consts::U32;
use blake2::digest::{FixedOutput, Update};
use chacha20poly1305::aead::AeadInPlace;
use chacha20poly1305::{KeyInit, Tag, XChaCha20Poly1305, XNonce};

/// First byte of every sealed value.
const FORMAT: u8 = 1;
const ID: usize = 4;
const NONCE: usize = 24;
const TAG: usize = 16;
const HEAD: usize = 1 + ID + NONCE;

/// By how many bytes sealing makes a value longer.
pub const OVERHEAD: usize = HEAD + TAG;

/// The 32 bytes that an operator keeps apart from the data.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub [u8; 32]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Tells keys apart without telling anything about them; shown to operators as eight hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId(pub [u8; ID]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// Why a value was not sealed or not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    #[error("the system gave no random numbers")]
    NoRandomness,
    #[error("it is in a form that this version does not know")]
    UnknownFormat,
    #[error("it is sealed with key {0}, which is not among the keys given")]
    UnknownKey(KeyId),
    #[error("it is damaged, or was moved from another place")]
    Damaged,
}

/// The key that writes, and older ones that only read.
#[derive(Clone)]
pub struct Keyring {
    current: Key,
    older: Vec<Key>,
}

#[derive(Clone)]
struct Key {
    id: KeyId,
    cipher: XChaCha20Poly1305,
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.keys().map(|key| key.id)).finish()
    }
}

impl Keyring {
    /// Values are sealed with `current`; values sealed with one of `older` are still opened.
    pub fn new(current: &Secret, older: &[Secret]) -> Keyring {
        Keyring { current: Key::of(current), older: older.iter().map(Key::of).collect() }
    }

    /// The key that writes.
    pub fn current(&self) -> KeyId {
        self.current.id
    }

    /// All keys, the one that writes first.
    pub fn ids(&self) -> Vec<KeyId> {
        self.keys().map(|key| key.id).collect()
    }

    /// Seals `plain` for `place`, the key it will be stored under.
    pub fn seal(&self, place: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| SealError::NoRandomness)?;
        let mut sealed = Vec::with_capacity(plain.len() + OVERHEAD);
        sealed.push(FORMAT);
        sealed.extend_from_slice(&self.current.id.0);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plain);
        let cipher = &self.current.cipher;
        let tag = cipher
            .encrypt_in_place_detached(XNonce::from_slice(&nonce), place, &mut sealed[HEAD..])
            .map_err(|_| SealError::Damaged)?;
        sealed.extend_from_slice(&tag);
        Ok(sealed)
    }

    /// Opens what was sealed for `place`.
    pub fn open(&self, place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let id = key_id(sealed)?;
        let key = self.keys().find(|key| key.id == id).ok_or(SealError::UnknownKey(id))?;
        if sealed.len() < OVERHEAD {
            return Err(SealError::Damaged);
        }
        let (head, rest) = sealed.split_at(HEAD);
        let (body, tag) = rest.split_at(rest.len() - TAG);
        let mut plain = body.to_vec();
        let nonce = XNonce::from_slice(&head[1 + ID..]);
        key.cipher
            .decrypt_in_place_detached(nonce, place, &mut plain, Tag::from_slice(tag))
            .map_err(|_| SealError::Damaged)?;
        Ok(plain)
    }

    fn keys(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.current).chain(&self.older)
    }
}

/// The key a value is sealed with.
pub fn key_id(sealed: &[u8]) -> Result<KeyId, SealError> {
    match sealed {
        [FORMAT, a, b, c, d, ..] => Ok(KeyId([*a, *b, *c, *d])),
        [FORMAT, ..] => Err(SealError::Damaged),
        _ => Err(SealError::UnknownFormat),
    }
}

impl Key {
    fn of(secret: &Secret) -> Key {
        let id = derive(secret, b"charley key id 1");
        let sealing = derive(secret, b"charley sealing key 1");
        Key { id: KeyId([id[0], id[1], id[2], id[3]]), cipher: XChaCha20Poly1305::new(&sealing.into()) }
    }
}

fn derive(secret: &Secret, label: &[u8]) -> [u8; 32] {
    let mut key = [0; 64];
    key[..32].copy_from_slice(&secret.0);
    let mut mac = Blake2bMac::<U32>::new(&key.into());
    mac.update(label);
    mac.finalize_fixed().into()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may end with a panic")]
mod tests {
    use super::{Keyring, OVERHEAD, SealError, Secret, key_id};

    #[test]
    fn opens_what_it_sealed_and_nothing_else() {
        let ring = Keyring::new(&Secret([1; 32]), &[]);
        let sealed = ring.seal(b"place", b"calf").unwrap();
        assert_eq!(sealed.len(), 4 + OVERHEAD);
        assert_eq!(ring.open(b"place", &sealed).unwrap(), b"calf");
        assert_eq!(ring.open(b"other", &sealed), Err(SealError::Damaged));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(ring.open(b"place", &changed).is_err(), "a change at byte {at} went unseen");
        }
        for length in 0..sealed.len() {
            assert!(ring.open(b"place", &sealed[..length]).is_err());
        }
    }

    #[test]
    fn an_older_key_reads_and_the_first_writes() {
        let before = Keyring::new(&Secret([1; 32]), &[]);
        let after = Keyring::new(&Secret([2; 32]), &[Secret([1; 32])]);
        let old = before.seal(b"p", b"x").unwrap();
        assert_eq!(after.open(b"p", &old).unwrap(), b"x");
        let new = after.seal(b"p", b"x").unwrap();
        assert_eq!(key_id(&new), Ok(after.current()));
        assert_eq!(before.open(b"p", &new), Err(SealError::UnknownKey(after.current())));
    }

    #[test]
    fn the_same_words_never_look_the_same() {
        let ring = Keyring::new(&Secret([1; 32]), &[]);
        assert_ne!(ring.seal(b"p", b"x").unwrap(), ring.seal(b"p", b"x").unwrap());
    }
}
