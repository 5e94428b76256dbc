// Verifies that an entry is in a log and that enough others saw it there: C2SP signed-note,
// tlog-checkpoint, tlog-cosignature (Ed25519), tlog-policy and tlog-proof, with RFC 6962 hashing.
//
// Only the browser's own SHA-256 and Ed25519 are used. Nothing here fetches, stores or shows.
// Everything that does not hold throws an Unproven whose `code` says what failed.

/** Something did not hold. `code` is one of: form, policy, entry, signature, inclusion, log,
 *  cosignature, quorum, browser. `detail` is for people who mend programs. */
export class Unproven extends Error {
  constructor(code, detail) {
    super(`${code}: ${detail}`);
    this.name = "Unproven";
    this.code = code;
    this.detail = detail;
  }
}

const HEADER = "c2sp.org/tlog-proof@v1";
const NOTE_BYTES_MAX = 1_000_000;
const SIGNATURES_MAX = 100;
const POLICY_LINES_MAX = 1_000;
const PATH_LENGTH_MAX = 63;
const TIME_MAX = (1n << 63n) - 1n;
const TYPE_LOG = 0x01;
const TYPE_COSIGNER = 0x04;

const utf8 = new TextEncoder();

/* ---- Bytes ---- */

/** The bytes as text; they must be UTF-8. */
export function text(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Unproven("form", "not UTF-8");
  }
}

export const bytes = (string) => utf8.encode(string);

export function concat(...parts) {
  const all = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

export const hex = (all) => Array.from(all, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function toBase64(all) {
  let binary = "";
  for (const byte of all) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** RFC 4648 section 4 with padding, in its one form: what decodes must encode to the same text. */
export function fromBase64(encoded) {
  let decoded;
  try {
    decoded = Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0));
  } catch {
    throw new Unproven("form", "not base64");
  }
  if (toBase64(decoded) !== encoded) throw new Unproven("form", "not base64 in its one form");
  return decoded;
}

/** A decimal of the protocols: no sign, no leading zero, below 2^64. */
export function decimal(string) {
  if (!/^(0|[1-9][0-9]{0,19})$/.test(string)) throw new Unproven("form", "not a decimal number");
  const value = BigInt(string);
  if (value >= 1n << 64n) throw new Unproven("form", "number too large");
  return value;
}

/* ---- RFC 6962 ---- */

export async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", concat(...parts)));
}

export const leafHash = (entry) => sha256(Uint8Array.of(0), entry);
export const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);

