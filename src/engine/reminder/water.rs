//! The day's water: how much, of how much, and what is tapped.
//!
//! Never urges: a goal is the person's own, has an upper limit, and ends the reminders of the day. Who must limit
//! fluids is given no goal.

use jiff::SignedDuration;
use jiff::civil::Time;

use super::kept::{Draft, Plan, Water};
use super::{colour, due, kept, overview, timetable, wish};
use crate::engine::acting::day::{add_drink, drunk};
use crate::engine::acting::logs::{self, amount};
use crate::engine::acting::undo;
use crate::engine::chat::Awaits;
use crate::engine::exchange::Exchange;
use crate::engine::letter::{Button, Keyboard};
use crate::engine::press::menu_data;
use crate::engine::question::pack;
use crate::engine::reply::{is_among, normalise};
use crate::engine::understanding::alone::Alone;
use crate::engine::understanding::amount_alone;
use crate::engine::understanding::meaning::Units;
use crate::engine::{command, day, setup};
use crate::ids::MessageId;
use crate::library::reminder::ReminderKind;
use crate::library::words::Blank;

/// What one drink is taken for until the person has named their own cup, in millilitres (NHS: a cup is 200 to 250 ml),
/// and for who counts in ounces: 8 of them.
const CUP: u32 = 250;
const US_CUP: u32 = 237;
/// Own cups and goals that can be, in millilitres. Drinks of 1.6 to 2 litres a day are usual, 0.7 more when breastfeeding
/// (EFSA 2010); four litres are a warning sign of the rules.
const CUPS: (u32, u32) = (50, 1000);
const GOALS: (u32, u32) = (500, 3000);
/// Offered as goals, as cups.
const USUAL_GOALS: [u32; 4] = [1200, 1600, 2000, 2500];
const USUAL_CUPS: [u32; 4] = [150, 200, 330, 500];
/// The same in ounces that are whole: 40, 56, 64, 80; 6, 8, 12, 16.
const US_GOALS: [u32; 4] = [1183, 1656, 1893, 2366];
const US_CUPS: [u32; 4] = [177, 237, 355, 473];
/// A goal is told in few words.
const MOST_WORDS: usize = 14;
/// Named as usual and as an example of what can be typed.
const USUAL: (u32, u32) = (1600, 2000);
const EXAMPLE: (u32, u32) = (1800, 300);
/// Cells of the bar.
const CELLS: u32 = 10;
fn own(ex: &Exchange<'_>) -> Water {
    ex.chat.reminders.as_ref().map(|kept| kept.water.clone()).unwrap_or_default()
}

/// One drink, in millilitres.
pub fn cup(ex: &Exchange<'_>) -> u32 {
    own(ex).cup.unwrap_or_else(|| usual_cup(ex))
}

fn usual_cup(ex: &Exchange<'_>) -> u32 {
    if counts_ounces(ex) { US_CUP } else { CUP }
}

fn counts_ounces(ex: &Exchange<'_>) -> bool {
    logs::units(ex) == Units::Us
}

/// What was drunk today, in millilitres.
fn today(ex: &Exchange<'_>) -> u32 {
    drunk(&day::of(ex, day::date(ex, ex.now)))
}

/// The kind that is about drinking.
fn kind<'l>(ex: &Exchange<'l>) -> Option<&'l ReminderKind> {
    ex.library.reminders.iter().find(|kind| kind.drink)
}

/// `▓▓▓▓░░░░░░ 750 ml of 1.6 l`, or the sum alone without a goal.
pub fn line(ex: &Exchange<'_>) -> String {
    let sum = today(ex);
    let so_far = amount(ex, sum);
    let Some(goal) = own(ex).goal else {
        return ex.phrase("water-sum", &[("sum", Blank::Text(&so_far))]);
    };
    let full = (sum * CELLS / goal).min(CELLS);
    let bar: String = (0..CELLS).map(|cell| if cell < full { '▓' } else { '░' }).collect();
    let goal_text = amount(ex, goal);
    let blanks = [("bar", Blank::Text(&bar)), ("sum", Blank::Text(&so_far)), ("goal", Blank::Text(&goal_text))];
    let mut line = ex.phrase("water-bar", &blanks);
    if sum >= goal {
        line = format!("{line}\n{}", ex.phrase("water-reached", &[]));
    }
    line
}

