import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as refusals from '../../../../src/bots/discord/voice/refusals.ts';
import { catalogues, textsIn } from '../../../../src/commands/catalogues.ts';
import type { Refusal } from '../../../../src/errors.ts';

/** Every refusal of live speech, as if it had happened in the hall. */
const all: readonly Refusal[] = Object.values(refusals)
  .filter(make => typeof make === 'function')
  .map(make => (make as (channel: string, number: number) => Refusal)('the hall', 4006));

test('every refusal of live speech is told in every language, with the channel and the number that it is about', () => {
  assert.ok(all.length >= 20);
  for (const language of Object.keys(catalogues).filter(language => language !== 'en')) {
    for (const refusal of all) {
      const text = textsIn(language).refusal(refusal);
      assert.notEqual(text, refusal.message, `${language}: ${refusal.code}`);
      for (const value of Object.values(refusal.values)) {
        const digits = text.replaceAll(/[.,\s\u00a0\u202f]/g, '');
        assert.ok(text.includes(String(value)) || digits.includes(String(value)), `${language}: ${refusal.code}: ${value}`);
      }
    }
  }
});

test('each has a code of its own, and says what to do', () => {
  const codes = all.map(({ code }) => code);
  assert.deepEqual(codes, [...new Set(codes)]);
  for (const { code, message } of all) assert.ok(code === 'shutting-down' || code.startsWith('live-'), `${code}: ${message}`);
  for (const { message, values } of all) if (values.channel) assert.match(message, /"the hall"/);
});
