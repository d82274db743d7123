// The chat: reads everything from the simulator, so that a reload shows the same, and then follows the changes.

import { startClock } from "./clock.js";
import { startLog } from "./log.js";
import { dayNode, make, messageNode } from "./messages.js";

const byId = (id) => document.getElementById(id);
const list = byId("messages");
const input = byId("input");
const state = { chats: [], chat: null, commands: [], seen: 0, unread: new Map(), editing: null, stored: new Map() };

async function ask(method, path, body) {
  const headers = body === undefined ? {} : { "content-type": "application/json" };
  const response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? response.statusText);
  return answer;
}
const get = (path) => ask("GET", path);
const post = (path, body = {}) => ask("POST", path, body);
const here = (deed, body) => post(`/simulator/chats/${state.chat.id}/${deed}`, body);
const clock = startClock(get, post, failed);
const log = startLog(get, (path) => ask("DELETE", path), () => state.chat?.id);

function failed(error) {
  toast(error.message);
}

// People and groups ------------------------------------------------------------------------------------------------

async function readChats() {
  state.chats = (await get("/simulator/chats")).chats;
  if (state.chats.length === 0) {
    const language = (navigator.language || "en").slice(0, 2).toLowerCase();
    state.chats = [await post("/simulator/people", { name: "You", language_code: language })];
  }
  showTabs();
}

function showTabs() {
  byId("chats").replaceChildren(...state.chats.map((chat) => {
    const tab = make("button", "tab", chat.name);
    tab.type = "button";
    tab.dataset.testid = "chat-tab";
    tab.dataset.chat = chat.id;
    tab.ariaPressed = String(chat.id === state.chat?.id);
    const unread = state.unread.get(chat.id);
    if (unread) { const badge = make("span", "badge", String(unread)); badge.title = `${unread} unread`; tab.append(badge); }
    tab.addEventListener("click", () => open(chat.id).catch(failed));
    return tab;
  }));
}

async function open(id) {
  const room = await get(`/simulator/chats/${id}`);
  location.hash = `chat=${id}`;
  state.chat = room.chat;
  state.commands = room.commands;
  state.description = room.description;
  state.seen = Math.max(state.seen, room.change);
  state.unread.delete(id);
  state.stored = new Map(room.messages.map((stored) => [stored.message.message_id, stored]));
  byId("bot-name").textContent = room.name;
  stopEditing();
  closeCommands();
  showChat();
  showMessages();
  showTabs();
  if (byId("log-this").checked) log.again();
}

byId("new-person").addEventListener("click", () => {
  byId("person-form").reset();
  byId("person-form").elements.language.value = (navigator.language || "en").slice(0, 2).toLowerCase();
  byId("person").showModal();
});
byId("person-cancel").addEventListener("click", () => byId("person").close());
byId("person-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const { name, language } = event.target.elements;
  byId("person").close();
  post("/simulator/people", { name: name.value.trim(), language_code: language.value })
    .then(async (chat) => { await readChats(); await open(chat.id); }).catch(failed);
});

// Messages ---------------------------------------------------------------------------------------------------------

function showMessages() {
  const acts = { say, press, correct };
  const nodes = [];
  let day = "";
  const ordered = [...state.stored.values()].sort((one, other) => one.message.message_id - other.message.message_id);
  for (const stored of ordered) {
    const date = new Date(stored.message.date * 1000);
    if (date.toDateString() !== day) nodes.push(dayNode(date));
    day = date.toDateString();
    nodes.push(messageNode(stored, acts));
  }
  list.replaceChildren(...(nodes.length ? nodes : [welcome()]));
  list.scrollTop = list.scrollHeight;
}

// When the keys or the commands take room, the newest message stays in sight.
let atEnd = true;
list.addEventListener("scroll", () => { atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60; });
new ResizeObserver(() => { if (atEnd) list.scrollTop = list.scrollHeight; }).observe(list);

function welcome() {
  const card = make("div", "welcome");
  card.append(make("h2", "", "What can this bot do?"), make("p", "", state.description || "The bot has not set a description yet."));
  return card;
}

/** Puts a message in its place; the rest of the list stays, so that a screen reader hears only what is new. */
function putMessage(stored) {
  const id = stored.message.message_id;
  const known = state.stored.has(id);
  const newest = Math.max(0, ...state.stored.keys());
  state.stored.set(id, stored);
  if (!known && id < newest) return showMessages();
  const node = messageNode(stored, { say, press, correct });
  if (known) replace(list.querySelector(`[data-id="${id}"]`), node);
  else append(node, stored, newest);
  if (stored.by_bot && !known) stopTyping();
  if (atEnd || !known) list.scrollTop = list.scrollHeight;
}

