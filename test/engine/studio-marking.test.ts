/** Everything that a studio says is marked, and it knows its own speech again. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Audio, concatenate } from '../../src/audio/audio.ts';
import type { MarkingKeys } from '../../src/audio/marking-keys.ts';
import { probe } from '../../src/audio/probe.ts';
import { publicKeyOf } from '../../src/audio/tags/ed25519.ts';
import { withOpusTags } from '../../src/audio/tags/opus-tags.ts';
import { isMadeHere } from '../../src/audio/trace.ts';
import { encodeWav } from '../../src/audio/wav.ts';
import type { Engine, VoicePrint } from '../../src/engine/engine.ts';
import { createEngineHost } from '../../src/engine/host.ts';
import type { LiveEvent, Studio } from '../../src/engine/studio.ts';
import { createLocalStudio } from '../../src/engine/studio-local.ts';
import { trace } from '../../src/engine/studio-tracing.ts';
import { takeEnd } from '../../src/engine/take-end.ts';
import { oggOf } from '../audio/ogg-of.ts';
import { speechOf } from '../audio/watermark/speech.ts';
import { soon } from './support.ts';

const never = new AbortController().signal;
const print: VoicePrint = { engine: 'parrot', format: 1, language: 'en', data: new Uint8Array(1) };
const text = 'What it says is always the same.';
const speech = await speechOf(5);

/** Says the sample message, whatever it is given, in chunks of all sizes. */
function createParrot({ samples, sampleRateHz }: Audio = speech): Engine {
  return {
    id: 'parrot',
    sampleRateHz,
    languages: ['en'],
    transcript: 'unused',
    enroll: async () => print,
    async *speak() {
      for (let start = 0, length = 100; start < samples.length; start += length, length *= 3) {
        yield { samples: samples.subarray(start, start + length), sampleRateHz };
      }
    },
  };
}

const studios: Studio[] = [];
after(() => Promise.all(studios.map(studio => studio.close())));

/** Closed at the end: a studio that has spoken live has another encoder waiting. */
function createParrotStudio(markingKeys?: MarkingKeys, said?: Audio): Studio {
  const studio = createLocalStudio(createParrot(said), markingKeys ? { markingKeys } : {});
  studios.push(studio);
  return studio;
}

function newKeys(numbers: readonly [number, ...number[]] = [1]): MarkingKeys {
  const marks = numbers.map(number => ({ number, bytes: new Uint8Array(randomBytes(32)) }));
  const seeds = numbers.map(number => ({ number, seed: new Uint8Array(randomBytes(32)) }));
  return {
    marks: [marks[0]!, ...marks.slice(1)],
    signing: seeds[0]!,
    verifying: seeds.map(({ seed }) => ({ publicKey: publicKeyOf(seed) })),
  };
}

async function packetsOf(events: AsyncIterable<LiveEvent>): Promise<Uint8Array[]> {
  return (await Array.fromAsync(events)).flatMap(event => (event.kind === 'packet' ? [event.packet] : []));
}

