// One message as a node: bubble, content, buttons, and the small print under it.

import { appendText } from "./text.js";

/** What a message may ask the page to do: `say(text)`, `press(message, button)`, `correct(message)`. */
export function messageNode(stored, acts) {
  const { message } = stored;
  const node = make("article", stored.by_bot ? "message from-bot" : "message from-me");
  node.dataset.testid = "message";
  node.dataset.id = message.message_id;
  node.dataset.from = stored.by_bot ? "bot" : "me";
  const bubble = make("div", "bubble");
  bubble.append(hidden(stored.by_bot ? "Bot: " : `${message.from?.first_name ?? "You"}: `));
  if (message.chat.type === "group" && !stored.by_bot) bubble.append(make("p", "sender", message.from.first_name));
  if (message.reply_to_message) bubble.append(quoted(message.reply_to_message));
  const content = make("div", "content");
  fill(content, message, acts);
  bubble.append(content, smallPrint(stored, acts));
  node.append(bubble);
  if (stored.reaction) node.append(make("span", "reaction", stored.reaction));
  if (message.reply_markup?.inline_keyboard) node.append(buttons(message, acts));
  return node;
}

export function dayNode(date) {
  const node = make("p", "day");
  node.append(make("span", "", new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "long" }).format(date)));
  return node;
}

export function make(name, className = "", text = "") {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#${name}`);
  svg.append(use);
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  return svg;
}

function hidden(text) {
  return make("span", "hidden", text);
}

function quoted(message) {
  const node = make("p", "quoted");
  node.append(make("strong", "", message.from?.first_name ?? ""), make("span", "", message.text ?? message.caption ?? "Message"));
  return node;
}

function fill(content, message, acts) {
  if (message.photo) content.append(photo(message.photo.at(-1), message.caption));
  if (message.document) content.append(documentLink(message.document));
  if (message.sticker) content.append(make("p", "sticker", message.sticker.emoji ?? "Sticker"));
  if (message.voice) content.append(make("p", "thing", `🎤 Voice message, ${message.voice.duration} s`));
  if (message.location) content.append(make("p", "thing", `📍 Location ${message.location.latitude}, ${message.location.longitude}`));
  if (message.contact) content.append(make("p", "thing", `👤 ${message.contact.first_name} ${message.contact.phone_number}`));
  const text = message.text ?? message.caption;
  if (text === undefined) return;
  const words = make("div", "text");
  appendText(words, text, message.entities ?? message.caption_entities, acts.say);
  content.append(words);
}

function photo(size, caption) {
  const image = make("img", "photo");
  image.src = `/simulator/files/${encodeURIComponent(size.file_id)}`;
  image.alt = caption ? `Photo: ${caption}` : "Photo";
  image.width = Math.max(size.width, 160);
  image.height = Math.max(size.height, 90);
  return image;
}

function documentLink(file) {
  const link = make("a", "document");
  link.href = `/simulator/files/${encodeURIComponent(file.file_id)}`;
  link.download = file.file_name ?? "file";
  const words = make("span");
  words.append(make("strong", "", file.file_name ?? "file"), make("small", "", `${sizeWords(file.file_size ?? 0)} · Download`));
  link.append(icon("i-file"), words);
  return link;
}

function sizeWords(bytes) {
  return bytes < 1024 ? `${bytes} bytes` : bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function smallPrint(stored, acts) {
  const { message } = stored;
  const line = make("p", "small");
  if (stored.silent) {
    const silent = make("span", "silent");
    silent.append(icon("i-silent"), "silent");
    line.append(silent);
  }
  if (!stored.by_bot && message.text !== undefined) {
    const edit = make("button", "edit", "Edit");
    edit.type = "button";
    edit.addEventListener("click", () => acts.correct(message));
    line.append(edit);
  }
  if (message.edit_date) line.append(make("span", "", "edited"));
  const time = make("time", "", clockTime(message.date));
  time.dateTime = new Date(message.date * 1000).toISOString();
  line.append(time);
  return line;
}

export function clockTime(seconds) {
  return new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(seconds * 1000));
}

function buttons(message, acts) {
  const rows = make("div", "buttons");
  rows.role = "group";
  rows.ariaLabel = "Buttons of this message";
  for (const row of message.reply_markup.inline_keyboard) {
    const line = make("div", "row");
    line.append(...row.map((button) => buttonNode(message, button, acts)));
    rows.append(line);
  }
  return rows;
}

function buttonNode(message, button, acts) {
  const node = make(button.url ? "a" : "button", `button ${button.style ?? ""}`, button.text);
  node.dataset.testid = "button";
  if (button.url) {
    if (/^(https?|tg):/i.test(button.url)) node.href = button.url;
    node.target = "_blank";
    node.rel = "noopener noreferrer";
    return node;
  }
  node.type = "button";
  if (button.copy_text) node.addEventListener("click", () => navigator.clipboard?.writeText(button.copy_text.text));
  else if (button.callback_data) node.addEventListener("click", () => acts.press(message, button, node));
  return node;
}
