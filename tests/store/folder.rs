//! What the folder of the store must show, and what it must not.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use charley::ids::ChatId;
use charley::shell::batch::{Batch, Change, Row};
use charley::shell::keys::{self, ChatHasher, Kind};
use charley::shell::seal::{Keyring, Secret};
use charley::shell::store::{Store, StoreError, Stored, Sync};

use super::{CACHE, dump, keep, letters, note, now, on_disk, open, person, ring, rows, says, try_open};

/// A store with something of everything in it, closed.
fn filled(folder: &Path) {
    let mut store = open(folder);
    let batch = Batch {
        rows: vec![keep(&person(424_242), vec![note(1, "2026-11-22T03:12:00Z", "left calf, terrible")])],
        letters: letters(&store, &[(424_242, "Pull your toes")]),
        offset: Some(815),
        ..Batch::default()
    };
    store.commit(batch, Sync::Now).unwrap();
}

/// sled alone on the folder of a store that was just closed, which lets go of its files a moment later.
fn sled_of(folder: &Path) -> sled::Db {
    let config = sled::Config::new().path(folder.join("store")).segment_size(4 << 20);
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        match config.open() {
            Ok(db) => return db,
            Err(error) => assert!(Instant::now() < deadline, "{error}"),
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn hasher(store: &Store) -> ChatHasher {
    let row = dump(store).into_iter().find(|row| row.key == keys::IDENTITY).unwrap();
    let identity: serde_json::Value = serde_json::from_slice(&row.value).unwrap();
    let key = charley::shell::hex::from_hex(identity["hash_key"].as_str().unwrap()).unwrap();
    ChatHasher::new(&key)
}

#[test]
fn no_file_holds_a_word_or_a_name_in_the_clear() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    for words in ["terrible", "left calf", "Pull your toes", "Country424242", "424242", "Berlin", "hash_key"] {
        assert!(!on_disk(folder.path(), words.as_bytes()), "\"{words}\" stands in a file");
    }
    for bytes in [424_242_i64.to_be_bytes(), 424_242_i64.to_le_bytes()] {
        assert!(!on_disk(folder.path(), &bytes), "the chat's number stands in a file");
    }
    // The search itself finds what is in the clear.
    assert!(on_disk(folder.path(), b"mformat"));
}

#[test]
fn a_wrong_key_is_one_clear_line_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let before = dump(&open(folder.path()));
    let refused = try_open(folder.path(), ring(8)).err().unwrap();
    assert!(matches!(refused, StoreError::WrongKey { .. }));
    let (needed, given) = (ring(7).current().to_string(), ring(8).current().to_string());
    let line = refused.to_string();
    assert!(line.contains(&needed) && line.contains(&given) && !line.contains('\n'), "{line}");
    assert_eq!(dump(&open(folder.path())), before);
}

#[test]
fn after_a_change_of_key_the_old_one_still_reads() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let both = || Keyring::new(&Secret([8; 32]), &[Secret([7; 32])]);
    let mut store = try_open(folder.path(), both()).unwrap();
    assert!(matches!(store.chat(ChatId(424_242)).unwrap(), Stored::Chat(_)));
    store.commit(rows(vec![keep(&person(5), vec![])]), Sync::Now).unwrap();
    drop(store);
    // Rows of both keys are there now: either key alone is refused at the door, not at the first row it cannot open.
    for alone in [7, 8] {
        assert!(matches!(try_open(folder.path(), ring(alone)), Err(StoreError::WrongKey { .. })));
    }
    let store = try_open(folder.path(), both()).unwrap();
    assert_eq!(store.people().unwrap(), 2);
    assert_eq!(store.count(ChatId(424_242)).unwrap(), 1);
}

#[test]
fn a_newer_store_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let db = sled_of(folder.path());
    db.insert(keys::FORMAT, b"2").unwrap();
    db.flush().unwrap();
    drop(db);
    let refused = try_open(folder.path(), ring(7)).err().unwrap();
    assert!(matches!(refused, StoreError::Newer { found: 2, known: 1, .. }), "{refused}");
    assert_eq!(sled_of(folder.path()).get(keys::FORMAT).unwrap().unwrap(), b"2");
}

#[test]
fn a_second_one_on_the_same_folder_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let first = open(folder.path());
    let refused = try_open(folder.path(), ring(7)).err().unwrap();
    assert!(matches!(refused, StoreError::AlreadyRunning { .. }), "{refused}");
    drop(first);
    open(folder.path());
}

#[test]
fn a_store_that_is_let_go_of_a_moment_later_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let held = sled_of(folder.path());
    let letting_go = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(100));
        drop(held);
    });
    assert_eq!(open(folder.path()).people().unwrap(), 1);
    letting_go.join().unwrap();
}

fn assert_set_aside(folder: &Path) {
    let refused = try_open(folder, ring(7)).err().unwrap();
    let StoreError::SetAside { moved_to, .. } = &refused else { panic!("{refused}") };
    assert_eq!(*moved_to, folder.join("store.unreadable-2026-11-22T03-12-00Z"));
    assert!(moved_to.join("db").exists());
    assert!(refused.to_string().contains("charley restore"), "{refused}");
    // Started again by a supervisor, it does not go on as if it had never known anybody.
    assert!(matches!(try_open(folder, ring(7)), Err(StoreError::SetAside { .. })));
    let away = tempfile::tempdir().unwrap();
    fs::rename(moved_to, away.path().join("kept")).unwrap();
    assert_eq!(open(folder).people().unwrap(), 0);
}

