//! The control: what the chat page and the tests may do, as JSON under `/simulator/`.
//!
//! Here are people, chats and what changed in them; clock, faults and journal are in `weather`. It never plays the
//! bot. A refusal is `{"error": "…"}`.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::{Duration, Instant};

use super::acts::{self, Correction, Tap, Thing, Writing};
use super::changes::{News, outline};
use super::people::{self, Newcomer};
use super::refusal::{Answer, Refusal};
use super::server::Server;
use super::telegram::{Telegram, USERNAME};
use super::{bot_api, profile, weather};

pub(super) type Shared = State<Arc<Server>>;

/// How many chats a list shows; a load test has more, and nobody reads them.
const LISTED: usize = 200;

pub(super) fn routes() -> Router<Arc<Server>> {
    weather::routes()
        .route("/simulator/state", get(state))
        .route("/simulator/people", post(add_person))
        .route("/simulator/groups", post(add_group))
        .route("/simulator/chats", get(chats))
        .route("/simulator/chats/{chat}", get(chat))
        .route("/simulator/chats/{chat}/text", post(write))
        .route("/simulator/chats/{chat}/press", post(press))
        .route("/simulator/chats/{chat}/edit", post(edit))
        .route("/simulator/chats/{chat}/attach", post(attach))
        .route("/simulator/chats/{chat}/block", post(block))
        .route("/simulator/chats/{chat}/unblock", post(unblock))
        .route("/simulator/updates", post(push_update))
        .route("/simulator/changes", get(changes))
        .route("/simulator/files/{file}", get(file))
}

/// Does something under the lock and tells everybody who waits.
pub(super) fn act(server: &Server, deed: impl FnOnce(&mut Telegram) -> Answer) -> Response {
    let outcome = deed(&mut server.telegram());
    server.announce();
    match outcome {
        Ok(value) => Json(value).into_response(),
        Err(refusal) => {
            let code = StatusCode::from_u16(refusal.code).unwrap_or(StatusCode::BAD_REQUEST);
            (code, Json(json!({"error": refusal.description}))).into_response()
        }
    }
}

async fn state(State(server): Shared) -> Response {
    let telegram = server.telegram();
    Json(json!({
        "bot": telegram.bot(), "username": USERNAME, "strict": server.strict,
        "now": telegram.clock.now(), "offset": telegram.clock.offset(),
        "change": telegram.changes.last(), "journal": telegram.journal.last(),
        "unconfirmed_updates": telegram.updates.iter().map(|pending| pending.id).collect::<Vec<_>>(),
        "polls": telegram.updates.poll,
    }))
    .into_response()
}

async fn add_person(State(server): Shared, Json(newcomer): Json<Newcomer>) -> Response {
    act(&server, |telegram| people::welcome(telegram, newcomer))
}

#[derive(Deserialize)]
struct NewGroup {
    title: String,
    by: i64,
}

async fn add_group(State(server): Shared, Json(group): Json<NewGroup>) -> Response {
    act(&server, |telegram| people::gather(telegram, group.title, group.by))
}

async fn chats(State(server): Shared) -> Response {
    let telegram = server.telegram();
    let mut chats: Vec<_> = telegram.rooms.values().map(|room| &room.chat).collect();
    let total = chats.len();
    chats.sort_by_key(|chat| chat.id.abs());
    chats.truncate(LISTED);
    let chats: Vec<Value> = chats.into_iter().map(super::chats::Chat::view).collect();
    Json(json!({"total": total, "chats": chats})).into_response()
}

async fn chat(State(server): Shared, Path(id): Path<i64>) -> Response {
    act(&server, |telegram| {
        let room = telegram.rooms.get(&id).ok_or_else(|| Refusal::plain(404, "no such chat"))?;
        let language = room.chat.language_code.as_str();
        Ok(json!({
            "chat": room.chat.view(),
            "messages": room.messages().map(|stored| json!(stored)).collect::<Vec<_>>(),
            "commands": profile::commands_for(telegram, id, language),
            "name": telegram.bot()["first_name"],
            "description": profile::text_for(telegram, "description", language),
            "short_description": profile::text_for(telegram, "short_description", language),
            "change": telegram.changes.last(),
        }))
    })
}

