/** Marks that are there for a moment only, or in one channel; and how often chance finds one. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { type Audio, concatenate } from '../../../src/audio/audio.ts';
import { finish } from '../../../src/audio/steps.ts';
import { findMarks, watermarks } from '../../../src/audio/watermark/index.ts';
import { patternOf } from '../../../src/audio/watermark/patchwork/pattern.ts';
import { leastQuickScore, read } from '../../../src/audio/watermark/patchwork/reading.ts';
import { search } from '../../../src/audio/watermark/patchwork/search.ts';
import { fineSpeeds } from '../../../src/audio/watermark/patchwork/speeds.ts';
import { upperTail } from '../../../src/audio/watermark/significance.ts';
import { leastFalseAlarms, mostFalseAlarms } from '../../../src/audio/watermark/watermark.ts';
import { excerpt, found, mark, resampled, speechOf } from './speech.ts';

/** The same in every run. */
const key = { number: 1, bytes: new Uint8Array(createHash('sha256').update('a key of the tests').digest()) };
const other = { number: 2, bytes: new Uint8Array(createHash('sha256').update('another key of the tests').digest()) };
const generationId = '89abcdef';
const marked = resampled(mark(await speechOf(12), key, generationId));
const unmarked = resampled(await speechOf(8, { fromSeconds: 13 }));

const silence = (seconds: number): Audio => ({ ...unmarked, samples: new Float32Array(seconds * unmarked.sampleRateHz) });
const joined = (parts: readonly Audio[]) => concatenate(parts, unmarked.sampleRateHz);

describe('a mark is found', () => {
  test('in pieces of 0.8 s with 0.1 to 0.3 s of silence put after each', () => {
    const pieces = Array.from({ length: 12 }, (_, index) => [
      excerpt(marked, 0.8 * index, 0.8),
      silence(0.1 + 0.05 * ((3 * index) % 5)),
    ]);
    assert.equal(found(joined(pieces.flat()), key, other)[0]?.generationId, generationId);
  });

  test('in 1.4 s after 8 s of another voice, and where', () => {
    const [first, ...others] = found(joined([unmarked, excerpt(marked, 3, 1.4)]), key, other);
    assert.equal(first?.generationId, generationId);
    assert.ok(first.startSeconds > 7 && first.endSeconds > 9 && first.endSeconds < 9.5, `${first.startSeconds}`);
    assert.deepEqual(others, []);
  });

  test('in either channel, once where it is in both', () => {
    const [one, two] = [excerpt(marked, 0, 4).samples, excerpt(unmarked, 0, 4).samples];
    for (const channels of [
      [one, two],
      [two, one],
      [one, one],
    ]) {
      const marks = finish(findMarks(channels, [key]));
      assert.deepEqual(
        marks.map(mark => mark.generationId),
        [generationId],
      );
    }
    assert.deepEqual(finish(findMarks([two, two], [key])), []);
  });
});

describe('the rate of false alarms', () => {
  test('counts all that is looked at: as much again, in other channels or with other keys, doubles it', () => {
    const { samples } = excerpt(marked, 0.4, 1.2);
    const rateOf = (keys: readonly (typeof key)[], looks: number) => finish(watermarks.patchwork.find(samples, keys, looks))[0]!;
    const once = rateOf([key], 1).falseAlarmRate;
    assert.ok(once > 0 && once < mostFalseAlarms, `${once}`);
    for (const twice of [rateOf([key], 2), rateOf([key, other], 1)]) {
      assert.ok(Math.abs(twice.falseAlarmRate / once - 2) < 1e-9, `${twice.falseAlarmRate} and ${once}`);
    }
  });

  test('of a single reading is a bound for sums of signs, twice for the two ways to be found', () => {
    const pattern = patternOf(other.bytes);
    const speeds = fineSpeeds(8);
    const [candidate] = finish(search(unmarked.samples, [pattern], { speeds, leastScore: 2 }));
    const { id, pilot, chance } = finish(read(candidate!, pattern));
    assert.equal(id, undefined);
    assert.ok(pilot > 1 && Math.abs(chance / (2 * 3.178 * upperTail(pilot)) - 1) < 1e-3, `${chance} of ${pilot}`);
  });

  test('decides what is read at all: the smaller it has to be, the higher the first score', () => {
    const scores = [1e-6, 1e-9, 1e-12, 1e-15].map(leastQuickScore);
    assert.deepEqual(scores, scores.toSorted());
    assert.ok(scores[0]! > 2 && scores[3]! < 6, `${scores}`);
  });

  test('is told as 1e-12 where it is less, for who can say that', () => {
    assert.equal(found(marked, key)[0]?.falseAlarmRate, leastFalseAlarms);
    assert.equal(leastFalseAlarms, 1e-12);
  });
});
