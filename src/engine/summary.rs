//! "How was my week": the diary of a period in a few lines, with a denominator, and with no arrow that chance explains.
//!
//! Words what `figures` counts; never counts by itself.

pub mod asking;

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::acting::logs;
use super::chart::Chart;
use super::exchange::Exchange;
use super::figures::{Figures, Night, Remedy, Spread};
use super::letter::{Attachment, Class, Keyboard};
use super::listed;
use super::stretch::{self, Stretch, back};
use super::understanding::meaning::{Metric, Period};
use crate::ids::SubjectId;
use crate::library::words::Blank;

/// Nights before the period that it is compared with.
const NIGHTS_BEFORE: i32 = 28;
/// Fewer logged nights than this, on either side, are not compared.
const FEWEST_NIGHTS: usize = 5;
/// More nights than this are not compared with the four weeks before them.
const MOST_COMPARED: usize = 100;
const MOST_OF_LATE: usize = 31;
/// A single night needs no picture, and nothing can be told of what helped in it.
const FEWEST_IN_A_PICTURE: usize = 2;
const FEWEST_TO_TELL: i32 = 2;
/// So many nights of late are too few to tell what helped.
const A_SHORT_TIME: i32 = 14;
/// Remedies told of, those that were tried most often.
const MOST_REMEDIES: usize = 5;
/// Characters; Telegram takes 1024 below a picture, with the lines of the buttons.
const MOST_BELOW_A_PICTURE: usize = 900;

/// The summary of a period as an answer.
pub fn show(ex: &mut Exchange<'_>, period: Period, metric: Option<Metric>) {
    let stretch = stretch_of(ex, period);
    show_stretch(ex, &stretch, metric, Some(period));
}

/// The same of any stretch; `period` when it has a name.
pub fn show_stretch(ex: &mut Exchange<'_>, stretch: &Stretch, metric: Option<Metric>, period: Option<Period>) {
    if !ex.chat.has_consent() {
        let text = ex.phrase("diary-needs-consent", &[]);
        return ex.say(text, Keyboard::None);
    }
    let text = text(ex, stretch, metric);
    let (figures, _) = figures(ex, stretch);
    let keyboard = asking::others(ex, period);
    let is_of_nights = matches!(metric, None | Some(Metric::Cramps)) && figures.logged() > 0;
    if !is_of_nights {
        return ex.say(text, keyboard);
    }
    if figures.nights.len() < FEWEST_IN_A_PICTURE {
        return ex.say(text, keyboard);
    }
    let picture = listed::chart(ex, &figures);
    say_with_chart(ex, Class::Answer, (text, picture), keyboard);
}

/// The text below its picture; one that is too long for that goes behind it.
pub fn say_with_chart(ex: &mut Exchange<'_>, class: Class, (text, picture): (String, Chart), keyboard: Keyboard) {
    let picture = Attachment::Chart(Box::new(picture));
    if text.chars().count() <= MOST_BELOW_A_PICTURE {
        ex.say_as(class, text, keyboard);
        return ex.attach(picture);
    }
    let (title, rest) = text.split_once('\n').unwrap_or((&text, ""));
    ex.say_as(class, title.to_owned(), Keyboard::None);
    ex.attach(picture);
    ex.say_as(class, rest.to_owned(), keyboard);
}

/// The summary of a stretch, of everything or of one thing.
pub fn text(ex: &Exchange<'_>, stretch: &Stretch, metric: Option<Metric>) -> String {
    text_with(ex, stretch, metric, MOST_REMEDIES)
}

/// The same with at most so many remedies.
pub fn text_with(ex: &Exchange<'_>, stretch: &Stretch, metric: Option<Metric>, remedies: usize) -> String {
    let (figures, before) = figures(ex, stretch);
    let mut lines = vec![format!("<b>{}</b>", listed::title(ex, &figures))];
    match metric {
        None => {
            lines.extend(nights(ex, &figures));
            lines.extend(compared(ex, stretch, &figures, &before));
            lines.extend(strength(ex, &figures));
            lines.extend(of_days(ex, stretch, &figures, habits(ex, stretch, &figures)));
            if lines.len() > 1 {
                lines.extend(helped(ex, stretch, remedies));
            }
        }
        Some(Metric::Cramps) => {
            lines.extend(nights(ex, &figures).into_iter().chain(compared(ex, stretch, &figures, &before)))
        }
        Some(Metric::Intensity) => lines.extend(strength(ex, &figures)),
        Some(Metric::Water) => lines = by_days(ex, stretch, &figures, water(ex, &figures)),
        Some(Metric::Stretch) => lines = by_days(ex, stretch, &figures, Some(done(ex, stretch, &figures, "stretch"))),
        Some(Metric::Elevate) => lines = by_days(ex, stretch, &figures, Some(done(ex, stretch, &figures, "elevate"))),
    }
    if lines.len() == 1 {
        lines.push(ex.phrase("summary-nothing", &[]));
    } else if metric.is_none() && figures.logged() == 0 {
        lines.insert(1, ex.phrase("summary-no-night", &[]));
    }
    lines.join("\n")
}

