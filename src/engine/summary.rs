//! "How was my week": the diary of a period in a few lines, with a denominator, and with no arrow that chance explains.
//!
//! Words what `figures` counts; never counts by itself.

use std::ops::RangeInclusive;

use jiff::civil::Date;
use jiff::{Span, Zoned};

use super::acting::logs;
use super::bout::NightEnd;
use super::chart::{Chart, Kind};
use super::exchange::Exchange;
use super::figures::{Figures, Night, Remedy, Spread};
use super::letter::{Attachment, Button, Class, Keyboard};
use super::press::menu_data;
use super::understanding::meaning::{Metric, Period};
use super::{monthly, week};
use crate::ids::SubjectId;
use crate::library::words::Blank;

/// Nights before the period that it is compared with.
const NIGHTS_BEFORE: i32 = 28;
/// Fewer logged nights than this, on either side, are not compared.
const FEWEST_NIGHTS: usize = 5;
/// Remedies told of, those that were tried most often.
const MOST_REMEDIES: usize = 5;
/// Characters; Telegram takes 1024 below a picture, with the lines of the buttons.
const MOST_BELOW_A_PICTURE: usize = 900;

/// The days of a period, on the person's calendar. A night belongs to the date of its evening.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    pub evenings: RangeInclusive<Date>,
    pub dates: RangeInclusive<Date>,
    /// The last so many nights, whichever they are.
    rolls: bool,
}

