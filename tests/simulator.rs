//! The simulator against the Bot API's text: what it accepts, refuses, keeps, and breaks on order.

use std::path::Path;
use std::time::{Duration, Instant};

use charley::simulator::{Options, Simulator, SimulatorError};
use serde_json::{Value, json};

const TOKEN: &str = "1234567890:TEST";

struct Bench {
    simulator: Simulator,
    client: reqwest::Client,
    folder: tempfile::TempDir,
}

fn options(folder: &Path, strict: bool) -> Options {
    let (folder, clock_file) = (folder.join("telegram"), folder.join("clock"));
    Options { folder, port: 0, clock_file, token: TOKEN.to_owned(), strict, persist: true }
}

impl Bench {
    async fn start(strict: bool) -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let simulator = Simulator::start(options(folder.path(), strict)).await.unwrap();
        Bench { simulator, client: reqwest::Client::new(), folder }
    }

    async fn restarted(self) -> Bench {
        self.simulator.stop().await;
        let simulator = Simulator::start(options(self.folder.path(), false)).await.unwrap();
        Bench { simulator, ..self }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.simulator.api_url())
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let request =
            self.client.post(self.url(path)).header("content-type", "application/json").body(body.to_string());
        serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap()
    }

    async fn get(&self, path: &str) -> Value {
        serde_json::from_str(&self.client.get(self.url(path)).send().await.unwrap().text().await.unwrap()).unwrap()
    }

    async fn api(&self, method: &str, body: Value) -> Value {
        self.post(&format!("/bot{TOKEN}/{method}"), body).await
    }

    async fn refused(&self, method: &str, body: Value) -> String {
        let answer = self.api(method, body).await;
        assert_eq!(answer["ok"], false, "{answer}");
        answer["description"].as_str().unwrap().to_owned()
    }

    /// Once the first poll waits. Each look is a request of its own, so nothing is asked faster than it is answered.
    async fn is_polled(&self) {
        while self.get("/simulator/state").await["polls"] == 0 {}
    }

    /// A person who has written "/start" already.
    async fn person(&self) -> i64 {
        let person = self.post("/simulator/people", json!({"name": "Ada"})).await["id"].as_i64().unwrap();
        self.post(&format!("/simulator/chats/{person}/text"), json!({"text": "/start"})).await;
        person
    }

    async fn send(&self, chat: i64, text: &str) -> i64 {
        self.api("SendMessage", json!({"chat_id": chat, "text": text})).await["result"]["message_id"].as_i64().unwrap()
    }
}

#[tokio::test]
async fn updates_stay_until_an_offset_confirms_them() {
    let bench = Bench::start(false).await;
    let person = bench.person().await;
    bench.post(&format!("/simulator/chats/{person}/text"), json!({"text": "second"})).await;
    let first = bench.api("GetUpdates", json!({})).await;
    assert_eq!(first["result"].as_array().unwrap().len(), 2);
    assert_eq!(first["result"][0]["message"]["entities"][0]["type"], "bot_command");
    assert_eq!(bench.api("getupdates", json!({})).await, first, "not confirmed, so the same again");
    let id = first["result"][0]["update_id"].as_i64().unwrap();
    let rest = bench.api("getUpdates", json!({"offset": id + 1})).await;
    assert_eq!(rest["result"].as_array().unwrap().len(), 1);
    let bench = bench.restarted().await;
    let kept = bench.get(&format!("/bot{TOKEN}/getUpdates?limit=1")).await;
    assert_eq!(kept["result"], rest["result"], "a restart forgets nothing and repeats nothing");
    assert_eq!(bench.api("getUpdates", json!({"offset": -1})).await["result"].as_array().unwrap().len(), 1);
    assert_eq!(bench.api("getUpdates", json!({"offset": id + 2})).await["result"], json!([]));
}

#[tokio::test]
async fn a_second_poll_ends_the_first_in_conflict() {
    let bench = Bench::start(false).await;
    let waiting = bench.api("getUpdates", json!({"timeout": 20}));
    let second = async {
        bench.is_polled().await;
        bench.api("getUpdates", json!({"timeout": 0})).await
    };
    let (first, second) = tokio::join!(waiting, second);
    assert_eq!(first["error_code"], 409);
    assert!(first["description"].as_str().unwrap().starts_with("Conflict: terminated by other getUpdates request"));
    assert_eq!(second["ok"], true);
}

