// The conversation itself, in the order a person has it: set up, a cramp to its card, typed words, Back, a reload, an alarm.

import { strict as assert } from "node:assert";

export async function conversation(chat) {
  await chat.shot("empty");
  await chat.start();
  await chat.waitForBot(/I am a program, not a doctor/);
  await setUp(chat);
  await cramp(chat);
  await diary(chat);
  await alarm(chat);
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
  await chat.press("It let go", { settles: true });
  await chat.reload();
  const seen = await answerUntilTheCard(chat, {
    "Where did it cramp": (chat) => tick(chat, "Foot"),
    "How bad was it": goBackAndAnswerInWords,
  });
  assert.ok(seen.has("Where did it cramp") && seen.has("How bad was it"), `asked: ${[...seen]}`);
  await chat.shot("card");
}

/** Ticks a line of a list, sees the tick, and is done. */
async function tick(chat, label) {
  await chat.press(label);
  await chat.waitForButton(`✓ ${label}`);
  await chat.press("Done", { settles: true });
}

/** Goes back a question and forward again, misses once, and answers in words. */
async function goBackAndAnswerInWords(chat) {
  await chat.press("Back", { settles: true });
  let { text, buttons } = await chat.lastBotMessage();
  assert.ok(!text.includes("How bad was it"), `Back asks the question before, but: ${text}`);
  while (!text.includes("How bad was it")) {
    await chat.press(wayOn(buttons), { settles: true });
    ({ text, buttons } = await chat.lastBotMessage());
  }
  await chat.say("the moon");
  await chat.waitForBot(/Kept as a note/);
  await chat.say("7/10");
}

function wayOn(buttons) {
  return ["None of these", "Advice now", "Done", "Not sure", "No"].find((label) => buttons.includes(label));
}

/** Known questions are answered as given, lists with none of it, everything else with "Not sure". */
async function answerUntilTheCard(chat, answers) {
  const seen = new Set();
  for (let question = 0; question < 40; question += 1) {
    const { text, buttons } = await chat.lastBotMessage();
    if (/look after this at home|Book an appointment|Be seen by a doctor/.test(text)) return seen;
    const known = Object.keys(answers).find((start) => text.includes(start) && !seen.has(start));
    if (known) {
      seen.add(known);
      const before = await chat.botMessages();
      await answers[known](chat);
      await chat.waitForMore(before);
    } else {
      const way = wayOn(buttons);
      assert.ok(way, `a question or the card, but: ${text} [${buttons}]`);
      await chat.press(way, { settles: true });
    }
  }
  return assert.fail("no card after 40 questions");
}

async function diary(chat) {
  await chat.say("/diary");
  await chat.waitForBot(/cramp, .*foot.*pain 7/i);
  await chat.reload();
  await chat.shot("diary");
}

/** Danger told at a question about a number: the card comes at once, and once it is not so the question is back. */
async function alarm(chat) {
  await chat.say("/cramp");
  await chat.waitForBot(/Pull your toes/);
  await chat.press("It let go", { settles: true });
  await answerUntil(chat, "How bad was it");
  await chat.say("my chest hurts and i cant breathe");
  await chat.waitForBot(/Call your local emergency number|Call 112/);
  await chat.shot("alarm");
  const before = await chat.botMessages();
  await chat.press("That is not so");
  // What was taken back, and the question again.
  await chat.waitForMore(before + 1);
  assert.match((await chat.lastBotMessage()).text, /How bad was it/);
  await chat.shot("alarm-taken-back");
  await chat.say("4");
  await chat.waitForMore(before + 2);
  await answerUntil(chat, /look after this at home|Book an appointment|Be seen by a doctor/);
}

/** Answers like somebody without warning signs until the bot says this. */
async function answerUntil(chat, words) {
  for (let question = 0; question < 40; question += 1) {
    const { text, buttons } = await chat.lastBotMessage();
    if (text.search(words) >= 0) return;
    const way = wayOn(buttons);
    assert.ok(way, `a question or ${words}, but: ${text} [${buttons}]`);
    await chat.press(way, { settles: true });
  }
  assert.fail(`not in 40 questions: ${words}`);
}
