import type { Audio } from '../../../src/audio/audio.ts';
import { createReader, type Reader } from '../../../src/engine/reading/espeak.ts';

/** A "person" for tests: the reader itself, played faster, so that pitch and formants lie elsewhere than its own. */
export const personRateHz = 24_000;

let reader: Promise<Reader> | undefined;

export function sharedReader(): Promise<Reader> {
  reader ??= createReader();
  return reader;
}

/** What the person says, 24 kHz; `factor` 1.15 puts everything 15 % higher and faster. */
export async function personSays(text: string, options: { language?: string; factor?: number } = {}): Promise<Audio> {
  const { language = 'en', factor = 1.15 } = options;
  return played((await sharedReader()).read(text, language).audio, factor);
}

export function played({ samples, sampleRateHz }: Audio, factor: number): Audio {
  const step = (factor * sampleRateHz) / personRateHz;
  const length = Math.floor((samples.length - 1) / step);
  const result = Float32Array.from({ length }, (_, index) => {
    const at = index * step;
    const below = Math.floor(at);
    return samples[below]! + (at - below) * (samples[below + 1]! - samples[below]!);
  });
  return { samples: result, sampleRateHz: personRateHz };
}

/** Deterministic white noise of the given standard deviation. */
export function whiteNoise(length: number, deviation: number): Float32Array {
  let state = 1;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  return Float32Array.from({ length }, () => deviation * (uniform() + uniform() + uniform()) * 2);
}
