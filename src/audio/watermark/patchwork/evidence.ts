import { layout } from './layout.ts';
import { bandOfPair, bandsSeen, framesPerSlot, type Levels } from './levels.ts';

const { pairs } = layout;
const half = framesPerSlot / 2;

/** Neighbours in frequency and time tell what the patch would be without a mark; weights from a linear discriminant analysis. */
const neighbour = { band: 0.12, half: 0.23 };
/** A difference far beyond what marks make was there before them. */
const plausibleDecibels = 12;
/** Codecs leave less of what lies higher. */
const high = { fromPair: 19, weight: 0.6 };

/**
 * Evidence: for every frame that might begin a slot, how much each patch looks like one of sign +1, [frames * pairs]. Quick, for all places where
 * a mark might begin are tried with it; network.ts looks closer at few.
 */
export function quickEvidence(levels: Levels): Float32Array {
  const { frames, bands, masker, ground } = levels;
  const differences = new Float32Array(frames * pairs);
  const heights = new Float32Array(frames * pairs);
  for (let frame = 0; frame < frames; frame++) {
    for (let pair = 0; pair < pairs; pair++) {
      const band = frame * bandsSeen + bandOfPair(pair);
      const [first, second] = [bands[band]!, bands[band + 1]!];
      differences[frame * pairs + pair] = first - second - neighbour.band * (bands[band - 1]! - bands[band + 2]!);
      heights[frame * pairs + pair] = (first + second) / 2;
    }
  }
  const evidence = new Float32Array(frames * pairs);
  const later = half * pairs;
  for (let frame = half; frame < frames - 2 * half; frame++) {
    for (let pair = 0; pair < pairs; pair++) {
      const at = frame * pairs + pair;
      const middle = differences[at]! - differences[at + later]!;
      const around = differences[at - later]! - differences[at + 2 * later]!;
      const difference = middle - neighbour.half * around;
      const height = (heights[at]! + heights[at + later]!) / 2;
      const weight = trust(height - ground[pair]!, height - masker[frame + half]!) * (pair < high.fromPair ? 1 : high.weight);
      evidence[at] = (weight * difference) / (1 + Math.abs(difference) / plausibleDecibels);
    }
  }
  return evidence;
}

/** A patch near the ground is noise, unless the ground is so low that there is none. */
function trust(aboveGround: number, aboveMasker: number): number {
  const clear = Math.max(0.12, Math.min(1, (aboveGround - 2) / 4));
  const faint = Math.max(0, Math.min(1, (-45 - aboveMasker) / 5));
  return clear + (1 - clear) * faint;
}
