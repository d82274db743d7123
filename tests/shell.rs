//! The whole way, from an update to the answer, against a small Bot API on this machine that shares nothing with the bot.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Router, routing::post};
use charley::config::Config;
use charley::ids::ChatId;
use charley::shell::clock::Clock;
use charley::shell::desk::Content;
use charley::shell::phrases::Phrases;
use charley::shell::store::Stored;
use charley::shell::telegram::greet::Face;
use charley::shell::{Parts, RunError, run};
use serde_json::{Value, json};
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;

mod common;
use common::{library, store};

const TOKEN: &str = "123456789:AAEsecretsecretsecretsecretsecretse";

/// What the server knows. Answers with what is planned for a method, else with a plain yes.
#[derive(Default)]
struct Api {
    updates: Mutex<Vec<Value>>,
    confirmed: Mutex<i64>,
    journal: Mutex<Vec<(String, Value)>>,
    planned: Mutex<HashMap<String, VecDeque<(u16, String)>>>,
    heard: Notify,
}

impl Api {
    fn plan(&self, method: &str, status: u16, body: &str) {
        let mut planned = self.planned.lock().unwrap();
        planned.entry(method.to_owned()).or_default().push_back((status, body.to_owned()));
    }

    fn bring(&self, update: Value) {
        self.updates.lock().unwrap().push(update);
        self.heard.notify_waiters();
    }

    fn calls(&self, method: &str) -> Vec<Value> {
        let journal = self.journal.lock().unwrap();
        journal.iter().filter(|(name, _)| name == method).map(|(_, body)| body.clone()).collect()
    }

