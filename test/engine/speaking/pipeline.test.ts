import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { expectedDuration } from '../../../src/engine/speaking/expected.ts';
import { speakText } from '../../../src/engine/speaking/pipeline.ts';
import { prepareText } from '../../../src/engine/speaking/prepare.ts';
import { refusal } from '../support.ts';
import { babble, createBadEngine, print, sampleRateHz, samplesOf, sayings } from './bad-engine.ts';

const never = new AbortController().signal;
const sentences = ['The birch canoe slid on the smooth planks.', 'Glue the sheet to the dark blue background.'];
const exact = () => createBadEngine([sayings.good], { sampled: false });

describe('a text on its way to the engine', () => {
  test('is written out in words and cut into sentences', () => {
    const pieces = prepareText('It costs $5 for the two of them, I am told. Call me back at 7:30 in the evening.', 'en');
    assert.equal(pieces.length, 2);
    assert.match(pieces[0]!.text, /five dollars/);
    assert.doesNotMatch(pieces.map(piece => piece.text).join(), /\d/);
  });

  test('loses what is meant for a model and not for a listener', () => {
    const [piece] = prepareText('Hello <|endoftext|> there, how is it going?', 'en');
    assert.doesNotMatch(piece!.text, /[<|>]|endoftext/);
  });

  for (const [title, text, code] of [
    ['nothing', ' \n', 'text-empty'],
    ['signs', '🎉 ?!', 'text-unspeakable'],
    ['hidden signs', '\u200b\u202e', /^text-/],
    ['too much', 'word '.repeat(1_500), 'text-too-long'],
    ['numbers that would take an hour', '987654 '.repeat(710), 'text-too-long'],
  ] as const) {
    test(`is refused when it is ${title}`, () => assert.throws(() => prepareText(text, 'en'), refusal(code)));
  }
});

describe('the pieces of a speech', () => {
  test('come in order, each with a seed of its own, with a pause between and none at the end', async () => {
    const engine = exact();
    const speech = speakText({ engine, text: sentences.join(' '), print, options: { seed: 40, rate: 2 }, form: 'live' }, never);
    const samples = await samplesOf(speech.chunks);
    assert.deepEqual(
      engine.calls.map(call => call.text),
      sentences,
    );
    assert.deepEqual(
      engine.calls.map(call => call.options),
      [40, 41].map(seed => ({ seed, rate: 2, language: 'en' })),
    );
    const pause = samples.slice(2 * sampleRateHz, -2 * sampleRateHz);
    assert.equal(pause.length, (0.38 / 2) * sampleRateHz);
    assert.ok(pause.every(sample => sample === 0));
    assert.deepEqual(samples.slice(-2 * sampleRateHz), babble(2));
    assert.equal(speech.share, 1);
  });

  test('tell how much of the text is done', async () => {
    const speech = speakText({ engine: exact(), text: sentences.join(' '), print, options: {}, form: 'whole' }, never);
    const shares = new Set<number>();
    for await (const _chunk of speech.chunks) shares.add(speech.share);
    assert.deepEqual([...shares], [0, sentences[0]!.length / sentences.join('').length]);
  });

  for (const { wanted, got } of [
    { wanted: 'de', got: 'de' },
    { wanted: 'de-AT', got: 'de-AT' },
    { wanted: undefined, got: 'en' },
    { wanted: 'tlh', got: 'en' },
  ]) {
    test(`a text in ${wanted ?? 'no language'} is read as ${got}`, async () => {
      const engine = exact();
      await samplesOf(speakText({ engine, text: 'Ja', print, options: { language: wanted }, form: 'whole' }, never).chunks);
      assert.equal(engine.calls[0]!.options.language, got);
    });
  }

  test('a language that is no tag is refused', async () => {
    const { chunks } = speakText({ engine: exact(), text: 'Ja', print, options: { language: 'en-!' }, form: 'whole' }, never);
    await assert.rejects(samplesOf(chunks), refusal('language-invalid'));
  });

  test('end with the reason of the signal, within the piece', async () => {
    const stop = new AbortController();
    const engine = createBadEngine([sayings.endless], { sampled: false });
    const { chunks } = speakText({ engine, text: sentences[0]!, print, options: {}, form: 'live' }, stop.signal);
    await assert.rejects(
      async () => {
        for await (const _chunk of chunks) stop.abort(new Error('revoked'));
      },
      { message: 'revoked' },
    );
    assert.equal(engine.made, 1);
    assert.equal(engine.ended, 1);
  });

  test('an engine that hangs keeps nobody from leaving', async () => {
    const stop = new AbortController();
    const engine = createBadEngine([sayings.hanging], { sampled: false });
    const { chunks } = speakText({ engine, text: sentences[0]!, print, options: {}, form: 'live' }, stop.signal);
    await assert.rejects(
      async () => {
        for await (const _chunk of chunks) setImmediate(() => stop.abort(new Error('gone')));
      },
      { message: 'gone' },
    );
  });
});

describe('expected duration', () => {
  for (const { text, seconds } of [
    { text: 'Yes.', seconds: 0.4 },
    { text: 'The birch canoe slid on the smooth planks.', seconds: 2.6 },
    { text: '你好，我明天给你打电话。', seconds: 2.4 },
    { text: 'Donaudampfschifffahrtsgesellschaft', seconds: 2.6 },
    { text: 'WWW', seconds: 1.7 },
  ]) {
    test(`${seconds} s fit "${text}", and ten times as much or a tenth does not`, () => {
      const { leastSeconds, mostSeconds } = expectedDuration(text, 1);
      assert.ok(leastSeconds <= seconds && seconds <= mostSeconds);
      assert.ok(10 * seconds + 2 > mostSeconds);
    });
  }

  test('half the rate takes twice as long', () => {
    assert.equal(expectedDuration('Hello', 0.5).mostSeconds, 2 * expectedDuration('Hello', 1).mostSeconds);
  });
});
