// The proof mark. For each record on the page that has one: fetch its exact bytes, its proof and the
// policy, check everything here, and say who cosigned and when, or what did not hold.

import { openLeaf, parsePolicy, parseProof, Unproven, verifyProof } from "./tlog.js";
import { say, short, show, utc } from "./words.js";

async function fetched(address) {
  let response;
  try {
    response = await fetch(address, { headers: { accept: "*/*" } });
  } catch {
    throw new Unproven("fetch", "no answer");
  }
  if (response.status === 404) return null;
  if (!response.ok) throw new Unproven("fetch", `status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Checks one mark. Returns null if the record is not witnessed yet. */
async function check({ proof: proofAt, leaf: leafAt, policy: policyAt, index, entry }) {
  const [leaf, proofFile, policyText] = await Promise.all([leafAt, proofAt, policyAt].map(fetched));
  if (proofFile === null) return null;
  if (leaf === null || policyText === null) throw new Unproven("fetch", "not found");
  const { id, keys } = await openLeaf(leaf);
  if (id !== entry) throw new Unproven("entry", "these are the bytes of another record");
  const policy = await parsePolicy(new TextDecoder().decode(policyText));
  const proof = parseProof(proofFile);
  if (String(proof.index) !== index) throw new Unproven("entry", "the proof is of another record");
  return { id, keys, ...(await verifyProof(proof, leaf, policy)) };
}

/** A witness as its member is called in the charter, with its name in the policy as the title; the
 * host says how members are called, the policy who they are. */
function called(mark, name) {
  const known = mark.querySelector("[data-witnesses]")?.content.querySelector(`[data-witness="${CSS.escape(name)}"]`);
  if (known) return known.cloneNode(true);
  const bare = document.createElement("bdi");
  bare.textContent = name;
  return bare;
}

/** The names of several witnesses as one list. */
function listed(mark, cosigned) {
  const list = document.createElement("span");
  cosigned.forEach(({ name }, at) => list.append(at ? ", " : "", called(mark, name)));
  return list;
}

function steps(mark, found) {
  const list = document.createElement("ol");
  const add = (key, slots) => {
    const item = document.createElement("li");
    item.append(say(key, slots));
    list.append(item);
  };
  add("js-step-entry", { id: short(found.id) });
  for (const key of found.keys) add("js-step-signature", { key: short(key) });
  add("js-step-included", { index: String(found.index), size: String(found.size) });
  add("js-step-log", { origin: found.origin });
  for (const { name, time } of found.cosigned) {
    const who = document.createElement("span");
    const member = called(mark, name);
    const id = document.createElement("code");
    id.className = "id";
    id.dir = "ltr";
    id.textContent = name;
    who.append(member, ...(member.textContent === name ? [] : [" (", id, ")"]));
    add("js-step-cosigned", { name: who, at: utc(Number(time) * 1000) });
  }
  add("js-step-quorum", { quorum: found.quorum });
  return list;
}

async function run(mark) {
  const result = mark.querySelector("[data-result]");
  const detail = mark.querySelector("[data-steps]");
  show(result, "", say("js-checking"));
  detail.replaceChildren();
  const started = performance.now();
  try {
    const found = await check(mark.dataset);
    if (found === null) {
      show(result, "recorded", say("js-not-witnessed"));
      mark.dataset.state = "unwitnessed";
      return;
    }
    const last = found.cosigned.reduce((time, one) => (one.time > time ? one.time : time), 0n);
    const names = listed(mark, found.cosigned);
    show(result, "verified", say("js-verified", { names, at: utc(Number(last) * 1000) }));
    detail.append(steps(mark, found));
    mark.dataset.millis = (performance.now() - started).toFixed(1);
    mark.dataset.state = "verified";
  } catch (error) {
    const code = error instanceof Unproven ? error.code : "browser";
    show(result, "failed", say("js-failed", { why: say(`why-${code}`) }));
    const exact = document.createElement("code");
    exact.dir = "ltr";
    exact.textContent = error.detail ?? String(error);
    detail.append(exact);
    mark.dataset.state = "failed";
  }
}

for (const mark of document.querySelectorAll("[data-proof]")) {
  mark.querySelector("[data-check]")?.addEventListener("click", () => run(mark));
  // A record that becomes witnessed while it is being read is checked when that happens.
  addEventListener("tasdiq:witnessed", () => mark.dataset.state === "unwitnessed" && run(mark));
  run(mark);
}
