// Texts with entities, as nodes. Never as HTML: a message is somebody else's words.

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span",
  text_link: "a", url: "a", bot_command: "button",
};

/** Appends `text` to `parent`, styled by `entities`; a tapped command goes to `say`. */
export function appendText(parent, text, entities, say) {
  const known = (entities ?? []).filter((entity) => TAGS[entity.type]);
  known.sort((one, other) => one.offset - other.offset || other.length - one.length);
  appendRange(parent, text, 0, text.length, known, say);
}

// Offsets count UTF-16 units, and so do the strings of this language.
function appendRange(parent, text, start, end, entities, say) {
  let at = start;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    if (entity.offset < at) continue;
    const stop = Math.min(entity.offset + entity.length, end);
    parent.append(text.slice(at, entity.offset));
    const inside = entities.slice(i + 1).filter((other) => other.offset < stop && other.offset + other.length <= stop);
    const node = element(entity, text.slice(entity.offset, stop), say);
    appendRange(node, text, entity.offset, stop, inside, say);
    parent.append(node);
    at = stop;
  }
  parent.append(text.slice(at, end));
}

function element(entity, words, say) {
  const node = document.createElement(TAGS[entity.type]);
  if (node.localName === "a") link(node, entity.url ?? words);
  if (entity.type === "bot_command") command(node, words, say);
  if (entity.type === "spoiler") spoiler(node);
  if (entity.type === "expandable_blockquote") expandable(node);
  return node;
}

function link(node, address) {
  if (/^(https?|tg):\/\//i.test(address)) node.href = address;
  node.target = "_blank";
  node.rel = "noopener noreferrer";
}

function command(node, words, say) {
  node.type = "button";
  node.className = "command";
  node.addEventListener("click", () => say(words));
}

function spoiler(node) {
  node.className = "spoiler";
  reveal(node, "Hidden text, press to show");
}

function expandable(node) {
  node.className = "expandable";
  reveal(node, "Quotation, press to show all of it");
}

function reveal(node, label) {
  node.tabIndex = 0;
  node.role = "button";
  node.title = label;
  node.ariaExpanded = "false";
  const toggle = () => { node.ariaExpanded = String(node.classList.toggle("open")); };
  node.addEventListener("click", toggle);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); toggle(); }
  });
}
