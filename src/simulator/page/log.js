// The log: what the bot asked of Telegram and what it was told, newest first.

import { clockTime, make } from "./messages.js";

const SHOWN = 300;

/** `get(path)` reads from the simulator; `chat()` is the chat on show. */
export function startLog(get, remove, chat) {
  const list = document.getElementById("log");
  const polls = document.getElementById("log-polls");
  const only = document.getElementById("log-this");
  let last = 0;
  let reading = false;

  async function refresh() {
    if (reading) return;
    reading = true;
    try {
      const filter = `&polls=${polls.checked}${only.checked && chat() ? `&chat=${chat()}` : ""}`;
      const answer = await get(`/simulator/journal?since=${last}&limit=${SHOWN}${filter}`);
      last = answer.last;
      list.prepend(...answer.calls.reverse().map(entryNode));
      while (list.children.length > SHOWN) list.lastElementChild.remove();
    } catch { /* The next refresh tries again. */ } finally { reading = false; }
  }

  function again() {
    last = 0;
    list.replaceChildren();
    return refresh();
  }

  polls.addEventListener("change", again);
  only.addEventListener("change", again);
  document.getElementById("log-clear").addEventListener("click", async () => { await remove("/simulator/journal"); list.replaceChildren(); });
  setInterval(refresh, 1500);
  return { refresh, again };
}

function entryNode(entry) {
  const item = make("li", entry.accepted ? "call" : "call refused");
  const details = make("details");
  const summary = make("summary");
  summary.append(make("code", "", entry.method), make("span", "gist", gist(entry)), make("span", "verdict", verdict(entry)), make("time", "", clockTime(entry.civil)));
  details.append(summary);
  details.addEventListener("toggle", () => { if (details.open && details.children.length === 1) details.append(...pages(entry)); });
  item.append(details);
  if (entry.violation) item.append(make("p", "violation", `Too fast: ${entry.violation}`));
  return item;
}

function pages(entry) {
  const page = (title, value) => [make("h3", "", title), make("pre", "", JSON.stringify(value, null, 2))];
  return [...page("Parameters", entry.parameters), ...page("Answer", entry.answer)];
}

function gist(entry) {
  const { parameters } = entry;
  const words = parameters.text ?? parameters.caption ?? parameters.action ?? parameters.callback_query_id ?? "";
  const to = entry.chat ? `→ ${entry.chat} ` : "";
  return `${to}${String(words).replace(/\s+/g, " ").slice(0, 160)}`;
}

function verdict(entry) {
  if (entry.fault) return `fault: ${entry.fault}`;
  return entry.accepted ? "ok" : String(entry.answer?.error_code ?? "refused");
}
