import type { Audio } from '../../../src/audio/audio.ts';
import type { Engine, SpeakOptions, VoicePrint } from '../../../src/engine/engine.ts';
import { whiteNoise } from '../mynah/person.ts';

/** An engine that says what it is told to, one speech for each attempt; the last one is for all that follow. */
export const sampleRateHz = 16_000;
export const print: VoicePrint = { engine: 'bad', format: 1, language: 'en', data: new Uint8Array(1) };

export type Saying = (text: string, signal: AbortSignal) => AsyncIterable<Float32Array>;

export interface BadEngine extends Engine {
  /** One entry for each call of `speak`. */
  readonly calls: { readonly text: string; readonly options: SpeakOptions }[];
  /** Chunks made so far, and speeches that have been stopped or have ended. */
  made: number;
  ended: number;
}

export function createBadEngine(sayings: readonly Saying[], { sampled = true } = {}): BadEngine {
  const engine: BadEngine = {
    id: 'bad',
    sampleRateHz,
    languages: ['en', 'de'],
    transcript: 'unused',
    sampled,
    calls: [],
    made: 0,
    ended: 0,
    enroll: () => Promise.reject(new Error('never asked')),
    async *speak(text, _print, options, signal) {
      const saying = sayings[Math.min(engine.calls.length, sayings.length - 1)]!;
      engine.calls.push({ text, options });
      try {
        for await (const samples of saying(text, signal)) {
          engine.made++;
          yield { samples, sampleRateHz };
        }
      } finally {
        engine.ended++;
      }
    },
  };
  return engine;
}

/** Syllables of noise, each of another colour and length: no two stretches alike. */
export function babble(seconds: number, seed = 1): Float32Array {
  const samples = new Float32Array(Math.round(seconds * sampleRateHz));
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  for (let at = 0; at < samples.length; ) {
    const length = Math.round((0.1 + 0.2 * random()) * sampleRateHz);
    const [cycles, level] = [80 + 3_000 * random() ** 2, 0.05 + 0.3 * random()];
    for (let i = 0; i < length && at + i < samples.length; i++) {
      samples[at + i] = level * Math.sin((2 * Math.PI * cycles * i) / sampleRateHz) * Math.sin((Math.PI * i) / length);
    }
    at += length + Math.round(0.05 * random() * sampleRateHz);
  }
  return samples;
}

/** In chunks of 0.1 s. */
export function saying(samples: Float32Array): Saying {
  return async function* () {
    const length = sampleRateHz / 10;
    for (let at = 0; at < samples.length; at += length) yield samples.slice(at, at + length);
  };
}

export function joined(...parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function silence(seconds: number): Float32Array {
  return new Float32Array(Math.round(seconds * sampleRateHz));
}

export const sayings = {
  good: saying(babble(2)),
  empty: saying(new Float32Array(0)),
  silent: saying(silence(3)),
  faint: saying(whiteNoise(2 * sampleRateHz, 1e-4)),
  'starting late': saying(joined(silence(2), babble(1.5))),
  'falling silent': saying(joined(babble(1.5), silence(4))),
  'breaking into numbers that are none': saying(joined(babble(1), Float32Array.of(Number.NaN), babble(1))),
  infinite: saying(joined(babble(1), Float32Array.of(Number.POSITIVE_INFINITY), babble(1))),
  clipped: saying(joined(babble(1), new Float32Array(sampleRateHz).fill(1))),
  hasty: saying(babble(0.2)),
  repeating: saying(joined(babble(1, 9), ...Array.from({ length: 8 }, () => babble(0.8, 5)))),
  async *endless(_text: string) {
    for (let seed = 1; ; seed++) yield babble(0.2, seed);
  },
  async *'endlessly empty'() {
    for (;;) yield new Float32Array(0);
  },
  async *throwing() {
    yield babble(0.2);
    throw new RangeError('a bug');
  },
  async *hanging() {
    yield babble(0.2);
    await new Promise(() => {});
  },
} satisfies Record<string, Saying>;

export async function samplesOf(chunks: AsyncIterable<Audio>): Promise<Float32Array> {
  return joined(...(await Array.fromAsync(chunks, ({ samples }) => samples)));
}