/// What is counted by days stands below them, where the nights have other dates.
fn of_days(ex: &Exchange<'_>, stretch: &Stretch, figures: &Figures, lines: Vec<String>) -> Vec<String> {
    let nights = figures.nights.keys().next().zip(figures.nights.keys().next_back());
    let dates = dates(stretch, figures);
    if lines.is_empty() || nights == Some((dates.start(), dates.end())) {
        return lines;
    }
    std::iter::once(days_title(ex, stretch, figures)).chain(lines).collect()
}

/// Of what only days are counted.
fn by_days(ex: &Exchange<'_>, stretch: &Stretch, figures: &Figures, line: Option<String>) -> Vec<String> {
    std::iter::once(format!("<b>{}</b>", days_title(ex, stretch, figures))).chain(line).collect()
}

/// The days that are counted. Before anything was written down there was none on which something could have been done.
fn dates(stretch: &Stretch, figures: &Figures) -> RangeInclusive<Date> {
    let (first, last) = (*stretch.dates.start(), *stretch.dates.end());
    let known = figures.days.keys().next().into_iter().chain(figures.nights.keys().next()).min();
    let first = known.copied().filter(|_| stretch.from_the_start).unwrap_or(first).max(first);
    first.min(last)..=last
}

/// "Days of 16 Nov to 22 Nov"
pub fn days_title(ex: &Exchange<'_>, stretch: &Stretch, figures: &Figures) -> String {
    let dates = dates(stretch, figures);
    let (from, to) = listed::span(ex, *dates.start(), *dates.end());
    if from == to {
        return ex.phrase("day-of", &[("day", Blank::Text(&to))]);
    }
    ex.phrase("days-of", &[("from", Blank::Text(&from)), ("to", Blank::Text(&to))])
}

/// The figures of a stretch and those of the four weeks before it.
pub fn figures(ex: &Exchange<'_>, stretch: &Stretch) -> (Figures, Figures) {
    let end = ex.chat.profile.night_end();
    let first = *stretch.evenings.start();
    let before = back(first, NIGHTS_BEFORE)..=back(first, 1);
    let from = before.start().to_zoned(ex.zone()).map_or(ex.now, |at| at.timestamp());
    let mut entries = ex.diary.all_since(SubjectId(0), from);
    // What this very turn has written is not in the diary yet; a row written anew replaces the stored one.
    entries.retain(|entry| ex.entries.iter().all(|new| new.number != entry.number));
    entries.extend(ex.entries.iter().cloned());
    let mut figures = Figures::of(&entries, stretch.evenings.clone(), stretch.dates.clone(), end);
    let now = ex.local(ex.now).datetime();
    // A month stays whole; of the last so many nights another one makes room.
    if !stretch.rolls {
        figures.leave_out_what_is_not_over(now);
    } else {
        figures.leave_out_tonight(end.night_of(now));
    }
    if stretch.from_the_start {
        figures.leave_out_what_was_before();
    }
    (figures, Figures::of(&entries, before.clone(), before, end))
}

/// Which nights and days a period means now, by the person's own count of nights.
pub fn stretch_of(ex: &Exchange<'_>, period: Period) -> Stretch {
    stretch::of(period, &ex.local(ex.now), ex.chat.profile.night_end())
}

/// "Cramps on 3 of the 6 nights you logged; 1 night not logged", and all of them by name.
fn nights(ex: &Exchange<'_>, figures: &Figures) -> Vec<String> {
    let missing = figures.nights.values().filter(|night| **night == Night::NotLogged).count();
    let logged = figures.logged();
    if logged == 0 {
        return Vec::new();
    }
    let blanks = [
        ("nights", count(figures.cramp_nights())),
        ("logged", count(logged)),
        ("missing", count(missing)),
        ("cramps", count(figures.cramps.len())),
    ];
    vec![ex.phrase("summary-nights", &blanks), listed::in_words(ex, figures)]
}

/// Against the four weeks before: with the count, and in words only what chance does not explain.
fn compared(ex: &Exchange<'_>, stretch: &Stretch, figures: &Figures, before: &Figures) -> Option<String> {
    // Of a long time the four weeks before are no measure.
    if figures.logged() == 0 || figures.nights.len() > MOST_COMPARED || stretch.from_the_start {
        return None;
    }
    let few = FEWEST_NIGHTS.saturating_sub(figures.logged());
    if few > 0 {
        // Of a week so many can be logged, next time.
        let can_be = stretch.rolls && (FEWEST_NIGHTS..=MOST_OF_LATE).contains(&figures.nights.len());
        let blanks = [("fewest", count(FEWEST_NIGHTS)), ("missing", count(few))];
        return can_be.then(|| ex.phrase("summary-too-few-now", &blanks));
    }
    let missing = FEWEST_NIGHTS.saturating_sub(before.logged());
    if missing > 0 {
        // More nights help only where those of today will be the ones before.
        let is_of_late = stretch.rolls && figures.nights.len() <= MOST_OF_LATE;
        return is_of_late.then(|| ex.phrase("summary-too-few", &[("missing", count(missing))]));
    }
    let blanks = [("nights", count(before.cramp_nights())), ("logged", count(before.logged()))];
    let more = figures.cramp_nights() * before.logged() > before.cramp_nights() * figures.logged();
    Some(match (figures.differs_from(before), more) {
        (false, _) => ex.phrase("summary-same", &blanks),
        (true, true) => ex.phrase("summary-more", &blanks),
        (true, false) => ex.phrase("summary-fewer", &blanks),
    })
}

