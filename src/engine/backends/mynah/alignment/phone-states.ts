import type { Phone } from '../../../reading/phones.ts';
import type { Frames } from '../frames.ts';

/**
 * Forced alignment of frames to a known phone sequence: three left-to-right states a phone, diagonal Gaussians with one pooled
 * variance, optional silence before each word (the usual HMM of Young et al., The HTK Book). The models are trained on the very
 * recording: means start from the converted source reading and are adapted by MAP (Gauvain and Lee 1994).
 */
export const statesPerPhone = 3;

/** Marks a frame as a pause that the reading does not have. */
export const insertedPause = -1;

export interface StateSequence {
  /** Model number of each state, in order. */
  readonly model: Int32Array;
  /** Index of the phone, or `insertedPause`. */
  readonly phone: Int16Array;
  /** 1 where a state may be left out. */
  readonly optional: Uint8Array;
}

export interface StateModels {
  /** (models, width) */
  readonly means: Float32Array;
  /** (width) */
  readonly inverseVariance: Float32Array;
  readonly width: number;
}

/** Numbers the models: the pause first, then every phone name times three. */
export function createModelNumbers(phones: readonly Phone[]): (ipa: string, state: number) => number {
  const numbers = new Map<string, number>();
  for (const { ipa } of phones) if (ipa !== '' && !numbers.has(ipa)) numbers.set(ipa, 1 + numbers.size * statesPerPhone);
  return (ipa, state) => (ipa === '' ? 0 : numbers.get(ipa)! + state);
}

/** Which third of its phone a frame is in. */
export function stateOfPosition(position: number): number {
  return Math.min(statesPerPhone - 1, Math.floor(position * statesPerPhone));
}

export function stateSequence(phones: readonly Phone[], modelNumber: (ipa: string, state: number) => number): StateSequence {
  const states: { model: number; phone: number; optional: boolean }[] = [];
  phones.forEach((phone, index) => {
    if (phone.ipa === '') {
      states.push({ model: 0, phone: index, optional: true });
      return;
    }
    if (phone.startsWord && phones[index - 1]?.ipa !== '') states.push({ model: 0, phone: insertedPause, optional: true });
    for (let state = 0; state < statesPerPhone; state++)
      states.push({ model: modelNumber(phone.ipa, state), phone: index, optional: false });
  });
  if (phones.at(-1)?.ipa !== '') states.push({ model: 0, phone: insertedPause, optional: true });
  return {
    model: Int32Array.from(states, state => state.model),
    phone: Int16Array.from(states, state => state.phone),
    optional: Uint8Array.from(states, state => Number(state.optional)),
  };
}

export interface StateBand {
  /** (frames) the state that each frame is thought to be in; never decreases. */
  readonly around: Int32Array;
  /** How many states to either side of it are looked at. */
  readonly radius: number;
}

/** Viterbi within a band: the state of each frame on the likeliest path. */
export function bestStates(features: Frames, sequence: StateSequence, models: StateModels, band: StateBand): Int16Array {
  const { count, width } = features;
  const total = sequence.model.length;
  const span = 2 * band.radius + 1;
  const moves = new Uint8Array(count * span);
  const previous = new Float64Array(total).fill(-Infinity);
  const current = new Float64Array(total).fill(-Infinity);
  const emission = new Float64Array(models.means.length / width);
  const longestSkip = longestOptionalRun(sequence) + 1;
  const lowest = (frame: number) => Math.max(0, band.around[frame] - band.radius);
  const highest = (frame: number) => Math.min(total - 1, band.around[frame] + band.radius);
  for (let frame = 0; frame < count; frame++) {
    emission.fill(Number.NaN);
    const low = lowest(frame);
    const high = highest(frame);
    for (let state = low; state <= high; state++) {
      const model = sequence.model[state];
      let best = previous[state];
      let move = 0;
      // From the state before, or from further back over states that may be left out.
      for (let back = 1; back <= longestSkip && back <= state; back++) {
        if (previous[state - back] > best) {
          best = previous[state - back];
          move = back;
        }
        if (sequence.optional[state - back] === 0) break;
      }
      if (frame === 0) best = startsThere(sequence, state) ? 0 : -Infinity;
      if (best > -Infinity) {
        if (Number.isNaN(emission[model])) emission[model] = logLikelihood(features, frame, models, model);
        best += emission[model];
      }
      current[state] = best;
      moves[frame * span + state - band.around[frame] + band.radius] = move;
    }
    if (frame > 0) previous.fill(-Infinity, lowest(frame - 1), highest(frame - 1) + 1);
    previous.set(current.subarray(low, high + 1), low);
  }
  let last = total - 1;
  for (let state = total - 1; state >= 0; state--) {
    if (previous[state] > previous[last]) last = state;
    if (sequence.optional[state] === 0) break;
  }
  const states = new Int16Array(count);
  for (let frame = count - 1, state = last; frame >= 0; frame--) {
    // Outside the band, where no path led, the middle of the band is as good as any.
    if (Math.abs(state - band.around[frame]) > band.radius) state = band.around[frame];
    states[frame] = state;
    state -= moves[frame * span + state - band.around[frame] + band.radius];
  }
  return states;
}

function startsThere(sequence: StateSequence, state: number): boolean {
  for (let before = 0; before < state; before++) if (sequence.optional[before] === 0) return false;
  return true;
}

function longestOptionalRun(sequence: StateSequence): number {
  let longest = 0;
  let run = 0;
  for (const optional of sequence.optional) {
    run = optional ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

function logLikelihood(features: Frames, frame: number, models: StateModels, model: number): number {
  const { width } = models;
  let sum = 0;
  for (let column = 0; column < width; column++) {
    const difference = features.data[frame * width + column] - models.means[model * width + column];
    sum += difference * difference * models.inverseVariance[column];
  }
  return -0.5 * sum;
}

export interface Observations {
  readonly features: Frames;
  /** (features.count) model number of each frame. */
  readonly models: Int32Array;
}

/** MAP estimate of the means towards `prior` (models, width), which counts as `priorWeight` frames, and the pooled variance around them. */
export function adaptModels(observations: readonly Observations[], prior: Float32Array, priorWeight: number): StateModels {
  const width = observations[0].features.width;
  const means = meansOfModels(observations, prior, priorWeight);
  const variance = new Float64Array(width);
  let total = 0;
  for (const { features, models } of observations) {
    total += features.count;
    for (let frame = 0; frame < features.count; frame++) {
      for (let column = 0; column < width; column++) {
        variance[column] += (features.data[frame * width + column] - means[models[frame] * width + column]) ** 2;
      }
    }
  }
  return { means, inverseVariance: Float32Array.from(variance, sum => total / Math.max(1e-3 * total, sum)), width };
}

/** (models, width). A model without frames, such as the last third of a very short phone, keeps its prior. */
export function meansOfModels(observations: readonly Observations[], prior: Float32Array, priorWeight: number): Float32Array {
  const width = observations[0].features.width;
  const means = Float32Array.from(prior, value => value * priorWeight);
  const counts = new Float64Array(prior.length / width).fill(priorWeight);
  for (const { features, models } of observations) {
    for (let frame = 0; frame < features.count; frame++) {
      const model = models[frame];
      counts[model]++;
      for (let column = 0; column < width; column++) means[model * width + column] += features.data[frame * width + column];
    }
  }
  for (let model = 0; model < counts.length; model++) {
    for (let column = 0; column < width; column++) means[model * width + column] /= counts[model];
  }
  return means;
}
