import { type Audio, durationSeconds } from '../audio/audio.ts';
import { cepstrum, createMelAnalyser } from '../audio/mel.ts';
import { trackPitchInSteps } from '../audio/pitch.ts';
import type { Steps } from '../audio/steps.ts';

/**
 * Likeness: could two recordings be one speaker, as far as pitch and the average shape of the vocal tract tell? Without a model: it
 * tells clearly different people apart, not people of much the same pitch and build, and it takes somebody who is hoarse, or whispers, for
 * another. Measured on flite's four voices, each also with pitch and formants 12 % lower and higher, and espeak-ng at three pitches (15
 * speakers; 5 texts of 9 to 13 s; clean, Opus 24 kbit/s, another microphone's colour): kept all of 470 pairs of one speaker, let through
 * 3.7 % of 4,820 pairs of two: half of the pairs of a voice and its own shifted copy, 6 % of kal16 with rms, hardly any other. Synthetic
 * voices never change their mood: people will be further from themselves. Recordings of less than about 8 s are, too.
 */
export interface Traits {
  /** Median of the voiced frames, semitones above 1 Hz; NaN where nothing is voiced. */
  readonly pitchSemitones: number;
  /** Mean mel cepstrum of the voiced frames, from the fifth coefficient on: the slower ones follow the microphone more than the speaker. */
  readonly tract: Float64Array;
  readonly voicedSeconds: number;
}

export const likenessDefaults = {
  /** A difference in pitch, and in the cepstrum, that counts as 1. */
  pitchSemitones: 3.6,
  tract: 0.081,
  /** Alike up to this distance. */
  distance: 1,
  /** Of voiced sound; less tells nothing. */
  leastVoicedSeconds: 1,
} as const;

const mel = { windowSeconds: 0.025, bandCount: 24, lowestHz: 150, highestHz: 4000 } as const;
const FIRST_COEFFICIENT = 4;
const COEFFICIENTS = 16;
const HOP_SECONDS = 0.01;
const VOICED_PERIODICITY = 0.6;
const FRAMES_PER_STEP = 300;

export function* traitsInSteps(audio: Audio): Steps<Traits> {
  const { samples, sampleRateHz } = audio;
  const { f0Hz, periodicity } = yield* trackPitchInSteps(audio, { hopSeconds: HOP_SECONDS });
  const analyser = createMelAnalyser(sampleRateHz, mel);
  const tract = new Float64Array(COEFFICIENTS - FIRST_COEFFICIENT);
  const pitches: number[] = [];
  for (let frame = 0; frame < f0Hz.length; frame++) {
    if (frame % FRAMES_PER_STEP === FRAMES_PER_STEP - 1) yield;
    if (!(f0Hz[frame]! > 0 && periodicity[frame]! > VOICED_PERIODICITY)) continue;
    pitches.push(12 * Math.log2(f0Hz[frame]!));
    const middle = frame * HOP_SECONDS * sampleRateHz;
    const coefficients = cepstrum(analyser.bands(samples, Math.round(middle - analyser.windowLength / 2)), COEFFICIENTS);
    for (let i = 0; i < tract.length; i++) tract[i] += coefficients[FIRST_COEFFICIENT + i]!;
  }
  pitches.sort((a, b) => a - b);
  return {
    pitchSemitones: pitches[pitches.length >> 1] ?? Number.NaN,
    tract: tract.map(sum => sum / pitches.length),
    voicedSeconds: Math.min(durationSeconds(audio), pitches.length * HOP_SECONDS),
  };
}

/** 0: the same; see {@link likenessDefaults}. Infinite where one of the two holds too little voice. */
export function distanceBetween(a: Traits, b: Traits): number {
  if (Math.min(a.voicedSeconds, b.voicedSeconds) < likenessDefaults.leastVoicedSeconds) return Number.POSITIVE_INFINITY;
  const pitch = (a.pitchSemitones - b.pitchSemitones) / likenessDefaults.pitchSemitones;
  const squares = a.tract.reduce((sum, value, i) => sum + (value - b.tract[i]!) ** 2, 0);
  return Math.hypot(pitch, Math.sqrt(squares / a.tract.length) / likenessDefaults.tract);
}