#[tokio::test]
async fn a_long_poll_answers_as_soon_as_somebody_writes() {
    let bench = Bench::start(false).await;
    let person = bench.post("/simulator/people", json!({"name": "Ada", "language_code": "de"})).await["id"].clone();
    let start = Instant::now();
    let writing = async {
        bench.is_polled().await;
        bench.post(&format!("/simulator/chats/{person}/text"), json!({"text": "hello"})).await
    };
    let (polled, _) = tokio::join!(bench.api("getUpdates", json!({"timeout": 20})), writing);
    assert_eq!(polled["result"][0]["message"]["text"], "hello");
    assert_eq!(polled["result"][0]["message"]["from"]["language_code"], "de");
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn what_telegram_refuses_is_refused_in_its_words() {
    let bench = Bench::start(false).await;
    let chat = bench.person().await;
    let buttons = |data: &str| json!({"inline_keyboard": [[{"text": "b", "callback_data": data}]]});
    let hundred_and_one = json!({"inline_keyboard": vec![vec![json!({"text": "b", "callback_data": "x"})]; 101]});
    let cases = [
        (json!({"text": "x"}), "Bad Request: chat_id is empty"),
        (json!({"chat_id": 1, "text": "x"}), "Bad Request: chat not found"),
        (json!({"chat_id": chat, "text": " \n "}), "Bad Request: message text is empty"),
        (json!({"chat_id": chat, "text": "x".repeat(4097)}), "Bad Request: message is too long"),
        (json!({"chat_id": chat, "text": "😀".repeat(2049)}), "Bad Request: message is too long"),
        (json!({"chat_id": chat, "text": "x", "parse_mode": "TeX"}), "Bad Request: unsupported parse_mode"),
        (
            json!({"chat_id": chat, "text": "<b>x", "parse_mode": "HTML"}),
            "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            json!({"chat_id": chat, "text": "x", "reply_markup": buttons(&"ы".repeat(33))}),
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            json!({"chat_id": chat, "text": "x", "reply_markup": buttons("")}),
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (json!({"chat_id": chat, "text": "x", "reply_markup": hundred_and_one}), "Bad Request: REPLY_MARKUP_TOO_LONG"),
        (
            json!({"chat_id": chat, "text": "x", "reply_parameters": {"message_id": 9_999}}),
            "Bad Request: message to be replied not found",
        ),
        (
            json!({"chat_id": chat, "text": "x", "entities": [{"type": "bold", "offset": 0, "length": 9}]}),
            "Bad Request: entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9",
        ),
    ];
    for (body, words) in cases {
        assert_eq!(bench.refused("SendMessage", body.clone()).await, words, "{body}");
    }
    let longest = json!({"chat_id": chat, "text": format!("<b>{}</b>", "x".repeat(4096)), "parse_mode": "HTML"});
    assert_eq!(bench.api("sendMessage", longest).await["ok"], true, "tags do not count");
    let widest = json!({"chat_id": chat, "text": "x", "reply_markup": buttons(&"ы".repeat(32))});
    assert_eq!(bench.api("sendMessage", widest).await["ok"], true);
    assert_eq!(
        bench.api("sendPoem", json!({})).await,
        json!({"ok": false, "error_code": 404, "description": "Not Found"})
    );
    assert_eq!(bench.post("/bot1:wrong/getMe", json!({})).await["error_code"], 401);
}

#[tokio::test]
async fn edits_follow_telegrams_rules() {
    let bench = Bench::start(false).await;
    let chat = bench.person().await;
    let buttons = json!({"inline_keyboard": [[{"text": "b", "callback_data": "x"}]]});
    let id = bench.send(chat, "one").await;
    let edit =
        |text: &str, markup: &Value| json!({"chat_id": chat, "message_id": id, "text": text, "reply_markup": markup});
    assert!(bench.refused("editMessageText", edit("one", &Value::Null)).await.contains("message is not modified"));
    let edited = bench.api("editMessageText", edit("two", &buttons)).await;
    assert_eq!(edited["result"]["reply_markup"], buttons);
    assert!(edited["result"]["edit_date"].is_i64());
    let bare = bench.api("editMessageText", edit("three", &Value::Null)).await;
    assert!(bare["result"]["reply_markup"].is_null(), "buttons that are not sent again go away");
    let unknown = json!({"chat_id": chat, "message_id": 99_999, "text": "x"});
    assert_eq!(bench.refused("editMessageText", unknown).await, "Bad Request: message to edit not found");
    let keyed = json!({"chat_id": chat, "text": "k", "reply_markup": {"keyboard": [["Cramp"]], "is_persistent": true}});
    let keyed = bench.api("sendMessage", keyed).await["result"]["message_id"].clone();
    let fixed = json!({"chat_id": chat, "message_id": keyed, "text": "x"});
    assert_eq!(bench.refused("editMessageText", fixed).await, "Bad Request: message can't be edited");
    let seen = bench.get(&format!("/simulator/chats/{chat}")).await;
    assert_eq!(seen["chat"]["keyboard"]["keyboard"][0][0]["text"], "Cramp");
    bench.post("/simulator/clock", json!({"advance": 48 * 3600 + 5})).await;
    let old = json!({"chat_id": chat, "message_id": id});
    assert_eq!(bench.refused("deleteMessage", old).await, "Bad Request: message can't be deleted for everyone");
}

#[tokio::test]
async fn a_press_is_answered_once_and_in_time() {
    let bench = Bench::start(false).await;
    let chat = bench.person().await;
    let buttons = json!({"inline_keyboard": [[{"text": "b", "callback_data": "x"}]]});
    let sent = bench.api("sendMessage", json!({"chat_id": chat, "text": "?", "reply_markup": buttons})).await;
    let tap = json!({"message_id": sent["result"]["message_id"], "data": "x", "times": 2});
    let taps = bench.post(&format!("/simulator/chats/{chat}/press"), tap.clone()).await;
    let updates = bench.api("getUpdates", json!({})).await;
    assert_eq!(updates["result"][2]["callback_query"]["data"], "x");
    assert_ne!(updates["result"][1]["update_id"], updates["result"][2]["update_id"]);
    let answer = |id: &Value| json!({"callback_query_id": id, "text": "Noted"});
    let queries = &taps["callback_query_ids"];
    assert_eq!(bench.api("answerCallbackQuery", answer(&queries[0])).await["ok"], true);
    let too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    assert_eq!(bench.refused("answerCallbackQuery", answer(&queries[0])).await, too_old);
    bench.post("/simulator/clock", json!({"advance": 901})).await;
    assert_eq!(bench.refused("answerCallbackQuery", answer(&queries[1])).await, too_old);
    let changes = bench.get(&format!("/simulator/changes?since=0&chat={chat}")).await;
    assert!(changes["changes"].as_array().unwrap().iter().any(|change| change["text"] == "Noted"));
    let stale = json!({"message_id": tap["message_id"], "data": "gone"});
    assert!(bench.post(&format!("/simulator/chats/{chat}/press"), stale).await["error"].is_string());
}

#[tokio::test]
async fn a_blocked_bot_is_told_and_refused() {
    let bench = Bench::start(false).await;
    let chat = bench.person().await;
    bench.post(&format!("/simulator/chats/{chat}/block"), json!({})).await;
    let words = bench.refused("sendMessage", json!({"chat_id": chat, "text": "x"})).await;
    assert_eq!(words, "Forbidden: bot was blocked by the user");
    bench.post(&format!("/simulator/chats/{chat}/unblock"), json!({})).await;
    assert_eq!(bench.api("sendMessage", json!({"chat_id": chat, "text": "x"})).await["ok"], true);
    let updates = bench.api("getUpdates", json!({})).await;
    let members: Vec<_> = updates["result"].as_array().unwrap()[1..].iter().map(|u| &u["my_chat_member"]).collect();
    assert_eq!(members[0]["new_chat_member"]["status"], "kicked");
    assert_eq!(members[1]["new_chat_member"]["status"], "member");
}

#[tokio::test]
async fn groups_privacy_and_raw_updates() {
    let bench = Bench::start(false).await;
    let person = bench.person().await;
    let group = bench.post("/simulator/groups", json!({"title": "Team", "by": person})).await["id"].clone();
    let write = |text: &str| json!({"text": text, "from": person});
    let silent = bench.post(&format!("/simulator/chats/{group}/text"), write("just talk")).await;
    assert!(silent["update_id"].is_null(), "privacy mode: not for the bot");
    let heard = bench.post(&format!("/simulator/chats/{group}/text"), write("/cramp@charley_simulator_bot")).await;
    assert!(heard["update_id"].is_i64());
    assert_eq!(bench.api("leaveChat", json!({"chat_id": group})).await["ok"], true);
    assert!(bench.refused("sendMessage", json!({"chat_id": group, "text": "x"})).await.starts_with("Forbidden"));
    let raw = json!({"poem": {"line": 1}});
    bench.post("/simulator/updates", raw).await;
    let updates = bench.api("getUpdates", json!({})).await["result"].as_array().unwrap().clone();
    assert_eq!(updates[1]["my_chat_member"]["new_chat_member"]["status"], "member");
    assert_eq!(updates[3]["my_chat_member"]["new_chat_member"]["status"], "left");
    assert_eq!(updates[4]["poem"]["line"], 1);
}

#[tokio::test]
async fn strict_rates_answer_429_and_the_journal_remembers() {
    let bench = Bench::start(true).await;
    let chat = bench.person().await;
    let mut codes = Vec::new();
    for text in ["1", "2", "3", "4"] {
        codes.push(bench.api("sendMessage", json!({"chat_id": chat, "text": text})).await);
    }
    assert_eq!(codes[2]["ok"], true);
    assert_eq!(codes[3]["error_code"], 429);
    assert_eq!(codes[3]["parameters"]["retry_after"], 1);
    let journal = bench.get("/simulator/journal?method=sendMessage").await;
    assert!(journal["calls"][3]["violation"].as_str().unwrap().contains("one message a second"));
    assert_eq!(journal["calls"][3]["accepted"], false);
    assert_eq!(bench.get(&format!("/simulator/chats/{chat}")).await["messages"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn faults_happen_on_order_and_only_as_often() {
    let bench = Bench::start(false).await;
    let chat = bench.person().await;
    let order =
        async |action: Value| bench.post("/simulator/faults", json!({"method": "SENDMESSAGE", "action": action})).await;
    let body = json!({"chat_id": chat, "text": "x"});
    order(json!({"do": "status", "status": 429, "retry_after": 7})).await;
    assert_eq!(bench.api("sendMessage", body.clone()).await["parameters"]["retry_after"], 7);
    order(json!({"do": "broken_message"})).await;
    assert_eq!(bench.api("sendMessage", body.clone()).await["result"]["chat"]["type"], "galaxy");
    let raw = async || {
        let request = bench.client.post(bench.url(&format!("/bot{TOKEN}/sendMessage")));
        request
            .header("content-type", "application/json")
            .body(body.to_string())
            .timeout(Duration::from_secs(1))
            .send()
            .await
    };
    order(json!({"do": "status", "status": 502, "html": true})).await;
    assert!(raw().await.unwrap().text().await.unwrap().starts_with("<html>"));
    order(json!({"do": "broken_json"})).await;
    assert!(serde_json::from_str::<Value>(&raw().await.unwrap().text().await.unwrap()).is_err());
    order(json!({"do": "drop", "accept": true})).await;
    assert!(raw().await.is_err());
    order(json!({"do": "drop", "accept": false})).await;
    assert!(raw().await.is_err());
    order(json!({"do": "hang", "accept": true})).await;
    assert!(raw().await.unwrap_err().is_timeout());
    order(json!({"do": "delay", "ms": 200})).await;
    let start = Instant::now();
    assert_eq!(bench.api("sendMessage", body.clone()).await["ok"], true);
    assert!(start.elapsed() >= Duration::from_millis(200));
    let calls = bench.get("/simulator/journal?method=sendMessage").await["calls"].as_array().unwrap().clone();
    let accepted: Vec<bool> = calls.iter().map(|call| call["accepted"].as_bool().unwrap()).collect();
    assert_eq!(accepted, [false, true, false, true, true, false, true, true]);
    assert_eq!(bench.get("/simulator/faults").await["faults"], json!([]));
}

#[tokio::test]
async fn every_way_of_passing_parameters_works() {
    let bench = Bench::start(false).await;
    let chat = bench.person().await;
    let query = format!("/bot{TOKEN}/SENDMESSAGE?chat_id={chat}&text=a%20b%26c+d&disable_notification=true");
    assert_eq!(bench.get(&query).await["result"]["text"], "a b&c d");
    let form = bench.client.post(bench.url(&format!("/bot{TOKEN}/sendMessage")));
    let form =
        form.header("content-type", "application/x-www-form-urlencoded").body(format!("chat_id={chat}&text=%D1%8B"));
    assert!(form.send().await.unwrap().text().await.unwrap().contains("ы"));
    let parts = format!(
        "--B\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n{chat}\r\n--B\r\nContent-Disposition: form-data; \
         name=\"document\"; filename=\"diary.csv\"\r\nContent-Type: text/csv\r\n\r\na,b\r\n--B--\r\n"
    );
    let upload = bench.client.post(bench.url(&format!("/bot{TOKEN}/sendDocument")));
    let upload = upload.header("content-type", "multipart/form-data; boundary=B").body(parts).send().await.unwrap();
    let sent: Value = serde_json::from_str(&upload.text().await.unwrap()).unwrap();
    assert_eq!(sent["result"]["document"]["file_name"], "diary.csv");
    let bench = bench.restarted().await;
    let file = bench.api("getFile", json!({"file_id": sent["result"]["document"]["file_id"]})).await;
    let path = file["result"]["file_path"].as_str().unwrap().to_owned();
    let bytes = bench.client.get(bench.url(&format!("/file/bot{TOKEN}/{path}"))).send().await.unwrap();
    assert_eq!(bytes.text().await.unwrap(), "a,b");
    let seen = bench.get(&format!("/simulator/chats/{chat}")).await;
    assert_eq!(seen["messages"][1]["silent"], true);
    assert_eq!(seen["messages"][2]["silent"], false);
}

#[tokio::test]
async fn commands_and_descriptions_are_checked_and_shown_by_language() {
    let bench = Bench::start(false).await;
    let german = bench.post("/simulator/people", json!({"name": "Eva", "language_code": "de"})).await["id"].clone();
    let command = |name: &str, text: &str| json!([{"command": name, "description": text}]);
    for (commands, words) in [
        (command("Cramp", "x"), "Bad Request: BOT_COMMAND_INVALID"),
        (command("cramp", ""), "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"),
        (json!(vec![json!({"command": "c", "description": "d"}); 101]), "Bad Request: BOT_COMMANDS_TOO_MUCH"),
    ] {
        assert_eq!(bench.refused("setMyCommands", json!({"commands": commands})).await, words);
    }
    bench.api("setMyCommands", json!({"commands": command("cramp", "A cramp now")})).await;
    bench.api("setMyCommands", json!({"commands": command("cramp", "Ein Krampf"), "language_code": "de"})).await;
    bench.api("setMyDescription", json!({"description": "Helps."})).await;
    let seen = bench.restarted().await.get(&format!("/simulator/chats/{german}")).await;
    assert_eq!(seen["commands"][0]["description"], "Ein Krampf");
    assert_eq!(seen["description"], "Helps.");
}

#[tokio::test]
async fn the_clock_goes_forward_only_and_is_in_its_file() {
    let bench = Bench::start(false).await;
    assert!(bench.post("/simulator/clock", json!({"advance": -5})).await["error"].is_string());
    let turned = bench.post("/simulator/clock", json!({"advance": 86_400})).await;
    assert_eq!(turned["offset"], 86_400);
    assert_eq!(std::fs::read_to_string(bench.folder.path().join("clock")).unwrap().trim(), "86400");
    let bench = bench.restarted().await;
    assert_eq!(bench.get("/simulator/clock").await["offset"], 86_400);
    let chat = bench.person().await;
    let date =
        bench.api("sendMessage", json!({"chat_id": chat, "text": "x"})).await["result"]["date"].as_i64().unwrap();
    let system = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64;
    assert!((date - system - 86_400).abs() < 5);
}

#[tokio::test]
async fn one_process_per_folder_and_no_foreign_host_names() {
    let bench = Bench::start(false).await;
    let second = Simulator::start(options(bench.folder.path(), false)).await;
    assert!(matches!(second.unwrap_err(), SimulatorError::Taken(_)));
    let foreign = bench.client.get(bench.url("/simulator/state")).header("host", "example.org").send().await.unwrap();
    assert_eq!(foreign.status().as_u16(), 403);
}

#[tokio::test]
async fn a_torn_last_line_is_left_out() {
    let bench = Bench::start(false).await;
    let chat = bench.person().await;
    bench.send(chat, "kept").await;
    let log = bench.folder.path().join("telegram/telegram.jsonl");
    let mut bytes = std::fs::read(&log).unwrap();
    bytes.extend(b"{\"change\":\"message\",\"chat\":");
    std::fs::write(&log, bytes).unwrap();
    let bench = bench.restarted().await;
    let seen = bench.get(&format!("/simulator/chats/{chat}")).await;
    assert_eq!(seen["messages"][1]["message"]["text"], "kept");
    assert_eq!(bench.send(chat, "next").await, seen["messages"][1]["message"]["message_id"].as_i64().unwrap() + 1);
}

#[tokio::test]
async fn one_query_may_come_under_two_updates() {
    let bench = Bench::start(false).await;
    let chat = bench.person().await;
    let buttons = json!({"inline_keyboard": [[{"text": "b", "callback_data": "x"}]]});
    let sent = bench.api("sendMessage", json!({"chat_id": chat, "text": "?", "reply_markup": buttons})).await;
    let tap = json!({"message_id": sent["result"]["message_id"], "data": "x", "times": 2, "same_query": true});
    let taps = bench.post(&format!("/simulator/chats/{chat}/press"), tap).await;
    assert_eq!(taps["callback_query_ids"][0], taps["callback_query_ids"][1]);
    assert_ne!(taps["update_ids"][0], taps["update_ids"][1]);
    let too_soon = json!({"callback_query_id": taps["callback_query_ids"][0]});
    assert_eq!(bench.api("answerCallbackQuery", too_soon.clone()).await["ok"], true);
    assert_eq!(bench.api("answerCallbackQuery", too_soon).await["ok"], false);
}

#[tokio::test]
async fn a_poller_that_went_away_takes_nothing_with_it() {
    let bench = Bench::start(false).await;
    let person = bench.post("/simulator/people", json!({"name": "Ada"})).await["id"].clone();
    let gone =
        bench.client.get(bench.url(&format!("/bot{TOKEN}/getUpdates?timeout=20"))).timeout(Duration::from_millis(200));
    assert!(gone.send().await.unwrap_err().is_timeout());
    bench.post(&format!("/simulator/chats/{person}/text"), json!({"text": "x"})).await;
    assert_eq!(bench.api("getUpdates", json!({})).await["result"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_reset_wipes_all_but_the_ids_and_without_persistence_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let simulator = Simulator::start(Options { persist: false, ..options(folder.path(), false) }).await.unwrap();
    let bench = Bench { simulator, client: reqwest::Client::new(), folder };
    let first = bench.person().await;
    let sent = bench.send(first, "x").await;
    bench.post("/simulator/clock", json!({"advance": 60})).await;
    bench.post("/simulator/reset", json!({"clock": true})).await;
    assert_eq!(bench.get("/simulator/chats").await["total"], 0);
    assert_eq!(bench.get("/simulator/clock").await["offset"], 0);
    assert_eq!(bench.api("getUpdates", json!({})).await["result"], json!([]));
    let second = bench.person().await;
    assert!(second > first && bench.send(second, "y").await > sent);
    assert!(!bench.folder.path().join("telegram/telegram.jsonl").exists());
}
