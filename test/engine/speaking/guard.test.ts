import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { GuardNote } from '../../../src/engine/speaking/guard.ts';
import { speakText } from '../../../src/engine/speaking/pipeline.ts';
import { Refusal } from '../../../src/errors.ts';
import { refusal, soon } from '../support.ts';
import {
  babble,
  createBadEngine,
  joined,
  print,
  type Saying,
  sampleRateHz,
  samplesOf,
  saying,
  sayings,
  silence,
} from './bad-engine.ts';

const never = new AbortController().signal;
const text = 'The birch canoe slid on the smooth planks.';

interface Case {
  readonly mistakes: readonly Saying[];
  readonly sampled?: boolean;
  readonly form?: 'live' | 'whole';
  readonly words?: string;
  readonly stallSeconds?: number;
}

async function speak({ mistakes, sampled = true, form = 'whole', words = text, stallSeconds }: Case) {
  const engine = createBadEngine(mistakes, { sampled });
  const speech = speakText({ engine, text: words, print, options: { seed: 5 }, form, stallSeconds }, never);
  const samples = await soon(samplesOf(speech.chunks), 'the speech');
  return { engine, samples, notes: speech.notes, seconds: samples.length / sampleRateHz };
}

const faults: readonly { readonly mistake: keyof typeof sayings; readonly fault: GuardNote['fault'] }[] = [
  { mistake: 'empty', fault: 'soundless' },
  { mistake: 'silent', fault: 'silent' },
  { mistake: 'faint', fault: 'silent' },
  { mistake: 'starting late', fault: 'silent' },
  { mistake: 'falling silent', fault: 'silent' },
  { mistake: 'breaking into numbers that are none', fault: 'not-a-number' },
  { mistake: 'infinite', fault: 'not-a-number' },
  { mistake: 'clipped', fault: 'clipped' },
  { mistake: 'hasty', fault: 'too-short' },
  { mistake: 'repeating', fault: 'repeating' },
  { mistake: 'endless', fault: 'endless' },
  { mistake: 'throwing', fault: 'threw' },
];

describe('an engine that draws at random and gets it wrong', () => {
  for (const { mistake, fault } of faults) {
    test(`${mistake}: is asked again with another seed, and nobody hears of it`, async () => {
      const { engine, notes, samples } = await speak({ mistakes: [sayings[mistake], sayings.good] });
      assert.deepEqual(notes, [{ piece: 0, fault, outcome: 'made-anew' }]);
      assert.deepEqual(samples, babble(2));
      const [first, second] = engine.calls.map(({ options }) => options.seed);
      assert.equal(first, 5);
      assert.notEqual(second, first);
      assert.equal(engine.ended, 2);
    });
  }

  test('is asked three times at most, and of its best try the good part is kept', async () => {
    const { engine, notes, samples } = await speak({ mistakes: [sayings.empty, sayings['falling silent'], sayings.hasty] });
    assert.equal(engine.calls.length, 3);
    assert.deepEqual(
      notes.map(({ outcome }) => outcome),
      ['made-anew', 'made-anew', 'cut-off'],
    );
    assert.deepEqual(samples.slice(0, 1.5 * sampleRateHz), babble(1.5));
    assert.ok(samples.length < 1.8 * sampleRateHz, 'the silence after it is gone');
  });

  test('a speech that says nothing in any try is refused', async () => {
    await assert.rejects(speak({ mistakes: [sayings.silent] }), refusal('speech-empty'));
  });

  test('goes on with the next piece after one that failed', async () => {
    const pieces = [text, 'Glue the sheet to the dark blue background.', 'It is easy to tell the depth of a well.'];
    const { engine, notes } = await speak({
      mistakes: [sayings.good, sayings.silent, sayings.silent, sayings.silent, sayings.good],
      words: pieces.join(' '),
    });
    assert.deepEqual(
      engine.calls.map(call => call.text),
      [pieces[0], pieces[1], pieces[1], pieces[1], pieces[2]],
    );
    assert.deepEqual(
      notes.map(({ piece }) => piece),
      [1, 1, 1],
    );
  });

  test('a bug that stays is thrown, not swallowed', async () => {
    await assert.rejects(speak({ mistakes: [sayings.throwing] }), { name: 'RangeError' });
  });

  test('its refusals are final: another seed changes nothing', async () => {
    const engine = createBadEngine([
      async function* () {
        yield* [];
        throw new Refusal('voice-format', 'No.');
      },
    ]);
    const { chunks } = speakText({ engine, text, print, options: {}, form: 'whole' }, never);
    await assert.rejects(samplesOf(chunks), refusal('voice-format'));
    assert.equal(engine.calls.length, 1);
  });

  for (const mistake of ['hanging', 'endlessly empty'] as const) {
    test(`${mistake}: is given up, though it does not listen`, async () => {
      const { notes, samples } = await speak({ mistakes: [sayings[mistake], sayings.good], stallSeconds: 0.05 });
      assert.deepEqual(notes, [{ piece: 0, fault: 'stalled', outcome: 'made-anew' }]);
      assert.deepEqual(samples, babble(2));
    });
  }

  test('an attempt that is given up is told to stop', async () => {
    let told: AbortSignal | undefined;
    const deaf: Saying = async function* (_text, signal) {
      told = signal;
      yield babble(0.2);
      await new Promise(() => {});
    };
    await speak({ mistakes: [deaf, sayings.good], stallSeconds: 0.05 });
    assert.equal(told?.aborted, true);
  });

  test('hanging in every try: says so', async () => {
    await assert.rejects(speak({ mistakes: [sayings.hanging], stallSeconds: 0.05 }), refusal('engine-stalled'));
  });

  test('endless: stopped after what the text can take, whatever it would go on to say', async () => {
    const { engine, seconds } = await speak({ mistakes: [sayings.endless] });
    assert.ok(seconds > 3 && seconds < 15, `${seconds} s`);
    assert.ok(engine.made < 3 * 80, `${engine.made} chunks made in three tries`);
    assert.equal(engine.ended, 3);
  });
});

