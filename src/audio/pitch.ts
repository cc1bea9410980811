import { type Audio, durationSeconds } from './audio.ts';
import { findCandidates, MAX_CANDIDATES, type PitchFrames, type PitchRange } from './pitch/candidates.ts';
import { decimateForPitch } from './pitch/decimate.ts';
import { bestPath } from './pitch/path.ts';
import { finish, type Steps } from './steps.ts';

export interface Pitch {
  readonly hopSeconds: number;
  /** [frames]; 0 where unvoiced. Frame i is centred at i * hopSeconds; there are floor(duration / hop) + 1. */
  readonly f0Hz: Float32Array;
  /** [frames]; 0 (noise) to 1 (repeats exactly): normalised autocorrelation at the chosen, else at the best lag. */
  readonly periodicity: Float32Array;
}

export const pitchDefaults = { hopSeconds: 0.005, floorHz: 60, ceilingHz: 500 } as const;

export type PitchOptions = { readonly hopSeconds?: number } & Partial<PitchRange>;

const SURVEY_HOP_SECONDS = 0.01;
const SURVEY_VOICED_SECONDS = 0.1;

export function pitchFrames(audio: Audio, hopSeconds: number): number {
  // The nudge keeps 1.5 s / 5 ms from falling to 299 by rounding.
  return Math.floor(durationSeconds(audio) / hopSeconds + 1e-6) + 1;
}

/**
 * Fundamental frequency of speech: normalised autocorrelation (Boersma 1993) and the cheapest path through its peaks, in two
 * passes. The first finds the speaker's median; the second looks from an octave below it to little more than an octave above,
 * with a window to match, which follows higher voices faster and leaves less room for octave errors.
 */
export function trackPitch(audio: Audio, options: PitchOptions = {}): Pitch {
  return finish(trackPitchInSteps(audio, options));
}

export function* trackPitchInSteps(audio: Audio, options: PitchOptions = {}): Steps<Pitch> {
  const { hopSeconds, floorHz, ceilingHz } = { ...pitchDefaults, ...options };
  const slow = decimateForPitch(audio);
  const range = yield* narrow(slow, { floorHz, ceilingHz }, durationSeconds(audio));
  const { f0Hz, periodicity } = yield* track(slow, range, { hopSeconds, frames: pitchFrames(audio, hopSeconds) });
  return { hopSeconds, f0Hz, periodicity };
}

function* narrow(slow: Audio, range: PitchRange, seconds: number): Steps<PitchRange> {
  const survey = yield* track(slow, range, {
    hopSeconds: SURVEY_HOP_SECONDS,
    frames: Math.floor(seconds / SURVEY_HOP_SECONDS) + 1,
  });
  const voiced = survey.f0Hz.filter(value => value > 0).sort();
  if (voiced.length * SURVEY_HOP_SECONDS < SURVEY_VOICED_SECONDS) return range;
  const median = voiced[voiced.length >> 1]!;
  return { floorHz: Math.max(range.floorHz, median / 2), ceilingHz: Math.min(range.ceilingHz, median * 2.5) };
}

function* track(slow: Audio, range: PitchRange, grid: PitchFrames): Steps<{ f0Hz: Float32Array; periodicity: Float32Array }> {
  const candidates = yield* findCandidates(slow, range, grid);
  const path = bestPath(candidates, range.floorHz, grid.hopSeconds);
  const f0Hz = new Float32Array(grid.frames);
  const periodicity = new Float32Array(grid.frames);
  for (let frame = 0; frame < grid.frames; frame++) {
    const slot = path[frame]!;
    const offset = frame * MAX_CANDIDATES;
    if (slot < MAX_CANDIDATES) {
      f0Hz[frame] = candidates.frequencyHz[offset + slot]!;
      periodicity[frame] = candidates.correlation[offset + slot]!;
    } else {
      for (let other = 0; other < MAX_CANDIDATES; other++) {
        periodicity[frame] = Math.max(periodicity[frame]!, candidates.correlation[offset + other]!);
      }
    }
  }
  return { f0Hz, periodicity };
}
