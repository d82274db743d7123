//! Telegram: the only place that names teloxide. Events come in, requests go out, nothing else is known here.
//!
//! teloxide gives the client and the typed payloads; every call goes through [`Telegram::call`], which sends the
//! payload as JSON and reads only what we need of the answer. teloxide's own `send` sleeps ten seconds on every
//! 5xx, reports a message that *was* sent as an error when the reply has a field it does not know, and drops the
//! error code; an aid in a cramp can afford none of the three. Never logs or returns a token, an address that holds
//! one, a text or a name; never sees the store or the content.

pub mod greet;
pub mod incoming;
pub mod outgoing;
pub mod poll;
mod upload;

use std::sync::Arc;
use std::time::Duration;

use log::debug;
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url, header};
use serde::{Deserialize, Serialize};
use teloxide::Bot;
use teloxide::payloads::{AnswerCallbackQuery, EditMessageReplyMarkup, EditMessageText, GetUpdates, SendMessage};
use teloxide::requests::Payload;
use thiserror::Error;

use crate::config::{Secret, is_loopback};

/// How long one `getUpdates` is held open by Telegram, in seconds.
const POLL_SECONDS: u32 = 50;
/// Longer than a poll, so that a poll without news is not a failure.
const POLL_TIMEOUT: Duration = Duration::from_secs(65);
const SEND_TIMEOUT: Duration = Duration::from_secs(10);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// The longest reply that is read: a hundred updates of the longest messages are well below it.
const MOST_BYTES: usize = 16 << 20;

/// One connection pool to the Bot API.
#[derive(Clone)]
pub struct Telegram {
    bot: Bot,
    /// The addresses of what is called all the time: reading one out of a text costs as much as writing a message.
    addresses: Arc<[(&'static str, Url)]>,
}

const CALLED_OFTEN: [&str; 5] = [
    GetUpdates::NAME,
    SendMessage::NAME,
    EditMessageText::NAME,
    EditMessageReplyMarkup::NAME,
    AnswerCallbackQuery::NAME,
];

/// The client cannot be set up at all.
#[derive(Debug, Error)]
#[error("the HTTPS client cannot be set up: {0}")]
pub struct NoClient(reqwest::Error);

/// What came of a call.
#[derive(Debug)]
pub(crate) enum Answer {
    /// `ok: true`; the body, perhaps unreadable behind that. `whole`: all of it arrived.
    Done { body: Vec<u8>, whole: bool },
    /// `ok: false`: known not to have been done, except with a code of 500 and above.
    Refused(Refusal),
    /// A time-out or an unreadable reply: it may have been done.
    Uncertain(Fault),
    /// No connection: it was not done.
    NotSent,
}

/// Why there is no readable answer; for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    TimedOut,
    BrokenOff,
    Unreadable(u16),
}

/// Telegram's no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: u16,
    /// For classification only: it may quote what was sent.
    pub(crate) description: String,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) migrate_to: Option<i64>,
}

impl Telegram {
    /// The client that waits for updates.
    ///
    /// # Errors
    /// When the machine offers no way to open TLS connections.
    pub fn for_polling(token: &Secret, api_url: &Url) -> Result<Self, NoClient> {
        Self::with_timeout(token, api_url, POLL_TIMEOUT)
    }

    /// The client that sends.
    ///
    /// # Errors
    /// When the machine offers no way to open TLS connections.
    pub fn for_sending(token: &Secret, api_url: &Url) -> Result<Self, NoClient> {
        Self::with_timeout(token, api_url, SEND_TIMEOUT)
    }

    fn with_timeout(token: &Secret, api_url: &Url, timeout: Duration) -> Result<Self, NoClient> {
        let mut builder = Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(timeout)
            .tcp_nodelay(true)
            .redirect(reqwest::redirect::Policy::none());
        if is_loopback(api_url) {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|error| NoClient(error.without_url()))?;
        let bot = Bot::with_client(token.reveal(), client).set_api_url(api_url.clone());
        let addresses =
            CALLED_OFTEN.into_iter().filter_map(|method| Some((method, address(&bot, method).parse().ok()?)));
        Ok(Telegram { addresses: addresses.collect(), bot })
    }

    /// One request; never repeats it by itself.
    pub(crate) async fn call<P: Payload + Serialize>(&self, payload: &P) -> Answer {
        let Ok(body) = serde_json::to_vec(payload) else {
            // Our payloads always serialise; were one not to, repeating it would not help.
            return Answer::Refused(Refusal::bad_request());
        };
        let request = self.post(P::NAME).header(header::CONTENT_TYPE, "application/json").body(body);
        self.send(P::NAME, request).await
    }

    fn post(&self, method: &'static str) -> RequestBuilder {
        let client = self.bot.client();
        match self.addresses.iter().find(|(known, _)| *known == method) {
            Some((_, url)) => client.post(url.clone()),
            None => client.post(address(&self.bot, method)),
        }
    }