/** Throws unless `leaf` is at `index` of the tree of `size` leaves with `root` (RFC 9162, 2.1.3.2). */
export async function verifyInclusion(index, size, leaf, path, root) {
  if (index >= size) throw new Unproven("inclusion", "the index is beyond the tree");
  let fn = index;
  let sn = size - 1n;
  let hash = leaf;
  for (const sibling of path) {
    if (sn === 0n) throw new Unproven("inclusion", "the path is too long");
    if ((fn & 1n) === 1n || fn === sn) {
      hash = await nodeHash(sibling, hash);
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      hash = await nodeHash(hash, sibling);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  if (sn !== 0n) throw new Unproven("inclusion", "the path is too short");
  if (!equal(hash, root)) throw new Unproven("inclusion", "the path leads to another root");
}

/** Throws unless the tree of `newSize` leaves begins with the tree of `oldSize` (RFC 9162, 2.1.4.2). */
export async function verifyConsistency(oldSize, newSize, proof, oldRoot, newRoot) {
  const fail = (why) => {
    throw new Unproven("inclusion", why);
  };
  if (oldSize > newSize) fail("the earlier tree is larger");
  if (oldSize === newSize) {
    if (proof.length !== 0 || !equal(oldRoot, newRoot)) fail("trees of one size differ");
    return;
  }
  if (oldSize === 0n) {
    if (proof.length !== 0) fail("the proof is too long");
    if (!equal(oldRoot, await sha256())) fail("not the root of the empty tree");
    return;
  }
  if (proof.length === 0) fail("the proof is empty");
  const isPower = (oldSize & (oldSize - 1n)) === 0n;
  const path = isPower ? [oldRoot, ...proof] : proof;
  let fn = oldSize - 1n;
  let sn = newSize - 1n;
  while ((fn & 1n) === 1n) {
    fn >>= 1n;
    sn >>= 1n;
  }
  let fr = path[0];
  let sr = path[0];
  for (const hash of path.slice(1)) {
    if (sn === 0n) fail("the proof is too long");
    if ((fn & 1n) === 1n || fn === sn) {
      fr = await nodeHash(hash, fr);
      sr = await nodeHash(hash, sr);
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      sr = await nodeHash(sr, hash);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  if (sn !== 0n) fail("the proof is too short");
  if (!equal(fr, oldRoot) || !equal(sr, newRoot)) fail("the earlier tree is not the start of the later one");
}

/* ---- Ed25519 under one rule ---- */

const P = (1n << 255n) - 19n;
const L = (1n << 252n) + 27742317777372353535851937790883648493n;
// The y of the points whose order divides 8: a key or an R among these says nothing, and verifiers
// disagree on it. Both signs of x belong to each.
const SMALL_ORDER_Y = [
  0n,
  1n,
  P - 1n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
];

function littleEndian(all) {
  let value = 0n;
  for (let i = all.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(all[i]);
  return value;
}

/** Whether 32 bytes may be a point at all: y below p, and not of small order. Whether they are one is
 *  left to the browser, which decompresses A and recomputes R. */
function isSoundPoint(encoded) {
  const y = littleEndian(encoded) & ((1n << 255n) - 1n);
  return y < P && !SMALL_ORDER_Y.includes(y);
}

/** Whether the signature is the key's over the message, by the strict rule every program of this
 *  system uses: canonical A, R and S, neither A nor R of small order, no cofactor. */
export async function verifyStrict(publicKey, message, signature) {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  if (!isSoundPoint(publicKey) || !isSoundPoint(signature.subarray(0, 32))) return false;
  if (littleEndian(signature.subarray(32)) >= L) return false;
  let key;
  try {
    key = await crypto.subtle.importKey("raw", publicKey, { name: "Ed25519" }, false, ["verify"]);
  } catch (error) {
    // A browser without Ed25519 must not look like a bad signature.
    if (error.name === "NotSupportedError") throw new Unproven("browser", "no Ed25519 in this browser");
    return false;
  }
  return crypto.subtle.verify({ name: "Ed25519" }, key, signature, message);
}

/* ---- Signed notes ---- */

const isName = (name) => name !== "" && !/[\s+]/u.test(name);

/** `<name>+<8 hex digits>+<base64 of type and key>`. */
export async function parseVerifierKey(string) {
  const parts = string.split("+");
  const name = parts[0];
  const id = parts[1];
  const key = fromBase64(parts.slice(2).join("+"));
  if (parts.length < 3 || !isName(name) || key.length !== 33) throw new Unproven("policy", "malformed key");
  const kind = key[0];
  if (kind !== TYPE_LOG && kind !== TYPE_COSIGNER) throw new Unproven("policy", "unknown kind of key");
  const expected = (await sha256(bytes(`${name}\n`), key)).subarray(0, 4);
  if (hex(expected) !== id) throw new Unproven("policy", "the key id is another key's");
  const publicKey = key.subarray(1);
  if (!isSoundPoint(publicKey)) throw new Unproven("policy", "the key is unsound");
  return { name, id, kind, publicKey };
}

/** The text up to the LAST empty line, and the signature lines after it. Verifies nothing. */
export function parseNote(all) {
  if (all.length > NOTE_BYTES_MAX) throw new Unproven("form", "the note is too long");
  const note = text(all);
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note)) throw new Unproven("form", "control characters in a note");
  const split = note.lastIndexOf("\n\n");
  if (split < 0 || !note.endsWith("\n")) throw new Unproven("form", "no signatures on the note");
  const body = note.slice(0, split + 1);
  const lines = note.slice(split + 2).split("\n");
  lines.pop();
  if (lines.length === 0) throw new Unproven("form", "no signatures on the note");
  if (lines.length > SIGNATURES_MAX) throw new Unproven("form", "too many signatures");
  const signatures = lines.map((line) => {
    const found = /^\u2014 (\S+) (\S+)$/u.exec(line);
    if (!found || !isName(found[1])) throw new Unproven("form", "malformed signature line");
    const decoded = fromBase64(found[2]);
    if (decoded.length < 5) throw new Unproven("form", "malformed signature line");
    return { name: found[1], id: hex(decoded.subarray(0, 4)), bytes: decoded.subarray(4) };
  });
  return { text: body, signatures };
}

const claims = (key, signature) => key.name === signature.name && key.id === signature.id;

/** The log keys among `keys` that signed. Unknown signers are passed over; a known key whose
 *  signature does not hold spoils the note. */
export async function verifyNote(note, keys) {
  const verified = [];
  for (const signature of note.signatures) {
    const key = keys.find((k) => k.kind === TYPE_LOG && claims(k, signature));
    if (!key || verified.includes(key)) continue;
    if (!(await verifyStrict(key.publicKey, bytes(note.text), signature.bytes))) {
      throw new Unproven("log", `the signature of ${key.name} does not hold`);
    }
    verified.push(key);
  }
  return verified;
}

/** The cosigners among `keys` and the time each vouches for, in seconds since 1970 (BigInt). */
export async function cosignatures(note, keys) {
  const verified = new Map();
  for (const signature of note.signatures) {
    const key = keys.find((k) => k.kind === TYPE_COSIGNER && claims(k, signature));
    if (!key) continue;
    const time = await cosignatureTime(note.text, signature, key);
    // An older and a newer cosignature of one witness may stand together: the newest counts.
    if (!verified.has(key) || verified.get(key) < time) verified.set(key, time);
  }
  return verified;
}

async function cosignatureTime(checkpoint, signature, key) {
  const bad = new Unproven("cosignature", `the cosignature of ${key.name} does not hold`);
  if (signature.bytes.length !== 72) throw bad;
  const time = littleEndian(signature.bytes.slice(0, 8).reverse());
  if (time > TIME_MAX) throw bad;
  const message = bytes(`cosignature/v1\ntime ${time}\n${checkpoint}`);
  if (!(await verifyStrict(key.publicKey, message, signature.bytes.subarray(8)))) throw bad;
  return time;
}

/** Origin, size (BigInt) and root of a checkpoint's text. */
export function parseCheckpoint(string) {
  const lines = string.split("\n");
  if (lines.pop() !== "" || lines.length < 3 || lines.some((line) => line === "")) {
    throw new Unproven("form", "not a checkpoint");
  }
  const root = fromBase64(lines[2]);
  if (root.length !== 32) throw new Unproven("form", "the root is not a SHA-256 hash");
  return { origin: lines[0], size: decimal(lines[1]), root, extensions: lines.slice(3) };
}

/* ---- Policies ---- */

/** Logs, witnesses, groups and the quorum of a tlog-policy. */
export async function parsePolicy(string) {
  const policy = { logs: [], witnesses: new Map(), groups: new Map(), quorum: undefined };
  const lines = string.split("\n");
  if (lines.length > POLICY_LINES_MAX + 1) throw new Unproven("policy", "too many lines");
  const grouped = new Set();
  for (const [i, line] of lines.entries()) {
    const words = line.replace(/\r$/, "").split(/[ \t]+/).filter((word) => word !== "");
    if (words.length > 0 && !words[0].startsWith("#")) {
      await policyLine(policy, grouped, words, i + 1);
    }
  }
  if (policy.quorum === undefined) throw new Unproven("policy", "no quorum line");
  if (policy.logs.length === 0) throw new Unproven("policy", "no log line");
  return policy;
}

async function policyLine(policy, grouped, words, number) {
  const fail = (why) => {
    throw new Unproven("policy", `line ${number}: ${why}`);
  };
  const defined = (name) => policy.witnesses.has(name) || policy.groups.has(name);
  const free = (name) => {
    if (name === "none" || defined(name)) fail("the name is taken");
  };
  const key = async (string, kind) => {
    const parsed = await parseVerifierKey(string);
    if (parsed.kind !== kind) fail("a key of another kind");
    const known = [...policy.logs, ...policy.witnesses.values()];
    if (known.some((k) => equal(k.publicKey, parsed.publicKey))) fail("the key is already there");
    return parsed;
  };
  const [verb, ...rest] = words;
  if (verb === "log" && (rest.length === 1 || rest.length === 2)) {
    policy.logs.push(await key(rest[0], TYPE_LOG));
  } else if (verb === "witness" && (rest.length === 2 || rest.length === 3)) {
    free(rest[0]);
    policy.witnesses.set(rest[0], await key(rest[1], TYPE_COSIGNER));
  } else if (verb === "group" && rest.length >= 3) {
    const [name, threshold, ...members] = rest;
    free(name);
    const counts = { any: 1n, all: BigInt(members.length) };
    const count = Object.hasOwn(counts, threshold) ? counts[threshold] : decimal(threshold);
    if (count === 0n || count > BigInt(members.length)) fail("the threshold can't be met");
    for (const member of members) {
      if (!defined(member)) fail("a member is not defined above");
      if (grouped.has(member)) fail("a member of two groups");
      grouped.add(member);
    }
    policy.groups.set(name, { count, members });
  } else if (verb === "quorum" && rest.length === 1) {
    if (policy.quorum !== undefined) fail("two quorum lines");
    if (rest[0] !== "none" && !defined(rest[0])) fail("the quorum is not defined above");
    policy.quorum = rest[0];
  } else {
    fail("not a line of a policy");
  }
}

/** Whether the witnesses with these names are the quorum. */
export function satisfied(policy, names) {
  // Groups name only what is defined above them, so this ends.
  const holds = (name) => {
    const group = policy.groups.get(name);
    if (!group) return names.has(name);
    return BigInt(group.members.filter(holds).length) >= group.count;
  };
  return policy.quorum === "none" || holds(policy.quorum);
}

/* ---- Proofs ---- */

/** The parts of a `.tlog-proof`. Verifies nothing. */
export function parseProof(all) {
  const file = text(all);
  const split = file.indexOf("\n\n");
  if (!file.startsWith(`${HEADER}\n`) || split < 0) throw new Unproven("form", "not a tlog-proof");
  const lines = file.slice(HEADER.length + 1, split).split("\n");
  let extra = null;
  if (lines[0].startsWith("extra ")) extra = fromBase64(lines.shift().slice(6));
  const index = lines.shift();
  if (index === undefined || !index.startsWith("index ")) throw new Unproven("form", "no index line");
  if (lines.length > PATH_LENGTH_MAX) throw new Unproven("form", "the path is too long");
  const path = lines.map(fromBase64);
  if (path.some((hash) => hash.length !== 32)) throw new Unproven("form", "not a SHA-256 hash");
  return { extra, index: decimal(index.slice(6)), path, checkpoint: parseNote(bytes(file.slice(split + 2))) };
}

/** Verifies that `entry` (bytes) is where the proof says, under a checkpoint that counts by the
 *  policy. Returns what was found, for showing: origin, index, size, root, cosigned [{name, time}]. */
export async function verifyProof(proof, entry, policy) {
  const logs = await verifyNote(proof.checkpoint, policy.logs);
  if (logs.length === 0) throw new Unproven("log", "no log of the policy signed the checkpoint");
  const checkpoint = parseCheckpoint(proof.checkpoint.text);
  if (!logs.some((key) => key.name === checkpoint.origin)) {
    throw new Unproven("log", "the checkpoint is of another log");
  }
  const names = new Map([...policy.witnesses].map(([name, key]) => [key, name]));
  const found = await cosignatures(proof.checkpoint, [...policy.witnesses.values()]);
  const cosigned = [...found].map(([key, time]) => ({ name: names.get(key), time }));
  if (!satisfied(policy, new Set(cosigned.map(({ name }) => name)))) {
    throw new Unproven("quorum", "not enough cosignatures");
  }
  await verifyInclusion(proof.index, checkpoint.size, await leafHash(entry), proof.path, checkpoint.root);
  return { ...checkpoint, index: proof.index, quorum: policy.quorum, cosigned };
}

/* ---- Acts ---- */

/** DSSE pre-authentication encoding: what a signature covers, and whose SHA-256 names an act. */
export function pae(type, payload) {
  const typeBytes = bytes(type);
  return concat(
    bytes(`DSSEv1 ${typeBytes.length} `), typeBytes, bytes(` ${payload.length} `), payload,
  );
}

/** The 32 bytes of `ed25519:<base64>`. */
export function publicKeyBytes(string) {
  if (typeof string !== "string" || !string.startsWith("ed25519:")) throw new Unproven("form", "not a key");
  const key = fromBase64(string.slice("ed25519:".length));
  if (key.length !== 32) throw new Unproven("form", "not a key");
  return key;
}

/** Opens a leaf: every signature is verified, and the act's identifier computed from its bytes. */
export async function openLeaf(leaf) {
  let envelope;
  try {
    ({ envelope } = JSON.parse(text(leaf)));
  } catch {
    throw new Unproven("form", "the record is not JSON");
  }
  return openEnvelope(envelope);
}

/** Opens an envelope, likewise: its identifier, the keys that signed it, what it is and what it says. */
export async function openEnvelope(envelope) {
  if (typeof envelope?.payload !== "string" || !Array.isArray(envelope.signatures) || envelope.signatures.length === 0) {
    throw new Unproven("form", "the record holds no envelope");
  }
  const [type, payload] = [String(envelope.payloadType), fromBase64(envelope.payload)];
  const message = pae(type, payload);
  const keys = [];
  for (const { key, sig } of envelope.signatures) {
    if (!(await verifyStrict(publicKeyBytes(key), message, fromBase64(String(sig))))) {
      throw new Unproven("signature", `the signature by ${key} does not hold`);
    }
    keys.push(key);
  }
  return { id: hex(await sha256(message)), keys, type, payload };
}
