//! The page for a doctor: what stands on it, what is left out, and that it prints anywhere.

use charley::engine::attachment::{Known, make};
use charley::engine::diary::What;
use charley::engine::letter::{Attachment, Period};
use charley::engine::report::page;
use charley::ids::SubjectId;
use jiff::civil::date;

use charley::library::value::Value;

use crate::content::content;
use crate::diary::{Diary, HOSTILE, at, some_weeks};
use crate::difference::difference;

const SAMPLE: &str = "tests/files/report.txt";

fn period(diary: &Diary, notes: bool) -> Period {
    Period {
        subject: SubjectId::WRITER,
        from: date(2025, 11, 5),
        until: date(2026, 2, 5),
        asked_on: date(2026, 2, 5),
        up_to: diary.chat.counters.entries,
        notes,
        made: at("2026-02-05T18:30:00"),
    }
}

fn page_of(diary: &Diary, period: &Period) -> String {
    page(period, Known { chat: &diary.chat, entries: &diary.entries, library: content("") })
}

/// What changes with every edit of the content.
fn without_versions(page: &str) -> String {
    let library = content("");
    page.replace(&library.hash[..12], "CONTENT")
        .replace(env!("CARGO_PKG_VERSION"), "VERSION")
        .replace(&format!("of {} of", library.rules.len()), "of ALL of")
}

#[test]
fn the_page_is_the_stored_sample() {
    let diary = some_weeks();
    let page = without_versions(&page_of(&diary, &period(&diary, true)));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(SAMPLE, &page).unwrap();
    }
    let written = std::fs::read_to_string(SAMPLE).unwrap_or_default();
    assert!(page == written, "UPDATE=1 rewrites it:\n{}", difference(&written, &page));
}

#[test]
fn it_prints_anywhere() {
    let diary = some_weeks();
    let page = page_of(&diary, &period(&diary, true));
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    assert!(page.chars().all(|c| c == '\n' || !c.is_control()) && !page.contains('\u{202e}'));
    assert!(!page.contains("{ $") && !page.contains("report-") && page.ends_with("_\n"));
    let file = make(
        &Attachment::Report(period(&diary, false)),
        Known { chat: &diary.chat, entries: &diary.entries, library: content("") },
    );
    assert_eq!(file.unwrap().name, "charley-2026-02-05.txt");
}

#[test]
fn notes_are_left_out_unless_asked_for() {
    let diary = some_weeks();
    let first: String = HOSTILE.chars().take_while(|c| *c != ',').collect();
    assert!(!page_of(&diary, &period(&diary, false)).contains(&first));
    let with_notes = page_of(&diary, &period(&diary, true));
    assert!(with_notes.contains(&first) && with_notes.contains("<b>bold</b> &"), "their words as they wrote them");
}

#[test]
fn what_came_after_the_wish_or_before_the_period_is_not_on_it() {
    let mut diary = some_weeks();
    let asked = period(&diary, true);
    let before = page_of(&diary, &asked);
    diary.cramp("2026-02-05T18:29:00", Some(1.0), &[]);
    diary.add("2026-02-05T18:29:30", What::Note { episode: None, text: "too late".to_owned() });
    assert_eq!(page_of(&diary, &asked), before, "the same letter carries the same page");
    let late = Period { from: date(2026, 2, 1), ..asked };
    let page = page_of(&diary, &late);
    assert!(page.contains("Cramps logged: 1\n") && !page.contains("fever: present"), "{page}");
}

#[test]
fn whose_page_it_is_stands_on_it_and_nobody_elses_answers_do() {
    let mut diary = some_weeks();
    let of_writer = page_of(&diary, &period(&diary, true));
    let episode = diary.cramp("2026-02-04T02:00:00", Some(2.0), &[("fainted", Value::Flag(true))]);
    diary.add("2026-02-04T02:10:00", What::Note { episode: Some(episode), text: "mother's leg".to_owned() });
    for entry in diary.entries.iter_mut().rev().take(4) {
        entry.subject = SubjectId::OTHER;
        if let What::Answers { facts, .. } = &mut entry.what {
            facts.iter_mut().for_each(|fact| fact.subject = SubjectId::OTHER);
        }
    }
    assert_eq!(page_of(&diary, &period(&diary, true)), of_writer);
    let page = page_of(&diary, &Period { subject: SubjectId::OTHER, ..period(&diary, true) });
    for line in ["about somebody else", "Cramps logged: 1", "fainted or collapsed", "mother's leg"] {
        assert!(page.contains(line), "{line}\n{page}");
    }
    assert!(!page.contains("67 years") && !page.contains("statin"), "{page}");
}

#[test]
fn an_empty_diary_claims_nothing() {
    let diary = Diary::new();
    let page = page_of(&diary, &period(&diary, false));
    assert!(page.contains("Nights logged: 0 of 93"), "{page}");
    for line in ["No cramp was logged in this period.", "Not asked, or not answered.", "Absent: none"] {
        assert!(page.contains(line), "{line}\n{page}");
    }
    assert!(page.contains("Not asked: breathless; chest pain"), "{page}");
}
