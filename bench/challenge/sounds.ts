import type { Audio } from '../../src/audio/audio.ts';
import { createRandom } from './challenges.ts';

/** Sounds: what is no reading at all. Each is 13 s at 16 kHz, like a reading, and another one for every seed. */
export type Sound = (seed: number) => Audio;

export const soundKinds: Readonly<Record<'silence' | 'noise' | 'music', Sound>> = { silence, noise, music };

const sampleRateHz = 16_000;
const length = 13 * sampleRateHz;

/** None at all, or the hiss and hum of a room in which nobody speaks, at -80 to -50 dB. */
function silence(seed: number): Audio {
  const random = createRandom(seed);
  const level = seed % 5 === 0 ? 0 : 10 ** (-4 + 1.5 * random());
  return made(index => level * (2 * random() - 1 + (seed % 2) * Math.sin((2 * Math.PI * 50 * index) / sampleRateHz)));
}

/** White to brown, steady or in bursts as long as words. */
function noise(seed: number): Audio {
  const random = createRandom(1000 + seed);
  const memory = [0, 0.5, 0.9, 0.98][seed % 4];
  const burstsPerSecond = [0, 0.7, 2, 4][Math.floor(seed / 4) % 4];
  let value = 0;
  return made(index => {
    value = memory * value + (1 - memory) * (2 * random() - 1);
    const burst = burstsPerSecond === 0 ? 1 : Math.max(0, Math.sin((2 * Math.PI * burstsPerSecond * index) / sampleRateHz));
    return 0.6 * burst * value;
  });
}

/** A melody over chords: plucked or held notes of several harmonics, some with vibrato. */
function music(seed: number): Audio {
  const random = createRandom(2000 + seed);
  const samples = new Float32Array(length);
  const noteSeconds = 0.15 + 0.5 * random();
  const harmonics = 2 + Math.floor(random() * 10);
  const vibrato = seed % 3 === 0 ? 0.006 : 0;
  const pluck = seed % 2 === 0 ? 4 : 0.5;
  for (let start = 0; start < length; start += Math.round(noteSeconds * sampleRateHz)) {
    for (const octave of [0.5, 1, 2]) {
      const hertz = octave * 220 * 2 ** (Math.floor(random() * 12) / 12);
      addNote(samples, { start, seconds: noteSeconds * 1.5, hertz, harmonics, vibrato, pluck });
    }
  }
  return { samples, sampleRateHz };
}

interface Note {
  readonly start: number;
  readonly seconds: number;
  readonly hertz: number;
  readonly harmonics: number;
  readonly vibrato: number;
  readonly pluck: number;
}

function addNote(samples: Float32Array, { start, seconds, hertz, harmonics, vibrato, pluck }: Note): void {
  const end = Math.min(length, start + Math.round(seconds * sampleRateHz));
  for (let index = start; index < end; index++) {
    const time = (index - start) / sampleRateHz;
    const phase = 2 * Math.PI * hertz * (time + (vibrato / 35) * Math.sin(2 * Math.PI * 5.5 * time));
    const envelope = Math.min(1, time / 0.02) * Math.exp(-pluck * time) * Math.min(1, (seconds - time) / 0.03);
    for (let harmonic = 1; harmonic <= harmonics && harmonic * hertz < sampleRateHz / 2; harmonic++) {
      samples[index] += (0.08 / harmonic) * envelope * Math.sin(harmonic * phase);
    }
  }
}

function made(at: (index: number) => number): Audio {
  return { samples: Float32Array.from({ length }, (_, index) => at(index)), sampleRateHz };
}
