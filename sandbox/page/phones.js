"use strict";
// Phones side by side: what people see in Telegram, live from the sandbox's stream of events.

const WORDS = {
  ru: {
    title: "Школьный дневник: телефоны", lead: "Нажимайте кнопки и пишите боту — всё происходит на этом компьютере.",
    actions: "Жизнь школы", actionsHint: "Нажмите — и посмотрите, кому придёт сообщение.", people: "Чьи телефоны видны",
    calls: "Запросы бота", callsHint: "Что бот просит у Telegram.", noActions: "Здесь пока нет кнопок.",
    on: "на связи", off: "нет связи", other: "English", write: "Сообщение", start: "Начать", send: "Отправить",
    attach: "Прикрепить файл", commands: "Команды", block: "Блокировать", unblock: "Разблокировать",
    empty: "Чат пуст. Нажмите «Начать».", blocked: "Бот заблокирован", deactivated: "Аккаунт удалён", edited: "изм.",
    done: "Готово", failed: "Не получилось", slow: "Бот не ответил", typing: "печатает…", silent: "без звука", pinned: "Бот закрепил сообщение",
    topic: "Новая тема", service: "Служебное сообщение",
  },
  en: {
    title: "School diary: phones", lead: "Tap the buttons and write to the bot: all of it happens on this computer.",
    actions: "School life", actionsHint: "Press and see who gets a message.", people: "Whose phones are shown",
    calls: "The bot's requests", callsHint: "What the bot asks of Telegram.", noActions: "There are no buttons here yet.",
    on: "connected", off: "no connection", other: "Русский", write: "Message", start: "Start", send: "Send",
    attach: "Attach a file", commands: "Commands", block: "Block", unblock: "Unblock",
    empty: "The chat is empty. Press Start.", blocked: "The bot is blocked", deactivated: "The account is deleted", edited: "edited",
    done: "Done", failed: "It did not work", slow: "The bot did not answer", typing: "typing…", silent: "silent", pinned: "The bot pinned a message",
    topic: "New topic", service: "Service message",
  },
};
const SHOWN_AT_FIRST = 3;
const COLOURS = ["#c2557a", "#3a7fb8", "#3f8f5b", "#8a63b8", "#b9742c", "#4f7f86"];
const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

let language = localStorage.getItem("language") || "ru";
let state = { persons: [], actions: [], bot: {} };
const phones = new Map();
const $ = (selector, root = document) => root.querySelector(selector);
const word = (key) => WORDS[language][key];

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

async function ask(path, body) {
  const options = body === undefined ? {} : { method: "POST", body };
  if (body !== undefined && !(body instanceof FormData)) options.body = JSON.stringify(body);
  const response = await fetch(`/sandbox/${path}`, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error || response.statusText);
  return answer;
}

