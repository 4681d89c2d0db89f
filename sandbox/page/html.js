// Elements, and text with Telegram's entities made of them.

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

export const $ = (selector, root = document) => root.querySelector(selector);

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// Offsets of entities are UTF-16 units just as JavaScript's are.
export function formatted(text, entities) {
  const root = document.createDocumentFragment();
  fill(root, text, 0, text.length, [...(entities || [])]);
  return root;
}

function fill(parent, text, from, to, entities) {
  let at = from;
  while (entities.length) {
    const entity = entities.shift();
    if (entity.offset < at) continue;
    const end = Math.min(entity.offset + entity.length, to);
    const inner = [];
    while (entities.length && entities[0].offset < end) inner.push(entities.shift());
    parent.append(text.slice(at, entity.offset));
    const node = dressed(entity, text.slice(entity.offset, end));
    fill(node, text, entity.offset, end, inner);
    parent.append(node);
    at = end;
  }
  parent.append(text.slice(at, to));
}

function dressed(entity, inner) {
  if (entity.type === "text_link" || entity.type === "url") {
    const address = entity.url || inner;
    const href = address.includes("://") ? address : `https://${address}`;
    return element("a", { href, target: "_blank", rel: "noreferrer" });
  }
  if (entity.type === "spoiler") {
    return element("span", { className: "spoiler", onclick: (event) => event.currentTarget.classList.add("open") });
  }
  return element(TAGS[entity.type] || "span");
}
