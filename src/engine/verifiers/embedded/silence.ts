/** Silence: what a frame costs that belongs to no word. Little where it is quiet, more than any word of the list where it is loud. */
const quietCost = 9;
const loudCost = 48;

/** [loudness.length]; `loudness` from 0 to 1. */
export function silenceCosts(loudness: Float32Array): Float32Array {
  return loudness.map(value => quietCost + (loudCost - quietCost) * value);
}
