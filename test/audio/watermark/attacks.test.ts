import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { Audio } from '../../../src/audio/audio.ts';
import { excerpt, found, mark, noise, opus, speechOf, through } from './speech.ts';

/** The same in every run: what a codec does to one excerpt is not left to chance. */
const key = { number: 1, bytes: new Uint8Array(createHash('sha256').update('a key of the tests').digest()) };
const generationId = '89abcdef';
const marked = mark(await speechOf(10), key, generationId);

function withNoise(audio: Audio, decibels: number): Audio {
  const power = audio.samples.reduce((sum, sample) => sum + sample ** 2, 0) / audio.samples.length;
  const amplitude = Math.sqrt((3 * power) / 10 ** (decibels / 10));
  const hiss = noise(30, amplitude).samples;
  return { ...audio, samples: audio.samples.map((sample, index) => sample + hiss[index]!) };
}

const telephone = [...Array(3).fill('highpass=f=300'), ...Array(3).fill('lowpass=f=3400'), 'aresample=8000'].join(',');
const once = through(marked, opus(32));

/** What the number survives in 10 s, and in 3 s where chats do it to every message. */
const attacks: readonly { name: string; seconds: number; sound: () => Audio }[] = [
  { name: 'nothing', seconds: 3, sound: () => through(marked, []) },
  { name: 'half the loudness', seconds: 3, sound: () => through(marked, [], 'volume=-6dB') },
  { name: 'another rate', seconds: 3, sound: () => through(marked, [], 'aresample=16000,aresample=44100') },
  { name: 'MP3 at 64 kbit/s', seconds: 3, sound: () => through(marked, ['-c:a', 'libmp3lame', '-b:a', '64k', '-f', 'mp3']) },
  { name: 'Opus at 64 kbit/s', seconds: 3, sound: () => through(marked, opus(64)) },
  { name: 'Opus at 32 kbit/s', seconds: 3, sound: () => once },
  { name: 'Opus at 24 kbit/s', seconds: 3, sound: () => through(marked, opus(24)) },
  { name: 'Opus at 24 kbit/s, for voice', seconds: 3, sound: () => through(marked, opus(24, 'voip')) },
  { name: 'a telephone', seconds: 3, sound: () => through(marked, [], telephone) },
  { name: 'being played 2 % faster', seconds: 3, sound: () => through(marked, [], 'asetrate=24480,aresample=24000') },
  { name: 'being played 2 % slower', seconds: 3, sound: () => through(marked, [], 'asetrate=23520,aresample=24000') },
  { name: 'being 2 % faster at the same pitch', seconds: 9, sound: () => through(marked, [], 'atempo=1.02') },
  { name: 'Opus twice', seconds: 9, sound: () => through(once, opus(24, 'voip')) },
  { name: 'white noise at 20 dB', seconds: 9, sound: () => through(withNoise(marked, 20), []) },
  { name: 'clipping', seconds: 9, sound: () => through(marked, [], 'volume=12dB,aformat=sample_fmts=s16') },
];

for (const { name, seconds, sound } of attacks) {
  test(`${seconds} s are known again after ${name}`, () => {
    const [first, ...others] = found(excerpt(sound(), 0.317, seconds), key);
    assert.equal(first?.generationId, generationId);
    assert.equal(first?.keyNumber, key.number);
    assert.equal(first?.method, 'patchwork');
    assert.ok(first.falseAlarmRate < 1e-6, String(first.falseAlarmRate));
    assert.deepEqual(others, []);
  });
}
