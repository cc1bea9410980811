import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { decode } from '../../src/audio/decode.ts';
import { fingerprint, fingerprintDefaults } from '../../src/audio/fingerprint.ts';
import { isReplay } from '../../src/voices/replay.ts';
import { createSoundFolder, type SoundFolder } from '../audio/sounds.ts';

/** Fingerprints from a seeded generator: `frames` words. */
function words(frames: number, seed: number): Uint32Array {
  let state = seed;
  return Uint32Array.from({ length: frames }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state ^ (state >>> 13)) >>> 0;
  });
}

const bytes = (words: Uint32Array) => new Uint8Array(words.buffer.slice(0));
const framesOf = (seconds: number) => Math.ceil(seconds / fingerprintDefaults.hopSeconds);

/** Flips this share of all bits. */
function disturbed(from: Uint32Array, share: number): Uint32Array {
  const noise = words(from.length * 32, 99);
  return from.map((word, i) => {
    let flips = 0;
    for (let bit = 0; bit < 32; bit++) if (noise[i * 32 + bit] / 2 ** 32 < share) flips |= 1 << bit;
    return (word ^ flips) >>> 0;
  });
}

describe('a replay', () => {
  const original = words(framesOf(12), 1);
  it('is the same fingerprint', () => assert.equal(isReplay(bytes(original), bytes(original)), true));
  it('is found wherever it was cut', () => {
    for (const [start, end] of [
      [0, framesOf(6)],
      [framesOf(3), framesOf(11)],
      [framesOf(6.5), original.length],
    ]) {
      assert.equal(isReplay(bytes(original.slice(start, end)), bytes(original)), true);
      assert.equal(isReplay(bytes(original), bytes(original.slice(start, end))), true);
    }
  });
  it('is found within something longer', () => {
    const longer = Uint32Array.from([...words(framesOf(7), 5), ...original, ...words(framesOf(3), 6)]);
    assert.equal(isReplay(bytes(longer), bytes(original)), true);
  });
  it('may differ in less than a fifth of its bits', () => {
    assert.equal(isReplay(bytes(original), bytes(disturbed(original, 0.17))), true);
    assert.equal(isReplay(bytes(original), bytes(disturbed(original, 0.23))), false);
  });
  it('needs five seconds', () => {
    assert.equal(isReplay(bytes(original.slice(0, framesOf(4.8))), bytes(original)), false);
    assert.equal(isReplay(bytes(original.slice(0, framesOf(5.1))), bytes(original)), true);
  });
  it('is not made of silence, which all recordings share', () => {
    const silence = new Uint32Array(framesOf(20));
    assert.equal(isReplay(bytes(silence), bytes(silence)), false);
    const [one, other] = [words(framesOf(4), 3), words(framesOf(4), 4)].map(part => Uint32Array.from([...part, ...silence]));
    assert.equal(isReplay(bytes(one), bytes(other)), false);
  });
  it('is nothing that is empty or broken', () => {
    assert.equal(isReplay(new Uint8Array(), bytes(original)), false);
    assert.equal(isReplay(new Uint8Array(7), new Uint8Array(5)), false);
  });
  it('is not found between 200 strangers', () => {
    const all = Array.from({ length: 20 }, (_, seed) => bytes(words(framesOf(10), 1000 + seed * 7)));
    for (const [index, one] of all.entries()) for (const other of all.slice(index + 1)) assert.equal(isReplay(one, other), false);
  });
});

describe('a replay of a real recording', () => {
  const fixture = (file: string) => fileURLToPath(new URL(`../fixtures/challenge/${file}`, import.meta.url));
  let sounds: SoundFolder;
  let recorded: Uint8Array;
  before(async () => {
    sounds = createSoundFolder();
    recorded = await printOf(fixture('slt.ogg'));
  });
  after(() => sounds.remove());

  const seconds = 9;
  const cases: readonly (readonly [what: string, file: string, isTheSame: boolean, filter: string])[] = [
    ['is known when it begins 1.234 s later', 'slt.ogg', true, 'adelay=1234:all=1'],
    ['is known when it was cut, is quieter and has lost its bass', 'slt.ogg', true, 'atrim=start=1.7,volume=-9dB,highpass=f=200'],
    ['is known with noise on it', 'slt.ogg', true, 'aeval=val(0)+0.004*(random(0)-0.5):c=same'],
    ['is not a slower reading of the same words', 'slt.ogg', false, 'atempo=0.95'],
    ['is not a faster reading of the same words', 'slt.ogg', false, 'atempo=1.05'],
    ['is not the same sentence read by another person', 'awb-lower.ogg', false, 'anull'],
  ];
  for (const [index, [what, file, isTheSame, filter]] of cases.entries()) {
    it(what, async () => {
      const sent = sounds.make(
        `${index}.ogg`,
        '-i',
        fixture(file),
        '-af',
        filter,
        '-t',
        `${seconds}`,
        '-c:a',
        'libopus',
        '-b:a',
        '24k',
      );
      assert.equal(isReplay(await printOf(sent), recorded), isTheSame);
    });
  }

  async function printOf(path: string): Promise<Uint8Array> {
    const options = { sampleRateHz: 16_000, maximumSeconds: 60, signal: AbortSignal.timeout(30_000) };
    const { audio } = await decode({ source: path, name: 'x' }, options);
    return fingerprint(audio);
  }
});
