//! A sample life of 90 nights for the simulator: cramps, quiet nights, drinks and stretches of one person, whose diary
//! was kept by the real engine.
//!
//! The same nights every time, so that two people who look at a page speak of the same thing.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::person::Person;
use crate::engine::press::{NONE, UNSURE, answer_data};
use crate::engine::ring;
use crate::ids::ChatId;
use crate::library::Library;
use crate::library::dialogue::{Kind, Node};
use crate::shell::batch::{Batch, Change, Row};
use crate::shell::store::{Store, StoreError, Stored, Sync};

/// The chat that the sample person has in the simulator.
pub const SAMPLE: ChatId = ChatId(700_000_090);
pub const SAMPLE_NAME: &str = "Sample, 90 nights";

const ZONE: &str = "Europe/Berlin";
const NIGHTS: i32 = 90;
/// Of ten nights, before and after the half in which the person takes up stretching.
const CRAMPS_IN_TEN_NIGHTS: [u32; 2] = [4, 2];
const STRETCHES_IN_TEN_EVENINGS: [u32; 2] = [2, 7];
/// Of ten mornings after a quiet night, how many are told of.
const QUIET_NIGHTS_TOLD_IN_TEN: u32 = 8;
const DRINKS: [(i8, &str); 5] =
    [(8, "drank 300 ml"), (11, "drank 250 ml"), (13, "drank 400 ml"), (17, "drank 250 ml"), (20, "drank 200 ml")];
const DRINKS_TOLD_IN_TEN: u32 = 8;
/// A person gets bored before this many answers.
const MOST_ANSWERS: usize = 40;
/// Between two answers, times one to eight.
const BETWEEN_ANSWERS: SignedDuration = SignedDuration::from_secs(45);

/// Writes the 90 nights before `now`, unless that person has a chat already. True when it was written.
pub fn write(store: &mut Store, library: &Library, now: Timestamp) -> Result<bool, StoreError> {
    if !matches!(store.chat(SAMPLE)?, Stored::Nobody) {
        return Ok(false);
    }
    let person = live(library, now);
    let ring = ring::next(&person.chat);
    let change = Change::Keep { entries: person.diary.entries, chat: Box::new(person.chat), ring_before: None, ring };
    store.commit(Batch { rows: vec![Row { chat: SAMPLE, change }], ..Batch::default() }, Sync::Now)?;
    Ok(true)
}

fn live(library: &Library, now: Timestamp) -> Person<'_> {
    let mut dice = Dice(12);
    let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
    let tonight = now.to_zoned(zone).date();
    let mut person = Person::set_up(library, now, ZONE);
    person.chat.id = SAMPLE;
    person.chat.profile.country = Some("DE".to_owned());
    for back in (0..=NIGHTS).rev() {
        let Ok(day) = tonight.checked_sub(back.days()) else { continue };
        let half = usize::from(back <= NIGHTS / 2);
        night_and_day(&mut person, &mut dice, now, day, half);
    }
    person.waits_until(now);
    person
}

/// From the small hours to bedtime; what is still to come is left out.
fn night_and_day(person: &mut Person<'_>, dice: &mut Dice, now: Timestamp, day: Date, half: usize) {
    let minute = i8::try_from(dice.roll(60)).unwrap_or(0);
    let at = |hour: i8| day.at(hour, minute, 0, 0).in_tz(ZONE).map(|at| at.timestamp()).ok().filter(|at| *at < now);
    let hour = 2 + i8::try_from(dice.roll(3)).unwrap_or(0);
    let cramps = dice.roll(10) < CRAMPS_IN_TEN_NIGHTS[half];
    let told = dice.roll(10) < QUIET_NIGHTS_TOLD_IN_TEN;
    match (at(hour), at(7)) {
        (Some(at), _) if cramps => cramp(person, at, dice),
        (_, Some(at)) if told => tells(person, at, "No cramp last night"),
        _ => {}
    }
    for (hour, drink) in DRINKS {
        let told = dice.roll(10) < DRINKS_TOLD_IN_TEN;
        if let Some(at) = at(hour).filter(|_| told) {
            tells(person, at, drink);
        }
    }
    let stretches = dice.roll(10) < STRETCHES_IN_TEN_EVENINGS[half];
    if let Some(at) = at(22).filter(|_| stretches) {
        tells(person, at, "did my stretches");
    }
}

fn tells(person: &mut Person<'_>, at: Timestamp, text: &str) {
    person.waits_until(at);
    person.says(text);
}

fn cramp(person: &mut Person<'_>, at: Timestamp, dice: &mut Dice) {
    person.waits_until(at);
    person.says("/cramp");
    for _ in 0..MOST_ANSWERS {
        let Some(open) = person.chat.conversation.as_ref() else { return };
        let Some(node) = person.library.node(&open.at.dialogue, &open.at.node) else { return };
        let data = answer_data(open.id, open.visit, &answer(node, dice));
        let pause = BETWEEN_ANSWERS * i32::try_from(1 + dice.roll(8)).unwrap_or(1);
        person.now = person.now.checked_add(pause).unwrap_or(person.now);
        person.presses(&data);
    }
}

/// A healthy person's answer: no warning signs, the rest by dice.
fn answer(node: &Node, dice: &mut Dice) -> String {
    match &node.kind {
        Kind::Say(say) if dice.roll(3) > 0 => say.stops.as_ref().map(ToString::to_string).unwrap_or_default(),
        Kind::Say(say) => dice.one_of(say.choices.iter().map(|choice| choice.id.to_string())),
        Kind::Check { .. } | Kind::AskSeveral { .. } => NONE.to_owned(),
        Kind::Number { buttons, .. } => dice.one_of(buttons.iter().map(|number| format!("n{number}"))),
        Kind::Ask { choices, .. } if choices.iter().any(|choice| choice.id.as_str() == "no") => "no".to_owned(),
        Kind::Ask { choices, .. } | Kind::Duration { choices, .. } => {
            dice.one_of(choices.iter().take(4).map(|choice| choice.id.to_string()))
        }
        Kind::Text { .. } | Kind::Call { .. } | Kind::End { .. } => UNSURE.to_owned(),
    }
}

/// Dice that fall the same way in every run: Knuth's linear congruential generator.
struct Dice(u64);

impl Dice {
    /// From 0 up to, not including, `sides`.
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).unwrap_or(0) % sides
    }

    fn one_of(&mut self, things: impl Iterator<Item = String>) -> String {
        let things: Vec<String> = things.collect();
        let count = u32::try_from(things.len()).unwrap_or(1).max(1);
        things.get(self.roll(count) as usize).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::live;
    use crate::engine::diary::What;
    use crate::library::load;

    #[test]
    fn every_week_has_something_of_everything_and_nothing_is_still_to_come() {
        let library = load::embedded().unwrap();
        let now: Timestamp = "2026-11-22T11:30:00Z".parse().unwrap();
        let entries = live(&library, now).diary.entries;
        assert!(entries.iter().all(|entry| entry.at <= now));
        let count = |wanted: fn(&What) -> bool| entries.iter().filter(|entry| wanted(&entry.what)).count();
        assert!(count(|what| matches!(what, What::Cramp { .. })) > 13);
        assert!(count(|what| matches!(what, What::QuietNight)) > 13);
        assert!(count(|what| matches!(what, What::Day(day) if !day.drunk.is_empty())) > 80);
        assert!(count(|what| matches!(what, What::Day(day) if !day.done.is_empty())) > 13);
    }
}
