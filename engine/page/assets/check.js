// The check before sending. One officer composes, another of the same member reads the same bytes and
// signs beside; then the first signs and sends. Until then nothing that is signed by its author exists.

import * as keys from "./keys.js";
import { problem } from "./sign.js";
import { fromBase64, text } from "./tlog.js";
import { say, short, show } from "./words.js";

const POLL = 5_000;
const WAITING = "tasdiq-check";
const waitingName = ({ mechanism, key }) => `${WAITING} ${mechanism} ${key}`;

/** Whether an act of this key waits for a second officer. It has the key's next number, so that nothing
 *  else is to be said by itself meanwhile. */
export async function isWaiting(author) {
  const id = localStorage.getItem(waitingName(author));
  if (id === null) return false;
  const response = await fetch(`/api/checks/${id}`).catch(() => null);
  const { stage } = response?.ok ? await response.json() : {};
  const waits = response === null || stage === "waiting" || stage === "checked";
  if (!waits) localStorage.removeItem(waitingName(author));
  return waits;
}

/** The bytes a panel is about, if it shows just these and they are for its mechanism; else null. */
function bytesOf(panel) {
  const payload = fromBase64(panel.dataset.payload);
  const shown = panel.querySelector("[data-bytes]").textContent === text(payload);
  return shown && JSON.parse(text(payload)).mechanism === panel.dataset.mechanism ? payload : null;
}

const posted = (address, body) => fetch(address, {
  method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
}).catch(() => null);

/** Says why something was not taken. */
async function refused(panel, response) {
  const result = panel.querySelector("[data-result]");
  if (response === null) show(result, "failed", say("js-offline"));
  else show(result, "failed", say("js-refused", { why: await problem(response) }));
}

/** A change that the node tells of, or some seconds. */
const soon = () => new Promise((resolve) => {
  addEventListener("tasdiq:check", resolve, { once: true });
  setTimeout(resolve, POLL);
});

/** Waits until the reader's own act is checked: the signature beside it. Stays where it is sent back. */
export async function checked(panel) {
  const result = panel.querySelector("[data-result]");
  for (;;) {
    const response = await fetch(`/api/checks/${panel.dataset.check}`).catch(() => null);
    if (response?.status === 404) show(result, "failed", say("js-check-gone"));
    const { stage, beside, why } = response?.ok ? await response.json() : {};
    if (stage === "checked") {
      panel.querySelector("[data-waiting]")?.remove();
      show(result, "verified", say("js-checked", { key: short(beside.key) }));
      return beside;
    }
    if (stage === "returned") show(result, "failed", say("js-check-returned", { why }));
    await soon();
  }
}

/** The reader composed it: it goes where a second officer finds it. */
function ask(panel) {
  const button = panel.querySelector("[data-act]");
  button.disabled = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    const { type: payloadType, payload } = panel.dataset;
    const response = await posted("/api/checks", { payloadType, payload });
    if (response?.ok) {
      const { id } = await response.json();
      localStorage.setItem(waitingName(panel.dataset), id);
      return location.assign(`/checks/${id}`);
    }
    button.disabled = false;
    return refused(panel, response);
  });
}

/** Another officer's: the reader signs beside it, or sends it back. */
async function second(panel) {
  const { check, mechanism, key, type } = panel.dataset;
  const result = panel.querySelector("[data-result]");
  const button = panel.querySelector("[data-act]");
  const settle = async (verdict, said) => {
    const response = await posted(`/api/checks/${check}`, verdict);
    if (!response?.ok) return refused(panel, response);
    button.disabled = true;
    panel.querySelector("[data-return]").remove();
    return show(result, "verified", say(said));
  };
  panel.querySelector("[data-send-back]").addEventListener("click", () => {
    const field = panel.querySelector("[data-why]");
    if (field.value.trim() === "") return field.focus();
    return settle({ why: field.value.trim() }, "js-check-sent-back");
  });
  const kept = await keys.keyWith(mechanism, key);
  if (!kept) return show(result, "failed", say("js-no-key", { key: short(key) }));
  button.disabled = false;
  return button.addEventListener("click", async () => {
    const payload = bytesOf(panel);
    if (payload === null) return show(result, "failed", say("js-not-these-bytes"));
    return settle({ sig: await keys.sign(kept, type, payload) }, "js-check-signed");
  });
}

document.querySelectorAll("[data-ask-check]").forEach(ask);
document.querySelectorAll("[data-check]:not([data-sign])").forEach(second);
