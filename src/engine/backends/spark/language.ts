import { type Session, type Tensor, type Tensors, tensor } from '../../onnx/session.ts';
import type { LanguageModelConfig } from './config.ts';
import type { EmbeddingFile } from './embedding-file.ts';
import { cacheNames, placeNames } from './networks/language-model.ts';
import { headWidth } from './networks/qwen2.ts';
import type { SamplingOptions } from './sampling.ts';

/** Language: the language model at work: continues a prompt, some tokens at a time. What it keeps of the past lies in the sequence. */
export interface Language {
  /** Rows that the model can say, from 0. */
  readonly rowCount: number;
  /** Reads the prompt, part by part; `signal` is looked at in between. */
  begin(promptIds: readonly number[], signal: AbortSignal): Promise<Sequence>;
}

export interface Sequence {
  /** Ids that the sequence holds by now. */
  readonly length: number;
  /** As many rows as there are uniforms; fewer when a row that ends the speech was said, which is then the last one. */
  continue(options: ContinueOptions): Promise<{ rows: number[]; traces: Tensors }>;
  /** Puts ids at the end that were not drawn. */
  append(ids: readonly number[], signal: AbortSignal): Promise<void>;
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
}

/** A prompt is read in parts, each of which takes some tenths of a second. */
const PROMPT_PART = 96;
const anyRow = { temperature: 1, topK: 1, topP: 1, uniforms: new Float32Array(1) };

export function createLanguage({ session, embeddings, config, rowCount, stepsPerRun, isEnd }: LanguageParts): Language {
  const { hidden_size: width, num_key_value_heads: kvHeads } = config;
  const layers = Array.from({ length: config.num_hidden_layers }, (_, index) => index);
  const names = layers.flatMap(index => {
    const [past, present] = [cacheNames(index, 'past'), cacheNames(index, 'present')];
    return [
      { past: past.key, present: present.key },
      { past: past.value, present: present.value },
    ];
  });
  async function placesOf(total: number): Promise<Tensors> {
    if (stepsPerRun === 'any') return { total: await tensor('int32', Int32Array.of(total)) };
    const places: Record<string, Tensor> = {};
    for (let step = 0; step < stepsPerRun; step++) {
      const names = placeNames(step);
      places[names.total] = await tensor('int32', Int32Array.of(total + step));
      places[names.lastPlace] = await tensor('int32', Int32Array.of(total + step - 1));
    }
    return places;
  }

  const openMask = new Float32Array(rowCount);

  return { rowCount, begin };

  async function begin(promptIds: readonly number[], signal: AbortSignal): Promise<Sequence> {
    const empty = await tensor('float32', new Float32Array(0), [1, kvHeads, 0, headWidth(config)]);
    let caches: Tensors = Object.fromEntries(names.map(({ past }) => [past, empty]));
    let length = 0;
    /** The embeddings of what the model has not read yet, [1, S, width]. */
    let unread: Tensor | undefined;

    /** At most as many steps as one run takes. */
    async function run(embedded: Tensor, options: ContinueOptions): Promise<{ rows: number[]; next: Tensor; traces: Tensors }> {
      const total = length + embedded.dims[1];
      const wanted = options.uniforms.length;
      // A fixed number of steps is taken in any case; what those too many leave in the caches is written over by the next run.
      const uniforms = new Float32Array(stepsPerRun === 'any' ? wanted : stepsPerRun);
      uniforms.set(options.uniforms);
      const feeds = {
        ...caches,
        embeddings: embedded,
        ...(await placesOf(total)),
        mask: await tensor('float32', options.mask),
        uniforms: await tensor('float32', uniforms),
        temperature: await tensor('float32', Float32Array.of(options.temperature)),
        topK: await tensor('int64', BigInt64Array.of(BigInt(options.topK))),
        topP: await tensor('float32', Float32Array.of(options.topP)),
      };
      const results = await session.run(feeds);
      for (const old of Object.values(caches)) if (old.location === 'gpu-buffer') old.dispose();
      caches = Object.fromEntries(names.map(({ past, present }) => [past, results[present]]));
      const rows = Array.from(results.rows.data as Int32Array).slice(0, wanted);
      length = total + rows.length - 1;
      const { rows: _, next: allNext, ...traces } = results;
      const nextData = (allNext.data as Float32Array)
        .slice(stepsPerRun === 'any' ? 0 : (rows.length - 1) * width)
        .subarray(0, width);
      return { rows, next: await tensor('float32', nextData, [1, 1, width]), traces };
    }

    async function append(ids: readonly number[], stop: AbortSignal): Promise<void> {
      // What was drawn last has not been read: it goes before the new ones.
      const before = unread ? (unread.data as Float32Array) : new Float32Array(0);
      const all = Float32Array.from([...before, ...(await embeddings.rows(ids))]);
      const count = all.length / width;
      for (let from = 0; ; from += PROMPT_PART) {
        stop.throwIfAborted();
        const to = Math.min(count, from + PROMPT_PART);
        const part = await tensor('float32', all.slice(from * width, to * width), [1, to - from, width]);
        if (to === count) {
          unread = part;
          return;
        }
        // A run always says something; what it says after half a prompt is of no use.
        await run(part, { ...anyRow, mask: openMask });
      }
    }

    await append(promptIds, signal);
    return {
      get length() {
        return length + (unread?.dims[1] ?? 0);
      },
      append,
      async continue(options) {
        const rows: number[] = [];
        let traces: Tensors = {};
        const most = stepsPerRun === 'any' ? options.uniforms.length : stepsPerRun;
        for (let from = 0; from < options.uniforms.length; from += most) {
          const done = await run(unread!, { ...options, uniforms: options.uniforms.subarray(from, from + most) });
          unread = done.next;
          traces = done.traces;
          const end = done.rows.findIndex(isEnd);
          if (end >= 0) return { rows: [...rows, ...done.rows.slice(0, end + 1)], traces };
          rows.push(...done.rows);
        }
        return { rows, traces };
      },
    };
  }
}
