import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMarker } from '../../../src/audio/watermark/index.ts';
import { excerpt, found, mark, newKey, noise, resampled, speechOf } from './speech.ts';

const key = newKey();
const speech = await speechOf(6);

describe('a marker', () => {
  test('gives the same sound however its input is cut, as much as it got, and holds back 20 ms at most', () => {
    const whole = mark(speech, key, '0123abcd').samples;
    for (const cut of [1, 7, 239, 240, 241, 1000, 50_000, speech.samples.length]) {
      const { delaySamples, push, flush } = createMarker({ key, generationId: '0123abcd' }, speech.sampleRateHz);
      assert.ok(delaySamples <= 0.02 * speech.sampleRateHz, `${delaySamples}`);
      const input = cut < 10 ? speech.samples.subarray(0, 5_000) : speech.samples;
      const pieces: Float32Array[] = [];
      let held = 0;
      for (let start = 0; start < input.length; start += cut) {
        const piece = input.subarray(start, start + cut);
        pieces.push(push(piece));
        held += piece.length - pieces.at(-1)!.length;
        assert.ok(held <= delaySamples, `${held} samples held back`);
      }
      pieces.push(flush());
      const joined = pieces.flatMap(piece => [...piece]);
      assert.equal(joined.length, input.length);
      if (input === speech.samples) assert.deepEqual(Float32Array.from(joined), whole, `cut at ${cut}`);
      else assert.deepEqual(joined.slice(0, 4_000), [...whole.subarray(0, 4_000)], `cut at ${cut}`);
    }
  });

  test('leaves silence silent, and changes speech by little', () => {
    const silence = { samples: new Float32Array(30_000), sampleRateHz: 24_000 };
    assert.ok(mark(silence, key, '00000000').samples.every(sample => sample === 0));
    const { samples } = mark(speech, key, '0123abcd');
    let [power, change] = [0, 0];
    for (const [index, sample] of speech.samples.entries()) {
      power += sample ** 2;
      change += (samples[index]! - sample) ** 2;
    }
    const decibels = 10 * Math.log10(power / change);
    assert.ok(decibels > 23 && decibels < 40, `${decibels} dB`);
  });

  for (const length of [0, 1, 100, 479, 480, 481]) {
    test(`takes ${length} samples`, () => {
      const audio = { samples: speech.samples.slice(0, length), sampleRateHz: 24_000 };
      assert.equal(mark(audio, key, 'ffffffff').samples.length, length);
    });
  }

  test('marks at other rates', async () => {
    for (const sampleRateHz of [16_000, 22_050, 48_000]) {
      const other = mark(await speechOf(6, { sampleRateHz }), key, '00c0ffee');
      assert.equal(found(other, key)[0]?.generationId, '00c0ffee', `${sampleRateHz} Hz`);
    }
  });

  test('refuses an id that is none', () => {
    for (const generationId of ['', 'xyz', '123', '0123456789']) {
      assert.throws(() => createMarker({ key, generationId }, 24_000), RangeError);
    }
  });
});

describe('nothing is found', () => {
  test('in speech that is not marked, nor in noise, silence and sound of no length', () => {
    assert.deepEqual(found(speech, key), []);
    assert.deepEqual(found(noise(5, 0.3), key), []);
    for (const length of [0, 1, 511, 512, 2_000, 16_000]) {
      assert.deepEqual(found({ samples: new Float32Array(length), sampleRateHz: 16_000 }, key), []);
    }
    for (const seconds of [0.02, 0.1, 0.4]) assert.deepEqual(found(excerpt(resampled(speech), 1, seconds), key), []);
  });

  test('with another key, and with none', () => {
    const marked = resampled(mark(speech, key, '0123abcd'));
    assert.equal(found(marked, key).length, 1);
    assert.deepEqual(found(marked, newKey(), newKey()), []);
    assert.deepEqual(found(marked), []);
  });
});

describe('keys', () => {
  test('two instances know each their own speech', () => {
    const [mine, theirs] = [newKey(), newKey()];
    const marked = [mark(speech, mine, '00000001'), mark(speech, theirs, '00000002')].map(resampled);
    assert.deepEqual(
      marked.map(audio => [mine, theirs].map(one => found(audio, one)[0]?.generationId)),
      [
        ['00000001', undefined],
        [undefined, '00000002'],
      ],
    );
  });

  test('speech that was marked with an earlier key is known, and with which', () => {
    const keys = [newKey(3), newKey(2), newKey(1)] as const;
    for (const old of keys) {
      const [first, ...others] = found(mark(speech, old, '5eed5eed'), ...keys);
      assert.deepEqual([first?.keyNumber, first?.generationId], [old.number, '5eed5eed']);
      assert.deepEqual(others, []);
    }
  });

  test('both halves of a recording that is pieced together are known, and where they are', async () => {
    const one = mark(await speechOf(9, { fromSeconds: 1 }), key, '11111111');
    const two = mark(await speechOf(9, { fromSeconds: 11 }), key, '22222222');
    const joined = { samples: Float32Array.from([...one.samples, ...two.samples]), sampleRateHz: 24_000 };
    const marks = found(joined, key);
    assert.deepEqual(marks.map(({ generationId }) => generationId).sort(), ['11111111', '22222222']);
    const startOf = (id: string) => marks.find(({ generationId }) => generationId === id)!.startSeconds;
    assert.ok(startOf('11111111') < startOf('22222222'));
  });
});
