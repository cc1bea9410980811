import { createRealFft } from '../../fft.ts';
import type { Steps } from '../../steps.ts';
import { quickEvidence } from './evidence.ts';
import { layout } from './layout.ts';
import { framesPerSlot, type Levels, measureLevels } from './levels.ts';
import type { Pattern } from './pattern.ts';
import type { Speed } from './speeds.ts';

/**
 * Search: where in an excerpt a block might begin, and how fast it is played: the pilots of all keys against all places, by fast correlation.
 * A score is the sum of evidence times sign over the pilot, against the root of the sum of its squares. With signs that have nothing to do with
 * the sound it has mean 0 and variance 1 and a tail that significance.ts bounds, whatever the sound is.
 */
export interface SearchOptions {
  readonly speeds: readonly Speed[];
  /** Candidates have more. */
  readonly leastScore: number;
  /** Hears all scores of a pattern, a speed and a fraction of a slot at a time; the array is overwritten by the next. */
  readonly onScores?: (scores: Float64Array, pattern: number) => void;
}

export interface Candidate {
  /** Index of the pattern. */
  readonly pattern: number;
  /** Frame of the original at which a block begins. */
  readonly start: number;
  /** Original time against heard time. */
  readonly speed: number;
  /** What it is heard with. */
  readonly levels: Levels;
  readonly score: number;
}

/** Frames of one block: the places where it might begin. */
export const blockFrames = layout.slots * framesPerSlot;

const { pairs, slots } = layout;
/** Of one pattern. */
const mostCandidates = 8;
const bins = slots / 2 + 1;
const width = 2 * bins;

interface Pilot {
  /** [pairs * width]: spectra of the signs, and of where there are any. */
  readonly signs: Float64Array;
  readonly places: Float64Array;
}

/** For each pattern the most likely ones; of all, these first. */
export function* search(
  samples: Float32Array,
  patterns: readonly Pattern[],
  { speeds, leastScore, onScores }: SearchOptions,
): Steps<Candidate[]> {
  const scales = [...new Set(speeds.map(({ scale }) => scale))];
  const measured = yield* measureLevels(samples, scales);
  const seen = new Map(
    scales.map((scale, index) => [scale, { levels: measured[index]!, evidence: undefined as Float32Array | undefined }]),
  );
  const fft = createRealFft(slots);
  const pilots = patterns.map(pattern => pilotOf(pattern, fft));
  const best = patterns.map((): Candidate[] => []);
  const folded = new Float32Array(blockFrames * pairs);
  const line = { sums: new Float64Array(slots), squares: new Float64Array(slots) };
  const spectra = { sums: new Float64Array(pairs * width), squares: new Float64Array(pairs * width) };
  const scores = new Float64Array(slots);
  for (const { speed, scale } of speeds) {
    const sight = seen.get(scale)!;
    sight.evidence ??= quickEvidence(sight.levels);
    fold(sight.evidence, sight.levels.frames, speed, folded);
    for (let part = 0; part < framesPerSlot; part++) {
      yield;
      transform(part);
      for (const [pattern, pilot] of pilots.entries()) {
        score(pilot);
        onScores?.(scores, pattern);
        for (let slot = 0; slot < slots; slot++) {
          if (scores[slot]! > leastScore)
            keep(best[pattern]!, {
              pattern,
              start: slot * framesPerSlot + part,
              speed,
              levels: sight.levels,
              score: scores[slot]!,
            });
        }
      }
    }
  }
  return best.flat().toSorted((a, b) => b.score - a.score);

  function transform(part: number): void {
    for (let pair = 0; pair < pairs; pair++) {
      for (let slot = 0; slot < slots; slot++) {
        const value = folded[(slot * framesPerSlot + part) * pairs + pair]!;
        line.sums[slot] = value;
        line.squares[slot] = value * value;
      }
      spectra.sums.set(fft.forward(line.sums), pair * width);
      spectra.squares.set(fft.forward(line.squares), pair * width);
    }
  }

  function score(pilot: Pilot): void {
    scores.set(correlate(spectra.sums, pilot.signs, fft));
    const squares = correlate(spectra.squares, pilot.places, fft);
    for (let slot = 0; slot < slots; slot++) scores[slot] = squares[slot]! > 1e-9 ? scores[slot]! / Math.sqrt(squares[slot]!) : 0;
  }
}

/** `best`: the highest score first. */
function keep(best: Candidate[], candidate: Candidate): void {
  if (best.length === mostCandidates && candidate.score <= best.at(-1)!.score) return;
  const after = best.findIndex(other => other.score < candidate.score);
  best.splice(after < 0 ? best.length : after, 0, candidate);
  best.length = Math.min(best.length, mostCandidates);
}

/** Original frames of one block over one another. */
function fold(evidence: Float32Array, frames: number, speed: number, folded: Float32Array): void {
  folded.fill(0);
  for (let original = 0; ; original++) {
    const frame = Math.round(original / speed);
    if (frame >= frames) return;
    const from = frame * pairs;
    const to = (original % blockFrames) * pairs;
    for (let pair = 0; pair < pairs; pair++) folded[to + pair]! += evidence[from + pair]!;
  }
}

function pilotOf({ signs, bits }: Pattern, fft: ReturnType<typeof createRealFft>): Pilot {
  const pilot = { signs: new Float64Array(pairs * width), places: new Float64Array(pairs * width) };
  for (let pair = 0; pair < pairs; pair++) {
    const line = Float64Array.from({ length: slots }, (_, slot) =>
      bits[pair * slots + slot]! < 0 ? signs[pair * slots + slot]! : 0,
    );
    pilot.signs.set(fft.forward(line), pair * width);
    pilot.places.set(fft.forward(line.map(Math.abs)), pair * width);
  }
  return pilot;
}

const product = new Float64Array(width);

/** [slots]: at s, the sum over pairs and slots of `of` at s + slot times the pilot at slot, around the block. */
function correlate(of: Float64Array, pilot: Float64Array, fft: ReturnType<typeof createRealFft>): Float64Array {
  product.fill(0);
  for (let pair = 0; pair < pairs * width; pair += width) {
    for (let index = 0; index < width; index += 2) {
      const [re, im] = [of[pair + index]!, of[pair + index + 1]!];
      const [pilotRe, pilotIm] = [pilot[pair + index]!, pilot[pair + index + 1]!];
      product[index]! += re * pilotRe + im * pilotIm;
      product[index + 1]! += im * pilotRe - re * pilotIm;
    }
  }
  return fft.inverse(product);
}
