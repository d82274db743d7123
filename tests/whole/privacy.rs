//! Nobody's words, names, numbers or secrets in the log or on the disk; nothing before consent; nothing after /delete.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use charley::library::load;
use charley::shell::store::Store;
use serde_json::{Value, json};

use crate::person::{Person, Said};
use crate::stage::Stage;

const ID: i64 = 7_770_123_456_789;

/// Words that nobody else would write.
const WORDS: [&str; 6] = ["Zaphodina", "Quxbridge", "zaphodina_q", "blorptastic", "snorkwhistle", "gribblenub"];

async fn zaphodina(stage: &Stage) -> Person {
    let who = json!({"name": WORDS[0], "last_name": WORDS[1], "username": WORDS[2], "id": ID});
    stage.control.person_as(who).await
}

/// Everything by which a person or the bot's secret could be known, as bytes.
fn traces(token: &str) -> Vec<Vec<u8>> {
    let secret = token.split_once(':').unwrap().1;
    let mut traces: Vec<Vec<u8>> = WORDS.iter().map(|word| word.as_bytes().to_vec()).collect();
    traces.extend([token.into(), secret.into(), ID.to_string().into()]);
    traces.extend([ID.to_be_bytes().to_vec(), ID.to_le_bytes().to_vec()]);
    traces.extend(["Straighten the knee", "Europe/Berlin", "cramp_sites"].map(|words| words.as_bytes().to_vec()));
    traces
}

fn holds(bytes: &[u8], trace: &[u8]) -> bool {
    bytes.windows(trace.len()).any(|window| window == trace)
}

/// Everything that can go wrong on the way, so that every line of the log that there is may be written.
async fn trouble(stage: &Stage) {
    for action in [
        json!({"do": "status", "status": 400}),
        json!({"do": "status", "status": 429, "retry_after": 1}),
        json!({"do": "status", "status": 502, "html": true}),
        json!({"do": "broken_json"}),
        json!({"do": "broken_message"}),
        json!({"do": "drop", "accept": true}),
    ] {
        stage.control.fault(json!({"method": "sendMessage", "chat": ID, "action": action})).await;
    }
    let broken = json!({"message": {"message_id": "odd", "text": WORDS[5], "from": {"first_name": WORDS[0]}}});
    stage.control.post("/simulator/updates", broken).await;
    stage.control.post("/simulator/updates", json!({"novelty": {"text": WORDS[5], "id": ID}})).await;
}

#[tokio::test]
async fn nothing_of_a_person_and_no_secret_is_in_the_log_or_in_the_files() {
    let stage = Stage::new().await;
    let mut bot = stage.bot(&[("RUST_LOG", "trace")]).await;
    let person = zaphodina(&stage).await;
    person.sets_up().await;
    person.writes("/cramp").await;
    person.is_asked().await;
    trouble(&stage).await;
    person.writes(WORDS[3]).await;
    person.answers_to_the_card().await;
    person.writes(WORDS[4]).await;
    person.act("attach", json!({"kind": "photo", "caption": WORDS[5]})).await;
    let diary = person.asks("/diary", "Your last entries").await;
    assert!(diary.text.contains(WORDS[3]), "the words were heard: {}", diary.text);
    stage.control.quiet().await;
    bot.stop().await;
    let mut bot = stage.bot(&[("RUST_LOG", "trace")]).await;
    bot.kill();
    let log = bot.log();
    assert!(log.contains("DEBUG") && log.lines().count() > 5, "the log is talkative: {log}");
    let (data, home) = (stage.files("data"), stage.files("home"));
    assert!(data.iter().map(|file| fs::metadata(file).unwrap().len()).sum::<u64>() > 10_000, "{data:?}");
    for trace in traces(&stage.token) {
        let shown = String::from_utf8_lossy(&trace);
        assert!(!holds(log.as_bytes(), &trace), "the log holds {shown}:\n{log}");
        for file in data.iter().chain(&home) {
            assert!(!holds(&fs::read(file).unwrap(), &trace), "{} holds {shown}", file.display());
        }
    }
}