/** Whoever pressed a button by keyboard goes on from the message's new buttons, or from the field. */
function replace(old, node) {
  const focused = old?.contains(document.activeElement);
  old?.replaceWith(node);
  if (focused) (node.querySelector("button.button") ?? input).focus({ preventScroll: true });
}

function append(node, stored, newest) {
  list.querySelector(".welcome")?.remove();
  const before = state.stored.get(newest);
  const date = new Date(stored.message.date * 1000);
  if (!before || new Date(before.message.date * 1000).toDateString() !== date.toDateString()) list.append(dayNode(date));
  list.append(node);
}

function say(text) {
  return here("text", { text, ...sender() }).catch(failed);
}

function press(message, button, node) {
  node.ariaBusy = "true";
  here("press", { message_id: message.message_id, data: button.callback_data, ...sender() }).catch(failed);
}

/** In a group the first person speaks. */
function sender() {
  return state.chat.type === "group" ? { from: state.chats.find((chat) => chat.type === "private").id } : {};
}

// Writing ----------------------------------------------------------------------------------------------------------

byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text) return;
  const editing = state.editing;
  input.value = "";
  stopEditing();
  closeCommands();
  grow();
  if (editing) here("edit", { message_id: editing, text }).catch(failed); else say(text);
});

input.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); byId("composer").requestSubmit(); }
  if (event.key === "Escape") { closeCommands(); stopEditing(); }
});
input.addEventListener("input", () => { grow(); input.value.startsWith("/") ? openCommands(input.value.slice(1)) : closeCommands(); });

