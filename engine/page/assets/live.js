// The reader's clock beside the page's, and what arrives in the log while the page is open. Nothing
// on the page changes by itself: a sentence says that there is more, and a link shows it.

import { sayAtOnce } from "./sign.js";
import { link, say, show } from "./words.js";

for (const element of document.querySelectorAll("[data-local]")) {
  const tick = () => {
    const now = new Date();
    const two = (n) => String(Math.floor(n)).padStart(2, "0");
    const ahead = -now.getTimezoneOffset();
    const offset = `UTC${ahead < 0 ? "−" : "+"}${two(Math.abs(ahead) / 60)}:${two(Math.abs(ahead) % 60)}`;
    const clock = document.createElement("bdi");
    clock.dir = "ltr";
    clock.textContent = `${two(now.getHours())}:${two(now.getMinutes())} (${offset})`;
    element.replaceChildren("· ", say("js-local", { clock }));
  };
  tick();
  setInterval(tick, 10_000);
}

/* ---- A flash: it is seen and heard in every open tab, until somebody looks at it ---- */

const title = document.title;
let sounding = null;

/** Three short tones, again and again. Browsers let a page sound once its reader has touched it. */
function sound() {
  const context = new AudioContext();
  const burst = () => {
    for (const at of [0, 0.3, 0.6]) {
      const tone = context.createOscillator();
      tone.frequency.value = 880;
      tone.connect(context.destination);
      tone.start(context.currentTime + at);
      tone.stop(context.currentTime + at + 0.18);
    }
  };
  burst();
  const timer = setInterval(burst, 3_000);
  return () => {
    clearInterval(timer);
    context.close();
  };
}

/** A section at the top of the page that asks to be looked at. */
function banner(name, value, ...parts) {
  const section = document.createElement("section");
  section.className = "alarm";
  section.setAttribute("role", "alert");
  section.dataset[name] = value;
  section.append(...parts);
  document.querySelector("main").prepend(section);
  return section;
}

const isOwn = (member) => member === document.body.dataset.member;

/** Somebody sits in a call and waits. Who looks at that call sees it there. */
function ringing({ from, call }) {
  const page = `/hotline/calls/${call}`;
  if (isOwn(from) || location.pathname === page) return;
  document.querySelector(`[data-ring="${call}"]`)?.remove();
  banner("ring", call, say("js-ring"), " ", link(page, "js-ring-open"));
}

/** Another officer's words wait for this one. */
function toCheck([first]) {
  document.querySelector("[data-to-check]")?.remove();
  dispatchEvent(new CustomEvent("tasdiq:check"));
  const page = `/checks/${first}`;
  if (first === undefined || location.pathname === page) return;
  banner("toCheck", first, say("js-check"), " ", link(page, "js-check-open"));
}

function alarm(index, { from, channel, silence }) {
  if (isOwn(from)) return;
  const drill = channel === "drill" ? [say("js-exercise"), " "] : [];
  const mute = document.createElement("button");
  mute.type = "button";
  mute.append(say("js-mute"));
  mute.addEventListener("click", () => {
    sounding?.();
    mute.remove();
    section.append(say("js-muted"));
    // Whoever is on duty is seen to have silenced it.
    if (silence) sayAtOnce(silence, "hotline.alarm-silenced.v1", { message: silence.message });
  });
  const open = link(`/hotline/${index}`, "js-flash-open");
  const section = banner("flash", index, ...drill, say("js-flash"), " ", open, " ", mute);
  document.title = `⚡ ${say("js-flash").textContent} · ${title}`;
  sounding?.();
  try {
    sounding = sound();
  } catch {
    // Without a sound it is still seen, here and in the title.
    sounding = null;
  }
}

/* ---- Whether the line lives ---- */

const DEAD_AFTER = 45_000;
/** When a host that gave no stream is asked again. */
const AGAIN_AFTER = 10_000;
let dead = null;

function alive() {
  document.querySelector("[data-line-dead]")?.remove();
  clearTimeout(dead);
  dead = setTimeout(() => {
    banner("lineDead", "", say("js-line-dead"));
  }, DEAD_AFTER);
}

const region = document.querySelector("[data-live]");
if (region?.dataset.live) {
  const size = Number(document.body.dataset.size);
  let seen = size;
  let source = null;
  let again = null;
  const follow = () => {
    // The address says where to begin; after a break the browser itself sends the id of the last
    // event it had, which is a position in the log, so nothing is missed and nothing comes twice.
    source = new EventSource(`${region.dataset.live}?from=${seen}`);
    source.addEventListener("entry", (event) => {
      alive();
      seen = Number(event.lastEventId) + 1;
      const { index, urgent, ring } = JSON.parse(event.data);
      if (urgent && index >= size) alarm(index, urgent);
      if (ring && index >= size) ringing(ring);
      const n = String(seen - size);
      if (seen > size) show(region, "", say("js-new-entries", { n }), link(location.href, "js-reload"));
    });
    source.addEventListener("witnessed", (event) => {
      dispatchEvent(new CustomEvent("tasdiq:witnessed", { detail: event.data }));
    });
    source.addEventListener("check", (event) => toCheck(JSON.parse(event.data).waiting));
    source.addEventListener("ping", alive);
    source.addEventListener("error", () => {
      // While it is connecting again nothing is wrong yet. A host that refused is asked again later:
      // browsers do not.
      if (source.readyState !== EventSource.CLOSED) return;
      show(region, "", say("js-offline"));
      again = setTimeout(follow, AGAIN_AFTER);
    });
  };
  // A page that was left is kept for going back to, and its stream with it; a browser has only six
  // connections to a host, so the seventh page would wait for one to end.
  alive();
  addEventListener("pagehide", () => {
    clearTimeout(dead);
    clearTimeout(again);
    source.close();
  });
  addEventListener("pageshow", (event) => event.persisted && follow());
  follow();
}
