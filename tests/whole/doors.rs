//! Who may come in, and what becomes of those who leave.

use charley::ids::ChatId;
use charley::shell::store::Stored;
use serde_json::json;

use crate::stage::{PATIENCE, Process, Stage, within};

const A_DAY: i64 = 86_400;

const TALKATIVE: [(&str, &str); 1] = [("RUST_LOG", "debug")];

/// Moves the clock and waits until the bot has woken up because of it.
async fn forward_until_it_rings(stage: &Stage, bot: &Process, seconds: i64) {
    let rang = || bot.log().matches("chats that are rung").count();
    let before = rang();
    stage.control.forward(seconds).await;
    within(PATIENCE, "the ring", async || (rang() > before).then_some(())).await;
}

#[tokio::test]
async fn a_stranger_gets_one_line_and_leaves_no_trace() {
    let stage = Stage::new().await;
    let ada = stage.control.person("Ada").await;
    let mut bot = stage.bot(&[("CHARLEY_ALLOWED", &ada.chat.to_string())]).await;
    let stranger = stage.control.person("Stranger").await;
    stranger.asks("/start", "This bot is private").await;
    stranger.writes("/cramp").await;
    stranger.writes("hello?").await;
    ada.asks("/start", "I am Charley").await;
    stage.control.quiet().await;
    bot.stop().await;
    assert_eq!(stranger.all().await.len(), 1, "one polite line, not three");
    let store = stage.store();
    assert_eq!(store.people().unwrap(), 1);
    assert_eq!(store.chat(ChatId(stranger.chat)).unwrap(), Stored::Nobody);
}

#[tokio::test]
async fn who_blocks_the_bot_is_forgotten_after_thirty_days() {
    let stage = Stage::new().await;
    let mut bot = stage.bot(&TALKATIVE).await;
    let ada = stage.control.person("Ada").await;
    ada.sets_up().await;
    ada.writes("/cramp").await;
    ada.answers_to_the_card().await;
    ada.act("block", json!({})).await;
    stage.control.quiet().await;
    forward_until_it_rings(&stage, &bot, 2 * A_DAY + 60).await;
    bot.stop().await;
    assert_eq!(stage.store().people().unwrap(), 1, "two days later everything is still there");
    let mut bot = stage.bot(&TALKATIVE).await;
    forward_until_it_rings(&stage, &bot, 29 * A_DAY).await;
    bot.stop().await;
    let store = stage.store();
    assert_eq!(store.people().unwrap(), 0);
    let rows = store.each().map(Result::unwrap).filter(|row| row.key.first() != Some(&b'm')).count();
    assert_eq!(rows, 0, "no diary, no ring, no letter");
}

/// A refusal may be a mistake of the moment: who writes to the bot can be written to.
#[tokio::test]
async fn who_writes_after_a_refusal_is_not_forgotten() {
    let stage = Stage::new().await;
    let mut bot = stage.bot(&TALKATIVE).await;
    let ada = stage.control.person("Ada").await;
    ada.sets_up().await;
    let refusal = json!({"do": "status", "status": 403});
    stage.control.fault(json!({"method": "sendMessage", "action": refusal})).await;
    ada.writes("/privacy").await;
    within(PATIENCE, "the refusal", async || {
        let calls = stage.control.calls("sendMessage").await;
        calls.iter().any(|call| call["fault"] == "status 403").then_some(())
    })
    .await;
    ada.asks("/cramp", "Straighten the knee").await;
    ada.taps_again("It let go").await;
    ada.answers_to_the_card().await;
    stage.control.quiet().await;
    forward_until_it_rings(&stage, &bot, 31 * A_DAY).await;
    bot.stop().await;
    assert_eq!(stage.store().people().unwrap(), 1);
}

#[tokio::test]
async fn without_an_answer_the_mark_of_a_cramp_goes_after_a_day() {
    let stage = Stage::new().await;
    let mut bot = stage.bot(&TALKATIVE).await;
    let ada = stage.control.person("Ada").await;
    ada.writes("/cramp").await;
    ada.hears("Straighten the knee").await;
    stage.control.quiet().await;
    bot.stop().await;
    let mark = |stage: &Stage| match stage.store().chat(ChatId(ada.chat)).unwrap() {
        Stored::Chat(chat) => chat.first_aid_since,
        other => panic!("{other:?}"),
    };
    assert!(mark(&stage).is_some());
    let mut bot = stage.bot(&TALKATIVE).await;
    forward_until_it_rings(&stage, &bot, A_DAY + 60).await;
    bot.stop().await;
    assert_eq!(mark(&stage), None);
}

#[tokio::test]
async fn at_night_the_bot_makes_no_sound() {
    let stage = Stage::by_day().await;
    let _bot = stage.bot(&[]).await;
    let ada = stage.control.person("Ada").await;
    ada.sets_up().await;
    stage.control.forward_to(3).await;
    within(PATIENCE, "a silent answer", async || ada.asks("/privacy", "Privacy").await.silent.then_some(())).await;
    ada.asks("/cramp", "Straighten the knee").await;
    assert!(ada.all().await.last().unwrap().silent);
    ada.taps_again("It let go").await;
    let (card, _) = ada.answers_to_the_card().await;
    assert!(card.silent);
    stage.control.forward_to(12).await;
    within(PATIENCE, "an audible answer", async || (!ada.asks("/privacy", "Privacy").await.silent).then_some(())).await;
}

/// An entry stands at the person's own hour, also through the night in which the clocks go back.
#[tokio::test]
async fn the_diary_shows_the_hour_of_the_person() {
    let stage = Stage::by_day().await;
    let _bot = stage.bot(&[]).await;
    let ada = stage.control.person("Ada").await;
    ada.sets_up().await;
    stage.control.forward_to(3).await;
    within(PATIENCE, "the clock", async || ada.asks("/privacy", "Privacy").await.silent.then_some(())).await;
    ada.writes("/cramp").await;
    ada.is_asked().await;
    let diary = ada.asks("/diary", "Your last entries").await;
    assert!(diary.text.contains(" 03:0"), "{}", diary.text);
}
