//! The language of transcripts: reads what the person does, plays it, and writes down what follows.
//!
//! Kept lines: `#` comments, `at …`, `brief`, `content …`, `set up`, `state lost`, `> …`, `= …`. All others are
//! written anew. The README beside the transcripts explains them to writers.

use charley::engine::chat::Chat;
use charley::engine::event::{Event, Media, What};
use charley::engine::ring;
use charley::ids::{ChatId, MessageId, PressId, UpdateId};
use charley::library::Library;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::content::content;
use super::limits;
use super::screen::Screen;
use super::show;
use super::world::World;

/// UX-5: more than two messages with buttons in one chat are a maze; what the bot asked of its own accord and can still be
/// answered comes on top.
const MOST_LIVE: usize = 2;
/// Each kind of reminder, the night, what it has left open, and the colour.
const MOST_STANDING: usize = 7;

/// Plays a transcript and gives it back as it is played.
pub fn play(name: &str, script: &str, world: &mut dyn World) -> String {
    let mut stage = Stage::new(world);
    let mut played = String::new();
    for (index, line) in script.lines().enumerate() {
        let place = format!("{name}:{}", index + 1);
        let Some(output) = stage.line(line, &place) else { continue };
        if line.starts_with('#') {
            played.push_str(&format!("{line}\n"));
            continue;
        }
        let is_scenery = output.is_empty() && !line.starts_with('>');
        let gap = if is_scenery && !played.ends_with("\n\n") { "" } else { "\n" };
        let before = if played.ends_with("\n\n") || is_scenery { "" } else { gap };
        played.push_str(&format!("{before}{line}\n{output}"));
    }
    played
}

struct Stage<'a> {
    world: &'a mut dyn World,
    library: &'static Library,
    screen: Screen,
    now: Timestamp,
    zone: TimeZone,
    updates: u32,
    /// Messages of the person so far: numbered downward, apart from the bot's.
    said: i32,
    last_press: Option<(MessageId, String)>,
    brief: bool,
}

impl<'a> Stage<'a> {
    fn new(world: &'a mut dyn World) -> Self {
        Stage {
            world,
            library: content(""),
            screen: Screen::default(),
            now: Timestamp::UNIX_EPOCH,
            zone: TimeZone::UTC,
            updates: 0,
            said: 0,
            last_press: None,
            brief: false,
        }
    }

    /// One line of the script; `None` for a line that is written anew.
    fn line(&mut self, line: &str, place: &str) -> Option<String> {
        if let Some(doing) = line.strip_prefix("> ") {
            return Some(self.does(doing.trim(), place));
        }
        if line.starts_with('#') {
            return Some(String::new());
        }
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match (word, rest.trim()) {
            ("at", when) => Some(self.at(when, place)),
            ("content", name) => {
                self.library = content(if name == "shipped" { "" } else { name });
                Some(String::new())
            }
            ("brief", "") => {
                self.brief = true;
                Some(String::new())
            }
            ("set", "up") => Some(self.set_up()),
            ("state", "lost") => {
                self.world.replace(Chat { restarted: true, ..Chat::new(ChatId(1)) });
                Some(String::new())
            }
            ("=", "diary") => Some(self.world.entries().iter().map(show::entry).collect()),
            ("=", "kept") if self.world.knows_somebody() => Some(show::chat(&self.world.chat())),
            ("=", "kept") => Some("  nothing\n".to_owned()),
            ("" | "<", _) => None,
            _ => panic!("{place}: what does {line:?} mean?"),
        }
    }

    /// Somebody who has been through the greeting long ago.
    fn set_up(&mut self) -> String {
        let mut chat = self.world.chat();
        chat.profile.language = "en".to_owned();
        chat.profile.zone = self.zone.iana_name().map(str::to_owned);
        chat.profile.consent = Some(self.now);
        self.world.replace(chat);
        String::new()
    }

    // -------------------------------------------------------------- time

    /// `2025-03-03 03:12 Europe/Berlin`, `+2h`, `+40m`, `+30d`: rings on the way are played.
    fn at(&mut self, when: &str, place: &str) -> String {
        if let Some(length) = when.strip_prefix('+') {
            let then = self.now + length_of(length, place);
            return self.wait_until(then);
        }
        let (civil, zone) = when.rsplit_once(' ').unwrap_or_else(|| panic!("{place}: at DATE TIME ZONE"));
        self.zone = TimeZone::get(zone).unwrap_or_else(|error| panic!("{place}: {error}"));
        let civil: DateTime = civil.parse().unwrap_or_else(|error| panic!("{place}: {error}"));
        let then = self.zone.to_timestamp(civil).unwrap_or_else(|error| panic!("{place}: {error}"));
        if self.now == Timestamp::UNIX_EPOCH {
            self.now = then;
        }
        self.wait_until(then)
    }

    fn wait_until(&mut self, then: Timestamp) -> String {
        let mut heard = String::new();
        while let Some(due) = ring::next(&self.world.chat()).filter(|due| *due <= then && self.world.knows_somebody()) {
            self.now = self.now.max(due);
            let local = self.now.to_zoned(self.zone.clone()).strftime("%F %H:%M");
            heard.push_str(&format!("  (rings at {local})\n"));
            heard.push_str(&self.meets(What::Rang, None));
        }
        self.now = then;
        heard
    }

    // -------------------------------------------------------------- what the person does

