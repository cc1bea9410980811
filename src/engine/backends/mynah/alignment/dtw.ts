import type { Frames } from '../frames.ts';

/**
 * Dynamic time warping (Sakoe and Chiba 1978) within a band around a guess of the path.
 * Both sequences have one width; the local distance is Euclidean. Cost: target.count * 2 * radius distances.
 */
export interface DtwOptions {
  /** Guessed source frame of each target frame; a straight line when left out. */
  readonly around?: Int32Array;
  /** Half width of the band, source frames. */
  readonly radius: number;
}

export interface Warp {
  /** Source frame of each target frame; never decreases. */
  readonly path: Int32Array;
  /** Mean local distance along the path. */
  readonly distance: number;
}

const diagonal = 0;
const stay = 1;
const skip = 2;
/** Leaving the diagonal costs a little, so that stretches are shared out and not piled up. */
const detour = 1.1;

export function warp(target: Frames, source: Frames, options: DtwOptions): Warp {
  const { count, width } = target;
  const span = 2 * options.radius + 1;
  const guess = options.around ?? straightLine(count, source.count);
  const moves = new Uint8Array(count * span);
  let previous = new Float64Array(span).fill(Infinity);
  let current = new Float64Array(span);
  for (let frame = 0; frame < count; frame++) {
    const low = guess[frame] - options.radius;
    const shift = frame === 0 ? 0 : low - (guess[frame - 1] - options.radius);
    for (let cell = 0; cell < span; cell++) {
      const at = low + cell;
      current[cell] = Infinity;
      if (at < 0 || at >= source.count) continue;
      const local = distance(target.data, frame * width, source.data, at * width, width);
      // In the row before, the same source frame sits `shift` cells further on.
      const before = cell + shift;
      const fromDiagonal = before >= 1 && before <= span ? previous[before - 1] + local : Infinity;
      const fromStay = before >= 0 && before < span ? previous[before] + detour * local : Infinity;
      const fromSkip = cell > 0 ? current[cell - 1] + detour * local : Infinity;
      let best = fromDiagonal;
      let move = diagonal;
      if (fromStay < best) {
        best = fromStay;
        move = stay;
      }
      if (fromSkip < best) {
        best = fromSkip;
        move = skip;
      }
      if (frame === 0 && at === 0) best = local;
      current[cell] = best;
      moves[frame * span + cell] = move;
    }
    [previous, current] = [current, previous];
  }
  const path = traceBack(moves, guess, source.count, options.radius);
  let total = 0;
  for (let frame = 0; frame < count; frame++)
    total += distance(target.data, frame * width, source.data, path[frame] * width, width);
  return { path, distance: total / Math.max(1, count) };
}

export function straightLine(count: number, sourceCount: number): Int32Array {
  return Int32Array.from({ length: count }, (_, frame) => Math.round((frame * (sourceCount - 1)) / Math.max(1, count - 1)));
}

function traceBack(moves: Uint8Array, guess: Int32Array, sourceCount: number, radius: number): Int32Array {
  const span = 2 * radius + 1;
  const path = new Int32Array(guess.length);
  let at = sourceCount - 1;
  let frame = guess.length - 1;
  // A frame that several source frames fell on keeps the middle one of them.
  let last = at;
  while (frame >= 0) {
    const cell = Math.min(span - 1, Math.max(0, at - (guess[frame] - radius)));
    const move = moves[frame * span + cell];
    if (move === skip && at > 0) {
      at--;
      continue;
    }
    path[frame] = (at + last) >> 1;
    frame--;
    if (move === diagonal && at > 0) at--;
    last = at;
  }
  return path;
}

function distance(a: Float32Array, aOffset: number, b: Float32Array, bOffset: number, width: number): number {
  let sum = 0;
  for (let column = 0; column < width; column++) {
    const difference = a[aOffset + column] - b[bOffset + column];
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}
