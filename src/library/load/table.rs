//! A TOML table from which keys are taken one by one; what is left over at the end is unknown.
//!
//! Says what was expected where a value has another type. Knows nothing of content.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::page::Page;
use super::suggest;

pub(super) type Entry<'t> = Spanned<DeValue<'t>>;

/// A string and where it stands, quotes included.
#[derive(Debug, Clone)]
pub(super) struct Text<'t> {
    pub text: &'t str,
    pub span: Range<usize>,
}

/// A table with a name for its mistakes.
pub(super) struct Table<'t> {
    /// Such as "node `side`"; empty for the file itself.
    pub name: String,
    pub at: usize,
    rest: Vec<(Text<'t>, &'t Entry<'t>)>,
    asked: Vec<&'static str>,
}

impl<'t> Table<'t> {
    pub fn new(name: impl Into<String>, at: usize, table: &'t DeTable<'t>) -> Self {
        Table { name: name.into(), at, rest: entries(table), asked: Vec::new() }
    }

    /// The table behind an entry, or a mistake.
    pub fn of(page: &mut Page<'_>, name: impl Into<String>, at: usize, entry: &'t Entry<'t>) -> Option<Self> {
        let name = name.into();
        match entry.get_ref() {
            DeValue::Table(table) => Some(Table::new(name, at, table)),
            other => {
                page.wrong(at, format!("{name}: a table is needed here, not {}", type_of(other)), "");
                None
            }
        }
    }

    /// What a mistake begins with.
    pub fn about(&self, what: &str) -> String {
        if self.name.is_empty() { what.to_owned() } else { format!("{}: {what}", self.name) }
    }

    pub fn has(&self, key: &str) -> bool {
        self.rest.iter().any(|(name, _)| name.text == key)
    }

    /// A key with its offset, taken out.
    pub fn take(&mut self, key: &'static str) -> Option<(usize, &'t Entry<'t>)> {
        self.asked.push(key);
        let index = self.rest.iter().position(|(name, _)| name.text == key)?;
        let (name, entry) = self.rest.remove(index);
        Some((name.span.start, entry))
    }

    pub fn text(&mut self, page: &mut Page<'_>, key: &'static str) -> Option<Text<'t>> {
        let (_, entry) = self.take(key)?;
        let what = self.about(&format!("`{key}`"));
        text_of(page, &what, entry)
    }

    /// A text that must be there and say something.
    pub fn need_text(&mut self, page: &mut Page<'_>, key: &'static str) -> Option<Text<'t>> {
        if !self.rest.iter().any(|(name, _)| name.text == key) {
            self.asked.push(key);
            page.wrong(self.at, self.about(&format!("`{key}` is missing")), format!("add `{key} = \"…\"`"));
            return None;
        }
        let text = self.text(page, key)?;
        if text.text.trim().is_empty() {
            page.wrong(text.span.start, self.about(&format!("`{key}` is empty")), "");
            return None;
        }
        Some(text)
    }

    pub fn texts(&mut self, page: &mut Page<'_>, key: &'static str) -> Vec<Text<'t>> {
        let what = self.about(&format!("`{key}`"));
        self.take(key).map_or_else(Vec::new, |(_, entry)| texts_of(page, &what, entry))
    }

    pub fn number(&mut self, page: &mut Page<'_>, key: &'static str) -> Option<f64> {
        let what = self.about(&format!("`{key}`"));
        self.take(key).and_then(|(_, entry)| number_of(page, &what, entry))
    }

    /// A whole number from 0 on.
    pub fn count(&mut self, page: &mut Page<'_>, key: &'static str) -> Option<u32> {
        let what = self.about(&format!("`{key}`"));
        self.take(key).and_then(|(_, entry)| count_of(page, &what, entry))
    }

    pub fn flag(&mut self, page: &mut Page<'_>, key: &'static str) -> bool {
        match self.take(key).map(|(_, entry)| (entry.span().start, entry.get_ref())) {
            None => false,
            Some((_, DeValue::Boolean(flag))) => *flag,
            Some((at, other)) => {
                let what = self.about(&format!("`{key}`"));
                page.wrong(at, format!("{what} is true or false, not {}", type_of(other)), "");
                false
            }
        }
    }

    pub fn table(&mut self, page: &mut Page<'_>, key: &'static str) -> Option<Table<'t>> {
        let (at, entry) = self.take(key)?;
        Table::of(page, self.about(&format!("`{key}`")), at, entry)
    }

    /// The tables of `[[key]]`.
    pub fn tables(&mut self, page: &mut Page<'_>, key: &'static str) -> Vec<Table<'t>> {
        let Some((at, entry)) = self.take(key) else {
            return Vec::new();
        };
        let DeValue::Array(list) = entry.get_ref() else {
            page.wrong(at, self.about(&format!("`{key}` is written `[[{key}]]`, once for each")), "");
            return Vec::new();
        };
        let name = |number: usize| format!("{key} {}", number + 1);
        let tables = list.iter().enumerate();
        tables.filter_map(|(number, entry)| Table::of(page, name(number), entry.span().start, entry)).collect()
    }

    /// Whatever is left, with its keys: for tables whose keys are ids.
    pub fn rest(&mut self) -> Vec<(Text<'t>, &'t Entry<'t>)> {
        std::mem::take(&mut self.rest)
    }

    /// Every key that nobody asked for is a mistake.
    pub fn finish(self, page: &mut Page<'_>) {
        for (key, _) in &self.rest {
            let hint = suggest::among(key.text, self.asked.iter().copied());
            page.wrong(key.span.start, self.about(&format!("unknown key `{}`", key.text)), hint);
        }
    }
}

