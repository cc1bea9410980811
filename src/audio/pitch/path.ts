import { MAX_CANDIDATES, type PitchCandidates } from './candidates.ts';

/** Boersma's costs, per 10 ms where they are per transition. */
const VOICING_THRESHOLD = 0.45;
const SILENCE_THRESHOLD = 0.03;
const OCTAVE_COST = 0.01;
const OCTAVE_JUMP_COST = 0.35;
const VOICING_CHANGE_COST = 0.14;
const COSTS_PER_SECONDS = 0.01;

const STATES = MAX_CANDIDATES + 1;
const UNVOICED = MAX_CANDIDATES;

/** For each frame, the candidate's slot on the best path (Viterbi), or MAX_CANDIDATES where the frame is unvoiced. */
export function bestPath(candidates: PitchCandidates, floorHz: number, hopSeconds: number): Uint8Array {
  const { frames } = candidates;
  const perHop = COSTS_PER_SECONDS / hopSeconds;
  const voicingChange = VOICING_CHANGE_COST * perHop;
  const octaveJump = OCTAVE_JUMP_COST * perHop;
  const loudness = loudest(candidates.peak);
  const cameFrom = new Uint8Array(frames * STATES);
  const pitch = new Float64Array(STATES);
  const previousPitch = new Float64Array(STATES);
  let score = new Float64Array(STATES);
  let previousScore = new Float64Array(STATES);
  for (let frame = 0; frame < frames; frame++) {
    for (let state = 0; state < STATES; state++) {
      const local = strength(candidates, frame, state, { floorHz, loudness });
      pitch[state] = state === UNVOICED ? 0 : Math.log2(Math.max(1, candidates.frequencyHz[frame * MAX_CANDIDATES + state]!));
      if (local === Number.NEGATIVE_INFINITY) {
        score[state] = local;
        continue;
      }
      if (frame === 0) {
        score[state] = local;
        continue;
      }
      let best = Number.NEGATIVE_INFINITY;
      for (let from = 0; from < STATES; from++) {
        const before = previousScore[from]!;
        if (before <= best) continue;
        let cost = 0;
        if ((from === UNVOICED) !== (state === UNVOICED)) cost = voicingChange;
        else if (state !== UNVOICED) cost = octaveJump * Math.abs(pitch[state]! - previousPitch[from]!);
        if (before - cost > best) {
          best = before - cost;
          cameFrom[frame * STATES + state] = from;
        }
      }
      score[state] = best + local;
    }
    previousPitch.set(pitch);
    [previousScore, score] = [score, previousScore];
  }
  const path = new Uint8Array(frames);
  let state = UNVOICED;
  for (let candidate = 0; candidate < STATES; candidate++)
    if (previousScore[candidate]! > previousScore[state]!) state = candidate;
  for (let frame = frames - 1; frame >= 0; frame--) {
    path[frame] = state;
    state = cameFrom[frame * STATES + state]!;
  }
  return path;
}

function strength(
  candidates: PitchCandidates,
  frame: number,
  state: number,
  { floorHz, loudness }: { readonly floorHz: number; readonly loudness: number },
): number {
  if (state === UNVOICED) {
    const level = loudness > 0 ? candidates.peak[frame]! / loudness : 0;
    return VOICING_THRESHOLD + Math.max(0, 2 - (level * (1 + VOICING_THRESHOLD)) / SILENCE_THRESHOLD);
  }
  const frequencyHz = candidates.frequencyHz[frame * MAX_CANDIDATES + state]!;
  if (frequencyHz === 0) return Number.NEGATIVE_INFINITY;
  return candidates.correlation[frame * MAX_CANDIDATES + state]! + OCTAVE_COST * Math.log2(frequencyHz / floorHz);
}

/** The level exceeded by 2 % of the frames: one click must not turn speech into silence. */
function loudest(peak: Float32Array): number {
  const sorted = Float32Array.from(peak).sort();
  return sorted[Math.max(0, Math.ceil(0.98 * sorted.length) - 1)] ?? 0;
}
