import { createMatrix, type Matrix } from './matrix.ts';
import { bandCount } from './mel.ts';

/** Features: 13 mel cepstra (Davis and Mermelstein 1980) and their slopes over 50 ms (Furui 1986), what frames are compared by. */
export const cepstra = 13;
export const featureWidth = 2 * cepstra;
const slopeReach = 2;
const slopeScale = 1 / 10;
/** Far below anything that is compared; keeps the logarithm of digital silence finite. */
const leastPower = 1e-12;

const cosines = Float64Array.from({ length: cepstra * bandCount }, (_, at) => {
  const [order, band] = [Math.floor(at / bandCount), at % bandCount];
  return Math.sqrt(2 / bandCount) * Math.cos((Math.PI * order * (band + 0.5)) / bandCount);
});

/** [count, featureWidth] of mel powers [count, bandCount]. */
export function featuresOf(powers: Matrix): Matrix {
  const { count } = powers;
  const features = createMatrix(count, featureWidth);
  const logs = new Float64Array(bandCount);
  for (let frame = 0; frame < count; frame++) {
    for (let band = 0; band < bandCount; band++) logs[band] = Math.log(powers.data[frame * bandCount + band] + leastPower);
    for (let order = 0; order < cepstra; order++) {
      let sum = 0;
      for (let band = 0; band < bandCount; band++) sum += cosines[order * bandCount + band] * logs[band];
      features.data[frame * featureWidth + order] = sum;
    }
  }
  addSlopes(features);
  return features;
}

function addSlopes({ data, count }: Matrix): void {
  for (let frame = 0; frame < count; frame++) {
    for (let order = 0; order < cepstra; order++) {
      let slope = 0;
      for (let reach = 1; reach <= slopeReach; reach++) {
        const after = data[Math.min(count - 1, frame + reach) * featureWidth + order];
        const before = data[Math.max(0, frame - reach) * featureWidth + order];
        slope += reach * (after - before);
      }
      data[frame * featureWidth + cepstra + order] = slope * slopeScale;
    }
  }
}

/** The track at another pace: `ratio` 1.2 makes it a fifth longer. Linear between frames. */
export function stretch(track: Matrix, ratio: number): Matrix {
  const { width, count } = track;
  const stretched = createMatrix(Math.max(1, Math.round(count * ratio)), width);
  for (let frame = 0; frame < stretched.count; frame++) {
    const at = Math.max(0, Math.min(count - 1, (frame + 0.5) / ratio - 0.5));
    const below = Math.min(Math.floor(at), Math.max(0, count - 2));
    const above = Math.min(count - 1, below + 1);
    const share = at - below;
    for (let column = 0; column < width; column++) {
      const low = track.data[below * width + column];
      stretched.data[frame * width + column] = low + share * (track.data[above * width + column] - low);
    }
  }
  return stretched;
}
