import type { Audio } from '../../../audio/audio.ts';
import { trackPitchInSteps } from '../../../audio/pitch.ts';
import { finish, type Steps } from '../../../audio/steps.ts';
import type { Reading } from '../../reading/espeak.ts';
import type { Phone } from '../../reading/phones.ts';
import type { CepstralAxis } from './cepstrum.ts';
import { createCepstralAxis } from './cepstrum.ts';
import { createFrames, hopSeconds } from './frames.ts';
import { applyMap, type LinearMap } from './mapping/regression.ts';
import type { LabelledTrack, Track } from './track.ts';
import { createAnalyzer } from './vocoder/analysis.ts';

/** A track whose rows are computed when they are asked for, so that speaking can start before all of a reading is analysed. */
export interface GrowingTrack extends Track {
  /** Makes the rows before `frame` right; those from there on are zeros. */
  growTo(frame: number): void;
}

/** Rows analysed at a time; bounds the memory of their full spectra. */
const rowsAtOnce = 200;

export interface TrackOptions {
  readonly bandHz: number;
  /** Moves the cepstra, as tract.ts does. */
  readonly map?: LinearMap;
  /** (frames) a pitch that is known already. */
  readonly f0Hz?: Float32Array;
}

/** Sound to parameters. */
export function openTrack(audio: Audio, { bandHz, map, f0Hz }: TrackOptions): GrowingTrack {
  const analyzer = createAnalyzer(audio, { hopSeconds, f0Hz });
  const { frames, bins, bands } = analyzer;
  const axis = axisFor(bandHz, analyzer.sampleRateHz, analyzer.fftSize);
  const cepstra = createFrames(frames, axis.width);
  const aperiodicity = createFrames(frames, bands);
  const logEnvelope = new Float32Array(rowsAtOnce * bins);
  let done = 0;
  function growTo(frame: number): void {
    while (done < Math.min(frame, frames)) {
      const to = Math.min(frame, frames, done + rowsAtOnce);
      analyzer.analyze({ from: done, to }, logEnvelope, aperiodicity.data.subarray(done * bands, to * bands));
      const rows = axis.fromLogEnvelope(logEnvelope, to - done);
      cepstra.data.set((map ? applyMap(map, rows) : rows).data, done * axis.width);
      done = to;
    }
  }
  return { count: frames, cepstra, f0Hz: analyzer.f0Hz, aperiodicity, growTo };
}

/** The same, whole: for both sides, the person's recording and the reader's reading. */
export function trackOf(audio: Audio, bandHz: number): Track {
  return finish(trackInSteps(audio, bandHz));
}

export function trackOfReading(reading: Reading, bandHz: number): LabelledTrack {
  return finish(readingInSteps(reading, bandHz));
}

export function* trackInSteps(audio: Audio, bandHz: number): Steps<Track> {
  const { f0Hz } = yield* trackPitchInSteps(audio, { hopSeconds });
  const { growTo, ...track } = openTrack(audio, { bandHz, f0Hz });
  for (let frame = rowsAtOnce; frame < track.count; frame += rowsAtOnce) {
    growTo(frame);
    yield;
  }
  growTo(track.count);
  return track;
}

export function* readingInSteps(reading: Reading, bandHz: number): Steps<LabelledTrack> {
  const track = yield* trackInSteps(reading.audio, bandHz);
  return { ...track, phones: reading.phones, phoneOfFrame: phonesOfFrames(reading.phones, track.count) };
}

export function openReading(reading: Reading, bandHz: number, map: LinearMap): LabelledTrack & GrowingTrack {
  const track = openTrack(reading.audio, { bandHz, map });
  return { ...track, phones: reading.phones, phoneOfFrame: phonesOfFrames(reading.phones, track.count) };
}

function phonesOfFrames(phones: readonly Phone[], count: number): Int16Array {
  let phone = 0;
  return Int16Array.from({ length: count }, (_, frame) => {
    while (phone < phones.length - 1 && phones[phone].endSeconds <= frame * hopSeconds) phone++;
    return phone;
  });
}

const axes = new Map<string, CepstralAxis>();

/** Axes are tables of a few hundred kB that depend only on these numbers. */
export function axisFor(bandHz: number, sampleRateHz: number, fftSize: number): CepstralAxis {
  const key = `${bandHz}/${sampleRateHz}/${fftSize}`;
  const axis = axes.get(key) ?? createCepstralAxis({ bandHz, sampleRateHz, fftSize });
  axes.set(key, axis);
  return axis;
}
