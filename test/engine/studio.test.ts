import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { concatenate, durationSeconds } from '../../src/audio/audio.ts';
import { decode } from '../../src/audio/decode.ts';
import { encodeWav } from '../../src/audio/wav.ts';
import { createTone } from '../../src/engine/backends/tone.ts';
import type { VoicePrint } from '../../src/engine/engine.ts';
import { createEngineHost } from '../../src/engine/host.ts';
import { readPrint, writePrint } from '../../src/engine/print.ts';
import type { FileEvent, LiveEvent, Studio } from '../../src/engine/studio.ts';
import { createLocalStudio } from '../../src/engine/studio-local.ts';
import { takeEnd } from '../../src/engine/take-end.ts';
import { nextTurn } from '../../src/engine/turn.ts';
import { speech } from '../audio/quality/synthetic.ts';
import { buzz, refusal, soon } from './support.ts';

const never = new AbortController().signal;
const sampleRateHz = 24_000;
const text = 'The birch canoe slid on the smooth planks.';
const pause = { samples: new Float32Array(3 * sampleRateHz), sampleRateHz };
const recording = { source: encodeWav(speech(6)), name: 'speech.wav', language: 'en' };

const studios: Record<string, () => Promise<Studio>> = {
  'in this process': async () => createLocalStudio(createTone()),
  'through the host': () => createEngineHost({ engine: 'tone' }),
};

