// The clock panel. It works out in the browser's zone how many seconds to go forward; the server only counts seconds.

const panel = (id) => document.getElementById(id);

/** `get(path)` and `post(path, body)` talk to the simulator; `failed(error)` tells the person. */
export function startClock(get, post, failed) {
  const clock = { ahead: 0 };
  const now = () => new Date(Date.now() + clock.ahead * 1000);
  for (const button of document.querySelectorAll("[data-turn]")) {
    button.addEventListener("click", async () => {
      try {
        const target = button.dataset.turn === "next" ? await nextRing() : TURNS[button.dataset.turn](now());
        if (!target) return;
        const advance = Math.max(0, Math.round((target - now()) / 1000));
        take(await post("/simulator/clock", { advance }));
      } catch (error) { failed(error); }
    });
  }
  // The bot has said when it wakes next; what is past is being rung just now.
  const nextRing = async () => {
    const { next } = await get("/simulator/clock");
    if (!next) throw new Error("No reminder is planned.");
    return new Date(Math.max(next * 1000, now().getTime()));
  };
  const take = (time) => { clock.ahead = time.now - Date.now() / 1000; clock.offset = time.offset; show(now(), clock); };
  setInterval(() => show(now(), clock), 1000);
  panel("clock-zone").textContent = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { take, now };
}

const TURNS = {
  three: (now) => later(now, at(now, 0, 3)),
  morning: (now) => at(now, 1, 7),
  minutes: (now) => new Date(now.getTime() + 600_000),
  // The same time by the wall clock, which is 23 or 25 hours away over a clock change.
  day: (now) => at(now, 1, now.getHours(), now.getMinutes(), now.getSeconds()),
  // Five minutes before, so that one can watch it happen.
  change: (now) => { const change = nextChange(now); return change && later(now, new Date(change - 300_000), change); },
};

function at(now, days, hours, minutes = 0, seconds = 0) {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hours, minutes, seconds);
}

function later(now, target, otherwise = at(target, 1, target.getHours())) {
  return target > now ? target : otherwise;
}

/** The next instant at which the browser's zone changes its offset, or nothing within 400 days. */
export function nextChange(now) {
  const DAY = 86_400_000;
  const offset = (time) => new Date(time).getTimezoneOffset();
  let low = now.getTime() + 1000;
  const end = low + 400 * DAY;
  while (low < end && offset(low) === offset(low + DAY)) low += DAY;
  if (low >= end) return null;
  let high = low + DAY;
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle) === offset(high)) high = middle; else low = middle;
  }
  return new Date(Math.round(high / 60_000) * 60_000);
}

let shownChange = 0;

function show(now, clock) {
  const format = (options) => new Intl.DateTimeFormat(undefined, options).format(now);
  const time = panel("clock-time");
  time.textContent = format({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  time.dateTime = now.toISOString();
  panel("clock-date").textContent = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  panel("clock-ahead").textContent = clock.offset ? `${duration(clock.offset)} ahead of real time` : "same as real time";
  if (now - shownChange > 60_000 || now < shownChange) showChange(now);
}

function showChange(now) {
  shownChange = now;
  const button = document.querySelector("[data-turn=change]");
  const change = nextChange(now);
  button.disabled = !change;
  const day = change && new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" }).format(change);
  button.textContent = change ? `to the next clock change (${day})` : "no clock change in this zone";
}

function duration(seconds) {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const parts = [[days, "d"], [hours, "h"], [minutes, "min"]].filter(([count]) => count > 0);
  return parts.map(([count, unit]) => `${count} ${unit}`).join(" ") || `${seconds} s`;
}
