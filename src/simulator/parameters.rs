//! The parameters of a call, however they came: JSON body, query string, urlencoded form or multipart.
//!
//! In all but JSON every value is a string, so numbers, flags and objects are also read out of strings, as Telegram
//! does.

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

use super::refusal::Refusal;

/// Documents up to 50 MB may be sent; a little more for the rest of the form.
const BODY_LIMIT: usize = 51 * 1024 * 1024;

/// A file sent along.
#[derive(Debug)]
pub(super) struct Upload {
    pub(super) field: String,
    pub(super) name: String,
    pub(super) mime: String,
    pub(super) bytes: Bytes,
}

/// All parameters of one call.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    fields: Map<String, Value>,
    uploads: Vec<Upload>,
}

impl Parameters {
    pub(super) async fn read(request: Request) -> Result<Parameters, Refusal> {
        let mut parameters = Parameters::default();
        parameters.add_pairs(request.uri().query().unwrap_or_default());
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.to_ascii_lowercase();
        if kind.starts_with("multipart/form-data") {
            parameters.add_multipart(request).await?;
            return Ok(parameters);
        }
        let body = axum::body::to_bytes(request.into_body(), BODY_LIMIT).await;
        let body = body.map_err(|_| Refusal::plain(413, "Request Entity Too Large"))?;
        if kind.starts_with("application/json") && !body.is_empty() {
            parameters.add_json(&body)?;
        } else if kind.starts_with("application/x-www-form-urlencoded") {
            parameters.add_pairs(&String::from_utf8_lossy(&body));
        }
        Ok(parameters)
    }

    fn add_pairs(&mut self, pairs: &str) {
        for pair in pairs.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            self.fields.insert(decode(name), Value::String(decode(value)));
        }
    }

    fn add_json(&mut self, body: &[u8]) -> Result<(), Refusal> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => self.fields.extend(fields),
            _ => return Err(Refusal::bad("can't parse JSON object")),
        }
        Ok(())
    }

    async fn add_multipart(&mut self, request: Request) -> Result<(), Refusal> {
        let unreadable = |_| Refusal::bad("can't parse multipart/form-data");
        let mut form =
            Multipart::from_request(with_limit(request), &()).await.map_err(|_| Refusal::bad("no boundary"))?;
        while let Some(field) = form.next_field().await.map_err(unreadable)? {
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                None => {
                    self.fields.insert(name, Value::String(field.text().await.map_err(unreadable)?));
                }
                Some(file) => {
                    let mime = field.content_type().unwrap_or("application/octet-stream").to_owned();
                    let bytes = field.bytes().await.map_err(unreadable)?;
                    self.uploads.push(Upload { field: name, name: file, mime, bytes });
                }
            }
        }
        Ok(())
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        match self.fields.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            other => Some(other.to_string()),
        }
    }

    pub(super) fn integer(&self, name: &str) -> Option<i64> {
        match self.fields.get(name)? {
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_i64(),
        }
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        match self.fields.get(name) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => matches!(text.to_ascii_lowercase().as_str(), "true" | "yes" | "1"),
            Some(Value::Number(number)) => number.as_i64() != Some(0),
            _ => false,
        }
    }

    /// An object or a list, as such or as JSON in a string.
    pub(super) fn structure(&self, name: &str) -> Result<Option<Value>, Refusal> {
        match self.fields.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => match serde_json::from_str(text) {
                Ok(value) => Ok(Some(value)),
                Err(_) => Err(Refusal::bad(format!("can't parse {} JSON object", name.replace('_', " ")))),
            },
            Some(value) => Ok(Some(value.clone())),
        }
    }

    /// The chat's number, if it was given as one.
    pub(super) fn chat(&self) -> Option<i64> {
        self.integer("chat_id")
    }

    /// The file of a field: sent under the field's own name, or attached under another that the field names.
    pub(super) fn upload(&self, field: &str) -> Option<&Upload> {
        let text = self.text(field);
        let attached = text.as_deref().and_then(|text| text.strip_prefix("attach://"));
        let name = attached.unwrap_or(field);
        self.uploads.iter().find(|upload| upload.field == name)
    }

    /// For the journal: everything but the bytes of files.
    pub(super) fn shown(&self) -> Value {
        let mut shown = self.fields.clone();
        for upload in &self.uploads {
            let file = json!({"file_name": upload.name, "mime_type": upload.mime, "bytes": upload.bytes.len()});
            shown.insert(upload.field.clone(), file);
        }
        Value::Object(shown)
    }
}

/// The framework's own limit of 2 MB is below Telegram's.
fn with_limit(mut request: Request) -> Request {
    use axum::extract::DefaultBodyLimit;
    DefaultBodyLimit::max(BODY_LIMIT).apply(&mut request);
    request
}

/// Percent decoding, with `+` for a space.
pub(super) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        rest = tail;
        let escaped = if first == b'%' { tail.get(..2).and_then(hexadecimal) } else { None };
        match escaped {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => bytes.push(if first == b'+' { b' ' } else { first }),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(digits).ok()?;
    u8::from_str_radix(digits, 16).ok()
}
