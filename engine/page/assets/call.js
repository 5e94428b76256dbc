// A call of the hotline on its page: taking a seat, speaking, and what happens when the link is down.
// The node brings signed offers to and fro; the sound goes from browser to browser.

import * as keys from "./keys.js";
import { newCertificate, Peer, readSignal, seatHolds } from "./peer.js";
import { storeOf } from "./store.js";
import { hex, sha256 } from "./tlog.js";

const BITS = 24_000;

/* ---- The certificate of a seat stays in the browser that made it ---- */

const inStore = storeOf("tasdiq-calls", "certificates");
const kept = (fingerprint) => inStore("readonly", (store) => store.get(fingerprint));
const keep = (fingerprint, certificate) => inStore("readwrite", (store) => store.put(certificate, fingerprint));

/* ---- The panel ---- */

class Panel {
  constructor(element) {
    this.element = element;
    const { call, entry, mechanism, key } = element.dataset;
    this.call = { index: call, entry, mechanism, key };
    this.peers = new Map();
    this.began = null;
    this.recorder = null;
  }

  part(name) {
    return this.element.querySelector(`[data-${name}]`);
  }

  said(name) {
    return this.element.querySelector(`[data-say="${name}"]`)?.textContent ?? name;
  }

  tell(name, more = "") {
    this.part("told").textContent = [name && this.said(name), more].filter(Boolean).join(" ");
  }

  /** A member's name, as the page has it. */
  name(member) {
    return this.element.querySelector(`[data-member-name="${CSS.escape(member)}"]`)?.textContent ?? member;
  }

  async described() {
    const response = await fetch(`/api/calls/${this.call.index}`).catch(() => null);
    return response?.ok ? response.json() : null;
  }

  async begin() {
    if (!navigator.mediaDevices || !("RTCPeerConnection" in window)) return this.tell("no-browser");
    this.call.kept = await keys.keyWith(this.call.mechanism, this.call.key);
    if (!this.call.kept) return this.tell("no-key");
    const described = await this.described();
    if (described === null) return this.tell("no-node");
    const own = described.seats.find((seat) => seat.key === this.call.key && !seat.left);
    this.call.certificate = own && (await kept(own.fingerprint));
    if (!this.call.certificate) {
      this.part("join").hidden = false;
      return this.part("join").addEventListener("click", () => this.join());
    }
    Object.assign(this.call, { fingerprint: own.fingerprint, ice: described.ice });
    this.part("speak").hidden = false;
    this.part("ways").hidden = false;
    this.tell("ready");
    return this.part("speak").addEventListener("click", () => this.speak(), { once: true });
  }

  /** Makes this browser's certificate; the officer signs that it takes the seat. */
  async join() {
    const { certificate, fingerprint } = await newCertificate();
    await keep(fingerprint, certificate);
    location.assign(`/hotline/calls/${this.call.index}/join?fingerprint=${fingerprint}`);
  }

  async speak() {
    const plain = this.part("plain").checked;
    const audio = { echoCancellation: !plain, noiseSuppression: !plain, autoGainControl: !plain };
    try {
      this.call.sound = await navigator.mediaDevices.getUserMedia({ audio });
    } catch {
      return this.tell("no-microphone");
    }
    this.part("speak").hidden = true;
    this.part("ways").hidden = true;
    this.part("during").hidden = false;
    this.part("mute").addEventListener("click", () => this.mute());
    this.part("leave").addEventListener("click", () => this.leave());
    this.part("record-call").addEventListener("click", () => this.record());
    this.tell("listening");
    this.source = new EventSource(`/api/calls/${this.call.index}/signals`);
    this.source.addEventListener("open", () => this.hailAll());
    this.source.addEventListener("signal", (event) => this.heard(JSON.parse(event.data)));
    this.source.addEventListener("replaced", () => {
      this.close();
      this.tell("replaced");
    });
    addEventListener("pagehide", () => this.close());
    return undefined;
  }

  /** Everybody in the call that is not connected is told that this browser is there. */
  async hailAll() {
    await this.seatsNow();
    for (const peer of this.peers.values()) if (peer.state !== "connected") peer.hail();
  }

  /** Who has a seat, each checked against the act it was taken with. */
  async seatsNow() {
    const described = await this.described();
    for (const seat of described?.seats ?? []) {
      const before = this.peers.get(seat.member);
      const same = before?.seat.fingerprint === seat.fingerprint;
      if (seat.key === this.call.key || same) continue;
      before?.close();
      if (!seat.left) this.peers.set(seat.member, await this.peer(seat));
    }
  }

