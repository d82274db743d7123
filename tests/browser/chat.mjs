// The chat page in a person's hands: say, press, wait, look.

import { strict as assert } from "node:assert";
import { join } from "node:path";
import { chromium } from "playwright-core";

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const PATIENCE_MS = 10_000;
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 860 };

/** A browser with an empty profile, which playwright makes and removes. */
export function openBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

export class Chat {
  constructor(browser, url, screenshots) {
    Object.assign(this, { browser, url, screenshots, errors: [], number: 0 });
  }

  async open() {
    const context = await this.browser.newContext({ viewport: PHONE, locale: "en-GB", timezoneId: "Europe/Berlin" });
    this.page = await context.newPage();
    this.page.setDefaultTimeout(PATIENCE_MS);
    this.page.on("pageerror", (error) => this.errors.push(String(error)));
    this.page.on("console", (line) => { if (line.type() === "error") this.errors.push(line.text()); });
    await this.page.goto(this.url);
    await this.page.getByTestId("chat-tab").first().waitFor();
  }

  /** The Start button of the empty chat. */
  start() {
    return this.page.getByTestId("start").click();
  }

  async say(text) {
    await this.page.getByTestId("input").fill(text);
    await this.page.getByTestId("input").press("Enter");
    await this.page.locator('[data-testid=message][data-from=me] .text', { hasText: text }).last().waitFor();
  }

  /** The newest button with this label, under a message or on the bot's keyboard. */
  button(label) {
    const exact = typeof label === "string" ? new RegExp(`^\\s*(✓ )?${escaped(label)}\\s*$`) : label;
    return this.page.locator("[data-testid=button], [data-testid=reply-key]").filter({ hasText: exact }).last();
  }

  /** `settles`: waits until the bot has said something new. */
  async press(label, { times = 1, settles = false } = {}) {
    const before = await this.botMessages();
    await this.button(label).click({ clickCount: times });
    if (settles) await this.waitForMore(before);
  }

  /** Until the bot has said more than `before` messages. */
  async waitForMore(before) {
    const end = Date.now() + PATIENCE_MS;
    while ((await this.botMessages()) <= before) {
      if (Date.now() > end) throw new Error("the bot said nothing more");
      await this.page.waitForTimeout(50);
    }
  }

  botMessages() {
    return this.page.locator("[data-testid=message][data-from=bot]").count();
  }

  async waitForButton(label) {
    await this.button(label).waitFor();
  }

  async lastBotMessage() {
    const message = this.page.locator("[data-testid=message][data-from=bot]").last();
    const text = await message.locator(".text").innerText();
    const buttons = await message.getByTestId("button").allInnerTexts();
    return { text, buttons, silent: (await message.locator(".silent").count()) > 0 };
  }

  /** Waits until the newest message of the bot (or one edited in place) fits, and returns it. */
  async waitForBot(pattern) {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const texts = await this.page.locator("[data-testid=message][data-from=bot] .text").allInnerTexts();
      const text = texts.slice(-3).findLast((one) => pattern.test(one));
      if (text !== undefined) return text;
      if (Date.now() > end) throw new Error(`the bot did not say ${pattern}; it said last: ${texts.at(-1)}`);
      await this.page.waitForTimeout(50);
    }
  }

  /** Everything must come back from the simulator, word for word. */
  async reload() {
    const before = await this.transcript();
    await this.page.reload();
    await this.page.getByTestId("message").last().waitFor();
    assert.equal(await this.transcript(), before, "a reload shows the same chat");
  }

  /** Turns to the chat of another person of the page. */
  async person(name) {
    await this.page.getByTestId("chat-tab").filter({ hasText: name }).click();
  }

  async waitUntil(holds) {
    const end = Date.now() + PATIENCE_MS;
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`waited in vain: ${holds}`);
      await this.page.waitForTimeout(50);
    }
  }

  /** Until the picture of the newest message that has one is drawn. */
  async waitForPicture() {
    const drawn = (picture) => picture.complete && picture.naturalWidth > 0;
    await this.waitUntil(() => this.page.locator("[data-testid=message] img").last().evaluate(drawn));
  }

  async turnClock(label) {
    await this.page.locator("[data-show=clock]").click();
    await this.page.getByTestId("clock").getByRole("button", { name: label }).click();
    await this.page.locator("[data-show=chat]").click();
  }

  async transcript() {
    const lines = await this.page.getByTestId("message").evaluateAll((messages) => messages.map((message) => {
      const buttons = [...message.querySelectorAll("[data-testid=button]")].map((button) => `[${button.textContent}]`);
      const text = message.querySelector(".content")?.textContent ?? "";
      return `${message.dataset.from === "me" ? ">" : "<"} ${text} ${buttons.join(" ")}`.trimEnd();
    }));
    return lines.join("\n");
  }

  /** The same moment at phone width and on a desk. */
  async shot(name) {
    this.number += 1;
    const file = (width) => join(this.screenshots, `${String(this.number).padStart(2, "0")}-${name}-${width}.png`);
    await this.page.screenshot({ path: file("phone") });
    await this.page.setViewportSize(DESK);
    await this.page.screenshot({ path: file("desk") });
    await this.page.setViewportSize(PHONE);
  }

  expectNoErrors() {
    assert.deepEqual(this.errors, [], "no errors on the page");
  }
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
