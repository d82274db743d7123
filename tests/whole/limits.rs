//! Telegram's limits, counted by the strict simulator: nothing of the bot's ever passes one.

use std::time::Instant;

use serde_json::Value;

use crate::stage::Stage;

const PEOPLE: usize = 40;

#[tokio::test]
async fn forty_people_at_once_stay_below_every_limit() {
    let stage = Stage::with(&["--strict"]).await;
    let mut bot = stage.bot(&[("CHARLEY_RATE_TOTAL", "30"), ("CHARLEY_RATE_CHAT", "1")]).await;
    let mut people = Vec::new();
    for _ in 0..PEOPLE {
        people.push(stage.control.person("Ada").await);
    }
    let began = Instant::now();
    for person in &people {
        person.writes("/start").await;
    }
    for person in &people {
        person.taps("I have a cramp now").await;
    }
    for person in &people {
        person.taps("Still cramping").await;
    }
    for person in &people {
        person.taps("Something is different").await;
    }
    for person in &people {
        person.hears("Is any of this there").await;
    }
    println!("{PEOPLE} people, four messages each, in {:.1?}", began.elapsed());
    bot.stop().await;
    let calls = stage.control.get("/simulator/journal?polls=false").await;
    let calls = calls["calls"].as_array().unwrap();
    for call in calls {
        assert!(call["violation"].is_null(), "{call}");
        assert_ne!(call["answer"]["error_code"], 429, "{call}");
        check_sizes(call);
    }
    let sent = calls.iter().filter(|call| call["method"] == "sendMessage").count();
    assert_eq!(sent, 4 * PEOPLE, "nothing had to go twice");
}

fn check_sizes(call: &Value) {
    let text = call["parameters"]["text"].as_str().unwrap_or_default();
    assert!(text.encode_utf16().count() <= 4096, "{call}");
    let rows = call["parameters"]["reply_markup"]["inline_keyboard"].as_array();
    for button in rows.into_iter().flatten().filter_map(Value::as_array).flatten() {
        assert!(button["callback_data"].as_str().unwrap().len() <= 64, "{button}");
    }
}
