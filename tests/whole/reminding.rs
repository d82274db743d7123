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

#[tokio::test]
async fn a_stretch_is_counted_down_in_one_message() {
    let stage = Stage::new().await;
    let mut bot = stage.bot(&[]).await;
    let ada = stage.control.person("Ada").await;
    let relief = ada.asks("/cramp", "Sit up").await;
    ada.presses(&relief, "m.hold.relief").await;
    let count = ada.hears("30 seconds left").await;
    for words in ["20 seconds left", "10 seconds left", "The hold is over. Let go slowly."] {
        stage.control.forward(10).await;
        within(PATIENCE, words, async || {
            let edits = stage.control.calls("editMessageText").await;
            let newest = edits.last()?;
            let text = newest["parameters"]["text"].as_str()?;
            (newest["parameters"]["message_id"] == count.id && text.contains(words)).then_some(())
        })
        .await;
    }
    assert_eq!(ada.all().await.iter().filter(|said| said.id > count.id).count(), 0, "a message more");
    // Down in the middle of the next one: what is late is passed over, and nothing comes in a burst.
    ada.presses(&relief, "m.hold.relief").await;
    ada.hears("30 seconds left").await;
    stage.control.quiet().await;
    let before = stage.control.calls("editMessageText").await.len();
    bot.stop().await;
    stage.control.forward(3600).await;
    let mut bot = stage.bot(&[]).await;
    stage.control.quiet().await;
    let burst = stage.control.calls("editMessageText").await.len() - before;
    assert!(burst <= 1, "{burst} changes after the silence");
    bot.stop().await;
}
