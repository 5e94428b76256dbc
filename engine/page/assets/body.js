// Bodies that are typed to be sealed: put together here, sealed to those named, sent sealed, named in
// the form. What is typed is in no form, no draft and no request; leaving the page forgets it.

import * as keys from "./keys.js";
import { open, seal } from "./seal.js";
import { newReceipt, receiptOf, receiptSeed } from "./receipt.js";
import { bytes, hex, toBase64 } from "./tlog.js";
import { committed, refusal, sendSealed, tell } from "./upload.js";

const lines = (typed) => typed.split("\n").map((line) => line.trim()).filter(Boolean);

/** What the parts say, as the body they will be. */
function typedBody(section) {
  const body = { format: section.dataset.format };
  for (const part of section.querySelectorAll("[data-part]")) {
    const { part: name, as } = part.dataset;
    if (as === "row") {
      const row = [...part.querySelectorAll("[data-of]")].filter((field) => field.value.trim() !== "");
      const fields = Object.fromEntries(row.map((field) => [field.dataset.of, field.value.trim()]));
      if (part.dataset.counts in fields) (body[name] ??= []).push(fields);
      continue;
    }
    const typed = part.value.trim();
    if (typed === "") continue;
    if (as === "text") body[name] = typed;
    else if (as === "lines") body[name] = lines(typed);
    else if (as === "language") (body[name] ??= {})[part.lang] = typed;
    else (body[name] ??= []).push(...lines(typed).map((text) => ({ text, quality: part.dataset.quality })));
  }
  return body;
}

/** The parts filled with a body that was sealed before. */
function fill(section, body) {
  const rows = {};
  for (const part of section.querySelectorAll("[data-part]")) {
    const { part: name, as, quality } = part.dataset;
    const said = body[name];
    if (said === undefined) continue;
    if (as === "row") {
      rows[name] = (rows[name] ?? -1) + 1;
      for (const field of part.querySelectorAll("[data-of]")) {
        field.value = said[rows[name]]?.[field.dataset.of] ?? "";
      }
    } else if (as === "text") part.value = said;
    else if (as === "lines") part.value = said.join("\n");
    else if (as === "language") part.value = said[part.lang] ?? "";
    else part.value = said.filter((one) => one.quality === quality).map((one) => one.text).join("\n");
  }
}

/** A first of January stands for a year in many registers. */
const birthKnown = (birth) =>
  birth === undefined ? "no" : /^\d{4}-\d\d-\d\d$/.test(birth) && !birth.endsWith("-01-01") ? "day" : "year";

/** What the log may say a listing's body holds. */
const counted = (body, photos) => ({
  names: (body.names ?? []).filter((name) => name.quality === "primary").length,
  father: "fathers" in body,
  birth: birthKnown(body.births?.[0]),
  place: "places" in body,
  documents: (body.documents ?? []).length,
  photos,
});

const field = (name) => document.querySelector(`form textarea[name="${CSS.escape(name)}"]`);

/** The pictures the form names. */
export const photosNamed = () => JSON.parse(field("photos")?.value.trim() || "[]");

/** Says in the form how many pictures there are, where a body was counted before. */
export function countPhotos() {
  const identity = field("identity");
  if (!identity?.value.trim()) return;
  const said = { ...JSON.parse(identity.value), photos: photosNamed().length };
  identity.value = JSON.stringify(said);
}

/** The words of the label of the first part that is needed and not there. */
function missing(section) {
  const part = [...section.querySelectorAll("[data-required]")].find((one) => one.value.trim() === "");
  if (!part) return undefined;
  part.focus();
  return section.querySelector(`label[for="${CSS.escape(part.id)}"]`)?.textContent ?? "";
}

