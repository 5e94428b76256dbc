// A message is opened when an officer has it before their eyes: the page says so in the log, once, with
// the officer's key. It says nothing of what the officer thinks of it.

import { sayAtOnce } from "./sign.js";

const SAID = "tasdiq-opened";

const seen = () => new Promise((resolve) => {
  const look = () => document.visibilityState === "visible" && resolve();
  document.addEventListener("visibilitychange", look);
  look();
});

for (const note of document.querySelectorAll("[data-opened]")) {
  const { opened: message, mechanism, key } = note.dataset;
  const mark = `${SAID} ${key} ${message}`;
  await seen();
  // Two tabs say it once.
  const said = await navigator.locks.request(mark, async () => {
    if (localStorage.getItem(mark)) return true;
    const done = await sayAtOnce({ mechanism, key }, "hotline.message-opened.v1", { message });
    if (done) localStorage.setItem(mark, new Date().toISOString());
    return done;
  });
  const sentence = note.querySelector(`[data-say="${said ? "done" : "failed"}"]`);
  sentence.hidden = false;
  // The form that says the same is for readers without a script.
  if (said) document.querySelector("main .actions a[href$='/open']")?.remove();
}
