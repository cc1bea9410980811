/** The built networks under the engine: several speeches in one run, and a GPU that goes away. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openNetworks } from '../../../src/engine/backends/spark/networks-at-work.ts';
import { normalizeVolume, standardize } from '../../../src/engine/backends/spark/reference-sound.ts';
import { speakPiece } from '../../../src/engine/backends/spark/speak.ts';
import { foldersOf } from '../../../src/engine/models/folders.ts';
import { withLasting } from '../../../src/engine/onnx/loss.ts';
import { candidates, createModelOpener, type OpenModel, type Provider } from '../../../src/engine/onnx/providers.ts';
import type { Session } from '../../../src/engine/onnx/session.ts';
import { refusal } from '../support.ts';
import { fixtureFolder, openGolden } from './golden.ts';
import { makeTinyModel, speechReference, type TinyModel } from './tiny-model.ts';

const never = new AbortController().signal;
const voice = { globalTokens: new Int32Array(32) };
const openOnProcessor = createModelOpener(candidates('cpu')[0], 1);
let model: TinyModel;
let folder: string;

before(async () => {
  model = await makeTinyModel();
  folder = foldersOf('spark-tts-0.5b', model.environment).built;
});
after(() => model.remove());

/** The processor's, with `run` in place of its own. */
const replacingRun =
  (run: (session: Session, feeds: Parameters<Session['run']>[0]) => ReturnType<Session['run']>): OpenModel =>
  async request => {
    const opened = await openOnProcessor(request);
    return { ...opened, session: { ...opened.session, run: feeds => run(opened.session, feeds) } };
  };

/** Samples of each speech, and how many speeches each run of the language model continued. */
async function speakAtOnce(mostTogether: number | undefined) {
  const together: number[] = [];
  const openModel = replacingRun((session, feeds) => {
    if (feeds.uniforms) together.push(feeds.embeddings.dims[0]);
    return session.run(feeds);
  });
  const networks = await openNetworks({ folder, openModel, mostTogether });
  try {
    const speeches = await Promise.all(
      ['Good morning.', 'And welcome to the second part.', 'It is late.', 'Where have you been all the time?'].map((text, seed) =>
        Array.fromAsync(speakPiece(networks, { text, voice, seed }, never)),
      ),
    );
    return { together, speeches: speeches.map(chunks => chunks.flatMap(chunk => [...chunk])) };
  } finally {
    await networks.close();
  }
}

test('several who speak at once go through the language model together, as many as may, and say what they say alone', async () => {
  const alone = await speakAtOnce(1);
  assert.equal(Math.max(...alone.together), 1);
  const pairs = await speakAtOnce(2);
  assert.equal(Math.max(...pairs.together), 2);
  const all = await speakAtOnce(undefined);
  assert.ok(Math.max(...all.together) > 2, `${all.together}`);
  assert.ok(all.together.length < alone.together.length, `${all.together.length} runs, ${alone.together.length} alone`);
  for (const { speeches } of [pairs, all])
    for (const [index, samples] of speeches.entries()) assertSame(samples, alone.speeches[index]);
});

function assertSame(samples: readonly number[], expected: readonly number[]): void {
  assert.equal(samples.length, expected.length);
  for (const [at, sample] of samples.entries()) assert.ok(Math.abs(sample - expected[at]) < 1e-3, `sample ${at}`);
}

test('the words of a recording are heard in 8 bits nearly as upstream hears them', async context => {
  const networks = await openNetworks({ folder, openModel: openOnProcessor });
  context.after(() => networks.close());
  const golden = openGolden(fixtureFolder);
  const expected = golden.expected('speech/semantic_ids').values;
  const heard = await networks.readSpeech(standardize(normalizeVolume(golden.sound('speech'))));
  assert.equal(heard.length, expected.length);
  const same = heard.filter((token, index) => token === expected[index]).length / heard.length;
  assert.ok(same > 0.9 && same < 1, String(same));
});

const gpu: Provider = { name: 'cpu', label: 'A GPU', runsLoops: true, keepsOnDevice: false };
const processor: Provider = { ...gpu, label: 'The processor' };

/** Networks on a GPU that can be broken. `trouble`: what its trial says. */
async function onBreakableGpu({ trouble, rows }: { trouble: string | undefined; rows: readonly Provider[] }) {
  let isBroken = false;
  const notes: string[] = [];
  const noneLeft: string[] = [];
  const openOnGpu: OpenModel = async request => {
    if (isBroken) throw new Error('device lost\nand more');
    return replacingRun(async (session, feeds) => {
      if (isBroken) throw new Error('device lost\nand more');
      return session.run(feeds);
    })(request);
  };
  const lasting = await withLasting(
    { provider: 'auto', onNote: note => notes.push(note) },
    async openModel => {
      const networks = await openNetworks({ folder, openModel });
      await networks.warm();
      return networks;
    },
    {
      rows,
      openerOf: row => (row === gpu ? openOnGpu : openOnProcessor),
      troubleOf: async row => (row === gpu ? trouble : undefined),
      onNoneLeft: error => noneLeft.push(error.message),
    },
  );
  const speak = async () => Array.fromAsync(speakPiece(await lasting.current(), { text: 'Hello.', voice, seed: 1 }, never));
  const before = await speak();
  isBroken = true;
  return {
    notes,
    noneLeft,
    before,
    speak,
    readSpeaker: async () => (await lasting.current()).readSpeaker(speechReference().audio.samples),
    close: async () => (await lasting.current()).close(),
  };
}

const lossNote = 'A GPU does not work any more: device lost; tried again: no device';

test('where a GPU goes away the next provider takes over: whoever was being served is told to come again, and can', async context => {
  const broken = await onBreakableGpu({ trouble: 'no device', rows: [gpu, processor] });
  context.after(() => broken.close());
  await assert.rejects(broken.speak(), refusal('engine-died'));
  assert.deepEqual(await broken.speak(), broken.before);
  assert.deepEqual(broken.notes, [lossNote]);
  assert.deepEqual(broken.noneLeft, []);
});

test('that is found out by who enrols, too, for whom models are opened anew', async context => {
  const broken = await onBreakableGpu({ trouble: 'no device', rows: [gpu, processor] });
  context.after(() => broken.close());
  await assert.rejects(broken.readSpeaker(), refusal('engine-died'));
  assert.equal((await broken.readSpeaker()).length, 32);
});

test('where no other provider is left it is told, once', async context => {
  const broken = await onBreakableGpu({ trouble: 'no device', rows: [gpu] });
  context.after(() => broken.close());
  for (let attempt = 0; attempt < 2; attempt++) await assert.rejects(broken.speak(), refusal('engine-died'));
  assert.deepEqual(broken.noneLeft, [lossNote]);
});

test('what fails on a GPU that still computes is only that', async context => {
  const broken = await onBreakableGpu({ trouble: undefined, rows: [gpu, processor] });
  context.after(() => broken.close());
  await assert.rejects(broken.speak(), /device lost/);
  assert.deepEqual(broken.notes, []);
});
