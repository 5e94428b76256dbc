// The sentences scripts say, in the reader's language. They come with the page, in
// <template id="words">; a script never builds HTML from text.

const template = document.getElementById("words");

/** The sentence `key` as an element, with text put into its slots: { name: string }. */
export function say(key, slots = {}) {
  const found = template?.content.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const sentence = found ? found.cloneNode(true) : document.createElement("span");
  if (!found) sentence.textContent = key;
  for (const slot of sentence.querySelectorAll("[data-slot]")) {
    const value = slots[slot.dataset.slot];
    if (value instanceof Node) slot.replaceChildren(value);
    else slot.textContent = value ?? "";
  }
  return sentence;
}

/** Whether the page brought this sentence along. */
export const knows = (key) => template?.content.querySelector(`[data-key="${CSS.escape(key)}"]`) != null;

/** Puts a sentence into an element, and its kind as a class: the style sheet gives it its colour. */
export function show(element, kind, ...sentences) {
  element.classList.remove("failed", "verified", "recorded");
  if (kind) element.classList.add(kind);
  element.replaceChildren(...sentences.flatMap((sentence) => [sentence, " "]));
}

/** A moment in seconds or milliseconds since 1970 as `2025-11-07 14:02:11 UTC`. */
export function utc(millis) {
  const time = document.createElement("time");
  const iso = new Date(millis).toISOString();
  time.dateTime = iso;
  time.dir = "ltr";
  time.textContent = `${iso.slice(0, 19).replace("T", " ")} UTC`;
  return time;
}

/** The start of a long name (a key, an identifier), enough to tell two apart. */
export function short(name) {
  const code = document.createElement("code");
  code.dir = "ltr";
  code.title = name;
  code.textContent = name.replace(/^ed25519:/, "").slice(0, 8);
  return code;
}

/** A link that runs in the reader's language. */
export function link(href, key, attributes = {}) {
  const a = document.createElement("a");
  a.href = href;
  a.append(say(key));
  Object.assign(a, attributes);
  return a;
}
