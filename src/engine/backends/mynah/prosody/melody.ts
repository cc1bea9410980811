/** Melody: the linear map of log F0 that gives the reader's intonation the person's register and liveliness. */
export interface Melody {
  /** Natural log of Hz: medians. */
  readonly sourceCentre: number;
  readonly targetCentre: number;
  /** Spread of the person over spread of the reader. */
  readonly spreadRatio: number;
}

/** (P90 - P10) / 2.563 estimates a standard deviation and is deaf to octave errors. */
const percentileSpread = 2.563;

export function measureMelody(targetF0: readonly Float32Array[], sourceF0: readonly Float32Array[]): Melody {
  const target = centreAndSpread(targetF0);
  const source = centreAndSpread(sourceF0);
  return {
    sourceCentre: source.centre,
    targetCentre: target.centre,
    spreadRatio: Math.min(2.5, Math.max(0.3, target.spread / Math.max(0.02, source.spread))),
  };
}

export function convertF0(melody: Melody, f0Hz: number): number {
  return f0Hz > 0 ? Math.exp(melody.targetCentre + melody.spreadRatio * (Math.log(f0Hz) - melody.sourceCentre)) : 0;
}

function centreAndSpread(tracks: readonly Float32Array[]): { centre: number; spread: number } {
  const logs = tracks.flatMap(track => [...track].filter(value => value > 0).map(Math.log)).sort((a, b) => a - b);
  if (logs.length === 0) return { centre: Math.log(120), spread: 0.15 };
  const percentile = (share: number) => logs[Math.floor(share * (logs.length - 1))];
  return { centre: percentile(0.5), spread: (percentile(0.9) - percentile(0.1)) / percentileSpread };
}
