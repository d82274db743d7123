//! What a tick costs: ten people are due among a thousand and among a million; ten thousand are due in one minute.
//!
//! Everybody is written by a process of its own, as by a bot that ran before this one started: a million chats made in one
//! go leave the memory of their process in pieces, and that would be measured instead.
//!
//! `cargo bench --bench reminders` compares with 100,000 people; `-- 1000000` takes as many as it says, and minutes to set up.
//! `TMPDIR` says on which disk.

mod common;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{env, fs};

use charley::engine::chat::Chat;
use charley::engine::reminder::kept::{Booked, Plan, Reminders, Why};
use charley::engine::{reminder, ring};
use charley::ids::ChatId;
use charley::library::{Library, load};
use charley::shell::batch::{Batch, Change, Row};
use charley::shell::clock::Clock;
use charley::shell::desk::{Bell, Content, Desk, Lines, Load, Order, Setup};
use charley::shell::phrases::Phrases;
use charley::shell::seal::{Keyring, Secret};
use charley::shell::store::{Store, Sync};
use charley::shell::tally::Tally;
use charley::tools::serve::CACHE_BYTES;
use jiff::civil::time;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::mpsc::UnboundedReceiver;

use common::{Goal, Outcome, arguments, dialogues, head, median, row};

const FEW: usize = 1000;
const MANY: usize = 100_000;
/// Who is due at each tick, and how often the clock is moved on to the next.
const DUE: usize = 10;
const TICKS: usize = 31;
const STORM: usize = 10_000;
/// From one tick to the next.
const APART: SignedDuration = SignedDuration::from_mins(2);
/// Asks this program to write everybody instead of measuring.
const FILL: &str = "fill";

/// Who is due when.
#[derive(Clone, Copy)]
enum Scene {
    /// A few at every tick, the rest much later.
    Ticks,
    /// All of them within one minute.
    Storm,
}

impl Scene {
    fn name(self) -> &'static str {
        match self {
            Scene::Ticks => "ticks",
            Scene::Storm => "storm",
        }
    }

    fn of(name: &str) -> Outcome<Scene> {
        let named = [Scene::Ticks, Scene::Storm].into_iter().find(|scene| scene.name() == name);
        Ok(named.ok_or_else(|| format!("no scene is called {name}"))?)
    }

    fn due(self, number: usize, now: Timestamp) -> Option<Timestamp> {
        let behind = match self {
            Scene::Ticks => APART * i32::try_from(number / DUE).ok().filter(|tick| (*tick as usize) < TICKS)?,
            Scene::Storm => SignedDuration::from_secs(number as i64 % 60),
        };
        now.checked_add(SignedDuration::from_hours(1) + behind).ok()
    }
}

fn main() -> Outcome {
    let arguments = arguments();
    if let [first, folder, scene, people, now] = arguments.as_slice()
        && first == FILL
    {
        return fill(Path::new(folder), Scene::of(scene)?, people.parse()?, now.parse()?);
    }
    let many = arguments.first().map_or(Ok(MANY), |words| words.parse())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let few = runtime.block_on(ticks(FEW))?;
    let most = runtime.block_on(ticks(many))?;
    head(&format!("A tick with {DUE} people due, each with three kinds switched on; the median of {TICKS}"));
    row(&format!("among {FEW}"), few, "ms", Goal::None);
    row(&format!("among {many}"), most, "ms", Goal::None);
    row("the second in firsts", most / few, "×", Goal::AtMost(3.0));
    let seconds = runtime.block_on(storm())?;
    head(&format!("{STORM} people due in one minute"));
    row("until all are decided, written, synced and with the sender", seconds, "s", Goal::AtMost(5.0));
    Ok(())
}

fn library() -> Outcome<Library> {
    Ok(load::folder(&dialogues()).map_err(|mistakes| format!("{} mistakes in the content", mistakes.len()))?)
}

/// Somebody with three kinds switched on, all of it hours away, and perhaps one reminder of their own before.
fn somebody(chat: i64, now: Timestamp, due: Option<Timestamp>) -> Chat {
    let mut chat = Chat::new(ChatId(chat));
    chat.profile.language = "en".to_owned();
    chat.profile.zone = Some("Europe/Berlin".to_owned());
    chat.profile.consent = Some(now);
    chat.profile.quiet_hours = Some((0, 0));
    let later = now.checked_add(SignedDuration::from_hours(20)).unwrap_or(now);
    let plan = |hour| Plan::daily(vec![time(hour, 0, 0, 0)], later);
    let plans = [("water", 9), ("stretch", 22), ("move", 15)].map(|(kind, hour)| (kind.to_owned(), plan(hour)));
    let booked = due.map(|at| Booked { kind: "move".to_owned(), at, why: Why::Once });
    chat.reminders = Some(Reminders {
        plans: plans.into(),
        booked: booked.into_iter().collect(),
        agreed: Some(now),
        ..Reminders::default()
    });
    reminder::look_ahead(&mut chat);
    chat
}

