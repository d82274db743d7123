//! What was drunk and done, into the row of its day; the answer says what was logged and the day's sum.

use jiff::civil::Date;

use super::{day, lacks_consent, told, undo, when};
use crate::engine::card;
use crate::engine::chat::Awaits;
use crate::engine::customs;
use crate::engine::day as row;
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::press::menu_data;
use crate::engine::reminder;
use crate::engine::understanding::meaning::{Drink, Impossible, Kind, MOST_MILLILITRES, Meaning, Units, When};
use crate::engine::understanding::understand;
use crate::library::words::Blank;

/// Offered where no amount was said: a small glass, a glass, a bottle, in millilitres.
const AMOUNTS: [u32; 4] = [150, 250, 330, 500];
/// The same for who counts in ounces: 4, 8, 12 and 16 of them.
const US_AMOUNTS: [u32; 4] = [118, 237, 355, 473];
/// Named as an example of what can be typed.
const EXAMPLE: u32 = 300;
/// The sum of a day in millilitres beyond which it is a slip of the finger.
const MOST_A_DAY: u32 = 20_000;
/// Longest stretch of a day in minutes.
const MOST_MINUTES: f64 = 1440.0;
/// Millilitres in a fluid ounce of the US.
pub const OUNCE: f64 = 29.5735;
/// What holds something else for who counts in ounces: its name, its millilitres elsewhere, its ounces there.
const VESSELS: [(&str, f64, f64); 5] =
    [("pint", 568.0, 16.0), ("cup", 240.0, 8.0), ("glass", 250.0, 8.0), ("can", 330.0, 12.0), ("mug", 300.0, 10.0)];
/// The sum of a day in millilitres from which on it is said that more is not better.
const PLENTY: u32 = 3_000;
/// From here on it is a warning sign of the rules (exercise-associated hyponatraemia, Miller 2015).
const FAR_TOO_MUCH: u32 = 4_000;

pub fn water(ex: &mut Exchange<'_>, drink: &Drink, text: &str) {
    if lacks_consent(ex) {
        return;
    }
    let Some(said) = drink.millilitres else {
        return ask_amount(ex, drink.drink.as_deref());
    };
    let millilitres = meant(ex, said, text);
    let most = if drink.total { MOST_A_DAY } else { MOST_MILLILITRES };
    let at = when::instant(ex, drink.when, false);
    let date = ex.local(at).date();
    let before = if drink.total { 0 } else { day::drunk(&row::of(ex, date)) };
    if is_negative(text) || millilitres == 0 {
        return told::impossible(ex, Impossible::NoVolume);
    }
    if millilitres > most || before + millilitres > MOST_A_DAY {
        return told::impossible(ex, Impossible::Volume);
    }
    ex.chat.awaits.take_if(|awaits| *awaits == Awaits::Amount);
    let number = day::add_drink(ex, at, millilitres, drink.drink.clone(), drink.total);
    let sum = day::drunk(&row::of(ex, date));
    let mut text = said_drink(ex, date, millilitres, drink);
    let mut rows: Vec<Vec<Button>> = vec![undo::buttons(ex, number).collect()];
    if let Some(caution) = caution(ex, sum) {
        text = format!("{text}\n{caution}");
    }
    if sum >= FAR_TOO_MUCH {
        rows.push(vec![card::menu_button(ex, "button-checkup", "checkup")]);
    }
    let keyboard = Keyboard::Inline(rows);
    let colour = if ex.chat.conversation.is_none() { reminder::ask_colour(ex) } else { None };
    match (colour, keyboard) {
        (Some((question, mut rows)), Keyboard::Inline(undo)) => {
            rows.extend(undo);
            ex.say(format!("{text}\n\n{question}"), Keyboard::Inline(rows));
            reminder::colour_asked(ex);
        }
        (_, keyboard) => ex.say(text, keyboard),
    }
    if let Some(also) = &drink.also {
        ask_amount(ex, Some(also));
    }
}

/// "-300 ml", "minus 2 litres": no amount that anybody drank.
fn is_negative(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        let below = word.strip_prefix(['-', '−', '–']);
        word.eq_ignore_ascii_case("minus") || below.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    })
}

/// An amount as it counts; `None` when it cannot be.
pub(super) fn possible(ex: &Exchange<'_>, millilitres: u32, text: &str) -> Option<u32> {
    Some(meant(ex, millilitres, text)).filter(|meant| (1..=MOST_MILLILITRES).contains(meant))
}

fn meant(ex: &Exchange<'_>, millilitres: u32, text: &str) -> u32 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some litres")]
    let meant = as_meant(ex, f64::from(millilitres), text).round() as u32;
    meant
}

