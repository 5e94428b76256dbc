// Payloads: committed to under a salt, sealed if asked, sent in chunks that resume after a cut, named
// in the form that is then signed. And the other way: opening a sealed payload in this browser.

import * as keys from "./keys.js";
import { open, seal } from "./seal.js";
import { bytes, concat, hex, sha256, toBase64 } from "./tlog.js";

const CHUNK = 512 * 1024;
const BYTES_MAX = 40_000_000;
const RETRIES = 8;
const SEALED = "application/vnd.tasdiq.sealed";

/** A sentence of the widget, in the reader's language. */
const said = (widget, key) => widget.querySelector(`[data-say="${CSS.escape(key)}"]`)?.textContent ?? key;

export function tell(widget, key, more = "") {
  widget.querySelector("[data-result]").textContent = [said(widget, key), more].filter(Boolean).join(" ");
}

const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** Announces a payload; where to begin. */
async function announce(kept, mechanism, blob) {
  const signed = `tasdiq.upload.v1\n${mechanism}\n${blob.id}\n${blob.data.length}\n${blob.media}\n`;
  const body = JSON.stringify({
    blob: blob.id, salt: blob.salt, bytes: blob.data.length, media: blob.media,
    by: kept.public, signature: await keys.signText(kept, signed),
  });
  const response = await fetch("/api/blobs", {
    method: "POST", headers: { "content-type": "application/json" }, body,
  });
  if (!response.ok) throw new Error(await refusal(response));
  return Number(response.headers.get("upload-offset"));
}

export const refusal = async (response) => {
  const problem = await response.json().catch(() => ({}));
  return [response.status, problem.title, problem.detail].filter(Boolean).join(" · ");
};

/** Sends a payload. After a cut it asks how far it came, waits, and goes on. */
async function send(widget, kept, mechanism, blob) {
  const progress = widget.querySelector("progress");
  progress.hidden = false;
  progress.max = blob.data.length;
  let offset = await announce(kept, mechanism, blob);
  let failures = 0;
  while (offset < blob.data.length) {
    progress.value = offset;
    const chunk = blob.data.slice(offset, offset + CHUNK);
    const response = await fetch(`/api/blobs/${blob.id}`, {
      method: "PATCH",
      headers: { "content-type": "application/offset+octet-stream", "upload-offset": String(offset) },
      body: chunk,
    }).catch(() => null);
    if (response?.ok) {
      offset = Number(response.headers.get("upload-offset"));
      failures = 0;
      continue;
    }
    if (response !== null && response.status !== 409 && response.status < 500) {
      throw new Error(await refusal(response));
    }
    failures += 1;
    if (failures > RETRIES) throw new Error(response === null ? "" : await refusal(response));
    tell(widget, "upload-resumed");
    await pause(Math.min(250 * 2 ** failures, 10_000));
    const status = await fetch(`/api/blobs/${blob.id}`, { method: "HEAD" }).catch(() => null);
    if (status?.ok) offset = Number(status.headers.get("upload-offset"));
  }
  progress.value = blob.data.length;
}

/** Bytes with the salt and the commitment they will be known by. */
export async function committed(data, media = SEALED) {
  const salt = crypto.getRandomValues(new Uint8Array(32));
  const id = await sha256(concat(bytes("tasdiq/blob/1\n"), salt, await sha256(data)));
  return { data, media, salt: hex(salt), id: hex(id) };
}

/** The type of a file; browsers know none for time-stamp replies. */
const mediaOf = (file) =>
  /\.tsr$/i.test(file.name) ? "application/timestamp-reply" : file.type.replace(/;.*/, "");

/** Sends a payload sealed to the widget's recipients; its reference, or null after saying why not. */
export async function sendSealed(widget, media, data) {
  const announced = JSON.parse(widget.dataset.recipients);
  const recipients = announced.length > 0 && widget.dataset.also ? [...announced, widget.dataset.also] : announced;
  if (recipients.length === 0) {
    tell(widget, "upload-no-recipients");
    return null;
  }
  const blob = await committed(await seal(media, data, recipients));
  if (!(await sendOwn(widget, blob))) return null;
  return { blob: blob.id, bytes: blob.data.length, sealed_to: JSON.parse(widget.dataset.sealedTo) };
}

/** Sends a payload in the name of the reader's key, if this browser has it. */
async function sendOwn(widget, blob) {
  const { mechanism, key } = widget.dataset;
  const kept = await keys.keyWith(mechanism, key);
  if (kept) await send(widget, kept, mechanism, blob);
  else tell(widget, "upload-no-key");
  return Boolean(kept);
}

