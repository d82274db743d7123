//! `kill -9` in a storm of rings: no reminder twice, and none lost but those that were on their way at the kill, which
//! are kept as lost and never count as ignored.
//!
//! `CHARLEY_STORM_KILLS` sets the number of kills in each storm, `CHARLEY_KILL_SEED` repeats a run.

use std::collections::BTreeMap;
use std::env;
use std::time::{Duration, Instant, SystemTime};

use charley::engine::chat::Chat;
use charley::engine::reminder::kept::{Plan, Reminders, State};
use charley::engine::{reminder, ring};
use charley::ids::ChatId;
use charley::shell::batch::{Batch, Change, Row};
use charley::shell::sender::MOST_IN_FLIGHT;
use charley::shell::store::{Stored, Sync};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio::time::sleep;

use crate::stage::{PATIENCE, Stage, within};

const PEOPLE: usize = 600;
const STORMS: usize = 2;
/// Nothing has been said for so long: the storm is over.
const CALM: Duration = Duration::from_secs(2);

fn setting(name: &str) -> Option<u64> {
    env::var(name).ok().map(|text| text.parse().unwrap())
}

/// Somebody who is reminded to move, once a day.
fn somebody(chat: i64, due: Timestamp, now: Timestamp) -> Chat {
    let mut chat = Chat::new(ChatId(chat));
    chat.profile.language = "en".to_owned();
    chat.profile.zone = Some("UTC".to_owned());
    chat.profile.consent = Some(now);
    chat.profile.quiet_hours = Some((0, 0));
    let plan = Plan::daily(vec![due.to_zoned(TimeZone::UTC).time()], now);
    chat.reminders =
        Some(Reminders { plans: [("move".to_owned(), plan)].into(), agreed: Some(now), ..Reminders::default() });
    reminder::look_ahead(&mut chat);
    chat
}

fn keep(stage: &Stage, chats: Vec<Chat>) {
    let mut store = stage.store();
    for some in chats.chunks(100) {
        let row = |chat: &Chat| Row {
            chat: chat.id,
            change: Change::Keep {
                ring: ring::next(chat),
                chat: Box::new(chat.clone()),
                entries: Vec::new(),
                ring_before: None,
            },
        };
        let batch = Batch { rows: some.iter().map(row).collect(), ..Batch::default() };
        store.commit(batch, Sync::Now).unwrap();
    }
}

/// How many reminders each chat has got since a place in the journal, and the journal's end.
async fn heard(stage: &Stage, since: u64) -> (BTreeMap<i64, usize>, u64) {
    let path = format!("/simulator/journal?polls=false&method=sendMessage&since={since}");
    let news = stage.control.get(&path).await;
    let mut got = BTreeMap::new();
    for call in news["calls"].as_array().unwrap() {
        assert_eq!(call["accepted"], true, "refused: {call}");
        *got.entry(call["chat"].as_i64().unwrap()).or_default() += 1;
    }
    (got, news["last"].as_u64().unwrap())
}

async fn journal_of(stage: &Stage) -> u64 {
    stage.control.get("/simulator/state").await["journal"].as_u64().unwrap()
}

/// Kills the bot again and again while it rings everybody, then lets it finish.
async fn storm(stage: &Stage, kills: u64, dice: &mut impl FnMut(u64) -> u64) {
    for _ in 0..kills {
        let before = journal_of(stage).await;
        let mut bot = stage.bot(&[]).await;
        // In the thick of it, or just before, or just after.
        let calls = 1 + dice(PEOPLE as u64 / kills);
        let until = Instant::now() + CALM;
        while journal_of(stage).await < before + calls && Instant::now() < until {
            sleep(Duration::from_millis(1)).await;
        }
        sleep(Duration::from_micros(dice(3000))).await;
        bot.kill();
    }
    let mut bot = stage.bot(&[]).await;
    let (mut count, mut since) = (0, Instant::now());
    within(2 * PATIENCE, "the end of the storm", async || {
        let now = journal_of(stage).await;
        if now != count {
            (count, since) = (now, Instant::now());
        }
        (since.elapsed() > CALM).then_some(())
    })
    .await;
    bot.stop().await;
}

#[tokio::test]
async fn killed_in_a_storm_of_rings_no_reminder_comes_twice_and_none_is_lost_in_silence() {
    let clock = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_nanos() as u64;
    let seed = setting("CHARLEY_KILL_SEED").unwrap_or(clock) | 1;
    let kills = setting("CHARLEY_STORM_KILLS").unwrap_or(4);
    let mut state = seed;
    let mut dice = move |sides: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % sides
    };
    let stage = Stage::new().await;
    let mut people = Vec::new();
    for _ in 0..PEOPLE {
        let person = stage.control.person("Ada").await;
        // A bot may write to nobody who has not written first.
        person.writes("/cancel").await;
        people.push(person.chat);
    }
    let mut bot = stage.bot(&[]).await;
    stage.control.quiet().await;
    bot.stop().await;
    let now = Timestamp::from_second(stage.control.get("/simulator/state").await["now"].as_i64().unwrap()).unwrap();
    let minute = Timestamp::from_second(now.as_second() / 60 * 60).unwrap();
    let due = minute + SignedDuration::from_mins(60);
    keep(&stage, people.iter().map(|chat| somebody(*chat, due, now)).collect());
    let mut journal = journal_of(&stage).await;
    let mut ahead = due.as_second() - now.as_second() + 5;
    let (mut all_lost, mut uncertain) = (0, 0);
    for number in 0..STORMS {
        stage.control.forward(ahead).await;
        ahead = 24 * 3600;
        storm(&stage, kills, &mut dice).await;
        let (got, last) = heard(&stage, journal).await;
        journal = last;
        let store = stage.store();
        let mut lost = 0;
        for chat in &people {
            let times = got.get(chat).copied().unwrap_or(0);
            assert!(times <= 1, "storm {number}: a reminder came {times} times (seed {seed})");
            let Stored::Chat(kept) = store.chat(ChatId(*chat)).unwrap() else { panic!("a chat is gone") };
            let reminders = kept.reminders.unwrap();
            assert_eq!(reminders.shown.len(), number + 1, "one message a day");
            let shown = &reminders.shown[number];
            assert_eq!(shown.lines[0].state, State::Open);
            assert!(times == 1 || shown.lost, "storm {number}: lost in silence (seed {seed})");
            lost += usize::from(times == 0);
            uncertain += usize::from(shown.lost);
            let ignored = reminders.shown[..number].iter().filter(|shown| !shown.lost).count();
            assert_eq!(usize::from(reminders.plans["move"].ignored), ignored, "what was lost was not ignored");
        }
        assert!(lost <= kills as usize * MOST_IN_FLIGHT, "storm {number}: {lost} of {PEOPLE} lost (seed {seed})");
        assert_eq!(store.waiting(), 0, "letters that nobody was told");
        all_lost += lost;
    }
    println!(
        "{STORMS} storms of {PEOPLE} rings, {kills} kills in each (seed {seed}): {all_lost} did not arrive, {uncertain} kept as uncertain"
    );
    assert!(all_lost < STORMS * PEOPLE, "nothing arrived at all");
}
