// Runs tlog.js over vectors that the Rust code made and judged, and sends back every disagreement.

import * as tlog from "/assets/tlog.js";

const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const root = (text) => tlog.fromBase64(text);

/** Whether it held; only an Unproven may be thrown. */
async function holds(act) {
  try {
    return (await act()) !== false;
  } catch (error) {
    if (error instanceof tlog.Unproven) return false;
    throw error;
  }
}

const judges = {
  strict: (v) => tlog.verifyStrict(fromHex(v.key), fromHex(v.message), fromHex(v.signature)),
  inclusion: async (v) => {
    await tlog.verifyInclusion(BigInt(v.index), BigInt(v.size), root(v.leaf), v.path.map(root), root(v.root));
  },
  consistency: async (v) => {
    await tlog.verifyConsistency(BigInt(v.old), BigInt(v.new), v.path.map(root), root(v.old_root), root(v.new_root));
  },
  vkey: (v) => tlog.parseVerifierKey(v.text),
  policy: (v) => tlog.parsePolicy(v.text),
  proof: async (v) => {
    const policy = await tlog.parsePolicy(v.policy);
    await tlog.verifyProof(tlog.parseProof(fromHex(v.proof)), fromHex(v.entry), policy);
  },
};

async function run() {
  const vectors = await (await fetch("/test/vectors")).json();
  const disagreements = [];
  const counts = {};
  for (const [kind, all] of Object.entries(vectors)) {
    counts[kind] = all.length;
    for (const vector of all) {
      const found = await holds(() => judges[kind](vector));
      if (found !== vector.want) disagreements.push({ kind, ...vector });
    }
  }
  const sound = vectors.proof.find((vector) => vector.want);
  const times = [];
  for (let i = 0; i < 20; i++) {
    const started = performance.now();
    await judges.proof(sound);
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  return { counts, disagreements: disagreements.slice(0, 5), disagreed: disagreements.length, median_millis: times[10] };
}

const report = await run().catch((error) => ({ failed: String(error.stack ?? error) }));
await fetch("/test/report", { method: "POST", body: JSON.stringify(report) });
