// Receipts of petitions: a code that only the petitioner has. The log holds a commitment to it; the key
// that replies are sealed to follows from it.

import { bytes, sha256 } from "./tlog.js";

// Crockford's base 32: no letter that is taken for a digit.
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 25;

/** A fresh code of 125 bits, in groups of five. */
export function newReceipt() {
  const random = crypto.getRandomValues(new Uint8Array(LENGTH));
  const digits = [...random].map((byte) => DIGITS[byte & 31]).join("");
  return digits.match(/.{5}/g).join("-");
}

/** As the rules read a code: without what people write between, and letters as digits. */
const plain = (code) => code.toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");

/** The commitment to a code. */
export const receiptOf = (code) => sha256(bytes(`tasdiq/receipt/1\n${plain(code)}`));

/** The seed of the key that replies are sealed to. */
export const receiptSeed = (code) => sha256(bytes(`tasdiq/receipt-key/1\n${plain(code)}`));