    /// Waits until it is so; a test that waits ten seconds has failed.
    async fn until(&self, what: &str, is_so: impl Fn(&Api) -> bool) {
        for _ in 0..1000 {
            if is_so(self) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("not seen: {what}");
    }

    fn waiting(&self) -> Vec<Value> {
        let confirmed = *self.confirmed.lock().unwrap();
        let mut updates = self.updates.lock().unwrap();
        updates.retain(|update| update["update_id"].as_i64().unwrap() >= confirmed);
        updates.clone()
    }

    async fn get_updates(&self, body: &Value) -> Value {
        if let Some(offset) = body["offset"].as_i64() {
            *self.confirmed.lock().unwrap() = offset;
        }
        let mut waiting = self.waiting();
        if waiting.is_empty() {
            let _ = tokio::time::timeout(Duration::from_secs(2), self.heard.notified()).await;
            waiting = self.waiting();
        }
        json!({ "ok": true, "result": waiting })
    }
}

async fn answer(State(api): State<Arc<Api>>, Path((bot, method)): Path<(String, String)>, body: Bytes) -> Response {
    let body: Value = serde_json::from_slice(&body).unwrap();
    let method = method.to_lowercase();
    api.journal.lock().unwrap().push((method.clone(), body.clone()));
    let planned = api.planned.lock().unwrap().get_mut(&method).and_then(VecDeque::pop_front);
    let json_type = [(header::CONTENT_TYPE, "application/json")];
    if let Some((status, text)) = planned {
        return (StatusCode::from_u16(status).unwrap(), json_type, text).into_response();
    }
    if bot != format!("bot{TOKEN}") {
        let no = json!({ "ok": false, "error_code": 401, "description": "Unauthorized" });
        return (StatusCode::UNAUTHORIZED, json_type, no.to_string()).into_response();
    }
    let said = match method.as_str() {
        "getme" => json!({ "ok": true, "result": { "id": 1, "is_bot": true, "username": "charley_bot" } }),
        "getupdates" => api.get_updates(&body).await,
        "getwebhookinfo" => json!({ "ok": true, "result": { "url": "https://example.org/hook" } }),
        "sendmessage" => {
            let number = api.journal.lock().unwrap().len();
            json!({ "ok": true, "result": { "message_id": number, "chat": { "id": body["chat_id"], "type": "galaxy" } } })
        }
        _ => json!({ "ok": true, "result": true }),
    };
    (json_type, said.to_string()).into_response()
}

async fn serve() -> (Arc<Api>, String) {
    let api = Arc::new(Api::default());
    let router = Router::new().route("/{bot}/{method}", post(answer)).with_state(api.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (api, address)
}

/// A bot that runs until it is told to stop.
struct Bot {
    stop: oneshot::Sender<()>,
    ended: JoinHandle<Result<(), RunError>>,
}

impl Bot {
    fn start(folder: &std::path::Path, api_url: &str, token: &str) -> Bot {
        let value = |name: &str| match name {
            "TELOXIDE_TOKEN" => Some(token.to_owned()),
            "CHARLEY_API_URL" => Some(api_url.to_owned()),
            "CHARLEY_RATE_TOTAL" | "CHARLEY_RATE_CHAT" => Some("0".to_owned()),
            _ => None,
        };
        let config = Config::from(value).unwrap();
        let library = library();
        let phrases = Phrases::of(&library);
        let face =
            Face { description: "First aid".into(), commands: vec![("cramp".into(), "Now".into())], ..Face::default() };
        let parts = Parts {
            store: store(folder),
            content: Content { library, phrases },
            faces: vec![face],
            follow: None,
            clock: Clock::default(),
        };
        let (stop, stopped) = oneshot::channel();
        let ended = tokio::spawn(async move {
            run(&config, parts, async {
                let _ = stopped.await;
            })
            .await
        });
        Bot { stop, ended }
    }

    async fn stop(self) -> Result<(), RunError> {
        let _ = self.stop.send(());
        self.ended.await.unwrap()
    }
}

fn said(update: i64, chat: i64, text: &str) -> Value {
    json!({ "update_id": update, "message": {
        "message_id": update, "date": jiff::Timestamp::now().as_second(), "text": text,
        "chat": { "id": chat, "type": "private", "first_name": "Gwendolyn" },
        "from": { "id": chat, "is_bot": false, "first_name": "Gwendolyn", "language_code": "en" } } })
}

/// Everything that the bot has logged in this process, at every level.
fn logged() -> &'static Mutex<Vec<String>> {
    static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());
    static STARTED: OnceLock<()> = OnceLock::new();
    struct Lines;
    impl log::Log for Lines {
        fn enabled(&self, _: &log::Metadata<'_>) -> bool {
            true
        }
        fn log(&self, record: &log::Record<'_>) {
            if record.target().starts_with("charley") {
                LINES.lock().unwrap().push(record.args().to_string());
            }
        }
        fn flush(&self) {}
    }
    STARTED.get_or_init(|| {
        log::set_boxed_logger(Box::new(Lines)).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
    &LINES
}

#[tokio::test]
async fn an_update_is_answered_and_then_confirmed_and_nothing_of_it_is_logged() {
    let lines = logged();
    let folder = tempfile::tempdir().unwrap();
    let (api, address) = serve().await;
    api.bring(json!({ "update_id": 499, "message": { "message_id": "broken", "text": "marzipan" } }));
    api.bring(said(500, 987_654_321, "marzipan calf cramp"));
    api.plan("getupdates", 502, "<html>Bad Gateway");
    let bot = Bot::start(folder.path(), &address, TOKEN);
    api.until("the answer", |api| !api.calls("sendmessage").is_empty()).await;
    api.until("the confirmation", |api| *api.confirmed.lock().unwrap() == 501).await;
    api.until("the menu", |api| !api.calls("setmyshortdescription").is_empty()).await;
    bot.stop().await.unwrap();
    let sent = &api.calls("sendmessage")[0];
    assert_eq!((&sent["chat_id"], &sent["parse_mode"]), (&json!(987_654_321), &json!("HTML")));
    assert_eq!(api.calls("deletewebhook").len(), 1, "a webhook would keep updates from us");
    assert_eq!(api.calls("setmycommands")[0]["commands"], json!([{ "command": "cramp", "description": "Now" }]));
    let polls = api.calls("getupdates");
    assert_eq!(polls[0]["allowed_updates"], json!(["message", "edited_message", "callback_query", "my_chat_member"]));
    let store = store(folder.path());
    assert_eq!((store.offset(), store.waiting()), (Some(501), 0));
    assert!(matches!(store.chat(ChatId(987_654_321)).unwrap(), Stored::Chat(_)));
    let lines = lines.lock().unwrap();
    assert!(!lines.is_empty());
    for line in lines.iter() {
        for secret in ["marzipan", "Gwendolyn", "987654321", "AAEsecret"] {
            assert!(!line.contains(secret), "{line}");
        }
    }
}

#[tokio::test]
async fn what_was_not_sent_before_the_end_is_sent_at_the_next_start() {
    logged();
    let folder = tempfile::tempdir().unwrap();
    let (api, address) = serve().await;
    api.plan(
        "sendmessage",
        429,
        r#"{"ok":false,"error_code":429,"description":"Too Many","parameters":{"retry_after":600}}"#,
    );
    api.bring(said(1, 7, "/help"));
    let bot = Bot::start(folder.path(), &address, TOKEN);
    api.until("a first attempt", |api| api.calls("sendmessage").len() == 1).await;
    bot.stop().await.unwrap();
    let bot = Bot::start(folder.path(), &address, TOKEN);
    api.until("a second attempt", |api| api.calls("sendmessage").len() >= 2).await;
    bot.stop().await.unwrap();
    let sent = api.calls("sendmessage");
    assert_eq!(sent[0]["text"], sent[1]["text"]);
    assert_eq!(store(folder.path()).waiting(), 0);
}

#[tokio::test]
async fn an_answer_behind_a_server_error_goes_again_and_refused_markup_as_plain_text() {
    logged();
    let folder = tempfile::tempdir().unwrap();
    let (api, address) = serve().await;
    api.plan("sendmessage", 500, r#"{"ok":false,"error_code":500,"description":"Internal Server Error"}"#);
    api.plan("sendmessage", 400, r#"{"ok":false,"error_code":400,"description":"Bad Request: can't parse entities"}"#);
    api.bring(said(1, 7, "/help"));
    let bot = Bot::start(folder.path(), &address, TOKEN);
    api.until("three attempts", |api| api.calls("sendmessage").len() >= 3).await;
    bot.stop().await.unwrap();
    let sent = api.calls("sendmessage");
    assert_eq!((&sent[0], &sent[0]["parse_mode"]), (&sent[1], &json!("HTML")));
    assert_eq!(sent[2].get("parse_mode"), None);
}

#[tokio::test]
async fn an_update_that_is_no_json_is_passed_over() {
    logged();
    let folder = tempfile::tempdir().unwrap();
    let (api, address) = serve().await;
    let broken = r#"{"ok":true,"result":[{"update_id":1,"message":{"text":"\ud800"}},{"update_id":2}]}"#;
    api.plan("getupdates", 200, broken);
    api.plan("getupdates", 200, broken);
    api.bring(said(2, 7, "/help"));
    let bot = Bot::start(folder.path(), &address, TOKEN);
    api.until("the answer", |api| !api.calls("sendmessage").is_empty()).await;
    bot.stop().await.unwrap();
    let limits: Vec<Value> = api.calls("getupdates").iter().map(|poll| poll["limit"].clone()).collect();
    assert_eq!(limits[..3], [json!(100), json!(1), json!(1)]);
    assert_eq!(store(folder.path()).offset(), Some(3));
}

#[tokio::test]
async fn a_blocked_bot_notes_it_and_owes_nothing() {
    logged();
    let folder = tempfile::tempdir().unwrap();
    let (api, address) = serve().await;
    api.plan(
        "sendmessage",
        403,
        r#"{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}"#,
    );
    api.bring(said(1, 7, "/cramp"));
    let bot = Bot::start(folder.path(), &address, TOKEN);
    api.until("an attempt", |api| !api.calls("sendmessage").is_empty()).await;
    api.until("the confirmation", |api| *api.confirmed.lock().unwrap() == 2).await;
    bot.stop().await.unwrap();
    let store = store(folder.path());
    let Stored::Chat(chat) = store.chat(ChatId(7)).unwrap() else { panic!("a chat") };
    assert!(chat.unreachable_since.is_some());
    assert_eq!(store.waiting(), 0);
}

#[tokio::test]
async fn a_refused_token_is_an_end_with_a_clear_line() {
    logged();
    let folder = tempfile::tempdir().unwrap();
    let (_api, address) = serve().await;
    let bot = Bot::start(folder.path(), &address, "1:wrong");
    let error = bot.ended.await.unwrap().unwrap_err();
    assert!(matches!(error, RunError::Unauthorised), "{error}");
    assert!(!error.to_string().contains("wrong"));
}

#[tokio::test]
async fn a_dead_server_is_no_reason_to_end() {
    logged();
    let folder = tempfile::tempdir().unwrap();
    let bot = Bot::start(folder.path(), "http://127.0.0.1:9", TOKEN);
    tokio::time::timeout(Duration::from_secs(5), bot.stop()).await.unwrap().unwrap();
}
