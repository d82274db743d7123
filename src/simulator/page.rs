//! The chat page: a few files inside the binary, served with a policy that lets nothing else in.

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::server::Server;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

pub(super) fn routes() -> Router<Arc<Server>> {
    Router::new()
        .route("/", get(|| part(HTML, include_str!("page/index.html"))))
        .route("/page/chat.css", get(|| part(CSS, include_str!("page/chat.css"))))
        .route("/page/chat.js", get(|| part(SCRIPT, include_str!("page/chat.js"))))
        .route("/page/text.js", get(|| part(SCRIPT, include_str!("page/text.js"))))
        .route("/page/messages.js", get(|| part(SCRIPT, include_str!("page/messages.js"))))
        .route("/page/log.js", get(|| part(SCRIPT, include_str!("page/log.js"))))
        .route("/page/clock.js", get(|| part(SCRIPT, include_str!("page/clock.js"))))
}

async fn part(kind: &'static str, content: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, content).into_response()
}
