//! What it costs to remember: turns through load, decide, seal and write with flush and data sync, one at a time and in
//! groups, next to the same bytes written bare; disk, memory and start with many chats.
//!
//! `cargo bench --bench store`; with `-- --million` (or `-- --million 200000`) also the start with so many chats, which takes
//! minutes. `TMPDIR` says on which disk.

mod common;
#[path = "common/walk.rs"]
mod walk;

use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use charley::engine::chat::Chat;
use charley::engine::event::Event;
use charley::ids::{ChatId, UpdateId};
use charley::library::{Library, load};
use charley::shell::backup::Copying;
use charley::shell::batch::{Batch, Change, Row};
use charley::shell::clock::Clock;
use charley::shell::desk::{Content, Desk, Lines, Load, Order, Setup};
use charley::shell::keys::Kind;
use charley::shell::phrases::Phrases;
use charley::shell::seal::{Keyring, OVERHEAD, Secret};
use charley::shell::sender::queue::Report;
use charley::shell::store::{Store, Sync};
use charley::shell::tally::Tally;
use charley::shell::telegram::incoming::Incoming;
use charley::tools::person::Person;
use charley::tools::serve::CACHE_BYTES;
use jiff::Timestamp;

use common::{Goal, Outcome, arguments, cpu, dialogues, head, median, memory, quantile, row, size};

const GROUP: usize = 64;
const MILLION: usize = 1_000_000;

fn main() -> Outcome {
    let words = arguments();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["open", folder] => open_and_tell(Path::new(folder)),
        ["--million"] => million(MILLION),
        ["--million", chats] => million(chats.parse()?),
        _ => turns(),
    }
}

fn library() -> Outcome<Library> {
    Ok(load::folder(&dialogues()).map_err(|mistakes| format!("{} mistakes in the content", mistakes.len()))?)
}

fn open(folder: &Path) -> Outcome<Store> {
    Ok(Store::open(folder, Keyring::new(&Secret([7; 32]), &[]), CACHE_BYTES, Timestamp::now())?)
}

// ---------------------------------------------------------------- turns

fn turns() -> Outcome {
    let now = Timestamp::now();
    let events = {
        let library = library()?;
        let mut person = Person::new(&library, now);
        [walk::registers(&mut person), walk::has_cramp(&mut person)].concat()
    };
    let alone = through_desk(&events, 60, 1)?;
    let together = through_desk(&events, 10 * GROUP, GROUP)?;
    let bare_alone = bare(together.chat_bytes, 1000, 1)?;
    let bare_together = bare(together.chat_bytes, 200 * GROUP, GROUP)?;
    head(&format!(
        "Whole turns: {} of each person, from /start to the card, letters settled as they leave",
        events.len()
    ));
    row("processor time, one turn a sync", alone.cpu, "µs", Goal::AtMost(350.0));
    row(&format!("processor time, {GROUP} turns a sync"), together.cpu, "µs", Goal::AtMost(100.0));
    row("turns a second, one a sync", 1e6 / alone.wall, "/s", Goal::None);
    row(&format!("turns a second, {GROUP} a sync"), 1e6 / together.wall, "/s", Goal::None);
    row("one bare row of the same size a sync, the floor", bare_alone.cpu, "µs", Goal::None);
    row(&format!("{GROUP} bare rows of the same size a sync, the floor of each"), bare_together.cpu, "µs", Goal::None);
    row("one turn a sync, in floors", alone.cpu / bare_alone.cpu, "×", Goal::None);
    row(&format!("{GROUP} turns a sync, in floors"), together.cpu / bare_together.cpu, "×", Goal::None);
    head(&format!("Disk, after {} whole conversations", 10 * GROUP));
    row("the chat's sealed row", together.chat_bytes as f64, "bytes", Goal::None);
    row("all sealed rows of a chat, the floor", together.row_bytes, "bytes", Goal::None);
    row("disk for a chat", together.disk, "bytes", Goal::None);
    row("disk, in floors", together.disk / together.row_bytes, "×", Goal::None);
    Ok(())
}

/// For one turn, in microseconds; for one chat, in bytes.
struct Spent {
    cpu: f64,
    wall: f64,
    chat_bytes: usize,
    row_bytes: f64,
    disk: f64,
}

