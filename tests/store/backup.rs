//! A backup holds everything, shows nothing, and is worth its name only after it was restored.

use std::fs;
use std::path::Path;

use charley::ids::ChatId;
use charley::shell::backup::{BackupError, Copying, backup, copy, restore};
use charley::shell::batch::{Batch, Change, Row};
use charley::shell::seal::{Keyring, Secret};
use charley::shell::store::{OpenRow, Store, StoreError, Stored, Sync};

use super::{dump, holds, keep, keep_ringing, letters, note, now, open, person, ring, rows, try_open, waiting};

fn filled(folder: &Path) -> Store {
    let mut store = open(folder);
    for number in 1..=300 {
        let entries = vec![note(1, "2026-11-22T03:12:00Z", "left calf, terrible")];
        store.commit(rows(vec![keep_ringing(&person(number), entries, None, Some(now()))]), Sync::Later).unwrap();
    }
    let all = letters(&store, &[(1, "Pull your toes"), (2, "Breathe")]);
    let settled = vec![all[0].id];
    store.commit(Batch { letters: all, offset: Some(815), ..Batch::default() }, Sync::Now).unwrap();
    store.commit(Batch { settled, ..Batch::default() }, Sync::Now).unwrap();
    store
}

#[test]
fn a_backup_is_proved_sealed_and_restores_what_people_told() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file, new) = (folder.path().join("data"), folder.path().join("night"), folder.path().join("new"));
    let store = filled(&data);
    let taken = backup(&store, &file, now()).unwrap();
    assert_eq!((taken.people, taken.rows), (300, dump(&store).len() as u64));
    let bytes = fs::read(&file).unwrap();
    assert_eq!(bytes.len() as u64, taken.bytes);
    assert!(!holds(&bytes, b"terrible") && !holds(&bytes, b"Country") && !holds(&bytes, b"hash_key"));
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "something was left beside the backup: {names:?}");

    let restored = restore(&file, &new, &ring(7), false, now()).unwrap();
    assert_eq!((restored.people, restored.letter_rows_left_out, restored.replaced), (300, 2, None));
    let copy = open(&new);
    assert_eq!(copy.chat(ChatId(7)).unwrap(), Stored::Chat(Box::new(person(7))));
    assert_eq!((copy.count(ChatId(7)).unwrap(), copy.offset(), copy.next_ring().unwrap()), (1, Some(815), Some(now())));
    assert!(waiting(&copy).is_empty(), "old letters would be sent again");
    assert_eq!(copy.next_batch(), store.next_batch());
    assert_eq!(fs::read_dir(&new).unwrap().count(), 2);
}

#[test]
fn a_restore_never_replaces_a_store_unasked_and_keeps_the_one_it_replaces() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("night"));
    let mut store = filled(&data);
    backup(&store, &file, now()).unwrap();
    store.commit(rows(vec![keep(&person(301), vec![])]), Sync::Now).unwrap();
    let running = restore(&file, &data, &ring(7), true, now());
    assert!(matches!(running, Err(BackupError::Store(StoreError::AlreadyRunning { .. }))));
    drop(store);
    assert!(matches!(restore(&file, &data, &ring(7), false, now()), Err(BackupError::NotEmpty { .. })));
    assert_eq!(open(&data).people().unwrap(), 301);
    let replaced = restore(&file, &data, &ring(7), true, now()).unwrap().replaced.unwrap();
    assert_eq!(open(&data).people().unwrap(), 300);
    assert!(replaced.join("db").exists());
}

#[test]
fn a_restore_under_a_new_key_needs_the_old_one_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let (file, new) = (folder.path().join("night"), folder.path().join("new"));
    backup(&filled(&folder.path().join("data")), &file, now()).unwrap();
    assert!(matches!(restore(&file, &new, &ring(8), false, now()), Err(BackupError::WrongKey { .. })));
    let both = Keyring::new(&Secret([8; 32]), &[Secret([7; 32])]);
    restore(&file, &new, &both, false, now()).unwrap();
    let store = try_open(&new, ring(8)).unwrap();
    assert_eq!((dump(&store).len(), store.count(ChatId(9)).unwrap()), (3 + 3 * 300, 1));
}