    async fn send(&self, method: &'static str, request: RequestBuilder) -> Answer {
        let answer = match request.send().await {
            Ok(response) => read(response).await,
            Err(error) if error.is_connect() => Answer::NotSent,
            Err(error) if error.is_timeout() => Answer::Uncertain(Fault::TimedOut),
            Err(_) => Answer::Uncertain(Fault::BrokenOff),
        };
        if let Answer::Uncertain(fault) = &answer {
            debug!("{method}: {fault:?}");
        }
        answer
    }
}

/// Keeps a path prefix of the API address, as a server behind a proxy has.
fn address(bot: &Bot, method: &str) -> String {
    format!("{}/bot{}/{method}", bot.api_url().as_str().trim_end_matches('/'), bot.token())
}

async fn read(mut response: Response) -> Answer {
    let status = response.status();
    let mut body = Vec::new();
    let fault = loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() <= MOST_BYTES => body.extend_from_slice(&chunk),
            Ok(Some(_)) => break Some(Fault::Unreadable(status.as_u16())),
            Ok(None) => break None,
            Err(error) if error.is_timeout() => break Some(Fault::TimedOut),
            Err(_) => break Some(Fault::BrokenOff),
        }
    };
    understand(status, body, fault)
}

/// What a body says, however much of it arrived.
fn understand(status: StatusCode, body: Vec<u8>, fault: Option<Fault>) -> Answer {
    match serde_json::from_slice::<Reply>(&body) {
        Ok(reply) if reply.ok => Answer::Done { body, whole: true },
        Ok(reply) => Answer::Refused(reply.refusal(status)),
        // Cut off or odd behind a clear yes: it was done.
        Err(_) if begins_with_yes(&body) => Answer::Done { body, whole: fault.is_none() },
        // A proxy in between said "too many" without Telegram's JSON.
        Err(_) if status == StatusCode::TOO_MANY_REQUESTS => Answer::Refused(Refusal::too_many()),
        Err(_) => Answer::Uncertain(fault.unwrap_or(Fault::Unreadable(status.as_u16()))),
    }
}

fn begins_with_yes(body: &[u8]) -> bool {
    let start: Vec<u8> = body.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).take(10).collect();
    start == br#"{"ok":true"#
}

/// The part of every reply that says whether it worked.
#[derive(Deserialize)]
struct Reply {
    ok: bool,
    #[serde(default)]
    error_code: Option<u16>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    #[serde(default)]
    retry_after: Option<u64>,
    #[serde(default)]
    migrate_to_chat_id: Option<i64>,
}

impl Reply {
    fn refusal(self, status: StatusCode) -> Refusal {
        let parameters = self.parameters.as_ref();
        Refusal {
            code: self.error_code.unwrap_or(status.as_u16()),
            retry_after: parameters.and_then(|all| all.retry_after).map(Duration::from_secs),
            migrate_to: parameters.and_then(|all| all.migrate_to_chat_id),
            description: self.description.unwrap_or_default(),
        }
    }
}

impl Refusal {
    fn bad_request() -> Self {
        Refusal { code: 400, description: String::new(), retry_after: None, migrate_to: None }
    }

    fn too_many() -> Self {
        Refusal { code: 429, ..Self::bad_request() }
    }

    fn says(&self, words: &str) -> bool {
        self.description.to_ascii_lowercase().contains(words)
    }
}

/// The `result` of a body that says yes.
#[derive(Deserialize)]
struct Outcome<T> {
    result: T,
}

fn result<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Option<T> {
    serde_json::from_slice::<Outcome<T>>(body).ok().map(|body| body.result)
}

#[cfg(test)]
mod tests {
    use super::{Answer, Fault, understand};
    use reqwest::StatusCode;
    use std::time::Duration;

    fn heard(status: u16, body: &str) -> Answer {
        understand(StatusCode::from_u16(status).unwrap(), body.as_bytes().to_vec(), None)
    }

    #[test]
    fn a_yes_is_a_yes_even_when_the_rest_is_cut_off() {
        assert!(matches!(heard(200, r#"{"ok": true, "result": {"message_id": 5, "chat": {"ty"#), Answer::Done { .. }));
        assert!(matches!(
            heard(200, r#"{"ok":true,"result":{"message_id":5,"new_field":[1,{}]}}"#),
            Answer::Done { .. }
        ));
    }

    #[test]
    fn a_page_of_a_proxy_is_no_answer() {
        assert!(matches!(heard(502, "<html>Bad Gateway"), Answer::Uncertain(Fault::Unreadable(502))));
        assert!(matches!(heard(429, "slow down"), Answer::Refused(refusal) if refusal.code == 429));
    }

    #[test]
    fn a_no_keeps_its_code_and_its_waiting_time() {
        let said = r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}"#;
        let Answer::Refused(refusal) = heard(429, said) else { panic!("refused") };
        assert_eq!((refusal.code, refusal.retry_after), (429, Some(Duration::from_secs(7))));
    }
}
