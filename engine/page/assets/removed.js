// What a picture's file says beside its pixels: found by its layout, told before the picture is made anew
// without any of it. Kinds are those of `picture::RemovedKind`.

const ascii = (data, at, length) => String.fromCharCode(...data.subarray(at, at + length));

/** Whether these bytes stand there. */
export const equalAt = (data, at, bytes) => bytes.every((byte, n) => data[at + n] === byte);

const starts = (data, at, string) => ascii(data, at, string.length) === string;

const be16 = (data, at) => (data[at] << 8) | data[at + 1];
const be32 = (data, at) => be16(data, at) * 65_536 + be16(data, at + 2);
const le32 = (data, at) => data[at] + data[at + 1] * 256 + data[at + 2] * 65_536 + data[at + 3] * 16_777_216;

/** What EXIF at `at` says: an entry of the first directory may lead to others. */
function exif(data, at, add) {
  add("exif");
  const tiff = data.subarray(at);
  if (tiff.length < 8) return;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length);
  const little = starts(tiff, 0, "II");
  const short = (place) => view.getUint16(place, little);
  const long = (place) => view.getUint32(place, little);
  const text = (entry) => {
    const length = Math.min(long(entry + 4), 100);
    const place = length > 4 ? long(entry + 8) : entry + 8;
    return ascii(tiff, place, length).replace(/\0.*$/s, "");
  };
  const directory = (place, found) => {
    const count = Math.min(short(place), 200);
    for (let n = 0; n < count; n += 1) found(short(place + 2 + 12 * n), place + 2 + 12 * n);
    return long(place + 2 + 12 * count);
  };
  try {
    const device = [];
    const next = directory(long(4), (tag, entry) => {
      if (tag === 0x010f || tag === 0x0110) device.push(text(entry));
      else if (tag === 0x0131) add("editing", text(entry));
      else if (tag === 0x0132) add("time", text(entry));
      else if (tag === 0x8825) directory(long(entry + 8), (inner) => inner === 2 && add("place"));
      else if (tag === 0x8769) directory(long(entry + 8), (inner, there) => inner === 0x9003 && add("time", text(there)));
    });
    if (device.length > 0) add("device", device.join(" "));
    if (next > 0 && next < tiff.length) add("thumbnail");
  } catch {
    // It breaks off: that it is there is told, and it is left behind whatever it says.
  }
}

function jpeg(data, add) {
  let at = 2;
  while (at + 4 <= data.length && data[at] === 0xff) {
    const marker = data[at + 1];
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = be16(data, at + 2);
    const body = at + 4;
    if (marker === 0xe1 && starts(data, body, "Exif\0")) exif(data.subarray(0, at + 2 + length), body + 6, add);
    else if (marker === 0xe1) add("xmp");
    else if (marker === 0xe2 && starts(data, body, "ICC_PROFILE")) add("profile");
    else if (marker === 0xed) add("iptc");
    else if (marker === 0xeb) add("credentials");
    else if (marker === 0xfe) add("text");
    if (marker === 0xda) break;
    at += 2 + length;
  }
  let end = data.length;
  while (end >= 2 && !(data[end - 2] === 0xff && data[end - 1] === 0xd9)) end -= 1;
  if (end >= 2 && end < data.length) add("trailing", String(data.length - end));
  return false;
}

function png(data, add) {
  let animated = false;
  let at = 8;
  while (at + 12 <= data.length) {
    const [length, kind] = [be32(data, at), ascii(data, at + 4, 4)];
    animated ||= kind === "acTL";
    if (kind === "eXIf") exif(data.subarray(0, at + 8 + length), at + 8, add);
    else if (kind === "iCCP") add("profile");
    else if (kind === "caBX") add("credentials");
    else if (/^([tz]EXt|iTXt)$/.test(kind)) add(starts(data, at + 8, "XML:com.adobe.xmp") ? "xmp" : "text");
    at += 12 + length;
    if (kind === "IEND") break;
  }
  if (at < data.length) add("trailing", String(data.length - at));
  return animated;
}

function webp(data, add) {
  let animated = false;
  const end = Math.min(8 + le32(data, 4), data.length);
  for (let at = 12; at + 8 <= end; ) {
    const [kind, length] = [ascii(data, at, 4), le32(data, at + 4)];
    animated ||= kind === "ANIM";
    if (kind === "EXIF") exif(data.subarray(0, at + 8 + length), at + 8 + (starts(data, at + 8, "Exif\0") ? 6 : 0), add);
    else if (kind === "XMP ") add("xmp");
    else if (kind === "ICCP") add("profile");
    else if (kind === "C2PA") add("credentials");
    at += 8 + length + (length % 2);
  }
  if (end < data.length) add("trailing", String(data.length - end));
  return animated;
}

/** What of a file is left behind, each kind once, and whether it moves. */
export function scanned(type, data) {
  const found = new Map();
  const add = (kind, detail = "") => found.set(kind, found.get(kind) || detail);
  const animated = { "image/jpeg": jpeg, "image/png": png, "image/webp": webp }[type](data, add);
  return { animated, removed: [...found].map(([kind, detail]) => ({ kind, detail })) };
}
