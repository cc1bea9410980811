import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Audio } from '../../../src/audio/audio.ts';
import {
  adviceFor,
  type Judgement,
  type JudgementReason,
  type SpokenChallenge,
  type Verifier,
} from '../../../src/engine/verifiers/verifier.ts';
import { soon } from '../support.ts';

export interface VerifierMaterial {
  readonly createVerifier: () => Promise<Verifier>;
  readonly challenge: SpokenChallenge;
  /** Somebody reads `text`, at least 16 kHz. */
  readonly reads: (text: string) => Promise<Audio>;
}

const never = new AbortController().signal;

/** What every verifier must do. */
export function verifierConformance(name: string, { createVerifier, challenge, reads }: VerifierMaterial): void {
  const { statement, words, list } = challenge;
  const others = list.filter(word => !words.includes(word)).slice(0, words.length);

  describe(`${name} conforms`, () => {
    let verifier: Verifier;
    let right: Audio;

    before(async () => {
      verifier = await createVerifier();
      await verifier.warm(list, never);
      right = await reads(`${statement} ${words.join(', ')}.`);
    });

    const judge = (audio: Audio, asked: Partial<SpokenChallenge> = {}) =>
      verifier.verify(audio, { ...challenge, ...asked }, never);

    test('describes itself', () => assert.match(verifier.id, /^[a-z][a-z0-9-]*$/));

    test('accepts the right reading, and leaves the recording as it was', async () => {
      const samples = right.samples.slice();
      const judgement = await judge({ ...right, samples });
      assert.deepEqual([judgement.accepted, judgement.reason], [true, undefined], JSON.stringify(judgement));
      requireNumbers(judgement);
      assert.deepEqual(samples, right.samples);
    });

    test('refuses other words', async () => requireRefusal(await judge(right, { words: others }), 'words-differ'));

    test('refuses one wrong word', async () => {
      requireRefusal(await judge(right, { words: words.with(1, others[0]) }), 'words-differ');
    });

    test('refuses the right words in another order', async () => {
      requireRefusal(await judge(right, { words: words.toReversed() }), 'words-differ');
    });

    test('refuses another statement before the right words', async () => {
      const other =
        'The rain had stopped before the first guests came, and seven old sailors rowed their boat across the windy bay. ' +
        `We went home for tea with milk and two biscuits. ${words.join(', ')}.`;
      requireRefusal(await judge(await reads(other)), 'statement-differs');
    });

    test('finds no speech in silence', async () => {
      requireRefusal(await judge({ ...right, samples: new Float32Array(right.samples.length) }), 'no-speech');
    });

    test('refuses the beginning of a reading as too short', async () => {
      requireRefusal(await judge({ ...right, samples: right.samples.subarray(0, right.sampleRateHz) }), 'too-short');
    });

    test('refuses what is far longer than a reading as too long', async () => {
      const samples = new Float32Array(8 * right.samples.length);
      for (let time = 0; time < 8; time++) samples.set(right.samples, time * right.samples.length);
      requireRefusal(await judge({ ...right, samples }), 'too-long');
    });

    for (const [what, sample] of Object.entries(garbage)) {
      test(`refuses ${what} without failing`, async () => {
        const samples = Float32Array.from({ length: 8 * 16_000 }, (_, index) => sample(index));
        requireRefusal(await judge({ samples, sampleRateHz: 16_000 }));
      });
    }

    for (const length of [0, 1, 500]) {
      test(`refuses a recording of ${length} samples`, async () => {
        requireRefusal(await judge({ samples: new Float32Array(length).fill(0.5), sampleRateHz: 16_000 }));
      });
    }

    test('does not begin for an aborted signal', async () => {
      await assert.rejects(verifier.warm(list, AbortSignal.abort()), { name: 'AbortError' });
      await assert.rejects(verifier.verify(right, challenge, AbortSignal.abort()), { name: 'AbortError' });
    });

    test('stops when the signal aborts on the way, and goes on working', async () => {
      const controller = new AbortController();
      const judging = verifier.verify(right, challenge, controller.signal);
      setImmediate(() => controller.abort());
      await soon(assert.rejects(judging, { name: 'AbortError' }), 'the end of an aborted check');
      assert.equal((await judge(right)).accepted, true);
    });
  });
}

const garbage: Readonly<Record<string, (index: number) => number>> = {
  'samples that are no numbers': () => Number.NaN,
  'infinite samples': index => (index % 2 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY),
  'tiny samples': index => 1e-30 * Math.sin(index),
  'huge samples': index => 1e30 * Math.sin(index / 7),
  'a constant': () => 0.7,
  'a clipped square wave': index => (index % 160 < 80 ? 1 : -1),
  'a single click': index => Number(index === 60_000),
};

function requireRefusal(judgement: Judgement, reason?: JudgementReason): void {
  assert.equal(judgement.accepted, false, JSON.stringify(judgement));
  assert.ok(judgement.reason, 'a refusal says why');
  if (reason) assert.equal(judgement.reason, reason, JSON.stringify(judgement));
  assert.match(adviceFor(judgement.reason), /\.$/);
  requireNumbers(judgement);
}

function requireNumbers({ scores, thresholds }: Judgement): void {
  assert.ok(Object.keys(scores).length > 0 && Object.keys(thresholds).length > 0, 'what was measured, and against what');
  for (const [name, value] of Object.entries({ ...scores, ...thresholds }))
    assert.ok(Number.isFinite(value), `${name} is ${value}`);
}
