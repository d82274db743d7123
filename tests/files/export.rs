//! Copies of the diary: a table that opens unbroken, and a whole that comes back entry for entry.

use charley::engine::attachment::{Known, make};
use charley::engine::export::restore::{MOST_BYTES, Refused, read};
use charley::engine::export::table::COLUMNS;
use charley::engine::letter::{Attachment, Copy, Form};
use charley::ids::{ChatId, MessageId};
use charley::shell::batch::{Batch, Change, Row};
use charley::shell::seal::{Keyring, Secret};
use charley::shell::store::{Store, Stored, Sync};
use csv::{ReaderBuilder, StringRecord};
use jiff::Timestamp;
use jiff::civil::date;
use serde_json::{Value, json};

use crate::content::content;
use crate::diary::{Diary, HOSTILE, at, some_weeks};

const NEW: ChatId = ChatId(99);

fn file(diary: &Diary, form: Form) -> Vec<u8> {
    let up_to = diary.chat.counters.entries;
    let copy = Copy { form, asked_on: date(2026, 2, 5), up_to, made: at("2026-02-05T18:30:00") };
    let known = Known { chat: &diary.chat, entries: &diary.entries, library: content("") };
    make(&Attachment::Diary(copy), known).unwrap().bytes.to_vec()
}

fn rows(csv: &[u8]) -> Vec<StringRecord> {
    let text = csv.strip_prefix("\u{feff}".as_bytes()).expect("a byte-order mark");
    let mut reader = ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(|record| record.expect("every line has as many fields as the first")).collect()
}

fn column(name: &str) -> usize {
    COLUMNS.iter().position(|column| *column == name).unwrap()
}

#[test]
fn the_table_has_a_line_for_each_event_and_answer() {
    let diary = some_weeks();
    let csv = file(&diary, Form::Table);
    let rows = rows(&csv);
    assert!(rows[0].iter().eq(COLUMNS));
    let kind = |kind: &str| rows.iter().filter(|row| &row[column("kind")] == kind).count();
    let expected = [("cramp", 3), ("let_go", 3), ("note", 1), ("quiet_night", 3), ("undone", 1), ("advice", 1)];
    for (name, count) in expected {
        assert_eq!(kind(name), count, "{name}");
    }
    assert_eq!((kind("drink"), kind("activity"), kind("answer")), (2, 1, 25));
    let taken_back: Vec<&str> =
        rows.iter().filter(|row| &row[column("taken_back")] == "yes").map(|row| &row[column("kind")]).collect();
    assert_eq!(taken_back, ["answer", "quiet_night", "drink"], "withdrawn, undone, undone");
    let first = &rows[1];
    assert_eq!((&first[column("time")], &first[column("zone")]), ("2026-01-05T03:12:00+01:00", "Europe/Berlin"));
    let answer = |name: &str| rows.iter().find(|row| &row[column("name")] == name).unwrap();
    assert_eq!(&answer("measures_used")[column("value")], "massage; stretch");
    assert_eq!((&answer("pain_score")[column("value")], &answer("pain_score")[column("unit")]), ("6", "points"));
    let values = |name: &str| -> Vec<&str> {
        rows.iter().filter(|row| &row[column("name")] == name).map(|row| &row[column("value")]).collect()
    };
    // Told, not sure, none; what was not asked has no line.
    assert_eq!(values("sleep_disturbance"), ["7", "not sure"]);
    assert_eq!(values("residual_pain_hours"), ["0"]);
    assert_eq!(values("measures_used"), ["massage; stretch", "stretch", "none"]);
    assert_eq!(&answer("fever")[column("value")], "yes");
    let medicines = rows.iter().filter(|row| &row[column("kind")] == "medicine");
    let medicines: Vec<_> =
        medicines.map(|row| (&row[column("name")], &row[column("value")], &row[column("text")])).collect();
    let expected = [
        ("magnesium 300 mg at night", "taken", "began about 2026-01-15; potassium_or_magnesium_supplement"),
        ("'=HYPERLINK(\"x\") 20 mg", "taken", "began before 2025-10-01"),
        ("'=HYPERLINK(\"x\") 20 mg", "stopped", "began before 2025-10-01; ended 2026-01-20"),
        ("ibuprofen", "stopped", "began 2019; ended 2020-03"),
        ("none", "removed", "began not known"),
    ];
    assert_eq!(medicines, expected);
}

#[test]
fn hostile_notes_stay_in_their_field_and_start_no_formula() {
    let mut diary = some_weeks();
    for text in ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "\"", "a\"b,c;d\r\ne", ",,,\n\n", "'"] {
        let what = charley::engine::diary::What::Note { episode: None, text: text.to_owned() };
        diary.add("2026-02-05T10:00:00", what);
    }
    let csv = file(&diary, Form::Table);
    let rows = rows(&csv);
    let notes: Vec<&str> =
        rows.iter().filter(|row| &row[column("kind")] == "note").map(|row| &row[column("text")]).collect();
    let formula = format!("'{HOSTILE}");
    let safe = ["'=cmd|' /C calc'!A0", "'+1", "'-1", "'@SUM(A1)", "'\tx", "\"", "a\"b,c;d\r\ne", ",,,\n\n", "'"];
    assert_eq!(notes, [[formula.as_str()].as_slice(), safe.as_slice()].concat());
    let dangerous = ['=', '+', '-', '@', '\t', '\r'];
    assert!(rows.iter().flatten().all(|cell| !cell.starts_with(dangerous)));
    let text = String::from_utf8(csv).unwrap();
    assert!(text.lines().count() > rows.len() && text.ends_with("\r\n"), "line breaks inside quotes");
}

