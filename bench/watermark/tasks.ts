import { type Audio, concatenate, durationSeconds } from '../../src/audio/audio.ts';
import { finish } from '../../src/audio/steps.ts';
import { findMarks } from '../../src/audio/watermark/index.ts';
import { patternOf } from '../../src/audio/watermark/patchwork/pattern.ts';
import { gatherEvidence, leastQuickScore, read, scoreOf } from '../../src/audio/watermark/patchwork/reading.ts';
import { blockFrames, search } from '../../src/audio/watermark/patchwork/search.ts';
import { fineSpeeds } from '../../src/audio/watermark/patchwork/speeds.ts';
import { markRateHz, mostFalseAlarms } from '../../src/audio/watermark/watermark.ts';
import { createRandom } from '../challenge/challenges.ts';
import { resample } from '../quality/resample.ts';
import { attackAll, attacks } from './attacks.ts';
import { type Clip, createClips } from './clips.ts';
import { keyNumber, type MarkedClip, markClips } from './marked.ts';

/** Tasks: what the threads of the benchmark do; plain values in and out. */
export type Task =
  | { readonly kind: 'attack'; readonly name: string; readonly clipsOfKind: number }
  | { readonly kind: 'unmarked'; readonly part: number; readonly parts: number; readonly clipsOfKind: number };

export interface AttackOutcome {
  readonly excerpts: readonly ExcerptOutcome[];
}

export interface ExcerptOutcome {
  readonly clip: string;
  readonly seconds: number;
  readonly detected: boolean;
  readonly id: 'right' | 'wrong' | 'none';
  /** Processor time. */
  readonly cost: number;
}

export interface UnmarkedOutcome {
  /** An excerpt and a key whose best candidate was read. */
  readonly trials: number;
  readonly alarms: number;
  readonly searches: readonly Searched[];
  /** Scores of pilots by the quick evidence, at all places and speeds. */
  readonly quick: Tally;
  /** Scores by the network, each excerpt at one place against many keys. */
  readonly network: Tally;
  /** The best code's score where there is none, and how many had a right check sum. */
  readonly payloads: readonly number[];
  readonly checkSums: number;
}

export interface Searched {
  readonly keys: number;
  /** False ones. */
  readonly marks: number;
  /** Core-seconds per second. */
  readonly costPerSecond: number;
}

/** Of scores that should be standard normal. */
export interface Tally {
  count: number;
  sum: number;
  squares: number;
  largest: number;
  /** How many are above each of {@link tailsFrom}. */
  readonly above: number[];
}

export const tailsFrom = [2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6];
const keysAtOnce = 12;
/** So low that every key has a candidate. */
const leastForBench = 2.5;
/** With the first key, and after eight years. */
export const keysSearched = [2, 16] as const;
/** A third of all clips is enough for a mean. */
const searchedApart = 3;
const keysForNetwork = 200;
const batch = 12;

export async function perform(task: Task): Promise<AttackOutcome | UnmarkedOutcome> {
  const clips = await createClips('measured', task.clipsOfKind);
  return task.kind === 'attack'
    ? attacked(task.name, clips)
    : unmarked(clips.filter((_, index) => index % task.parts === task.part));
}

/** One excerpt of 3 s and one of 10 s of each clip, from anywhere. */
function attacked(name: string, clips: readonly Clip[]): AttackOutcome {
  const key = keyNumber(1);
  const marked = markClips(clips, key);
  const excerpts: ExcerptOutcome[] = [];
  for (let start = 0; start < marked.length; start += batch) {
    const some = marked.slice(start, start + batch);
    const heard = attackAll(
      attacks[name],
      some.map(({ samples }) => samples),
    );
    for (const [index, clip] of some.entries()) {
      for (const seconds of [3, 10])
        excerpts.push(listen(clip, cut(heard[index], seconds, createRandom(100 * start + 7 * index + seconds)), seconds));
    }
  }
  return { excerpts };

  function listen({ clip, generationId }: MarkedClip, samples: Float32Array, seconds: number): ExcerptOutcome {
    const before = process.threadCpuUsage();
    const marks = finish(findMarks([samples], [key]));
    const { user, system } = process.threadCpuUsage(before);
    const ids = marks.flatMap(mark => mark.generationId ?? []);
    const id = ids.some(found => found !== generationId) ? 'wrong' : ids.length > 0 ? 'right' : 'none';
    return { clip: clip.name, seconds, detected: marks.length > 0, id, cost: (user + system) / 1e6 };
  }
}

