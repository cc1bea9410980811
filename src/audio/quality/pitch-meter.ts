import type { Audio } from '../audio.ts';
import { trackPitchInSteps } from '../pitch.ts';
import { finish, type Steps } from '../steps.ts';
import { HOP_SECONDS } from './frames.ts';
import { quantile } from './statistics.ts';
import type { Speech } from './vad.ts';

/** Pitch line: the speaker's pitch where they speak, with its middle and its liveliness. */
export interface PitchLine {
  readonly hopSeconds: number;
  /** 0 where unvoiced or not speech. */
  readonly f0Hz: Float32Array;
  /** NaN without voiced speech. */
  readonly medianHz: number;
  /** Standard deviation of the normal distribution with the same 10th and 90th percentiles. */
  readonly spreadSemitones: number;
}

export function measurePitch(audio: Audio, speech: Speech): PitchLine {
  return finish(measurePitchInSteps(audio, speech));
}

export function* measurePitchInSteps(audio: Audio, speech: Speech): Steps<PitchLine> {
  if (speech.seconds === 0) {
    return { hopSeconds: HOP_SECONDS, f0Hz: new Float32Array(0), medianHz: Number.NaN, spreadSemitones: Number.NaN };
  }
  const { f0Hz, hopSeconds } = yield* trackPitchInSteps(audio, { hopSeconds: HOP_SECONDS });
  const spoken = f0Hz.map((value, i) => (speech.inside[Math.min(i, speech.inside.length - 1)] ? value : 0));
  const voiced = spoken.filter(value => value > 0);
  const spreadSemitones = (12 * Math.log2(quantile(voiced, 0.9) / quantile(voiced, 0.1))) / 2.563;
  return { hopSeconds, f0Hz: spoken, medianHz: quantile(voiced, 0.5), spreadSemitones };
}
