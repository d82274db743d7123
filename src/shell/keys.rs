//! The keys of the one tree, written down once. Numbers are big-endian, so that a range is the order.
//!
//! | row | key | value |
//! |---|---|---|
//! | chat | `c` hash | the chat |
//! | diary entry | `d` hash, subject, instant, number | the entry |
//! | due ring | `r` instant, hash | whose it is |
//! | letters | `o` batch, first index, `0` | letters of one batch |
//! | what left | `o` batch, first index, `1` | which of those letters have left or are about to |
//! | set aside | `x` hash, batch | a chat that could not be read, as it was |
//! | meta | `m` name | format, identity, progress |
//!
//! A chat is named by a keyed hash only: who has the folder without the key cannot tell whose rows these are.
//! Never sees a value.

use blake2::Blake2bMac;
use blake2::digest::consts::U16;
use blake2::digest::{FixedOutput, KeyInit, Update};
use jiff::Timestamp;

use crate::ids::{ChatId, SubjectId};

/// What a chat is called in a key.
pub type ChatHash = [u8; 16];

/// Layout number of the store, in the clear, so that any version can tell that it is too old for it.
pub const FORMAT: &[u8] = b"mformat";
/// The hash key, and which sealing keys are in use. Opening it proves the key.
pub const IDENTITY: &[u8] = b"midentity";
/// The next offset and the next batch number.
pub const PROGRESS: &[u8] = b"mprogress";

/// First byte of all letter rows.
pub const OUTBOX: &[u8] = b"o";
/// First byte of all due rows.
pub const DUE: &[u8] = b"r";
/// First byte of all chat rows.
pub const CHATS: &[u8] = b"c";

/// The kinds of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Chat,
    Entry,
    Due,
    Letters,
    Left,
    SetAside,
    Meta,
}

impl Kind {
    /// The kind of row a key names; `None` for a key of no known layout.
    pub fn of(key: &[u8]) -> Option<Kind> {
        match (key.first()?, key.len()) {
            (b'c', 17) => Some(Kind::Chat),
            (b'd', 37) => Some(Kind::Entry),
            (b'r', 29) => Some(Kind::Due),
            (b'o', 14) if key.last() == Some(&0) => Some(Kind::Letters),
            (b'o', 14) if key.last() == Some(&1) => Some(Kind::Left),
            (b'x', 25) => Some(Kind::SetAside),
            (b'm', _) => Some(Kind::Meta),
            _ => None,
        }
    }
}

/// Where some letters of one batch stand: the batch, and the index of the first of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub batch: u64,
    pub first: u32,
}

/// Names chats, with a key of its own.
#[derive(Clone)]
pub struct ChatHasher(Blake2bMac<U16>);

impl ChatHasher {
    pub fn new(key: &[u8; 32]) -> ChatHasher {
        let key = blake2::digest::Key::<Blake2bMac<U16>>::from(wide(key));
        ChatHasher(Blake2bMac::new(&key))
    }

    pub fn hash(&self, chat: ChatId) -> ChatHash {
        let mut mac = self.0.clone();
        mac.update(&chat.0.to_be_bytes());
        mac.finalize_fixed().into()
    }
}

/// BLAKE2b takes keys of up to 64 bytes and fills shorter ones with zeros.
fn wide(key: &[u8; 32]) -> [u8; 64] {
    let mut wide = [0; 64];
    wide[..32].copy_from_slice(key);
    wide
}

pub fn chat(hash: &ChatHash) -> Vec<u8> {
    [CHATS, hash].concat()
}

/// All diary rows of a chat begin with this.
pub fn diary(hash: &ChatHash) -> Vec<u8> {
    [b"d".as_slice(), hash].concat()
}

/// All diary rows of one subject of a chat begin with this.
pub fn diary_of(hash: &ChatHash, subject: SubjectId) -> Vec<u8> {
    [diary(hash).as_slice(), &subject.0.to_be_bytes()].concat()
}

/// The first possible diary row at an instant.
pub fn diary_from(hash: &ChatHash, subject: SubjectId, at: Timestamp) -> Vec<u8> {
    [diary_of(hash, subject).as_slice(), &instant(at)].concat()
}

pub fn entry(hash: &ChatHash, subject: SubjectId, at: Timestamp, number: u32) -> Vec<u8> {
    [diary_from(hash, subject, at).as_slice(), &number.to_be_bytes()].concat()
}

