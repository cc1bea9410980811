import type { Steps } from '../../../audio/steps.ts';
import { type Levels, levelsOf } from './channel.ts';
import { featuresOf } from './features.ts';
import { type Matrix, pickRows, thinned } from './matrix.ts';
import { melPowers } from './mel.ts';
import type { Recording } from './recording.ts';
import { silenceCosts } from './silence.ts';

/** Person: a recording, seen through vocal tracts of several lengths; each view is made once and serves all readers. */
export interface Person {
  /** Of each of {@link tractFactors}. */
  readonly views: readonly View[];
  /** Cost of each compared frame outside words, [frames]. */
  readonly silence: Float32Array;
  /** End of the compared frames that are worth looking at: a little after the last sound. */
  readonly end: number;
}

export interface View {
  readonly factor: number;
  readonly levels: Levels;
  /** Of the compared frames, [frames, featureWidth]. */
  readonly features: Matrix;
  /** Of those with speech. */
  readonly speech: Matrix;
}

/** Factors along frequency: from a long vocal tract to a short one. */
const tractFactors = [0.84, 0.9, 0.96, 1, 1.05, 1.12, 1.2];
/** Every second frame is compared, 20 ms apart: four times as quick as all of them, and no worse. */
export const framesPerState = 2;
const afterLastFrames = 25;

export function* personIn(recording: Recording): Steps<Person> {
  const views: View[] = [];
  for (const factor of tractFactors) {
    const powers = melPowers(recording.spectrum, factor);
    const features = featuresOf(powers);
    views.push({
      factor,
      levels: levelsOf(powers, recording.speech, recording.background),
      features: thinned(features, framesPerState),
      speech: pickRows(features, recording.speech),
    });
    yield;
  }
  const silence = silenceCosts(recording.loudness).filter((_, frame) => frame % framesPerState === 0);
  return { views, silence, end: Math.min(silence.length, Math.ceil((recording.last + afterLastFrames) / framesPerState)) };
}
