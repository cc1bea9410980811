/** A language model that behaves as badly as the real one is known to: each time there is speech, and it ends. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { rowOf } from '../../../src/engine/backends/spark/build.ts';
import type { ContinueOptions, Language } from '../../../src/engine/backends/spark/language.ts';
import { type Networks, openNetworks } from '../../../src/engine/backends/spark/networks-at-work.ts';
import { speakPiece } from '../../../src/engine/backends/spark/speak.ts';
import { foldersOf } from '../../../src/engine/models/folders.ts';
import { candidates, createModelOpener } from '../../../src/engine/onnx/providers.ts';
import { expectedDuration } from '../../../src/engine/speaking/expected.ts';
import { refusal } from '../support.ts';
import { makeTinyModel, speechReference, type TinyModel } from './tiny-model.ts';

const never = new AbortController().signal;
const voice = { globalTokens: new Int32Array(32) };
const SAMPLES_PER_TOKEN = 320;
let model: TinyModel;
let networks: Networks;

before(async () => {
  model = await makeTinyModel();
  const { built } = foldersOf('spark-tts-0.5b', model.environment);
  networks = await openNetworks({ folder: built, openModel: createModelOpener(candidates('cpu')[0], 1) });
});
after(async () => {
  await networks.close();
  await model.remove();
});

/** Says what `choose` gives; ends as the real one does. It must not say what the mask forbids. */
function sayingWhat(choose: (said: number, mayEnd: boolean) => 'end' | number): Networks {
  const { tokens, vocabulary } = networks.description;
  const [end, first] = [tokens.end, tokens.semantic.first].map(id => rowOf(vocabulary, id));
  let said = 0;
  const language: Language = {
    rowCount: vocabulary.reduce((sum, { from, to }) => sum + to - from, 0),
    stepsAtOnce: 1,
    begin: async () => ({
      length: 0,
      append: async () => {},
      close: () => {},
      async continue({ mask, uniforms }: ContinueOptions) {
        const rows: number[] = [];
        for (let step = 0; step < uniforms.length && rows.at(-1) !== end; step++) {
          const choice = choose(said++, mask[end] === 0);
          rows.push(choice === 'end' ? end : first + choice);
          assert.equal(mask[rows.at(-1)!], 0, 'says what it must not');
        }
        return { rows, traces: {} };
      },
    }),
  };
  return { ...networks, language: async () => language };
}

async function tokensSpoken(badly: Networks, text: string): Promise<number> {
  const chunks = await Array.fromAsync(speakPiece(badly, { text, voice, seed: 1 }, never));
  return chunks.reduce((sum, { length }) => sum + length, 0) / SAMPLES_PER_TOKEN;
}

const varied = (said: number) => (said * 37) % 8191;
const endsAtOnce = () => sayingWhat((said, mayEnd) => (mayEnd ? 'end' : varied(said)));

for (const text of ['Good morning, everyone, and welcome to the second part.', '你好，今天天气很好。', 'Hm.', '?']) {
  test(`one that would say nothing says as much as "${text}" takes at least`, async () => {
    const least = Math.max(1, Math.floor(50 * expectedDuration(text, 1).leastSeconds));
    assert.equal(await tokensSpoken(endsAtOnce(), text), least);
  });
}

test('one that never ends is stopped where the text has been said at the slowest', async () => {
  const text = 'Good morning.';
  const most = Math.ceil(50 * expectedDuration(text, 1).mostSeconds);
  assert.equal(await tokensSpoken(sayingWhat(varied), text), most);
});

test('one that never ends is stopped after 35 seconds, however long the text', async () => {
  assert.equal(await tokensSpoken(sayingWhat(varied), 'X1. '.repeat(40)), 35 * 50);
});

test('one that says the same for ever is stopped within seconds', async () => {
  const text = 'Good morning, everyone, and welcome to the second part. '.repeat(2);
  const spoken = await tokensSpoken(
    sayingWhat(said => (said < 40 ? varied(said) : said % 3)),
    text,
  );
  assert.ok(spoken >= 40 && spoken < 3.5 * 50, String(spoken));
});

test('what enrols is run by the processor where the GPU cannot, and that is told', async context => {
  const { built } = foldersOf('spark-tts-0.5b', model.environment);
  const openElsewhere = createModelOpener(candidates('cpu')[0], 1);
  const openModel = async () => {
    throw new Error('out of memory\nand more');
  };
  const notes: string[] = [];
  const narrow = await openNetworks({ folder: built, openModel, openElsewhere, onNote: note => notes.push(note) });
  context.after(() => narrow.close());
  const samples = speechReference().audio.samples;
  assert.deepEqual(await narrow.readSpeaker(samples), await networks.readSpeaker(samples));
  assert.deepEqual(notes, ['The processor enrols: out of memory']);
  const alone = await openNetworks({ folder: built, openModel });
  await assert.rejects(alone.readSpeaker(samples), /out of memory/);
});

test('a prompt beyond the context of the model is refused, with what to do', async () => {
  const narrow = { ...endsAtOnce(), description: { ...networks.description, contextLength: 200 } };
  const speech = tokensSpoken(narrow, 'Good morning, everyone.');
  await assert.rejects(speech, refusal('text-too-long'));
  await assert.rejects(speech, /the model holds 200\. Use shorter sentences, or clone the voice again/);
});
