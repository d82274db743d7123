//! What any store must do. Each check gets a way to open one that begins empty and keeps what it was told.

use charley::engine::chat::Chat;
use charley::engine::diary::Entry;
use charley::ids::{ChatId, SubjectId};
use charley::shell::batch::{Batch, Change, LetterId, Row};
use charley::shell::store::{MOST_BYTES, Store, StoreError, Stored, Sync};

use super::{at, day, dump, keep, keep_ringing, keys, letters, note, now, person, rows, says, waiting};

type Open<'a> = &'a dyn Fn() -> Store;
type Check = (&'static str, fn(Open));

const WRITER: SubjectId = SubjectId(0);

#[test]
fn the_store_on_sled_conforms() {
    let checks: [Check; 16] = [
        ("a chat comes back", a_chat_comes_back),
        ("the diary comes in order", the_diary_comes_in_order),
        ("the whole diary comes in parts", the_whole_diary_comes_in_parts),
        ("a row written anew replaces the old", a_row_written_anew_replaces_the_old),
        ("a batch is all or nothing", a_batch_is_all_or_nothing),
        ("letters wait until they are settled", letters_wait_until_settled),
        ("letters of one batch settle one by one", letters_settle_one_by_one),
        ("many letters fit in one batch", many_letters_fit_in_one_batch),
        ("a mark outlives a restart", a_mark_outlives_a_restart),
        ("batch numbers never come again", batch_numbers_never_come_again),
        ("rings come in order and go", rings_come_in_order_and_go),
        ("a ring that was answered is gone", a_ring_that_was_answered_is_gone),
        ("forgetting leaves nothing", forgetting_leaves_nothing),
        ("forgetting keeps the letters of others", forgetting_keeps_the_letters_of_others),
        ("the offset comes back", the_offset_comes_back),
        ("a wrong letter number is refused", a_wrong_letter_number_is_refused),
    ];
    for (name, check) in checks {
        println!("{name}");
        let folder = tempfile::tempdir().unwrap();
        check(&|| super::open(folder.path()));
    }
}

fn a_chat_comes_back(open: Open) {
    let (one, mut two) = (person(1), person(2));
    {
        let mut store = open();
        assert_eq!(store.chat(one.id).unwrap(), Stored::Nobody);
        store.commit(rows(vec![keep(&one, vec![]), keep(&two, vec![])]), Sync::Now).unwrap();
        two.profile.language = "ru".to_owned();
        store.commit(rows(vec![keep(&two, vec![])]), Sync::Later).unwrap();
        assert_eq!(store.chat(two.id).unwrap(), Stored::Chat(Box::new(two.clone())));
    }
    let store = open();
    assert_eq!(store.chat(one.id).unwrap(), Stored::Chat(Box::new(one)));
    assert_eq!(store.chat(two.id).unwrap(), Stored::Chat(Box::new(two)));
    assert_eq!(store.people().unwrap(), 2);
}

fn the_diary_comes_in_order(open: Open) {
    let (one, two) = (person(1), person(2));
    let before_1970 = note(1, "1969-12-31T23:00:00Z", "oldest");
    let late = note(2, "2026-11-22T03:12:00.5Z", "newest");
    let same = note(3, "2026-11-21T03:12:00Z", "first of the same instant");
    let instant = note(4, "2026-11-21T03:12:00Z", "second of the same instant");
    let mut other = note(5, "2026-11-21T03:12:00Z", "of somebody cared for");
    other.subject = SubjectId(1);
    {
        let mut store = open();
        let written = [&late, &instant, &before_1970, &same, &other].map(Clone::clone).to_vec();
        let theirs = vec![note(1, "2026-11-21T03:12:00Z", "theirs")];
        store.commit(rows(vec![keep(&one, written), keep(&two, theirs)]), Sync::Now).unwrap();
    }
    let store = open();
    let expected = [&late, &instant, &same, &before_1970].map(Clone::clone);
    assert_eq!(store.newest(one.id, WRITER, 10).unwrap(), expected);
    assert_eq!(store.newest(one.id, WRITER, 2).unwrap(), expected[..2]);
    let since = |when, most| store.since(one.id, WRITER, at(when), most).unwrap();
    assert_eq!(since("2026-11-21T03:12:00Z", 10), [&same, &instant, &late].map(Clone::clone));
    assert_eq!(since("2026-11-21T03:12:00Z", 1), [same]);
    assert_eq!(since("2026-11-21T03:12:00.000000001Z", 10), [late]);
    assert_eq!(store.newest(one.id, SubjectId(1), 10).unwrap(), [other]);
    assert_eq!(
        (store.count(one.id).unwrap(), store.count(two.id).unwrap(), store.count(ChatId(3)).unwrap()),
        (5, 1, 0)
    );
}

fn the_whole_diary_comes_in_parts(open: Open) {
    let (one, two) = (person(1), person(2));
    let mut entries: Vec<_> = (1..=5).map(|number| note(number, "2026-11-21T03:12:00Z", "same instant")).collect();
    entries.push(Entry { subject: SubjectId(1), ..note(6, "2026-11-20T03:12:00Z", "of another subject") });
    let mut store = open();
    let others = vec![note(1, "2026-11-21T03:12:00Z", "of another person")];
    store.commit(rows(vec![keep(&one, entries.clone()), keep(&two, others)]), Sync::Now).unwrap();
    for most in 1..=7 {
        let (mut read, mut after) = (Vec::new(), None);
        loop {
            let part = store.entries_after(one.id, after, most).unwrap();
            let Some(last) = part.last() else { break };
            after = Some((last.subject, last.at, last.number));
            read.extend(part);
        }
        assert_eq!(read, entries, "{most} at a time");
    }
}

fn a_row_written_anew_replaces_the_old(open: Open) {
    let one = person(1);
    let other = note(3, "2026-11-21T09:00:00Z", "beside it");
    let (before, after) = (day(4, "2026-11-21T00:00:00Z", &[250]), day(4, "2026-11-21T00:00:00Z", &[250, 300]));
    let mut store = open();
    assert!(!store.has_entry(one.id, &before).unwrap());
    store.commit(rows(vec![keep(&one, vec![before.clone(), other.clone()])]), Sync::Now).unwrap();
    assert!(store.has_entry(one.id, &after).unwrap());
    store.commit(rows(vec![keep(&one, vec![after.clone()])]), Sync::Now).unwrap();
    drop(store);
    let store = open();
    assert_eq!(store.newest(one.id, WRITER, 10).unwrap(), [other.clone(), after.clone()]);
    assert_eq!(store.since(one.id, WRITER, after.at, 10).unwrap(), [after, other]);
    assert_eq!(store.count(one.id).unwrap(), 2);
}

fn a_batch_is_all_or_nothing(open: Open) {
    let mut store = open();
    let large = "x".repeat(MOST_BYTES);
    let before = dump(&store);
    let batch = Batch {
        rows: vec![keep(&person(1), vec![]), keep(&person(2), vec![note(1, "2026-11-22T03:12:00Z", &large)])],
        letters: letters(&store, &[(1, "a letter")]),
        offset: Some(4),
        ..Batch::default()
    };
    let refused = store.commit(batch, Sync::Now).unwrap_err();
    assert!(matches!(refused, StoreError::TooLarge { kind: "diary entry", chat: ChatId(2), .. }), "{refused}");
    assert_eq!(dump(&store), before);
    assert_eq!((store.offset(), store.waiting()), (None, 0));
    store.commit(rows(vec![keep(&person(1), vec![])]), Sync::Now).unwrap();
}

fn letters_wait_until_settled(open: Open) {
    let mut store = open();
    for texts in [[(1, "first"), (2, "second")], [(1, "third"), (2, "fourth")]] {
        let batch = Batch { letters: letters(&store, &texts), ..Batch::default() };
        store.commit(batch, Sync::Now).unwrap();
    }
    assert_eq!(waiting(&store), ["first", "second", "third", "fourth"]);
    drop(store);
    let mut store = open();
    assert_eq!(waiting(&store), ["first", "second", "third", "fourth"]);
    let settled = store.letters().unwrap().iter().map(|letter| letter.id).collect();
    store.commit(Batch { settled, ..Batch::default() }, Sync::Later).unwrap();
    assert_eq!(store.waiting(), 0);
    assert!(!says(&store, "first"), "a letter stays after it has left");
    drop(store);
    assert!(waiting(&open()).is_empty());
}

fn letters_settle_one_by_one(open: Open) {
    let mut store = open();
    let all = letters(&store, &[(1, "first"), (2, "second"), (3, "third")]);
    let ids: Vec<LetterId> = all.iter().map(|letter| letter.id).collect();
    store.commit(Batch { letters: all, ..Batch::default() }, Sync::Now).unwrap();
    for (at, left) in [(1, vec!["first", "third"]), (0, vec!["third"]), (2, vec![])] {
        // Settled twice, as after a crash; the second time changes nothing.
        for _ in 0..2 {
            store.commit(Batch { settled: vec![ids[at]], ..Batch::default() }, Sync::Later).unwrap();
        }
        drop(store);
        store = open();
        assert_eq!(waiting(&store), left);
        assert_eq!(store.waiting(), left.len());
    }
}

fn many_letters_fit_in_one_batch(open: Open) {
    let mut store = open();
    let long = "ж".repeat(4096);
    let texts: Vec<(i64, &str)> = (0..200).map(|chat| (chat, long.as_str())).collect();
    let all = letters(&store, &texts);
    store.commit(Batch { letters: all.clone(), ..Batch::default() }, Sync::Now).unwrap();
    drop(store);
    let mut store = open();
    assert_eq!(store.letters().unwrap(), all);
    let settled: Vec<LetterId> = all.iter().map(|letter| letter.id).filter(|id| id.index % 3 != 0).collect();
    store.commit(Batch { settled, ..Batch::default() }, Sync::Now).unwrap();
    drop(store);
    let left: Vec<_> = all.into_iter().filter(|letter| letter.id.index % 3 == 0).collect();
    assert_eq!(open().letters().unwrap(), left);
}

fn a_mark_outlives_a_restart(open: Open) {
    let mut store = open();
    let all = letters(&store, &[(1, "drink"), (2, "stretch")]);
    let second = all[1].id;
    store.commit(Batch { letters: all, ..Batch::default() }, Sync::Now).unwrap();
    store.commit(Batch { marked: vec![second], ..Batch::default() }, Sync::Now).unwrap();
    drop(store);
    let mut store = open();
    let marks: Vec<bool> = store.letters().unwrap().iter().map(|letter| letter.marked).collect();
    assert_eq!(marks, [false, true]);
    store.commit(Batch { settled: vec![second], ..Batch::default() }, Sync::Later).unwrap();
    drop(store);
    assert_eq!(waiting(&open()), ["drink"]);
}

fn batch_numbers_never_come_again(open: Open) {
    let mut seen = Vec::new();
    for _ in 0..3 {
        let mut store = open();
        let all = letters(&store, &[(1, "a")]);
        let id = all[0].id;
        seen.push(id.batch);
        store.commit(Batch { letters: all, ..Batch::default() }, Sync::Now).unwrap();
        assert_eq!(store.next_batch(), id.batch + 1);
        store.commit(Batch { settled: vec![id], ..Batch::default() }, Sync::Later).unwrap();
    }
    assert!(seen.windows(2).all(|pair| pair[0] < pair[1]), "{seen:?}");
}

fn rings_come_in_order_and_go(open: Open) {
    let (morning, noon, night) =
        (at("2026-11-22T07:00:00Z"), at("2026-11-22T12:00:00.000000001Z"), at("2026-11-22T23:00:00Z"));
    {
        let mut store = open();
        assert_eq!(store.next_ring().unwrap(), None);
        let batch =
            [(1, noon), (2, night), (3, noon)].map(|(who, when)| keep_ringing(&person(who), vec![], None, Some(when)));
        store.commit(rows(batch.into()), Sync::Now).unwrap();
    }
    let mut store = open();
    assert_eq!(store.next_ring().unwrap(), Some(noon));
    assert_eq!(store.rings_due(morning, 10).unwrap(), []);
    let mut due = store.rings_due(noon, 10).unwrap();
    due.sort();
    assert_eq!(due, [(noon, ChatId(1)), (noon, ChatId(3))]);
    assert_eq!(store.rings_due(night, 1).unwrap().len(), 1);
    let moved = vec![
        keep_ringing(&person(1), vec![], Some(noon), Some(morning)),
        keep_ringing(&person(2), vec![], Some(night), None),
        keep_ringing(&person(3), vec![], Some(noon), Some(noon)),
    ];
    store.commit(rows(moved), Sync::Now).unwrap();
    drop(store);
    assert_eq!(open().rings_due(night, 10).unwrap(), [(morning, ChatId(1)), (noon, ChatId(3))]);
}

fn a_ring_that_was_answered_is_gone(open: Open) {
    let (early, late) = (at("2026-11-22T07:00:00Z"), at("2026-11-22T12:00:00Z"));
    let mut store = open();
    store.commit(rows(vec![keep_ringing(&person(1), vec![], None, Some(early))]), Sync::Now).unwrap();
    assert_eq!(store.rings_due(now(), 9).unwrap(), []);
    assert_eq!(store.rings_due(early, 9).unwrap(), [(early, ChatId(1))]);
    // Another version may have thought of another hour before.
    store.commit(rows(vec![keep_ringing(&person(1), vec![], Some(late), Some(late))]), Sync::Now).unwrap();
    assert_eq!(store.rings_due(late, 9).unwrap(), [(late, ChatId(1))]);
}

fn forgetting_leaves_nothing(open: Open) {
    let (one, two) = (person(1), person(2));
    let ring = at("2026-11-23T07:00:00Z");
    let mut store = open();
    store.commit(Batch { rows: vec![keep(&two, vec![])], offset: Some(1), ..Batch::default() }, Sync::Now).unwrap();
    let before = keys(&store);
    let mut cared_for = note(2, "2026-11-22T03:12:00Z", "myword");
    cared_for.subject = SubjectId(4);
    let batch = Batch {
        rows: vec![keep_ringing(&one, vec![note(1, "2026-11-22T03:12:00Z", "myword"), cared_for], None, Some(ring))],
        letters: letters(&store, &[(1, "myword again"), (1, "and myword")]),
        ..Batch::default()
    };
    store.commit(batch, Sync::Now).unwrap();
    assert!(says(&store, "myword") && says(&store, "Country1"));
    let forget = Row { chat: one.id, change: Change::Forget { ring_before: Some(ring) } };
    let receipt = letters(&store, &[(1, "All of it is gone.")]);
    let receipt_id = receipt[0].id;
    store.commit(Batch { rows: vec![forget], letters: receipt, ..Batch::default() }, Sync::Now).unwrap();
    drop(store);
    let mut store = open();
    assert_eq!(waiting(&store), ["All of it is gone."]);
    store.commit(Batch { settled: vec![receipt_id], ..Batch::default() }, Sync::Later).unwrap();
    assert_eq!(keys(&store), before);
    assert!(!says(&store, "myword") && !says(&store, "Country1"));
    assert_eq!((store.chat(one.id).unwrap(), store.count(one.id).unwrap()), (Stored::Nobody, 0));
    assert_eq!(store.chat(two.id).unwrap(), Stored::Chat(Box::new(two)));
}

fn forgetting_keeps_the_letters_of_others(open: Open) {
    let mut store = open();
    let all = letters(&store, &[(1, "mine"), (2, "theirs"), (1, "mine too"), (3, "sent"), (4, "marked")]);
    let (sent, marked) = (all[3].id, all[4].id);
    store.commit(Batch { letters: all, ..Batch::default() }, Sync::Now).unwrap();
    store.commit(Batch { settled: vec![sent], marked: vec![marked], ..Batch::default() }, Sync::Now).unwrap();
    let forget = |who| rows(vec![Row { chat: ChatId(who), change: Change::Forget { ring_before: None } }]);
    store.commit(forget(1), Sync::Now).unwrap();
    assert!(!says(&store, "mine"));
    store.commit(forget(3), Sync::Now).unwrap();
    assert!(!says(&store, "sent"), "a letter that has left stays in the row of others");
    drop(store);
    let mut store = open();
    assert_eq!(waiting(&store), ["theirs", "marked"]);
    assert!(store.letters().unwrap()[1].marked);
    store.commit(forget(2), Sync::Now).unwrap();
    store.commit(forget(4), Sync::Now).unwrap();
    assert!(waiting(&store).is_empty());
}

fn the_offset_comes_back(open: Open) {
    {
        let mut store = open();
        assert_eq!(store.offset(), None);
        store.commit(Batch { offset: Some(815), ..Batch::default() }, Sync::Now).unwrap();
        store.commit(rows(vec![keep(&person(1), vec![])]), Sync::Now).unwrap();
        assert_eq!(store.offset(), Some(815));
    }
    assert_eq!(open().offset(), Some(815));
}

fn a_wrong_letter_number_is_refused(open: Open) {
    let mut store = open();
    let mut wrong = letters(&store, &[(1, "a"), (1, "b")]);
    wrong[1].id.index = 5;
    let refused = store.commit(
        Batch { letters: wrong, rows: vec![keep(&Chat::new(ChatId(1)), vec![])], ..Batch::default() },
        Sync::Now,
    );
    assert!(matches!(refused, Err(StoreError::Misshapen(_))));
    assert_eq!(store.people().unwrap(), 0);
}