/// Everybody does the same things, so many people in each batch.
fn through_desk(events: &[Event], people: usize, group: usize) -> Outcome<Spent> {
    let folder = tempfile::tempdir()?;
    let batches = batches(events, people, group);
    let library = library()?;
    let content = Content { phrases: Phrases::of(&library), library };
    let (desk, lines) = Desk::new(Setup {
        store: open(folder.path())?,
        content,
        clock: Clock::new(None),
        allowed: None,
        admins: BTreeSet::new(),
        load: Arc::new(Load::default()),
        tally: Arc::new(Tally::default()),
    });
    let working = std::thread::spawn(move || desk.run());
    let (before, began) = (cpu(std::process::id())?, Instant::now());
    tokio::runtime::Builder::new_current_thread().build()?.block_on(feed(lines, batches))?;
    let turns = (events.len() * people) as f64;
    let wall = began.elapsed().as_secs_f64() * 1e6 / turns;
    let cpu = (cpu(std::process::id())? - before).as_secs_f64() * 1e6 / turns;
    working.join().map_err(|_| "the desk ended in a fault")??;
    let disk = size(&folder.path().join("store"))? / people as f64;
    let (chat_bytes, row_bytes) = rows(&open(folder.path())?, people)?;
    Ok(Spent { cpu, wall, chat_bytes, row_bytes, disk })
}

fn batches(events: &[Event], people: usize, group: usize) -> Vec<Vec<Incoming>> {
    let chats: Vec<i64> = (1..=people as i64).collect();
    let mut update = 0;
    let mut batches = Vec::new();
    for event in events {
        for group in chats.chunks(group) {
            let incoming = group.iter().map(|chat| {
                update += 1;
                let event = Some(walk::numbered(event, update));
                Incoming { update: UpdateId(update), chat: Some(ChatId(*chat)), event, malformed: false }
            });
            batches.push(incoming.collect());
        }
    }
    batches
}

/// Hands in one batch after another, and says of every letter that it has left.
async fn feed(mut lines: Lines, batches: Vec<Vec<Incoming>>) -> Outcome {
    let mut report = Report::default();
    for updates in batches {
        let next = updates.last().map(|last| i64::from(last.update.0) + 1);
        if !lines.bell.updates(updates, next).await {
            return Err("the desk has ended".into());
        }
        while let Ok(order) = lines.orders.try_recv() {
            if let Order::Letters(parcels) = order {
                report.settled.extend(parcels.into_iter().filter_map(|parcel| parcel.id));
            }
        }
        if !report.is_empty() {
            lines.bell.report(&mut report).await;
        }
    }
    lines.bell.stop().await;
    Ok(())
}

/// Bytes of a chat's row, and of all rows for each person, sealed.
fn rows(store: &Store, people: usize) -> Outcome<(usize, f64)> {
    let (mut chats, mut all) = (0, 0);
    for row in store.each() {
        let row = row?;
        all += row.key.len() + row.value.len() + OVERHEAD;
        chats += if Kind::of(&row.key) == Some(Kind::Chat) { row.value.len() + OVERHEAD } else { 0 };
    }
    Ok((chats / people, all as f64 / people as f64))
}

/// What must be spent at least: rows of that size into sled, flush, data sync.
fn bare(bytes: usize, rows: usize, group: usize) -> Outcome<Spent> {
    let folder = tempfile::tempdir()?;
    let db = sled::Config::new().path(folder.path()).cache_capacity(CACHE_BYTES).flush_every_ms(None).open()?;
    let file = File::open(folder.path().join("db"))?;
    let (before, began) = (cpu(std::process::id())?, Instant::now());
    for batch in 0..rows / group {
        let mut together = sled::Batch::default();
        for at in 0..group {
            // Scattered, as hashes are.
            let key = ((batch * group + at) as u64 % 640).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes();
            together.insert(&key, vec![at as u8; bytes]);
        }
        db.apply_batch(together)?;
        db.flush()?;
        file.sync_data()?;
    }
    let wall = began.elapsed().as_secs_f64() * 1e6 / rows as f64;
    let cpu = (cpu(std::process::id())? - before).as_secs_f64() * 1e6 / rows as f64;
    Ok(Spent { cpu, wall, chat_bytes: bytes, row_bytes: 0.0, disk: 0.0 })
}

// ---------------------------------------------------------------- many chats

