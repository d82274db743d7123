//! The diary as a file for its owner: a table for a spreadsheet, or all of it for another Charley.
//!
//! [`send`] and [`asked`] are the talk around it; [`table`] and [`whole`] make the bytes, [`restore`] reads a whole
//! one back.

pub mod restore;
pub mod table;
pub mod whole;

use super::exchange::Exchange;
use super::letter::{Attachment, Button, Copy, Form, Keyboard};
use super::press::menu_data;
use super::report::asking;
use super::understanding::meaning::Format;

/// `/export`, `/export json`.
pub fn asked(ex: &mut Exchange<'_>, argument: &str) {
    match argument.trim().to_lowercase().as_str() {
        "" | "csv" | "table" => send(ex, Some(Format::Csv)),
        "json" | "all" | "everything" => send(ex, Some(Format::Json)),
        "pdf" | "txt" | "page" | "doctor" => send(ex, Some(Format::Pdf)),
        _ => {
            let text = ex.phrase("export-which", &[]);
            let keyboard = Keyboard::Inline(buttons(ex, &["csv", "json", "page"]));
            ex.say(text, keyboard);
        }
    }
}

/// A copy of the diary; the table where no form was named.
pub fn send(ex: &mut Exchange<'_>, format: Option<Format>) {
    match format {
        Some(Format::Pdf) => asking::report(ex, ""),
        Some(Format::Json) => {
            let text = ex.phrase("export-json", &[]);
            send_copy(ex, Form::Whole, text, &["csv", "page"]);
        }
        // A table without a line is of no use to anybody; the whole has at least the settings.
        Some(Format::Csv) | None if ex.diary.count() + ex.entries.len() == 0 => {
            let text = ex.phrase(if ex.chat.has_consent() { "diary-empty" } else { "diary-needs-consent" }, &[]);
            ex.say(text, Keyboard::None);
        }
        Some(Format::Csv) | None => {
            let text = ex.phrase("export-csv", &[]);
            send_copy(ex, Form::Table, text, &["json", "page"]);
        }
    }
}

fn send_copy(ex: &mut Exchange<'_>, form: Form, text: String, others: &[&str]) {
    let (asked_on, up_to) = (ex.local(ex.now).date(), ex.chat.counters.entries);
    let recipe = Attachment::Diary(Copy { form, asked_on, up_to, made: ex.now });
    let keyboard = Keyboard::Inline(buttons(ex, others));
    ex.say_with(recipe, text, keyboard);
}

fn buttons(ex: &Exchange<'_>, forms: &[&str]) -> Vec<Vec<Button>> {
    let label = |form: &str| match form {
        "csv" => ex.phrase("button-csv", &[]),
        "json" => ex.phrase("button-json", &[]),
        _ => ex.phrase("button-page", &[]),
    };
    let button = |form: &&str| vec![Button { label: label(form), data: menu_data("export", Some(form)) }];
    forms.iter().map(button).collect()
}
