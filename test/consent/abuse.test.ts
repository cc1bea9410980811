import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { refusal } from '../engine/support.ts';
import { consentAbuse } from './abuse.ts';

describe('refused:', () => {
  for (const { what, code, attempt } of consentAbuse) {
    test(`${what}: ${code}`, () => assert.rejects(async () => attempt(), refusal(code)));
  }
});

test('every attempt is another one', () => {
  assert.equal(new Set(consentAbuse.map(({ what }) => what)).size, consentAbuse.length);
});
