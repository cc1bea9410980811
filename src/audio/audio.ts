/** Audio: the one form in which sound moves between the parts of Consonant. */
export interface Audio {
  /** Mono, nominally in [-1, 1]. */
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
}

export function durationSeconds(audio: Audio): number {
  return audio.samples.length / audio.sampleRateHz;
}

/** Joins pieces of one rate end to end. */
export function concatenate(pieces: readonly Audio[], sampleRateHz: number): Audio {
  const samples = new Float32Array(pieces.reduce((length, piece) => length + piece.samples.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    if (piece.sampleRateHz !== sampleRateHz) {
      throw new RangeError(`concatenate: a piece has ${piece.sampleRateHz} Hz, expected ${sampleRateHz} Hz; resample it first.`);
    }
    samples.set(piece.samples, offset);
    offset += piece.samples.length;
  }
  return { samples, sampleRateHz };
}
