//! Presses of inline buttons: each may be answered once, within fifteen minutes of the civil clock.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::ledger::Change;
use super::parameters::Parameters;
use super::refusal::{Answer, Refusal};
use super::telegram::Telegram;

const ANSWERED_WITHIN: i64 = 15 * 60;

/// Past this many the old ones are forgotten.
const KEPT: usize = 2_000;

/// One callback query.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Press {
    pub(super) id: String,
    pub(super) chat: i64,
    pub(super) at: i64,
    pub(super) answered: bool,
}

/// The presses that may still be answered.
#[derive(Debug, Default)]
pub(super) struct Presses(HashMap<String, Press>);

impl Presses {
    pub(super) fn put(&mut self, press: Press) {
        if self.0.len() >= KEPT {
            let oldest = press.at - ANSWERED_WITHIN;
            self.0.retain(|_, other| other.at >= oldest && !other.answered);
        }
        self.0.insert(press.id.clone(), press);
    }

    fn open(&self, id: &str, now: i64) -> Option<&Press> {
        self.0.get(id).filter(|press| !press.answered && press.at >= now - ANSWERED_WITHIN)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Press> {
        self.0.values()
    }
}

/// `answerCallbackQuery`
pub(super) fn answer(telegram: &mut Telegram, parameters: &Parameters) -> Answer {
    let id = parameters.text("callback_query_id").unwrap_or_default();
    let text = parameters.text("text").unwrap_or_default();
    if text.encode_utf16().count() > 200 {
        return Err(Refusal::bad("MESSAGE_TOO_LONG"));
    }
    let now = telegram.clock.now();
    let Some(press) = telegram.presses.open(&id, now) else {
        return Err(Refusal::bad("query is too old and response timeout expired or query ID is invalid"));
    };
    let press = Press { answered: true, ..press.clone() };
    let chat = press.chat;
    telegram.record(vec![Change::Press { press }])?;
    telegram.changes.toast(chat, &text, parameters.flag("show_alert"));
    Ok(json!(true))
}
