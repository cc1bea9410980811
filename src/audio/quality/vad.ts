import { type Frames, rangeDecibels } from './frames.ts';
import { quantile, rollingMinimum, runningSums } from './statistics.ts';

/**
 * Speech: where somebody talks. A frame seeds speech when it stands above the noise floor, is periodic, and its pitch is a line that
 * glides, as a larynx does and an instrument or a hum of the mains does not; in its neighbourhood the colour of the sound must
 * change too, as it does from vowel to vowel. Around seeds, active frames within reach (consonants) belong to speech.
 * The cues are those of Scheirer & Slaney 1997, "Construction and evaluation of a robust multifeature speech/music discriminator"
 * (energy, pulse, spectral movement) and Ramirez 2004 (long-term level), put together as rules instead of a trained classifier.
 */
export interface Speech {
  readonly segments: readonly Segment[];
  /** 1 inside a segment, [frames.count]. */
  readonly inside: Uint8Array;
  /** 1 where there is nothing but background, well away from anything that is not, [frames.count]. */
  readonly quiet: Uint8Array;
  readonly seconds: number;
}

export interface Segment {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

const FLOOR_REACH_SECONDS = 3;
const ABOVE_FLOOR_DECIBELS = 5;
/** Below this nothing is told from digital silence. */
const INAUDIBLE_DECIBELS = -95;
const BELOW_LOUDEST_DECIBELS = 40;
const VOICED_PERIODICITY = 0.5;
const LARGEST_STEP_SEMITONES = 1;
const SMALLEST_GLIDE_SEMITONES = 0.15;
/** Frames on each side over which a glide is judged. */
const GLIDE_REACH = 3;
const NEIGHBOURHOOD_SECONDS = 2;
/**
 * In speech 70 to 100 % of the voiced frames glide, in reverberation 55 %, in music 0 to 50 %; the tilt deviates by 4 to 10 dB, in
 * noise at 12 dB by 2.3, on a violin by 1.5. The less a sound glides, the more colour it must show.
 */
const SMALLEST_GLIDING_SHARE = 0.55;
const SURE_GLIDING_SHARE = 0.9;
const SMALLEST_ACCEPTED_SHARE = 0.06;
const TILT_DEVIATION_DECIBELS = { atSure: 2.2, atSmallest: 4.2 };
const CONSONANT_SECONDS = 0.3;
const JOINED_PAUSE_SECONDS = 0.25;
const FEWEST_SEEDS = 5;
/** Frames between an active one and one that counts as quiet: the analysis window must not touch both. */
const QUIET_MARGIN = 3;

export function detectSpeech(frames: Frames): Speech {
  const { count, hopSeconds, levelDecibels } = frames;
  const floorDecibels = rollingMinimum(smooth(levelDecibels), Math.round(FLOOR_REACH_SECONDS / hopSeconds));
  const loudest = quantile(levelDecibels, 0.95);
  const active = Uint8Array.from(levelDecibels, (level, i) =>
    Number(level > floorDecibels[i]! + ABOVE_FLOOR_DECIBELS && level > loudest - BELOW_LOUDEST_DECIBELS),
  );
  const seeds = findSeeds(frames, active);

  const inside = new Uint8Array(count);
  const reach = Math.round(CONSONANT_SECONDS / hopSeconds);
  for (let i = 0; i < count; i++) {
    if (seeds[i]) for (let j = Math.max(0, i - reach); j <= Math.min(count - 1, i + reach); j++) inside[j] = active[j]!;
  }
  const segments = toSegments(inside, seeds, Math.round(JOINED_PAUSE_SECONDS / hopSeconds)).map(([first, last]) => {
    inside.fill(1, first, last + 1);
    return { startSeconds: first * hopSeconds, endSeconds: Math.min((last + 1) * hopSeconds, frames.durationSeconds) };
  });
  const seconds = segments.reduce((sum, { startSeconds, endSeconds }) => sum + endSeconds - startSeconds, 0);
  return { segments, inside, quiet: findQuiet(frames, floorDecibels), seconds };
}

/** Frames without activity in the voice's own range, and without the hiss of an s above it. */
function findQuiet(frames: Frames, floorDecibels: Float32Array): Uint8Array {
  const hiss = rangeDecibels(frames, 4000, 8000);
  const hissFloor = rollingMinimum(smooth(hiss), Math.round(FLOOR_REACH_SECONDS / frames.hopSeconds));
  const above = (level: number, floor: number) => level > Math.max(floor, INAUDIBLE_DECIBELS) + ABOVE_FLOOR_DECIBELS;
  const sounding = Uint8Array.from(frames.levelDecibels, (level, i) =>
    Number(above(level, floorDecibels[i]!) || above(hiss[i]!, hissFloor[i]!)),
  );
  const around = runningSums(sounding.length, i => sounding[i]!);
  return sounding.map((_, i) =>
    Number(around(Math.max(0, i - QUIET_MARGIN), Math.min(sounding.length, i + QUIET_MARGIN + 1)) === 0),
  );
}

/** Voiced frames of speech: [count] of 0 and 1. */
function findSeeds(frames: Frames, active: Uint8Array): Uint8Array {
  const { count, f0Hz, periodicity } = frames;
  const continuous = new Uint8Array(count);
  const gliding = new Uint8Array(count);
  for (let i = GLIDE_REACH; i < count - GLIDE_REACH; i++) {
    let [lowest, highest, unbroken] = [Number.POSITIVE_INFINITY, 0, active[i] === 1];
    for (let j = i - GLIDE_REACH; unbroken && j <= i + GLIDE_REACH; j++) {
      const step = j === i - GLIDE_REACH ? 0 : 12 * Math.log2(f0Hz[j]! / f0Hz[j - 1]!);
      unbroken = periodicity[j]! >= VOICED_PERIODICITY && Math.abs(step) <= LARGEST_STEP_SEMITONES;
      [lowest, highest] = [Math.min(lowest, f0Hz[j]!), Math.max(highest, f0Hz[j]!)];
    }
    if (!unbroken) continue;
    continuous[i] = 1;
    gliding[i] = Number(12 * Math.log2(highest / lowest) >= SMALLEST_GLIDE_SEMITONES);
  }

  const tilt = tiltDecibels(frames);
  const lines = runningSums(count, i => continuous[i]!);
  const glides = runningSums(count, i => gliding[i]!);
  const tilts = runningSums(count, i => continuous[i]! * tilt[i]!);
  const squares = runningSums(count, i => continuous[i]! * tilt[i]! ** 2);
  const reach = Math.round(NEIGHBOURHOOD_SECONDS / frames.hopSeconds);
  const seeds = continuous.map((line, i) => {
    if (!line) return 0;
    const [from, to] = [Math.max(0, i - reach), Math.min(count, i + reach + 1)];
    const among = lines(from, to);
    const deviation = Math.sqrt(Math.max(0, squares(from, to) / among - (tilts(from, to) / among) ** 2));
    const share = glides(from, to) / among;
    return Number(share >= SMALLEST_GLIDING_SHARE && deviation >= requiredDeviation(share));
  });
  // A moment of music may look like speech; where anybody speaks, many moments do.
  const accepted = runningSums(count, i => seeds[i]!)(0, count);
  return accepted >= SMALLEST_ACCEPTED_SHARE * lines(0, count) ? seeds : new Uint8Array(count);
}

function requiredDeviation(glidingShare: number): number {
  const doubt = Math.max(0, (SURE_GLIDING_SHARE - glidingShare) / (SURE_GLIDING_SHARE - SMALLEST_GLIDING_SHARE));
  const { atSure, atSmallest } = TILT_DEVIATION_DECIBELS;
  return atSure + doubt * (atSmallest - atSure);
}

/** Level of 250-1000 Hz against 1000-3500 Hz: moves by 10 dB and more between vowels, [count]. */
function tiltDecibels(frames: Frames): Float32Array {
  const above = rangeDecibels(frames, 1000, 3500);
  return rangeDecibels(frames, 250, 1000).map((below, i) => below - above[i]!);
}

/** Mean of seven frames, so that one quiet frame is no floor. */
function smooth(levels: Float32Array): Float32Array {
  const sums = runningSums(levels.length, i => levels[i]!);
  return levels.map((_, i) => {
    const [from, to] = [Math.max(0, i - 3), Math.min(levels.length, i + 4)];
    return sums(from, to) / (to - from);
  });
}

/** First and last frame of each stretch, short pauses bridged, stretches without enough voice dropped (and cleared). */
function toSegments(inside: Uint8Array, seeds: Uint8Array, bridgedFrames: number): [number, number][] {
  const stretches: [number, number][] = [];
  for (let i = 0; i < inside.length; i++) {
    if (!inside[i]) continue;
    const last = stretches.at(-1);
    if (last && i - last[1] <= bridgedFrames) last[1] = i;
    else stretches.push([i, i]);
  }
  return stretches.filter(([first, last]) => {
    const voice = seeds.subarray(first, last + 1).reduce((sum, seed) => sum + seed, 0);
    if (voice < FEWEST_SEEDS) inside.fill(0, first, last + 1);
    return voice >= FEWEST_SEEDS;
  });
}
