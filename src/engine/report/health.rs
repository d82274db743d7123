//! The sections of answers: medicines, warning signs, the latest advice, what the person told, notes.
//!
//! A warning sign is present, absent, not sure or not asked, and these are never mixed up.

use jiff::civil::Date;

use super::nights::name;
use super::sheet::Sheet;
use super::{Paper, date, number};
use crate::engine::bout::local;
use crate::engine::card::said;
use crate::engine::diary::{Assessed, Entry, What};
use crate::engine::medicines::kept::{self, Day};
use crate::engine::medicines::{Style, in_words};
use crate::ids::FindingKey;
use crate::library::rule::Urgency;
use crate::library::value::Value;
use crate::library::vocabulary::Scope;
use crate::library::words::Blank;

const MEDICINES: &str = "medications";
const NEW_MEDICINE: &str = "medication_change_recent";
/// Changes of the list of medicines that are shown, the newest.
const MOST_CHANGES: usize = 6;
/// Notes on one page, the newest.
const MOST_NOTES: usize = 50;

/// What is known of one warning sign in the period.
enum Sign {
    NotAsked,
    /// The last answer, and the last day it was present before that.
    Asked {
        present: bool,
        sure: bool,
        on: Date,
        before: Option<Date>,
    },
}

impl Paper<'_> {
    pub(super) fn medicines(&self, sheet: &mut Sheet) {
        sheet.heading(&self.phrase("report-medicines", &[]));
        let told = self.told.all(&FindingKey::from(MEDICINES));
        let known = told.iter().filter_map(|(on, value)| match value {
            Value::Words(words) => Some((*on, words)),
            _ => None,
        });
        let mut lists: Vec<_> = known.collect();
        lists.dedup_by(|later, earlier| later.1 == earlier.1);
        let listed = self.on_the_list();
        listed.iter().for_each(|line| sheet.raw_point(line));
        if lists.is_empty() && listed.is_empty() {
            return sheet.line(&self.phrase("report-medicines-not-asked", &[]));
        }
        for (on, words) in lists.iter().rev().take(MOST_CHANGES).rev() {
            let on = on.to_string();
            if words.is_empty() {
                sheet.point(&self.phrase("report-medicines-none", &[("date", Blank::Text(&on))]));
                continue;
            }
            let items: Vec<String> = words.iter().map(|word| name(word)).collect();
            let items = items.join("; ");
            let blanks = [("date", Blank::Text(&on)), ("items", Blank::Text(&items))];
            sheet.point(&self.phrase("report-medicines-taken", &blanks));
        }
        if let Some((on, Value::Flag(true))) = self.told.last(&FindingKey::from(NEW_MEDICINE)) {
            let on = on.to_string();
            sheet.point(&self.phrase("report-medicines-new", &[("date", Blank::Text(&on))]));
        }
    }

    /// The list as it was kept, without what ended before the period.
    fn on_the_list(&self) -> Vec<String> {
        let medicines = kept::of(self.entries.iter().copied());
        let ended_before = |day: Option<Day>| day.and_then(Day::latest).is_some_and(|latest| latest < self.period.from);
        let medicines = medicines.into_iter().filter(|medicine| !ended_before(medicine.ended));
        let say = |key: &str, blanks: &[(&str, Blank<'_>)]| self.phrase(key, blanks);
        medicines.map(|medicine| in_words(&medicine, &say, Style::Paper)).collect()
    }

    pub(super) fn warning_signs(&self, sheet: &mut Sheet) {
        sheet.heading(&self.phrase("report-signs", &[]));
        let (mut present, mut absent, mut unsure, mut unasked) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for key in self.signs() {
            match self.sign(key) {
                Sign::NotAsked => unasked.push(name(key.as_str())),
                Sign::Asked { present: true, on, .. } => present.push(self.dated(key, on)),
                Sign::Asked { sure, on, before, .. } => {
                    present.extend(before.map(|before| self.earlier(key, before, on)));
                    let list = if sure { &mut absent } else { &mut unsure };
                    list.push(name(key.as_str()));
                }
            }
        }
        let none = self.phrase("report-signs-none", &[]);
        sheet.line(&self.phrase("report-signs-present", &[]));
        if present.is_empty() {
            sheet.point(&none);
        }
        present.iter().for_each(|line| sheet.point(line));
        for (phrase, list) in
            [("report-signs-absent", absent), ("report-signs-unsure", unsure), ("report-signs-unasked", unasked)]
        {
            let items = if list.is_empty() { none.clone() } else { list.join("; ") };
            sheet.line(&self.phrase(phrase, &[("items", Blank::Text(&items))]));
        }
    }

    /// The core red flags, then the rest of the fixed screening.
    fn signs(&self) -> impl Iterator<Item = &FindingKey> {
        let core = &self.library.vocabulary.core_red_flags;
        core.iter().chain(self.library.screening.iter().filter(|key| !core.contains(key)))
    }

    fn sign(&self, key: &FindingKey) -> Sign {
        let Some(finding) = self.library.vocabulary.finding(key) else { return Sign::NotAsked };
        let in_period = |on: &Date| (self.period.from..=self.period.asked_on).contains(on);
        let answers: Vec<_> = self.told.all(key).iter().filter(|(on, _)| in_period(on)).collect();
        let Some((on, last)) = answers.last().copied() else { return Sign::NotAsked };
        let present = finding.is_present(last);
        let before = answers.iter().rev().find(|(_, value)| finding.is_present(value)).map(|(on, _)| *on);
        Sign::Asked { present, sure: **last != Value::Unsure, on: *on, before: before.filter(|_| !present) }
    }

    /// The words in which it was told, and when.
    fn dated(&self, key: &FindingKey, on: Date) -> String {
        let (on, sign) = (on.to_string(), self.in_words(key).unwrap_or_else(|| name(key.as_str())));
        self.phrase("report-sign", &[("sign", Blank::Text(&sign)), ("date", Blank::Text(&on))])
    }

    fn earlier(&self, key: &FindingKey, before: Date, since: Date) -> String {
        let (sign, before, since) = (name(key.as_str()), before.to_string(), since.to_string());
        let blanks = [("sign", Blank::Text(&sign)), ("date", Blank::Text(&before)), ("since", Blank::Text(&since))];
        self.phrase("report-sign-earlier", &blanks)
    }

    /// The last answer as the card would say it.
    fn in_words(&self, key: &FindingKey) -> Option<String> {
        let (_, value) = self.told.last(key)?;
        said(self.library, &self.chat.profile.language, key, value)
    }

    pub(super) fn advice(&self, sheet: &mut Sheet) {
        sheet.heading(&self.phrase("report-advice", &[]));
        let in_period = |entry: &&&Entry| local(entry.at, entry.offset_seconds).date() >= self.period.from;
        let latest = self.entries.iter().rev().filter(in_period).find_map(|entry| match &entry.what {
            What::Assessed(assessed) => Some((*entry, assessed)),
            _ => None,
        });
        let Some((entry, assessed)) = latest else {
            return sheet.line(&self.phrase("report-advice-none", &[]));
        };
        let (on, level) = (date(entry), self.level(assessed.urgency));
        let blanks = [("date", Blank::Text(&on)), ("level", Blank::Text(&level))];
        sheet.line(&self.phrase("report-advice-level", &blanks));
        if assessed.content != self.library.hash {
            sheet.line(&self.phrase("report-advice-older", &[]));
        }
        self.reasons(sheet, assessed);
    }

    fn level(&self, urgency: Urgency) -> String {
        match urgency {
            Urgency::Emergency => self.phrase("report-emergency", &[]),
            Urgency::Urgent => self.phrase("card-urgent", &[]),
            Urgency::Routine => self.phrase("card-routine", &[]),
            Urgency::SelfCare => self.phrase("card-self-care", &[]),
        }
    }

    /// The rules that spoke, each with its source.
    fn reasons(&self, sheet: &mut Sheet, assessed: &Assessed) {
        if assessed.rules.is_empty() {
            return sheet.line(&self.phrase("report-advice-no-rule", &[]));
        }
        for id in &assessed.rules {
            let Some(rule) = self.library.rules.iter().find(|rule| rule.id == *id) else {
                let gone = self.phrase("report-rule-gone", &[("rule", Blank::Text(id.as_str()))]);
                sheet.point(&gone);
                continue;
            };
            sheet.point(&self.authored(&format!("rule--{id}"), "because"));
            let blanks = [("source", Blank::Text(&rule.source)), ("read", Blank::Text(&rule.source_read))];
            sheet.under(&self.phrase("report-source", &blanks));
        }
    }

    /// What is true of the person beyond one bout, as last told; medicines have their own section.
    pub(super) fn about_person(&self, sheet: &mut Sheet) {
        let lines = self.told.findings().filter(|key| key.as_str() != MEDICINES && key.as_str() != NEW_MEDICINE);
        let lines = lines.filter_map(|key| {
            let finding = self.library.vocabulary.finding(key).filter(|finding| finding.scope == Scope::Profile)?;
            let (on, value) = self.told.last(key).filter(|(_, value)| finding.is_present(value))?;
            let words = said(self.library, &self.chat.profile.language, key, value)?;
            let on = on.to_string();
            Some(self.phrase("report-sign", &[("sign", Blank::Text(&words)), ("date", Blank::Text(&on))]))
        });
        let lines: Vec<String> = lines.collect();
        sheet.heading(&self.phrase("report-person", &[]));
        if lines.is_empty() {
            sheet.line(&self.phrase("report-nothing-told", &[]));
        }
        lines.iter().for_each(|line| sheet.point(line));
    }

    pub(super) fn notes(&self, sheet: &mut Sheet) {
        sheet.heading(&self.phrase("report-notes", &[]));
        let notes = self.entries.iter().filter_map(|entry| match &entry.what {
            What::Note { text, .. } if local(entry.at, entry.offset_seconds).date() >= self.period.from => {
                Some(format!("{}: {text}", date(entry)))
            }
            _ => None,
        });
        let notes: Vec<String> = notes.collect();
        if notes.is_empty() {
            return sheet.line(&self.phrase("report-notes-none", &[]));
        }
        let left_out = notes.len().saturating_sub(MOST_NOTES);
        if left_out > 0 {
            sheet.line(&self.phrase("report-notes-left-out", &[("notes", number(left_out))]));
        }
        notes.iter().skip(left_out).for_each(|note| sheet.raw_point(note));
    }
}
