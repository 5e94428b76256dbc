// Signing: reviewing and sending an act, signing in, making a key. What is signed is exactly what the
// page carries and shows; the key stays in keys.js.

import { checked, isWaiting } from "./check.js";
import * as keys from "./keys.js";
import { bytes, fromBase64, hex, pae, sha256, text } from "./tlog.js";
import { knows, link, say, short, show } from "./words.js";

const SIGN_IN_TYPE = "application/vnd.tasdiq.sign-in.v1+json";
const KEY_REQUEST_TYPE = "application/vnd.tasdiq.key-request.v1+json";
const KEPT = "tasdiq-draft ";
const FORM = "tasdiq-form";
const SIGNED = "tasdiq-signed";
const OTHER_PROBLEM = "problem-other";
const OUT_OF_ORDER = "problem-out-of-order";

/** An address below this site, or its root: a page can't be made to lead elsewhere. */
const here = (path) => (/^\/(?![/\\])/.test(path ?? "") ? path : "/");

/** Why the host refused: the reader's sentence for this kind of problem, and the host's own words,
 *  which are English and for those who mend programs. */
export async function problem(response) {
  let body = {};
  try {
    body = await response.json();
  } catch {
    // An answer that is no problem document still has its status.
  }
  const key = `problem-${String(body.type ?? "").replace(/^tasdiq:/, "")}`;
  const sentence = say(knows(key) ? key : OTHER_PROBLEM);
  const exact = document.createElement("code");
  exact.lang = "en";
  exact.dir = "ltr";
  exact.textContent = [response.status, body.title, body.detail].filter(Boolean).join(" · ");
  const both = document.createElement("span");
  both.append(sentence, " ", exact);
  return both;
}

/* ---- Review and sign ---- */

/** The bytes to be signed, if the page shows these, for this key and this mechanism; else null. */
function payloadOf(panel) {
  try {
    const payload = fromBase64(panel.dataset.payload);
    const shown = panel.querySelector("[data-bytes]");
    const statement = JSON.parse(text(payload));
    const agrees = shown.textContent === text(payload)
      && statement.by === panel.dataset.key
      && statement.mechanism === panel.dataset.mechanism;
    return agrees ? payload : null;
  } catch {
    return null;
  }
}

/* A key's acts are numbered, and two different acts under one number are evidence against the key. So
 * the last act this browser signed is remembered before it is sent: two open pages can't sign the same
 * number twice, and what got no answer is sent again, byte for byte, before anything else is signed. */

const slipName = ({ mechanism, key }) => `${SIGNED} ${mechanism} ${key}`;
const slipOf = (author) => JSON.parse(localStorage.getItem(slipName(author)) ?? "null");

/** Sends an envelope of an author, { mechanism, key }. Null if there was no answer. Keeps the slip as
 *  long as the outcome is open. */
async function send(author, slip) {
  localStorage.setItem(slipName(author), JSON.stringify(slip));
  const response = await fetch("/api/acts?wait=durable", {
    method: "POST", headers: { "content-type": "application/json" }, body: slip.envelope,
  }).catch(() => null);
  if (response?.ok) {
    localStorage.setItem(slipName(author), JSON.stringify({ ...slip, envelope: null }));
  } else if (response && !mayPass(response)) {
    localStorage.removeItem(slipName(author));
  }
  return response;
}

/** Whether the same bytes may be taken later: the host was busy, or the key too fast. */
const mayPass = (response) => response.status >= 500 || response.status === 429;

/** Whether this browser has signed another act under this number or a later one. Settles it first if
 *  its outcome is open. */
async function isTaken(author, seq, id) {
  const other = (slip) => slip !== null && slip.id !== id && seq <= slip.seq;
  const slip = slipOf(author);
  if (!other(slip)) return false;
  if (slip.envelope) await send(author, slip);
  return other(slipOf(author));
}

/** Signs a statement's bytes and sends them, with the signatures of others `beside`. The host's answer,
 *  null if there was none, undefined if this browser signed something else under the same number. */
async function signAndSend(author, kept, type, payload, beside = []) {
  const { seq } = JSON.parse(text(payload));
  const id = hex(await sha256(pae(type, payload)));
  if (await isTaken(author, seq, id)) return undefined;
  // Ed25519 signatures are deterministic: pressing again sends the same bytes, and the log answers
  // with the same place.
  return send(author, { seq, id, envelope: await keys.envelope(kept, type, payload, beside) });
}

/** Says something in the name of a key that this browser holds, without anybody's review: only what a
 *  page is made for, and nothing that binds. Whether it is in the log. */
export async function sayAtOnce({ mechanism, key }, kind, entry) {
  const kept = await keys.keyWith(mechanism, key);
  if (await isWaiting({ mechanism, key })) return false;
  const place = await fetch(`/api/authors/${encodeURIComponent(key)}`).catch(() => null);
  if (!kept || !place?.ok) return false;
  const { seq, prev, seen } = await place.json();
  const statement = { mechanism, by: key, seq, prev, seen, said_at: new Date().toISOString(), entry };
  const type = `application/vnd.tasdiq.${kind}+json`;
  const response = await signAndSend({ mechanism, key }, kept, type, bytes(JSON.stringify(statement)));
  return response?.ok === true;
}

