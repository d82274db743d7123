//! Files and pictures: made when they leave, downloaded as they were made, and said in words where they are refused.

use serde_json::{Value, json};

use crate::person::{Person, Said};
use crate::stage::{Process, Stage};

const SAVE: &str = "Save for my doctor";

/// Somebody with a card on the screen.
async fn with_card(stage: &Stage) -> (Process, Person, Said) {
    let bot = stage.bot(&[]).await;
    let ada = stage.control.person("Ada").await;
    ada.sets_up().await;
    ada.writes("/cramp").await;
    let (card, _) = ada.answers_to_the_card().await;
    (bot, ada, card)
}

async fn saves(person: &Person, card: &Said) {
    let (_, data) = card.buttons.iter().find(|(label, _)| label == SAVE).unwrap();
    person.presses(card, data).await;
}

async fn calls(person: &Person, method: &str) -> Vec<Value> {
    person.control.calls(method).await.into_iter().filter(|call| call["chat"] == person.chat).collect()
}

async fn text(said: &Said, person: &Person) -> String {
    String::from_utf8(said.bytes(&person.control).await).unwrap()
}

#[tokio::test]
async fn the_page_for_the_doctor_is_a_document() {
    let stage = Stage::new().await;
    let (mut bot, ada, card) = with_card(&stage).await;
    saves(&ada, &card).await;
    let said = ada.hears("A page for your doctor").await;
    let (name, _) = said.file.as_ref().unwrap();
    assert!(name.starts_with("charley-2") && name.ends_with(".txt"), "{name}");
    let page = text(&said, &ada).await;
    for words in ["LEG CRAMP DIARY", "Cramps logged: 1", "Not a", "MY QUESTIONS"] {
        assert!(page.to_lowercase().contains(&words.to_lowercase()), "{words} is missing:\n{page}");
    }
    let card = ada.all().await.into_iter().find(|said| said.id == card.id).unwrap();
    assert!(card.buttons.iter().any(|(label, _)| label == SAVE), "the card keeps its buttons");
    let chosen = ada.asks("/report 6 notes", "the last 6 months, with your notes").await;
    assert!(text(&chosen, &ada).await.contains("NOTES, IN THE PERSON'S OWN WORDS"));
    ada.taps_again("Without my notes").await;
    let chosen = ada.hears("the last 6 months, without your notes").await;
    assert!(!text(&chosen, &ada).await.contains("NOTES, IN"));
    bot.stop().await;
}

#[tokio::test]
async fn a_file_that_is_refused_comes_in_words_and_one_that_is_late_comes_once() {
    let stage = Stage::new().await;
    let (_bot, ada, card) = with_card(&stage).await;
    let fault = |action: Value| json!({"method": "sendDocument", "times": 1, "action": action});
    stage.control.fault(fault(json!({"do": "status", "status": 400}))).await;
    saves(&ada, &card).await;
    let said = ada.hears("LEG CRAMP DIARY").await;
    assert!(said.file.is_none() && said.text.starts_with("A page for your doctor"), "{said:?}");
    stage.control.fault(fault(json!({"do": "status", "status": 429, "retry_after": 1}))).await;
    saves(&ada, &card).await;
    let said = ada.waits_for("the document", |said| said.file.is_some()).await;
    assert!(text(&said, &ada).await.contains("LEG CRAMP DIARY"));
    assert_eq!(calls(&ada, "sendDocument").await.len(), 3, "refused; told to wait, and sent");
    let documents = ada.all().await.iter().filter(|said| said.file.is_some()).count();
    assert_eq!(documents, 1);
}

/// Nobody knows whether it arrived: it goes again, and is the same to the byte.
#[tokio::test]
async fn a_file_that_goes_twice_is_the_same_file() {
    let stage = Stage::new().await;
    let (_bot, ada, card) = with_card(&stage).await;
    stage.control.fault(json!({"method": "sendDocument", "times": 1, "action": {"do": "drop", "accept": true}})).await;
    saves(&ada, &card).await;
    let first = ada.waits_for("the document", |said| said.file.is_some()).await;
    let second = ada.waits_for("the document again", |said| said.file.is_some()).await;
    assert_eq!(text(&first, &ada).await, text(&second, &ada).await);
}

/// Without the moment it was made at.
fn lasting(copy: &str) -> Value {
    let mut copy: Value = serde_json::from_str(copy).unwrap();
    copy.as_object_mut().unwrap().remove("made");
    copy
}

#[tokio::test]
async fn a_diary_moves_to_another_bot() {
    let stage = Stage::new().await;
    let (mut bot, ada, _) = with_card(&stage).await;
    let table = ada.asks("/export", "Your diary as a table").await;
    assert!(table.file.as_ref().unwrap().0.ends_with(".csv"));
    assert!(text(&table, &ada).await.starts_with("\u{feff}entry,time,zone,"));
    let said = ada.asks("/export json", "All I keep about you").await;
    let copy = text(&said, &ada).await;
    bot.stop().await;
    let other = Stage::new().await;
    let grace = other.control.person("Grace").await;
    std::fs::write(other.path("diary.json"), &copy).unwrap();
    let chat = grace.chat.to_string();
    let import = || other.command(&["import", "diary.json", "--chat", &chat], &[]).output().unwrap();
    let done = import();
    let entries = lasting(&copy)["entries"].as_array().unwrap().len();
    let said = String::from_utf8(done.stdout).unwrap();
    assert_eq!(said, format!("diary.json: {entries} entries imported.\n"), "{:?}", String::from_utf8(done.stderr));
    let again = import();
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8(again.stderr).unwrap().contains("this chat has a diary already"));
    let _bot = other.bot(&[]).await;
    grace.asks("/diary", "Your last entries").await;
    let said = grace.asks("/export json", "All I keep about you").await;
    assert!(lasting(&text(&said, &grace).await) == lasting(&copy), "they differ");
}

/// Before the consent, too; and in words alone where Telegram will not take it.
#[tokio::test]
async fn a_picture_comes_when_it_is_asked_for() {
    let stage = Stage::new().await;
    let _bot = stage.bot(&[]).await;
    let ada = stage.control.person("Ada").await;
    ada.asks("/cramp", "Straighten the knee").await;
    assert!(calls(&ada, "sendPhoto").await.is_empty(), "none opens by itself");
    ada.taps_again("Picture").await;
    let shown = ada.waits_for("the picture", |said| said.file.is_some()).await;
    assert!(shown.text.starts_with("Sit with the leg straight."), "{shown:?}");
    assert!(shown.bytes(&ada.control).await.starts_with(b"\x89PNG"));
    let refusal = json!({"do": "status", "status": 400, "description": "Bad Request: PHOTO_INVALID_DIMENSIONS"});
    stage.control.fault(json!({"method": "sendPhoto", "times": 1, "action": refusal})).await;
    let said = ada.asks("picture", "Sit with the leg straight.").await;
    assert!(said.file.is_none(), "{said:?}");
}
