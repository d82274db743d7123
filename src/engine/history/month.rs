//! A month of nights as a calendar picture, with the same in words.

use jiff::ToSpan;
use jiff::civil::Date;

use super::shelf;
use super::{button, data, naming};
use crate::engine::bout;
use crate::engine::chart::Kind;
use crate::engine::exchange::Exchange;
use crate::engine::figures::{Figures, Night};
use crate::engine::letter::{Attachment, Button, Keyboard};
use crate::engine::listed;
use crate::library::words::Blank;

/// `2026-11`; absent: the month of tonight.
pub(super) fn show(ex: &mut Exchange<'_>, month: Option<&str>) {
    let tonight = ex.night_of(naming::now(ex));
    let first = month.and_then(|month| format!("{month}-01").parse::<Date>().ok());
    let first = first.filter(|first| *first <= tonight).unwrap_or(tonight.first_of_month());
    let figures = figures(ex, first, tonight);
    let text = text(ex, first, &figures);
    let rows = turning(ex, first, tonight);
    let picture = listed::chart_as(ex, Kind::Calendar, &figures);
    ex.say_with(Attachment::Chart(Box::new(picture)), text, Keyboard::Inline(rows));
}

fn figures(ex: &Exchange<'_>, first: Date, tonight: Date) -> Figures {
    let subject = ex.chat.about;
    let evenings = first..=first.last_of_month().min(tonight);
    // A day more on either side: somebody may have lived by another clock.
    let from = first.checked_sub(1.day()).unwrap_or(first).to_zoned(ex.zone()).map_or(ex.now, |at| at.timestamp());
    let mut entries = ex.diary.all_since(subject, from);
    entries.retain(|entry| ex.entries.iter().all(|new| !new.is_row_of(entry)));
    entries.extend(ex.entries.iter().filter(|entry| entry.subject == subject).cloned());
    let mut figures = Figures::of(&entries, evenings.clone(), evenings, ex.chat.profile.night_end());
    figures.leave_out_what_is_not_over(naming::now(ex));
    figures
}

/// What the picture shows, day by day; the date is that of the evening.
fn text(ex: &Exchange<'_>, first: Date, figures: &Figures) -> String {
    let month = first.strftime("%B %Y").to_string();
    let days = |is_wanted: &dyn Fn(&Night) -> bool| {
        let days = figures.nights.iter().filter(|(_, night)| is_wanted(night)).map(|(evening, night)| match night {
            Night::Cramps(count) if *count > 1 => format!("{} ({count})", evening.day()),
            _ => evening.day().to_string(),
        });
        days.collect::<Vec<_>>().join(", ")
    };
    let cramps = days(&|night| matches!(night, Night::Cramps(_)));
    let quiet = days(&|night| *night == Night::Quiet);
    let mut lines = vec![ex.phrase("month-title", &[("month", Blank::Text(&month))])];
    if !cramps.is_empty() {
        lines.push(ex.phrase("month-cramps", &[("days", Blank::Text(&cramps))]));
    }
    if !quiet.is_empty() {
        lines.push(ex.phrase("month-quiet", &[("days", Blank::Text(&quiet))]));
    }
    #[allow(clippy::cast_precision_loss, reason = "nights of a month")]
    let missing = (figures.nights.len() - figures.logged()) as f64;
    lines.push(ex.phrase("month-missing", &[("missing", Blank::Number(missing))]));
    lines.join("\n")
}

/// To the months before, as far as the diary reaches, and after.
fn turning(ex: &Exchange<'_>, first: Date, tonight: Date) -> Vec<Vec<Button>> {
    let to = |phrase: &str, month: Date| Button {
        label: ex.phrase(phrase, &[]),
        data: data(ex, "month", &month.strftime("%Y-%m").to_string()),
    };
    let oldest = shelf::oldest(ex).map(|at| ex.night_of(bout::local(at, ex.local(at).offset().seconds())));
    let mut turning = Vec::new();
    if let Ok(before) = first.checked_sub(1.month())
        && oldest.is_some_and(|oldest| oldest < first)
    {
        turning.push(to("button-earlier-month", before));
    }
    if let Ok(after) = first.checked_add(1.month())
        && after <= tonight
    {
        turning.push(to("button-later-month", after));
    }
    let mut rows = vec![turning, vec![button(ex, "button-to-diary", "diary", "")]];
    rows.retain(|row| !row.is_empty());
    rows
}