function grow() {
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight, 140)}px`;
}

function correct(message) {
  state.editing = message.message_id;
  byId("editing").hidden = false;
  input.value = message.text;
  grow();
  input.focus();
}

function stopEditing() {
  if (state.editing) input.value = "";
  state.editing = null;
  byId("editing").hidden = true;
}
byId("stop-editing").addEventListener("click", stopEditing);

// Commands ---------------------------------------------------------------------------------------------------------

byId("menu").addEventListener("click", () => (byId("commands").hidden ? openCommands("") : closeCommands()));

function openCommands(beginning) {
  const fitting = state.commands.filter((entry) => entry.command.startsWith(beginning));
  byId("commands").replaceChildren(...fitting.map((entry) => {
    const item = make("li");
    const button = make("button");
    button.type = "button";
    button.append(make("strong", "", `/${entry.command}`), make("span", "", entry.description));
    button.addEventListener("click", () => { input.value = ""; closeCommands(); say(`/${entry.command}`); });
    item.append(button);
    return item;
  }));
  if (fitting.length === 0 && beginning === "") byId("commands").replaceChildren(make("li", "none", "The bot has set no commands."));
  byId("commands").hidden = byId("commands").children.length === 0;
  byId("menu").ariaExpanded = String(!byId("commands").hidden);
}

function closeCommands() {
  byId("commands").hidden = true;
  byId("menu").ariaExpanded = "false";
}

// The rest of the chat's state -------------------------------------------------------------------------------------

function showChat() {
  const { chat } = state;
  const fresh = state.stored.size === 0 && chat.type === "private" && chat.standing === "unknown";
  const blocked = chat.standing === "kicked" || chat.standing === "left";
  byId("composer").hidden = fresh || blocked;
  byId("start").hidden = !fresh;
  byId("restart").hidden = !blocked;
  byId("block").textContent = blocked ? "Unblock the bot" : "Block the bot";
  byId("bot-status").textContent = blocked ? "blocked" : "bot";
  showKeys(fresh || blocked ? null : chat.keyboard);
}

function showKeys(markup) {
  const keys = byId("reply-keys");
  const rows = markup?.keyboard ?? [];
  const looks = JSON.stringify([markup, byId("keys").ariaExpanded]);
  // Redrawn only when it changed: the key that was pressed keeps the focus.
  if (keys.dataset.looks === looks) return;
  keys.dataset.looks = looks;
  input.placeholder = markup?.input_field_placeholder || (markup?.force_reply ? "Reply" : "Message");
  byId("keys").hidden = rows.length === 0;
  keys.hidden = rows.length === 0 || byId("keys").ariaExpanded === "false";
  keys.replaceChildren(...rows.map((row) => {
    const line = make("div", "row");
    line.append(...row.map((key) => {
      const button = make("button", "", key.text);
      button.type = "button";
      button.dataset.testid = "reply-key";
      button.addEventListener("click", () => { say(key.text); if (markup.one_time_keyboard) toggleKeys(false); });
      return button;
    }));
    return line;
  }));
}

function toggleKeys(shown) {
  byId("keys").ariaExpanded = String(shown);
  showKeys(state.chat.keyboard);
}
byId("keys").addEventListener("click", () => toggleKeys(byId("keys").ariaExpanded === "false"));

byId("start").addEventListener("click", () => say("/start"));
byId("restart").addEventListener("click", () => here("unblock").then(() => say("/start")).catch(failed));
byId("block").addEventListener("click", () => {
  byId("more").open = false;
  here(state.chat.standing === "kicked" ? "unblock" : "block").catch(failed);
});
byId("new-group").addEventListener("click", () => {
  byId("more").open = false;
  const by = state.chats.find((chat) => chat.type === "private").id;
  post("/simulator/groups", { title: "Group", by }).then((chat) => readChats().then(() => open(chat.id))).catch(failed);
});
byId("reset").addEventListener("click", () => {
  byId("more").open = false;
  if (confirm("Wipe all chats, messages and updates of the simulator? The bot's own memory stays.")) post("/simulator/reset").catch(failed);
});
for (const button of document.querySelectorAll("[data-kind]")) {
  button.addEventListener("click", () => { byId("attach").open = false; here("attach", { kind: button.dataset.kind, ...sender() }).catch(failed); });
}
document.addEventListener("click", (event) => {
  for (const drop of document.querySelectorAll("details.drop[open]")) if (!drop.contains(event.target)) drop.open = false;
});

for (const button of document.querySelectorAll("[data-show]")) {
  button.addEventListener("click", () => {
    document.body.dataset.pane = button.dataset.show;
    for (const other of document.querySelectorAll("[data-show]")) other.ariaPressed = String(other === button);
  });
}

// What the bot does beside messages --------------------------------------------------------------------------------

let typing = 0;

function startTyping() {
  stopTyping();
  const node = make("p", "typing");
  node.id = "typing";
  node.append(make("i"), make("i"), make("i"));
  node.ariaHidden = "true";
  list.append(node);
  list.scrollTop = list.scrollHeight;
  byId("bot-status").textContent = "typing…";
  // Telegram shows an action for five seconds at most.
  typing = setTimeout(stopTyping, 5000);
}

function stopTyping() {
  clearTimeout(typing);
  byId("typing")?.remove();
  if (byId("bot-status").textContent === "typing…") byId("bot-status").textContent = "bot";
}

function toast(text) {
  const node = make("p", "toast", text);
  node.dataset.testid = "toast";
  byId("toasts").append(node);
  setTimeout(() => node.remove(), 4000);
}

function answered(change) {
  for (const busy of list.querySelectorAll("[aria-busy=true]")) busy.ariaBusy = null;
  if (!change.text) return;
  if (!change.alert) return toast(change.text);
  byId("alert-text").textContent = change.text;
  byId("alert").showModal();
}

// Following --------------------------------------------------------------------------------------------------------

async function take(change) {
  const mine = change.chat === state.chat?.id;
  switch (change.what) {
    case "message":
      if (mine && change.stored) { putMessage(change.stored); showChat(); }
      else if (change.stored?.by_bot) { state.unread.set(change.chat, (state.unread.get(change.chat) ?? 0) + 1); showTabs(); }
      break;
    case "gone":
      if (mine) { state.stored.delete(change.message_id); list.querySelector(`[data-id="${change.message_id}"]`)?.remove(); }
      break;
    case "chat":
      if (mine) { state.chat = change.now; showChat(); }
      else if (!state.chats.some((chat) => chat.id === change.chat)) await readChats();
      break;
    case "toast": if (mine) answered(change); break;
    case "action": if (mine) startTyping(); break;
    case "profile": await open(state.chat.id); break;
    case "clock": clock.take(await get("/simulator/clock")); break;
    case "reset": await begin(); break;
  }
}

async function follow() {
  for (;;) {
    try {
      const news = await get(`/simulator/changes?since=${state.seen}&timeout=25`);
      if (news.forgotten) { await begin(); continue; }
      for (const change of news.changes) if (change.number > state.seen) await take(change);
      state.seen = Math.max(state.seen, news.last);
      document.body.classList.remove("offline");
      log.refresh();
    } catch {
      document.body.classList.add("offline");
      await new Promise((resolve) => { setTimeout(resolve, 1000); });
      await begin().catch(() => {});
    }
  }
}

async function begin() {
  const now = await get("/simulator/state");
  state.seen = now.change;
  clock.take(now);
  await readChats();
  const wanted = Number(new URLSearchParams(location.hash.slice(1)).get("chat"));
  const chat = state.chats.find((one) => one.id === wanted) ?? state.chats[0];
  await open(chat.id);
  log.refresh();
}

await begin().catch(failed);
follow();
