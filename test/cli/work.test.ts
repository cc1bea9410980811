import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import type { QualityReport } from '../../src/audio/quality/report.ts';
import {
  consonant,
  consonantJson,
  filesIn,
  sampleMessage,
  sampleTranscript,
  sharedFolder,
  temporaryFolder,
} from './consonant.ts';

const folder = sharedFolder();
const tone = ['--engine', 'tone'];
const reference = ['--reference', sampleMessage];

before(async () => {
  const { exitCode, stderr } = await consonant(['clone', ...tone, ...reference, '--out', 'me.voice'], { folder });
  assert.equal(exitCode, 0, stderr);
});

const oggStart = Buffer.from('OggS');
const wavStart = Buffer.from('RIFF');
const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

async function assertStartsWith(path: string, start: Buffer): Promise<void> {
  assert.deepEqual((await readFile(path)).subarray(0, start.length), start);
}

test('clone tells what it heard and what to do next, on stdout; its steps on stderr', async () => {
  const words = ['clone', ...tone, ...reference, '--transcript-file', sampleTranscript, '--out', 'told.voice'];
  const { exitCode, stdout, stderr } = await consonant(words, { folder });
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /^voice-message\.ogg: (good|fair|poor), 22\.\d s\n/);
  assert.match(stdout, /Wrote told\.voice \(1 kB\)\. Let it speak: consonant say --voice told\.voice/);
  const steps = ['starting the engine tone', 'cloning the voice of 1 recording', 'looking for marks in voice-message.ogg'];
  assert.match(stderr, new RegExp(`^${steps.map(step => ` {2}${step} +\\d+\\.\\d\\d s\n`).join('')}$`));
});

test('a voice file is for its owner only', { skip: process.platform === 'win32' && 'no POSIX permissions' }, async () => {
  assert.equal((await stat(join(folder, 'me.voice'))).mode & 0o777, 0o600);
});

test('clone --json tells the facts of several recordings', async () => {
  interface Cloned {
    out: string;
    bytes: number;
    engine: string;
    language: string;
    references: (QualityReport & { file: string; transcript: boolean })[];
  }
  const texts = ['--transcript', 'First words.', '--transcript', 'Other words.'];
  const words = ['clone', ...tone, ...reference, sampleMessage, ...texts, '--language', 'EN-gb', '--out', 'two.voice'];
  const cloned = await consonantJson<Cloned>(words, { folder });
  assert.equal(cloned.out, 'two.voice');
  assert.equal(cloned.bytes, (await stat(join(folder, 'two.voice'))).size);
  assert.equal(cloned.engine, 'tone');
  assert.equal(cloned.language, 'en-GB');
  assert.equal(cloned.references.length, 2);
  for (const heard of cloned.references) {
    assert.equal(heard.file, sampleMessage);
    assert.equal(heard.transcript, true);
    assert.ok(heard.values['speech-seconds'] > 10, String(heard.values['speech-seconds']));
    assert.ok(heard.meters.every(meter => meter.advice.length > 0));
  }
});

const formats = [
  { ending: 'ogg', start: oggStart },
  { ending: 'wav', start: wavStart },
  { ending: 'OGG', start: oggStart },
];

for (const { ending, start } of formats) {
  test(`say writes .${ending} and nothing else`, async context => {
    const own = await temporaryFolder(context);
    const words = ['say', '--voice', join(folder, 'me.voice'), '--text', 'Good morning, everyone.', '--out', `hello.${ending}`];
    const { exitCode, stdout, stderr } = await consonant(words, { folder: own });
    assert.equal(exitCode, 0, stderr);
    assert.match(
      stdout,
      new RegExp(
        `^Wrote hello\\.${ending}: \\d\\.\\d s of speech in \\d+\\.\\d\\d s, the first sound after \\d+\\.\\d\\d s\\. Marked with the number [0-9a-f]{8}\\.\n$`,
      ),
    );
    await assertStartsWith(join(own, `hello.${ending}`), start);
    assert.deepEqual(await filesIn(own), [`hello.${ending}`]);
  });
}

