//! Telegram and the network at their worst: everybody is answered in the end, in order, and nobody else waits for it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::person::Person;
use crate::stage::{PATIENCE, Process, Stage, within};

async fn fails(stage: &Stage, chat: Option<i64>, times: u32, action: Value) {
    stage.control.fault(json!({"method": "sendMessage", "chat": chat, "times": times, "action": action})).await;
}

/// The calls of `sendMessage` to one chat.
async fn sends(person: &Person) -> Vec<Value> {
    let calls = person.control.calls("sendMessage").await;
    calls.into_iter().filter(|call| call["chat"] == person.chat).collect()
}

async fn copies(person: &Person, words: &str) -> usize {
    person.all().await.iter().filter(|said| said.text.contains(words)).count()
}

fn moment(call: &Value) -> u64 {
    call["at_ms"].as_u64().unwrap()
}

async fn stage_with_bot() -> (Stage, Process) {
    let stage = Stage::new().await;
    let bot = stage.bot(&[]).await;
    (stage, bot)
}

#[tokio::test]
async fn too_many_for_one_chat_holds_up_nobody_else() {
    let (stage, _bot) = stage_with_bot().await;
    let (slow, quick) = (stage.control.person("Slow").await, stage.control.person("Quick").await);
    fails(&stage, Some(slow.chat), 1, json!({"do": "status", "status": 429, "retry_after": 4})).await;
    slow.writes("/start").await;
    within(PATIENCE, "the refusal", async || (sends(&slow).await.len() == 1).then_some(())).await;
    quick.asks("/start", "I am Charley").await;
    assert_eq!(copies(&slow, "I am Charley").await, 0, "that chat waits");
    slow.hears("I am Charley").await;
    let calls = sends(&slow).await;
    let waited = moment(&calls[1]) - moment(&calls[0]);
    assert!((4000..8000).contains(&waited), "what Telegram said, and not much longer: {waited} ms");
    assert!(moment(&sends(&quick).await[0]) < moment(&calls[0]) + 3500);
}

#[tokio::test]
async fn too_many_for_several_chats_pauses_all() {
    let (stage, _bot) = stage_with_bot().await;
    let mut people = Vec::new();
    for _ in 0..3 {
        people.push(stage.control.person("Ada").await);
    }
    for person in &people[..2] {
        fails(&stage, Some(person.chat), 1, json!({"do": "status", "status": 429, "retry_after": 3})).await;
        person.writes("/start").await;
    }
    let refused = async || {
        let calls = stage.control.calls("sendMessage").await;
        (calls.len() == 2).then(|| moment(&calls[1]))
    };
    let refused = within(PATIENCE, "two refusals", refused).await;
    people[2].asks("/start", "I am Charley").await;
    let waited = moment(&sends(&people[2]).await[0]) - refused;
    assert!(waited >= 2500, "the third chat waits too: {waited} ms");
    for person in &people[..2] {
        person.hears("I am Charley").await;
    }
}

#[tokio::test]
async fn somebody_who_blocked_the_bot_hears_nothing_until_start() {
    let stage = Stage::new().await;
    let mut bot = stage.bot(&[]).await;
    let ada = stage.control.person("Ada").await;
    ada.sets_up().await;
    ada.writes("/cramp").await;
    ada.is_asked().await;
    bot.stop().await;
    for command in ["/help", "/privacy", "/about"] {
        ada.writes(command).await;
    }
    fails(&stage, Some(ada.chat), 1, json!({"do": "status", "status": 403})).await;
    let before = ada.all().await.len();
    let _bot = stage.bot(&[]).await;
    stage.control.quiet().await;
    within(PATIENCE, "the refusal", async || {
        let calls = sends(&ada).await;
        calls.iter().any(|call| call["fault"] == "status 403").then_some(())
    })
    .await;
    ada.asks("/start", "Ready.").await;
    assert_eq!(ada.all().await.len(), before + 1, "the three answers were dropped with the first refusal");
    ada.asks("/cramp", "A new cramp, or the same?").await;
}

#[tokio::test]
async fn a_real_block_ends_the_conversation_and_coming_back_brings_all_back() {
    let (stage, _bot) = stage_with_bot().await;
    let ada = stage.control.person("Ada").await;
    ada.sets_up().await;
    ada.writes("/cramp").await;
    ada.is_asked().await;
    ada.act("block", json!({})).await;
    stage.control.quiet().await;
    let said = ada.all().await.len();
    ada.act("unblock", json!({})).await;
    stage.control.quiet().await;
    assert_eq!(ada.all().await.len(), said, "nobody is talked to for pressing a button of Telegram's");
    ada.asks("/start", "Ready.").await;
    let diary = ada.asks("/diary", "Your last entries").await;
    assert!(diary.text.contains("cramp"), "{}", diary.text);
}