/// The summary as an answer.
pub fn show(ex: &mut Exchange<'_>, period: Period, metric: Option<Metric>) {
    if !ex.chat.has_consent() {
        let text = ex.phrase("diary-needs-consent", &[]);
        return ex.say(text, Keyboard::None);
    }
    let text = text(ex, period, metric);
    let (figures, _) = figures(ex, &stretch_of(ex, period));
    let kind = match period {
        Period::Week | Period::LastWeek => Some(Kind::Columns),
        Period::Month | Period::LastMonth => Some(Kind::Calendar),
        Period::Today | Period::Yesterday | Period::ThreeMonths | Period::Year | Period::All => None,
    };
    let Some(kind) = kind.filter(|_| matches!(metric, None | Some(Metric::Cramps)) && figures.logged() > 0) else {
        let keyboard = others(ex, period);
        return ex.say(text, keyboard);
    };
    let text = format!("{text}\n{}", week::nights_in_words(ex, kind, &figures));
    let picture = week::chart(ex, kind, &figures);
    let keyboard = others(ex, period);
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

/// To the week and the months; below a month also to have it sent.
fn others(ex: &Exchange<'_>, period: Period) -> Keyboard {
    let button =
        |phrase: &str, name: &str| Button { label: ex.phrase(phrase, &[]), data: menu_data("summary", Some(name)) };
    let (this, last) = (button("button-your-month", "month"), button("button-last-month", "last month"));
    let rows = match period {
        Period::Week => vec![vec![this, last], vec![week::way(ex)]],
        Period::Month => vec![vec![button("button-your-week", "week"), last], vec![monthly::way(ex)]],
        Period::LastMonth => vec![vec![button("button-your-week", "week"), this], vec![monthly::way(ex)]],
        _ => return Keyboard::None,
    };
    Keyboard::Inline(rows)
}

/// `/summary`, `/summary month`: an unknown word gives the week.
pub fn asked(ex: &mut Exchange<'_>, word: &str) {
    let period = match word.trim().to_lowercase().as_str() {
        "today" => Period::Today,
        "month" => Period::Month,
        "last month" => Period::LastMonth,
        "last week" => Period::LastWeek,
        "3 months" => Period::ThreeMonths,
        "year" => Period::Year,
        "all" => Period::All,
        _ => Period::Week,
    };
    show(ex, period, None);
}

/// The summary of a period, of everything or of one thing.
pub fn text(ex: &Exchange<'_>, period: Period, metric: Option<Metric>) -> String {
    text_with(ex, period, metric, MOST_REMEDIES)
}

/// The same with at most so many remedies.
pub fn text_with(ex: &Exchange<'_>, period: Period, metric: Option<Metric>, remedies: usize) -> String {
    let stretch = stretch_of(ex, period);
    let (figures, before) = figures(ex, &stretch);
    let mut lines = vec![title(ex, &stretch.dates)];
    match metric {
        None => {
            lines.extend(nights(ex, &figures));
            // Of a year the four weeks before are no measure.
            if !matches!(period, Period::Year | Period::All) {
                lines.extend(compared(ex, &figures, &before));
            }
            lines.extend(strength(ex, &figures));
            lines.extend(habits(ex, &figures));
            if lines.len() > 1 {
                lines.extend(helped(ex, period, remedies));
            }
        }
        Some(Metric::Cramps) => lines.extend(nights(ex, &figures).into_iter().chain(compared(ex, &figures, &before))),
        Some(Metric::Intensity) => lines.extend(strength(ex, &figures)),
        Some(Metric::Water) => lines.extend(water(ex, &figures)),
        Some(Metric::Stretch) => lines.push(done(ex, &figures, "stretch")),
        Some(Metric::Elevate) => lines.push(done(ex, &figures, "elevate")),
    }
    if lines.len() == 1 {
        lines.push(ex.phrase("summary-nothing", &[]));
    }
    lines.join("\n")
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
    (figures, Figures::of(&entries, before.clone(), before, end))
}

/// Which nights and days a period means now, by the person's own count of nights.
pub fn stretch_of(ex: &Exchange<'_>, period: Period) -> Stretch {
    stretch(period, &ex.local(ex.now), ex.chat.profile.night_end())
}

/// Which nights and days a period means at a moment.
pub fn stretch(period: Period, now: &Zoned, end: NightEnd) -> Stretch {
    let (tonight, today) = (end.night_of(now.datetime()), now.date());
    let last = |days: i32| Stretch {
        evenings: back(tonight, days)..=tonight,
        dates: back(today, days - 1)..=today,
        rolls: true,
    };
    let whole = |first: Date, to: Date| Stretch { evenings: first..=to, dates: first..=to, rolls: false };
    match period {
        Period::Today => last(1),
        Period::Yesterday => {
            let evening = back(today, 1);
            Stretch { evenings: back(evening, 1)..=evening, dates: evening..=evening, rolls: true }
        }
        Period::Week => last(7),
        Period::LastWeek => {
            let monday = back(today, i32::from(today.weekday().to_monday_zero_offset()) + 7);
            whole(monday, back(monday, -6))
        }
        // By its evening: the last night of a month belongs to it until it ends.
        Period::Month => {
            let first = tonight.first_of_month();
            Stretch { evenings: first..=tonight, dates: first..=today.min(first.last_of_month()), rolls: false }
        }
        Period::LastMonth => {
            let end = back(today.first_of_month(), 1);
            whole(end.first_of_month(), end)
        }
        Period::ThreeMonths => last(91),
        Period::Year => last(365),
        Period::All => last(1830),
    }
}

fn back(date: Date, days: i32) -> Date {
    date.checked_sub(Span::new().days(days)).unwrap_or(date)
}

fn title(ex: &Exchange<'_>, dates: &RangeInclusive<Date>) -> String {
    let is_of_one_year = dates.start().year() == dates.end().year();
    let day = |date: &Date| date.strftime(if is_of_one_year { "%-d %b" } else { "%-d %b %Y" }).to_string();
    let (from, to) = (day(dates.start()), day(dates.end()));
    if from == to {
        return ex.phrase("summary-day", &[("day", Blank::Text(&to))]);
    }
    ex.phrase("summary-title", &[("from", Blank::Text(&from)), ("to", Blank::Text(&to))])
}

/// "Cramps on 3 of the 6 nights you logged; 1 night not logged."
fn nights(ex: &Exchange<'_>, figures: &Figures) -> Option<String> {
    let missing = figures.nights.values().filter(|night| **night == Night::NotLogged).count();
    let logged = figures.logged();
    if logged == 0 {
        return None;
    }
    let blanks = [
        ("nights", count(figures.cramp_nights())),
        ("logged", count(logged)),
        ("missing", count(missing)),
        ("cramps", count(figures.cramps.len())),
    ];
    Some(ex.phrase("summary-nights", &blanks))
}

/// Against the four weeks before: with the count, and in words only what chance does not explain.
fn compared(ex: &Exchange<'_>, figures: &Figures, before: &Figures) -> Option<String> {
    if figures.logged() < FEWEST_NIGHTS {
        return None;
    }
    let missing = FEWEST_NIGHTS.saturating_sub(before.logged());
    if missing > 0 {
        return Some(ex.phrase("summary-too-few", &[("missing", count(missing))]));
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
fn helped(ex: &Exchange<'_>, period: Period, most: usize) -> Vec<String> {
    if matches!(period, Period::Today | Period::Yesterday) {
        return Vec::new();
    }
    let is_short = matches!(period, Period::Week | Period::LastWeek);
    let over = if is_short { Period::ThreeMonths } else { period };
    let (figures, _) = self::figures(ex, &stretch_of(ex, over));
    let remedies = figures.remedies();
    if remedies.is_empty() {
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

fn habits(ex: &Exchange<'_>, figures: &Figures) -> Vec<String> {
    let kinds = ["stretch", "elevate", "move"].into_iter().filter(|kind| figures.days_with(kind) > 0);
    kinds.map(|kind| done(ex, figures, kind)).chain(water(ex, figures)).collect()
}

/// "Stretched on 5 of 7 days": consistency, and no streak that a day could break.
fn done(ex: &Exchange<'_>, figures: &Figures, kind: &str) -> String {
    let days = figures.nights.len();
    let blanks = [("kind", Blank::Text(kind)), ("done", count(figures.days_with(kind))), ("days", count(days))];
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

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};

    use super::{NightEnd, Stretch, stretch};
    use crate::engine::understanding::meaning::Period;

    #[test]
    fn a_month_is_that_of_its_evenings() {
        let of = |period, hour| {
            let now = datetime(2026, 3, 1, hour, 0, 0, 0).in_tz("Europe/Berlin").unwrap();
            let Stretch { evenings, dates, .. } = stretch(period, &now, NightEnd::default());
            (*evenings.start(), *evenings.end(), *dates.start(), *dates.end())
        };
        let february = (date(2026, 2, 1), date(2026, 2, 28), date(2026, 2, 1), date(2026, 2, 28));
        let march = (date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 1));
        assert_eq!(of(Period::Month, 9), february, "the last night of February is over, that of March has not begun");
        assert_eq!(of(Period::Month, 15), march);
        assert_eq!(of(Period::LastMonth, 9), february);
        assert_eq!(of(Period::LastMonth, 15), february);
    }
}
