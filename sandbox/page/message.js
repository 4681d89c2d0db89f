// One message as a phone draws it.

import { element, formatted } from "./html.js";
import { nameOf } from "./sandbox.js";
import { language, word } from "./words.js";

// Return what stands in the middle of the screen for a message that nobody wrote.
export function serviceText(message) {
  if (message.pinned_message) return word("pinned");
  if (message.forum_topic_created) return `${word("topic")}: ${message.forum_topic_created.name}`;
  if (message.new_chat_members) return `${word("joined")}: ${message.new_chat_members.map(nameOf).join(", ")}`;
  const shown = message.text || message.caption || message.photo || message.document;
  return shown ? "" : word("service");
}

export function balloon(message, ...heading) {
  const body = element("div", { className: "bubble" }, ...heading);
  if (message.photo) body.append(element("img", { src: `/sandbox/files/${message.photo.at(-1).file_id}`, alt: "" }));
  if (message.document) body.append(fileLink(message.document));
  body.append(formatted(message.text || message.caption || "", message.entities || message.caption_entities));
  body.append(element("time", { textContent: stamp(message) }));
  for (const reaction of message.sandbox.reactions) {
    body.append(element("div", {}, element("span", { className: "reaction", textContent: reaction.emoji || "★" })));
  }
  return body;
}

function fileLink(file) {
  const size = file.file_size < 1024 ? `${file.file_size} B` : `${Math.round(file.file_size / 1024)} kB`;
  return element("a", {
    className: "file", href: `/sandbox/files/${file.file_id}`, download: file.file_name, textContent: `📎 ${file.file_name} · ${size}`,
  });
}

function stamp(message) {
  const time = new Date(message.date * 1000).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const marks = [message.sandbox.silent && word("silent"), message.edit_date && word("edited")];
  return [...marks.filter(Boolean), time].join(" ");
}
