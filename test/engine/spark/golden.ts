import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type SeededTensor, writeSeededFile } from './seeded-weights.ts';

/**
 * Golden: what upstream's PyTorch classes gave for seeded weights, in a folder with the configuration, the formula of every weight, the inputs and
 * `expected.safetensors`. The fixture in test/fixtures/spark keeps of long arrays only every n-th value; any other folder has them whole.
 */
export const fixtureFolder = fileURLToPath(new URL('../../fixtures/spark/tiny', import.meta.url));

export interface GoldenCase {
  readonly case: string;
  readonly config: { readonly llm?: unknown };
  readonly inputs: Readonly<Record<string, { readonly file?: string; readonly samples?: number }>>;
  readonly token_ids?: Readonly<Record<string, number>>;
  readonly prompts?: readonly { id: string; mode: 'A' | 'B' | 'C'; text: string; speech?: string; prompt: string }[];
  readonly pseudo_random: Readonly<Record<string, { readonly name: string; readonly n: number; readonly N: number }>>;
}

export interface ExpectedArray {
  readonly shape: readonly number[];
  /** Every `stride`-th value of the array. */
  readonly values: Float32Array | Int32Array;
  readonly stride: number;
}

export interface Golden {
  readonly folder: string;
  readonly case: GoldenCase;
  /** Of all arrays. */
  readonly names: readonly string[];
  has(name: string): boolean;
  expected(name: string): ExpectedArray;
  /** Mono samples of inputs/<name>.wav as float32. */
  sound(name: string): Float32Array;
  /** Lays out the checkpoint with its seeded weights in `target`, in the layout of the real one. */
  writeCheckpoint(target: string): Promise<void>;
  /** Only LLM/tokenizer.json and its configuration. */
  writeTokenizer(target: string): Promise<void>;
}

export function openGolden(folder: string): Golden {
  const bytes = readFileSync(join(folder, 'expected.safetensors'));
  const headerLength = Number(bytes.readBigUInt64LE());
  const { __metadata__: metadata, ...entries } = JSON.parse(bytes.toString('utf8', 8, 8 + headerLength)) as Record<
    string,
    { dtype: string; shape: number[]; data_offsets: [number, number] }
  >;
  const strides = JSON.parse((metadata as { strides?: string } | undefined)?.strides ?? '{}') as Record<
    string,
    { stride: number; shape: number[] }
  >;
  const golden = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as GoldenCase;
  return {
    folder,
    case: golden,
    names: Object.keys(entries),
    has: name => Object.hasOwn(entries, name),
    expected(name) {
      assert.ok(Object.hasOwn(entries, name), `expected.safetensors has no "${name}"`);
      const { dtype, shape, data_offsets } = entries[name];
      const raw = new Uint8Array(bytes.subarray(8 + headerLength + data_offsets[0], 8 + headerLength + data_offsets[1]));
      const values = dtype === 'F32' ? new Float32Array(raw.buffer) : new Int32Array(raw.buffer);
      return { values, shape: strides[name]?.shape ?? shape, stride: strides[name]?.stride ?? 1 };
    },
    sound(name) {
      const wav = readFileSync(join(folder, 'inputs', `${name}.wav`));
      return Float32Array.from(new Int16Array(new Uint8Array(wav.subarray(44)).buffer), value => value / 32_768);
    },
    async writeTokenizer(target) {
      await cp(join(folder, 'LLM'), join(target, 'LLM'), { recursive: true });
      await expandTokens(target);
    },
    async writeCheckpoint(target) {
      const { salt, files } = JSON.parse(readFileSync(join(folder, 'tensors.json'), 'utf8')) as {
        salt: string;
        files: Record<string, SeededTensor[]>;
      };
      for (const part of ['config.yaml', 'BiCodec', 'LLM', 'wav2vec2-large-xlsr-53']) {
        if (existsSync(join(folder, part))) await cp(join(folder, part), join(target, part), { recursive: true });
      }
      await expandTokens(target);
      for (const [file, tensors] of Object.entries(files)) {
        if (!file.endsWith('.safetensors')) continue;
        await mkdir(join(target, file, '..'), { recursive: true });
        await writeSeededFile(join(target, file), tensors, salt);
      }
    },
  };
}

/** The fixture has the 13 493 tokens of Spark-TTS by family, not one by one: [name, how many of them; 0 for a single one without a number]. */
async function expandTokens(target: string): Promise<void> {
  const path = join(target, 'LLM/spark-tokens.json');
  if (!existsSync(path)) return;
  const { first, families } = JSON.parse(readFileSync(path, 'utf8')) as {
    first: number;
    families: [name: string, count: number][];
  };
  const contents = families.flatMap(([name, count]) =>
    count === 0 ? [`<|${name}|>`] : Array.from({ length: count }, (_, number) => `<|${name}_${number}|>`),
  );
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: true, special: false };
  const tokenizer = JSON.parse(readFileSync(join(target, 'LLM/tokenizer.json'), 'utf8')) as { added_tokens: object[] };
  tokenizer.added_tokens.push(...contents.map((content, index) => ({ id: first + index, content, ...flags })));
  await writeFile(join(target, 'LLM/tokenizer.json'), JSON.stringify(tokenizer));
  await rm(path);
}

/** Both in row-major order. Fails with the largest difference and where it is. */
export function assertClose(actual: ArrayLike<number>, expected: ExpectedArray, tolerance: number, what: string): void {
  const { values, stride, shape } = expected;
  assert.equal(
    actual.length,
    shape.reduce((all, size) => all * size, 1),
    `${what}: number of values for [${shape.join(', ')}]`,
  );
  let worst = 0;
  let place = 0;
  for (let i = 0; i < values.length; i++) {
    const difference = Math.abs(actual[i * stride] - values[i]);
    if (!(difference <= worst)) [worst, place] = [difference, i * stride];
  }
  assert.ok(
    worst <= tolerance,
    `${what}: ${worst} off at ${place} (${actual[place]}, ${values[place / stride]} expected), ${tolerance} allowed`,
  );
}

/** [rows, columns] -> [columns, rows]. */
export function turned(data: ArrayLike<number>, columns: number): Float32Array {
  const rows = data.length / columns;
  return Float32Array.from({ length: data.length }, (_, i) => data[(i % rows) * columns + Math.floor(i / rows)]);
}