async fn write(State(server): Shared, Path(id): Path<i64>, Json(writing): Json<Writing>) -> Response {
    act(&server, |telegram| acts::write(telegram, id, writing))
}

async fn press(State(server): Shared, Path(id): Path<i64>, Json(tap): Json<Tap>) -> Response {
    act(&server, |telegram| acts::press(telegram, id, tap))
}

async fn edit(State(server): Shared, Path(id): Path<i64>, Json(correction): Json<Correction>) -> Response {
    act(&server, |telegram| acts::correct(telegram, id, correction))
}

async fn attach(State(server): Shared, Path(id): Path<i64>, Json(thing): Json<Thing>) -> Response {
    act(&server, |telegram| acts::attach(telegram, id, thing))
}

async fn block(State(server): Shared, Path(id): Path<i64>) -> Response {
    act(&server, |telegram| people::block(telegram, id, true))
}

async fn unblock(State(server): Shared, Path(id): Path<i64>) -> Response {
    act(&server, |telegram| people::block(telegram, id, false))
}

async fn push_update(State(server): Shared, Json(update): Json<Value>) -> Response {
    act(&server, |telegram| acts::push_raw(telegram, update))
}

#[derive(Deserialize)]
struct Since {
    since: u64,
    /// Only this chat's changes, and those that concern all.
    chat: Option<i64>,
    #[serde(default)]
    timeout: u64,
}

/// Long poll: answers when something changed after `since`, or when the time is over.
async fn changes(State(server): Shared, Query(asked): Query<Since>) -> Response {
    let mut news = server.changes();
    let deadline = Instant::now() + Duration::from_secs(asked.timeout.min(60));
    loop {
        if let Some(found) = found(&server.telegram(), &asked) {
            return Json(found).into_response();
        }
        let over = tokio::select! {
            changed = news.changed() => changed.is_err(),
            () = tokio::time::sleep_until(deadline) => true,
            () = server.stopped() => true,
        };
        if over {
            let last = server.telegram().changes.last();
            return Json(json!({"last": last, "changes": []})).into_response();
        }
    }
}

fn found(telegram: &Telegram, asked: &Since) -> Option<Value> {
    let last = telegram.changes.last();
    let Some(list) = telegram.changes.since(asked.since) else {
        return Some(json!({"last": last, "changes": [], "forgotten": true}));
    };
    let wanted = |chat: i64| chat == 0 || asked.chat.is_none_or(|only| only == chat);
    let list = list.filter(|(_, chat, _)| wanted(*chat));
    let list: Vec<Value> = list.map(|(number, chat, news)| detail(telegram, *number, *chat, news)).collect();
    (!list.is_empty()).then(|| json!({"last": last, "changes": list}))
}

/// A change with the message or chat as it is now.
fn detail(telegram: &Telegram, number: u64, chat: i64, news: &News) -> Value {
    let mut detail = outline(number, chat, news);
    if let Some(room) = telegram.rooms.get(&chat) {
        match news {
            News::Message(id) => detail["stored"] = json!(room.message(*id)),
            News::Chat => detail["now"] = room.chat.view(),
            News::Gone(_) | News::Toast { .. } | News::Action(_) | News::Profile | News::Clock | News::Reset => {}
        }
    }
    detail
}

async fn file(State(server): Shared, Path(id): Path<String>) -> Response {
    let telegram = server.telegram();
    match telegram.files.get(&id) {
        Some(file) => bot_api::bytes_of(&telegram.folder, file),
        None => (StatusCode::NOT_FOUND, Json(json!({"error": "no such file"}))).into_response(),
    }
}