pub fn due(at: Timestamp, hash: &ChatHash) -> Vec<u8> {
    [DUE, &instant(at), hash].concat()
}

/// The instant of a due row.
pub fn due_instant(key: &[u8]) -> Option<Timestamp> {
    instant_of(key.get(1..13)?.try_into().ok()?)
}

pub fn letters(place: Place) -> Vec<u8> {
    outbox(place, 0)
}

pub fn left(place: Place) -> Vec<u8> {
    outbox(place, 1)
}

/// Where the letters of a letter row, or of a row of what left, stand.
pub fn place(key: &[u8]) -> Option<Place> {
    let batch = u64::from_be_bytes(key.get(1..9)?.try_into().ok()?);
    let first = u32::from_be_bytes(key.get(9..13)?.try_into().ok()?);
    Some(Place { batch, first })
}

/// All set-aside rows of a chat begin with this.
pub fn set_aside_of(hash: &ChatHash) -> Vec<u8> {
    [b"x".as_slice(), hash].concat()
}

/// `batch` keeps two values of one chat apart.
pub fn set_aside(hash: &ChatHash, batch: u64) -> Vec<u8> {
    [set_aside_of(hash).as_slice(), &batch.to_be_bytes()].concat()
}

fn outbox(place: Place, part: u8) -> Vec<u8> {
    [OUTBOX, &place.batch.to_be_bytes(), &place.first.to_be_bytes(), &[part]].concat()
}

const NANOSECONDS: i128 = 1_000_000_000;

/// Seconds with the sign bit turned, so that instants before 1970 sort first; then nanoseconds. Exact: an
/// instant that came back rounded would ring before its hour, find nothing due, and ring again.
fn instant(at: Timestamp) -> [u8; 12] {
    let nanoseconds = at.as_nanosecond();
    let seconds = nanoseconds.div_euclid(NANOSECONDS) as i64;
    let rest = nanoseconds.rem_euclid(NANOSECONDS) as u32;
    let mut bytes = [0; 12];
    bytes[..8].copy_from_slice(&(seconds as u64 ^ (1 << 63)).to_be_bytes());
    bytes[8..].copy_from_slice(&rest.to_be_bytes());
    bytes
}

fn instant_of(bytes: [u8; 12]) -> Option<Timestamp> {
    let seconds = u64::from_be_bytes(bytes[..8].try_into().ok()?) ^ (1 << 63);
    let rest = u32::from_be_bytes(bytes[8..].try_into().ok()?);
    Timestamp::from_nanosecond(i128::from(seconds as i64) * NANOSECONDS + i128::from(rest)).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may end with a panic")]
mod tests {
    use super::{ChatHasher, Kind, Place, due, due_instant, entry, instant, letters, place};
    use crate::ids::{ChatId, SubjectId};
    use jiff::Timestamp;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn instants_sort_and_come_back_exactly() {
        let texts = [
            "1931-01-01T00:00:00.5Z",
            "1969-12-31T23:59:59.999Z",
            "1970-01-01T00:00:00Z",
            "2026-11-22T03:12:00.000000007Z",
        ];
        let instants: Vec<_> = texts.map(at).to_vec();
        assert!(instants.windows(2).all(|pair| instant(pair[0]) < instant(pair[1])));
        for one in instants {
            assert_eq!(due_instant(&due(one, &[7; 16])), Some(one));
        }
    }

    #[test]
    fn every_key_tells_its_kind() {
        let there = Place { batch: 3, first: 9 };
        assert_eq!(Kind::of(&letters(there)), Some(Kind::Letters));
        assert_eq!(place(&letters(there)), Some(there));
        assert_eq!(Kind::of(&entry(&[1; 16], SubjectId(0), at("2026-11-22T03:12:00Z"), 1)), Some(Kind::Entry));
        assert_eq!(Kind::of(b"zz"), None);
    }

    #[test]
    fn another_hash_key_gives_other_names() {
        let chat = ChatId(77);
        assert_eq!(ChatHasher::new(&[1; 32]).hash(chat), ChatHasher::new(&[1; 32]).hash(chat));
        assert_ne!(ChatHasher::new(&[1; 32]).hash(chat), ChatHasher::new(&[2; 32]).hash(chat));
    }
}
