/** Checkpoints that are not Spark-TTS, or not whole: refused before anything is built, naming the file and what is wrong with it. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { planSpark } from '../../../src/engine/backends/spark/build.ts';
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
    what: 'weights of another type',
    damage: copy =>
      writeSeededFile(join(copy, 'LLM/model.safetensors'), [{ name: 'x', shape: [1], dtype: 'F32', offset: 0, scale: 1 }]),
    code: 'checkpoint-tensor-missing',
    says: /LLM\/model\.safetensors/,
  },
];

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