#[test]
fn a_whole_copy_comes_back_entry_for_entry() {
    let mut diary = some_weeks();
    diary.entries[3].message = Some(MessageId(55));
    diary.chat.counters.menus = 7;
    let copy = file(&diary, Form::Whole);
    let (chat, entries) = read(&copy, NEW).unwrap();
    assert_eq!(chat.id, NEW);
    // Messages with buttons are counted for one chat only.
    diary.chat.counters.menus = 0;
    assert_eq!(
        (&chat.profile, &chat.counters, &chat.facts),
        (&diary.chat.profile, &diary.chat.counters, &diary.chat.facts)
    );
    let folder = tempfile::tempdir().unwrap();
    let open =
        || Store::open(folder.path(), Keyring::new(&Secret([7; 32]), &[]), 1 << 20, Timestamp::UNIX_EPOCH).unwrap();
    let change = Change::Keep { chat: Box::new(chat), entries, ring_before: None, ring: None };
    open().commit(Batch { rows: vec![Row { chat: NEW, change }], ..Batch::default() }, Sync::Now).unwrap();
    let store = open();
    let Stored::Chat(chat) = store.chat(NEW).unwrap() else { panic!("somebody") };
    let restored = Diary { chat: *chat, entries: store.entries_after(NEW, None, 1000).unwrap() };
    assert_eq!(String::from_utf8(file(&restored, Form::Whole)).unwrap(), String::from_utf8(copy).unwrap());
    assert_eq!(file(&restored, Form::Table), file(&diary, Form::Table));
    diary.entries[3].message = None;
    let mut entries = restored.entries;
    entries.sort_by_key(|entry| entry.number);
    assert_eq!(entries, diary.entries, "nothing else is lost");
}

#[test]
fn a_copy_names_neither_the_chat_nor_its_messages() {
    let mut diary = some_weeks();
    diary.chat.id = ChatId(123_456_789);
    diary.chat.facts[0].message = Some(MessageId(987_654));
    diary.entries[0].message = Some(MessageId(987_654));
    for form in [Form::Whole, Form::Table] {
        let text = String::from_utf8(file(&diary, form)).unwrap();
        assert!(!text.contains("123456789") && !text.contains("987654"));
    }
}

/// What is done to a good file, and what is said of it.
fn refused(change: impl FnOnce(&mut Value)) -> String {
    let mut value: Value = serde_json::from_slice(&file(&some_weeks(), Form::Whole)).unwrap();
    change(&mut value);
    read(value.to_string().as_bytes(), NEW).map(|_| ()).expect_err("it is refused").to_string()
}

#[test]
fn damaged_files_are_refused_with_what_is_wrong() {
    let good = file(&some_weeks(), Form::Whole);
    assert!(matches!(read(&good[..good.len() / 2], NEW), Err(Refused::NoJson(_))), "cut off");
    assert_eq!(read(b"[]", NEW).unwrap_err(), Refused::OtherFile);
    assert!(matches!(read(&[0xff; 10], NEW), Err(Refused::NoJson(_))));
    assert_eq!(read(&vec![b' '; MOST_BYTES + 1], NEW).unwrap_err(), Refused::TooLarge(MOST_BYTES + 1));
    assert!(read(&[b"\xef\xbb\xbf".as_slice(), &good].concat(), NEW).is_ok(), "an editor has put its mark in front");
    let says = |words: &str, change: &dyn Fn(&mut Value)| {
        let said = refused(change);
        assert!(said.contains(words), "{words} is not in: {said}");
    };
    says("not a diary of Charley", &|file| file["file"] = json!("other"));
    says("layout 2", &|file| file["v"] = json!(2));
    says("missing field `entries`", &|file| drop(file.as_object_mut().unwrap().remove("entries")));
    says("has not agreed", &|file| drop(file["person"]["profile"].as_object_mut().unwrap().remove("consent")));
    says("no time zone", &|file| file["person"]["profile"]["zone"] = json!("Europe/Atlantis"));
    says("\"id\" does not belong", &|file| file["person"]["id"] = json!(1));
    says("\"shoe_size\" is not known", &|file| file["person"]["profile"]["shoe_size"] = json!(44));
    says("entry 2 (counted from 1)", &|file| file["entries"][1]["at"] = json!("yesterday"));
    says("its medicine is 4, and 3 were given out", &|file| file["person"]["counters"]["medicines"] = json!(3));
    says("entry 3 (counted from 1)", &|file| file["entries"][2]["what"] = json!({"levitated": {}}));
    says("\"mood\" is not known", &|file| file["entries"][0]["mood"] = json!("fine"));
    says("number 2 is there twice", &|file| file["entries"][0]["number"] = json!(2));
    says("its number is 4000", &|file| file["entries"][0]["number"] = json!(4000));
    says("its bout is 77", &|file| file["entries"][0]["what"]["cramp"]["episode"] = json!(77));
    says("layout 9", &|file| file["entries"][0]["v"] = json!(9));
    says("message of another chat", &|file| file["entries"][0]["message"] = json!(5));
    says("no clock is", &|file| file["entries"][0]["offset_seconds"] = json!(900_000));
    let long = "x".repeat(50_000);
    says("at most 40960", &move |file| file["entries"][3]["what"]["note"]["text"] = json!(long));
    says("at most 100000", &|file| file["entries"] = json!(vec![json!({}); 100_001]));
}
