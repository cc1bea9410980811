import type { Audio } from '../../../src/audio/audio.ts';

/** Synthetic sounds with known properties: something like speech, and much that is not. Deterministic. */
export const RATE_HZ = 24_000;

export function createRandom(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 31 - 1;
  };
}

const VOWELS: readonly (readonly [number, number, number])[] = [
  [730, 1090, 2440],
  [270, 2290, 3010],
  [300, 870, 2240],
  [530, 1840, 2480],
  [570, 840, 2410],
];

/**
 * Words of vowels (a pulse train through three formants, its pitch in motion) and s-sounds, with pauses of 0.3 s between them.
 * The s-sounds reach the Nyquist frequency.
 */
export function speech(seconds: number, { medianHz = 120, pauseSeconds = 0.3 } = {}): Audio {
  const samples = new Float32Array(Math.round(seconds * RATE_HZ));
  const random = createRandom(7);
  let at = Math.round(0.15 * RATE_HZ);
  for (let word = 0; at < samples.length - 0.9 * RATE_HZ; word++) {
    for (let syllable = 0; syllable < 3; syllable++) {
      at = addHiss(samples, { at, seconds: 0.08, random });
      const formants = VOWELS[(2 * word + syllable) % VOWELS.length]!;
      at = addVowel(samples, { at, seconds: 0.18, formants, medianHz: medianHz * 2 ** (random() / 6) });
    }
    at += Math.round(pauseSeconds * RATE_HZ);
  }
  return { samples, sampleRateHz: RATE_HZ };
}

type Sound = { at: number; seconds: number };

function addVowel(
  target: Float32Array,
  { at, seconds, formants, medianHz }: Sound & { formants: readonly number[]; medianHz: number },
): number {
  const length = Math.round(seconds * RATE_HZ);
  let phase = 0;
  let wave: Float32Array = Float32Array.from({ length }, (_, i) => {
    phase += (medianHz * 2 ** (0.15 * Math.cos((Math.PI * i) / length))) / RATE_HZ;
    if (phase < 1) return 0;
    phase -= 1;
    return 1;
  });
  wave = resonate(wave, 0, 200);
  // A pressure wave has no constant part.
  wave = wave.map((value, i) => value - (wave[i - 1] ?? 0));
  for (const hz of formants) wave = resonate(wave, hz, 90);
  const peak = wave.reduce((highest, value) => Math.max(highest, Math.abs(value)), 0);
  for (let i = 0; i < length; i++) target[at + i] += (0.5 * wave[i]! * fade(i, length)) / peak;
  return at + length;
}

function addHiss(target: Float32Array, { at, seconds, random }: Sound & { random: () => number }): number {
  const length = Math.round(seconds * RATE_HZ);
  let before = 0;
  for (let i = 0; i < length; i++) {
    const value = random();
    target[at + i] += 0.1 * (value - 0.9 * before) * fade(i, length);
    before = value;
  }
  return at + length;
}

const fade = (i: number, length: number) => Math.min(1, i / 240, (length - i) / 240);

/** Two-pole resonator. */
function resonate(input: Float32Array, hz: number, bandwidthHz: number): Float32Array {
  const radius = Math.exp((-Math.PI * bandwidthHz) / RATE_HZ);
  const [a, b] = [2 * radius * Math.cos((2 * Math.PI * hz) / RATE_HZ), -radius * radius];
  const output = new Float32Array(input.length);
  for (let i = 0; i < input.length; i++) output[i] = input[i]! + a * (output[i - 1] ?? 0) + b * (output[i - 2] ?? 0);
  return output;
}

export function map(audio: Audio, change: (sample: number, index: number) => number): Audio {
  return { ...audio, samples: audio.samples.map(change) };
}

/** Power while something sounds: what is louder than a thousandth of full scale. */
function speechPower({ samples }: Audio): number {
  const sounding = samples.filter(sample => Math.abs(sample) > 1e-3);
  return sounding.reduce((sum, sample) => sum + sample * sample, 0) / sounding.length;
}