#[test]
fn a_backup_never_replaces_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("night");
    let store = filled(&folder.path().join("data"));
    fs::write(&file, "precious").unwrap();
    assert!(matches!(backup(&store, &file, now()), Err(BackupError::AlreadyThere { .. })));
    assert_eq!(fs::read(&file).unwrap(), b"precious");
}

#[test]
fn what_is_no_backup_or_a_damaged_one_is_refused_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file, odd) = (folder.path().join("data"), folder.path().join("night"), folder.path().join("odd"));
    let mut store = open(&data);
    store.commit(rows(vec![keep(&person(1), vec![]), keep(&person(2), vec![])]), Sync::Now).unwrap();
    backup(&store, &file, now()).unwrap();
    let whole = fs::read(&file).unwrap();
    let new = folder.path().join("new");
    let refuse = |bytes: &[u8]| {
        fs::write(&odd, bytes).unwrap();
        let error = restore(&odd, &new, &ring(7), false, now()).unwrap_err();
        assert!(!new.join("store").exists());
        error
    };
    assert!(matches!(refuse(b"something else, long enough to hold a head"), BackupError::NotABackup { .. }));
    assert!(matches!(refuse(b""), BackupError::NotABackup { .. }));
    assert!(matches!(refuse(b"charley backup 9\n0123456789abcdef"), BackupError::Newer { .. }));
    assert!(matches!(refuse(&[&whole, b"x".as_slice()].concat()), BackupError::Damaged { .. }));
    for cut in [40, whole.len() / 2, whole.len() - 1] {
        assert!(matches!(refuse(&whole[..cut]), BackupError::Damaged { .. }), "cut at {cut}");
    }
    for at in [20, 35, whole.len() / 2, whole.len() - 1] {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        assert!(
            matches!(refuse(&changed), BackupError::Damaged { .. } | BackupError::WrongKey { .. }),
            "changed at {at}"
        );
    }
}

#[test]
fn a_copy_holds_the_moment_it_was_begun_in_whatever_is_kept_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let (file, new) = (folder.path().join("night"), folder.path().join("new"));
    let mut store = filled(&folder.path().join("data"));
    let moment = dump(&store);
    let mut copying = Copying::begin(&store, &file, now()).unwrap();
    let mut number = 1;
    while !copying.step(&store).unwrap() {
        // Ahead of the copy and behind it: changed, forgotten, new.
        let changed = keep_ringing(&person(number), vec![note(2, "2026-11-22T04:00:00Z", "later")], Some(now()), None);
        let forgotten = Row { chat: ChatId(number + 1), change: Change::Forget { ring_before: Some(now()) } };
        store.commit(rows(vec![changed, forgotten, keep(&person(1000 + number), vec![])]), Sync::Later).unwrap();
        number += 40;
    }
    assert!(number > 200, "the copy was made at one go");
    let taken = copying.end().unwrap().prove(store.keyring()).unwrap();
    assert_eq!((taken.people, taken.rows), (300, moment.len() as u64));
    assert_ne!(dump(&store), moment);
    restore(&file, &new, &ring(7), false, now()).unwrap();
    let is_letter = |row: &OpenRow| row.key.starts_with(b"o");
    let moment: Vec<OpenRow> = moment.into_iter().filter(|row| !is_letter(row)).collect();
    assert_eq!(dump(&open(&new)), moment);
}

#[test]
fn a_copy_that_is_given_up_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (data, backups) = (folder.path().join("data"), folder.path().join("backups"));
    fs::create_dir(&backups).unwrap();
    let store = filled(&data);
    let mut copying = Copying::begin(&store, &backups.join("night"), now()).unwrap();
    assert!(!copying.step(&store).unwrap());
    drop(copying);
    drop(copy(&store, &backups.join("night"), now()).unwrap());
    assert_eq!(fs::read_dir(&backups).unwrap().count(), 0);
}
