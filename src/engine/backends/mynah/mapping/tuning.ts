/** The numbers that the mapping was tuned with, in one place; each was scanned on three voices and checked on others. */
export const tuning = {
  /** Spread of the exponential weights of neighbours, dB. */
  distanceScale: 3,
  /** Highest cepstrum that tells sounds apart. */
  distanceOrder: 16,
  /** Weight of the level; a low one mistakes the silence of a stop for its burst. */
  levelWeight: 1,
  /** Frames to either side that a frame is compared with. */
  contextFrames: 5,
  neighbours: 16,
  phoneMismatch: 1.5,
  positionMismatch: 1.5,
  neighbourPhoneMismatch: 0.8,
  voicingMismatch: 3,
  /** Share of the reader's own movement that is carried over onto the neighbours, and the highest cepstrum that it is done for. */
  detail: 0.8,
  detailOrder: 16,
  /** Of the measured aperiodicity: the mean over neighbours says more noise than any of them has. */
  noiseShare: 0.4,
  regressionPenalty: 300,
  /** Share of the mean and variance map in the result for a voice without transcript. */
  spreadShare: 0.35,
} as const;
