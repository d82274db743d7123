//! What Telegram knows: chats, messages, updates, presses, files, the bot's profile, and the counters of their ids.
//!
//! Every change goes through `record`: first into the ledger, then into memory. Never waits and never touches the
//! network.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::PathBuf;
use std::time::Instant;

use serde_json::{Value, json};

use super::Options;
use super::changes::{Changes, News};
use super::chats::{Chat, Room, Stored};
use super::clock::Clock;
use super::faults::Faults;
use super::files::Kept;
use super::journal::Journal;
use super::ledger::{Change, Ledger};
use super::people;
use super::presses::Presses;
use super::rates::Rates;
use super::refusal::Refusal;
use super::updates::{Pending, Updates};

pub(super) const USERNAME: &str = "charley_simulator_bot";

/// The last id given out, by kind.
#[derive(Debug, Default)]
struct Counters {
    update: i64,
    message: i64,
    other: i64,
}

/// Telegram's side, whole.
#[derive(Debug)]
pub(super) struct Telegram {
    pub(super) bot_id: i64,
    pub(super) clock: Clock,
    pub(super) rooms: HashMap<i64, Room>,
    pub(super) updates: Updates,
    pub(super) presses: Presses,
    pub(super) files: HashMap<String, Kept>,
    /// Commands, names and descriptions, by kind, scope and language; what the last `getUpdates` allowed.
    pub(super) profile: BTreeMap<String, Value>,
    pub(super) changes: Changes,
    pub(super) journal: Journal,
    pub(super) faults: Faults,
    pub(super) rates: Rates,
    /// A rate that the call in hand passed, for the journal.
    pub(super) violation: Option<String>,
    pub(super) folder: PathBuf,
    counters: Counters,
    ledger: Ledger,
    strict: bool,
}

impl Telegram {
    /// Reads what the folder knows and writes it back in short.
    pub(super) fn open(options: &Options) -> io::Result<Telegram> {
        let ledger = Ledger::open(&options.folder, options.persist)?;
        let past = ledger.read()?;
        let bot_id = options.token.split(':').next().and_then(|id| id.parse().ok()).unwrap_or(1_000_000_001);
        let mut telegram = Telegram {
            bot_id,
            clock: Clock::open(&options.clock_file),
            rooms: HashMap::new(),
            updates: Updates::default(),
            presses: Presses::default(),
            files: HashMap::new(),
            profile: BTreeMap::new(),
            changes: Changes::default(),
            journal: Journal::default(),
            faults: Faults::default(),
            rates: Rates::default(),
            violation: None,
            folder: options.folder.clone(),
            counters: Counters { update: first_update()?, ..Counters::default() },
            ledger,
            strict: options.strict,
        };
        past.into_iter().for_each(|change| telegram.apply(change));
        telegram.compact()?;
        Ok(telegram)
    }

    /// Writes changes and takes them over; a full disk is answered like a trouble of Telegram's own.
    pub(super) fn record(&mut self, changes: Vec<Change>) -> Result<(), Refusal> {
        if let Err(error) = self.ledger.append(&changes) {
            log::error!("the simulator cannot write its log: {error}");
            return Err(Refusal::plain(500, "Internal Server Error"));
        }
        changes.into_iter().for_each(|change| self.apply(change));
        Ok(())
    }

    fn apply(&mut self, change: Change) {
        match change {
            Change::Counters { update, message, other } => self.counters = Counters { update, message, other },
            Change::Chat { chat } => self.apply_chat(chat),
            Change::Message { chat, stored } => self.apply_message(chat, stored),
            Change::Gone { chat, message } => {
                if let Some(room) = self.rooms.get_mut(&chat) {
                    room.remove(message);
                }
                self.changes.push(chat, News::Gone(message));
            }
            Change::Update { pending } => {
                self.counters.update = self.counters.update.max(pending.id);
                self.updates.push(pending);
            }
            Change::Confirmed { below } => self.updates.forget_below(below),
            Change::Press { press } => {
                self.counters.other = self.counters.other.max(press.id.parse().unwrap_or(0));
                self.presses.put(press);
            }
            Change::File { file } => {
                self.counters.other = self.counters.other.max(file.number);
                self.files.insert(file.id.clone(), file);
            }
            Change::Profile { key, value } => {
                self.profile.insert(key, value);
                self.changes.push(0, News::Profile);
            }
            Change::Clock { offset } => {
                self.clock.raise(offset);
                self.changes.push(0, News::Clock);
            }
        }
    }

    fn apply_chat(&mut self, chat: Chat) {
        let id = chat.id;
        self.counters.other = self.counters.other.max(id.abs() - people::FIRST_ID);
        match self.rooms.get_mut(&id) {
            Some(room) => room.chat = chat,
            None => {
                self.rooms.insert(id, Room::new(chat));
            }
        }
        self.changes.push(id, News::Chat);
    }

