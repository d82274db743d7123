//! `getUpdates`: confirming by offset, waiting for news, and the conflict of two pollers.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::ledger::Change;
use super::parameters::Parameters;
use super::refusal::{Answer, Refusal};
use super::server::Server;
use super::telegram::Telegram;

const LONGEST_POLL: u64 = 50;

/// Answers at once when there is something, else when something comes or the time is over.
pub(super) async fn get_updates(server: &Server, parameters: &Parameters) -> Answer {
    let mut changes = server.changes();
    let turn = begin(&mut server.telegram(), parameters)?;
    // An older poll that still waits hears of us now, and ends.
    server.announce();
    let limit = parameters.integer("limit").unwrap_or(100).clamp(1, 100) as usize;
    let seconds = parameters.integer("timeout").unwrap_or(0).clamp(0, LONGEST_POLL as i64) as u64;
    let deadline = Instant::now() + Duration::from_secs(seconds);
    loop {
        {
            let telegram = server.telegram();
            if telegram.updates.poll != turn {
                return Err(Refusal::conflict());
            }
            let batch = telegram.updates.first(limit);
            if !batch.is_empty() {
                return Ok(json!(batch));
            }
        }
        tokio::select! {
            _ = changes.changed() => {}
            () = tokio::time::sleep_until(deadline) => return Ok(json!([])),
            () = server.stopped() => return Ok(json!([])),
        }
    }
}

/// Confirms what the offset confirms, remembers what is allowed, and makes this the newest poll.
fn begin(telegram: &mut Telegram, parameters: &Parameters) -> Result<u64, Refusal> {
    let mut changes = Vec::new();
    if let Some(allowed) = parameters.structure("allowed_updates")?.filter(Value::is_array) {
        let key = "allowed_updates".to_owned();
        if telegram.profile.get(&key) != Some(&allowed) {
            changes.push(Change::Profile { key, value: allowed });
        }
    }
    let offset = parameters.integer("offset").unwrap_or(0);
    let confirmed = telegram.updates.confirmed_by(offset, telegram.clock.now());
    changes.extend(confirmed.map(|below| Change::Confirmed { below }));
    if !changes.is_empty() {
        telegram.record(changes)?;
    }
    telegram.updates.poll += 1;
    Ok(telegram.updates.poll)
}
