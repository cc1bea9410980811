/** Checkpoints that are not Spark-TTS, or not whole: refused before anything is built, naming the file and what is wrong with it. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { planCheckpoint, planSpark } from '../../../src/engine/backends/spark/build.ts';
import { openCheckpoint } from '../../../src/engine/backends/spark/checkpoint.ts';
import { readConfig } from '../../../src/engine/backends/spark/config.ts';
import type { Weights } from '../../../src/engine/onnx/weights.ts';
import { refusal } from '../support.ts';
import { fixtureFolder, openGolden } from './golden.ts';
import { writeSeededFile } from './seeded-weights.ts';

let folder: string;
let good: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'consonant-checkpoint-'));
  good = join(folder, 'good');
  await openGolden(fixtureFolder).writeCheckpoint(good);
});
after(() => rm(folder, { recursive: true }));

const change = (file: string, edit: (text: string) => string) => async (copy: string) =>
  writeFile(join(copy, file), edit(await readFile(join(copy, file), 'utf8')));
const replace = (file: string, from: string, to: string) => change(file, text => text.replace(from, to));

/** Says in the header of a safetensors file that one tensor is of another type of the same size. */
async function retype(path: string, { tensor, from, to }: { tensor: string; from: string; to: string }): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const length = Number((await file.read(Buffer.alloc(8), 0, 8, 0)).buffer.readBigUInt64LE());
    const header = (await file.read(Buffer.alloc(length), 0, length, 8)).buffer.toString('utf8');
    const changed = header.replace(`"${tensor}":{"dtype":"${from}"`, `"${tensor}":{"dtype":"${to}"`);
    assert.notEqual(changed, header);
    await file.write(Buffer.from(changed), 0, length, 8);
  } finally {
    await file.close();
  }
}