fn million(chats: usize) -> Outcome {
    let folder = tempfile::tempdir()?;
    let empty = tempfile::tempdir()?;
    drop(open(empty.path())?);
    let chat = registered()?;
    let filling = fill(folder.path(), &chat, chats)?;
    let sealed = (serde_json::to_vec(&chat)?.len() + OVERHEAD) as f64;
    let disk = size(&folder.path().join("store"))? / chats as f64;
    let (mut starts, mut memories) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        let (_, before) = opened(empty.path())?;
        let (start, after) = opened(folder.path())?;
        starts.push(start);
        memories.push((after - before) / chats as f64);
    }
    head(&format!("{chats} registered people, nobody writing"));
    let backup = backup_of(folder.path())?;
    row("copying the store for a backup, with a thread to itself", backup.copied.as_secs_f64(), "s", Goal::None);
    row("a step of it, which is what a turn may wait for: median", median(&backup.steps), "ms", Goal::AtMost(5.0));
    row("a step of it: one of a thousand is longer than", quantile(&backup.steps, 0.999), "ms", Goal::None);
    row("a step of it: the longest", quantile(&backup.steps, 1.0), "ms", Goal::None);
    row("proving it, on another thread", backup.proved.as_secs_f64(), "s", Goal::None);
    row("opening the store at the start", median(&starts), "s", Goal::AtMost(5.0));
    row("memory for each, once open", median(&memories), "bytes", Goal::AtMost(200.0));
    row("a chat's sealed row, the floor", sealed, "bytes", Goal::None);
    row("disk for each", disk, "bytes", Goal::None);
    row("disk, in floors", disk / sealed, "×", Goal::None);
    row("writing one of them, 2000 a sync", filling.as_secs_f64() * 1e6 / chats as f64, "µs", Goal::None);
    Ok(())
}

/// Somebody who has been through the setup and no more.
fn registered() -> Outcome<Chat> {
    let library = library()?;
    let mut person = Person::new(&library, Timestamp::now());
    walk::registers(&mut person);
    Ok(person.chat)
}

fn fill(folder: &Path, chat: &Chat, chats: usize) -> Outcome<Duration> {
    let mut store = open(folder)?;
    let began = Instant::now();
    let ids: Vec<i64> = (1..=chats as i64).collect();
    for some in ids.chunks(2000) {
        let rows = some.iter().map(|id| {
            let chat = Box::new(Chat { id: ChatId(*id), ..chat.clone() });
            Row { chat: ChatId(*id), change: Change::Keep { chat, entries: Vec::new(), ring_before: None, ring: None } }
        });
        store.commit(Batch { rows: rows.collect(), offset: some.last().copied(), ..Batch::default() }, Sync::Now)?;
    }
    Ok(began.elapsed())
}

/// What a backup costs.
struct Backup {
    copied: Duration,
    /// In milliseconds.
    steps: Vec<f64>,
    proved: Duration,
}

fn backup_of(folder: &Path) -> Outcome<Backup> {
    let store = open(folder)?;
    let beside = tempfile::tempdir()?;
    let (began, mut steps) = (Instant::now(), Vec::new());
    let mut copying = Copying::begin(&store, &beside.path().join("copy"), Timestamp::now())?;
    let mut done = false;
    while !done {
        let began = Instant::now();
        done = copying.step(&store)?;
        steps.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    let unproved = copying.end()?;
    let (copied, began) = (began.elapsed(), Instant::now());
    unproved.prove(store.keyring())?;
    Ok(Backup { copied, steps, proved: began.elapsed() })
}

/// A process of its own opens the store: the seconds it took, and its memory afterwards.
fn opened(folder: &Path) -> Outcome<(f64, f64)> {
    let told = Command::new(std::env::current_exe()?).arg("open").arg(folder).output()?;
    let told = String::from_utf8(told.stdout)?;
    let (start, memory) = told.trim().split_once(' ').ok_or("the store was not opened")?;
    Ok((start.parse()?, memory.parse()?))
}

fn open_and_tell(folder: &Path) -> Outcome {
    let began = Instant::now();
    let store = open(folder)?;
    let took = began.elapsed().as_secs_f64();
    println!("{took} {}", memory(std::process::id(), "VmRSS")?);
    drop(store);
    Ok(())
}