/// Whether nothing more needs to be said today, or not yet: the goal is reached, or this time's share of it.
pub fn is_enough(ex: &Exchange<'_>, plan: Option<&Plan>) -> bool {
    let Some(goal) = own(ex).goal else {
        return false;
    };
    let now = ex.local(ex.now).time();
    let times = plan.map_or(1, |plan| plan.times.len()).max(1);
    let reached = plan.map_or(1, |plan| plan.times.iter().filter(|time| **time <= now).count()).clamp(1, times);
    let (sum, times, reached) = (u64::from(today(ex)), times as u64, reached as u64);
    sum >= u64::from(goal) || sum * times >= u64::from(goal) * reached
}

/// The day's page.
pub fn show(ex: &mut Exchange<'_>) {
    if !ex.chat.has_consent() {
        return setup::ask_consent_for(ex, "water", "show");
    }
    let (text, rows) = page(ex);
    ex.say(text, Keyboard::Inline(rows));
}

fn page(ex: &Exchange<'_>) -> (String, Vec<Vec<Button>>) {
    let line = line(ex);
    let mut text = ex.phrase("water-today", &[("line", Blank::Text(&line))]);
    if let Some(caution) = logs::caution(ex, today(ex)) {
        text = format!("{text}\n{caution}");
    }
    let own = own(ex);
    let number = day::of(ex, day::date(ex, ex.now)).drunk.len();
    let usual = usual_cup(ex);
    let mut sizes = vec![usual];
    sizes.extend(own.cup.filter(|cup| *cup != usual));
    let adds = sizes.iter().map(|size| button(format!("+{}", amount(ex, *size)), &format!("add.{size}.{number}")));
    let colour = if own.colour {
        button(ex.phrase("button-colour-off", &[]), "colour.off")
    } else {
        button(ex.phrase("button-colour-on", &[]), "colour.on")
    };
    let rows = vec![
        adds.collect(),
        vec![button(ex.phrase("button-goal", &[]), "goal"), button(ex.phrase("button-cup", &[]), "cup")],
        vec![colour],
    ];
    (text, rows)
}

fn button(label: String, argument: &str) -> Button {
    Button { label, data: menu_data("water", Some(argument)) }
}

/// What stands behind `m.water.`
pub fn pressed(ex: &mut Exchange<'_>, argument: &str, message: Option<MessageId>) {
    if !ex.chat.has_consent() {
        return setup::ask_consent_for(ex, "water", argument);
    }
    let parts: Vec<&str> = argument.split('.').collect();
    match parts.as_slice() {
        ["add", size, number] => add(ex, size, number, message),
        ["goal"] => ask_goal(ex),
        ["goal", "none"] => set_goal(ex, None),
        ["goal", goal] => set_goal(ex, goal.parse().ok()),
        ["cup"] => ask_cup(ex),
        ["cup", cup] => set_cup(ex, cup.parse().unwrap_or_default()),
        ["spread"] => spread(ex),
        ["colour", on] => colour::switch(ex, *on == "on"),
        ["is", colour] => colour::answered(ex, colour),
        _ => show(ex),
    }
}

/// The button says how many drinks there were: pressed twice, it adds one.
fn add(ex: &mut Exchange<'_>, size: &str, number: &str, message: Option<MessageId>) {
    let known = day::of(ex, day::date(ex, ex.now)).drunk.len();
    let size = size.parse().ok().filter(|size| (CUPS.0..=CUPS.1).contains(size));
    let size = size.filter(|_| number.parse() == Ok(known));
    let written = size.map(|size| add_drink(ex, ex.now, size, None, false));
    let (text, mut rows) = page(ex);
    rows.extend(written.map(|written| undo::buttons(ex, written).collect()));
    if message.is_none() {
        ex.say(text, Keyboard::Inline(rows));
    } else {
        let number = ex.chat.counters.menus;
        ex.renew(number, message, text, rows);
    }
    colour::ask_once_a_day(ex);
}

