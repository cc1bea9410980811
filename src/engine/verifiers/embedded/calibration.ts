/**
 * Calibration: what a reading is judged by. Chosen by `npm run bench -- challenge` on two flite speakers (rms, kal16), each as it is and with
 * pitch, formants and pace changed three ways; its report is on two others. These are synthetic, fluent readers: people will do worse, so the
 * limits are as far towards leniency as the false acceptances of those readers allow.
 */
export const calibration = {
  /** Seconds of sound that are looked at at all. */
  longestSeconds: 60,
  /** Seconds that are surely a voice, below which nobody spoke. */
  leastVoiceSeconds: 0.5,
  /** Seconds of speech over those of a slow reader. */
  leastPace: 0.4,
  mostPace: 2.2,
  /** White noise 20 dB below speech leaves at most 13.2 dB, clean recordings have 29 and more. */
  leastSnrDecibels: 14,
  /** Statement against other words, a frame; lower is better. Right ones: -2.8 or less on the whole, -2 or less in the worst of five parts. */
  mostStatementCost: -1.5,
  mostStatementPartCost: -1,
  /** Lead over the best other word, in spreads of the list; negative where another word fits a little better. */
  leastWordMargin: -1.1,
  /** Words against statement, squared deviations. One speaker: up to 1.3; two: 6 and more; one whose pitch and formants were moved by 12 %: 2 to 19. */
  mostVoiceShift: 4.5,
} as const;
