import { release, type Session, type Tensor, type Tensors, tensor } from '../../onnx/session.ts';
import { type Caches, createCacheStore } from './caches.ts';
import type { LanguageModelConfig } from './config.ts';
import type { EmbeddingFile } from './embedding-file.ts';
import { placeNames } from './networks/language-model.ts';
import type { SamplingOptions } from './sampling.ts';
import { createTurns } from './turns.ts';

/**
 * Language: the language model at work: continues prompts, some tokens at a time. What it keeps of the past lies in the sequence. Sequences that are continued at
 * the same time go through the model together, since most of a step is reading the weights, once for all.
 */
export interface Language {
  /** Rows that the model can say, from 0. */
  readonly rowCount: number;
  /** Steps that are taken at once in any case; more or fewer of them cost as much as a multiple. */
  readonly stepsAtOnce: number;
  /** Takes in the prompt; `signal` is looked at between its parts. */
  begin(promptIds: readonly number[], signal: AbortSignal): Promise<Sequence>;
}

export interface Sequence {
  /** Ids that the sequence holds by now. */
  readonly length: number;
  /** As many rows as there are uniforms; fewer when a row that ends the speech was said, which is then the last one. One call at a time. */
  continue(options: ContinueOptions): Promise<{ rows: number[]; traces: Tensors }>;
  /** Puts ids at the end that were not drawn. */
  append(ids: readonly number[], signal: AbortSignal): Promise<void>;
  /** Forgets all. */
  close(): void;
}

export interface ContinueOptions extends SamplingOptions {
  /** [rows], added to the logits: 0, or -Infinity for what must not be said. */
  readonly mask: Float32Array;
  readonly uniforms: Float32Array;
}

export interface LanguageParts {
  readonly session: Session;
  readonly embeddings: EmbeddingFile;
  readonly config: LanguageModelConfig;
  readonly rowCount: number;
  /** Steps that one run takes; 'any' with a Loop. */
  readonly stepsPerRun: number | 'any';
  readonly isEnd: (row: number) => boolean;
  /** Sequences in one run at most. */
  readonly mostTogether?: number;
}

/** A prompt is read in parts, each of which takes some tenths of a second. */
const PROMPT_PART = 96;
export const MOST_TOGETHER = 4;
/** Of one run while others wait. */
const STEPS_WITH_OTHERS = 16;
const anyRow = { temperature: 1, topK: 1, topP: 1, uniforms: new Float32Array(1) };

/** What a sequence is at. */
interface State {
  caches: Caches;
  /** Places in the caches that count. */
  length: number;
  /** Embeddings of what the model has not read yet, [S, width]. */
  unread: Float32Array;
}

/** A continuation on its way. */
interface Work {
  readonly state: State;
  readonly options: ContinueOptions;
  readonly rows: number[];
  traces: Tensors;
}

