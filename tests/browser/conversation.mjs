// The conversation itself, in the order a person has it.

import { strict as assert } from "node:assert";

export async function conversation(chat) {
  await chat.shot("empty");
  await chat.start();
  await chat.waitForBot(/keep what you tell me/i);
  await chat.shot("consent");
  await chat.press("Yes, keep a diary");
  await chat.waitForBot(/^(?!.*\?\s*$)[\s\S]*keep/i);

  await chat.press(/Cramp now/);
  await chat.waitForBot(/Pull your toes/);
  await chat.shot("relief");
  await chat.press("It let go");
  await chat.waitForBot(/Where did it cramp/);
  await chat.reload();
  assert.ok((await chat.lastBotMessage()).buttons.includes("Calf"));
  await chat.press("Calf");
  await chat.waitForBot(/Result/);

  await chat.say("it woke me at three");
  await chat.waitForBot(/woke me at three/);
  await chat.turnClock("+10 minutes");
  await chat.shot("result");
}
