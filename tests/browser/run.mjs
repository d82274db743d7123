// The real program, its simulator and a real browser: what a person sees when they try the bot.
//
// Usage: npm install && CHARLEY_BIN=../../target/debug/charley npm test
// Environment: CHARLEY_BIN (the program), CHROMIUM (default /usr/bin/chromium), CHARLEY_URL (a page that runs already;
// then nothing is started). Screenshots go to screenshots/. Exit code 1 on the first thing that is not as expected.

import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Chat, openBrowser } from "./chat.mjs";
import { conversation } from "./conversation.mjs";
import { days } from "./days.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const screenshots = join(here, "screenshots");
const PROGRAM = resolve(process.env.CHARLEY_BIN ?? join(here, "../../target/debug/charley"));
const START_MS = 30_000;

/** Starts the program in folders of its own and waits for the address of its page. */
async function startProgram(folder) {
  const env = { ...process.env, CHARLEY_DATA: join(folder, "data"), CHARLEY_KEY_FILE: join(folder, "key") };
  delete env.TELOXIDE_TOKEN;
  const args = ["simulate", "--port", "0", "--sample-life", "--folder", join(folder, "telegram")];
  const program = spawn(PROGRAM, args, { env, cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  const failed = new Promise((_, reject) => {
    program.once("error", reject);
    program.once("exit", (code) => reject(new Error(`the program ended with code ${code}`)));
    setTimeout(() => reject(new Error("the program printed no address")), START_MS).unref();
  });
  failed.catch(() => {});
  return { program, url: await Promise.race([pageAddress(program), failed]) };
}

async function pageAddress(program) {
  const lines = createInterface({ input: program.stdout });
  for await (const line of lines) {
    const address = line.match(/http:\/\/127\.0\.0\.1:\d+\//);
    if (address) {
      // Read on, or the program would stop at a full pipe.
      program.stdout.resume();
      return address[0];
    }
  }
  throw new Error("the program printed no address");
}

/** Moves the clock on to noon in Berlin: at night less is asked, and what is seen must not hang on the hour. */
async function toNoon(url) {
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Berlin", hour: "2-digit", hourCycle: "h23" });
  const hours = (12 - Number(clock.format(new Date())) + 24) % 24;
  const body = JSON.stringify({ advance: hours * 3600 });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(new URL("simulator/clock", url), { method: "POST", headers, body });
  if (!answer.ok) throw new Error(`the clock could not be moved: ${answer.status}`);
}

async function stopProgram(program) {
  if (program.exitCode !== null) return;
  program.kill("SIGINT");
  const grace = setTimeout(() => program.kill("SIGKILL"), 5000);
  await once(program, "exit");
  clearTimeout(grace);
}

async function main() {
  mkdirSync(screenshots, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "charley-browser-"));
  const started = process.env.CHARLEY_URL ? { url: process.env.CHARLEY_URL } : await startProgram(folder);
  if (started.program) await toNoon(started.url);
  const browser = await openBrowser();
  const chat = new Chat(browser, started.url, screenshots);
  try {
    await chat.open();
    await conversation(chat);
    await days(chat);
    chat.expectNoErrors();
    console.log("The conversation and the days between went as expected.");
  } catch (error) {
    await chat.shot("failure");
    console.error(await chat.transcript());
    throw error;
  } finally {
    await browser.close();
    if (started.program) await stopProgram(started.program);
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  console.error(error);
  process.exit(1);
}
