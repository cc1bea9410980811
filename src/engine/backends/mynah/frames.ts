/** Frames: one row of numbers per analysis instant, 5 ms apart. */
export interface Frames {
  /** (count, width), row-major. */
  readonly data: Float32Array;
  readonly count: number;
  readonly width: number;
}

/** Distance of two frames in time, everywhere in this engine. */
export const hopSeconds = 0.005;

export function createFrames(count: number, width: number): Frames {
  return { data: new Float32Array(count * width), count, width };
}

export function row(frames: Frames, index: number): Float32Array {
  return frames.data.subarray(index * frames.width, (index + 1) * frames.width);
}

/** The columns [from, to) of every row. */
export function columns(frames: Frames, from: number, to: number): Frames {
  const part = createFrames(frames.count, to - from);
  for (let index = 0; index < frames.count; index++) {
    part.data.set(frames.data.subarray(index * frames.width + from, index * frames.width + to), index * part.width);
  }
  return part;
}

/** The rows with these numbers, in that order. */
export function pickRows(frames: Frames, rows: ArrayLike<number>): Frames {
  const result = createFrames(rows.length, frames.width);
  for (let index = 0; index < rows.length; index++) result.data.set(row(frames, rows[index]), index * frames.width);
  return result;
}

/** One after another. */
export function stack(parts: readonly Frames[]): Frames {
  const all = createFrames(
    parts.reduce((count, part) => count + part.count, 0),
    parts[0].width,
  );
  let offset = 0;
  for (const part of parts) {
    all.data.set(part.data, offset);
    offset += part.data.length;
  }
  return all;
}

export function meanAndDeviation(
  frames: Frames,
  included: (index: number) => boolean,
): { mean: Float64Array; deviation: Float64Array } {
  const mean = new Float64Array(frames.width);
  const deviation = new Float64Array(frames.width);
  let count = 0;
  for (let index = 0; index < frames.count; index++) {
    if (!included(index)) continue;
    count++;
    for (let column = 0; column < frames.width; column++) {
      const value = frames.data[index * frames.width + column];
      mean[column] += value;
      deviation[column] += value * value;
    }
  }
  for (let column = 0; column < frames.width; column++) {
    mean[column] /= Math.max(1, count);
    deviation[column] = Math.sqrt(Math.max(1e-6, deviation[column] / Math.max(1, count) - mean[column] ** 2));
  }
  return { mean, deviation };
}

/** Appends the slope of each column over +-`reach` frames (regression formula of Young et al., The HTK Book, 5.9). */
export function withSlopes(frames: Frames, reach: number): Frames {
  const { count, width } = frames;
  const result = createFrames(count, 2 * width);
  let norm = 0;
  for (let step = 1; step <= reach; step++) norm += 2 * step * step;
  for (let index = 0; index < count; index++) {
    const out = index * 2 * width;
    for (let column = 0; column < width; column++) {
      result.data[out + column] = frames.data[index * width + column];
      let slope = 0;
      for (let step = 1; step <= reach; step++) {
        const after = Math.min(count - 1, index + step) * width + column;
        const before = Math.max(0, index - step) * width + column;
        slope += step * (frames.data[after] - frames.data[before]);
      }
      result.data[out + width + column] = slope / norm;
    }
  }
  return result;
}

/** Every second row and so on: a coarser clock for a first look. */
export function decimate(frames: Frames, step: number): Frames {
  const result = createFrames(Math.ceil(frames.count / step), frames.width);
  for (let index = 0; index < result.count; index++) result.data.set(row(frames, index * step), index * frames.width);
  return result;
}
