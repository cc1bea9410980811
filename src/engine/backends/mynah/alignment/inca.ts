import { columns, createFrames, type Frames, pickRows, row, withSlopes } from '../frames.ts';
import { applyMap } from '../mapping/regression.ts';
import { type LabelledTrack, pickTrack, type Track } from '../track.ts';
import { type Alignment, loudFrames } from './ladder.ts';
import { nearestRows } from './nearest.ts';
import { insertedPause } from './phone-states.ts';
import { fitReadingMap, matchSpread, type ReadingMap } from './reading-map.ts';
import { tractMap } from './tract.ts';

/**
 * Pairing without words (INCA: Erro, Moreno and Bonafonte 2010, "INCA algorithm for training voice conversion systems from nonparallel
 * corpora"): each frame of the person and the frame of an unrelated reading that sounds most alike, once the reading is mapped
 * towards the person; the pairs give a better map, and so on.
 */
export interface Pairing {
  readonly alignment: Alignment;
  /** How much further along frequency the reader's formants lie; 1 where a map was known. */
  readonly tractFactor: number;
}

const cepstraCompared = 17;
const levelWeight = 0.3;
const slopeReach = 4;
const slopeWeight = 3;
/** dB between a voiced and an unvoiced frame. */
const voicingDistance = 12;
const rounds = 5;
/** A map learned from words is right already; one round suits it to the new recording. */
const roundsWhenKnown = 1;
const frames = { target: 900, source: 1500 } as const;
const tractFrames = { target: 350, source: 600 } as const;
const tractCandidates = [0.78, 0.82, 0.86, 0.9, 0.94, 0.98, 1.02, 1.06, 1.1, 1.14, 1.18, 1.22] as const;

export function* pairFrames(
  target: Track,
  source: LabelledTrack,
  options: { bandHz: number; known?: ReadingMap },
): Generator<void, Pairing> {
  const targetSpeech = speechRows(target);
  const sourceSpeech = Int32Array.from(source.phoneOfFrame.keys()).filter(
    frame => source.phones[source.phoneOfFrame[frame]].ipa !== '',
  );
  const fewTarget = evenly(targetSpeech, frames.target);
  const fewSource = evenly(sourceSpeech, frames.source);
  const targetFeatures = features(target.cepstra, target.f0Hz);
  const targetFew = pickRows(targetFeatures, fewTarget);

  let tractFactor = 1;
  let mapped: Frames;
  if (options.known) mapped = options.known(source);
  else {
    tractFactor = yield* likeliestTract(target, source, { targetSpeech, sourceSpeech, bandHz: options.bandHz });
    const warped = applyMap(tractMap(options.bandHz, tractFactor), source.cepstra);
    mapped = matchSpread({ ...source, cepstra: warped }, target, { sourceRows: sourceSpeech, targetRows: targetSpeech });
  }
  yield;
  for (let round = 0; round < (options.known ? roundsWhenKnown : rounds); round++) {
    const sourceFew = pickRows(features(mapped, source.f0Hz), fewSource);
    const { ofA, ofB } = yield* nearestRows(targetFew, sourceFew);
    const from = [...Array.from(ofA, at => fewSource[at]), ...fewSource];
    const to = [...fewTarget, ...Array.from(ofB, at => fewTarget[at])];
    mapped = fitReadingMap(source, target, { from, to })(source);
    yield;
  }
  const every = sourceSpeech.filter((_, index) => index % 3 === 0);
  const all = pickRows(features(mapped, source.f0Hz), every);
  const { ofA } = yield* nearestRows(pickRows(targetFeatures, targetSpeech), all);
  const sourceOfFrame = new Int32Array(target.count);
  const phoneOfFrame = new Int16Array(target.count).fill(insertedPause);
  targetSpeech.forEach((frame, index) => {
    sourceOfFrame[frame] = every[ofA[index]];
    phoneOfFrame[frame] = source.phoneOfFrame[sourceOfFrame[frame]];
  });
  return { alignment: { kind: 'paired', sourceOfFrame, phoneOfFrame }, tractFactor };
}

/** The factor under which the reader's frames, once their mean and spread are the person's, come nearest to the person's frames. */
function* likeliestTract(
  target: Track,
  source: Track,
  options: { targetSpeech: Int32Array; sourceSpeech: Int32Array; bandHz: number },
): Generator<void, number> {
  const heard = pickTrack(target, evenly(options.targetSpeech, tractFrames.target));
  const read = pickTrack(source, evenly(options.sourceSpeech, tractFrames.source));
  const every = (track: Track) => Int32Array.from({ length: track.count }, (_, index) => index);
  let best = { factor: 1, distance: Infinity };
  for (const factor of tractCandidates) {
    const warped = { ...read, cepstra: applyMap(tractMap(options.bandHz, factor), read.cepstra) };
    const mapped = matchSpread(warped, heard, { sourceRows: every(read), targetRows: every(heard) });
    const { distance } = yield* nearestRows(still(heard.cepstra, heard.f0Hz), still(mapped, read.f0Hz));
    if (distance < best.distance) best = { factor, distance };
  }
  return best.factor;
}

function speechRows(track: Track): Int32Array {
  const loud = loudFrames([track]);
  return Int32Array.from(loud.keys()).filter(frame => loud[frame] === 1);
}

function evenly(rows: Int32Array, count: number): Int32Array {
  if (rows.length <= count) return rows;
  return Int32Array.from({ length: count }, (_, index) => rows[Math.floor((index * rows.length) / count)]);
}

function features(cepstra: Frames, f0Hz: Float32Array): Frames {
  return weighted(withSlopes(columns(cepstra, 0, cepstraCompared), slopeReach), f0Hz);
}

/** Without slopes, for frames that are not neighbours. */
function still(cepstra: Frames, f0Hz: Float32Array): Frames {
  return weighted(columns(cepstra, 0, cepstraCompared), f0Hz);
}

function weighted(used: Frames, f0Hz: Float32Array): Frames {
  const result = createFrames(used.count, used.width + 1);
  for (let frame = 0; frame < used.count; frame++) {
    const out = frame * result.width;
    result.data.set(row(used, frame), out);
    result.data[out] *= levelWeight;
    for (let column = cepstraCompared; column < used.width; column++) result.data[out + column] *= slopeWeight;
    result.data[out + used.width] = f0Hz[frame] > 0 ? voicingDistance : 0;
  }
  return result;
}