#[tokio::test]
async fn what_telegram_cannot_show_comes_in_a_simpler_form() {
    let (stage, _bot) = stage_with_bot().await;
    let ada = stage.control.person("Ada").await;
    let refusal = |words: &str| json!({"do": "status", "status": 400, "description": words});
    fails(&stage, Some(ada.chat), 1, refusal("Bad Request: can't parse entities: no such tag")).await;
    let plain = ada.asks("/start", "I am Charley").await;
    assert_eq!(plain.buttons.len(), 2, "the buttons stay");
    assert!(sends(&ada).await[1]["parameters"]["parse_mode"].is_null());
    fails(&stage, Some(ada.chat), 1, refusal("Bad Request: BUTTON_DATA_INVALID")).await;
    let bare = ada.asks("/start", "I am Charley").await;
    assert!(bare.buttons.is_empty());
    fails(&stage, Some(ada.chat), 2, refusal("Bad Request: something new")).await;
    ada.asks("/start", "I have an answer for you but could not show it").await;
    ada.asks("/start", "I am Charley").await;
    stage.control.quiet().await;
    assert_eq!(sends(&ada).await.len(), 8, "nothing goes a fourth time");
}

#[tokio::test]
async fn an_uncertain_answer_goes_again_and_a_certain_one_does_not() {
    let (stage, _bot) = stage_with_bot().await;
    let uncertain = [
        (json!({"do": "status", "status": 502, "html": true}), 1),
        (json!({"do": "status", "status": 500}), 1),
        (json!({"do": "drop", "accept": false}), 1),
        (json!({"do": "drop", "accept": true}), 2),
        (json!({"do": "status", "status": 504, "accept": true, "html": true}), 2),
    ];
    let certain = [json!({"do": "broken_json"}), json!({"do": "broken_message"}), json!({"do": "delay", "ms": 1500})];
    let all = uncertain.into_iter().map(|(action, sent)| (action, 2, sent));
    for (action, calls, copies_there) in all.chain(certain.map(|action| (action, 1, 1))) {
        let person = stage.control.person("Ada").await;
        fails(&stage, Some(person.chat), 1, action.clone()).await;
        person.writes("/start").await;
        within(PATIENCE, "the last attempt", async || (sends(&person).await.len() == calls).then_some(())).await;
        person.asks("/privacy", "Who can read it").await;
        assert_eq!(sends(&person).await.len(), calls + 1, "{action}");
        assert_eq!(copies(&person, "I am Charley").await, copies_there, "{action}");
    }
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up_in_time() {
    let (stage, _bot) = stage_with_bot().await;
    let (ada, ben) = (stage.control.person("Ada").await, stage.control.person("Ben").await);
    fails(&stage, Some(ada.chat), 1, json!({"do": "hang"})).await;
    ada.writes("/start").await;
    let asked = Instant::now();
    ben.asks("/start", "I am Charley").await;
    assert!(asked.elapsed() < Duration::from_secs(9), "nobody else waits for it");
    ada.hears("I am Charley").await;
    assert!(asked.elapsed() > Duration::from_secs(9), "it was given its time");
}

/// Six answers, three of which may leave at once; then the network is gone for a while.
#[tokio::test]
async fn a_dead_network_keeps_the_order_and_loses_nothing() {
    let mut stage = Stage::new().await;
    let mut bot = stage.bot(&[("CHARLEY_RATE_CHAT", "1")]).await;
    let ada = stage.control.person("Ada").await;
    let asked = [("/start", "I am Charley"), ("/privacy", "Privacy"), ("/about", "not a doctor")];
    for (command, _) in asked.iter().chain(&asked) {
        ada.writes(command).await;
    }
    stage.control.quiet().await;
    let early = sends(&ada).await.len();
    stage.lose_telegram().await;
    assert!(early < 6, "some answers still wait");
    bot.says("Telegram cannot be reached").await;
    stage.find_telegram().await;
    within(PATIENCE, "all answers", async || (ada.all().await.len() >= 6).then_some(())).await;
    let said: Vec<String> = ada.all().await.into_iter().map(|said| said.text).collect();
    let mut at = 0;
    for (_, words) in asked.iter().chain(&asked) {
        let found = said[at..].iter().position(|text| text.contains(words));
        at += found.unwrap_or_else(|| panic!("{words} is missing or out of order: {said:#?}")) + 1;
    }
    bot.says("Telegram can be reached again").await;
    ada.asks("/diary", "I keep no diary yet").await;
    bot.stop().await;
}

#[tokio::test]
async fn garbage_instead_of_updates_stops_nobody() {
    let (stage, bot) = stage_with_bot().await;
    let ada = stage.control.person("Ada").await;
    for action in [
        json!({"do": "broken_json"}),
        json!({"do": "status", "status": 502, "html": true}),
        json!({"do": "status", "status": 429, "retry_after": 1}),
        json!({"do": "drop", "accept": true}),
        json!({"do": "drop", "accept": false}),
    ] {
        stage.control.fault(json!({"method": "getUpdates", "action": action})).await;
    }
    for _ in 0..3 {
        ada.asks("/start", "I am Charley").await;
    }
    bot.says("Telegram does not answer; trying again").await;
    bot.says("Telegram answers again").await;
    stage.control.quiet().await;
    assert_eq!(copies(&ada, "I am Charley").await, 3, "what came again was answered once");
}

#[tokio::test]
async fn odd_updates_cost_nobody_an_answer() {
    let (stage, mut bot) = stage_with_bot().await;
    let ada = stage.control.person("Ada").await;
    ada.sets_up().await;
    let ben = stage.control.person("Ben").await;
    bot.stop().await;
    ben.writes("/start").await;
    let chat = json!({"id": ada.chat, "type": "private", "first_name": "Ada"});
    for odd in [
        json!({"message": {"message_id": "seven", "chat": 5, "date": {}}}),
        json!({"message": null}),
        json!({"message": {"message_id": 99, "date": 1, "chat": chat, "text": ["not", "a", "text"]}}),
        json!({"callback_query": {"id": 5}}),
        json!({"callback_query": {"id": "1", "from": chat, "data": "9999.1.calf"}}),
        json!({"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -100, "type": "channel"}, "text": "/start"}}),
        json!({"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0}}),
        json!({"poll_answer": {"poll_id": "1", "option_ids": []}}),
        json!({"inline_query": {"id": "1", "from": chat, "query": "cramp", "offset": ""}}),
        json!({"message_reaction": {"chat": chat, "message_id": 1, "date": 1, "old_reaction": [], "new_reaction": []}}),
        json!({"business_message": {"text": "hello"}}),
        json!({"of_next_year": [1, 2, {"three": null}]}),
        json!({"my_chat_member": {"chat": chat}}),
        json!({"edited_message": {"message_id": 1, "date": 1, "chat": chat, "text": "changed"}}),
        json!({"message": {"message_id": 98, "date": 1, "chat": chat, "pinned_message": {}}}),
    ] {
        stage.control.post("/simulator/updates", odd).await;
    }
    ada.writes("/diary").await;
    let mut bot = stage.bot(&[]).await;
    ben.hears("I am Charley").await;
    ada.hears("Your diary is empty").await;
    stage.control.quiet().await;
    bot.stop().await;
    assert!(bot.log().contains("malformed=4") || bot.log().contains("malformed=5"), "{}", bot.log());
}

#[tokio::test]
async fn things_that_are_no_words_are_answered_in_the_middle_of_a_question() {
    let (stage, _bot) = stage_with_bot().await;
    let ada = stage.control.person("Ada").await;
    ada.sets_up().await;
    ada.writes("/cramp").await;
    ada.taps("It let go").await;
    ada.is_asked().await;
    for kind in ["sticker", "photo", "document", "contact"] {
        ada.act("attach", json!({"kind": kind})).await;
        ada.hears("I cannot look at pictures").await;
        ada.is_asked().await;
    }
    ada.act("attach", json!({"kind": "location"})).await;
    ada.hears("Your location was not kept").await;
    ada.is_asked().await;
    ada.act("attach", json!({"kind": "voice"})).await;
    ada.hears("I cannot listen").await;
    ada.answers_to_the_card().await;
}

#[tokio::test]
async fn a_group_gets_one_line_and_is_left_when_asked() {
    let (stage, mut bot) = stage_with_bot().await;
    let ada = stage.control.person("Ada").await;
    ada.writes("/start").await;
    let group = stage.control.post("/simulator/groups", json!({"title": "Legs", "by": ada.chat})).await;
    let group = Person::new(stage.control.clone(), group["id"].as_i64().unwrap());
    group.hears("I work in private chats only").await;
    group.act("text", json!({"text": "just talking", "from": ada.chat})).await;
    group.act("text", json!({"text": "/cramp@charley_simulator_bot", "from": ada.chat})).await;
    group.hears("I work in private chats only").await;
    group.act("text", json!({"text": "/leave@charley_simulator_bot", "from": ada.chat})).await;
    within(PATIENCE, "leaving", async || (stage.control.calls("leaveChat").await.len() == 1).then_some(())).await;
    stage.control.quiet().await;
    bot.stop().await;
    assert_eq!(group.all().await.len(), 2);
    assert_eq!(stage.store().people().unwrap(), 1, "only Ada; the group is not stored");
}
