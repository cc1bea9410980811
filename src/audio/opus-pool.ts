/**
 * Opus pool: keeps one encoder running ahead of need, so that the first packet of a speech does not wait for a program to start.
 * Never more than one spare; an idle one waits on its input and costs no processor time.
 */
import { createOpusEncoder, type OpusEncoder } from './opus-encoder.ts';
import type { OpusOptions } from './opus-options.ts';
import type { OpusEncoderSource } from './opus-stream.ts';

export interface OpusEncoderPool {
  /** A running encoder for this rate; the next spare starts meanwhile. The caller owns it and closes it. */
  readonly take: OpusEncoderSource;
  /** Starts the spare ahead of the first `take`. Refuses with 'ffmpeg-missing'. */
  warm(sampleRateHz: number): Promise<void>;
  /** Kills the spare; resolves when it is gone. Encoders that were taken are their owners'. */
  close(): Promise<void>;
}

/** `create` is what it starts encoders with. */
export function createOpusEncoderPool(options: OpusOptions = {}, create = createOpusEncoder): OpusEncoderPool {
  const { signal } = new AbortController();
  let spare: { readonly sampleRateHz: number; readonly encoder: Promise<OpusEncoder> } | undefined;
  let isClosed = false;

  const start = (sampleRateHz: number) => create({ ...options, sampleRateHz }, signal);
  const discardSpare = async () => {
    const discarded = spare;
    spare = undefined;
    await (await discarded?.encoder.catch(() => undefined))?.close();
  };
  const prepare = (sampleRateHz: number) => {
    if (isClosed) return;
    const encoder = start(sampleRateHz);
    // A spare that cannot start is reported by the `take` that needs it.
    encoder.catch(() => {});
    spare = { sampleRateHz, encoder };
  };

  return {
    async take(sampleRateHz) {
      if (isClosed) throw new Error('The pool of Opus encoders is closed.');
      if (spare?.sampleRateHz !== sampleRateHz) await discardSpare();
      const taken = spare;
      spare = undefined;
      prepare(sampleRateHz);
      const encoder = await taken?.encoder.catch(() => undefined);
      return encoder?.isRunning ? encoder : start(sampleRateHz);
    },
    async warm(sampleRateHz) {
      if (spare?.sampleRateHz !== sampleRateHz) {
        await discardSpare();
        prepare(sampleRateHz);
      }
      await spare?.encoder;
    },
    async close() {
      isClosed = true;
      await discardSpare();
    },
  };
}
