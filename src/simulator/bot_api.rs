//! One call of the Bot API, from the path to the answer: token, parameters, faults, the method, the journal.
//!
//! The journal is written before anything goes wrong on the way back, so that it says what Telegram did even when the
//! client never hears of it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::faults::Action;
use super::files::Kept;
use super::journal::Entry;
use super::parameters::{Parameters, decode};
use super::refusal::{Answer, Refusal};
use super::server::Server;
use super::wire::Cut;
use super::{methods, polling};

/// Everything that is neither the page nor the control: `/bot<token>/<method>` and `/file/bot<token>/<path>`.
pub(super) async fn answer(
    State(server): State<Arc<Server>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    request: Request,
) -> Response {
    let path = decode(&request.uri().path().replace('+', "%2B"));
    if let Some(path) = path.strip_prefix("/file/bot") {
        return download(&server, path);
    }
    let Some((token, method)) = path.strip_prefix("/bot").and_then(|rest| rest.split_once('/')) else {
        return refused(&Refusal::plain(404, "Not Found"));
    };
    if token != server.token {
        return refused(&Refusal::plain(401, "Unauthorized"));
    }
    let Some(method) = methods::spelled(method) else {
        log::warn!("the simulator does not know the method {method}");
        return refused(&Refusal::plain(404, "Not Found"));
    };
    match Parameters::read(request).await {
        Ok(parameters) => call(&server, &cut, method, parameters).await,
        Err(refusal) => refused(&refusal),
    }
}

async fn call(server: &Server, cut: &Cut, method: &'static str, parameters: Parameters) -> Response {
    let fault = server.telegram().faults.take(method, parameters.chat());
    server.pause(server.latency() / 2).await;
    if let Some(Action::Delay { ms }) = fault {
        server.pause(Duration::from_millis(ms)).await;
    }
    let accepted = fault.as_ref().is_none_or(Action::accepts);
    let (outcome, violation) = match accepted {
        true => decided(server, method, &parameters).await,
        false => (None, None),
    };
    write(server, method, &parameters, Verdict { outcome: outcome.as_ref(), violation, fault: fault.as_ref() });
    server.announce();
    server.pause(server.latency() / 2).await;
    match (fault, outcome) {
        (None | Some(Action::Delay { .. }), Some(outcome)) => plainly(outcome),
        (Some(action), outcome) => badly(server, cut, action, outcome).await,
        // Without a fault every call is decided.
        (None, None) => refused(&Refusal::plain(500, "Internal Server Error")),
    }
}

async fn decided(server: &Server, method: &str, parameters: &Parameters) -> (Option<Answer>, Option<String>) {
    if method == "getUpdates" {
        return (Some(polling::get_updates(server, parameters).await), None);
    }
    let mut telegram = server.telegram();
    let outcome = methods::call(&mut telegram, method, parameters);
    (Some(outcome), telegram.violation.take())
}

/// What became of a call, for the journal.
struct Verdict<'a> {
    /// Absent when a fault kept the call from Telegram.
    outcome: Option<&'a Answer>,
    violation: Option<String>,
    fault: Option<&'a Action>,
}

fn write(server: &Server, method: &str, parameters: &Parameters, verdict: Verdict<'_>) {
    let Verdict { outcome, violation, fault } = verdict;
    let answer = match outcome {
        Some(Ok(updates)) if method == "getUpdates" => json!({"ok": true, "updates": numbers(updates)}),
        Some(Ok(result)) => json!({"ok": true, "result": result}),
        Some(Err(refusal)) => refusal.body(),
        None => Value::Null,
    };
    let mut telegram = server.telegram();
    let entry = Entry {
        number: 0,
        at_ms: server.started.elapsed().as_millis() as u64,
        civil: telegram.clock.now(),
        method: method.to_owned(),
        chat: parameters.chat(),
        parameters: parameters.shown(),
        accepted: matches!(outcome, Some(Ok(_))),
        answer,
        violation,
        fault: fault.map(Action::name),
    };
    telegram.journal.write(entry);
}