/**
 * Three excerpts of 3 s and one of 10 s of each clip, each against keys that nobody used; the best candidate of each key is read, and others where a
 * search would read them. And what it costs to find nothing in a clip, twice over for the length of a message.
 */
function unmarked(clips: readonly Clip[]): UnmarkedOutcome {
  const outcome = {
    trials: 0,
    alarms: 0,
    searches: [] as Searched[],
    quick: emptyTally(),
    network: emptyTally(),
    payloads: [] as number[],
    checkSums: 0,
  };
  for (const [index, { audio, name }] of clips.entries()) {
    const { samples } = resample(audio, markRateHz);
    const random = createRandom([...name].reduce((sum, letter) => 31 * sum + letter.charCodeAt(0), index) >>> 0);
    for (const seconds of [3, 3, 3, 10]) {
      const excerpt = cut(samples, seconds, random);
      const newPattern = () => patternOf(keyNumber(1e6 + Math.floor(1e12 * random())).bytes);
      const patterns = Array.from({ length: keysAtOnce }, newPattern);
      const speeds = fineSpeeds(seconds);
      const onScores = (scores: Float64Array) => addAll(outcome.quick, scores);
      const candidates = finish(search(excerpt, patterns, { speeds, leastScore: leastForBench, onScores }));
      const tried = speeds.length * blockFrames;
      const worthReading = leastQuickScore(mostFalseAlarms / tried);
      const alarmed = new Set<number>();
      const heard = new Set<number>();
      for (const candidate of candidates) {
        const isFirst = !heard.has(candidate.pattern);
        if (!isFirst && candidate.score < worthReading) continue;
        heard.add(candidate.pattern);
        const { chance, payload, id } = finish(read(candidate, patterns[candidate.pattern]));
        if (tried * chance <= mostFalseAlarms) alarmed.add(candidate.pattern);
        outcome.payloads.push(payload);
        if (id !== undefined) outcome.checkSums++;
      }
      outcome.trials += heard.size;
      outcome.alarms += alarmed.size;
      if (candidates.length === 0) continue;
      const start = Math.floor(blockFrames * random());
      const evidence = finish(gatherEvidence({ levels: candidates[0].levels, start, speed: 1 }));
      for (let trial = 0; trial < keysForNetwork; trial++) {
        const { signs, bits } = newPattern();
        add(
          outcome.network,
          scoreOf(evidence, patch => (bits[patch] < 0 ? signs[patch] : 0)),
        );
      }
    }
  }
  for (let index = 0; index < clips.length; index += searchedApart) {
    const { audio } = clips[index];
    const twice = resample(concatenate([audio, audio], audio.sampleRateHz), markRateHz);
    for (const keys of keysSearched) outcome.searches.push(searched(twice, keys, index));
  }
  return outcome;
}

/** As the product does it, with keys that nobody used. */
function searched(audio: Audio, keys: number, seed: number): Searched {
  const unused = Array.from({ length: keys }, (_, index) => keyNumber(1e13 + 100 * seed + index));
  const before = process.threadCpuUsage();
  const marks = finish(findMarks([audio.samples], unused));
  const { user, system } = process.threadCpuUsage(before);
  return { keys, marks: marks.length, costPerSecond: (user + system) / 1e6 / durationSeconds(audio) };
}

function cut(samples: Float32Array, seconds: number, random: () => number): Float32Array {
  const length = seconds * markRateHz;
  const start = Math.floor(random() * Math.max(1, samples.length - length));
  return samples.slice(start, start + length);
}

export function emptyTally(): Tally {
  return { count: 0, sum: 0, squares: 0, largest: Number.NEGATIVE_INFINITY, above: tailsFrom.map(() => 0) };
}

function addAll(tally: Tally, scores: Float64Array): void {
  for (const score of scores) if (score !== 0) add(tally, score);
}

function add(tally: Tally, score: number): void {
  tally.count++;
  tally.sum += score;
  tally.squares += score * score;
  if (score > tally.largest) tally.largest = score;
  for (let index = 0; index < tailsFrom.length && score > tailsFrom[index]; index++) tally.above[index]++;
}

export function joined(tallies: readonly Tally[]): Tally {
  const all = emptyTally();
  for (const tally of tallies) {
    all.count += tally.count;
    all.sum += tally.sum;
    all.squares += tally.squares;
    all.largest = Math.max(all.largest, tally.largest);
    for (const [index, count] of tally.above.entries()) all.above[index] += count;
  }
  return all;
}
