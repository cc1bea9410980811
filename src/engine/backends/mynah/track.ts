import type { Frames } from './frames.ts';
import type { Phone } from './reading/phones.ts';

/** Track: speech as vocoder parameters, one row per 5 ms. */
export interface Track {
  readonly count: number;
  /** (count, width) mel cepstra, dB. */
  readonly cepstra: Frames;
  /** (count); 0 where unvoiced. */
  readonly f0Hz: Float32Array;
  /** (count, bands) share of noise, 0 to 1. */
  readonly aperiodicity: Frames;
}

/** A track whose phones are known, as in a reading by espeak-ng. */
export interface LabelledTrack extends Track {
  readonly phones: readonly Phone[];
  /** (count) index into `phones`. */
  readonly phoneOfFrame: Int16Array;
}

/** A person's recording and the source reader's reading of the same words. */
export interface Utterance {
  readonly target: Track;
  readonly source: LabelledTrack;
}
