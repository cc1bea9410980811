/**
 * Stretch: faster or slower speech at the same pitch, as it comes: WSOLA (Verhelst and Roelands 1993). Windows of sound are laid over each other at
 * another distance than they were taken from, each at the place near its own where it fits best onto the one before.
 */
export interface Stretcher {
  /** What is ready by now. */
  push(samples: Float32Array): Float32Array;
  /** What is left after the last sample. */
  flush(): Float32Array;
}

const WINDOW_SECONDS = 0.03;
const SEARCH_SECONDS = 0.008;

/** `rate`: 2 is twice as fast. At 1 the samples come out as they are. */
export function createStretcher(sampleRateHz: number, rate: number): Stretcher {
  if (rate === 1) return { push: samples => samples, flush: () => new Float32Array(0) };
  const half = Math.round((WINDOW_SECONDS * sampleRateHz) / 2);
  const reach = Math.round(SEARCH_SECONDS * sampleRateHz);
  // Rises from 0 to 1; with its mirror image it makes 1 everywhere.
  const fade = Float32Array.from({ length: half }, (_, i) => 0.5 - 0.5 * Math.cos((Math.PI * (i + 0.5)) / half));
  let input = new Float32Array(0);
  /** Of input[0] in the whole sound. */
  let inputStart = 0;
  /** Second half of the last window, as it is in the sound; the next one fades in over it. */
  let tail: Float32Array | undefined;
  let windows = 0;

  function add(samples: Float32Array): void {
    const joined = new Float32Array(input.length + samples.length);
    joined.set(input);
    joined.set(samples, input.length);
    input = joined;
  }

  /** Where near `wanted` the sound continues `tail` best, by normalised correlation. */
  function bestStart(wanted: number, last: number): number {
    if (!tail) return Math.min(wanted, last);
    let best = { start: Math.max(inputStart, Math.min(wanted, last)), score: Number.NEGATIVE_INFINITY };
    for (let start = Math.max(inputStart, wanted - reach); start <= Math.min(last, wanted + reach); start++) {
      const at = start - inputStart;
      let dot = 0;
      let energy = 1e-9;
      for (let i = 0; i < half; i += 2) {
        dot += tail[i] * input[at + i];
        energy += input[at + i] * input[at + i];
      }
      const score = dot / Math.sqrt(energy);
      if (score > best.score) best = { start, score };
    }
    return best.start;
  }

  /** All windows that `input` is long enough for, half a window each. */
  function produce(): Float32Array {
    const made: Float32Array[] = [];
    for (;;) {
      const wanted = Math.round(windows * half * rate);
      if (wanted + reach + 2 * half > inputStart + input.length) break;
      const at = bestStart(wanted, inputStart + input.length - 2 * half) - inputStart;
      const out = input.slice(at, at + half);
      if (tail) for (let i = 0; i < half; i++) out[i] = out[i] * fade[i] + tail[i] * (1 - fade[i]);
      tail = input.slice(at + half, at + 2 * half);
      made.push(out);
      windows++;
      const keepFrom = Math.round(windows * half * rate) - reach - inputStart;
      if (keepFrom > 0) {
        input = input.slice(keepFrom);
        inputStart += keepFrom;
      }
    }
    return joinAll(made);
  }

  return {
    push(samples) {
      add(samples);
      return produce();
    },
    flush() {
      const made = produce();
      // The rest is shorter than a window: it fades into its own end.
      const rest = tail ?? input;
      tail = undefined;
      input = new Float32Array(0);
      return joinAll([made, rest]);
    },
  };
}

function joinAll(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
