/** The numbers that the mapping was tuned with, in one place; each was scanned on three voices and checked on others. */
export const tuning = {
  /** Spread of the exponential weights of neighbours, dB. */
  distanceScale: 3,
  /** Cepstra that tell sounds apart. */
  distanceOrder: 16,
  levelWeight: 0.3,
  /** Frames to either side that a frame is compared with. */
  contextFrames: 5,
  neighbours: 16,
  phoneMismatch: 1.5,
  positionMismatch: 1.5,
  neighbourPhoneMismatch: 0.8,
  voicingMismatch: 3,
  /** Share of the reader's own movement that is carried over onto the neighbours. */
  detail: 0.5,
  /** Share of the regression in the result; the rest are neighbours. */
  regressionShare: 0.3,
  regressionPenalty: 300,
};