/// The day's page as it stands on the screen is right again, after an undo.
pub fn refresh(ex: &mut Exchange<'_>) {
    let add = menu_data("water", Some("add."));
    if ex.chat.offered.iter().any(|button| button.data.starts_with(&add)) {
        let (text, rows) = page(ex);
        let number = ex.chat.counters.menus;
        ex.renew(number, None, text, rows);
    }
}

// ---------------------------------------------------------------- goal and cup

/// A goal needs to know first whether a doctor limits fluids.
pub fn ask_goal(ex: &mut Exchange<'_>) {
    if let Some(kind) = kind(ex)
        && !wish::may_begin(ex, kind)
    {
        return;
    }
    ex.chat.awaits = Some(Awaits::Goal);
    let goals = if counts_ounces(ex) { US_GOALS } else { USUAL_GOALS };
    let goals = goals.iter().map(|goal| button(amount(ex, *goal), &format!("goal.{goal}")));
    let none = button(ex.phrase("button-goal-none", &[]), "goal.none");
    let rows = pack(goals.chain([none]));
    let (least, most, example) = (amount(ex, USUAL.0), amount(ex, USUAL.1), amount(ex, EXAMPLE.0));
    let blanks = [("least", Blank::Text(&least)), ("most", Blank::Text(&most)), ("example", Blank::Text(&example))];
    let text = ex.phrase("ask-goal", &blanks);
    ex.say(text, Keyboard::Inline(rows));
}

fn set_goal(ex: &mut Exchange<'_>, goal: Option<u32>) {
    if let (Some(_), Some(kind)) = (goal, kind(ex))
        && !wish::may_begin(ex, kind)
    {
        return;
    }
    if goal.is_some_and(|goal| !(GOALS.0..=GOALS.1).contains(&goal)) {
        let (least, most) = logs::range(ex, GOALS);
        let text = ex.phrase("goal-range", &[("least", Blank::Text(&least)), ("most", Blank::Text(&most))]);
        return ex.say(text, Keyboard::None);
    }
    ex.chat.awaits.take_if(|awaits| *awaits == Awaits::Goal);
    kept(ex).water.goal = goal;
    let Some(goal) = goal else {
        let text = ex.phrase("goal-none", &[]);
        return ex.say(text, Keyboard::None);
    };
    let goal = amount(ex, goal);
    let text = ex.phrase("goal-kept", &[("goal", Blank::Text(&goal))]);
    let row = vec![button(ex.phrase("button-spread", &[]), "spread"), button(ex.phrase("button-water", &[]), "show")];
    ex.say(text, Keyboard::Inline(vec![row]));
}

fn ask_cup(ex: &mut Exchange<'_>) {
    ex.chat.awaits = Some(Awaits::Cup);
    let cups = if counts_ounces(ex) { US_CUPS } else { USUAL_CUPS };
    let cups = cups.iter().map(|cup| button(amount(ex, *cup), &format!("cup.{cup}")));
    let rows = pack(cups);
    let example = amount(ex, EXAMPLE.1);
    let text = ex.phrase("ask-cup", &[("example", Blank::Text(&example))]);
    ex.say(text, Keyboard::Inline(rows));
}

fn set_cup(ex: &mut Exchange<'_>, cup: u32) {
    if !(CUPS.0..=CUPS.1).contains(&cup) {
        let (least, most) = logs::range(ex, CUPS);
        let text = ex.phrase("cup-range", &[("least", Blank::Text(&least)), ("most", Blank::Text(&most))]);
        return ex.say(text, Keyboard::None);
    }
    ex.chat.awaits.take_if(|awaits| *awaits == Awaits::Cup);
    kept(ex).water.cup = Some(cup);
    show(ex);
}

/// Typed words while a goal or a cup is wanted. False when they are no amount.
pub fn typed(ex: &mut Exchange<'_>, awaits: Awaits, said: &str) -> bool {
    let Some(millilitres) = millilitres(ex, said) else {
        return false;
    };
    match awaits {
        Awaits::Goal => set_goal(ex, Some(millilitres)),
        _ => set_cup(ex, millilitres),
    }
    true
}

