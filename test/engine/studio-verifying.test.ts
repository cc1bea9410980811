import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decode } from '../../src/audio/decode.ts';
import { fingerprint } from '../../src/audio/fingerprint.ts';
import { encodeWav } from '../../src/audio/wav.ts';
import { createEngineHost } from '../../src/engine/host.ts';
import type { ToParent } from '../../src/engine/protocol.ts';
import { serve } from '../../src/engine/serve.ts';
import type { Embed } from '../../src/engine/sherpa/embedding.ts';
import type { Studio } from '../../src/engine/studio.ts';
import { createListener } from '../../src/engine/studio-verifying.ts';
import { createVerifier } from '../../src/engine/verifiers/index.ts';
import { adviceFor, type Judgement, type Verifier } from '../../src/engine/verifiers/verifier.ts';
import { buzz, refusal } from './support.ts';

const never = new AbortController().signal;
const sampleRateHz = 16_000;
const audio = buzz({ seconds: 3, sampleRateHz });
const recording = { source: encodeWav(audio), name: 'challenge.wav', language: 'en' };
const challenge = { statement: 'I agree.', words: ['dragon'], list: ['dragon', 'museum'] };
const accepting: Judgement = { accepted: true, scores: { margin: 2 }, thresholds: { margin: -1 } };
const refusing: Judgement = { accepted: false, reason: 'words-differ', scores: { margin: -3 }, thresholds: { margin: -1 } };

function verifier(id: string, judgement: Judgement, asked: string[] = []): Verifier {
  return {
    id,
    async warm(list) {
      asked.push(`${id} warms up for ${list.length}`);
    },
    async verify(heard) {
      asked.push(`${id} hears ${heard.samples.length / heard.sampleRateHz} s`);
      return judgement;
    },
  };
}

function listener(verifiers: readonly Verifier[], embed?: Embed) {
  return createListener({}, { verifiers: async () => verifiers, embedder: async () => embed });
}

describe('a challenge', () => {
  test('is accepted by the one verifier there is, with what it measured', async () => {
    const verdict = await listener([verifier('embedded', accepting)]).verify(recording, challenge, never);
    const { audio: heard } = await decode(recording, { sampleRateHz, signal: never });
    assert.deepEqual(verdict, { ...accepting, verifier: 'embedded', fingerprint: fingerprint(heard) });
  });

  test('is refused with the advice for the reason', async () => {
    const verdict = await listener([verifier('embedded', refusing)]).verify(recording, challenge, never);
    assert.equal(verdict.accepted, false);
    assert.equal(verdict.reason, 'words-differ');
    assert.equal(verdict.advice, adviceFor('words-differ'));
  });

  test('needs every verifier: both are named, and their scores kept apart', async () => {
    const verdict = await listener([verifier('sherpa', accepting), verifier('embedded', accepting)]).verify(
      recording,
      challenge,
      never,
    );
    assert.equal(verdict.accepted, true);
    assert.equal(verdict.verifier, 'sherpa+embedded');
    assert.deepEqual(verdict.scores, { 'sherpa.margin': 2, 'embedded.margin': 2 });
  });

  for (const [first, second] of [
    [accepting, refusing],
    [refusing, accepting],
  ] as const) {
    test(`is refused when one accepts and the other does not (${first.accepted}, ${second.accepted})`, async () => {
      const verdict = await listener([verifier('sherpa', first), verifier('embedded', second)]).verify(
        recording,
        challenge,
        never,
      );
      assert.deepEqual([verdict.accepted, verdict.reason], [false, 'words-differ']);
    });
  }

  test('that is no sound is refused before anybody listens', async () => {
    const asked: string[] = [];
    const broken = { ...recording, source: Buffer.from('not a sound at all, not even nearly') };
    await assert.rejects(listener([verifier('embedded', accepting, asked)]).verify(broken, challenge, never), refusal(/./));
    assert.deepEqual(asked, []);
  });

  test('is heard by each at 16 kHz, after they were warmed up', async () => {
    const asked: string[] = [];
    const both = listener([verifier('sherpa', accepting, asked), verifier('embedded', accepting, asked)]);
    await both.warm(challenge.list, never);
    await both.verify(recording, challenge, never);
    assert.deepEqual(asked, ['sherpa warms up for 2', 'embedded warms up for 2', 'sherpa hears 3 s', 'embedded hears 3 s']);
  });

  test('a verifier that cannot be had is a refusal, never an acceptance, and is looked for again', async () => {
    let asked = 0;
    const verifiers = async () => {
      if (asked++ === 0) return [await createVerifier('nobody')];
      return [verifier('embedded', accepting)];
    };
    const later = createListener({}, { verifiers, embedder: async () => undefined });
    await assert.rejects(later.verify(recording, challenge, never), refusal('verifier-unknown'));
    assert.equal((await later.verify(recording, challenge, never)).accepted, true);
  });

  test('by speech recognition alone needs its model files', async () => {
    const { verify } = createListener({ verifier: 'sherpa' });
    await assert.rejects(
      verify({ ...recording, source: encodeWav(buzz({ seconds: 6, sampleRateHz })) }, challenge, never),
      refusal('speech-models-missing'),
    );
  });
});

describe('speakers', () => {
  const compareAs = (vectors: readonly number[][]) => {
    let at = 0;
    return listener([], () => Float32Array.from(vectors[at++]!)).compare(Array(vectors.length).fill(recording), never);
  };

  test('are alike when the model says so of every two', async () => {
    const { alike, score } = await compareAs([
      [1, 0.1],
      [1, 0.2],
      [1, 0],
    ]);
    assert.equal(alike, true);
    assert.ok(score > 0.9);
  });

  test('are not when one of three differs', async () => {
    const { alike, score } = await compareAs([
      [1, 0],
      [0, 1],
      [1, 0],
    ]);
    assert.deepEqual([alike, score], [false, 0]);
  });

  test('cannot be compared by the dozen', async () => {
    await assert.rejects(listener([]).compare(Array(30).fill(recording), never), refusal('recordings-too-many'));
  });
});

test('what a host was told reaches the verifier in its process', async context => {
  const host = await createEngineHost({ engine: 'tone', verifier: 'sherpa', speechModels: '/nonexistent/models' });
  context.after(() => host.close());
  const long = { ...recording, source: encodeWav(buzz({ seconds: 6, sampleRateHz })) };
  await assert.rejects(host.verify(long, challenge, never), refusal('speech-models-missing'));
  assert.equal((await host.compare([long, long], never)).score, 1);
});

test('a bug in the verifier is told without the words of the challenge', async () => {
  const answers: ToParent[] = [];
  const studio = {
    verify: async () => {
      throw new RangeError('cannot align dragon with agree');
    },
  } as unknown as Studio;
  const { promise, resolve } = Promise.withResolvers<void>();
  const { receive } = serve(studio, answer => {
    answers.push(answer);
    resolve();
  });
  receive({ kind: 'call', id: 1, method: 'verify', arguments: [recording, challenge] });
  await promise;
  assert.doesNotMatch(JSON.stringify(answers), /dragon|agree/);
});
