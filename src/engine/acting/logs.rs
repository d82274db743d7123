//! What was drunk and done, into the row of its day; the answer says what was logged and the day's sum.

use jiff::civil::Date;

use super::{day, lacks_consent, told, undo, when};
use crate::engine::chat::Awaits;
use crate::engine::customs;
use crate::engine::day as row;
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::press::menu_data;
use crate::engine::reminder;
use crate::engine::understanding::meaning::{Drink, Impossible, Kind, MOST_MILLILITRES, Meaning, Units};
use crate::engine::understanding::understand;
use crate::library::words::Blank;

/// Offered where no amount was said: a small glass, a glass, a bottle, in millilitres.
const AMOUNTS: [u32; 4] = [150, 250, 330, 500];
/// The sum of a day in millilitres beyond which it is a slip of the finger.
const MOST_A_DAY: u32 = 20_000;
/// Longest stretch of a day in minutes.
const MOST_MINUTES: f64 = 1440.0;
/// A pint in millilitres: in the UK, and in the US.
const PINT: u32 = 568;
const US_PINT: u32 = 473;
/// Millilitres in a fluid ounce of the US.
const OUNCE: f64 = 29.5735;

pub fn water(ex: &mut Exchange<'_>, drink: &Drink, text: &str) {
    if lacks_consent(ex) {
        return;
    }
    let Some(said) = drink.millilitres else {
        return ask_amount(ex, drink.drink.as_deref());
    };
    let millilitres = if pints_are_american(ex, said, text) { said / PINT * US_PINT } else { said };
    let most = if drink.total { MOST_A_DAY } else { MOST_MILLILITRES };
    let at = when::instant(ex, drink.when, false);
    let date = ex.local(at).date();
    let before = if drink.total { 0 } else { day::drunk(&row::of(ex, date)) };
    if millilitres == 0 || millilitres > most || before + millilitres > MOST_A_DAY {
        return told::impossible(ex, Impossible::Volume);
    }
    ex.chat.awaits.take_if(|awaits| *awaits == Awaits::Amount);
    let number = day::add_drink(ex, at, millilitres, drink.drink.clone(), drink.total);
    let text = said_drink(ex, date, millilitres, drink);
    let keyboard = undo::button(ex, number);
    let colour = if ex.chat.conversation.is_none() { reminder::ask_colour(ex) } else { None };
    match (colour, keyboard) {
        (Some((question, mut rows)), Keyboard::Inline(undo)) => {
            rows.extend(undo);
            ex.say(format!("{text}\n\n{question}"), Keyboard::Inline(rows));
            reminder::colour_asked(ex);
        }
        (_, keyboard) => ex.say(text, keyboard),
    }
}

/// An amount as it counts; `None` when it cannot be.
pub(super) fn possible(ex: &Exchange<'_>, millilitres: u32, text: &str) -> Option<u32> {
    let meant = if pints_are_american(ex, millilitres, text) { millilitres / PINT * US_PINT } else { millilitres };
    (1..=MOST_MILLILITRES).contains(&meant).then_some(meant)
}

fn pints_are_american(ex: &Exchange<'_>, millilitres: u32, text: &str) -> bool {
    let text = text.to_lowercase();
    units(ex) == Units::Us && millilitres.is_multiple_of(PINT) && text.contains("pint") && !text.contains("uk")
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
            ex.phrase("amount-litres", &[("number", Blank::Number((exact / 100.0).round() / 10.0))])
        }
        Units::Metric | Units::Uk => ex.phrase("amount-millilitres", &[("number", Blank::Number(exact))]),
    }
}

fn ask_amount(ex: &mut Exchange<'_>, drink: Option<&str>) {
    if ex.chat.conversation.is_none() {
        ex.chat.awaits = Some(Awaits::Amount);
    }
    let text = ex.phrase("ask-amount", &[]);
    let button = |ex: &Exchange<'_>, millilitres: &u32| {
        let argument = match drink {
            Some(drink) => format!("{millilitres}.{drink}"),
            None => millilitres.to_string(),
        };
        Button { label: amount(ex, *millilitres), data: menu_data("drink", Some(&argument)) }
    };
    let row = AMOUNTS.iter().map(|millilitres| button(ex, millilitres)).collect();
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
        millilitres: amount.parse().ok().filter(|millilitres| AMOUNTS.contains(millilitres)),
        drink: drink.map(str::to_owned),
        ..Drink::default()
    };
    water(ex, &drink, "");
}

pub fn activity(ex: &mut Exchange<'_>, kind: Option<Kind>, minutes: Option<f64>) {
    if lacks_consent(ex) {
        return;
    }
    if minutes.is_some_and(|minutes| !(0.0..=MOST_MINUTES).contains(&minutes) || minutes == 0.0) {
        return told::impossible(ex, Impossible::Duration);
    }
    let Some(name) = kind.and_then(name) else {
        return ask_kind(ex);
    };
    let at = ex.happened;
    let number = day::add_done(ex, at, name, minutes);
    let date = ex.local(at).date();
    let times = day::times(&row::of(ex, date), name);
    let what = ex.phrase("activity", &[("kind", Blank::Text(name))]);
    #[allow(clippy::cast_precision_loss, reason = "a count of one day")]
    let blanks = [("what", Blank::Text(&what)), ("times", Blank::Number(times as f64))];
    let line = match minutes {
        Some(minutes) => {
            let length = ex.phrase("amount-minutes", &[("number", Blank::Number((minutes * 10.0).round() / 10.0))]);
            ex.phrase("logged-activity-minutes", &[blanks[0], blanks[1], ("length", Blank::Text(&length))])
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
    activity(ex, kind, None);
}