    fn does(&mut self, doing: &str, place: &str) -> String {
        if let Some(rest) = doing.strip_prefix('[') {
            return self.presses(rest, place);
        }
        if let Some(rest) = doing.strip_prefix('(') {
            let (what, behind) = rest.split_once(')').unwrap_or_else(|| panic!("{place}: ( without )"));
            return self.acts(what, behind.trim(), place);
        }
        self.says(&unescape(doing), SignedDuration::ZERO)
    }

    fn says(&mut self, text: &str, ago: SignedDuration) -> String {
        self.said -= 1;
        let what = What::Said { message: MessageId(self.said), text: text.to_owned(), language: Some("en-GB".into()) };
        self.meets(what, Some(self.now - ago))
    }

    /// `[Label]`, `[Label] again`, `[Label] from 3 messages ago`
    fn presses(&mut self, rest: &str, place: &str) -> String {
        let (label, how) = rest.rsplit_once(']').unwrap_or_else(|| panic!("{place}: [ without ]"));
        let found = match how.trim() {
            "" => self.screen.find(label),
            "again" => self.last_press.clone(),
            how => {
                let ago =
                    how.strip_prefix("from ").and_then(|how| how.split(' ').next()).and_then(|ago| ago.parse().ok());
                self.screen.find_old(label, ago.unwrap_or_else(|| panic!("{place}: {how:?}?")))
            }
        };
        let Some((message, data)) = found else {
            return format!("  (WRONG: no message has the button [{label}])\n");
        };
        self.last_press = Some((message, data.clone()));
        self.press(Some(message), data)
    }

    fn press(&mut self, message: Option<MessageId>, data: String) -> String {
        self.meets(What::Pressed { press: PressId("press".into()), message, data }, None)
    }

    /// What is neither words nor a button of the screen.
    fn acts(&mut self, what: &str, behind: &str, place: &str) -> String {
        let message = MessageId(-1);
        let language = Some("en".to_owned());
        let shows = |kind| What::Showed { message, kind };
        let (first, rest) = what.split_once(' ').unwrap_or((what, ""));
        let happening = match (first, rest) {
            ("voice", "") => shows(Media::Voice),
            ("sticker", "") => shows(Media::Sticker),
            ("picture", "") => shows(Media::Picture),
            ("at", place) => {
                let (latitude, longitude) = place.split_once(' ').unwrap_or_else(|| panic!("{place}: (at NORTH EAST)"));
                What::Located { latitude: latitude.parse().unwrap(), longitude: longitude.parse().unwrap() }
            }
            ("blocks", _) => What::Blocked,
            ("returns", _) => What::Returned,
            ("stranger", _) => What::Stranger { language },
            ("group", _) => What::Group { asked_to_leave: behind == "/leave", language },
            ("edits", back) => {
                let back = back.split(' ').next().and_then(|back| back.parse::<i32>().ok()).unwrap_or_default();
                What::Edited { message: MessageId(self.said + back), text: unescape(behind) }
            }
            ("data", data) => return self.press(Some(MessageId(1)), data.to_owned()),
            ("sent", ago) => return self.says(&unescape(behind), length_of(ago.trim_end_matches(" ago"), place)),
            (times, "times") => {
                return self.says(&unescape(behind).repeat(times.parse().unwrap()), SignedDuration::ZERO);
            }
            _ => panic!("{place}: what is ({what})?"),
        };
        self.meets(happening, Some(self.now))
    }

    fn meets(&mut self, what: What, happened: Option<Timestamp>) -> String {
        let update = (what != What::Rang).then(|| {
            self.updates += 1;
            UpdateId(self.updates)
        });
        let event = Event { update, happened, what };
        let letters = self.world.meet(&event, self.library, self.now);
        let mut heard = String::new();
        for letter in &letters {
            let edited = self.screen.take(letter);
            heard.push_str(&show::letter(letter, edited, self.brief));
            heard.extend(
                limits::problems(letter).iter().map(|problem| format!("  (WRONG: {})\n", problem.replace('\n', " / "))),
            );
        }
        let chat = self.world.chat();
        let live = self.screen.live();
        let standing = live.iter().filter(|shown| shown.stands(&chat)).count();
        if live.len() - standing > MOST_LIVE || standing > MOST_STANDING {
            heard.push_str(&format!("  (WRONG: {} messages have buttons)\n", live.len()));
        }
        heard
    }
}

/// `40m`, `2h`, `30d`
fn length_of(text: &str, place: &str) -> SignedDuration {
    let (number, unit) = text.trim().split_at(text.trim().len() - 1);
    let number: i64 = number.parse().unwrap_or_else(|_| panic!("{place}: {text:?} is no length of time"));
    match unit {
        "s" => SignedDuration::from_secs(number),
        "m" => SignedDuration::from_mins(number),
        "h" => SignedDuration::from_hours(number),
        "d" => SignedDuration::from_hours(24 * number),
        _ => panic!("{place}: {text:?} is no length of time"),
    }
}

/// `\n` is a line break, `\u{200f}` any character.
fn unescape(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let code = rest[at..].strip_prefix("\\u{").and_then(|code| code.split_once('}'));
        let character = code.and_then(|(hex, _)| char::from_u32(u32::from_str_radix(hex, 16).ok()?));
        match (character, code) {
            (Some(character), Some((_, behind))) => {
                out.push(character);
                rest = behind;
            }
            _ if rest[at..].starts_with("\\n") => {
                out.push('\n');
                rest = &rest[at + 2..];
            }
            _ => {
                out.push('\\');
                rest = &rest[at + 1..];
            }
        }
    }
    out + rest
}
