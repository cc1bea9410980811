/** QualityReport: what was measured of a reference recording, with a verdict and one sentence of advice for each meter. */
export interface QualityReport {
  /** Length of the file. */
  readonly durationSeconds: number;
  readonly meters: readonly Meter[];
  /** The worst verdict of all meters. */
  readonly verdict: Verdict;
  /** Seconds of speech, dB of SNR and so on by meter id, for code that decides. NaN where it could not be measured. */
  readonly values: Readonly<Record<MeterId, number>>;
}

export type MeterId =
  | 'speech-seconds'
  | 'snr-db'
  | 'clipping-percent'
  | 'bandwidth-hz'
  | 'level-lufs'
  | 'pitch-hz'
  | 'pitch-spread-semitones'
  | 'reverberation-seconds'
  | 'noise-whiteness';

/** refused: below the floor, cannot be enrolled. poor: works, sounds bad. */
export type Verdict = 'good' | 'fair' | 'poor' | 'refused';

export interface Meter {
  readonly id: MeterId;
  /** For people: "Background noise". */
  readonly label: string;
  /** For people, with its unit: "38 dB"; "–" where it could not be measured (its value is NaN, its verdict 'good', its score 0). */
  readonly reading: string;
  /** 0 (worst) to 1 (best), for drawing. */
  readonly score: number;
  readonly verdict: Verdict;
  /** One sentence; what to do, or why it is fine. */
  readonly advice: string;
}
