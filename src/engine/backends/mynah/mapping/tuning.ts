/** The numbers that the mapping was tuned with, in one place; each was scanned on two voices and checked on others. */
export const tuning = {
  /** Spread of the exponential weights, dB. */
  distanceScale: 4,
  /** Cepstra that tell sounds apart. */
  distanceOrder: 16,
  levelWeight: 0.3,
  contextFrames: 5,
  neighbours: 16,
  phoneMismatch: 1.5,
  positionMismatch: 1.5,
  neighbourPhoneMismatch: 0.8,
  voicingMismatch: 3,
  /** Share of the source's own detail that is carried over. */
  detail: 0.65,
  phoneBiasFrames: 15,
  ridgePenalty: 30,
  smoothing: [0.25, 0.5, 0.25],
};
