// The keys of this browser: Ed25519, not extractable, kept in IndexedDB, one for each mechanism and
// label. A private key is never shown, sent or readable by any script, this one included.

import { sealKeyText } from "./seal.js";
import { storeOf } from "./store.js";
import { bytes, concat, fromBase64, pae, sha256, toBase64 } from "./tlog.js";

const ED25519 = { name: "Ed25519" };
// A PKCS#8 private key of 32 bytes begins with these (RFC 8410, section 7).
const PKCS8_PREFIX = fromBase64("MC4CAQAwBQYDK2VwBCIEIA==");
// The same for X25519.
const PKCS8_SEAL_PREFIX = fromBase64("MC4CAQAwBQYDK2VuBCIEIA==");
const X25519 = { name: "X25519" };

const inStore = storeOf("tasdiq", "keys", { keyPath: ["mechanism", "label"] });

const record = async (mechanism, label, publicKey, key, sealing) => {
  const kept = { mechanism, label, public: `ed25519:${toBase64(publicKey)}`, key, sealing };
  await inStore("readwrite", (store) => store.put(kept));
  return kept;
};

/** All keys of this mechanism: [{ mechanism, label, public, key }]. */
export async function keysOf(mechanism) {
  const all = await inStore("readonly", (store) => store.getAll());
  return all.filter((kept) => kept.mechanism === mechanism);
}

/** The kept key with this public key text, or undefined. */
export async function keyWith(mechanism, publicText) {
  return (await keysOf(mechanism)).find((kept) => kept.public === publicText);
}

/** Makes a new key. Throws if this browser has no Ed25519. */
export async function generate(mechanism, label) {
  const pair = await crypto.subtle.generateKey(ED25519, false, ["sign", "verify"]);
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return record(mechanism, label, publicKey, pair.privateKey);
}

/** Keeps the key with this 32-byte seed. The extractable copy lives only while its public half is read. */
export async function fromSeed(mechanism, label, seed) {
  if (seed.length !== 32) throw new Error("a seed has 32 bytes");
  const pkcs8 = concat(PKCS8_PREFIX, seed);
  const readable = await crypto.subtle.importKey("pkcs8", pkcs8, ED25519, true, ["sign"]);
  const { x } = await crypto.subtle.exportKey("jwk", readable);
  const key = await crypto.subtle.importKey("pkcs8", pkcs8, ED25519, false, ["sign"]);
  pkcs8.fill(0);
  const sealing = await sealingFromSeed(seed);
  seed.fill(0);
  return record(mechanism, label, fromBase64Url(x), key, sealing);
}

/** The key for sealing that belongs to a seed: one derivation for every program. */
export async function sealingFromSeed(seed) {
  const pkcs8 = concat(PKCS8_SEAL_PREFIX, await sha256(bytes("tasdiq/seal-key/1\n"), seed));
  const readable = await crypto.subtle.importKey("pkcs8", pkcs8, X25519, true, ["deriveBits"]);
  const { x } = await crypto.subtle.exportKey("jwk", readable);
  const secret = await crypto.subtle.importKey("pkcs8", pkcs8, X25519, false, ["deriveBits"]);
  pkcs8.fill(0);
  return { secret, public: sealKeyText(fromBase64Url(x)) };
}

/** The key for sealing beside a kept key, not extractable either; made when it is first asked for. */
export async function sealingOf(kept) {
  if (kept.sealing) return kept.sealing;
  const pair = await crypto.subtle.generateKey(X25519, false, ["deriveBits"]);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const sealing = { secret: pair.privateKey, public: sealKeyText(raw) };
  await inStore("readwrite", (store) => store.put({ ...kept, sealing }));
  return sealing;
}

/** Takes a key out of the address, `#seed=<base64url>&label=<office>`, and wipes the address before
 *  anything else, so that it is neither in the history nor in a picture of the screen. Resolves to the
 *  kept key, or undefined if the address has none; rejects if it has one that is not valid. */
export async function fromAddress(mechanism) {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const seed = fragment.get("seed");
  if (seed === null) return undefined;
  history.replaceState(null, "", location.pathname + location.search);
  return fromSeed(mechanism, fragment.get("label") ?? "demo", fromBase64Url(seed));
}

function fromBase64Url(encoded) {
  const standard = encoded.replaceAll("-", "+").replaceAll("_", "/");
  return fromBase64(standard.padEnd(Math.ceil(standard.length / 4) * 4, "="));
}

/** Signs a payload: the DSSE envelope as JSON text, in the order the protocol writes it. `beside` are
 *  signatures of others over the same bytes, { key, sig }. */
export async function envelope(kept, type, payload, beside = []) {
  const signature = await sign(kept, type, payload);
  return JSON.stringify({
    payload: toBase64(payload),
    payloadType: type,
    signatures: [{ key: kept.public, sig: signature }, ...beside],
  });
}

/** The signature of a text, base64. */
export async function signText(kept, string) {
  return toBase64(new Uint8Array(await crypto.subtle.sign(ED25519, kept.key, bytes(string))));
}

/** The signature alone, base64, over the pre-authentication encoding. */
export async function sign(kept, type, payload) {
  return toBase64(new Uint8Array(await crypto.subtle.sign(ED25519, kept.key, pae(type, payload))));
}
