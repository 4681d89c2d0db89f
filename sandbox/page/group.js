// A group as a phone of its own kind: whoever sits here writes as one of its members.

import { $, element } from "./html.js";
import { Phone } from "./phone.js";
import { ask, colourOf, nameOf, sandbox } from "./sandbox.js";
import { word } from "./words.js";

export class GroupPhone extends Phone {
  constructor(owner) {
    super(owner);
    this.root.classList.add("group");
    $(".as", this.root).hidden = false;
    $(".block", this.root).hidden = $(".attach", this.root).hidden = true;
    $(".writer", this.root).onchange = () => this.load(); // other messages are the writer's own now
  }

  update(owner) {
    super.update(owner);
    $(".as .says", this.root).textContent = word("writer");
    offer($(".writer", this.root), this.members().map((one) => [one.id, nameOf(one)]));
    const topics = owner.topics.map((one) => [one.id, one.name]);
    $(".where .says", this.root).textContent = word("place");
    $(".where", this.root).hidden = !topics.length;
    offer($(".topic", this.root), [["", word("general")], ...topics]);
    $(".commands", this.root).disabled = owner.standing !== "open";
  }

  get person() {
    return Number($(".writer", this.root).value);
  }

  members() {
    return sandbox.persons.filter((one) => this.owner.members.includes(one.id))
      .sort((one, other) => this.owner.members.indexOf(one.id) - this.owner.members.indexOf(other.id));
  }

  about() {
    return this.members().map(nameOf).join(", ");
  }

  note() {
    $(".note.standing", this.screen)?.remove();
    if (this.owner.standing === "open") return;
    this.screen.append(element("div", { className: "note standing", textContent: word("botAway") }));
  }

  wrote(message) {
    return message.from.id === this.person && !message.sender_chat;
  }

  heading(message) {
    const who = message.sender_chat || message.from;
    const colour = message.sandbox.from_bot ? "var(--blue)" : colourOf(who.id);
    const name = element("strong", { className: "name", textContent: nameOf(who) });
    name.style.color = colour;
    const topic = this.owner.topics.find((one) => one.id === message.message_thread_id);
    const label = topic ? [element("span", { className: "topic-name", textContent: `# ${topic.name}` })] : [];
    return [element("div", { className: "heading" }, name, ...label)];
  }

  // Taps in a group are not imitated.
  button(message, button) {
    return Object.assign(super.button(message, button), { disabled: true });
  }

  // In a group a client adds the bot's name, so that no other bot takes the command for its own.
  spelled(command) {
    return `/${command}@${sandbox.bot.username}`;
  }

  say(text) {
    const topic = Number($(".topic", this.root).value) || null;
    return this.trying(ask(`groups/${this.id}/say`, { person: this.person, text, topic }));
  }
}

// Fill a select anew and keep what is chosen.
function offer(select, options) {
  const chosen = select.value;
  select.replaceChildren(...options.map(([value, textContent]) => element("option", { value, textContent })));
  if (options.some(([value]) => String(value) === chosen)) select.value = chosen;
}