interface Said {
  format: string;
  bytes: number;
  engine: string;
  durationSeconds: number;
  seconds: number;
  startSeconds: number;
  firstAudioSeconds: number;
  realTimeFactor: number;
  waveform: number[];
}

test('say --json tells duration, speed and waveform', async () => {
  const said = await consonantJson<Said>(['say', '--voice', 'me.voice', '--text', 'Good morning.', '--out', 'j.ogg'], { folder });
  assert.equal(said.format, 'ogg');
  assert.equal(said.engine, 'tone');
  assert.equal(said.bytes, (await stat(join(folder, 'j.ogg'))).size);
  assert.ok(said.startSeconds > 0);
  assert.ok(said.firstAudioSeconds > 0 && said.firstAudioSeconds < said.seconds);
  assert.equal(said.realTimeFactor, said.seconds / said.durationSeconds);
  assert.equal(said.waveform.length, 256);
  assert.equal(Math.max(...said.waveform), 255);
});

test('say reads a text file, with or without a byte order mark, and replaces what was there', async () => {
  await writeFile(join(folder, 'text.txt'), '\uFEFFGood morning.\n');
  await writeFile(join(folder, 'text.ogg'), 'before');
  const say = ['say', '--voice', 'me.voice', '--out', 'text.ogg'];
  const fromFile = await consonantJson<Said>([...say, '--text-file', 'text.txt'], { folder });
  const fromWords = await consonantJson<Said>([...say, '--text', 'Good morning.'], { folder });
  assert.equal(fromFile.durationSeconds, fromWords.durationSeconds);
  await assertStartsWith(join(folder, 'text.ogg'), oggStart);
});

test('say obeys rate and seed', async () => {
  const say = (...more: string[]) =>
    consonantJson<Said>(['say', '--voice', 'me.voice', '--text', 'Good morning.', '--out', 'r.wav', ...more], { folder });
  const usual = await say();
  const usualSound = await soundOf('r.wav');
  const slow = await say('--rate', '0.5');
  assert.ok(
    Math.abs(slow.durationSeconds / usual.durationSeconds - 2) < 0.1,
    `${slow.durationSeconds} / ${usual.durationSeconds}`,
  );
  // Every speech carries a mark of its own, some 25 dB below it.
  await say('--seed', '0');
  assert.ok(decibelsBetween(usualSound, await soundOf('r.wav')) < -18);
  await say('--seed', '7');
  assert.ok(decibelsBetween(usualSound, await soundOf('r.wav')) > -10);
});

/** Samples of a file that "say" wrote. */
async function soundOf(name: string): Promise<Int16Array> {
  const bytes = await readFile(join(folder, name));
  return new Int16Array(Uint8Array.from(bytes.subarray(44)).buffer);
}

/** Of the difference against the first. */
function decibelsBetween(one: Int16Array, other: Int16Array): number {
  let [power, difference] = [0, 0];
  for (const [index, sample] of one.entries()) {
    power += sample ** 2;
    difference += (sample - (other[index] ?? 0)) ** 2;
  }
  return 10 * Math.log10(difference / power);
}

test('quality shows every meter, and draws', async () => {
  const words = ['quality', ...tone, sampleMessage, '--picture', 'card.png'];
  const { exitCode, stdout, stderr } = await consonant(words, { folder });
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /^voice-message\.ogg: (good|fair|poor), 22\.\d s\n/);
  assert.ok((stdout.match(/[█░]{10} {2}(good|fair|poor|refused)/g) ?? []).length >= 7, stdout);
  assert.match(stdout, /Wrote card\.png\.\n$/);
  await assertStartsWith(join(folder, 'card.png'), pngStart);
});

test('quality --json holds the numbers', async () => {
  const report = await consonantJson<QualityReport>(['quality', ...tone, sampleMessage], { folder });
  assert.match(report.verdict, /^(good|fair|poor)$/);
  assert.ok(report.values['snr-db'] > 15, String(report.values['snr-db']));
  assert.ok(report.meters.every(meter => meter.score >= 0 && meter.score <= 1));
});
