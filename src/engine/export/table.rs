//! The diary as a table: CSV by RFC 4180, UTF-8 with a byte-order mark, one column for each field, one line for each
//! event or answer.
//!
//! Times are ISO 8601 on the clock that the person had then, with its offset. A text that a spreadsheet would take for
//! a formula gets an apostrophe in front, as OWASP advises for CSV.

use csv::{Terminator, WriterBuilder};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use crate::engine::attachment::Known;
use crate::engine::bout::undone;
use crate::engine::diary::{self, Assessed, Entry, What};
use crate::engine::fact::Fact;
use crate::engine::letter::Copy;
use crate::engine::medicines::kept::{Day, Medicine};
use crate::ids::EpisodeId;
use crate::library::Library;
use crate::library::value::Value;

/// So that Excel reads the letters as UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The columns, in order.
pub const COLUMNS: [&str; 16] = [
    "entry",
    "time",
    "zone",
    "subject",
    "bout",
    "kind",
    "name",
    "value",
    "unit",
    "minutes",
    "millilitres",
    "taken_back",
    "rules",
    "conditions",
    "rule_set",
    "text",
];

/// One line; what does not apply stays empty.
#[derive(Default)]
struct Line {
    time: Option<Timestamp>,
    bout: Option<EpisodeId>,
    kind: &'static str,
    name: String,
    value: String,
    unit: String,
    minutes: Option<f64>,
    millilitres: Option<u32>,
    taken_back: bool,
    rules: String,
    conditions: String,
    rule_set: String,
    text: String,
}

/// The table as bytes.
pub fn table(copy: &Copy, known: Known<'_>) -> Vec<u8> {
    let mut entries: Vec<&Entry> = known.entries.iter().filter(|entry| entry.number <= copy.up_to).collect();
    entries.sort_by_key(|entry| (entry.at, entry.number));
    let undone = undone(entries.iter().copied());
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    // Writing into memory fails for a line of another length only, and all have that of the columns.
    let _ = writer.write_record(COLUMNS);
    for entry in entries {
        for line in lines(entry, known.library) {
            let _ = writer.write_record(line.cells(entry, undone.contains(&entry.number)));
        }
    }
    writer.into_inner().unwrap_or_default()
}

fn lines(entry: &Entry, library: &Library) -> Vec<Line> {
    match &entry.what {
        What::Cramp { episode } => vec![Line { bout: Some(*episode), kind: "cramp", ..Line::default() }],
        What::LetGo { episode, minutes } => {
            vec![Line { bout: Some(*episode), kind: "let_go", minutes: *minutes, ..Line::default() }]
        }
        What::Held { episode, minutes } => {
            vec![Line { bout: Some(*episode), kind: "still_held", minutes: Some(*minutes), ..Line::default() }]
        }
        What::Answers { episode, facts } => facts.iter().map(|fact| answer(*episode, fact, library)).collect(),
        What::Assessed(assessed) => vec![advice(assessed)],
        What::Note { episode, text } => {
            vec![Line { bout: *episode, kind: "note", text: text.clone(), ..Line::default() }]
        }
        What::QuietNight => vec![Line { kind: "quiet_night", ..Line::default() }],
        What::Undone { number } => vec![Line { kind: "undone", value: number.to_string(), ..Line::default() }],
        What::Edited { episode } => vec![Line { bout: Some(*episode), kind: "edited", ..Line::default() }],
        What::Day(day) => small_things(day),
        What::Medicine(medicine) => vec![line_of(medicine)],
    }
}

fn answer(episode: Option<EpisodeId>, fact: &Fact, library: &Library) -> Line {
    let unit = library.vocabulary.finding(&fact.finding).and_then(|finding| finding.unit.clone());
    Line {
        time: Some(fact.at),
        bout: fact.episode.or(episode),
        kind: "answer",
        name: fact.finding.to_string(),
        value: in_words(&fact.value),
        unit: unit.unwrap_or_default(),
        taken_back: fact.withdrawn.is_some(),
        ..Line::default()
    }
}

fn in_words(value: &Value) -> String {
    match value {
        Value::Unsure => "not sure".to_owned(),
        Value::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Word(word) => word.clone(),
        Value::Words(words) if words.is_empty() => "none".to_owned(),
        Value::Words(words) => joined(words),
    }
}

fn advice(assessed: &Assessed) -> Line {
    Line {
        bout: assessed.episode,
        kind: "advice",
        value: assessed.urgency.name().to_owned(),
        rules: joined(&assessed.rules),
        conditions: joined(&assessed.names),
        rule_set: assessed.content.clone(),
        text: assessed.card.clone(),
        ..Line::default()
    }
}

fn small_things(day: &diary::Day) -> Vec<Line> {
    let drunk = day.drunk.iter().map(|drunk| Line {
        time: Some(drunk.at),
        kind: "drink",
        name: drunk.drink.clone().unwrap_or_else(|| "water".to_owned()),
        millilitres: Some(drunk.millilitres),
        taken_back: drunk.undone,
        ..Line::default()
    });
    let done = day.done.iter().map(|done| Line {
        time: Some(done.at),
        kind: "activity",
        name: done.kind.clone(),
        minutes: done.minutes,
        taken_back: done.undone,
        ..Line::default()
    });
    drunk.chain(done).collect()
}

/// When it began and ended as well as it is known, and what it is listed as.
fn line_of(medicine: &Medicine) -> Line {
    let state = match (medicine.removed, medicine.ended) {
        (true, _) => "removed",
        (false, None) => "taken",
        (false, Some(_)) => "stopped",
    };
    let day = |what: &str, day: Day| match day {
        Day::Unsure => format!("{what} not known"),
        Day::On(date) => format!("{what} {date}"),
        Day::About(date) => format!("{what} about {date}"),
        Day::Month(date) => format!("{what} {}", date.strftime("%Y-%m")),
        Day::Year(date) => format!("{what} {}", date.year()),
        Day::Before(date) => format!("{what} before {date}"),
    };
    let began = Some(day("began", medicine.began));
    let ended = medicine.ended.map(|ended| day("ended", ended));
    let kinds = (!medicine.kinds.is_empty()).then(|| joined(&medicine.kinds));
    let parts: Vec<String> = [began, ended, kinds].into_iter().flatten().collect();
    Line {
        kind: "medicine",
        name: medicine.text.clone(),
        value: state.to_owned(),
        text: parts.join("; "),
        ..Line::default()
    }
}

impl Line {
    fn cells(self, entry: &Entry, undone: bool) -> [String; COLUMNS.len()] {
        let offset = Offset::from_seconds(entry.offset_seconds).unwrap_or(Offset::UTC);
        let local = self.time.unwrap_or(entry.at).to_zoned(TimeZone::fixed(offset));
        let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
        [
            entry.number.to_string(),
            local.strftime("%FT%T%:z").to_string(),
            safe(entry.zone.clone()),
            entry.subject.0.to_string(),
            self.bout.map(|bout| bout.0.to_string()).unwrap_or_default(),
            self.kind.to_owned(),
            safe(self.name),
            safe(self.value),
            self.unit,
            number(self.minutes),
            self.millilitres.map(|amount| amount.to_string()).unwrap_or_default(),
            if undone || self.taken_back { "yes" } else { "" }.to_owned(),
            self.rules,
            self.conditions,
            self.rule_set,
            safe(self.text),
        ]
    }
}

/// Nothing that a spreadsheet would carry out.
fn safe(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

fn joined<'a, T: ToString + 'a>(several: impl IntoIterator<Item = &'a T>) -> String {
    several.into_iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
