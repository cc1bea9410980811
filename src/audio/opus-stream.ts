/**
 * Opus stream: speech that is still being made, in; 20 ms Opus packets, out. A slow reader slows the speaker; whoever stops
 * reading, or aborts, leaves no process behind.
 */
import type { Audio } from './audio.ts';
import type { OggFacts } from './ogg.ts';
import { createOpusEncoder, type OpusEncoder } from './opus-encoder.ts';
import type { OpusOptions } from './opus-options.ts';

/** Where an encoder comes from: `createOpusEncoder`, or a pool that has one warm. */
export type OpusEncoderSource = (sampleRateHz: number) => Promise<OpusEncoder>;

export interface OpusStreamOptions extends OpusOptions {
  /** Rate of every chunk. */
  readonly sampleRateHz: number;
  /** Left out: a new encoder, which takes about 0.1 s longer to the first packet than a warm one. */
  readonly takeEncoder?: OpusEncoderSource;
}

/**
 * Yields the packets of the chunks, in order; returns exact facts of the whole. What `chunks` throws comes out here.
 * Refuses with 'ffmpeg-missing' or 'bitrate-out-of-range'; throws the signal's reason when it aborts.
 */
export async function* encodeOpusStream(
  chunks: AsyncIterable<Audio>,
  options: OpusStreamOptions,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, OggFacts> {
  signal.throwIfAborted();
  const encoder = await (options.takeEncoder?.(options.sampleRateHz) ?? createOpusEncoder(options, signal));
  const onAbort = () => void encoder.close();
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  const source = chunks[Symbol.asyncIterator]();
  const speech: Speech = { source, isExhausted: false };
  try {
    const fed = feed(speech, encoder);
    // Heard below; a failure must not go unheard while packets are still being read.
    fed.catch(() => encoder.close());
    try {
      const facts = yield* encoder.packets();
      await fed;
      return facts;
    } catch (error) {
      signal.throwIfAborted();
      throw speech.failure ?? error;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    await encoder.close();
    // Not waited for: a source that is in the middle of a chunk answers only after it.
    if (!speech.isExhausted) void Promise.resolve(source.return?.()).catch(() => {});
  }
}

interface Speech {
  readonly source: AsyncIterator<Audio>;
  isExhausted: boolean;
  /** What the source threw. */
  failure?: unknown;
}

async function feed(speech: Speech, encoder: OpusEncoder): Promise<void> {
  for (;;) {
    const audio = await next(speech);
    if (!audio) break;
    await encoder.write(audio.samples);
  }
  encoder.end();

  async function next(from: Speech): Promise<Audio | undefined> {
    try {
      const { done, value } = await from.source.next();
      if (!done && value.sampleRateHz !== encoder.sampleRateHz) {
        throw new RangeError(`encodeOpusStream: a chunk has ${value.sampleRateHz} Hz, expected ${encoder.sampleRateHz} Hz.`);
      }
      if (done) from.isExhausted = true;
      return done ? undefined : value;
    } catch (error) {
      from.failure = error;
      throw error;
    }
  }
}