const recoded = (file: Uint8Array, ...options: string[]) =>
  new Uint8Array(execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-i', 'pipe:0', ...options, 'pipe:1'], { input: file }));

describe('a studio', () => {
  const keys = newKeys();
  const folder = mkdtempSync(join(tmpdir(), 'consonant-test-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  let studio: Studio;
  let note: Uint8Array;
  before(async () => {
    studio = createParrotStudio(keys);
    note = (await takeEnd(studio.sayFile(text, print, { format: 'ogg', generationId: '0123abcd' }, never))).file;
  });
  const traceOf = (source: Uint8Array, by: Studio = studio) => by.trace({ source, name: 'a file' }, never);

  test('knows a note again, by its mark and by its signed tags', async () => {
    const { marks, tags } = await traceOf(note);
    assert.deepEqual([marks.length, marks[0]?.generationId, marks[0]?.keyNumber], [1, '0123abcd', 1]);
    assert.ok(tags.kind === 'unchanged');
    assert.deepEqual([tags.facts.generationId, tags.facts.engine], ['0123abcd', 'parrot']);
    assert.ok(Math.abs(Date.now() - tags.facts.madeAtMs) < 600_000);
  });

  test('knows live packets again', async () => {
    const packets = await packetsOf(studio.sayLive(text, print, { generationId: '00facade' }, never));
    const { marks, tags } = await traceOf(oggOf(packets));
    assert.equal(marks[0]?.generationId, '00facade');
    assert.deepEqual(tags, { kind: 'none' });
  });

  test('knows a WAV file, and a note that was coded again and lost its tags', async () => {
    const wav = (await takeEnd(studio.sayFile(text, print, { format: 'wav', generationId: '0000000f' }, never))).file;
    assert.equal((await traceOf(wav)).marks[0]?.generationId, '0000000f');
    const again = await traceOf(
      recoded(note, '-map_metadata', '-1', '-map_metadata:s:a', '-1', '-c:a', 'libopus', '-b:a', '24k', '-f', 'ogg'),
    );
    assert.equal(again.marks[0]?.generationId, '0123abcd');
    assert.deepEqual(again.tags, { kind: 'none' });
  });

  test('tells tags that were moved to other sound, and tags that were changed', async () => {
    const { comments } = await probe(note, 'note', never);
    const foreign = recoded(encodeWav(await speechOf(5, { fromSeconds: 12 })), '-c:a', 'libopus', '-f', 'ogg');
    const { encoder: _, ENCODER: __, ...own } = comments;
    const moved = await traceOf(withOpusTags(foreign, own));
    assert.equal(moved.tags.kind, 'changed');
    assert.deepEqual([moved.marks, isMadeHere(moved)], [[], false]);
    const forged = await traceOf(withOpusTags(foreign, { ...own, CONSONANT_GENERATION: 'ffffffff' }));
    assert.equal(forged.tags.kind, 'false');
  });

  test('of another instance knows nothing of it, unless it has the key among its older ones', async () => {
    const other = createParrotStudio(newKeys());
    const foreign = await traceOf(note, other);
    assert.deepEqual([foreign.marks, foreign.tags], [[], { kind: 'foreign' }]);
    const { marks, signing, verifying } = newKeys([2]);
    const later: MarkingKeys = { marks: [marks[0], keys.marks[0]], signing, verifying: [...verifying, ...keys.verifying] };
    const rotated = await traceOf(note, createParrotStudio(later));
    assert.equal(rotated.marks[0]?.keyNumber, 1);
    assert.equal(rotated.tags.kind, 'unchanged');
  });

  test('without keys marks all the same, each studio with keys of its own', async () => {
    const [one, two] = [createParrotStudio(), createParrotStudio()];
    const packets = await packetsOf(one.sayLive(text, print, {}, never));
    assert.match((await traceOf(oggOf(packets), one)).marks[0]?.generationId ?? '', /^[0-9a-f]{8}$/);
    assert.deepEqual((await traceOf(oggOf(packets), two)).marks, []);
  });

  test('marks and signs speech of 16 kHz, too, which neural engines speak', async () => {
    const narrow = createParrotStudio(keys, await speechOf(5, { sampleRateHz: 16_000 }));
    const { file } = await takeEnd(narrow.sayFile(text, print, { format: 'ogg', generationId: '00000016' }, never));
    const { marks, tags } = await traceOf(file);
    assert.deepEqual([marks[0]?.generationId, tags.kind], ['00000016', 'unchanged']);
  });

  test('listens to both channels, where they differ', async () => {
    const other = encodeWav(await speechOf(5, { fromSeconds: 12 }));
    const beside = (left: Uint8Array, right: Uint8Array) => {
      for (const [name, file] of Object.entries({ left, right })) writeFileSync(join(folder, name), file);
      const filter =
        '[0:a]aformat=channel_layouts=mono[a];[1:a]aformat=channel_layouts=mono[b];[a][b]join=inputs=2:channel_layout=stereo';
      const inputs = ['-i', join(folder, 'left'), '-i', join(folder, 'right')];
      return new Uint8Array(
        execFileSync('ffmpeg', ['-nostdin', '-v', 'error', ...inputs, '-filter_complex', filter, '-f', 'wav', 'pipe:1']),
      );
    };
    for (const file of [beside(other, note), beside(note, other), beside(note, note)]) {
      assert.deepEqual(
        (await traceOf(file)).marks.map(mark => mark.generationId),
        ['0123abcd'],
      );
    }
  });

  test('looks for marks in the beginning of long sound, and compares all of it with what was signed', async () => {
    const traceShort = (source: Uint8Array) => trace({ source, name: 'a file' }, keys, never, { listenedSeconds: 3 });
    const { marks, tags, ...heard } = await traceShort(note);
    assert.deepEqual([marks[0]?.generationId, tags.kind], ['0123abcd', 'unchanged']);
    assert.deepEqual(heard, { listenedSeconds: 3, isWhole: false });
    assert.ok(marks[0]!.endSeconds <= 3);
    assert.equal((await traceOf(note)).isWhole, true);
    const { comments } = await probe(note, 'note', never);
    const { encoder: _, ENCODER: __, ...own } = comments;
    const [beginning, end] = [await speechOf(3.4), await speechOf(1.6, { fromSeconds: 12 })];
    const changed = concatenate([beginning, end], beginning.sampleRateHz);
    const spliced = withOpusTags(recoded(encodeWav(changed), '-c:a', 'libopus', '-f', 'ogg'), own);
    assert.equal((await traceShort(spliced)).tags.kind, 'changed');
    const long = join(folder, 'long.flac');
    const quiet = ['-f', 'lavfi', '-i', 'anullsrc=r=8000:cl=mono', '-t', '400'];
    execFileSync('ffmpeg', ['-nostdin', '-v', 'error', ...quiet, long]);
    assert.deepEqual((await traceShort(readFileSync(long))).marks, []);
  });

  test('looks at one sound at a time, and nobody has to wait who does not want to', async () => {
    const ends: string[] = [];
    const [longFile, shortFile] = [encodeWav(await speechOf(10)), encodeWav(await speechOf(0.1))];
    const long = traceOf(longFile).then(() => ends.push('long'));
    const stop = new AbortController();
    const given = studio.trace({ source: note, name: 'a file' }, stop.signal).catch(error => ends.push(error.message));
    const short = traceOf(shortFile).then(() => ends.push('short'));
    stop.abort(new Error('gave up'));
    await Promise.all([long, given, short]);
    assert.deepEqual(ends, ['gave up', 'long', 'short']);
  });

  test('finds nothing in what people say', async () => {
    const { marks, tags } = await traceOf(encodeWav(speech));
    assert.deepEqual([marks, tags], [[], { kind: 'none' }]);
  });
});

test('an engine process marks with the keys it is given, which its arguments do not show', async context => {
  const markingKeys = newKeys();
  const host = await createEngineHost({ engine: 'tone', markingKeys });
  context.after(() => host.close());
  const voice = await host.design!({ gender: 'male', pitch: 3, speed: 3 }, never);
  const { file } = await soon(takeEnd(host.sayFile(text, voice, { format: 'ogg', generationId: '0123abcd' }, never)), 'the file');
  const { tags } = await soon(host.trace({ source: file, name: 'a file' }, never), 'the trace');
  // Beeps have hardly an outline; the signature is what matters here.
  assert.ok('facts' in tags && tags.facts.generationId === '0123abcd');
  const commandLine = `/proc/${host.pid}/cmdline`;
  if (existsSync(commandLine)) assert.deepEqual(readFileSync(commandLine, 'utf8').split('\0').slice(-2), ['tone', '']);
});
