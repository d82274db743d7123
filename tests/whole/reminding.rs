//! A reminder from the menu to its receipt, with the clock moved to the hour that the bot has told.

use crate::stage::{PATIENCE, Stage, within};

#[tokio::test]
async fn a_reminder_comes_at_the_hour_that_the_clock_page_jumps_to() {
    let stage = Stage::new().await;
    let mut bot = stage.bot(&[]).await;
    let ada = stage.control.person("Ada").await;
    ada.sets_up().await;
    ada.asks("/reminders", "Tap a kind").await;
    ada.asks("Move", "This would be your plan").await;
    ada.asks("yes, switch it on", "Move is on").await;
    let next = within(PATIENCE, "the bot tells its next ring", async || {
        let time = stage.control.get("/simulator/clock").await;
        let (next, now) = (time["next"].as_i64()?, time["now"].as_i64()?);
        (next > now).then_some(next - now)
    })
    .await;
    assert!(next <= 24 * 3600, "{next} seconds away");
    stage.control.forward(next).await;
    let reminder = ada.hears("Time to get up").await;
    let done = reminder.buttons.iter().find(|(label, _)| label == "Done").unwrap();
    ada.presses(&reminder, &done.1).await;
    within(PATIENCE, "the receipt", async || {
        let edits = stage.control.calls("editMessageText").await;
        edits.iter().rev().find_map(|call| {
            let text = call["parameters"]["text"].as_str()?;
            (call["parameters"]["message_id"] == reminder.id && text.starts_with("Move: done")).then_some(())
        })
    })
    .await;
    bot.stop().await;
}
