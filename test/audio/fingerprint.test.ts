import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Audio } from '../../src/audio/audio.ts';
import { decode } from '../../src/audio/decode.ts';
import { encodeOgg } from '../../src/audio/encode.ts';
import { FINGERPRINT_BYTES_PER_FRAME, fingerprint, fingerprintDefaults } from '../../src/audio/fingerprint.ts';
import { personSays, whiteNoise } from '../engine/mynah/person.ts';

const never = new AbortController().signal;
const text =
  'I agree that Consonant may clone my voice today. I know that it will speak for me, and that I can delete it whenever I choose.';
const otherText =
  'The birch canoe slid on the smooth planks. Glue the sheet to the dark blue background, and wait an hour for it to dry.';

let recording: Audio;
before(async () => {
  recording = await personSays(text);
});

/** Share of bits that differ where the two lie best on each other, over 4 s. */
function difference(a: Uint8Array, b: Uint8Array): number {
  const frames = Math.round(4 / fingerprintDefaults.hopSeconds);
  const [ofA, ofB] = [a, b].map(bytes => new Uint32Array(bytes.slice().buffer));
  let least = 1;
  for (let from = 0; from + frames <= ofA!.length; from++) {
    for (let start = 0; start + frames <= ofB!.length; start++) {
      let bits = 0;
      for (let i = 0; i < frames; i++) bits += ones((ofA![from + i]! ^ ofB![start + i]!) >>> 0);
      least = Math.min(least, bits / (32 * frames));
    }
  }
  return least;
}

function ones(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
}

const changed: Readonly<Record<string, (audio: Audio) => Promise<Audio> | Audio>> = {
  'much quieter': ({ samples, sampleRateHz }) => ({ samples: samples.map(sample => 0.05 * sample), sampleRateHz }),
  'upside down': ({ samples, sampleRateHz }) => ({ samples: samples.map(sample => -sample), sampleRateHz }),
  'with noise at 20 dB': ({ samples, sampleRateHz }) => {
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    const noise = whiteNoise(samples.length, Math.sqrt(power / 100));
    return { samples: samples.map((sample, i) => sample + noise[i]!), sampleRateHz };
  },
  'cut at the start, between two frames': ({ samples, sampleRateHz }) => ({ samples: samples.slice(13_579), sampleRateHz }),
  'through Opus at 24 kbit/s': async audio =>
    (
      await decode(
        { source: await encodeOgg(audio, { bitrateKbps: 24 }, never), name: 'a.ogg' },
        { sampleRateHz: 24_000, signal: never },
      )
    ).audio,
  'at another rate': async audio =>
    (await decode({ source: await encodeOgg(audio, {}, never), name: 'a.ogg' }, { sampleRateHz: 16_000, signal: never })).audio,
};

describe('the same recording', () => {
  for (const [title, change] of Object.entries(changed)) {
    test(`${title} has nearly the same fingerprint`, async () => {
      const found = difference(fingerprint(recording), fingerprint(await change(recording)));
      assert.ok(found < 0.15, `${found}`);
    });
  }
});

describe('another recording', () => {
  test('of the same words, read a little faster, has another fingerprint', async () => {
    const found = difference(fingerprint(recording), fingerprint(await personSays(text, { factor: 1.25 })));
    assert.ok(found > 0.25, `${found}`);
  });

  test('of other words has another fingerprint', async () => {
    const found = difference(fingerprint(recording), fingerprint(await personSays(otherText)));
    assert.ok(found > 0.35, `${found}`);
  });
});

test('takes four bytes for each hop', () => {
  const frames =
    (recording.samples.length / recording.sampleRateHz - fingerprintDefaults.windowSeconds) / fingerprintDefaults.hopSeconds;
  assert.equal(fingerprint(recording).length, Math.floor(frames) * FINGERPRINT_BYTES_PER_FRAME);
});

test('of next to nothing is empty; of silence it is no error', () => {
  assert.equal(fingerprint({ samples: new Float32Array(1_000), sampleRateHz: 24_000 }).length, 0);
  assert.equal(fingerprint({ samples: new Float32Array(0), sampleRateHz: 24_000 }).length, 0);
  assert.ok(fingerprint({ samples: new Float32Array(24_000), sampleRateHz: 24_000 }).every(byte => byte === 0));
});