async function sealBody(section) {
  const wanting = missing(section);
  if (wanting !== undefined) return tell(section, "body-missing", wanting);
  const { goes, media } = section.dataset;
  if (goes === "reply" && !section.dataset.also) return tell(section, "body-open-first");
  const body = typedBody(section);
  if (goes === "petition" || goes === "receipted") section.dataset.code ||= newReceipt();
  const code = section.dataset.code;
  if (code) body.reply_to = (await keys.sealingFromSeed(await receiptSeed(code))).public;
  const payload = bytes(JSON.stringify(body));
  if (goes === "petition") return petition(section, code, await seal(media, payload, JSON.parse(section.dataset.recipients)));
  const reference = await sendSealed(section, media, payload);
  if (reference === null) return undefined;
  field(section.dataset.field).value = JSON.stringify(reference);
  const identity = field("identity");
  if (identity) identity.value = JSON.stringify(counted(body, photosNamed().length));
  section.dataset.sealed = "";
  if (!code) return tell(section, "body-sealed");
  document.querySelector('form input[name="receipt"]').value = hex(await receiptOf(code));
  return tell(section, "body-receipt", code);
}

/** Sends a petition without any key. The receipt is shown only once it is kept. */
async function petition(section, code, container) {
  if (JSON.parse(section.dataset.recipients).length === 0) return tell(section, "upload-no-recipients");
  const blob = await committed(container);
  const response = await fetch("/api/petitions", {
    method: "POST", headers: { "content-type": "application/json" },
    body: JSON.stringify({
      blob: blob.id, salt: blob.salt, receipt: hex(await receiptOf(code)), container: toBase64(blob.data),
    }),
  }).catch(() => null);
  if (response === null) return tell(section, "upload-failed");
  if (!response.ok) return tell(section, "upload-failed", await refusal(response));
  for (const part of section.querySelectorAll("input, textarea, select, button")) part.disabled = true;
  tell(section, "body-petitioned");
  const shown = document.createElement("output");
  shown.className = "receipt";
  shown.dir = "ltr";
  shown.textContent = code;
  section.querySelector("[data-result]").append(" ", shown);
  return undefined;
}

async function begin(section, address) {
  const kept = await keys.keyWith(section.dataset.mechanism, section.dataset.key);
  if (!kept) return tell(section, "upload-no-key");
  const response = await fetch(address);
  if (!response.ok) return tell(section, "upload-failed", await refusal(response));
  const container = new Uint8Array(await response.arrayBuffer());
  let opened;
  try {
    opened = await open(container, await keys.sealingOf(kept));
  } catch {
    return tell(section, "seal-broken");
  }
  if (opened === null) return tell(section, "seal-not-for-this-browser");
  fill(section, JSON.parse(new TextDecoder().decode(opened.payload)));
  return tell(section, "seal-opened-here");
}

/* A petition that is opened on this page names the key its author reads replies with. */
document.addEventListener("tasdiq-opened", ({ detail }) => {
  for (const section of document.querySelectorAll("[data-goes=reply]")) section.dataset.also = detail.reply_to ?? "";
});

/* A reply, opened with the receipt that was typed. */
for (const reply of document.querySelectorAll("[data-reply]")) {
  const container = Uint8Array.from(atob(reply.dataset.reply), (c) => c.charCodeAt(0));
  const own = await keys.sealingFromSeed(await receiptSeed(reply.dataset.code));
  const opened = await open(container, own).catch(() => null);
  if (opened === null) tell(reply, "seal-broken");
  else {
    const words = document.createElement("p");
    words.dir = "auto";
    words.textContent = JSON.parse(new TextDecoder().decode(opened.payload)).words;
    reply.querySelector("[data-result]").replaceChildren(words);
  }
}

for (const section of document.querySelectorAll("[data-body]")) {
  section.hidden = false;
  const guarded = (act) => async (event) => {
    event.target.disabled = true;
    try {
      await act(event.target);
    } catch (error) {
      tell(section, "upload-failed", error.message);
    }
    event.target.disabled = false;
  };
  section.querySelector("[data-seal-body]").addEventListener("click", guarded(() => sealBody(section)));
  section.querySelector("[data-begin]")?.addEventListener("click", guarded((button) => begin(section, button.dataset.begin)));
  // What is typed after sealing is not in what was sealed.
  section.addEventListener("input", (event) => {
    if ("sealed" in section.dataset && event.target.closest("[data-part]")) tell(section, "body-changed");
  });
}
