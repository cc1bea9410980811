import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Audio } from '../../src/audio/audio.ts';
import { decode } from '../../src/audio/decode.ts';
import { encodeOgg } from '../../src/audio/encode.ts';
import { demuxOggFile } from '../../src/audio/ogg.ts';
import { encodeWav } from '../../src/audio/wav.ts';
import { buzz } from './sounds.ts';

const signal = new AbortController().signal;

describe('encodeOgg', () => {
  it('gives 20 ms packets and the exact duration, at any rate and length', async () => {
    for (const [seconds, sampleRateHz] of [
      [0.013, 24_000],
      [1, 16_000],
      [2.3456, 24_000],
    ]) {
      const audio = buzz(seconds, sampleRateHz);
      const ogg = demuxOggFile(await encodeOgg(audio, {}, signal));
      assert.ok(
        Math.abs(ogg.durationSeconds - audio.samples.length / sampleRateHz) < 1e-4,
        `${ogg.durationSeconds} s of ${seconds} s`,
      );
      assert.equal(ogg.isComplete, true);
      assert.equal(ogg.packetCount, Math.ceil((ogg.durationSeconds * 48_000 + ogg.preSkipSamples) / 960));
    }
  });

  it('can be decoded to the same sound', async () => {
    const audio = buzz(2, 24_000);
    const file = await encodeOgg(audio, { bitrateKbps: 64 }, signal);
    const decoded = await decode({ source: file, name: 'speech.ogg' }, { sampleRateHz: 24_000, signal });
    assert.deepEqual(decoded.notes, []);
    assert.equal(decoded.audio.samples.length, audio.samples.length);
    let [noise, power] = [0, 0];
    audio.samples.forEach((sample, index) => {
      noise += (sample - decoded.audio.samples[index]) ** 2;
      power += sample ** 2;
    });
    assert.ok(10 * Math.log10(power / noise) > 12, `signal to noise ${10 * Math.log10(power / noise)} dB`);
  });

  it('gives equal bytes for equal sound, and follows the bitrate', async () => {
    const audio = buzz(1.5, 24_000);
    const [one, other, large] = [
      await encodeOgg(audio, {}, signal),
      await encodeOgg(audio, {}, signal),
      await encodeOgg(audio, { bitrateKbps: 64 }, signal),
    ];
    assert.deepEqual(one, other);
    assert.ok(large.length > 1.5 * one.length, `${large.length} against ${one.length} bytes`);
  });

  const refused: [title: string, audio: Audio, bitrateKbps: number, code: string, message: RegExp][] = [
    ['no samples', { samples: new Float32Array(0), sampleRateHz: 24_000 }, 32, 'audio-empty', /0 samples/],
    ['too low a bitrate', buzz(0.1, 24_000), 8, 'bitrate-out-of-range', /is 8 kbit\/s; allowed are 24 to 64/],
    ['too high a bitrate', buzz(0.1, 24_000), 510, 'bitrate-out-of-range', /is 510 kbit/],
    ['no bitrate at all', buzz(0.1, 24_000), Number.NaN, 'bitrate-out-of-range', /is NaN/],
  ];
  for (const [title, audio, bitrateKbps, code, message] of refused) {
    it(`refuses ${title}`, async () => {
      await assert.rejects(encodeOgg(audio, { bitrateKbps }, signal), { name: 'Refusal', code, message });
    });
  }

  it('stops when its signal aborts', async () => {
    const controller = new AbortController();
    const encoding = encodeOgg(buzz(30, 24_000), {}, controller.signal);
    setImmediate(() => controller.abort(new Error('enough')));
    await assert.rejects(encoding, /enough/);
  });
});

describe('encodeWav', () => {
  it('is read back by ffmpeg to within half a step', async () => {
    const audio = buzz(0.5, 22_050, 0.2);
    const { audio: read, source } = await decode({ source: encodeWav(audio), name: 'a.wav' }, { sampleRateHz: 22_050, signal });
    assert.equal(source.codec, 'pcm_s16le');
    assert.equal(read.samples.length, audio.samples.length);
    // 32767 steps to full scale when written, 32768 when read.
    for (const [index, sample] of audio.samples.entries()) assert.ok(Math.abs(read.samples[index] - sample) < 1.5 / 32_768);
  });

  it('clips what is too loud', () => {
    const view = new DataView(encodeWav({ samples: Float32Array.of(2, -2), sampleRateHz: 8_000 }).buffer);
    assert.deepEqual([view.byteLength, view.getInt16(44, true), view.getInt16(46, true)], [48, 32_767, -32_767]);
  });
});
