/**
 * Calibration: what a reading is judged by. Chosen with `npm run bench -- challenge` on two flite speakers (rms, kal16), each as it is and
 * with pitch, formants and pace changed three ways, clean and through Opus; the rates below are of two others (slt, awb, changed likewise),
 * whom nothing was chosen on. All of them are synthetic and fluent. People will do worse, so each limit leans towards leniency as far as the
 * false acceptances of those readers allow; recordings of people should replace it.
 */
export const calibration = {
  /** Seconds of sound that are looked at at all. */
  longestSeconds: 60,
  /** Seconds that are surely a voice, below which nobody spoke. */
  leastVoiceSeconds: 0.5,
  /** Seconds of speech over those of a reader at 150 words a minute; the readers had 0.7 to 1.1. */
  leastPace: 0.4,
  mostPace: 2.2,
  /** White noise 20 dB below speech left at most 13.2 dB, clean recordings had 29 and more. */
  leastSnrDecibels: 14,
  /** Statement against other words, a frame; lower is better. Right ones: at most -2.6 on the whole, -1.7 in the worst of five parts. */
  mostStatementCost: -1.5,
  mostStatementPartCost: -1,
  /**
   * Lead over the best other word, in spreads of the list; negative where another word fits a little better. From here on 100 % of the
   * calibration's readings were accepted, 97 % (clean) and 93 % (Opus) of the others, and 0.9 % and 2.3 % of claims with one wrong word. Two
   * runs differ by one recording or two: espeak-ng does not read twice alike.
   */
  leastWordMargin: -1.2,
  /** Words against statement, squared deviations. One speaker: up to 1.8; two: 6 and more; one whose pitch and formants moved by 12 %: from 2. */
  mostVoiceShift: 4.5,
} as const;