pub(super) fn entries<'t>(table: &'t DeTable<'t>) -> Vec<(Text<'t>, &'t Entry<'t>)> {
    let text = |key: &'t Spanned<_>| Text { text: AsRef::<str>::as_ref(key.get_ref()), span: key.span() };
    table.iter().map(|(key, entry): (&'t Spanned<std::borrow::Cow<'t, str>>, _)| (text(key), entry)).collect()
}

pub(super) fn text_of<'t>(page: &mut Page<'_>, what: &str, entry: &'t Entry<'t>) -> Option<Text<'t>> {
    match entry.get_ref() {
        DeValue::String(text) => Some(Text { text, span: entry.span() }),
        other => {
            let hint = "put it in quotes";
            page.wrong(entry.span().start, format!("{what} is a text, not {}", type_of(other)), hint);
            None
        }
    }
}

pub(super) fn texts_of<'t>(page: &mut Page<'_>, what: &str, entry: &'t Entry<'t>) -> Vec<Text<'t>> {
    let DeValue::Array(list) = entry.get_ref() else {
        let found = type_of(entry.get_ref());
        page.wrong(entry.span().start, format!("{what} is a list of texts, not {found}"), "write [\"…\", \"…\"]");
        return Vec::new();
    };
    list.iter().filter_map(|entry| text_of(page, what, entry)).collect()
}

pub(super) fn number_of(page: &mut Page<'_>, what: &str, entry: &Entry<'_>) -> Option<f64> {
    let number = match entry.get_ref() {
        DeValue::Integer(digits) => i64::from_str_radix(digits.as_str(), digits.radix()).ok().map(|n| n as f64),
        DeValue::Float(digits) => digits.as_str().parse().ok().filter(|n: &f64| n.is_finite()),
        other => {
            let found = type_of(other);
            page.wrong(entry.span().start, format!("{what} is a number, not {found}"), "numbers stand without quotes");
            return None;
        }
    };
    if number.is_none() {
        page.wrong(entry.span().start, format!("{what} is not a number that can be used"), "");
    }
    number
}

pub(super) fn count_of(page: &mut Page<'_>, what: &str, entry: &Entry<'_>) -> Option<u32> {
    let number = number_of(page, what, entry)?;
    if number.fract() != 0.0 || !(0.0..=f64::from(u32::MAX)).contains(&number) {
        page.wrong(entry.span().start, format!("{what} is a whole number from 0 on, not {number}"), "");
        return None;
    }
    Some(number as u32)
}

/// What a value is, in words.
pub(super) fn type_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
