// The conversation itself, in the order a person has it: set up, a cramp to its card, typed words, Back, a reload.

import { strict as assert } from "node:assert";

export async function conversation(chat) {
  await chat.shot("empty");
  await chat.start();
  await chat.waitForBot(/I am a program, not a doctor/);
  await setUp(chat);
  await cramp(chat);
  await diary(chat);
}

async function setUp(chat) {
  await chat.press("Set me up");
  await chat.waitForBot(/May I keep a diary/);
  await chat.shot("consent");
  await chat.press("Yes, keep my diary");
  await chat.waitForBot(/Which country/);
  await chat.say("Germany");
  await chat.waitForBot(/I will name 112/);
  await chat.waitForBot(/Kept: Europe\/Berlin/);
}

async function cramp(chat) {
  await chat.press("I have a cramp");
  await chat.waitForBot(/Pull your toes/);
  await chat.shot("relief");
  await chat.press("It let go");
  for (let screen = 0; screen < 4; screen += 1) {
    await chat.waitForButton("None of these");
    if (screen === 1) {
      await chat.reload();
    }
    await chat.press("None of these", { settles: true });
  }
  await chat.waitForBot(/Where did it cramp/);
  await chat.press("Foot", { settles: true });
  await chat.waitForBot(/Which leg/);
  await chat.press("Back", { settles: true });
  await chat.press("Calf", { settles: true });
  await chat.say("the moon");
  await chat.waitForBot(/Kept as a note/);
  await chat.say("left");
  await chat.waitForBot(/How bad was it/);
  await chat.say("7/10");
  await finish(chat);
  await chat.shot("card");
}

/** Answers "Not sure" to whatever else is asked until the card comes. */
async function finish(chat) {
  for (let question = 0; question < 30; question += 1) {
    await chat.waitForBot(/./);
    const { text, buttons } = await chat.lastBotMessage();
    if (/look after this at home|Book an appointment|Be seen by a doctor/.test(text)) {
      return;
    }
    assert.ok(buttons.includes("Not sure"), `a question or the card, but: ${text}`);
    await chat.press("Not sure", { settles: true });
  }
  assert.fail("no card after 30 questions");
}

async function diary(chat) {
  await chat.say("/diary");
  await chat.waitForBot(/cramp, .*calf/i);
  await chat.reload();
  await chat.shot("diary");
}
