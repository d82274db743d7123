//! Words of somebody who may harm themselves: a line for now and where people listen. Nothing of it is stored, and
//! nobody is asked about their legs.

use super::alarm::way_back;
use crate::engine::card;
use crate::engine::exchange::Exchange;
use crate::engine::letter::Class;
use crate::library::words::Blank;

/// The crisis answer, for the writer or for somebody they are worried about.
pub fn answer(ex: &mut Exchange<'_>, other: bool) {
    let number = card::emergency_number(ex);
    let line = line(ex);
    let blanks = [("line", Blank::Text(&line)), ("number", Blank::Text(&number))];
    let text = if other { ex.phrase("crisis-other", &blanks) } else { ex.phrase("crisis", &blanks) };
    let keyboard = way_back(ex);
    ex.say_as(Class::Emergency, text, keyboard);
}

/// The line of the person's country, where the file holds one with its source.
fn line(ex: &Exchange<'_>) -> String {
    let country = ex.chat.profile.country.as_deref().and_then(|code| ex.library.countries.get(code));
    let line = country.and_then(|country| country.crisis.clone());
    line.unwrap_or_else(|| ex.phrase("crisis-line-unknown", &[]))
}
