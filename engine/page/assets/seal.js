// Sealing and opening payloads: the container of PROTOCOL.md, with HPKE (RFC 9180, base mode,
// DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM) from the browser's own primitives. A secret key
// is never readable by any script, this one included.

import { bytes, concat, equal, fromBase64, text, toBase64 } from "./tlog.js";

const MAGIC = bytes("tasdiq/sealed/1\n");
const INFO = bytes("tasdiq/seal/1");
const PREFIX = "x25519:";
const X25519 = { name: "X25519" };
const NONE = new Uint8Array(0);
const ZERO_NONCE = new Uint8Array(12);
const KEM_SUITE = concat(bytes("KEM"), Uint8Array.of(0, 0x20));
const SUITE = concat(bytes("HPKE"), Uint8Array.of(0, 0x20, 0, 1, 0, 2));

/** The public key of 32 bytes as text. */
export const sealKeyText = (raw) => PREFIX + toBase64(raw);

async function hmac(key, ...parts) {
  // WebCrypto refuses an empty key; RFC 5869 fills it with zeros, which is the same.
  const raw = key.length === 0 ? new Uint8Array(32) : key;
  const imported = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, concat(...parts)));
}

const extract = (suite, salt, label, ikm) => hmac(salt, bytes("HPKE-v1"), suite, bytes(label), ikm);

async function expand(suite, prk, label, info, length) {
  const all = concat(Uint8Array.of(length >> 8, length & 255), bytes("HPKE-v1"), suite, bytes(label), info);
  let block = NONE;
  let out = NONE;
  for (let n = 1; out.length < length; n += 1) {
    block = await hmac(prk, block, all, Uint8Array.of(n));
    out = concat(out, block);
  }
  return out.slice(0, length);
}

/** The AEAD key and nonce that sender and recipient share (RFC 9180, sections 4.1 and 5.1). */
async function schedule(dh, enc, recipient) {
  const eae = await extract(KEM_SUITE, NONE, "eae_prk", dh);
  const shared = await expand(KEM_SUITE, eae, "shared_secret", concat(enc, recipient), 32);
  const pskId = await extract(SUITE, NONE, "psk_id_hash", NONE);
  const info = await extract(SUITE, NONE, "info_hash", INFO);
  const context = concat(Uint8Array.of(0), pskId, info);
  const secret = await extract(SUITE, shared, "secret", NONE);
  const key = await expand(SUITE, secret, "key", context, 32);
  const nonce = await expand(SUITE, secret, "base_nonce", context, 12);
  return { key: await aes(key), nonce };
}

const aes = (raw) => crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

const gcm = (iv, additionalData) => ({ name: "AES-GCM", iv, additionalData });

async function agree(secret, publicRaw) {
  const other = await crypto.subtle.importKey("raw", publicRaw, X25519, false, []);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "X25519", public: other }, secret, 256));
}

async function wrap(recipientText, contentKey) {
  const recipient = fromBase64(recipientText.slice(PREFIX.length));
  const pair = await crypto.subtle.generateKey(X25519, false, ["deriveBits"]);
  const enc = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const { key, nonce } = await schedule(await agree(pair.privateKey, recipient), enc, recipient);
  const wrapped = new Uint8Array(await crypto.subtle.encrypt(gcm(nonce, NONE), key, contentKey));
  return { key: recipientText, enc: toBase64(enc), wrapped: toBase64(wrapped) };
}

/** Seals bytes to these keys; the container. */
export async function seal(media, payload, recipients) {
  const contentKey = crypto.getRandomValues(new Uint8Array(32));
  const wrapped = await Promise.all(recipients.map((recipient) => wrap(recipient, contentKey)));
  const header = bytes(`${JSON.stringify({ media, recipients: wrapped })}\n`);
  const head = concat(MAGIC, header);
  const sealed = await crypto.subtle.encrypt(gcm(ZERO_NONCE, head), await aes(contentKey), payload);
  contentKey.fill(0);
  return concat(head, new Uint8Array(sealed));
}

/** Opens a container with { secret, public }: { media, payload }, or null if it is not sealed to that
 *  key. Throws if it was changed or is none. */
export async function open(container, own) {
  if (!equal(container.slice(0, MAGIC.length), MAGIC)) throw new Error("not a sealed container");
  const end = container.indexOf(10, MAGIC.length);
  if (end < 0) throw new Error("not a sealed container");
  const { media, recipients } = JSON.parse(text(container.slice(MAGIC.length, end)));
  const mine = recipients.find((recipient) => recipient.key === own.public);
  if (!mine) return null;
  const enc = fromBase64(mine.enc);
  const dh = await agree(own.secret, enc);
  const { key, nonce } = await schedule(dh, enc, fromBase64(own.public.slice(PREFIX.length)));
  const contentKey = await crypto.subtle.decrypt(gcm(nonce, NONE), key, fromBase64(mine.wrapped));
  const head = container.slice(0, end + 1);
  const body = container.slice(end + 1);
  const payload = await crypto.subtle.decrypt(gcm(ZERO_NONCE, head), await aes(contentKey), body);
  return { media, payload: new Uint8Array(payload) };
}
