// What the page knows of the sandbox, and how it asks for more.

export const sandbox = { persons: [], groups: [], actions: [], bot: {} };

const COLOURS = ["#c2557a", "#3a7fb8", "#3f8f5b", "#8a63b8", "#a8651f", "#4f7f86", "#5b6873"];

export async function ask(path, body) {
  const options = body === undefined ? {} : { method: "POST", body };
  if (body !== undefined && !(body instanceof FormData)) options.body = JSON.stringify(body);
  const response = await fetch(`/sandbox/${path}`, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error || response.statusText);
  return answer;
}

export async function refresh() {
  Object.assign(sandbox, await ask("state"));
}

// Persons and groups: a group is a phone of its own kind.
export function everyone() {
  return [...sandbox.persons, ...sandbox.groups];
}

export function nameOf(one) {
  return one.title || [one.first_name, one.last_name].filter(Boolean).join(" ");
}

// The same colour on somebody's phone and over what they write into a group.
export function colourOf(id) {
  const index = everyone().findIndex((one) => one.id === id);
  return COLOURS[Math.max(index, 0) % COLOURS.length];
}
