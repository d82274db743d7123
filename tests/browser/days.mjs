// The days between: a reminder, its receipt and the day's water; then the month and the week of the sample life.

import { strict as assert } from "node:assert";

export async function days(chat) {
  await reminder(chat);
  await chat.person("Sample, 90 nights");
  await chat.start();
  await chat.waitForBot(/Ready/);
  await month(chat);
  await week(chat);
}

async function reminder(chat) {
  await chat.say("remind me to drink water at 15:00 and 18:00");
  await chat.waitForBot(/Has a doctor told you to limit/);
  await chat.press("No", { settles: true });
  await chat.waitForBot(/This would be your plan/);
  await chat.press("Yes, switch it on", { settles: true });
  await chat.waitForBot(/Water is on/);
  const before = await chat.botMessages();
  await chat.turnClock(/next reminder/);
  await chat.waitForMore(before);
  const { buttons } = await chat.lastBotMessage();
  assert.deepEqual(buttons.slice(0, 2), ["Drank 250 ml", "Later"], `a reminder has its buttons, but: ${buttons}`);
  await chat.shot("reminder");
  await chat.press("Drank 250 ml");
  await chat.waitForBot(/250 ml/);
  await chat.waitUntil(async () => (await chat.lastBotMessage()).buttons.every((label) => label !== "Later"));
  await chat.shot("receipt");
  await chat.say("/water");
  await chat.waitForBot(/Water today/);
  await chat.shot("water");
}

async function month(chat) {
  await chat.say("/diary");
  await chat.waitForBot(/Your last entries/);
  await chat.press("Month", { settles: true });
  await chat.waitForBot(/Each night by the date of its evening/);
  await chat.waitForPicture();
  await chat.shot("month");
}

async function week(chat) {
  await chat.say("/summary week");
  await chat.waitForBot(/Cramps on \d+ of \d+ nights/);
  await chat.shot("week");
}
