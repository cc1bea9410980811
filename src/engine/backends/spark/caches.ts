import { type Tensor, type Tensors, tensor } from '../../onnx/session.ts';
import type { LanguageModelConfig } from './config.ts';
import { cacheNames } from './networks/language-model.ts';
import { headWidth } from './networks/qwen2.ts';

/**
 * Caches: the keys and values that sequences keep of what they have read. For a run of several sequences they are laid side by side, as long as the longest; what
 * lies behind a sequence's own length is not looked at and is written over.
 */
export interface Caches {
  /** By input name, [1, kv heads, P, head width] each; P is at least the length of the sequence. */
  readonly tensors: Tensors;
}

export interface CacheStore {
  /** Of a sequence that has read nothing. */
  empty(): Promise<Caches>;
  /** Feeds of a run; `lengths`: places of each sequence that count. */
  join(all: readonly Caches[], lengths: readonly number[]): Promise<Tensors>;
  /** Results of a run of so many sequences. */
  split(results: Tensors, count: number): Promise<Caches[]>;
}

export function createCacheStore(config: LanguageModelConfig): CacheStore {
  const { num_key_value_heads: kvHeads } = config;
  const width = headWidth(config);
  const names = Array.from({ length: config.num_hidden_layers }, (_, layer) => {
    const [past, present] = [cacheNames(layer, 'past'), cacheNames(layer, 'present')];
    return [
      { past: past.key, present: present.key },
      { past: past.value, present: present.value },
    ];
  }).flat();

  async function joinOne(parts: readonly Tensor[], lengths: readonly number[]): Promise<Tensor> {
    const longest = Math.max(...lengths);
    const joined = new Float32Array(parts.length * kvHeads * longest * width);
    for (const [index, { data, dims }] of parts.entries()) {
      const places = dims[2];
      for (let head = 0; head < kvHeads; head++) {
        const from = head * places * width;
        const own = (data as Float32Array).subarray(from, from + lengths[index] * width);
        joined.set(own, (index * kvHeads + head) * longest * width);
      }
    }
    return tensor('float32', joined, [parts.length, kvHeads, longest, width]);
  }

  return {
    async empty() {
      const nothing = await tensor('float32', new Float32Array(0), [1, kvHeads, 0, width]);
      return { tensors: Object.fromEntries(names.map(({ past }) => [past, nothing])) };
    },
    async join(all, lengths) {
      if (all.length === 1) return all[0].tensors;
      const joined: Record<string, Tensor> = {};
      for (const { past } of names) {
        joined[past] = await joinOne(
          all.map(({ tensors }) => tensors[past]),
          lengths,
        );
      }
      return joined;
    },
    async split(results, count) {
      if (count === 1) return [{ tensors: Object.fromEntries(names.map(({ past, present }) => [past, results[present]])) }];
      const split: Record<string, Tensor>[] = Array.from({ length: count }, () => ({}));
      for (const { past, present } of names) {
        const { data, dims } = results[present];
        const size = kvHeads * dims[2] * width;
        for (let index = 0; index < count; index++) {
          const own = (data as Float32Array).subarray(index * size, (index + 1) * size);
          split[index][past] = await tensor('float32', own, [1, kvHeads, dims[2], width]);
        }
      }
      return split.map(tensors => ({ tensors }));
    },
  };
}