fn open(folder: &Path) -> Outcome<Store> {
    Ok(Store::open(folder, Keyring::new(&Secret([7; 32]), &[]), CACHE_BYTES, Timestamp::now())?)
}

fn fill(folder: &Path, scene: Scene, people: usize, now: Timestamp) -> Outcome {
    let mut store = open(folder)?;
    let mut everybody = (0..people).map(|number| somebody(number as i64 + 1, now, scene.due(number, now))).peekable();
    while everybody.peek().is_some() {
        let row = |chat: Chat| Row {
            chat: chat.id,
            change: Change::Keep {
                ring: ring::next(&chat),
                chat: Box::new(chat),
                entries: Vec::new(),
                ring_before: None,
            },
        };
        let rows = everybody.by_ref().take(1000).map(row).collect();
        store.commit(Batch { rows, ..Batch::default() }, Sync::Later)?;
    }
    Ok(())
}

/// The store of so many people, written by another process.
fn filled(folder: &Path, scene: Scene, people: usize, now: Timestamp) -> Outcome<Store> {
    let folder = folder.join("store");
    let mut other = Command::new(env::current_exe()?);
    other.arg(FILL).arg(&folder).args([scene.name(), &people.to_string(), &now.to_string()]);
    match other.status()?.success() {
        true => open(&folder),
        false => Err("the store could not be filled".into()),
    }
}

/// A desk at work, and a clock that can be moved.
struct Working {
    bell: Bell,
    orders: UnboundedReceiver<Order>,
    clock: std::path::PathBuf,
}

fn work(store: Store, clock: std::path::PathBuf) -> Outcome<Working> {
    fs::write(&clock, "0")?;
    let library = library()?;
    let content = Content { phrases: Phrases::of(&library), library };
    let (desk, Lines { bell, orders, .. }) = Desk::new(Setup {
        store,
        content,
        clock: Clock::new(Some(&clock)),
        allowed: None,
        admins: BTreeSet::new(),
        load: Arc::new(Load::default()),
        tally: Arc::new(Tally::default()),
    });
    std::thread::spawn(move || desk.run());
    Ok(Working { bell, orders, clock })
}

impl Working {
    async fn forward(&self, to: Timestamp) -> Outcome {
        let by = to.duration_since(Timestamp::now());
        fs::write(&self.clock, by.as_secs().to_string())?;
        // The clock file is believed for a fifth of a second.
        tokio::time::sleep(Duration::from_millis(300)).await;
        Ok(())
    }

    /// Rings until nobody is due; how many rang.
    async fn ring(&self) -> Outcome<usize> {
        let mut all = 0;
        loop {
            match self.bell.ring().await {
                Some(0) => return Ok(all),
                Some(rang) => all += rang,
                None => return Err("the desk has ended".into()),
            }
        }
    }

    fn letters(&mut self) -> usize {
        let mut letters = 0;
        while let Ok(order) = self.orders.try_recv() {
            if let Order::Letters(parcels) = order {
                letters += parcels.len();
            }
        }
        letters
    }
}

/// Milliseconds of a tick among so many people.
async fn ticks(people: usize) -> Outcome<f64> {
    let folder = tempfile::tempdir()?;
    let now = Timestamp::now();
    let store = filled(folder.path(), Scene::Ticks, people, now)?;
    let mut desk = work(store, folder.path().join("clock"))?;
    let mut spent = Vec::new();
    for tick in 0..TICKS {
        let after = SignedDuration::from_hours(1) + APART * i32::try_from(tick)? + SignedDuration::from_secs(2);
        desk.forward(now.checked_add(after)?).await?;
        let began = Instant::now();
        let rang = desk.bell.ring().await.ok_or("the desk has ended")?;
        spent.push(began.elapsed().as_secs_f64() * 1e3);
        let said = desk.letters();
        if (rang, said) != (DUE, DUE) {
            return Err(format!("tick {tick}: {rang} rang, {said} letters, not {DUE}").into());
        }
    }
    desk.bell.stop().await;
    Ok(median(&spent))
}

/// Seconds until everybody's ring is answered.
async fn storm() -> Outcome<f64> {
    let folder = tempfile::tempdir()?;
    let now = Timestamp::now();
    let store = filled(folder.path(), Scene::Storm, STORM, now)?;
    let mut desk = work(store, folder.path().join("clock"))?;
    desk.forward(now.checked_add(SignedDuration::from_hours(1) + SignedDuration::from_secs(61))?).await?;
    let began = Instant::now();
    let rang = desk.ring().await?;
    let seconds = began.elapsed().as_secs_f64();
    let said = desk.letters();
    if (rang, said) != (STORM, STORM) {
        return Err(format!("{rang} rang, {said} letters, not {STORM}").into());
    }
    desk.bell.stop().await;
    Ok(seconds)
}
