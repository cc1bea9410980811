/** The built networks under the engine: several speeches in one run, and a GPU that goes away. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openNetworks } from '../../../src/engine/backends/spark/networks-at-work.ts';
import { speakPiece } from '../../../src/engine/backends/spark/speak.ts';
import { foldersOf } from '../../../src/engine/models/folders.ts';
import { watchForLoss } from '../../../src/engine/onnx/loss.ts';
import { candidates, createModelOpener, type OpenModel } from '../../../src/engine/onnx/providers.ts';
import type { Session } from '../../../src/engine/onnx/session.ts';
import { makeTinyModel, type TinyModel } from './tiny-model.ts';

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
  for (const { speeches } of [pairs, all]) assert.deepEqual(lengths(speeches), lengths(alone.speeches));
});

const lengths = (speeches: readonly (readonly number[])[]) => speeches.map(({ length }) => length);

for (const { title, trouble, lost } of [
  { title: 'a GPU that is gone is told once', trouble: 'no device', lost: ['device lost; tried again: no device'] },
  { title: 'a run that fails on a GPU that still computes is only that', trouble: undefined, lost: [] },
]) {
  test(title, async context => {
    let isGone = false;
    const told: string[] = [];
    const tried: Promise<string | undefined>[] = [];
    const openModel = watchForLoss(
      replacingRun(async (session, feeds) => {
        if (isGone) throw new Error('device lost\nand more');
        return session.run(feeds);
      }),
      {
        tryAgain() {
          tried.push(Promise.resolve(trouble));
          return tried.at(-1)!;
        },
        onLost: reason => told.push(reason),
      },
    );
    const networks = await openNetworks({ folder, openModel });
    context.after(() => networks.close());
    await networks.warm();
    isGone = true;
    for (let attempt = 0; attempt < 2; attempt++)
      await assert.rejects(Array.fromAsync(speakPiece(networks, { text: 'Hello.', voice, seed: 1 }, never)), /device lost/);
    await Promise.all(tried);
    assert.ok(tried.length > 0);
    assert.deepEqual(told, lost);
  });
}
