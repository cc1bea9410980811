import { layout } from './layout.ts';
import { bandOfPair, bandsSeen, framesPerSlot, type Levels } from './levels.ts';
import { trained } from './trained.ts';

/**
 * Network: how much a patch looks like one of sign +1, from the levels around it: one hidden layer, trained by bench/watermark/train.ts to tell the
 * log-odds of the sign. What it learns can only make marks easier or harder to find: chance finds none more often, whatever it says.
 */
export interface Network {
  /** [hidden * inputs], [hidden], [hidden]. */
  readonly weights: Float32Array;
  readonly biases: Float32Array;
  readonly outputs: Float32Array;
}

export type Judge = (levels: Levels, frame: number, pair: number) => number;

const bandsAround = 6;
const firstBand = -2;
/** Frames around the middle of a slot's first half. */
export const taps = { first: -6, last: 14, step: 2 } as const;
const tapCount = (taps.last - taps.first) / taps.step + 1;
const around = bandsAround * tapCount;
export const inputs = around + 4;
export const hidden = 48;

/** Writes [inputs] at `at`. The frames from `frame + taps.first` to `frame + taps.last` must be there. */
export function describe({ bands, ground, masker }: Levels, frame: number, pair: number, into: Float32Array, at = 0): void {
  const first = bandOfPair(pair) + firstBand;
  let sum = 0;
  let place = at;
  for (let tap = taps.first; tap <= taps.last; tap += taps.step) {
    const row = (frame + tap) * bandsSeen + first;
    for (let band = 0; band < bandsAround; band++) sum += into[place++] = bands[row + band]!;
  }
  const mean = sum / around;
  for (let index = at; index < place; index++) into[index] = limited((into[index]! - mean) / 8, -3, 3);
  const [here, then] = [frame * bandsSeen + bandOfPair(pair), (frame + framesPerSlot / 2) * bandsSeen + bandOfPair(pair)];
  const height = (bands[here]! + bands[here + 1]! + bands[then]! + bands[then + 1]!) / 4;
  into[place++] = limited((height - ground[pair]!) / 10 - 1, -1.5, 2);
  into[place++] = limited((height - masker[frame + framesPerSlot / 2]! + 40) / 15, -2, 2.5);
  const position = (2 * pair) / layout.pairs - 1;
  into[place++] = position;
  into[place] = position * position;
}

export function createJudge({ weights, biases, outputs }: Network = usual()): Judge {
  const input = new Float32Array(inputs);
  return (levels, frame, pair) => {
    describe(levels, frame, pair, input);
    let odds = 0;
    for (let unit = 0; unit < hidden; unit++) {
      let sum = biases[unit]!;
      const row = unit * inputs;
      for (let index = 0; index < inputs; index++) sum += weights[row + index]! * input[index]!;
      odds += (outputs[unit]! * sum) / (1 + Math.abs(sum));
    }
    return odds;
  };
}

let unpacked: Network | undefined;

function usual(): Network {
  unpacked ??= unpack(trained);
  return unpacked;
}

/** 16-bit floats, little-endian, one after the other, as base64. */
export function unpack(base64: string): Network {
  const bytes = Buffer.from(base64, 'base64');
  const values = new Float32Array(new Float16Array(Uint8Array.from(bytes).buffer));
  const biases = hidden * inputs;
  if (values.length !== biases + 2 * hidden)
    throw new RangeError(`The trained network has ${values.length} numbers, not ${biases + 2 * hidden}.`);
  return {
    weights: values.subarray(0, biases),
    biases: values.subarray(biases, biases + hidden),
    outputs: values.subarray(biases + hidden),
  };
}

export function pack({ weights, biases, outputs }: Network): string {
  const values = new Float16Array([...weights, ...biases, ...outputs]);
  return Buffer.from(values.buffer).toString('base64');
}

function limited(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