/** Sends a file; its reference, or null after saying why not. */
async function sendFile(widget, file) {
  const data = new Uint8Array(await file.arrayBuffer());
  if (widget.querySelector("[data-seal]")?.checked) {
    const sealed = await sendSealed(widget, mediaOf(file), data);
    return sealed && { blob: sealed.blob, bytes: sealed.bytes, media: SEALED, sealed_to: sealed.sealed_to };
  }
  const blob = await committed(data, mediaOf(file));
  if (!(await sendOwn(widget, blob))) return null;
  return { blob: blob.id, bytes: data.length, media: blob.media };
}

/** Sends a file and names it in the form, with what else is known of it. */
export async function upload(widget, file, more = {}) {
  if (file.size > BYTES_MAX) return tell(widget, "upload-too-large");
  tell(widget, "upload-sending", file.name);
  const reference = await sendFile(widget, file);
  if (reference === null) return undefined;
  const field = widget.querySelector("textarea");
  const named = JSON.parse(field.value.trim() || "[]");
  field.value = JSON.stringify([...named, { ...reference, ...more }]);
  return tell(widget, "upload-done", file.name);
}

for (const widget of document.querySelectorAll("[data-upload]")) {
  const input = widget.querySelector("input[type=file]");
  widget.querySelector("[data-controls]").hidden = false;
  input.addEventListener("change", async () => {
    input.disabled = true;
    for (const file of input.files) {
      try {
        await upload(widget, file);
      } catch (error) {
        tell(widget, "upload-failed", error.message);
      }
    }
    input.value = "";
    input.disabled = false;
  });
}

/* ---- Opening a seal in this browser ---- */

/** A body as a list of its fields. Its words become text, never markup. */
function written(value) {
  if (value === null || typeof value !== "object") {
    const text = document.createElement("bdi");
    text.textContent = String(value);
    return text;
  }
  const list = document.createElement(Array.isArray(value) ? "ul" : "dl");
  for (const [name, part] of Object.entries(value)) {
    const item = document.createElement(Array.isArray(value) ? "li" : "dd");
    item.append(written(part));
    if (!Array.isArray(value)) {
      const term = document.createElement("dt");
      term.textContent = name;
      list.append(term);
    }
    list.append(item);
  }
  return list;
}

for (const anchor of document.querySelectorAll("a[data-open-seal]")) {
  const widget = anchor.closest("[data-open]");
  anchor.addEventListener("click", async (event) => {
    event.preventDefault();
    const { mechanism, key } = widget.dataset;
    const kept = await keys.keyWith(mechanism, key);
    if (!kept) return tell(widget, "upload-no-key");
    const response = await fetch(anchor.href);
    if (!response.ok) return tell(widget, "upload-failed", await refusal(response));
    const container = new Uint8Array(await response.arrayBuffer());
    let opened;
    try {
      opened = await open(container, await keys.sealingOf(kept));
    } catch {
      return tell(widget, "seal-broken");
    }
    if (opened === null) return tell(widget, "seal-not-for-this-browser");
    if (/^application\/vnd\.tasdiq\.(listing|petition|statement|reply)\+json$/.test(opened.media)) {
      tell(widget, "seal-opened-here");
      const body = JSON.parse(new TextDecoder().decode(opened.payload));
      document.dispatchEvent(new CustomEvent("tasdiq-opened", { detail: body }));
      return widget.querySelector("[data-result]").append(written(body));
    }
    const safe = /^image\/(jpeg|png|webp)$|^application\/pdf$/.test(opened.media);
    const type = safe ? opened.media : "application/octet-stream";
    const address = URL.createObjectURL(new Blob([opened.payload], { type }));
    const link = document.createElement("a");
    link.href = address;
    link.download = `payload-${hex(await sha256(opened.payload)).slice(0, 8)}`;
    link.textContent = link.download;
    if (type.startsWith("image/")) {
      const image = document.createElement("img");
      image.className = "evidence";
      image.alt = "";
      image.src = address;
      link.prepend(image);
    }
    tell(widget, "seal-opened-here");
    return widget.querySelector("[data-result]").append(" ", link);
  });
}

/* ---- Announcing the key for sealing ---- */

for (const form of document.querySelectorAll("[data-seal-key-of]")) {
  const kept = await keys.keyWith(form.dataset.mechanism, form.dataset.sealKeyOf);
  const field = form.querySelector("input[name=seal_key]");
  if (kept && field.value === "") field.value = (await keys.sealingOf(kept)).public;
}