/// Whether all come to the same number as it is shown.
fn is_alike(spread: &Spread) -> bool {
    shown(spread.least) == shown(spread.most)
}

fn strength(ex: &Exchange<'_>, figures: &Figures) -> Vec<String> {
    let line = |phrase: &str, spread: Spread| {
        let blanks = [
            ("median", whole(spread.median)),
            ("least", whole(spread.least)),
            ("most", whole(spread.most)),
            ("rated", count(spread.of)),
            ("alike", Blank::Text(if is_alike(&spread) { "yes" } else { "no" })),
        ];
        ex.phrase(phrase, &blanks)
    };
    let pain = figures.pain().map(|pain| line("summary-pain", pain));
    let minutes = figures.minutes().map(|minutes| line("summary-minutes", minutes));
    pain.into_iter().chain(minutes).collect()
}

/// What helped: of a week nothing could be told, so it looks back three months.
fn helped(ex: &Exchange<'_>, stretch: &Stretch, most: usize) -> Vec<String> {
    if stretch.nights() < FEWEST_TO_TELL {
        return Vec::new();
    }
    let days_ago = stretch::days_between(*stretch.dates.end(), ex.local(ex.now).date());
    let is_short = stretch.nights() <= A_SHORT_TIME && days_ago <= A_SHORT_TIME;
    let over = if is_short { &stretch_of(ex, Period::ThreeMonths) } else { stretch };
    let (figures, _) = self::figures(ex, over);
    let remedies = figures.remedies();
    if remedies.is_empty() || most == 0 {
        return Vec::new();
    }
    let head = ex.phrase("summary-helped", &[("over", Blank::Text(if is_short { "months" } else { "period" }))]);
    std::iter::once(head).chain(remedies.iter().take(most).map(|remedy| remedy_in_words(ex, remedy))).collect()
}

/// "Stretching: 6 times; it let go after 3 min as a rule". Below five, how many more it takes.
fn remedy_in_words(ex: &Exchange<'_>, remedy: &Remedy) -> String {
    let name = ex.phrase("remedy", &[("remedy", Blank::Text(&remedy.name))]);
    let (name, tried) = (("remedy", Blank::Text(&name)), ("tried", count(remedy.tried)));
    match remedy.minutes.filter(|_| remedy.missing() == 0) {
        Some(minutes) => {
            let median = whole(minutes.median);
            ex.phrase("summary-remedy", &[name, tried, ("median", median), ("of", count(minutes.of))])
        }
        None => ex.phrase("summary-remedy-few", &[name, tried, ("missing", count(remedy.missing()))]),
    }
}

fn whole(number: f64) -> Blank<'static> {
    Blank::Number(shown(number))
}

/// A cramp of seconds is a minute rather than none.
fn shown(number: f64) -> f64 {
    if number > 0.0 { number.round().max(1.0) } else { 0.0 }
}

fn habits(ex: &Exchange<'_>, stretch: &Stretch, figures: &Figures) -> Vec<String> {
    let kinds = ["stretch", "elevate", "move"].into_iter().filter(|kind| figures.days_with(kind) > 0);
    kinds.map(|kind| done(ex, stretch, figures, kind)).chain(water(ex, figures)).collect()
}

/// "Stretched on 5 of 7 days": consistency, and no streak that a day could break.
fn done(ex: &Exchange<'_>, stretch: &Stretch, figures: &Figures, kind: &str) -> String {
    let dates = dates(stretch, figures);
    let days = stretch::days_between(*dates.start(), *dates.end()) + 1;
    let blanks = [
        ("kind", Blank::Text(kind)),
        ("done", count(figures.days_with(kind))),
        ("days", Blank::Number(f64::from(days))),
    ];
    ex.phrase("summary-done", &blanks)
}

fn water(ex: &Exchange<'_>, figures: &Figures) -> Option<String> {
    let (millilitres, days) = figures.drunk();
    let a_day = usize::try_from(millilitres).ok()?.checked_div(days)?;
    let amount = logs::amount(ex, u32::try_from(a_day).ok()?);
    Some(ex.phrase("summary-water", &[("amount", Blank::Text(&amount)), ("days", count(days))]))
}

#[allow(clippy::cast_precision_loss, reason = "counts of nights and days, and millilitres of a day")]
fn count(number: usize) -> Blank<'static> {
    Blank::Number(number as f64)
}
