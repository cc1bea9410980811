import type { Matrix } from './matrix.ts';

/**
 * Distance: between a frame of the recording and every state of what it is compared with. Squared, and bounded softly (d c / (d + c)), so
 * that a click or a lip smack cannot outweigh a whole word.
 */
const bound = 60;
/** Cost of dwelling on a state or skipping one, so that words are neither stretched nor squeezed for nothing. */
export const detour = 2;

/** Fills `costs` from `offset` with the cost of each state for `frame`, [states.count]. */
export function fillCosts(costs: Float32Array, offset: number, { states, frame }: { states: Matrix; frame: Float32Array }): void {
  const { data, count, width } = states;
  for (let state = 0, at = 0; state < count; state++) {
    let sum = 0;
    for (let column = 0; column < width; column++, at++) {
      const difference = data[at] - frame[column];
      sum += difference * difference;
    }
    costs[offset + state] = (sum * bound) / (sum + bound);
  }
}