/// Millilitres as this person means them: cups, glasses and pints are whole ounces for who counts in ounces.
pub fn as_meant(ex: &Exchange<'_>, millilitres: f64, text: &str) -> f64 {
    let text = text.to_lowercase();
    if units(ex) != Units::Us || text.contains("uk ") {
        return millilitres;
    }
    let is_named = |vessel: &str| {
        let mut words = text.split(|c: char| !c.is_alphabetic());
        words.any(|word| {
            word == vessel || word.strip_prefix(vessel).is_some_and(|rest| matches!(rest, "s" | "es" | "ful"))
        })
    };
    let mut named = VESSELS.iter().filter(|(vessel, ..)| is_named(vessel));
    match (named.next(), named.next()) {
        // Of whole ones, halves and quarters only: "a small glass" and "a cup of 200 ml" hold what they hold.
        (Some((_, elsewhere, ounces)), None) if (millilitres / elsewhere * 4.0).fract() == 0.0 => {
            millilitres / elsewhere * ounces * OUNCE
        }
        _ => millilitres,
    }
}

/// What is said beside the sum of a day: nothing, that it is plenty, or that it is far too much.
pub fn caution(ex: &Exchange<'_>, sum: u32) -> Option<String> {
    match sum {
        FAR_TOO_MUCH.. => Some(ex.phrase("water-much", &[])),
        PLENTY.. => Some(ex.phrase("water-plenty", &[])),
        _ => None,
    }
}

fn said_drink(ex: &Exchange<'_>, date: Date, millilitres: u32, drink: &Drink) -> String {
    let amount = amount(ex, millilitres);
    let sum = self::amount(ex, day::drunk(&row::of(ex, date)));
    let what = ex.phrase("drink", &[("drink", Blank::Text(drink.drink.as_deref().unwrap_or("water")))]);
    let day = day_name(ex, date);
    let blanks = [
        ("amount", Blank::Text(&amount)),
        ("drink", Blank::Text(&what)),
        ("sum", Blank::Text(&sum)),
        ("day", Blank::Text(&day)),
    ];
    if drink.total { ex.phrase("logged-total", &blanks) } else { ex.phrase("logged-drink", &blanks) }
}

/// `today`, `yesterday`, or the date.
pub(super) fn day_name(ex: &Exchange<'_>, date: Date) -> String {
    let today = ex.local(ex.now).date();
    if date == today {
        ex.phrase("day-today", &[])
    } else if today.yesterday().is_ok_and(|yesterday| yesterday == date) {
        ex.phrase("day-yesterday", &[])
    } else {
        date.strftime("%-d %b").to_string()
    }
}

/// The units that amounts are shown in.
pub fn units(ex: &Exchange<'_>) -> Units {
    customs::units(&ex.chat.profile, ex.library)
}

/// An amount in the person's units: `750 ml`, `1.5 l`, `25 fl oz`.
pub fn amount(ex: &Exchange<'_>, millilitres: u32) -> String {
    let exact = f64::from(millilitres);
    match units(ex) {
        Units::Us => ex.phrase("amount-ounces", &[("number", Blank::Number((exact / OUNCE).round()))]),
        Units::Metric | Units::Uk if millilitres >= 1000 => {
            ex.phrase("amount-litres", &[("number", Blank::Number((exact / 10.0).round() / 100.0))])
        }
        Units::Metric | Units::Uk => ex.phrase("amount-millilitres", &[("number", Blank::Number(exact))]),
    }
}

/// The ends of a range, so that each as it is shown lies within.
pub fn range(ex: &Exchange<'_>, (least, most): (u32, u32)) -> (String, String) {
    if units(ex) != Units::Us {
        return (amount(ex, least), amount(ex, most));
    }
    let ounces = |number: f64| ex.phrase("amount-ounces", &[("number", Blank::Number(number))]);
    (ounces((f64::from(least) / OUNCE).ceil()), ounces((f64::from(most) / OUNCE).floor()))
}

/// What can be drunk at once at most.
pub fn most_at_once(ex: &Exchange<'_>) -> String {
    range(ex, (0, MOST_MILLILITRES)).1
}

fn ask_amount(ex: &mut Exchange<'_>, drink: Option<&str>) {
    if ex.chat.conversation.is_none() {
        ex.chat.awaits = Some(Awaits::Amount);
    }
    let amounts = if units(ex) == Units::Us { US_AMOUNTS } else { AMOUNTS };
    let example = amount(ex, EXAMPLE);
    let example = ("example", Blank::Text(&example));
    let text = match drink {
        Some(drink) => {
            let drink = ex.phrase("drink", &[("drink", Blank::Text(drink))]);
            ex.phrase("ask-amount-of", &[example, ("drink", Blank::Text(&drink))])
        }
        None => ex.phrase("ask-amount", &[example]),
    };
    let button = |ex: &Exchange<'_>, millilitres: &u32| {
        let argument = match drink {
            Some(drink) => format!("{millilitres}.{drink}"),
            None => millilitres.to_string(),
        };
        Button { label: amount(ex, *millilitres), data: menu_data("drink", Some(&argument)) }
    };
    let row = amounts.iter().map(|millilitres| button(ex, millilitres)).collect();
    ex.say(text, Keyboard::Inline(vec![row]));
}

