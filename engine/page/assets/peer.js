// One connection of a call: sound between two browsers, with nobody in between. Each side takes the
// certificate of the other from an act in the log that the other's officer signed, and speaks with a
// browser that holds this certificate or with none.

import * as keys from "./keys.js";
import { bytes, hex, openEnvelope, openLeaf, sha256, text } from "./tlog.js";

const SIGNAL_TYPE = "application/vnd.tasdiq.call-signal.v1+json";
const SEAT_TYPE = "application/vnd.tasdiq.hotline.call-joined.v1+json";
// Ways to each other are gathered this long, then the offer goes with those that were found.
const GATHER = 3_000;
// A connection that was cut is tried again this often, by whoever notices.
const AGAIN = 3_000;

const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
const attempt = () => hex(crypto.getRandomValues(new Uint8Array(16)));

/** The certificates a description of a connection names; null if one is not by SHA-256. */
function fingerprints(sdp) {
  const all = [...sdp.matchAll(/^a=fingerprint:(\S+) ([0-9A-Fa-f:]+)\s*$/gm)];
  if (all.length === 0 || all.some(([, algorithm]) => algorithm.toLowerCase() !== "sha-256")) return null;
  return all.map(([, , value]) => value.replaceAll(":", "").toLowerCase());
}

/** A new certificate, and its SHA-256 as browsers write it into their descriptions. */
export async function newCertificate() {
  const certificate = await RTCPeerConnection.generateCertificate({ name: "ECDSA", namedCurve: "P-256" });
  const connection = new RTCPeerConnection({ certificates: [certificate] });
  connection.createDataChannel("");
  const { sdp } = await connection.createOffer();
  connection.close();
  return { certificate, fingerprint: fingerprints(sdp)[0] };
}

/** Whether a seat stands in the log as the node says: an act about this call, signed by the seat's key. */
export async function seatHolds(call, seat) {
  const response = await fetch(`/api/acts/${seat.index}/leaf`);
  if (!response.ok) return false;
  const act = await openLeaf(new Uint8Array(await response.arrayBuffer())).catch(() => null);
  if (act === null || act.type !== SEAT_TYPE) return false;
  const { mechanism, by, entry } = JSON.parse(text(act.payload));
  return act.keys[0] === seat.key && by === seat.key && mechanism === call.mechanism
    && entry.call === call.entry && entry.fingerprint === seat.fingerprint;
}

/** What a signal says, if it is one of this call, to us, signed by its seat's key; else null. */
export async function readSignal(call, envelope) {
  const act = await openEnvelope(envelope).catch(() => null);
  if (act === null || act.type !== SIGNAL_TYPE || act.keys.length !== 1) return null;
  const signal = JSON.parse(text(act.payload));
  const ours = signal.mechanism === call.mechanism && signal.call === call.entry && signal.to === call.kept.public;
  return ours ? { ...signal, from: act.keys[0] } : null;
}

/**
 * The connection to one seat. `call`: { index, entry, mechanism, kept, certificate, fingerprint, ice,
 * sound }. `tell(state)` hears of "waiting", "connecting", "connected", "down" and "false".
 */
export class Peer {
  constructor(call, seat, tell) {
    Object.assign(this, { call, seat, tell, connection: null, attempt: attempt(), state: "" });
    this.audio = document.createElement("audio");
    this.audio.autoplay = true;
    // Both begin at once, and one offer is enough.
    this.offers = call.kept.public < seat.key;
  }

  become(state) {
    if (this.state === state || this.state === "closed") return;
    this.state = state;
    this.tell(state);
    if (state === "down") this.again();
  }

  async again() {
    while (this.state === "down") {
      await this.hail();
      await pause(AGAIN);
    }
  }

  /** Says that this browser is there. */
  async hail(answers) {
    const there = await this.send("hail", { answers });
    if (!there && this.state === "") this.become("waiting");
  }

  async send(kind, more = {}) {
    const { mechanism, entry, fingerprint, kept, index } = this.call;
    const signal = {
      mechanism, call: entry, to: this.seat.key, kind, fingerprint, attempt: this.attempt,
      ...more, at: new Date().toISOString(),
    };
    const body = await keys.envelope(kept, SIGNAL_TYPE, bytes(JSON.stringify(signal)));
    const response = await fetch(`/api/calls/${index}/signals`, {
      method: "POST", headers: { "content-type": "application/json" }, body,
    }).catch(() => null);
    return response?.ok === true;
  }

  /** What the other side says. */
  async hear(signal) {
    const { kind, answers, sdp } = signal;
    if (signal.fingerprint !== this.seat.fingerprint) return this.become("false");
    if (kind === "hail" && this.offers) return this.offer(signal.attempt);
    if (kind === "hail" && !answers) return this.hail(signal.attempt);
    if (kind === "bye") return this.leave();
    if (kind !== "offer" && kind !== "answer") return undefined;
    const named = typeof sdp === "string" ? fingerprints(sdp) : null;
    if (named === null || named.some((one) => one !== this.seat.fingerprint)) return this.become("false");
    if (kind === "offer" && !this.offers) return this.answer(signal);
    // An answer to an attempt that was given up comes too late.
    if (kind === "answer" && this.offers && answers === this.attempt) {
      await this.connection.setRemoteDescription({ type: "answer", sdp });
    }
    return undefined;
  }

  async offer(theirs) {
    this.open();
    await this.connection.setLocalDescription(await this.connection.createOffer());
    await this.gathered();
    await this.send("offer", { answers: theirs, sdp: this.connection.localDescription.sdp });
  }

  async answer({ attempt: theirs, sdp }) {
    this.open();
    await this.connection.setRemoteDescription({ type: "offer", sdp });
    await this.connection.setLocalDescription(await this.connection.createAnswer());
    await this.gathered();
    await this.send("answer", { answers: theirs, sdp: this.connection.localDescription.sdp });
  }

  open() {
    this.connection?.close();
    this.attempt = attempt();
    const { certificate, ice, sound } = this.call;
    const connection = new RTCPeerConnection({ certificates: [certificate], iceServers: ice });
    this.connection = connection;
    for (const track of sound.getAudioTracks()) connection.addTrack(track, sound);
    connection.addEventListener("track", ({ track, streams: [stream] }) => {
      this.audio.srcObject = stream ?? new MediaStream([track]);
      this.audio.play().catch(() => {});
    });
    connection.addEventListener("connectionstatechange", () => {
      if (this.connection === connection) this.changed(connection);
    });
    if (this.state === "" || this.state === "waiting") this.become("connecting");
  }

  async changed(connection) {
    const state = connection.connectionState;
    if (state === "connected") this.become((await this.isTheirs(connection)) ? "connected" : "false");
    if (state === "disconnected" || state === "failed") this.become("down");
  }

  /** The browser has compared the certificate with the description; where it shows it, so do we. */
  async isTheirs(connection) {
    const [der] = connection.getSenders()[0]?.transport?.getRemoteCertificates?.() ?? [];
    return der === undefined || hex(await sha256(new Uint8Array(der))) === this.seat.fingerprint;
  }

  async gathered() {
    const { connection } = this;
    const done = new Promise((resolve) => {
      const look = () => connection.iceGatheringState === "complete" && resolve();
      connection.addEventListener("icegatheringstatechange", look);
      look();
    });
    await Promise.race([done, pause(GATHER)]);
  }

  /** The other side went: it is waited for. */
  leave() {
    this.connection?.close();
    this.connection = null;
    this.state = "";
    this.become("waiting");
  }

  close() {
    this.state = "closed";
    this.connection?.close();
    this.audio.srcObject = null;
  }
}