async function review(panel) {
  const result = panel.querySelector("[data-result]");
  const button = panel.querySelector("[data-act]");
  const { mechanism, key, type } = panel.dataset;
  const kept = await keys.keyWith(mechanism, key);
  if (!kept) {
    show(result, "failed", say("js-no-key", { key: short(key) }));
    return;
  }
  const beside = panel.dataset.check ? [await checked(panel)] : [];
  button.disabled = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    const payload = payloadOf(panel);
    if (payload === null) {
      show(result, "failed", say("js-not-these-bytes"));
      return;
    }
    show(result, "", say("js-signing"));
    const response = await signAndSend(panel.dataset, kept, type, payload, beside);
    if (response === undefined) {
      show(result, "failed", say(OUT_OF_ORDER));
      return;
    }
    if (response === null) {
      show(result, "failed", say("js-no-answer"));
      button.disabled = false;
      return;
    }
    if (!response.ok) {
      show(result, "failed", say("js-refused", { why: await problem(response) }));
      button.disabled = !mayPass(response);
      return;
    }
    const { index } = await response.json();
    forgetDrafts();
    await follow(panel, result, index);
  });
}

/** Says recorded, then witnessed as soon as there is a proof. */
async function follow(panel, result, index) {
  const next = link(here(panel.dataset.next), "js-continue");
  const proof = `/api/acts/${index}/proof`;
  panel.dataset.state = "recorded";
  show(result, "recorded", say("js-recorded", { index: String(index) }), next);
  let soon = null;
  addEventListener("tasdiq:witnessed", () => soon?.());
  for (let wait = 500; ; wait = Math.min(wait * 2, 8000)) {
    const response = await fetch(proof).catch(() => null);
    if (response?.ok) break;
    await new Promise((resolve) => {
      soon = resolve;
      setTimeout(resolve, wait);
    });
  }
  panel.dataset.state = "witnessed";
  const download = link(proof, "js-download", { download: `record-${index}.tlog-proof` });
  show(result, "verified", say("js-witnessed", { index: String(index) }), download, next);
}

/* ---- Sign in ---- */

async function signIn(panel) {
  const result = panel.querySelector("[data-result]");
  const { mechanism, challenge, origin } = panel.dataset;
  try {
    const imported = await keys.fromAddress(mechanism);
    if (imported) show(result, "", say("js-key-imported", { label: imported.label }));
  } catch (error) {
    show(result, "failed", say(error.name === "NotSupportedError" ? "js-no-ed25519" : "js-key-bad"));
  }
  const all = await keys.keysOf(mechanism);
  if (all.length === 0 && result.textContent.trim() === "") show(result, "", say("js-no-keys"));
  for (const kept of all) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "primary";
    button.append(say("js-sign-in-as", { label: kept.label }));
    button.addEventListener("click", async () => {
      // A challenge passed on from another site names that site: it must not be signed here.
      if (origin !== location.origin) {
        show(result, "failed", say("js-not-these-bytes"));
        return;
      }
      const payload = bytes(JSON.stringify({ challenge, origin, mechanism }));
      const body = await keys.envelope(kept, SIGN_IN_TYPE, payload);
      const response = await fetch("/session", {
        method: "POST", headers: { "content-type": "application/json" }, body,
      }).catch(() => null);
      if (response === null) show(result, "failed", say("js-offline"));
      else if (response.ok) location.assign(here(panel.dataset.next));
      else show(result, "failed", say("js-refused", { why: await problem(response) }));
    });
    panel.querySelector("[data-keys]").append(button);
  }
}

/* ---- Make a key ---- */

function enrol(panel) {
  const result = panel.querySelector("[data-result]");
  const button = panel.querySelector("[data-act]");
  const request = panel.querySelector("[data-request]");
  button.disabled = false;
  button.addEventListener("click", async () => {
    const field = panel.querySelector("input[name=label]");
    const label = field.value.trim().normalize("NFC");
    if (label === "") {
      field.focus();
      return;
    }
    button.disabled = true;
    const { mechanism } = panel.dataset;
    try {
      // Making a key again under the same name would throw the first one away.
      const kept = (await keys.keysOf(mechanism)).find((one) => one.label === label)
        ?? (await keys.generate(mechanism, label));
      const asked = { mechanism, key: kept.public, label };
      const pop = await keys.sign(kept, KEY_REQUEST_TYPE, bytes(JSON.stringify(asked)));
      request.textContent = JSON.stringify({ ...asked, pop }, null, 2);
      request.hidden = false;
      show(result, "verified", say("js-enrolled"));
    } catch {
      show(result, "failed", say("js-no-ed25519"));
    }
    button.disabled = false;
  });
}

/* ---- Drafts of long texts stay in this browser until the act is signed ---- */

function keepDraft(area) {
  const name = `${KEPT}${location.pathname} ${area.name}`;
  const kept = localStorage.getItem(name);
  if (kept !== null && area.value === "") area.value = kept;
  const note = document.createElement("p");
  note.className = "hint";
  area.after(note);
  area.addEventListener("input", () => {
    localStorage.setItem(name, area.value);
    note.replaceChildren(say("js-draft-kept"));
  });
  area.form?.addEventListener("submit", () => sessionStorage.setItem(FORM, location.pathname));
}

function forgetDrafts() {
  const form = sessionStorage.getItem(FORM);
  if (form === null) return;
  const prefix = `${KEPT}${form} `;
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(prefix)) localStorage.removeItem(name);
  }
}

document.querySelectorAll("[data-sign]").forEach(review);
document.querySelectorAll("[data-sign-in]").forEach(signIn);
document.querySelectorAll("[data-enrol]").forEach(enrol);
document.querySelectorAll("textarea[data-keep]").forEach(keepDraft);
