import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { finish } from '../../src/audio/steps.ts';
import { distanceBetween, likenessDefaults, type Traits, traitsInSteps } from '../../src/engine/likeness.ts';
import { personSays } from './mynah/person.ts';

const texts = [
  'The birch canoe slid on the smooth planks. Glue the sheet to the dark blue background. It is easy to tell the depth of a well. These days a chicken leg is a rare dish, and hard to sell.',
  'Rice is often served in round bowls. The juice of lemons makes fine punch. The box was thrown beside the parked truck. The hogs were fed chopped corn and garbage. Four hours of steady work faced us.',
];
/** People as different as these: how much higher than the reader they speak. */
const factors = [0.85, 1.05, 1.3];

describe('likeness', () => {
  let people: Traits[][];
  before(async () => {
    people = [];
    for (const factor of factors) {
      const recordings: Traits[] = [];
      for (const text of texts) recordings.push(finish(traitsInSteps(await personSays(text, { factor }))));
      people.push(recordings);
    }
  });

  test('keeps the recordings of one person together', () => {
    for (const recordings of people) {
      for (const [index, a] of recordings.entries()) {
        for (const b of recordings.slice(index + 1)) {
          const distance = distanceBetween(a, b);
          assert.ok(distance < likenessDefaults.distance, `${distance}`);
        }
      }
    }
  });

  test('tells people apart who are clearly different', () => {
    for (const [index, recordings] of people.entries()) {
      for (const a of recordings) {
        for (const b of people.slice(index + 1).flat()) {
          const distance = distanceBetween(a, b);
          assert.ok(distance > likenessDefaults.distance, `${distance}`);
        }
      }
    }
  });

  test('level says nothing about a person', async () => {
    const { samples, sampleRateHz } = await personSays(texts[0]!, { factor: 1.05 });
    const quiet = finish(traitsInSteps({ samples: samples.map(sample => 0.05 * sample), sampleRateHz }));
    assert.ok(distanceBetween(quiet, people[1]![0]!) < 0.5);
  });

  test('too little voice is like nobody', () => {
    const silent = finish(traitsInSteps({ samples: new Float32Array(48_000), sampleRateHz: 24_000 }));
    assert.equal(distanceBetween(silent, silent), Number.POSITIVE_INFINITY);
  });
});
