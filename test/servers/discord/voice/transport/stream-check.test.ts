import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Rule } from '../violations.ts';
import type { FrameKind } from '../wire-log.ts';
import { createStreamCheck } from './stream-check.ts';

/** What is broken when these frames are sent in order, all with the right numbers. */
function broken(kinds: string, { mustEncrypt = true } = {}): Rule[] {
  const rules: Rule[] = [];
  const check = createStreamCheck('1', ({ rule }) => rules.push(rule));
  for (const [index, kind] of [...kinds].entries()) {
    const header = { sequence: index, timestamp: index * 960, ssrc: 1 };
    check.packet({ header, kind: kind as FrameKind, payload: Buffer.of(0xf8, 1), counter: index, mustEncrypt });
  }
  check.stop();
  return rules;
}

test('plain Opus is a violation where the group stands, but for what was prepared before', () => {
  assert.deepEqual(broken('PPEEEESSSS'), []);
  assert.deepEqual(broken('PPP'), ['plain']);
  assert.deepEqual(broken('EPEPEP'), ['plain']);
  assert.deepEqual(broken('SSSSSS'), []);
  assert.deepEqual(broken('PPPPPP', { mustEncrypt: false }), []);
});