// Text with entities, whose offsets are UTF-16 units just as JavaScript's are.
function formatted(text, entities) {
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

class Phone {
  constructor(person, index) {
    this.id = person.id;
    this.messages = new Map();
    this.root = $("#phone").content.firstElementChild.cloneNode(true);
    this.screen = $(".screen", this.root);
    const face = $(".face", this.root);
    face.textContent = person.first_name[0];
    face.style.background = COLOURS[index % COLOURS.length];
    $(".typing", this.root).onsubmit = (event) => this.submit(event);
    $("input[type=file]", this.root).onchange = (event) => this.attach(event.target);
    $(".commands", this.root).onclick = () => this.toggleMenu();
    $("dialog button", this.root).onclick = () => $("dialog", this.root).close();
    $(".block", this.root).onclick = () => this.block();
    this.screen.onclick = (event) => this.follow(event);
    this.update(person);
  }

  update(person) {
    this.person = person;
    const name = [person.first_name, person.last_name].filter(Boolean).join(" ");
    $(".who strong", this.root).textContent = name;
    $(".who small", this.root).textContent = state.bot.first_name || "";
    $(".block", this.root).textContent = word(person.standing === "blocked" ? "unblock" : "block");
    $(".typing input[type=text]", this.root).placeholder = word("write");
    $(".commands", this.root).title = word("commands");
    $(".attach", this.root).title = word("attach");
    $(".send", this.root).setAttribute("aria-label", word("send"));
    const shut = person.standing === "blocked" || person.standing === "deactivated";
    for (const control of this.root.querySelectorAll(".typing button, .typing input")) control.disabled = shut;
    this.note();
  }

  note() {
    $(".note.standing", this.screen)?.remove();
    const standing = this.person.standing;
    if (standing === "blocked" || standing === "deactivated") {
      this.screen.append(element("div", { className: "note standing", textContent: word(standing) }));
    } else if (!this.messages.size) {
      const start = element("button", { type: "button", textContent: word("start"), onclick: () => this.say("/start") });
      this.screen.append(element("div", { className: "note standing" }, word("empty"), start));
    }
  }

  async load() {
    const chat = await ask(`chats/${this.id}`);
    this.messages.clear();
    this.screen.replaceChildren();
    for (const message of chat.messages) this.place(message);
    this.note();
  }

  place(message, fresh = false) {
    const old = this.messages.get(message.message_id);
    const node = this.bubble(message);
    if (fresh && message.sandbox.from_bot) node.classList.add("fresh");
    this.messages.set(message.message_id, node);
    if (old) old.replaceWith(node); else this.screen.append(node);
    if (!old || node === this.screen.lastElementChild) this.screen.scrollTop = this.screen.scrollHeight;
    this.note();
  }

  arrive(message) {
    this.place(message, true);
    if (!message.sandbox.from_bot || message.sandbox.silent) return;
    this.root.classList.remove("rings");
    void this.root.offsetWidth; // restarts the animation
    this.root.classList.add("rings");
  }

  remove(message) {
    this.messages.get(message.message_id)?.remove();
    this.messages.delete(message.message_id);
    this.note();
  }

  bubble(message) {
    const service = serviceText(message);
    if (service) return element("div", { className: "note", textContent: service });
    const body = element("div", { className: "bubble" });
    if (message.photo) body.append(element("img", { src: `/sandbox/files/${message.photo.at(-1).file_id}`, alt: "" }));
    if (message.document) body.append(fileLink(message.document));
    body.append(formatted(message.text || message.caption || "", message.entities || message.caption_entities));
    body.append(element("time", { textContent: stamp(message) }));
    for (const reaction of message.sandbox.reactions) {
      body.append(element("div", {}, element("span", { className: "reaction", textContent: reaction.emoji || "★" })));
    }
    const mine = message.sandbox.from_bot ? "" : " mine";
    return element("div", { className: `message${mine}` }, body, ...this.keyboard(message));
  }

  keyboard(message) {
    const rows = message.reply_markup?.inline_keyboard || [];
    if (!rows.length) return [];
    const lines = rows.map((row) => element("div", {}, ...row.map((button) => this.button(message, button))));
    return [element("div", { className: "keyboard" }, ...lines)];
  }

  button(message, button) {
    const look = { textContent: button.text, title: button.text, className: button.style || "" };
    if (button.url) return element("a", { ...look, href: button.url, target: "_blank", rel: "noreferrer" });
    const made = element("button", { ...look, type: "button", disabled: button.callback_data === undefined });
    made.onclick = () => this.tap(made, message.message_id, button.callback_data);
    return made;
  }

  async tap(button, messageId, data) {
    button.classList.add("turning");
    try {
      await ask(`persons/${this.id}/tap`, { data, message_id: messageId, within: 15 });
    } catch {
      this.toast(word("slow"));
    } finally {
      button.classList.remove("turning");
    }
  }

  // A deep link to this bot opens it, as in Telegram; any other link goes to a new tab.
  follow(event) {
    const link = event.target.closest("a");
    const payload = link && link.pathname === `/${state.bot.username}` && link.host === "t.me"
      ? new URLSearchParams(link.search).get("start") : null;
    if (payload === null) return;
    event.preventDefault();
    this.say(`/start ${payload}`);
  }

  answered(event) {
    if (!event.text) return;
    if (!event.alert) return this.toast(event.text);
    $("dialog p", this.root).textContent = event.text;
    const dialog = $("dialog", this.root);
    if (!dialog.open) dialog.show();
  }

  acts() {
    const below = $(".who small", this.root);
    below.textContent = word("typing");
    clearTimeout(this.typing);
    this.typing = setTimeout(() => { below.textContent = state.bot.first_name; }, 3000);
  }

  toast(text) {
    const toast = $(".toast", this.root);
    toast.textContent = text;
    toast.hidden = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { toast.hidden = true; }, 3500);
  }

  async say(text) {
    try {
      await ask(`persons/${this.id}/say`, { text });
    } catch (error) {
      this.toast(error.message);
    }
  }

  submit(event) {
    event.preventDefault();
    const input = $("input[type=text]", event.target);
    const text = input.value.trim();
    input.value = "";
    if (text) this.say(text);
  }

  async attach(input) {
    const form = new FormData();
    const file = input.files[0];
    form.append("file", file);
    form.append("as", /^image\/(png|jpeg|gif)$/.test(file.type) ? "photo" : "document");
    input.value = "";
    try {
      await ask(`persons/${this.id}/upload`, form);
    } catch (error) {
      this.toast(error.message);
    }
  }

  toggleMenu() {
    const menu = $(".menu", this.root);
    menu.replaceChildren(...this.person.commands.map((command) => {
      const send = () => { menu.hidden = true; this.say(`/${command.command}`); };
      return element("button", { type: "button", onclick: send }, element("b", { textContent: `/${command.command}` }), command.description);
    }));
    menu.hidden = !menu.hidden || !menu.children.length;
  }

  async block() {
    const act = this.person.standing === "blocked" ? "unblock" : "block";
    this.update(await ask(`persons/${this.id}/${act}`, {}));
  }
}

