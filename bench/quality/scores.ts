import type { Audio } from '../../src/audio/audio.ts';
import { mean, quantile } from '../report.ts';
import { cached, cachedAsync, cacheKey, codeKey } from './cache.ts';
import { melCepstralDistortion, speechFrames } from './distortion.ts';
import type { Identifier } from './identification.ts';
import { type MelCepstra, melCepstra } from './mel-cepstrum.ts';
import { speechSeconds, voicedPitches } from './pitch.ts';
import { say } from './voices.ts';
import { wordErrorPercent } from './word-errors.ts';

const scoringKey = codeKey(import.meta.dirname);

/** Scores: how near what a system said comes to the true voice saying the same sentences. NaN where it was not measured. */
export interface Scores {
  readonly distortionDecibels: number;
  /** Shares of sentences, 0 to 1. */
  readonly rightOf25: number;
  readonly rightOf5: number;
  /** Nats per frame. */
  readonly marginOf25: number;
  readonly marginOf5: number;
  readonly wordErrorPercent: number;
  /** Between the medians over all voiced frames; positive is too high. */
  readonly pitchErrorSemitones: number;
  readonly durationRatio: number;
}

export interface Said {
  readonly text: string;
  /** 16 kHz. */
  readonly audio: Audio;
}

export interface ScoreOptions {
  readonly voice: string;
  readonly identify: Identifier;
  readonly withWords: boolean;
}

/** Kept between runs: the same audio scores the same. */
export function score(said: readonly Said[], options: ScoreOptions): Promise<Scores> {
  const spoken = said.flatMap(({ text, audio }) => [text, audio.samples]);
  return cachedAsync('scores', cacheKey(scoringKey, options.voice, `${options.withWords}`, ...spoken), () =>
    scoreAnew(said, options),
  );
}

async function scoreAnew(said: readonly Said[], { voice, identify, withWords }: ScoreOptions): Promise<Scores> {
  const distortions: number[] = [];
  const pitches = { truth: [] as number[], said: [] as number[] };
  const seconds = { truth: 0, said: 0 };
  for (const { text, audio } of said) {
    const truth = await say(voice, text);
    const truthCepstra = cepstraOf(truth.audio);
    const isSpeech = speechFrames(truth, truthCepstra.frameCount);
    distortions.push(melCepstralDistortion(truthCepstra, melCepstra(audio.samples), isSpeech));
    pitches.truth.push(...voicedPitches(truth.audio.samples));
    pitches.said.push(...voicedPitches(audio.samples));
    seconds.truth += speechSeconds(truth.audio.samples);
    seconds.said += speechSeconds(audio.samples);
  }
  const identities = said.map(({ audio }) => identify(audio.samples, voice));
  return {
    distortionDecibels: mean(distortions),
    rightOf25: mean(identities.map(({ isRight }) => Number(isRight))),
    rightOf5: mean(identities.map(({ isRightOfFive }) => Number(isRightOfFive))),
    marginOf25: mean(identities.map(({ margin }) => margin)),
    marginOf5: mean(identities.map(({ marginOfFive }) => marginOfFive)),
    wordErrorPercent: withWords
      ? wordErrorPercent(said.map(({ text, audio }) => ({ text, samples: audio.samples })))
      : Number.NaN,
    pitchErrorSemitones: 12 * Math.log2(quantile(pitches.said, 0.5) / quantile(pitches.truth, 0.5)),
    durationRatio: seconds.said / seconds.truth,
  };
}

function cepstraOf(audio: Audio): MelCepstra {
  return cached('mel-cepstra', cacheKey(audio.samples), () => melCepstra(audio.samples));
}
