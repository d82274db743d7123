//! Somebody who presses and types anything: new buttons, old ones, other people's, words, nonsense, commands, silence.

use charley::engine::event::{Event, Media, What};
use charley::engine::letter::{Button, Outgoing};
use charley::engine::ring;
use charley::ids::{MessageId, PressId, UpdateId};
use charley::library::Library;
use jiff::{SignedDuration, Timestamp};

use super::dice::Dice;
use super::memory::Memory;
use super::screen::Screen;
use super::world::World;

const WORDS: [&str; 41] = [
    "for someone else",
    "cramp",
    "my leg is cramping",
    "it let go",
    "still cramping",
    "something is different",
    "1",
    "2",
    "3",
    "7",
    "10",
    "11",
    "1, 3",
    "2?",
    "2? 3",
    "none",
    "none of these",
    "done",
    "not sure",
    "skip",
    "back",
    "why",
    "stop",
    "yes",
    "no",
    "calf",
    "half an hour",
    "5 minutes",
    "7/10",
    "99999999999999999999",
    "-1",
    "0.5",
    "NaN",
    "",
    "\u{200f}\u{200b}",
    "💀",
    "<b>&</i>",
    "$x",
    "Germany",
    "Berlin",
    "san",
];
const COMMANDS: [&str; 15] = [
    "/other",
    "/cramp",
    "/cramp@charley_bot",
    "/start",
    "/start cramp",
    "/start x",
    "/help",
    "/diary",
    "/settings",
    "/privacy",
    "/about",
    "/delete",
    "/cancel",
    "/nothing",
    "/",
];
const FOREIGN: [&str; 20] = [
    "m.other.start.checkup",
    "m.other.here",
    "m.other.over",
    "m.other.ask",
    "m.other.change.fever",
    "m.other.x",
    "",
    ".",
    "a",
    "a.b",
    "m.",
    "m.zone.Nowhere/City",
    "m.country.XX",
    "m.language.xx",
    "1.1.calf",
    "1.1._done",
    "2.3._none.1",
    "a.relief.easing",
    "a.breath_heart_head.chest_pain",
    "m.settings.zone",
];

pub struct Wanderer<'a> {
    pub library: &'a Library,
    pub world: Memory,
    pub screen: Screen,
    pub now: Timestamp,
    dice: Dice,
    updates: u32,
}

impl<'a> Wanderer<'a> {
    pub fn new(library: &'a Library, now: Timestamp, seed: u64) -> Self {
        Wanderer { library, world: Memory::new(), screen: Screen::default(), now, dice: Dice::new(seed), updates: 0 }
    }

    /// The next thing that happens.
    pub fn next(&mut self) -> Event {
        let what = match self.dice.below(100) {
            0..50 => self.press_live(),
            50..56 => self.press_old(),
            56..60 => pressed(None, self.dice.pick(&FOREIGN).unwrap()),
            60..82 => self.say(WORDS.as_slice()),
            82..92 => self.say(COMMANDS.as_slice()),
            92 => What::Showed { message: MessageId(-1), kind: Media::Voice },
            93 => What::Edited { message: MessageId(-1), text: "calf".into() },
            94 => self.say(&["x".repeat(4096).as_str(), &"&".repeat(4096), &"<".repeat(1000)]),
            95 => {
                if self.dice.below(4) == 0 {
                    What::Blocked
                } else {
                    What::Returned
                }
            }
            _ => self.wait(),
        };
        self.updates += 1;
        let ago = if self.dice.below(20) == 0 { SignedDuration::from_mins(40) } else { SignedDuration::ZERO };
        Event { update: Some(UpdateId(self.updates)), happened: Some(self.now - ago), what }
    }

    /// Meets it, and sees what comes of it.
    pub fn meet(&mut self, event: &Event) -> Vec<Outgoing> {
        let letters = self.world.meet(event, self.library, self.now);
        if event.what == What::Blocked {
            // What a bot cannot reach it cannot clear away.
            self.screen.shown.iter_mut().for_each(|shown| shown.buttons.clear());
        }
        for letter in &letters {
            self.screen.take(letter);
        }
        letters
    }

    fn say(&mut self, among: &[&str]) -> What {
        let text = (*self.dice.pick(among).unwrap()).to_owned();
        What::Said { message: MessageId(-1), text, language: Some("en".into()) }
    }

    fn press_live(&mut self) -> What {
        let live: Vec<(usize, Button)> = self
            .screen
            .shown
            .iter()
            .enumerate()
            .flat_map(|(index, shown)| shown.buttons.iter().flatten().map(move |button| (index, button.clone())))
            .collect();
        match self.dice.pick(&live) {
            Some((index, button)) => pressed(Some(*index), &button.data),
            None => self.say(&["/cramp", "/start", "cramp"]),
        }
    }

    fn press_old(&mut self) -> What {
        let index = self.dice.below(self.screen.shown.len());
        let old = self.screen.shown.get(index).and_then(|shown| self.dice.pick(&shown.once));
        old.map_or_else(|| pressed(None, "1.1.x"), |button| pressed(Some(index), &button.data))
    }

    /// Time passes, up to three days; what is due rings.
    fn wait(&mut self) -> What {
        let minutes = [1, 5, 15, 60, 600, 4320][self.dice.below(6)];
        self.now += SignedDuration::from_mins(minutes);
        match ring::next(&self.world.chat()).filter(|due| *due <= self.now) {
            Some(_) => What::Rang,
            None => self.say(&["/cramp", "hello"]),
        }
    }
}

fn pressed(index: Option<usize>, data: &str) -> What {
    let message = index.map(|index| MessageId(i32::try_from(index + 1).unwrap()));
    What::Pressed { press: PressId("p".into()), message, data: data.to_owned() }
}