/// All rows but those about the store itself, as text.
fn rows(store: &Store) -> Vec<Value> {
    let rows = store.each().map(Result::unwrap).filter(|row| row.key.first() != Some(&b'm'));
    rows.map(|row| serde_json::from_slice(&row.value).unwrap()).collect()
}

#[tokio::test]
async fn before_consent_no_finding_and_no_word_is_kept() {
    let stage = Stage::new().await;
    let mut bot = stage.bot(&[]).await;
    let easing = stage.control.person("Ada").await;
    easing.asks("/start", "I am Charley").await;
    easing.writes("I have a cramp, blorptastic").await;
    easing.taps("It let go").await;
    easing.hears("Save this cramp").await;
    easing.writes("snorkwhistle in my left calf since 3 hours").await;
    easing.hears("did not").await;
    let ill = zaphodina(&stage).await;
    ill.writes("/cramp").await;
    ill.taps("Something is different").await;
    ill.taps("Short of breath, new or worse").await;
    let card = ill.waits_for("a card", Said::is_card).await;
    assert!(card.text.starts_with("Call "), "the stop list works: {}", card.text);
    stage.control.quiet().await;
    bot.stop().await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("dialogues");
    let library = load::folder(&folder).unwrap();
    let rows = rows(&stage.store());
    assert_eq!(rows.len(), 4, "two chats, and when each is to be looked at again: {rows:#?}");
    for row in &rows {
        let text = row.to_string();
        let findings = library.vocabulary.findings.keys().map(|key| key.as_str().to_owned());
        for word in findings.chain(WORDS.map(str::to_owned)) {
            assert!(!text.contains(&word), "{word} is in {text}");
        }
        let known: BTreeSet<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
        let allowed =
            BTreeSet::from(["v", "id", "chat", "profile", "first_aid_since", "hold", "offered", "counters", "seen"]);
        assert!(known.is_subset(&allowed), "{row}");
    }
}

#[tokio::test]
async fn after_delete_nothing_is_left_but_the_receipt() {
    let stage = Stage::new().await;
    let mut bot = stage.bot(&[]).await;
    let other = stage.control.person("Ben").await;
    other.sets_up().await;
    let person = zaphodina(&stage).await;
    person.sets_up().await;
    person.writes("/cramp").await;
    person.answers_to_the_card().await;
    person.writes("/cramp").await;
    person.is_asked().await;
    person.writes(WORDS[3]).await;
    person.is_asked().await;
    person.asks("/delete", "There is no way back").await;
    person.taps_again("Delete everything").await;
    let receipt = person.hears("Deleted at").await;
    assert!(receipt.text.contains("diary entries"), "{}", receipt.text);
    stage.control.quiet().await;
    bot.stop().await;
    assert_eq!(person.all().await.last().unwrap().id, receipt.id, "nothing is said after the receipt");
    let store = stage.store();
    assert_eq!(store.people().unwrap(), 1, "only Ben");
    for row in rows(&store) {
        let text = row.to_string();
        assert!(!text.contains(&ID.to_string()) && !text.contains(WORDS[3]), "{text}");
        assert!(text.contains(&other.chat.to_string()), "whose is this? {text}");
    }
    drop(store);
    let mut bot = stage.bot(&[]).await;
    person.asks("/diary", "I keep no diary yet").await;
    bot.stop().await;
}

/// Telegram shows what is written for everybody: /privacy says what is true here.
#[tokio::test]
async fn privacy_answers_before_and_after_consent() {
    let stage = Stage::new().await;
    let _bot = stage.bot(&[]).await;
    let person = stage.control.person("Ada").await;
    let before = person.asks("/privacy", "").await;
    person.sets_up().await;
    let after = person.asks("/privacy", &before.text).await;
    assert!(after.text.contains("/delete"), "{}", after.text);
}
