import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Audio, concatenate, durationSeconds } from '../../src/audio/audio.ts';
import type { Engine, Reference, SpeakOptions, VoicePrint } from '../../src/engine/engine.ts';
import { refusal } from './support.ts';

export interface ConformanceMaterial {
  readonly createEngine: () => Promise<Engine & { close?(): Promise<void> }>;
  /** A recording that the engine accepts; given as a function where making it takes time. */
  readonly references: () => Promise<readonly Reference[]>;
  /** At least two sentences, so that the speech streams. */
  readonly text?: string;
  /** Share by which two renderings with one seed may differ in length; anything above 0 with the reason why. */
  readonly lengthTolerance?: { readonly share: number; readonly because: string };
}

const twoSentences = 'The birch canoe slid on the smooth planks. Glue the sheet to the dark blue background, and wait an hour.';
const never = new AbortController().signal;

/** What every backend must do, in process and through the host. */
export function engineConformance(
  name: string,
  { createEngine, references, text = twoSentences, lengthTolerance = { share: 0, because: 'exact' } }: ConformanceMaterial,
): void {
  describe(`${name} conforms`, () => {
    let engine: Awaited<ReturnType<typeof createEngine>>;
    let print: VoicePrint;

    before(async () => {
      engine = await createEngine();
      print = await engine.enroll(await references(), never);
    });
    after(() => engine?.close?.());

    const speakAll = async (words: string, options: SpeakOptions = {}): Promise<Audio> =>
      concatenate(await Array.fromAsync(engine.speak(words, print, options, never)), engine.sampleRateHz);

    test('describes itself', () => {
      assert.match(engine.id, /^[a-z][a-z0-9-]*$/);
      assert.ok(Number.isInteger(engine.sampleRateHz) && engine.sampleRateHz >= 8_000 && engine.sampleRateHz <= 48_000);
      assert.ok(engine.languages.length > 0);
      for (const tag of engine.languages) assert.equal(Intl.getCanonicalLocales(tag).length, 1, tag);
      assert.ok(['required', 'optional', 'unused'].includes(engine.transcript));
    });

    test('a print is bound to its engine and language', async () => {
      assert.equal(print.engine, engine.id);
      assert.equal(print.language, (await references())[0].language);
      assert.ok(Number.isInteger(print.format) && print.format >= 0);
      assert.ok(print.data instanceof Uint8Array && print.data.length > 0);
    });

    test('refuses to enrol nothing', () => assert.rejects(engine.enroll([], never), refusal(/reference/)));

    test('refuses to enrol a language that it does not read', async () => {
      const foreign = (await references()).map(reference => ({ ...reference, language: 'tlh' }));
      await assert.rejects(engine.enroll(foreign, never), refusal('language-unknown'));
    });

    test('does not begin to enrol for an aborted signal', async () => {
      await assert.rejects(engine.enroll(await references(), AbortSignal.abort()), { name: 'AbortError' });
    });

    test('streams mono speech of its own rate', async () => {
      const chunks = await Array.fromAsync(engine.speak(text, print, {}, never));
      assert.ok(chunks.length > 1, `${chunks.length} chunk for ${text.length} characters`);
      let loudest = 0;
      for (const { samples, sampleRateHz } of chunks) {
        assert.equal(sampleRateHz, engine.sampleRateHz);
        assert.ok(samples instanceof Float32Array && samples.length > 0);
        assert.ok(
          samples.every(sample => Math.abs(sample) <= 1),
          'a sample beyond [-1, 1], or not a number',
        );
        loudest = Math.max(loudest, ...samples.map(Math.abs));
      }
      assert.ok(loudest > 0.01, `silent: the loudest sample is ${loudest}`);
    });

    test(`one seed gives one length (${lengthTolerance.because})`, async () => {
      const [first, second] = [await speakAll(text, { seed: 7 }), await speakAll(text, { seed: 7 })];
      const difference = Math.abs(first.samples.length - second.samples.length);
      assert.ok(difference <= lengthTolerance.share * first.samples.length, `${difference} samples of ${first.samples.length}`);
    });

    test('the rate changes the duration', async () => {
      const [slow, usual, fast] = [
        await speakAll(text, { rate: 0.7 }),
        await speakAll(text),
        await speakAll(text, { rate: 1.4 }),
      ];
      assert.ok(durationSeconds(slow) > 1.15 * durationSeconds(usual));
      assert.ok(durationSeconds(usual) > 1.15 * durationSeconds(fast));
    });

    test('longer text takes longer', async () => {
      assert.ok(durationSeconds(await speakAll(`${text} ${text}`)) > 1.5 * durationSeconds(await speakAll(text)));
    });

    test('speaks words that no dictionary holds', async () => {
      assert.ok(durationSeconds(await speakAll('Zyxqu brillig frabjous 4711 @home.')) > 0.2);
    });

    test('an aborted signal speaks nothing', async () => {
      const speech = engine.speak(text, print, {}, AbortSignal.abort(new Error('gone'))) as AsyncIterable<Audio>;
      await assert.rejects(Array.fromAsync(speech), { message: 'gone' });
    });

    test('an abort in mid-speech ends it with the reason of the signal', async () => {
      const stop = new AbortController();
      const heard: Audio[] = [];
      await assert.rejects(
        async () => {
          for await (const chunk of engine.speak(text.repeat(5), print, {}, stop.signal)) {
            heard.push(chunk);
            stop.abort(new Error('enough'));
          }
        },
        { message: 'enough' },
      );
      assert.equal(heard.length, 1);
      assert.ok((await speakAll('Still there.')).samples.length > 0);
    });

    test('a listener may walk away', async () => {
      for await (const _chunk of engine.speak(text.repeat(5), print, {}, never)) break;
      assert.ok((await speakAll('Still there.')).samples.length > 0);
    });

    test('two speeches at once do not mix', async () => {
      const [short, long] = await Promise.all([speakAll('Yes.'), speakAll(text)]);
      const alone = { short: await speakAll('Yes.'), long: await speakAll(text) };
      for (const [together, single] of [
        [short, alone.short],
        [long, alone.long],
      ]) {
        const difference = Math.abs(together.samples.length - single.samples.length);
        assert.ok(
          difference <= lengthTolerance.share * single.samples.length,
          `${difference} samples of ${single.samples.length}`,
        );
      }
    });

    for (const { title, change, code } of [
      { title: 'of another engine', change: { engine: 'somebody-else' }, code: 'voice-other-engine' },
      { title: 'of an unknown format', change: { format: 9_999 }, code: 'voice-format' },
      { title: 'without data', change: { data: new Uint8Array(0) }, code: 'voice-corrupt' },
    ]) {
      test(`refuses a print ${title}`, async () => {
        await assert.rejects(Array.fromAsync(engine.speak(text, { ...print, ...change }, {}, never)), refusal(code));
      });
    }

    test('designs a voice that speaks, if it designs at all', async context => {
      if (!engine.design) return context.skip(`${engine.id} designs no voices`);
      const nobody = await engine.design({ gender: 'female', pitch: 4, speed: 3 }, never);
      assert.equal(nobody.engine, engine.id);
      assert.ok((await Array.fromAsync(engine.speak(text, nobody, {}, never))).length > 0);
    });
  });
}
