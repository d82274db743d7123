//! Uploads: a payload and a file in one multipart form, sent once like every other call.
//!
//! teloxide makes such a form only inside its own `send`, which is not used here; see the room's header.

use std::time::Duration;

use reqwest::multipart::{Form, Part};
use serde::Serialize;
use serde_json::Value;
use teloxide::requests::Payload;

use super::{Answer, Refusal, Telegram};
use crate::engine::attachment::File;

/// A few megabytes over a slow line.
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(60);

impl Telegram {
    /// One request with the file in `field`; never repeats it by itself.
    pub(super) async fn upload<P: Payload + Serialize>(&self, payload: &P, field: &'static str, file: &File) -> Answer {
        match form(payload, field, file) {
            Some(form) => {
                let request = self.post(P::NAME).timeout(UPLOAD_TIMEOUT).multipart(form);
                self.send(P::NAME, request).await
            }
            // Our payloads always serialise; were one not to, repeating it would not help.
            None => Answer::Refused(Refusal::bad_request()),
        }
    }
}

/// Texts as they are, everything else as JSON, as Telegram reads a form.
fn form(payload: &impl Serialize, field: &'static str, file: &File) -> Option<Form> {
    let Ok(Value::Object(fields)) = serde_json::to_value(payload) else { return None };
    let mut form = Form::new();
    for (name, value) in fields.into_iter().filter(|(name, value)| name != field && !value.is_null()) {
        form = match value {
            Value::String(text) => form.text(name, text),
            other => form.text(name, other.to_string()),
        };
    }
    let bytes = Part::bytes(file.bytes.to_vec()).file_name(file.name.clone()).mime_str(file.mime).ok()?;
    Some(form.part(field, bytes))
}
