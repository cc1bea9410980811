/**
 * Live: the voice channel, heard while it is being spoken: packets of Opus from one response that stays open are decoded by WebCodecs and
 * played by Web Audio, each right behind the one before.
 */

const frames = { starts: 1, packet: 2, ends: 3, cut: 4 };
const sampleRateHz = 48_000;
const packetMicroseconds = 20_000;
/** What is kept in hand when sound begins, so that a late packet is not a gap. */
const leadSeconds = 0.06;

/** Whether this browser can. */
export const canListen = 'AudioDecoder' in globalThis && 'AudioContext' in globalThis;

/**
 * @param {{ onSound: (at: number) => void, onBreak: () => void }} listener `onSound`: the first sound of an utterance is on its way; milliseconds as of performance.now().
 */
export function createLive({ onSound, onBreak }) {
  /** @type {AbortController | undefined} */
  let listening;
  /** @type {AudioContext | undefined} */
  let context;
  /** @type {AudioDecoder | undefined} */
  let decoder;
  /** @type {Set<AudioBufferSourceNode>} */
  const sounding = new Set();
  let nextSeconds = 0;
  let packets = 0;
  let isFirst = false;

  /** @param {AudioData} data */
  function play(data) {
    if (!context) return;
    const buffer = context.createBuffer(1, data.numberOfFrames, data.sampleRate);
    data.copyTo(buffer.getChannelData(0), { planeIndex: 0, format: 'f32-planar' });
    data.close();
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    nextSeconds = Math.max(nextSeconds, context.currentTime + (isFirst ? leadSeconds : 0.005));
    source.start(nextSeconds);
    if (isFirst) onSound(performance.now() + (nextSeconds - context.currentTime) * 1000);
    isFirst = false;
    nextSeconds += buffer.duration;
    sounding.add(source);
    source.onended = () => sounding.delete(source);
  }

  function silence() {
    for (const source of sounding) source.stop();
    sounding.clear();
    nextSeconds = 0;
    decoder?.reset();
    configure();
  }

  function configure() {
    decoder?.configure({ codec: 'opus', sampleRate: sampleRateHz, numberOfChannels: 1 });
  }

  /**
   * @param {number} kind
   * @param {Uint8Array} content
   */
  function take(kind, content) {
    if (kind === frames.starts) isFirst = true;
    else if (kind === frames.cut) silence();
    else if (kind === frames.packet) {
      decoder?.decode(new EncodedAudioChunk({ type: 'key', timestamp: packets++ * packetMicroseconds, data: content }));
    }
  }

  /** @param {ReadableStream<Uint8Array>} stream */
  async function readAll(stream) {
    let held = new Uint8Array();
    for await (const part of /** @type {any} */ (stream)) {
      held = joined(held, part);
      let at = 0;
      while (held.length - at >= 3) {
        const length = (held[at + 1] << 8) | held[at + 2];
        if (held.length - at < 3 + length) break;
        take(held[at], held.subarray(at + 3, at + 3 + length));
        at += 3 + length;
      }
      held = held.slice(at);
    }
  }

  return {
    /** Call it from a click: browsers let a page sound only after one. Resolves when it listens. */
    async listen() {
      if (listening) return;
      const own = new AbortController();
      listening = own;
      context = new AudioContext({ sampleRate: sampleRateHz, latencyHint: 'interactive' });
      await context.resume();
      decoder = new AudioDecoder({ output: play, error: () => silence() });
      configure();
      const response = await fetch('/live', { signal: own.signal }).catch(error => {
        if (!own.signal.aborted) this.leave();
        throw error;
      });
      readAll(/** @type {ReadableStream<Uint8Array>} */ (response.body)).then(
        () => own.signal.aborted || this.leave(onBreak),
        () => own.signal.aborted || this.leave(onBreak),
      );
    },
    leave(after = () => {}) {
      listening?.abort();
      listening = undefined;
      for (const source of sounding) source.stop();
      sounding.clear();
      if (decoder && decoder.state !== 'closed') decoder.close();
      decoder = undefined;
      void context?.close();
      context = undefined;
      after();
    },
    /** For tests and the curious: seconds of sound that lie ahead. */
    get aheadSeconds() {
      return context ? Math.max(0, nextSeconds - context.currentTime) : 0;
    },
  };
}

/**
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
function joined(one, other) {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
