import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trackOf } from '../../../src/engine/backends/mynah/parameters.ts';
import { syllablesPerSecond } from '../../../src/engine/backends/mynah/prosody/pace.ts';
import { played, sharedReader } from './person.ts';

test('speech played faster has more syllables a second', async () => {
  const { audio } = (await sharedReader()).read(
    'It snowed, rained, and hailed the same morning. Take the winding path to reach the lake. Two blue fish swam in the tank. Mend the coat before you go out.',
    'en',
  );
  const pace = (factor: number) => syllablesPerSecond(trackOf(played(audio, factor), 8000));
  const usual = pace(1);
  assert.ok(usual > 2.5 && usual < 7, `${usual} a second`);
  const ratio = pace(1.4) / usual;
  assert.ok(ratio > 1.05 && ratio < 1.6, `${ratio} times as many`);
});
