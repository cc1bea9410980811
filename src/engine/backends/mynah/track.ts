import type { Phone } from '../../reading/phones.ts';
import { type Frames, pickRows, stack } from './frames.ts';

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

/** One after another. */
export function joinTracks(tracks: readonly Track[]): Track {
  const f0Hz = new Float32Array(tracks.reduce((sum, track) => sum + track.count, 0));
  let offset = 0;
  for (const track of tracks) {
    f0Hz.set(track.f0Hz, offset);
    offset += track.count;
  }
  return {
    count: offset,
    cepstra: stack(tracks.map(track => track.cepstra)),
    f0Hz,
    aperiodicity: stack(tracks.map(track => track.aperiodicity)),
  };
}

/** The frames with these numbers, in that order. */
export function pickTrack(track: Track, rows: Int32Array): Track {
  return {
    count: rows.length,
    cepstra: pickRows(track.cepstra, rows),
    f0Hz: Float32Array.from(rows, frame => track.f0Hz[frame]),
    aperiodicity: pickRows(track.aperiodicity, rows),
  };
}
