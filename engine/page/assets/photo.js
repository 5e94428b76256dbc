// Pictures of listings: made anew in this browser before they are sealed, so that no node ever has one
// in the clear. Decoding and encoding are the browser's own, in its confined process; nothing of the file
// but its pixels is in what is sealed, and what is left behind is shown first.

import { countPhotos, photosNamed } from "./body.js";
import { equalAt, scanned } from "./removed.js";
import { sendSealed, tell } from "./upload.js";

const BYTES_MAX = 20_000_000;
const SIDE_MAX = 12_000;
const VIEW_SIDE = 1_200;
const THUMB_SIDE = 256;
const QUALITY = 0.85;

const MAGIC = [
  ["image/jpeg", 0, [0xff, 0xd8, 0xff]],
  ["image/png", 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/webp", 8, [0x57, 0x45, 0x42, 0x50]],
];

/** What a file is by its first bytes, or undefined. Its name and what the system says do not matter. */
const recognised = (data) => MAGIC.find(([, at, magic]) => equalAt(data, at, magic))?.[0];

/** A JPEG of the picture with its longest side at most so long, on white. */
async function drawn(bitmap, side) {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((one) => Math.max(1, Math.round(one * scale)));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { alpha: false });
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  return new Uint8Array(await blob.arrayBuffer());
}

/** A picture made anew: { view, thumb, removed }, or the key of the sentence that says why not. */
async function madeAnew(file) {
  if (file.size > BYTES_MAX) return "photo-too-long";
  const data = new Uint8Array(await file.arrayBuffer());
  const type = recognised(data);
  if (type === undefined) return "photo-unknown";
  const { removed, animated } = scanned(type, data);
  if (animated) return "photo-animated";
  const bitmap = await createImageBitmap(new Blob([data], { type }), { imageOrientation: "from-image" }).catch(() => null);
  if (bitmap === null) return "photo-damaged";
  try {
    if (Math.max(bitmap.width, bitmap.height) > SIDE_MAX) return "photo-too-large";
    const [view, thumb] = [await drawn(bitmap, VIEW_SIDE), await drawn(bitmap, THUMB_SIDE)];
    if (Math.max(bitmap.width, bitmap.height) > VIEW_SIDE) {
      removed.push({ kind: "size", detail: `${bitmap.width} x ${bitmap.height}` });
    }
    return { view, thumb, removed };
  } finally {
    bitmap.close();
  }
}

/** Shows what will be seen and what is left behind. */
function preview(widget, { view, removed }) {
  const image = widget.querySelector("[data-preview]");
  URL.revokeObjectURL(image.src);
  image.src = URL.createObjectURL(new Blob([view], { type: "image/jpeg" }));
  image.hidden = false;
  const list = widget.querySelector("[data-removed]");
  list.replaceChildren(...removed.map(({ kind, detail }) => {
    const item = document.createElement("li");
    item.textContent = widget.querySelector(`[data-say="removed-${CSS.escape(kind)}"]`)?.textContent ?? kind;
    if (detail) {
      const exact = document.createElement("bdi");
      exact.textContent = ` ${detail}`;
      item.append(exact);
    }
    return item;
  }));
  tell(widget, removed.length === 0 ? "photo-nothing" : "photo-left");
}

/** Seals both pictures and names them in the form. */
async function take(widget, made) {
  const section = widget.closest("[data-body]");
  const view = await sendSealed(section, "image/jpeg", made.view);
  const thumb = view && (await sendSealed(section, "image/jpeg", made.thumb));
  if (!thumb) return;
  const [kind, taken] = ["kind", "taken"].map((name) => widget.querySelector(`[data-photo="${name}"]`).value);
  const named = { view, thumb, kind };
  if (taken) named.taken = `${taken}T00:00:00.000Z`;
  document.querySelector('form textarea[name="photos"]').value = JSON.stringify([...photosNamed(), named]);
  countPhotos();
  widget.querySelector("[data-preview]").hidden = true;
  widget.querySelector("[data-removed]").replaceChildren();
  tell(widget, "photo-taken");
}

for (const widget of document.querySelectorAll("[data-photos]")) {
  const input = widget.querySelector("input[type=file]");
  const button = widget.querySelector("[data-take]");
  let made = null;
  input.addEventListener("change", async () => {
    [made, button.disabled] = [null, true];
    const [file] = input.files;
    if (!file) return;
    const answer = await madeAnew(file);
    if (typeof answer === "string") {
      widget.querySelector("[data-preview]").hidden = true;
      widget.querySelector("[data-removed]").replaceChildren();
      tell(widget, answer);
      return;
    }
    made = answer;
    preview(widget, made);
    button.disabled = false;
  });
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await take(widget, made);
      input.value = "";
    } catch (error) {
      tell(widget, "upload-failed", error.message);
      button.disabled = false;
    }
  });
}
