import { layout } from './layout.ts';
import { framesPerSlot } from './levels.ts';

/** Speeds: how fast sound might be played, against how it was made: up to 2.4 % slower or faster. */
export interface Speed {
  /** Original time against heard time. */
  readonly speed: number;
  /** What is heard at f was made at f / scale. */
  readonly scale: number;
}

const fastest = 0.024;
/** Bands are 100 Hz wide: at 4 kHz a speed that is off by half a step shifts them by 16 Hz. */
const scaleStep = 0.008;
/** How far beginning and end of an excerpt may drift apart. */
const driftSeconds = 0.02;
const frameSeconds = (layout.hopSeconds * layout.hopsPerSlot) / framesPerSlot;

/** So close that the signs of an excerpt add up. Each with the pitch that comes with it, and without. */
export function fineSpeeds(seconds: number): Speed[] {
  const step = Math.min(scaleStep, driftSeconds / Math.max(frameSeconds, seconds));
  const steps = Math.ceil(fastest / step);
  return Array.from({ length: 2 * steps + 1 }, (_, index) => 1 + (index - steps) * step).flatMap(speed => {
    const scale = 1 + scaleStep * limited(Math.round((speed - 1) / scaleStep), fastest / scaleStep);
    return scale === 1
      ? [{ speed, scale }]
      : [
          { speed, scale },
          { speed, scale: 1 },
        ];
  });
}

/** For excerpts in which nothing drifts far: what remains is the pitch. */
export const coarseSpeeds: readonly Speed[] = [1 - 2 * scaleStep, 1, 1 + 2 * scaleStep].map(speed => ({ speed, scale: speed }));

function limited(value: number, most: number): number {
  return Math.max(-Math.round(most), Math.min(Math.round(most), value));
}