export function createLanguage(parts: LanguageParts): Language {
  const { session, embeddings, config, rowCount, stepsPerRun, isEnd, mostTogether = MOST_TOGETHER } = parts;
  const { hidden_size: width } = config;
  const store = createCacheStore(config);
  const openMask = new Float32Array(rowCount);
  const newPlaces = ({ state }: Work) => state.unread.length / width;
  const stepsLeft = ({ rows, options }: Work) => options.uniforms.length - rows.length;

  const turns = createTurns<Work>({
    // What stays on a device cannot be laid side by side from here.
    mostTogether: stepsPerRun === 'any' ? mostTogether : 1,
    fit: (first, other) => newPlaces(first) === 1 && newPlaces(other) === 1 && sameSampling(first.options, other.options),
    serve: (together, othersWait) => run(together, othersWait),
    isDone: work => stepsLeft(work) <= 0 || (work.rows.length > 0 && isEnd(work.rows.at(-1)!)),
  });

  /** Some steps of each; their number is the same for all. */
  async function run(works: readonly Work[], othersWait: boolean): Promise<void> {
    const most = stepsPerRun === 'any' ? Math.min(...works.map(stepsLeft)) : Math.min(stepsPerRun, stepsLeft(works[0]));
    const wanted = othersWait ? Math.min(most, STEPS_WITH_OTHERS) : most;
    const totals = works.map(work => work.state.length + newPlaces(work));
    const [{ options }] = works;
    const results = await session.run({
      ...(await store.join(
        works.map(({ state }) => state.caches),
        works.map(({ state }) => state.length),
      )),
      ...(await placesOf(totals)),
      embeddings: await tensor('float32', joinArrays(works.map(({ state }) => state.unread)), [
        works.length,
        newPlaces(works[0]),
        width,
      ]),
      mask: await tensor('float32', joinArrays(works.map(work => work.options.mask)), [works.length, rowCount]),
      uniforms: await uniformsOf(works, wanted),
      temperature: await tensor('float32', Float32Array.of(options.temperature)),
      topK: await tensor('int64', BigInt64Array.of(BigInt(options.topK))),
      topP: await tensor('float32', Float32Array.of(options.topP)),
    });
    const split = await store.split(results, works.length);
    const { rows, next, ...rest } = results;
    const traces = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('present.')));
    const taken = Math.min(wanted, rows.dims[0]);
    for (const [index, work] of works.entries()) {
      release(work.state.caches.tensors);
      const said = Array.from({ length: taken }, (_, step) => (rows.data as Int32Array)[step * works.length + index]);
      const end = said.findIndex(isEnd);
      work.rows.push(...(end < 0 ? said : said.slice(0, end + 1)));
      work.traces = traces;
      // A run may take more steps than were wanted; what those leave in the caches is written over by the next one.
      const lastStep = next.dims[1] === 1 ? 0 : taken - 1;
      const at = (index * next.dims[1] + lastStep) * width;
      Object.assign(work.state, {
        caches: split[index],
        length: totals[index] + taken - 1,
        unread: (next.data as Float32Array).slice(at, at + width),
      });
    }
  }

  async function placesOf(totals: readonly number[]): Promise<Tensors> {
    const total = (step: number) => tensor('int32', Int32Array.of(Math.max(...totals) + step));
    const lastPlace = (step: number) =>
      tensor(
        'int32',
        Int32Array.from(totals, places => places + step - 1),
      );
    if (stepsPerRun === 'any') return { total: await total(0), lastPlace: await lastPlace(0) };
    const places: Record<string, Tensor> = {};
    for (let step = 0; step < stepsPerRun; step++) {
      const names = placeNames(step);
      places[names.total] = await total(step);
      places[names.lastPlace] = await lastPlace(step);
    }
    return places;
  }

  /** [steps, B]; for steps that are taken without being wanted, zeros. */
  function uniformsOf(works: readonly Work[], wanted: number): Promise<Tensor> {
    const steps = stepsPerRun === 'any' ? wanted : stepsPerRun;
    const all = new Float32Array(steps * works.length);
    for (const [index, { rows, options }] of works.entries())
      for (let step = 0; step < wanted; step++) all[step * works.length + index] = options.uniforms[rows.length + step];
    return tensor('float32', all, [steps, works.length]);
  }

  return {
    rowCount,
    stepsAtOnce: stepsPerRun === 'any' ? 1 : stepsPerRun,
    async begin(promptIds, signal) {
      const state: State = { caches: await store.empty(), length: 0, unread: new Float32Array(0) };

      async function take(options: ContinueOptions): Promise<Work> {
        const work: Work = { state, options, rows: [], traces: {} };
        await turns.take(work);
        return work;
      }

      async function append(ids: readonly number[], stop: AbortSignal): Promise<void> {
        // What was drawn last has not been read: it goes before the new ones.
        const all = joinArrays([state.unread, await embeddings.rows(ids)]);
        const count = all.length / width;
        for (let from = 0; ; from += PROMPT_PART) {
          stop.throwIfAborted();
          const to = Math.min(count, from + PROMPT_PART);
          state.unread = all.slice(from * width, to * width);
          if (to === count) return;
          // A run always says something; what it says after half a prompt is of no use.
          await take({ ...anyRow, mask: openMask });
        }
      }

      await append(promptIds, signal);
      return {
        get length() {
          return state.length + state.unread.length / width;
        },
        append,
        async continue(options) {
          const { rows, traces } = await take(options);
          return { rows, traces };
        },
        close: () => release(state.caches.tensors),
      };
    },
  };
}

function sameSampling(a: ContinueOptions, b: ContinueOptions): boolean {
  return a.temperature === b.temperature && a.topK === b.topK && a.topP === b.topP;
}

function joinArrays(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