for (const [where, createStudio] of Object.entries(studios)) {
  describe(`a studio ${where}`, () => {
    let studio: Studio;
    let print: VoicePrint;
    before(async () => {
      studio = await createStudio();
      print = await studio.design!({ gender: 'male', pitch: 3, speed: 3 }, never);
    });
    after(() => studio?.close());

    test('measures, and says what it left out', async () => {
      const report = await studio.measure(recording, never);
      assert.ok(Math.abs(report.durationSeconds - 6) < 0.01);
      assert.ok(report.meters.length >= 5);
      assert.deepEqual(report.notes, []);
    });

    test('draws a picture', async () => {
      const png = await studio.picture(recording, never);
      assert.equal(Buffer.from(png.subarray(1, 4)).toString(), 'PNG');
    });

    test('clones: one report for each recording, and a print that survives its file', async () => {
      const { print: cloned, reports, kept } = await studio.clone([recording, recording], never);
      assert.equal(reports.length, 2);
      assert.equal(kept.length, 2);
      assert.deepEqual(reports[0], await studio.measure(recording, never));
      const read = readPrint(writePrint(cloned), 'speech.voice');
      assert.ok((await Array.fromAsync(studio.speak(text, read, {}, never))).length > 1);
    });

    test('keeps of each recording what speech is in it, fit to be cloned from again', async () => {
      const padded = { ...recording, source: encodeWav(concatenate([pause, speech(6), pause], sampleRateHz)) };
      const { kept } = await studio.clone([padded], never);
      const { audio, source } = await decode({ source: kept[0]!, name: 'kept.ogg' }, { sampleRateHz, signal: never });
      assert.deepEqual([source.container, source.channels], ['ogg', 1]);
      assert.ok(durationSeconds(audio) < 6.5, `${durationSeconds(audio)} s`);
      assert.equal((await studio.clone([{ ...recording, source: kept[0]!, name: 'kept.ogg' }], never)).reports.length, 1);
    });

    test('compares recordings: the same one is alike, one is too few', async () => {
      const { alike, score, threshold } = await studio.compare([recording, recording], never);
      assert.deepEqual([alike, score], [true, 1]);
      assert.ok(threshold > 0 && threshold < 1);
      await assert.rejects(studio.compare([recording], never), refusal('recordings-too-few'));
    });

    test('tells the progress of what it says, live and as a file', async () => {
      const long = `${text} Glue the sheet to the dark blue background.`;
      for (const events of [studio.sayLive(long, print, {}, never), studio.sayFile(long, print, { format: 'wav' }, never)]) {
        const shares: number[] = [];
        await takeEnd<LiveEvent | FileEvent>(events, share => shares.push(share));
        assert.ok(shares.length >= 2, `${shares}`);
        assert.deepEqual(
          shares,
          shares.toSorted((a, b) => a - b),
        );
        assert.ok(shares[0]! > 0 && shares.at(-1)! <= 1);
      }
    });

    for (const { title, recordings, code } of [
      { title: 'no recording', recordings: [], code: 'reference-missing' },
      { title: 'a language that it does not read', recordings: [{ ...recording, language: 'tlh' }], code: 'language-unknown' },
      { title: 'two languages', recordings: [recording, { ...recording, language: 'en-GB' }], code: 'languages-differ' },
      {
        title: 'an endless transcript',
        recordings: [{ ...recording, transcript: 'word '.repeat(2_000) }],
        code: 'transcript-too-long',
      },
      { title: 'a file that is no sound', recordings: [{ ...recording, source: Buffer.from('hello'.repeat(99)) }], code: /.+/ },
      { title: 'a missing file', recordings: [{ ...recording, source: '/nonexistent/a.ogg' }], code: 'file-missing' },
      {
        title: 'hardly any speech',
        recordings: [{ ...recording, source: encodeWav(buzz({ seconds: 0.4, sampleRateHz })) }],
        code: 'reference-refused',
      },
    ]) {
      test(`refuses to clone from ${title}`, () => assert.rejects(studio.clone(recordings, never), refusal(code)));
    }

    test('speaks live: packets, then the facts of what they hold', async () => {
      const events = await soon(Array.fromAsync(studio.sayLive(text, print, {}, never)), 'the speech');
      const end = events.at(-1)!;
      assert.ok(end.kind === 'end');
      const packets = events.filter(event => event.kind === 'packet');
      assert.ok(packets.every(({ packet }) => packet.length > 0));
      assert.equal(end.waveform.length, 256);
      assert.equal(Math.max(...end.waveform), 255);
      // 312 samples of 48 kHz are encoded before the first that is heard (RFC 7845, pre-skip), and the last packet is filled up.
      const surplusSeconds = packets.length * 0.02 - end.durationSeconds;
      assert.ok(surplusSeconds >= 0 && surplusSeconds < 0.05, `${surplusSeconds} s`);
    });

    test('speaks into files that hold what was said, at -18 LUFS', async () => {
      for (const format of ['wav', 'ogg'] as const) {
        const speech = await takeEnd(studio.sayFile(text, print, { format }, never));
        assert.equal(speech.format, format);
        const { audio } = await decode({ source: speech.file, name: `speech.${format}` }, { sampleRateHz, signal: never });
        assert.ok(Math.abs(durationSeconds(audio) - speech.durationSeconds) < 0.001);
        assert.equal(speech.waveform.length, 256);
      }
    });

    test('a rate and a seed reach the engine', async () => {
      const [usual, fast] = await Promise.all(
        [1, 2].map(rate => takeEnd(studio.sayFile(text, print, { rate, seed: 3, format: 'wav' }, never))),
      );
      assert.ok(Math.abs(usual.durationSeconds / fast.durationSeconds - 2) < 0.01);
    });

    for (const [words, options, code] of [
      ['', {}, 'text-empty'],
      ['🎉', {}, 'text-unspeakable'],
      ['x'.repeat(100_000), {}, 'text-too-long'],
      [text, { rate: 9 }, 'rate-out-of-range'],
      [text, { seed: -1 }, 'seed-invalid'],
    ] as const) {
      test(`refuses ${code}, live and as a file`, async () => {
        await assert.rejects(Array.fromAsync(studio.sayLive(words, print, options, never)), refusal(code));
        await assert.rejects(takeEnd(studio.sayFile(words, print, { ...options, format: 'ogg' }, never)), refusal(code));
      });
    }

    test('refuses a print of another engine', async () => {
      const foreign = { ...print, engine: 'somebody' };
      await assert.rejects(Array.fromAsync(studio.sayLive(text, foreign, {}, never)), refusal('voice-other-engine'));
    });

    test('an abort in mid-speech ends it with the reason', async () => {
      const stop = new AbortController();
      const heard: LiveEvent[] = [];
      const listen = async () => {
        for await (const event of studio.sayLive(text.repeat(50), print, {}, stop.signal)) {
          heard.push(event);
          stop.abort(new Error('revoked'));
        }
      };
      await assert.rejects(soon(listen(), 'the end'), { message: 'revoked' });
      assert.equal(heard.length, 1);
    });
  });
}

test('a warm studio has an encoder running, and takes it down when it is closed', async context => {
  const programs = () => process.getActiveResourcesInfo().filter(name => name === 'ProcessWrap').length;
  // Node lets go of a process that has exited a few turns later.
  const allGone = async () => {
    while (programs() > 0) await nextTurn();
  };
  await soon(allGone(), 'the end of what other tests have started');
  const studio = createLocalStudio(createTone());
  context.after(() => studio.close());
  await studio.warm();
  assert.equal(programs(), 1);
  await studio.close();
  await soon(allGone(), 'the end of the encoder');
});

test('cloning from sound files leaves no temporary file behind', async context => {
  const folder = await mkdtemp(join(tmpdir(), 'studio-'));
  const usual = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  context.after(async () => {
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
    await rm(folder, { recursive: true });
  });
  const studio = createLocalStudio(createTone());
  await studio.measure(recording, never);
  await studio.clone([recording], never);
  assert.deepEqual(await readdir(folder), []);
});
