//! A whole conversation, and what a stop in the middle of it costs: nothing.

use std::time::Duration;

use charley::engine::diary::What;
use charley::ids::{ChatId, SubjectId};
use serde_json::json;

use crate::person::Person;
use crate::stage::{PATIENCE, Stage, within};

async fn answers_some(person: &Person, how_many: usize) {
    for _ in 0..how_many {
        let question = person.is_asked().await;
        let (_, data) = question.harmless().unwrap();
        person.presses(&question, &data).await;
    }
}

#[tokio::test]
async fn buttons_words_and_back_lead_to_the_card_and_into_the_diary() {
    let stage = Stage::by_day().await;
    let mut bot = stage.bot(&[]).await;
    let ada = stage.control.person("Ada").await;
    ada.sets_up().await;
    ada.writes("/cramp").await;
    ada.hears("Straighten the knee").await;
    ada.writes("it let go").await;
    ada.answers_until("Where did it cramp").await;
    ada.asks("calf", "Ticked: Calf").await;
    ada.writes("done").await;
    ada.is_asked().await;
    ada.writes("back").await;
    ada.hears("Where did it cramp").await;
    ada.asks("foot", "Ticked: Calf, Foot").await;
    ada.taps_again("Done").await;
    ada.answers_until("0 is no pain").await;
    ada.asks("twenty", "0 is no pain").await;
    ada.writes("6").await;
    let (card, _) = ada.answers_to_the_card().await;
    assert!(card.text.contains("Because you told me") || card.text.contains("home"), "{}", card.text);
    let diary = ada.asks("/diary", "Your last entries").await;
    for words in ["calf", "foot", "pain 6 of 10", "under a minute"] {
        assert!(diary.text.contains(words), "{words} is missing: {}", diary.text);
    }
    assert_eq!(diary.text.matches("cramp,").count(), 1, "{}", diary.text);
    bot.stop().await;
}

#[tokio::test]
async fn a_stop_and_a_kill_in_the_middle_lose_nothing() {
    let stage = Stage::by_day().await;
    let mut bot = stage.bot(&[]).await;
    let ada = stage.control.person("Ada").await;
    ada.sets_up().await;
    ada.writes("/cramp").await;
    answers_some(&ada, 3).await;
    let question = ada.is_asked().await;
    bot.stop().await;
    let (_, data) = question.harmless().unwrap();
    ada.presses(&question, &data).await;
    assert_eq!(stage.control.unconfirmed().await, 1);
    let mut bot = stage.bot(&[]).await;
    answers_some(&ada, 2).await;
    let question = ada.is_asked().await;
    bot.kill();
    let (_, data) = question.harmless().unwrap();
    ada.presses(&question, &data).await;
    let mut bot = stage.bot(&[]).await;
    let (_, rest) = ada.answers_to_the_card().await;
    assert!(rest >= 3, "it goes on where it was: {rest} questions were left");
    let visits: Vec<_> = ada.all().await.iter().filter_map(|said| said.question()).collect();
    assert!(visits.iter().all(|(conversation, _)| *conversation == 1), "{visits:?}");
    let diary = ada.asks("/diary", "Your last entries").await;
    assert_eq!(diary.text.matches("cramp,").count(), 1, "{}", diary.text);
    bot.stop().await;
}

/// A person mends an earlier message of theirs: what it has written follows, and a reaction on it says so.
#[tokio::test]
async fn a_message_that_is_mended_mends_what_it_wrote() {
    let stage = Stage::new().await;
    let mut bot = stage.bot(&[]).await;
    let ada = stage.control.person("Ada").await;
    ada.sets_up().await;
    let written = ada.act("text", json!({"text": "drank 300 ml"})).await;
    ada.hears("300 ml of water").await;
    let message = written["message"]["message_id"].as_i64().unwrap();
    ada.act("edit", json!({"message_id": message, "text": "drank 500 ml"})).await;
    let reaction = within(PATIENCE, "a reaction", async || stage.control.calls("setMessageReaction").await.pop()).await;
    assert_eq!(reaction["parameters"]["message_id"].to_string().trim_matches('"'), message.to_string(), "{reaction}");
    ada.asks("drank 100 ml", "In all today: 600 ml").await;
    bot.stop().await;
}

/// Telegram hears of the batch in hand before the process ends: nothing comes again.
#[tokio::test]
async fn a_stop_lets_the_batch_in_hand_and_its_letters_end() {
    let stage = Stage::new().await;
    let mut bot = stage.bot(&[]).await;
    let mut people = Vec::new();
    for _ in 0..10 {
        people.push(stage.control.person("Ada").await);
    }
    stage.control.post("/simulator/latency", json!({"ms": 200})).await;
    for person in &people {
        person.writes("/start").await;
    }
    within(PATIENCE, "the first letter", async || (!stage.control.calls("sendMessage").await.is_empty()).then_some(()))
        .await;
    let asked = std::time::Instant::now();
    bot.stop().await;
    assert!(asked.elapsed() < Duration::from_secs(8), "{:?}", asked.elapsed());
    stage.control.post("/simulator/latency", json!({"ms": 0})).await;
    let mut bot = stage.bot(&[]).await;
    stage.control.quiet().await;
    for person in &people {
        person.hears("I am Charley").await;
    }
    bot.stop().await;
    for person in &people {
        let greetings = person.all().await.iter().filter(|said| said.text.contains("I am Charley")).count();
        assert_eq!(greetings, 1, "a letter that left before the stop is noted as gone");
    }
}

/// Impatient people tap twice, and Telegram may give one tap twice under two numbers.
#[tokio::test]
async fn a_double_tap_starts_one_cramp() {
    let stage = Stage::new().await;
    let mut bot = stage.bot(&[]).await;
    let ada = stage.control.person("Ada").await;
    ada.sets_up().await;
    ada.asks("/cramp", "Straighten the knee").await;
    for same_query in [false, true] {
        let choice = ada.asks("/cramp", "A new cramp, or the same?").await;
        let (_, another) = choice.buttons.iter().find(|(label, _)| label == "A new cramp").unwrap();
        let tap = json!({"message_id": choice.id, "data": another, "times": 2, "same_query": same_query});
        ada.act("press", tap).await;
        ada.hears("Straighten the knee").await;
    }
    stage.control.quiet().await;
    bot.stop().await;
    let entries = stage.store().newest(ChatId(ada.chat), SubjectId(0), 100).unwrap();
    let cramps = entries.iter().filter(|entry| matches!(entry.what, What::Cramp { .. })).count();
    assert_eq!(cramps, 3, "the first, and one for each double tap");
}