const cases: readonly { what: string; damage: (copy: string) => Promise<unknown>; code: string; says: RegExp }[] = [
  {
    what: 'a missing configuration',
    damage: copy => rm(join(copy, 'BiCodec/config.yaml')),
    code: 'checkpoint-file-missing',
    says: /BiCodec\/config\.yaml/,
  },
  {
    what: 'missing weights',
    damage: copy => rm(join(copy, 'LLM/model.safetensors')),
    code: 'checkpoint-file-missing',
    says: /LLM\/model\.safetensors/,
  },
  {
    what: 'no YAML',
    damage: copy => writeFile(join(copy, 'config.yaml'), 'a: [1'),
    code: 'checkpoint-config',
    says: /config\.yaml.*no YAML/,
  },
  {
    what: 'an unknown key',
    damage: replace('config.yaml', 'sample_rate', 'wobble: 3\nsample_rate'),
    code: 'checkpoint-config',
    says: /config\.yaml.*wobble/,
  },
  ...(['LLM/config.json', 'wav2vec2-large-xlsr-53/config.json', 'wav2vec2-large-xlsr-53/preprocessor_config.json'] as const).map(
    file => ({
      what: `an unknown key in ${file}`,
      damage: replace(file, '{', '{ "wobble": 3,'),
      code: 'checkpoint-config',
      says: new RegExp(`${file}.*the key "wobble" is unknown`),
    }),
  ),
  {
    what: 'layers of another kind',
    damage: replace('LLM/config.json', '{', '{ "layer_types": ["full_attention", "sliding_attention"],'),
    code: 'checkpoint-config',
    says: /LLM\/config\.json.*layer_types/,
  },
  {
    what: 'positions of another kind',
    damage: change('LLM/config.json', text =>
      text.replace('"rope_theta": 1000000.0', '"rope_parameters": { "rope_theta": 1e6, "rope_type": "yarn", "factor": 4 }'),
    ),
    code: 'checkpoint-config',
    says: /LLM\/config\.json.*rope/,
  },
  {
    what: 'another rate',
    damage: replace('config.yaml', '16000', '24000'),
    code: 'checkpoint-config',
    says: /sample_rate are 16000 and 24000/,
  },
  {
    what: 'a stage that changes the rate',
    damage: replace('BiCodec/config.yaml', 'sample_ratios: [1,1]', 'sample_ratios: [2,1]'),
    code: 'checkpoint-config',
    says: /sample_ratios/,
  },
  {
    what: 'another language model',
    damage: replace('LLM/config.json', '"qwen2"', '"llama"'),
    code: 'checkpoint-config',
    says: /LLM\/config\.json.*model_type/,
  },
  {
    what: 'too few layers to hear with',
    damage: replace('wav2vec2-large-xlsr-53/config.json', '"num_hidden_layers": 18', '"num_hidden_layers": 12'),
    code: 'checkpoint-config',
    says: /num_hidden_layers/,
  },
  {
    what: 'sizes that the weights do not have',
    damage: replace('LLM/config.json', '"intermediate_size": 160', '"intermediate_size": 176'),
    code: 'checkpoint-shape',
    says: /LLM\/model\.safetensors.*gate_proj/,
  },
  {
    what: 'a tokenizer without the markers',
    damage: change('LLM/tokenizer.json', text => text.replaceAll('bicodec_semantic_', 'other_')),
    code: 'checkpoint-tokenizer',
    says: /bicodec_semantic_0/,
  },
  {
    what: 'a family of tokens with a gap',
    damage: replace('LLM/tokenizer.json', '<|bicodec_global_17|>', '<|bicodec_global_x|>'),
    code: 'checkpoint-tokenizer',
    says: /bicodec_global_17/,
  },
  {
    what: 'a missing tokenizer',
    damage: copy => rm(join(copy, 'LLM/tokenizer.json')),
    code: 'checkpoint-file-missing',
    says: /LLM\/tokenizer\.json is missing/,
  },
  {
    what: 'a tokenizer of another kind',
    damage: replace('LLM/tokenizer.json', '"BPE"', '"Unigram"'),
    code: 'checkpoint-tokenizer',
    says: /LLM\/tokenizer\.json is no tokenizer that this program knows: model\.type/,
  },
  {
    what: 'a tokenizer configuration that is no JSON',
    damage: copy => writeFile(join(copy, 'LLM/tokenizer_config.json'), '{'),
    code: 'checkpoint-tokenizer',
    says: /LLM\/tokenizer_config\.json .* no JSON/,
  },
  {
    what: 'more tokens of speech than the codec has',
    damage: replace('BiCodec/config.yaml', 'fsq_levels: [4', 'fsq_levels: [3'),
    code: 'checkpoint-tokenizer',
    says: /has 3072 tokens "<\|bicodec_global_\.\.\.\|>", and it has more/,
  },
  {
    what: 'fewer layers of the language model than there are weights for',
    damage: replace('LLM/config.json', '"num_hidden_layers": 3', '"num_hidden_layers": 2'),
    code: 'checkpoint-shape',
    says: /LLM\/model\.safetensors.*model\.layers\.2\..*fewer layers/,
  },
  {
    what: 'fewer blocks of the prenet than there are weights for',
    damage: replace('BiCodec/config.yaml', 'vocos_num_layers: 4', 'vocos_num_layers: 3'),
    code: 'checkpoint-shape',
    says: /BiCodec\/model\.safetensors.*convnext\.3\..*fewer layers/,
  },
  {
    what: 'a vocabulary of another size',
    damage: replace('LLM/config.json', '"vocab_size": 14408', '"vocab_size": 14409'),
    code: 'checkpoint-shape',
    says: /embed_tokens/,
  },
  {
    what: 'heads that do not divide the width',
    damage: replace('wav2vec2-large-xlsr-53/config.json', '"num_attention_heads": 4', '"num_attention_heads": 5'),
    code: 'checkpoint-config',
    says: /wav2vec2.*heads/,
  },
  {
    what: 'a kernel that does not give whole places',
    damage: change('BiCodec/config.yaml', text => text.replace(/kernel_sizes: \[\d+/, 'kernel_sizes: [17')),
    code: 'checkpoint-config',
    says: /decoder: each of kernel_sizes/,
  },
  {
    what: 'weights that are no numbers with a point',
    damage: copy =>
      retype(join(copy, 'BiCodec/model.safetensors'), { tensor: 'quantizer.codebook.weight', from: 'F32', to: 'I32' }),
    code: 'checkpoint-dtype',
    says: /BiCodec\/model\.safetensors: the tensor "quantizer\.codebook\.weight" is I32; weights must be F32, F16, BF16/,
  },
  {
    what: 'weights of the language model that are cut off',
    damage: copy => truncate(join(copy, 'LLM/model.safetensors'), 300_000),
    code: 'checkpoint-damaged',
    says: /LLM\/model\.safetensors is damaged: .* ends at byte \d+ of 300000/,
  },
  {
    what: 'wav2vec2 that is cut off',
    damage: copy => truncate(join(copy, 'wav2vec2-large-xlsr-53/pytorch_model.bin'), 300_000),
    code: 'checkpoint-damaged',
    says: /pytorch_model\.bin is damaged: .* its end is missing/,
  },
  {
    what: 'weights of another model',
    damage: copy =>
      writeSeededFile(join(copy, 'LLM/model.safetensors'), [{ name: 'x', shape: [1], dtype: 'F32', offset: 0, scale: 1 }]),
    code: 'checkpoint-tensor-missing',
    says: /LLM\/model\.safetensors/,
  },
];

test('what the library and those who train with it write besides does not matter', async () => {
  const copy = join(folder, 'copy');
  await cp(good, copy, { recursive: true });
  try {
    const more =
      '"layer_types": ["full_attention", "full_attention", "full_attention"], "use_mrope": false, "unsloth_version": "2025.3.1", "id2label": {},';
    await replace('LLM/config.json', '{', `{ ${more}`)(copy);
    await change('LLM/config.json', text =>
      text.replace('"rope_theta": 1000000.0', '"rope_parameters": { "rope_theta": 1000000.0, "rope_type": "default" }'),
    )(copy);
    const adapters = '"add_adapter": false, "adapter_attn_dim": null, "num_adapter_layers": 3, "output_hidden_size": 32,';
    await replace('wav2vec2-large-xlsr-53/config.json', '{', `{ ${adapters}`)(copy);
    const [found, expected] = [await readConfig(copy), await readConfig(good)];
    assert.equal(found.languageModel.rope_theta, expected.languageModel.rope_theta);
    assert.deepEqual(found.bicodec, expected.bicodec);
  } finally {
    await rm(copy, { recursive: true });
  }
});

for (const { what, damage, code, says } of cases) {
  test(`refused: ${what}`, async () => {
    const copy = join(folder, 'copy');
    await cp(good, copy, { recursive: true });
    try {
      await damage(copy);
      await assert.rejects(planSpark(copy, 'int8'), refusal(code));
      await assert.rejects(planSpark(copy, 'int8'), says);
    } finally {
      await rm(copy, { recursive: true });
    }
  });
}

test('whatever is written has been looked at before: a wrong tensor is found before the first part', async () => {
  const [asked, read] = [new Set<string>(), new Set<string>()];
  const watched = (weights: Weights): Weights => ({
    ...weights,
    shapeOf(name) {
      asked.add(name);
      return weights.shapeOf(name);
    },
    read(name, rows) {
      read.add(name);
      return weights.read(name, rows);
    },
  });
  const checkpoint = await openCheckpoint(good);
  const { bicodec, languageModel, wav2vec2 } = checkpoint;
  const plan = planCheckpoint(
    { ...checkpoint, bicodec: watched(bicodec), languageModel: watched(languageModel), wav2vec2: watched(wav2vec2) },
    'int8',
  );
  const askedBefore = new Set(asked);
  const target = await mkdtemp(join(folder, 'parts-'));
  for (const part of plan.parts) await part.write(target, { signal: new AbortController().signal, onBytes: () => {} });
  await plan.close();
  assert.ok(read.size > 500);
  assert.deepEqual(
    [...read].filter(name => !askedBefore.has(name)),
    [],
  );
});

test('a matrix with more rows than the configuration says is refused as one with fewer', async () => {
  const checkpoint = await openCheckpoint(good);
  try {
    for (const [part, name] of [
      ['languageModel', 'model.layers.0.mlp.up_proj.weight'],
      ['languageModel', 'model.layers.1.self_attn.q_proj.weight'],
      ['wav2vec2', 'wav2vec2.encoder.layers.3.attention.k_proj.weight'],
      ['wav2vec2', 'wav2vec2.encoder.layers.0.feed_forward.intermediate_dense.weight'],
    ] as const) {
      for (const more of [8, -8]) {
        const weights: Weights = {
          ...checkpoint[part],
          shapeOf(asked) {
            const shape = checkpoint[part].shapeOf(asked);
            return asked === name ? [shape[0] + more, ...shape.slice(1)] : shape;
          },
        };
        assert.throws(
          () => planCheckpoint({ ...checkpoint, [part]: weights }, 'int8'),
          refusal('checkpoint-shape'),
          `${name} ${more}`,
        );
      }
    }
  } finally {
    await checkpoint.close();
  }
});
