import { createFrames, type Frames, meanAndDeviation, row } from '../frames.ts';
import { applyMap, fitRidge } from '../mapping/regression.ts';
import { joinTracks, type Track, type Utterance } from '../track.ts';
import type { Alignment } from './ladder.ts';

/** Maps a reading towards the person; told apart by voicing, since formants and noise move differently. */
export type ReadingMap = (reading: Track) => Frames;

const ridgePenalty = 60;

/** From pairs of frame numbers. */
export function fitReadingMap(
  source: Track,
  target: Track,
  pairs: { from: readonly number[]; to: readonly number[] },
): ReadingMap {
  const [unvoiced, voiced] = [false, true].map(voicing => {
    const chosen = Array.from(pairs.from.keys()).filter(index => source.f0Hz[pairs.from[index]] > 0 === voicing);
    return fitRidge(
      {
        inputs: source.cepstra,
        outputs: target.cepstra,
        source: chosen.map(index => pairs.from[index]),
        target: chosen.map(index => pairs.to[index]),
      },
      ridgePenalty,
    );
  });
  return ({ cepstra, f0Hz, count }) => {
    const result = createFrames(count, cepstra.width);
    const ofVoiced = applyMap(voiced, cepstra);
    const ofUnvoiced = applyMap(unvoiced, cepstra);
    for (let frame = 0; frame < count; frame++)
      result.data.set(row(f0Hz[frame] > 0 ? ofVoiced : ofUnvoiced, frame), frame * result.width);
    return result;
  };
}

/** From recordings whose words are known. */
export function learnReadingMap(utterances: readonly Utterance[], alignments: readonly Alignment[]): ReadingMap {
  const from: number[] = [];
  const to: number[] = [];
  let sourceOffset = 0;
  let targetOffset = 0;
  utterances.forEach(({ source, target }, index) => {
    alignments[index].phoneOfFrame.forEach((phone, frame) => {
      if (phone < 0) return;
      from.push(sourceOffset + alignments[index].sourceOfFrame[frame]);
      to.push(targetOffset + frame);
    });
    sourceOffset += source.count;
    targetOffset += target.count;
  });
  const source = joinTracks(utterances.map(utterance => utterance.source));
  const target = joinTracks(utterances.map(utterance => utterance.target));
  return fitReadingMap(source, target, { from, to });
}

/** Every cepstrum of the reader with the mean and the spread of the person's, voiced and unvoiced frames apart. */
export function matchSpread(
  source: Track,
  target: Track,
  { sourceRows, targetRows }: { sourceRows: Int32Array; targetRows: Int32Array },
): Frames {
  const result = createFrames(source.count, source.cepstra.width);
  for (const voiced of [true, false]) {
    const chosen = (track: Track, rows: Int32Array) => {
      const mask = new Uint8Array(track.count);
      for (const frame of rows) mask[frame] = Number(track.f0Hz[frame] > 0 === voiced);
      return meanAndDeviation(track.cepstra, frame => mask[frame] === 1);
    };
    const from = chosen(source, sourceRows);
    const to = chosen(target, targetRows);
    for (let frame = 0; frame < source.count; frame++) {
      if (source.f0Hz[frame] > 0 !== voiced) continue;
      for (let column = 0, at = frame * result.width; column < result.width; column++, at++)
        result.data[at] =
          to.mean[column] + (to.deviation[column] / from.deviation[column]) * (source.cepstra.data[at] - from.mean[column]);
    }
  }
  return result;
}