#[test]
fn a_store_that_does_not_open_is_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    // sled writes its snapshot when it opens a log that was there before.
    drop(open(folder.path()));
    let snapshot = fs::read_dir(folder.path().join("store")).unwrap().map(|entry| entry.unwrap().path());
    for path in snapshot.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("snap.")) {
        fs::write(path, b"not what was written here").unwrap();
    }
    assert_set_aside(folder.path());
}

#[test]
fn a_store_that_opens_as_empty_is_set_aside_too() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let store = folder.path().join("store");
    for entry in fs::read_dir(&store).unwrap().map(|entry| entry.unwrap()) {
        let name = entry.file_name().into_string().unwrap();
        if name.starts_with("snap.") {
            fs::remove_file(entry.path()).unwrap();
        }
    }
    fs::write(store.join("db"), b"").unwrap();
    assert_set_aside(folder.path());
}

/// sled drops the end of a damaged log and says nothing.
#[test]
fn a_store_that_lost_what_was_confirmed_says_so() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let db = folder.path().join("store/db");
    let before = fs::read(&db).unwrap();
    let mut store = open(folder.path());
    store.commit(rows(vec![keep(&person(5), vec![])]), Sync::Later).unwrap();
    store.commit(rows(vec![keep(&person(6), vec![])]), Sync::Now).unwrap();
    drop(store);
    // Once opened, sled has let go of the file.
    drop(open(folder.path()));
    for entry in fs::read_dir(folder.path().join("store")).unwrap().map(|entry| entry.unwrap()) {
        if entry.file_name().to_string_lossy().starts_with("snap.") {
            fs::remove_file(entry.path()).unwrap();
        }
    }
    fs::write(&db, before).unwrap();
    let refused = try_open(folder.path(), ring(7)).err().unwrap();
    let StoreError::Shorter { found: 1, confirmed: 3, note } = &refused else { panic!("{refused}") };
    fs::remove_file(note).unwrap();
    assert_eq!(open(folder.path()).people().unwrap(), 1);
}

#[test]
fn a_closed_store_opens_again_at_once() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..200 {
        let mut store = open(folder.path());
        assert_eq!(store.people().unwrap(), number);
        store.commit(rows(vec![keep(&person(number as i64), vec![])]), Sync::Now).unwrap();
    }
}

#[test]
fn a_folder_that_cannot_be_used_is_said_so() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "x").unwrap();
    let refused = try_open(&folder.path().join("file/data"), ring(7)).err().unwrap();
    assert!(matches!(refused, StoreError::Folder { .. }), "{refused}");
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_said_so() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(folder.path().join("probe"), "x").is_ok() {
        println!("skipped: this user may write everywhere");
        return;
    }
    let refused = try_open(folder.path(), ring(7)).err().unwrap();
    assert!(matches!(refused, StoreError::Folder { .. }), "{refused}");
}

#[test]
fn a_chat_of_an_unknown_layout_is_set_aside_when_it_is_replaced_and_goes_when_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let chat = person(424_242);
    let key = keys::chat(&hasher(&open(folder.path())).hash(chat.id));
    let odd = br#"{"v":99,"strange":"words"}"#;
    let db = sled_of(folder.path());
    db.insert(&key, ring(7).seal(&key, odd).unwrap()).unwrap();
    db.flush().unwrap();
    drop(db);
    let mut store = open(folder.path());
    assert_eq!(store.chat(chat.id).unwrap(), Stored::Unreadable);
    store.commit(rows(vec![keep(&chat, vec![])]), Sync::Now).unwrap();
    drop(store);
    let mut store = open(folder.path());
    assert_eq!(store.chat(chat.id).unwrap(), Stored::Chat(Box::new(chat.clone())));
    let aside: Vec<_> = dump(&store).into_iter().filter(|row| Kind::of(&row.key) == Some(Kind::SetAside)).collect();
    assert_eq!(aside.iter().map(|row| row.value.as_slice()).collect::<Vec<_>>(), [odd]);
    let forget = Row { chat: chat.id, change: Change::Forget { ring_before: None } };
    store.commit(rows(vec![forget]), Sync::Now).unwrap();
    assert!(!says(&store, "strange"));
}

#[test]
fn a_value_moved_to_another_key_does_not_open() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    store.commit(rows(vec![keep(&person(1), vec![]), keep(&person(2), vec![])]), Sync::Now).unwrap();
    let hasher = hasher(&store);
    drop(store);
    let (one, two) = (keys::chat(&hasher.hash(ChatId(1))), keys::chat(&hasher.hash(ChatId(2))));
    let db = sled_of(folder.path());
    let theirs = db.get(&two).unwrap().unwrap();
    db.insert(one, theirs).unwrap();
    db.flush().unwrap();
    drop(db);
    let refused = open(folder.path()).chat(ChatId(1)).unwrap_err();
    assert!(matches!(refused, StoreError::Sealed { kind: "chat", .. }), "{refused}");
}

/// sled writes large pages into files beside its log, which no sync of ours reaches.
#[test]
fn even_rows_of_the_largest_size_stay_in_the_synced_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path(), ring(7), CACHE, now()).unwrap();
    let large = "x".repeat(charley::shell::store::MOST_BYTES - 400);
    for number in 1..200 {
        let entries = vec![note(number, "2026-11-22T03:12:00Z", &large)];
        store.commit(rows(vec![keep(&person(1), entries)]), Sync::Later).unwrap();
    }
    assert_eq!(store.count(ChatId(1)).unwrap(), 199);
    assert_eq!(fs::read_dir(folder.path().join("store/blobs")).unwrap().count(), 0);
}
