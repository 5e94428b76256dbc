// Opens every page at the width of a small phone and reports what does not fit: anything that makes the
// page scroll sideways, and any control too small for a finger.

const WIDTH = 360;
const FINGER = 44;
const CONTROLS = "button, select, summary, input:not([type=hidden], [type=radio], [type=checkbox]), nav a, a.action, label.choice";

function name(element) {
  return `${element.tagName.toLowerCase()}.${element.className} "${element.textContent.slice(0, 30)}"`;
}

async function look(frame, path) {
  await new Promise((resolve) => {
    frame.addEventListener("load", resolve, { once: true });
    frame.src = path;
  });
  const page = frame.contentDocument;
  const found = [];
  if (page.documentElement.scrollWidth > WIDTH) {
    const wide = [...page.body.querySelectorAll("*")].filter((element) => {
      const box = element.getBoundingClientRect();
      const scrolls = element.closest(".table, .bytes, .skip, .unseen, .hash");
      return !scrolls && (box.right > WIDTH + 1 || box.left < -1);
    });
    found.push({ path, width: page.documentElement.scrollWidth, wide: wide.slice(-3).map(name) });
  }
  for (const control of page.querySelectorAll(CONTROLS)) {
    const { height } = control.getBoundingClientRect();
    if (height > 0 && height < FINGER && !control.closest(".table")) found.push({ path, height, control: name(control) });
  }
  return found;
}

async function run() {
  const paths = await (await fetch("/test/paths")).json();
  const frame = document.createElement("iframe");
  frame.width = WIDTH;
  frame.height = 800;
  document.body.append(frame);
  const problems = [];
  for (const path of paths) problems.push(...(await look(frame, path)));
  return { looked: paths.length, problems: problems.slice(0, 12) };
}

const report = await run().catch((error) => ({ failed: String(error.stack ?? error) }));
await fetch("/test/report", { method: "POST", body: JSON.stringify(report) });