/// "My goal is 2 litres", typed at any time. False for words that say more or less than that.
pub fn goal(ex: &mut Exchange<'_>, text: &str) -> bool {
    let (goals, around) = (ex.phrase("words-goal", &[]), ex.phrase("words-around-goal", &[]));
    let said = normalise(text);
    let words: Vec<&str> = said.split_whitespace().map(|word| word.trim_end_matches([':', ',', ';'])).collect();
    let names = |word: &&str| is_among(word, &goals);
    if words.len() > MOST_WORDS || !words.iter().any(names) {
        return false;
    }
    let mut amount: Vec<&str> = words.into_iter().filter(|word| !names(word)).collect();
    let is_around = |word: Option<&&str>| word.is_some_and(|word| is_among(word, &around));
    while is_around(amount.last()) {
        amount.pop();
    }
    let found = (0..amount.len())
        .take_while(|from| (0..*from).all(|at| is_around(amount.get(at))))
        .find_map(|from| millilitres(ex, &amount.get(from..)?.join(" ")));
    let Some(millilitres) = found else { return false };
    command::aside(ex, |ex| match ex.chat.has_consent() {
        true => set_goal(ex, Some(millilitres)),
        false => setup::ask_consent(ex),
    });
    true
}

/// Typed words that are no amount, while one is wanted.
pub fn unclear(ex: &mut Exchange<'_>) {
    let (some, more) = (amount(ex, EXAMPLE.1), amount(ex, EXAMPLE.0));
    let text = ex.phrase("amount-unclear", &[("some", Blank::Text(&some)), ("more", Blank::Text(&more))]);
    ex.say(text, Keyboard::None);
}

/// `1.5 l`, `64 oz a day`, `half a gallon`; a bare number is ounces for who counts in them, otherwise litres when it is
/// small.
pub fn millilitres(ex: &Exchange<'_>, said: &str) -> Option<u32> {
    let millilitres = match amount_alone(said, ex.library)? {
        Alone::Amount(millilitres) => logs::as_meant(ex, millilitres, said),
        Alone::Number(number) if counts_ounces(ex) => number * logs::OUNCE,
        Alone::Number(number) if number < 25.0 => number * 1000.0,
        Alone::Number(number) => number,
    };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and is no amount then")]
    let millilitres = millilitres.round() as u32;
    Some(millilitres)
}

/// As many reminders as cups make the goal, spread over the day; shown before they hold.
fn spread(ex: &mut Exchange<'_>) {
    let (Some(kind), Some(goal)) = (kind(ex), own(ex).goal) else {
        return overview::show(ex);
    };
    let now = ex.chat.reminders.clone().unwrap_or_default();
    let mut others = timetable::table(ex, &now, None);
    others.remove(&kind.id);
    let room = usize::from(now.cap()).saturating_sub(timetable::messages_a_day(&others)).max(1);
    let wanted = usize::try_from(goal.div_ceil(cup(ex))).unwrap_or(1);
    let times = evenly(ex, wanted.min(room));
    let draft = Draft { kind: Some(kind.id.clone()), times, shows: true, ..Draft::default() };
    kept(ex).draft = Some(draft);
    wish::go_on(ex);
}

/// So many times, from an hour after the quiet hours to three hours before them, on full five minutes.
pub fn evenly(ex: &Exchange<'_>, count: usize) -> Vec<Time> {
    let (from, to) = ex.quiet_hours();
    let (first, last) = if from > to { (to + 1, from.saturating_sub(3)) } else { (9, 20) };
    let (first, last) = if first < last { (first, last) } else { (9, 20) };
    let whole = i64::from(last - first) * 60;
    let gaps = i64::try_from(count.saturating_sub(1)).unwrap_or(0).max(1);
    let start = Time::new(i8::try_from(first).unwrap_or(9), 0, 0, 0).unwrap_or_default();
    let at = |index: usize| {
        let minutes = whole * i64::try_from(index).unwrap_or(0) / gaps / 5 * 5;
        start.checked_add(SignedDuration::from_mins(minutes)).ok()
    };
    (0..count).filter_map(at).collect()
}

/// Whether a doctor limits how much the person drinks.
pub fn is_limited(ex: &Exchange<'_>) -> bool {
    kind(ex).is_some_and(|kind| due::is_kept_off(ex, kind))
}
