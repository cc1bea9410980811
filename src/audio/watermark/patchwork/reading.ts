import type { Steps } from '../../steps.ts';
import { productTail, signsTail } from '../significance.ts';
import { codeBits, encode, idOf } from './codeword.ts';
import { layout, patchCount } from './layout.ts';
import { framesPerSlot } from './levels.ts';
import { createJudge, taps } from './network.ts';
import type { Pattern } from './pattern.ts';
import { blockFrames, type Candidate } from './search.ts';
import { decode } from './viterbi.ts';

/** Reading: a closer look at one candidate: is it a mark, and what does it say? */
export interface Reading {
  readonly id?: number;
  /** Scores of the pilot and of the code that fits best, with chance as in search.ts. */
  readonly pilot: number;
  readonly payload: number;
  /** P-value of this one candidate, had it been the only one. */
  readonly chance: number;
}

const slotsPerStep = 30;
const mostGain = 1.2;
const mostLuck = 2.5;
/** A score grows with the root of the number of patches. */
const payloadOverPilot = Math.sqrt((layout.slots - layout.pilotSlots) / layout.pilotSlots);

export function* read(candidate: Candidate, pattern: Pattern): Steps<Reading> {
  const evidence = yield* gatherEvidence(candidate);
  const { signs, bits } = pattern;
  const soft = new Float64Array(codeBits);
  for (let patch = 0; patch < patchCount; patch++) {
    evidence[patch]! *= signs[patch]!;
    if (bits[patch]! >= 0) soft[bits[patch]!]! += evidence[patch]!;
  }
  const message = decode(soft);
  const code = encode(message);
  yield;
  const pilot = scoreOf(evidence, patch => (bits[patch]! < 0 ? 1 : 0));
  const payload = scoreOf(evidence, patch => (bits[patch]! < 0 ? 0 : code[bits[patch]!] === 1 ? -1 : 1));
  const id = idOf(message);
  return { ...(id !== undefined && { id }), pilot, payload, chance: chanceOf(pilot, id === undefined ? undefined : payload) };
}

/** Twice, for chance has two ways: to look like a mark that can be read and like one that cannot. */
function chanceOf(pilot: number, payload: number | undefined): number {
  return 2 * (payload === undefined ? signsTail(pilot) : productTail(signsTail(pilot) * chanceOfPayload(payload)));
}

/**
 * Signs that have nothing to do with the sound make every message equally likely, so that one of 2^16 has a right check sum; and none of the
 * 2^32 messages that have one reaches a score more often than chance.
 */
function chanceOfPayload(score: number): number {
  return Math.min(2 ** -16, 2 ** 32 * signsTail(score));
}

/**
 * The score of search.ts below which no reading may be expected that comes to `chance`. What the network makes of the pilot and what the code makes of
 * the pilot are taken to be a good deal more than usual: of 483 marks that could be believed, in 1.28 s and 2.56 s of speech after Opus with 12 to
 * 24 kbit/s, it leaves out none.
 */
export function leastQuickScore(chance: number): number {
  let [low, high] = [0, 40];
  while (high - low > 0.01) {
    const middle = (low + high) / 2;
    const pilot = mostGain * middle;
    if (Math.min(chanceOf(pilot, undefined), chanceOf(pilot, payloadOverPilot * pilot + mostLuck)) <= chance) high = middle;
    else low = middle;
  }
  return low;
}

/** [patchCount]: what the network says of each patch, all its repeats together. */
export function* gatherEvidence({ levels, start, speed }: Pick<Candidate, 'levels' | 'start' | 'speed'>): Steps<Float64Array> {
  const judge = createJudge();
  const sums = new Float64Array(patchCount);
  const last = levels.frames - 1 - taps.last;
  let looked = 0;
  for (let slot = 0; slot < layout.slots; slot++) {
    const first = (start + slot * framesPerSlot) % blockFrames;
    for (let original = first; ; original += blockFrames) {
      const frame = Math.round(original / speed);
      if (frame > last) break;
      if (frame < -taps.first) continue;
      for (let pair = 0; pair < layout.pairs; pair++) sums[pair * layout.slots + slot]! += judge(levels, frame, pair);
      if (++looked % slotsPerStep === 0) yield;
    }
  }
  return sums;
}

/** `signOf`: -1, 0 or 1 for each patch. */
export function scoreOf(evidence: Float64Array, signOf: (patch: number) => number): number {
  let sum = 0;
  let squares = 0;
  for (let patch = 0; patch < patchCount; patch++) {
    const value = signOf(patch) * evidence[patch]!;
    sum += value;
    squares += value * value;
  }
  return squares > 1e-9 ? sum / Math.sqrt(squares) : 0;
}