  async peer(seat) {
    const line = document.createElement("li");
    line.dataset.seat = seat.member;
    this.part("seats").querySelector(`[data-seat="${CSS.escape(seat.member)}"]`)?.remove();
    this.part("seats").append(line);
    const peer = new Peer(this.call, seat, (state) => this.changed(seat, line, peer, state));
    if (!(await seatHolds(this.call, seat))) peer.become("false");
    return peer;
  }

  changed(seat, line, peer, state) {
    const before = line.dataset.state;
    line.dataset.state = state;
    line.replaceChildren(`${this.name(seat.member)}: ${this.said(state)}`, " ", peer.audio);
    if (state === "connected") {
      this.tell(before === "down" ? "resumed" : "");
      this.began ??= new Date().toISOString();
      this.recording?.add(peer.audio.srcObject);
    }
    if (state === "down") {
      this.part("fallback").hidden = false;
      this.tell("link-down");
    }
  }

  async heard(envelope) {
    const signal = await readSignal(this.call, envelope);
    if (signal === null) return;
    const known = () => [...this.peers.values()].find(({ seat }) => seat.key === signal.from);
    if (known()?.seat.fingerprint !== signal.fingerprint) await this.seatsNow();
    const peer = known();
    if (peer && peer.state !== "false") await peer.hear(signal);
  }

  mute() {
    const [track] = this.call.sound.getAudioTracks();
    track.enabled = !track.enabled;
    this.part("mute").setAttribute("aria-pressed", String(!track.enabled));
  }

  /** Ends it for this browser, and begins the act that says when it was. */
  async leave() {
    await Promise.all([...this.peers.values()].map((peer) => peer.send("bye")));
    await this.recording?.stop();
    this.close();
    const times = new URLSearchParams({ ended: new Date().toISOString() });
    if (this.began) times.set("began", this.began);
    // What was recorded is first put away by the one who recorded it.
    if (this.recording) this.tell("left");
    else location.assign(`/hotline/calls/${this.call.index}/end?${times}`);
  }

  close() {
    this.source?.close();
    for (const peer of this.peers.values()) peer.close();
    for (const track of this.call.sound?.getTracks() ?? []) track.stop();
    this.part("during").hidden = true;
  }

  /** Records all voices here, if everybody has consented in the log. The recording stays with its maker. */
  async record() {
    if (this.recording) return this.recording.stop();
    const described = await this.described();
    if (described === null) return this.tell("no-node");
    if (described.consent_missing) return this.tell("no-consent", this.name(described.consent_missing));
    const heard = [...this.peers.values()].map((peer) => peer.audio.srcObject);
    this.recording = new Recording([this.call.sound, ...heard], (blob) => this.recorded(blob));
    return this.tell("recording");
  }

  async recorded(blob) {
    const sha256Of = hex(await sha256(new Uint8Array(await blob.arrayBuffer())));
    const [file, act] = [document.createElement("a"), document.createElement("a")];
    file.href = URL.createObjectURL(blob);
    file.download = `call-${this.call.index}.webm`;
    file.textContent = this.said("recording-file");
    const about = new URLSearchParams({ sha256: sha256Of, bytes: String(blob.size) });
    act.href = `/hotline/calls/${this.call.index}/record?${about}`;
    act.textContent = this.said("recording-act");
    this.part("recorded").replaceChildren(file, " ", act);
    this.tell("recorded");
  }
}

/** All voices of a call in one file. */
class Recording {
  constructor(streams, done) {
    this.context = new AudioContext();
    this.mixed = this.context.createMediaStreamDestination();
    for (const stream of streams) this.add(stream);
    const parts = [];
    this.recorder = new MediaRecorder(this.mixed.stream, { audioBitsPerSecond: BITS });
    this.recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    this.stopped = new Promise((resolve) => this.recorder.addEventListener("stop", resolve));
    this.stopped.then(() => done(new Blob(parts, { type: this.recorder.mimeType })));
    this.recorder.start(1_000);
  }

  add(stream) {
    if (stream) this.context.createMediaStreamSource(stream).connect(this.mixed);
  }

  async stop() {
    if (this.recorder.state !== "inactive") this.recorder.stop();
    await this.stopped;
  }
}

for (const element of document.querySelectorAll("[data-call]")) await new Panel(element).begin();
