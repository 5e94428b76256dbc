// Does what an officer does: opens the sign-in link, signs in, reviews an act, signs it, waits until it
// is witnessed, and looks at the proof mark. Runs beside the page's own scripts, on each page.

const until = async (what, look) => {
  for (let i = 0; i < 1200; i++) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`waited in vain for ${what} on ${location.pathname}: ${document.querySelector("main").textContent}`);
};
const one = (selector) => document.querySelector(selector);

async function report(step) {
  await fetch("/test/report", { method: "POST", body: JSON.stringify(step) });
}

async function run() {
  switch (location.pathname) {
    case "/sign-in": {
      const button = await until("a key", () => one("[data-keys] button"));
      await report({ step: "sign-in", label: button.textContent, fragment: location.hash });
      button.click();
      break;
    }
    case "/review": {
      const button = await until("the button", () => one("[data-act]:not([disabled])"));
      button.click();
      await until("recorded", () => one("[data-state=recorded], [data-state=witnessed]"));
      await until("witnessed", () => one("[data-state=witnessed]"));
      await report({ step: "signed", said: one("[data-result]").textContent });
      location.assign("/second-tab");
      break;
    }
    case "/second-tab": {
      const button = await until("the button", () => one("[data-act]:not([disabled])"));
      button.click();
      await until("the refusal", () => one("[data-result].failed"));
      await report({ step: "second-tab", said: one("[data-result]").textContent });
      location.assign("/record");
      break;
    }
    case "/altered":
    case "/record": {
      const mark = await until("the mark", () => one("[data-proof][data-state]"));
      const said = mark.querySelector("[data-result]").textContent;
      const steps = mark.querySelectorAll("[data-steps] li").length;
      const titles = [...mark.querySelectorAll("[data-result] [title]")].map((name) => name.title);
      const cosigned = [...mark.querySelectorAll("[data-steps] li span span")].map((who) => who.textContent);
      await report({ step: location.pathname.slice(1), state: mark.dataset.state, said, steps, titles, cosigned, millis: mark.dataset.millis });
      if (location.pathname === "/record") location.assign("/altered");
      else location.assign("/stranger");
      break;
    }
    case "/stranger": {
      await until("the refusal", () => one("[data-result].failed"));
      await report({ step: "stranger", disabled: one("[data-act]").disabled });
      location.assign("/enrol");
      break;
    }
    case "/enrol": {
      const button = await until("the button", () => one("[data-act]:not([disabled])"));
      one("input[name=label]").value = "Duty officer, Party A";
      button.click();
      const request = await until("the request", () => one("[data-request]:not([hidden])"));
      await report({ step: "enrol", request: request.textContent });
      location.assign("/live");
      break;
    }
    case "/live": {
      let witnessed = null;
      addEventListener("tasdiq:witnessed", (event) => { witnessed = event.detail; });
      const region = one("[data-live]");
      await until("three entries", () => region.textContent.includes("3") && witnessed !== null);
      await report({ step: "live", said: region.textContent, witnessed, clock: one("[data-local]").textContent });
      await report({ step: "end" });
      break;
    }
  }
}

run().catch((error) => report({ step: "error", error: String(error) }));
