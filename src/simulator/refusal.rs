//! A refused call, in the words and codes Telegram uses. Never decides when to refuse.

use serde_json::{Value, json};

/// What a method gives back.
pub(super) type Answer = Result<Value, Refusal>;

/// `ok: false`, with its code and description.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub(super) code: u16,
    pub(super) description: String,
    pub(super) retry_after: Option<u64>,
}

impl Refusal {
    pub(super) fn bad(what: impl std::fmt::Display) -> Refusal {
        Refusal { code: 400, description: format!("Bad Request: {what}"), retry_after: None }
    }

    pub(super) fn forbidden(what: &str) -> Refusal {
        Refusal { code: 403, description: format!("Forbidden: {what}"), retry_after: None }
    }

    pub(super) fn plain(code: u16, description: &str) -> Refusal {
        Refusal { code, description: description.to_owned(), retry_after: None }
    }

    pub(super) fn too_many(seconds: u64) -> Refusal {
        let description = format!("Too Many Requests: retry after {seconds}");
        Refusal { code: 429, description, retry_after: Some(seconds) }
    }

    pub(super) fn conflict() -> Refusal {
        let other = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
        Refusal::plain(409, other)
    }

    pub(super) fn body(&self) -> Value {
        let mut body = json!({"ok": false, "error_code": self.code, "description": self.description});
        if let Some(seconds) = self.retry_after {
            body["parameters"] = json!({"retry_after": seconds});
        }
        body
    }
}
