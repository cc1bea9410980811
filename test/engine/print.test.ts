import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import type { VoicePrint } from '../../src/engine/engine.ts';
import { maximumPrintBytes, readPrint, requirePrint, writePrint } from '../../src/engine/print.ts';
import { refusal } from './support.ts';

const print: VoicePrint = { engine: 'tone', format: 3, language: 'en-GB', data: Uint8Array.of(1, 2, 3, 250) };
const file = writePrint(print);

describe('voice print files', () => {
  test('come back as they were', () => assert.deepEqual(readPrint(file, 'ada.voice'), print));

  test('hold no more than the data and a small header', () => assert.ok(file.length < print.data.length + 80));

  test('may be a view into a larger buffer', () => {
    const larger = new Uint8Array(file.length + 20);
    larger.set(file, 7);
    assert.deepEqual(readPrint(larger.subarray(7, 7 + file.length), 'ada.voice'), print);
  });

  test('every shorter file is refused as cut off', () => {
    for (let length = 0; length < file.length; length++) {
      assert.throws(() => readPrint(file.subarray(0, length), 'ada.voice'), refusal('voice-truncated'), `${length} bytes`);
    }
  });

  test('every flipped bit is noticed', () => {
    for (let bit = 0; bit < file.length * 8; bit++) {
      const damaged = file.slice();
      damaged[bit >> 3] ^= 1 << (bit & 7);
      assert.throws(() => readPrint(damaged, 'ada.voice'), refusal(/^voice-/), `bit ${bit}`);
    }
  });

  const cases: { title: string; bytes: Uint8Array; code: string; says: RegExp }[] = [
    {
      title: 'a text file',
      bytes: Buffer.from('Hello, I am not a voice.'),
      code: 'voice-not-a-print',
      says: /ada\.voice.*consonant clone/,
    },
    {
      title: 'a newer container',
      bytes: changed(8, 2),
      code: 'voice-container-version',
      says: /version 2; this program reads version 1/,
    },
    { title: 'changed data', bytes: changed(file.length - 33, 0), code: 'voice-corrupt', says: /ada\.voice.*checksum/ },
    { title: 'bytes after the end', bytes: Buffer.concat([file, Buffer.of(0)]), code: 'voice-corrupt', says: /ada\.voice/ },
    {
      title: 'a huge file',
      bytes: new Uint8Array(maximumPrintBytes + 1),
      code: 'voice-too-large',
      says: /3000001 bytes.*3000000/,
    },
    { title: 'a lying length', bytes: changed(file.length - 32 - 4 - 1, 1), code: 'voice-truncated', says: /expected/ },
  ];
  for (const { title, bytes, code, says } of cases) {
    test(`${title} is refused`, () => {
      assert.throws(() => readPrint(bytes, 'ada.voice'), refusal(code));
      assert.throws(() => readPrint(bytes, 'ada.voice'), says);
    });
  }

  test('too much data is refused when written', () => {
    assert.throws(() => writePrint({ ...print, data: new Uint8Array(maximumPrintBytes) }), refusal('voice-too-large'));
  });

  test('the checksum is SHA-256 of all that comes before it', () => {
    assert.deepEqual(file.slice(-32), new Uint8Array(createHash('sha256').update(file.subarray(0, -32)).digest()));
  });
});

describe('requirePrint', () => {
  const allowed = { engine: 'tone', formats: [2, 3], minimumBytes: 4 };

  test('returns a print that fits', () => assert.equal(requirePrint(print, allowed), print));

  for (const { change, code, says } of [
    { change: { engine: 'mynah' }, code: 'voice-other-engine', says: /"mynah".*"tone".*clone the voice again with "tone"/ },
    { change: { format: 9 }, code: 'voice-format', says: /format 9.*2, 3.*Clone the voice again/ },
    { change: { data: Uint8Array.of(1) }, code: 'voice-corrupt', says: /1 bytes.*at least 4/ },
  ]) {
    test(code, () => {
      assert.throws(() => requirePrint({ ...print, ...change }, allowed), refusal(code));
      assert.throws(() => requirePrint({ ...print, ...change }, allowed), says);
    });
  }
});

function changed(offset: number, value: number): Uint8Array {
  const bytes = file.slice();
  bytes[offset] = value;
  return bytes;
}
