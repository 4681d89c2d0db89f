// Phones side by side: what people see in Telegram, live from the sandbox's stream of events.

import { GroupPhone } from "./group.js";
import { $, element } from "./html.js";
import { Phone } from "./phone.js";
import { ask, everyone, nameOf, refresh, sandbox } from "./sandbox.js";
import { language, switchLanguage, word } from "./words.js";

const SHOWN_AT_FIRST = 3;
const phones = new Map();

// `?show=1003,1004` in the page's address ticks these phones.
const asked = new URLSearchParams(location.search).get("show");
if (asked) localStorage.setItem("shown", JSON.stringify(asked.split(",").map(Number)));

function chosen() {
  const kept = JSON.parse(localStorage.getItem("shown") || "null");
  const ids = everyone().map((one) => one.id);
  const known = kept?.filter((id) => ids.includes(id));
  return new Set(known?.length ? known : ids.slice(0, SHOWN_AT_FIRST));
}

function choose(id, on) {
  const ids = chosen();
  if (on) ids.add(id); else ids.delete(id);
  localStorage.setItem("shown", JSON.stringify([...ids]));
  drawPhones();
}

function drawPhones() {
  const shown = chosen();
  for (const [id, phone] of phones) {
    if (!shown.has(id)) { phone.root.remove(); phones.delete(id); }
  }
  const wanted = everyone().filter((one) => shown.has(one.id));
  wanted.forEach((one, place) => {
    const phone = phones.get(one.id) || open(one);
    phone.update(one);
    // Moved only where it must be: what is moved forgets how far it was scrolled.
    const there = $("#phones").children[place];
    if (there !== phone.root) $("#phones").insertBefore(phone.root, there || null);
  });
  $("#people").replaceChildren(...everyone().map((one) => choice(one, shown.has(one.id))));
}

function open(one) {
  const phone = one.members ? new GroupPhone(one) : new Phone(one);
  phones.set(one.id, phone);
  phone.load();
  return phone;
}

function choice(one, checked) {
  const box = element("input", { type: "checkbox", checked });
  box.onchange = () => choose(one.id, box.checked);
  const about = element("small", { textContent: one.about?.[language] || "" });
  return element("label", {}, box, element("span", {}, one.members ? `👥 ${nameOf(one)}` : nameOf(one), about));
}

function drawActions() {
  const buttons = sandbox.actions.map((action) => {
    const button = element("button", { type: "button", textContent: action.label[language] });
    button.onclick = () => act(action.name, button);
    return button;
  });
  $("#actions").replaceChildren(...(buttons.length ? buttons : [word("noActions")]));
}

async function act(name, button) {
  button.disabled = true;
  try {
    $("#result").textContent = (await ask(`actions/${name}`, {})).result || word("done");
  } catch (error) {
    $("#result").textContent = `${word("failed")}: ${error.message}`;
  } finally {
    button.disabled = false;
  }
}

function addCall(event) {
  const code = element("span", { textContent: event.code || "—", className: event.code === 200 ? "" : "bad" });
  $("#calls").prepend(element("li", {}, event.method, code));
  while ($("#calls").children.length > 12) $("#calls").lastElementChild.remove();
}

async function draw() {
  await refresh();
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  $("#language").textContent = word("other");
  linked($("#link").classList.contains("on"));
  drawPhones();
  drawActions();
}

function linked(on) {
  $("#link").classList.toggle("on", on);
  $("#link").textContent = word(on ? "on" : "off");
}

async function reload() {
  await draw();
  for (const phone of phones.values()) phone.load();
}

async function hear(event) {
  const phone = phones.get(event.chat_id);
  await phone?.loaded;
  switch (event.kind) {
    case "message": phone?.arrive(event.message); break;
    case "edited": phone?.place(event.message); break;
    case "deleted": phone?.remove(event.message); break;
    case "action": phone?.acts(); break;
    case "answer": phone?.answered(event); break;
    case "call": addCall(event); break;
    case "reset": reload(); break;
    case "person": case "group": case "commands": case "actions": draw(); break;
  }
}

$("#language").onclick = () => {
  switchLanguage();
  reload();
};
document.onclick = (event) => {
  for (const phone of phones.values()) {
    if (!phone.root.contains(event.target)) $(".menu", phone.root).hidden = true;
  }
};
document.addEventListener("show-phone", (event) => {
  choose(event.detail, true);
  phones.get(event.detail).root.scrollIntoView({ behavior: "smooth", inline: "nearest" });
});
const stream = new EventSource("/sandbox/events");
stream.onopen = () => { linked(true); reload(); };
stream.onerror = () => linked(false);
stream.onmessage = (event) => hear(JSON.parse(event.data));
draw();
