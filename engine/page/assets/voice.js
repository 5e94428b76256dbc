// Voice notes: spoken into the form, sent as a payload, heard on the page of the message. A note is Opus
// at 24 kbit/s, so that it passes where a call would not.

import { refusal, tell, upload } from "./upload.js";

const BITS = 24_000;
const SECONDS_MAX = 300;

/** Records until the reader stops it, or five minutes are full: { blob, seconds }. */
async function recorded(stop) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream, { audioBitsPerSecond: BITS });
  const parts = [];
  const begun = performance.now();
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve));
  recorder.start();
  const full = setTimeout(() => recorder.stop(), SECONDS_MAX * 1_000);
  await Promise.race([stop, ended]);
  clearTimeout(full);
  if (recorder.state !== "inactive") recorder.stop();
  await ended;
  for (const track of stream.getTracks()) track.stop();
  const seconds = Math.max(1, Math.round((performance.now() - begun) / 1_000));
  return { blob: new Blob(parts, { type: recorder.mimeType }), seconds };
}

for (const button of document.querySelectorAll("[data-record]")) {
  const widget = button.closest("[data-upload]");
  const said = (key) => widget.querySelector(`[data-say="${CSS.escape(key)}"]`)?.textContent ?? key;
  const label = button.textContent;
  const status = widget.querySelector("[data-recording]");
  let stop = null;
  button.addEventListener("click", async () => {
    if (stop) return stop();
    if (!navigator.mediaDevices || !("MediaRecorder" in window)) return tell(widget, "voice-none");
    const stopped = new Promise((resolve) => { stop = resolve; });
    button.textContent = said("voice-stop");
    status.textContent = said("voice-recording");
    try {
      const { blob, seconds } = await recorded(stopped);
      status.textContent = "";
      await upload(widget, new File([blob], "voice", { type: blob.type }), { seconds });
    } catch (error) {
      status.textContent = "";
      tell(widget, error.name === "NotAllowedError" ? "voice-refused" : "upload-failed", error.message);
    }
    [stop, button.textContent] = [null, label];
    return undefined;
  });
}

/* ---- Hearing one ---- */

for (const anchor of document.querySelectorAll("a[data-voice]")) {
  anchor.addEventListener("click", async (event) => {
    event.preventDefault();
    const response = await fetch(anchor.href);
    const heard = document.createElement(response.ok ? "audio" : "span");
    if (response.ok) {
      heard.controls = true;
      heard.src = URL.createObjectURL(new Blob([await response.arrayBuffer()], { type: anchor.dataset.voice }));
    } else heard.textContent = await refusal(response);
    anchor.after(" ", heard);
    if (response.ok) await heard.play().catch(() => {});
  }, { once: true });
}
