import { createMatrix, type Matrix } from './matrix.ts';
import { bandCount } from './mel.ts';

/**
 * Channel: gives a reader's bands the colour and the background noise of the recording, before the logarithm (parallel model combination:
 * Gales and Young 1996, "Robust continuous speech recognition using parallel model combination").
 */
export interface Channel {
  /** [bandCount] each. */
  readonly gain: Float64Array;
  readonly background: Float64Array;
}

/** Of the smallest kept of a band's speech, where it drowns in the background. */
const leastShare = 0.01;

export interface Levels {
  /** Mean power of speech in each band, and of the background, [bandCount]. */
  readonly speech: Float64Array;
  readonly background: Float64Array;
}

export function levelsOf(powers: Matrix, speech: ArrayLike<number>, background: ArrayLike<number>): Levels {
  return { speech: meanRow(powers, speech), background: meanRow(powers, background) };
}

export function channelBetween(reader: Float64Array, person: Levels): Channel {
  const gain = person.speech.map((power, band) => {
    return Math.max(leastShare * power, power - person.background[band]) / Math.max(reader[band], 1e-12);
  });
  return { gain, background: person.background };
}

export function throughChannel(powers: Matrix, { gain, background }: Channel): Matrix {
  const result = createMatrix(powers.count, bandCount);
  for (let row = 0; row < powers.count; row++) {
    for (let band = 0; band < bandCount; band++) {
      const at = row * bandCount + band;
      result.data[at] = powers.data[at] * gain[band] + background[band];
    }
  }
  return result;
}

export function meanRow({ data, width }: Matrix, rows: ArrayLike<number>): Float64Array {
  const mean = new Float64Array(width);
  for (let i = 0; i < rows.length; i++)
    for (let column = 0; column < width; column++) mean[column] += data[rows[i] * width + column] / rows.length;
  return mean;
}