describe('what an engine may do', () => {
  const allowed: readonly { readonly what: string; readonly words: string; readonly sound: Float32Array }[] = [
    { what: 'speak slowly', words: 'Slow.', sound: babble(2.9) },
    { what: 'speak fast', words: text, sound: babble(1.2) },
    { what: 'pause', words: text, sound: joined(babble(1), silence(2), babble(1)) },
    { what: 'begin after a breath', words: text, sound: joined(silence(1), babble(2)) },
    {
      what: 'repeat what the text repeats',
      words: 'Knock knock knock knock, he said.',
      sound: joined(...Array(4).fill(babble(0.6, 3))),
    },
    { what: 'say something twice', words: text, sound: joined(babble(1.2, 3), babble(1.2, 3), babble(0.8, 4)) },
    { what: 'be loud', words: text, sound: babble(2).map(sample => 2.8 * sample) },
  ];
  for (const { what, words, sound } of allowed) {
    test(what, async () => {
      const { notes, samples } = await speak({ mistakes: [saying(sound)], words });
      assert.deepEqual(notes, []);
      assert.equal(samples.length, sound.length);
    });
  }
});

describe('while somebody is listening', () => {
  test('half a second is held back, so that a bad start is made anew', async () => {
    const { notes, samples } = await speak({
      mistakes: [saying(joined(babble(0.3), Float32Array.of(Number.NaN))), sayings.good],
      form: 'live',
    });
    assert.deepEqual(notes, [{ piece: 0, fault: 'not-a-number', outcome: 'made-anew' }]);
    assert.deepEqual(samples, babble(2));
  });

  test('what was heard already is not taken back: the piece ends there', async () => {
    const { notes, samples, engine } = await speak({ mistakes: [sayings['breaking into numbers that are none']], form: 'live' });
    assert.deepEqual(notes, [{ piece: 0, fault: 'not-a-number', outcome: 'cut-off' }]);
    assert.deepEqual(samples, babble(1));
    assert.equal(engine.calls.length, 1);
  });

  test('no more is made than is heard and held back', async () => {
    const engine = createBadEngine([sayings.good]);
    const chunks = speakText({ engine, text, print, options: {}, form: 'live' }, never).chunks[Symbol.asyncIterator]();
    await chunks.next();
    assert.equal(engine.made, 6);
    await chunks.return?.();
    assert.equal(engine.ended, 1);
  });
});

describe('an engine that always says the same', () => {
  test('is heard at once: nothing is held back', async () => {
    const engine = createBadEngine([sayings.good], { sampled: false });
    for (const form of ['live', 'whole'] as const) {
      engine.made = 0;
      const chunks = speakText({ engine, text, print, options: {}, form }, never).chunks[Symbol.asyncIterator]();
      await chunks.next();
      assert.equal(engine.made, 1);
      await chunks.return?.();
    }
  });

  test('is not asked again, but what is no sound never gets out', async () => {
    const { engine, samples, notes } = await speak({ mistakes: [sayings.infinite], sampled: false });
    assert.deepEqual(samples, babble(1));
    assert.deepEqual(notes, [{ piece: 0, fault: 'not-a-number', outcome: 'cut-off' }]);
    assert.equal(engine.calls.length, 1);
  });

  test('may sound as odd as it likes', async () => {
    const { notes } = await speak({ mistakes: [sayings.hasty], sampled: false });
    assert.deepEqual(notes, []);
  });

  test('still cannot go on for ever', async () => {
    const { seconds } = await speak({ mistakes: [sayings.endless], sampled: false });
    assert.ok(seconds < 15);
  });
});
