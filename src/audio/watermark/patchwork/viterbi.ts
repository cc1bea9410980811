import { codeBits, constraintLength, generators, messageBits, parity } from './codeword.ts';

/**
 * Viterbi: the message whose code fits soft bits best. The code bites its tail, so the path goes three times around, and the middle turn counts
 * (Calderbank, Forney and Vardy 1999, "Minimal tail-biting trellises", call the approximation good when the tail is long against the memory).
 */
const states = 1 << (constraintLength - 1);
const turns = 3;

/** Of the branch that leads out of a state with a bit: which of the 2^generators combinations of code bits it is; [states * 2]. */
const branches = Uint8Array.from({ length: 2 * states }, (_, register) =>
  generators.reduce((combination, generator, index) => combination | (parity(register & generator) << index), 0),
);

/** `soft`: [codeBits], positive for a 0, negative for a 1. Returns [messageBits] of 0 and 1. */
export function decode(soft: Float64Array): Uint8Array {
  const steps = messageBits * turns;
  const cameFrom = new Uint8Array(steps * states);
  let costs = new Float64Array(states);
  let next = new Float64Array(states);
  const gains = branchGains(soft);
  const combinations = 1 << generators.length;
  const half = states / 2;
  for (let step = 0; step < steps; step++) {
    const offset = (step % messageBits) * combinations;
    const row = step * states;
    // State s comes from s >> 1 and from (s >> 1) + half; the register then holds that state and the new bit, s & 1.
    for (let state = 0; state < states; state++) {
      const low = state >> 1;
      const first = costs[low]! + gains[offset + branches[state]!]!;
      const second = costs[low + half]! + gains[offset + branches[state + states]!]!;
      if (second > first) {
        next[state] = second;
        cameFrom[row + state] = 1;
      } else next[state] = first;
    }
    [costs, next] = [next, costs];
  }
  let state = 0;
  for (let candidate = 1; candidate < states; candidate++) if (costs[candidate]! > costs[state]!) state = candidate;
  const message = new Uint8Array(messageBits);
  for (let step = steps - 1; step >= messageBits; step--) {
    if (step < 2 * messageBits) message[step - messageBits] = state & 1;
    state = (state >> 1) + (cameFrom[step * states + state]! ? half : 0);
  }
  return message;
}

/** [messageBits * 2^generators]: how well each combination of code bits fits the soft bits of each step. */
function branchGains(soft: Float64Array): Float64Array {
  const combinations = 1 << generators.length;
  const gains = new Float64Array(messageBits * combinations);
  for (let step = 0; step < codeBits / generators.length; step++) {
    for (let combination = 0; combination < combinations; combination++) {
      let gain = 0;
      for (let index = 0; index < generators.length; index++) {
        const bit = soft[step * generators.length + index]!;
        gain += (combination >> index) & 1 ? -bit : bit;
      }
      gains[step * combinations + combination] = gain;
    }
  }
  return gains;
}