    fn apply_message(&mut self, chat: i64, stored: Stored) {
        let id = stored.id();
        self.counters.message = self.counters.message.max(id);
        if let Some(room) = self.rooms.get_mut(&chat) {
            room.put(stored);
        }
        self.changes.push(chat, News::Message(id));
    }

    fn compact(&mut self) -> io::Result<()> {
        let Counters { update, message, other } = self.counters;
        let counters = Change::Counters { update, message, other };
        let chats = self.rooms.values().flat_map(|room| {
            let chat = room.chat.id;
            let says = move |stored: &Stored| Change::Message { chat, stored: stored.clone() };
            std::iter::once(Change::Chat { chat: room.chat.clone() }).chain(room.messages().map(says))
        });
        let updates = self.updates.iter().map(|pending| Change::Update { pending: pending.clone() });
        let presses = self.presses.iter().map(|press| Change::Press { press: press.clone() });
        let files = self.files.values().map(|file| Change::File { file: file.clone() });
        let profile =
            self.profile.iter().map(|(key, value)| Change::Profile { key: key.clone(), value: value.clone() });
        let clock = std::iter::once(Change::Clock { offset: self.clock.offset() });
        let all = chats.chain(updates).chain(presses).chain(files).chain(profile).chain(clock);
        self.ledger.compact(all.chain(std::iter::once(counters)))
    }

    /// Wipes everything except the ids, which Telegram never gives out twice.
    pub(super) fn reset(&mut self, clock_too: bool) -> io::Result<()> {
        self.rooms.clear();
        self.updates.forget_below(i64::MAX);
        self.presses = Presses::default();
        for (_, file) in self.files.drain() {
            // A file that is gone already is as good as removed.
            let _ = fs::remove_file(self.folder.join("files").join(file.path));
        }
        self.profile.clear();
        self.journal.clear();
        self.faults.clear();
        self.rates = Rates::default();
        if clock_too {
            self.clock.restart();
            self.clock.publish()?;
        }
        self.changes.push(0, News::Reset);
        self.compact()
    }

    pub(super) fn next_message(&mut self) -> i64 {
        self.counters.message += 1;
        self.counters.message
    }

    /// For chats, files and presses.
    pub(super) fn next_other(&mut self) -> i64 {
        self.counters.other += 1;
        self.counters.other
    }

    /// A new update of a kind the bot asked for; nothing for the others, as Telegram does.
    pub(super) fn update(&mut self, kind: &str, value: Value) -> Option<Change> {
        if !self.is_allowed(kind) {
            return None;
        }
        self.counters.update += 1;
        let id = self.counters.update;
        let update = json!({"update_id": id, kind: value});
        Some(Change::Update { pending: Pending { id, at: self.clock.now(), update } })
    }

    /// Never asked, or asked with an empty list: all kinds but the three that must be asked for by name.
    fn is_allowed(&self, kind: &str) -> bool {
        match self.profile.get("allowed_updates").and_then(Value::as_array) {
            Some(kinds) if !kinds.is_empty() => kinds.iter().any(|allowed| allowed == kind),
            _ => !matches!(kind, "chat_member" | "message_reaction" | "message_reaction_count"),
        }
    }

    /// An update as the test wrote it, with its own id if it has one.
    pub(super) fn raw_update(&mut self, mut update: Value) -> Change {
        let id = match update["update_id"].as_i64() {
            Some(id) => id,
            None => {
                self.counters.update += 1;
                update["update_id"] = json!(self.counters.update);
                self.counters.update
            }
        };
        Change::Update { pending: Pending { id, at: self.clock.now(), update } }
    }

    /// Counts a send or an edit against the rates.
    pub(super) fn admit(&mut self, chat: i64) -> Result<(), Refusal> {
        let Some(excess) = self.rates.count(chat, Instant::now(), self.strict) else { return Ok(()) };
        self.violation = Some(excess.what);
        match self.strict {
            true => Err(Refusal::too_many(excess.retry_after)),
            false => Ok(()),
        }
    }

    pub(super) fn bot(&self) -> Value {
        let name = self.profile.get("name/").and_then(Value::as_str).filter(|name| !name.is_empty());
        let name = name.unwrap_or("Charley (simulated)");
        json!({"id": self.bot_id, "is_bot": true, "first_name": name, "username": USERNAME})
    }
}

/// Telegram numbers updates from a number of its own choosing.
fn first_update() -> io::Result<i64> {
    let random = getrandom::u32().map_err(|error| io::Error::other(error.to_string()))?;
    Ok(100_000_000 + i64::from(random % 500_000_000))
}
