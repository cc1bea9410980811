import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Audio } from '../../src/audio/audio.ts';
import { createLeveller, normalizeLoudness } from '../../src/audio/loudness.ts';
import { integratedLufs } from '../../src/audio/loudness-meter.ts';
import { truePeakDbtp } from '../../src/audio/true-peak.ts';
import { encodeWav } from '../../src/audio/wav.ts';
import { buzz, createSoundFolder, meterOfFfmpeg, type SoundFolder } from './sounds.ts';

/** Quiet, loud, quiet, silent: the gates matter. */
function uneven(sampleRateHz: number): Audio {
  const audio = buzz(8, sampleRateHz, 0.2);
  const second = sampleRateHz;
  audio.samples.forEach((sample, index) => {
    audio.samples[index] = sample * (index < 3 * second ? 1 : index < 5 * second ? 0.1 : index < 6 * second ? 0 : 0.7);
  });
  return audio;
}

/** The standard's hard case: a sine at a quarter of the rate whose peaks all lie between the samples. */
function hiddenPeaks(sampleRateHz: number, amplitude: number): Audio {
  const samples = Float32Array.from(
    { length: sampleRateHz },
    (_, index) =>
      amplitude * Math.sin((Math.PI / 2) * index + Math.PI / 4) * Math.min(1, index / 2_000, (sampleRateHz - index) / 2_000),
  );
  return { samples, sampleRateHz };
}

function inPieces({ samples, sampleRateHz }: Audio, length: number, options = {}): Float32Array {
  const leveller = createLeveller(sampleRateHz, options);
  const pieces: Float32Array[] = [];
  for (let begin = 0; begin < samples.length; begin += length)
    pieces.push(leveller.push(samples.subarray(begin, begin + length)));
  pieces.push(leveller.flush());
  return Float32Array.from(pieces.flatMap(piece => [...piece]));
}

describe('meters', () => {
  let folder: SoundFolder;
  before(() => {
    folder = createSoundFolder();
  });
  after(() => folder.remove());

  for (const sampleRateHz of [16_000, 24_000, 48_000]) {
    it(`agree with ffmpeg's ebur128 at ${sampleRateHz} Hz`, () => {
      for (const audio of [uneven(sampleRateHz), buzz(3, sampleRateHz, 0.1), hiddenPeaks(sampleRateHz, 0.7)]) {
        const file = join(folder.path, 'level.wav');
        writeFileSync(file, encodeWav(audio));
        const reference = meterOfFfmpeg(file);
        const lufs = integratedLufs(audio.samples, sampleRateHz);
        const dbtp = truePeakDbtp(audio.samples);
        assert.ok(Math.abs(lufs - reference.lufs) < 0.2, `${lufs} against ${reference.lufs} LUFS`);
        assert.ok(Math.abs(dbtp - reference.dbtp) < 0.3, `${dbtp} against ${reference.dbtp} dBTP`);
      }
    });
  }

  it('read -3.01 LUFS from a full-scale sine of 997 Hz, as BS.1770 asks', () => {
    const samples = Float32Array.from({ length: 96_000 }, (_, index) => Math.sin((2 * Math.PI * 997 * index) / 48_000));
    assert.ok(Math.abs(integratedLufs(samples, 48_000) + 3.01) < 0.02, `${integratedLufs(samples, 48_000)}`);
  });

  it('read nothing from silence and from too little', () => {
    assert.equal(integratedLufs(new Float32Array(48_000), 48_000), Number.NEGATIVE_INFINITY);
    assert.equal(integratedLufs(buzz(0.3, 48_000).samples, 48_000), Number.NEGATIVE_INFINITY);
    assert.equal(truePeakDbtp(new Float32Array(100)), Number.NEGATIVE_INFINITY);
  });
});

describe('normalizeLoudness', () => {
  for (const amplitude of [0.005, 0.1, 0.6]) {
    it(`brings an amplitude of ${amplitude} to -18 LUFS`, () => {
      const { samples, sampleRateHz } = normalizeLoudness(buzz(4, 24_000, amplitude));
      assert.equal(sampleRateHz, 24_000);
      assert.equal(samples.length, 96_000);
      assert.ok(Math.abs(integratedLufs(samples, 24_000) + 18) < 0.1, `${integratedLufs(samples, 24_000)} LUFS`);
      assert.ok(truePeakDbtp(samples) <= -1);
    });
  }

  it('keeps the ceiling where the target cannot be reached without it', () => {
    for (const audio of [buzz(4, 16_000, 0.3), hiddenPeaks(24_000, 1), uneven(24_000)]) {
      const { samples } = normalizeLoudness(audio, { targetLufs: 6, ceilingDbtp: -1 });
      assert.ok(truePeakDbtp(samples) <= -1, `${truePeakDbtp(samples)} dBTP`);
      assert.ok(truePeakDbtp(samples) > -2, 'it is limited, not just turned down');
    }
  });

  it('changes nothing but the gain below the ceiling', () => {
    const audio = buzz(2, 24_000, 0.05);
    const { samples } = normalizeLoudness(audio, { targetLufs: -30 });
    const loudest = audio.samples.reduce(
      (best, sample, index) => (Math.abs(sample) > Math.abs(audio.samples[best]) ? index : best),
      0,
    );
    const gain = samples[loudest] / audio.samples[loudest];
    for (const [index, sample] of samples.entries()) assert.ok(Math.abs(sample - gain * audio.samples[index]) < 1e-6);
  });

  it('leaves silence and very short sound as they are', () => {
    assert.deepEqual(
      normalizeLoudness({ samples: new Float32Array(1_000), sampleRateHz: 24_000 }).samples,
      new Float32Array(1_000),
    );
    const short = buzz(0.1, 24_000, 0.1);
    assert.deepEqual(normalizeLoudness(short).samples, short.samples);
  });
});

describe('createLeveller', () => {
  it('comes to the target from either side, starting without gain', () => {
    for (const amplitude of [0.05, 0.25]) {
      const audio = buzz(12, 24_000, amplitude);
      const levelled = inPieces(audio, 480);
      assert.equal(levelled.length, audio.samples.length);
      assert.deepEqual(levelled.subarray(0, 4_800), audio.samples.subarray(0, 4_800));
      const late = integratedLufs(levelled.subarray(8 * 24_000), 24_000);
      assert.ok(Math.abs(late + 18) < 0.5, `${late} LUFS after 8 s from an amplitude of ${amplitude}`);
    }
  });

  it('never passes the ceiling', () => {
    for (const audio of [buzz(3, 24_000, 1), hiddenPeaks(24_000, 1), uneven(16_000)]) {
      const levelled = inPieces(audio, 480, { targetLufs: -8 });
      assert.ok(truePeakDbtp(levelled) <= -1, `${truePeakDbtp(levelled)} dBTP`);
    }
  });

  it('gives the same for any size of piece', () => {
    const audio = uneven(24_000);
    const reference = inPieces(audio, audio.samples.length);
    for (const length of [1, 333, 24_001]) assert.deepEqual(inPieces(audio, length), reference);
  });

  it('holds back at most 20 ms', () => {
    const leveller = createLeveller(24_000);
    const out = leveller.push(buzz(1, 24_000).samples);
    assert.ok(24_000 - out.length <= 480, `${24_000 - out.length} samples`);
    assert.equal(leveller.flush().length, 24_000 - out.length);
    assert.deepEqual(createLeveller(24_000).flush(), new Float32Array(0));
  });
});
