/**
 * Opus encoder: one ffmpeg that turns samples into 20 ms packets while they come. May be opened before the first sample is there:
 * starting the program takes most of the time until the first packet. It waits for a slow reader, and a fast writer waits for it.
 */
import { once } from 'node:events';
import { type FfmpegProcess, startFfmpeg } from './ffmpeg.ts';
import { demuxOggStream, type OggFacts } from './ogg.ts';
import { floatBytes, floatInputOptions, type OpusOptions, opusOutputOptions } from './opus-options.ts';

export interface OpusEncoder {
  readonly sampleRateHz: number;
  readonly processId: number;
  /** False once the process has ended, for whatever reason. */
  readonly isRunning: boolean;
  /** Resolves when there is room for more. The samples must not change until then. Rejects once the encoder is gone. */
  write(samples: Float32Array): Promise<void>;
  /** No more samples follow. */
  end(): void;
  /** Packets in order, each 20 ms; returns the facts of the whole at the end. Fails if ffmpeg fails or the signal aborts. To be read once. */
  packets(): AsyncGenerator<Uint8Array, OggFacts>;
  /** Kills the process unless it has ended; resolves when it is gone. */
  close(): Promise<void>;
}

/** Refuses with 'ffmpeg-missing' or 'bitrate-out-of-range'. */
export async function createOpusEncoder(
  options: OpusOptions & { readonly sampleRateHz: number },
  signal: AbortSignal,
): Promise<OpusEncoder> {
  const ffmpeg = await startFfmpeg(
    {
      // No probing. Neither '-fflags nobuffer' nor '-avioflags direct': the one throws away what was read while probing, the other
      // reads half samples from a pipe; both lose sound and win nothing measurable.
      inputOptions: ['-probesize', '32', '-analyzeduration', '0', ...floatInputOptions(options.sampleRateHz)],
      // A page per packet, written at once.
      outputOptions: ['-page_duration', '20000', '-flush_packets', '1', ...opusOutputOptions(options)],
    },
    signal,
  );
  return {
    sampleRateHz: options.sampleRateHz,
    processId: ffmpeg.processId,
    get isRunning() {
      return !ffmpeg.input.destroyed;
    },
    write: samples => write(ffmpeg, samples),
    end: () => void ffmpeg.input.end(),
    packets: () => demuxOggStream(ffmpeg.output),
    close: () => ffmpeg.close(),
  };
}

async function write({ input }: FfmpegProcess, samples: Float32Array): Promise<void> {
  if (input.destroyed) throw input.errored ?? new Error('The Opus encoder has ended.');
  if (samples.length > 0 && !input.write(floatBytes(samples))) await once(input, 'drain');
}
