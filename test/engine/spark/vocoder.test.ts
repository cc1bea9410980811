/** The vocoder in parts: what comes out, one part after the other, is what the whole would give. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Networks, openNetworks } from '../../../src/engine/backends/spark/networks-at-work.ts';
import { prenetReach } from '../../../src/engine/backends/spark/vocoder.ts';
import { foldersOf } from '../../../src/engine/models/folders.ts';
import { candidates, createModelOpener } from '../../../src/engine/onnx/providers.ts';
import { assertClose, fixtureFolder, openGolden } from './golden.ts';
import { largestDifference } from './provider-comparison.ts';
import { seededIds } from './seeded-weights.ts';
import { makeTinyModel, type TinyModel } from './tiny-model.ts';

let model: TinyModel;
let networks: Networks;
const golden = openGolden(fixtureFolder);
const { name, n, N } = golden.case.pseudo_random.c_semantic;
const tokens = [...seededIds(name, n, N)];

before(async () => {
  model = await makeTinyModel();
  const { built } = foldersOf('spark-tts-0.5b', model.environment);
  networks = await openNetworks({ folder: built, openModel: createModelOpener(candidates('cpu')[0], 1) });
});
after(async () => {
  await networks.close();
  await model.remove();
});

async function speakAll(parts: readonly number[]): Promise<Float32Array> {
  const vocoder = await networks.vocoder();
  const stream = await vocoder.begin(await vocoder.voice(golden.expected('b/global_ids').values as Int32Array));
  const made: Float32Array[] = [];
  let at = 0;
  for (const part of parts) {
    made.push(await stream.push(tokens.slice(at, at + part), at + part >= tokens.length));
    at += part;
  }
  return Float32Array.from(made.flatMap(samples => [...samples]));
}

test('the whole is upstream’s', async () => {
  const sound = await speakAll([tokens.length]);
  assert.equal(sound.length, 320 * tokens.length);
  assertClose(sound.slice(100 * 320, 140 * 320), golden.expected('c/wave_100_140'), 2e-5, 'frames 100 to 140');
});

for (const parts of [
  [28, 12, 16, 24, 32, 32, 32, 32, 32],
  [30, ...new Array(210).fill(1)],
  [1, 1, 100, 138],
  [239, 1],
]) {
  test(`parts of ${parts.slice(0, 6).join(', ')}${parts.length > 6 ? ', ...' : ''} are the whole`, async () => {
    const difference = largestDifference(await speakAll(parts), await speakAll([tokens.length]));
    assert.ok(difference <= 1e-4, String(difference));
  });
}

test('a single token, and the first sound after half a second of tokens', async () => {
  const vocoder = await networks.vocoder();
  const voice = await vocoder.voice(new Int32Array(32));
  assert.equal((await (await vocoder.begin(voice)).push([5], true)).length, 320);
  const stream = await vocoder.begin(voice);
  assert.equal((await stream.push(tokens.slice(0, 20), false)).length, 0);
  assert.ok((await stream.push(tokens.slice(20, 28), false)).length > 0);
});

test('the prenet reaches as far as its convolutions', () => {
  assert.equal(prenetReach({ prenet: { ...networks.description.config.bicodec.prenet, vocos_num_layers: 12 } }), 57);
});