/// Words while an amount is wanted. False when they are about something else: then it is wanted no more.
pub fn more(ex: &mut Exchange<'_>, meaning: &Meaning, text: &str) -> bool {
    ex.chat.awaits = None;
    let asked = asked_drink(ex);
    let named = |drink: &Drink| Drink { drink: drink.drink.clone().or(asked), ..drink.clone() };
    match meaning {
        Meaning::LogWater(drink) if drink.millilitres.is_some() => water(ex, &named(drink), text),
        Meaning::No | Meaning::Navigate(_) => {
            let text = ex.phrase("nothing-logged", &[]);
            ex.say(text, Keyboard::None);
        }
        Meaning::Nothing => match understand(&format!("drank {text}"), ex.library) {
            Meaning::LogWater(drink) if drink.millilitres.is_some() => water(ex, &named(&drink), text),
            Meaning::Impossible { what, .. } => told::impossible(ex, what),
            _ => return false,
        },
        _ => return false,
    }
    true
}

/// The drink whose amount was asked for, as the buttons carry it.
fn asked_drink(ex: &Exchange<'_>) -> Option<String> {
    let amounts = menu_data("drink", Some(""));
    let argument = ex.chat.offered.iter().find_map(|button| button.data.strip_prefix(&amounts))?;
    argument.split_once('.').map(|(_, drink)| drink.to_owned())
}

/// A press on an amount: `250`, `250.tea`.
pub fn pressed(ex: &mut Exchange<'_>, argument: &str) {
    let (amount, drink) = argument.split_once('.').map_or((argument, None), |(amount, drink)| (amount, Some(drink)));
    let drink = Drink {
        millilitres: amount
            .parse()
            .ok()
            .filter(|millilitres| AMOUNTS.contains(millilitres) || US_AMOUNTS.contains(millilitres)),
        drink: drink.map(str::to_owned),
        ..Drink::default()
    };
    water(ex, &drink, "");
}

pub fn activity(ex: &mut Exchange<'_>, kind: Option<Kind>, minutes: Option<f64>, when: Option<When>) {
    if lacks_consent(ex) {
        return;
    }
    if minutes.is_some_and(|minutes| !(0.0..=MOST_MINUTES).contains(&minutes) || minutes == 0.0) {
        return told::impossible(ex, Impossible::Duration);
    }
    let Some(name) = kind.and_then(name) else {
        return ask_kind(ex);
    };
    let at = when::instant(ex, when, false);
    let number = day::add_done(ex, at, name, minutes);
    let date = ex.local(at).date();
    let times = day::times(&row::of(ex, date), name);
    let what = ex.phrase("activity", &[("kind", Blank::Text(name))]);
    #[allow(clippy::cast_precision_loss, reason = "a count of one day")]
    let times = Blank::Number(times as f64);
    let day = day_name(ex, date);
    let when = if date == ex.local(ex.now).date() { "today" } else { "before" };
    let blanks =
        [("what", Blank::Text(&what)), ("times", times), ("when", Blank::Text(when)), ("day", Blank::Text(&day))];
    let line = match minutes {
        Some(minutes) => {
            let length = ex.phrase("amount-minutes", &[("number", Blank::Number((minutes * 10.0).round() / 10.0))]);
            let blanks = [&blanks[..], &[("length", Blank::Text(&length))]].concat();
            ex.phrase("logged-activity-minutes", &blanks)
        }
        None => ex.phrase("logged-activity", &blanks),
    };
    let keyboard = undo::button(ex, number);
    ex.say(line, keyboard);
}

/// The name in the diary.
pub(super) fn name(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Stretch => Some("stretch"),
        Kind::Elevate => Some("elevate"),
        Kind::Move => Some("move"),
        Kind::Water => None,
    }
}

fn ask_kind(ex: &mut Exchange<'_>) {
    let text = ex.phrase("ask-activity", &[]);
    let button = |ex: &Exchange<'_>, name: &str| Button {
        label: ex.phrase("button-activity", &[("kind", Blank::Text(name))]),
        data: menu_data("did", Some(name)),
    };
    let rows = ["stretch", "elevate", "move"].iter().map(|name| vec![button(ex, name)]).collect();
    ex.say(text, Keyboard::Inline(rows));
}

/// A press on a kind.
pub fn did(ex: &mut Exchange<'_>, name: &str) {
    let kind = match name {
        "stretch" => Some(Kind::Stretch),
        "elevate" => Some(Kind::Elevate),
        "move" => Some(Kind::Move),
        _ => None,
    };
    activity(ex, kind, None, None);
}
