import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decoyOf } from '../../../../src/engine/backends/mynah/alignment/fit.ts';
import { createFrames, type Frames } from '../../../../src/engine/backends/mynah/frames.ts';
import { type Bank, knownNames, learnNames } from '../../../../src/engine/backends/mynah/mapping/bank.ts';
import { createConverter } from '../../../../src/engine/backends/mynah/mapping/converter.ts';
import {
  createNeighbourSearch,
  describedWidth,
  describeFrame,
} from '../../../../src/engine/backends/mynah/mapping/neighbours.ts';
import { fitPredictor } from '../../../../src/engine/backends/mynah/mapping/predictor.ts';
import { createNoise } from '../../../../src/engine/backends/mynah/vocoder/random.ts';

const names = ['', 'a', 'i', 's', 't', 'n'];
const width = 37;

/** A bank of smooth random tracks, in which the person is the reader with every cepstrum shifted and scaled. */
function randomBank(count: number, seed: number): Bank {
  const noise = createNoise(seed);
  const source = smooth(createFrames(count, width), noise);
  const target = createFrames(count, width);
  for (let at = 0; at < target.data.length; at++) target.data[at] = 3 + 1.5 * source.data[at] + 0.1 * noise();
  const phone = Uint8Array.from({ length: count }, (_, frame) => Math.floor(frame / 12) % names.length);
  return {
    target,
    source,
    aperiodicity: createFrames(count, 6),
    voiced: phone.map(number => Number(number === 1 || number === 2 || number === 5)),
    sourceVoiced: phone.map(number => Number(number === 1 || number === 2 || number === 5)),
    sourceOfFrame: Uint16Array.from({ length: count }, (_, frame) => frame),
    context: {
      phone,
      previous: phone.map(number => (number + names.length - 1) % names.length),
      next: phone.map(number => (number + 1) % names.length),
      position: Uint8Array.from({ length: count }, (_, frame) => (255 * ((frame % 12) + 0.5)) / 12),
    },
  };
}

function smooth(frames: Frames, noise: () => number): Frames {
  const { data } = frames;
  for (let at = 0; at < data.length; at++) data[at] = (at >= width ? 0.9 * data[at - width] : 0) + noise();
  return frames;
}

test('a search that starts from the last neighbours finds the same as one that starts from nothing', () => {
  const bank = randomBank(900, 1);
  const asked = randomBank(120, 2);
  const running = createNeighbourSearch(bank, names);
  const wanted = new Float32Array(describedWidth);
  const given = new Float32Array(describedWidth);
  for (let frame = 0; frame < asked.target.count; frame++) {
    describeFrame(asked.target, frame, wanted);
    describeFrame(asked.source, frame, given);
    const query = { wanted, given, context: asked.context, voiced: asked.voiced, frame };
    const found = running(query);
    const anew = createNeighbourSearch(bank, names)(query);
    assert.deepEqual([...found.frames].sort(), [...anew.frames].sort(), `frame ${frame}`);
    const total = found.weights.slice(0, found.count).reduce((sum, weight) => sum + weight, 0);
    assert.ok(Math.abs(total - 1) < 1e-9);
  }
});

test('a conversion does not depend on how it is cut into blocks, and grows the source no further than it must', () => {
  const bank = randomBank(900, 3);
  const converter = createConverter(bank, fitPredictor(bank, names), names, 'aligned');
  const asked = randomBank(200, 4);
  const convert = (cuts: readonly number[]) => {
    let grown = 0;
    const growTo = (frame: number) => {
      grown = Math.max(grown, frame);
    };
    const source = { cepstra: asked.source, context: asked.context, voiced: asked.voiced };
    const conversion = converter.begin({ ...source, growTo });
    const parts = cuts.map(to => {
      const { cepstra } = conversion.convertTo(to);
      assert.ok(grown <= to + 20, `converting to ${to} looked at ${grown}`);
      return [...cepstra.data];
    });
    return parts.flat();
  };
  const whole = convert([200]);
  assert.equal(whole.length, 200 * width);
  assert.deepEqual(convert([60, 61, 120, 199, 200]), whole);
});

test('the person is heard in the result: nearer to what they would say than the reader is', () => {
  const bank = randomBank(1500, 5);
  const converter = createConverter(bank, fitPredictor(bank, names), names, 'aligned');
  const asked = randomBank(200, 6);
  const { cepstra } = converter
    .begin({ cepstra: asked.source, context: asked.context, voiced: asked.voiced, growTo: () => {} })
    .convertTo(200);
  const distance = (frames: Frames) => {
    let sum = 0;
    for (let frame = 0; frame < 200; frame++) {
      if (asked.context.phone[frame] === 0) continue;
      for (let column = 0; column < 17; column++)
        sum += (frames.data[frame * width + column] - asked.target.data[frame * width + column]) ** 2;
    }
    return Math.sqrt(sum);
  };
  assert.ok(distance(cepstra) < 0.7 * distance(asked.source), `${distance(cepstra)} against ${distance(asked.source)}`);
});

const phones: readonly (readonly [ipa: string, expected: string])[] = [
  ['a', 'a'],
  ['aɪ', 'a'],
  ['ɪ', 'a'],
  ['ʃ', 's'],
  ['tʃ', 's'],
  ['k', 't'],
  ['m', 'n'],
  ['b', 't'],
  ['z', 's'],
  ['l', 'a'],
  ['', ''],
];

for (const [ipa, expected] of phones) {
  test(`a phone that was never heard is said like one that was: "${ipa}" like "${expected}"`, () => {
    assert.equal(names[knownNames(names)(ipa)], expected);
  });
}

test('new phone names are learned once', () => {
  const learned = [''];
  const numberOf = learnNames(learned);
  assert.deepEqual(['a', 'b', 'a', ''].map(numberOf), [1, 2, 1, 0]);
  assert.deepEqual(learned, ['', 'a', 'b']);
});

test('a decoy has the words of the transcript backwards, in any script', () => {
  assert.equal(decoyOf('The cat, it sat.', 'en'), 'sat it cat The');
  assert.equal(decoyOf('你好，朋友。', 'zh').replaceAll(' ', ''), '朋友你好');
});