/** White noise, or (with `colour` 0.95) noise that falls by 6 dB per octave as a room's does. */
export function addNoise(audio: Audio, snrDecibels: number, colour = 0): Audio {
  const noise = noiseOf(audio.samples.length, colour);
  const power = noise.samples.reduce((sum, sample) => sum + sample * sample, 0) / noise.samples.length;
  const gain = Math.sqrt(speechPower(audio) / power / 10 ** (snrDecibels / 10));
  return map(audio, (sample, i) => sample + gain * noise.samples[i]!);
}

export function noiseOf(length: number, colour = 0): Audio {
  const random = createRandom(3);
  let last = 0;
  const samples = Float32Array.from({ length }, () => {
    last = colour * last + 0.2 * random();
    return last;
  });
  return { samples, sampleRateHz: RATE_HZ };
}

export function clip(audio: Audio, ceiling: number): Audio {
  return map(audio, sample => Math.max(-ceiling, Math.min(ceiling, sample)));
}

/** Windowed-sinc low-pass (Blackman, 241 taps). */
export function lowPass(audio: Audio, cutoffHz: number): Audio {
  const reach = 120;
  const taps = Float64Array.from({ length: 2 * reach + 1 }, (_, i) => {
    const n = i - reach;
    const window = 0.42 + 0.5 * Math.cos((Math.PI * n) / reach) + 0.08 * Math.cos((2 * Math.PI * n) / reach);
    return n === 0 ? (2 * cutoffHz) / RATE_HZ : (window * Math.sin((2 * Math.PI * cutoffHz * n) / RATE_HZ)) / (Math.PI * n);
  });
  return map(audio, (_, at) => taps.reduce((sum, tap, i) => sum + tap * (audio.samples[at + reach - i] ?? 0), 0));
}

/** A room: the sound and an exponentially dying tail of noise, made by a sparse set of echoes. */
export function echo(audio: Audio, t60Seconds: number): Audio {
  const random = createRandom(11);
  const output = Float32Array.from(audio.samples);
  for (let count = 0; count < 300; count++) {
    const delaySeconds = 0.005 + ((random() + 1) / 2) * t60Seconds;
    const gain = 0.21 * random() * 10 ** ((-3 * delaySeconds) / t60Seconds);
    const delay = Math.round(delaySeconds * RATE_HZ);
    for (let i = delay; i < output.length; i++) output[i]! += gain * audio.samples[i - delay]!;
  }
  return { ...audio, samples: output };
}

/** Chords, a bass line and drums, 120 beats per minute. */
export function music(seconds: number): Audio {
  const random = createRandom(5);
  const chords = [
    [57, 60, 64],
    [53, 57, 60],
    [48, 52, 55],
    [55, 59, 62],
  ];
  const hz = (key: number) => 440 * 2 ** ((key - 69) / 12);
  const tone = (frequencyHz: number, t: number) =>
    [1, 2, 3, 4, 5].reduce((sum, h) => sum + Math.sin(2 * Math.PI * frequencyHz * h * t) / h, 0);
  const samples = Float32Array.from({ length: Math.round(seconds * RATE_HZ) }, (_, i) => {
    const t = i / RATE_HZ;
    const chord = chords[Math.floor(t / 2) % 4]!;
    const beat = t % 0.5;
    const pad = chord.reduce((sum, key) => sum + tone(hz(key), t), 0) * 0.06 * Math.exp(-(t % 2));
    const bass = 0.15 * tone(hz(chord[0]! - 12), t) * Math.exp(-3 * beat);
    const drum = 0.3 * random() * Math.exp(-30 * (t % 0.25)) + 0.3 * Math.sin(2 * Math.PI * 60 * beat) * Math.exp(-12 * beat);
    return pad + bass + drum;
  });
  return { samples, sampleRateHz: RATE_HZ };
}

export function silence(seconds: number, value = 0): Audio {
  return { samples: new Float32Array(Math.round(seconds * RATE_HZ)).fill(value), sampleRateHz: RATE_HZ };
}
