//! What a tick costs: ten people are due among a thousand and among a million; ten thousand are due in one minute.
//!
//! `cargo bench --bench reminders` compares with 100,000 people; `-- 1000000` takes as many as it says, and minutes to set up.
//! `TMPDIR` says on which disk.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

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

fn main() -> Outcome {
    let many = arguments().first().map_or(Ok(MANY), |words| words.parse())?;
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

fn fill(folder: &Path, people: impl Iterator<Item = Chat>) -> Outcome<Store> {
    let mut store = Store::open(folder, Keyring::new(&Secret([7; 32]), &[]), CACHE_BYTES, Timestamp::now())?;
    let mut people = people.peekable();
    while people.peek().is_some() {
        let row = |chat: Chat| Row {
            chat: chat.id,
            change: Change::Keep {
                ring: ring::next(&chat),
                chat: Box::new(chat),
                entries: Vec::new(),
                ring_before: None,
            },
        };
        let rows = people.by_ref().take(1000).map(row).collect();
        store.commit(Batch { rows, ..Batch::default() }, Sync::Later)?;
    }
    Ok(store)
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
    let due = |number: usize| {
        let tick = i32::try_from(number / DUE).ok().filter(|_| number < DUE * TICKS)?;
        now.checked_add(SignedDuration::from_hours(1) + APART * tick).ok()
    };
    let everybody = (0..people).map(|number| somebody(number as i64 + 1, now, due(number)));
    let store = fill(&folder.path().join("store"), everybody)?;
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
    let due = now.checked_add(SignedDuration::from_hours(1))?;
    let everybody = (0..STORM).map(|number| {
        let second = SignedDuration::from_secs(number as i64 % 60);
        somebody(number as i64 + 1, now, due.checked_add(second).ok())
    });
    let store = fill(&folder.path().join("store"), everybody)?;
    let mut desk = work(store, folder.path().join("clock"))?;
    desk.forward(due.checked_add(SignedDuration::from_secs(61))?).await?;
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