/// Of updates the journal keeps the ids; the updates themselves are in the chats.
fn numbers(updates: &Value) -> Vec<Value> {
    updates.as_array().into_iter().flatten().map(|update| update["update_id"].clone()).collect()
}

fn plainly(outcome: Answer) -> Response {
    match outcome {
        Ok(result) => as_json(StatusCode::OK, json!({"ok": true, "result": result}).to_string()),
        Err(refusal) => refused(&refusal),
    }
}

/// Carries out a fault after Telegram took the call, or did not.
async fn badly(server: &Server, cut: &Cut, action: Action, outcome: Option<Answer>) -> Response {
    match action {
        Action::Status { status, description, retry_after, html, .. } => {
            status_answer(status, description, retry_after, html)
        }
        Action::BrokenJson => as_json(StatusCode::OK, "{\"ok\":true,\"result\":{\"message_id\":".to_owned()),
        Action::BrokenMessage => as_json(StatusCode::OK, broken(outcome).to_string()),
        Action::Hang { .. } => {
            server.stopped().await;
            refused(&Refusal::plain(500, "Internal Server Error"))
        }
        Action::Drop { .. } => {
            cut.now();
            StatusCode::OK.into_response()
        }
        Action::Delay { .. } => plainly(outcome.unwrap_or(Ok(json!(true)))),
    }
}

fn status_answer(status: u16, description: Option<String>, retry_after: Option<u64>, html: bool) -> Response {
    let code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if html {
        let page = format!("<html><head><title>{code}</title></head><body><h1>{code}</h1></body></html>");
        return (code, [(header::CONTENT_TYPE, "text/html")], page).into_response();
    }
    let usual = match (status, retry_after) {
        (429, seconds) => Refusal::too_many(seconds.unwrap_or(1)),
        (403, _) => Refusal::forbidden("bot was blocked by the user"),
        (502, _) => Refusal::plain(502, "Bad Gateway"),
        (500, _) => Refusal::plain(500, "Internal Server Error"),
        _ => Refusal::plain(status, "Bad Request: refused on order"),
    };
    refused(&Refusal { description: description.unwrap_or(usual.description.clone()), ..usual })
}

/// A message from a chat of a kind that no client knows.
fn broken(outcome: Option<Answer>) -> Value {
    let mut result = match outcome {
        Some(Ok(result)) => result,
        _ => json!({}),
    };
    if result.is_object() {
        result["chat"] = json!({"id": "galaxy", "type": "galaxy"});
    }
    json!({"ok": true, "result": result})
}

fn refused(refusal: &Refusal) -> Response {
    let code = StatusCode::from_u16(refusal.code).unwrap_or(StatusCode::BAD_REQUEST);
    as_json(code, refusal.body().to_string())
}

fn as_json(code: StatusCode, body: String) -> Response {
    (code, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

fn download(server: &Server, path: &str) -> Response {
    let Some((token, path)) = path.split_once('/') else { return refused(&Refusal::plain(404, "Not Found")) };
    if token != server.token {
        return refused(&Refusal::plain(401, "Unauthorized"));
    }
    let telegram = server.telegram();
    // Looked up, never joined: a path of the caller's own making reaches no file.
    match telegram.files.values().find(|file| file.path == path) {
        Some(file) => bytes_of(&telegram.folder, file),
        None => refused(&Refusal::plain(404, "Not Found")),
    }
}

/// The file's bytes, always as something to save or to show in a picture, never as a page.
pub(super) fn bytes_of(folder: &std::path::Path, file: &Kept) -> Response {
    match std::fs::read(folder.join("files").join(&file.path)) {
        Ok(bytes) => {
            let picture = matches!(file.mime.as_str(), "image/png" | "image/jpeg" | "image/webp" | "image/gif");
            let kind = if picture { file.mime.as_str() } else { "application/octet-stream" };
            let headers = [(header::CONTENT_TYPE, kind), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")];
            (headers, Body::from(bytes)).into_response()
        }
        Err(_) => refused(&Refusal::plain(404, "Not Found")),
    }
}