function serviceText(message) {
  if (message.pinned_message) return word("pinned");
  if (message.forum_topic_created) return `${word("topic")}: ${message.forum_topic_created.name}`;
  const shown = message.text || message.caption || message.photo || message.document;
  return shown ? "" : word("service");
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

function chosen() {
  const kept = JSON.parse(localStorage.getItem("shown") || "null");
  const ids = state.persons.map((person) => person.id);
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
  const wanted = state.persons.filter((person) => shown.has(person.id));
  for (const [id, phone] of phones) {
    if (!shown.has(id)) { phone.root.remove(); phones.delete(id); }
  }
  for (const person of wanted) {
    if (!phones.has(person.id)) {
      const phone = new Phone(person, state.persons.indexOf(person));
      phones.set(person.id, phone);
      phone.load();
    }
    phones.get(person.id).update(person);
    $("#phones").append(phones.get(person.id).root);
  }
  $("#people").replaceChildren(...state.persons.map((person) => {
    const box = element("input", { type: "checkbox", checked: shown.has(person.id) });
    box.onchange = () => choose(person.id, box.checked);
    return element("label", {}, box, [person.first_name, person.last_name].filter(Boolean).join(" "));
  }));
}

function drawActions() {
  const buttons = state.actions.map((action) => {
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
  state = await ask("state");
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

function hear(event) {
  const phone = phones.get(event.chat_id);
  switch (event.kind) {
    case "message": phone?.arrive(event.message); break;
    case "edited": phone?.place(event.message); break;
    case "deleted": phone?.remove(event.message); break;
    case "action": phone?.acts(); break;
    case "answer": phone?.answered(event); break;
    case "call": addCall(event); break;
    case "reset": reload(); break;
    case "person": case "commands": case "actions": draw(); break;
  }
}

$("#language").onclick = () => {
  language = language === "ru" ? "en" : "ru";
  localStorage.setItem("language", language);
  reload();
};
document.onclick = (event) => {
  for (const phone of phones.values()) {
    if (!phone.root.contains(event.target)) $(".menu", phone.root).hidden = true;
  }
};
const stream = new EventSource("/sandbox/events");
stream.onopen = () => { linked(true); reload(); };
stream.onerror = () => linked(false);
stream.onmessage = (event) => hear(JSON.parse(event.data));
draw();
