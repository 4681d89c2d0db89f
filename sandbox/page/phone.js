// Somebody's phone with the bot's private chat open.

import { $, element } from "./html.js";
import { balloon, serviceText } from "./message.js";
import { ask, colourOf, nameOf, sandbox } from "./sandbox.js";
import { language, word } from "./words.js";

export class Phone {
  constructor(owner) {
    this.id = owner.id;
    this.messages = new Map();
    this.root = $("#phone").content.firstElementChild.cloneNode(true);
    this.screen = $(".screen", this.root);
    const face = $(".face", this.root);
    face.textContent = nameOf(owner)[0];
    face.style.background = colourOf(owner.id);
    $(".typing", this.root).onsubmit = (event) => this.submit(event);
    $("textarea", this.root).onkeydown = (event) => this.key(event);
    $("input[type=file]", this.root).onchange = (event) => this.attach(event.target);
    $(".commands", this.root).onclick = () => this.toggleMenu();
    $("dialog button", this.root).onclick = () => $("dialog", this.root).close();
    $(".block", this.root).onclick = () => this.block();
    this.screen.onclick = (event) => this.follow(event);
  }

  update(owner) {
    this.owner = owner;
    $(".who strong", this.root).textContent = nameOf(owner);
    this.subtitle();
    const blocked = owner.standing === "blocked";
    Object.assign($(".block", this.root), { textContent: blocked ? word("unblock") : "🚫", title: word(blocked ? "unblock" : "block") });
    $("textarea", this.root).placeholder = word("write");
    $(".commands", this.root).title = word("commands");
    $(".attach", this.root).title = word("attach");
    $(".send", this.root).setAttribute("aria-label", word("send"));
    const shut = blocked || owner.standing === "deactivated";
    for (const control of this.root.querySelectorAll(".typing button, .typing input, textarea")) control.disabled = shut;
    this.note();
  }

  about() {
    return this.owner.about[language] || sandbox.bot.first_name || "";
  }

  subtitle() {
    const below = $(".who small", this.root);
    below.textContent = below.title = this.about();
  }

  note() {
    $(".note.standing", this.screen)?.remove();
    const standing = this.owner.standing;
    if (standing === "blocked" || standing === "deactivated") {
      this.screen.append(element("div", { className: "note standing", textContent: word(standing) }));
    } else if (!this.messages.size) {
      const start = element("button", { type: "button", textContent: word("start"), onclick: () => this.say("/start") });
      this.screen.append(element("div", { className: "note standing" }, word("empty"), start));
    }
  }

  // What is heard meanwhile must wait for `loaded`, or it would be wiped out.
  load() {
    this.loaded = this.fetch();
    return this.loaded;
  }

  async fetch() {
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
    const mine = this.wrote(message) ? " mine" : "";
    const body = balloon(message, ...this.heading(message));
    return element("div", { className: `message${mine}` }, body, ...this.keyboard(message));
  }

  wrote(message) {
    return !message.sandbox.from_bot;
  }

  heading() {
    return [];
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

  // Whoever holds the phone.
  get person() {
    return this.id;
  }

  // A link to this bot is followed as in Telegram; any other link goes to a new tab.
  follow(event) {
    const link = event.target.closest("a");
    if (link?.host !== "t.me" || link.pathname !== `/${sandbox.bot.username}`) return;
    const asked = new URLSearchParams(link.search);
    if (asked.has("startgroup")) this.bringBot(asked.get("startgroup"));
    else if (asked.has("start")) this.openBot(asked.get("start"));
    else return;
    event.preventDefault();
  }

  openBot(payload) {
    this.trying(ask(`persons/${this.person}/say`, { text: `/start ${payload}`.trim() }));
    this.show(this.person);
  }

  // Telegram lists one's groups here; the page takes the first.
  bringBot(payload) {
    const group = sandbox.groups.find((one) => one.members.includes(this.person));
    if (!group) return this.toast(word("noGroup"));
    this.show(group.id);
    this.trying(ask(`groups/${group.id}/invite`, { person: this.person, payload }));
  }

  show(id) {
    document.dispatchEvent(new CustomEvent("show-phone", { detail: id }));
  }

  async trying(asking) {
    try {
      await asking;
    } catch (error) {
      this.toast(error.message);
    }
  }

  answered(event) {
    if (!event.text) return;
    if (!event.alert) return this.toast(event.text);
    $("dialog p", this.root).textContent = event.text;
    const dialog = $("dialog", this.root);
    if (!dialog.open) dialog.show();
  }

  acts() {
    $(".who small", this.root).textContent = word("typing");
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.subtitle(), 3000);
  }

  toast(text) {
    const toast = $(".toast", this.root);
    toast.textContent = text;
    toast.hidden = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { toast.hidden = true; }, 3500);
  }

  say(text) {
    return this.trying(ask(`persons/${this.id}/say`, { text }));
  }

  // Enter sends, Shift+Enter begins a line, as in Telegram.
  key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    $(".typing", this.root).requestSubmit();
  }

  submit(event) {
    event.preventDefault();
    const input = $("textarea", event.target);
    const text = input.value.trim();
    input.value = "";
    if (text) this.say(text);
  }

  attach(input) {
    const form = new FormData();
    const file = input.files[0];
    form.append("file", file);
    form.append("as", /^image\/(png|jpeg|gif)$/.test(file.type) ? "photo" : "document");
    input.value = "";
    return this.trying(ask(`persons/${this.id}/upload`, form));
  }

  // How a client writes a command that is chosen from the menu.
  spelled(command) {
    return `/${command}`;
  }

  toggleMenu() {
    const menu = $(".menu", this.root);
    menu.replaceChildren(...this.owner.commands.map((command) => {
      const send = () => { menu.hidden = true; this.say(this.spelled(command.command)); };
      return element("button", { type: "button", onclick: send }, element("b", { textContent: `/${command.command}` }), command.description);
    }));
    menu.hidden = !menu.hidden || !menu.children.length;
  }

  async block() {
    const act = this.owner.standing === "blocked" ? "unblock" : "block";
    this.update(await ask(`persons/${this.id}/${act}`, {}));
  }
}
