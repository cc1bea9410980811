const EDGES_HZ = [0, 1000, 2000, 4000, 6000, 8000, 12000];

/** Edges of the bands in which noise is told from voice, up to the Nyquist frequency; a last band under 500 Hz wide is merged. */
export function bandEdgesHz(sampleRateHz: number): number[] {
  const nyquistHz = sampleRateHz / 2;
  const edges = EDGES_HZ.filter(edge => edge < nyquistHz - 500);
  return edges.length < EDGES_HZ.length ? [...edges, Math.min(nyquistHz, EDGES_HZ.at(-1)!)] : edges;
}

/** For every linear bin, which two bands it lies between and its share of the upper one; constant beyond the outer centres. */
export interface BandWeights {
  readonly lower: Uint8Array;
  readonly upper: Uint8Array;
  readonly upperShare: Float32Array;
}

export function bandWeights(edgesHz: readonly number[], binHz: number, bins: number): BandWeights {
  const centresHz = edgesHz.slice(1).map((edge, band) => (edge + edgesHz[band]!) / 2);
  const weights = { lower: new Uint8Array(bins), upper: new Uint8Array(bins), upperShare: new Float32Array(bins) };
  for (let bin = 0; bin < bins; bin++) {
    const above = centresHz.findIndex(centreHz => centreHz > bin * binHz);
    const upper = above === -1 ? centresHz.length - 1 : above;
    const lower = above === -1 ? upper : Math.max(0, upper - 1);
    weights.lower[bin] = lower;
    weights.upper[bin] = upper;
    if (lower < upper) weights.upperShare[bin] = (bin * binHz - centresHz[lower]!) / (centresHz[upper]! - centresHz[lower]!);
  }
  return weights;
}
