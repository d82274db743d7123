//! The page for a doctor: one plain text, at most 80 columns wide, that prints in black and white.
//!
//! [`page`] makes it from the diary, the chat and the content; [`asking`] is the talk around it. Counts and answers
//! only: it concludes nothing, and says so. What was not asked is never printed as absent.

pub mod asking;
mod health;
mod nights;
mod sheet;
mod told;

use jiff::tz::{Offset, TimeZone};

use super::attachment::Known;
use super::chat::Chat;
use super::customs;
use super::diary::{Entry, What};
use super::figures::Figures;
use super::letter::Period;
use crate::library::Library;
use crate::library::words::Blank;
use sheet::Sheet;
use told::Told;

/// Lines left blank for what the patient wants to ask.
const QUESTIONS: usize = 3;

/// What the sections are written from.
struct Paper<'a> {
    period: &'a Period,
    chat: &'a Chat,
    library: &'a Library,
    /// Those about the person that are in force and were there when the page was asked for, by number.
    entries: Vec<&'a Entry>,
    figures: Figures,
    told: Told<'a>,
}

/// The page as text; every line ends with a line break.
pub fn page(period: &Period, known: Known<'_>) -> String {
    let paper = Paper::new(period, known);
    let mut sheet = Sheet::default();
    paper.head(&mut sheet);
    paper.nights(&mut sheet);
    paper.cramps(&mut sheet);
    paper.tried(&mut sheet);
    paper.medicines(&mut sheet);
    paper.warning_signs(&mut sheet);
    paper.advice(&mut sheet);
    paper.about_person(&mut sheet);
    if period.notes {
        paper.notes(&mut sheet);
    }
    paper.questions(&mut sheet);
    sheet.text()
}

impl<'a> Paper<'a> {
    fn new(period: &'a Period, known: Known<'a>) -> Self {
        let Known { chat, entries, library } = known;
        let mut entries: Vec<&Entry> =
            entries.iter().filter(|entry| entry.number <= period.up_to && entry.subject == period.subject).collect();
        entries.sort_by_key(|entry| entry.number);
        let owned: Vec<Entry> = entries.iter().map(|entry| (*entry).clone()).collect();
        let figures =
            Figures::of(&owned, period.from..=period.until, period.from..=period.asked_on, chat.profile.night_end());
        let undone = super::bout::undone(entries.iter().copied());
        entries.retain(|entry| !undone.contains(&entry.number) && !matches!(entry.what, What::Undone { .. }));
        let told = Told::of(chat, &entries, period);
        Paper { period, chat, library, entries, figures, told }
    }

    fn phrase(&self, key: &str, blanks: &[(&str, Blank<'_>)]) -> String {
        self.library.words.text(&self.chat.profile.language, key, blanks)
    }

    fn authored(&self, key: &str, attribute: &str) -> String {
        self.library.words.attribute(&self.chat.profile.language, key, attribute, &[])
    }

    /// Title, what this is and is not, the period.
    fn head(&self, sheet: &mut Sheet) {
        let zone = self.chat.profile.zone.as_deref().unwrap_or("UTC");
        let clock = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let made = self.period.made.to_zoned(clock);
        let time = customs::time(&self.chat.profile, self.library, made.time());
        let made = format!("{} {time}", made.date());
        let reviewed = self.library.rules.iter().filter(|rule| rule.clinician.is_some()).count();
        let hash: String = self.library.hash.chars().take(HASH_SHOWN).collect();
        let blanks = [
            ("made", Blank::Text(&made)),
            ("version", Blank::Text(env!("CARGO_PKG_VERSION"))),
            ("content", Blank::Text(&hash)),
            ("reviewed", number(reviewed)),
            ("rules", number(self.library.rules.len())),
        ];
        sheet.heading(&self.phrase("report-title", &[]));
        sheet.line(&self.phrase("report-what", &blanks));
        if !self.period.subject.is_writer() {
            sheet.line(&self.phrase("report-other", &[]));
        }
        sheet.gap();
        let (from, until) = (self.period.from.to_string(), self.period.until.to_string());
        let blanks = [("from", Blank::Text(&from)), ("until", Blank::Text(&until)), ("zone", Blank::Text(zone))];
        sheet.line(&self.phrase("report-period", &blanks));
    }

    fn questions(&self, sheet: &mut Sheet) {
        sheet.heading(&self.phrase("report-questions", &[]));
        (1..=QUESTIONS).for_each(|number| sheet.blank_to_fill(number));
    }
}

/// Enough to tell two contents apart, short enough to read aloud.
const HASH_SHOWN: usize = 12;

#[allow(clippy::cast_precision_loss, reason = "a count of diary entries")]
fn number(count: usize) -> Blank<'static> {
    Blank::Number(count as f64)
}

/// A date on the clock that the person had then.
fn date(entry: &Entry) -> String {
    let offset = Offset::from_seconds(entry.offset_seconds).unwrap_or(Offset::UTC);
    entry.at.to_zoned(TimeZone::fixed(offset)).strftime("%F").to_string()
}
