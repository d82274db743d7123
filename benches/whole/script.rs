//! What every person does, and what the bot answered when it was written down: from "/start" to the card of a cramp.
//!
//! Written down from the bot itself, so that the floor makes the same calls.

use std::path::Path;

use serde_json::{Value, json};

use crate::common::Outcome;
use crate::stand_in::StandIn;

pub const FIRST_CHAT: i64 = 1_000_000_000;
/// Far longer than any walk.
const MOST_STEPS: usize = 80;

#[derive(Clone)]
pub struct Step {
    pub does: Does,
    /// Method and body of every call that answered, for the first chat.
    pub calls: Vec<(String, String)>,
}

#[derive(Clone)]
pub enum Does {
    Say(String),
    Press(String),
}

impl Step {
    fn new(does: Does) -> Step {
        Step { does, calls: Vec::new() }
    }

    /// The word or the button's data: what tells one step from all others.
    pub fn trigger(&self) -> &str {
        let (Does::Say(text) | Does::Press(text)) = &self.does;
        text
    }

    /// Messages that answer it; edits and ended spinners are not waited for.
    pub fn messages(&self) -> usize {
        self.calls.iter().filter(|(method, _)| method == "sendmessage").count()
    }

    pub fn update(&self, id: i64, chat: i64, message: i64) -> String {
        let person = json!({ "id": chat, "is_bot": false, "first_name": "A", "language_code": "en" });
        let room = json!({ "id": chat, "type": "private", "first_name": "A" });
        match &self.does {
            Does::Say(text) => json!({ "update_id": id, "message": {
                "message_id": message, "date": now(), "chat": room, "from": person, "text": text,
            } }),
            Does::Press(data) => json!({ "update_id": id, "callback_query": {
                "id": id.to_string(), "from": person, "chat_instance": "1", "data": data,
                "message": { "message_id": message, "date": now(), "chat": room, "text": "as it was sent" },
            } }),
        }
        .to_string()
    }
}

fn now() -> u64 {
    std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(0, |age| age.as_secs())
}

/// Walks one person through and writes down what happens.
pub async fn write_down(server: &StandIn) -> Outcome<Vec<Step>> {
    let mut steps: Vec<Step> = Vec::new();
    let opening = [Does::Say("/start".into()), Does::Press("m.setup".into())];
    for does in opening {
        steps.push(seen(server, does).await?);
    }
    while let Some(data) = steps.last().and_then(|step| button(step, &["m.consent", "m.country", "m.zone"])) {
        steps.push(seen(server, Does::Press(data)).await?);
    }
    steps.push(seen(server, Does::Say("/cramp".into())).await?);
    while let Some(data) = steps.last().and_then(|step| button(step, &["1."])) {
        if steps.len() > MOST_STEPS {
            return Err("the conversation does not end".into());
        }
        steps.push(seen(server, Does::Press(data)).await?);
    }
    Ok(steps)
}

async fn seen(server: &StandIn, does: Does) -> Outcome<Step> {
    let mut step = Step::new(does);
    step.calls = server.observe(&step, FIRST_CHAT).await;
    if step.messages() == 0 {
        return Err(format!("\"{}\" was not answered", step.trigger()).into());
    }
    Ok(step)
}

/// "None of these" where it is offered, else the first button that begins so.
fn button(step: &Step, beginnings: &[&str]) -> Option<String> {
    let last = step.calls.iter().rev().find(|(method, _)| method == "sendmessage")?;
    let body: Value = serde_json::from_str(&last.1).ok()?;
    let rows = body["reply_markup"]["inline_keyboard"].as_array()?;
    let buttons: Vec<&str> =
        rows.iter().filter_map(Value::as_array).flatten().filter_map(|one| one["callback_data"].as_str()).collect();
    let fitting = |data: &&&str| beginnings.iter().any(|beginning| data.starts_with(beginning));
    let none = buttons.iter().filter(fitting).find(|data| data.ends_with("._none"));
    none.or_else(|| buttons.iter().find(fitting)).map(|data| (*data).to_owned())
}

/// For the floor, which runs as a process of its own: by trigger, method and body of each call.
pub fn save(script: &[Step], file: &Path) -> Outcome {
    let plan: Vec<Value> = script.iter().map(|step| json!([step.trigger(), step.calls])).collect();
    Ok(std::fs::write(file, Value::Array(plan).to_string())?)
}
