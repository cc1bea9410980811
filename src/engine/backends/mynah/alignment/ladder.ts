import type { Phone } from '../../../reading/phones.ts';
import { columns, createFrames, decimate, type Frames, meanAndDeviation, stack, withSlopes } from '../frames.ts';
import { applyMap, fitRidge } from '../mapping/regression.ts';
import type { Track, Utterance } from '../track.ts';
import { straightLine, warp } from './dtw.ts';
import {
  adaptModels,
  bestStates,
  createModelNumbers,
  insertedPause,
  meansOfModels,
  type StateSequence,
  stateOfPosition,
  stateSequence,
  statesPerPhone,
} from './phone-states.ts';

/**
 * Alignment ladder: each rung starts from the one before and needs what it found.
 * 1. DTW on normalised cepstra. 2. Twice: ridge map source to person, DTW in the person's space. 3. Phone states by Viterbi, trained
 * on the recording. 4. DTW in the person's space, guided by the phones found.
 */
export interface Alignment {
  /** aligned: the same words, in order. paired: like sounds of an unrelated reading; a frame's context is that of its source frame. */
  readonly kind: 'aligned' | 'paired';
  /** (target frames) the source frame that says the same. */
  readonly sourceOfFrame: Int32Array;
  /** (target frames) index into source.phones, or -1 in a pause that only the person makes. */
  readonly phoneOfFrame: Int16Array;
}

export interface LadderAlignment extends Alignment {
  /** Share of the variance of the person's speech that the mapped reading explains, up to 1; small when other words were spoken. */
  readonly explainedShare: number;
}

const coarseStep = 2;
const cepstraUsed = { from: 1, to: 17 } as const;
const ridgePenalty = 30;
const viterbiRounds = 4;
/** States to either side of the path of rung 2: 40 phones, several words. */
const viterbiRadius = 120;
const priorWeight = 10;
/** dB a phone; the label says which phone, the spectrum says where in it. */
const labelWeight = 6;

export function* alignLadder(utterances: readonly Utterance[]): Generator<void, LadderAlignment[]> {
  let paths = firstPaths(utterances);
  yield;
  for (let round = 0; round < 2; round++) {
    const mapped = mapSources(utterances, paths);
    paths = utterances.map(({ target }, index) => {
      const used = (frames: Frames) => columns(frames, cepstraUsed.from, cepstraUsed.to);
      return warp(used(target.cepstra), used(mapped[index]), { around: paths[index], radius: 100 }).path;
    });
    yield;
  }
  const mapped = mapSources(utterances, paths);
  const labels = yield* phoneLabels(utterances, mapped, paths);
  return utterances.map(({ target, source }, index) => {
    const phoneOfFrame = labels[index];
    const guided = warp(withLabels(target.cepstra, phoneOfFrame), withLabels(mapped[index], source.phoneOfFrame), {
      around: pathOfLabels(phoneOfFrame, source.phoneOfFrame, paths[index]),
      radius: 60,
    });
    return {
      kind: 'aligned' as const,
      sourceOfFrame: guided.path,
      phoneOfFrame,
      explainedShare: explainedShare(target, mapped[index], guided.path, phoneOfFrame),
    };
  });
}

/** Rung 1, on a coarser clock and a wide band: a person may pause where the reader does not. */
function firstPaths(utterances: readonly Utterance[]): Int32Array[] {
  const targets = normalised(utterances.map(utterance => utterance.target));
  const sources = normalised(utterances.map(utterance => utterance.source));
  return utterances.map(({ target, source }, index) => {
    const coarse = warp(decimate(targets[index], coarseStep), decimate(sources[index], coarseStep), {
      around: straightLine(Math.ceil(target.count / coarseStep), Math.ceil(source.count / coarseStep)),
      radius: Math.ceil(Math.max(120, 0.15 * source.count) / coarseStep),
    }).path;
    return Int32Array.from({ length: target.count }, (_, frame) =>
      Math.min(source.count - 1, coarse[Math.floor(frame / coarseStep)] * coarseStep),
    );
  });
}

/** Cepstra 0-13 with zero mean and unit spread over all of one speaker's speech, and their slopes. */
function normalised(tracks: readonly Track[]): Frames[] {
  const loud = loudFrames(tracks);
  const all = stack(tracks.map(track => track.cepstra));
  const { mean, deviation } = meanAndDeviation(all, index => loud[index] === 1);
  return tracks.map(track => {
    const used = columns(track.cepstra, 0, 14);
    for (let index = 0; index < used.count; index++) {
      for (let column = 0; column < used.width; column++) {
        const at = index * used.width + column;
        used.data[at] = Math.max(-4, (used.data[at] - mean[column]) / deviation[column]);
      }
    }
    const result = withSlopes(used, 4);
    for (let index = 0; index < result.count; index++)
      for (let column = used.width; column < result.width; column++) result.data[index * result.width + column] *= 5;
    return result;
  });
}

/** 1 where the level is within 35 dB of the loud frames. */
export function loudFrames(tracks: readonly Pick<Track, 'count' | 'cepstra'>[]): Uint8Array {
  const levels = tracks.flatMap(track =>
    Array.from({ length: track.count }, (_, index) => track.cepstra.data[index * track.cepstra.width]),
  );
  const loud = [...levels].sort((a, b) => a - b)[Math.floor(0.95 * (levels.length - 1))];
  return Uint8Array.from(levels, level => Number(level > loud - 35));
}

