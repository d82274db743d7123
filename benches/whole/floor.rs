//! The floor: the cheapest bot there is with the same HTTP client. Keeps nothing, decides nothing, and answers each update
//! with the calls that Charley was seen to make.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use reqwest::{Client, header};
use serde_json::Value;
use tokio::sync::Semaphore;

use crate::common::Outcome;
use crate::script::FIRST_CHAT;

/// As many as Charley has.
const MOST_IN_FLIGHT: usize = 64;

type Plan = HashMap<String, Vec<(String, String)>>;

/// Never returns but for an error; the bench ends the process.
pub async fn run(server: &str, plan: &Path) -> Outcome {
    let plan: Vec<(String, Vec<(String, String)>)> = serde_json::from_str(&std::fs::read_to_string(plan)?)?;
    let plan: Arc<Plan> = Arc::new(plan.into_iter().collect());
    let client = Client::builder().tcp_nodelay(true).no_proxy().build()?;
    let base: Arc<str> = format!("{server}/bot1:floor").into();
    let places = Arc::new(Semaphore::new(MOST_IN_FLIGHT));
    let mut offset = 0;
    loop {
        let body =
            call(&client, &base, "GetUpdates", format!(r#"{{"offset":{offset},"limit":100,"timeout":50}}"#)).await?;
        let answer: Value = serde_json::from_slice(&body)?;
        for update in answer["result"].as_array().into_iter().flatten() {
            offset = update["update_id"].as_i64().unwrap_or(0) + 1;
            let (client, base, plan, places) = (client.clone(), base.clone(), plan.clone(), places.clone());
            let press = &update["callback_query"];
            let (chat, trigger) = match press["data"].as_str() {
                Some(data) => (&press["from"]["id"], data),
                None => (&update["message"]["chat"]["id"], update["message"]["text"].as_str().unwrap_or("")),
            };
            let (chat, trigger) = (chat.as_i64().unwrap_or(0).to_string(), trigger.to_owned());
            tokio::spawn(async move {
                for (method, body) in plan.get(&trigger).into_iter().flatten() {
                    let _place = places.acquire().await;
                    let body = body.replacen(&FIRST_CHAT.to_string(), &chat, 1);
                    let answered = call(&client, &base, method, body).await;
                    let sent = answered
                        .is_ok_and(|body| serde_json::from_slice::<Value>(&body).is_ok_and(|json| json["ok"] == true));
                    debug_assert!(sent, "the stand-in never refuses");
                }
            });
        }
    }
}

async fn call(client: &Client, base: &str, method: &str, body: String) -> reqwest::Result<Vec<u8>> {
    let request = client.post(format!("{base}/{method}")).header(header::CONTENT_TYPE, "application/json").body(body);
    Ok(request.send().await?.bytes().await?.into())
}
