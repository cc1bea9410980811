import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { cosine, createEmbedder } from '../../../src/engine/sherpa/embedding.ts';
import { findSpeechModels } from '../../../src/engine/sherpa/models.ts';
import { isSherpaInstalled, loadSherpa } from '../../../src/engine/sherpa/package.ts';
import { refusal } from '../support.ts';
import { createFakeSherpa } from './fake-sherpa.ts';

async function folderWith(context: TestContext, names: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'models-'));
  context.after(() => rm(folder, { recursive: true }));
  for (const name of names) await writeFile(join(folder, name), 'x');
  return folder;
}

const whisper = [
  'base.en-decoder.int8.onnx',
  'base.en-decoder.onnx',
  'base.en-encoder.int8.onnx',
  'base.en-encoder.onnx',
  'base.en-tokens.txt',
];
const transducer = ['decoder-epoch-99.onnx', 'encoder-epoch-99.int8.onnx', 'joiner-epoch-99.int8.onnx', 'tokens.txt'];

for (const { title, names, kind } of [
  { title: 'Whisper', names: whisper, kind: 'whisper' },
  { title: 'a transducer', names: transducer, kind: 'transducer' },
  { title: 'nothing in an empty folder', names: [], kind: undefined },
  { title: 'nothing where a part is missing', names: whisper.filter(name => !name.includes('encoder')), kind: undefined },
]) {
  test(`finds ${title}`, async context => {
    const folder = await folderWith(context, names);
    assert.equal((await findSpeechModels(folder)).recognition?.kind, kind);
  });
}

test('takes the smaller of two precisions, with its whole path', async context => {
  const folder = await folderWith(context, whisper);
  assert.equal((await findSpeechModels(folder)).recognition?.encoder, join(folder, 'base.en-encoder.int8.onnx'));
});

test('finds a speaker model beside them or alone', async context => {
  const name = '3dspeaker_speech_campplus_sv_en_voxceleb_16k.onnx';
  const folder = await folderWith(context, [name]);
  assert.deepEqual(await findSpeechModels(folder), { speaker: join(folder, name) });
});

test('a folder that does not exist, or none, holds nothing', async () => {
  assert.deepEqual(await findSpeechModels('/nonexistent/models'), {});
  assert.deepEqual(await findSpeechModels(undefined), {});
});

test('a package that is not installed is a refusal that says how to get it', { skip: isSherpaInstalled() }, () =>
  assert.rejects(loadSherpa(), refusal('sherpa-missing')),
);

test('an embedding is what the model computes; nothing of nothing', async context => {
  const folder = await folderWith(context, ['campplus.onnx']);
  const { load } = createFakeSherpa('', { vectors: [[1, 0, 1]] });
  const embed = await createEmbedder(join(folder, 'campplus.onnx'), load);
  assert.deepEqual(embed({ samples: new Float32Array(16_000), sampleRateHz: 16_000 }), Float32Array.of(1, 0, 1));
  assert.deepEqual(embed({ samples: new Float32Array(0), sampleRateHz: 16_000 }), new Float32Array(3));
});

test('the cosine is 1 for one direction, 0 for nothing, -1 for the opposite', () => {
  assert.ok(Math.abs(cosine(Float32Array.of(1, 2), Float32Array.of(2, 4)) - 1) < 1e-6);
  assert.equal(cosine(Float32Array.of(1, 2), Float32Array.of(0, 0)), 0);
  assert.ok(Math.abs(cosine(Float32Array.of(1, 2), Float32Array.of(-1, -2)) + 1) < 1e-6);
});
