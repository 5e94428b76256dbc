// The reader's clock beside the page's, and what arrives in the log while the page is open. Nothing
// on the page changes by itself: a sentence says that there is more, and a link shows it.

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

const region = document.querySelector("[data-live]");
if (region?.dataset.live) {
  const size = Number(document.body.dataset.size);
  let seen = size;
  let source = null;
  const follow = () => {
    // The address says where to begin; after a break the browser itself sends the id of the last
    // event it had, which is a position in the log, so nothing is missed and nothing comes twice.
    source = new EventSource(`${region.dataset.live}?from=${seen}`);
    source.addEventListener("entry", (event) => {
      seen = Number(event.lastEventId) + 1;
      const n = String(seen - size);
      if (seen > size) show(region, "", say("js-new-entries", { n }), link(location.href, "js-reload"));
    });
    source.addEventListener("witnessed", (event) => {
      dispatchEvent(new CustomEvent("tasdiq:witnessed", { detail: event.data }));
    });
    source.addEventListener("error", () => {
      // While it is connecting again nothing is wrong yet.
      if (source.readyState === EventSource.CLOSED) show(region, "", say("js-offline"));
    });
  };
  // A page that was left is kept for going back to, and its stream with it; a browser has only six
  // connections to a host, so the seventh page would wait for one to end.
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && follow());
  follow();
}
