//! The weather of the control: the clock, faults, latency, the journal and the reset.
//!
//! All of it is for the page and the tests; the bot never calls here.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::control::{Shared, act};
use super::faults::Rule;
use super::journal::Entry;
use super::ledger::Change;
use super::refusal::Refusal;
use super::server::Server;
use super::telegram::Telegram;

pub(super) fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route("/simulator/journal", get(journal).delete(clear_journal))
        .route("/simulator/clock", get(clock).post(turn_clock))
        .route("/simulator/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/simulator/latency", post(set_latency))
        .route("/simulator/reset", post(reset))
}

#[derive(Deserialize)]
struct JournalQuery {
    #[serde(default)]
    since: u64,
    limit: Option<usize>,
    method: Option<String>,
    chat: Option<i64>,
    /// `false` leaves out `getUpdates`.
    polls: Option<bool>,
}

/// The newest `limit` calls after `since`, oldest first.
async fn journal(State(server): Shared, Query(asked): Query<JournalQuery>) -> Response {
    let telegram = server.telegram();
    let polls = asked.polls.unwrap_or(true);
    let wanted = |entry: &&Entry| {
        (polls || entry.method != "getUpdates")
            && asked.chat.is_none_or(|chat| entry.chat == Some(chat))
            && asked.method.as_ref().is_none_or(|method| entry.method.eq_ignore_ascii_case(method))
    };
    let newest = telegram.journal.since(asked.since).rev().filter(wanted).take(asked.limit.unwrap_or(usize::MAX));
    let mut calls: Vec<Value> = newest.map(|entry| json!(entry)).collect();
    calls.reverse();
    Json(json!({"last": telegram.journal.last(), "calls": calls})).into_response()
}

async fn clear_journal(State(server): Shared) -> Response {
    act(&server, |telegram| {
        telegram.journal.clear();
        Ok(json!({"last": telegram.journal.last()}))
    })
}

async fn clock(State(server): Shared) -> Response {
    act(&server, |telegram| Ok(time(telegram)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Turn {
    /// Seconds from now, forward.
    advance: i64,
}

async fn turn_clock(State(server): Shared, Json(turn): Json<Turn>) -> Response {
    act(&server, |telegram| {
        let offset = telegram.clock.offset().saturating_add(turn.advance);
        if turn.advance < 0 || !telegram.clock.raise(offset) {
            return Err(Refusal::bad("the clock goes forward only, and at most ten years"));
        }
        telegram.record(vec![Change::Clock { offset }])?;
        if let Err(error) = telegram.clock.publish() {
            return Err(Refusal::plain(500, &format!("the clock file cannot be written: {error}")));
        }
        Ok(time(telegram))
    })
}

fn time(telegram: &Telegram) -> Value {
    json!({"now": telegram.clock.now(), "offset": telegram.clock.offset(), "next": telegram.clock.next_ring()})
}

async fn faults(State(server): Shared) -> Response {
    act(&server, |telegram| Ok(json!({"faults": telegram.faults.rules()})))
}

async fn add_fault(State(server): Shared, Json(rule): Json<Rule>) -> Response {
    act(&server, |telegram| {
        telegram.faults.add(rule);
        Ok(json!({"faults": telegram.faults.rules()}))
    })
}

async fn clear_faults(State(server): Shared) -> Response {
    act(&server, |telegram| {
        telegram.faults.clear();
        Ok(json!({"faults": []}))
    })
}

#[derive(Deserialize)]
struct Latency {
    ms: u64,
}

async fn set_latency(State(server): Shared, Json(latency): Json<Latency>) -> Response {
    server.set_latency(latency.ms);
    Json(json!({"ms": latency.ms})).into_response()
}

#[derive(Deserialize)]
struct Reset {
    /// Turns the clock back to system time as well.
    #[serde(default)]
    clock: bool,
}

async fn reset(State(server): Shared, Json(reset): Json<Reset>) -> Response {
    server.set_latency(0);
    act(&server, |telegram| match telegram.reset(reset.clock) {
        Ok(()) => Ok(json!({"ok": true})),
        Err(error) => Err(Refusal::plain(500, &error.to_string())),
    })
}