function mapSources(utterances: readonly Utterance[], paths: readonly Int32Array[]): Frames[] {
  const sources = stack(utterances.map(utterance => utterance.source.cepstra));
  const targets = stack(utterances.map(utterance => utterance.target.cepstra));
  const loud = loudFrames(utterances.map(utterance => utterance.target));
  const source: number[] = [];
  const target: number[] = [];
  let sourceOffset = 0;
  let targetOffset = 0;
  utterances.forEach((utterance, index) => {
    for (let frame = 0; frame < utterance.target.count; frame++) {
      if (!loud[targetOffset + frame]) continue;
      source.push(sourceOffset + paths[index][frame]);
      target.push(targetOffset + frame);
    }
    sourceOffset += utterance.source.count;
    targetOffset += utterance.target.count;
  });
  const map = fitRidge({ inputs: sources, outputs: targets, source, target }, ridgePenalty);
  return utterances.map(utterance => applyMap(map, utterance.source.cepstra));
}

/** Rung 3. */
function* phoneLabels(
  utterances: readonly Utterance[],
  mapped: readonly Frames[],
  paths: readonly Int32Array[],
): Generator<void, Int16Array[]> {
  const modelNumber = createModelNumbers(utterances.flatMap(utterance => utterance.source.phones));
  const features = (frames: Frames) => withSlopes(columns(frames, 0, cepstraUsed.to), 3);
  const targets = utterances.map(utterance => features(utterance.target.cepstra));
  const sources = mapped.map(features);
  const sourceModels = utterances.map(({ source }) => modelsOfReading(source.phones, source.phoneOfFrame, modelNumber));
  const modelCount = 1 + sourceModels.reduce((most, models) => models.reduce((a, b) => Math.max(a, b), most), 0) + statesPerPhone;
  const centre = meanAndDeviation(stack(sources), () => true).mean;
  const overall = Float32Array.from({ length: modelCount * centre.length }, (_, index) => centre[index % centre.length]);
  const prior = meansOfModels(
    sources.map((frames, index) => ({ features: frames, models: sourceModels[index] })),
    overall,
    0.01,
  );
  const sequences = utterances.map(({ source }) => stateSequence(source.phones, modelNumber));
  const around = paths.map((path, index) => statesOfPath(path, utterances[index].source.phoneOfFrame, sequences[index]));
  let models = paths.map((path, index) => path.map(frame => sourceModels[index][frame]));
  let labels: Int16Array[] = [];
  for (let round = 0; round < viterbiRounds; round++) {
    const adapted = adaptModels(
      targets.map((frames, index) => ({ features: frames, models: models[index] })),
      prior,
      priorWeight,
    );
    const found: Int16Array[] = [];
    for (const [index, frames] of targets.entries()) {
      found.push(bestStates(frames, sequences[index], adapted, { around: around[index], radius: viterbiRadius }));
      yield;
    }
    models = found.map((states, index) => Int32Array.from(states, state => sequences[index].model[state]));
    labels = found.map((states, index) => Int16Array.from(states, state => sequences[index].phone[state]));
  }
  return labels;
}

/** The first state of the phone that the path says. */
function statesOfPath(path: Int32Array, phoneOfFrame: Int16Array, { phone }: StateSequence): Int32Array {
  const first = new Map<number, number>();
  for (let state = phone.length - 1; state >= 0; state--) first.set(phone[state], state);
  return path.map(frame => first.get(phoneOfFrame[frame])!);
}

function modelsOfReading(
  phones: readonly Phone[],
  phoneOfFrame: Int16Array,
  modelNumber: (ipa: string, state: number) => number,
): Int32Array {
  const first = new Map<number, number>();
  const counts = new Map<number, number>();
  phoneOfFrame.forEach((phone, frame) => {
    if (!first.has(phone)) first.set(phone, frame);
    counts.set(phone, (counts.get(phone) ?? 0) + 1);
  });
  return Int32Array.from(phoneOfFrame, (phone, frame) =>
    modelNumber(phones[phone].ipa, stateOfPosition((frame - first.get(phone)! + 0.5) / counts.get(phone)!)),
  );
}

/** Rung 4's space: cepstra, and the number of the phone as one more dimension. */
function withLabels(cepstra: Frames, phoneOfFrame: Int16Array): Frames {
  const used = columns(cepstra, cepstraUsed.from, cepstraUsed.to);
  const result = createFrames(used.count, used.width + 1);
  let phone = 0;
  for (let index = 0; index < used.count; index++) {
    if (phoneOfFrame[index] !== insertedPause) phone = phoneOfFrame[index];
    result.data.set(used.data.subarray(index * used.width, (index + 1) * used.width), index * result.width);
    result.data[index * result.width + used.width] = labelWeight * (phone + (phoneOfFrame[index] === insertedPause ? 0.5 : 0));
  }
  return result;
}

/** A guess for the last warp: the middle of the source phone that the label names. */
function pathOfLabels(labels: Int16Array, sourceLabels: Int16Array, fallback: Int32Array): Int32Array {
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  sourceLabels.forEach((phone, frame) => {
    if (!first.has(phone)) first.set(phone, frame);
    last.set(phone, frame);
  });
  let guess = 0;
  return Int32Array.from(labels, (label, frame) => {
    const from = first.get(label);
    if (from !== undefined) guess = (from + last.get(label)!) >> 1;
    else if (frame === 0) guess = fallback[0];
    return guess;
  });
}

function explainedShare(target: Track, mapped: Frames, path: Int32Array, labels: Int16Array): number {
  const { mean } = meanAndDeviation(target.cepstra, frame => labels[frame] !== insertedPause);
  let left = 0;
  let all = 0;
  for (let frame = 0; frame < target.count; frame++) {
    if (labels[frame] === insertedPause) continue;
    for (let column = cepstraUsed.from; column < cepstraUsed.to; column++) {
      const value = target.cepstra.data[frame * target.cepstra.width + column];
      left += (value - mapped.data[path[frame] * mapped.width + column]) ** 2;
      all += (value - mean[column]) ** 2;
    }
  }
  return 1 - left / Math.max(1, all);
}
